"""Stored dates and instants as numbers of a frame: days and seconds since 1970."""

from __future__ import annotations

import math
from datetime import date

from graphkam.domain.frame import ALWAYS, FOREVER, NO_DAY
from graphkam.domain.moment import seconds_of

EPOCH = date(1970, 1, 1).toordinal()
_DATE = len("2026-03-01")


def day(text: str) -> int:
    """The number of a date.

    >>> day("1970-01-02")
    1
    """
    return date.fromisoformat(text).toordinal() - EPOCH


def begin(text: str | None) -> int:
    """The number of `valid_from`."""
    return ALWAYS if text is None else day(text)


def end(text: str | None) -> int:
    """The number of `valid_to`."""
    return FOREVER if text is None else day(text)


def when(text: str | None, unknown: float = math.inf) -> tuple[int, float]:
    """A date or an instant as (`*_day`, `*_at`); where it is not known, `unknown` stands for the instant.

    >>> when("1970-01-02"), when("1970-01-01T00:01:00Z")[1], when(None)[1]
    ((1, nan), 60.0, inf)
    """
    if text is None:
        return NO_DAY, unknown
    return (day(text), math.nan) if len(text) == _DATE else (NO_DAY, seconds_of(text))
