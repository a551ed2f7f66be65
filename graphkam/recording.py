"""Recording one row that somebody sent, by the same rules as the import of a file."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from graphkam.domain.message import Message, message
from graphkam.domain.tables import TABLES, Column, Row, Table, Value
from graphkam.errors import ConflictError, InvalidError, NotFoundError

if TYPE_CHECKING:
    from graphkam.store import Store, Written

_turn = threading.Lock()
"""Looking whether an id is taken and writing under it belong together."""


class Recorded(NamedTuple):
    """The row as it is stored now, and whether it was new."""

    row: Row
    created: bool
    written: Written | None = None
    """What the store said when it wrote; None where there was nothing to write."""


def record(store: Store, table_name: str, values: Mapping[str, Value], zone: str) -> Recorded:
    """Store one new row; the same row again changes nothing.

    `values` are checked like cells of a file (times without offset are in `zone`), and what they refer to
    must be stored. Raises InvalidError with every column that is wrong; ConflictError if the key is there
    with other content; StoreError.
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
    return _written(store, table, parsed.row)


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


def _written(store: Store, table: Table, row: Row) -> Recorded:
    key = table.key_of(row)
    with _turn:
        stored = store.stored(table.name, [key]).get(key)
        if stored is None:
            return Recorded(row, True, store.write(table.name, [row]))
    if any(_known(stored.get(name)) != _known(row[name]) for name in table.names):
        raise ConflictError(
            message("there is another {table} row with the key {key}", table=table.name, key=key)
        )
    return Recorded(row, False)


def _known(value: Value) -> Value:
    """A value with the empty list, which is stored as nothing, as None."""
    return None if value == [] else value


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
    """References to what is not stored."""
    for column in table.columns:
        value = row.get(column.name)
        wanted = [value] if isinstance(value, str) else value if isinstance(value, list) else []
        if column.refers and wanted:
            found = {id_ for other in column.refers for id_ in store.existing(other, wanted)}
            for id_ in wanted:
                if id_ not in found:
                    yield column.name, message("an id that is stored; {id} is not", id=id_)
