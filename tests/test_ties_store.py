"""Stored ties are what their touchpoints add up to, whatever is written, changed or deleted, in any order."""

from __future__ import annotations

import random
from collections import defaultdict

import pytest

from graphkam.domain.constants import Constants
from graphkam.domain.moment import instant_text, seconds_of
from graphkam.domain.tables import Row
from graphkam.settings import Settings
from graphkam.store import Store, Written, open_store
from tests.servers import Served

DAY = 86400.0
HOUR = 3600.0
TEAM, PEOPLE, ACCOUNTS = ("u1", "u2", "u3"), tuple(f"p{i}" for i in range(8)), ("a1", "a2")
CHANNELS = ("meeting", "email", "complaint", "executive_meeting", "other")
W = {"meeting": 1.0, "email": 0.2, "complaint": 0.0, "executive_meeting": 1.5, "other": 0.2}


def ground(store: Store) -> None:
    store.write("accounts", [{"id": a, "name": a} for a in ACCOUNTS])
    store.write("team", [{"id": u, "name": u} for u in TEAM])
    store.write("people", [{"id": p, "account_id": a, "name": p} for p in PEOPLE for a in ACCOUNTS])


def touchpoint(key: str, at: float, draw: random.Random) -> Row:
    people = draw.sample(PEOPLE, draw.choice((1, 1, 2, 6, 8)))
    cut = draw.randint(1, len(people))
    return {
        "id": key,
        "at": instant_text(at),
        "channel": draw.choice(CHANNELS),
        "account_id": draw.choice(ACCOUNTS),
        "team_ids": draw.sample(TEAM, draw.choice((1, 1, 2))),
        "people_ids": people[:cut],
        "cc_ids": draw.sample(PEOPLE, draw.choice((0, 0, 2))) + people[cut:-1],
        "present_ids": people[-1:],
    }


def stored_ties(served: Served) -> dict[tuple[str, str, str], dict[str, object]]:
    rows = served.run(
        "MATCH (u:TeamMember)-[:HOLDS]->(t:Tie)-[:WITH]->(p:Person) RETURN u.id AS u, p.id AS p, t.account_id AS a,"
        " t.s AS s, t.t0 AS t0, t.first AS first, t.last AS last, t.count AS count"
    )
    assert len(rows) == served.run("MATCH (t:Tie) RETURN count(t) AS n")[0]["n"]
    return {(r.pop("u"), r.pop("p"), r.pop("a")): r for r in rows}


def added_up(rows: list[Row], half_life: float = 90.0) -> dict[tuple[str, str, str], dict[str, object]]:
    """The definition, word for word, without the store's arithmetic."""
    seen: dict[tuple[str, str, str], list[tuple[float, float]]] = defaultdict(list)
    for row in rows:
        spoken = set(row["people_ids"] or ())
        copied = set(row["cc_ids"] or ()) - spoken
        n = len(spoken | copied)
        for p in spoken | copied:
            w = W[str(row["channel"])] * (1 if p in spoken else 1 / 4) * (5 / n if n > 5 else 1)
            for u in row["team_ids"]:
                seen[u, p, str(row["account_id"])].append((seconds_of(str(row["at"])), w))
    ties = {}
    for key, contacts in seen.items():
        t0 = max(t for t, _ in contacts)
        ties[key] = {
            "s": pytest.approx(sum(w * 2 ** (-(t0 - t) / DAY / half_life) for t, w in contacts), abs=1e-9),
            "t0": t0,
            "first": instant_text(min(t for t, _ in contacts)),
            "last": instant_text(t0),
            "count": len(contacts),
        }
    return ties


def test_ties_follow_every_write_change_and_deletion(store: Store, served: Served) -> None:
    ground(store)
    draw = random.Random(7)
    world = {f"t{i}": touchpoint(f"t{i}", 1.7e9 + i * 30 * HOUR, draw) for i in range(60)}
    rows = list(world.values())
    draw.shuffle(rows)  # late ones arrive after newer ones
    for batch in (rows[:25], rows[25:]):
        store.write("touchpoints", batch)
    assert stored_ties(served) == added_up(rows)
    for i in range(0, 60, 4):
        world[f"t{i}"] = touchpoint(f"t{i}", 1.7e9 + draw.random() * 1e6, draw)
    store.write("touchpoints", [world[f"t{i}"] for i in range(0, 60, 4)])
    assert stored_ties(served) == added_up(list(world.values()))
    for i in range(1, 60, 6):
        store.delete("touchpoints", f"t{i}")
        del world[f"t{i}"]
    assert stored_ties(served) == added_up(list(world.values()))
    for person in PEOPLE[:2]:
        store.delete("people", person)
        for key, row in list(world.items()):
            for column in ("people_ids", "cc_ids", "present_ids"):
                row[column] = [p for p in row[column] if p != person]
            if not (row["people_ids"] or row["cc_ids"] or row["present_ids"]):
                del world[key]
    assert stored_ties(served) == added_up(list(world.values()))
    assert store.existing("touchpoints", world.keys()) == world.keys()
    for key in list(world):
        store.delete("touchpoints", key)
    assert stored_ties(served) == {}


def test_a_touchpoint_written_twice_counts_once(store: Store, served: Served) -> None:
    ground(store)
    row: Row = {
        "id": "t",
        "at": "2026-01-01T00:00:00Z",
        "channel": "meeting",
        "account_id": "a1",
        "team_ids": ["u1"],
        "people_ids": ["p1"],
    }
    assert store.write("touchpoints", [row, row]) == Written(1)
    store.write("touchpoints", [row])
    store.write("touchpoints", [{"id": "t", "subject": "more", **{k: row[k] for k in row if k != "id"}}])
    assert {key: tie["s"] for key, tie in stored_ties(served).items()} == {("u1", "p1", "a1"): 1.0}


def test_being_in_the_room_is_no_tie(store: Store, served: Served) -> None:
    ground(store)
    store.write(
        "touchpoints",
        [
            {
                "id": "t",
                "at": "2026-01-01T00:00:00Z",
                "channel": "meeting",
                "account_id": "a1",
                "team_ids": ["u1"],
                "people_ids": ["p1"],
                "present_ids": ["p1", "p2"],
            }
        ],
    )
    assert stored_ties(served).keys() == {("u1", "p1", "a1")}
    parts = served.run(
        "MATCH (p:Person)-[r:TOOK_PART]->(:Touchpoint) RETURN p.id AS id, r.part AS part ORDER BY id"
    )
    assert parts == [{"id": "p1", "part": "spoken"}, {"id": "p2", "part": "present"}]


def test_ties_of_other_constants_are_summed_again_when_touched(
    store: Store, settings: Settings, served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    ground(store)
    row: Row = {
        "channel": "meeting",
        "account_id": "a1",
        "team_ids": ["u1"],
        "people_ids": ["p1"],
        "cc_ids": [],
    }
    first: Row = {**row, "id": "t1", "at": "2026-01-01T00:00:00Z"}
    second: Row = {**row, "id": "t2", "at": "2026-01-31T00:00:00Z"}
    store.write("touchpoints", [first])
    short = Constants.of({"half_life_days": 30}), frozenset[str]()
    monkeypatch.setitem(settings.__dict__, "_configured", short)
    with open_store(settings) as other:
        other.write("touchpoints", [second])
        assert stored_ties(served) == added_up([first, second], half_life=30.0)
    diagnosis = store.doctor()  # this one still has the default constants
    assert [(f.check, f.n, f.mended) for f in diagnosis.findings] == [("ties", 1, True)]
    assert stored_ties(served) == added_up([first, second])
