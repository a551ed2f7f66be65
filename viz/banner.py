"""The verdict above the map."""

from __future__ import annotations

from collections.abc import Iterable

from graphkam.domain.answers import Gaps, Stage
from graphkam.domain.influence_map import Banner, MapEdge
from graphkam.domain.labels import label
from graphkam.domain.message import Message, message
from graphkam.domain.vocabulary import LAYERS


def banner(gaps: Gaps, spofs: Iterable[str], edges: Iterable[MapEdge], stage: Stage) -> Banner:
    """What stands above the map. `edges` are those drawn, `spofs` the ids of those shown."""
    return Banner(
        layers=tuple(sorted(gaps.layers, key=lambda c: LAYERS.index(c.layer), reverse=True)),
        threads=_threads([e.strength for e in edges if e.live and e.strength]),
        spofs=tuple(spofs),
        missing_roles=tuple(r.role for r in gaps.roles if r.status in ("unknown", "empty")),
        status=gaps.status,
        reason=_reason(gaps),
        stage=stage.stage,
    )


def _threads(strengths: list[float]) -> float | None:
    """Effective number of live ties, 1 ÷ Σ share² (Kish, Simpson); None without any.

    >>> _threads([0.5, 0.5])
    2.0
    """
    total = sum(sorted(strengths))
    return total**2 / sum(sorted(s * s for s in strengths)) if total else None


def _reason(gaps: Gaps) -> Message:
    """Why the account is red, amber or green: the layers in their worst states, by name."""
    in_state = {state: _layers(gaps, state) for state in ("empty", "open", "thin")}
    if gaps.status == "amber":
        return message("Thinly covered: {layers}.", layers=in_state["thin"])
    if gaps.status == "green":
        return message("All three layers are covered.")
    empty = message("Nobody is known in: {layers}.", layers=in_state["empty"])
    unreached = message("Nobody of ours has a live tie in: {layers}.", layers=in_state["open"])
    if in_state["empty"] and in_state["open"]:
        return message("{first} {second}", first=empty, second=unreached)
    return empty if in_state["empty"] else unreached


def _layers(gaps: Gaps, state: str) -> Message | None:
    """The layers in a state, top down, as one Message; None without any."""
    names = [c.layer for c in gaps.layers if c.status == state]
    listed: Message | None = None
    for name in sorted(names, key=LAYERS.index, reverse=True):
        word = label(name)
        listed = message("{first}, {second}", first=listed, second=word) if listed else word
    return listed
