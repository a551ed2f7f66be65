"""The flow graphs, dominators and disjoint paths."""

from __future__ import annotations

from itertools import combinations, pairwise

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphkam.analysis.disjoint import DisjointPaths
from graphkam.analysis.graph import SUPPLIER, Flow, direct_graph, influence_graph
from graphkam.domain.facts import Employment, Relation, TeamMember
from tests.worlds import DEFAULTS, contact, view

DIRECT = direct_graph([("li", "a", 0.6), ("wu", "a", 0.6), ("wu", "b", 0.6)], "abcd")


def lines(*relations: Relation) -> set[tuple[str, str, str, float]]:
    graph = influence_graph(DIRECT, relations, DEFAULTS)
    return {(a, b, d["kind"], d["strength"]) for a, b, d in graph.edges(data=True) if a in "abcd"}


def test_the_direct_graph_runs_from_the_supplier_over_ours_to_theirs() -> None:
    assert set(DIRECT.edges) == {(SUPPLIER, "li"), (SUPPLIER, "wu"), ("li", "a"), ("wu", "a"), ("wu", "b")}
    assert {"c", "d"} <= set(DIRECT)


def test_influence_runs_along_influence_and_the_ear_and_down_the_line() -> None:
    assert lines(Relation("a", "c", "influences")) == {("a", "c", "influences", 0.5)}
    assert lines(Relation("a", "c", "confidant")) == {("a", "c", "confidant", 0.7)}
    assert lines(Relation("c", "a", "reports_to")) == {("a", "c", "reports_to", 0.5)}
    assert lines(Relation("a", "c", "influences", weight=0.9)) == {("a", "c", "influences", 0.9)}


@pytest.mark.parametrize(
    "relation",
    [
        Relation("a", "c", "ally"),
        Relation("a", "c", "conflicts_with"),
        Relation("a", "c", "influences", weight=0.0),
        Relation("a", "c", "confidant", weight=0.0),
        Relation("a", "a", "influences"),
        Relation("a", "a", "reports_to"),
        Relation("a", "li", "influences"),
        Relation("li", "a", "influences"),
        Relation("a", "ghost", "influences"),
    ],
)
def test_nothing_else_carries_influence(relation: Relation) -> None:
    assert lines(relation) == set()


def test_of_several_lines_the_strongest_is_kept() -> None:
    both = (Relation("a", "c", "influences", weight=0.2), Relation("a", "c", "confidant"))
    assert lines(*both) == lines(*both[::-1]) == {("a", "c", "confidant", 0.7)}


def test_the_graph_handed_in_is_not_changed() -> None:
    before = set(DIRECT.edges)
    influence_graph(DIRECT, [Relation("a", "c", "influences")], DEFAULTS)
    assert set(DIRECT.edges) == before


@pytest.mark.parametrize(
    "relation",
    [{"valid_to": "2026-03-01"}, {"valid_from": "2026-03-02"}, {"to_id": "gone"}, {"to_id": "later"}],
)
def test_a_line_counts_while_it_holds_and_both_work_there(relation: dict[str, str]) -> None:
    people = (
        Employment("a", "A"),
        Employment("b", "B"),
        Employment("gone", "C", valid_to="2026-03-01"),
        Employment("later", "D", valid_from="2026-03-02"),
    )
    facts = {"people": people, "team": (TeamMember("li", "Li"),), "touchpoints": (contact("li", "a"),)}
    held = view(**facts, relations=(Relation("a", "b", "influences"),))
    assert held.influence_flow.reached == {"a", "b"}
    not_held = view(
        **facts, relations=(Relation(**{"from_id": "a", "to_id": "b", "kind": "influences", **relation}),)
    )
    assert not_held.influence_flow.reached == {"a"}


def test_cycles_of_influence_are_no_trouble() -> None:
    ring = [Relation(x, y, "influences") for x, y in ("bc", "cd", "db", "bb")]
    flow = Flow(influence_graph(DIRECT, ring, DEFAULTS), "abcd")
    assert flow.reached == set("abcd")
    assert flow.lost == {
        "li": set(),
        "a": {"a"},
        "wu": set("bcd"),
        "b": set("bcd"),
        "c": set("cd"),
        "d": {"d"},
    }


