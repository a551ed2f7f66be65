"""Which row of a person counts on a day."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from graphkam.domain.facts import Employment, TeamMember
from graphkam.domain.moment import AsOf

Record = TypeVar("Record", Employment, TeamMember)


def valid_by_id(records: Iterable[tuple[str, Record]], at: AsOf) -> dict[str, Record]:
    """The record of each id that is valid that day; of several the latest begun (docs/decisions/0022)."""
    found: dict[str, Record] = {}
    today = at.today
    for id_, record in records:  # as `at.valid` asks, but for a call each: every analysis begins with this
        begin, end = record.valid_from, record.valid_to
        if (begin is None or begin <= today) and (end is None or today < end):
            other = found.get(id_)
            if other is None or later_row(record) > later_row(other):
                found[id_] = record
    return dict(sorted(found.items()))


def later_row(record: Employment | TeamMember) -> tuple[str, str]:
    """What sorts the rows of one person: the latest begun last."""
    return record.valid_from or "", repr(record)
