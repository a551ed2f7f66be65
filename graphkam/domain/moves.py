"""The answers about moves: what if, what changed, the way in, whom to meet next.

One frozen object each, like those of `answers`: where a number is undefined it is None, never NaN.
"""

from __future__ import annotations

from dataclasses import dataclass

from graphkam.domain.answers import Answer, Exposure, Gaps, Spof, Stage


@dataclass(frozen=True)
class Hop(Answer):
    """One step of a way in, from one person to the next. `strength` is between 0 and 1.

    `kind` is tie, influences, confidant or reports_to (from a manager down); of what is known from another
    account, former_tie or colleague.
    """

    from_: str
    to: str
    kind: str
    strength: float
    account_id: str | None = None
    """The other account where the two know each other; None: this one."""


@dataclass(frozen=True)
class WarmPath(Answer):
    """A way in: its hops from one of ours on, and their product."""

    hops: tuple[Hop, ...]
    product: float
    reason: str


@dataclass(frozen=True)
class PathAnswer(Answer):
    """The warmest way in to one of theirs; without one `reason` says why."""

    account: str
    as_of: str
    person_id: str
    found: bool
    hops: tuple[Hop, ...]
    product: float | None
    """None where no way is found."""
    reason: str
    elsewhere: WarmPath | None = None
    """The warmest way in that begins at another account, if there is one, and none as warm within this account."""


@dataclass(frozen=True)
class Introduction(Answer):
    """A tie worth making, with what it adds to those before it in the list."""

    team_id: str
    person_id: str
    why: str
    coverage_gain: float
    """Σπ·Δc over management, executive and the decision holders."""
    redundancy_gain: int
    """Ways to decision holders that share no person, summed over them."""
    warm_path: WarmPath | None


@dataclass(frozen=True)
class Standing(Answer):
    """How an account stands before or after the introductions."""

    coverage: float | None
    """Σπc ÷ Σπ over management, executive and the decision holders."""
    reached: int
    """How many of these are reached by a live tie."""
    people: int
    status: str
    stage: str
    exposure: float | None
    spofs: tuple[str, ...]


@dataclass(frozen=True)
class Bound(Answer):
    """How good the chosen ties are, of all choices of at most k."""

    gain: float
    """Σπ·Δc of the chosen ties together."""
    at_most: float
    """No choice of at most k ties gains more, for this account."""
    share: float | None
    """gain ÷ at_most; None where nothing can be gained."""
    guarantee: float
    """1 − 1/e: what greedy choice guarantees for any account."""


@dataclass(frozen=True)
class Introductions(Answer):
    """Whom to meet next, best first."""

    account: str
    as_of: str
    k: int
    ties: tuple[Introduction, ...]
    power: float
    """Σπ of management, executive and the decision holders: a gain ÷ this is its rise in coverage."""
    before: Standing
    after: Standing
    bound: Bound
    reason: str
    names: dict[str, str]
    """The names of people and accounts that the ways in name and this account does not know."""


@dataclass(frozen=True)
class Difference(Answer):
    """One thing that differs: `what`, of whom or which (`of`), before and after, and in words."""

    what: str
    of: tuple[str, ...]
    from_: str | float | bool | None
    to: str | float | bool | None
    reason: str


@dataclass(frozen=True)
class State(Answer):
    """The analyses of one side of a comparison."""

    gaps: Gaps
    spof: Spof
    stage: Stage
    exposure: Exposure


@dataclass(frozen=True)
class NewTie(Answer):
    """A tie that is assumed."""

    team_id: str
    person_id: str


@dataclass(frozen=True)
class WhatIf(Answer):
    """What would be without some people, with some ties, on another day."""

    account: str
    as_of: str
    until: str | None
    """The moment to which it was moved; None: the same."""
    remove: tuple[str, ...]
    add: tuple[NewTie, ...]
    before: State
    after: State
    difference: tuple[Difference, ...]


@dataclass(frozen=True)
class Diff(Answer):
    """What changed between two moments."""

    account: str
    from_: str
    to: str
    before: State
    after: State
    difference: tuple[Difference, ...]
