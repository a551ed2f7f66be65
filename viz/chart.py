"""Lines over time as a small SVG drawing: no script, no style, dark on white, told in words beside it.

Pure: values in, text out. Lines differ by colour and by dashes, so that they can be told apart without colour;
the table beside the drawing holds the same numbers.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from xml.sax.saxutils import escape, quoteattr

from viz.shapes import FONT, one_line

WIDTH, HEIGHT = 440.0, 220.0
LEFT, RIGHT, TOP, BOTTOM = 44.0, 12.0, 14.0, 26.0
SIZE = 12
"""Of letters, in units of the drawing: at 390 pixels still ten pixels high."""
INK, QUIET, GRID = "#1f2937", "#4b5563", "#d7dbe2"
COLOURS = ("#1f5fa8", "#b45309", "#15803d", "#7c3aed", "#be123c", "#0f766e")
DASHES = ("", "7 4", "2 3", "9 3 2 3", "12 4", "4 4")
MOST = len(COLOURS)
"""Lines that can be told apart in one drawing."""


@dataclass(frozen=True)
class Line:
    """A named line; where y is None nothing is drawn. x is in days (`date.toordinal`), with parts of days."""

    name: str
    points: Sequence[tuple[float, float | None]]


@dataclass(frozen=True)
class Scale:
    """The values at the bottom and the top, and how numbers on the axis are written."""

    low: float
    high: float
    labels: tuple[tuple[float, str], ...]


SHARES = Scale(0.0, 1.0, ((0.0, "0%"), (0.25, "25%"), (0.5, "50%"), (0.75, "75%"), (1.0, "100%")))


def amounts(values: Sequence[float], write: Callable[[float], str]) -> Scale:
    """A scale that holds 0 and all values, from one round number to another; `write` writes its labels.

    >>> amounts([3.0, 87.0], str).labels, amounts([-5.0, 2.0], str).low, amounts([], str).high
    (((0.0, '0.0'), (45.0, '45.0'), (90.0, '90.0')), -5.0, 1.0)
    """
    low, top = min((0.0, *values)), max((0.0, *values))
    largest = max(top, -low) or 1.0
    step = 10.0 ** math.floor(math.log10(largest))
    high = math.ceil(top / step) * step if top > 0 or low == 0 else 0.0
    low, high = math.floor(low / step) * step, high or (step if low == 0 else 0.0)
    marks = (low, (low + high) / 2, high)
    return Scale(low, high, tuple((mark, write(mark)) for mark in marks))


def chart(
    lines: Sequence[Line],
    *,
    key: str,
    title: str,
    described: str,
    days: Sequence[tuple[float, str]],
    scale: Scale = SHARES,
    level: float | None = None,
    marks: Sequence[float] = (),
) -> str:
    """The lines as SVG text with a title and description for readers who do not see it.

    `key` makes ids unique in a page, `days` are the places on the axis that are named, `level` a value that is
    marked across (a threshold), `marks` days that are ticked (touchpoints). At most six lines; more are left out.

    >>> text = chart([Line("a", [(1.0, 0.5), (2.0, 1.0)])], key="k", title="A & B", described="", days=[])
    >>> "A &amp; B" in text, text.count("<polyline")
    (True, 1)
    """
    shown = lines[:MOST]
    xs = [x for line in shown for x, _ in line.points] or [0.0]
    frame = _Frame(min(xs), max(xs), scale)
    rows = (len(shown) + 1) // 2 if len(shown) > 1 else 0
    height = HEIGHT + 18.0 * rows
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 {_n(WIDTH)} {_n(height)}" role="img" '
        f"aria-labelledby={quoteattr(f'{key}-t {key}-d')} font-family={quoteattr(FONT)}>",
        f"<title id={quoteattr(key + '-t')}>{_text(title)}</title>",
        f"<desc id={quoteattr(key + '-d')}>{_text(described)}</desc>",
        f'<rect width="{_n(WIDTH)}" height="{_n(height)}" rx="6" fill="#ffffff"/>',
        *_axes(frame, scale, days),
        *_marked(frame, level, marks),
        *(part for i, line in enumerate(shown) for part in _line(frame, line, i)),
        *(_legend(line.name, i) for i, line in enumerate(shown) if rows),
        "</svg>",
    ]
    return "\n".join(parts)


@dataclass(frozen=True)
class _Frame:
    """From days and values to places in the drawing."""

    first: float
    last: float
    scale: Scale

    def x(self, day: float) -> float:
        span = self.last - self.first
        share = (day - self.first) / span if span > 0 else 0.5
        return LEFT + share * (WIDTH - LEFT - RIGHT)

    def y(self, value: float) -> float:
        low, high = self.scale.low, self.scale.high
        share = min(1.0, max(0.0, (value - low) / (high - low)))
        return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)


def _axes(frame: _Frame, scale: Scale, days: Sequence[tuple[float, str]]) -> Iterator[str]:
    for value, label in scale.labels:
        y = frame.y(value)
        yield f'<path d="M{_n(LEFT)} {_n(y)}H{_n(WIDTH - RIGHT)}" stroke="{GRID}" stroke-width="1"/>'
        yield _words(LEFT - 6, y + 4, label, "end")
    for number, (day, label) in enumerate(days):
        last = number == len(days) - 1
        anchor = "start" if number == 0 else "end" if last else "middle"
        yield _words(frame.x(day), HEIGHT - 8, label, anchor)


def _marked(frame: _Frame, level: float | None, marks: Sequence[float]) -> Iterator[str]:
    if level is not None:
        y = _n(frame.y(level))
        yield (
            f'<path d="M{_n(LEFT)} {y}H{_n(WIDTH - RIGHT)}" stroke="{QUIET}" stroke-width="1" '
            'stroke-dasharray="3 3"/>'
        )
    bottom = HEIGHT - BOTTOM
    for day in marks:
        x = _n(frame.x(day))
        yield f'<path d="M{x} {_n(bottom - 7)}V{_n(bottom)}" stroke="{INK}" stroke-width="1.5"/>'


def _line(frame: _Frame, line: Line, number: int) -> Iterator[str]:
    """Stretches without a gap as lines, single points as dots."""
    stretch: list[tuple[float, float]] = []
    for x, y in [*line.points, (0.0, None)]:
        if y is not None:
            stretch.append((frame.x(x), frame.y(y)))
            continue
        if len(stretch) == 1:
            yield f'<circle cx="{_n(stretch[0][0])}" cy="{_n(stretch[0][1])}" r="3.5" fill="{COLOURS[number]}"/>'
        elif stretch:
            points = " ".join(f"{_n(a)},{_n(b)}" for a, b in stretch)
            yield f'<polyline points="{points}" fill="none"{_stroke(number)}/>'
        stretch = []


def _legend(name: str, number: int) -> str:
    x, y = LEFT + (number % 2) * (WIDTH - LEFT) / 2, HEIGHT + 4 + 18.0 * (number // 2)
    sample = f'<path d="M{_n(x)} {_n(y)}h24"{_stroke(number)}/>'
    return sample + _words(x + 30, y + 4, name, "start", INK)


def _stroke(number: int) -> str:
    dashes = f' stroke-dasharray="{DASHES[number]}"' if DASHES[number] else ""
    return f' stroke="{COLOURS[number]}" stroke-width="2.2" stroke-linejoin="round"{dashes}'


def _words(x: float, y: float, text: str, anchor: str, fill: str = QUIET) -> str:
    return (
        f'<text x="{_n(x)}" y="{_n(y)}" font-size="{SIZE}" fill="{fill}" text-anchor="{anchor}">'
        f"{_text(text)}</text>"
    )


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _text(text: str) -> str:
    return escape(one_line(text))


def ends(days: Sequence[float], write: Callable[[date], str]) -> list[tuple[float, str]]:
    """The first, the middle and the last of some days, written for the axis.

    >>> ends([1.0, 3.0], lambda day: str(day.toordinal()))
    [(1.0, '1'), (2.0, '2'), (3.0, '3')]
    """
    if not days:
        return []
    first, last = min(days), max(days)
    chosen = [first, (first + last) / 2, last] if last - first >= 2 else [first]
    return [(day, write(date.fromordinal(int(day)))) for day in chosen]
