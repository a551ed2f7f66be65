"""The few shapes a map is drawn with, as values: the page paints them on a canvas, the SVG writes them down.

One description for both keeps the two drawings alike. Lengths are in map units, colours are `#rrggbb`, and
places are relative to the centre of the card (or to the map's origin, for what is no part of a card).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, takewhile

FONT = "'Segoe UI', 'Helvetica Neue', Arial, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle with rounded corners; `dashed` outlines mean that something is not settled."""

    x: float
    y: float
    width: float
    height: float
    radius: float
    fill: str
    line: str = ""
    line_width: float = 0.0
    dashed: bool = False

    def packed(self) -> list[object]:
        """As a JSON list that the page's painter reads."""
        return [
            "b",
            *(round(v, 1) for v in (self.x, self.y, self.width, self.height, self.radius)),
            self.fill,
            self.line,
            self.line_width,
            int(self.dashed),
        ]


@dataclass(frozen=True, slots=True)
class Arc:
    """A part of a circle from twelve o'clock, clockwise; a share of 1 closes it. `fill` fills the disc."""

    x: float
    y: float
    radius: float
    share: float
    line: str
    line_width: float
    fill: str = ""

    def packed(self) -> list[object]:
        """As a JSON list that the page's painter reads."""
        return ["a", self.x, self.y, self.radius, round(self.share, 3), self.line, self.line_width, self.fill]


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text; `y` is its middle, `anchor` start, middle or end. It is at most about `room` wide."""

    x: float
    y: float
    text: str
    size: float
    fill: str
    bold: bool = False
    italic: bool = False
    anchor: str = "start"

    def packed(self) -> list[object]:
        """As a JSON list that the page's painter reads."""
        style = ("italic " if self.italic else "") + ("600 " if self.bold else "") + f"{self.size:g}px"
        return ["t", round(self.x, 1), round(self.y, 1), self.text, style, self.fill, self.anchor]


Shape = Box | Arc | Words


def packed(shapes: Iterable[Shape]) -> list[list[object]]:
    """Shapes as JSON lists.

    >>> packed([Words(0, 0, "Li", 13, "#000000", bold=True)])
    [['t', 0, 0, 'Li', '600 13px', '#000000', 'start']]
    """
    return [shape.packed() for shape in shapes]


_NARROW, _WIDE = frozenset("ijlI.,:;'|!()[]ftr1- "), frozenset("mwMW@%—")


def width_of(text: str, size: float, bold: bool = False) -> float:
    """About how wide a text is, without a font at hand: wide East Asian characters take one em.

    >>> width_of("采购", 10)
    20.0
    """
    return size * sum(_em(c) for c in text) * (1.06 if bold else 1.0)


@cache
def _em(character: str) -> float:
    if unicodedata.east_asian_width(character) in "WF":
        return 1.0
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0.0
    if character in _NARROW:
        return 0.33
    return 0.88 if character in _WIDE else 0.69 if character.isupper() else 0.56


def fitted(text: str, room: float, size: float, bold: bool = False) -> str:
    """`text` on one line of width `room`, cut with an ellipsis where it is too long.

    >>> fitted("Chief of the equipment section", 100, 11)
    'Chief of the equi…'
    """
    text = one_line(text)
    if width_of(text, size, bold) <= room:
        return text
    return text[: _fits(text, room - size, size, bold)].rstrip() + "…"


def wrapped(text: str, room: float, size: float, lines: int, bold: bool = False) -> list[str]:
    """`text` on at most so many lines; breaks between words, or anywhere in text without spaces.

    >>> wrapped("Chief of the equipment section", 100, 11, 2)
    ['Chief of the', 'equipment section']
    """
    rest = one_line(text)
    out: list[str] = []
    while rest and len(out) < lines - 1 and width_of(rest, size, bold) > room:
        fits = _fits(rest, room, size, bold)
        cut = rest.rfind(" ", 1, fits + 1)
        cut = cut if cut > 0 else max(fits, 1)
        out.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    if rest:
        out.append(fitted(rest, room, size, bold))
    return out


def _fits(text: str, room: float, size: float, bold: bool) -> int:
    """How many characters of a text go into `room`."""
    widths = accumulate(width_of(character, size, bold) for character in text)
    return sum(1 for _ in takewhile(lambda width: width <= room, widths))


def one_line(text: str) -> str:
    """Text without what no line of a drawing can hold: controls, lone surrogates, runs of spaces.

    >>> one_line("Li\\x00  Ming\\n")
    'Li\ufffd Ming'
    """
    if text.isprintable() and "  " not in text:
        return text.strip()
    return " ".join("".join(c if c.isspace() or _drawable(c) else "\ufffd" for c in text).split())


def _drawable(character: str) -> bool:
    return unicodedata.category(character) not in ("Cc", "Cs") and character not in "\ufffe\uffff"
