"""Dates and instants: what has happened and what is valid *as of* a day or an instant.

A date is written `2026-03-01`, an instant `2026-03-01T09:30:00Z` (always UTC when stored). Texts of either
form compare in the order of time within their form.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache
from time import time as clock
from zoneinfo import ZoneInfo

from graphkam.domain.message import message
from graphkam.errors import UsageError

DAY = 86400.0


@dataclass(frozen=True)
class AsOf:
    """The moment for which a question is asked.

    `instant` is in seconds since 1970 (UTC): strengths are taken at it. `day` decides validity. As of a
    *date* counts what happened before the next midnight in `zone` (`whole_day`), as of an *instant* what
    happened up to and including it.

    >>> at = AsOf.on("2026-03-01", zone="UTC")
    >>> at.has_happened("2026-03-01T23:59:59Z"), at.has_happened("2026-03-02T00:00:00Z")
    (True, False)
    >>> at.valid("2026-03-01", None), at.valid(None, "2026-03-01")
    (True, False)
    """

    instant: float
    day: date
    zone: str
    whole_day: bool

    @classmethod
    def on(cls, text: str | date, zone: str) -> AsOf:
        """As of a date (`2026-03-01`) or an instant (`2026-03-01T09:30:00+08:00`; without offset: in `zone`).

        Raises UsageError for anything else.
        """
        if isinstance(text, date) and not isinstance(text, datetime):
            return cls._of_day(text, zone)
        try:
            if isinstance(text, str) and len(text.strip()) == 10:
                return cls._of_day(date.fromisoformat(text.strip()), zone)
            moment = datetime.fromisoformat(text.strip()) if isinstance(text, str) else text
            if not isinstance(moment, datetime):
                raise ValueError
        except ValueError:
            raise UsageError(
                message("{text} is no date (2026-03-01) or instant (2026-03-01T09:30)", text=repr(text))
            ) from None
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=ZoneInfo(zone))
        return cls(moment.timestamp(), moment.astimezone(ZoneInfo(zone)).date(), zone, False)

    @classmethod
    def _of_day(cls, day: date, zone: str) -> AsOf:
        try:
            midnight = datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone))
            return cls(midnight.timestamp(), day, zone, True)
        except OverflowError:
            raise UsageError(message("{day} is too far from today", day=day.isoformat())) from None

    @classmethod
    def now(cls, zone: str) -> AsOf:
        """As of this instant. Only the edges (cli, api) ask the clock; analysis is handed its result."""
        return cls.on(datetime.now(UTC), zone)

    @classmethod
    def this_second(cls, zone: str) -> AsOf:
        """As of the second that began last: one object for all who ask in that second. Cost: that of a look-up."""
        return _of_second(int(clock()), zone)

    @cached_property
    def today(self) -> str:
        """The day as it is stored."""
        return self.day.isoformat()

    def counts(self, seconds: float) -> bool:
        """Whether something at `seconds` since 1970 had happened."""
        return seconds < self.instant or (not self.whole_day and seconds == self.instant)

    def has_happened(self, when: str) -> bool:
        """Whether `when`, a stored date or instant, lies no later than this."""
        return when <= self.today if len(when) == 10 else self.counts(seconds_of(when))

    def valid(self, valid_from: str | None, valid_to: str | None) -> bool:
        """Valid from `valid_from` on (None: always was) until the day before `valid_to` (None: still is)."""
        day = self.today
        return (valid_from is None or valid_from <= day) and (valid_to is None or day < valid_to)

    def day_of(self, when: str) -> str:
        """The calendar day in this zone of a stored date or instant.

        >>> AsOf.on("2026-03-01", zone="Asia/Shanghai").day_of("2026-03-01T23:00:00Z")
        '2026-03-02'
        """
        return when if len(when) == 10 else local_day(seconds_of(when), self.zone).isoformat()

    def day_at(self, seconds: float) -> str:
        """The calendar day in this zone of seconds since 1970."""
        return local_day(seconds, self.zone).isoformat()

    def days_ago(self, days: int) -> str:
        """The day so many days before this one (after it, if negative), but never beyond the calendar.

        >>> AsOf.on("2026-03-01", zone="UTC").days_ago(1)
        '2026-02-28'
        """
        try:
            return (self.day - timedelta(days=days)).isoformat()
        except OverflowError:
            return (date.min if days > 0 else date.max).isoformat()

    def __str__(self) -> str:
        if self.whole_day:
            return self.day.isoformat()
        return instant_text(self.instant)


@lru_cache(maxsize=64)
def _of_second(second: int, zone: str) -> AsOf:
    return AsOf.on(datetime.fromtimestamp(second, UTC), zone)


def seconds_of(instant: str) -> float:
    """Seconds since 1970 of a stored instant.

    >>> seconds_of("1970-01-02T00:00:00Z")
    86400.0
    """
    return datetime.fromisoformat(instant).timestamp()


def instant_text(seconds: float) -> str:
    """The stored form of an instant, to the second.

    >>> instant_text(86400.0)
    '1970-01-02T00:00:00Z'
    """
    return f"{datetime.fromtimestamp(seconds, UTC).isoformat(timespec='seconds')[:19]}Z"


@lru_cache(maxsize=65536)
def local_day(seconds: float, zone: str) -> date:
    """The calendar day of an instant in `zone`.

    >>> local_day(seconds_of("2026-03-01T23:00:00Z"), "Asia/Shanghai").isoformat()
    '2026-03-02'
    """
    return datetime.fromtimestamp(seconds, ZoneInfo(zone)).date()
