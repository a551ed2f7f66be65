"""Curves on logarithmic axes as an SVG: a few lines of text, so that no library for plots is needed."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from html import escape
from typing import NamedTuple

WIDTH, HEIGHT = 430, 330
LEFT, RIGHT, TOP, BOTTOM = 62, 28, 40, 46
COLOURS = ("#0b5394", "#b45f06", "#38761d", "#741b47")
DASHES = ("", "7 3", "2 3", "9 3 2 3")
"""Told apart without colours too."""


class Series(NamedTuple):
    """A curve: its name, and (x, y) pairs, all above 0."""

    name: str
    points: Sequence[tuple[float, float]]


class Panel(NamedTuple):
    """A chart: what it shows, its curves, and a limit, drawn across."""

    title: str
    unit: Callable[[float], str]
    series: Sequence[Series]
    limit: tuple[str, float]


def picture(panels: Sequence[Panel], x_title: str) -> str:
    """The panels beside each other, as an SVG."""
    width = WIDTH * len(panels)
    drawn = "".join(
        f'<g transform="translate({WIDTH * i} 0)">{_panel(panel, x_title)}</g>'
        for i, panel in enumerate(panels)
    )
    titles = "; ".join(panel.title for panel in panels)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {HEIGHT}" width="{width}" height="{HEIGHT}" '
        f'role="img" font-family="sans-serif" font-size="12"><title>{escape(titles)}</title>'
        f'<rect width="100%" height="100%" fill="white"/>{drawn}</svg>\n'
    )


def _panel(panel: Panel, x_title: str) -> str:
    points = [point for series in panel.series for point in series.points]
    across = _Axis([x for x, _ in points], LEFT, WIDTH - RIGHT)
    up = _Axis([*(y for _, y in points), panel.limit[1]], HEIGHT - BOTTOM, TOP, decades=True)
    parts = [f'<text x="{LEFT}" y="20" font-size="14" font-weight="bold">{escape(panel.title)}</text>']
    for y in up.ticks():
        parts.append(f'<path d="M{LEFT} {up(y):.1f}H{WIDTH - RIGHT}" stroke="#ddd"/>')
        parts.append(_text(LEFT - 6, up(y) + 4, panel.unit(y), "end"))
    for x, _ in panel.series[0].points:
        parts.append(f'<path d="M{across(x):.1f} {HEIGHT - BOTTOM}v4" stroke="#555"/>')
        if x in _labelled([x for x, _ in panel.series[0].points], across):
            parts.append(_text(across(x), HEIGHT - BOTTOM + 17, f"{x:,.0f}", "middle"))
    parts.append(_text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 10, x_title, "middle"))
    name, limit = panel.limit
    parts.append(f'<path d="M{LEFT} {up(limit):.1f}H{WIDTH - RIGHT}" stroke="#c00" stroke-dasharray="4 4"/>')
    parts.append(
        f'<text x="{LEFT + 4}" y="{up(limit) - 5:.1f}" fill="#c00">{escape(name)}</text>'  # curves rise to the right
    )
    for i, series in enumerate(panel.series):
        line = " ".join(f"{across(x):.1f},{up(y):.1f}" for x, y in series.points)
        look = f'fill="none" stroke="{COLOURS[i]}" stroke-width="2" stroke-dasharray="{DASHES[i]}"'
        parts.append(f'<polyline points="{line}" {look}/>')
        y_name = TOP + 14 + 17 * i
        parts.append(f'<path d="M{LEFT + 10} {y_name - 4}h28" {look}/>')
        parts.append(_text(LEFT + 44, y_name, series.name, "start"))
    return "".join(parts)


class _Axis:
    """Places of values between two ends, by their logarithms; with `decades` from one power of ten to another."""

    def __init__(self, values: Sequence[float], begin: float, end: float, *, decades: bool = False) -> None:
        logs = [math.log10(v) for v in values]
        self._low, self._high = min(logs), max(logs)
        if decades:
            self._low, self._high = math.floor(self._low), math.ceil(self._high) + 1  # room for the names
        self._begin, self._end = begin, end

    def __call__(self, value: float) -> float:
        share = (math.log10(value) - self._low) / (self._high - self._low)
        return self._begin + share * (self._end - self._begin)

    def ticks(self) -> list[float]:
        return [10.0**k for k in range(int(self._low), int(self._high) + 1)]


def _labelled(values: Sequence[float], axis: _Axis) -> list[float]:
    """Those of the values whose labels do not run into each other."""
    kept: list[float] = []
    for value in values:
        if not kept or axis(value) - axis(kept[-1]) > 46:
            kept.append(value)
    return kept


def _text(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'
