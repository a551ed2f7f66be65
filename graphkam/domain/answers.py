"""The answers of the analyses: one frozen object each, the same from Python, API and CLI (see `as_json`).

Field names are those of the JSON, but for words that Python keeps to itself (`from_`, `for_`, `as_`). Where a
number is undefined it is None, never NaN. `reason` texts are Messages, so that they can be translated.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar


def json_name(name: str) -> str:
    """The JSON name of a field.

    >>> json_name("from_")
    'from'
    """
    return name.rstrip("_")


class Answer:
    """Base of all answers; tells pydantic (in the API) how fields are called in JSON."""

    __pydantic_config__: ClassVar[dict[str, Any]] = {"alias_generator": json_name, "populate_by_name": True}
    __slots__ = ()


@dataclass(frozen=True)
class Strongest(Answer):
    """The pair with the largest share of a set's live tie strength."""

    team_id: str
    person_id: str
    share: float


@dataclass(frozen=True, kw_only=True)
class Coverage(Answer):
    """Coverage of a set of people: Σπc ÷ Σπ, with who carries it. None where nobody is known."""

    people: int
    reached: int
    coverage: float | None
    support: float | None
    """Mean support −1…1 of those judged, weighted by power; None: nobody judged."""
    status: str
    threads: float | None
    """1 ÷ Σ share², None without a live tie."""
    ours: int
    """How many of ours hold its live ties."""
    strongest: Strongest | None
    guessed: int
    """People whose layer or power (in the coverage of a function: or function) is guessed."""
    unknown: int
    """People of whom nobody judged the support."""
    target_gap: float
    """Σ max(0, target − c) over its people with a target."""


@dataclass(frozen=True, kw_only=True)
class LayerCoverage(Coverage):
    """Coverage of one of the three layers."""

    layer: str


@dataclass(frozen=True, kw_only=True)
class FunctionCoverage(Coverage):
    """Coverage of one function of theirs (only functions with known people)."""

    function: str


@dataclass(frozen=True)
class RoleCoverage(Answer):
    """Who holds a buying role; status `unknown` where nobody recorded it."""

    role: str
    holders: int
    reached: int
    status: str
    people: tuple[str, ...]


@dataclass(frozen=True)
class MatrixCell(Answer):
    """Live ties between a function of ours and one of theirs (None: function unknown)."""

    ours: str | None
    theirs: str | None
    ties: int
    strength: float


@dataclass(frozen=True)
class Gap(Answer):
    """One coverage gap. `what` is the layer, function, role or person id."""

    kind: str
    what: str
    severity: str
    people: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class Gaps(Answer):
    """Where an account is open."""

    account: str
    as_of: str
    status: str
    layers: tuple[LayerCoverage, ...]
    functions: tuple[FunctionCoverage, ...]
    roles: tuple[RoleCoverage, ...]
    matrix: tuple[MatrixCell, ...]
    no_layer: int
    gaps: tuple[Gap, ...]
    data_gaps: tuple[Gap, ...]
    decision_holders: tuple[str, ...]
    decision_source: str


@dataclass(frozen=True)
class Loss(Answer):
    """What is lost without one person (S in the interface)."""

    id: str
    name: str
    impact: float | None
    reach_lost: float | None
    cuts_off: tuple[str, ...]
    spof: bool
    reason: str


@dataclass(frozen=True)
class Direct(Answer):
    """Losses counted on touchpoints alone."""

    ours: tuple[Loss, ...]
    theirs: tuple[Loss, ...]


@dataclass(frozen=True)
class Redundancy(Answer):
    """How many ways that share no person lead from the supplier to a decision holder."""

    person_id: str
    paths: int


@dataclass(frozen=True)
class CutSet(Answer):
    """A smallest set of people whose loss cuts off `for_`."""

    for_: str
    members: tuple[str, ...]
    impact: float | None
    cuts_off: tuple[str, ...]


@dataclass(frozen=True)
class Influence(Answer):
    """Losses counted with influence among their people."""

    ours: tuple[Loss, ...]
    theirs: tuple[Loss, ...]
    redundancy: tuple[Redundancy, ...]
    sets: tuple[CutSet, ...]


@dataclass(frozen=True)
class Spof(Answer):
    """The single points of failure of an account, on both sides."""

    account: str
    as_of: str
    direct: Direct
    influence: Influence


@dataclass(frozen=True)
class Stage(Answer):
    """The stage and type of the relationship, as its shape suggests."""

    account: str
    as_of: str
    stage: str
    type: str
    strongest_share: float | None
    peer_layers: tuple[str, ...]
    cut_by_manager: bool
    outside_manager: float | None
    reason: str


