"""The flow graphs: who is reached, and who is lost without whom, by one dominator tree for each account.

Nodes: 0 is the supplier, 1 + slot one of ours, 1 + members + slot one of theirs. The dominator of somebody is who
comes last before them on all paths from the supplier: 0 where several of ours lead there by ways of their own, and
of whoever has two ties therefore without a look at the lines that lead to them.

Source: the nearest common ancestor in the tree of those that lead to a node, until none changes (Cooper, Harvey
and Kennedy 2001, which networkx has too). Who is in no circle, and behind none, is taken in such an order (Kahn
1962) that once is enough. tests/test_compiled.py compares with networkx.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from graphkam.analysis.compiled.jit import njit

MANY = np.iinfo(np.int32).max
"""More ties than anybody has."""


@njit(cache=True, nogil=True)
def lines_out(
    nodes: int,
    ours: int,
    lines: int,
    tail: Any,
    head: Any,
    tied: Any,
    fewer: int,
    begin: Any,
    end: Any,
    waits: Any,
    followers: Any,
) -> None:
    """The lines out of each of theirs: `followers` from `begin[v]` to `end[v]`, and how many lead to each: `waits`.

    Lines to those who have not `fewer` ties are left out. `followers` has a place too many for each of theirs, so
    that all can be written and only those that count stay.
    """
    for v in range(1 + ours, nodes):
        waits[v], end[v] = 0, 1
    for k in range(lines):
        end[1 + ours + tail[k]] += tied[head[k]] < fewer
    at = 0
    for v in range(1 + ours, nodes):
        many = end[v]
        begin[v] = end[v] = at
        at += many
    for k in range(lines):
        x, y, counts = 1 + ours + tail[k], 1 + ours + head[k], tied[head[k]] < fewer
        followers[end[x]] = y
        end[x] += counts
        waits[y] += counts


@njit(cache=True, nogil=True)
def lines_into(
    nodes: int,
    ours: int,
    live_member: Any,
    lines: int,
    tail: Any,
    head: Any,
    tied: Any,
    dominator: Any,
    into: Any,
    place: Any,
    leaders: Any,
) -> None:
    """Who of those that are reached leads to each of theirs: `leaders` from `into[v]` to `into[v + 1]`, ours first."""
    for v in range(1 + ours, nodes):
        place[v] = tied[v - 1 - ours]
    for k in range(lines):
        place[1 + ours + head[k]] += dominator[1 + ours + tail[k]] >= 0
    at = tie = 0
    for v in range(1 + ours, nodes):
        many, into[v], place[v] = place[v], at, at
        for _ in range(tied[v - 1 - ours]):
            leaders[place[v]] = 1 + live_member[tie]
            place[v] += 1
            tie += 1
        at += many
    into[nodes] = at
    for k in range(lines):
        x, y = 1 + ours + tail[k], 1 + ours + head[k]
        if dominator[x] >= 0:
            leaders[place[y]] = x
            place[y] += 1


@njit(cache=True, nogil=True)
def dominators(
    nodes: int,
    ours: int,
    ties: int,
    live_member: Any,
    tied: Any,
    begin: Any,
    end: Any,
    followers: Any,
    waits: Any,
    number: Any,
    order: Any,
    dominator: Any,
) -> int:
    """`dominator[v]` of everybody, −1: not reached. Takes what `lines_out` tells of those with fewer than two ties.

    `order`, as far as the number that is returned, has all who lead to somebody, each after its dominator, from
    1 + `ours` on; `number` is their place in it, and of ours their node.
    """
    for v in range(ours + 1):
        number[v], dominator[v] = v, -1
    dominator[0] = 0
    for tie in range(ties):
        dominator[1 + live_member[tie]] = 0
    first = last = 1 + ours
    tie = 0
    for v in range(1 + ours, nodes):
        many = tied[v - 1 - ours]
        one = 1 + live_member[tie] if many == 1 else 0
        tie += many
        number[v], dominator[v] = -1, one if many else -1
        order[last] = v
        last += (waits[v] == 0) & (end[v] > begin[v])
    at = first
    while at < last:
        v = order[at]
        number[v] = at
        at += 1
        reached = dominator[v] >= 0
        for k in range(begin[v], end[v]):
            y = followers[k]
            if reached:
                dominator[y] = _both(dominator[y], v, number, dominator)
            waits[y] -= 1
            order[last] = y
            last += (waits[y] == 0) & (end[y] > begin[y])
    return _around(nodes, ours, last, begin, end, followers, number, order, dominator)


@njit(cache=True, nogil=True)
def _around(
    nodes: int,
    ours: int,
    last: int,
    begin: Any,
    end: Any,
    followers: Any,
    number: Any,
    order: Any,
    dominator: Any,
) -> int:
    """The dominators of those in circles and behind them, who come after the `last` in the order."""
    at_first = last
    for v in range(1 + ours, nodes):
        waiting = (number[v] < 0) & (end[v] > begin[v]) & (dominator[v] >= 0)
        order[last] = v
        if waiting:
            number[v] = last
        last += waiting
    changed = last > at_first
    while changed:
        changed = False
        at = at_first
        while at < last:
            v = order[at]
            at += 1
            for k in range(begin[v], end[v]):
                y = followers[k]
                before = dominator[y]
                dominator[y] = _both(before, v, number, dominator)
                changed = changed or dominator[y] != before
                if before < 0 and end[y] > begin[y]:
                    number[y], order[last] = last, y
                    last += 1
    return last


@njit(cache=True, nogil=True)
def _both(a: int, b: int, number: Any, dominator: Any) -> int:
    """Who comes last before both, or is one of them; b, if nobody is known to come before a (a < 0)."""
    if a < 0:
        return b
    if a == 0:
        return 0
    while a != b:
        if number[a] > number[b]:
            a = dominator[a]
        else:
            b = dominator[b]
    return a


@njit(cache=True, nogil=True)
def subtrees(
    nodes: int,
    ours: int,
    last: int,
    begin: Any,
    end: Any,
    order: Any,
    dominator: Any,
    alone: Any,
    own_power: Any,
    decides: Any,
    people: Any,
    power: Any,
    deciders: Any,
    deciding: Any,
) -> None:
    """What is lost without each node, of the supplier all: how many people and their power; of those who decide too.

    That is the subtree of the node, itself included. `alone` is room for those who lead to nobody.
    """
    people[: 1 + ours] = deciders[: 1 + ours] = 0
    power[: 1 + ours] = deciding[: 1 + ours] = 0.0
    whole = held = 0.0
    many = holders = leaves = 0
    for v in range(1 + ours, nodes):
        own, holds = own_power[v - 1 - ours], decides[v - 1 - ours] != 0
        people[v], power[v], deciders[v], deciding[v] = 1, own, holds, own if holds else 0.0
        d = dominator[v]
        reached = d >= 0
        many += reached
        whole += own if reached else 0.0
        holders += reached & holds
        held += deciding[v] if reached else 0.0
        alone[leaves] = v
        leaves += (d > 0) & (begin[v] == end[v])
    for at in range(leaves):
        v = alone[at]
        _add(v, dominator[v], people, power, deciders, deciding)
    for at in range(last - 1, ours, -1):
        v = order[at]
        if dominator[v] > 0:
            _add(v, dominator[v], people, power, deciders, deciding)
    people[0], power[0], deciders[0], deciding[0] = many, whole, holders, held


@njit(cache=True, nogil=True)
def _add(v: int, d: int, people: Any, power: Any, deciders: Any, deciding: Any) -> None:
    people[d] += people[v]
    power[d] += power[v]
    deciders[d] += deciders[v]
    deciding[d] += deciding[v]


@njit(cache=True, nogil=True)
def cut(
    nodes: int,
    ours: int,
    ties: int,
    live_member: Any,
    live_person: Any,
    begin: Any,
    end: Any,
    followers: Any,
    dominator: Any,
    manages: Any,
    decides: Any,
    seen: Any,
    stack: Any,
) -> bool:
    """Whether without all account managers a decision holder is no longer reached who is now; takes all lines."""
    seen[:nodes] = 0
    last = 0
    for tie in range(ties):
        v = 1 + ours + live_person[tie]
        if not manages[live_member[tie]] and not seen[v]:
            seen[v], stack[last] = 1, v
            last += 1
    while last:
        last -= 1
        v = stack[last]
        for k in range(begin[v], end[v]):
            y = followers[k]
            if not seen[y]:
                seen[y], stack[last] = 1, y
                last += 1
    lost = False
    for v in range(1 + ours, nodes):
        lost = lost or (dominator[v] >= 0 and not seen[v] and decides[v - 1 - ours] != 0)
    return lost


@njit(cache=True, nogil=True)
def share(part: float, whole: float) -> float:
    """part ÷ whole; NaN where the whole is nothing."""
    return part / whole if whole > 0 else np.nan
