"""Who left with a live tie, and what hung on them the day before: as far as that is told without a whole sweep."""

from __future__ import annotations

from typing import Any

import numpy as np

from graphkam.analysis.compiled.jit import njit
from graphkam.analysis.compiled.past_ties import OURS, live_then
from graphkam.analysis.compiled.standing import DECIDING, REPORTS_TO, by_line, carries
from graphkam.domain.constants import TOLERANCE
from graphkam.domain.frame import UNKNOWN

NOT_TIED, UNDECIDED, AMBER, RED, SPARED = range(5)
"""No live tie the day before; only judgements tell; nobody else hung on them, or too little; who decides did, or half
of the power. SPARED is of no result: who hung on them does not decide."""
TOGETHER = 63
"""Leavers of one account whose ties are looked at together, a bit for each."""


@njit(cache=True, nogil=True)
def outcomes(
    account: Any,
    side: Any,
    slot: Any,
    on: Any,
    midnight: Any,
    instant: float,
    first_contact: Any,
    contact_at: Any,
    contact_channel: Any,
    contact_copied: Any,
    contact_people: Any,
    weights: Any,
    crowd: int,
    fading: Any,
    half_life: float,
    live: float,
    tie_s: Any,
    happened: Any,
    first_person: Any,
    first_post: Any,
    post_from: Any,
    post_to: Any,
    post_layer: Any,
    post_placeholder: Any,
    first_member: Any,
    first_term: Any,
    term_from: Any,
    term_to: Any,
    first_tie: Any,
    tie_person: Any,
    tie_member: Any,
    first_line: Any,
    line_from: Any,
    line_to: Any,
    line_kind: Any,
    line_weight: Any,
    line_inferred: Any,
    line_valid_from: Any,
    line_valid_to: Any,
    influence_weight: float,
    confidant_weight: float,
    first_role: Any,
    role_person: Any,
    role_kind: Any,
    role_from: Any,
    role_to: Any,
    first_assessment: Any,
    assessment_person: Any,
    post_power: Any,
    layer_power: Any,
    spof_reach: float,
    most_people: int,
    most_members: int,
    most_lines: int,
    most_ties: int,
    outcome: Any,
) -> None:
    """What hung on each of those who left, at the end of the day `on`: see NOT_TIED and the others.

    Those of an account stand together, in the order of days; `midnight` is when their day began.
    Lost is who is reached with the leaver only. Whether somebody who decides is among them is told by roles or by
    layers. Of the power of those whom somebody judged no less and no more than it can be is looked at: what hangs on
    judgements, or is too near to tell, is left undecided.
    """
    post, term = np.empty(most_people, np.int64), np.empty(most_members, np.int64)
    reached, lost = np.empty(most_people, np.bool_), np.empty(most_people, np.bool_)
    tail, head = np.empty(most_lines, np.int64), np.empty(most_lines, np.int64)
    alive, when = np.empty(most_ties, np.int64), np.empty(most_ties, np.int64)
    leads, layer = np.empty(most_people, np.bool_), np.empty(most_people, np.int8)
    bosses, top = np.empty(most_people, np.uint8), np.empty(most_people, np.int8)
    contacts = (contact_at, contact_channel, contact_copied, contact_people)
    faded = (weights, crowd, fading)
    begin = end = ties = 0
    for e in range(len(account)):
        a, day, leaver, ours = account[e], on[e], slot[e], side[e] == OURS
        people, lines = first_person[a + 1] - first_person[a], range(first_line[a], first_line[a + 1])
        posts, terms = first_post[first_person[a] :], first_term[first_member[a] :]
        if e == end:
            begin = e
            while end < len(account) and account[end] == a and end - begin < TOGETHER:
                end += 1
            ties = live_then(
                (first_tie[a], first_tie[a + 1]),
                midnight[begin:end],
                instant,
                tie_s,
                happened,
                first_contact,
                contacts,
                faded,
                half_life,
                live,
                alive,
                when,
            )
            leads[:people] = False  # by a line of whatever time
            for row in lines:
                leads[(line_to if line_kind[row] == REPORTS_TO else line_from)[row]] = True
        alone = not ours and not leads[leaver]  # then nobody else is lost, if any other is tied
        if not alone:
            for p in range(people):
                post[p] = _on(posts, p, post_from, post_to, day)
            for u in range(first_member[a + 1] - first_member[a]):
                term[u] = _on(terms, u, term_from, term_to, day)
        reached[:people] = lost[:people] = False
        tied = others = False
        for k in range(ties):
            tie = alive[k]
            p, u = tie_person[tie], tie_member[tie]
            known = alone and (tied if p == leaver else others)
            if known or not when[k] >> (e - begin) & 1:
                continue
            if alone:
                post[p] = _on(posts, p, post_from, post_to, day)
                term[u] = _on(terms, u, term_from, term_to, day)
            if post[p] < 0 or post_placeholder[post[p]] or term[u] < 0:
                continue
            if (u if ours else p) == leaver:
                tied = lost[p] = True
            else:
                others = reached[p] = True
        outcome[e] = AMBER if tied else NOT_TIED
        if not tied or (alone and others):
            continue
        for p in range(people if alone else 0):
            post[p] = _on(posts, p, post_from, post_to, day)
        for p in range(people):
            layer[p] = post_layer[post[p]] if post[p] >= 0 else UNKNOWN
            bosses[p], top[p] = 0, UNKNOWN
        arcs = 0
        for row in lines:
            x, y, kind = line_from[row], line_to[row], line_kind[row]
            if x == y or not line_valid_from[row] <= day < line_valid_to[row] or post[x] < 0 or post[y] < 0:
                continue
            if kind == REPORTS_TO:
                if not line_inferred[row]:
                    bosses[x] |= 1 << (layer[y] + 1)
                    top[y] = max(top[y], layer[x], 0)
                x, y = y, x
            elif not carries(kind, line_weight[row], influence_weight, confidant_weight):
                continue
            if post_placeholder[post[x]] or post_placeholder[post[y]]:
                continue
            tail[arcs], head[arcs] = x, y
            arcs += 1
        arcs = _spread(tail, head, arcs, reached, reached, -1 if ours else leaver)
        _spread(tail, head, arcs, lost, reached, -1)
        for p in range(people):
            if post[p] >= 0 and layer[p] == UNKNOWN:
                layer[p] = by_line(bosses[p], top[p])
        roles = slice(first_role[a], first_role[a + 1])
        outcome[e] = _outcome(
            -1 if ours else leaver,
            others,
            (lost[:people], reached[:people]),
            (post, layer),
            (role_person[roles], role_kind[roles], role_from[roles], role_to[roles]),
            day,
        )
        if outcome[e] == SPARED:
            outcome[e] = _by_power(
                assessment_person[first_assessment[a] : first_assessment[a + 1]],
                (lost[:people], reached[:people]),
                (post, layer),
                (post_power, layer_power),
                spof_reach,
            )


