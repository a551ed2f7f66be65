"""The staged rows of one table, in the temporary SQLite file of an import.

Columns: `seq` (order of reading), `file`, `line`, `key`, `ident` (the id that others may refer to), `body`
(the row as JSON; equal rows have equal bodies), `state`, `level` (order of writing), `same_as` (of a copy:
which row).
"""

# ruff: noqa: S608  (the only texts put into statements are names of our own tables)

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from graphkam.domain.tables import TABLES, Row, Table

READY, REFUSED, COPY = 0, 1, 2
PAGE = 2000
"""Rows read or written at a time."""

REFERRED: tuple[tuple[str, ...], ...] = tuple(
    sorted({c.refers for t in TABLES.values() for c in t.columns if c.refers})
)
"""The kinds of reference: the tables one of which must hold the id."""
IDENTIFIED = frozenset(name for tables in REFERRED for name in tables)
"""Tables whose ids others refer to."""

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Place(NamedTuple):
    """Where a row stands in the files."""

    seq: int
    file: int
    line: int


class Staged(NamedTuple):
    """A row that waits to be written."""

    place: Place
    level: int
    row: Row


class Clash(NamedTuple):
    """A second row with the key of a first one and other content. `fresh`: the first was taken so far."""

    first: Place
    second: Place
    row: Row
    fresh: bool


