"""Power and support: who judged what, when, how sure, and how far they disagree."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from graphkam.analysis import View, people
from graphkam.analysis.judgement import support_word
from graphkam.domain.answers import PersonState
from graphkam.domain.constants import Constants
from graphkam.domain.facts import AccountFacts, Assessment, Employment
from tests.brute import Brute
from tests.worlds import AT, DEFAULTS, TODAY, accounts, view


def said(author: str, at: str = "2026-01-01", **judged: object) -> Assessment:
    return Assessment("liu", author, at, **judged)


def liu(*assessments: Assessment, constants: Constants = DEFAULTS, **person: object) -> PersonState:
    [state] = people(
        view(constants=constants, people=(Employment("liu", "Liu", **person),), assessments=assessments)
    )
    return state


def power(*assessments: Assessment, **person: object) -> tuple[float, str]:
    state = liu(*assessments, **person)
    return state.power, state.power_source


def test_power_is_judged_else_given_else_by_layer_else_guessed() -> None:
    assert power(said("li", power=0.9), power=0.1, layer="executive") == (0.9, "assessed")
    assert power(power=0.1, layer="executive") == (0.1, "given")
    assert power(layer="executive") == (0.8, "layer")
    assert power(layer="management") == (0.5, "layer")
    assert power(layer="operating") == (0.2, "layer")
    assert power() == (0.4, "guessed")
    assert power(power=0.0) == (0.0, "given")


def test_authors_are_weighted_by_confidence_and_silence_about_it_is_one_half() -> None:
    sure = said("li", power=1.0, confidence=1.0)
    assert power(sure, said("wu", power=0.4))[0] == pytest.approx(0.8)  # (1·1 + ½·0.4) ÷ 1½
    assert power(sure, said("wu", power=0.4, confidence=0.0))[0] == 1.0


def test_authors_who_are_all_not_sure_at_all_count_alike() -> None:
    unsure = [said("li", power=1.0, confidence=0.0), said("wu", power=0.5, confidence=0.0)]
    assert power(*unsure)[0] == 0.75


def test_only_the_newest_of_each_author_up_to_as_of_counts() -> None:
    past = said("li", "2025-01-01", power=0.2)
    now = said("li", "2026-03-01", power=0.6)
    future = said("li", "2026-03-02", power=1.0)
    assert power(future, now, past)[0] == 0.6
    assert power(past, future)[0] == 0.2


def test_a_bare_date_is_the_noon_of_that_day() -> None:
    day = said("li", "2026-01-01", power=0.2)
    assert power(day, said("li", "2026-01-01T11:00:00Z", power=0.8))[0] == 0.2
    assert power(day, said("li", "2026-01-01T13:00:00Z", power=0.8))[0] == 0.8


def test_a_later_word_on_support_does_not_withdraw_what_was_said_of_power() -> None:
    state = liu(said("li", "2025-01-01", power=0.9), said("li", "2026-01-01", support="opponent"))
    assert (state.power, state.support) == (0.9, "opponent")


def test_disagreement_is_the_span_of_the_authors() -> None:
    state = liu(said("li", power=0.9, support="mentor"), said("wu", power=0.2, support="opponent"))
    assert (state.power_disagreement, state.support_disagreement) == (pytest.approx(0.7), 2.0)
    assert (state.support_value, state.support) == (0.0, "neutral")
    assert liu(said("li", power=0.9)).power_disagreement is None


def test_nobody_judged_is_not_neutral() -> None:
    assert (liu().support, liu().support_value) == (None, None)
    assert liu(said("li", support="neutral")).support == "neutral"


def test_the_nearest_word_and_half_way_the_one_towards_neutral() -> None:
    values = (1.0, 0.8, 0.75, 0.75 + 1e-12, 0.3, 0.25, 0.0, -0.25, -0.26, -0.75, -0.76, -1.0)
    words = (
        ["mentor", "mentor"] + ["supporter"] * 3 + ["neutral"] * 3 + ["non_supporter"] * 2 + ["opponent"] * 2
    )
    assert [support_word(v) for v in values] == words


@settings(deadline=None, max_examples=200)
@given(accounts())
def test_power_and_support_are_those_of_the_definition(facts: AccountFacts) -> None:
    brute = Brute(facts, TODAY)
    states = people(View(facts, AT, DEFAULTS))
    assert {p.id for p in states} == set(brute.theirs)
    for state in states:
        assert state.power == pytest.approx(brute.pi(state.id))
        assert state.support_value == pytest.approx(brute.support(state.id))
