"""The temporary database of one import: the rows that were read, and the ids that they need.

References may point forwards, duplicates may be a million rows apart, and memory must not grow with the
files: so rows wait in a temporary SQLite file until all of them have been seen and checked.
"""

# ruff: noqa: S608  (the only texts put into statements are names of our own tables)

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from types import TracebackType

from graphkam.domain.tables import TABLES, Row, Table
from graphkam.ingest.circles import StagedLines
from graphkam.ingest.staged import PAGE, READY, REFERRED, REFUSED, Clash, StagedTable

_SEEN = 50_000
"""Needed ids of a kind remembered in memory, which spares SQLite most repetitions."""

REFERENCES = {
    table.name: tuple((c.name, REFERRED.index(c.refers)) for c in table.columns if c.refers)
    for table in TABLES.values()
}
"""Columns that refer, with the kind of reference."""


class Staging:
    """All tables of one import; use it as a context manager."""

    def __enter__(self) -> Staging:
        # Without a name SQLite's file is anonymous: nothing of it is left behind, not even by kill -9. One thread
        # after the other uses it.
        self._db = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-16384", "locking_mode=EXCLUSIVE"):
            self._db.execute(f"PRAGMA {pragma}")
        self._db.execute("BEGIN")  # never committed: the file goes with the import
        self._db.execute("CREATE TABLE needed (kind INT, id TEXT, PRIMARY KEY (kind, id)) WITHOUT ROWID")
        self._db.execute("CREATE TABLE missing (kind INT, id TEXT, PRIMARY KEY (kind, id)) WITHOUT ROWID")
        self.lines = StagedLines(self._db)
        self.tables = {name: StagedTable(self._db, table) for name, table in TABLES.items()}
        self._seen: list[set[str]] = [set() for _ in REFERRED]
        self._new: list[tuple[int, str]] = []
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._db.close()

    def put(self, table: Table, file: int, line: int, row: Row, *, first_wins: bool = False) -> list[Clash]:
        """Stage a row and note the ids that it needs; gives clashes as `StagedTable.put` does."""
        for column, kind in REFERENCES[table.name]:
            value = row.get(column)
            if isinstance(value, list):
                for id_ in value:
                    if id_ not in self._seen[kind]:
                        self._need(kind, id_)
            elif value is not None and value not in self._seen[kind]:
                self._need(kind, str(value))
        return self.tables[table.name].put(file, line, row, first_wins=first_wins)

    def _need(self, kind: int, id_: str) -> None:
        seen = self._seen[kind]
        if len(seen) >= _SEEN:
            seen.clear()
        seen.add(id_)
        self._new.append((kind, id_))
        if len(self._new) >= PAGE:
            self._write_needed()

    def _write_needed(self) -> None:
        self._db.executemany("INSERT OR IGNORE INTO needed VALUES (?, ?)", self._new)
        self._new.clear()

    def flush(self, table: Table, *, first_wins: bool = False) -> list[Clash]:
        """Write the page of a table that is still in memory; gives the clashes found in it."""
        return self.tables[table.name].flush(first_wins=first_wins)

    def find_missing(self, kind: int, stored: Callable[[str, list[str]], set[str]]) -> bool:
        """Find the needed ids that are neither staged nor stored; whether there are any.

        `stored` tells which of some ids a table of the store holds.
        """
        self._write_needed()
        there = " ".join(
            f"AND NOT EXISTS (SELECT 1 FROM {name} r WHERE r.ident = n.id AND r.state = {READY})"
            for name in REFERRED[kind]
        )
        query = f"SELECT id FROM needed n WHERE kind = ? AND id > ? {there} ORDER BY id LIMIT {PAGE}"
        after = ""
        found = False
        while page := [id_ for (id_,) in self._db.execute(query, (kind, after))]:
            after = page[-1]
            missing = set(page)
            for name in REFERRED[kind]:
                missing -= stored(name, sorted(missing)) if missing else set()
            self._db.executemany(
                "INSERT OR IGNORE INTO missing VALUES (?, ?)", [(kind, id_) for id_ in missing]
            )
            found = found or bool(missing)
        return found

    def is_missing(self, kind: int, id_: str) -> bool:
        """Whether `find_missing` found that id."""
        found = self._db.execute("SELECT 1 FROM missing WHERE kind = ? AND id = ?", (kind, id_))
        return found.fetchone() is not None

    def refused_at(self, kind: int, id_: str) -> tuple[int, int] | None:
        """File and line of a refused row of that id; None if there is none."""
        for name in REFERRED[kind]:
            row: tuple[int, int] | None = self._db.execute(
                f"SELECT file, line FROM {name} WHERE ident = ? AND state = {REFUSED} ORDER BY seq LIMIT 1",
                (id_,),
            ).fetchone()
            if row:
                return row
        return None
