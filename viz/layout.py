"""Where the cards of an influence map stand: bands by layer, in an order that keeps lines short.

Three bands run top down (executive, management, operating), a fourth below them holds people of unknown
layer. Ours stand in a column on the left, each at the height of their own level, so that a tie between peers
is a level line; competitors stand in a row on top. Nothing here depends on the order of the input.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import ceil, inf, sqrt

from graphkam.domain.influence_map import MapBand
from viz.order import Links, ordered, spaced

CARD_WIDTH = 200.0
CARD_HEIGHT = 88.0
STEP_X = 232.0
STEP_Y = 124.0
BAND_GAP = (44.0, 100.0)
"""Least and most free height of a band over its rows, half of it above and half below."""
COLUMN_GAP = 60.0
"""Free width between ours and theirs."""
HEADING = 44.0
"""Free height over the bands, and over the competitors above them."""
RIVAL_HEIGHT = 52.0
RIVAL_STEP = 76.0
ASPECT = 1.35
"""Wanted width ÷ height of the whole map."""
MIN_COLUMNS = 4
LAYER_ROWS = ("executive", "management", "operating", None)
LINE_WEIGHTS = {
    "reports_to": 1.0,
    "influences": 0.7,
    "confidant": 0.7,
    "ally": 0.5,
    "conflicts_with": 0.4,
    "tie": 0.1,
    "competitor": 0.1,
}
"""How much a line of each kind pulls its ends together."""


@dataclass(frozen=True)
class Spot:
    """Somebody who needs a place. `side` is theirs, ours or rivals; `layer` is of no meaning for rivals."""

    id: str
    side: str
    layer: str | None


@dataclass(frozen=True)
class Placement:
    """Centre of every card, and the rectangles of the bands, top down."""

    positions: Mapping[str, tuple[float, float]]
    bands: tuple[MapBand, ...]


@dataclass(frozen=True)
class _Shape:
    """The grid: columns of theirs and of ours, rows of each band of either."""

    columns: int
    ours: int
    rows: tuple[int, ...]
    their_rows: tuple[int, ...]

    @property
    def width(self) -> float:
        return (self.columns + self.ours) * STEP_X + COLUMN_GAP


def place(spots: Iterable[Spot], lines: Iterable[tuple[str, str, str]]) -> Placement:
    """Positions for `spots`, given `lines` (id, id, kind) between them.

    No two cards overlap; the result is the same for any order of spots and lines. About O(sweeps × lines):
    500 people with 1,200 lines take some 0.1 s.

    >>> placed = place([Spot("gm", "theirs", "executive"), Spot("liu", "theirs", "operating")], [])
    >>> placed.positions["gm"][1] < placed.positions["liu"][1]
    True
    >>> [band.layer for band in placed.bands]
    ['executive', 'management', 'operating']
    """
    theirs, ours, rivals = _by_band(spots)
    names = LAYER_ROWS if theirs[None] or ours[None] else LAYER_ROWS[:3]
    links = Links((a, b, LINE_WEIGHTS[kind]) for a, b, kind in lines)
    shape = _shape([len(theirs[n]) for n in names], [len(ours[n]) for n in names])
    tops = _tops(shape)
    width = shape.columns * STEP_X
    bands = tuple(MapBand(name, 0.0, width, tops[i], tops[i + 1]) for i, name in enumerate(names))
    positions = _their_positions(bands, shape, theirs, links)
    left = -COLUMN_GAP - shape.ours * STEP_X
    for i, name in enumerate(names):
        members = _by_height(ours[name], positions, links)
        positions.update(_grid(members, shape.ours, left, bands[i]))
    positions.update(_rival_rows(rivals, 0.0, width, positions, links))
    return Placement(positions, bands)


_Bands = Mapping[str | None, list[str]]


def _by_band(spots: Iterable[Spot]) -> tuple[_Bands, _Bands, list[str]]:
    theirs: dict[str | None, list[str]] = defaultdict(list)
    ours: dict[str | None, list[str]] = defaultdict(list)
    rivals: list[str] = []
    for spot in spots:
        layer = spot.layer if spot.layer in LAYER_ROWS else None
        if spot.side == "rivals":
            rivals.append(spot.id)
        else:
            (theirs if spot.side == "theirs" else ours)[layer].append(spot.id)
    return theirs, ours, rivals


def _shape(theirs: Sequence[int], ours: Sequence[int]) -> _Shape:
    """The narrowest grid that is not higher than `ASPECT` wants; few people are not wrapped at all."""
    widest = max(theirs)
    for columns in range(max(1, min(MIN_COLUMNS, widest)), max(widest, 1) + 1):
        their_rows = tuple(max(1, ceil(n / columns)) for n in theirs)
        ours_columns = _ours_columns(ours, their_rows)
        rows = tuple(max(r, ceil(n / max(ours_columns, 1))) for r, n in zip(their_rows, ours, strict=True))
        shape = _Shape(columns, ours_columns, rows, their_rows)
        if shape.width >= ASPECT * _tops(shape)[-1]:
            break
    return shape


def _ours_columns(ours: Sequence[int], rows: Sequence[int]) -> int:
    """As many columns of ours as fit beside their rows, but not more than a square block needs."""
    need = max(ceil(n / r) for n, r in zip(ours, rows, strict=True))
    return min(need, ceil(sqrt(max(ours) / 2))) if need else 0


def _tops(shape: _Shape) -> list[float]:
    """Upper edges of the bands, and the lower edge of the last; wide maps are given more room between."""
    spare = (shape.width / ASPECT - sum(shape.rows) * STEP_Y) / len(shape.rows)
    gap = min(max(spare, BAND_GAP[0]), BAND_GAP[1])
    return list(accumulate((rows * STEP_Y + gap for rows in shape.rows), initial=0.0))


def _their_positions(
    bands: Sequence[MapBand], shape: _Shape, theirs: _Bands, links: Links
) -> dict[str, tuple[float, float]]:
    orders = ordered([theirs[band.layer] for band in bands], links)
    positions: dict[str, tuple[float, float]] = {}
    for i in sorted(range(len(bands)), key=lambda i: (-len(orders[i]), i)):
        rows, members, band = shape.their_rows[i], orders[i], bands[i]
        columns = [members[j : j + rows] for j in range(0, len(members), rows)]
        wanted = [_mean_x(column, positions, links) for column in columns]
        for column, x in zip(columns, spaced(wanted, STEP_X, band.left, band.right), strict=True):
            for row, person in enumerate(column):
                positions[person] = (x, _row_y(band, row, rows))
    return positions


def _mean_x(
    members: Sequence[str], positions: Mapping[str, tuple[float, float]], links: Links
) -> float | None:
    """Where the placed neighbours of `members` would have them, None without any."""
    pull = weight = 0.0
    for person in members:
        for other, w in links.of(person):
            if other in positions:
                pull += w * positions[other][0]
                weight += w
    return pull / weight if weight else None


def _row_y(band: MapBand, row: int, rows: int) -> float:
    return (band.top + band.bottom) / 2 + (row - (rows - 1) / 2) * STEP_Y


def _by_height(
    members: Iterable[str], positions: Mapping[str, tuple[float, float]], links: Links
) -> list[str]:
    """Members in the order of the mean height of those they are tied to, so that their lines cross little."""

    def height(member: str) -> tuple[float, str]:
        tied = [(positions[other][1], w) for other, w in links.of(member) if other in positions]
        weight = sum(w for _, w in tied)
        return (sum(y * w for y, w in tied) / weight if weight else inf, member)

    return sorted(members, key=height)


def _grid(members: Sequence[str], columns: int, left: float, band: MapBand) -> dict[str, tuple[float, float]]:
    rows = ceil(len(members) / columns) if columns else 0
    places = {}
    for i, member in enumerate(members):
        row, column = divmod(i, columns)
        places[member] = (left + (column + 0.5) * STEP_X, _row_y(band, row, rows))
    return places


def _rival_rows(
    rivals: Sequence[str],
    left: float,
    right: float,
    positions: Mapping[str, tuple[float, float]],
    links: Links,
) -> dict[str, tuple[float, float]]:
    """Competitors in rows above the bands, each as near as can be to those whom it is tied to."""
    middle = (left + right) / 2
    wanted = {rival: _mean_x([rival], positions, links) for rival in rivals}
    ranked = sorted(rivals, key=lambda rival: (wanted[rival] or middle, rival))
    columns = int((right - left) // STEP_X)
    places = {}
    for row in range(0, len(ranked), columns):
        members = ranked[row : row + columns]
        xs = spaced([wanted[rival] for rival in members], STEP_X, left, right)
        y = -HEADING - RIVAL_STEP * (row // columns + 0.5)
        places.update({rival: (x, y) for rival, x in zip(members, xs, strict=True)})
    return places
