"""Accounts read whole, by columns, several at a time.

What is read at once is bounded: touchpoints and people decide how many accounts make a chunk, and an account
with very many touchpoints is read a page at a time. So no `collect()` comes near the 2,097,152 elements that
the embedded store allows, and no message grows beyond some megabytes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from graphkam.domain.facts import (
    Account,
    AccountFacts,
    Action,
    Assessment,
    Assignment,
    Bond,
    Change,
    Commitment,
    Employment,
    Incident,
    Need,
    Order,
    Reading,
    Relation,
    RivalTie,
    RoleHolding,
    Strategy,
    Survey,
    TeamMember,
    Touchpoint,
)
from graphkam.domain.packed import unpacked
from graphkam.snapshot.columns import records

if TYPE_CHECKING:
    from graphkam.store import Store

T = TypeVar("T")

CHUNK = 40_000
"""Touchpoints and other records, and employments at four each, that are read at once: some 4 MB."""
PAGE = 50_000
"""Touchpoints that are read at once of an account that has more than a chunk."""
_RECORDS: Mapping[str, type] = MappingProxyType(
    {
        "people": Employment,
        "assignments": Assignment,
        "relations": Relation,
        "roles": RoleHolding,
        "assessments": Assessment,
        "rivals": RivalTie,
        "changes": Change,
        "incidents": Incident,
        "commitments": Commitment,
        "orders": Order,
        "surveys": Survey,
        "readings": Reading,
        "needs": Need,
        "strategy": Strategy,
        "bonds": Bond,
        "actions": Action,
    }
)
"""What is read whole: the field of the facts, which is also the name of the query, and its records."""
_OWNED = ("incidents", "commitments", "needs")
"""What one of ours may own."""
_IDS = 5_000
"""Accounts that are named in one message."""


class Reader:
    """Reads accounts from a store. `chunk` and `page` are the bounds of what is read at once."""

    def __init__(self, store: Store, chunk: int = CHUNK, page: int = PAGE) -> None:
        self._store, self._chunk, self._page = store, chunk, page

    def revisions(self, ids: Sequence[str]) -> dict[str, int]:
        """The revision of each of these accounts that is stored."""
        found: dict[str, int] = {}
        for part in _parts(ids):
            columns = self._store.columns("revisions_of", ids=part)
            found.update(zip(columns["id"], columns["revision"], strict=True))
        return found

    def all_revisions(self) -> dict[str, int]:
        """The revision of every account."""
        columns = self._store.columns("revisions")
        return dict(zip(columns["id"], columns["revision"], strict=True))

    def chunks(self, ids: Sequence[str]) -> Iterator[list[str]]:
        """These accounts in parts that may be read at once; one that is too large for that comes alone."""
        chunk: list[str] = []
        filled = 0
        for part in _parts(ids):
            columns = self._store.columns("sizes", ids=part)
            for id_, touchpoints, people, other in zip(*columns.values(), strict=True):
                size = touchpoints + 4 * people + other + 1
                if chunk and (filled + size > self._chunk or len(chunk) == _IDS):
                    yield chunk
                    chunk, filled = [], 0
                chunk.append(id_)
                filled += size
        if chunk:
            yield chunk

    def facts(self, ids: Sequence[str]) -> dict[str, AccountFacts]:
        """The facts of these accounts, a chunk of `chunks`; who is not stored is left out.

        Nothing keeps the store from being written to in between: the caller compares revisions. Cost:
        twenty queries, linear in what the accounts hold.
        """
        columns = self._store.columns("accounts", ids=ids)
        accounts = dict(zip(columns["account"], records(Account, columns), strict=True))
        revisions = dict(zip(columns["account"], columns["revision"], strict=True))
        found: dict[str, Mapping[int, list[Any]]] = {
            n: self._of(n, kind, ids) for n, kind in _RECORDS.items()
        }
        found["touchpoints"] = self._touchpoints(ids, sum(columns["touchpoints"]))
        ours = {i: _ours(found, i) for i in accounts}
        team = self._team(set().union(*ours.values()))
        facts = {}
        for i, account in accounts.items():
            there = {name: tuple(of_account[i]) for name, of_account in found.items()}
            there["relations"] = _between(there["relations"], there["people"])
            members = tuple(team[u] for u in sorted(ours[i]) if u in team)
            facts[account.id] = AccountFacts(account=account, team=members, revision=revisions[i], **there)
        return facts

    def _of(self, query: str, kind: type[T], ids: Sequence[str]) -> Mapping[int, list[T]]:
        """The records of a query, by the place of their account among the ids."""
        columns = self._store.columns(query, ids=ids)
        return _by_account(columns["account"], records(kind, columns))

    def _touchpoints(self, ids: Sequence[str], count: int) -> Mapping[int, list[Touchpoint]]:
        if len(ids) > 1 or count <= self._chunk:
            columns = self._store.columns("touchpoints", ids=ids)
            return _by_account(columns["account"], unpacked(columns["packed"], columns["at"]))
        return defaultdict(list, {0: list(self._pages(ids[0]))})

    def _pages(self, account_id: str) -> Iterator[Touchpoint]:
        """All touchpoints of an account, by id. Cost: each page looks at all of them."""
        after = ""
        while True:
            columns = self._store.columns("touchpoints_page", id=account_id, after=after, limit=self._page)
            found = list(unpacked(columns["packed"], columns["at"]))
            yield from found
            if len(found) < self._page:
                return
            after = found[-1].id

    def _team(self, ids: set[str]) -> dict[str, TeamMember]:
        return {
            member.id: member
            for part in _parts(sorted(ids))
            for member in records(TeamMember, self._store.columns("team", ids=part))
        }


def _parts(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(ids), _IDS):
        yield ids[start : start + _IDS]


def _by_account(places: Iterable[int], found: Iterable[T]) -> Mapping[int, list[T]]:
    by_account: defaultdict[int, list[T]] = defaultdict(list)
    for place, record in zip(places, found, strict=True):
        by_account[place].append(record)
    return by_account


def _ours(found: Mapping[str, Mapping[int, list[Any]]], place: int) -> set[str]:
    """Everybody of ours who covers the account, met somebody there, or owes it something."""
    ours = {a.team_id for a in found["assignments"][place]}
    for team in {t.team for t in found["touchpoints"][place]}:
        ours.update(team)
    ours |= {action.team_id for action in found["actions"][place]}
    owned = (record for name in _OWNED for record in found[name][place])
    return ours | {record.owner_id for record in owned if record.owner_id is not None}


def _between(relations: Iterable[Relation], people: Iterable[Employment]) -> tuple[Relation, ...]:
    """The relations whose far end works, or worked, at the account too."""
    there: set[Any] = {e.person_id for e in people}
    return tuple(r for r in relations if r.to_id in there)
