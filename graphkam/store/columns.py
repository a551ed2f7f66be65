"""Rows as columns, and the bounds of what is sent at once.

A Bolt message above 16 MiB hangs the driver on the embedded store without any error, and a transaction of
any length exhausts the memory of either database: hence bounds on the bytes of a message, and on the rows
and bytes of a transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from graphkam.domain.tables import Row, Table, Value
from graphkam.errors import DataError

T = TypeVar("T")
Columns = Mapping[str, Sequence[Any]]

MESSAGE_BYTES = 4 * 2**20
CHUNK_ROWS = 5_000
CHUNK_BYTES = 8 * 2**20
ROW_BYTES = 2 * 2**20
"""A longer row is refused: it is no record of anybody, and would not pass as one message."""


def size_of(value: object) -> int:
    """The bytes that a value takes in a message, at most.

    >>> size_of("abc"), size_of("漢字"), size_of(["a", "b"]), size_of(None)
    (8, 13, 17, 9)
    """
    if isinstance(value, str):
        return len(value) + 5 if value.isascii() else 4 * len(value) + 5
    if isinstance(value, list | tuple):
        return 5 + sum(map(size_of, value))
    if isinstance(value, Mapping):
        return 5 + sum(size_of(k) + size_of(v) for k, v in value.items())
    return 9


def row_size(table: Table, row: Row) -> int:
    """The bytes of a row. Raises DataError if they are too many, with the longest column."""
    size = sum(map(size_of, row.values()))
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
    for start, end in _parts([sum(map(size_of, row)) for row in zip(*lists, strict=True)]):
        yield {name: column[start:end] for name, column in columns.items()}


def _parts(sizes: Sequence[int]) -> Iterator[tuple[int, int]]:
    start = filled = 0
    for end, size in enumerate(sizes):
        if filled and filled + size > MESSAGE_BYTES:
            yield start, end
            start, filled = end, 0
        filled += size
    yield start, len(sizes)


def chunks(rows: Sequence[T], size: Callable[[T], int], needs: Callable[[int], int]) -> Iterator[Sequence[T]]:
    """`rows` in parts that one transaction may hold, in order.

    `needs(i)` is the furthest row that row i refers to: no part ends between a row and one that it needs.

    >>> [list(part) for part in chunks([1, 2, 3], lambda row: 5 * 2**20, lambda i: 1 if i == 0 else i)]
    [[1, 2], [3]]
    """
    start = filled = reach = 0
    for i, row in enumerate(rows):
        cost = size(row)
        full = i - start >= CHUNK_ROWS or (i > start and filled + cost > CHUNK_BYTES)
        if full and reach < i:
            yield rows[start:i]
            start, filled = i, 0
        filled += cost
        reach = max(reach, needs(i))
    if start < len(rows):
        yield rows[start:]


def completed(table: Table, row: Row, stored: Row | None) -> Row:
    """A whole row: the columns that are given, over those stored, over unknown."""
    base = stored or {}
    return {c.name: row[c.name] if c.name in row else base.get(c.name, empty(c.type)) for c in table.columns}


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
