"""The cases of practice as facts in memory: the demo's own files, with one row told otherwise where a twin asks.

What the import and a store make of the same files is compared with it by test_verdicts.py, on both stores.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple, get_args, get_type_hints
from zoneinfo import ZoneInfo

from graphkam.demo.cases import CASES, resolve
from graphkam.demo.portfolio import write_portfolio
from graphkam.domain.facts import Account, AccountFacts, Employment, Relation, TeamMember, Touchpoint
from graphkam.domain.moment import seconds_of
from graphkam.domain.tables import TABLES, Row
from graphkam.ingest.cells import reader_of

TODAY = date(2026, 9, 15)
OVERLOADED = 13
"""Accounts of a manager who has one too many."""

Cells = dict[str, str]
Files = dict[str, list[Cells]]
"""The rows of a case by table, dates still relative."""
Tables = dict[str, tuple[tuple[tuple[str, str], ...], ...]]
"""The same, not to be changed."""


class Fact(NamedTuple):
    """One named fact, and how it is told otherwise: other cells, or (None) not at all."""

    table: str
    row: Mapping[str, str]
    told: Mapping[str, str] | None


def untold(table: str, **row: str) -> Fact:
    """A fact that is left out."""
    return Fact(table, row, None)


@dataclass(frozen=True)
class But:
    """A fact that is told otherwise: `But("team", id="c3-zhao").told(valid_to="")`."""

    table: str
    row: Mapping[str, str]

    def told(self, **cells: str) -> Fact:
        return Fact(self.table, self.row, cells)


def but(table: str, **row: str) -> But:
    """The fact to be told otherwise."""
    return But(table, row)


@cache
def _files(case: str) -> Tables:
    """The files of a case as they are shipped; of case 6 a small portfolio, of the same make."""
    if case == "6":
        return next(filter(_uneven, map(_portfolio, range(15, 100))))
    folder = next(c.folder for c in CASES if c.folder.startswith(case))
    return _tables(files("graphkam.demo").joinpath("data", folder).iterdir())


def _portfolio(accounts: int) -> Tables:
    with TemporaryDirectory() as directory:
        return _tables(write_portfolio(Path(directory) / "p", TODAY, "UTC", accounts=accounts).iterdir())


def _uneven(told: Tables) -> bool:
    """Has one manager one account too many, some accounts no manager, and some no sponsor?"""
    loads = Counter(
        row["team_id"] for row in map(dict, told["assignments"]) if row["as"] == "account_manager"
    )
    return max(loads.values()) == OVERLOADED and all(
        without(told, part) for part in ("account_manager", "executive_sponsor")
    )


def without(told: Tables | Files, part: str) -> set[str]:
    """The accounts that have nobody of ours as that."""
    served = {row["account_id"] for row in map(dict, told["assignments"]) if row["as"] == part}
    return {dict(row)["id"] for row in told["accounts"]} - served


def _tables(paths: Iterable[Any]) -> Tables:
    return {
        path.name.removesuffix(".csv"): tuple(
            tuple(row.items()) for row in csv.DictReader(path.read_text("utf-8").splitlines())
        )
        for path in paths
    }


def rows_of(case: str, otherwise: Fact | None = None) -> Files:
    """The rows of a case; the fact that is told otherwise must be exactly one row."""
    told = {table: [dict(row) for row in rows] for table, rows in _files(case).items()}
    if otherwise is None:
        return told
    table, wanted, cells = otherwise
    found = [row for row in told[table] if wanted.items() <= row.items()]
    assert len(found) == 1, f"{len(found)} rows are {dict(wanted)}"
    if cells is None:
        told[table].remove(found[0])
    else:
        assert cells.keys() <= set(TABLES[table].names)
        assert not cells.items() <= found[0].items(), "it is told so already"
        found[0].update(cells)
    return told


def facts_of(told: Files, today: date = TODAY, zone: str = "UTC") -> dict[str, AccountFacts]:
    """The facts of every account of these files, by id."""
    read = {table: list(map(_Reader(table, today, zone), rows)) for table, rows in told.items()}
    team = [_record(TeamMember, row) for row in read.get("team", ())]
    return {str(a["id"]): _account(a, read, team) for a in read["accounts"]}


def portfolio_facts(accounts: int) -> dict[str, AccountFacts]:
    """The facts of a portfolio like that of the demo, by id."""
    return facts_of({table: list(map(dict, rows)) for table, rows in _portfolio(accounts).items()})


def write(directory: Path, today: date = TODAY, zone: str = "UTC") -> list[Path]:
    """Write the files of all cases, a folder each, with real dates; returns the folders."""
    for case in (str(number) for number in range(1, 9)):
        for table, rows in rows_of(case).items():
            path = directory / case / f"{table}.csv"
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, rows[0])
                writer.writeheader()
                for row in rows:
                    writer.writerow({name: resolve(cell, today, zone) for name, cell in row.items()})
    return sorted(directory.iterdir())


class _Reader:
    """Reads rows of one table as the import does: absent and blank cells are unknown."""

    def __init__(self, table: str, today: date, zone: str) -> None:
        self.readers = {c.name: reader_of(TABLES[table], c, ZoneInfo(zone)) for c in TABLES[table].columns}
        self.today, self.zone = today, zone

    def __call__(self, cells: Cells) -> Row:
        return {
            name: self.readers[name](resolve(cell, self.today, self.zone))
            for name, cell in cells.items()
            if cell.strip()
        }


_COLUMNS = {
    (Employment, "person_id"): "id",
    (Employment, "functions"): "function",
    (Touchpoint, "team"): "team_ids",
    (Touchpoint, "people"): "people_ids",
    (Touchpoint, "present"): "present_ids",
    (Touchpoint, "cc"): "cc_ids",
}
"""Fields that are called otherwise than their column."""
_TABLES = {"rivals": "competitors"}


def _record(kind: Any, row: Row) -> Any:
    names = [f.name for f in fields(kind)] if is_dataclass(kind) else kind._fields
    found = {n: row.get(_COLUMNS.get((kind, n), n.rstrip("_"))) for n in names}
    values = {n: tuple(v) if isinstance(v, list) else v for n, v in found.items() if v is not None}
    if kind is Employment and "layer" in values:
        values["layer_source"] = "given"
    if kind is Touchpoint:
        values["at"] = seconds_of(str(values["at"]))
    return kind(**values)


def _account(about: Row, read: Mapping[str, Sequence[Row]], team: Sequence[TeamMember]) -> AccountFacts:
    there: dict[str, list[Any]] = defaultdict(list)
    employed = [row for row in read.get("people", ()) if row["account_id"] == about["id"]]
    people = {row["id"] for row in employed}
    for name, hint in get_type_hints(AccountFacts).items():
        kind = next(iter(get_args(hint)), None)
        if kind is None or name in ("team", "relations"):
            continue
        for row in read.get(_TABLES.get(name, name), ()):
            if _about(row, about["id"], people):
                there[name].append(_record(kind, row))
    lines = [_record(Relation, row) for row in read.get("relations", ())] + [
        Relation(
            *(str(e["id"]), str(e["reports_to"]), "reports_to"),
            source="people",
            valid_from=_text(e.get("valid_from")),
            valid_to=_text(e.get("valid_to")),
        )
        for e in employed
        if e.get("reports_to")
    ]
    there["relations"] = [line for line in lines if {line.from_id, line.to_id} <= people]
    ours = {a.team_id for a in there["assignments"]} | {u for t in there["touchpoints"] for u in t.team}
    ours |= {owned.owner_id for owned in (*there["incidents"], *there["commitments"])}
    there["team"] = [member for member in team if member.id in ours]
    return AccountFacts(_record(Account, about), **{name: tuple(rows) for name, rows in there.items()})


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _about(row: Row, account: object, people: set[object]) -> bool:
    """Is a row of this account: by its own word, else by that of the person's employment."""
    return row["account_id"] == account if "account_id" in row else row.get("person_id") in people
