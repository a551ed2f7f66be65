"""Reading accounts for analysis, by columns and by rows: python -m benchmarks.read_speed [--accounts N] [--json FILE]

`--accounts 2500 --sample 250 --data-dir DIR --stores arcade`: 150,000 people and 1.5 million touchpoints. What
fills the store takes minutes, so DIR is kept, and read again the next time. Of so many, rows are read of a sample,
every tenth account, and the time taken ten times; columns always of all.

Each account has 60 people and 600 touchpoints. By columns is what the snapshot does, and ends with the columns
of a `Frame`, from which the compiled analyses of a portfolio start; no objects are made on this side. By rows are
the same values of the same accounts through the same driver, one record each, made into the facts that the
analyses of an account take; a frame is not made on that side. `objects` is the way of columns, gone on to the
same facts of all accounts, as a portfolio needs them that is analysed account by account.

All are read in turn, so that they see the same load, and the fastest run of each counts. Beside the time of the
clock stands that of the processors, ours and the database's together: on a busy computer it is the steadier of
the two.
"""

from __future__ import annotations

import argparse
import json
import platform
import random
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import fields
from pathlib import Path
from typing import Any, cast

import psutil

from graphkam.domain.facts import (
    Account,
    AccountFacts,
    Assessment,
    Assignment,
    Employment,
    Relation,
    RivalTie,
    RoleHolding,
    TeamMember,
    Touchpoint,
)
from graphkam.domain.moment import instant_text
from graphkam.domain.tables import Row
from graphkam.snapshot import Snapshot
from graphkam.snapshot.reading import Reader
from graphkam.store import Store, open_store
from tests.servers import Served, running_embedded, running_neo4j

LIMIT = 5.0
"""Times faster that columns are to be."""
PEOPLE, TOUCHPOINTS, OURS = 60, 600, 60
AT_ONCE = 50
"""Accounts whose rows are made and written at once."""

ACCOUNT = "UNWIND $ids AS id MATCH (a:Account {id: id})"
BY_ROWS: dict[type, str] = {
    Account: f"{ACCOUNT} RETURN a.id AS at, a.id, a.name, a.type, a.parent_id, a.industry, a.kinds, a.grade, "
    "a.segment, a.lifecycle, a.our_role, a.captive, a.payment, a.currency, a.annual_value, a.potential",
    Employment: f"{ACCOUNT}<-[w:WORKS_AT]-(p:Person) RETURN a.id AS at, p.id, w.name, w.title, w.department, "
    "w.functions, w.layer, w.layer_source, w.layer_confidence, w.power, w.target, "
    "coalesce(w.placeholder, false), w.valid_from, w.valid_to",
    TeamMember: "MATCH (u:TeamMember) RETURN '' AS at, u.id, u.name, u.title, u.level, u.function, u.reports_to, "
    "u.valid_from, u.valid_to, u.left_to",
    Assignment: f"{ACCOUNT}<-[c:COVERS]-(u:TeamMember) RETURN a.id AS at, u.id, c.`as`, c.valid_from, c.valid_to",
    Relation: f"{ACCOUNT}<-[:WORKS_AT]-(p:Person)-[r:INFLUENCES|CONFLICTS_WITH|REPORTS_TO]->(q:Person) "
    "RETURN a.id AS at, p.id, q.id, coalesce(r.kind, 'reports_to'), r.weight, coalesce(r.informal, false), "
    "r.source, r.confidence, r.valid_from, r.valid_to",
    RoleHolding: f"{ACCOUNT}<-[:WORKS_AT]-(p:Person)-[r:HAS_ROLE]->(:Role) WHERE r.account_id = a.id "
    "RETURN a.id AS at, p.id, r.role, r.decision, r.source, r.confidence, r.valid_from, r.valid_to",
    Touchpoint: f"{ACCOUNT}<-[:AT]-(t:Touchpoint) RETURN a.id AS at, t.id, t.t, t.channel, t.team_ids, "
    "t.people_ids, t.present_ids, t.cc_ids, t.initiated_by",
    Assessment: f"{ACCOUNT}<-[:WORKS_AT]-(p:Person)<-[:CONCERNS]-(j:Assessment) "
    "RETURN a.id AS at, p.id, j.author, j.at, j.support, j.power, j.confidence",
    RivalTie: f"{ACCOUNT}<-[:WORKS_AT]-(p:Person)<-[r:TIED_TO]-(c:Competitor) "
    "RETURN a.id AS at, c.id, p.id, r.strength, r.source, r.valid_from, r.valid_to",
}
"""The same facts, a record each: the account's id, then the fields of the record in their order."""


