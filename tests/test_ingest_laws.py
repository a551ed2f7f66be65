"""Laws of the import: what is written to files comes out of the store, and garbage costs no good row."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from math import inf
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graphkam.domain.tables import TABLES, Column, Row, Table, Value
from graphkam.errors import GraphKAMError
from graphkam.ingest import import_paths
from graphkam.ingest.journal import Journal
from graphkam.ingest.read import read_table
from graphkam.ingest.references import References
from graphkam.ingest.sources import find_sources
from graphkam.ingest.staging import Staging
from graphkam.settings import Settings
from graphkam.store import Store

Cell = tuple[str, Value]
"""What stands in the file, and what is to be stored."""

LETTERS = "aB9 ,;\"'\n\r\t<>&=+-@{}%\\é徐𠮷😀שم\u200f\u00a0"
WHENS = [
    ("2026/3/1", "2026-03-01"),
    ("2026-03-01T09:30", "2026-03-01T09:30:00Z"),
    ("2026年3月1日", "2026-03-01"),
]
INSTANTS = [("2026-03-01", "2026-03-01T12:00:00Z"), ("2026-03-01 09:30:15+08:00", "2026-03-01T01:30:15Z")]
SPANS = [("", ""), ("2024-01-01", ""), ("", "2026-01-01"), ("2024-01-01", "2026-01-01"), ("2026-01-01", "")]


class World:
    """Some rows of every table that fit together, drawn with a seed."""

    def __init__(self, seed: int, name: str) -> None:
        self.random = Random(seed)
        self.name = name
        self.ids: dict[str, list[str]] = {}
        self.rows: dict[str, list[tuple[dict[str, str], Row]]] = {}
        for table in TABLES.values():
            self.ids[table.name] = []
            drawn: dict[str, tuple[dict[str, str], Row]] = {}
            for n in range(self.random.randrange(2, 5)):
                cells, row = self.row(table, n)
                drawn.setdefault(table.key_of(row), (cells, row))
            self.rows[table.name] = list(drawn.values())

    def row(self, table: Table, n: int) -> tuple[dict[str, str], Row]:
        own = f"{self.name}-{table.name}-{n}"
        span = dict(zip(("valid_from", "valid_to"), self.random.choice(SPANS), strict=True))
        drawn: dict[str, Cell] = {}
        for column in table.columns:
            if column.name in span:
                drawn[column.name] = span[column.name], span[column.name] or None
            elif column.name == "id":
                drawn["id"] = f" {own} ", own
            elif column.required or self.random.random() < 0.6:
                drawn[column.name] = self.cell(table, column)
            else:
                drawn[column.name] = "", [] if column.type in ("ids", "words") else None
        if table.name == "relations":
            # from a later person to an earlier one, as the people's own `reports_to`: no circle
            drawn["from_id"], drawn["to_id"] = ((id_, id_) for id_ in self.ids["people"][1::-1])
        self.ids[table.name].append(own)
        return {k: cell for k, (cell, _) in drawn.items()}, {k: value for k, (_, value) in drawn.items()}

    def cell(self, table: Table, column: Column) -> Cell:
        random = self.random
        match column.type:
            case "text":
                plain = column.name in (*table.key, "name")
                text = "".join(random.choices(LETTERS, k=random.randrange(1, 12)))
                text = f"x{text}x" if plain or not text.strip() else text
                return text, text
            case "id" | "ids":
                known = [id_ for name in column.refers for id_ in self.ids[name]]
                some = random.sample(known, min(len(known), 1 if column.type == "id" else 3))
                if column.type == "ids":
                    return " ; ".join(some), some
                return (some[0], some[0]) if some else ("", None)
            case "word":
                word = random.choice(column.words)
                return word.replace("_", random.choice(" -_")).upper(), word
            case "words":
                some = random.sample(column.words or ("b.example", "b.test"), 2)
                return ";".join(some), some
            case "number":
                low, high = max(column.low, -1e6), min(column.high, 1e6)
                number = random.uniform(low, high) if random.random() < 0.7 else low
                if column.name == "value" and high == inf:
                    number = abs(number)
                return repr(number), number
            case "flag":
                return random.choice([("1", True), ("No", False), ("是", True)])
            case "when":
                return random.choice(WHENS)
            case "instant":
                return random.choice(INSTANTS)
            case "date":
                return "2026.3.1", "2026-03-01"

    def write(self, directory: Path) -> None:
        """Write the files, columns and rows in any order."""
        for table in TABLES.values():
            names = self.random.sample(table.names, len(table.names))
            with (directory / f"{table.name}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file)
                writer.writerow(names)
                rows = self.rows[table.name]
                writer.writerows(
                    [cells[n] for n in names] for cells, _ in self.random.sample(rows, len(rows))
                )


NAMES = (f"w{n}" for n in count())


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 2**32))
def test_valid_rows_come_out_of_the_store_as_they_were_written(
    store: Store, settings: Settings, seed: int
) -> None:
    world = World(seed, next(NAMES))
    with TemporaryDirectory() as directory:
        world.write(Path(directory))
        report = import_paths(store, [Path(directory)], settings=settings)
        again = import_paths(store, [Path(directory)], settings=settings)
    assert report.rejected == ()
    for table in TABLES.values():
        expected = {table.key_of(row): row for _, row in world.rows[table.name]}
        assert store.stored(table.name, list(expected)) == expected
        assert report.created[table.name] == len(expected)
    assert (again.created, again.updated) == ({}, {})


def _nothing(done: int) -> None:
    """Nobody watches."""


def _none_stored(table: str, ids: Sequence[str]) -> set[str]:
    """What an empty store holds."""
    return set()


@contextmanager
def staged(files: dict[str, bytes]) -> Iterator[tuple[Staging, Journal]]:
    """The files read and checked against an empty store."""
    journal = Journal()
    with TemporaryDirectory() as directory, Staging() as staging:
        for name, data in files.items():
            Path(directory, name).write_bytes(data)
        for source in find_sources([Path(directory)]).items:
            assert source.table is not None
            number = journal.add_file(source.label, source.format)
            read_table(source, source.table, number, ZoneInfo("UTC"), staging, journal, _nothing)
        references = References(staging, journal, _none_stored)
        references.one_id_space()
        for table in TABLES.values():
            references.check(table)
        yield staging, journal
    journal.close()


GARBAGE = re.compile(rb'["\r\n]|good')
"""What garbage may not hold: a quote or a line's end would make more of it than one line."""
LINES = st.lists(st.binary(max_size=40).map(lambda line: GARBAGE.sub(b"", line)), max_size=6)


