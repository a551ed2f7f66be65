"""Cards: one node of the map as shapes, near (everything on it) and far (what is still legible)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from graphkam.domain.facts import GUESSED_SOURCES
from graphkam.domain.influence_map import MapNode
from graphkam.domain.labels import label
from graphkam.domain.message import Message, Translate, message
from viz.layout import CARD_HEIGHT, CARD_WIDTH, RIVAL_HEIGHT
from viz.shapes import Arc, Box, Shape, Words, fitted, one_line, width_of, wrapped

INK, MUTED, PAPER, LINE = "#1c2430", "#525c6b", "#ffffff", "#b4bcc8"
RED, AMBER, GREEN = "#b8121f", "#8a5a00", "#1b6e3c"
TIE_BLUE, TARGET_BLUE, TRACK = "#1565b3", "#a9cdf0", "#e3e7ed"
OURS_FILL, OURS_LINE = "#e6eefb", "#2f5fa7"
RIVAL_FILL = "#3c2a45"
LEFT, TOP = -CARD_WIDTH / 2, -CARD_HEIGHT / 2
TEXT_X = LEFT + 62
TEXT_ROOM = CARD_WIDTH / 2 - TEXT_X - 8


@dataclass(frozen=True)
class Look:
    """How a degree of support is shown: by colour and by glyph, never by colour alone."""

    glyph: str
    fill: str
    ink: str


SUPPORT_LOOKS = {
    "mentor": Look("++", "#0b6b4f", PAPER),
    "supporter": Look("+", "#7cc8a4", INK),
    "neutral": Look("0", "#f0d060", INK),
    "non_supporter": Look("\u2212", "#ee8a4a", INK),
    "opponent": Look("\u2212\u2212", "#a3142e", PAPER),
    None: Look("?", "#d3d7de", INK),
}
SEVERITY = {"red": RED, "amber": AMBER}


@dataclass(frozen=True)
class Card:
    """What a node looks like; `width` and `height` are those of its outline."""

    near: tuple[Shape, ...]
    far: tuple[Shape, ...]
    width: float = CARD_WIDTH
    height: float = CARD_HEIGHT


def card(node: MapNode, translate: Translate) -> Card:
    """The card of a node, its fixed words in the reader's language."""
    if node.kind == "competitor":
        return _rival_card(node, translate)
    ring = _disc(node) if node.kind == "team" else _ring(node)
    support = () if node.kind == "team" else _support(node, 1.0)
    flags = _flags(node, translate, 1.0)
    near = (
        _outline(node, 1.0),
        *ring,
        *_texts(node),
        *_badges(node, translate),
        *_power(node),
        *support,
        *flags,
        *_guess(node, translate),
    )
    return Card(near, _far(node, translate))


def size_of(node: MapNode) -> tuple[float, float]:
    """Width and height of a node's outline."""
    return CARD_WIDTH, RIVAL_HEIGHT if node.kind == "competitor" else CARD_HEIGHT


def initials(name: str) -> str:
    """Up to two letters for the disc: first and last word's, or a Chinese given name.

    >>> initials("Li Wei-Ming"), initials("王小明 Wang Xiaoming"), initials("Xu Qing 徐青"), initials("")
    ('LW', '小明', 'XQ', '?')
    """
    name = one_line(name)
    if name and _is_wide(name[0]):
        first = name.split()[0]
        return first[-2:] if len(first) <= 4 else first[:2]
    letters = [word[0] for word in name.split() if word[0].isalnum() and not _is_wide(word[0])]
    return (letters[0] + (letters[-1] if len(letters) > 1 else "")).upper() if letters else (name[:1] or "?")


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"


def percent(share: float) -> str:
    """A share as whole percents.

    >>> percent(0.126)
    '13%'
    """
    return f"{100 * share:.0f}%"


def _outline(node: MapNode, scale: float) -> Box:
    fill, line, width = PAPER, LINE, 1.2
    if node.kind == "team":
        fill, line = OURS_FILL, OURS_LINE
    if node.gap:
        line, width = SEVERITY[node.gap], 2.0
    if node.spof:
        line, width = RED, 3.5
    dashed = node.kind == "placeholder"
    return Box(LEFT, TOP, CARD_WIDTH, CARD_HEIGHT, 9, fill, line, width * scale, dashed)


def _ring(node: MapNode) -> Iterable[Shape]:
    """Initials within a ring: the tie we have (dark) against the tie that is wanted (light)."""
    x, y, radius = LEFT + 33, -7.0, 20.0
    yield Arc(x, y, radius, 1.0, TRACK, 5.5, "#f5f7fa")
    if node.target:
        yield Arc(x, y, radius, min(node.target, 1.0), TARGET_BLUE, 5.5)
    if node.coverage:
        yield Arc(x, y, radius, min(node.coverage, 1.0), TIE_BLUE, 5.5)
    yield Words(x, y, initials(node.label), 13, INK, bold=True, anchor="middle")
    if node.kind == "person":
        yield Words(x, 29, percent(node.coverage or 0.0), 11, MUTED, anchor="middle")


def _disc(node: MapNode) -> Iterable[Shape]:
    x, y = LEFT + 33, -2.0
    yield Arc(x, y, 20, 1.0, OURS_LINE, 1, OURS_LINE if node.reached else PAPER)
    ink = PAPER if node.reached else OURS_LINE
    yield Words(x, y, initials(node.label), 13, ink, bold=True, anchor="middle")


