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


class _Layout:
    """Where the columns of an answer lie in one piece of memory, with room for so many ties."""

    def __init__(self, columns: Any, sizes: dict[str, tuple[int, ...]]) -> None:
        self.columns = [(sizes[level], level == "tie", kind) for _, level, kind in columns]
        bytes_ = [-(-prod(shape) * kind.itemsize // 8) * 8 for shape, _, kind in self.columns]
        *first, self.size = accumulate(bytes_, initial=0)
        self.first = np.array(first, np.int64)


class Standing:
    """What a sweep told of one account, as of a moment and of a revision. Nobody changes it any more."""

    __slots__ = ("_layout", "_room", "_ties", "at", "revision")

    def __init__(self, at: AsOf, revision: int, room: Any, layout: _Layout, ties: int) -> None:
        self.at, self.revision = at, revision
        self._room, self._layout, self._ties = room, layout, ties

    def column(self, name: str) -> Any:
        """A column of `Sweep`. Cost: a microsecond."""
        place = _PLACE[name]
        shape, grows, kind = self._layout.columns[place]
        return np.ndarray((self._ties,) if grows else shape, kind, self._room, self._layout.first[place])

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
        self._handed: Any = None

    def __call__(self, at: AsOf) -> Standing:
        """The account as it stands now. Cost: one call of a kernel; at first, and after many, making ready."""
        account, handed = self._account, self._make_ready()
        if at != self._at:
            self._go_to(at)
        if account.reader is not self:  # who kept sums of ties under constants of their own
            account.reader = self
            account.columns["tie_done"][:] = 0
        ties = self._first_tie[1] = account.ties
        handed["n_tie"] = handed["most_ties"] = ties
        handed["n_contact"] = handed["longest"] = account.contacts
        room = np.empty(self._layout.size, np.uint8)
        np.add(self._layout.first, address(room), out=self._answers)
        everything(self._record)
        return Standing(at, account.revision, room, self._layout, ties)

    def _make_ready(self) -> Any:
        """The record, made anew where the account's columns have moved."""
        account = self._account
        if self._moved == account.moved:
            return self._handed
        grown = {name: account.columns[name] for name in (*TIES, *CONTACTS, "first_contact")}
        self._first_tie = np.array([0, account.ties])
        frame = replace(account.base, **grown, first_tie=self._first_tie)
        sizes = sizes_of(frame)
        self._layout, between = _Layout(ANSWER, sizes), _Layout(BETWEEN, sizes)
        self._between = np.empty(between.size, np.uint8)
        where = zip(BETWEEN, between.first + address(self._between), strict=True)
        self._values = {
            **dict.fromkeys(RECORD.names or (), 0),
            **read(frame),
            **{name: place for (name, _, _), place in where},
            **{name: account.columns[name] for name in KEPT},
            "keeping": 1,
            "redundancy": 1,
        }
        self._record = record(self._values)
        self._answers = self._record.view(np.int64)[: len(ANSWER)]
        self._handed, self._moved, self._at = self._record[0], account.moved, None
        return self._handed

    def _go_to(self, at: AsOf) -> None:
        """Hand the moment over, and of it only what is new."""
        before, handed = self._at, self._handed
        if before is not None and (at.day, at.zone, at.whole_day) == (
            before.day,
            before.zone,
            before.whole_day,
        ):
            handed["instant"] = at.instant
        else:
            self._moment = told(moment(at, self._constants))
            for name, value in self._moment.items():
                handed[name] = address(value)
            before = None
        if before is None or at.instant < before.instant or self._waiting:
            self._judged = judged_at(self._account.base, at)
            self._waiting = bool(np.isnan(self._judged).any())
            handed["judged_at"] = address(self._judged)
        self._at = at
