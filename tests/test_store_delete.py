"""What goes with what, and what stays; afterwards the doctor finds nothing amiss."""

from __future__ import annotations

import pytest

from graphkam.domain.tables import TABLES
from graphkam.errors import ConflictError, NotFoundError
from graphkam.store import Store, deleting
from tests.servers import Served
from tests.store_world import WORLD, fill, whole


def left(store: Store) -> dict[str, set[str]]:
    """The keys of the world's rows that are still stored, by table, the separators as spaces."""
    return {
        table: {key.replace("\x1f", " ").strip() for key in store.stored(table, list(whole(table)))}
        for table in TABLES
    }


def sound(store: Store) -> bool:
    diagnosis = store.doctor()
    assert diagnosis.findings == ()
    return diagnosis.sound


def test_an_account_takes_along_what_is_only_there_for_it(store: Store, served: Served) -> None:
    fill(store)
    gone = store.delete("accounts", "kiln")
    assert gone == {
        "accounts": 1,
        "touchpoints": 3,
        "people": 2,
        "relations": 4,
        "roles": 2,
        "competitors": 1,
        "assignments": 3,
        "assessments": 2,
        "surveys": 2,
        "orders": 1,
        "needs": 2,
        "strategy": 2,
        "bonds": 1,
        "changes": 2,
        "incidents": 1,
        "readings": 1,
        "commitments": 1,
        "actions": 1,
    }
    there = {table: keys for table, keys in left(store).items() if keys}
    assert there == {
        "accounts": {"group", "paint"},
        "team": {"zhao", "boss", "idle"},
        "people": {"chen paint 2026-01-01"},
        "competitors": {"Rival AG chen"},
    }
    for label in ("Tie", "Touchpoint", "Decision", "Change", "Bond"):
        assert served.run(f"MATCH (n:{label}) RETURN count(n) AS n") == [{"n": 0}]
    assert sound(store)
    with pytest.raises(NotFoundError):
        store.delete("accounts", "kiln")


def test_a_parent_leaves_its_subsidiaries_on_their_own(store: Store) -> None:
    fill(store)
    before = store.revision()
    assert store.delete("accounts", "group") == {"accounts": 1}
    assert store.stored("accounts", ["kiln"])["kiln"]["parent_id"] is None
    assert store.revision() == before + 1
    assert sound(store)


def test_a_person_takes_along_what_is_theirs(store: Store, served: Served) -> None:
    fill(store)
    before = left(store)
    gone = store.delete("people", "liu")
    assert gone == {
        "people": 1,
        "relations": 3,
        "roles": 1,
        "competitors": 1,
        "assessments": 2,
        "surveys": 1,
        "needs": 1,
        "strategy": 1,
        "commitments": 1,
    }
    lost = {table: before[table] - keys for table, keys in left(store).items() if before[table] - keys}
    assert lost == {
        "people": {"liu kiln"},
        "relations": {"liu chen influences", "liu chen confidant", "xu liu reports_to  2025-01-01"},
        "roles": {"liu kiln user"},
        "competitors": {"Rival AG liu 2026-01-01"},
        "assessments": {"liu zhao 2026-01-01", "liu boss 2026-01-01T10:00:00Z"},
        "surveys": {"s1"},
        "needs": {"n1"},
        "strategy": {"g2"},
        "commitments": {"k1"},
    } | {"relations": {"liu chen influences", "liu chen confidant", "xu liu reports_to 2025-01-01"}}
    touchpoints = store.stored("touchpoints", ["t1", "t2"])
    assert (touchpoints["t1"]["people_ids"], touchpoints["t1"]["cc_ids"]) == ([], ["xu"])
    assert touchpoints["t2"]["people_ids"] == ["xu"]
    assert store.stored("changes", ["c1"])["c1"]["to_person_id"] is None
    assert sound(store)
    assert store.delete("people", "chen")["touchpoints"] == 1
    for table in ("people", "roles", "actions"):
        assert left(store)[table] == ({"xu kiln"} if table == "people" else set())
    assert served.run("MATCH (n) WHERE n:Decision OR n:Competitor RETURN count(n) AS n") == [{"n": 0}]
    assert sound(store)


def test_whoever_reported_to_a_deleted_person_reports_to_nobody(store: Store, served: Served) -> None:
    fill(store)
    before = store.revision()
    store.delete("people", "chen")
    assert store.stored("people", list(whole("people")))["liu\x1fkiln\x1f"]["reports_to"] is None
    touched = served.run("MATCH (a:Account) WHERE a.revision > $n RETURN a.id AS id ORDER BY id", n=before)
    assert [row["id"] for row in touched] == ["kiln", "paint"]


def test_one_employment_goes_alone_and_the_last_takes_the_person_along(store: Store, served: Served) -> None:
    fill(store)
    key = TABLES["people"].key_of(WORLD["people"][2])
    store.delete("people", key)
    assert left(store)["people"] == {"liu kiln", "chen kiln", "xu kiln"}
    assert served.run("MATCH (p:Person {id: 'chen'}) RETURN p.name AS name") == [
        {"name": WORLD["people"][1]["name"]}
    ]
    store.delete("people", TABLES["people"].key_of(WORLD["people"][1]))
    assert store.existing("people", ["chen"]) == set()
    with pytest.raises(NotFoundError):
        store.delete("people", key)
    assert sound(store)


def test_one_of_us_stays_while_history_names_that_one(store: Store) -> None:
    fill(store)
    with pytest.raises(ConflictError, match=r"touchpoints \(3\), commitments \(1\), actions \(1\)"):
        store.delete("team", "zhao")
    assert store.delete("team", "idle") == {"team": 1}
    assert store.stored("needs", ["n2"])["n2"]["owner_id"] is None
    assert store.stored("incidents", ["i1"])["i1"]["owner_id"] is None
    assert left(store)["assignments"] == {"zhao kiln account_manager 2025-01-01", "zhao kiln technical"}
    assert sound(store)


def test_single_rows_go_alone(store: Store, served: Served) -> None:
    fill(store)
    for table in ("assignments", "relations", "roles", "competitors", "assessments", "needs", "bonds"):
        for key in whole(table):
            assert store.delete(table, key) == {table: 1}
            with pytest.raises(NotFoundError):
                store.delete(table, key)
        assert left(store)[table] == set()
    assert store.stored("strategy", ["g1"])["g1"]["parent_id"] is None
    assert served.run("MATCH (n) WHERE n:Decision OR n:Competitor RETURN count(n) AS n") == [{"n": 0}]
    assert sound(store)


def test_more_touchpoints_than_a_transaction_holds(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(store)
    monkeypatch.setattr(deleting, "CHUNK_ROWS", 1)
    assert store.delete("people", "liu")["people"] == 1
    assert sound(store)
    assert store.delete("accounts", "kiln")["touchpoints"] == 3
    assert sound(store)
