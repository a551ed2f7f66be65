"""The ties that ours took along to a competitor, with what is left of them: `analysis.alarms.rivals`."""

from __future__ import annotations

import math
from typing import Any

from graphkam.analysis.compiled.jit import njit
from graphkam.analysis.compiled.past_ties import worth


@njit(cache=True, nogil=True)
def taken_along(
    first_person: Any,
    first_member: Any,
    first_term: Any,
    term_rival: Any,
    term_to: Any,
    post: Any,
    post_placeholder: Any,
    first_tie: Any,
    tie_person: Any,
    tie_member: Any,
    first_contact: Any,
    contact_at: Any,
    contact_channel: Any,
    contact_copied: Any,
    contact_people: Any,
    weights: Any,
    crowd: int,
    fading: Any,
    half_life: float,
    kappa: float,
    first_rival: Any,
    rival_person: Any,
    rival_competitor: Any,
    rival_from: Any,
    rival_to: Any,
    day: int,
    instant: float,
    whole_day: bool,
    first_taken: Any,
    taken_person: Any,
    taken_rival: Any,
    taken_strength: Any,
) -> None:
    """A row for each competitor and person to whom one of ours left with a tie to them, of several the strongest.

    Whose tie to that competitor is recorded is left out. The rows of account a begin at `first_taken[a]`.
    """
    contacts = (contact_at, contact_channel, contact_copied, contact_people)
    faded = (weights, crowd, fading, half_life)
    count = 0
    for a in range(len(first_taken) - 1):
        begin = first_taken[a] = count
        recorded = slice(first_rival[a], first_rival[a + 1])
        rivals = (
            rival_person[recorded],
            rival_competitor[recorded],
            rival_from[recorded],
            rival_to[recorded],
        )
        for v in range(first_member[a], first_member[a + 1]):
            for term in range(first_term[v], first_term[v + 1]):
                who = term_rival[term]
                if who < 0 or term_to[term] > day:
                    continue
                for tie in range(first_tie[a], first_tie[a + 1]):
                    slot = tie_person[tie]
                    row = post[first_person[a] + slot]
                    if first_member[a] + tie_member[tie] != v or row < 0 or post_placeholder[row]:
                        continue
                    s = worth(first_contact[tie], first_contact[tie + 1], contacts, faded, instant, whole_day)
                    if s <= 0.0 or _recorded(rivals, slot, who, day):
                        continue
                    place = begin
                    while place < count and (taken_person[place] != slot or taken_rival[place] != who):
                        place += 1
                    strength = -math.expm1(-s / kappa)
                    if place == count:
                        taken_person[count], taken_rival[count], taken_strength[count] = slot, who, strength
                        count += 1
                    elif strength > taken_strength[place]:
                        taken_strength[place] = strength
    first_taken[len(first_taken) - 1] = count


@njit(cache=True, nogil=True)
def _recorded(rivals: Any, slot: int, who: int, day: int) -> bool:
    """Whether a competitor's tie to one of theirs is recorded for that day."""
    person, competitor, begins, ends = rivals
    found = False
    for row in range(len(person)):
        found = found or (person[row] == slot and competitor[row] == who and begins[row] <= day < ends[row])
    return found
