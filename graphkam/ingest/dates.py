"""Days and instants as people write them in files, and their stored forms.

The year comes first, so that no date can be read in two ways: `2026-03-01`, `2026/3/1`, `2026.3.1`,
`2026年3月1日`. A time may follow, with or without an offset. 01/03/2026 is refused.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from graphkam.domain.message import Message, message
from graphkam.domain.tables import EARLIEST, LATEST

_WRITTEN = re.compile(
    r"(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|年(\d{1,2})月(\d{1,2})日)"
    r"(?:[T ]\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?\s*(Z|UTC|[+-]\d{2}(?::?\d{2})?)?)?",
    re.ASCII,
)


class NoDateError(ValueError):
    """Carries what was expected instead."""

    def __init__(self, expected: Message) -> None:
        super().__init__(str(expected))
        self.expected = expected


def day(text: str) -> str:
    """The stored form of a day. A time is allowed at midnight only, as spreadsheets write it.

    >>> day("2026/3/1"), day("2026-03-01 00:00:00")
    ('2026-03-01', '2026-03-01')
    """
    match = _WRITTEN.fullmatch(text)
    if match is None or any(int(match[n] or 0) for n in (7, 8, 9)) or match[10]:
        raise NoDateError(message("a date such as 2026-03-01"))
    return _checked(_day_of(match).isoformat())


def when(text: str, zone: ZoneInfo) -> str:
    """The stored form of a day or an instant, whichever was written."""
    match = _WRITTEN.fullmatch(text)
    if match is None:
        raise NoDateError(message("a date such as 2026-03-01 or a time such as 2026-03-01T09:30"))
    return _checked(_day_of(match).isoformat()) if match[7] is None else _instant_of(match, zone)


def instant(text: str, zone: ZoneInfo) -> str:
    """The stored form of an instant; a bare date is 12:00 in `zone`, a time without offset is in `zone`.

    >>> instant("2026-03-01", ZoneInfo("Asia/Shanghai")), instant("2026-03-01T09:30+0100", ZoneInfo("UTC"))
    ('2026-03-01T04:00:00Z', '2026-03-01T08:30:00Z')
    """
    match = _WRITTEN.fullmatch(text)
    if match is None:
        raise NoDateError(message("a date such as 2026-03-01 or a time such as 2026-03-01T09:30"))
    return _instant_of(match, zone)


def stored_instant(moment: datetime, zone: ZoneInfo) -> str:
    """The stored form of a datetime; without offset it is in `zone`."""
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)
    try:
        return _checked(moment.astimezone(UTC).isoformat(timespec="seconds")[:19] + "Z")
    except OverflowError:
        raise _out_of_range() from None


def _instant_of(match: re.Match[str], zone: ZoneInfo) -> str:
    day_ = _day_of(match)
    hour, minute, second, offset = match.group(7, 8, 9, 10)
    time = (12, 0, 0) if hour is None else (int(hour), int(minute), int(second or 0))
    try:
        if offset is None or offset in ("Z", "UTC"):
            moment = datetime(day_.year, day_.month, day_.day, *time, tzinfo=UTC if offset else zone)
        else:
            moment = datetime.fromisoformat(f"{day_}T{time[0]:02}:{time[1]:02}:{time[2]:02}{offset}")
    except ValueError:
        raise NoDateError(message("a time that exists, such as 2026-03-01T09:30")) from None
    return stored_instant(moment, zone)


def _day_of(match: re.Match[str]) -> date:
    try:
        return date(int(match[1]), int(match[3] or match[5]), int(match[4] or match[6]))
    except ValueError:
        raise NoDateError(message("a date of the calendar; that day does not exist")) from None


def _checked(text: str) -> str:
    if not EARLIEST <= text[:10] <= LATEST:
        raise _out_of_range()
    return text


def _out_of_range() -> NoDateError:
    return NoDateError(message("a date from {earliest} to {latest}", earliest=EARLIEST, latest=LATEST))