@dataclass(frozen=True)
class Contribution(Answer):
    """What one touchpoint adds to a tie's s; `weight` is after cc and crowd."""

    id: str
    at: str
    channel: str
    weight: float
    contribution: float


@dataclass(frozen=True)
class TieState(Answer):
    """The tie of one of us with one of them, without the touchpoints that make it."""

    team_id: str
    person_id: str
    s: float
    strength: float
    live: bool
    cold: bool
    count: int
    first: str | None
    last: str | None
    next_cold: str | None


@dataclass(frozen=True)
class Tie(TieState):
    """The tie of one of us with one of them; the contributions of its touchpoints add up to `s`."""

    touchpoints: tuple[Contribution, ...]


@dataclass(frozen=True)
class Ties(Answer):
    """All ties of an account, strongest first."""

    as_of: str
    items: tuple[Tie, ...]
    next: str | None = None


@dataclass(frozen=True)
class Exposure(Answer):
    """How much of the deciding power a strike could take: see the interface's Exposure."""

    account: str
    as_of: str
    exposure: float | None
    unreached: float | None
    """1 − Σπ(D reached in influence) ÷ Σπ(D)."""
    largest_impact: float | None
    largest: tuple[str, ...]
    """The people whose single loss has that impact."""
    value_at_risk: float | None
    reason: str


@dataclass(frozen=True)
class LayerState(Answer):
    """A layer in one line of the portfolio."""

    status: str
    coverage: float | None
    guessed: int = 0
    """People in it whose layer or power is guessed."""


@dataclass(frozen=True)
class AlarmCount(Answer):
    """Alarms of an account by severity."""

    red: int
    amber: int


@dataclass(frozen=True)
class AccountLine(Answer):
    """One account in the portfolio."""

    id: str
    name: str
    kinds: tuple[str, ...]
    grade: str | None
    segment: str | None
    lifecycle: str | None
    annual_value: float | None
    currency: str | None
    exposure: float | None
    value_at_risk: float | None
    churn_risk: float | None
    loyalty_type: str | None
    layers: dict[str, LayerState]
    status: str
    account_manager: str | None
    executive_sponsor: str | None
    alarms: AlarmCount | None
    """None where they were not counted."""
    relationship: str | None = None
    """ordinary, partnership or strategic."""
    sales_alone: bool | None = None
    """Whether only our sales hold its live ties."""
    subsidiaries: int = 0
    """How many accounts below it this line takes in; none but in a portfolio rolled up by group."""


@dataclass(frozen=True)
class Accounts(Answer):
    """The portfolio, worst first."""

    as_of: str
    items: tuple[AccountLine, ...]
    next: str | None = None


@dataclass(frozen=True)
class OnlyThrough(Answer):
    """What of an account is reached only through one of ours."""

    people: tuple[str, ...]
    layers: tuple[str, ...]
    decision_holders: tuple[str, ...]


@dataclass(frozen=True)
class TeamAccount(Answer):
    """One account in the hands of one of ours."""

    account_id: str
    as_: tuple[str, ...]
    only_through: OnlyThrough
    rep_churn: int
    """Distinct account managers within 24 months before as-of."""


@dataclass(frozen=True)
class LostIfGone(Answer):
    """Over all accounts: people reached only through one of ours, and the annual value at those accounts."""

    reach: int
    value: dict[str, float]
    """By currency; the key is empty where none was recorded."""


@dataclass(frozen=True)
class OpenCommitment(Answer):
    """A promise: status open, overdue or kept."""

    id: str
    account_id: str
    what: str
    due: str | None
    status: str


@dataclass(frozen=True)
class TeamAnswer(Answer):
    """What hangs on one of our people."""

    id: str
    name: str
    accounts: tuple[TeamAccount, ...]
    lost_if_gone: LostIfGone
    commitments: tuple[OpenCommitment, ...]


@dataclass(frozen=True)
class PersonState(Answer):
    """One of their people at an account, as of a moment, with what is judged and what is guessed."""

    id: str
    name: str
    title: str | None
    department: str | None
    layer: str | None
    layer_source: str
    """given, title, reports_to or unknown."""
    function: tuple[str, ...]
    power: float
    power_source: str
    """assessed, given, layer or guessed (from a guessed or unknown layer)."""
    power_disagreement: float | None
    """Max − min of colleagues' judgements, None with fewer than two."""
    support: str | None
    """A word of the support scale; None: nobody judged."""
    support_value: float | None
    support_disagreement: float | None
    roles: tuple[str, ...]
    decision_holder: bool
    reached: bool
    reached_by_influence: bool
    coverage: float
    target: float | None
    placeholder: bool
    layer_confidence: float | None = None
    """How sure the layer is, 0…1; None where nobody said so."""
    function_source: str = "given"
    """given, title or unknown."""
