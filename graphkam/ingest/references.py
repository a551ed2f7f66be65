"""Checking staged rows against each other and against what is stored.

In the order of the tables, so that whatever a table refers to has been judged before: a refused row takes
those that need it with it, unless the store holds what they need. A `reports_to` that cannot be taken is left
out of its row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence

from graphkam.domain.message import Message, message
from graphkam.domain.tables import Row, Table, Value
from graphkam.ingest.journal import Journal
from graphkam.ingest.rows import LINE, Problem
from graphkam.ingest.staged import PAGE, REFERRED, Place, Staged
from graphkam.ingest.staging import REFERENCES, Staging

Existing = Callable[[str, Sequence[str]], set[str]]
"""Which of some ids a table of the store holds."""

PARENT = "parent_id"


class References:
    """The checks of one import."""

    def __init__(self, staging: Staging, journal: Journal, existing: Existing) -> None:
        self._staging = staging
        self._journal = journal
        self._existing = existing
        self._judged: dict[int, bool] = {}

    def one_id_space(self) -> None:
        """Refuse people whose id is one of ours, and the other way round."""
        team, people = self._staging.tables["team"], self._staging.tables["people"]
        for ours, theirs in (("team", "people"), ("people", "team")):
            for page in self._staging.tables[ours].idents():
                for id_ in sorted(self._existing(theirs, page)):
                    self._refuse_id(ours, id_, message("an id of its own; {table} stored it", table=theirs))
        for page in people.idents():
            for id_ in page:
                if both := team.of_ident(id_):
                    expected = (
                        "an id of its own: team and people share one space of ids, see {file}, line {line}"
                    )
                    in_team, in_people = both[0].place, people.of_ident(id_)[0].place
                    self._refuse_id("team", id_, self._at(expected, in_people))
                    self._refuse_id("people", id_, self._at(expected, in_team))

    def _at(self, template: str, place: Place) -> Message:
        return message(template, file=self._journal.files[place.file].label, line=place.line)

    def _refuse_id(self, table: str, id_: str, expected: Message) -> None:
        for row in self._staging.tables[table].of_ident(id_):
            self.refuse(table, row.place, Problem("id", id_, expected))

    def refuse(self, table: str, place: Place, *problems: Problem) -> None:
        """Take a staged row out, and say why."""
        self._staging.tables[table].refuse(place.seq)
        self._journal.reject(place.file, place.line, *problems)

    def leave_out(self, table: str, staged: Staged, expected: Message) -> None:
        """Leave `reports_to` out of a row, and say why."""
        row = dict(staged.row)
        value = row.pop(LINE)
        self._staging.tables[table].change(staged.place.seq, row)
        self._journal.problem(staged.place.file, staged.place.line, Problem(LINE, str(value), expected))

    def check(self, table: Table) -> None:
        """Refuse the rows of a table that refer to what is neither staged nor stored."""
        if not self._staging.tables[table.name].count():
            return
        own = {kind for kind, tables in enumerate(REFERRED) if table.name in tables}
        others = {kind for _, kind in REFERENCES[table.name]} - own
        missing = [kind for kind in sorted(others) if self._any_missing(kind)]
        if missing:
            for staged in self._staging.tables[table.name].rows():
                problems = self._unknown(table, staged.row, missing)
                if problems:
                    self.refuse(table.name, staged.place, *problems)
        for column, kind in REFERENCES[table.name]:
            if kind in own and self._staging.find_missing(kind, self._existing):
                self._check_own(table, column, kind)

    def _any_missing(self, kind: int) -> bool:
        """Whether any id of this kind is missing; asked once, when the tables referred to are judged."""
        if kind not in self._judged:
            self._judged[kind] = self._staging.find_missing(kind, self._existing)
        return self._judged[kind]

    def _check_own(self, table: Table, column: str, kind: int) -> None:
        """The same for a column that refers to the table itself."""
        gone = []
        for staged in self._staging.tables[table.name].rows():
            problems = self._unknown(table, staged.row, {kind})
            if problems and column == LINE:
                self.leave_out(table.name, staged, problems[0].expected)
            elif problems:
                self.refuse(table.name, staged.place, *problems)
                gone.append(str(staged.row["id"]))
        if column == PARENT:
            self.refuse_below(table, gone)

    def refuse_below(self, table: Table, gone: Iterable[str]) -> None:
        """Refuse the rows whose parent was refused and is not stored, and those below them."""
        gone = set(gone)
        if not gone:
            return
        below: dict[str, list[Staged]] = defaultdict(list)
        for staged in self._staging.tables[table.name].rows():
            if staged.row.get(PARENT) is not None:
                below[str(staged.row[PARENT])].append(staged)
        kind = dict(REFERENCES[table.name])[PARENT]
        while gone:
            ids = sorted(gone)
            for start in range(0, len(ids), PAGE):
                for name in REFERRED[kind]:
                    gone -= self._existing(name, ids[start : start + PAGE])
            needing = [staged for id_ in sorted(gone) for staged in below.pop(id_, ())]
            for staged in needing:
                parent = str(staged.row[PARENT])
                self.refuse(table.name, staged.place, Problem(PARENT, parent, self._expected(kind, parent)))
            gone = {str(staged.row["id"]) for staged in needing}

    def _unknown(self, table: Table, row: Row, kinds: Collection[int]) -> list[Problem]:
        """What is wrong with the references of a row, of these kinds."""
        return [
            Problem(column, id_, self._expected(kind, id_))
            for column, kind in REFERENCES[table.name]
            if kind in kinds
            for id_ in _ids(row.get(column))
            if self._staging.is_missing(kind, id_)
        ]

    def _expected(self, kind: int, id_: str) -> Message:
        refused = self._staging.refused_at(kind, id_)
        if refused is not None:
            file, line = refused
            label = self._journal.files[file].label
            return message("a row that was taken; {file}, line {line} was not", file=label, line=line)
        return _KNOWN[REFERRED[kind]]


_KNOWN = {
    ("accounts",): message("the id of an account, in these files or stored"),
    ("strategy", "needs"): message("the id of a need or a strategy row, in these files or stored"),
    ("people",): message("the id of one of their people, in these files or stored"),
    ("team",): message("the id of one of our team, in these files or stored"),
}


def _ids(value: Value) -> list[str]:
    if isinstance(value, list):
        return value
    return [] if value is None else [str(value)]
