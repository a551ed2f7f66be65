"""Who is there that day, in which layer, with which power, support and roles.

Parameters of kernels are columns of `Frame` and `Sweep`, values of `Moment` and columns of `room`, by name.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from graphkam.domain.constants import TOLERANCE
from graphkam.domain.frame import BY_LINE, BY_TITLE, UNKNOWN
from graphkam.domain.sweep import FIRST_FUNCTION, FIRST_ROLE
from graphkam.domain.vocabulary import ASSIGNMENTS, DECISION_ROLES, LAYERS, RELATION_KINDS, ROLES

REPORTS_TO = RELATION_KINDS.index("reports_to")
INFLUENCES = RELATION_KINDS.index("influences")
CONFIDANT = RELATION_KINDS.index("confidant")
MANAGER = ASSIGNMENTS.index("account_manager")
SPONSOR = ASSIGNMENTS.index("executive_sponsor")
DECIDING = sum(1 << ROLES.index(role) for role in DECISION_ROLES)
"""Bits of the roles that decide."""
HIGHEST = len(LAYERS) - 1


@njit(cache=True, nogil=True)
def posts(first_post: Any, post_from: Any, post_to: Any, day: int, post: Any, person_works: Any) -> None:
    """The post that everybody of theirs holds that day, of several the latest begun; −1: none."""
    _current(first_post, post_from, post_to, day, post, person_works)


@njit(cache=True, nogil=True)
def terms(first_term: Any, term_from: Any, term_to: Any, day: int, term: Any, member_works: Any) -> None:
    """The term of everybody of ours, likewise."""
    _current(first_term, term_from, term_to, day, term, member_works)


@njit(cache=True, nogil=True)
def _current(first: Any, begins: Any, ends: Any, day: int, row_of: Any, works: Any) -> None:
    for i in range(len(first) - 1):
        found = -1
        for row in range(first[i], first[i + 1]):
            if begins[row] <= day < ends[row]:
                found = row
        row_of[i], works[i] = found, found >= 0


@njit(cache=True, nogil=True)
def layers(post: Any, post_layer: Any, post_source: Any, person_layer: Any, person_source: Any) -> None:
    """Everybody's layer as given or as the title tells."""
    for i in range(len(post)):
        person_layer[i] = post_layer[post[i]] if post[i] >= 0 else UNKNOWN
        person_source[i] = post_source[post[i]] if post[i] >= 0 else UNKNOWN


@njit(cache=True, nogil=True)
def lines(
    first_person: Any,
    first_line: Any,
    line_from: Any,
    line_to: Any,
    line_kind: Any,
    line_weight: Any,
    line_inferred: Any,
    line_valid_from: Any,
    line_valid_to: Any,
    post: Any,
    post_placeholder: Any,
    day: int,
    influence_weight: float,
    confidant_weight: float,
    person_layer: Any,
    person_source: Any,
    arcs: Any,
    arc_tail: Any,
    arc_head: Any,
) -> None:
    """Layers from the reporting line; the arcs of `influence` among theirs, from `first_line` of the account on."""
    bosses = np.zeros(len(post), np.uint8)
    top = np.full(len(post), UNKNOWN, np.int8)
    for a in range(len(arcs)):
        first, count = first_person[a], 0
        for row in range(first_line[a], first_line[a + 1]):
            x, y = line_from[row], line_to[row]
            if x == y or not line_valid_from[row] <= day < line_valid_to[row]:
                continue
            if post[first + x] < 0 or post[first + y] < 0:
                continue
            kind = line_kind[row]
            if kind == REPORTS_TO:
                if not line_inferred[row]:
                    bosses[first + x] |= 1 << (person_layer[first + y] + 1)
                    top[first + y] = max(top[first + y], person_layer[first + x], 0)
                x, y = y, x
            elif kind in (INFLUENCES, CONFIDANT):
                weight = line_weight[row]
                if np.isnan(weight):
                    weight = influence_weight if kind == INFLUENCES else confidant_weight
                if not weight > TOLERANCE:
                    continue
            else:
                continue
            if not post_placeholder[post[first + x]] and not post_placeholder[post[first + y]]:
                arc_tail[first_line[a] + count], arc_head[first_line[a] + count] = x, y
                count += 1
        arcs[a] = count
    for i in range(len(post)):
        if post[i] >= 0 and person_layer[i] == UNKNOWN:
            layer = _by_line(bosses[i], top[i])
            if layer != UNKNOWN:
                person_layer[i], person_source[i] = layer, BY_LINE


@njit(cache=True, nogil=True)
def _by_line(bosses: int, top: int) -> int:
    """The layer between bosses (bit 0: an unknown one, bit i + 1: layer i) and the highest report."""
    if bosses == 0:
        return min(top + 1, HIGHEST) if top != UNKNOWN else UNKNOWN
    boss = UNKNOWN
    for layer in range(HIGHEST + 1):
        if bosses == 1 << (layer + 1):
            boss = layer
    if boss == UNKNOWN:
        return UNKNOWN
    if top == UNKNOWN:
        return max(boss - 1, 0)
    if boss == top:
        return boss
    return 1 if boss - top == 2 else UNKNOWN


