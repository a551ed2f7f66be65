"""The answers about time: how a tie came to be what it is, an account month by month, its figures."""

from __future__ import annotations

from dataclasses import dataclass

from graphkam.domain.alarms import Alarm
from graphkam.domain.answers import Answer, LayerState

STEPS = ("week", "month", "quarter", "year")
"""How far apart the moments of a replay may be."""


@dataclass(frozen=True)
class TiePoint(Answer):
    """A tie at a moment."""

    at: str
    s: float
    strength: float


@dataclass(frozen=True)
class Spell(Answer):
    """A time in which a tie was live; `to` is the day on which it stopped, or would stop if nothing happens."""

    from_: str
    to: str | None
    """None: it never fades."""


@dataclass(frozen=True)
class TieHistory(Answer):
    """How a tie rose and faded up to a moment, and what will be left of it."""

    account: str
    team_id: str
    person_id: str
    as_of: str
    points: tuple[TiePoint, ...]
    """Before and after each touchpoint, and weekly between; the last is that of the moment."""
    touchpoints: tuple[str, ...]
    """When they met, oldest first."""
    live: tuple[Spell, ...]
    cold_since: str | None
    next_cold: str | None


@dataclass(frozen=True)
class Step(Answer):
    """An account as of one moment of a replay, and what has changed since the moment before."""

    at: str
    status: str
    layers: dict[str, LayerState]
    stage: str
    exposure: float | None
    spofs: tuple[str, ...]
    alarms: tuple[Alarm, ...]
    """Those that began since the moment before; of the first moment none."""
    joined: tuple[str, ...]
    """Theirs who came, and ours who joined the account team, since the moment before."""
    left: tuple[str, ...]


@dataclass(frozen=True)
class Replay(Answer):
    """An account through time."""

    account: str
    from_: str
    to: str
    every: str
    items: tuple[Step, ...]


@dataclass(frozen=True)
class Figure(Answer):
    """A reading on a day."""

    at: str
    value: float


@dataclass(frozen=True)
class Series(Answer):
    """The readings of one metric, of one product or of the account as a whole, oldest first."""

    metric: str
    product: str | None
    points: tuple[Figure, ...]
    change: float | None
    """The last less the first; None with fewer than two."""


@dataclass(frozen=True)
class Sales(Answer):
    """The orders of a quarter, of one product in one currency: what we got, and what we lost to competitors."""

    quarter: str
    product: str | None
    currency: str | None
    amount: float
    orders: int
    lost: float
    lost_orders: int


@dataclass(frozen=True)
class Figures(Answer):
    """Share of wallet, revenue, margin and whatever else was read off, and orders, up to a moment."""

    account: str
    as_of: str
    readings: tuple[Series, ...]
    sales: tuple[Sales, ...]
