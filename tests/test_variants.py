"""Variants of the cases that must not change a verdict; of `python -m tests.variants` a small part."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from graphkam.analysis import View, exposure, gaps, spof
from graphkam.analysis.layers import guessed_people
from graphkam.domain.constants import Constants
from graphkam.domain.facts import Employment
from graphkam.domain.moment import AsOf
from graphkam.domain.titles import read_title
from tests.variants import VARIANTS, differences, in_language, other_days, with_more_people
from tests.verdicts import VERDICTS
from tests.verdicts.told import TODAY, facts_of, rows_of

if TYPE_CHECKING:
    from graphkam.domain.facts import AccountFacts

CASES = ("1", "2", "3", "4", "5", "7", "8")
"""The sixth, a whole portfolio, takes as long as all others: it is left to the command."""
TOLD = {a: facts for case in CASES for a, facts in facts_of(rows_of(case)).items()}


@pytest.mark.parametrize("vary", VARIANTS, ids=lambda vary: vary.__name__)
@pytest.mark.parametrize("case", CASES)
def test_told_in_other_words_the_verdicts_stay(case: str, vary: Any) -> None:
    assert differences(case, vary, seed=int(case)) == []


@pytest.mark.parametrize("vary", VARIANTS, ids=lambda vary: vary.__name__)
def test_each_variant_tells_something_else(vary: Any) -> None:
    world = {**TOLD, **facts_of(rows_of("6"))}
    assert vary(world, Random(0)).world != world


def test_a_shift_of_the_days_without_the_day_would_be_noticed() -> None:
    """The verdicts can tell: the same story, asked on the old days, is another one."""
    moved = other_days(facts_of(rows_of("1")), Random(3))
    assert moved.today != TODAY
    verdicts = [v for v in VERDICTS if v.case == "1"]
    still = type(moved)(moved.world, {}, TODAY)
    assert any(v.ask(still.asked(v)) != v.said for v in verdicts)


@pytest.mark.parametrize("account", sorted(TOLD))
def test_more_people_with_power_lower_the_coverage_of_their_layer_and_nothing_else(account: str) -> None:
    """C falls to Σπ ÷ (Σπ + Σπ of those who came); who is reached, decides or is lost stays."""
    before, after = (
        View(told, AsOf.on(TODAY, "UTC"), Constants())
        for told in (TOLD[account], with_more_people(TOLD[account], Random(1), power=0.3))
    )
    for old, new in zip(gaps(before).layers, gaps(after).layers, strict=True):
        power = [view.power(view.layers[old.layer]) for view in (before, after)]
        if old.coverage is not None:
            assert new.coverage == pytest.approx(old.coverage * power[0] / power[1])
        assert (new.reached, new.threads) == (old.reached, old.threads)
    assert gaps(after).decision_holders == gaps(before).decision_holders
    assert spof(after) == spof(before)
    assert exposure(after) == exposure(before)


def test_more_people_came_somewhere() -> None:
    more = [a for a, facts in TOLD.items() if with_more_people(facts, Random(1), 0.3) != facts]
    assert len(more) >= 4


OF_THE_FIRM = {
    "c2-bai": "Chief Accountant 总会计师",
    "c3-bh-gm": "Plant Director 厂长",
    "c3-dl-gm": "Plant Director 厂长",
    "c3-lt-gm": "Station Head 站长",
    "c5-hj1": "Paint Buyer 油漆采购",
    "c7-ji": "Mill Manager 厂长",
    "c8-jb1": "Director 局长",
}
"""Titles whose halves are not the same: these heads rank by the size of the firm, 采购 alone is no post."""


def guessed(facts: AccountFacts, language: str) -> dict[str, tuple[str | None, tuple[str, ...]]]:
    """Layers and functions of an account's people as their titles in one language tell them."""
    people = {
        e.person_id: Employment(e.person_id, e.name, title=in_language(e.title, language))
        for e in facts.people
        if in_language(e.title, "English") and in_language(e.title, "Chinese")
    }
    found, _ = guessed_people(people, [])
    return {p: (e.layer, e.functions) for p, e in found.items()}


def test_a_title_tells_the_same_layer_in_english_and_in_chinese() -> None:
    english, chinese = ({} for _ in range(2))
    for facts in TOLD.values():
        english |= {p: layer for p, (layer, _) in guessed(facts, "English").items()}
        chinese |= {p: layer for p, (layer, _) in guessed(facts, "Chinese").items()}
    differ = {p for p in english if english[p] != chinese[p]}
    assert len(english) > 50
    assert differ == OF_THE_FIRM.keys()


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("Procurement Manager", "采购经理"),
        ("General Manager", "总经理"),
        ("Vice President", "副总裁"),
        ("Legal Counsel", "法律顾问"),
        ("Assistant to the General Manager", "总经理助理"),
        ("Quality Engineer", "质量工程师"),
    ],
)
def test_pairs_of_titles(english: str, chinese: str) -> None:
    one, other = read_title(english), read_title(chinese)
    assert (one.layer, set(one.functions)) == (other.layer, set(other.functions))
