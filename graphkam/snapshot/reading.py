"""Accounts read whole, by columns, several at a time.

What is read at once is bounded: touchpoints and people decide how many accounts make a chunk, and an account
with very many touchpoints is read a page at a time. So no `collect()` comes near the 2,097,152 elements that
the embedded store allows, and no message grows beyond some megabytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from graphkam.domain.facts import Relation, TeamMember
from graphkam.domain.tables import SEPARATOR
from graphkam.errors import StoreError
from graphkam.snapshot.chunks import Chunk
from graphkam.snapshot.columns import UNKNOWN, records
from graphkam.snapshot.contacts import Contacts
from graphkam.snapshot.pages import ABOUT, RECORDS, Page, records_text, some, told_once
from graphkam.snapshot.parting import WALKS, parted
from graphkam.snapshot.shaping import frame_of_columns

if TYPE_CHECKING:
    from graphkam.domain.frame import F8, I8
    from graphkam.store import Store

Columns = dict[str, list[Any]]

CHUNK = 40_000
"""Touchpoints and other records, and employments at four each, that are read at once: some 4 MB."""
PAGE = 50_000
"""Touchpoints that are read at once of an account that has more than a chunk."""
_OURS: Mapping[str, str] = MappingProxyType(
    {
        "assignments": "team_id",
        "incidents": "owner_id",
        "commitments": "owner_id",
        "needs": "owner_id",
        "actions": "team_id",
    }
)
"""The column of each record that names one of ours."""
_IDS = 5_000
"""Accounts that are named in one message."""
_SIZES = 250
"""Accounts whose sizes are asked for at once: the first chunk is read while the others are still cut."""


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
        for part in _parts(ids, _SIZES):
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

    def read(self, ids: Sequence[str]) -> Chunk:
        """These accounts, a chunk of `chunks`; who is not stored is left out.

        Nothing keeps the store from being written to in between: the caller compares revisions, which it asks
        for in other transactions. Cost: twenty queries, linear in what the accounts hold. Raises StoreError.
        """
        together = () if len(ids) == 1 else ("touchpoints",)
        asked = ("accounts", "people", "assignments", *WALKS, "about", *together)
        found = self._store.gathered(asked, _told_about, ids=ids)
        for walk in WALKS:
            found |= parted(walk, found.pop(walk))
        found |= {name: _none_of(kind) for name, kind in RECORDS.items() if name not in found}
        count = sum(found["accounts"].pop("touchpoints"))
        if not together:
            found["touchpoints"] = self._touchpoints(ids[0], count)
        there = np.sort(np.array(found["accounts"]["account"], np.int64))
        found = {name: _in_order(columns, there) for name, columns in found.items() if name != "about"}
        touchpoints = found.pop("touchpoints")
        packed = "".join([text + SEPARATOR for text in touchpoints["packed"]]).encode()
        seconds, account = (
            np.array(touchpoints["at"], np.float64),
            np.array(touchpoints["account"], np.int64),
        )
        try:
            contacts = Contacts(packed, seconds, account)
        except ValueError as error:
            raise StoreError(
                f"what is stored of a touchpoint is damaged ({error}); see graphkam doctor"
            ) from None
        team = _ours(found, contacts, len(there))
        found["team"] = self._team(set().union(*team))
        pages = _pages(found, team, _Texts(packed, contacts.ends, seconds, account))
        return Chunk(found["accounts"]["id"], pages, frame_of_columns(found, team, contacts))

    def _touchpoints(self, account_id: str, count: int) -> Columns:
        if count <= self._chunk:
            return self._store.columns("touchpoints", ids=[account_id])
        pages = list(self._a_page_at_a_time(account_id))
        columns = {name: [value for page in pages for value in page[name]] for name in ("at", "packed")}
        return {"account": [0] * len(columns["at"]), **columns}

    def _a_page_at_a_time(self, account_id: str) -> Iterator[Columns]:
        """All touchpoints of an account, by id. Cost: each page looks at all of them."""
        after = ""
        while True:
            columns = self._store.columns("touchpoints_page", id=account_id, after=after, limit=self._page)
            yield columns
            if len(columns["at"]) < self._page:
                return
            after = columns["packed"][-1].partition(SEPARATOR)[0]

    def team(self, ids: Iterable[str]) -> list[TeamMember]:
        """These of ours, as far as they are stored."""
        return records(TeamMember, self._team(set(ids)))

    def lines(self, ids: Sequence[str]) -> list[Relation]:
        """Every line from those who work or worked at these accounts, to anybody."""
        parts = (self._store.columns("relations", ids=part) for part in _parts(ids))
        return [line for columns in parts for line in records(Relation, columns)]

    def _team(self, ids: set[str]) -> Columns:
        parts = [self._store.columns("team", ids=part) for part in _parts(sorted(ids))]
        parts = parts or [self._store.columns("team", ids=[])]
        return {name: [value for part in parts for value in part[name]] for name in parts[0]}


def _told_about(found: Mapping[str, Columns]) -> list[str]:
    """What there is to ask of records about accounts."""
    return [ABOUT[kind] for kind in found["about"]["kinds"] if kind in ABOUT]


def _none_of(kind: type) -> Columns:
    """The columns of no record of a kind."""
    return {"account": [], **{field.name: [] for field in fields(kind)}}


def _parts(ids: Sequence[str], at_once: int = _IDS) -> Iterator[Sequence[str]]:
    for start in range(0, len(ids), at_once):
        yield ids[start : start + at_once]


def _in_order(columns: Columns, there: I8) -> Columns:
    """The rows of those accounts that are there, in their order, with their places among these.

    Both databases answer in the order of the ids; that is relied on nowhere.
    """
    account = np.array(columns["account"], np.int64)
    if np.array_equal(there, np.arange(len(there))) and _ascending_below(account, len(there)):
        return columns
    order = np.argsort(account, kind="stable")
    order = order[np.isin(account[order], there)]
    return {**some(columns, order.tolist()), "account": np.searchsorted(there, account[order]).tolist()}


def _ascending_below(places: I8, end: int) -> bool:
    return bool(np.all(places[1:] >= places[:-1])) and (not len(places) or places[-1] < end)


class _Texts(NamedTuple):
    """Touchpoints packed together: where each ends, its moment, its account."""

    packed: bytes
    ends: I8
    seconds: F8
    account: I8


def _pages(found: Mapping[str, Columns], team: Sequence[set[str]], touchpoints: _Texts) -> list[Page]:
    """The page of each account."""

    def starts(account: Sequence[int] | I8) -> list[int]:
        places: list[int] = np.searchsorted(account, np.arange(len(team) + 1)).tolist()
        return places

    first = {name: starts(found[name]["account"]) for name in ("accounts", *RECORDS)}
    once = {name: told_once(found[name]) for name in first}
    of_touchpoints = starts(touchpoints.account)
    ends = [0, *touchpoints.ends.tolist()]
    row = {id_: place for place, id_ in enumerate(found["team"]["id"])}
    pages = []
    for place, members in enumerate(team):
        of = {name: some(once[name], slice(*where[place : place + 2])) for name, where in first.items()}
        of["team"] = some(found["team"], [row[id_] for id_ in sorted(members) if id_ in row])
        begin, end = of_touchpoints[place : place + 2]
        packed = touchpoints.packed[ends[begin] : ends[end]]
        seconds = touchpoints.seconds[begin:end]
        pages.append(Page(found["accounts"]["revision"][place], records_text(of), packed, seconds))
    return pages


def _ours(found: Mapping[str, Columns], contacts: Contacts, accounts: int) -> list[set[str]]:
    """Everybody of ours who covers each account, met somebody there, or owes it something."""
    ours: list[set[str]] = [set() for _ in range(accounts)]
    for account, id_ in contacts.team():
        ours[account].add(id_)
    for name, column in _OURS.items():
        for account, id_ in zip(found[name]["account"], found[name][column], strict=True):
            if id_ != UNKNOWN:
                ours[account].add(id_)
    return ours
