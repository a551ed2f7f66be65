"""Who usually sits at the table when something of a size is decided (expected.csv).

Columns: `function` (theirs); `times`: from so many times the account's annual value on, whatever the currency
(empty: no such rule); then one column for each currency with the value from which on the function is usually
asked. The figures are rules of thumb from practice, rounded; `table_factor` of the constants scales them all.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from graphkam.domain.vocabulary import FUNCTIONS


@dataclass(frozen=True, slots=True)
class Seat:
    """A function and the sizes from which on it usually sits at the table."""

    function: str
    times: float | None
    values: Mapping[str, float]
    """By currency."""


@cache
def seats() -> tuple[Seat, ...]:
    """The table, those first who are asked first.

    >>> [(seat.function, seat.values["CNY"]) for seat in seats()][2:4]
    [('finance', 1000000.0), ('legal', 3000000.0)]
    """
    text = (files("graphkam.domain") / "expected.csv").read_text("utf-8")
    found = []
    for row in csv.DictReader(text.splitlines()):
        function, times = row.pop("function"), row.pop("times")
        if function not in FUNCTIONS:
            raise ValueError(f"expected.csv: {function!r} is no function")
        values = MappingProxyType({currency: float(value) for currency, value in row.items() if value})
        found.append(Seat(function, float(times) if times else None, values))
    return tuple(found)
