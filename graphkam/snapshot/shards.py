"""Parts of a portfolio for other processes, which read the snapshot's file themselves instead of being sent it.

A shard names accounts by their places in the file, each with its revision: a process that finds another file there,
an older one, or none, says so, and is sent the pages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from graphkam.domain.facts import AccountFacts
from graphkam.domain.frame import Frame
from graphkam.snapshot.chunks import Chunk
from graphkam.snapshot.disk import DamagedError, load
from graphkam.snapshot.framing import frame_of, joined
from graphkam.snapshot.pages import Page

Pages = Callable[[str], Page | None]


@dataclass(frozen=True, slots=True)
class Kept:
    """An account in the file: its place there, and the revision that it must have."""

    id: str
    place: int
    revision: int


@dataclass(frozen=True, slots=True)
class Shard:
    """Accounts that one process looks at together. Goes to other processes, also on other computers."""

    path: Path | None
    store: str
    kept: tuple[Kept, ...] = ()
    sent: tuple[tuple[str, Page], ...] = ()

    def facts(self) -> Iterator[tuple[str, AccountFacts | None]]:
        """The facts of each account, one at a time; None where the file here does not hold it as it was meant.

        Cost: the first shard of a process opens and checks the file, a second for 4 GB of columns.
        """
        file = _opened(self.path, self.store) if self.path and self.kept else None
        for account in self.kept:
            page = _page(file, account)
            yield account.id, page.facts() if page else None
        for id_, page in self.sent:
            yield id_, page.facts()

    def columns(self) -> Columns:
        """The columns of the accounts together; `missing` as for `facts`. Cost: a copy of what they hold."""
        file = _opened(self.path, self.store) if self.path and self.kept else None
        there = [account for account in self.kept if _stands(file, account)]
        missing = [account.id for account in self.kept if not _stands(file, account)]
        frame = frame_of([page.facts() for _, page in self.sent])
        if file and there:
            held = file.only([account.place for account in there]).frame
            frame = joined([held, frame]) if self.sent else held
        return Columns(frame, missing)


class Columns(NamedTuple):
    """The columns of a shard, and the ids of its accounts that are not among them."""

    frame: Frame
    missing: list[str]


class Stock(NamedTuple):
    """An account that a snapshot keeps: where, and about what it costs."""

    id: str
    chunk: Chunk
    place: int
    weight: float


def stock(parts: Iterable[tuple[Chunk, list[int]]]) -> list[Stock]:
    """The accounts at these places, by id. A contact weighs 1, a person 4."""
    found: list[Stock] = []
    for chunk, places in parts:
        frame = chunk.frame
        weights = 1.0 + np.diff(frame.first_contact[frame.first_tie]) + 4 * np.diff(frame.first_person)
        found += (Stock(chunk.ids[p], chunk, p, float(weights[p])) for p in places)
    return sorted(found, key=lambda account: account.id)


def cut(
    accounts: Sequence[Stock], parts: int, file: Chunk | None, path: Path | None, store: str, page: Pages
) -> list[Shard]:
    """These accounts in at most so many shards of like weight; no account is cut.

    What is not in `file` is sent: `page` gives it, or None for an account that is gone.
    """
    total = sum(account.weight for account in accounts) or 1.0
    groups: list[list[Stock]] = [[] for _ in range(max(1, parts))]
    before = 0.0
    for account in accounts:
        groups[int((before + account.weight / 2) / total * len(groups))].append(account)
        before += account.weight
    return [_shard(group, file, path, store, page) for group in groups if group]


def _shard(group: Iterable[Stock], file: Chunk | None, path: Path | None, store: str, page: Pages) -> Shard:
    kept: list[Kept] = []
    sent: list[tuple[str, Page]] = []
    for account in group:
        if account.chunk is file:
            revision = int(account.chunk.frame.revision[account.place])
            kept.append(Kept(account.id, account.place, revision))
        elif found := page(account.id):
            sent.append((account.id, found))
    return Shard(path, store, tuple(kept), tuple(sent))


def _stands(file: Chunk | None, account: Kept) -> bool:
    """Whether the file holds the account there as it was meant, by its columns."""
    if file is None or account.place >= len(file.ids) or file.ids[account.place] != account.id:
        return False
    return int(file.frame.revision[account.place]) == account.revision


def _page(file: Chunk | None, account: Kept) -> Page | None:
    """The page of an account, if the file holds it there as it was meant."""
    if file is None or not _stands(file, account):
        return None
    with suppress(DamagedError):
        return file.pages[account.place]
    return None


def _opened(path: Path, store: str) -> Chunk | None:
    """The file, opened once as long as it is the same one; None if it cannot be believed."""
    try:
        status = path.stat()
        return _loaded(path, store, status.st_ino, status.st_mtime_ns)
    except (OSError, DamagedError, ValueError, KeyError, TypeError):
        return None


@lru_cache(maxsize=1)
def _loaded(path: Path, store: str, inode: int, moment: int) -> Chunk:  # noqa: ARG001  (which file it is)
    return load(path, store).chunk
