"""Recording one row that somebody sent, by the same rules as the import of a file."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from graphkam.domain.message import Message, message
from graphkam.domain.tables import TABLES, Column, Row, Table, Value
from graphkam.errors import InvalidError, NotFoundError

if TYPE_CHECKING:
    from graphkam.store import Store

_turn = threading.Lock()
"""Looking at a row and changing it belong together."""


class Recorded(NamedTuple):
    """The row as it is stored now, and whether it was new."""

    row: Row
    created: bool


def record(store: Store, table_name: str, values: Mapping[str, Value], zone: str) -> Recorded:
    """Store one new row; the same row again changes nothing.

    Raises what `checked` raises; ConflictError if the key is there with other content; StoreError.
    """
    row = checked(store, table_name, values, zone)
    written = store.write(table_name, [row], replacing=False)
    return Recorded(row, written.created > 0)


def checked(store: Store, table_name: str, values: Mapping[str, Value], zone: str) -> Row:
    """The row that `values` make, which may be stored.

    They are checked like cells of a file (times without offset are in `zone`), and what they refer to must be
    stored. Raises InvalidError with every column that is wrong; StoreError.
    """
    from graphkam.ingest.rows import Layout

    table = TABLES[table_name]
    problems = [(name, _no_semicolon) for name, value in values.items() if _splits(table.column(name), value)]
    parsed = Layout(table, table.names, ZoneInfo(zone)).parse([_cell(values.get(n)) for n in table.names])
    problems += [(p.column or "", p.expected) for p in parsed.problems]
    if parsed.row is not None:
        problems += _missing(store, table, parsed.row)
    if parsed.row is None or problems:
        raise InvalidError(message("the row cannot be recorded as it is"), [*problems])
    return parsed.row


def change(
    store: Store,
    table_name: str,
    key: str,
    values: Mapping[str, Value],
    zone: str,
    check: Callable[[Row], bool],
) -> Recorded:
    """Change columns of a stored row. `check` is handed the row as it is stored now: it raises if the change must
    not be made, and answers whether there is anything to change.

    Values are checked as in `record`. Raises NotFoundError, InvalidError, StoreError, and what `check` raises.
    """
    from graphkam.ingest.rows import Layout

    table = TABLES[table_name]
    with _turn:
        stored = store.stored(table_name, [key]).get(key)
        if stored is None:
            raise NotFoundError(
                message("there is no {table} row with the key {key}", table=table_name, key=key)
            )
        if not check(stored):
            return Recorded(stored, False)
        cells = [_cell(values[n] if n in values else stored.get(n)) for n in table.names]
        parsed = Layout(table, table.names, ZoneInfo(zone)).parse(cells)
        problems: list[tuple[str, str]] = [(p.column or "", p.expected) for p in parsed.problems]
        if parsed.row is not None:
            problems += [found for found in _missing(store, table, parsed.row) if found[0] in values]
        if parsed.row is None or problems:
            raise InvalidError(message("the row cannot be recorded as it is"), problems)
        store.write(table_name, [parsed.row])
        return Recorded(parsed.row, True)


_no_semicolon = message("one id, without ;")


def _splits(column: Column, value: Value) -> bool:
    """Whether a list holds an id that the cell of a file could not hold."""
    return column.type == "ids" and isinstance(value, list) and any(";" in item for item in value)


def _cell(value: Value) -> str:
    """A value as the cell of a file.

    >>> _cell(["a", "b"]), _cell(None), _cell(0.5), _cell(True)
    ('a;b', '', '0.5', '1')
    """
    match value:
        case None:
            return ""
        case bool():
            return str(int(value))
        case list():
            return ";".join(value)
        case _:
            return str(value)


def _missing(store: Store, table: Table, row: Row) -> Iterator[tuple[str, Message]]:
    """References to what is not stored. Cost: one question."""
    wanted = {column.name: _ids(row.get(column.name)) for column in table.columns if column.refers}
    named = store.named(sorted({id_ for ids in wanted.values() for id_ in ids}))
    for column in table.columns:
        for id_ in wanted.get(column.name, ()):
            if not any(id_ in named[other] for other in column.refers):
                yield column.name, message("an id that is stored; {id} is not", id=id_)


def _ids(value: Value) -> list[str]:
    return [value] if isinstance(value, str) else value if isinstance(value, list) else []
