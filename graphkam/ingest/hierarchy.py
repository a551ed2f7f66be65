"""Who stands above whom: finding the lines that lead in a circle. Pure.

Two people may have led each other at different times: a circle counts only if all its lines are valid on one
day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

MOST_STEPS = 20_000_000
"""Lines × days looked at; a tangle beyond it is judged as if all its lines were always valid."""


@dataclass(frozen=True, slots=True)
class Line:
    """`below` has `above` over it, from `start` until the day before `end` (None: always)."""

    below: str
    above: str
    start: str | None = None
    end: str | None = None


def on_circles(lines: Sequence[Line]) -> set[int]:
    """The places of the lines that lie on a circle on some day.

    Lines on no circle whatever the day are peeled off first, in linear time; the rest, mostly nothing, is
    looked at on each day on which a line begins.

    >>> on_circles([Line("a", "b"), Line("b", "a"), Line("c", "a")]) == {0, 1}
    True
    >>> on_circles([Line("a", "b", None, "2025-01-01"), Line("b", "a", "2025-01-01", None)])
    set()
    """
    core = _core(lines, range(len(lines)))
    days = {lines[i].start or "" for i in core}
    if len(core) * len(days) > MOST_STEPS:
        return _circular(lines, core)
    found: set[int] = set()
    for day in days:
        valid = [
            i for i in core if (lines[i].start or "") <= day and (not (end := lines[i].end) or day < end)
        ]
        found |= _circular(lines, _core(lines, valid))
    return found


def _core(lines: Sequence[Line], among: Iterable[int]) -> list[int]:
    """What is left when all lines that end at a top or begin at a bottom are taken away, again and again."""
    for below, above in (("below", "above"), ("above", "below")):
        at: dict[str, list[int]] = defaultdict(list)
        left: dict[str, int] = defaultdict(int)
        kept = dict.fromkeys(among)
        for i in kept:
            at[getattr(lines[i], above)].append(i)
            left[getattr(lines[i], below)] += 1
        bare = [node for node in at if node not in left]
        while bare:
            for i in at.pop(bare.pop(), ()):
                del kept[i]
                node = getattr(lines[i], below)
                left[node] -= 1
                if not left[node]:
                    bare.append(node)
        among = kept
    return list(among)


def _circular(lines: Sequence[Line], core: Sequence[int]) -> set[int]:
    """The lines of the core whose two ends reach each other in it."""
    if not core:
        return set()
    import networkx as nx

    graph = nx.DiGraph((lines[i].below, lines[i].above) for i in core)
    part = {node: n for n, nodes in enumerate(nx.strongly_connected_components(graph)) for node in nodes}
    return {i for i in core if part[lines[i].below] == part[lines[i].above]}
