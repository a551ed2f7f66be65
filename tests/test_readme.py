"""The figures in the README are those that are kept of the last measurement."""

from __future__ import annotations

import pytest

from benchmarks.readme import BEGIN, PAGE, page


def test_the_table_is_that_of_the_figures() -> None:
    text = PAGE.read_text("utf-8")
    assert page(text) == text, "run `python -m benchmarks.readme`"
    assert "| every analysis of every account, warm |" in text.partition(BEGIN)[2]


def test_a_page_without_a_place_for_it() -> None:
    with pytest.raises(ValueError, match="no place"):
        page("# GraphKAM\n")
