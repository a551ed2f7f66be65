"""Some accounts, up to all of them: their pages and their columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np

from graphkam.domain.frame import Frame
from graphkam.domain.splicing import taken
from graphkam.snapshot.framing import frame_of, joined
from graphkam.snapshot.pages import Page


@dataclass(frozen=True, slots=True, eq=False)
class Chunk:
    """Accounts as they were read: a page for each account of `frame`, in its order."""

    ids: Sequence[str]
    pages: Sequence[Page]
    frame: Frame

    def only(self, places: Sequence[int]) -> Chunk:
        """These accounts of it, in this order."""
        if list(places) == list(range(len(self.ids))):
            return self
        frame = taken(self.frame, np.array(places, np.int64))
        return Chunk([self.ids[p] for p in places], Gathered([(self.pages, p) for p in places]), frame)

    def people(self, place: int) -> set[str | None]:
        """The ids of the people of an account."""
        first = self.frame.first_person
        return {self.frame.person_id[p] for p in range(int(first[place]), int(first[place + 1]))}


class Gathered(Sequence[Page]):
    """Pages that stand elsewhere, fetched when they are asked for."""

    def __init__(self, where: Sequence[tuple[Sequence[Page], int]]) -> None:
        self._where = where

    def __len__(self) -> int:
        return len(self._where)

    @overload
    def __getitem__(self, place: int) -> Page: ...
    @overload
    def __getitem__(self, place: slice) -> list[Page]: ...
    def __getitem__(self, place: int | slice) -> Page | list[Page]:
        if isinstance(place, slice):
            return [pages[i] for pages, i in self._where[place]]
        pages, i = self._where[place]
        return pages[i]


class Shelf:
    """Each account's newest place, in whatever chunk that is. Not safe for threads: its owner is."""

    def __init__(self) -> None:
        self._where: dict[str, tuple[Chunk, int]] = {}
        self._whole: Chunk | None = None
        self._newer: dict[str, Callable[[], Chunk]] = {}

    def __len__(self) -> int:
        return len(self._where)

    def get(self, account_id: str) -> tuple[Chunk, int] | None:
        """The chunk of an account, and its place there; None if it is not kept."""
        if account_id in self._newer:
            self.put([self._newer[account_id]()])
        return self._where.get(account_id)

    def revisions(self) -> dict[str, int]:
        """The revision of each account that is kept."""
        found: dict[str, int] = {}
        for chunk, places in self.parts():
            found.update(
                zip((chunk.ids[p] for p in places), chunk.frame.revision[places].tolist(), strict=True)
            )
        return found

    def put(self, chunks: Iterable[Chunk]) -> None:
        """Take accounts in, in the place of older ones."""
        for chunk in chunks:
            self._where.update({id_: (chunk, place) for place, id_ in enumerate(chunk.ids)})
            self._whole = None
            for id_ in self._newer.keys() & set(chunk.ids):
                del self._newer[id_]

    def put_later(self, account_id: str, chunk: Callable[[], Chunk]) -> None:
        """Take an account that is kept in anew, as it will be when somebody looks at it."""
        self._newer[account_id] = chunk
        self._whole = None

    def _settle(self) -> None:
        self.put([chunk() for chunk in self._newer.values()])

    def drop(self, ids: Iterable[str]) -> None:
        """Let go of accounts; who is not kept is of no matter."""
        for id_ in ids:
            self._where.pop(id_, None)
            self._newer.pop(id_, None)
            self._whole = None

    def parts(self) -> list[tuple[Chunk, list[int]]]:
        """Each chunk with the places of the accounts that are up to date there."""
        self._settle()
        places: dict[int, tuple[Chunk, list[int]]] = {}
        for chunk, place in self._where.values():
            places.setdefault(id(chunk), (chunk, []))[1].append(place)
        return list(places.values())

    def ids(self) -> list[str]:
        """All accounts, in the order of their ids."""
        return sorted(self._where)

    def whole(self) -> Chunk:
        """All accounts in one chunk, by id. Cost: a copy of the columns, if anything changed."""
        if self._whole is None:
            self._settle()
            self.replace(_together(self._where))
        assert self._whole is not None
        return self._whole

    def replace(self, whole: Chunk) -> None:
        """Keep nothing but this chunk."""
        self._whole = whole
        self._newer.clear()
        self._where = {id_: (whole, place) for place, id_ in enumerate(whole.ids)}


def _together(where: Mapping[str, tuple[Chunk, int]]) -> Chunk:
    if not where:
        return Chunk([], [], frame_of([]))
    ids = sorted(where)
    chunks = {id(chunk): chunk for chunk, _ in where.values()}
    ends = np.cumsum([len(chunk.ids) for chunk in chunks.values()]).tolist()
    first = dict(zip(chunks, [0, *ends], strict=False))
    order = [first[id(chunk)] + place for chunk, place in map(where.__getitem__, ids)]
    frame = joined([chunk.frame for chunk in chunks.values()])
    if order != list(range(len(frame))):
        frame = taken(frame, np.array(order, np.int64))
    return Chunk(ids, Gathered([(chunk.pages, place) for chunk, place in map(where.__getitem__, ids)]), frame)
