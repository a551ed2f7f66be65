"""Contacts that arrive at an account that is swept again and again, and whether they change who reaches whom."""

from __future__ import annotations

from typing import Any

import numpy as np

from graphkam.analysis.compiled.columns import f8, i1, i4, i8, u1
from graphkam.analysis.compiled.jit import njit
from graphkam.domain.growing import NUMBERS

WIDTH = len(NUMBERS)
PERSON, MEMBER, AT, CHANNEL, COPIED, PEOPLE, _ = range(WIDTH)
"""What is told of a contact: see NUMBERS."""


@njit(cache=True, nogil=True)
def arrive(c: Any) -> None:
    """Put the contacts that arrived where they belong, of an account by itself whose columns have room for them."""
    if c.n_arrived == 0:
        return
    arrived = f8(c.arrived, (c.n_arrived, WIDTH))
    for k in range(c.n_arrived):
        tie = _tie(c, arrived[k, PERSON], arrived[k, MEMBER])
        _contact(c, tie, arrived[k])
    i8(c.first_tie, 2)[1] = c.n_tie
    c.most_ties, c.longest = c.n_tie, c.n_contact
    c.n_arrived = 0


@njit(cache=True, nogil=True)
def _tie(c: Any, person: float, member: float) -> int:
    """The place of a tie, made where there is none."""
    room = c.n_tie + 1
    tie_person, tie_member = i4(c.tie_person, room), i4(c.tie_member, room)
    low, high = 0, c.n_tie
    while low < high:
        middle = (low + high) >> 1
        if tie_person[middle] < person or (tie_person[middle] == person and tie_member[middle] < member):
            low = middle + 1
        else:
            high = middle
    if low < c.n_tie and tie_person[low] == person and tie_member[low] == member:
        return low
    tie_sum, tie_done, tie_once = f8(c.tie_sum, room), i4(c.tie_done, room), u1(c.tie_once, room)
    tie_then, tie_last, happened = f8(c.tie_then, room), f8(c.tie_last, room), i4(c.happened, room)
    first_contact = i8(c.first_contact, room + 1)
    for tie in range(c.n_tie, low, -1):
        tie_person[tie], tie_member[tie] = tie_person[tie - 1], tie_member[tie - 1]
        tie_sum[tie], tie_done[tie], tie_once[tie] = tie_sum[tie - 1], tie_done[tie - 1], tie_once[tie - 1]
        tie_then[tie], tie_last[tie], happened[tie] = tie_then[tie - 1], tie_last[tie - 1], happened[tie - 1]
        first_contact[tie + 1] = first_contact[tie]
    tie_person[low], tie_member[low] = person, member
    tie_sum[low], tie_done[low], tie_once[low] = 0.0, 0, 0
    first_contact[low + 1] = first_contact[low]
    c.n_tie = room
    return low


@njit(cache=True, nogil=True)
def _contact(c: Any, tie: int, told: Any) -> None:
    """A contact more of a tie; what is kept of the tie is worth nothing if others of it come later."""
    room = c.n_contact + 1
    first_contact = i8(c.first_contact, c.n_tie + 1)
    contact_at, contact_channel = f8(c.contact_at, room), i1(c.contact_channel, room)
    contact_copied, contact_people = u1(c.contact_copied, room), i4(c.contact_people, room)
    f8(c.tie_then, c.n_tie)[tie] = np.nan
    at, begin, place = told[AT], first_contact[tie], first_contact[tie + 1]
    while place > begin and contact_at[place - 1] >= at:
        place -= 1
    if place < first_contact[tie + 1]:
        i4(c.tie_done, c.n_tie)[tie] = 0
    for k in range(c.n_contact, place, -1):
        contact_at[k] = contact_at[k - 1]
    for k in range(c.n_contact, place, -1):
        contact_channel[k] = contact_channel[k - 1]
    for k in range(c.n_contact, place, -1):
        contact_copied[k] = contact_copied[k - 1]
    for k in range(c.n_contact, place, -1):
        contact_people[k] = contact_people[k - 1]
    contact_at[place], contact_channel[place] = at, told[CHANNEL]
    contact_copied[place], contact_people[place] = told[COPIED], told[PEOPLE]
    for later in range(tie + 1, c.n_tie + 1):
        first_contact[later] += 1
    c.n_contact = room


@njit(cache=True, nogil=True)
def as_before(c: Any) -> bool:
    """Whether exactly those reach whom who did the last time, all else being as it was; notes who does now."""
    if not c.keeping:
        return False
    live = i4(c.live_ties, 1)[0]
    live_person, live_member = i4(c.live_person, live), i4(c.live_member, live)
    person, member = i4(c.reached_person, live), i4(c.reached_member, live)
    same = c.settled != 0 and c.n_reached == live
    for k in range(live):
        same = same and person[k] == live_person[k] and member[k] == live_member[k]
        person[k], member[k] = live_person[k], live_member[k]
    c.n_reached, c.settled = live, 1
    return same
