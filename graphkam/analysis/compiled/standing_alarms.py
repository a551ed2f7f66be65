"""Alarms of how things stand, counted for every account: see `analysis.alarms` for each."""

from __future__ import annotations

from typing import Any

import numpy as np

from graphkam.analysis.compiled.jit import njit
from graphkam.analysis.compiled.loyalty import HOSTAGE
from graphkam.analysis.compiled.shape import VETO_GAP
from graphkam.analysis.compiled.standing import MANAGER
from graphkam.domain.constants import TOLERANCE
from graphkam.domain.frame import FOREVER
from graphkam.domain.sweep import COLD, GOING
from graphkam.domain.vocabulary import FUNCTIONS

SALES = FUNCTIONS.index("sales")


@njit(cache=True, nogil=True)
def reach_alarms(
    first_person: Any,
    first_member: Any,
    first_tie: Any,
    tie_person: Any,
    live_ties: Any,
    live_member: Any,
    live_strength: Any,
    tie_state: Any,
    post: Any,
    post_placeholder: Any,
    person_layer: Any,
    person_decides: Any,
    term: Any,
    term_function: Any,
    gaps: Any,
    single_thread: float,
    sales_alone: Any,
    red: Any,
    amber: Any,
) -> None:
    """veto_uncovered; single_thread, going_cold, gone_cold and sales_alone. Sets `red` and `amber`."""
    for a in range(len(red)):
        red[a], amber[a] = gaps[a, VETO_GAP], 0
        whole = squares = 0.0
        sales = live_ties[a] > 0
        for tie in range(first_tie[a], first_tie[a] + live_ties[a]):
            whole += live_strength[tie]
            squares += live_strength[tie] ** 2
            sales = sales and term_function[term[first_member[a] + live_member[tie]]] == SALES
        sales_alone[a] = sales
        amber[a] += sales
        if whole > 0:
            amber[a] += not whole**2 / squares >= single_thread - TOLERANCE
        tie, end = first_tie[a], first_tie[a + 1]
        while tie < end:
            slot, states = tie_person[tie], 0
            while tie < end and tie_person[tie] == slot:
                states |= tie_state[tie]
                tie += 1
            i = first_person[a] + slot
            if states and not post_placeholder[post[i]] and (person_layer[i] >= 1 or person_decides[i]):
                amber[a] += (states & GOING != 0) + (states & COLD != 0)


@njit(cache=True, nogil=True)
def duties(
    first_member: Any,
    first_term: Any,
    term_from: Any,
    term_to: Any,
    term: Any,
    first_assignment: Any,
    assignment_member: Any,
    assignment_as: Any,
    assignment_from: Any,
    assignment_to: Any,
    manager: Any,
    sponsor: Any,
    begun_day: Any,
    begun_at: Any,
    first_commitment: Any,
    promise_owner: Any,
    promise_due: Any,
    made_on: Any,
    kept_on: Any,
    first_incident: Any,
    opened_on: Any,
    closed_on: Any,
    incident_severity: Any,
    day: int,
    instant: float,
    whole_day: bool,
    incident_days: int,
    rep_churn: int,
    rep_churn_since: int,
    red: Any,
    amber: Any,
) -> None:
    """commitment_overdue, promise_at_risk, incident_open, rep_churn, no_account_manager, no_executive_sponsor."""
    counted = np.full(len(term), -1, np.int64)
    for a in range(len(red)):
        first, rows = first_member[a], (first_assignment[a], first_assignment[a + 1])
        for c in range(first_commitment[a], first_commitment[a + 1]):
            if made_on[c] == FOREVER or kept_on[c] != FOREVER:
                continue
            red[a] += promise_due[c] < day
            u = promise_owner[c]
            if u < 0:
                continue
            ended = covers = False
            if term[first + u] < 0:
                for t in range(first_term[first + u], first_term[first + u + 1]):
                    ended = ended or term_to[t] <= day
            else:
                for row in range(rows[0], rows[1]):
                    if assignment_member[row] == u:
                        ended = ended or assignment_to[row] <= day
                        covers = covers or assignment_from[row] <= day < assignment_to[row]
            amber[a] += ended and not covers
        for n in range(first_incident[a], first_incident[a + 1]):
            if opened_on[n] != FOREVER and closed_on[n] == FOREVER:
                if incident_severity[n] > 0:
                    red[a] += 1
                else:
                    amber[a] += opened_on[n] < day - incident_days
        managers = 0
        for row in range(rows[0], rows[1]):
            v = first + assignment_member[row]
            if assignment_as[row] == MANAGER and counted[v] != a:
                last = first_term[v + 1] - 1
                begin = max(assignment_from[row], term_from[last])
                end = min(assignment_to[row], term_to[last])
                if begin <= day and end > rep_churn_since and begin < end:
                    counted[v] = a
                    managers += 1
        amber[a] += managers >= rep_churn
        begun = begun_at[a] < instant or (begun_at[a] == instant and not whole_day)
        if begun or begun_day[a] <= day:
            red[a] += manager[a] < 0
            amber[a] += sponsor[a] < 0


@njit(cache=True, nogil=True)
def rival_alarms(
    first_person: Any,
    first_rival: Any,
    rival_person: Any,
    rival_competitor: Any,
    rival_strength: Any,
    rival_from: Any,
    rival_to: Any,
    first_taken: Any,
    taken_person: Any,
    taken_rival: Any,
    taken_strength: Any,
    first_order: Any,
    order_on: Any,
    order_lost: Any,
    account_strategic: Any,
    account_captive: Any,
    loyalty_type: Any,
    post: Any,
    tied: Any,
    person_layer: Any,
    person_decides: Any,
    day: int,
    new_days: int,
    rival_tie: float,
    competitors: int,
    red: Any,
    amber: Any,
) -> None:
    """rival_tie and hostage_freed."""
    seen = np.full(competitors, -1, np.int64)
    for a in range(len(red)):
        hostage, appeared = account_captive[a] or loyalty_type[a] == HOSTAGE, 0
        row, end = first_rival[a], first_rival[a + 1]
        while row < end:
            slot, who = rival_person[row], rival_competitor[row]
            i, holds, strength = first_person[a] + slot, False, np.nan
            while row < end and rival_person[row] == slot and rival_competitor[row] == who:
                if post[i] >= 0 and rival_from[row] <= day < rival_to[row]:
                    s, holds = rival_strength[row], True
                    if np.isnan(strength) or s > strength:
                        strength = s if not np.isnan(s) else strength
                row += 1
            if not holds:
                continue
            executive = person_layer[i] == 2 or person_decides[i]
            if strength >= rival_tie - TOLERANCE and (account_strategic[a] or executive):
                red[a] += tied[i] == 0
                amber[a] += tied[i] > 0
            if (np.isnan(strength) or strength > 0) and seen[who] != a:
                seen[who] = a
                appeared += 1
        for row in range(first_taken[a], first_taken[a + 1]):
            i, who = first_person[a] + taken_person[row], taken_rival[row]
            executive = person_layer[i] == 2 or person_decides[i]
            if taken_strength[row] >= rival_tie - TOLERANCE and (account_strategic[a] or executive):
                red[a] += tied[i] == 0
                amber[a] += tied[i] > 0
            if seen[who] != a:
                seen[who] = a
                appeared += 1
        for o in range(first_order[a], first_order[a + 1]):
            who, on = order_lost[o], order_on[o]
            if who >= 0 and on != FOREVER and on > day - new_days and seen[who] != a:
                seen[who] = a
                appeared += 1
        if hostage:
            red[a] += appeared
