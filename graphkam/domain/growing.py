"""One account that touchpoints are taken in of, which its columns hold when somebody looks at them.

What comes out is equal to what reading the account again gives. Where that cannot be told from what is kept, nothing
is taken in: the first touchpoint of an account, one of ours who is new there, a second contact of a tie at the very
same moment.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import replace
from struct import Struct
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np

from graphkam.domain.frame import ALWAYS, UNKNOWN, Frame
from graphkam.domain.moment import seconds_of
from graphkam.domain.tables import Row
from graphkam.domain.vocabulary import CHANNELS, INITIATORS

NUMBERS = ("person", "member", "at", "channel", "copied", "people", "by")
"""What is told of a contact, each as a float64; the first two are slots, the others as in a frame."""
CONTACT = Struct(f"{len(NUMBERS)}d")
LATELY = 256
"""Touchpoints that are in the columns already, and are still told to a reader that has not heard of them."""
_CHANNELS: Mapping[object, int] = MappingProxyType({name: place for place, name in enumerate(CHANNELS)})
_SIDES: Mapping[object, int] = MappingProxyType({name: place for place, name in enumerate(INITIATORS)})


class Arrival(NamedTuple):
    """A touchpoint in the numbers of an account."""

    at: float
    contacts: bytes
    """One after the other, each as CONTACT packs it."""
    met: Collection[tuple[int, float]]
    """Of each contact its tie and its instant, which no other contact may share."""


class Growing:
    """One account. Not safe for threads: its owner is.

    `taken` counts the touchpoints that were taken in. Whoever keeps columns that they are put into, the `reader`, asks
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
        self._arrived: list[bytes] = []
        """The contacts of touchpoints, of which the frame holds the first `_held`."""
        self._held = 0
        self._begun = float(frame.begun_at[0])
        self._begins = self._begun < math.inf or bool(frame.begun_day[0] != ALWAYS)
        self._people = {id_: slot for slot, id_ in enumerate(frame.person_id)}
        self._team = {id_: slot for slot, id_ in enumerate(frame.member_id)}
        ties = np.repeat(_pairs(frame), np.diff(frame.first_contact))
        self._met = set(zip(ties.tolist(), frame.contact_at.tolist(), strict=True))

    def coming(self, row: Row) -> Arrival | None:
        """A touchpoint, a row of the table in stored form, in the numbers of this account; None if it cannot be taken
        in. Nothing changes, so it may be asked before the touchpoint is stored, and by any thread. Cost: constant.
        """
        members = {self._team.get(id_, -1) for id_ in _ids(row, "team_ids")}
        if not self._begins or -1 in members:
            return None
        theirs = dict.fromkeys(_ids(row, "cc_ids"), 1)
        for id_ in _ids(row, "people_ids"):
            theirs[id_] = 0
        at, channel = seconds_of(str(row["at"])), _CHANNELS.get(row["channel"], UNKNOWN)
        people, by = len(theirs), _SIDES.get(row.get("initiated_by"), UNKNOWN)
        contacts, met, width = b"", [], len(self._team)
        for id_, copied in theirs.items():
            person = self._people.get(id_, -1)
            for member in members if person >= 0 else ():
                contacts += CONTACT.pack(person, member, at, channel, copied, people, by)
                met.append((person * width + member, at))
        return Arrival(at, contacts, met)

    def take(self, row: Row, revision: int, coming: Arrival | None = None) -> bool:
        """Take a touchpoint in that is stored; whether that could be. `coming`: what was told of it before.

        Cost: constant.
        """
        arrival = coming or self.coming(row)
        if arrival is None or not self._met.isdisjoint(arrival.met):
            return False
        self._met.update(arrival.met)
        self._arrived.append(arrival.contacts)
        if arrival.at < self._begun:
            self._begun = arrival.at
        self.taken += 1
        self.revision = revision
        return True

    def since(self, taken: int) -> bytes | None:
        """The contacts since so many touchpoints; None if that is too long ago to be told."""
        new = self.taken - taken
        if new > len(self._arrived):
            return None
        return self._arrived[-1] if new == 1 else b"".join(self._arrived[len(self._arrived) - new :])

    def frame(self) -> Frame:
        """The account as it is now, which nobody changes any more. Cost: a copy of the columns that grow."""
        if len(self._arrived) > self._held:
            new = np.frombuffer(b"".join(self._arrived[self._held :])).reshape(-1, len(NUMBERS))
            self._frame = replace(
                _with(self._frame, new),
                begun_at=np.array([self._begun]),
                revision=np.array([self.revision]),
            )
            del self._arrived[:-LATELY]
            self._held = len(self._arrived)
        return self._frame


def _with(frame: Frame, contacts: Any) -> Frame:
    """The account with more contacts, a row of NUMBERS each."""
    members = len(frame.first_term) - 1
    new = sorted((p * members + m, *others) for p, m, *others in contacts.tolist())
    if not new:
        return frame
    ties, at = np.repeat(_pairs(frame), np.diff(frame.first_contact)), frame.contact_at
    places = []
    for tie, instant, *_ in new:
        begin, end = np.searchsorted(ties, [tie, tie + 1])
        places.append(begin + np.searchsorted(at[begin:end], instant))
    pairs, *values = zip(*new, strict=True)
    longer: dict[str, Any] = {
        f"contact_{name}": np.insert(getattr(frame, f"contact_{name}"), places, value)
        for name, value in zip(NUMBERS[2:], values, strict=True)
    }
    ties, counts = np.unique(np.insert(ties, places, pairs), return_counts=True)
    return replace(
        frame,
        tie_person=(ties // members).astype(np.int32),
        tie_member=(ties % members).astype(np.int32),
        first_tie=np.array([0, len(ties)]),
        first_contact=np.concatenate([[0], np.cumsum(counts)]),
        **longer,
    )


def _pairs(frame: Frame) -> Any:
    """One number for each tie, in their order."""
    return frame.tie_person.astype(np.int64) * (len(frame.first_term) - 1) + frame.tie_member


def _ids(row: Row, name: str) -> Collection[str]:
    ids = row.get(name)
    return ids if isinstance(ids, list) else ()
