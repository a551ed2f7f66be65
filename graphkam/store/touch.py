"""Which accounts a write touches: those whose facts it may have changed."""

from __future__ import annotations

from collections.abc import Iterable

from graphkam.domain.tables import Row
from graphkam.store.bolt import Transaction
from graphkam.store.shapes import Shape


def touched_accounts(tx: Transaction, shape: Shape, rows: Iterable[Row]) -> set[str]:
    """The ids of the accounts whose facts rows of this shape are part of, before or after the write.

    A person belongs to every account of the career, so of people all employments are handed in; one of us
    belongs to every account covered, met, or owed something.
    """
    rows = list(rows)
    if shape.table.name == "accounts":
        return {str(row["id"]) for row in rows}
    accounts = {str(row["account_id"]) for row in rows if "account_id" in row}
    if shape.people:
        accounts |= accounts_of(tx, "people", (str(row[c]) for row in rows for c in shape.people))
    if shape.team:
        accounts |= accounts_of(tx, "team", (str(row[c]) for row in rows for c in shape.team))
    return accounts


def accounts_of(tx: Transaction, kind: str, ids: Iterable[str]) -> set[str]:
    """All accounts of these `people` (their careers), or of these of our `team`."""
    parts = tx.send(f"accounts_of_{kind}", {"id": sorted(set(ids))})
    return {account for part in parts for account in part["ids"]}
