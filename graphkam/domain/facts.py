"""What is known of one account, as plain frozen records: the input of every analysis.

Nothing here is filtered by date: each record carries its validity, and the analyses ask as of any moment.
Dates and instants are the stored texts (see `moment`); a touchpoint's instant is in seconds since 1970.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

GUESSED_SOURCES = ("title", "reports_to")
"""Sources of a layer that nobody gave."""


@dataclass(frozen=True, slots=True)
class Account:
    """The customer organisation itself."""

    id: str
    name: str
    type: str | None = None
    parent_id: str | None = None
    industry: str | None = None
    kinds: tuple[str, ...] = ()
    grade: str | None = None
    segment: str | None = None
    lifecycle: str | None = None
    our_role: str | None = None
    captive: bool | None = None
    payment: str | None = None
    currency: str | None = None
    annual_value: float | None = None
    potential: float | None = None


@dataclass(frozen=True, slots=True)
class Employment:
    """One of their people at this account for a time. A career is several of these with one `person_id`."""

    person_id: str
    name: str
    title: str | None = None
    department: str | None = None
    functions: tuple[str, ...] = ()
    layer: str | None = None
    layer_source: str | None = None
    """given, title, reports_to, or None while the layer is unknown."""
    layer_confidence: float | None = None
    power: float | None = None
    target: float | None = None
    placeholder: bool = False
    valid_from: str | None = None
    valid_to: str | None = None


@dataclass(frozen=True, slots=True)
class TeamMember:
    """One of our people who covers this account, met somebody there, or owes it something."""

    id: str
    name: str
    title: str | None = None
    level: str | None = None
    function: str | None = None
    reports_to: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    left_to: str | None = None
    grade: str | None = None


@dataclass(frozen=True, slots=True)
class Assignment:
    """One of ours covers the account in a function of the account team."""

    team_id: str
    as_: str
    valid_from: str | None = None
    valid_to: str | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """A line between two of their people: influences, confidant, ally, conflicts_with, reports_to.

    influences: from → to. confidant: from has the ear of to. reports_to: from reports to to.
    """

    from_id: str
    to_id: str
    kind: str
    weight: float | None = None
    informal: bool = False
    source: str | None = None
    confidence: float | None = None
    valid_from: str | None = None
    valid_to: str | None = None


@dataclass(frozen=True, slots=True)
class RoleHolding:
    """A person's role in a decision of this account (decision None: in general)."""

    person_id: str
    role: str
    decision: str | None = None
    source: str | None = None
    confidence: float | None = None
    valid_from: str | None = None
    valid_to: str | None = None


class Touchpoint(NamedTuple):
    """One dated contact. `people` were spoken with or written to, `present` were only there, `cc` copied.

    A tuple, as a portfolio has millions of them, and they are made in a fifth of the time.
    """

    id: str
    at: float
    channel: str
    team: tuple[str, ...]
    people: tuple[str, ...]
    present: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    initiated_by: str | None = None


@dataclass(frozen=True, slots=True)
class Assessment:
    """What one of us judged of one of them on a day. Colleagues may disagree; both stay."""

    person_id: str
    author: str
    at: str
    support: str | None = None
    power: float | None = None
    confidence: float | None = None
    satisfaction: float | None = None
    loyalty: float | None = None
    trust_conduct: float | None = None
    trust_expertise: float | None = None
    trust_personal: float | None = None
    trust_interest: float | None = None
    source: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class RivalTie:
    """A competitor's tie to one of their people."""

    competitor: str
    person_id: str
    strength: float | None = None
    source: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """Something changed at the account: somebody came, went, rose or fell, or power or a decision moved."""

    id: str
    at: str
    kind: str
    person_id: str | None = None
    to_person_id: str | None = None
    decision: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Incident:
    """A complaint, late delivery or fault; open until `closed_at`."""

    id: str
    opened_at: str
    kind: str
    what: str | None = None
    owner_id: str | None = None
    severity: str | None = None
    closed_at: str | None = None


@dataclass(frozen=True, slots=True)
class Commitment:
    """A promise that one of ours made to the customer; open until `kept_at`."""

    id: str
    what: str
    owner_id: str
    person_id: str | None = None
    made_at: str | None = None
    due: str | None = None
    kept_at: str | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """An order; with `lost_to` one that a competitor got."""

    id: str
    at: str
    amount: float
    currency: str | None = None
    product: str | None = None
    lost_to: str | None = None


@dataclass(frozen=True, slots=True)
class Survey:
    """What they said of us when asked, 1…5."""

    id: str
    at: str
    question: str
    score: float
    person_id: str | None = None
    factor: str | None = None
    moment: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A figure read off on a day: share_of_wallet (0…1), revenue, margin, …"""

    at: str
    metric: str
    value: float
    product: str | None = None


@dataclass(frozen=True, slots=True)
class Need:
    """What they need: of the organisation, or with `person_id` a person's own; `hidden`: they do not say so."""

    id: str
    kind: str
    what: str
    person_id: str | None = None
    hidden: bool | None = None
    owner_id: str | None = None
    status: str | None = None
    solution: str | None = None
    value: float | None = None
    at: str | None = None
    author: str | None = None


@dataclass(frozen=True, slots=True)
class Strategy:
    """A goal of theirs, an obstacle to it, our offer, a strength …; `parent_id`: what it serves or hinders."""

    id: str
    kind: str
    what: str
    parent_id: str | None = None
    person_id: str | None = None
    at: str | None = None
    author: str | None = None


@dataclass(frozen=True, slots=True)
class Bond:
    """What ties the customer to us: financial, social or structural, each harder to copy."""

    kind: str
    what: str
    at: str | None = None


@dataclass(frozen=True, slots=True)
class Action:
    """One of ours is to meet one of theirs; open until `done_at`. `because`: the alarm or gap it answers."""

    id: str
    team_id: str
    person_id: str
    aim: str
    message: str | None = None
    made_at: str | None = None
    due: str | None = None
    done_at: str | None = None
    outcome: str | None = None
    because: str | None = None


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """All that the analyses of one account are handed. The order of the records is of no influence.

    Touchpoints may be `packed` ones, which become objects when somebody looks at one.

    `team` holds everybody of ours who appears in `assignments` or `touchpoints`, or owns one of the records;
    `relations` join people both of whom work, or worked, at this account.
    """

    account: Account
    people: tuple[Employment, ...] = ()
    team: tuple[TeamMember, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    relations: tuple[Relation, ...] = ()
    roles: tuple[RoleHolding, ...] = ()
    touchpoints: Sequence[Touchpoint] = ()
    assessments: tuple[Assessment, ...] = ()
    rivals: tuple[RivalTie, ...] = ()
    changes: tuple[Change, ...] = ()
    incidents: tuple[Incident, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    orders: tuple[Order, ...] = ()
    surveys: tuple[Survey, ...] = ()
    readings: tuple[Reading, ...] = ()
    needs: tuple[Need, ...] = ()
    strategy: tuple[Strategy, ...] = ()
    bonds: tuple[Bond, ...] = ()
    actions: tuple[Action, ...] = ()
    revision: int = field(default=0, compare=False)
    """The store's revision that these facts stand for."""
