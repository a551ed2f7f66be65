"""Every analysts' query on both stores, against rows that were worked out by hand.

`cases/world.toml` is the world, `cases/NAME.toml` holds the cases of the query NAME: what it is given, and the
rows it must give, in order. A column that a row leaves out is null.
"""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path
from typing import Any

import pytest

from graphkam.domain.tables import TABLES
from graphkam.queries import load
from graphkam.store import Store

CASES = Path(__file__).parent / "cases"
WORLD = tomllib.loads((CASES / "world.toml").read_text("utf-8"))
QUERIES = sorted(load())


def cases(name: str) -> dict[str, Any]:
    return tomllib.loads((CASES / f"{name}.toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def stored() -> dict[int, bool]:
    """Which stores hold the world already: one load serves all queries."""
    return {}


@pytest.fixture
def world(store: Store) -> Store:
    """The store with the world in it."""
    for table in TABLES:
        store.write(table, WORLD[table])
    return store


def test_every_query_gives_the_rows_worked_out_by_hand(world: Store) -> None:
    wrong = {}
    for name in QUERIES:
        given = cases(name)
        for case in given["case"]:
            values = dict(case.get("with", {}))
            if "as_of" in {p.name for p in load()[name].parameters}:
                values.setdefault("as_of", WORLD["as_of"])
            rows = world.read(name, **values)
            expected = [{column: row.get(column) for column in given["columns"]} for row in case["rows"]]
            if not same(rows, expected):
                wrong[f"{name}: {case['about']}"] = (rows, expected)
    assert not wrong


def same(rows: list[dict[str, Any]], expected: list[dict[str, Any]]) -> bool:
    """Equal, columns in the same order; numbers within 1e-9."""
    return [list(row) for row in rows] == [list(row) for row in expected] and all(
        pytest.approx(row[column], rel=1e-9, abs=1e-9) == found[column]
        if isinstance(row[column], float)
        else row[column] == found[column] and type(row[column]) is type(found[column])
        for found, row in zip(rows, expected, strict=True)
        for column in row
    )
