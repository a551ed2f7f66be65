"""The facts of every account, kept and read again when the store says that they changed."""

from __future__ import annotations

import gc
import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from graphkam.domain.facts import AccountFacts, Relation, TeamMember
from graphkam.domain.frame import Frame
from graphkam.domain.growing import Arrival, Growing
from graphkam.domain.message import message
from graphkam.domain.moment import AsOf
from graphkam.domain.tables import Row
from graphkam.errors import NotFoundError, StoreError
from graphkam.snapshot.added import Coming, Resident, Residents, facts_with
from graphkam.snapshot.chunks import Chunk, Shelf
from graphkam.snapshot.copies import Copy
from graphkam.snapshot.disk import DamagedError, Saved
from graphkam.snapshot.pages import Page
from graphkam.snapshot.reading import CHUNK, PAGE, Reader
from graphkam.snapshot.shards import Shard, cut, stock
from graphkam.snapshot.standing import Standing

if TYPE_CHECKING:
    from graphkam.store import Store, Written

log = logging.getLogger(__name__)
T = TypeVar("T")
Since = Callable[[str, int], tuple[list[Row], int] | None]

TRIES = 50
"""How often an account is read that is written to all the while."""
READERS = 3
"""Chunks that are read at the same time: while one is cut into columns, the database answers for the next two."""
PARTS = 8
"""Frames that stand beside each other before they are made one."""
UNASKED = 1_000
"""Touchpoints that are taken in before the revisions of all accounts are compared again: then the file is written
if it has grown old."""
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

    def __init__(
        self, store: Store, path: Path | None = None, *, chunk: int = CHUNK, page: int = PAGE
    ) -> None:
        self._store = store
        self._reader = Reader(store, chunk, page)
        self._copy = Copy(path, store) if path else None
        self._opened = False
        self._shelf = Shelf()
        self._facts = _Facts(FACTS)
        self.standing = Standing(store)
        self._residents = Residents()
        self._revision = -1
        self._added = 0
        self._lock = threading.Lock()
        self._refreshing = threading.Lock()

    @property
    def revision(self) -> int:
        """The store's revision at which all accounts were last asked and up to date; −1 before."""
        return self._revision

    def read_by(self, reader: Callable[[], Saved]) -> None:
        """Have the file read by somebody who has begun to already; what it holds is believed or not as ever."""
        if self._copy:
            self._copy.reader = reader

    def account(self, account_id: str, revision: int | None = None) -> AccountFacts:
        """The facts of one account. Raises NotFoundError if there is none of that id; StoreError.

        Whoever has just been told the account's `revision` (by `standing`) says so: where what is kept is of that
        one, the store is not asked.
        """
        page = None if revision is None else self._page(account_id)
        if page is None or page.revision != revision:
            page = self._asked_for(account_id)
        return self._facts.of(account_id, page, self._since)

    def _asked_for(self, account_id: str) -> Page:
        """The page of an account as the store has it."""
        now = self._reader.revisions([account_id])
        page = self._page(account_id)
        if page is None or page.revision != now.get(account_id):
            read = self._read([account_id], now)
            with self._lock:
                self._shelf.drop([account_id])
                self._shelf.put(read)
            page = read[0].pages[0] if read else None
        if page is None:
            raise NotFoundError(message("there is no account {id!r}", id=account_id))
        return page

    def coming(self, row: Row, ahead: Callable[[Growing, Arrival], None] | None = None) -> Coming | None:
        """What can be made ready of a touchpoint before it is stored: nobody sees it; None: nothing.

        `ahead` is called with the account and what is coming, and may make ready more. Cost: constant; no question
        to the store.
        """
        with self._lock:
            resident = self._residents.known(str(row["account_id"]))
        arrival = resident and resident.growing.coming(row)
        if not resident or not arrival:
            return None
        if ahead is not None:
            with self._lock:
                ahead(resident.growing, arrival)
        return Coming(resident, arrival)

    def add(self, row: Row, written: Written, coming: Coming | None = None) -> bool:
        """Take a touchpoint in that this program wrote, so that its account need not be read again.

        `row` is what was new, in stored form; `written` what the store said of it; `coming` what was made ready.
        Nothing happens, and the account is read when it is asked for, where somebody else wrote to it since it was
        read, or where what is kept does not tell how it stands now (see `Growing`). Whether it was taken in. Cost: the
        first time a copy of the account's columns, then constant; no question to the store.
        """
        account_id, revision = str(row["account_id"]), written.revision
        if revision is None or written.created != 1 or written.updated:
            return False
        with self._lock:
            resident = self._resident(account_id, written.before.get(account_id))
            if resident is None:
                return False
            arrival = coming.arrival if coming is not None and coming.resident is resident else None
            if not resident.take(row, revision, arrival):
                return False
            self._shelf.put_later(account_id, resident.chunk)
            if self._revision == revision - 1 and self._added < UNASKED:
                self._revision = revision
                self._added += 1
        return True

    def columns(self, account_id: str, revision: int) -> Frame | None:
        """The columns of one account as of a revision of it, if they are kept. Cost: some microseconds a column."""
        with self._lock:
            found = self._shelf.get(account_id)
        if found is None or found[0].frame.revision[found[1]] != revision:
            return None
        chunk, place = found
        return chunk.frame if len(chunk.ids) == 1 else chunk.frame.only(place)

    def _resident(self, account_id: str, revision: int | None) -> Resident | None:
        """An account of which this revision is kept, with room for touchpoints; None if another one is."""
        resident = self._residents.get(account_id, revision)
        if resident is None:
            found, page = self._shelf.get(account_id), self._page_of(account_id)
            if (
                found is None
                or page is None
                or not page.revision == found[0].frame.revision[found[1]] == revision
            ):
                return None
            one = found[0].frame if len(found[0].ids) == 1 else found[0].frame.only(found[1])
            resident = Resident(account_id, page, one)
            self._residents.put(account_id, resident)
        return resident

    def growing(
        self, account_id: str, revision: int, work: Callable[[Growing, AsOf], T], at: AsOf
    ) -> T | None:
        """What `work` gives for an account of this revision that a touchpoint was taken in of late; else None.

        Nobody takes another one in meanwhile.
        """
        with self._lock:
            resident = self._residents.get(account_id, revision)
            return work(resident.growing, at) if resident else None

    def _since(self, account_id: str, revision: int) -> tuple[list[Row], int] | None:
        """The touchpoints taken in since an account was of a revision, and of which it is now; None: not known."""
        with self._lock:
            resident = self._residents.known(account_id)
            rows = resident.since(revision) if resident else None
            return (rows, resident.growing.revision) if resident and rows else None

    def accounts(self) -> list[AccountFacts]:
        """The facts of all accounts, by id; only those are read that changed since. Raises StoreError.

        Cost: an object for each record of every account that is not kept as objects.
        """
        with self._refreshing:
            self._bring_up_to_date()
            with self._lock:
                ids = self._shelf.ids()
            with _nothing_collected():
                return [facts for id_ in ids if (facts := self._facts_of(id_)) is not None]

    def some(self, ids: Sequence[str]) -> list[AccountFacts]:
        """The facts of these accounts as they are kept, without asking the store; who is gone is left out.

        Cost: as `accounts`, of these.
        """
        with _nothing_collected():
            return [facts for id_ in ids if (facts := self._facts_of(id_)) is not None]

    def frame(self) -> Frame:
        """The columns of all accounts, by id; only those are read that changed since. Raises StoreError.

        `Frame.revision` tells the revision that each account stands for. Cost: a copy of all columns if
        anything changed.
        """
        with self._refreshing:
            self._bring_up_to_date()
            with self._lock:
                return self._shelf.whole().frame

    def team(self, ids: Sequence[str]) -> list[TeamMember]:
        """These of ours, whatever accounts they appear at. Raises StoreError."""
        return self._reader.team(ids)

    def lines(self, ids: Sequence[str]) -> list[Relation]:
        """Every line from the people of these accounts to anybody. Raises StoreError."""
        return self._reader.lines(ids)

    def parts(self) -> list[tuple[Frame, list[int]]]:
        """The same columns without a copy: frames, and the places in each that are up to date."""
        with self._refreshing:
            self._bring_up_to_date()
            with self._lock:
                return [(chunk.frame, places) for chunk, places in self._shelf.parts()]

    def shards(self, parts: int, only: Collection[str] | None = None) -> list[Shard]:
        """All accounts, up to date, in at most so many parts of like weight for other processes; by id.

        They read the file; what is not in it as it should be is sent along. `only`: these, and sent. StoreError.
        """
        with self._refreshing:
            self._bring_up_to_date()
            with self._lock:
                accounts = stock(self._shelf.parts())
        file = None if only is not None or self._copy is None else self._copy.file
        wanted = accounts if only is None else [account for account in accounts if account.id in only]
        path = self._copy.path if self._copy else None
        return cut(wanted, parts, file, path, self._store.identity(), self._fresh_page)

    def _fresh_page(self, account_id: str) -> Page | None:
        """The page of an account, read anew if it is damaged; None if the account is gone."""
        page = self._page(account_id)
        if page is None:
            with suppress(NotFoundError):
                self.account(account_id)
                page = self._page(account_id)
        return page

    def _bring_up_to_date(self) -> None:
        if self._copy and not self._opened:
            self._open(self._copy)
        revision = self._store.revision()
        if revision != self._revision:
            self._refresh(revision)
            self._revision, self._added = revision, 0

    def _open(self, copy: Copy) -> None:
        saved = copy.load()
        if saved:
            with self._lock:
                self._shelf.replace(saved.chunk)
                self._revision = saved.revision
        self._opened = True

    def _refresh(self, revision: int) -> None:
        now = self._reader.all_revisions()
        with self._lock:
            kept = self._shelf.revisions()
        same = {id_ for id_, known in kept.items() if known == now.get(id_)}
        changed = sorted(now.keys() - same)
        with ThreadPoolExecutor(READERS) as pool:
            read = list(pool.map(lambda ids: self._read(ids, now), self._reader.chunks(changed)))
        with self._lock:
            self._shelf.drop(kept.keys() - same)
            self._shelf.put(chunk for chunks in read for chunk in chunks)
            wanted = self._copy is not None and self._copy.wanted(self._shelf)
            whole = self._shelf.whole() if wanted or len(self._shelf.parts()) > PARTS else None
        saved = self._copy.write(whole, revision) if self._copy and whole and wanted else None
        if saved:
            with self._lock:  # what was read meanwhile is read once more when it is asked for
                self._shelf.replace(saved)

    def _facts_of(self, account_id: str) -> AccountFacts | None:
        """The facts of an account that is kept; of one whose page is damaged, as the store has them now."""
        page = self._page(account_id)
        if page:
            return self._facts.of(account_id, page, self._since)
        with suppress(NotFoundError):
            return self.account(account_id)
        return None

    def _page(self, account_id: str) -> Page | None:
        """The page that is kept of an account; a damaged one is let go."""
        with self._lock:
            return self._page_of(account_id)

    def _page_of(self, account_id: str) -> Page | None:
        found = self._shelf.get(account_id)
        if found is None:
            return None
        try:
            return found[0].pages[found[1]]
        except DamagedError as error:
            log.warning("An account of the snapshot is read anew: %s.", error)
            self._shelf.drop([account_id])
            return None

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
        raise StoreError(message("the account {id!r} is written to without a pause; try again", id=ids[0]))


class _Facts:
    """Facts as objects, of accounts that have at most `touchpoints` together; who was asked for longest ago goes."""

    def __init__(self, touchpoints: int) -> None:
        self._room = touchpoints
        self._kept: OrderedDict[str, AccountFacts] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, account_id: str, page: Page, since: Since) -> AccountFacts:
        """The facts of a page of this account, the same ones as long as they are kept; `since`: what came since."""
        with self._lock:
            kept = self._kept.get(account_id)
            if (
                kept is not None
                and kept.revision != page.revision
                and (later := since(account_id, kept.revision))
            ):
                rows, revision = later
                kept = self._kept[account_id] = facts_with(kept, rows, revision)
                self._room -= len(rows)
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
                _, gone = self._kept.popitem(last=False)
                self._room += len(gone.touchpoints)
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
