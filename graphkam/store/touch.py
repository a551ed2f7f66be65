"""Which accounts a write touches: those whose facts it may have changed."""

from __future__ import annotations

from collections.abc import Iterable

from graphkam.domain.tables import Row
from graphkam.store.bolt import Transaction
from graphkam.store.shapes import Shape


def touched_accounts(tx: Transaction, shape: Shape, rows: Iterable[Row]) -> list[str]:
    """The ids of the accounts whose facts rows of this shape are part of, before or after the write.

    A person belongs to every account of the career; one of us to every account covered or met.
    """
    rows = list(rows)
    accounts = {str(row["account_id"]) for row in rows if "account_id" in row}
    if shape.table.name == "accounts":
        accounts = {str(row["id"]) for row in rows}
    for columns, query in ((shape.people, "accounts_of_people"), (shape.team, "accounts_of_team")):
        ids = {str(row[column]) for row in rows for column in columns}
        for part in tx.send(query, {"id": list(ids)}):
            accounts.update(part["ids"])
    return sorted(accounts)
