"""How fast people and touchpoints are stored: python -m benchmarks.import_speed [--rows N] [--json FILE]

On the embedded store and on a Neo4j, `Store.write` takes turns with the baseline, batch by batch in one run, so
that both see the same load and the same growing database. The baseline is what one would write by hand: the
same nodes, relationships and ties under the same constraints, as row maps (`UNWIND $rows … MERGE`), 5,000 rows a
transaction, each relationship merged from the end that has few. It compares nothing with what is stored, counts
no revisions, and takes for granted that touchpoints come in the order of time.
"""

from __future__ import annotations

import argparse
import json
import platform
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import neo4j

from graphkam.domain.constants import Constants
from graphkam.domain.moment import instant_text, seconds_of
from graphkam.domain.search import search_text
from graphkam.domain.strength import touchpoint_weights
from graphkam.domain.tables import TABLES, Row
from graphkam.store import Store, open_store
from tests.servers import NoNeo4jError, Served, running_embedded, running_neo4j

BATCH = 5_000
PEOPLE_OF_ACCOUNT = 60
ACCOUNTS_OF_MEMBER = 6
GOAL = 1.5
BY_HAND, BY_STORE = "h", "s"
"""What ids begin with."""

PEOPLE = (
    """
    UNWIND $rows AS row
    MATCH (a:Account {id: row.account_id})
    MERGE (p:Person {id: row.id})
    SET p.name = row.name, p.search = row.search, p.email = row.email, p.phone = row.phone
    MERGE (p)-[w:WORKS_AT {key: row.key}]->(a)
    SET w.account_id = row.account_id, w.name = row.name, w.email = row.email, w.phone = row.phone,
        w.title = row.title, w.department = row.department, w.functions = row.function, w.layer = row.layer,
        w.layer_source = 'given', w.reports_to = row.reports_to, w.power = row.power, w.valid_from = row.valid_from
    """,
    """
    UNWIND $rows AS row
    WITH row WHERE row.reports_to IS NOT NULL
    MATCH (p:Person {id: row.id})
    MATCH (b:Person {id: row.reports_to})
    MERGE (p)-[r:REPORTS_TO {key: row.line}]->(b)
    SET r.account_id = row.account_id, r.source = 'people', r.valid_from = row.valid_from
    """,
)
TOUCHPOINTS = (
    """
    UNWIND $rows AS row
    MATCH (a:Account {id: row.account_id})
    MERGE (n:Touchpoint {id: row.id})
    SET n.at = row.at, n.t = row.t, n.channel = row.channel, n.account_id = row.account_id,
        n.team_ids = row.team_ids, n.people_ids = row.people_ids, n.present_ids = row.present_ids,
        n.cc_ids = row.cc_ids, n.initiated_by = row.initiated_by, n.subject = row.subject
    MERGE (n)-[:AT]->(a)
    """,
    """
    UNWIND $rows AS row
    MATCH (n:Touchpoint {id: row.id})
    UNWIND row.team_ids AS id
    MATCH (u:TeamMember {id: id})
    MERGE (n)<-[:TOOK_PART]-(u)
    """,
    """
    UNWIND $rows AS row
    MATCH (n:Touchpoint {id: row.id})
    UNWIND row.parts AS part
    MATCH (p:Person {id: part.id})
    MERGE (n)<-[r:TOOK_PART]-(p)
    SET r.part = part.part
    """,
    """
    UNWIND $rows AS row
    UNWIND row.team_ids AS team_id
    UNWIND row.parts AS part
    MATCH (u:TeamMember {id: team_id})
    MATCH (p:Person {id: part.id})
    MERGE (t:Tie {id: team_id + '|' + part.id + '|' + row.account_id})
    ON CREATE SET t.team_id = team_id, t.person_id = part.id, t.account_id = row.account_id, t.first = row.at,
        t.constants = $constants, t.s = part.weight, t.t0 = row.t, t.last = row.at, t.count = 1
    ON MATCH SET t.s = t.s * exp((t.t0 - row.t) / 86400.0 / $half_life * log(2)) + part.weight, t.t0 = row.t,
        t.last = row.at, t.count = t.count + 1
    MERGE (t)<-[:HOLDS]-(u)
    MERGE (t)-[:WITH]->(p)
    """,
)


