"""The figures in the README are those that are kept of the last measurement."""

from __future__ import annotations

import json

import pytest

from benchmarks.growth import drawn
from benchmarks.readme import BASELINES, BEGIN, PAGE, ROOT, page


def test_the_table_is_that_of_the_figures() -> None:
    text = PAGE.read_text("utf-8")
    assert page(text) == text, "run `python -m benchmarks.readme`"
    assert "| every analysis of every account, warm |" in text.partition(BEGIN)[2]


def test_the_picture_of_growth_is_that_of_the_figures() -> None:
    figures = json.loads((BASELINES / "growth.json").read_text("utf-8"))["sizes"]
    assert (ROOT / "docs" / "images" / "growth.svg").read_text("utf-8") == drawn(figures)


def test_a_page_without_a_place_for_it() -> None:
    with pytest.raises(ValueError, match="no place"):
        page("# GraphKAM\n")
