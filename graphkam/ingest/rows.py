"""From the cells of one record to a row in stored form, or to what is wrong with them. No I/O.

A row is taken whole or not at all, but for `reports_to`: a bad one leaves out only that line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from zoneinfo import ZoneInfo

from graphkam.domain.message import Message, message
from graphkam.domain.tables import Row, Table
from graphkam.ingest.cells import RefusedError, id_, reader_of
from graphkam.ingest.delimited import column_name

LONGEST_ROW = 400_000
"""Characters in a row: the store takes rows of 2 MiB."""
LINE = "reports_to"
"""The column whose fault costs the line only."""


class Problem(NamedTuple):
    """One thing that is wrong: the column (None: the row), its cell, and what was expected."""

    column: str | None
    value: str | None
    expected: Message


class Parsed(NamedTuple):
    """A record as a row, or None, with its problems. `row` and problems together: a line was left out."""

    row: Row | None
    problems: list[Problem]


class HeaderError(ValueError):
    """A header that no row can be read with; carries the problems."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(str(problems[0].expected))
        self.problems = problems


class Layout:
    """How the records of one file are read: which column stands where.

    It also counts how often each column is filled. Raises HeaderError for a required column that is missing
    and for a column that is there twice.
    """

    def __init__(self, table: Table, header: Sequence[str], zone: ZoneInfo) -> None:
        names = [column_name(cell) for cell in header]
        problems = [
            Problem(name, None, message("this column once; it is there {n} times", n=n))
            for name, n in Counter(names).items()
            if n > 1 and name in table.names
        ]
        problems += [
            Problem(c.name, None, message("this column, which is required"))
            for c in table.columns
            if c.required and c.name not in names
        ]
        if problems:
            raise HeaderError(problems)
        self.table = table
        self.unknown = [
            cell.strip() for cell, name in zip(header, names, strict=True) if name and name not in table.names
        ]
        columns = [column for column in table.columns if column.name in names]
        self._required = [column.name for column in columns if column.required]
        self._blank: Row = {c.name: [] if c.type in ("ids", "words") else None for c in columns}
        self._cells = [(names.index(c.name), c.name, reader_of(table, c, zone)) for c in columns]
        self._filled = [0] * len(names)
        self._rows = 0

    def fill(self) -> dict[str, float]:
        """The share of rows read so far in which each column is filled."""
        rows = self._rows or 1
        return {name: round(self._filled[index] / rows, 4) for index, name, _ in self._cells}

    def parse(self, cells: Sequence[str]) -> Parsed:
        """The row in the order of the table's columns, or its problems."""
        row = self._blank.copy()
        problems: list[Problem] = []
        self._rows += 1
        for index, name, read in self._cells:
            cell = cells[index]
            if not cell or cell.isspace():
                continue
            self._filled[index] += 1
            try:
                row[name] = read(cell)
            except RefusedError as error:
                problems.append(Problem(name, cell, error.expected))
                del row[name]
        problems.extend(
            Problem(name, "", message("a value; this column must be filled"))
            for name in self._required
            if name in row and (row[name] is None or row[name] == [])
        )
        problems.extend(_conflicts(self.table, row))
        if sum(map(len, cells)) > LONGEST_ROW:
            problems.append(Problem(None, None, message("a row of at most {n} characters", n=LONGEST_ROW)))
        if any(problem.column != LINE for problem in problems):
            return Parsed(None, problems)
        if problems:
            row.pop(LINE, None)
        return Parsed(row, problems)

    def id_of(self, cells: Sequence[str]) -> str | None:
        """The id that a refused record would have had, if it can be read: so others can be told why."""
        index, name, _ = self._cells[0]
        try:
            return id_(cells[index]) or None if name == "id" else None
        except (RefusedError, IndexError):
            return None


def _conflicts(table: Table, row: Row) -> Iterator[Problem]:
    """What is wrong between the cells of a row."""
    start, end = row.get("valid_from"), row.get("valid_to")
    if isinstance(start, str) and isinstance(end, str) and start >= end:
        yield Problem(
            "valid_to",
            end,
            message("a date after valid_from ({start}): the first day no longer valid", start=start),
        )
    if table.name == "relations" and row.get("from_id") is not None and row["from_id"] == row.get("to_id"):
        yield Problem("to_id", str(row["to_id"]), message("another person: nobody relates to themselves"))
    for column in (LINE, "parent_id"):
        if row.get(column) is not None and row[column] == row.get("id"):
            yield Problem(column, str(row[column]), message("another id than the row's own"))
    metric, value = row.get("metric"), row.get("value")
    if (
        isinstance(metric, str)
        and metric.startswith("share")
        and isinstance(value, float)
        and not 0 <= value <= 1
    ):
        yield Problem("value", f"{value:g}", message("a share from 0 to 1, such as 0.4"))