def ground(prefix: str, rows: int) -> tuple[list[Row], list[Row]]:
    """Accounts and team for so many people."""
    accounts: list[Row] = [
        {"id": f"{prefix}a{i}", "name": f"Account {i}"} for i in range(-(-rows // PEOPLE_OF_ACCOUNT))
    ]
    members = -(-len(accounts) // ACCOUNTS_OF_MEMBER)
    return accounts, [{"id": f"{prefix}u{i}", "name": f"Member {i}"} for i in range(members + 1)]


def person(prefix: str, i: int) -> Row:
    """The i-th person, at one account; every tenth leads the nine after."""
    return {
        "id": f"{prefix}p{i}",
        "account_id": f"{prefix}a{i // PEOPLE_OF_ACCOUNT}",
        "name": f"Person Üñí {i}",
        "email": f"person{i}@account{i // PEOPLE_OF_ACCOUNT}.example",
        "phone": None,
        "title": "Head of purchasing",
        "department": "Purchasing",
        "function": ["procurement"],
        "layer": ("operating", "management", "executive")[i % 3],
        "reports_to": f"{prefix}p{i // 10 * 10}" if i % 10 else None,
        "power": 0.5,
        "valid_from": "2024-01-01",
    }


def touchpoint(prefix: str, i: int, draw: random.Random) -> Row:
    """The i-th touchpoint, with one or two on either side, at an account of 60 people of whom ten are met."""
    account = i // PEOPLE_OF_ACCOUNT
    first = account * PEOPLE_OF_ACCOUNT
    member = account // ACCOUNTS_OF_MEMBER
    return {
        "id": f"{prefix}t{i}",
        "at": instant_text(1.7e9 + i * 600),
        "channel": draw.choice(("meeting", "call", "email")),
        "account_id": f"{prefix}a{account}",
        "team_ids": [f"{prefix}u{member}", f"{prefix}u{member + 1}"][: draw.choice((1, 1, 1, 2))],
        "people_ids": [f"{prefix}p{first + n}" for n in draw.sample(range(10), draw.choice((1, 1, 2)))],
        "present_ids": [],
        "cc_ids": [],
        "initiated_by": "us",
        "subject": "About the new line",
    }


def by_hand(served: Served, texts: tuple[str, ...], rows: list[dict[str, Any]]) -> None:
    """The baseline: the statements on row maps, in one transaction."""
    constants = Constants()
    values = {"rows": rows, "constants": constants.tie_hash(), "half_life": constants.half_life_days}

    def work(tx: neo4j.ManagedTransaction) -> None:
        for text in texts:
            tx.run(text, values).consume()  # type: ignore[arg-type]

    with served.driver.session(database=served.database) as session:
        session.execute_write(work)


def person_map(row: Row) -> dict[str, Any]:
    """A row of people as the baseline needs it."""
    key = TABLES["people"].key_of(row)
    return {**row, "key": key, "line": f"line {key}", "search": search_text(str(row["name"]))}


def touchpoint_map(row: Row) -> dict[str, Any]:
    """A row of touchpoints as the baseline needs it."""
    people: list[str] = row["people_ids"]  # type: ignore[assignment]
    weights = touchpoint_weights(str(row["channel"]), people, (), Constants())
    parts = [{"id": p, "part": "spoken", "weight": w} for p, w in weights.items()]
    return {**row, "t": seconds_of(str(row["at"])), "parts": parts}


def measure(served: Served, store: Store, rows: int) -> dict[str, dict[str, float]]:
    """Rows per second of both ways for both tables, and their ratio."""
    for prefix in (BY_HAND, BY_STORE):
        accounts, team = ground(prefix, rows)
        store.write("accounts", accounts)
        store.write("team", team)
    draws = {prefix: random.Random(1) for prefix in (BY_HAND, BY_STORE)}
    results = {
        "people": _in_turns(served, store, "people", person, PEOPLE, person_map, rows),
        "touchpoints": _in_turns(
            served,
            store,
            "touchpoints",
            lambda prefix, i: touchpoint(prefix, i, draws[prefix]),
            TOUCHPOINTS,
            touchpoint_map,
            rows,
        ),
    }
    _compare(served)
    return results


def _in_turns(
    served: Served,
    store: Store,
    table: str,
    row_of: Callable[[str, int], Row],
    texts: tuple[str, ...],
    as_map: Callable[[Row], dict[str, Any]],
    rows: int,
) -> dict[str, float]:
    """One table, batch by batch in both ways; the first batch of each warms up and does not count."""
    baseline, ours = [], []
    for start in range(0, rows, BATCH):
        batch = range(start, start + BATCH)
        given = [row_of(BY_HAND, i) for i in batch]
        begun = time.perf_counter()
        by_hand(served, texts, [as_map(row) for row in given])
        baseline.append(time.perf_counter() - begun)
        given = [row_of(BY_STORE, i) for i in batch]
        begun = time.perf_counter()
        store.write(table, given)
        ours.append(time.perf_counter() - begun)
    speeds = [BATCH / statistics.median(times[1:]) for times in (baseline, ours)]
    return {"baseline": speeds[0], "store": speeds[1], "ratio": speeds[1] / speeds[0]}


def _compare(served: Served) -> None:
    """Both ways must have written the same number of everything, and ties of the same strength."""
    for text in (
        "MATCH (n:Person)-[r:WORKS_AT|REPORTS_TO]->() WHERE n.id STARTS WITH $p RETURN count(r) AS found",
        "MATCH (n:Touchpoint)-[r]-() WHERE n.id STARTS WITH $p RETURN count(r) AS found",
        "MATCH (n:Tie)-[r]-() WHERE n.team_id STARTS WITH $p RETURN count(r) AS found",
        "MATCH (n:Tie) WHERE n.team_id STARTS WITH $p RETURN round(sum(n.s), 6) AS found",
    ):
        by_hand_, by_store = (served.run(text, p=prefix)[0]["found"] for prefix in (BY_HAND, BY_STORE))
        if not by_hand_ or by_hand_ != by_store:
            sys.exit(f"the baseline wrote {by_hand_}, the store {by_store}: {text}")


def databases(only: str | None) -> Iterator[tuple[str, Served]]:
    """The embedded store, then a Neo4j where there is one."""
    with tempfile.TemporaryDirectory() as folder:
        if only != "neo4j":
            with running_embedded(Path(folder) / "embedded") as served:
                yield "embedded", served
        if only != "embedded":
            try:
                home = Path(folder) / "neo4j"
                home.mkdir()
                with running_neo4j(home) as served:
                    yield "neo4j", served
            except NoNeo4jError as error:
                print(f"Neo4j is left out: {error}", file=sys.stderr)


def main() -> None:
    """Print a table; exits with 1 where the embedded store misses the goal."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=50_000, help="people, and touchpoints, of each way")
    parser.add_argument("--store", choices=("embedded", "neo4j"), help="only this one")
    parser.add_argument("--json", type=Path, help="write the figures to this file too")
    arguments = parser.parse_args()
    rows = max(2, -(-arguments.rows // BATCH)) * BATCH
    figures: dict[str, Any] = {"python": platform.python_version(), "rows": rows, "stores": {}}
    print(f"{'store':10}{'table':14}{'baseline':>12}{'store':>12}   rows/s, median of batches of {BATCH}")
    for name, served in databases(arguments.store):
        with open_store(served.settings) as store:
            figures["stores"][name] = measure(served, store, rows)
        for table, speed in figures["stores"][name].items():
            print(
                f"{name:10}{table:14}{speed['baseline']:12,.0f}{speed['store']:12,.0f}   × {speed['ratio']:.2f}",
                flush=True,
            )
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, indent=2) + "\n", "utf-8")
    embedded = figures["stores"].get("embedded", {})
    sys.exit(any(speed["ratio"] < GOAL for speed in embedded.values()))


if __name__ == "__main__":
    main()
