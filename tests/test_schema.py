"""The schema is made on the empty database, and data get a newer one without losing a decimal."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from graphkam.domain.tables import TABLES
from graphkam.errors import GraphKAMError, QueryFileError, SchemaError
from graphkam.settings import Settings
from graphkam.store import Store, Written, open_store
from graphkam.store.migration import finish_swap
from graphkam.store.schema import guard_of, guards, present_guards, statements
from tests.servers import Served
from tests.store_world import WORLD, fill, whole

FIRST = {1: statements()[1]}
LATER = {
    **statements(),
    99: ("CREATE INDEX order_amount IF NOT EXISTS FOR (n:Order) ON (n.amount)",),
}
"""A schema of the future, with an index on a number: what the embedded store cannot take in place."""


def embedded(data_dir: Path) -> Settings:
    return Settings(url="", data_dir=data_dir, timezone="UTC")


def test_every_label_has_one_key_and_only_uniqueness_is_asked_for() -> None:
    made = guards()
    assert len(set(made)) == len(made)
    assert {(g.property, g.unique) for g in made} == {("id", True), ("key", True), ("account_id", False)}
    with pytest.raises(QueryFileError):
        guard_of(
            "CREATE CONSTRAINT x IF NOT EXISTS FOR (n:Account) REQUIRE n.name IS NOT NULL".replace("n:", "m:")
        )


def test_a_new_store_has_every_constraint_and_index(store: Store, served: Served) -> None:
    assert set(guards()) <= present_guards(store._bolt)
    assert served.run("MATCH (s:Schema) RETURN s.version AS version") == [{"version": max(statements())}]


def test_a_foreign_or_newer_database_is_refused(settings: Settings, served: Served) -> None:
    with open_store(settings):
        pass
    try:
        served.run("MATCH (s:Schema) SET s.version = 1000")
        with pytest.raises(SchemaError, match="install a newer"):
            open_store(settings)
        served.run("MATCH (s:Schema) SET s.version = null")
        served.run("CREATE (:Film {id: 'Metropolis'})")
        with pytest.raises(SchemaError, match="not GraphKAM's"):
            open_store(settings)
    finally:
        served.run("MATCH (f:Film) DELETE f")
        served.run("MERGE (s:Schema {id: 'schema'}) SET s.version = $v", v=max(statements()))


def test_neo4j_takes_a_newer_schema_in_place(neo4j_server: Served) -> None:
    served = neo4j_server
    served.empty()
    with open_store(served.settings) as store:
        fill(store)
    served.run("DROP INDEX tie_account_id")
    served.run("MATCH (s:Schema) SET s.version = 1")
    try:
        with open_store(served.settings, versions=LATER) as store:
            assert set(guards()) <= present_guards(store._bolt)
            assert store.stored("orders", ["o1"])["o1"]["amount"] == 2.7
            assert store.write("orders", [{**WORLD["orders"][0], "id": "o2", "amount": 3.7}]) == Written(1)
            assert store.stored("orders", ["o2"])["o2"]["amount"] == 3.7
    finally:
        served.run("DROP INDEX order_amount IF EXISTS")
        served.run("MATCH (s:Schema) SET s.version = $v", v=max(statements()))


def test_the_embedded_store_is_copied_into_a_newer_schema(tmp_path: Path) -> None:
    settings = embedded(tmp_path / "data")
    with open_store(settings, versions=FIRST) as store:
        fill(store)
        store.write("orders", [{**WORLD["orders"][0], "id": "o3", "amount": 3.0}])
        revision = store.revision()
    with open_store(settings, versions=LATER) as store:
        assert {guard_of(text) for texts in LATER.values() for text in texts} <= present_guards(store._bolt)
        assert store.revision() == revision
        for table in TABLES:
            assert store.stored(table, list(whole(table))) == whole(table)
        assert store.stored("orders", ["o1"])["o1"]["amount"] == 2.7
        assert store.write("orders", [{**WORLD["orders"][0], "id": "o2", "amount": 3.7}]) == Written(1)
        assert store.stored("orders", ["o2"])["o2"]["amount"] == 3.7
        assert store.doctor().sound
    assert len(list((tmp_path / "data" / "backups").iterdir())) == 1
    assert not (tmp_path / "data" / "migration").exists()
    with pytest.raises(SchemaError, match="install a newer"):
        open_store(settings)


def test_in_place_the_embedded_store_would_turn_numbers_into_others(tmp_path: Path) -> None:
    """What Neo4j does not do, and why the embedded store is copied."""
    with open_store(embedded(tmp_path / "data"), versions=FIRST) as store:
        store._bolt.run("CREATE (:Order {id: 'o1', amount: 3})")
        store._bolt.run(LATER[99][0])
        store._bolt.run("CREATE (:Order {id: 'o2', amount: 2.7})")
        assert store._bolt.run("MATCH (o:Order {id: 'o2'}) RETURN o.amount AS amount") == [{"amount": 2}]


def test_who_writes_while_the_store_is_copied_stops_the_migration(tmp_path: Path) -> None:
    settings = embedded(tmp_path / "data")
    with open_store(settings, versions=FIRST) as store:
        fill(store)
    stop, joined = threading.Event(), threading.Event()

    def write() -> None:
        n = 0
        while not stop.is_set():
            try:
                with open_store(settings, own=False, versions=FIRST) as store:
                    while not stop.is_set():
                        n += 1
                        store.write("accounts", [{"id": f"late{n}", "name": "Late"}])
                        joined.set()
            except GraphKAMError:
                pass  # not there yet, or not any more

    writer = threading.Thread(target=write)
    writer.start()
    try:
        with pytest.raises(SchemaError, match="was used while"):
            open_store(settings, own=True, versions=LATER)
    finally:
        stop.set()
        writer.join()
    assert joined.is_set()
    with open_store(settings, versions=LATER) as store:
        assert store.existing("accounts", ["late1"]) == {"late1"}


@pytest.mark.parametrize("old_is_there", [True, False], ids=["before the swap", "between the renames"])
def test_a_swap_that_a_crash_interrupted_is_finished(tmp_path: Path, old_is_there: bool) -> None:
    workshop = tmp_path / "migration"
    new, current = workshop / "databases" / "graphkam", tmp_path / "databases" / "graphkam"
    new.mkdir(parents=True)
    (new / "content").write_text("new")
    (workshop / "ready").touch()
    current.parent.mkdir()
    if old_is_there:
        current.mkdir()
        (current / "content").write_text("old")
    finish_swap(tmp_path)
    assert (current / "content").read_text() == "new"
    assert not workshop.exists()
    kept = [(path / "content").read_text() for path in tmp_path.glob("backups/*")]
    assert kept == (["old"] if old_is_there else [])
    finish_swap(tmp_path)
    assert (current / "content").read_text() == "new"


def test_a_copy_that_a_crash_interrupted_is_forgotten(tmp_path: Path) -> None:
    half = tmp_path / "migration" / "databases" / "graphkam"
    half.mkdir(parents=True)
    (tmp_path / "databases" / "graphkam").mkdir(parents=True)
    finish_swap(tmp_path)
    assert half.exists()
    assert not (tmp_path / "backups").exists()
