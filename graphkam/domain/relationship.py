"""The answer about the relationship: what is judged, felt, done, needed, promised, and what binds.

`facts` name the records behind a number: open them to see what was said or happened.
"""

from __future__ import annotations

from dataclasses import dataclass

from graphkam.domain.alarms import Fact
from graphkam.domain.answers import Answer


@dataclass(frozen=True)
class Opinion(Answer):
    """What one author judged last; `value` is a word of support, else a number."""

    author: str
    at: str
    value: str | float
    confidence: float | None
    source: str | None
    note: str | None
    fact: Fact


@dataclass(frozen=True)
class Measure(Answer):
    """One thing that is judged of a person: support, power, a kind of trust, satisfaction, loyalty."""

    measure: str
    value: float
    """The mean of the newest of each author, weighted by confidence."""
    word: str | None
    """Of support: the nearest word."""
    disagreement: float | None
    """Max − min of the authors; None with fewer than two."""
    disagree: bool
    """Whether that is more than 0.3 of a scale of one (support: of its −1…1)."""
    opinions: tuple[Opinion, ...]
    """The newest of each author, newest first."""


@dataclass(frozen=True)
class Judged(Answer):
    """What is judged of one of theirs. A measure that nobody judged is left out: unknown is not neutral."""

    person_id: str
    measures: tuple[Measure, ...]


@dataclass(frozen=True)
class Score(Answer):
    """The mean of what they answered, of one factor, moment or question."""

    of: str | None
    """None: nobody wrote it down."""
    score: float
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Feeling(Answer):
    """By feeling: what they say of us; where nobody asked them, what colleagues judge."""

    source: str | None
    """surveys, assessments, or None."""
    score: float | None
    satisfied: bool | None
    factors: tuple[Score, ...]
    moments: tuple[Score, ...]
    judged: float | None
    """What colleagues judge of their satisfaction, whether they were asked or not."""
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class OrderTrend(Answer):
    """Orders of the last year against the year before, in one currency."""

    currency: str | None
    before: float
    last: float
    change: float | None
    """last ÷ before − 1; None where nothing was ordered before."""
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class ShareTrend(Answer):
    """Our share of what they buy, now against a year ago; a side that nobody read is None."""

    product: str | None
    before: float | None
    last: float | None
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class ContactTrend(Answer):
    """Contacts of the last half year against the half before, and who started them."""

    days: int
    before: int
    last: int
    by_them_before: int
    by_them: int
    by_us: int
    facts: tuple[Fact, ...]
    """The newest of the last half year, at most fifty."""


@dataclass(frozen=True)
class Behaviour(Answer):
    """By behaviour: what they do."""

    stays: bool | None
    """Orders or share of purchases did not fall over a year; None where nothing tells."""
    orders: tuple[OrderTrend, ...]
    shares: tuple[ShareTrend, ...]
    contacts: ContactTrend


@dataclass(frozen=True)
class LoyaltyState(Answer):
    """The loyalty type, from satisfaction × loyalty, and why."""

    type: str | None
    satisfied: bool | None
    loyal: bool | None
    captive: bool | None
    reason: str


@dataclass(frozen=True)
class RelationshipFinding(Answer):
    """Something that does not fit together or is missing, with the records that show it."""

    kind: str
    reason: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class NeedState(Answer):
    """A need; without `person_id` the organisation's own."""

    id: str
    kind: str
    what: str
    person_id: str | None
    hidden: bool | None
    owner_id: str | None
    status: str
    solution: str | None
    value: float | None
    at: str | None
    author: str | None
    served_by: tuple[str, ...]
    """Ids of the offers of the strategy that serve it."""


@dataclass(frozen=True)
class Step(Answer):
    """A step of the map: goal, obstacle, offer, a need, or a strength, weakness, opportunity, threat."""

    id: str
    kind: str
    what: str
    parent_id: str | None
    """The goal, obstacle or need that it belongs to."""
    person_id: str | None
    owner_id: str | None
    """Of a need."""
    at: str | None
    author: str | None
    depth: int
    """How far below its goal or need it stands; steps come in the order of the map."""


@dataclass(frozen=True)
class BondState(Answer):
    """Something that binds them."""

    kind: str
    what: str
    at: str | None


@dataclass(frozen=True)
class Bonds(Answer):
    """What binds them: financial < social < structural, each harder to copy than the one before."""

    highest: str | None
    items: tuple[BondState, ...]


@dataclass(frozen=True)
class IncidentState(Answer):
    """An incident, open for so many days, or closed after so many."""

    id: str
    kind: str
    what: str | None
    opened_at: str
    closed_at: str | None
    days: int
    owner_id: str | None
    severity: str | None
    open: bool


@dataclass(frozen=True)
class PromiseState(Answer):
    """A promise: open, overdue or kept; `late`: it was kept after its day."""

    id: str
    what: str
    owner_id: str
    person_id: str | None
    made_at: str | None
    due: str | None
    kept_at: str | None
    status: str
    late: bool
    at_risk: str | None
    """Why nobody may keep it: its owner left, or no longer covers the account."""


@dataclass(frozen=True)
class Relationship(Answer):
    """Judgements and facts about the relationship with an account."""

    account: str
    as_of: str
    loyalty: LoyaltyState
    feeling: Feeling
    behaviour: Behaviour
    findings: tuple[RelationshipFinding, ...]
    people: tuple[Judged, ...]
    unjudged: tuple[str, ...]
    """Of those who decide, whom nobody judged."""
    needs: tuple[NeedState, ...]
    strategy: tuple[Step, ...]
    bonds: Bonds
    incidents: tuple[IncidentState, ...]
    commitments: tuple[PromiseState, ...]
