"""Touchpoints with who took part, and the ties that follow from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from graphkam.domain.constants import Constants
from graphkam.domain.packed import pack
from graphkam.domain.tables import TABLES, Row
from graphkam.errors import StoreError
from graphkam.store.bolt import Transaction
from graphkam.store.columns import as_row
from graphkam.store.shapes import Enriched, Shape, enriched
from graphkam.store.ties import Contact, TieKey, Ties, add_contacts, contacts_of, tie_id, ties_of

_TABLE = TABLES["touchpoints"]


class Begun(NamedTuple):
    """What there was before one touchpoint is written; the revision is counted up, and noted on its account."""

    revision: int
    before: Mapping[str, int]
    """The revision that the account had."""
    stored: dict[str, Row]
    ties: Ties


def begun(tx: Transaction, shape: Shape, rows: Sequence[Row], constants: Constants) -> Begun | None:
    """All that has to be known to write a single touchpoint, by one statement in place of four.

    None if that is not what is written, or not whole. Raises StoreError if its account is not there.
    """
    if shape.table is not _TABLE or len(rows) != 1 or rows[0].keys() != set(_TABLE.names):
        return None
    row = enriched(_TABLE, rows[0])
    keys = set(contacts_of(row, constants))
    ties = sorted(map(tie_id, keys)) or [""]  # at least one, or nothing is told of the rest
    found = tx.rows("touchpoint_begun", key=row["key"], account_id=row["account_id"], tie=ties)
    if not found:
        raise StoreError(
            f"the account {row['account_id']!r} of a touchpoint is not there: it was not written"
        )
    [told] = found
    tx.revision = int(told["n"])
    there = [as_row(_TABLE, properties) for properties in told["rows"]]
    stored = {_TABLE.key_of(one): one for one in there}
    return Begun(tx.revision, {row["account_id"]: told["before"]}, stored, ties_of([told], keys, constants))


def replace_touchpoints(
    tx: Transaction,
    old: Sequence[Row],
    new: Sequence[Row],
    constants: Constants,
    known: Ties | None = None,
) -> None:
    """Delete `old` touchpoints, make `new` ones, and put every tie right that this changes.

    New touchpoints are added to their ties; a tie that lost a contact, or has another one now, is summed
    again. `known`: what is stored of ties, where that was asked already.
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
    add_contacts(tx, [row for row in now if row["key"] not in there], again, constants, known)


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
