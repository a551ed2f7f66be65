"""The answers about actions: who of ours is to meet whom of theirs, why, how it stands, what it gained."""

from __future__ import annotations

from dataclasses import dataclass

from graphkam.domain.answers import Answer
from graphkam.domain.moves import Difference


@dataclass(frozen=True)
class Gain(Answer):
    """What differs between the day before an action began and the day on which it was closed."""

    from_: str
    to: str
    difference: tuple[Difference, ...]
    """Of the tie (`tie`), of whether its reason holds (`because`), and of the verdicts that it was to change."""


@dataclass(frozen=True)
class ActionState(Answer):
    """An action as of a moment."""

    id: str
    account_id: str
    team_id: str
    person_id: str
    aim: str
    message: str | None
    made_at: str | None
    due: str | None
    done_at: str | None
    outcome: str | None
    because: str | None
    """The alarm or gap that it answers, as `KIND:WHAT`; other text is told as it is."""
    status: str
    """open, overdue or done."""
    holds: bool | None
    """Whether that alarm or gap holds; None where none is named, or nothing is computed of what is."""
    reason: str
    gain: Gain | None
    """Of a closed action of one account; None where nobody recorded when it began."""
    version: str
    """A fingerprint of what is recorded; an edit that names it is refused if it has changed since."""


@dataclass(frozen=True)
class Actions(Answer):
    """Actions by the day they are due: those not done first, then what was done, newest first."""

    as_of: str
    items: tuple[ActionState, ...]
    next: str | None = None
