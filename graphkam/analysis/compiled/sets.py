"""Coverage of layers, functions and roles: all sets of an account in one pass over its people and its ties."""

from __future__ import annotations

from typing import Any

import numpy as np

from graphkam.analysis.compiled.columns import f8, i1, i4, i8, u1, u4
from graphkam.analysis.compiled.jit import njit
from graphkam.domain.constants import TOLERANCE
from graphkam.domain.sweep import FIRST_FUNCTION, FIRST_ROLE, SETS
from graphkam.domain.vocabulary import COVERAGE_STATES

ALL = len(SETS)
EMPTY, OPEN, THIN, COVERED = (COVERAGE_STATES.index(s) for s in ("empty", "open", "thin", "covered"))


@njit(cache=True, nogil=True)
def members(c: Any) -> None:
    """What the people of each set add up to."""
    first_person = i8(c.first_person, c.n_account + 1)
    post = i4(c.post, c.n_person)
    post_target = f8(c.post_target, c.n_post)
    post_guessed = u1(c.post_guessed, c.n_post)
    guessed = u1(c.guessed, c.n_person)
    sets = u4(c.sets, c.n_person)
    tied = i4(c.tied, c.n_person)
    person_layer = i1(c.person_layer, c.n_person)
    person_power = f8(c.person_power, c.n_person)
    person_support = f8(c.person_support, c.n_person)
    person_coverage = f8(c.person_coverage, c.n_person)
    no_layer = i4(c.no_layer, c.n_account)
    set_people = i4(c.set_people, (c.n_account, ALL))
    set_reached = i4(c.set_reached, (c.n_account, ALL))
    set_guessed = i4(c.set_guessed, (c.n_account, ALL))
    set_unknown = i4(c.set_unknown, (c.n_account, ALL))
    set_target_gap = f8(c.set_target_gap, (c.n_account, ALL))
    set_coverage = f8(c.set_coverage, (c.n_account, ALL))
    set_support = f8(c.set_support, (c.n_account, ALL))
    power, judged = np.empty(ALL), np.empty(ALL)
    for a in range(len(no_layer)):
        set_people[a] = set_reached[a] = set_guessed[a] = set_unknown[a] = 0
        set_target_gap[a] = set_coverage[a] = set_support[a] = 0.0
        power[:] = judged[:] = 0.0
        unknown = 0
        for i in range(first_person[a], first_person[a + 1]):
            if post[i] < 0:
                continue
            unknown += person_layer[i] < 0
            target = post_target[post[i]]
            missing = 0.0 if np.isnan(target) else max(0.0, target - person_coverage[i])
            of, k = sets[i], 0
            while of:
                if of & 1:
                    guess = guessed[i] or (FIRST_FUNCTION <= k < FIRST_ROLE and post_guessed[post[i]])
                    set_people[a, k] += 1
                    set_reached[a, k] += tied[i] > 0
                    set_guessed[a, k] += guess != 0
                    set_target_gap[a, k] += missing
                    power[k] += person_power[i]
                    set_coverage[a, k] += person_power[i] * person_coverage[i]
                    if np.isnan(person_support[i]):
                        set_unknown[a, k] += 1
                    else:
                        judged[k] += person_power[i]
                        set_support[a, k] += person_power[i] * person_support[i]
                of >>= 1
                k += 1
        no_layer[a] = unknown
        for k in range(ALL):
            set_coverage[a, k] = set_coverage[a, k] / power[k] if power[k] > 0 else np.nan
            set_support[a, k] = set_support[a, k] / judged[k] if judged[k] > 0 else np.nan


@njit(cache=True, nogil=True)
def carriers(c: Any) -> None:
    """Threads, the strongest pair and how many of ours hold live ties, of each set."""
    first_person = i8(c.first_person, c.n_account + 1)
    first_member = i8(c.first_member, c.n_account + 1)
    first_tie = i8(c.first_tie, c.n_account + 1)
    live_ties = i4(c.live_ties, c.n_account)
    live_person = i4(c.live_person, c.n_tie)
    live_member = i4(c.live_member, c.n_tie)
    live_strength = f8(c.live_strength, c.n_tie)
    sets = u4(c.sets, c.n_person)
    met = u4(c.met, c.n_member)
    set_ours = i4(c.set_ours, (c.n_account, ALL))
    set_threads = f8(c.set_threads, (c.n_account, ALL))
    set_top_share = f8(c.set_top_share, (c.n_account, ALL))
    set_top_member = i4(c.set_top_member, (c.n_account, ALL))
    set_top_person = i4(c.set_top_person, (c.n_account, ALL))
    squares, top = np.empty(ALL), np.empty(ALL)
    for a in range(len(live_ties)):
        set_ours[a] = 0
        set_threads[a] = 0.0
        set_top_member[a] = set_top_person[a] = -1
        squares[:] = top[:] = 0.0
        for u in range(first_member[a], first_member[a + 1]):
            met[u] = 0
        for tie in range(first_tie[a], first_tie[a] + live_ties[a]):
            p, u, strength = live_person[tie], live_member[tie], live_strength[tie]
            of, k = sets[first_person[a] + p], 0
            met[first_member[a] + u] |= of
            while of:
                if of & 1:
                    set_threads[a, k] += strength
                    squares[k] += strength * strength
                    known = set_top_member[a, k]
                    if known < 0 or strength > top[k] or (strength == top[k] and u < known):
                        top[k] = strength
                        set_top_member[a, k], set_top_person[a, k] = u, p
                of >>= 1
                k += 1
        for u in range(first_member[a], first_member[a + 1]):
            of, k = met[u], 0
            while of:
                set_ours[a, k] += of & 1
                of >>= 1
                k += 1
        for k in range(ALL):
            whole = set_threads[a, k]
            set_top_share[a, k] = top[k] / whole if whole > 0 else np.nan
            set_threads[a, k] = whole * whole / squares[k] if whole > 0 else np.nan
            if not whole > 0:
                set_top_member[a, k] = set_top_person[a, k] = -1


@njit(cache=True, nogil=True)
def states(c: Any) -> None:
    """The status of every set. An undefined coverage (NaN) is less than nothing, so no reason to be thin."""
    set_people = i4(c.set_people, (c.n_account, ALL))
    set_reached = i4(c.set_reached, (c.n_account, ALL))
    set_ours = i4(c.set_ours, (c.n_account, ALL))
    set_coverage = f8(c.set_coverage, (c.n_account, ALL))
    thin_coverage = c.thin_coverage
    set_status = i1(c.set_status, (c.n_account, ALL))
    for a in range(len(set_people)):
        for k in range(ALL):
            people, reached = set_people[a, k], set_reached[a, k]
            if people == 0:
                set_status[a, k] = EMPTY
            elif reached == 0:
                set_status[a, k] = OPEN
            elif set_coverage[a, k] < thin_coverage - TOLERANCE or set_ours[a, k] == 1:
                set_status[a, k] = THIN
            else:
                set_status[a, k] = THIN if reached == 1 and people > 1 else COVERED
