"""Stored rows, read back as they were written."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from graphkam.domain.tables import SEPARATOR, Row
from graphkam.queries import load
from graphkam.store.bolt import Transaction
from graphkam.store.columns import as_row, columns_of
from graphkam.store.shapes import SHAPES, Shape, key_parts


def stored_rows(tx: Transaction, shape: Shape, keys: Collection[str]) -> dict[str, Row]:
    """The stored rows of these keys, whole, by key."""
    if shape.table.name == "people":
        of_people = employments(tx, {key.split(SEPARATOR)[0] for key in keys})
        return {key: of_people[key] for key in keys if key in of_people}
    name = f"{shape.table.name}_stored"
    parts = [key_parts(shape.table, key) for key in keys]
    columns = columns_of([p.name for p in load("write")[name].parameters], parts)
    return _by_key(shape, (props for part in tx.send(name, columns) for props in part["rows"]))


def employments(tx: Transaction, people: Iterable[str]) -> dict[str, Row]:
    """All stored rows of these people, by key."""
    parts = tx.send("people_stored", {"id": list(people)})
    return _by_key(SHAPES["people"], (props for part in parts for props in part["rows"]))


def _by_key(shape: Shape, found: Iterable[dict[str, object]]) -> dict[str, Row]:
    rows = (as_row(shape.table, properties) for properties in found)
    return {shape.table.key_of(row): row for row in rows}
