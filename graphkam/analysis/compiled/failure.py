"""Losses, exposure and redundancy of every account, by the flow graphs."""

from __future__ import annotations

from typing import Any

import numpy as np

from graphkam.analysis.compiled.columns import f8, i4, i8, u1
from graphkam.analysis.compiled.disjoint import ways
from graphkam.analysis.compiled.flow import MANY, cut, dominators, lines_into, lines_out, share, subtrees
from graphkam.analysis.compiled.jit import njit
from graphkam.domain.constants import TOLERANCE
from graphkam.domain.sweep import DIRECT, INFLUENCE


@njit(cache=True, nogil=True)
def unlisted(graph: int, i: int, cuts_off: Any, impact: Any, reach_lost: Any, spof: Any) -> None:
    """Somebody who is neither tied nor reached, until told otherwise."""
    cuts_off[graph, i] = -1
    impact[graph, i] = reach_lost[graph, i] = np.nan
    spof[graph, i] = 0


@njit(cache=True, nogil=True)
def direct(c: Any) -> None:
    """On touchpoints alone one of theirs hangs on one of ours exactly if that is the only live tie."""
    first_person = i8(c.first_person, c.n_account + 1)
    first_member = i8(c.first_member, c.n_account + 1)
    first_tie = i8(c.first_tie, c.n_account + 1)
    live_ties = i4(c.live_ties, c.n_account)
    live_person = i4(c.live_person, c.n_tie)
    live_member = i4(c.live_member, c.n_tie)
    tied = i4(c.tied, c.n_person)
    spof_reach = c.spof_reach
    person_power = f8(c.person_power, c.n_person)
    person_decides = u1(c.person_decides, c.n_person)
    deciding = f8(c.deciding, c.n_account)
    ours_cuts_off = i4(c.ours_cuts_off, (2, c.n_member))
    ours_impact = f8(c.ours_impact, (2, c.n_member))
    ours_reach_lost = f8(c.ours_reach_lost, (2, c.n_member))
    ours_spof = u1(c.ours_spof, (2, c.n_member))
    theirs_cuts_off = i4(c.theirs_cuts_off, (2, c.n_person))
    theirs_impact = f8(c.theirs_impact, (2, c.n_person))
    theirs_reach_lost = f8(c.theirs_reach_lost, (2, c.n_person))
    theirs_spof = u1(c.theirs_spof, (2, c.n_person))
    reached = i4(c.reached, (2, c.n_account))
    spofs = i4(c.spofs, (2, c.n_account))
    for a in range(len(live_ties)):
        first, whole, met, power, fails = first_person[a], 0.0, 0, 0.0, 0
        for i in range(first, first_person[a + 1]):
            if person_decides[i]:
                power += person_power[i]
            if tied[i]:
                met += 1
                whole += person_power[i]
        deciding[a] = power
        begin, end = first_tie[a], first_tie[a] + live_ties[a]
        for u in range(first_member[a], first_member[a + 1]):
            unlisted(DIRECT, u, ours_cuts_off, ours_impact, ours_reach_lost, ours_spof)
        for tie in range(begin, end):
            u = first_member[a] + live_member[tie]
            ours_cuts_off[DIRECT, u] = 0
            ours_impact[DIRECT, u] = ours_reach_lost[DIRECT, u] = 0.0
        for tie in range(begin, end):
            i, u = first + live_person[tie], first_member[a] + live_member[tie]
            if tied[i] == 1:
                ours_cuts_off[DIRECT, u] += 1
                ours_reach_lost[DIRECT, u] += person_power[i]
                if person_decides[i]:
                    ours_impact[DIRECT, u] += person_power[i]
                    ours_spof[DIRECT, u] = 1
        for u in range(first_member[a], first_member[a + 1]):
            if ours_cuts_off[DIRECT, u] >= 0:
                ours_impact[DIRECT, u] = share(ours_impact[DIRECT, u], power)
                lost = share(ours_reach_lost[DIRECT, u], whole)
                ours_reach_lost[DIRECT, u] = lost
                if lost >= spof_reach - TOLERANCE and ours_cuts_off[DIRECT, u] > 0:
                    ours_spof[DIRECT, u] = 1
                fails += ours_spof[DIRECT, u]
        for i in range(first, first_person[a + 1]):
            if not tied[i]:
                unlisted(DIRECT, i, theirs_cuts_off, theirs_impact, theirs_reach_lost, theirs_spof)
                continue
            lost = share(person_power[i], whole)
            fail = met == 1 and lost >= spof_reach - TOLERANCE
            theirs_cuts_off[DIRECT, i], theirs_reach_lost[DIRECT, i], theirs_spof[DIRECT, i] = 0, lost, fail
            theirs_impact[DIRECT, i] = share(person_power[i] if person_decides[i] else 0.0, power)
            fails += fail
        reached[DIRECT, a], spofs[DIRECT, a] = met, fails


