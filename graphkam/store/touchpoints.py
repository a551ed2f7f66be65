"""Touchpoints with who took part, and the ties that follow from them."""

from __future__ import annotations

from collections.abc import Sequence

from graphkam.domain.constants import Constants
from graphkam.domain.packed import pack
from graphkam.domain.tables import TABLES, Row
from graphkam.store.bolt import Transaction
from graphkam.store.shapes import Enriched, enriched
from graphkam.store.ties import Contact, TieKey, add_contacts, contacts_of

_TABLE = TABLES["touchpoints"]


def replace_touchpoints(
    tx: Transaction, old: Sequence[Row], new: Sequence[Row], constants: Constants
) -> None:
    """Delete `old` touchpoints, make `new` ones, and put every tie right that this changes.

    New touchpoints are added to their ties; a tie that lost a contact, or has another one now, is summed
    again.
    """
    was = [enriched(_TABLE, row) for row in old]
    now = [_with_parts(enriched(_TABLE, row)) for row in new]
    tx.send_rows("touchpoints_delete", was)
    tx.send_rows("touchpoints", now)
    before = {row["key"]: contacts_of(row, constants) for row in was}
    again: set[TieKey] = set()
    for row in now:
        if row["key"] in before:
            again |= _differing(before.pop(row["key"]), contacts_of(row, constants))
    again.update(key for contacts in before.values() for key in contacts)
    there = {row["key"] for row in was}
    add_contacts(tx, [row for row in now if row["key"] not in there], again, constants)


def _differing(before: dict[TieKey, Contact], after: dict[TieKey, Contact]) -> set[TieKey]:
    return {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}


def _with_parts(row: Enriched) -> Enriched:
    parts = participants(row)
    return {**row, "packed": pack(row), "took": list(parts), "part": list(parts.values())}


def participants(row: Row) -> dict[str, str]:
    """Their people in a touchpoint, each with the part that counts most: spoken, cc, present.

    >>> participants({"people_ids": ["a"], "present_ids": ["a", "b"], "cc_ids": ["b"]})
    {'a': 'spoken', 'b': 'cc'}
    """
    parts: dict[str, str] = {}
    for column, part in (("people_ids", "spoken"), ("cc_ids", "cc"), ("present_ids", "present")):
        ids = row[column]
        for person in ids if isinstance(ids, list) else ():
            parts.setdefault(person, part)
    return parts


def without_people(row: Row, people: set[str]) -> Row | None:
    """The touchpoint without these people; None if nobody of theirs is left in it.

    >>> row = {"id": "t", "people_ids": ["a"], "present_ids": ["b"], "cc_ids": []}
    >>> without_people(row, {"a"})["people_ids"], without_people(row, {"a", "b"})
    ([], None)
    """
    left: Row = dict(row)
    for column in ("people_ids", "present_ids", "cc_ids"):
        ids = row[column]
        left[column] = [p for p in ids if p not in people] if isinstance(ids, list) else []
    return left if participants(left) else None
