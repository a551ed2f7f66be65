"""The flow graphs: which of their people we reach, through whom, and who is lost without somebody.

Nodes are ids; people and team share one id space. `SUPPLIER`, which no id can be, is where every path begins.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from graphkam.analysis.disjoint import DisjointPaths, Path
from graphkam.domain.constants import TOLERANCE, Constants
from graphkam.domain.facts import Relation

if TYPE_CHECKING:
    import networkx as nx

SUPPLIER = "\x1fsupplier"
"""The root of every flow graph; ids hold no control characters."""


LiveLine = tuple[str, str, float]
"""(ours, theirs, S) of a live tie."""


def direct_graph(live: Iterable[LiveLine], theirs: Iterable[str]) -> nx.DiGraph[str]:
    """supplier → ours → (live tie) → theirs; all of `theirs` are nodes, reached or not.

    `live` are (ours, theirs, S). Edges carry `kind` and `strength`. Cost: linear. Source: docs/definitions.md, "Flow".

    >>> sorted(direct_graph([("li", "liu", 0.6)], ["liu", "xu"]))[1:]
    ['li', 'liu', 'xu']
    """
    import networkx as nx

    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_node(SUPPLIER)
    graph.add_nodes_from(theirs)
    for ours, person, strength in live:
        graph.add_edge(SUPPLIER, ours, kind="team", strength=1.0)
        graph.add_edge(ours, person, kind="tie", strength=strength)
    return graph


def influence_graph(
    direct: nx.DiGraph[str], relations: Iterable[Relation], constants: Constants
) -> nx.DiGraph[str]:
    """`direct` (not changed) and edges among theirs: influences, confidant, and manager → report.

    `relations` are those valid that day; a line counts if both ends are people of `direct`. Of several lines
    from one to the other the strongest is kept. Never upwards. Cost: linear. Source: docs/definitions.md, "Flow".

    >>> g = direct_graph([("li", "liu", 0.6)], ["liu", "xu"])
    >>> list(influence_graph(g, [Relation("xu", "liu", "reports_to")], Constants()).edges("liu", data="kind"))
    [('liu', 'xu', 'reports_to')]
    """
    graph = direct.copy()
    ours = set(direct.successors(SUPPLIER)) | {SUPPLIER}
    theirs = [n for n in direct if n not in ours]
    for source, target, kind, weight in sorted(_lines(relations, frozenset(theirs), constants)):
        known = graph.get_edge_data(source, target)
        if known is None or known["strength"] < weight:
            graph.add_edge(source, target, kind=kind, strength=weight)
    return graph


def _lines(
    relations: Iterable[Relation], theirs: Collection[str], constants: Constants
) -> Iterable[tuple[str, str, str, float]]:
    missing = {"influences": constants.influence_weight, "confidant": constants.confidant_weight}
    for r in relations:
        if r.from_id == r.to_id or r.from_id not in theirs or r.to_id not in theirs:
            continue
        if r.kind == "reports_to":
            yield r.to_id, r.from_id, r.kind, constants.report_weight
        elif r.kind in missing:
            weight = missing[r.kind] if r.weight is None else r.weight
            if weight > TOLERANCE:
                yield r.from_id, r.to_id, r.kind, weight


def followers(
    live: Iterable[LiveLine], theirs: Iterable[str], relations: Iterable[Relation], constants: Constants
) -> dict[str, tuple[str, ...]]:
    """Who follows whom in `influence_graph`, without that graph: no kinds, no strengths. Cost: linear.

    >>> followers([("li", "liu", 0.6)], ["liu", "xu"], [Relation("xu", "liu", "reports_to")], Constants())["liu"]
    ('xu',)
    """
    found: dict[str, dict[str, None]] = {SUPPLIER: {}, **{person: {} for person in theirs}}
    people = found.keys() - {SUPPLIER}
    for ours, person, _ in live:
        found[SUPPLIER][ours] = None
        found.setdefault(ours, {})[person] = None
    for source, target, *_ in _lines(relations, people, constants):
        found[source][target] = None
    return {v: tuple(after) for v, after in found.items()}


class Flow:
    """Reach in one flow graph: who of `theirs` is reached, and who is lost without one or several people.

    >>> g = direct_graph([("li", "liu", 0.6), ("wu", "liu", 0.5), ("wu", "xu", 0.5)], ["liu", "xu"])
    >>> flow = Flow(g, {"liu", "xu"})
    >>> sorted(flow.reached), {v: sorted(lost) for v, lost in sorted(flow.lost.items())}
    (['liu', 'xu'], {'li': [], 'liu': ['liu'], 'wu': ['xu'], 'xu': ['xu']})
    >>> sorted(flow.lost_without({"li", "wu"}))
    ['liu', 'xu']
    """

    def __init__(self, graph: nx.DiGraph[str], theirs: Collection[str]) -> None:
        self._graph = graph
        self._theirs = frozenset(theirs)

    @cached_property
    def reached(self) -> frozenset[str]:
        """Those of theirs to whom a path leads from the supplier."""
        return self._without(frozenset())

    @cached_property
    def lost(self) -> Mapping[str, frozenset[str]]:
        """For everyone on a path from the supplier: their people reached now and not without that one.

        v itself is among the lost if it is one of theirs. It is the subtree of v in the dominator tree. Cost:
        one dominator tree, and the sum of the sizes of its subtrees.
        """
        parents = self._parents
        lost: dict[str, set[str]] = {v: set() for v in parents}
        for person in parents:
            if person in self._theirs:
                above = person
                while above != SUPPLIER:
                    lost[above].add(person)
                    above = parents[above]
        return {v: frozenset(people) for v, people in lost.items()}

    def lost_without(self, people: Iterable[str]) -> frozenset[str]:
        """Their people reached now and not without all of `people`, themselves included. Cost: one sweep."""
        return self.reached - self._without(frozenset(people))

    @cached_property
    def _parents(self) -> Mapping[str, str]:
        """The dominator tree: who comes last before each reached node on all paths to it."""
        import networkx as nx

        parents = dict(nx.immediate_dominators(self._graph, SUPPLIER))
        parents.pop(SUPPLIER, None)  # up to networkx 3.5 the root dominates itself, from 3.6 it is left out
        return parents

    def disjoint_paths(self, person: str) -> tuple[Path, ...]:
        """A largest set of paths from the supplier to one of theirs that share no person but the last.

        Empty if not reached. Cost: one sweep for each path and one more. Source: Menger 1927.
        """
        return self._ways.to(person) if person in self.reached else ()

    def smallest_cut(self, paths: tuple[Path, ...], wanted: Collection[str]) -> tuple[str, ...]:
        """The smallest set of people on all paths to where `paths` (of `disjoint_paths`) lead.

        Of several the one that loses most of `wanted`, then the first by ids; see `DisjointPaths.cut`.
        """
        return self._ways.cut(paths, wanted)

    @cached_property
    def _ways(self) -> DisjointPaths:
        reached = (SUPPLIER, *self._parents)
        return DisjointPaths({v: self._successors[v] for v in reached}, SUPPLIER)

    @cached_property
    def _successors(self) -> Mapping[str, tuple[str, ...]]:
        return {v: tuple(followers) for v, followers in self._graph.adjacency()}

    def _without(self, removed: Collection[str]) -> frozenset[str]:
        seen: set[str] = {SUPPLIER}
        waiting = [SUPPLIER]
        while waiting:
            for follower in self._successors[waiting.pop()]:
                if follower not in seen and follower not in removed:
                    seen.add(follower)
                    waiting.append(follower)
        return self._theirs & seen
