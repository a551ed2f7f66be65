"""The demo's files: complete, relative to the day, the same every time, and told in two languages."""

from __future__ import annotations

import csv
import re
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from graphkam.analysis.layers import guessed_people
from graphkam.demo import CASES, materialise
from graphkam.demo.cases import resolve
from graphkam.domain.facts import Employment, Relation
from graphkam.domain.tables import TABLES

TODAY = date(2026, 9, 15)
ZONE = "Asia/Shanghai"


def rows(folder: Path, table: str) -> list[dict[str, str]]:
    """The rows of one file; none if it is not there."""
    path = folder / f"{table}.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The whole demo of one day, by folder."""
    written = materialise(tmp_path_factory.mktemp("demo"), TODAY, ZONE)
    return {folder.name: folder for folder in written}


def test_eight_cases_are_told(folders: dict[str, Path]) -> None:
    assert sorted(folders) == sorted(case.folder for case in CASES)
    for case in CASES:
        ids = {row["id"] for row in rows(folders[case.folder], "accounts")}
        assert ids
        assert case.account_id in ids or case.account_id is None


def test_every_file_is_a_table_with_its_columns(folders: dict[str, Path]) -> None:
    for folder in folders.values():
        for path in folder.iterdir():
            table = TABLES[path.stem]
            header = path.read_text("utf-8").partition("\n")[0].split(",")
            assert set(header) <= set(table.names)
            assert {c.name for c in table.columns if c.required} <= set(header)


def test_no_relative_date_is_left(folders: dict[str, Path]) -> None:
    left = [
        (path, line)
        for folder in folders.values()
        for path in folder.iterdir()
        for line in path.read_text("utf-8").splitlines()
        if re.search(r"(^|,)@-?\d", line)
    ]
    assert left == []


def test_all_contacts_lie_before_the_day(folders: dict[str, Path]) -> None:
    times = [row["at"] for folder in folders.values() for row in rows(folder, "touchpoints")]
    assert len(times) > 10_000
    assert max(times) < TODAY.isoformat()
    assert min(times) > (TODAY - timedelta(days=1000)).isoformat()


def test_times_are_told_in_the_zone() -> None:
    assert resolve("@-1T09:30", TODAY, "America/New_York") == "2026-09-14T09:30:00-04:00"


def test_the_same_day_gives_the_same_files(folders: dict[str, Path], tmp_path: Path) -> None:
    for folder in materialise(tmp_path, TODAY, ZONE):
        for path in folder.iterdir():
            assert path.read_bytes() == (folders[folder.name] / path.name).read_bytes(), path


def test_another_day_moves_the_story(folders: dict[str, Path], tmp_path: Path) -> None:
    moved = {f.name: f for f in materialise(tmp_path, TODAY + timedelta(days=40), ZONE, accounts=5)}
    first, later = (rows(f["1-kiln-tender"], "changes") for f in (folders, moved))
    assert [r["id"] for r in first] == [r["id"] for r in later]
    for one, other in zip(first, later, strict=True):
        assert date.fromisoformat(other["at"]) - date.fromisoformat(one["at"]) == timedelta(days=40)


def test_names_are_chinese_and_english(folders: dict[str, Path]) -> None:
    for folder in folders.values():
        names = " ".join(row["name"] for row in rows(folder, "people"))
        assert re.search(r"[\u4e00-\u9fff]", names)
        assert re.search(r"[A-Za-z]", names)


def test_case_two_and_three_have_people_who_were_only_present(folders: dict[str, Path]) -> None:
    for name in ("2-five-at-the-table", "3-salesmen-left"):
        assert any(row["present_ids"] for row in rows(folders[name], "touchpoints")), name


def test_the_salesmen_left_to_rivals(folders: dict[str, Path]) -> None:
    leavers = [row for row in rows(folders["3-salesmen-left"], "team") if row["left_to"]]
    assert len(leavers) >= 6
    assert all(row["valid_to"] < TODAY.isoformat() for row in leavers)


def test_the_portfolio_is_big_and_uneven(folders: dict[str, Path]) -> None:
    folder = folders["6-portfolio"]
    sizes = sorted(Counter(row["account_id"] for row in rows(folder, "people")).values())
    assert len(sizes) == 250
    assert 4_500 <= sum(sizes) <= 6_000
    assert sizes[0] >= 3
    assert sizes[-1] == 120
    tenth = len(sizes) // 10
    assert sum(sizes[-tenth:]) > 4 * sum(sizes[:tenth]) * 2, "the largest tenth outweighs the smallest"


def test_the_portfolio_has_what_case_six_asks_for(folders: dict[str, Path]) -> None:
    folder = folders["6-portfolio"]
    assigned = rows(folder, "assignments")
    accounts = {row["id"] for row in rows(folder, "accounts")}
    loads = Counter(row["team_id"] for row in assigned if row["as"] == "account_manager")
    overloaded = sum(load > 12 for load in loads.values())
    assert overloaded == 3, "some managers are overloaded"
    assert 7 <= sum(loads.values()) / len(loads) <= 11, "about nine accounts a manager"
    for part, least in (("account_manager", 2), ("executive_sponsor", 20)):
        without = accounts - {row["account_id"] for row in assigned if row["as"] == part}
        assert least <= len(without) < len(accounts) / 3, part
    layers = Counter(row["layer"] for row in rows(folder, "people"))
    assert 0.1 < layers[""] / sum(layers.values()) < 0.4, "layers are partly not recorded"
    assert len({row["currency"] for row in rows(folder, "accounts")}) >= 4


def test_layers_are_given_told_by_titles_told_by_lines_and_unknown(folders: dict[str, Path]) -> None:
    people = rows(folders["6-portfolio"], "people")
    lines = [Relation(r["id"], r["reports_to"], "reports_to") for r in people if r["reports_to"]]
    found, functions = guessed_people(
        {
            r["id"]: Employment(
                *(r["id"], r["name"], r["title"] or None),
                functions=tuple(filter(None, r["function"].split(";"))),
                layer=r["layer"] or None,
                layer_source="given" if r["layer"] else None,
            )
            for r in people
        },
        lines,
    )
    sources = Counter(e.layer_source for e in found.values())
    assert sources["given"] > sources["title"] > sources["reports_to"] > sources[None] > 20
    assert len(functions) > 800


def test_ids_are_distinct_over_the_whole_demo(folders: dict[str, Path]) -> None:
    for table in ("accounts", "team", "touchpoints"):
        ids = Counter(row["id"] for folder in folders.values() for row in rows(folder, table))
        assert ids.most_common(1)[0][1] == 1, table
    people = [{row["id"] for t in ("people", "team") for row in rows(f, t)} for f in folders.values()]
    assert len(set().union(*people)) == sum(map(len, people))
