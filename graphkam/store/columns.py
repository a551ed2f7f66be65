"""Rows as columns, and the bounds of what is sent at once.

A Bolt message above 16 MiB hangs the driver on the embedded store without any error, and a transaction of
any length exhausts the memory of either database: hence bounds on the bytes of a message, and on the rows
and bytes of a transaction.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import repeat
from typing import Any

from graphkam.domain.tables import TABLES, Row, Table, Value
from graphkam.errors import DataError

Columns = Mapping[str, Sequence[Any]]

MESSAGE_BYTES = 4 * 2**20
CHUNK_ROWS = 5_000
CHUNK_BYTES = 8 * 2**20
ROW_BYTES = 2 * 2**20
"""A longer row is refused: it is no record of anybody, and would not pass as one message."""


def size_of(value: Any) -> int:
    """About the bytes that a value takes in a message, never fewer; as fast as C.

    >>> size_of("abc"), size_of("漢字"), size_of(["a", "b"]), size_of(None)
    (8, 11, 17, 1)
    """
    return len(marshal.dumps(value, 2))


def _sizes(table: Table, rows: Sequence[Row]) -> Iterator[int]:
    """The bytes of each row; of rows that are small together, the mean. Raises DataError for one too long."""
    for at in range(0, len(rows), CHUNK_ROWS):
        some = [list(row.values()) for row in rows[at : at + CHUNK_ROWS]]
        together = size_of(some)
        if together <= ROW_BYTES:
            yield from repeat(together // len(some), len(some))
        else:
            for row in rows[at : at + CHUNK_ROWS]:
                yield _row_size(table, row)


def _row_size(table: Table, row: Row) -> int:
    size = size_of(list(row.values()))
    if size > ROW_BYTES:
        worst = max(row, key=lambda name: size_of(row[name]))
        raise DataError(
            f"a row of {table.name} has {size:,} bytes, most of them in {worst}; "
            f"at most {ROW_BYTES:,} can be stored"
        )
    return size


def slices(columns: Columns) -> Iterator[Columns]:
    """The same columns in parts of at most `MESSAGE_BYTES`, in order; nothing for no rows.

    >>> list(slices({"a": [1, 2], "b": ["x", "y"]}))
    [{'a': [1, 2], 'b': ['x', 'y']}]
    >>> [len(part["a"]) for part in slices({"a": ["x" * 3_000_000, "y" * 3_000_000]})]
    [1, 1]
    """
    lists = list(columns.values())
    if not lists or not lists[0]:
        return
    if size_of(lists) <= MESSAGE_BYTES:
        yield columns
        return
    for start, end in _parts([size_of(row) for row in zip(*lists, strict=True)]):
        yield {name: column[start:end] for name, column in columns.items()}


def _parts(sizes: Sequence[int]) -> Iterator[tuple[int, int]]:
    start = filled = 0
    for end, size in enumerate(sizes):
        if filled and filled + size > MESSAGE_BYTES:
            yield start, end
            start, filled = end, 0
        filled += size
    yield start, len(sizes)


def chunks(table: Table, rows: Sequence[Row], needs: Callable[[int], int]) -> Iterator[Sequence[Row]]:
    """`rows` in parts that one transaction may hold, in order.

    `needs(i)` is the furthest row that row i refers to: no part ends between a row and one that it needs.
    Raises DataError for a row that is too long.
    """
    start = filled = reach = 0
    for i, size in enumerate(_sizes(table, rows)):
        full = i - start >= CHUNK_ROWS or (i > start and filled + size > CHUNK_BYTES)
        if full and reach < i:
            yield rows[start:i]
            start, filled = i, 0
        filled += size
        reach = max(reach, needs(i))
    if start < len(rows):
        yield rows[start:]


def completed(table: Table, row: Row, stored: Row | None) -> Row:
    """A whole row: the columns that are given, over those stored, over unknown.

    Raises DataError for a column that the table has not.
    """
    base = _blank(table.name) if stored is None else stored
    if row.keys() == base.keys():
        return row
    if not row.keys() <= base.keys():
        raise DataError(f"{table.name} has no column {min(row.keys() - base.keys())!r}")
    return {**base, **row}


@cache
def _blank(table: str) -> Row:
    return {c.name: empty(c.type) for c in TABLES[table].columns}


def empty(kind: str) -> Value:
    """The unknown of a column's type."""
    return [] if kind in ("ids", "words") else None


def as_row(table: Table, properties: Mapping[str, Any]) -> Row:
    """The row of a table in the properties of a node or relationship."""
    row: Row = {}
    for column in table.columns:
        value = properties.get(column.name)
        row[column.name] = empty(column.type) if value is None else value
    return row


def columns_of(names: Iterable[str], rows: Sequence[Mapping[str, Any]]) -> dict[str, list[Any]]:
    """The named columns of rows; what a row lacks is None.

    >>> columns_of(["a", "b"], [{"a": 1, "b": 2}, {"a": 3}])
    {'a': [1, 3], 'b': [2, None]}
    """
    return {name: [row.get(name) for row in rows] for name in names}
