"""Rows that say only when something begins or ends, against the other end as it is stored."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from graphkam.domain.message import message
from graphkam.domain.tables import Row, Table
from graphkam.ingest.references import References
from graphkam.ingest.rows import Problem
from graphkam.ingest.staged import PAGE
from graphkam.ingest.staging import Staging

if TYPE_CHECKING:
    from graphkam.store import Store

BEGIN, END = "valid_from", "valid_to"


def check_spans(table: Table, staging: Staging, references: References, store: Store) -> None:
    """Refuse the rows of a table that would end before they begin, once their other end is the stored one.

    A column that a file lacks stays as it is stored: a row may hold one end only. Where the beginning is part of
    the key, the two are always in one row, and there is nothing to compare.
    """
    if BEGIN not in table.names or BEGIN in table.key:
        return
    halves = (s for s in staging.tables[table.name].rows() if (BEGIN in s.row) != (END in s.row))
    while page := list(islice(halves, PAGE)):
        stored = store.stored(table.name, [table.key_of(staged.row) for staged in page])
        for staged in page:
            whole: Row = {**stored.get(table.key_of(staged.row), {}), **staged.row}
            begin, end = whole.get(BEGIN), whole.get(END)
            if isinstance(begin, str) and isinstance(end, str) and begin >= end:
                references.refuse(table.name, staged.place, _problem(staged.row, begin, end))


def _problem(row: Row, begin: str, end: str) -> Problem:
    if END in row:
        expected = message("a date after the stored valid_from ({start})", start=begin)
        return Problem(END, end, expected)
    return Problem(BEGIN, begin, message("a date before the stored valid_to ({end})", end=end))
