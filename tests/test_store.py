"""Rows go into either database and come out as they went in; what is there already is not written again."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from graphkam.domain.tables import TABLES, Row, Value
from graphkam.errors import ConflictError, DataError, StoreError, UsageError
from graphkam.queries import load
from graphkam.settings import Settings, load_settings
from graphkam.store import Store, Written, open_store
from graphkam.store.shapes import SHAPES
from graphkam.store.writing import TRUSTED
from tests.servers import Served
from tests.store_world import HOSTILE, WORLD, fill, whole


def test_every_row_comes_out_as_it_went_in(store: Store) -> None:
    fill(store)
    for table in TABLES:
        rows = whole(table)
        assert store.stored(table, [*rows, "nothing"]) == rows


def test_writing_again_changes_nothing_not_even_the_revision(store: Store) -> None:
    fill(store)
    before = store.revision()
    for table in TABLES:
        assert store.write(table, WORLD[table]) == Written(0, 0, len(WORLD[table]))
    assert store.revision() == before


CHANGES: dict[str, tuple[str, Value]] = {
    "accounts": ("industry", "glass"),
    "team": ("title", "Dr"),
    "assignments": ("valid_to", "2027-01-01"),
    "people": ("title", "Head"),
    "relations": ("confidence", 0.25),
    "roles": ("source", "said so"),
    "touchpoints": ("outcome", "good"),
    "assessments": ("note", "new"),
    "surveys": ("person_id", "xu"),
    "orders": ("product", "kiln"),
    "needs": ("person_id", "xu"),
    "strategy": ("person_id", "xu"),
    "bonds": ("at", "2026-02-02"),
    "changes": ("person_id", "xu"),
    "incidents": ("owner_id", "boss"),
    "competitors": ("source", "heard"),
    "readings": ("value", 0.5),
    "commitments": ("person_id", "xu"),
    "actions": ("person_id", "xu"),
}


def test_a_changed_row_is_updated_and_the_others_stay(store: Store) -> None:
    fill(store)
    for table, (column, value) in CHANGES.items():
        changed: Row = {**WORLD[table][0], column: value}
        assert store.write(table, [changed]) == Written(0, 1, 0)
        expected = whole(table)
        expected[TABLES[table].key_of(changed)][column] = value
        assert store.stored(table, list(expected)) == expected
        assert store.write(table, [changed]) == Written(0, 0, 1)
    assert CHANGES.keys() == TABLES.keys()


def test_columns_that_a_row_lacks_stay_and_unknown_ones_are_emptied(store: Store) -> None:
    fill(store)
    store.write("accounts", [{"id": "group", "name": "Group", "annual_value": None}])
    [row] = store.stored("accounts", ["group"]).values()
    assert (row["annual_value"], row["currency"], row["captive"]) == (None, "EUR", False)
    store.write("people", [{"id": "liu", "account_id": "kiln", "name": "Liu", "function": []}])
    [row] = store.stored("people", [TABLES["people"].key_of({"id": "liu", "account_id": "kiln"})]).values()
    assert (row["function"], row["layer"], row["reports_to"]) == ([], "management", "chen")


def test_references_are_relationships_too_and_follow_a_change(store: Store, served: Served) -> None:
    fill(store)
    store.write("accounts", [{"id": "kiln", "name": "Kiln", "parent_id": "paint"}])
    store.write("team", [{"id": "zhao", "name": "Zhao", "reports_to": "idle"}])
    store.write("people", [{"id": "liu", "account_id": "kiln", "name": "Liu", "reports_to": "xu"}])
    store.write("needs", [{**WORLD["needs"][0], "person_id": None, "owner_id": "boss"}])
    store.write("strategy", [{**WORLD["strategy"][0], "parent_id": "n1"}])
    found = served.run(
        "MATCH (n)-[r:PART_OF|REPORTS_TO|SERVES|CONCERNS|OWNED_BY]->(m) WHERE n.id IN $ids"
        " RETURN n.id + ' ' + type(r) + ' ' + m.id AS line",
        ids=["kiln", "zhao", "liu", "n1", "g1"],
    )
    assert sorted(row["line"] for row in found) == [
        "g1 SERVES n1",
        "kiln PART_OF paint",
        "liu REPORTS_TO xu",
        "n1 OWNED_BY boss",
        "zhao REPORTS_TO idle",
    ]


def test_a_person_has_the_name_of_the_latest_employment(store: Store, served: Served) -> None:
    fill(store)
    person = "MATCH (p:Person {id: 'chen'}) RETURN p.name AS name, p.search AS search"
    assert served.run(person) == [{"name": "Chen Wei", "search": "chen wei"}]
    store.write(
        "people", [{"id": "chen", "account_id": "kiln", "name": "Old Name", "valid_to": "2026-01-01"}]
    )
    assert served.run(person) == [{"name": "Chen Wei", "search": "chen wei"}]
    store.write("people", [{"id": "chen", "account_id": "paint", "name": "Çhen", "valid_from": "2027-01-01"}])
    assert served.run(person) == [{"name": "Çhen", "search": "chen"}]


def test_a_chunk_with_a_reference_to_nothing_leaves_nothing_of_itself(store: Store) -> None:
    fill(store)
    before = store.revision()
    dangling: dict[str, Row] = {
        "accounts": {"id": "new", "name": "New", "parent_id": "nobody"},
        "people": {"id": "new", "account_id": "nobody", "name": "New"},
        "surveys": {"id": "new", "account_id": "nobody", "at": "2026-01-01", "question": "q", "score": 1.0},
        "needs": {
            "id": "new",
            "account_id": "kiln",
            "kind": "blind_spot",
            "what": "x",
            "person_id": "nobody",
        },
        "strategy": {"id": "new", "account_id": "kiln", "kind": "goal", "what": "x", "parent_id": "nobody"},
        "relations": {"from_id": "liu", "to_id": "nobody", "kind": "ally"},
        "assignments": {"team_id": "liu", "account_id": "kiln", "as": "service"},
        "roles": {"person_id": "liu", "account_id": "nobody", "role": "user", "decision": "New"},
        "competitors": {"competitor": "Nova", "person_id": "nobody"},
        "touchpoints": {**WORLD["touchpoints"][0], "id": "new", "people_ids": ["liu", "nobody"]},
    }
    for table, row in dangling.items():
        column, value = CHANGES[table]
        good: Row = {**WORLD[table][0], column: value}
        with pytest.raises(StoreError, match="nowhere"):
            store.write(table, [good, row])
        assert store.stored(table, [TABLES[table].key_of(row)]) == {}
        assert store.stored(table, list(whole(table))) == whole(table)
    assert store.revision() == before


def test_people_and_team_share_one_id_space(store: Store) -> None:
    fill(store)
    with pytest.raises(ConflictError, match="zhao"):
        store.write("people", [{"id": "zhao", "account_id": "kiln", "name": "Zhao"}])
    with pytest.raises(ConflictError, match="liu"):
        store.write("team", [{"id": "liu", "name": "Liu"}])
    assert store.existing("people", ["zhao", "liu"]) == {"liu"}
    assert store.existing("team", ["zhao", "liu"]) == {"zhao"}


def test_ids_that_look_like_numbers_stay_apart(store: Store) -> None:
    ids = ["007", "7", "7.0", "٧", "a", "A", "á", "a\u0301", " a"]
    rows: list[Row] = [{"id": i, "name": i} for i in ids]
    assert store.write("accounts", rows) == Written(len(ids))
    assert {key: row["name"] for key, row in store.stored("accounts", ids).items()} == {i: i for i in ids}


def test_rows_come_in_any_order_and_in_circles_over_chunks(store: Store) -> None:
    count = 6_000
    store.write("accounts", [{"id": "a", "name": "A"}])
    people: list[Row] = [
        {"id": f"p{i}", "account_id": "a", "name": "P", "reports_to": f"p{(i + 1) % count}"}
        for i in range(count)
    ]
    assert store.write("people", people) == Written(count)
    assert store.write("people", people[5_990:]) == Written(0, 0, 10)


def test_existing_tells_of_ids_and_keys(store: Store) -> None:
    fill(store)
    assert store.existing("touchpoints", ["t1", "t9"]) == {"t1"}
    assert store.existing("people", ["chen", "zhao"]) == {"chen"}
    assert store.existing("needs", []) == set()
    key = TABLES["readings"].key_of(WORLD["readings"][0])
    assert store.existing("readings", [key, "x"]) == {key}


def test_what_ids_name_is_told_of_every_table_that_rows_refer_to(store: Store) -> None:
    fill(store)
    named = store.named(["kiln", "chen", "zhao", "t1", "x"])
    assert named == {
        "accounts": {"kiln"},
        "people": {"chen"},
        "team": {"zhao"},
        "needs": set(),
        "strategy": set(),
    }
    need = str(WORLD["needs"][0]["id"])
    assert store.named([need])["needs"] == {need}
    assert store.named([]) == {table: set() for table in named}


@pytest.mark.parametrize("table", ["touchpoints", "incidents"])
def test_a_row_that_is_stored_otherwise_is_refused_unless_it_may_be_replaced(
    store: Store, table: str
) -> None:
    fill(store)
    row: Row = {**dict.fromkeys(TABLES[table].names), **WORLD[table][0]}
    assert store.write(table, [row], replacing=False).created == 0
    before = store.revision()
    changed: Row = {**row, "source" if table == "touchpoints" else "what": "another"}
    with pytest.raises(ConflictError, match="there is another"):
        store.write(table, [changed], replacing=False)
    assert store.revision() == before
    assert store.write(table, [changed]).updated == 1
    assert store.write(table, [{**changed, "id": "new"}], replacing=False).created == 1


def test_revisions_move_on_the_accounts_that_a_write_touches(store: Store, served: Served) -> None:
    fill(store)
    store.write("accounts", [{"id": "far", "name": "Far"}])

    def touched(table: str, row: Row) -> set[str]:
        before = store.revision()
        store.write(table, [row])
        assert store.revision() == before + 1
        found = served.run("MATCH (a:Account) WHERE a.revision = $n RETURN a.id AS id", n=before + 1)
        return {row["id"] for row in found}

    assert touched(
        "people", {"id": "chen", "account_id": "paint", "name": "C", "valid_from": "2026-01-01"}
    ) == {
        "kiln",
        "paint",
    }
    assert touched("team", {"id": "zhao", "name": "Z"}) == {"kiln"}
    assert touched("team", {"id": "boss", "name": "B"}) == {"kiln"}
    assert touched("assessments", {"person_id": "chen", "author": "x", "at": "2026-01-01"}) == {
        "kiln",
        "paint",
    }
    assert touched("competitors", {"competitor": "N", "person_id": "chen"}) == {"kiln", "paint"}
    assert touched("surveys", {**WORLD["surveys"][0], "account_id": "far"}) == {"kiln", "far"}
    assert touched("touchpoints", {**WORLD["touchpoints"][0], "account_id": "far"}) == {"kiln", "far"}
    assert touched("accounts", {"id": "far", "name": "Farther"}) == {"far"}


def test_many_writers_of_the_same_rows_make_them_once(settings: Settings, served: Served) -> None:
    start = threading.Barrier(4)

    def write(_: int) -> Written:
        with open_store(settings) as store:
            start.wait()
            written = Written()
            for table in TABLES:
                written += store.write(table, WORLD[table])
            return written

    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(write, range(4)))
    assert sum(r.created for r in results) == sum(len(rows) for rows in WORLD.values())
    assert sum(r.updated for r in results) == 0
    for text, count in {
        "MATCH ()-[r:WORKS_AT]->() RETURN count(r) AS n": 4,
        "MATCH ()-[r:HAS_ROLE]->() RETURN count(r) AS n": 2,
        "MATCH (n:Touchpoint) RETURN count(n) AS n": 3,
        "MATCH (n:Tie) RETURN sum(n.count) AS n": 7,
    }.items():
        assert served.run(text) == [{"n": count}], text


def test_what_is_too_long_or_no_text_is_refused_with_its_column(store: Store) -> None:
    with pytest.raises(DataError, match="industry"):
        store.write("accounts", [{"id": "a", "name": "A", "industry": "x" * 20_000_000}])
    with pytest.raises(DataError, match="half a character"):
        store.write("accounts", [{"id": "a", "name": "\ud800"}])
    assert store.existing("accounts", ["a"]) == set()


def test_long_rows_go_in_several_messages(store: Store) -> None:
    long = "漢" * 300_000
    rows: list[Row] = [{"id": f"a{i}", "name": "A", "industry": f"{long}{i}"} for i in range(30)]
    assert store.write("accounts", rows) == Written(30)
    assert store.stored("accounts", ["a29"])["a29"]["industry"] == f"{long}29"


def test_an_unknown_table_query_or_parameter_is_a_usage_error(store: Store) -> None:
    for wrong in (
        lambda: store.write("nothing", []),
        lambda: store.read("nothing"),
        lambda: store.read("account", account="kiln"),
    ):
        with pytest.raises(UsageError):
            wrong()


def test_a_query_gives_rows(store: Store) -> None:
    fill(store)
    assert [row["account"] for row in store.read("account", account_id="kiln")] == [HOSTILE]


def test_a_database_that_cannot_be_had_is_said_in_a_sentence(settings: Settings) -> None:
    with pytest.raises(StoreError, match="cannot be reached"):
        open_store(load_settings(url="bolt://127.0.0.1:9", timezone="UTC"))
    if settings.url:
        with pytest.raises(StoreError, match="refused the user"):
            open_store(settings.model_copy(update={"user": "nobody"}))


@pytest.mark.parametrize("table", TABLES)
def test_the_statements_of_a_table_write_all_its_columns(table: str) -> None:
    statements = load("write")
    written = {p.name for step in SHAPES[table].steps for p in statements[step.query].parameters}
    if table == "people":
        written |= {p.name for p in statements["people_person"].parameters}
    names = set(TABLES[table].names) - ({"id"} if TABLES[table].key == ("id",) else set())
    assert names <= written


def test_bosses_of_any_order_and_depth_get_their_lines_at_once(store: Store, served: Served) -> None:
    """Two who led each other at different times, and a line deeper than the levels that are told apart."""
    store.write("accounts", [{"id": "deep", "name": "Deep"}])
    chain = [
        {"id": f"d{n:02}", "account_id": "deep", "name": "N", "reports_to": f"d{n - 1:02}" if n else None}
        for n in range(30)
    ]
    career = [
        {"id": "e1", "account_id": "deep", "name": "E", "reports_to": "e2", "valid_to": "2024-01-01"},
        {"id": "e2", "account_id": "deep", "name": "F", "reports_to": "e1", "valid_from": "2024-01-01"},
        {"id": "e3", "account_id": "deep", "name": "G", "reports_to": "e2"},
    ]
    store.write("people", [*reversed(chain), *career])
    assert served.run("MATCH (:Person)-[r:REPORTS_TO {account_id: 'deep'}]->() RETURN count(r) AS n") == [
        {"n": 32}
    ]
    [(boss,)] = [
        row.values() for row in served.run("MATCH (:Person {id: 'd29'})-[:REPORTS_TO]->(b) RETURN b.id AS id")
    ]
    assert boss == "d28"
    assert store.doctor().findings == ()


def _many(n: int) -> list[Row]:
    return [{"id": f"p{i}", "account_id": "a", "name": f"P {i}"} for i in range(n)]


def _met(n: int) -> list[Row]:
    return [
        {
            "id": f"t{i}",
            "at": "2026-05-01T10:00:00Z",
            "channel": "meeting",
            "account_id": "a",
            "team_ids": ["u"],
            "people_ids": ["p0"],
        }
        for i in range(n)
    ]


def test_a_row_that_is_stored_among_many_new_ones_is_not_taken_for_new(store: Store, served: Served) -> None:
    store.write("accounts", [{"id": "a", "name": "A"}])
    store.write("team", [{"id": "u", "name": "U"}])
    people, met = _many(2 * TRUSTED), _met(2 * TRUSTED)
    promoted: list[Row] = [people[0], {**people[7], "title": "Engineer"}]
    called: list[Row] = [met[7], {**met[8], "channel": "call"}]
    store.write("people", promoted)
    store.write("touchpoints", called)
    assert store.write("people", people[1:]) == Written(created=2 * TRUSTED - 2, unchanged=1)
    assert store.write("touchpoints", met) == Written(created=2 * TRUSTED - 2, updated=1, unchanged=1)
    assert store.stored("people", ["p7\x1fa\x1f"])["p7\x1fa\x1f"]["title"] == "Engineer"
    assert served.run("MATCH (p:Person) RETURN count(p) AS n") == [{"n": 2 * TRUSTED}]
    [tie] = served.run("MATCH (t:Tie)-[:WITH]->(:Person {id: 'p0'}) RETURN t.count AS n, t.s AS s")
    assert tie["n"] == 2 * TRUSTED
    assert store.doctor().findings == ()


def test_without_its_constraint_every_row_is_looked_up(settings: Settings, served: Served) -> None:
    with open_store(settings) as store:
        store.write("accounts", [{"id": "a", "name": "A"}])
        store.write("people", _many(8)[7:])
    for row in served.run("SHOW CONSTRAINTS"):
        if row["labelsOrTypes"] in (["Person"], ["WORKS_AT"]):
            served.run(f"DROP CONSTRAINT `{row['name']}`")
    with open_store(settings) as store:
        try:
            assert store.write("people", _many(TRUSTED)) == Written(created=TRUSTED - 1, unchanged=1)
        finally:
            assert {f.mended for f in store.doctor(repair=True).findings} == {True}
