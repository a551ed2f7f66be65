"""The pages about metrics: complete, linked, and with examples that come out as they say."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parent.parent / "docs"
PAGES = sorted((DOCS / "metrics").glob("*.md"))
BY_HAND = (
    "actions",
    "bonds",
    "cold",
    "coverage",
    "decision-holders",
    "exposure",
    "feeling",
    "flanks",
    "gaps",
    "handover",
    "loyalty",
    "power",
    "redundancy",
    "spof",
    "stage",
    "ties",
    "trust",
)
"""Pages whose example by hand is computed here; those of the others are in the tests of their analyses."""


@pytest.mark.parametrize("name", BY_HAND)
def test_the_example_by_hand_comes_out(name: str) -> None:
    done = doctest.testfile(str(DOCS / "metrics" / f"{name}.md"), module_relative=False)
    assert done.attempted > 3
    assert done.failed == 0


@pytest.mark.parametrize("name", BY_HAND)
def test_a_page_says_what_a_page_must_say(name: str) -> None:
    text = (DOCS / "metrics" / f"{name}.md").read_text("utf-8")
    parts = ("Question", "Definition", "By hand", "Limits", "Cost", "Source")
    assert re.findall(r"^\*\*([A-Z][a-z ]+)\.\*\*", text, re.M) == list(parts)
    assert "\n```\n" in text, "a picture"


@pytest.mark.parametrize("name", BY_HAND)
@pytest.mark.parametrize("page", ["definitions.md", "README.md"])
def test_definitions_and_contents_lead_to_a_page(page: str, name: str) -> None:
    assert f"(metrics/{name}.md)" in (DOCS / page).read_text("utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text("utf-8")):
        assert target.startswith("http") or (page.parent / target).exists(), target
