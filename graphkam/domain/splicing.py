"""Accounts taken out of frames, and put together in another order: no record is looked at."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import fields
from typing import TYPE_CHECKING, Any

import numpy as np

from graphkam.domain.frame import Frame, Texts

if TYPE_CHECKING:
    from graphkam.domain.frame import I8


def taken(frame: Frame, accounts: I8, *, without: Collection[str] = ()) -> Frame:
    """These accounts of a frame, by their places, in this order. Cost: a copy of what they hold.

    `without`: levels that are left empty, and `texts`, if texts are.

    >>> from graphkam.analysis.example import kiln
    >>> from graphkam.snapshot.framing import frame_of, joined
    >>> one = frame_of([kiln().facts])
    >>> two = taken(joined([one, one]), np.array([1]))
    >>> len(two), list(two.person_id) == list(one.person_id), two.first_contact.tolist()
    (1, True, [0, 3])
    """
    rows: dict[str, I8] = {"account": accounts}
    made: dict[str, Any] = {}
    for column in fields(Frame):  # a level's columns stand behind those that tell where it begins
        values, of_level = getattr(frame, column.name), rows[column.metadata["level"]]
        if below := column.metadata["starts"]:
            if below in without:
                made[column.name] = np.zeros(len(of_level) + 1, np.int64)
                rows[below] = np.empty(0, np.int64)
            else:
                made[column.name], rows[below] = _ranges(values, of_level)
        elif not isinstance(values, Texts):
            made[column.name] = values[of_level]
        elif "texts" in without:
            made[column.name] = Texts(values.utf8[:0], np.zeros(len(of_level) + 1, np.int64))
        else:
            first, places = _ranges(values.first, of_level)
            made[column.name] = Texts(values.utf8[places], first)
    return Frame(**made)


def _ranges(first: I8, rows: I8) -> tuple[I8, I8]:
    """Where the records of each row begin when only these are kept, and the places of those records."""
    begin = first[rows]
    sizes = first[rows + 1] - begin
    ends = np.cumsum(sizes)
    starts: I8 = np.concatenate([np.zeros(1, np.int64), ends])
    shift = np.repeat(begin - starts[:-1], sizes)
    return starts, np.arange(len(shift)) + shift
