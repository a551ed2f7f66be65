"""Deleting, and what goes with what.

- An account takes along its touchpoints, ties, records, roles, decisions and assignments, and the people who
  work nowhere else; subsidiaries stay, on their own.
- A person takes along employments, ties, relations, roles, competitors' ties, and what is recorded of the
  person. Touchpoints stay without the person, those go that are left without anybody of theirs.
- One of us cannot be deleted while touchpoints, commitments or actions name that one: history would change.
- Whatever else referred to what went, no longer does.

All in one transaction; only touchpoints beyond `CHUNK_ROWS` go before, in transactions of their own, each of
which leaves everything right. Docs: docs/decisions/0013.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from graphkam.domain.constants import Constants
from graphkam.domain.message import message
from graphkam.domain.tables import SEPARATOR, TABLES, Row
from graphkam.errors import ConflictError, NotFoundError
from graphkam.store.bolt import Bolt, NothingToDo, Transaction, total
from graphkam.store.columns import CHUNK_ROWS
from graphkam.store.people import persons
from graphkam.store.reading import employments, stored_rows
from graphkam.store.shapes import SHAPES, Shape, decision_id, enriched
from graphkam.store.touch import accounts_of, touched_accounts
from graphkam.store.touchpoints import replace_touchpoints, without_people

TABLE_OF_LABEL = {
    "Assessment": "assessments",
    "Survey": "surveys",
    "Order": "orders",
    "Need": "needs",
    "Strategy": "strategy",
    "Bond": "bonds",
    "Change": "changes",
    "Incident": "incidents",
    "Reading": "readings",
    "Commitment": "commitments",
    "Action": "actions",
}
"""The tables of which a row is a node of its own that nothing but references hangs on, by label."""


def delete(bolt: Bolt, shape: Shape, key: str, constants: Constants) -> dict[str, int]:
    """Delete what `key` names with all that cannot stand without it; counts of what went, by table.

    Of people, the id of the person or the key of one employment. Raises NotFoundError, ConflictError.
    """
    cascades: dict[str, Callable[[Deletion, str], None]] = {
        "accounts": Deletion.account,
        "people": Deletion.person_or_employment,
        "team": Deletion.team_member,
        "touchpoints": Deletion.touchpoint,
    }
    gone: Counter[str] = Counter()
    if shape.table.name in ("accounts", "people"):
        while (some := bolt.write(lambda tx: _many_touchpoints(tx, shape, key, constants))) is not None:
            gone += some

    def work(tx: Transaction) -> Counter[str]:
        deletion = Deletion(tx, constants)
        cascade = cascades.get(shape.table.name)
        if cascade:
            cascade(deletion, key)
        else:
            deletion.row(shape, key)
        deletion.mark_touched()
        return deletion.gone

    gone += bolt.write(work)
    return {name: n for name, n in gone.items() if n}


def _many_touchpoints(tx: Transaction, shape: Shape, key: str, constants: Constants) -> Counter[str] | None:
    """Take `CHUNK_ROWS` touchpoints away from an account or person that has more."""
    deletion = Deletion(tx, constants)
    if shape.table.name == "accounts":
        people = None
        ids = tx.one("account_touchpoints", id=key, limit=CHUNK_ROWS + 1)["ids"]
    else:
        people = {key}
        ids = tx.one("people_touchpoints", id=[key], limit=CHUNK_ROWS + 1)["ids"]
    if len(ids) <= CHUNK_ROWS:
        raise NothingToDo(None)
    deletion.touchpoints(ids[:CHUNK_ROWS], people)
    deletion.mark_touched()
    return deletion.gone


class Deletion:
    """One deletion in one transaction: what went, and which accounts it touched."""

    def __init__(self, tx: Transaction, constants: Constants) -> None:
        self.tx, self.constants = tx, constants
        self.gone: Counter[str] = Counter()
        self._touched: set[str] = set()
        self._revision = tx.count_up()

    def mark_touched(self) -> None:
        """Note the revision on every account that was touched and is left."""
        self.tx.send("touched", {"account_id": sorted(self._touched)}, n=self._revision)

    def row(self, shape: Shape, key: str) -> None:
        """One row of a table on which nothing hangs but references."""
        name = shape.table.name
        row = self._stored(shape, key)
        self._touched.update(touched_accounts(self.tx, shape, [row]))
        if name in TABLE_OF_LABEL.values():
            self._records(name, [key])
            return
        self.gone[name] += self.tx.send_rows(f"{name}_delete", [enriched(shape.table, row)])
        if name == "roles":
            self._decisions([row])
        if name == "competitors":
            self.tx.send("competitors_left", {"id": [row["competitor"]]})

    def touchpoint(self, key: str) -> None:
        """One touchpoint."""
        self._stored(SHAPES["touchpoints"], key)
        self.touchpoints([key], None)

    def account(self, key: str) -> None:
        """An account and all that is only there for it."""
        tx = self.tx
        self._stored(SHAPES["accounts"], key)
        self.touchpoints(tx.one("account_touchpoints", id=key, limit=CHUNK_ROWS)["ids"], None)
        for name, keys in _by_table(tx.rows("account_records", id=key)).items():
            self._records(name, keys)
        self.gone["roles"] += tx.one("account_roles_delete", id=key)["roles"]
        tx.one("account_decisions_delete", id=key)
        of_account = {row["person_id"]: row["accounts"] for row in tx.rows("account_people", id=key)}
        self._people([p for p, accounts in of_account.items() if accounts == 1])
        self._employments([p for p, accounts in of_account.items() if accounts > 1], key)
        self._touched.update(tx.one("account_children", id=key)["ids"])
        self.gone["assignments"] += tx.one("account_delete", id=key)["assignments"]
        self.gone["accounts"] += 1

    def person_or_employment(self, key: str) -> None:
        """A person by id, or one employment by key; the last employment takes the person along."""
        stored = employments(self.tx, [key.split(SEPARATOR)[0]])
        if SEPARATOR in key and key in stored and len(stored) > 1:
            self._end_employments(stored, [key])
        elif key in stored or (SEPARATOR not in key and stored):
            self._people([key.split(SEPARATOR)[0]])
        else:
            raise NotFoundError(message("there is no person {id!r}", id=key.replace(SEPARATOR, " / ")))

    def team_member(self, key: str) -> None:
        """One of us on whom no history hangs."""
        tx = self.tx
        self._stored(SHAPES["team"], key)
        held = tx.one("team_held", id=key)
        if any(held.values()):
            named = ", ".join(f"{name} ({n})" for name, n in held.items() if n)
            raise ConflictError(
                message("{id!r} is named in {named}: set valid_to instead of deleting", id=key, named=named)
            )
        self._touched.update(accounts_of(tx, "team", [key]))
        self._touched.update(tx.one("team_owned", id=key)["ids"])
        led = tx.one("team_led", id=key)["ids"]
        self._touched.update(accounts_of(tx, "team", led))
        self.gone["team"] += tx.send_rows("team_delete", [{"key": key}])

    def touchpoints(self, ids: Iterable[str], people: set[str] | None) -> None:
        """Take these touchpoints away, or only these people out of them."""
        rows = list(stored_rows(self.tx, SHAPES["touchpoints"], list(ids)).values())
        left = [without_people(row, people) for row in rows] if people else []
        new = [row for row in left if row]
        replace_touchpoints(self.tx, rows, new, self.constants)
        self.gone["touchpoints"] += len(rows) - len(new)
        self._touched.update(str(row["account_id"]) for row in rows)

    def _stored(self, shape: Shape, key: str) -> Row:
        stored = stored_rows(self.tx, shape, [key])
        if key not in stored:
            raise NotFoundError(
                message(
                    "there is nothing in {table} with the key {key}", table=shape.table.name, key=_shown(key)
                )
            )
        return stored[key]

    def _records(self, name: str, keys: list[str]) -> None:
        if name in ("needs", "strategy"):
            for part in self.tx.send(f"{name}_served", {"key": keys}):
                self._touched.update(part["ids"])
        self.gone[name] += total(self.tx.send(f"{name}_delete", {"key": keys}), "gone")

    def _decisions(self, roles: Iterable[Row]) -> None:
        decided = [
            {"key": decision_id(r), "account_id": r["account_id"], "decision": r["decision"]}
            for r in roles
            if r["decision"]
        ]
        self.tx.send_rows("decisions_left", decided)

    def _people(self, ids: list[str]) -> None:
        """People with everything that is theirs."""
        if not ids:
            return
        tx = self.tx
        self._touched.update(accounts_of(tx, "people", ids))
        self.touchpoints(tx.one("people_touchpoints", id=ids, limit=len(ids) * CHUNK_ROWS)["ids"], set(ids))
        records = tx.rows("people_records", id=ids)
        self._touched.update(r["account_id"] for r in records if r["account_id"])
        for name, keys in _by_table(r for r in records if r["own"]).items():
            self._records(name, keys)
        tx.rows("people_named", id=ids)
        self._touched.update(tx.one("people_led", id=ids)["ids"])
        lines = tx.rows("people_lines", id=ids)
        roles: list[Row] = [{"account_id": a, "decision": d} for row in lines for a, d in row["roles"]]
        self._touched.update(str(role["account_id"]) for role in roles)
        rivals = [c for row in lines for c in row["competitors"]]
        self.gone["relations"] += len({key for row in lines for key in row["relations"]})
        self.gone["roles"] += len(roles)
        self.gone["competitors"] += len(rivals)
        self.gone["people"] += total(tx.send("person_delete", {"id": ids}), "gone")
        self._decisions(roles)
        tx.send("competitors_left", {"id": sorted(set(rivals))})

    def _employments(self, ids: list[str], account_id: str) -> None:
        """What these people were at an account; they work elsewhere too."""
        stored = employments(self.tx, ids)
        self._end_employments(stored, [k for k, row in stored.items() if row["account_id"] == account_id])

    def _end_employments(self, stored: dict[str, Row], keys: list[str]) -> None:
        ended = {key: stored[key] for key in keys}
        rows = list(ended.values())
        self._touched.update(str(row["account_id"]) for row in stored.values())
        table = TABLES["people"]
        self.tx.send_rows("people_delete", [enriched(table, row) for row in rows])
        left = {key: row for key, row in stored.items() if key not in ended}
        self.tx.send_rows("people_person", persons(stored, left))


def _by_table(records: Iterable[dict[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for record in records:
        found.setdefault(TABLE_OF_LABEL[record["label"]], []).append(record["key"])
    return found


def _shown(key: str) -> str:
    return repr(key.replace(SEPARATOR, " / "))
