"""Deleting, and what goes with what."""

from __future__ import annotations

from graphkam.domain.constants import Constants
from graphkam.errors import NotFoundError
from graphkam.store.bolt import Bolt, Transaction
from graphkam.store.reading import stored_rows
from graphkam.store.shapes import Shape, enriched
from graphkam.store.ties import add_contacts, contacts_of
from graphkam.store.touch import touched_accounts


def delete(bolt: Bolt, shape: Shape, key: str, constants: Constants) -> dict[str, int]:
    """Delete the row of a key with all that follows from it; counts of what went, by table."""
    return bolt.write(lambda tx: _row(tx, shape, key, constants))


def _row(tx: Transaction, shape: Shape, key: str, constants: Constants) -> dict[str, int]:
    revision = tx.one("revision")["n"]
    name = shape.table.name
    stored = stored_rows(tx, shape, [key])
    if key not in stored:
        raise NotFoundError(f"there is nothing in {name} with the key {key!r}")
    row = enriched(shape.table, stored[key])
    accounts = touched_accounts(tx, shape, [row])
    gone = tx.send_rows(f"{name}_delete", [row])
    if name == "touchpoints":
        add_contacts(tx, [], set(contacts_of(row, constants)), constants)
    tx.send("touched", {"account_id": accounts}, n=revision)
    return {name: gone}