@settings(max_examples=150, deadline=None)
@given(LINES, st.integers(0, 6), st.sampled_from([b"\n", b"\r\n"]))
def test_garbage_between_good_rows_costs_none_of_them(lines: list[bytes], at: int, end: bytes) -> None:
    lines[at:at] = [f"good{n},徐敏".encode() for n in range(3)]
    with staged({"accounts.csv": end.join([b"id,name", *lines, b"good3,Name three"])}) as (staging, journal):
        for id_ in ("good0", "good1", "good2", "good3"):
            assert staging.tables["accounts"].of_ident(id_), journal.report().rejected
        (file,) = journal.report().files
        assert file.rows == file.rejected + staging.tables["accounts"].count() + sum(
            n for _, n in staging.tables["accounts"].copies()
        )


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(TABLES)), st.binary(max_size=300), st.booleans())
def test_whatever_stands_in_a_file_is_told_in_a_sentence(name: str, data: bytes, header: bool) -> None:
    head = ",".join(TABLES[name].names).encode() + b"\n" if header else b""
    with staged(
        {f"{name}.csv": head + data, "team.csv" if name != "team" else "accounts.csv": b"id,name\ng,G\n"}
    ) as (
        staging,
        journal,
    ):
        assert staging.tables["team" if name != "team" else "accounts"].count() == 1
        for rejection in journal.report().rejected:
            assert str(rejection.expected)
            assert len(rejection.value or "") <= 81


@settings(max_examples=40, deadline=None)
@given(
    st.binary(max_size=300),
    st.sampled_from(["x.xlsx", "people.xlsx", "box.mbox", "one.eml", "unnamed", "people.tsv"]),
)
def test_files_of_any_kind_raise_nothing_but_our_errors(data: bytes, name: str) -> None:
    with TemporaryDirectory() as directory:
        path = Path(directory, name)
        path.write_bytes(data)
        try:
            found = find_sources([path])
        except GraphKAMError:
            return
        assert found.items or found.refused


PROGRAM = """
import resource, sys
from graphkam.ingest.staging import Staging
from graphkam.domain.tables import TABLES
with Staging() as staging:
    for n in range(int(sys.argv[1])):
        row = {"id": f"touchpoint-{n * 7919 % 1000003}", "at": "2026-03-01T09:30:00Z", "channel": "call",
               "account_id": f"a{n % 99}", "team_ids": ["u"], "people_ids": [f"p{n % 5000}"],
               "subject": f"what we talked about the {n}th time"}
        assert not staging.put(TABLES["touchpoints"], 0, n, row)
    staging.flush(TABLES["touchpoints"])
    print(sum(1 for _ in staging.tables["touchpoints"].rows()))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def test_memory_does_not_grow_with_the_number_of_touchpoints() -> None:
    def peak(rows: int) -> int:
        """Kilobytes."""
        out = subprocess.run(
            [sys.executable, "-c", PROGRAM, str(rows)], capture_output=True, text=True, check=True
        )
        staged, kilobytes = out.stdout.split()
        assert int(staged) == rows
        return int(kilobytes)

    assert (
        peak(200_000) - peak(100_000) < 5_000
    )  # as objects, or as text in memory, it would be 30,000 or more
