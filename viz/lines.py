"""Lines of the map: how each kind is drawn, and which of them bend around cards and each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import atan2, cos, hypot, pi, sin

import numpy as np
from numpy.typing import NDArray

from graphkam.domain.influence_map import InfluenceMap, MapEdge
from viz.cards import size_of

Point = tuple[float, float]

BENDS = (0.0, 0.1, -0.1, 0.2, -0.2, 0.32, -0.32, 0.45, -0.45)
"""Tried in this order. A bend b is vis-network's roundness: > 0 curvedCW, < 0 curvedCCW."""
PARTING = 15.0
"""Lines between the same two cards are at least so far apart in their middle, where a bend can do it."""
AVOIDING = 60
"""Up to so many cards, lines go around cards that they have nothing to do with; more are left straight."""
CROWD = 80
"""Above so many lines the commonest kinds are drawn fainter."""


@dataclass(frozen=True)
class Stroke:
    """How a line is drawn. `ends`: none, arrow (at its end), bars (at both)."""

    colour: str
    width: float
    opacity: float = 1.0
    dashed: bool = False
    ends: str = "none"


STROKES: Mapping[str, Stroke] = {
    "reports_to": Stroke("#8a94a3", 1.3),
    "tie": Stroke("#1565b3", 1.5, 0.85),
    "competitor": Stroke("#3c2a45", 2.0),
    "ally": Stroke("#1f8a70", 2.0),
    "influences": Stroke("#6a3fb5", 1.4, ends="arrow"),
    "confidant": Stroke("#b0308a", 1.4, ends="arrow"),
    "conflicts_with": Stroke("#b8121f", 2.6, ends="bars"),
}
"""By kind, in the order in which they are drawn: later ones lie above."""


def stroke(edge: MapEdge, lines: int) -> Stroke:
    """How one of so many lines is drawn: wider when stronger, dashed when informal, lighter when inferred
    or no longer live.

    >>> stroke(MapEdge("li", "liu", "tie", 0.5, False, False, live=True), 10).width
    4.0
    """
    base = STROKES[edge.kind]
    width = base.width
    if edge.kind in ("tie", "influences", "confidant", "competitor") and edge.strength is not None:
        width += (5.0 if edge.kind == "tie" else 2.0) * edge.strength
    opacity = base.opacity
    if edge.kind == "tie" and not edge.live:
        width, opacity = 1.5, 0.35
    if edge.inferred:
        opacity *= 0.45
    if edge.kind in ("tie", "reports_to") and lines > CROWD:
        opacity *= max(0.35, CROWD / lines)
    return Stroke(base.colour, round(width, 2), round(opacity, 3), edge.informal, base.ends)


def in_drawing_order(edges: Sequence[MapEdge]) -> list[MapEdge]:
    """Edges as they are drawn, conflicts last."""
    kinds = list(STROKES)
    return sorted(edges, key=lambda e: (kinds.index(e.kind), e.from_, e.to))


def via(start: Point, end: Point, bend: float) -> Point:
    """The control point of a bent line, as vis-network's curvedCW (curvedCCW) would have it.

    >>> via((0.0, 0.0), (100.0, 0.0), 0.0)
    (50.0, 0.0)
    """
    dx, dy = end[0] - start[0], start[1] - end[1]
    reach = (0.5 * abs(bend) + 0.5) * hypot(dx, dy)
    angle = atan2(dy, dx) + (0.5 * bend + 0.5) * pi
    return round(start[0] + reach * sin(angle), 6), round(start[1] + reach * cos(angle), 6)