def test_where_nobody_is_reached_nobody_is_lost() -> None:
    nobody = Flow(direct_graph([], "ab"), "ab")
    assert (nobody.reached, nobody.lost, nobody.disjoint_paths("a")) == (set(), {}, ())


@pytest.mark.parametrize("root_is_left_out", [True, False])
def test_both_conventions_for_the_root_of_the_dominator_tree(
    root_is_left_out: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """networkx up to 3.5 says that the root dominates itself, from 3.6 on it leaves it out."""
    real = nx.immediate_dominators

    def other(graph: nx.DiGraph, root: str) -> dict[str, str]:
        tree = {v: above for v, above in real(graph, root).items() if v != root}
        return tree if root_is_left_out else {root: root, **tree}

    monkeypatch.setattr(nx, "immediate_dominators", other)
    assert Flow(DIRECT, "abcd").lost == {"li": set(), "wu": {"b"}, "a": {"a"}, "b": {"b"}}
    assert Flow(direct_graph([], "a"), "a").lost == {}


def test_removing_nobody_or_a_stranger_loses_nobody() -> None:
    flow = Flow(DIRECT, "abcd")
    assert flow.lost_without(()) == flow.lost_without({"ghost"}) == set()


@st.composite
def digraphs(draw: st.DrawFn) -> nx.DiGraph:
    """Up to nine nodes; 0 is the source, the last one the target."""
    n = draw(st.integers(2, 9))
    arcs = st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)).filter(lambda arc: arc[0] != arc[1])
    graph = nx.DiGraph()
    graph.add_nodes_from(range(n))
    graph.add_edges_from(draw(st.lists(arcs, min_size=n, max_size=4 * n)))
    return nx.relabel_nodes(graph, str)


@settings(deadline=None, max_examples=300)
@given(digraphs())
def test_disjoint_paths_are_as_many_as_networkx_finds(graph: nx.DiGraph) -> None:
    ways = ways_from_0(graph)
    assert ways.to("0") == ()
    for target in sorted(set(graph) - {"0"}):
        paths = ways.to(target)
        bare = graph.copy()
        bare.remove_edges_from([("0", target)])
        expected = list(nx.node_disjoint_paths(bare, "0", target)) if nx.has_path(bare, "0", target) else []
        assert len(paths) == len(expected)
        for path in paths:
            assert (path[0], path[-1]) == ("0", target)
            assert all(bare.has_edge(a, b) for a, b in pairwise(path))
        inner = [v for path in paths for v in path[1:-1]]
        assert len(inner) == len(set(inner))
        assert len(ways.to(target)) == len(paths)  # the residual arcs are turned back after each target


@settings(deadline=None, max_examples=300)
@given(digraphs(), st.sets(st.integers(1, 8).map(str)))
def test_the_best_smallest_cut_is_that_of_enumeration(graph: nx.DiGraph, wanted: set[str]) -> None:
    graph.remove_edges_from(list(graph.out_edges("0"))[2:] if len(graph) > 6 else [])
    reached = nx.descendants(graph, "0")
    for target in sorted(reached - set(graph.adj["0"])):
        ways = ways_from_0(graph)
        paths = ways.to(target)

        def lost(cut: tuple[str, ...]) -> set[str]:
            return reached - nx.descendants(graph.subgraph(set(graph) - set(cut)), "0")

        cuts = [c for c in combinations(sorted(reached - {target}), len(paths)) if target in lost(c)]
        best = min(cuts, key=lambda c: (-len(lost(c) & wanted), c))
        assert ways.cut(paths, wanted & reached) == best
        assert len(ways.to(target)) == len(paths)


def ways_from_0(graph: nx.DiGraph) -> DisjointPaths:
    return DisjointPaths({v: tuple(graph.adj[v]) for v in graph}, "0")