@njit(cache=True, nogil=True)
def influence(c: Any) -> None:
    """With influence: losses by the dominator tree, exposure, what hangs on the managers, and redundancy."""
    most_people = c.most_people
    most_members = c.most_members
    most_ties = c.most_ties
    most_lines = c.most_lines
    redundancy = c.redundancy
    first_person = i8(c.first_person, c.n_account + 1)
    first_member = i8(c.first_member, c.n_account + 1)
    first_tie = i8(c.first_tie, c.n_account + 1)
    first_line = i8(c.first_line, c.n_account + 1)
    live_ties = i4(c.live_ties, c.n_account)
    live_person = i4(c.live_person, c.n_tie)
    live_member = i4(c.live_member, c.n_tie)
    tied = i4(c.tied, c.n_person)
    arcs = i4(c.arcs, c.n_account)
    arc_tail = i4(c.arc_tail, c.n_line)
    arc_head = i4(c.arc_head, c.n_line)
    manages = u1(c.manages, c.n_member)
    spof_reach = c.spof_reach
    person_power = f8(c.person_power, c.n_person)
    person_decides = u1(c.person_decides, c.n_person)
    deciding = f8(c.deciding, c.n_account)
    annual_value = f8(c.annual_value, c.n_account)
    person_paths = i4(c.person_paths, c.n_person)
    theirs_through = i4(c.theirs_through, c.n_person)
    ours_cuts_off = i4(c.ours_cuts_off, (2, c.n_member))
    ours_impact = f8(c.ours_impact, (2, c.n_member))
    ours_reach_lost = f8(c.ours_reach_lost, (2, c.n_member))
    ours_spof = u1(c.ours_spof, (2, c.n_member))
    theirs_cuts_off = i4(c.theirs_cuts_off, (2, c.n_person))
    theirs_impact = f8(c.theirs_impact, (2, c.n_person))
    theirs_reach_lost = f8(c.theirs_reach_lost, (2, c.n_person))
    theirs_spof = u1(c.theirs_spof, (2, c.n_person))
    reached = i4(c.reached, (2, c.n_account))
    spofs = i4(c.spofs, (2, c.n_account))
    cut_by_manager = u1(c.cut_by_manager, c.n_account)
    exposure = f8(c.exposure, c.n_account)
    unreached = f8(c.unreached, c.n_account)
    largest_impact = f8(c.largest_impact, c.n_account)
    value_at_risk = f8(c.value_at_risk, c.n_account)
    most = most_people + most_members + 2
    room = np.empty((10, most), np.int32)
    begin, end, waits, number, order = room[0], room[1], room[2], room[3], room[4]
    dominator, people, holders, onward, backward = room[5], room[6], room[7], room[8], room[9]
    power, held = np.empty(most), np.empty(most)
    followers, leaders = np.empty(most + most_lines, np.int32), np.empty(most_ties + most_lines, np.int32)
    seen, after, waiting = (
        np.zeros(2 * most, np.int64),
        np.empty(2 * most, np.int32),
        np.empty(2 * most, np.int32),
    )
    searches = 0
    for a in range(len(live_ties)):
        first_p, first_u, ties = first_person[a], first_member[a], live_ties[a]
        ours = first_member[a + 1] - first_u
        nodes = 1 + ours + first_person[a + 1] - first_p
        met, member, person = tied[first_p:], live_member[first_tie[a] :], live_person[first_tie[a] :]
        lines, tail, head = arcs[a], arc_tail[first_line[a] :], arc_head[first_line[a] :]
        lines_out(nodes, ours, lines, tail, head, met, 2, begin, end, waits, followers)
        last = dominators(
            nodes,
            ours,
            ties,
            member,
            met,
            begin,
            end,
            followers,
            waits,
            number,
            order,
            dominator,
        )
        subtrees(
            nodes,
            ours,
            last,
            begin,
            end,
            order,
            dominator,
            waits,
            person_power[first_p:],
            person_decides[first_p:],
            people,
            power,
            holders,
            held,
        )
        fails, largest, members = 0, 0.0, 0
        for u in range(first_u, first_member[a + 1]):
            v = 1 + u - first_u
            if dominator[v] < 0:
                unlisted(INFLUENCE, u, ours_cuts_off, ours_impact, ours_reach_lost, ours_spof)
                continue
            members += 1
            lost, impact = share(power[v], power[0]), share(held[v], deciding[a])
            fail = holders[v] > 0 or (lost >= spof_reach - TOLERANCE and people[v] > 0)
            ours_cuts_off[INFLUENCE, u], ours_impact[INFLUENCE, u] = people[v], impact
            ours_reach_lost[INFLUENCE, u], ours_spof[INFLUENCE, u] = lost, fail
            fails += fail
            if impact > largest:
                largest = impact
        for p in range(first_p, first_person[a + 1]):  # in this order memory is written to once, and in a row
            v = 1 + ours + p - first_p
            decides = person_decides[p] != 0
            person_paths[p] = 0 if redundancy and decides else -1
            if dominator[v] < 0:
                unlisted(INFLUENCE, p, theirs_cuts_off, theirs_impact, theirs_reach_lost, theirs_spof)
                theirs_through[p] = -1
                continue
            lost, impact = share(power[v], power[0]), share(held[v], deciding[a])
            half = lost >= spof_reach - TOLERANCE
            fail = holders[v] > decides or (half and (people[v] > 1 or people[0] == 1))
            theirs_cuts_off[INFLUENCE, p], theirs_impact[INFLUENCE, p] = people[v] - 1, impact
            theirs_reach_lost[INFLUENCE, p], theirs_spof[INFLUENCE, p] = lost, fail
            theirs_through[p] = dominator[v]
            fails += fail
            if impact > largest:
                largest = impact
        reached[INFLUENCE, a], spofs[INFLUENCE, a] = people[0], fails
        exposure[a] = unreached[a] = largest_impact[a] = np.nan
        if deciding[a] > 0:
            unreached[a], largest_impact[a] = max(0.0, 1.0 - held[0] / deciding[a]), largest
            exposure[a] = max(unreached[a], largest)
        value_at_risk[a] = exposure[a] * annual_value[a]
        charged, one = 0, 0
        for u in range(1, ours + 1):
            if manages[first_u + u - 1] and dominator[u] >= 0:
                charged, one = charged + 1, u
        cut_by_manager[a] = charged == 1 and holders[one] > 0
        if charged > 1:
            lines_out(nodes, ours, lines, tail, head, met, MANY, begin, end, waits, followers)
            cut_by_manager[a] = cut(
                nodes,
                ours,
                ties,
                member,
                person,
                begin,
                end,
                followers,
                dominator,
                manages[first_u:],
                person_decides[first_p:],
                number,
                order,
            )
        counted = False  # who leads to whom
        for v in range(1 + ours, nodes if redundancy else 0):
            p = first_p + v - 1 - ours
            if dominator[v] < 0 or not person_decides[p]:
                continue
            if dominator[v] != 0:
                person_paths[p] = 1
                continue
            if not counted:
                lines_into(nodes, ours, member, lines, tail, head, met, dominator, begin, end, leaders)
                counted = True
            bound = min(begin[v + 1] - begin[v], members)
            if bound == tied[p]:
                person_paths[p] = bound
                continue
            person_paths[p], searches = ways(
                v,
                bound,
                nodes,
                ours,
                begin,
                leaders,
                onward,
                backward,
                seen,
                after,
                waiting,
                searches,
            )
