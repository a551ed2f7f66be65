"""The facts of every account, kept in memory and read again when the store says that they changed."""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING

from graphkam.domain.facts import AccountFacts, TeamMember
from graphkam.errors import NotFoundError, StoreError
from graphkam.snapshot.reading import CHUNK, PAGE, Reader

if TYPE_CHECKING:
    from graphkam.store import Store

TRIES = 50
"""How often an account is read that is written to all the while."""
READERS = 2
"""Chunks that are read at the same time: while one is made into facts, the database answers for the next."""


class Snapshot:
    """The facts of accounts as the store has them now. Safe for several threads.

    An account is read again, whole, when its revision is another than that of the facts kept. Revisions are
    compared by equality, before and after reading: what was written to in between is read again, so the facts
    of an account are those of one moment. Two accounts may stand for different moments.

    Cost: a question to the store for each call; then linear in the accounts that changed.
    """

    def __init__(self, store: Store, *, chunk: int = CHUNK, page: int = PAGE) -> None:
        self._store = store
        self._reader = Reader(store, chunk, page)
        self._kept: dict[str, AccountFacts] = {}
        self._all: tuple[AccountFacts, ...] = ()
        self._revision = -1
        self._lock = threading.Lock()
        self._refreshing = threading.Lock()

    @property
    def revision(self) -> int:
        """The store's revision at which `accounts` was last asked and up to date; −1 before."""
        return self._revision

    def account(self, account_id: str) -> AccountFacts:
        """The facts of one account. Raises NotFoundError if there is none of that id; StoreError."""
        now = self._reader.revisions([account_id])
        kept = self._kept.get(account_id)
        if kept is None or kept.revision != now.get(account_id):
            kept = self._read([account_id], now).get(account_id)
            self._keep([account_id], {} if kept is None else {account_id: kept})
        if kept is None:
            raise NotFoundError(f"there is no account {account_id!r}")
        return kept

    def accounts(self) -> list[AccountFacts]:
        """The facts of all accounts, by id; only those are read that changed since. Raises StoreError."""
        with self._refreshing:
            revision = self._store.revision()
            if revision != self._revision:
                self._refresh()
                self._revision = revision
            return list(self._all)

    def team(self, ids: Sequence[str]) -> list[TeamMember]:
        """These of ours, whatever accounts they appear at. Raises StoreError."""
        return self._reader.team(ids)

    def _refresh(self) -> None:
        now = self._reader.all_revisions()
        kept = {id_: facts for id_, facts in self._kept.items() if facts.revision == now.get(id_)}
        changed = sorted(now.keys() - kept.keys())
        with _nothing_collected(), ThreadPoolExecutor(READERS) as pool:
            for found in pool.map(lambda chunk: self._read(chunk, now), self._reader.chunks(changed)):
                kept.update(found)
        self._keep(list(self._kept.keys() - kept.keys()), kept)
        self._all = tuple(kept[id_] for id_ in sorted(kept))

    def _keep(self, gone: Sequence[str], found: Mapping[str, AccountFacts]) -> None:
        with self._lock:
            for id_ in gone:
                self._kept.pop(id_, None)
            self._kept.update(found)

    def _read(self, ids: Sequence[str], before: Mapping[str, int]) -> dict[str, AccountFacts]:
        """The facts of these accounts, each of one moment; those that are gone are left out.

        `before` are revisions that were asked for before. Raises StoreError if an account is written to
        without a pause.
        """
        done: dict[str, AccountFacts] = {}
        for pause in _pauses():
            there = [id_ for id_ in ids if id_ in before]
            found = self._reader.facts(there) if there else {}
            after = self._reader.revisions(ids)
            done |= {id_: f for id_, f in found.items() if after.get(id_) == before[id_] == f.revision}
            ids = [id_ for id_ in ids if id_ in after and id_ not in done]
            if not ids:
                return done
            before = after
            time.sleep(pause)
        raise StoreError(f"the account {ids[0]!r} is written to without a pause; try again")


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """Garbage is collected later: what is read here lives on, and looking through it again and again takes
    a third of the time."""
    wanted = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if wanted:
            gc.enable()


def _pauses() -> Iterator[float]:
    """Seconds to wait before each next try: ten in all, beside the reading itself."""
    return (min(0.01 * 2**i, 0.2) for i in range(TRIES))
