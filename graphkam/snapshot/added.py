"""One more touchpoint in what is kept of its account, in place of reading the account again.

What comes out is equal to what reading gives. Where that cannot be told from what is kept, nothing comes out, and
the account is read: the first touchpoint of an account, one of ours who is new there, a second contact of a tie at
the very same moment.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from graphkam.domain.facts import AccountFacts
from graphkam.domain.frame import ALWAYS, UNKNOWN, Frame, Texts
from graphkam.domain.moment import seconds_of
from graphkam.domain.packed import FIELDS, pack, unpacked
from graphkam.domain.tables import SEPARATOR, Row, Value
from graphkam.domain.vocabulary import CHANNELS, INITIATORS
from graphkam.snapshot.pages import Page

if TYPE_CHECKING:
    from graphkam.domain.frame import I8


class _Contact(NamedTuple):
    """A contact as part of a tie: where it comes to stand, and whether the tie is new."""

    tie: int
    """Place of the tie among those there are."""
    new: tuple[int, int] | None
    """Slots of person and member of a tie that there is not yet."""
    place: int
    """Place among the contacts that there are."""
    copied: bool


def columns_with(frame: Frame, row: Row) -> dict[str, Any] | None:
    """The columns of a frame of one account that a new touchpoint of it changes; None if it must be read.

    `row` is a row of touchpoints in stored form. Cost: two searches for each pair, and a copy of the columns
    of contacts.

    >>> from graphkam.analysis.example import kiln
    >>> from graphkam.snapshot.framing import frame_of
    >>> row = {"id": "t", "at": "2026-02-20T12:00:00Z", "channel": "call", "team_ids": ["li"], "people_ids": ["xu"]}
    >>> changed = columns_with(frame_of([kiln().facts]), row)
    >>> changed["tie_person"].tolist(), changed["first_contact"].tolist(), changed["contact_channel"].tolist()
    ([1, 2], [0, 3, 4], [6, 3, 3, 6])
    """
    members = [_slot(frame.member_id, id_) for id_ in dict.fromkeys(_ids(row, "team_ids"))]
    begun = float(frame.begun_at[0])
    if None in members or (begun == math.inf and frame.begun_day[0] == ALWAYS):
        return None
    copied = {**dict.fromkeys(_ids(row, "cc_ids"), True), **dict.fromkeys(_ids(row, "people_ids"), False)}
    slots = ((_slot(frame.person_id, id_), only) for id_, only in copied.items())
    theirs = sorted((slot, only) for slot, only in slots if slot is not None)
    at = seconds_of(str(row["at"]))
    contacts = []
    for person, only_copied in theirs:
        for member in sorted(m for m in members if m is not None):
            contact = _contact(frame, person, member, at, only_copied)
            if contact is None:
                return None
            contacts.append(contact)
    changed: dict[str, Any] = {"begun_at": np.array([min(begun, at)])}
    if not contacts:
        return changed
    by = row.get("initiated_by")
    values = {
        "contact_at": at,
        "contact_channel": _place(CHANNELS, row["channel"]),
        "contact_copied": np.array([c.copied for c in contacts], np.uint8),
        "contact_people": len(copied),
        "contact_by": _place(INITIATORS, by),
    }
    there = np.array([c.place for c in contacts])
    stay = _staying(len(frame.contact_at), there)
    changed |= {name: _with(getattr(frame, name), stay, value) for name, value in values.items()}
    return changed | _ties(frame, contacts)


def page_with(page: Page, row: Row, revision: int) -> Page:
    """The page of an account with a new touchpoint. Cost: a copy of the touchpoints."""
    packed = page.packed + (pack(_whole(row)) + SEPARATOR).encode()
    return Page(revision, page.records, packed, np.append(page.seconds, seconds_of(str(row["at"]))))


def facts_with(facts: AccountFacts, row: Row, revision: int) -> AccountFacts:
    """The facts of an account with a new touchpoint. Cost: a copy of the list of touchpoints."""
    [touchpoint] = unpacked(pack(_whole(row)) + SEPARATOR, [seconds_of(str(row["at"]))])
    return replace(facts, touchpoints=(*facts.touchpoints, touchpoint), revision=revision)


def _contact(frame: Frame, person: int, member: int, at: float, copied: bool) -> _Contact | None:
    """Where a contact of a pair comes to stand; None where only ids of touchpoints would tell."""
    first, last = frame.tie_person.searchsorted((person, person + 1)).tolist()
    tie = first + int(frame.tie_member[first:last].searchsorted(member))
    begin = int(frame.first_contact[tie])
    if tie == last or frame.tie_member[tie] != member:
        return _Contact(tie, (person, member), begin, copied)
    end = int(frame.first_contact[tie + 1])
    place = begin + int(frame.contact_at[begin:end].searchsorted(at, "right"))
    if place > begin and frame.contact_at[place - 1] == at:
        return None
    return _Contact(tie, None, place, copied)


def _ties(frame: Frame, contacts: Sequence[_Contact]) -> dict[str, Any]:
    """The columns of ties with new ones, in order, and where their contacts begin."""
    changed: dict[str, Any] = {}
    first, place = frame.first_contact, [c.tie for c in contacts]
    new = [c for c in contacts if c.new]
    if new:
        before = np.array([c.tie for c in new])
        stay = _staying(len(frame.tie_person), before)
        person, member = np.array([c.new for c in new]).T
        changed = {
            "tie_person": _with(frame.tie_person, stay, person),
            "tie_member": _with(frame.tie_member, stay, member),
            "first_tie": np.array([0, len(stay)]),
        }
        first = _with(first, _staying(len(first), before), first[before])
        moved = accumulate((c.new is not None for c in contacts), initial=0)
        place = [tie + more for tie, more in zip(place, moved, strict=False)]
    else:
        first = first.copy()
    for tie in place:
        first[tie + 1 :] += 1
    return {**changed, "first_contact": first}


def _staying(length: int, places: I8) -> Any:
    """Of a column that gets values before these places: what was there before."""
    stay = np.ones(length + len(places), np.bool_)
    stay[places + np.arange(len(places))] = False
    return stay


def _with(column: Any, stay: Any, values: Any) -> Any:
    """A column with values where nothing `stay`s."""
    whole = np.empty(len(stay), column.dtype)
    whole[stay] = column
    whole[~stay] = values
    return whole


def _slot(ids: Texts, id_: str) -> int | None:
    """The place of an id; ids stand in order."""
    place = bisect_left(range(len(ids)), id_, key=lambda place: ids[place] or "")
    return place if place < len(ids) and ids[place] == id_ else None


def _ids(row: Row, name: str) -> Iterable[str]:
    ids = row.get(name)
    return ids if isinstance(ids, list) else ()


def _place(words: Sequence[str], word: object) -> int:
    return words.index(word) if word in words else UNKNOWN


def _whole(row: Row) -> Mapping[str, Value]:
    """The row with every column that is packed."""
    return {name: row.get(name) for name in FIELDS}
