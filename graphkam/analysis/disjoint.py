"""Paths that share no person, and the smallest sets of people that lie on all paths.

networkx has the paths (`node_disjoint_paths`), and the tests compare the two. It walks all arcs for every
target anew; this is many times faster, and a portfolio asks for thousands of targets.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from itertools import pairwise

Path = tuple[str, ...]
"""Nodes from the source to a target, both included."""


class DisjointPaths:
    """Disjoint paths and smallest cuts between one source and any target of a directed graph.

    Each node is split in two, its entry and its exit, joined by an arc that one path can take; all other
    arcs take any number. Entry 2i and exit 2i + 1 belong to node i, nodes being numbered in the order of
    their names. The residual arcs are made once, turned for a target, and turned back. Which of several
    largest sets of paths is found is left open. An arc from the source to the target itself is not counted:
    nobody is on it. Source: Menger 1927; Ford and Fulkerson 1956.

    >>> ways = DisjointPaths({"s": "xy", "x": "a", "y": "b", "a": "t", "b": "t", "t": ""}, "s")
    >>> ways.to("t"), ways.to("s")
    ((('s', 'x', 'a', 't'), ('s', 'y', 'b', 't')), ())
    >>> ways.cut(ways.to("t"), ""), ways.cut(ways.to("t"), "x")
    (('a', 'b'), ('b', 'x'))
    """

    def __init__(self, successors: Mapping[str, Iterable[str]], source: str) -> None:
        self._names = sorted(successors)
        self._number = {name: i for i, name in enumerate(self._names)}
        self._out: list[set[int]] = [set() for _ in range(2 * len(self._names))]
        self._in: list[set[int]] = [set() for _ in range(2 * len(self._names))]
        self._first = self._exit(source)
        for name in self._names:  # in their order, so that of equal paths everybody finds the same
            self._add(self._entry(name), self._exit(name))
            for follower in sorted(successors[name]):
                self._add(self._exit(name), self._entry(follower))

    def to(self, target: str) -> tuple[Path, ...]:
        """A largest set of paths to `target` that share no node but their ends, sorted; maybe empty.

        KeyError for an unknown target. Cost: one sweep for each path and one more, each from the target back,
        so that it ends early where few lead to the target.
        """
        last = self._entry(target)
        if last == self._first - 1:
            return ()
        taken = []
        while arcs := self._augmenting(last):
            self._turn(arcs)
            taken.append(arcs)
        paths = [(*self._back(exit_), target) for exit_ in self._out[last] if exit_ != last + 1]
        for arcs in reversed(taken):
            self._turn((b, a) for a, b in reversed(arcs))
        return tuple(sorted(paths))

    def openings(self, target: str) -> tuple[frozenset[str], frozenset[str]]:
        """Between which nodes one arc more would open one path more to `target`: from any of the first to any
        of the second.

        An arc adds a path, and never two, exactly if the residual reach of the source holds the exit of its
        tail, and its head's entry still leads to the target. KeyError for an unknown target; not for the
        source. Cost: one sweep for each path and three more. Source: Ford and Fulkerson 1956.

        >>> ways = DisjointPaths({"s": "xy", "x": "a", "y": "", "a": "t", "b": "t", "t": ""}, "s")
        >>> [sorted(side) for side in ways.openings("t")]
        [['s', 'y'], ['b', 't']]
        """
        last = self._entry(target)
        taken = []
        while arcs := self._augmenting(last):
            self._turn(arcs)
            taken.append(arcs)
        before, behind = _reach([self._first], self._out), _reach([last], self._in)
        for arcs in reversed(taken):
            self._turn((b, a) for a, b in reversed(arcs))
        tails = frozenset(self._names[end // 2] for end in before if end % 2)
        return tails, frozenset(self._names[end // 2] for end in behind if end % 2 == 0)

    def cut(self, paths: tuple[Path, ...], wanted: Collection[str]) -> tuple[str, ...]:
        """The best of the smallest sets of nodes that lie on all paths to the target of `paths`.

        `paths` are what `to` returned, at least one, and no arc leads from the source to the target. Best is
        what loses most of `wanted` (reached nodes, lost if cut off or in the set themselves); of several such
        sets it is the first by names.

        The set nearest to the source loses whatever any other loses; so the best ones are those that lose the
        same. Residual reach tells which nodes must lie before a cut and which behind it; the nodes of the
        paths are tried in the order of their names, each choice leaving fewer for the next. Cost: two sweeps,
        and less than one for each node on the paths. Source: Picard and Queyranne 1980.
        """
        arcs = [arc for path in paths for arc in self._arcs(path)]
        self._turn(arcs)
        target = paths[0][-1]
        before = _reach([self._first], self._out)
        lost = [end for end in map(self._exit, wanted) if end not in before and end != self._exit(target)]
        behind = _reach([self._entry(target), *lost], self._in)
        chosen = []
        for node in sorted({self._number[v] for path in paths for v in path[1:-1]}):
            if 2 * node not in behind and 2 * node + 1 not in before:
                further = _reach([2 * node], self._out, before)
                if 2 * node + 1 not in further:
                    before |= further
                    behind |= _reach([2 * node + 1], self._in, behind)
                    chosen.append(self._names[node])
        self._turn((b, a) for a, b in reversed(arcs))
        return tuple(chosen)

    def _entry(self, name: str) -> int:
        return 2 * self._number[name]

    def _exit(self, name: str) -> int:
        return 2 * self._number[name] + 1

    def _arcs(self, path: Path) -> list[tuple[int, int]]:
        inner = [end for name in path[1:-1] for end in (self._entry(name), self._exit(name))]
        return list(pairwise([self._first, *inner, self._entry(path[-1])]))

    def _augmenting(self, last: int) -> list[tuple[int, int]]:
        """The arcs of a shortest residual path to `last`; empty if there is none."""
        after = {last: last}
        waiting = [last]
        for node in waiting:
            for earlier in self._in[node]:
                if earlier not in after and (earlier != self._first or node != last):
                    after[earlier] = node
                    waiting.append(earlier)
            if self._first in after:
                break
        arcs = []
        node = self._first
        while node != last and node in after:
            arcs.append((node, after[node]))
            node = after[node]
        return arcs

    def _add(self, a: int, b: int) -> None:
        self._out[a].add(b)
        self._in[b].add(a)

    def _drop(self, a: int, b: int) -> None:
        self._out[a].remove(b)
        self._in[b].remove(a)

    def _turn(self, arcs: Iterable[tuple[int, int]]) -> None:
        """Send one path along these residual arcs."""
        for a, b in arcs:
            inside = a // 2 == b // 2
            if inside or a % 2 == 0:  # used up: the arc within a node, or one that takes another path back
                self._drop(a, b)
            if inside or a % 2 == 1:
                self._add(b, a)

    def _back(self, exit_: int) -> Path:
        """The nodes of the path that leaves through `exit_`, from the source on."""
        nodes = [exit_ // 2]
        while exit_ != self._first:
            [exit_] = self._out[exit_ - 1]  # a used entry leads only to where its path came from
            nodes.append(exit_ // 2)
        return tuple(self._names[i] for i in reversed(nodes))


def _reach(start: list[int], arcs: list[set[int]], known: Collection[int] = frozenset()) -> set[int]:
    """All that `start` leads to, itself included, without what is known already."""
    found = set(start)
    while start:
        new = arcs[start.pop()] - found
        new.difference_update(known)
        found |= new
        start.extend(new)
    return found