class StagedTable:
    """The staged rows of one table."""

    def __init__(self, db: sqlite3.Connection, table: Table) -> None:
        self._db = db
        self._name = table.name
        self._key_of = table.key_of
        self._seq = 0
        self._levelled = False
        self._page: list[tuple[int, int, int, str, str | None, str]] = []
        db.execute(
            f"CREATE TABLE {self._name} (seq INTEGER PRIMARY KEY, file INT, line INT, key TEXT UNIQUE,"
            f" ident TEXT, body TEXT, state INT DEFAULT {READY}, level INT DEFAULT 0, same_as INT)"
        )
        if self._name in IDENTIFIED:
            db.execute(f"CREATE INDEX {self._name}_ident ON {self._name} (ident)")

    def put(self, file: int, line: int, row: Row, *, first_wins: bool = False) -> list[Clash]:
        """Stage a row; gives the clashes of the page that it completed, if it did.

        `first_wins`: another row of the same key is a copy, whatever it says (one mail in two mailboxes).
        """
        self._seq += 1
        ident = str(row["id"]) if self._name in IDENTIFIED else None
        self._page.append((self._seq, file, line, self._key_of(row), ident, _encode(row)))
        return self.flush(first_wins=first_wins) if len(self._page) >= PAGE else []

    def put_refused(self, file: int, line: int, ident: str) -> None:
        """Remember that a row of that id was refused, so that rows which need it can be told why."""
        if self._name in IDENTIFIED:
            self._seq += 1
            self._db.execute(
                f"INSERT INTO {self._name} (seq, file, line, ident, state) VALUES (?, ?, ?, ?, {REFUSED})",
                (self._seq, file, line, ident),
            )

    def flush(self, *, first_wins: bool = False) -> list[Clash]:
        """Write the page to the file; gives the clashes found in it."""
        before = self._db.total_changes
        self._db.executemany(
            f"INSERT OR IGNORE INTO {self._name} (seq, file, line, key, ident, body)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            self._page,
        )
        clashes: list[Clash] = []
        if self._db.total_changes - before < len(self._page):
            for seq, file, line, key, ident, body in self._page:
                clash = self._repeated(Place(seq, file, line), key, ident, body, first_wins)
                if clash is not None:
                    clashes.append(clash)
        self._page.clear()
        return clashes

    def _repeated(
        self, place: Place, key: str, ident: str | None, body: str, first_wins: bool
    ) -> Clash | None:
        """Stage a row whose key is there already, as a copy or as refused; None if its key was new."""
        seq, file, line, first_body, state = self._db.execute(
            f"SELECT seq, file, line, body, state FROM {self._name} WHERE key = ?",
            (key,),
        ).fetchone()
        if seq == place.seq:
            return None
        copy = first_wins or (body == first_body and state == READY)
        self._db.execute(
            f"INSERT INTO {self._name} (seq, file, line, ident, state, same_as) VALUES (?, ?, ?, ?, ?, ?)",
            (*place, None if copy else ident, COPY if copy else REFUSED, seq if copy else None),
        )
        if copy:
            return None
        self.refuse(seq)
        return Clash(Place(seq, file, line), place, json.loads(body), state == READY)

    def rows(self) -> Iterator[Staged]:
        """The rows that are ready, in the order of writing. They may be changed on the way."""
        order = "level, seq" if self._levelled else "seq"
        after: tuple[int, ...] = (-1, -1) if self._levelled else (-1,)
        query = (
            f"SELECT seq, file, line, level, body, {order} FROM {self._name} WHERE state = {READY}"
            f" AND ({order}) > ({', '.join('?' * len(after))}) ORDER BY {order} LIMIT {PAGE}"
        )
        while page := self._db.execute(query, after).fetchall():
            after = page[-1][5:]
            for seq, file, line, level, body, *_ in page:
                yield Staged(Place(seq, file, line), level, json.loads(body))

    def copies_of_refused(self) -> Iterator[tuple[Place, Place]]:
        """Copies whose first row was refused, each with that first row."""
        for *copy, seq, file, line in self._db.execute(
            f"SELECT c.seq, c.file, c.line, r.seq, r.file, r.line FROM {self._name} c JOIN {self._name} r"
            f" ON r.seq = c.same_as WHERE c.state = {COPY} AND r.state = {REFUSED}"
        ).fetchall():
            yield Place(*copy), Place(seq, file, line)

    def copies(self) -> list[tuple[int, int]]:
        """How many copies of rows that stand each file holds."""
        return self._db.execute(
            f"SELECT c.file, count(*) FROM {self._name} c JOIN {self._name} r ON r.seq = c.same_as"
            f" WHERE c.state = {COPY} AND r.state = {READY} GROUP BY c.file"
        ).fetchall()

    def count(self) -> int:
        """How many rows are ready."""
        (n,) = self._db.execute(f"SELECT count(*) FROM {self._name} WHERE state = {READY}").fetchone()
        return int(n)

    def refuse(self, seq: int) -> None:
        """Take a row out of those that are ready."""
        self._db.execute(f"UPDATE {self._name} SET state = {REFUSED} WHERE seq = ?", (seq,))

    def change(self, seq: int, row: Row) -> None:
        """Replace what a row says; its key stays."""
        self._db.execute(f"UPDATE {self._name} SET body = ? WHERE seq = ?", (_encode(row), seq))

    def set_levels(self, levels: Iterable[tuple[int, int]]) -> None:
        """Set the order of writing: pairs of level and `seq`; rows that are not named come first."""
        self._db.executemany(f"UPDATE {self._name} SET level = ? WHERE seq = ?", levels)
        if not self._levelled:
            self._db.execute(f"CREATE INDEX {self._name}_level ON {self._name} (level, seq)")
        self._levelled = True

    def idents(self) -> Iterator[list[str]]:
        """The ids of the ready rows, each once, by the page."""
        query = (
            f"SELECT DISTINCT ident FROM {self._name} WHERE ident > ? AND state = {READY}"
            f" ORDER BY ident LIMIT {PAGE}"
        )
        after = ""
        while page := [ident for (ident,) in self._db.execute(query, (after,))]:
            after = page[-1]
            yield page

    def of_ident(self, ident: str) -> list[Staged]:
        """The ready rows of an id."""
        return self._where("ident", ident)

    def of_key(self, key: str) -> list[Staged]:
        """The ready row of a key, if there is one."""
        return self._where("key", key)

    def _where(self, column: str, value: str) -> list[Staged]:
        found = self._db.execute(
            f"SELECT seq, file, line, level, body FROM {self._name}"
            f" WHERE {column} = ? AND state = {READY} ORDER BY seq",
            (value,),
        )
        return [Staged(Place(*place), level, json.loads(body)) for *place, level, body in found]
