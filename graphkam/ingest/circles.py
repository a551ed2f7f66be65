"""Lines that lead in a circle, and the order of writing from the top down.

Lines are who stands above whom: `reports_to` of team and people, reporting relations, parents of accounts and
of strategy rows. They are peeled from the top: a line whose upper end has no line left above it gets the next
level. What is left after that is on a circle or below one, or deeper than `MOST_LEVELS`.
"""

# ruff: noqa: S608  (the only texts put into statements are names of our own tables)

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from graphkam.ingest.hierarchy import Line, on_circles

MOST_LEVELS = 64
"""Levels told apart; what is deeper is written in one go, in an order that the store finds."""
_PAGE = 2000


class StagedLine(NamedTuple):
    """A line of a staged row (`table` and `seq`), or of the store (`table` empty, `key`)."""

    table: str
    seq: int
    key: str
    line: Line


class StagedLines:
    """The lines of one hierarchy, in the temporary SQLite file of an import."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        db.execute(
            "CREATE TABLE line (tbl TEXT, seq INT, key TEXT, below TEXT, above TEXT, start TEXT, end TEXT,"
            " level INT)"
        )
        db.execute("CREATE INDEX line_below ON line (below) WHERE level IS NULL")
        db.execute("CREATE INDEX line_above ON line (above)")

    def begin(self, lines: Iterable[StagedLine]) -> None:
        """Take the lines of another hierarchy."""
        self._db.execute("DELETE FROM line")
        self._add(lines)

    def _add(self, lines: Iterable[StagedLine]) -> None:
        self._db.executemany(
            "INSERT INTO line (tbl, seq, key, below, above, start, end) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                (table, seq, key, line.below, line.above, line.start, line.end)
                for table, seq, key, line in lines
            ),
        )

    def add_stored(self, stored_above: Callable[[list[str]], Iterable[StagedLine]]) -> None:
        """Add the lines of the store that stand above the staged ones, all the way up."""
        self._db.execute("CREATE TEMP TABLE asked (id TEXT PRIMARY KEY) WITHOUT ROWID")
        query = f"SELECT DISTINCT above FROM line WHERE above NOT IN (SELECT id FROM asked) LIMIT {_PAGE}"
        while page := [id_ for (id_,) in self._db.execute(query)]:
            self._db.executemany("INSERT INTO asked VALUES (?)", [(id_,) for id_ in page])
            self._add(stored_above(page))
        self._db.execute("DROP TABLE asked")

    def circles(self) -> list[StagedLine]:
        """The staged lines that lie on a circle on some day; the others get their levels."""
        for level in range(1, MOST_LEVELS + 1):
            peeled = self._db.execute(
                "UPDATE line SET level = ? WHERE level IS NULL AND NOT EXISTS"
                " (SELECT 1 FROM line up WHERE up.below = line.above AND up.level IS NULL)",
                (level,),
            )
            if not peeled.rowcount:
                break
        rest = [
            StagedLine(table, seq, key, Line(*ends))
            for table, seq, key, *ends in self._db.execute(
                "SELECT tbl, seq, key, below, above, start, end FROM line WHERE level IS NULL"
            )
        ]
        circular = on_circles([staged.line for staged in rest])
        return [rest[i] for i in sorted(circular) if rest[i].table]

    def levels(self, table: str) -> Iterator[tuple[int, int]]:
        """The level and `seq` of each line of a table; those without one share the last."""
        yield from self._db.execute(
            f"SELECT coalesce(level, {MOST_LEVELS + 1}), seq FROM line WHERE tbl = ?", (table,)
        ).fetchall()