def _texts(node: MapNode) -> Iterable[Shape]:
    italic = node.kind == "placeholder"
    name = fitted(node.label, TEXT_ROOM, 14, bold=True)
    yield Words(TEXT_X, TOP + 19, name, 14, INK, bold=True, italic=italic)
    lines = wrapped(node.title or "", TEXT_ROOM, 11.5, 1 if node.roles else 2)
    for i, line in enumerate(lines):
        yield Words(TEXT_X, TOP + 36 + 14 * i, line, 11.5, MUTED)


def _badges(node: MapNode, translate: Translate) -> Iterable[Shape]:
    """Buying roles (for ours: what they are to the account) as text; what does not fit is counted."""
    x, rest = TEXT_X, len(node.roles)
    for role in node.roles:
        text = label(role).said(translate)
        more = 24 if rest > 1 else 0
        room = TEXT_X + TEXT_ROOM - x - more - 10
        if room < 20:
            break
        shown = fitted(text, room, 11)
        if shown != text and x > TEXT_X:
            break
        width = width_of(shown, 11) + 10
        yield Box(x, 9, width, 18, 4, "#e9e4f7" if node.kind != "team" else "#d3e0f7")
        yield Words(x + 5, 18.5, shown, 11, "#3d2a78" if node.kind != "team" else "#1d3f77")
        x += width + 4
        rest -= 1
    if rest:
        yield Words(x + 2, 18.5, f"+{rest}", 11, MUTED, bold=True)


def _power(node: MapNode) -> Iterable[Shape]:
    if node.power is not None:
        yield Box(TEXT_X, 33, TEXT_ROOM, 4, 2, TRACK)
        yield Box(TEXT_X, 33, max(4.0, TEXT_ROOM * min(node.power, 1.0)), 4, 2, "#5b6472")


def _support(node: MapNode, scale: float) -> Iterable[Shape]:
    """A stripe along the left edge, and a pill with the glyph on the upper right corner."""
    look = SUPPORT_LOOKS.get(node.support, SUPPORT_LOOKS[None])
    yield Box(LEFT + 3, TOP + 9, 5 * scale, CARD_HEIGHT - 18, 2, look.fill)
    width, height = 28 * scale, 19 * scale
    x, y = -LEFT - width / 2 - 9, TOP
    yield Box(x - width / 2, y - height / 2, width, height, height / 2, look.fill, PAPER, 1.5)
    yield Words(x, y, look.glyph, 14 * scale, look.ink, bold=True, anchor="middle")


def _flags(node: MapNode, translate: Translate, scale: float) -> Iterable[Shape]:
    """What must stand out without a click, on the upper edge: single point of failure, no tie."""
    texts = []
    if node.spof:
        texts.append((message("SPOF"), RED))
    if node.gap:
        texts.append((message("no tie"), SEVERITY[node.gap]))
    x, height = LEFT + 10, 18 * scale
    for text, colour in texts:
        shown = text.said(translate)
        width = width_of(shown, 11 * scale, bold=True) + 12 * scale
        yield Box(x, TOP - height / 2, width, height, 4, colour, PAPER, 1.5)
        yield Words(x + width / 2, TOP, shown, 11 * scale, PAPER, bold=True, anchor="middle")
        x += width + 4


def _guess(node: MapNode, translate: Translate) -> Iterable[Shape]:
    """On the lower edge: that the layer, so the strip on which the card lies, is guessed."""
    if node.layer_source in GUESSED_SOURCES:
        shown = message("layer guessed").said(translate)
        width, y = width_of(shown, 10.5) + 12, TOP + CARD_HEIGHT
        yield Box(TEXT_X, y - 7, width, 14, 4, PAPER, LINE, 1)
        yield Words(TEXT_X + width / 2, y, shown, 10.5, MUTED, italic=True, anchor="middle")


def _far(node: MapNode, translate: Translate) -> tuple[Shape, ...]:
    """The card from afar: the name as large as fits, support, coverage as a bar, flags."""
    shapes: list[Shape] = [_outline(node, 2.0)]
    room = CARD_WIDTH - 28
    lines = wrapped(node.label, room, 31, 2, bold=True)
    for i, line in enumerate(lines):
        y = TOP + 31 + 30 * i if len(lines) > 1 else -4.0
        shapes.append(Words(LEFT + 18, y, line, 31, INK, bold=True, italic=node.kind == "placeholder"))
    if node.kind != "team":
        shapes.append(Box(LEFT + 18, 33, room, 6, 3, TRACK))
        if node.coverage:
            shapes.append(Box(LEFT + 18, 33, max(6.0, room * min(node.coverage, 1.0)), 6, 3, TIE_BLUE))
        shapes.extend(_support(node, 1.5))
    shapes.extend(_flags(node, translate, 1.5))
    return tuple(shapes)


def _rival_card(node: MapNode, translate: Translate) -> Card:
    top = -RIVAL_HEIGHT / 2
    outline = Box(LEFT, top, CARD_WIDTH, RIVAL_HEIGHT, 9, RIVAL_FILL, RIVAL_FILL, 1)
    kind: Message = label("competitor")
    near = (
        outline,
        Words(LEFT + 14, -8, fitted(node.label, CARD_WIDTH - 28, 14, True), 14, PAPER, bold=True),
        Words(LEFT + 14, 11, kind.said(translate), 11, "#d9cfe0"),
    )
    far = (outline, Words(LEFT + 14, 0, fitted(node.label, CARD_WIDTH - 28, 28, True), 28, PAPER, bold=True))
    return Card(near, far, CARD_WIDTH, RIVAL_HEIGHT)
