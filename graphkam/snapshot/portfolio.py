"""The facts of every account, kept and read again when the store says that they changed."""

from __future__ import annotations

import gc
import threading
import time
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING

from graphkam.domain.facts import AccountFacts, Relation, TeamMember
from graphkam.domain.frame import Frame
from graphkam.errors import NotFoundError, StoreError
from graphkam.snapshot.chunks import Chunk, together
from graphkam.snapshot.pages import Page
from graphkam.snapshot.reading import CHUNK, PAGE, Reader

if TYPE_CHECKING:
    from graphkam.store import Store

TRIES = 50
"""How often an account is read that is written to all the while."""
READERS = 2
"""Chunks that are read at the same time: while one is cut into columns, the database answers for the next."""
FACTS = 500_000
"""Touchpoints of accounts whose facts are kept as objects: a few hundred megabytes."""


class Snapshot:
    """The accounts as the store has them now. Safe for several threads.

    What is read is kept as columns (`frame`) and as pages, from which the facts of an account are made when
    they are asked for. An account is read again, whole, when its revision is another than that of what is
    kept. Revisions are compared by equality, before and after reading: what was written to in between is read
    again, so an account is of one moment. Two accounts may stand for different moments.

    Cost: a question to the store for each call; then linear in the accounts that changed.
    """

    def __init__(self, store: Store, *, chunk: int = CHUNK, page: int = PAGE) -> None:
        self._store = store
        self._reader = Reader(store, chunk, page)
        self._where: dict[str, tuple[Chunk, int]] = {}
        self._whole = together([], [])
        self._facts = _Facts(FACTS)
        self._revision = -1
        self._lock = threading.Lock()
        self._refreshing = threading.Lock()

    @property
    def revision(self) -> int:
        """The store's revision at which all accounts were last asked and up to date; −1 before."""
        return self._revision

    def account(self, account_id: str) -> AccountFacts:
        """The facts of one account. Raises NotFoundError if there is none of that id; StoreError."""
        now = self._reader.revisions([account_id])
        page = self._page(account_id)
        if page is None or page.revision != now.get(account_id):
            self._keep([account_id], read := self._read([account_id], now))
            page = read[0].pages[0] if read else None
        if page is None:
            raise NotFoundError(f"there is no account {account_id!r}")
        return self._facts.of(account_id, page)

    def accounts(self) -> list[AccountFacts]:
        """The facts of all accounts, by id; only those are read that changed since. Raises StoreError.

        Cost: an object for each record of every account that is not kept as objects.
        """
        whole = self._up_to_date()
        with _nothing_collected():
            return [self._facts.of(id_, page) for id_, page in zip(whole.ids, whole.pages, strict=True)]

    def frame(self) -> Frame:
        """The columns of all accounts, by id; only those are read that changed since. Raises StoreError.

        `Frame.revision` tells the revision that each account stands for. Cost: a copy of all columns if
        anything changed.
        """
        return self._up_to_date().frame

    def _up_to_date(self) -> Chunk:
        with self._refreshing:
            revision = self._store.revision()
            if revision != self._revision:
                self._refresh()
                self._revision = revision
            return self._whole

    def team(self, ids: Sequence[str]) -> list[TeamMember]:
        """These of ours, whatever accounts they appear at. Raises StoreError."""
        return self._reader.team(ids)

    def lines(self, ids: Sequence[str]) -> list[Relation]:
        """Every line from the people of these accounts to anybody. Raises StoreError."""
        return self._reader.lines(ids)

    def _refresh(self) -> None:
        now = self._reader.all_revisions()
        with self._lock:
            kept = {id_ for id_, (chunk, i) in self._where.items() if chunk.pages[i].revision == now.get(id_)}
            gone = self._where.keys() - kept
        changed = sorted(now.keys() - kept)
        with ThreadPoolExecutor(READERS) as pool:
            read = list(pool.map(lambda ids: self._read(ids, now), self._reader.chunks(changed)))
        self._keep(gone, [chunk for chunks in read for chunk in chunks])
        with self._lock:
            ids = sorted(self._where)
            self._whole = together(ids, [self._where[id_] for id_ in ids])
            self._where = {id_: (self._whole, place) for place, id_ in enumerate(ids)}

    def _page(self, account_id: str) -> Page | None:
        with self._lock:
            chunk, place = self._where.get(account_id, (None, 0))
            return None if chunk is None else chunk.pages[place]

    def _keep(self, gone: Iterable[str], read: Iterable[Chunk]) -> None:
        with self._lock:
            for id_ in gone:
                self._where.pop(id_, None)
            for chunk in read:
                self._where.update({id_: (chunk, place) for place, id_ in enumerate(chunk.ids)})

    def _read(self, ids: Sequence[str], before: Mapping[str, int]) -> list[Chunk]:
        """These accounts, each of one moment; those that are gone are left out.

        `before` are revisions that were asked for before. Raises StoreError if an account is written to
        without a pause.
        """
        done: list[Chunk] = []
        for pause in _pauses():
            there = [id_ for id_ in ids if id_ in before]
            chunk = self._reader.read(there)
            after = self._reader.revisions(ids)
            right = [
                place
                for place, (id_, page) in enumerate(zip(chunk.ids, chunk.pages, strict=True))
                if after.get(id_) == before[id_] == page.revision
            ]
            if right:
                done.append(chunk.only(right))
            known = {chunk.ids[place] for place in right}
            ids = [id_ for id_ in ids if id_ in after and id_ not in known]
            if not ids:
                return done
            before = after
            time.sleep(pause)
        raise StoreError(f"the account {ids[0]!r} is written to without a pause; try again")


class _Facts:
    """Facts as objects, of accounts that have at most `touchpoints` together; who was asked for longest ago goes."""

    def __init__(self, touchpoints: int) -> None:
        self._room = touchpoints
        self._kept: OrderedDict[str, AccountFacts] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, account_id: str, page: Page) -> AccountFacts:
        """The facts of a page of this account, the same ones as long as they are kept."""
        with self._lock:
            kept = self._kept.get(account_id)
            if kept is not None and kept.revision == page.revision:
                self._kept.move_to_end(account_id)
                return kept
        facts = page.facts()
        with self._lock:
            older = self._kept.pop(account_id, None)
            self._room += len(older.touchpoints) if older else 0
            self._kept[account_id] = facts
            self._room -= len(facts.touchpoints)
            while self._room < 0 and len(self._kept) > 1:
                self._room += len(self._kept.popitem(last=False)[1].touchpoints)
        return facts


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """Garbage is collected later: what is made here lives on, and looking through it again and again takes
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
