"""One account swept again and again while touchpoints come in: what kernels are handed is made ready once.

Of a contact that came in last only itself is added to its tie (`contacts.weighing`); all else is computed anew.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import accumulate
from math import prod
from typing import Any

import numpy as np

from graphkam.analysis.compiled.columns import ANSWER, BETWEEN, KEPT, RECORD, address, read, record, told
from graphkam.analysis.compiled.engine import everything, sizes_of
from graphkam.analysis.compiled.moment import judged_at, moment
from graphkam.domain.constants import Constants
from graphkam.domain.growing import CONTACTS, TIES, Growing
from graphkam.domain.moment import AsOf
from graphkam.domain.sweep import Sweep

_PLACE = {name: place for place, (name, _, _) in enumerate(ANSWER)}
_TIES, _MOST_TIES, _CONTACTS, _LONGEST, _INSTANT = (
    (RECORD.names or ()).index(name) for name in ("n_tie", "most_ties", "n_contact", "longest", "instant")
)
"""Places in the record, whose fields all have eight bytes."""


class _Layout:
    """Where the columns of an answer lie in one piece of memory, with room for so many ties."""

    def __init__(self, columns: Any, sizes: dict[str, tuple[int, ...]]) -> None:
        self.columns = [(sizes[level], level == "tie", kind) for _, level, kind in columns]
        bytes_ = [-(-prod(shape) * kind.itemsize // 8) * 8 for shape, _, kind in self.columns]
        *first, self.size = accumulate(bytes_, initial=0)
        self.first = np.array(first, np.int64)


class Standing:
    """What a sweep told of one account, as of a moment and of a revision. Nobody changes it any more."""

    __slots__ = ("_layout", "_ties", "_told", "at", "revision")

    def __init__(self, at: AsOf, revision: int, told: bytes, layout: _Layout, ties: int) -> None:
        self.at, self.revision = at, revision
        self._told, self._layout, self._ties = told, layout, ties

    def column(self, name: str) -> Any:
        """A column of `Sweep`. Cost: a microsecond."""
        place = _PLACE[name]
        shape, grows, kind = self._layout.columns[place]
        return np.ndarray((self._ties,) if grows else shape, kind, self._told, self._layout.first[place])

    def sweep(self) -> Sweep:
        """All columns. Cost: a microsecond each."""
        return Sweep(**{name: self.column(name) for name in _PLACE})


class Fresh:
    """Sweeps one growing account. Not safe for threads: whoever hands the account over is.

    >>> from graphkam.analysis.example import kiln
    >>> from graphkam.snapshot.framing import frame_of
    >>> row = {"at": "2026-02-20T12:00:00Z", "channel": "meeting", "team_ids": ["li"], "people_ids": ["xu"]}
    >>> account = Growing(frame_of([kiln().facts]))
    >>> swept = Fresh(account, kiln().constants)
    >>> before = swept(kiln().at).column("live_ties").tolist()
    >>> before, account.take(row, 1), swept(kiln().at).column("live_ties").tolist()
    ([1], True, [2])
    """

    def __init__(self, account: Growing, constants: Constants) -> None:
        self._account, self._constants = account, constants
        self._moved = -1
        self._at: AsOf | None = None
        self._waiting = False

    def __call__(self, at: AsOf) -> Standing:
        """The account as it stands now. Cost: one call of a kernel; at first, and after many, making ready."""
        account = self._account
        if self._moved != account.moved:
            self._make_ready()
        if at != self._at:
            self._go_to(at)
        if account.reader is not self:  # who kept sums of ties under constants of their own
            account.reader = self
            account.columns["tie_done"][:] = 0
        numbers, ties, contacts = self._numbers, account.ties, account.contacts
        self._first_tie[1] = numbers[_TIES] = numbers[_MOST_TIES] = ties
        numbers[_CONTACTS] = numbers[_LONGEST] = contacts
        everything(self._record)
        return Standing(at, account.revision, self._answer.tobytes(), self._layout, ties)

    def _make_ready(self) -> None:
        """The record, made anew as the account's columns have moved."""
        account = self._account
        grown = {name: account.columns[name] for name in (*TIES, *CONTACTS, "first_contact")}
        first_tie = np.array([0, account.ties])
        frame = replace(account.base, **grown, first_tie=first_tie)
        sizes = sizes_of(frame)
        values = {**dict.fromkeys(RECORD.names or (), 0), **read(frame), "keeping": 1, "redundancy": 1}
        values |= {name: account.columns[name] for name in KEPT}
        rooms = []
        for columns in (ANSWER, BETWEEN):
            layout = _Layout(columns, sizes)
            room = np.empty(layout.size, np.uint8)
            begins = layout.first + address(room)
            values |= {name: begin for (name, _, _), begin in zip(columns, begins, strict=True)}
            rooms.append((layout, room))
        self._layout, answer = rooms[0]
        self._record = record(values)
        self._kept = values, rooms  # the record holds but addresses
        self._answer, self._first_tie = answer.data, first_tie.data
        numbers = self._record.view(np.uint8).data
        self._numbers, self._floats = numbers.cast("q"), numbers.cast("d")
        self._moved, self._at = account.moved, None

    def _go_to(self, at: AsOf) -> None:
        """Hand the moment over, and of it only what is new."""
        before = self._at
        if before is not None and (at.day, at.zone, at.whole_day) == (
            before.day,
            before.zone,
            before.whole_day,
        ):
            self._floats[_INSTANT] = at.instant
        else:
            self._moment, before = told(moment(at, self._constants)), None
            for name, value in self._moment.items():
                self._record[name] = address(value)
        if before is None or at.instant < before.instant or self._waiting:
            self._judged = judged_at(self._account.base, at)
            self._waiting = bool(np.isnan(self._judged).any())
            self._record["judged_at"] = address(self._judged)
        self._at = at