@njit(cache=True, nogil=True)
def _on(first: Any, slot: int, begins: Any, ends: Any, day: int) -> int:
    """The row of somebody that is valid on a day, of several the latest begun; −1: none."""
    found = -1
    for row in range(first[slot], first[slot + 1]):
        if begins[row] <= day < ends[row]:
            found = row
    return found


@njit(cache=True, nogil=True)
def _spread(tail: Any, head: Any, arcs: int, marked: Any, barred: Any, without: int) -> int:
    """Mark whoever is led to from those marked, except through `barred` and `without`.

    Arcs to whoever is marked are left out from then on; how many are left.
    """
    changed = True
    while changed:
        changed, left = False, 0
        for k in range(arcs):
            x, y = tail[k], head[k]
            if marked[y]:
                continue
            if marked[x] and not barred[y] and x != without and y != without:
                marked[y] = changed = True
            else:
                tail[left], head[left] = x, y
                left += 1
        arcs = left
    return arcs


@njit(cache=True, nogil=True)
def _outcome(leaver: int, others: bool, marks: Any, people: Any, roles: Any, day: int) -> int:
    """What it means that these are lost; `leaver` is one of theirs, −1: one of ours. SPARED: power tells."""
    lost, reached = marks
    post, layer = people
    cuts = False
    for p in range(len(lost)):
        cuts = cuts or (lost[p] and not reached[p] and p != leaver)
    if not cuts:
        return AMBER if others or leaver < 0 else SPARED
    role_person, role_kind, role_from, role_to = roles
    by_role = False
    for row in range(len(role_person)):
        p = role_person[row]
        if DECIDING >> role_kind[row] & 1 and role_from[row] <= day < role_to[row] and post[p] >= 0:
            by_role = True
            if lost[p] and not reached[p] and p != leaver:
                return RED
    if not by_role:
        for p in range(len(lost)):
            if lost[p] and not reached[p] and p != leaver and layer[p] >= 1:
                return RED
    return SPARED


@njit(cache=True, nogil=True)
def _by_power(judged: Any, marks: Any, people: Any, powers: Any, spof_reach: float) -> int:
    """Whether so much of the power that was reached is lost; UNDECIDED where it hangs on judgements.

    The power of whom somebody judged is anything from 0 to 1.
    """
    lost, reached = marks
    post, layer = people
    post_power, layer_power = powers
    least_lost, most_lost, least_kept, most_kept, row = 0.0, 0.0, 0.0, 0.0, 0
    for p in range(len(lost)):
        assessed = False
        while row < len(judged) and judged[row] == p:
            assessed, row = True, row + 1
        if not lost[p] and not reached[p]:
            continue
        power = post_power[post[p]]
        if np.isnan(power):
            power = layer_power[layer[p]]
        least, most = (0.0, 1.0) if assessed else (power, power)
        if reached[p]:
            least_kept, most_kept = least_kept + least, most_kept + most
        else:
            least_lost, most_lost = least_lost + least, most_lost + most
    if most_lost < (spof_reach - 2 * TOLERANCE) * (most_lost + least_kept):
        return AMBER
    if least_lost > (spof_reach + 2 * TOLERANCE) * (least_lost + most_kept):
        return RED
    return UNDECIDED
