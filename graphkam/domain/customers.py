"""The answers for the front line: the best customers on six factors, and whom to see this month.

Like all answers they are the same from Python, API and CLI; reasons are Messages.
"""

from __future__ import annotations

from dataclasses import dataclass

from graphkam.domain.answers import Answer


@dataclass(frozen=True)
class Signal(Answer):
    """One figure that a factor rests on, brought to 0…1, with what it says."""

    signal: str
    value: float
    weight: float
    reason: str


@dataclass(frozen=True)
class Factor(Answer):
    """Σ weight × value ÷ Σ weight of its known signals; None where none is known. 1 is best, but for churn_risk."""

    factor: str
    """return, lifecycle, potential, churn_risk, loyalty or overall."""
    value: float | None
    signals: tuple[Signal, ...]


@dataclass(frozen=True)
class CustomerLine(Answer):
    """An account on the six factors."""

    account_id: str
    name: str
    managers: tuple[str, ...]
    segment: str | None
    value: float | None
    currency: str | None
    factors: tuple[Factor, ...]


@dataclass(frozen=True)
class Customers(Answer):
    """Accounts, the best overall first; what is unknown comes last."""

    as_of: str
    items: tuple[CustomerLine, ...]
    next: str | None = None


@dataclass(frozen=True)
class Visit(Answer):
    """Who of ours should see whom by when, and why."""

    account_id: str
    account: str
    person_id: str
    person: str
    layer: str | None
    decision_holder: bool
    team_id: str | None
    """None: nobody of ours covers the account."""
    member: str | None
    due: str
    """The day by which they should meet; one that has passed is overdue."""
    days: int
    """Until then; negative: so many days ago."""
    last: str | None
    """The last contact of any of ours that counts; None: never."""
    cadence: float
    """Days that should not pass between contacts."""
    cold_on: str | None
    """When the strongest tie stops being live if nothing happens; None without a live tie."""
    worth: float | None
    """Annual value × power."""
    currency: str | None
    priority: float | None
    """worth × urgency."""
    reason: str


@dataclass(frozen=True)
class Visits(Answer):
    """Whom to see within a month, the most urgent for the most value first, currencies apart."""

    as_of: str
    until: str
    items: tuple[Visit, ...]
    next: str | None = None