@njit(cache=True, nogil=True)
def judgements(
    first_person: Any,
    first_assessment: Any,
    assessment_person: Any,
    assessment_author: Any,
    assessment_support: Any,
    assessment_power: Any,
    assessment_confidence: Any,
    judged_at: Any,
    missing_confidence: float,
    post: Any,
    post_power: Any,
    layer_power: Any,
    person_layer: Any,
    person_source: Any,
    person_power: Any,
    person_support: Any,
    guessed: Any,
) -> None:
    """Power and support of everybody, and whose layer or power is a guess."""
    for a in range(len(first_person) - 1):
        row = first_assessment[a]
        for i in range(first_person[a], first_person[a + 1]):
            begin = row
            while row < first_assessment[a + 1] and assessment_person[row] == i - first_person[a]:
                row += 1
            person_power[i] = person_support[i] = np.nan
            guessed[i] = False
            if post[i] < 0:
                continue
            layer, source = person_layer[i], person_source[i]
            guessed[i] = layer != UNKNOWN and source in (BY_TITLE, BY_LINE)
            power = np.nan
            if row > begin:
                said = assessment_author, assessment_confidence, judged_at
                power = _judged(assessment_power, *said, missing_confidence, begin, row)
                person_support[i] = _judged(assessment_support, *said, missing_confidence, begin, row)
            if np.isnan(power):
                power = post_power[post[i]]
            if np.isnan(power):
                power = layer_power[layer]
                guessed[i] = guessed[i] or layer == UNKNOWN
            person_power[i] = power


@njit(cache=True, nogil=True)
def _judged(
    measure: Any, author: Any, confidence: Any, judged_at: Any, missing: float, begin: int, end: int
) -> float:
    """The mean of each author's newest judgement that states the measure; NaN: nobody judged."""
    weighted = weights = plain = 0.0
    authors = 0
    row = begin
    while row < end:
        said, newest = author[row], -1
        value = weight = 0.0
        while row < end and author[row] == said:
            if not np.isnan(measure[row]) and not np.isnan(judged_at[row]):
                v, x = measure[row], missing if np.isnan(confidence[row]) else confidence[row]
                if newest < 0 or (judged_at[row], v, x) > (judged_at[newest], value, weight):
                    newest, value, weight = row, v, x
            row += 1
        if newest >= 0:
            authors += 1
            weighted += value * weight
            weights += weight
            plain += value
    if authors == 0:
        return np.nan
    return weighted / weights if weights != 0.0 else plain / authors


@njit(cache=True, nogil=True)
def deciders(
    first_person: Any,
    first_role: Any,
    role_person: Any,
    role_kind: Any,
    role_from: Any,
    role_to: Any,
    day: int,
    post: Any,
    post_functions: Any,
    person_layer: Any,
    roles: Any,
    sets: Any,
    person_decides: Any,
    deciders: Any,
    decision_source: Any,
) -> None:
    """Who holds which role, who decides, and to which sets of SETS everybody belongs, as bits."""
    roles[:] = 0
    for a in range(len(first_person) - 1):
        first, holding = first_person[a], False
        for row in range(first_role[a], first_role[a + 1]):
            i = first + role_person[row]
            if post[i] >= 0 and role_from[row] <= day < role_to[row]:
                roles[i] |= 1 << role_kind[row]
                holding = holding or DECIDING >> role_kind[row] & 1 != 0
        count = 0
        for i in range(first, first_person[a + 1]):
            sets[i] = 0
            person_decides[i] = False
            if post[i] >= 0:
                layer = person_layer[i]
                person_decides[i] = roles[i] & DECIDING != 0 if holding else layer >= 1
                sets[i] = post_functions[post[i]] << FIRST_FUNCTION | roles[i] << FIRST_ROLE
                if layer != UNKNOWN:
                    sets[i] |= 1 << layer
            count += person_decides[i]
        deciders[a] = count
        decision_source[a] = 0 if holding else 1 if count else 2


@njit(cache=True, nogil=True)
def care(
    first_member: Any,
    first_assignment: Any,
    assignment_member: Any,
    assignment_as: Any,
    assignment_from: Any,
    assignment_to: Any,
    day: int,
    term: Any,
    manages: Any,
    manager: Any,
    sponsor: Any,
) -> None:
    """Who of ours is account manager, and who is sponsor."""
    manages[:] = False
    for a in range(len(first_member) - 1):
        manager[a] = sponsor[a] = -1
        for row in range(first_assignment[a], first_assignment[a + 1]):
            u = assignment_member[row]
            if term[first_member[a] + u] < 0 or not assignment_from[row] <= day < assignment_to[row]:
                continue
            if assignment_as[row] == MANAGER:
                manages[first_member[a] + u] = True
                if manager[a] < 0:
                    manager[a] = u
            elif assignment_as[row] == SPONSOR and sponsor[a] < 0:
                sponsor[a] = u
