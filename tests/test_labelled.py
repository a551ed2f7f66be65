"""The labelled graph for whoever goes on in networkx."""

from __future__ import annotations

from io import BytesIO

import networkx as nx
import pytest
from hypothesis import given

from graphkam.analysis import View, labelled, people
from graphkam.analysis.graph import SUPPLIER
from graphkam.desk import Desk
from graphkam.domain.facts import AccountFacts, Employment, Relation, TeamMember
from graphkam.settings import Settings
from graphkam.store import Store
from tests.kiln_world import ACCOUNT, AS_OF, LIU
from tests.worlds import AT, DEFAULTS, accounts, contact, view


def plain(graph: nx.DiGraph[str], supplier: str) -> tuple[set[str], set[tuple[str, str, str, float]]]:
    """Nodes and edges, the supplier under the one name."""
    names = {v: SUPPLIER if v == supplier else v for v in graph}
    edges = graph.edges(data=True)
    return set(names.values()), {(names[x], names[y], e["kind"], e["strength"]) for x, y, e in edges}


@given(accounts())
def test_it_is_the_graph_of_the_analyses_and_every_node_says_who_it_is(facts: AccountFacts) -> None:
    seen = View(facts, AT, DEFAULTS)
    graph = labelled(seen)
    supplier = graph.graph["supplier"]
    assert plain(graph, supplier) == plain(seen.influence, SUPPLIER)
    assert {v for v, side in graph.nodes(data="side") if side == "theirs"} == set(seen.influence.nodes) - {
        SUPPLIER,
        *seen.influence.successors(SUPPLIER),
    }
    dominators = nx.immediate_dominators(graph, supplier)
    reached = {p.id for p in people(seen) if p.reached_by_influence}
    assert {v for v in dominators if graph.nodes[v]["side"] == "theirs"} == reached


def test_ties_tell_of_their_touchpoints_and_what_nobody_knows_is_absent() -> None:
    seen = view(
        team=(TeamMember("li", "Li"),),
        people=(Employment("a", "Ann"), Employment("supplier", "Sue", layer="executive")),
        touchpoints=(contact("li", "a", 3.0), contact("li", "a", 1.0), contact("li", "a", 2.0)),
        relations=(Relation("supplier", "a", "reports_to"),),
    )
    graph = labelled(seen)
    tie = graph.edges["li", "a"]
    assert (tie["kind"], tie["last"], tie["touchpoints"]) == ("tie", "2026-02-28", 3)
    assert graph.edges["a", "supplier"]["kind"] == "reports_to"
    assert "support" not in graph.nodes["a"] and "title" not in graph.nodes["a"]
    assert graph.nodes["supplier"]["side"] == "theirs" and graph.nodes["supplier"]["layer"] == "executive"
    assert graph.nodes[graph.graph["supplier"]]["side"] == "supplier"
    assert graph.graph["as_of"] == str(seen.at)


@pytest.mark.kiln
def test_the_desk_gives_it_and_other_programs_can_read_it(store: Store, settings: Settings) -> None:
    desk = Desk(store, settings)
    at = desk.at(AS_OF)
    graph = desk.to_networkx(ACCOUNT, at)
    theirs = {v for v, side in graph.nodes(data="side") if side == "theirs"}
    assert theirs == {p.id for p in desk.account(ACCOUNT, at).people if not p.placeholder}
    hostile = '<b>Liu & "Söhne"</b>'
    graph.nodes[LIU]["name"] = hostile
    file = BytesIO()
    nx.write_graphml(graph, file)
    file.seek(0)
    again = nx.read_graphml(file)
    assert dict(again.nodes(data=True)) == dict(graph.nodes(data=True))
    assert set(again.edges) == set(graph.edges)
