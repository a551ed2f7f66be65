"""Ties: what contacts add up to at the moment, and when that has gone cold."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from graphkam.analysis.compiled.columns import f8, i1, i4, i8, u1
from graphkam.analysis.compiled.jit import njit
from graphkam.analysis.compiled.moment import COARSE, FINE, MIDDLE
from graphkam.domain.constants import TOLERANCE
from graphkam.domain.moment import DAY
from graphkam.domain.sweep import COLD, GOING, LIVE
from graphkam.domain.vocabulary import CHANNELS

WEIGHTS = len(CHANNELS) + 1
"""Columns of the table of weights."""
FADING = (1 << FINE) + (1 << MIDDLE) + (1 << COARSE)
"""Length of the table of decay."""
SECONDS = 1 << (FINE + MIDDLE + COARSE)
"""Ages that it tells."""
_FIRST, _SECOND = FINE, FINE + MIDDLE
_MIDDLES, _COARSES = 1 << FINE, (1 << FINE) + (1 << MIDDLE)
"""Where its parts begin."""
_SMALL = 0.05
"""Below, 1 − e^−x would lose digits."""


@njit(cache=True, nogil=True)
def weighing(c: Any) -> None:
    """s of every tie, how many of its contacts had happened, and whether it is live (LIVE) or once was (COLD).

    What came before a contact has faded by one share for all of it, so s after each contact follows from s after
    the one before. Where `keeping` is 1, that of the last is kept (`tie_sum`), after how many contacts it was so
    (`tie_done`), and whether the tie was live by then (`tie_once`): only later ones are added the next time.

    Since the last midnight of UTC all ties without a contact since have faded by one share, so of these s by then is
    kept as well (`tie_then`; NaN: of no use): on the same day (`weighed_on`) that share is all that is asked.
    """
    fading = f8(c.fading, FADING)
    first_tie = i8(c.first_tie, c.n_account + 1)
    weighed_on, second = math.floor(c.instant / DAY), math.floor(c.instant)
    # Most contacts are at whole seconds, the moment is not.
    rest = _left(fading, c.half_life, c.instant - second)
    since = _left(fading, c.half_life, second - weighed_on * DAY) * rest
    if c.keeping and c.settled and c.weighed_on == weighed_on:
        _resting(c, rest, since)
    else:
        for a in range(c.n_account):
            _weigh_some(c, a, first_tie[a], first_tie[a + 1], rest, since)
    c.weighed_on = weighed_on


@njit(cache=True, nogil=True)
def _resting(c: Any, rest: float, since: float) -> None:
    """`weighing` of an account by itself whose ties were weighed that day."""
    live = c.live - TOLERANCE
    tie_s, tie_state = f8(c.tie_s, c.n_tie), u1(c.tie_state, c.n_tie)
    tie_then, tie_once = f8(c.tie_then, c.n_tie), u1(c.tie_once, c.n_tie)
    for tie in range(c.n_tie):
        s = tie_then[tie] * since
        if np.isnan(s):
            _weigh_some(c, 0, tie, tie + 1, rest, since)
        else:
            tie_s[tie], tie_state[tie] = s, LIVE if s >= live else COLD if tie_once[tie] else 0


@njit(cache=True, nogil=True)
def _weigh_some(c: Any, a: int, first: int, last: int, rest: float, since: float) -> None:
    """`weighing` of these ties of an account."""
    first_person = i8(c.first_person, c.n_account + 1)[a]
    first_member = i8(c.first_member, c.n_account + 1)[a]
    tie_person = i4(c.tie_person, c.n_tie)
    tie_member = i4(c.tie_member, c.n_tie)
    first_contact = i8(c.first_contact, c.n_tie + 1)
    contact_at = f8(c.contact_at, c.n_contact)
    contact_channel = i1(c.contact_channel, c.n_contact)
    contact_copied = u1(c.contact_copied, c.n_contact)
    contact_people = i4(c.contact_people, c.n_contact)
    weights = f8(c.weights, (2, WEIGHTS))
    fading = f8(c.fading, FADING)
    crowd, half_life, instant, live = c.crowd, c.half_life, c.instant, c.live - TOLERANCE
    post, term = i4(c.post, c.n_person), i4(c.term, c.n_member)
    happened, tie_s = i4(c.happened, c.n_tie), f8(c.tie_s, c.n_tie)
    tie_state = u1(c.tie_state, c.n_tie)
    tie_sum, tie_done, tie_once = f8(c.tie_sum, c.n_tie), i4(c.tie_done, c.n_tie), u1(c.tie_once, c.n_tie)
    tie_then, tie_last = f8(c.tie_then, c.n_tie), f8(c.tie_last, c.n_tie)
    second, midnight = math.floor(instant), math.floor(instant / DAY) * DAY
    keeping, whole_day = c.keeping != 0, c.whole_day != 0
    for tie in range(first, last):
        begin, end = first_contact[tie], first_contact[tie + 1]
        if keeping:
            tie_then[tie] = np.nan
        if post[first_person + tie_person[tie]] < 0 or term[first_member + tie_member[tie]] < 0:
            end = begin
        while end > begin and (
            contact_at[end - 1] > instant or (whole_day and contact_at[end - 1] == instant)
        ):
            end -= 1
        if end == begin:
            tie_s[tie], tie_state[tie], happened[tie] = np.nan, 0, 0
            continue
        s, k, once = 0.0, begin, False
        if keeping and 0 < tie_done[tie] <= end - begin:
            s, k, once = tie_sum[tie], begin + tie_done[tie], tie_once[tie] != 0
        while k < end:
            if k > begin:
                s *= _left(fading, half_life, contact_at[k] - contact_at[k - 1])
            s += _weight(contact_channel[k], contact_copied[k], contact_people[k], weights, crowd)
            once = once or s >= live
            k += 1
        at, whole = contact_at[end - 1], keeping and end == first_contact[tie + 1]
        if keeping:
            tie_last[tie] = at
        if whole:
            tie_sum[tie], tie_done[tie], tie_once[tie] = s, end - begin, once
        if at < midnight:
            s *= _left(fading, half_life, midnight - at)
            if whole:
                tie_then[tie] = s
            s *= since
        elif at <= second:
            s *= _left(fading, half_life, second - at) * rest
        else:
            s *= _left(fading, half_life, instant - at)
        tie_s[tie], happened[tie] = s, end - begin
        tie_state[tie] = LIVE if s >= live else COLD if once else 0


@njit(cache=True, nogil=True)
def _weight(channel: int, copied: int, people: int, weights: Any, crowd: int) -> float:
    """What a contact weighs when it happens."""
    weight = weights[copied, channel]
    return weight * (crowd / people) if people > crowd else weight


@njit(cache=True, nogil=True)
def _left(fading: Any, half_life: float, age: float) -> float:
    """What is left of a contact after so many seconds: by table for whole ones, as most are."""
    if 0 <= age < SECONDS:
        second = np.int64(age)
        if second == age:
            fine, middle, coarse = (
                second & (_MIDDLES - 1),
                second >> _FIRST & (1 << MIDDLE) - 1,
                second >> _SECOND,
            )
            return fading[fine] * fading[middle + _MIDDLES] * fading[coarse + _COARSES]
    return math.exp2(-(age / DAY) / half_life)


@njit(cache=True, nogil=True)
def cooling(c: Any) -> None:
    """Of live ties: which are silent beyond their rhythm, and which soon stop being live."""
    first_contact = i8(c.first_contact, c.n_tie + 1)
    contact_at = f8(c.contact_at, c.n_contact)
    instant = c.instant
    day = c.day
    half_life = c.half_life
    live = c.live
    cold_days = c.cold_days
    cold_rhythm = c.cold_rhythm
    cold_rhythm_days = c.cold_rhythm_days
    cold_soon = c.cold_soon
    shifts = f8(c.shifts, c.n_shift)
    offsets = f8(c.offsets, c.n_shift)
    happened = i4(c.happened, c.n_tie)
    tie_s = f8(c.tie_s, c.n_tie)
    tie_state = u1(c.tie_state, c.n_tie)
    keeping, tie_last = c.keeping != 0, f8(c.tie_last, c.n_tie)
    longest = c.longest
    days = np.empty(longest, np.int64)
    threshold, least = live - TOLERANCE, max(cold_rhythm_days, 2)
    # Of stronger ties no logarithm is taken: they last longer than is asked.
    weak = threshold * math.exp2((cold_soon + 2) / half_life) * (1 + TOLERANCE)
    for tie in range(len(tie_s)):
        if not tie_state[tie] & LIVE:
            continue
        s = tie_s[tie]
        if threshold > 0 and 0 < s <= weak:
            left = half_life * math.log2(s / threshold)
            if left <= cold_soon + 2 and _day(shifts, offsets, instant + left * DAY) <= day + cold_soon:
                tie_state[tie] |= GOING
        last = tie_last[tie] if keeping else contact_at[first_contact[tie] + happened[tie] - 1]
        silence = (instant - last) / DAY
        if not silence > cold_days + TOLERANCE or happened[tie] < least:
            continue
        begin, count = first_contact[tie], happened[tie]
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
def reach(c: Any) -> None:
    """The ties that count as reach, from `first_tie` of the account on, and what they cover of each person."""
    first_person = i8(c.first_person, c.n_account + 1)
    first_tie = i8(c.first_tie, c.n_account + 1)
    tie_person = i4(c.tie_person, c.n_tie)
    tie_member = i4(c.tie_member, c.n_tie)
    kappa = c.kappa
    post = i4(c.post, c.n_person)
    post_placeholder = u1(c.post_placeholder, c.n_post)
    tie_s = f8(c.tie_s, c.n_tie)
    tie_state = u1(c.tie_state, c.n_tie)
    live_person = i4(c.live_person, c.n_tie)
    live_member = i4(c.live_member, c.n_tie)
    live_strength = f8(c.live_strength, c.n_tie)
    tied = i4(c.tied, c.n_person)
    person_coverage = f8(c.person_coverage, c.n_person)
    live_ties = i4(c.live_ties, c.n_account)
    gone_cold = i4(c.gone_cold, c.n_account)
    going_cold = i4(c.going_cold, c.n_account)
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
                live_strength[begin + live] = _strength(tie_s[tie] / kappa)
                person_coverage[i] += tie_s[tie]
                tied[i] += 1
                live += 1
        live_ties[a], gone_cold[a], going_cold[a] = live, gone, going
        for i in range(first, first_person[a + 1]):
            if post[i] < 0:
                person_coverage[i] = np.nan
            elif tied[i]:
                person_coverage[i] = _strength(person_coverage[i] / kappa)


@njit(cache=True, nogil=True)
def _strength(x: float) -> float:
    """1 − e^−x, as exact as `expm1` gives it, in a third of the time."""
    return 1.0 - math.exp(-x) if x > _SMALL else -math.expm1(-x)
