"""The flow graphs: who is reached, and who is lost without whom, by one dominator tree for each account.

Nodes: 0 is the supplier, 1 + slot one of ours, 1 + members + slot one of theirs. What is reached is numbered in
the order of a search in depth, the supplier 0, and everything after that works on these numbers.
Source: dominators by semidominators and nearest common ancestors (Georgiadis 2005, after Lengauer and Tarjan
1979); tests/test_compiled.py compares with networkx.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from graphkam.analysis.compiled.jit import njit


@njit(cache=True, nogil=True)
def arcs_out(
    nodes: int,
    ours: int,
    ties: int,
    live_member: Any,
    live_person: Any,
    lines: int,
    tail: Any,
    head: Any,
    begin: Any,
    place: Any,
    followers: Any,
) -> None:
    """The arcs out of every node: `followers` from `begin[v]` to `begin[v + 1]`; the supplier's are left out."""
    for v in range(nodes + 1):
        begin[v] = 0
    for t in range(ties):
        begin[live_member[t] + 2] += 1
    for k in range(lines):
        begin[ours + tail[k] + 2] += 1
    for v in range(nodes):
        begin[v + 1] += begin[v]
        place[v] = begin[v]
    for t in range(ties):
        v = live_member[t] + 1
        followers[place[v]] = 1 + ours + live_person[t]
        place[v] += 1
    for k in range(lines):
        v = 1 + ours + tail[k]
        followers[place[v]] = 1 + ours + head[k]
        place[v] += 1


@njit(cache=True, nogil=True)
def search(
    nodes: int,
    ours: int,
    begin: Any,
    followers: Any,
    number: Any,
    node: Any,
    parent: Any,
    stack: Any,
    cursor: Any,
    into: Any,
    place: Any,
    tail: Any,
    head: Any,
    leaders: Any,
) -> int:
    """Numbers what is reached; `node` and `parent` are by number. Returns how many, the supplier included.

    The arcs into every reached one of theirs, by number too: `leaders` from `into[i]` to `into[i + 1]`. Each arc
    is met once, and noted then by `tail` and `head`, when both its ends have their numbers.
    """
    for v in range(nodes):
        number[v], cursor[v], into[v] = -1, begin[v], 0
    number[0] = node[0] = parent[0] = into[nodes] = 0
    count, arcs = 1, 0
    for u in range(1, ours + 1):
        if begin[u] == begin[u + 1]:
            continue
        number[u], node[count], parent[count] = count, u, 0
        count += 1
        stack[0], depth = u, 1
        while depth:
            v = stack[depth - 1]
            if cursor[v] == begin[v + 1]:
                depth -= 1
                continue
            follower = followers[cursor[v]]
            cursor[v] += 1
            tail[arcs] = number[v]
            if number[follower] < 0:
                number[follower], node[count], parent[count] = count, follower, number[v]
                count += 1
                stack[depth] = follower
                depth += 1
            head[arcs] = number[follower]
            into[number[follower] + 1] += 1
            arcs += 1
    for i in range(count):
        into[i + 1] += into[i]
        place[i] = into[i]
    for k in range(arcs):
        leaders[place[head[k]]] = tail[k]
        place[head[k]] += 1
    return count


@njit(cache=True, nogil=True)
def dominators(
    count: int,
    ours: int,
    node: Any,
    parent: Any,
    into: Any,
    leaders: Any,
    semi: Any,
    label: Any,
    above: Any,
    stack: Any,
    dominator: Any,
) -> None:
    """`dominator[i]`: the number of who comes last before i on all paths; 0 where several of ours lead there."""
    for i in range(count):
        semi[i] = label[i] = i
        above[i] = parent[i]
    for i in range(count - 1, 0, -1):
        if node[i] <= ours:
            semi[i] = 0
            continue
        least = i
        for k in range(into[i], into[i + 1]):
            v = leaders[k]
            if v > i:  # of those before i nothing is known yet but their number
                v = semi[_least(v, i, semi, label, above, stack)]
            if v < least:
                least = v
        semi[i] = least
    dominator[0] = 0
    for i in range(1, count):
        d = parent[i]
        while d > semi[i]:
            d = dominator[d]
        dominator[i] = d


@njit(cache=True, nogil=True)
def _least(v: int, done: int, semi: Any, label: Any, above: Any, stack: Any) -> int:
    """Of v, which is done (numbers greater than `done` are), and those above it that are done too, the one of
    least semidominator. The way up is made shorter for whoever asks next.
    """
    depth = 0
    while above[v] > done:
        stack[depth] = v
        depth += 1
        v = above[v]
    best, top = label[v], above[v]
    while depth:
        depth -= 1
        v = stack[depth]
        above[v] = top
        if semi[best] < semi[label[v]]:
            label[v] = best
        else:
            best = label[v]
    return label[v]


@njit(cache=True, nogil=True)
def subtrees(count: int, dominator: Any, people: Any, power: Any, deciders: Any, deciding: Any) -> None:
    """What is lost without each node: its subtree, summed up in place from what each is itself."""
    for i in range(count - 1, 0, -1):
        d = dominator[i]
        people[d] += people[i]
        power[d] += power[i]
        deciders[d] += deciders[i]
        deciding[d] += deciding[i]


@njit(cache=True, nogil=True)
def cut(
    count: int,
    ours: int,
    begin: Any,
    followers: Any,
    number: Any,
    node: Any,
    manages: Any,
    decides: Any,
    seen: Any,
    stack: Any,
) -> bool:
    """Whether without all account managers a decision holder is no longer reached who is now."""
    seen[:count] = 0
    last = 0
    for i in range(1, count):
        if node[i] <= ours and not manages[node[i] - 1]:
            seen[i], stack[last] = 1, node[i]
            last += 1
    while last:
        last -= 1
        v = stack[last]
        for k in range(begin[v], begin[v + 1]):
            i = number[followers[k]]
            if not seen[i]:
                seen[i], stack[last] = 1, followers[k]
                last += 1
    for i in range(1, count):
        p = node[i] - 1 - ours
        if p >= 0 and not seen[i] and decides[p]:
            return True
    return False


@njit(cache=True, nogil=True)
def share(part: float, whole: float) -> float:
    """part ÷ whole; NaN where the whole is nothing."""
    return part / whole if whole > 0 else np.nan
