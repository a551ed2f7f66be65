"""Answers about what is recorded of one account, person or one of ours, and lists of them.

Like the answers of the analyses they are the same from Python, API and CLI.
"""

from __future__ import annotations

from dataclasses import dataclass

from graphkam.domain.answers import AccountLine, Answer, PersonState, Tie


@dataclass(frozen=True)
class OurPart(Answer):
    """One of ours in the account team of that day."""

    team_id: str
    name: str
    as_: str
    valid_from: str | None


@dataclass(frozen=True)
class AccountCard(Answer):
    """An account with its line of the portfolio, what else is recorded of it, its people and its team."""

    account: str
    as_of: str
    line: AccountLine
    type: str | None
    parent_id: str | None
    industry: str | None
    our_role: str | None
    captive: bool | None
    payment: str | None
    potential: float | None
    people: tuple[PersonState, ...]
    team: tuple[OurPart, ...]


@dataclass(frozen=True)
class Post(Answer):
    """One station of a career."""

    account_id: str
    account: str
    title: str | None
    department: str | None
    function: tuple[str, ...]
    layer: str | None
    layer_source: str | None
    """given, title, or None while the layer is unknown; lines to colleagues are not asked here."""
    valid_from: str | None
    valid_to: str | None
    function_source: str = "given"
    """given, title or unknown."""


@dataclass(frozen=True)
class RoleHeld(Answer):
    """A buying role that a person has or had; decision None: in general."""

    account_id: str
    role: str
    decision: str | None
    source: str | None
    confidence: float | None
    valid_from: str | None
    valid_to: str | None


@dataclass(frozen=True)
class Judgement(Answer):
    """What one of us (`author`) judged of a person on a day."""

    author: str
    at: str
    support: str | None
    power: float | None
    trust_conduct: float | None
    trust_expertise: float | None
    trust_personal: float | None
    trust_interest: float | None
    satisfaction: float | None
    loyalty: float | None
    confidence: float | None
    source: str | None
    note: str | None


@dataclass(frozen=True)
class Line(Answer):
    """A line between a person and a colleague of theirs, valid that day."""

    account_id: str
    from_: str
    to: str
    kind: str
    weight: float | None
    informal: bool
    source: str | None


@dataclass(frozen=True)
class AtAccount(Answer):
    """A person at one account that day: state, and ties with ours."""

    account_id: str
    account: str
    state: PersonState
    ties: tuple[Tie, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class PersonCard(Answer):
    """All that is recorded of one of theirs. `now` has an entry for each account they work at that day."""

    id: str
    name: str
    as_of: str
    email: str | None
    phone: str | None
    career: tuple[Post, ...]
    roles: tuple[RoleHeld, ...]
    judgements: tuple[Judgement, ...]
    now: tuple[AtAccount, ...]
    names: dict[str, str]
    """Names of everybody whom this answer names by id."""


@dataclass(frozen=True)
class Found(Answer):
    """A person that a search found, with the accounts they work or worked at."""

    id: str
    name: str
    title: str | None
    accounts: dict[str, str]
    """Names by id."""


@dataclass(frozen=True)
class People(Answer):
    """What a search found, by name."""

    as_of: str
    items: tuple[Found, ...]
    next: str | None = None


@dataclass(frozen=True)
class Member(Answer):
    """One of ours in a list; `accounts` are those they cover that day."""

    id: str
    name: str
    title: str | None
    level: str | None
    function: str | None
    valid_from: str | None
    valid_to: str | None
    left_to: str | None
    accounts: tuple[str, ...]


@dataclass(frozen=True)
class Members(Answer):
    """Our people, by name."""

    as_of: str
    items: tuple[Member, ...]
    next: str | None = None


@dataclass(frozen=True)
class Contact(Answer):
    """A touchpoint as it is recorded."""

    id: str
    at: str
    channel: str
    account_id: str
    team_ids: tuple[str, ...]
    people_ids: tuple[str, ...]
    present_ids: tuple[str, ...]
    cc_ids: tuple[str, ...]
    initiated_by: str | None
    sentiment: float | None
    purpose: str | None
    outcome: str | None
    subject: str | None
    source: str | None


@dataclass(frozen=True)
class Contacts(Answer):
    """Touchpoints, newest first."""

    as_of: str
    items: tuple[Contact, ...]
    next: str | None = None
