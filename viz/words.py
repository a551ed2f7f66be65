"""The sentences of the map: lines between people in words, and what the page says around the drawing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from graphkam.domain.influence_map import InfluenceMap, MapEdge
from graphkam.domain.labels import label
from graphkam.domain.message import Message, message
from viz.cards import percent

PHRASES: Mapping[str, tuple[Message, Message]] = MappingProxyType(
    {
        "tie": (message("tie with"), message("our tie")),
        "reports_to": (message("reports to"), message("manages")),
        "influences": (message("influences"), message("is influenced by")),
        "confidant": (message("has the ear of"), message("listens to")),
        "ally": (message("ally of"), message("ally of")),
        "conflicts_with": (message("in conflict with"), message("in conflict with")),
        "competitor": (message("tied to"), message("tied to competitor")),
    }
)
"""What a line says of its first end, and of its second."""

KIND_NAMES: Mapping[str, Message] = MappingProxyType(
    {
        "tie": message("our ties"),
        "reports_to": message("reporting line"),
        "influences": label("influences"),
        "confidant": message("has the ear of"),
        "ally": message("allies"),
        "conflicts_with": message("conflict"),
        "competitor": message("competitor's tie"),
    }
)
"""The kinds of lines in legend and filter."""


@dataclass(frozen=True)
class Mention:
    """One end of a line, seen from the other: who, and remarks such as `62%` or `informal`."""

    who: str
    remarks: tuple[str, ...]


def said_of(map_: InfluenceMap) -> dict[str, list[tuple[Message, list[Mention]]]]:
    """For each node its lines in words: phrase and the people it leads to, strongest first.

    The same content as the drawing, for readers who do not see it.
    """
    grouped: dict[str, dict[tuple[str, int], list[tuple[float, str, Mention]]]]
    grouped = defaultdict(lambda: defaultdict(list))
    names = {n.id: n.label for n in map_.nodes}
    for edge in map_.edges:
        for here, there, side in ((edge.from_, edge.to, 0), (edge.to, edge.from_, 1)):
            side = 0 if edge.kind in ("ally", "conflicts_with") else side
            entry = (-(edge.strength or 0.0), names[there], Mention(there, _remarks(edge)))
            grouped[here][edge.kind, side].append(entry)
    order = list(PHRASES)
    return {
        node: [
            (PHRASES[kind][side], [mention for *_, mention in sorted(entries, key=lambda e: e[:2])])
            for (kind, side), entries in sorted(groups.items(), key=lambda g: (order.index(g[0][0]), g[0][1]))
        ]
        for node, groups in grouped.items()
    }


def _remarks(edge: MapEdge) -> tuple[str, ...]:
    remarks: list[str] = []
    if edge.kind in ("tie", "competitor") and edge.strength is not None:
        remarks.append(percent(edge.strength))
    if edge.kind == "tie" and not edge.live:
        remarks.append(message("no longer live"))
    if edge.informal:
        remarks.append(message("informal"))
    if edge.inferred:
        remarks.append(message("inferred"))
    return tuple(remarks)


TEXTS: Mapping[str, Message] = MappingProxyType(
    {
        "title": message("Influence map"),
        "title_of": message("Influence map: {name}", name="{name}"),
        "as_of": message("as of"),
        "back": message("Back to the account"),
        "status": message("Status"),
        "stage": message("Stage"),
        "threads": message("Effective threads"),
        "threads_help": message("How many independent relationships the live ties amount to"),
        "spofs": message("Single points of failure"),
        "missing_roles": message("Roles without a known or reached holder"),
        "none": message("none"),
        "nobody": message("Nobody is known in this layer."),
        "layer": message("Layer"),
        "layers": message("Layers"),
        "people": message("People"),
        "reached": message("Reached"),
        "coverage": message("Coverage"),
        "unknown_layer": message("layer unknown"),
        "ours": message("Our people"),
        "theirs": message("Their people"),
        "rivals": message("Competitors"),
        "search": message("Search"),
        "search_hint": message("Name or title"),
        "function": message("Function"),
        "all": message("all"),
        "support": message("Support"),
        "lines": message("Lines"),
        "through": message("Ties of"),
        "everybody": message("everybody"),
        "filter": message("Filter"),
        "show_all": message("Show everything"),
        "legend": message("Legend"),
        "zoom_in": message("Zoom in"),
        "zoom_out": message("Zoom out"),
        "fit": message("Show the whole map"),
        "reset": message("Undo my moving of cards"),
        "print": message("Print"),
        "map_help": message(
            "Arrow keys go from person to person, Enter opens the details, plus and minus zoom. "
            "The list after the map has the same content."
        ),
        "list": message("The map as a list"),
        "person": message("Person"),
        "power": message("Power"),
        "no_tie": message("no tie"),
        "by_influence": message("through others"),
        "assigned": message("Assigned as"),
        "open": message("Open the page of this person"),
        "close": message("Close"),
        "details": message("Details"),
        "no_script": message("The drawing needs JavaScript; the list below has the same content."),
        "guessed": message("layer guessed from the title"),
        "guessed_line": message("layer guessed from the reporting line"),
        "placeholder": message("somebody not identified yet"),
        "spof": message("SPOF"),
        "spof_long": message("single point of failure"),
        "ring": message("ring: tie we have (dark) against tie wanted (light)"),
        "dashed": message("dashed card: somebody not identified yet"),
        "power_bar": message("bar: power"),
        "arrow": message("arrow: from influencer to influenced"),
        "informal": message("dashed: informal"),
        "inferred": message("lighter: inferred, or a tie no longer live"),
        "thick": message("thicker: stronger"),
        "n_people": message("{n} of {all} people shown in full", n="{n}", all="{all}"),
    }
)
"""What the page says, by a short name."""


def show_on_map(name: str) -> Message:
    """The label of the button that finds somebody on the map."""
    return message("Show {name} on the map", name=name)


def of_target(target: str) -> Message:
    """What follows a coverage where a target is set."""
    return message("wanted: {target}", target=target)


def moment_text(as_of: str) -> str:
    """A stored date or instant in a form that any language knows.

    >>> moment_text("2026-03-01"), moment_text("2026-03-01T09:30:00Z")
    ('2026-03-01', '2026-03-01 09:30 UTC')
    """
    return as_of if len(as_of) == 10 else f"{as_of[:10]} {as_of[11:16]} UTC"
