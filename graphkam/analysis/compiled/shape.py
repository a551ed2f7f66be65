"""Stage, type and gaps of every account, from what the other kernels found."""

from __future__ import annotations

from typing import Any

import numpy as np

from graphkam.analysis.compiled.columns import f8, i1, i4, i8, u1, u4
from graphkam.analysis.compiled.jit import njit
from graphkam.analysis.compiled.sets import COVERED, EMPTY, OPEN, THIN
from graphkam.domain.constants import TOLERANCE
from graphkam.domain.frame import UNKNOWN
from graphkam.domain.sweep import FIRST_FUNCTION, FIRST_ROLE, SETS, TYPES
from graphkam.domain.vocabulary import ACCOUNT_STATES, GAP_KINDS, LAYERS, ROLES, STAGES, VETO_ROLES

ALL, PER_LAYER, KINDS = len(SETS), len(LAYERS), len(GAP_KINDS)
VETO = sum(1 << ROLES.index(role) for role in VETO_ROLES)
RED, AMBER, GREEN = (ACCOUNT_STATES.index(s) for s in ("red", "amber", "green"))
LAYER_GAP, FUNCTION_GAP, ROLE_GAP, VETO_GAP, PERSON_GAP = (
    GAP_KINDS.index(k) for k in ("layer", "function", "role", "veto", "person")
)
EXPLORATORY, BASIC, COOPERATIVE, INTERDEPENDENT, INTEGRATED = (
    STAGES.index(s) for s in ("exploratory", "basic", "cooperative", "interdependent", "integrated")
)
ORDINARY, PARTNERSHIP, STRATEGIC = (TYPES.index(t) for t in ("ordinary", "partnership", "strategic"))
SEVERAL = 3
"""Functions on each side from which on a relationship is a partnership."""


@njit(cache=True, nogil=True)
def gaps(c: Any) -> None:
    """How many gaps of each kind, how many red and amber, and the account's status."""
    first_person = i8(c.first_person, c.n_account + 1)
    set_status = i1(c.set_status, (c.n_account, ALL))
    person_decides = u1(c.person_decides, c.n_person)
    tied = i4(c.tied, c.n_person)
    roles = u4(c.roles, c.n_person)
    gaps = i4(c.gaps, (c.n_account, KINDS))
    gaps_red = i4(c.gaps_red, c.n_account)
    gaps_amber = i4(c.gaps_amber, c.n_account)
    status = i1(c.status, c.n_account)
    for a in range(len(status)):
        red = amber = 0
        worst = GREEN
        gaps[a] = 0
        for k in range(ALL):
            state = set_status[a, k]
            if k < FIRST_FUNCTION:
                bad = state in (EMPTY, OPEN)
                red += bad
                amber += state == THIN
                gaps[a, LAYER_GAP] += state != COVERED
                worst = min(worst, RED if bad else AMBER if state == THIN else GREEN)
            elif state == OPEN:
                role = k >= FIRST_ROLE
                gaps[a, ROLE_GAP if role else FUNCTION_GAP] += 1
                red += role
                amber += not role
        for i in range(first_person[a], first_person[a + 1]):
            if person_decides[i] and tied[i] == 0:
                veto = roles[i] & VETO != 0
                gaps[a, VETO_GAP if veto else PERSON_GAP] += 1
                red += veto
                amber += not veto
        gaps_red[a], gaps_amber[a], status[a] = red, amber, worst


@njit(cache=True, nogil=True)
def shape(c: Any) -> None:
    """What the live ties look like: the strongest pair, peers, functions of both sides, the managers' part."""
    first_person = i8(c.first_person, c.n_account + 1)
    first_member = i8(c.first_member, c.n_account + 1)
    first_tie = i8(c.first_tie, c.n_account + 1)
    live_ties = i4(c.live_ties, c.n_account)
    live_person = i4(c.live_person, c.n_tie)
    live_member = i4(c.live_member, c.n_tie)
    live_strength = f8(c.live_strength, c.n_tie)
    post = i4(c.post, c.n_person)
    post_functions = u4(c.post_functions, c.n_post)
    term = i4(c.term, c.n_member)
    term_level = i1(c.term_level, c.n_term)
    term_function = i1(c.term_function, c.n_term)
    manages = u1(c.manages, c.n_member)
    person_layer = i1(c.person_layer, c.n_person)
    strongest_share = f8(c.strongest_share, c.n_account)
    outside_manager = f8(c.outside_manager, c.n_account)
    peer_layers = i1(c.peer_layers, c.n_account)
    type = i1(c.type, c.n_account)
    for a in range(len(live_ties)):
        whole = outside = top = 0.0
        peers = ours = 0
        theirs = np.int64(0)
        for tie in range(first_tie[a], first_tie[a] + live_ties[a]):
            i, u = first_person[a] + live_person[tie], first_member[a] + live_member[tie]
            whole += live_strength[tie]
            top = max(top, live_strength[tie])
            if not manages[u]:
                outside += live_strength[tie]
            layer = person_layer[i]
            if layer != UNKNOWN and layer == term_level[term[u]]:
                peers |= 1 << layer
            if term_function[term[u]] >= 0:
                ours |= 1 << term_function[term[u]]
            theirs |= np.int64(post_functions[post[i]])
        strongest_share[a] = top / whole if whole > 0 else np.nan
        outside_manager[a] = outside / whole if whole > 0 else np.nan
        peer_layers[a] = peers
        if _bits(ours) < SEVERAL or _bits(theirs) < SEVERAL:
            type[a] = ORDINARY
        else:
            type[a] = STRATEGIC if _bits(peers) == PER_LAYER else PARTNERSHIP


@njit(cache=True, nogil=True)
def stages(c: Any) -> None:
    """The stage of every account, after `shape`, `influence` and `sets`."""
    live_ties = i4(c.live_ties, c.n_account)
    strongest_share = f8(c.strongest_share, c.n_account)
    outside_manager = f8(c.outside_manager, c.n_account)
    peer_layers = i1(c.peer_layers, c.n_account)
    manager = i4(c.manager, c.n_account)
    cut_by_manager = u1(c.cut_by_manager, c.n_account)
    set_ours = i4(c.set_ours, (c.n_account, ALL))
    set_reached = i4(c.set_reached, (c.n_account, ALL))
    dominant_pair = c.dominant_pair
    integrated_outside = c.integrated_outside
    stage = i1(c.stage, c.n_account)
    for a in range(len(stage)):
        broad = True
        for k in range(PER_LAYER):
            broad = broad and set_ours[a, k] >= 2 and set_reached[a, k] >= 2
        if live_ties[a] == 0:
            stage[a] = EXPLORATORY
        elif strongest_share[a] >= dominant_pair - TOLERANCE or _bits(peer_layers[a]) <= 1:
            stage[a] = BASIC
        elif manager[a] < 0 or cut_by_manager[a] or not broad:
            stage[a] = COOPERATIVE
        elif outside_manager[a] > integrated_outside + TOLERANCE:
            stage[a] = INTEGRATED
        else:
            stage[a] = INTERDEPENDENT


@njit(cache=True, nogil=True)
def _bits(mask: Any) -> int:
    count = 0
    while mask:
        mask &= mask - 1
        count += 1
    return count
