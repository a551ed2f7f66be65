"""Losses, exposure and redundancy of every account, by the flow graphs."""

from __future__ import annotations

from typing import Any

import numpy as np

from graphkam.analysis.compiled.columns import f8, i4, i8, u1
from graphkam.analysis.compiled.disjoint import ways
from graphkam.analysis.compiled.flow import arcs_out, cut, dominators, search, share, subtrees
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
    room = np.empty((16, most), np.int32)
    begin, place, number, node = room[0], room[1], room[2], room[3]
    parent, stack, cursor, into = room[4], room[5], room[6], room[7]
    semi, label, above, dominator = room[8], room[9], room[10], room[11]
    onward, backward, people, holders = room[12], room[13], room[14], room[15]
    power, held = np.empty(most), np.empty(most)
    of_arcs = np.empty((4, most_ties + most_lines), np.int32)
    followers, leaders, tail, head = of_arcs[0], of_arcs[1], of_arcs[2], of_arcs[3]
    seen, after, waiting = (
        np.zeros(2 * most, np.int64),
        np.empty(2 * most, np.int32),
        np.empty(2 * most, np.int32),
    )
    searches = 0
    for a in range(len(live_ties)):
        first_p, first_u, ties, lines = first_person[a], first_member[a], first_tie[a], first_line[a]
        ours, nodes = (
            first_member[a + 1] - first_u,
            1 + first_member[a + 1] - first_u + first_person[a + 1] - first_p,
        )
        arcs_out(
            nodes,
            ours,
            live_ties[a],
            live_member[ties:],
            live_person[ties:],
            arcs[a],
            arc_tail[lines:],
            arc_head[lines:],
            begin,
            place,
            followers,
        )
        count = search(
            nodes,
            ours,
            begin,
            followers,
            number,
            node,
            parent,
            stack,
            cursor,
            into,
            place,
            tail,
            head,
            leaders,
        )
        dominators(count, ours, node, parent, into, leaders, semi, label, above, stack, dominator)
        for i in range(count):
            p = first_p + node[i] - 1 - ours
            theirs = node[i] > ours
            decides = theirs and person_decides[p] != 0
            people[i], power[i] = theirs, person_power[p] if theirs else 0.0
            holders[i], held[i] = decides, power[i] if decides else 0.0
        subtrees(count, dominator, people, power, holders, held)
        fails, largest, members = 0, 0.0, 0
        for u in range(first_u, first_member[a + 1]):
            i = number[1 + u - first_u]
            if i < 0:
                unlisted(INFLUENCE, u, ours_cuts_off, ours_impact, ours_reach_lost, ours_spof)
                continue
            members += 1
            lost, impact = share(power[i], power[0]), share(held[i], deciding[a])
            fail = holders[i] > 0 or (lost >= spof_reach - TOLERANCE and people[i] > 0)
            ours_cuts_off[INFLUENCE, u], ours_impact[INFLUENCE, u] = people[i], impact
            ours_reach_lost[INFLUENCE, u], ours_spof[INFLUENCE, u] = lost, fail
            fails += fail
            if impact > largest:
                largest = impact
        for p in range(first_p, first_person[a + 1]):  # in this order memory is written to once, and in a row
            i = number[1 + ours + p - first_p]
            decides = person_decides[p] != 0
            person_paths[p] = 0 if redundancy and decides else -1
            if i < 0:
                unlisted(INFLUENCE, p, theirs_cuts_off, theirs_impact, theirs_reach_lost, theirs_spof)
                theirs_through[p] = -1
                continue
            lost, impact = share(power[i], power[0]), share(held[i], deciding[a])
            half = lost >= spof_reach - TOLERANCE
            fail = holders[i] > decides or (half and (people[i] > 1 or people[0] == 1))
            theirs_cuts_off[INFLUENCE, p], theirs_impact[INFLUENCE, p] = people[i] - 1, impact
            theirs_reach_lost[INFLUENCE, p], theirs_spof[INFLUENCE, p] = lost, fail
            theirs_through[p] = node[dominator[i]]
            fails += fail
            if impact > largest:
                largest = impact
        reached[INFLUENCE, a], spofs[INFLUENCE, a] = people[0], fails
        exposure[a] = unreached[a] = largest_impact[a] = np.nan
        if deciding[a] > 0:
            unreached[a], largest_impact[a] = max(0.0, 1.0 - held[0] / deciding[a]), largest
            exposure[a] = max(unreached[a], largest)
        value_at_risk[a] = exposure[a] * annual_value[a]
        for i in range(1, count if redundancy else 0):
            p = first_p + node[i] - 1 - ours
            if node[i] > ours and person_decides[p]:
                bound = min(into[i + 1] - into[i], members)
                if dominator[i] != 0:
                    person_paths[p] = 1
                elif bound == tied[p]:
                    person_paths[p] = bound
                else:
                    person_paths[p], searches = ways(
                        i,
                        bound,
                        count,
                        ours,
                        node,
                        into,
                        leaders,
                        onward,
                        backward,
                        seen,
                        after,
                        waiting,
                        searches,
                    )
        charged, one = 0, 0
        for u in range(1, ours + 1):
            if manages[first_u + u - 1] and number[u] > 0:
                charged, one = charged + 1, number[u]
        if charged > 1:
            cut_by_manager[a] = cut(
                count,
                ours,
                begin,
                followers,
                number,
                node,
                manages[first_u:],
                person_decides[first_p:],
                label,
                stack,
            )
        else:
            cut_by_manager[a] = charged == 1 and holders[one] > 0
