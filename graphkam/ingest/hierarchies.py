"""The four hierarchies of an import: accounts, our team, their people, strategy; each without circles.

Stored lines count, but for those that the import replaces. A circle costs a `reports_to` its line, and any
other row itself; each imported line of it, as no order of rows tells which one is wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from graphkam.domain.message import message
from graphkam.domain.tables import TABLES, Row, Value
from graphkam.ingest.circles import StagedLine
from graphkam.ingest.hierarchy import Line
from graphkam.ingest.references import PARENT, References
from graphkam.ingest.rows import LINE, Problem
from graphkam.ingest.staging import Staging

if TYPE_CHECKING:
    from graphkam.store import Store

_COLUMNS = {"accounts": PARENT, "team": LINE, "strategy": PARENT}
"""Tables whose rows are known by their id alone, with the column that points upwards."""
_TABLES = {**{name: (name,) for name in _COLUMNS}, "relations": ("people", "relations")}
"""When a table has been judged: the tables whose rows make a hierarchy, first the one to be ordered."""


class Hierarchies:
    """Finds circles, and has their lines left out or their rows refused."""

    def __init__(self, staging: Staging, references: References, store: Store) -> None:
        self._staging = staging
        self._references = references
        self._store = store
        from graphkam.store.shapes import line_of  # here, as it brings the driver with it

        self._of_people = line_of("")

    def check(self, name: str) -> None:
        """Check the hierarchy that ends with this table, if one does; sets the order of writing."""
        tables = _TABLES.get(name, ())
        while any(self._staging.tables[table].count() for table in tables):
            lines = self._staging.lines
            lines.begin(line for table in tables for line in self._staged(table))
            lines.add_stored(
                lambda ids: self._stored_people(ids) if name == "relations" else self._stored(name, ids)
            )
            circular = lines.circles()
            if not circular:
                self._staging.tables[tables[0]].set_levels(lines.levels(tables[0]))
                return
            self._drop(circular)

    def _staged(self, table: str) -> Iterator[StagedLine]:
        """The lines of the staged rows of a table."""
        key_of = TABLES[table].key_of
        for staged in self._staging.tables[table].rows():
            line = _line(table, staged.row)
            if line is not None:
                yield StagedLine(table, staged.place.seq, key_of(staged.row), line)

    def _stored(self, table: str, ids: Sequence[str]) -> Iterator[StagedLine]:
        """The stored lines upwards from these accounts, team members or strategy rows."""
        column = _COLUMNS[table]
        for id_, row in self._store.stored(table, ids).items():
            if row[column] is not None and not self._replaced(table, id_, column):
                yield StagedLine("", 0, id_, Line(id_, str(row[column])))

    def _stored_people(self, ids: Sequence[str]) -> Iterator[StagedLine]:
        """The stored lines upwards from these people, given by their rows or by relations."""
        for line in self._store.read("reporting_lines", people=list(ids)):
            key = str(line["key"])
            of_people = key.startswith(self._of_people)
            key = key.removeprefix(self._of_people)
            if not self._replaced("people" if of_people else "relations", key, LINE if of_people else "kind"):
                ends = line["person_id"], line["manager_id"], line["valid_from"], line["valid_to"]
                yield StagedLine("", 0, key, Line(*ends))

    def _replaced(self, table: str, key: str, column: str) -> bool:
        """Whether a staged row of that key says something of its own about the column."""
        return any(column in staged.row for staged in self._staging.tables[table].of_key(key))

    def _drop(self, circular: Iterable[StagedLine]) -> None:
        """Leave out the lines, or refuse the rows."""
        gone: dict[str, list[str]] = {}
        for table, _, key, line in circular:
            for staged in self._staging.tables[table].of_key(key):
                expected = message(
                    "somebody who is not below {id}: these lines lead in a circle", id=line.below
                )
                if _COLUMNS.get(table, LINE) == LINE and table != "relations":
                    self._references.leave_out(table, staged, expected)
                elif table == "relations":
                    self._references.refuse(table, staged.place, Problem("to_id", line.above, expected))
                else:
                    expected = message(
                        "an id that is not below {id}: these lines lead in a circle", id=line.below
                    )
                    self._references.refuse(table, staged.place, Problem(PARENT, line.above, expected))
                    gone.setdefault(table, []).append(line.below)
        for table, ids in gone.items():
            self._references.refuse_below(TABLES[table], ids)


def _line(table: str, row: Row) -> Line | None:
    """The line that a row gives."""
    if table == "relations":
        if row["kind"] != LINE:
            return None
        below, above = row["from_id"], row["to_id"]
    else:
        below, above = row["id"], row.get(_COLUMNS.get(table, LINE))
    if above is None:
        return None
    if table in _COLUMNS:  # these lines are not dated
        return Line(str(below), str(above))
    return Line(str(below), str(above), _day(row.get("valid_from")), _day(row.get("valid_to")))


def _day(value: Value) -> str | None:
    return None if value is None else str(value)
