"""The legend: samples drawn from the same shapes and strokes as the map itself."""

from __future__ import annotations

from functools import cache

from graphkam.domain.labels import label
from graphkam.domain.message import Translate
from viz.cards import SUPPORT_LOOKS, Look
from viz.lines import STROKES
from viz.words import TEXTS


@cache
def line_samples() -> dict[str, tuple[str, float, str]]:
    """Colour, width and end of each kind of line, for a small picture of it."""
    return {kind: (look.colour, max(look.width, 2.0), look.ends) for kind, look in STROKES.items()}


def marks(translate: Translate) -> tuple[list[tuple[str | None, Look, str]], list[str]]:
    """Each degree of support with its look and word, and in words what else the drawing uses."""
    supports = [(word, look, label(word).said(translate)) for word, look in SUPPORT_LOOKS.items()]
    others = ("ring", "power_bar", "arrow", "thick", "informal", "inferred", "dashed")
    return supports, [TEXTS[key].said(translate) for key in others]
