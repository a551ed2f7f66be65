"""The answers about what accounts are worth, and where our people's time goes.

Like all answers they are the same from Python, API and CLI; reasons are Messages. Amounts are by currency, the
key empty where none was recorded: currencies are never added but through the rates of the constants.
"""

from __future__ import annotations

from dataclasses import dataclass

from graphkam.domain.answers import Answer


@dataclass(frozen=True)
class EffortLine(Answer):
    """What an account takes of our people's time, against what it brings."""

    account_id: str
    name: str
    effort: float
    """Σ channel weight × number of our people, over the touchpoints of a year."""
    effort_share: float | None
    """Of the effort at all accounts of its currency whose value is known."""
    value: float | None
    currency: str | None
    """Those in which value is compared: the reporting currency where there is a rate."""
    value_share: float | None
    ratio: float | None
    """effort_share ÷ value_share."""
    balance: str | None
    """over, under or even; None where a share is undefined."""


@dataclass(frozen=True)
class Dependence(Answer):
    """How much of the value in one currency hangs on single accounts."""

    currency: str
    value: float
    accounts: int
    largest: str
    """The account of the largest value."""
    largest_share: float
    top_accounts: int
    """How many accounts the top 20 % are."""
    top_share: float
    effective: float
    """1 ÷ Σ share²: n accounts of equal value give n."""


@dataclass(frozen=True)
class Part(Answer):
    """The accounts of one kind, segment or stage of life (None: not recorded)."""

    what: str | None
    accounts: int
    value: dict[str, float]
    at_risk: dict[str, float]


@dataclass(frozen=True)
class LayerCount(Answer):
    """In how many accounts a layer is empty, open, thin, covered."""

    layer: str
    accounts: dict[str, int]


@dataclass(frozen=True)
class Worth(Answer):
    """Value, risk and effort over the portfolio; accounts by value, currencies apart."""

    as_of: str
    value: dict[str, float]
    at_risk: dict[str, float]
    unvalued: int
    """Accounts without a recorded value."""
    dependence: tuple[Dependence, ...]
    layers: tuple[LayerCount, ...]
    kinds: tuple[Part, ...]
    segments: tuple[Part, ...]
    lifecycles: tuple[Part, ...]
    items: tuple[EffortLine, ...]
    next: str | None = None


@dataclass(frozen=True)
class Offer(Answer):
    """A product that similar accounts order and this one does not."""

    product: str
    buyers: tuple[str, ...]
    lost_to: tuple[str, ...]
    """Rivals from whom this account orders it."""


@dataclass(frozen=True)
class SegmentLine(Answer):
    """An account's segment, what the data say to it, and where there is room to grow."""

    account_id: str
    name: str
    kinds: tuple[str, ...]
    lifecycle: str | None
    segment: str | None
    suggested: str | None
    """What the data suggest; None where they tell nothing."""
    contradicts: bool
    """Whether the data contradict the segment given."""
    reasons: tuple[str, ...]
    value: float | None
    currency: str | None
    room: float | None
    """Potential − annual value."""
    products: tuple[Offer, ...]


@dataclass(frozen=True)
class Segments(Answer):
    """Segments of the accounts: contradictions first, then by room to grow, currencies apart."""

    as_of: str
    contradictions: int
    items: tuple[SegmentLine, ...]
    next: str | None = None


@dataclass(frozen=True)
class Mismatch(Answer):
    """An account whose value does not go with its manager's grade: too_junior or too_senior."""

    account_id: str
    kind: str
    reason: str


@dataclass(frozen=True)
class Sum(Answer):
    """Over distinct accounts that some of ours manage."""

    accounts: int
    value: dict[str, float]
    at_risk: dict[str, float]
    red_alarms: int


@dataclass(frozen=True)
class LoadLine(Answer):
    """What one of ours manages, and what all do who report to them."""

    id: str
    name: str
    title: str | None
    rank: str | None
    """high, middle or low."""
    rank_source: str
    """grade, level or unknown."""
    reports_to: str | None
    accounts: tuple[str, ...]
    state: str
    """overloaded, above_usual or usual."""
    own: Sum
    below: tuple[str, ...]
    """Everybody who reports to them, directly or not."""
    whole: Sum
    """Own accounts and those of everybody below."""
    mismatches: tuple[Mismatch, ...]


@dataclass(frozen=True)
class Loads(Answer):
    """The account managers and those they report to, most accounts first."""

    as_of: str
    no_manager: tuple[str, ...]
    """Accounts without account manager; without an executive sponsor; served by our sales alone."""
    no_sponsor: tuple[str, ...]
    sales_alone: tuple[str, ...]
    items: tuple[LoadLine, ...]
    next: str | None = None
