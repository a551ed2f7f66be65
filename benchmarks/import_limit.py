"""What a person costs the embedded store, step by step: python -m benchmarks.import_limit [--rows N] [--json FILE]

Each step does what the one before does and one thing more, up to what `Store.write` does: columns in one statement,
5,000 rows a transaction, each step on labels of its own. The steps take turns, batch by batch, and the first batches,
in which the server compiles itself, do not count. What the last step but one takes is the database's alone.
"""

from __future__ import annotations

import argparse
import json
import platform
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import psutil

from benchmarks.import_speed import BATCH, BY_STORE, ground, person
from graphkam.domain.tables import TABLES
from graphkam.store import Store, open_store
from tests.servers import Served, running_embedded

WARM = 2
"""Batches of each step that do not count."""
PROPERTIES = ("name", "email", "phone", "title", "department")
OF_LINE = (
    "name",
    "email",
    "phone",
    "title",
    "department",
    "functions",
    "layer",
    "layer_source",
    "power",
    "valid_from",
)


class Step(NamedTuple):
    """A step: what it adds, its statement, and what must be there for it."""

    adds: str
    text: str
    schema: tuple[str, ...] = ()


def _unique(label: str) -> str:
    return f"CREATE CONSTRAINT IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE"


def _created(label: str, properties: tuple[str, ...] = ()) -> str:
    return f"CREATE (n:{label} {{id: $id[i]{''.join(f', {name}: ${name}[i]' for name in properties)}}})"


def _line(kind: str, properties: tuple[str, ...] = ()) -> str:
    return f"-[:{kind} {{key: $key[i]{''.join(f', {name}: ${name}[i]' for name in properties)}}}]->(a)"


_EACH = "UNWIND range(0, size($id) - 1) AS i "
_OF_ACCOUNT = (
    "UNWIND range(0, size($id) - 1) AS i WITH $account_id[i] AS account_id, collect(i) AS rows "
    "MATCH (a:Account {id: account_id}) UNWIND rows AS i "
)
_COUNT = " RETURN count(*) AS n"
STEPS = (
    Step(
        "nothing: the rows arrive and are counted",
        "UNWIND range(0, size($id) - 1) AS i RETURN count($id[i]) AS n",
    ),
    Step("a node with its id", _EACH + _created("A") + _COUNT),
    Step("the id is unique", _EACH + _created("B") + _COUNT, (_unique("B"),)),
    Step("five more properties", _EACH + _created("C", PROPERTIES) + _COUNT, (_unique("C"),)),
    Step(
        "a line to the account, with its key",
        _OF_ACCOUNT + _created("D", PROPERTIES) + _line("AT_D") + _COUNT,
        (_unique("D"),),
    ),
    Step(
        "ten properties of the line",
        _OF_ACCOUNT + _created("E", PROPERTIES) + _line("AT_E", OF_LINE) + _COUNT,
        (_unique("E"),),
    ),
    Step(
        "the key of the line is unique",
        _OF_ACCOUNT + _created("F", PROPERTIES) + _line("AT_F", OF_LINE) + _COUNT,
        (_unique("F"), "CREATE CONSTRAINT IF NOT EXISTS FOR ()-[r:AT_F]-() REQUIRE r.key IS UNIQUE"),
    ),
)
WHOLE = "Store.write: the boss's line, compared with what is stored, the revision"


def columns(batch: range) -> dict[str, list[Any]]:
    """What a statement is sent."""
    rows = [person(BY_STORE, i) for i in batch]
    found: dict[str, list[Any]] = {name: [row.get(name) for row in rows] for name in (*rows[0],)}
    found["functions"] = found.pop("function")
    found["key"] = [TABLES["people"].key_of(row) for row in rows]
    found["layer_source"] = ["given"] * len(rows)
    return found


def measured(served: Served, store: Store, rows: int) -> list[dict[str, Any]]:
    """Rows a second of each step, and of them the seconds of the processor that the server took for a batch."""
    accounts, team = ground(BY_STORE, rows)
    store.write("accounts", accounts)
    store.write("team", team)
    for step in STEPS:
        for text in step.schema:
            served.run(text)
    java = next(p for p in psutil.Process().children(recursive=True) if "java" in p.name())
    found: dict[str, list[tuple[float, float]]] = {}
    for start in range(0, rows, BATCH):
        batch = range(start, start + BATCH)
        sent = columns(batch)
        for step in STEPS:
            used = {name: sent[name] for name in sent if f"${name}" in step.text}
            _timed(
                found, step.adds, java, lambda step=step, used=used: _in_transaction(served, step.text, used)
            )  # type: ignore[misc]
        people = [person(BY_STORE, i) for i in batch]
        _timed(found, WHOLE, java, lambda people=people: store.write("people", people))  # type: ignore[misc]
    return [
        {
            "adds": name,
            "rows_s": BATCH / statistics.median(t for t, _ in times[WARM:]),
            "server_us": statistics.median(cpu for _, cpu in times[WARM:]) / BATCH * 1e6,
        }
        for name, times in found.items()
    ]


def _timed(
    found: dict[str, list[tuple[float, float]]], name: str, java: psutil.Process, work: Callable[[], object]
) -> None:
    before, begun = java.cpu_times(), time.perf_counter()
    work()
    took, after = time.perf_counter() - begun, java.cpu_times()
    found.setdefault(name, []).append((took, after.user + after.system - before.user - before.system))


def _in_transaction(served: Served, text: str, values: dict[str, Any]) -> None:
    with served.driver.session(database=served.database) as session:
        session.execute_write(lambda tx: tx.run(text, values).consume())  # type: ignore[arg-type]


def table(found: list[dict[str, Any]]) -> str:
    """The figures as a page shows them."""
    rows = [f"| {f['adds']} | {f['rows_s']:,.0f} | {f['server_us']:.0f} µs |" for f in found]
    return "\n".join(["| each step adds | rows a second | server, a row |", "|---|---:|---:|", *rows])


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rows", type=int, default=40_000, help="people of each step")
    parser.add_argument("--json", type=Path, help="write the figures to this file too")
    options = parser.parse_args()
    rows = max(WARM + 1, -(-options.rows // BATCH)) * BATCH
    with (
        tempfile.TemporaryDirectory() as folder,
        running_embedded(Path(folder) / "embedded") as served,
        open_store(served.settings) as store,
    ):
        found = measured(served, store, rows)
    print(table(found))
    if options.json:
        figures = {"python": platform.python_version(), "rows": rows, "steps": found}
        options.json.write_text(json.dumps(figures, indent=2, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
