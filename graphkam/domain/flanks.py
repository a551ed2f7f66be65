"""The answer about flanks: products and sites that a rival holds, and where that rival is weak."""

from __future__ import annotations

from dataclasses import dataclass

from graphkam.domain.alarms import Fact
from graphkam.domain.answers import Answer


@dataclass(frozen=True)
class Holder(Answer):
    """A rival at an account: what it got of a product, and whom of theirs it has a tie with."""

    competitor: str
    lost: dict[str, float]
    """What it was ordered of this product instead of ours, by currency (empty where none was recorded)."""
    people: tuple[str, ...]
    """Theirs whom it has a tie with that day, at the account as a whole."""


@dataclass(frozen=True)
class Sign(Answer):
    """Something recorded that says: the rival is weak here."""

    kind: str
    """share_gained, measured, need_open."""
    reason: str
    fact: Fact


@dataclass(frozen=True)
class Flank(Answer):
    """A product at an account of which rivals hold more than we do."""

    account_id: str
    name: str
    product: str | None
    """None: what the account buys as a whole."""
    share: float | None
    """Our share of what they buy of it, newest reading."""
    before: float | None
    """The same more than a year ago."""
    holders: tuple[Holder, ...]
    signs: tuple[Sign, ...]
    weak: bool
    """Whether anything recorded says that the rival is weak here."""
    room: float | None
    """Potential − annual value of the account."""
    currency: str | None


@dataclass(frozen=True)
class Flanks(Answer):
    """What rivals hold, where they are weak first."""

    as_of: str
    weak: int
    items: tuple[Flank, ...]
    next: str | None = None
