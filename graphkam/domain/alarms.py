"""The answers about danger and its opposite: alarms with what to do, and defence in depth.

Like all answers they are the same from Python, API and CLI; `reason` and `todo` are Messages.
"""

from __future__ import annotations

from dataclasses import dataclass

from graphkam.domain.answers import Answer
from graphkam.domain.tables import SEPARATOR


@dataclass(frozen=True, order=True)
class Fact(Answer):
    """A record that an alarm rests on: its table (or `ties`) and its key there.

    A tie's key is that of its node: ours, theirs and the account, joined by U+001F like every composed key.
    """

    type: str
    id: str


def record_key(*parts: str | None) -> str:
    """A key composed of parts, as `Table.key_of` makes it; an unknown part is empty.

    >>> record_key("li", "b", None).split(chr(31))
    ['li', 'b', '']
    """
    return SEPARATOR.join(part or "" for part in parts)


@dataclass(frozen=True)
class Alarm(Answer):
    """Something that endangers an account, why, and what to do about it."""

    kind: str
    severity: str
    """red or amber."""
    account_id: str | None
    """None: it is about one of ours, at several accounts."""
    person_ids: tuple[str, ...]
    team_ids: tuple[str, ...]
    at: str | None
    """The day since which it holds; None where nothing recorded tells."""
    reason: str
    todo: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Alarms(Answer):
    """Alarms, red ones first, then the newest; with `since` only what is new since that day."""

    as_of: str
    items: tuple[Alarm, ...]
    next: str | None = None
    since: str | None = None


@dataclass(frozen=True)
class PeerTie(Answer):
    """A live tie between equals; `two_way`: both sides started contacts of late."""

    team_id: str
    person_id: str
    two_way: bool


@dataclass(frozen=True)
class LayerDefence(Answer):
    """What defends one layer; it holds with a supporter, an insider, a two-way peer tie and two channels."""

    layer: str
    supporters: tuple[str, ...]
    insiders: tuple[str, ...]
    peer_ties: tuple[PeerTie, ...]
    channels: int
    holds: bool


@dataclass(frozen=True)
class Defence(Answer):
    """Defence in depth of an account."""

    account: str
    as_of: str
    layers: tuple[LayerDefence, ...]
    joined: bool
    """Whether supporters of all three layers hang together."""
    weakest: str | None
    """The layer that lacks most; None where all three hold."""
