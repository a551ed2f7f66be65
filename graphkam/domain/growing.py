"""One account that touchpoints are taken in of, which its columns hold when somebody looks at them.

What comes out is equal to what reading the account again gives. Where that cannot be told from what is kept, nothing
is taken in: the first touchpoint of an account, one of ours who is new there, a second contact of a tie at the very
same moment.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np

from graphkam.domain.frame import ALWAYS, UNKNOWN, Frame
from graphkam.domain.moment import seconds_of
from graphkam.domain.tables import Row
from graphkam.domain.vocabulary import CHANNELS, INITIATORS

CONTACTS = ("contact_at", "contact_channel", "contact_copied", "contact_people", "contact_by")
LATELY = 256
"""Touchpoints in the columns already that are told one by one, to a reader that has not heard of them."""
_CHANNELS: Mapping[object, int] = MappingProxyType({name: place for place, name in enumerate(CHANNELS)})
_SIDES: Mapping[object, int] = MappingProxyType({name: place for place, name in enumerate(INITIATORS)})


class Arrival(NamedTuple):
    """A touchpoint in the numbers of a frame."""

    at: float
    channel: int
    by: int
    people: int
    copied: Mapping[tuple[int, int], bool]
    """Of each pair of theirs and ours, by slot: whether they were in copy only."""


class Growing:
    """One account. Not safe for threads: its owner is.

    `taken` counts the touchpoints that were taken in; whoever keeps columns that they are added to, the `reader`, asks
    for those `since`.

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
        self.revision = int(frame.revision[0])
        self.taken = 0
        self.reader: Any = None
        self._frame = frame
        self._arrived: list[Arrival] = []
        self._held = 0
        """How many of these the frame holds."""
        self._begun = float(frame.begun_at[0])
        self._begins = self._begun < math.inf or bool(frame.begun_day[0] != ALWAYS)
        self._people = {id_: slot for slot, id_ in enumerate(frame.person_id)}
        self._team = {id_: slot for slot, id_ in enumerate(frame.member_id)}
        counts = np.diff(frame.first_contact)
        pairs = (np.repeat(ties, counts).tolist() for ties in (frame.tie_person, frame.tie_member))
        self._contacts = set(zip(*pairs, frame.contact_at.tolist(), strict=True))

    def take(self, row: Row, revision: int) -> bool:
        """Take a touchpoint in, a row of the table in stored form; whether that could be. Cost: constant."""
        arrival = self._arrival(row) if self._begins else None
        if arrival is None:
            return False
        met = [(*pair, arrival.at) for pair in arrival.copied]
        contacts = self._contacts
        for contact in met:
            if contact in contacts:
                return False
        contacts.update(met)
        self._arrived.append(arrival)
        self.taken += 1
        self.revision = revision
        return True

    def since(self, taken: int) -> Sequence[Arrival] | None:
        """What was taken in since so many; None if that is too long ago to be told one by one."""
        new = self.taken - taken
        return self._arrived[len(self._arrived) - new :] if new <= len(self._arrived) else None

    def frame(self) -> Frame:
        """The account as it is now, which nobody changes any more. Cost: a copy of the columns that grow."""
        new = self._arrived[self._held :]
        if new or self.revision != self._frame.revision[0]:
            self._begun = min(self._begun, *(arrival.at for arrival in new), math.inf)
            self._frame = replace(
                _with(self._frame, new),
                begun_at=np.array([self._begun]),
                revision=np.array([self.revision]),
            )
            del self._arrived[:-LATELY]
            self._held = len(self._arrived)
        return self._frame

    def _arrival(self, row: Row) -> Arrival | None:
        """A touchpoint in numbers; None if one of ours is new here."""
        team, people = self._team, self._people
        spoken, copied = _ids(row, "people_ids"), _ids(row, "cc_ids")
        members = [team.get(id_) for id_ in _ids(row, "team_ids")]
        if None in members:
            return None
        theirs = dict.fromkeys(copied, True)
        for id_ in spoken:
            theirs[id_] = False
        pairs = {
            (people[id_], member): only_copied
            for id_, only_copied in theirs.items()
            if id_ in people
            for member in members
            if member is not None
        }
        return Arrival(
            seconds_of(str(row["at"])),
            _CHANNELS.get(row["channel"], UNKNOWN),
            _SIDES.get(row.get("initiated_by"), UNKNOWN),
            len(theirs),
            pairs,
        )


def _with(frame: Frame, arrivals: Iterable[Arrival]) -> Frame:
    """The account with more contacts."""
    members = len(frame.first_term) - 1
    new = sorted(
        (person * members + member, arrival.at, arrival.channel, copied, arrival.people, arrival.by)
        for arrival in arrivals
        for (person, member), copied in arrival.copied.items()
    )
    if not new:
        return frame
    ties = frame.tie_person.astype(np.int64) * members + frame.tie_member
    pairs, at = np.repeat(ties, np.diff(frame.first_contact)), frame.contact_at
    bounds = ((*np.searchsorted(pairs, [one[0], one[0] + 1]), one[1]) for one in new)
    places = [begin + int(np.searchsorted(at[begin:end], instant)) for begin, end, instant in bounds]
    pair, *columns = zip(*new, strict=True)
    grown = {
        name: np.insert(getattr(frame, name), places, values)
        for name, values in zip(CONTACTS, columns, strict=True)
    }
    ties, counts = np.unique(np.insert(pairs, places, pair), return_counts=True)
    return replace(
        frame,
        tie_person=(ties // members).astype(np.int32),
        tie_member=(ties % members).astype(np.int32),
        first_tie=np.array([0, len(ties)]),
        first_contact=np.concatenate([[0], np.cumsum(counts)]),
        **grown,
    )


def _ids(row: Row, name: str) -> Collection[str]:
    ids = row.get(name)
    return ids if isinstance(ids, list) else ()
