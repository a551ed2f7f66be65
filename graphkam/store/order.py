"""The order in which rows are written that refer to others of the same table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

from graphkam.domain.tables import Row


def above_first(rows: Sequence[Row], above: str) -> tuple[list[Row], Callable[[int], int]]:
    """The rows such that what a row's column `above` refers to comes before it, where it is among them.

    Also, for each place, the furthest place that its row needs: beyond itself only in a circle (a career in
    which two people led each other at different times). Otherwise the order stays. Cost: linear.

    >>> rows, needs = above_first([{"id": "a", "boss": "b"}, {"id": "b", "boss": None}], "boss")
    >>> [row["id"] for row in rows], needs(1)
    (['b', 'a'], 1)
    """
    of_id: dict[object, list[int]] = defaultdict(list)
    for i, row in enumerate(rows):
        of_id[row["id"]].append(i)
    order: list[int] = []
    seen = [False] * len(rows)
    for start in range(len(rows)):
        _after_those_above(start, rows, above, of_id, seen, order)
    place = {i: at for at, i in enumerate(order)}

    def needs(at: int) -> int:
        first = of_id.get(rows[order[at]].get(above))
        return max(at, min(place[i] for i in first)) if first else at

    return [rows[i] for i in order], needs


def _after_those_above(
    start: int,
    rows: Sequence[Row],
    above: str,
    of_id: dict[object, list[int]],
    seen: list[bool],
    order: list[int],
) -> None:
    """Appends `start` to the order after the chain above it; no recursion, chains may be long."""
    chain = []
    at: int | None = start
    while at is not None and not seen[at]:
        seen[at] = True
        chain.append(at)
        at = next(iter(of_id.get(rows[at].get(above), ())), None)
    order.extend(reversed(chain))
