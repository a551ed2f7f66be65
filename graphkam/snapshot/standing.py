"""What the pages of accounts stand on beside their own records: revisions, groups, how much each manager has.

It is known of all accounts at once and brought up to date by what was touched since, so that a write costs one
question whichever pages are asked for after it.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from concurrent.futures import Future
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from graphkam.store import Store

DEPTH = 10
"""Levels of a group that are looked at, as in the query `group`."""
_UNKNOWN = "\x1f"


class Managed(NamedTuple):
    """One of ours as the account manager of an account, from a day on until the day before another one."""

    team_id: str
    valid_from: str
    valid_to: str


class Place(NamedTuple):
    """Where an account stands: what it is part of, and its account managers of all times."""

    parent_id: str | None
    managers: frozenset[Managed]


class Places:
    """Where all accounts stand, with what follows from it. Never changed: a write makes another one.

    >>> li = frozenset([Managed("li", "2026-01-01", "9")])
    >>> places = Places({"b": Place("a", li), "a": Place(None, li), "c": Place("b", frozenset())})
    >>> places.below("a"), places.below("c")
    (('b', 'c'), ())
    >>> places.loads(["li", "wu"], date(2026, 3, 1)), places.loads(["li"], date(2025, 3, 1))
    ({'li': 2}, {})
    """

    def __init__(self, of: Mapping[str, Place]) -> None:
        self.of = of

    @cached_property
    def _children(self) -> Mapping[str, list[str]]:
        found: defaultdict[str, list[str]] = defaultdict(list)
        for id_, place in self.of.items():
            if place.parent_id is not None:
                found[place.parent_id].append(id_)
        return found

    @cached_property
    def _managed(self) -> Mapping[str, list[tuple[str, Managed]]]:
        found: defaultdict[str, list[tuple[str, Managed]]] = defaultdict(list)
        for id_, place in self.of.items():
            for part in place.managers:
                found[part.team_id].append((id_, part))
        return found

    def below(self, account_id: str) -> tuple[str, ...]:
        """The ids of all accounts below one, by id."""
        found: set[str] = {account_id}
        level = [account_id]
        for _ in range(DEPTH):
            level = [id_ for above in level for id_ in self._children.get(above, ()) if id_ not in found]
            found.update(level)
        return tuple(sorted(found - {account_id}))

    def loads(self, team: Iterable[str], day: date) -> dict[str, int]:
        """How many accounts each of these of ours manages that day; who manages none is left out."""
        today = day.isoformat()
        held = {
            id_: {a for a, part in self._managed.get(id_, ()) if part.valid_from <= today < part.valid_to}
            for id_ in team
        }
        return {id_: len(accounts) for id_, accounts in held.items() if accounts}


class Stand(NamedTuple):
    """What all accounts stood on once write `revision` was done. A later write may be in it in part."""

    revision: int
    revisions: Mapping[str, int]
    """In which write each account was last touched."""
    places: Places


class Standing:
    """The stand of all accounts, brought up to date when it is asked for. Safe for several threads.

    A write notes its number on every account that it touches, and a new or changed parent or account manager
    touches the account; an account that is gone is missed in their number. The number is asked for before what
    was touched, so a new account cannot stand in for one that is gone: where they do not agree, all are read
    anew.

    Cost: two questions to the store for each write that somebody asks after, but for those that are told here (see
    `touched`); the first time all accounts.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._stand: Stand | None = None
        self._lock = threading.Lock()

    def at(self, revision: int) -> Stand:
        """The stand as of a revision that the store just told, or a later one. Raises StoreError."""
        stand = self._stand
        if stand is not None and stand.revision == revision:
            return stand
        with self._lock:
            stand = self._stand
            if stand is not None and stand.revision > revision:
                revision = self._store.revision()  # somebody else asked later; or the store was put back
            if stand is None or stand.revision > revision:
                stand = self._whole(revision)
            elif stand.revision < revision:
                stand = self._advanced(stand, revision)
            self._stand = stand
            return stand

    def touched(self, accounts: Collection[str], revision: int) -> None:
        """That this program's write of that number touched these accounts, but neither parents nor account managers.

        Where no other write is between it and what is known here, whoever asks next is spared the questions. Cost: a
        copy of the revisions; nobody is waited for.
        """
        if not accounts or not self._lock.acquire(blocking=False):
            return
        try:
            stand = self._stand
            if (
                stand is not None
                and stand.revision == revision - 1
                and stand.revisions.keys() >= set(accounts)
            ):
                revisions = {**stand.revisions, **dict.fromkeys(accounts, revision)}
                self._stand = Stand(revision, revisions, stand.places)
        finally:
            self._lock.release()

    def _whole(self, revision: int) -> Stand:
        revisions, places = _read(self._store.columns("standing", since=-1))
        return Stand(revision, revisions, Places(places))

    def _advanced(self, stand: Stand, revision: int) -> Stand:
        [count] = self._store.columns("accounts_count")["accounts"]
        touched, moved = _read(self._store.columns("standing", since=stand.revision))
        revisions = {**stand.revisions, **touched}
        if len(revisions) != count:
            return self._whole(revision)
        if all(stand.places.of.get(id_) == place for id_, place in moved.items()):
            return Stand(revision, revisions, stand.places)
        return Stand(revision, revisions, Places({**stand.places.of, **moved}))


def _read(columns: Mapping[str, list[Any]]) -> tuple[dict[str, int], dict[str, Place]]:
    """Revisions and places by id, from the columns of the query `standing`."""
    managers: defaultdict[str, set[Managed]] = defaultdict(set)
    parts = (columns[name] for name in ("id", "manager", "valid_from", "valid_to"))
    for id_, *part in zip(*parts, strict=True):
        if part[0] != _UNKNOWN:
            managers[id_].add(Managed(*part))
    parents = dict(zip(columns["id"], columns["parent_id"], strict=True))
    places = {
        id_: Place(None if parent == _UNKNOWN else parent, frozenset(managers[id_]))
        for id_, parent in parents.items()
    }
    return dict(zip(columns["id"], columns["revision"], strict=True)), places


class Shared:
    """A question that those who ask at the same time share: whoever asks gets an answer that was begun later.

    Whoever comes while it is under way waits for the next one, so the answer is never older than the asking.

    >>> Shared(lambda: 3).ask()
    3
    """

    def __init__(self, question: Callable[[], int]) -> None:
        self._question = question
        self._coming: Future[int] | None = None
        self._lock = threading.Lock()
        self._turn = threading.Lock()

    def ask(self) -> int:
        """The answer; what the question raises is raised to all who share it."""
        with self._lock:
            answer, ours = self._coming, self._coming is None
            if answer is None:
                answer = self._coming = Future()
        if ours:
            self._answer(answer)
        return answer.result()

    def _answer(self, answer: Future[int]) -> None:
        try:
            with self._turn:
                with self._lock:
                    self._coming = None
                answer.set_result(self._question())
        except BaseException as error:
            with self._lock:
                if self._coming is answer:
                    self._coming = None
            answer.set_exception(error)
