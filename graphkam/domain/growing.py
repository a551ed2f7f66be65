"""The columns of one account with room for more touchpoints, which are taken in where they stand.

What comes out is equal to what reading the account again gives. Where that cannot be told from what is kept, nothing
is taken in: the first touchpoint of an account, one of ours who is new there, a second contact of a tie at the very
same moment.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np

from graphkam.domain.frame import ALWAYS, UNKNOWN, Frame
from graphkam.domain.moment import seconds_of
from graphkam.domain.tables import Row
from graphkam.domain.vocabulary import CHANNELS, INITIATORS

TIES = ("tie_person", "tie_member")
CONTACTS = ("contact_at", "contact_channel", "contact_copied", "contact_people", "contact_by")
ROOM = 64
"""Ties and contacts for which there is room at first; then an eighth of what there is."""
_CHANNELS: Mapping[object, int] = MappingProxyType({name: place for place, name in enumerate(CHANNELS)})
_SIDES: Mapping[object, int] = MappingProxyType({name: place for place, name in enumerate(INITIATORS)})


class _Place(NamedTuple):
    """Where a contact comes to stand, before any of the touchpoint is taken in."""

    tie: int
    pair: int | None
    """What a tie is found by that there is not yet; None: there is one."""
    place: int
    copied: bool


class Growing:
    """One account. Not safe for threads: its owner is.

    `columns` are those of `Frame` that grow, and begin the same whatever is added: of TIES and CONTACTS the first
    `ties` and `contacts` entries count, of `first_contact` one more. With every tie goes what somebody who adds its
    contacts up, the `reader`, may keep: `tie_sum`, after the first `tie_done` of its contacts, and `tie_once`. Where
    a contact comes to stand before others of its tie, `tie_done` is 0 again. `moved` counts how often `columns`
    were made anew, with more room.

    >>> from graphkam.analysis.example import kiln
    >>> from graphkam.snapshot.framing import frame_of
    >>> row = {"at": "2026-02-20T12:00:00Z", "channel": "call", "team_ids": ["li"], "people_ids": ["xu"]}
    >>> account = Growing(frame_of([kiln().facts]))
    >>> account.take(row, 7), account.revision, account.frame().tie_person.tolist()
    (True, 7, [1, 2])
    >>> account.frame().first_contact.tolist(), account.frame().contact_channel.tolist()
    ([0, 3, 4], [6, 3, 3, 6])
    """

    def __init__(self, frame: Frame) -> None:
        self.base = frame
        self.revision = int(frame.revision[0])
        self.ties, self.contacts = len(frame.tie_person), len(frame.contact_at)
        self.moved = 0
        self.reader: Any = None
        self.columns: dict[str, Any] = {}
        self._views: dict[str, Any] = {}
        self._begun = float(frame.begun_at[0])
        self._begins = self._begun < math.inf or bool(frame.begun_day[0] != ALWAYS)
        self._people = {id_: slot for slot, id_ in enumerate(frame.person_id)}
        self._team = {id_: slot for slot, id_ in enumerate(frame.member_id)}
        pairs = frame.tie_person.astype(np.int64) * len(self._team) + frame.tie_member
        self._pairs: list[int] = pairs.tolist()
        self._frame: Frame | None = frame
        kept = {"tie_sum": np.float64, "tie_done": np.int32, "tie_once": np.uint8}
        columns = {name: getattr(frame, name) for name in (*TIES, "first_contact", *CONTACTS)}
        self._settle({**columns, **{name: np.zeros(self.ties, kind) for name, kind in kept.items()}})

    def take(self, row: Row, revision: int) -> bool:
        """Take a touchpoint in, a row of the table in stored form; whether that could be.

        Cost: for each pair of ours and theirs a search, and moving what stands behind it.
        """
        at = seconds_of(str(row["at"]))
        found = self._places(row, at) if self._begins else None
        if found is None:
            return False
        self._make_room(len(found))
        spoken, copied = _ids(row, "people_ids"), _ids(row, "cc_ids")
        people = len({*spoken, *copied})
        values = (
            at,
            _CHANNELS.get(row["channel"], UNKNOWN),
            0,
            people,
            _SIDES.get(row.get("initiated_by"), UNKNOWN),
        )
        for where in reversed(found):  # from the last on, so that places before stay what they are
            self._put(where, values)
        self._begun = min(self._begun, at)
        self.revision, self._frame = revision, None
        return True

    def frame(self) -> Frame:
        """The account as it is now, which nobody changes any more. Cost: a copy of the columns that grow."""
        if self._frame is None:
            ends = {**dict.fromkeys(TIES, self.ties), **dict.fromkeys(CONTACTS, self.contacts)}
            grown = {name: self.columns[name][:end].copy() for name, end in ends.items()}
            self._frame = replace(
                self.base,
                **grown,
                first_contact=self.columns["first_contact"][: self.ties + 1].copy(),
                first_tie=np.array([0, self.ties]),
                begun_at=np.array([self._begun]),
                revision=np.array([self.revision]),
            )
        return self._frame

    def _places(self, row: Row, at: float) -> list[_Place] | None:
        """Where the contacts of a touchpoint come to stand, in that order; None where that cannot be told."""
        members = {self._team.get(id_) for id_ in _ids(row, "team_ids")}
        if None in members:
            return None
        copied = {**dict.fromkeys(_ids(row, "cc_ids"), True), **dict.fromkeys(_ids(row, "people_ids"), False)}
        found = []
        first, instants = self._views["first_contact"], self._views["contact_at"]
        for id_, only_copied in copied.items():
            person = self._people.get(id_)
            if person is None:
                continue
            for member in members:
                pair = person * len(self._team) + int(member or 0)
                tie = bisect_left(self._pairs, pair)
                begin = first[tie]
                if tie == self.ties or self._pairs[tie] != pair:
                    found.append(_Place(tie, pair, begin, only_copied))
                    continue
                place = first[tie + 1]
                while place > begin and instants[place - 1] >= at:
                    place -= 1
                    if instants[place] == at:
                        return None
                found.append(_Place(tie, None, place, only_copied))
        return sorted(found, key=lambda where: (where.tie, where.pair is None, where.pair or 0))

    def _put(self, where: _Place, values: Sequence[float]) -> None:
        views, first = self._views, self._views["first_contact"]
        if where.pair is not None:
            self._add_tie(where.tie, where.pair)
        for name, value in zip(CONTACTS, values, strict=True):
            _insert(views[name], where.place, self.contacts, value)
        views["contact_copied"][where.place] = where.copied
        if where.place < first[where.tie + 1]:
            views["tie_done"][where.tie] = 0
        behind = self.columns["first_contact"][where.tie + 1 : self.ties + 1]
        behind += 1
        self.contacts += 1

    def _add_tie(self, tie: int, pair: int) -> None:
        """A tie without contacts."""
        person, member = divmod(pair, len(self._team))
        self._pairs.insert(tie, pair)
        for name, value in (("tie_person", person), ("tie_member", member), *_NOTHING):
            _insert(self._views[name], tie, self.ties, value)
        first = self._views["first_contact"]
        _insert(first, tie, self.ties + 1, first[tie])
        self.ties += 1

    def _make_room(self, more: int) -> None:
        ties, contacts = len(self.columns["tie_person"]), len(self.columns["contact_at"])
        if self.ties + 1 + more > ties or self.contacts + more > contacts:
            self._settle(self.columns)

    def _settle(self, columns: Mapping[str, Any]) -> None:
        """Copy the columns to where there is room for more."""
        self.moved += 1
        for name, column in columns.items():
            there = self.contacts if name in CONTACTS else self.ties + 1
            room = np.zeros(there + ROOM + there // 8, column.dtype)
            room[: min(there, len(column))] = column[:there]
            self.columns[name], self._views[name] = room, room.data


_NOTHING = (("tie_sum", 0.0), ("tie_done", 0), ("tie_once", 0))


def _insert(column: Any, place: int, length: int, value: float) -> None:
    """A value into the first entries of a column, before one of them, or behind the last.

    The column is a view of its memory: what stands behind is moved as it is, where numpy would copy it twice.
    """
    if place < length:
        column[place + 1 : length + 1] = column[place:length]
    column[place] = value


def _ids(row: Row, name: str) -> Iterable[str]:
    ids = row.get(name)
    return ids if isinstance(ids, list) else ()
