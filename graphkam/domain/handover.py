"""The answer for a hand-over: what one of ours promised, held open and knew, and with whom."""

from __future__ import annotations

from dataclasses import dataclass

from graphkam.domain.alarms import Fact
from graphkam.domain.answers import Answer
from graphkam.domain.relationship import PromiseState


@dataclass(frozen=True)
class Earlier(Answer):
    """What somebody else of ours had promised before, that a promise repeats or contradicts."""

    promise: PromiseState
    how: str
    """repeated: the same again; contradicts: about the same thing, to the same person, but something else."""


@dataclass(frozen=True)
class Promised(Answer):
    """A promise of the one who hands over, compared with those before."""

    promise: PromiseState
    earlier: tuple[Earlier, ...]
    reason: str | None
    """What the comparison says; None where there is nothing to compare."""


@dataclass(frozen=True)
class HeldOpen(Answer):
    """Something left open: an incident, an action, a need."""

    kind: str
    what: str
    day: str | None
    """Since when an incident is open, when an action is due, when a need was written down."""
    person_id: str | None
    fact: Fact


@dataclass(frozen=True)
class Known(Answer):
    """Something that the one who hands over knew: a judgement of theirs, a confidant, a hidden need."""

    kind: str
    person_id: str | None
    what: str
    at: str | None
    fact: Fact


@dataclass(frozen=True)
class Successor(Answer):
    """How the one who takes over stands to somebody with whom the leaver had a tie."""

    standing: str
    """live, faded, none; gone: that person no longer works there."""
    strength: float | None
    """Of a live tie of their own."""
    introduced_by: str | None
    """Who can introduce them: one of ours, or of theirs. None: nobody can, or nobody need."""
    reason: str


@dataclass(frozen=True)
class TieLeft(Answer):
    """With whom they had a tie on their last day here, and who is left to carry it."""

    person_id: str
    strength: float
    last: str | None
    others: tuple[str, ...]
    """Others of ours who have a live tie with that person now."""
    only_through: bool
    """Whether that person was reached only through the one who hands over."""
    successor: Successor | None
    """None unless it is said who takes over."""


@dataclass(frozen=True)
class AccountLeft(Answer):
    """All of it at one account."""

    account_id: str
    name: str
    as_: tuple[str, ...]
    """What they were, or are, in the account team."""
    promises: tuple[Promised, ...]
    open: tuple[HeldOpen, ...]
    known: tuple[Known, ...]
    ties: tuple[TieLeft, ...]
    """Strongest first; with a successor those whom they must be introduced to come first, of these those who
    were reached only through the leaver."""
    promises_since: tuple[Promised, ...]
    """What the successor promised there, against what the leaver had promised; only where there is such."""
    names: dict[str, str]
    """Of everybody of theirs and ours whom this names."""


@dataclass(frozen=True)
class Handover(Answer):
    """The hand-over sheet of one of ours."""

    team_id: str
    name: str
    as_of: str
    ties_of: str
    """The moment of the ties: the last day of one who has left, else that of the question."""
    left_on: str | None
    left_to: str | None
    to: str | None
    """To whom it is handed over, if that was said."""
    accounts: tuple[AccountLeft, ...]
