"""What lies behind the cards: one tinted strip for each layer, and the names of strips and columns."""

from __future__ import annotations

from dataclasses import dataclass

from graphkam.domain.answers import LayerCoverage
from graphkam.domain.influence_map import InfluenceMap
from graphkam.domain.labels import label
from graphkam.domain.message import Message, Translate
from viz.cards import AMBER, GREEN, INK, MUTED, RED, percent
from viz.layout import CARD_WIDTH, HEADING, RIVAL_STEP, STEP_X
from viz.shapes import Box, Shape, Words
from viz.words import TEXTS

MARGIN = 18.0
TINTS = {"empty": "#fbe9ea", "open": "#fbe9ea", "thin": "#fdf3dc", "covered": "#ecf6ef"}
STATE_INKS = {"empty": RED, "open": RED, "thin": AMBER, "covered": GREEN}
STATE_GLYPHS = {"empty": "\u2715", "open": "\u2715", "thin": "!", "covered": "\u2713"}
"""So that a state can be told without colours."""


@dataclass(frozen=True)
class Strip:
    """A strip over the whole width; its name and state are said at the left edge."""

    top: float
    bottom: float
    name: str
    state: str = ""
    ink: str = INK
    tint: str = ""


def extent(map_: InfluenceMap) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of the whole drawing."""
    left = min([b.left for b in map_.bands] + [n.x - STEP_X / 2 for n in map_.nodes])
    right = max([b.right for b in map_.bands] + [n.x + STEP_X / 2 for n in map_.nodes])
    top = min([-HEADING] + [n.y - RIVAL_STEP / 2 for n in map_.nodes])
    return left - MARGIN, top, right + MARGIN, map_.bands[-1].bottom + 8


def strips(map_: InfluenceMap, translate: Translate) -> list[Strip]:
    """The strips from top to bottom: competitors, if any, and the layers."""
    found = {c.layer: c for c in map_.banner.layers}
    rivals = [n.y for n in map_.nodes if n.kind == "competitor"]
    out = []
    if rivals:
        top, bottom = min(rivals) - RIVAL_STEP / 2, max(rivals) + RIVAL_STEP / 2
        out.append(Strip(top, bottom, TEXTS["rivals"].said(translate)))
    for band in map_.bands:
        state = found.get(band.layer or "")
        if band.layer is None or state is None:
            name = label(band.layer) if band.layer else TEXTS["unknown_layer"]
            out.append(Strip(band.top, band.bottom, name.said(translate), tint="#f1f2f5"))
        else:
            name, words = label(band.layer), _state(state, translate)
            inks = STATE_INKS[state.status], TINTS[state.status]
            out.append(Strip(band.top, band.bottom, name.said(translate), words, *inks))
    return out


def _state(layer: LayerCoverage, translate: Translate) -> str:
    share = "" if layer.coverage is None else " " + percent(layer.coverage)
    return f"{STATE_GLYPHS[layer.status]} {label(layer.status).said(translate)}{share}"


def backdrop(map_: InfluenceMap, translate: Translate, heading: float = 17.0) -> list[Shape]:
    """Strips and the headings of the columns, in map units; from afar headings are larger."""
    left, _, right, _ = extent(map_)
    shapes: list[Shape] = [
        Box(left + 6, s.top + 3, right - left - 12, s.bottom - s.top - 6, 12, s.tint)
        for s in strips(map_, translate)
        if s.tint
    ]
    ours = [n.x for n in map_.nodes if n.kind == "team"]
    if ours:
        shapes.append(_heading(min(ours) - CARD_WIDTH / 2, TEXTS["ours"], translate, heading))
    theirs = min([n.x for n in map_.nodes if n.kind in ("person", "placeholder")], default=STEP_X / 2)
    shapes.append(_heading(theirs - CARD_WIDTH / 2, TEXTS["theirs"], translate, heading))
    return shapes


def _heading(x: float, text: Message, translate: Translate, size: float) -> Words:
    return Words(x, -HEADING / 2, text.said(translate), size, MUTED, bold=True)