def bends(map_: InfluenceMap, edges: Sequence[MapEdge]) -> list[float]:
    """A bend for each edge: lines between the same two cards part, and with few cards on the map lines go
    around those that they only pass. O(edges × cards) for few cards, O(edges) for many.
    """
    at = {n.id: (n.x, n.y) for n in map_.nodes}
    boxes = _boxes(map_) if len(map_.nodes) <= AVOIDING else None
    index = {n.id: i for i, n in enumerate(map_.nodes)}
    taken: dict[frozenset[str], list[Point]] = defaultdict(list)
    chosen = []
    for edge in edges:
        pair = frozenset((edge.from_, edge.to))
        start, end = at[edge.from_], at[edge.to]
        best, lowest = 0.0, float("inf")
        for bend in BENDS:
            middle = via(start, end, bend)
            half = _at(start, middle, end, 0.5)
            cost = abs(bend) + 10.0 * sum(_near(half, other) for other in taken[pair])
            if boxes is not None:
                passed = _passed(_curve(start, middle, end), boxes)
                passed[[index[edge.from_], index[edge.to]]] = 0
                cost += float(passed.sum())
            if cost < lowest - 1e-9:
                best, lowest = bend, cost
            if lowest <= abs(bend):
                break
        taken[pair].append(_at(start, via(start, end, best), end, 0.5))
        chosen.append(best)
    return chosen


def _near(one: Point, other: Point) -> bool:
    return hypot(one[0] - other[0], one[1] - other[1]) < PARTING


def _boxes(map_: InfluenceMap) -> NDArray[np.float64]:
    """Left, top, right, bottom of every card."""
    rows = [(n.x - w / 2, n.y - h / 2, n.x + w / 2, n.y + h / 2) for n in map_.nodes for w, h in [size_of(n)]]
    return np.array(rows, dtype=np.float64).reshape(-1, 4)


def _curve(start: Point, middle: Point, end: Point, points: int = 41) -> NDArray[np.float64]:
    t = np.linspace(0.0, 1.0, points)[:, None]
    a, b, c = (np.array(p, dtype=np.float64) for p in (start, middle, end))
    curve: NDArray[np.float64] = (1 - t) ** 2 * a + 2 * t * (1 - t) * b + t**2 * c
    return curve


def _passed(curve: NDArray[np.float64], boxes: NDArray[np.float64]) -> NDArray[np.float64]:
    """For each box, 1 where the curve passes behind it, plus how much of the curve lies there."""
    x, y = curve[:, :1], curve[:, 1:]
    inside = (x > boxes[:, 0]) & (x < boxes[:, 2]) & (y > boxes[:, 1]) & (y < boxes[:, 3])
    share: NDArray[np.float64] = inside.mean(axis=0)
    return share + (share > 0)


@dataclass(frozen=True)
class Path:
    """A line from border to border of two cards; `middle` is the control point of a quadratic curve."""

    start: Point
    middle: Point
    end: Point


def path(start: Point, start_size: Point, end: Point, end_size: Point, bend: float) -> Path:
    """The visible part of a line between two cards of those sizes."""
    middle = via(start, end, bend)
    low, high = _leaves(start, middle, end, start_size), 1 - _leaves(end, middle, start, end_size)
    if low >= high:
        return Path(start, middle, end)
    return Path(*_part(start, middle, end, low, high))


def _leaves(start: Point, middle: Point, end: Point, size: Point) -> float:
    """The parameter at which a curve from the middle of a card crosses its border."""
    low, high = 0.0, 0.5
    for _ in range(20):
        t = (low + high) / 2
        x, y = _at(start, middle, end, t)
        if abs(x - start[0]) <= size[0] / 2 and abs(y - start[1]) <= size[1] / 2:
            low = t
        else:
            high = t
    return low


def _at(a: Point, b: Point, c: Point, t: float) -> Point:
    u = 1 - t
    return (
        u * u * a[0] + 2 * t * u * b[0] + t * t * c[0],
        u * u * a[1] + 2 * t * u * b[1] + t * t * c[1],
    )


def _part(a: Point, b: Point, c: Point, low: float, high: float) -> tuple[Point, Point, Point]:
    """The quadratic curve between two parameters (blossoming)."""
    u = 1 - low
    middle = (
        u * (1 - high) * a[0] + (u * high + low * (1 - high)) * b[0] + low * high * c[0],
        u * (1 - high) * a[1] + (u * high + low * (1 - high)) * b[1] + low * high * c[1],
    )
    return _at(a, b, c, low), middle, _at(a, b, c, high)
