"""Coverage of a set: how much of its power is reached, and how thinly."""

from __future__ import annotations

import math
from collections.abc import Iterable

import pytest
from hypothesis import given, settings

from graphkam.analysis import View, coverage
from graphkam.domain.answers import Coverage, Strongest
from graphkam.domain.constants import Constants
from graphkam.domain.facts import AccountFacts, Assessment, Employment, TeamMember, Touchpoint
from graphkam.domain.vocabulary import LAYERS
from tests.brute import Brute
from tests.worlds import AT, DEFAULTS, TODAY, accounts, contact, view

S1 = 1 - math.exp(-1)
"""The strength of one fresh meeting, 0.632."""
OURS = (TeamMember("li", "Li"), TeamMember("wu", "Wu"))


def measured(
    *touchpoints: Touchpoint,
    powers: Iterable[float] = (0.8, 0.2),
    constants: Constants = DEFAULTS,
    assessments: Iterable[Assessment] = (),
    **person: object,
) -> Coverage:
    """Coverage of a, b, … with these powers."""
    people = tuple(Employment(i, i.upper(), power=p, **person) for i, p in zip("abcd", powers, strict=False))
    seen = view(
        constants=constants,
        people=people,
        team=OURS,
        touchpoints=touchpoints,
        assessments=tuple(assessments),
    )
    return coverage(seen, [p.person_id for p in people], Coverage)


def test_coverage_is_weighted_by_power() -> None:
    assert measured(contact("li", "a")).coverage == pytest.approx(0.8 * S1)
    assert measured(contact("li", "b")).coverage == pytest.approx(0.2 * S1)


def test_two_ties_with_one_person_cover_more_than_one() -> None:
    both = measured(contact("li", "a"), contact("wu", "a"), powers=[0.5])
    assert both.coverage == pytest.approx(1 - (1 - S1) ** 2)
    assert (both.reached, both.ours, both.threads) == (1, 2, pytest.approx(2.0))


def test_a_tie_that_is_not_live_covers_nothing() -> None:
    faint = measured(contact("li", "a", channel="email"))
    assert (faint.coverage, faint.reached, faint.threads, faint.strongest) == (0.0, 0, None, None)


def test_threads_are_the_effective_number_of_equal_pairs() -> None:
    four = measured(*[contact(u, p) for u in ("li", "wu") for p in "ab"])
    assert four.threads == pytest.approx(4.0)
    uneven = measured(contact("li", "a", days=90), contact("wu", "b"))
    half = 1 - math.exp(-0.5)
    assert uneven.threads == pytest.approx((S1 + half) ** 2 / (S1**2 + half**2))
    assert uneven.strongest == Strongest("wu", "b", pytest.approx(S1 / (S1 + half)))


@pytest.mark.parametrize(
    ("status", "touchpoints", "powers"),
    [
        ("empty", [], []),
        ("open", [], [0.5]),
        ("thin", [contact("li", "a")], [0.5]),  # one of ours holds it all
        ("covered", [contact("li", "a"), contact("wu", "a")], [0.5]),  # one person, and nobody else is known
        ("thin", [contact("li", "a"), contact("wu", "a")], [0.9, 0.1]),  # one of two known is reached
        ("covered", [contact("li", "a"), contact("wu", "b")], [0.9, 0.1]),
        ("thin", [contact("li", "a", days=80), contact("wu", "b", days=80)], [0.9, 0.1]),  # C = 0.42
    ],
)
def test_status(status: str, touchpoints: list[Touchpoint], powers: list[float]) -> None:
    assert measured(*touchpoints, powers=powers).status == status


def test_one_half_is_enough_within_the_tolerance() -> None:
    ties = [contact("li", "a"), contact("wu", "b")]
    assert measured(*ties, constants=Constants(thin_coverage=S1)).status == "covered"
    assert measured(*ties, constants=Constants(thin_coverage=S1 + 1e-6)).status == "thin"


def test_of_people_without_power_coverage_is_undefined_and_no_reason_to_be_thin() -> None:
    powerless = measured(contact("li", "a"), contact("wu", "b"), powers=[0.0, 0.0])
    assert (powerless.coverage, powerless.status) == (None, "covered")


def test_nobody_known_has_no_coverage() -> None:
    nobody = measured(powers=[])
    assert (nobody.coverage, nobody.support, nobody.threads, nobody.target_gap) == (None, None, None, 0.0)


def test_support_is_of_those_judged_only_and_weighted_by_power() -> None:
    judged = [
        Assessment("a", "li", "2026-01-01", support="mentor"),
        Assessment("b", "li", "2026-01-01", support="opponent"),
    ]
    assert measured(assessments=judged).support == pytest.approx(0.6)  # 0.8 − 0.2
    assert measured(assessments=judged[:1]).support == 1.0
    assert [measured(assessments=judged[:n]).unknown for n in range(3)] == [2, 1, 0]


def test_hostile_ties_are_reach() -> None:
    hostile = [Assessment("a", "li", "2026-01-01", support="opponent")]
    assert measured(contact("li", "a"), powers=[0.5], assessments=hostile).coverage == pytest.approx(S1)


def test_guesses_are_counted() -> None:
    assert measured(layer="executive", layer_source="title").guessed == 2
    assert measured(layer="executive", layer_source="reports_to").guessed == 2
    assert measured(layer="executive", layer_source="given").guessed == 0
    assert measured(powers=[None, 0.5]).guessed == 1  # no layer either: the power is a guess


def test_the_target_gap_is_what_is_missing_to_the_wanted_strengths() -> None:
    assert measured(contact("li", "a"), target=0.8).target_gap == pytest.approx(0.8 - S1 + 0.8)
    assert measured(contact("li", "a"), contact("wu", "b"), target=0.1).target_gap == 0.0


@settings(deadline=None, max_examples=200)
@given(accounts())
def test_layers_are_covered_as_defined(facts: AccountFacts) -> None:
    brute, seen = Brute(facts, TODAY), View(facts, AT, DEFAULTS)
    for layer in LAYERS:
        answer = coverage(seen, brute.layer(layer), Coverage)
        assert answer.coverage == pytest.approx(brute.coverage(brute.layer(layer)))
        assert answer.status == brute.status(brute.layer(layer))
        assert answer.reached == len(brute.layer(layer) & brute.reached(influence=False))
        assert answer.threads is None or 1 - 1e-9 <= answer.threads <= len(brute.live)
