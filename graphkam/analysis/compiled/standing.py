"""Who is there that day, in which layer, with which power, support and roles.

A kernel is handed a record of `columns`: columns of `Frame` and `Sweep`, values of `Moment`, and room, by name.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from graphkam.analysis.compiled.columns import f8, i1, i4, i8, u1, u4
from graphkam.analysis.compiled.jit import njit
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
POWERS = len(LAYERS) + 1
"""Of layers, and of an unknown one."""


@njit(cache=True, nogil=True)
def posts(c: Any) -> None:
    """The post that everybody of theirs holds that day, of several the latest begun; −1: none."""
    first_post = i8(c.first_post, c.n_person + 1)
    post_from = i4(c.post_from, c.n_post)
    post_to = i4(c.post_to, c.n_post)
    day = c.day
    post = i4(c.post, c.n_person)
    person_works = u1(c.person_works, c.n_person)
    _current(first_post, post_from, post_to, day, post, person_works)


@njit(cache=True, nogil=True)
def terms(c: Any) -> None:
    """The term of everybody of ours, likewise."""
    first_term = i8(c.first_term, c.n_member + 1)
    term_from = i4(c.term_from, c.n_term)
    term_to = i4(c.term_to, c.n_term)
    day = c.day
    term = i4(c.term, c.n_member)
    member_works = u1(c.member_works, c.n_member)
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
def layers(c: Any) -> None:
    """Everybody's layer as given or as the title tells."""
    post = i4(c.post, c.n_person)
    post_layer = i1(c.post_layer, c.n_post)
    post_source = i1(c.post_source, c.n_post)
    person_layer = i1(c.person_layer, c.n_person)
    person_source = i1(c.person_source, c.n_person)
    for i in range(len(post)):
        person_layer[i] = post_layer[post[i]] if post[i] >= 0 else UNKNOWN
        person_source[i] = post_source[post[i]] if post[i] >= 0 else UNKNOWN


@njit(cache=True, nogil=True)
def lines(c: Any) -> None:
    """Layers from the reporting line; the arcs of `influence` among theirs, from `first_line` of the account on."""
    first_person = i8(c.first_person, c.n_account + 1)
    first_line = i8(c.first_line, c.n_account + 1)
    line_from = i4(c.line_from, c.n_line)
    line_to = i4(c.line_to, c.n_line)
    line_kind = i1(c.line_kind, c.n_line)
    line_weight = f8(c.line_weight, c.n_line)
    line_inferred = u1(c.line_inferred, c.n_line)
    line_valid_from = i4(c.line_valid_from, c.n_line)
    line_valid_to = i4(c.line_valid_to, c.n_line)
    post = i4(c.post, c.n_person)
    post_placeholder = u1(c.post_placeholder, c.n_post)
    day = c.day
    influence_weight = c.influence_weight
    confidant_weight = c.confidant_weight
    person_layer = i1(c.person_layer, c.n_person)
    person_source = i1(c.person_source, c.n_person)
    arcs = i4(c.arcs, c.n_account)
    arc_tail = i4(c.arc_tail, c.n_line)
    arc_head = i4(c.arc_head, c.n_line)
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
            elif not carries(kind, line_weight[row], influence_weight, confidant_weight):
                continue
            if not post_placeholder[post[first + x]] and not post_placeholder[post[first + y]]:
                arc_tail[first_line[a] + count], arc_head[first_line[a] + count] = x, y
                count += 1
        arcs[a] = count
    for i in range(len(post)):
        if post[i] >= 0 and person_layer[i] == UNKNOWN:
            layer = by_line(bosses[i], top[i])
            if layer != UNKNOWN:
                person_layer[i], person_source[i] = layer, BY_LINE


@njit(cache=True, nogil=True)
def carries(kind: int, weight: float, influence_weight: float, confidant_weight: float) -> bool:
    """Whether influence goes along a line of this kind and weight (NaN: not given), the reporting line apart."""
    if np.isnan(weight):
        weight = influence_weight if kind == INFLUENCES else confidant_weight
    return kind in (INFLUENCES, CONFIDANT) and weight > TOLERANCE


@njit(cache=True, nogil=True)
def by_line(bosses: int, top: int) -> int:
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
def judgements(c: Any) -> None:
    """Power and support of everybody, and whose layer or power is a guess."""
    first_person = i8(c.first_person, c.n_account + 1)
    first_assessment = i8(c.first_assessment, c.n_account + 1)
    assessment_person = i4(c.assessment_person, c.n_assessment)
    assessment_author = i4(c.assessment_author, c.n_assessment)
    assessment_support = f8(c.assessment_support, c.n_assessment)
    assessment_power = f8(c.assessment_power, c.n_assessment)
    assessment_confidence = f8(c.assessment_confidence, c.n_assessment)
    judged_at = f8(c.judged_at, c.n_assessment)
    missing_confidence = c.missing_confidence
    post = i4(c.post, c.n_person)
    post_power = f8(c.post_power, c.n_post)
    layer_power = f8(c.layer_power, POWERS)
    person_layer = i1(c.person_layer, c.n_person)
    person_source = i1(c.person_source, c.n_person)
    person_power = f8(c.person_power, c.n_person)
    person_support = f8(c.person_support, c.n_person)
    guessed = u1(c.guessed, c.n_person)
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
def deciders(c: Any) -> None:
    """Who holds which role, who decides, and to which sets of SETS everybody belongs, as bits."""
    first_person = i8(c.first_person, c.n_account + 1)
    first_role = i8(c.first_role, c.n_account + 1)
    role_person = i4(c.role_person, c.n_role)
    role_kind = i1(c.role_kind, c.n_role)
    role_from = i4(c.role_from, c.n_role)
    role_to = i4(c.role_to, c.n_role)
    day = c.day
    post = i4(c.post, c.n_person)
    post_functions = u4(c.post_functions, c.n_post)
    person_layer = i1(c.person_layer, c.n_person)
    roles = u4(c.roles, c.n_person)
    sets = u4(c.sets, c.n_person)
    person_decides = u1(c.person_decides, c.n_person)
    deciders = i4(c.deciders, c.n_account)
    decision_source = i1(c.decision_source, c.n_account)
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
def care(c: Any) -> None:
    """Who of ours is account manager, and who is sponsor."""
    first_member = i8(c.first_member, c.n_account + 1)
    first_assignment = i8(c.first_assignment, c.n_account + 1)
    assignment_member = i4(c.assignment_member, c.n_assignment)
    assignment_as = i1(c.assignment_as, c.n_assignment)
    assignment_from = i4(c.assignment_from, c.n_assignment)
    assignment_to = i4(c.assignment_to, c.n_assignment)
    day = c.day
    term = i4(c.term, c.n_member)
    manages = u1(c.manages, c.n_member)
    manager = i4(c.manager, c.n_account)
    sponsor = i4(c.sponsor, c.n_account)
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
