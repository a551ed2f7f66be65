"""Some accounts, up to all of them: their pages and their columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from graphkam.domain.frame import Frame
from graphkam.snapshot.framing import frame_of, joined
from graphkam.snapshot.pages import Page
from graphkam.snapshot.splicing import taken


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
        return Chunk([self.ids[p] for p in places], [self.pages[p] for p in places], frame)


def together(ids: Sequence[str], where: Sequence[tuple[Chunk, int]]) -> Chunk:
    """One chunk of accounts that stand in several, each at its place. Cost: a copy of their columns."""
    if not ids:
        return Chunk([], [], frame_of([]))
    chunks = {id(chunk): chunk for chunk, _ in where}
    first = dict(zip(chunks, np.cumsum([0, *(len(c.ids) for c in chunks.values())]).tolist(), strict=False))
    order = [first[id(chunk)] + place for chunk, place in where]
    frame = joined([chunk.frame for chunk in chunks.values()])
    if order != list(range(len(frame))):
        frame = taken(frame, np.array(order, np.int64))
    return Chunk(ids, [chunk.pages[place] for chunk, place in where], frame)
