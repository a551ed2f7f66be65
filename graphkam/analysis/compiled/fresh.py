"""One account swept again and again while touchpoints come in: what kernels are handed is made ready once.

Of a contact that came in last only itself is added to its tie (`contacts.weighing`). What depends on the day alone is
kept until the day is another one, and what depends on who reaches whom until that changes; all else is computed anew. A
touchpoint that is still to be stored can be swept ahead, and is told of when it was taken in.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import accumulate
from math import prod
from typing import Any

import numpy as np

from graphkam.analysis.compiled.arriving import WIDTH
from graphkam.analysis.compiled.columns import (
    ANSWER,
    BETWEEN,
    COLUMNS,
    KEPT,
    LEVELS,
    RECORD,
    address,
    read,
    told,
)
from graphkam.analysis.compiled.engine import everything, sizes_of
from graphkam.analysis.compiled.moment import judged_at, moment
from graphkam.domain.constants import Constants
from graphkam.domain.growing import CONTACT, Arrival, Growing
from graphkam.domain.moment import AsOf
from graphkam.domain.sweep import Sweep

ROOM = 64
"""Ties and contacts for which there is room at first; then an eighth of what there is."""
_PLACE = {name: place for place, (name, _, _) in enumerate(ANSWER)}
_FIELD = {name: place for place, name in enumerate(RECORD.names or ())}
"""Places in the record, whose fields all have eight bytes."""
_TIES, _ARRIVED, _INSTANT, _SETTLED = (_FIELD[n] for n in ("n_tie", "n_arrived", "instant", "settled"))
_GROWING = {"tie": "tie_person", "contact": "contact_at"}
"""Levels that grow, each with a column of it."""


class Standing:
    """What a sweep told of one account, as of a moment and of a revision. Nobody changes it any more."""

    __slots__ = ("_begins", "_ties", "_told", "at", "revision")

    def __init__(self, at: AsOf, revision: int, told: bytes, begins: Mapping[str, Any], ties: int) -> None:
        self.at, self.revision = at, revision
        self._told, self._begins, self._ties = told, begins, ties

    def column(self, name: str) -> Any:
        """A column of `Sweep`. Cost: a microsecond."""
        begin, shape, kind = self._begins[name]
        return np.ndarray(shape or self._ties, kind, self._told, begin)

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
        self._at: AsOf | None = None
        self._taken, self._waiting = account.taken, False
        self._ahead: bytes | None = None
        """Contacts that the kernel was told of and that are not taken in yet."""
        self._made: Standing | None = None
        """What was swept with these."""
        self._asked = False
        self.made_ready = 0
        """How often all was made ready: at first, and whenever there was no more room."""
        self._make_ready()

    def __call__(self, at: AsOf) -> Standing:
        """The account as it stands now. Cost: one call of a kernel; after many touchpoints, making ready."""
        account, self._asked = self._account, True
        made = None
        if self._ahead is not None or account.taken != self._taken:
            made = self._hand_over(account)
        if made is not None and (made.at is at or made.at == at):
            made.revision = account.revision
            return made
        return self._swept(at)

    def ahead(self, arrival: Arrival, at: AsOf) -> None:
        """Sweep the account as it will stand with a touchpoint, as of a moment that may be asked for.

        Nobody is told before the touchpoint is taken in; if it never is, all is made ready anew. Nothing happens where
        nobody asked since the last one, and so none while another one is on its way. Cost: as to ask.
        """
        account = self._account
        if not self._asked:
            return
        if account.taken != self._taken:
            self._hand_over(account)
        if self._tell(arrival.contacts):
            self._ahead, self._asked = arrival.contacts, False
            self._made = self._swept(at)

    def _swept(self, at: AsOf) -> Standing:
        if at is not self._at:
            self._go_to(at)
        everything(self._begin)
        return Standing(
            at, self._account.revision, self._answer.tobytes(), self._columns, self._numbers[_TIES]
        )

    def _hand_over(self, account: Growing) -> Standing | None:
        """Tell the kernel which contacts arrived. What was swept ahead, if with exactly these."""
        told, self._ahead = self._ahead, None
        contacts = account.since(self._taken)
        if contacts is not None and contacts == told:
            self._taken = account.taken
            return self._made
        told = told or b""
        if contacts is not None and contacts.startswith(told) and self._tell(contacts[len(told) :]):
            self._taken = account.taken
        else:
            self._make_ready()
        return None

    def _tell(self, contacts: bytes) -> bool:
        """Tell the kernel which contacts arrived; whether there is room."""
        waiting, count = self._numbers[_ARRIVED], len(contacts) // CONTACT.size
        if count > self._left or waiting + count > ROOM:
            return False
        begin = self._arrived + waiting * CONTACT.size
        self._block[begin : begin + len(contacts)] = contacts
        self._left -= count
        self._numbers[_ARRIVED] = waiting + count
        return True

    def _make_ready(self) -> None:
        """Lay out all that kernels read and write of the account in one piece of memory, with room for more."""
        frame = self._account.frame()
        values = {**dict.fromkeys(RECORD.names or (), 0), **read(frame), "keeping": 1, "redundancy": 1}
        columns = {name: values[name] for name in COLUMNS}
        layout = _layout(columns, sizes_of(frame), values["n_assessment"])
        *begins, size = accumulate((_bytes(*one) for one in layout.values()), initial=RECORD.itemsize)
        places = dict(zip(layout, begins, strict=True))
        block = np.zeros(size, np.uint8)
        for name, column in columns.items():
            block[places[name] :][: column.nbytes] = column.view(np.uint8)
        self._begin = int(address(block))
        values |= {name: self._begin + place for name, place in places.items()}
        self._record = block[: RECORD.itemsize].view(RECORD)
        self._record[0] = tuple(values[name] for name in RECORD.names or ())
        judged = places["judged_at"]
        self._judged = block[judged:][: 8 * values["n_assessment"]].view(np.float64)
        answer, self._arrived = places[ANSWER[0][0]], places["arrived"]
        ends = places[BETWEEN[0][0]]
        self._columns = {
            name: (places[name] - answer, None if level == "tie" else layout[name][0], kind)
            for name, level, kind in ANSWER
        }
        self._block, self._answer = block.data, block.data[answer:ends]
        numbers = self._block[: RECORD.itemsize]
        self._numbers, self._floats = numbers.cast("q"), numbers.cast("d")
        self._left = min(layout[name][0][0] - len(columns[name]) for name in _GROWING.values())
        self._taken, self._frame, self._at = self._account.taken, frame, None
        self.made_ready += 1

    def _go_to(self, at: AsOf) -> None:
        """Hand the moment over, and of it only what is new."""
        before = self._at
        if (
            before is None
            or at.day != before.day
            or at.zone != before.zone
            or at.whole_day != before.whole_day
        ):
            self._moment = told(moment(at, self._constants))  # its tables have to be kept
            for name, value in self._moment.items():
                self._record[name] = address(value)
            before = None
        self._floats[_INSTANT] = at.instant
        if before is None or self._waiting or (at.instant < before.instant and len(self._judged)):
            self._judged[:] = judged_at(self._frame, at)
            self._waiting = bool(np.isnan(self._judged).any())
            self._numbers[_SETTLED] = 0
        self._at = at


def _layout(
    columns: Mapping[str, Any], sizes: Mapping[str, tuple[int, ...]], judgements: int
) -> dict[str, tuple[tuple[int, ...], Any]]:
    """The columns of an account in their order, with shape and type: first what is read or written most."""
    room = {level: ROOM + len(columns[name]) // 8 for level, name in _GROWING.items()}
    ties = (len(columns["tie_person"]) + room["tie"],)
    layout = {
        name: (ties if level == "tie" else sizes[level], kind) for name, level, kind in (*ANSWER, *BETWEEN)
    }
    layout |= {name: (ties, kind) for name, kind in KEPT.items()}
    layout["arrived"] = (ROOM, WIDTH), np.dtype(np.float64)
    layout["judged_at"] = (judgements,), np.dtype(np.float64)
    for name in COLUMNS:
        column = columns[name]
        layout[name] = (len(column) + room.get(LEVELS[name], 0),), column.dtype
    return layout


def _bytes(shape: tuple[int, ...], kind: Any) -> int:
    """What a column takes, up to where the next may begin."""
    return -(-prod(shape) * int(kind.itemsize) // 8) * 8
