"""Records as rows: headers, required cells, and what must fit together in a row."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from graphkam.domain.tables import TABLES
from graphkam.ingest.rows import HeaderError, Layout, Parsed

UTC = ZoneInfo("UTC")


def parse(table: str, **cells: str) -> Parsed:
    return Layout(TABLES[table], list(cells), UTC).parse(list(cells.values()))


def wrong(table: str, **cells: str) -> list[tuple[str | None, str | None, str]]:
    parsed = parse(table, **cells)
    return [(column, value, str(expected)) for column, value, expected in parsed.problems]


def test_absent_columns_are_left_out_and_empty_cells_are_unknown() -> None:
    row, problems = parse("people", id="p", account_id="a", name="Li", title="", function=" ")
    assert row == {"id": "p", "account_id": "a", "name": "Li", "title": None, "function": []}
    assert problems == []


def test_rows_are_equal_whatever_the_order_of_columns() -> None:
    one = parse("people", id="p", account_id="a", name="Li").row
    other = parse("people", name="Li", account_id="a", id="p").row
    assert one is not None
    assert list(one) == list(other or {})


def test_header_cells_may_have_capitals_and_blanks() -> None:
    layout = Layout(TABLES["people"], [" ID ", "Account ID", "Name", "Shoe size", ""], UTC)
    assert layout.unknown == ["Shoe size"]
    assert layout.parse(["p", "a", "Li", "44", ""]).row == {"id": "p", "account_id": "a", "name": "Li"}


def test_a_header_must_have_the_required_columns_once() -> None:
    with pytest.raises(HeaderError) as caught:
        Layout(TABLES["people"], ["id", "name", "Name"], UTC)
    assert [(p.column, str(p.expected)) for p in caught.value.problems] == [
        ("name", "this column once; it is there 2 times"),
        ("account_id", "this column, which is required"),
    ]


def test_every_bad_cell_of_a_row_is_told() -> None:
    assert wrong("people", id="p", account_id="", name="Li", power="high", layer="board") == [
        ("layer", "board", "one of: operating, management, executive"),
        ("power", "high", "a number from 0 to 1, with a point and without %"),
        ("account_id", "", "a value; this column must be filled"),
    ]


def test_zero_fills_a_required_number() -> None:
    assert parse("orders", id="o", account_id="a", at="2026-03-01", amount="0").row is not None


def test_a_list_of_nothing_does_not_fill_a_required_column() -> None:
    cells = {
        "id": "t",
        "at": "2026-03-01",
        "channel": "visit",
        "account_id": "a",
        "team_ids": " ; ",
        "people_ids": "p",
    }
    assert wrong("touchpoints", **cells) == [("team_ids", "", "a value; this column must be filled")]


def test_valid_from_lies_before_valid_to() -> None:
    for end in ("2026-03-01", "2026-02-28"):
        found = wrong("people", id="p", account_id="a", name="Li", valid_from="2026-03-01", valid_to=end)
        assert found == [
            ("valid_to", end, "a date after valid_from (2026-03-01): the first day no longer valid")
        ]
    assert not wrong(
        "people", id="p", account_id="a", name="Li", valid_from="2026-03-01", valid_to="2026-03-02"
    )


def test_nobody_relates_to_themselves() -> None:
    assert [problem[0] for problem in wrong("relations", from_id="p", to_id=" p", kind="ally")] == ["to_id"]
    assert [problem[0] for problem in wrong("accounts", id="a", name="A", parent_id="a")] == ["parent_id"]


@pytest.mark.parametrize("boss", ["p", "x;y", "a\nb"])
def test_a_bad_reports_to_costs_only_the_line(boss: str) -> None:
    row, problems = parse("people", id="p", account_id="a", name="Li", reports_to=boss)
    assert row == {"id": "p", "account_id": "a", "name": "Li"}
    assert [problem.column for problem in problems] == ["reports_to"]


def test_shares_lie_between_0_and_1() -> None:
    row = {"account_id": "a", "at": "2026-03-01"}
    assert [p[0] for p in wrong("readings", **row, metric="share_of_wallet", value="40")] == ["value"]
    assert not wrong("readings", **row, metric="revenue", value="40")


def test_a_row_of_megabytes_is_refused() -> None:
    cells = dict.fromkeys(("purpose", "outcome", "subject", "source"), "x" * 99_000)
    found = wrong(
        "touchpoints",
        id="t", at="2026-03-01", channel="visit", account_id="a", team_ids="u", people_ids="p" * 499,
        cc_ids=";".join(f"person-{n}" for n in range(1000)), **cells,
    )  # fmt: skip
    assert [expected for _, _, expected in found] == ["a row of at most 400000 characters"]


def test_how_often_columns_are_filled() -> None:
    layout = Layout(TABLES["people"], ["id", "account_id", "name", "title"], UTC)
    for title in ("Chief", "", " "):
        layout.parse(["p", "a", "Li", title])
    assert layout.fill() == {"id": 1.0, "account_id": 1.0, "name": 1.0, "title": 0.3333}
