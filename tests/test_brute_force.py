"""A part of `python -m tests.brute_force`, and that it would find and shrink what differs."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests import brute_force
from tests.brute_force import COMPARISONS, compare, disagreements, drawn, smallest, table

pytestmark = pytest.mark.xdist_group("compiled")


def test_a_part_of_the_accounts() -> None:
    report = compare(80, seed=2)
    assert report.first is None, report.first
    assert report.accounts == 80
    assert set(report.compared) == set(COMPARISONS)
    for what in ("a single point of failure", "reach by influence", "a set of two", "an unknown layer"):
        assert report.interesting[what] >= 8, report.interesting
    assert table(report).endswith("No account differs.")


def test_what_differs_is_found_and_made_small(monkeypatch: pytest.MonkeyPatch) -> None:
    odd = lambda view, brute: iter([("people", len(view.people) < 2, True)])  # noqa: ARG005, E731
    monkeypatch.setitem(brute_force.COMPARISONS, "odd", odd)
    report = compare(3, seed=1)
    assert report.different["odd"]
    assert report.first is not None
    assert "odd, people: False, by brute force True" in report.first
    number = next(n for n in range(3) if disagreements(drawn(1, n), ["odd"]))
    least = smallest(drawn(1, number), "odd")
    assert len(least.people) == 2
    assert not (least.team or least.touchpoints or least.relations or least.roles)


def test_the_same_seed_draws_the_same_account() -> None:
    assert drawn(5, 3) == drawn(5, 3) != drawn(6, 3)


def test_the_command_writes_its_figures(tmp_path: Path) -> None:
    file = tmp_path / "figures.json"
    command = [sys.executable, "-m", "tests.brute_force", "--accounts", "2", "--json", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, "2 accounts" in done.stdout) == (0, True), done.stderr
    assert json.loads(file.read_text("utf-8"))["accounts"] == 2
