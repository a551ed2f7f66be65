"""Amounts over many accounts: summed, ranked and shared within one currency, never across."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from graphkam.analysis.currency import converted
from graphkam.domain.answers import AccountLine
from graphkam.domain.constants import Constants


class Worthy(NamedTuple):
    """An account of known value, in the unit in which it is compared."""

    line: AccountLine
    unit: str
    value: float


def sums(amounts: Iterable[tuple[float | None, str | None]], constants: Constants) -> dict[str, float]:
    """Amounts with their currencies, summed by unit; unknown ones are left out.

    >>> sums([(1.0, "EUR"), (2.0, "USD"), (None, "EUR"), (3.0, "EUR")], Constants())
    {'EUR': 4.0, 'USD': 2.0}
    """
    found: defaultdict[str, list[float]] = defaultdict(list)
    for amount, currency in amounts:
        if amount is not None:
            unit, value = converted(amount, currency, constants)
            found[unit].append(value)
    return {unit: math.fsum(found[unit]) for unit in sorted(found)}


def by_value(lines: Iterable[AccountLine], constants: Constants) -> dict[str, list[Worthy]]:
    """The accounts of known value by unit, the commonest unit first; in each the largest value first, then ids.

    Cost: a sort.
    """
    found: defaultdict[str, list[Worthy]] = defaultdict(list)
    for line in lines:
        if line.annual_value is not None:
            found_unit, value = converted(line.annual_value, line.currency, constants)
            found[found_unit].append(Worthy(line, found_unit, value))
    commonest = Counter({unit: len(those) for unit, those in found.items()})
    return {
        unit: sorted(found[unit], key=lambda w: (-w.value, w.line.id))
        for unit in sorted(commonest, key=lambda u: (-commonest[u], u))
    }


def tiers(lines: Iterable[AccountLine], constants: Constants) -> Mapping[str, str]:
    """`high` for the top 20 % by value of each unit (rounded up), `low` for its lower half, else `middle`.

    By account; accounts of unknown value are in none. A single account is high.

    >>> from graphkam.analysis import account_line
    >>> from graphkam.analysis.example import kiln
    >>> dict(tiers([account_line(kiln())], Constants()))
    {'b': 'high'}
    """
    found = {}
    for ranked in by_value(lines, constants).values():
        top = top_count(len(ranked), constants)
        for place, worthy in enumerate(ranked):
            low = place >= max(top, -(-len(ranked) // 2))
            found[worthy.line.id] = "high" if place < top else "low" if low else "middle"
    return found


def top_count(count: int, constants: Constants) -> int:
    """How many of so many accounts are the top 20 %: rounded up, so at least one.

    >>> top_count(5, Constants()), top_count(6, Constants()), top_count(0, Constants())
    (1, 2, 0)
    """
    return min(count, math.ceil(round(count * constants.top_share, 9)))


def in_order(lines: Sequence[AccountLine], constants: Constants) -> list[AccountLine]:
    """Lines by value, the commonest unit first; those of unknown value last, by id."""
    ranked = [worthy.line for those in by_value(lines, constants).values() for worthy in those]
    return ranked + sorted((line for line in lines if line.annual_value is None), key=lambda line: line.id)
