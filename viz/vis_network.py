"""The map as a pyvis `Network`: the node and edge model that vis-network draws.

pyvis's own page is not used: it loads from content networks, writes names unescaped and takes most of a
minute for 500 people. Of pyvis come the model and the vis-network script that it ships.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graphkam.domain.influence_map import InfluenceMap, MapEdge
from graphkam.domain.message import Translate
from graphkam.errors import GraphKAMError
from viz.cards import Card, card
from viz.lines import bends, in_drawing_order, stroke
from viz.shapes import packed

if TYPE_CHECKING:
    from pyvis.network import Network

VIS_SCRIPT = "lib/vis-9.1.2/vis-network.min.js"
"""The newer of the two copies that pyvis 0.3.2 ships: complete, without styles of its own, and the one that
can draw custom shapes. Needs no `eval` and injects no style element."""

OPTIONS: Mapping[str, Any] = {
    "autoResize": True,
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "nodes": {"shape": "custom", "chosen": False},
    "edges": {"smooth": False, "chosen": False, "selectionWidth": 0, "hoverWidth": 0},
    "interaction": {
        "hover": False,
        "dragNodes": True,
        "selectConnectedEdges": False,
        "hoverConnectedEdges": False,
        "tooltipDelay": 250,
        "keyboard": False,
    },
}
"""Physics stays off: positions are computed here, and the user may drag cards."""


def network(map_: InfluenceMap, translate: Translate) -> Network:
    """The map as a pyvis `Network`; each node carries its card as packed shapes in `card`.

    Nodes and edges go straight into the network's lists: `add_node` and `add_edge` look through all nodes
    each time, which is quadratic. Importing pyvis takes about 0.3 s, once.
    """
    from pyvis.edge import Edge
    from pyvis.network import Network
    from pyvis.node import Node

    drawn = Network(directed=True)
    for node in map_.nodes:
        entry = Node(node.id, "custom", node.label, x=node.x, y=node.y, card=_packed(card(node, translate)))
        drawn.nodes.append(entry.options)
        drawn.node_ids.append(node.id)
        drawn.node_map[node.id] = entry.options
    edges = in_drawing_order(map_.edges)
    for i, (edge, bend) in enumerate(zip(edges, bends(map_, edges), strict=True)):
        options = _edge_options(edge, bend, len(edges))
        drawn.edges.append(Edge(edge.from_, edge.to, id=i, **options).options)
    drawn.options = dict(OPTIONS)
    return drawn


def _packed(drawn: Card) -> dict[str, object]:
    return {"near": packed(drawn.near), "far": packed(drawn.far), "size": [drawn.width, drawn.height]}


def _edge_options(edge: MapEdge, bend: float, lines: int) -> dict[str, Any]:
    look = stroke(edge, lines)
    options: dict[str, Any] = {
        "kind": edge.kind,
        "width": look.width,
        "color": {"color": look.colour, "opacity": look.opacity},
    }
    if look.dashed:
        options["dashes"] = [8, 6]
    if look.ends == "arrow":
        options["arrows"] = {"to": {"enabled": True, "type": "arrow", "scaleFactor": 0.8}}
    elif look.ends == "bars":
        bar = {"enabled": True, "type": "bar", "scaleFactor": 0.7}
        options["arrows"] = {"from": bar, "to": bar}
    if bend:
        kind = "curvedCW" if bend > 0 else "curvedCCW"
        options["smooth"] = {"enabled": True, "type": kind, "roundness": abs(bend)}
    return options


def vis_script() -> Path:
    """Where pyvis keeps the vis-network script; found without importing pyvis.

    Raises GraphKAMError if the installed pyvis does not ship it.
    """
    spec = find_spec("pyvis")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        script = Path(folder) / VIS_SCRIPT
        if script.is_file():
            return script
    raise GraphKAMError(f"the installed pyvis does not ship {VIS_SCRIPT}; GraphKAM needs pyvis 0.3.2")
