"""The commands for going through an account, run as a user runs them, on a real embedded store."""

from __future__ import annotations

from pathlib import Path

from tests.program import Program
from tests.test_cli import answer, program
from tests.test_cli_moves import KILN, TENDER

__all__ = ["program"]
"""The program of the other commands' tests, on cases 1 and 2."""


def test_coaching(program: Program, tmp_path: Path) -> None:
    config = tmp_path / "graphkam.toml"
    config.write_text('[coaching]\noff = ["no_targets"]\n', "utf-8")
    found = answer(program, "coaching", KILN, *TENDER, GRAPHKAM_CONFIG=str(config))
    rules = {item["rule"]: item for item in found["items"]}
    assert [rule["rule"] for rule in found["off"]] == ["no_targets"]
    assert rules["judgements_stale"]["facts"]
    table = program("coaching", KILN, *TENDER, GRAPHKAM_LANG="zh").out
    assert "以下职能一个人也不认识" in table
    config.write_text('[coaching]\noff = ["no_target"]\n', "utf-8")
    refused = program("coaching", KILN, *TENDER, GRAPHKAM_CONFIG=str(config))
    assert refused.code != 0
    assert "unknown rule 'no_target' in coaching.off; known are no_decision_maker" in refused.err


def test_sensitivity(program: Program) -> None:
    table = program("sensitivity", KILN, *TENDER).out
    assert "verdicts are fragile" in table
    assert "firm" in table
    assert "× " in table


def test_an_account_through_time(program: Program) -> None:
    found = answer(program, "replay", KILN, "--from", "2026-03-01", "--to", "2026-05-08")
    assert [step["at"] for step in found["items"]] == [
        *("2026-03-01", "2026-03-31", "2026-04-30", "2026-05-08"),
    ]
    assert any("c1-gao" in step["joined"] for step in found["items"])
    table = program("replay", KILN, *("--from", "2025-09-15", "--to", "2026-09-15", "--every", "quarter")).out
    assert table.count("\n") == 3 + 6
    wrong = program("replay", KILN, "--from", "2026-05-09", "--to", "2026-05-08")
    assert (wrong.code, wrong.out) == (2, "")
    assert "2026-05-09 lies after 2026-05-08" in wrong.err


def test_the_history_of_a_tie_and_figures(program: Program) -> None:
    told = program("tie", KILN, "c1-li", "刘长河 Liu Changhe", *TENDER).out
    assert "if nothing happens." in told
    found = answer(program, "figures", KILN, *TENDER)
    assert set(found) == {"account", "as_of", "readings", "sales"}
    assert "Orders" in program("figures", KILN, *TENDER).out


def test_firmness_stands_beside_the_verdict_and_groups_are_one_line(program: Program) -> None:
    done = program("gaps", "c1-baihe", "--firm", "--group")
    assert done.code == 0, done.err
    marks = {item["what"]: item["fragile"] for item in answer(program, "sensitivity", "c1-baihe")["items"]}
    layers = [line for line in done.out.splitlines() if line.startswith("management")]
    assert ("fragile: " in layers[0]) is marks["management"]
    assert layers[0].rstrip().endswith("firm") is not marks["management"]
    rolled = answer(program, "accounts", "--group")["items"]
    assert [line["subsidiaries"] for line in rolled] == [0] * len(rolled)
    assert program("accounts", "--group", "--workers", "2").code == 2
