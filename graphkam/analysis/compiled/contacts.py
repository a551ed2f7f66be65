"""Ties: what contacts add up to at the moment, and when that has gone cold."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numba import njit

from graphkam.analysis.compiled.moment import FINE, STEPS
from graphkam.domain.constants import TOLERANCE
from graphkam.domain.moment import DAY
from graphkam.domain.sweep import COLD, GOING, LIVE


@njit(cache=True, nogil=True)
def weighing(
    first_person: Any,
    first_member: Any,
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
    coarse: Any,
    fine: Any,
    half_life: float,
    instant: float,
    whole_day: bool,
    live: float,
    post: Any,
    term: Any,
    happened: Any,
    tie_s: Any,
    tie_state: Any,
) -> None:
    """s of every tie, how many of its contacts had happened, and whether it is live (LIVE) or once was (COLD)."""
    for a in range(len(first_tie) - 1):
        for tie in range(first_tie[a], first_tie[a + 1]):
            begin, end = first_contact[tie], first_contact[tie + 1]
            tie_s[tie], tie_state[tie], happened[tie] = np.nan, 0, 0
            if post[first_person[a] + tie_person[tie]] < 0 or term[first_member[a] + tie_member[tie]] < 0:
                continue
            while end > begin and (
                contact_at[end - 1] > instant or (whole_day and contact_at[end - 1] == instant)
            ):
                end -= 1
            if end == begin:
                continue
            s = 0.0
            for k in range(begin, end):
                weight = _weight(contact_channel[k], contact_copied[k], contact_people[k], weights, crowd)
                s += weight * _left(coarse, fine, half_life, instant - contact_at[k])
            tie_s[tie], happened[tie] = s, end - begin
            if s >= live - TOLERANCE:
                tie_state[tie] = LIVE
                continue
            if _once_live(
                begin,
                end,
                contact_at,
                contact_channel,
                contact_copied,
                contact_people,
                weights,
                crowd,
                half_life,
                live,
            ):
                tie_state[tie] = COLD


@njit(cache=True, nogil=True)
def _weight(channel: int, copied: int, people: int, weights: Any, crowd: int) -> float:
    """What a contact weighs when it happens."""
    weight = weights[copied, channel]
    return weight * (crowd / people) if people > crowd else weight


@njit(cache=True, nogil=True)
def _once_live(
    begin: int,
    end: int,
    contact_at: Any,
    contact_channel: Any,
    contact_copied: Any,
    contact_people: Any,
    weights: Any,
    crowd: int,
    half_life: float,
    live: float,
) -> bool:
    """Whether contacts ever made a live tie: one that does so alone, as most do, else what they add up to."""
    for k in range(begin, end):
        weight = _weight(contact_channel[k], contact_copied[k], contact_people[k], weights, crowd)
        if weight >= live - TOLERANCE:
            return True
    s, before = 0.0, contact_at[begin]
    for k in range(begin, end):  # what came before fades by the same share, so s after each contact tells
        s *= math.exp2(-((contact_at[k] - before) / DAY) / half_life)
        s += _weight(contact_channel[k], contact_copied[k], contact_people[k], weights, crowd)
        before = contact_at[k]
        if s >= live - TOLERANCE:
            return True
    return False


@njit(cache=True, nogil=True)
def _left(coarse: Any, fine: Any, half_life: float, age: float) -> float:
    """What is left of a contact after so many seconds: by table for whole ones, as most are."""
    if age < STEPS * FINE:
        second = np.uint64(age)
        if second == age:
            return coarse[second // np.uint64(FINE)] * fine[second % np.uint64(FINE)]
    return math.exp2(-(age / DAY) / half_life)


@njit(cache=True, nogil=True)
def cooling(
    first_contact: Any,
    contact_at: Any,
    instant: float,
    day: int,
    half_life: float,
    live: float,
    cold_days: float,
    cold_rhythm: float,
    cold_rhythm_days: int,
    cold_soon: int,
    shifts: Any,
    offsets: Any,
    happened: Any,
    tie_s: Any,
    tie_state: Any,
    longest: int,
) -> None:
    """Of live ties: which are silent beyond their rhythm, and which soon stop being live."""
    days = np.empty(longest, np.int64)
    threshold, least = live - TOLERANCE, max(cold_rhythm_days, 2)
    for tie in range(len(tie_s)):
        if not tie_state[tie] & LIVE:
            continue
        s = tie_s[tie]
        if threshold > 0 and s > 0:
            left = half_life * math.log2(s / threshold)
            if left <= cold_soon + 2 and _day(shifts, offsets, instant + left * DAY) <= day + cold_soon:
                tie_state[tie] |= GOING
        begin, count = first_contact[tie], happened[tie]
        silence = (instant - contact_at[begin + count - 1]) / DAY
        if count < least or not silence > cold_days + TOLERANCE:
            continue
        ordered = True
        for k in range(count):
            days[k] = _day(shifts, offsets, contact_at[begin + k])
            ordered = ordered and (k == 0 or days[k] >= days[k - 1])
        if not ordered:  # clocks that go back at midnight tell a day twice
            days[:count].sort()
        if _silent(days[:count], silence, cold_days, cold_rhythm, least):
            tie_state[tie] |= COLD


@njit(cache=True, nogil=True)
def _silent(days: Any, silence: float, cold_days: float, rhythm: float, least: int) -> bool:
    """Whether a silence is longer than the rhythm of these days allows: max(cold_days, rhythm × median gap).

    Nothing is sorted: gaps that would make the silence too long are counted, and if they are exactly half of
    all, the median lies between the largest of these and the smallest of the others.
    """
    short = long = below = 0
    above = np.inf
    for k in range(1, len(days)):
        gap = days[k] - days[k - 1]
        if gap == 0:
            continue
        if silence > max(cold_days, rhythm * gap) + TOLERANCE:
            short += 1
            below = max(below, gap)
        else:
            long += 1
            above = min(above, gap)
    if short + long + 1 < least or short < long:
        return False
    return short > long or silence > max(cold_days, rhythm * ((below + above) / 2)) + TOLERANCE


@njit(cache=True, nogil=True)
def _day(shifts: Any, offsets: Any, instant: float) -> int:
    """The calendar day of an instant in the time zone, counted from 1970-01-01."""
    k = len(shifts) - 1
    while k > 0 and shifts[k] > instant:
        k -= 1
    return math.floor((instant + offsets[k]) / DAY)


@njit(cache=True, nogil=True)
def reach(
    first_person: Any,
    first_tie: Any,
    tie_person: Any,
    tie_member: Any,
    kappa: float,
    post: Any,
    post_placeholder: Any,
    tie_s: Any,
    tie_state: Any,
    live_person: Any,
    live_member: Any,
    live_strength: Any,
    tied: Any,
    person_coverage: Any,
    live_ties: Any,
    gone_cold: Any,
    going_cold: Any,
) -> None:
    """The ties that count as reach, from `first_tie` of the account on, and what they cover of each person."""
    for a in range(len(first_tie) - 1):
        first, begin = first_person[a], first_tie[a]
        for i in range(first, first_person[a + 1]):
            tied[i] = 0
            person_coverage[i] = 0.0
        live = gone = going = 0
        for tie in range(begin, first_tie[a + 1]):
            i, state = first + tie_person[tie], tie_state[tie]
            if state == 0 or post_placeholder[post[i]]:
                continue
            gone += state & COLD != 0
            going += state & GOING != 0
            if state & LIVE:
                live_person[begin + live], live_member[begin + live] = tie_person[tie], tie_member[tie]
                live_strength[begin + live] = -math.expm1(-tie_s[tie] / kappa)
                person_coverage[i] += tie_s[tie]
                tied[i] += 1
                live += 1
        live_ties[a], gone_cold[a], going_cold[a] = live, gone, going
        for i in range(first, first_person[a + 1]):
            if post[i] < 0:
                person_coverage[i] = np.nan
            elif tied[i]:
                person_coverage[i] = -math.expm1(-person_coverage[i] / kappa)
