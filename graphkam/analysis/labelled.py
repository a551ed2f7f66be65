"""The influence graph of an account with what is known of everybody, for whoever goes on in networkx."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphkam.analysis.graph import SUPPLIER
from graphkam.analysis.people import people
from graphkam.analysis.view import View

if TYPE_CHECKING:
    import networkx as nx


def labelled(view: View) -> nx.DiGraph[str]:
    """The graph that the networkx engine works on, supplier → ours → theirs → theirs, labelled.

    The supplier is the node `graph.graph["supplier"]`; `graph.graph` has `account` and `as_of` too. Nodes have
    `side` (supplier, ours, theirs) and `name`; theirs also `power` (0…1), `power_source`, `support` (−1…1),
    `layer`, `layer_source`, `title`, `roles` (joined by `;`) and `decides`. Edges have `kind` (team, tie,
    influences, confidant, reports_to) and `strength` (0…1), those of ties also `last`, the day of the last
    touchpoint, and `touchpoints`, how many there are. What nobody knows is absent, so that every format of
    networkx can write it. Who of theirs is a placeholder is left out, and who of ours has no live tie.

    Errors: none. Cost: linear; a new graph every time. Source: docs/definitions.md, "Flow".

    >>> from graphkam.analysis.example import kiln
    >>> graph = labelled(kiln())
    >>> graph.nodes["liu"]["name"], graph.nodes["liu"]["layer"], graph.edges["li", "liu"]["kind"]
    ('Liu', 'management', 'tie')
    >>> list(graph.successors(graph.graph["supplier"]))
    ['li']
    """
    import networkx as nx

    supplier = "supplier"
    while supplier in view.influence:
        supplier += "'"
    graph: nx.DiGraph[str] = nx.relabel_nodes(view.influence, {SUPPLIER: supplier})
    graph.graph |= {"supplier": supplier, "account": view.facts.account.id, "as_of": str(view.at)}
    graph.nodes[supplier].update(side="supplier", name=supplier)
    for ours in graph.successors(supplier):
        graph.nodes[ours].update(side="ours", name=view.name(ours))
    for person in people(view):
        if person.id in graph:
            told = {
                "title": person.title,
                "layer": person.layer,
                "layer_source": person.layer_source,
                "power": person.power,
                "power_source": person.power_source,
                "support": person.support_value,
                "roles": ";".join(person.roles) or None,
                "decides": person.decision_holder,
            }
            known = {name: value for name, value in told.items() if value is not None}
            graph.nodes[person.id].update(side="theirs", name=person.name, **known)
    for ours, theirs, edge in graph.edges(data=True):
        if edge["kind"] == "tie":
            met = view.span((ours, theirs))
            edge.update(last=view.at.day_at(met.last), touchpoints=met.contacts)
    return graph
