"""When a tie goes cold: since when it is, and on which day it will be."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from graphkam.analysis.past import Pair
from graphkam.analysis.view import View
from graphkam.domain.constants import TOLERANCE, at_least
from graphkam.domain.moment import DAY, local_day
from graphkam.domain.strength import days_until


def cold_since(view: View, pair: Pair) -> float | None:
    """The instant since which a tie is cold; None while it is not, or if it never was live.

    A tie that was once live is *cold* when it no longer is live, or, where there is a rhythm (three distinct
    days), since it has been silent for longer than max(30 days, 8 × the median gap between its days).

    Errors: KeyError for a pair without contact. Cost: linear in the contacts of the pair. Source:
    docs/definitions.md, "Tie", docs/decisions/0023.

    >>> from graphkam.analysis.example import kiln
    >>> cold_since(kiln(), ("li", "liu")) is None
    True
    >>> since = cold_since(kiln("2026-12-01"), ("li", "liu"))
    >>> local_day(since, "UTC").isoformat()
    '2026-08-01'
    """
    ends = []
    if not at_least(view.strengths[pair], view.constants.live):
        until = view.past.live_until(pair, view.at)
        if until is None:
            return None
        ends.append(min(until, view.at.instant))
    silent = _silent_since(view, view.moments(pair))
    if silent is not None:
        ends.append(silent)
    return min(ends, default=None)


def _silent_since(view: View, moments: Sequence[float]) -> float | None:
    """The instant since which a tie has been silent for longer than its rhythm allows."""
    constants = view.constants
    last = moments[-1]
    silence = (view.at.instant - last) / DAY
    if silence <= constants.cold_days + TOLERANCE:  # every rhythm allows that much
        return None
    days = sorted({local_day(at, view.at.zone) for at in moments})
    if len(days) < max(constants.cold_rhythm_days, 2):
        return None
    gap = median((later - earlier).days for earlier, later in pairwise(days))
    allowed = max(constants.cold_days, constants.cold_rhythm * gap)
    return last + allowed * DAY if silence > allowed + TOLERANCE else None


def next_cold(view: View, s: float) -> str | None:
    """The day on which s falls below the threshold; None if that is never, or after the year 9999."""
    days = days_until(s, view.constants.live - TOLERANCE, view.constants.half_life_days)
    return None if days is None else day_of(view.at.instant + days * DAY, view.at.zone)


def day_of(instant: float, zone: str) -> str | None:
    """The calendar day of an instant that was computed; None beyond the calendar.

    >>> day_of(86400.0, "UTC"), day_of(float("inf"), "UTC")
    ('1970-01-02', None)
    """
    try:
        return local_day(instant, zone).isoformat()
    except (OverflowError, ValueError, OSError):
        return None
