"""Order within bands: barycentre sweeps and swaps that keep the lines of a layered drawing short.

After Sugiyama, Tagawa and Toda 1981 (10.1109/TSMC.1981.4308636); the spacing is an isotonic regression by
pooling adjacent violators.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

SWEEPS = 16
SWAP_PASSES = 6


class Links:
    """Weighted, undirected lines; weights of parallel lines add up, loops are left out.

    >>> Links([("a", "b", 1.0), ("b", "a", 0.5), ("a", "a", 1.0)]).of("a")
    (('b', 1.5),)
    """

    def __init__(self, lines: Iterable[tuple[str, str, float]]) -> None:
        pulls: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
        for a, b, weight in lines:
            if a != b:
                pulls[a][b].append(weight)
                pulls[b][a].append(weight)
        # Sorted everywhere, so that sums of floats do not depend on the order of the input.
        self._of = {
            one: tuple((other, sum(sorted(weights))) for other, weights in sorted(others.items()))
            for one, others in pulls.items()
        }

    def of(self, one: str) -> tuple[tuple[str, float], ...]:
        """The neighbours of `one` with their weights, in the order of ids."""
        return self._of.get(one, ())


def ordered(bands: Sequence[Sequence[str]], links: Links) -> list[list[str]]:
    """The members of each band from left to right, such that the lines are short.

    Starts from the order of a depth-first walk, sweeps each member to the weighted mean of its neighbours,
    keeps the best sweep by total length, and then swaps neighbours within bands while that shortens lines.

    >>> ordered([["a", "b"], ["x", "y"]], Links([("a", "y", 1.0), ("b", "x", 1.0)]))
    [['a', 'b'], ['y', 'x']]
    """
    walk = _walk(bands, links)
    orders = [sorted(band, key=walk.__getitem__) for band in bands]
    best, shortest = [list(o) for o in orders], _length(orders, links)
    for sweep in range(SWEEPS):
        for i in range(len(orders)) if sweep % 2 == 0 else range(len(orders) - 1, -1, -1):
            x = _coordinates(orders)
            orders[i] = sorted(orders[i], key=lambda one, x=x: (_pulled(one, x, links), x[one]))  # type: ignore[misc]
        length = _length(orders, links)
        if length < shortest - 1e-9:
            best, shortest = [list(o) for o in orders], length
    for _ in range(SWAP_PASSES):
        if not _swap(best, links):
            break
    return best


def _walk(bands: Sequence[Sequence[str]], links: Links) -> dict[str, int]:
    """The number of everybody in a depth-first walk from the top band; neighbours in the order of ids."""
    members = {one for band in bands for one in band}
    seen: dict[str, int] = {}
    for start in (one for band in bands for one in sorted(band)):
        stack = [start]
        while stack:
            one = stack.pop()
            if one in seen:
                continue
            seen[one] = len(seen)
            stack.extend(other for other, _ in reversed(links.of(one)) if other in members)
    return seen


def _coordinates(orders: Sequence[Sequence[str]]) -> dict[str, float]:
    """Places between 0 and 1, evenly within each band."""
    return {one: (i + 0.5) / len(band) for band in orders for i, one in enumerate(band)}


def _pulled(one: str, x: Mapping[str, float], links: Links) -> float:
    near = [(x[other], weight) for other, weight in links.of(one) if other in x]
    total = sum(weight for _, weight in near)
    return sum(at * weight for at, weight in near) / total if total else x[one]


def _length(orders: Sequence[Sequence[str]], links: Links) -> float:
    x = _coordinates(orders)
    return sum(_cost(one, x[one], x, links) for band in orders for one in band) / 2


def _cost(one: str, at: float, x: Mapping[str, float], links: Links) -> float:
    return sum(weight * abs(at - x[other]) for other, weight in links.of(one) if other in x)


def _swap(orders: list[list[str]], links: Links) -> bool:
    """One pass of exchanging neighbours; whether any exchange shortened the lines."""
    x = _coordinates(orders)
    moved = False
    for band in orders:
        for i in range(len(band) - 1):
            a, b = band[i], band[i + 1]
            before = _cost(a, x[a], x, links) + _cost(b, x[b], x, links)
            x[a], x[b] = x[b], x[a]
            if _cost(a, x[a], x, links) + _cost(b, x[b], x, links) < before - 1e-9:
                band[i], band[i + 1] = b, a
                moved = True
            else:
                x[a], x[b] = x[b], x[a]
    return moved


def spaced(wanted: Sequence[float | None], step: float, left: float, right: float) -> list[float]:
    """Centres at least `step` apart, in the given order, as near to `wanted` as squares go, within bounds.

    What wants no place keeps to its even share. `right − left` must hold all of them.

    >>> spaced([100.0, 100.0, None], 50.0, 0.0, 300.0)
    [75.0, 125.0, 250.0]
    """
    n = len(wanted)
    if not n:
        return []
    even = (right - left) / n
    slack = [(w if w is not None else left + (i + 0.5) * even) - i * step for i, w in enumerate(wanted)]
    blocks: list[list[float]] = []
    for value in slack:
        blocks.append([value, 1.0])
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            mean, count = blocks.pop()
            blocks[-1][0] = (blocks[-1][0] * blocks[-1][1] + mean * count) / (blocks[-1][1] + count)
            blocks[-1][1] += count
    low, high = left + step / 2, right - step / 2 - (n - 1) * step
    flat = [min(max(mean, low), max(high, low)) for mean, count in blocks for _ in range(int(count))]
    return [value + i * step for i, value in enumerate(flat)]
