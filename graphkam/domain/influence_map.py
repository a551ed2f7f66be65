"""The influence map: cards, lines, bands of layers, and the banner above them."""

from __future__ import annotations

from dataclasses import dataclass

from graphkam.domain.answers import Answer, LayerCoverage


@dataclass(frozen=True)
class MapNode(Answer):
    """A card on the map."""

    id: str
    kind: str
    label: str
    title: str | None
    layer: str | None
    layer_source: str | None
    function: tuple[str, ...]
    power: float | None
    support: str | None
    roles: tuple[str, ...]
    reached: bool
    reached_by_influence: bool
    coverage: float | None
    target: float | None
    spof: bool
    x: float
    y: float
    gap: str | None = None
    """The worst severity (red, amber) of the role, veto and person gaps that name this person."""


@dataclass(frozen=True)
class MapEdge(Answer):
    """A line on the map."""

    from_: str
    to: str
    kind: str
    strength: float | None
    informal: bool
    inferred: bool
    live: bool | None = None
    """Whether a tie is live; None for the other kinds."""


@dataclass(frozen=True)
class MapBand(Answer):
    """The rectangle of one layer on the map, in its units; layer None holds those of unknown layer.

    From `left` to `right` stand their people, left of it ours of that level; competitors stand above.
    """

    layer: str | None
    left: float
    right: float
    top: float
    bottom: float


@dataclass(frozen=True)
class Banner(Answer):
    """The verdict above the map."""

    layers: tuple[LayerCoverage, ...]
    threads: float | None
    spofs: tuple[str, ...]
    """Ids, of either side."""
    missing_roles: tuple[str, ...]
    """Buying roles that nobody recorded, or of whose holders nobody is reached."""
    status: str
    reason: str
    stage: str | None = None


@dataclass(frozen=True)
class InfluenceMap(Answer):
    """The influence map of one account, with positions."""

    account: str
    as_of: str
    nodes: tuple[MapNode, ...]
    edges: tuple[MapEdge, ...]
    banner: Banner
    bands: tuple[MapBand, ...] = ()
    """Top down: executive, management, operating, and unknown where there is somebody."""
    name: str = ""
    """The account's name."""
