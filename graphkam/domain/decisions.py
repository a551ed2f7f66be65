"""The answer about a decision of an account: who should sit at the table, who is for us, who works against us.

Like all answers it is the same from Python, API and CLI; `reason` is a Message.
"""

from __future__ import annotations

from dataclasses import dataclass

from graphkam.domain.answers import Answer


@dataclass(frozen=True)
class SeatState(Answer):
    """A function of theirs that usually sits at a table of this size, and how we stand with it."""

    function: str
    status: str
    """empty (nobody of it is known), open, thin or covered."""
    people: tuple[str, ...]
    """Who of it is known."""
    reached: int
    reason: str


@dataclass(frozen=True)
class HolderSupport(Answer):
    """What one decision holder puts into the scale: power × support; None where nobody judged the support."""

    person_id: str
    power: float
    support: str | None
    support_value: float | None
    part: float | None
    reached: bool


@dataclass(frozen=True)
class Pull(Answer):
    """Somebody whom an opponent can turn along influence lines; `weight` is the largest product of a way."""

    person_id: str
    weight: float
    decision_holder: bool


@dataclass(frozen=True)
class Opponent(Answer):
    """Somebody who is against us, and whom they can turn."""

    person_id: str
    support: str
    support_value: float
    power: float
    decision_holder: bool
    reach: tuple[Pull, ...]
    """Decision holders first, then by power × weight."""
    pull: float | None
    """Σ power × weight of the other decision holders ÷ Σ power of all of them; None where nobody decides."""


@dataclass(frozen=True)
class DecisionState(Answer):
    """How a decision at an account stands."""

    account: str
    as_of: str
    size: float | None
    currency: str | None
    size_from: str | None
    """order, annual_value or potential: whichever is largest."""
    expected: tuple[SeatState, ...]
    decision_source: str
    holders: tuple[HolderSupport, ...]
    """Most powerful first."""
    net: float | None
    """Σ power × support of the decision holders who were judged; None where nobody of power decides."""
    share: float | None
    """net ÷ Σ power of all decision holders, −1…1."""
    lowest: float | None
    """net if everybody of unknown support were an opponent."""
    highest: float | None
    """net if everybody of unknown support were a mentor."""
    verdict: str
    """for, against, undecided (the unknown could turn it, or it hangs in the balance) or unknown."""
    unknown: tuple[str, ...]
    """Decision holders whose support nobody judged."""
    could_turn: tuple[str, ...]
    """Those of them who could turn the verdict alone."""
    vetoes: tuple[str, ...]
    """Approvers and technical buyers who are against us: they can say no whatever the sum."""
    opponents: tuple[Opponent, ...]
    """Who can turn most first."""
    reason: str
