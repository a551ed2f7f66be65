"""Every query on both stores, against rows that were worked out by hand.

`cases/world.toml` is the world, `cases/NAME.toml` holds the cases of the query NAME: what it is given, and the
rows it must give, in order. A column that a row leaves out is null. There is no way to leave a case out on one
of the stores, and a test sees to it that none is made.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from graphkam.domain.tables import TABLES, Row
from graphkam.queries import load
from graphkam.queries.page import page
from graphkam.settings import Settings, load_settings
from graphkam.store import Store, open_store

CASES = Path(__file__).parent / "cases"
WORLD = tomllib.loads((CASES / "world.toml").read_text("utf-8"))
ORDERS: dict[str, Callable[[list[Row]], list[Row]]] = {
    "as written": list,
    "backwards": lambda rows: rows[::-1],
}


def write_world(store: Store, order: Callable[[list[Row]], list[Row]] = list) -> None:
    for table in TABLES:
        store.write(table, order(WORLD[table]))


def cases(name: str) -> dict[str, Any]:
    return tomllib.loads((CASES / f"{name}.toml").read_text("utf-8"))


@pytest.mark.parametrize("order", ORDERS)
def test_every_query_gives_the_rows_worked_out_by_hand(store: Store, order: str) -> None:
    """Whatever the order in which the world was written: nothing but ORDER BY decides that of the rows."""
    write_world(store, ORDERS[order])
    wrong = [
        told for name in load() for case in cases(name)["case"] if (told := difference(store, name, case))
    ]
    assert not wrong, "\n".join(wrong)


def difference(store: Store, name: str, case: dict[str, Any]) -> str:
    """What a query gives instead of the rows of its case; empty if it gives them."""
    given = {"as_of": WORLD["as_of"]} if "as_of" in {p.name for p in load()[name].parameters} else {}
    rows = store.read(name, **{**given, **case.get("with", {})})
    expected = [{column: row.get(column) for column in cases(name)["columns"]} for row in case["rows"]]
    if len(rows) == len(expected) and all(map(same, rows, expected)):
        return ""
    return f"{name}: {case['about']}\n  gave     {rows}\n  expected {expected}"


def same(row: dict[str, Any], expected: dict[str, Any]) -> bool:
    """Equal in values, their types and the order of columns; numbers within 1e-9."""
    return list(row) == list(expected) and all(
        type(value) is type(expected[column])
        and (value == expected[column] or (isinstance(value, float) and close(value, expected[column])))
        for column, value in row.items()
    )


def close(value: float, expected: float) -> bool:
    return bool(value == pytest.approx(expected, rel=1e-9, abs=1e-9))


def test_every_query_has_a_case_and_every_case_a_query() -> None:
    assert {path.stem for path in CASES.glob("*.toml")} - {"world"} == set(load())
    for name in load():
        given = cases(name)
        assert set(given) == {"columns", "case"}, name
        assert any(case["rows"] for case in given["case"]), f"{name} is never seen to give a row"
        for case in given["case"]:
            assert set(case) <= {"about", "with", "rows"}, f"{name}: nothing else may be said of a case"
            assert all(set(row) <= set(given["columns"]) for row in case["rows"]), name


def test_every_parameter_of_a_query_is_given_in_a_case() -> None:
    never = {
        f"{name}.{parameter.name}"
        for name, query in load().items()
        for parameter in query.parameters
        if parameter.source != "constant"
        and parameter.name not in ("as_of", "zone")
        and not any(parameter.name in case.get("with", {}) for case in cases(name)["case"])
    }
    assert never == set()


def test_no_case_is_left_out_on_a_store() -> None:
    tree = ast.parse(Path(__file__).read_text("utf-8"))
    names = {n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute)} | {
        n.id for n in ast.walk(tree) if isinstance(n, ast.Name)
    }
    assert names.isdisjoint({"skip", "skipif", "xfail", "importorskip", "usefixtures", "request"})
    listed = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider", __file__],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parent.parent,
    ).stdout
    found = set(re.findall(r"worked_out_by_hand\[(.+)\]", listed))
    assert found == {f"{store}-{order}" for store in ("arcade", "neo4j") for order in ORDERS}


def test_every_query_says_in_which_order_its_rows_come() -> None:
    unordered = {
        name
        for name, query in load().items()
        if "ORDER BY" not in re.sub(r"\{[^{}]*\}", "", query.text).rpartition("RETURN")[2]
    }
    assert unordered == set()


def test_zone_and_constants_are_those_of_the_settings(settings: Settings, tmp_path: Path) -> None:
    config = tmp_path / "constants.toml"
    config.write_text("live = 0.8\ncrowd = 1\n", "utf-8")
    elsewhere = load_settings(**settings.model_dump() | {"timezone": "Asia/Shanghai", "config": config})
    with open_store(elsewhere) as store:
        write_world(store)
        [other] = [case for case in cases("ties")["case"] if case.get("with", {}).get("crowd") == 1]
        other["with"] = {"account_id": "b", "zone": "UTC", "as_of": "2026-03-01"}
        assert not difference(store, "ties", other)
        assert store.read("touchpoints", account_id="b", since="2026-01-01", as_of="2026-03-05") == []
        assert store.read("touchpoints", account_id="b", since="2026-01-01", as_of="2026-03-06")


def test_the_page_of_docs_is_current() -> None:
    written = (Path(__file__).parent.parent / "docs" / "queries.md").read_text("utf-8")
    assert written == page(load()), "run: python -m graphkam.queries > docs/queries.md"