def portfolio(accounts: int) -> Iterator[dict[str, list[Row]]]:
    """Rows of a portfolio, the same every time, some accounts after the other."""
    rng = random.Random(1)
    ours = [f"u{i:02}" for i in range(OURS)]
    yield {
        "team": [{"id": u, "name": f"Member {u}", "level": "management", "function": "sales"} for u in ours]
    }
    for start in range(0, accounts, AT_ONCE):
        yield _accounts(range(start, min(start + AT_ONCE, accounts)), ours, rng)


def _accounts(places: range, ours: list[str], rng: random.Random) -> dict[str, list[Row]]:
    rows: dict[str, list[Row]] = defaultdict(list)
    for a in places:
        account, team = f"a{a:04}", rng.sample(ours, 4)
        people = [f"{account}-p{i:02}" for i in range(PEOPLE)]
        rows["accounts"].append(
            {"id": account, "name": f"Account {a}", "kinds": ["economic"], "annual_value": 1e6 * a}
        )
        for member, as_ in zip(
            team, ("account_manager", "executive_sponsor", "technical", "service"), strict=True
        ):
            rows["assignments"].append(
                {"team_id": member, "account_id": account, "as": as_, "valid_from": "2024-01-01"}
            )
        for i, person in enumerate(people):
            rows["people"].append(
                {
                    "id": person,
                    "account_id": account,
                    "name": f"Person {person}",
                    "title": "Engineer",
                    "function": ["technical"],
                    "layer": ("operating", "management", "executive")[i % 7 % 3],
                    "reports_to": people[(i - 1) // 4] if i else None,
                    "power": 0.5,
                }
            )
        for i, person in enumerate(people[1::2]):
            rows["relations"].append(
                {"from_id": person, "to_id": people[i], "kind": "influences", "weight": 0.5}
            )
        for person, role in zip(rng.sample(people, 3), ("decider", "approver", "user"), strict=True):
            rows["roles"].append({"person_id": person, "account_id": account, "role": role})
        for person in rng.sample(people, 10):
            rows["assessments"].append(
                {"person_id": person, "author": "A", "at": "2026-01-01", "support": "mentor"}
            )
        for i in range(TOUCHPOINTS):
            rows["touchpoints"].append(
                {
                    "id": f"{account}-t{i:03}",
                    "at": instant_text(1.77e9 + rng.randrange(10**7)),
                    "channel": rng.choice(["meeting", "call", "email"]),
                    "account_id": account,
                    "team_ids": list(rng.sample(team, rng.choice([1, 1, 2]))),
                    "people_ids": list(rng.sample(people, rng.choice([1, 2, 3]))),
                    "initiated_by": "us",
                    "subject": "About the kiln and its heating",
                }
            )
    return rows


def by_rows(served: Served, ids: Sequence[str]) -> dict[str, AccountFacts]:
    """The facts of these accounts, a record of the database for each record of them."""
    found: dict[type, dict[str, list[Any]]] = {kind: defaultdict(list) for kind in BY_ROWS}
    with served.driver.session(database=served.database, notifications_min_severity="OFF") as session:
        for kind, query in BY_ROWS.items():
            for record in session.run(cast(Any, query), ids=ids):
                values = [tuple(v) if type(v) is list else v for v in record.values()]
                found[kind][str(values[0])].append(kind(*values[1:]))
    team = {member.id: member for member in found[TeamMember][""]}
    facts = {}
    for id_, [account] in found[Account].items():
        records = {kind: found[kind][id_] for kind in BY_ROWS if kind not in (Account, TeamMember)}
        ours = {a.team_id for a in records[Assignment]} | {u for t in records[Touchpoint] for u in t.team}
        facts[id_] = AccountFacts(
            account,
            people=tuple(records[Employment]),
            team=tuple(team[u] for u in sorted(ours)),
            assignments=tuple(records[Assignment]),
            relations=tuple(records[Relation]),
            roles=tuple(records[RoleHolding]),
            touchpoints=tuple(records[Touchpoint]),
            assessments=tuple(records[Assessment]),
            rivals=tuple(records[RivalTie]),
        )
    return facts


def used(action: Callable[[], object]) -> tuple[float, float]:
    """Seconds of the clock, and of all processors for this program and the databases that it started."""

    def processors() -> float:
        programs = [psutil.Process(), *psutil.Process().children(recursive=True)]
        return sum(sum(p.cpu_times()[:2]) for p in programs)

    start, clock = processors(), time.perf_counter()
    action()
    return time.perf_counter() - clock, processors() - start


def filled(store: Store, accounts: int) -> list[str]:
    """The ids of all accounts, which are written if they are not there. Minutes for thousands."""
    stored = sorted(Reader(store).all_revisions())
    if not stored:
        sys.stderr.write("the store is being filled\n")
        for part in portfolio(accounts):
            for table, rows in part.items():
                store.write(table, rows)
        stored = sorted(Reader(store).all_revisions())
    if len(stored) != accounts:
        sys.exit(f"the store holds {len(stored)} accounts and not {accounts}: give another --data-dir")
    return stored


def compare(served: Served, accounts: int, sample: int, runs: int) -> dict[str, Any]:
    """The fastest of each way, and how many times faster than by rows."""
    with open_store(served.settings) as store:
        ids = filled(store, accounts)
        chosen = ids[:: max(1, accounts // sample)]
        ways: dict[str, Callable[[], object]] = {
            "rows": lambda: by_rows(served, chosen),
            "columns": lambda: Snapshot(store).frame(),
            "objects": lambda: Snapshot(store).accounts(),
        }
        snapshot = Snapshot(store)
        check_same(by_rows(served, chosen), {id_: snapshot.account(id_) for id_ in chosen})
        figures = [{name: used(way) for name, way in ways.items()} for _ in range(runs)]
    result: dict[str, Any] = {"accounts": accounts, "by_rows": len(chosen), "runs": runs}
    for i, unit in enumerate(("seconds", "processor_seconds")):
        least = {name: min(run[name][i] for run in figures) for name in ways}
        least["rows"] *= accounts / len(chosen)
        result[unit] = {
            **{name: round(value, 3) for name, value in least.items()},
            "ratio": round(least["rows"] / least["columns"], 2),
            "ratio_objects": round(least["rows"] / least["objects"], 2),
        }
    return result


def check_same(one: dict[str, AccountFacts], other: dict[str, AccountFacts]) -> None:
    """Stops unless both ways give the same facts."""
    for id_ in one.keys() | other.keys():
        for field in fields(AccountFacts):
            a, b = (getattr(facts[id_], field.name) for facts in (one, other))
            if field.name != "revision" and (set(a) != set(b) if isinstance(a, tuple) else a != b):
                sys.exit(f"rows and columns differ in {field.name} of {id_}: {a} {b}"[:600])


def main() -> None:
    """Print the figures of both stores; exits with 1 when columns are not faster by the limit."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--accounts", type=int, default=250)
    parser.add_argument("--sample", type=int, default=250, help="accounts that are read by rows")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument(
        "--data-dir", type=Path, help="keep the embedded store here, and read it if it is there"
    )
    parser.add_argument("--stores", nargs="*", default=["arcade", "neo4j"], choices=["arcade", "neo4j"])
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    options = parser.parse_args()
    result: dict[str, Any] = {"python": platform.python_version(), "machine": platform.machine()}
    for name in options.stores:
        with ExitStack() as stack:
            home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            kept = options.data_dir or home
            running = running_neo4j(home, ()) if name == "neo4j" else running_embedded(kept)
            served = stack.enter_context(running)
            result[name] = compare(served, options.accounts, options.sample, options.runs)
        sys.stderr.write(f"{name}: {result[name]}\n")
    text = json.dumps(result, indent=2)
    print(text)
    if options.json:
        options.json.write_text(text + "\n", encoding="utf-8")
    sys.exit(min(result[name]["seconds"]["ratio"] for name in options.stores) < LIMIT)


if __name__ == "__main__":
    main()
