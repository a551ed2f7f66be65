"""The compiled dominator tree against networkx' own, on graphs of circles above all."""

from collections.abc import Collection

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphkam.analysis.compiled import flow

Arc = tuple[int, int]
MOST = 12


def compiled(people: int, arcs: Collection[Arc], tied: Collection[tuple[int, ...]]) -> dict[int, int]:
    """Who comes last before each that is reached, by node; `tied` has the members that each of theirs is tied to."""
    members = 1 + max((u for by in tied for u in by), default=-1)
    nodes = 1 + members + people
    ties = np.array([u for by in tied for u in by], np.int32)
    tail, head = np.array(sorted(arcs), np.int32).reshape(-1, 2).T
    met = np.array([len(by) for by in tied], np.int32)
    begin, end, waits, number, order, dominator = np.empty((6, nodes + 1), np.int32)
    followers = np.empty(nodes + len(arcs), np.int32)
    flow.lines_out(nodes, members, len(arcs), tail, head, met, 2, begin, end, waits, followers)
    room = begin, end, followers, waits, number, order, dominator
    flow.dominators(nodes, members, len(ties), ties, met, *room)
    return {v: int(d) for v, d in enumerate(dominator[:nodes]) if d >= 0 and v > 0}


def reference(people: int, arcs: Collection[Arc], tied: Collection[tuple[int, ...]]) -> dict[int, int]:
    """The same, by networkx."""
    members = 1 + max((u for by in tied for u in by), default=-1)
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_node(0)
    for person, by in enumerate(tied):
        graph.add_edges_from((0, 1 + u) for u in by)
        graph.add_edges_from((1 + u, 1 + members + person) for u in by)
    graph.add_edges_from((1 + members + x, 1 + members + y) for x, y in arcs)
    found = nx.immediate_dominators(graph, 0)
    return {v: d for v, d in found.items() if v > 0}


def ladder(people: int) -> set[Arc]:
    """Everybody leads to both neighbours."""
    ups = {(i, i + 1) for i in range(people - 1)}
    return ups | {(y, x) for x, y in ups}


def tied_at(people: int, places: dict[int, tuple[int, ...]]) -> list[tuple[int, ...]]:
    return [places.get(i, ()) for i in range(people)]


CHAIN = [{(i, i + 1) for i in range(40)}, {(i + 1, i) for i in range(40)}]
CASES = {
    "nobody is tied": (5, ladder(5), tied_at(5, {})),
    "no lines": (3, set(), [(0,), (0, 1), ()]),
    "a ladder from its foot": (41, ladder(41), tied_at(41, {0: (0,)})),
    "a ladder from both ends": (41, ladder(41), tied_at(41, {0: (0,), 40: (1,)})),
    "a ladder from both ends, all by one of ours": (41, ladder(41), tied_at(41, {0: (0,), 40: (0,)})),
    "a ladder from the middle, which two know": (41, ladder(41), tied_at(41, {20: (0, 1)})),
    "a chain down": (41, CHAIN[0], tied_at(41, {0: (0,)})),
    "a chain against the order of its slots": (41, CHAIN[1], tied_at(41, {40: (0,)})),
    "a circle nobody leads to": (6, {(3, 4), (4, 5), (5, 3), (0, 1)}, tied_at(6, {0: (0,)})),
    "behind a circle nobody leads to": (6, {(3, 4), (4, 3), (4, 1), (0, 1), (1, 2)}, tied_at(6, {0: (0,)})),
    "a circle entered at two places": (
        6,
        {(0, 2), (1, 4), (2, 3), (3, 4), (4, 5), (5, 2)},
        [(0,), (1,), *[()] * 4],
    ),
    "a circle entered at two places by one of ours": (
        *(6, {(0, 2), (1, 4), (2, 3), (3, 4), (4, 5), (5, 2)}),
        [(0,), (0,), *[()] * 4],
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_trees_are_those_of_networkx(case: tuple[int, set[Arc], list[tuple[int, ...]]]) -> None:
    assert compiled(*case) == reference(*case)


@given(st.data())
def test_random_trees_are_those_of_networkx(data: st.DataObject) -> None:
    people = data.draw(st.integers(1, MOST))
    person = st.integers(0, people - 1)
    arcs = {
        arc for arc in data.draw(st.sets(st.tuples(person, person), max_size=3 * MOST)) if arc[0] != arc[1]
    }
    by = st.sets(st.integers(0, 3), max_size=2).map(lambda who: tuple(sorted(who)))
    tied = data.draw(st.lists(by, min_size=people, max_size=people))
    assert compiled(people, arcs, tied) == reference(people, arcs, tied)
