"""How many ways that share no person lead from us to a decision holder, in `influence`.

Menger 1927: as many as the smallest cut has people. A person whom somebody dominates has one way, any other at
least two; where that leaves the number open, ways are found by augmenting from the target back (Ford and
Fulkerson 1956), as `analysis/disjoint.py` does it, beginning with the direct ties. Nodes as in `flow`.
"""

from __future__ import annotations

from typing import Any

from graphkam.analysis.compiled.jit import njit


@njit(cache=True, nogil=True)
def ways(
    target: int,
    most: int,
    nodes: int,
    ours: int,
    into: Any,
    leaders: Any,
    onward: Any,
    backward: Any,
    seen: Any,
    after: Any,
    waiting: Any,
    searches: int,
) -> tuple[int, int]:
    """How many ways lead to `target`, `most` at most, and the number of searches so far, which `seen` notes.

    `onward` and `backward` are the neighbours of everybody who is on a way already.
    """
    for i in range(nodes):
        onward[i] = backward[i] = -1
    found = 0
    for k in range(into[target], into[target + 1]):
        u = leaders[k]
        if u <= ours:
            onward[u], backward[u] = target, 0
            found += 1
    while found < most:
        searches += 1
        u = _augmenting(target, searches, ours, into, leaders, onward, seen, after, waiting)
        if u < 0:
            break
        _turn(target, u, onward, backward, after)
        found += 1
    return found, searches


@njit(cache=True, nogil=True)
def _augmenting(
    target: int,
    search: int,
    ours: int,
    into: Any,
    leaders: Any,
    onward: Any,
    seen: Any,
    after: Any,
    waiting: Any,
) -> int:
    """One of ours with whom a further way begins, as `after` tells; −1 if there is none.

    Ends are 2i, the entry of i, and 2i + 1, its exit. Going back from the target it ends early where few lead
    there.
    """
    seen[2 * target] = search
    waiting[0] = 2 * target
    at, last = 0, 1
    while at < last:
        end = waiting[at]
        at += 1
        i = end >> 1
        if end & 1:
            entry = 2 * i
            if onward[i] == target:
                continue
            if onward[i] >= 0:  # taken: only where its way goes on may be entered instead
                entry = 2 * onward[i]
            if seen[entry] != search:
                seen[entry], after[entry], waiting[last] = search, end, entry
                last += 1
                if i <= ours and onward[i] < 0:
                    return i
            continue
        for k in range(into[i], into[i + 1]):
            exit_ = 2 * leaders[k] + 1
            if seen[exit_] != search:
                seen[exit_], after[exit_], waiting[last] = search, end, exit_
                last += 1
        if onward[i] >= 0 and seen[2 * i + 1] != search:
            seen[2 * i + 1], after[2 * i + 1], waiting[last] = search, end, 2 * i + 1
            last += 1
    return -1


@njit(cache=True, nogil=True)
def _turn(target: int, u: int, onward: Any, backward: Any, after: Any) -> None:
    """Send one way along `after`, from one of ours whom no way takes yet."""
    backward[u] = 0
    x = u
    while True:
        entry = after[2 * x + 1]
        y = entry >> 1
        if y == target:
            onward[x] = target
            return
        if y == x:  # back through x itself, which no way takes any more
            z = backward[x]
            onward[x] = backward[x] = -1
        else:
            z = after[entry] >> 1
            onward[x], backward[y] = y, x
            if z == y:
                x = y
                continue
        onward[z] = -1
        x = z
