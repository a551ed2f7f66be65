"""Exposure: what is not reached, or hangs on one person, and what that is worth."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from graphkam.analysis import View, exposure
from graphkam.domain.answers import Exposure
from graphkam.domain.facts import Account, AccountFacts, Employment, Relation, RoleHolding, TeamMember
from tests.brute import Brute
from tests.worlds import AT, DEFAULTS, TODAY, accounts, contact, view


def exposed(ties: str, value: float | None = 1000.0, influence: str = "", **powers: float) -> Exposure:
    """Everybody in `powers` decides; `ties` like "t-a u-b"."""
    return exposure(
        view(
            account=Account("a", "A", annual_value=value),
            people=tuple(Employment(p, p.upper(), power=power) for p, power in powers.items()),
            team=tuple(TeamMember(i, i.upper()) for i in "tu"),
            roles=tuple(RoleHolding(p, "decider") for p in powers),
            relations=tuple(Relation(line[0], line[2], "influences") for line in influence.split()),
            touchpoints=tuple(contact(pair[0], pair[2]) for pair in ties.split()),
        )
    )


def test_nobody_reached_is_wholly_exposed() -> None:
    answer = exposed("", a=0.5)
    assert (answer.exposure, answer.unreached, answer.largest_impact, answer.largest) == (1.0, 1.0, 0.0, ())
    assert answer.value_at_risk == 1000.0
    assert answer.reason == "100% of the deciding power is not reached: A"


def test_what_is_not_reached() -> None:
    answer = exposed("t-a u-a t-b u-b", a=0.2, b=0.2, c=0.6)
    assert answer.exposure == answer.unreached == pytest.approx(0.6)
    assert answer.value_at_risk == pytest.approx(600.0)


def test_what_hangs_on_one_person_of_ours() -> None:
    answer = exposed("t-a t-b u-c", a=0.3, b=0.3, c=0.4)
    assert (answer.unreached, answer.exposure) == (0.0, pytest.approx(0.6))
    assert answer.largest == ("t",)
    assert answer.reason == "60% of the deciding power hangs on one person: T"


def test_what_hangs_on_one_person_of_theirs() -> None:
    answer = exposed("t-a u-a", influence="a-b", a=0.4, b=0.6)
    assert (answer.exposure, answer.largest) == (1.0, ("a",))


def test_all_who_carry_the_largest_part_are_named() -> None:
    assert exposed("t-a u-b", a=0.5, b=0.5).largest == ("a", "b", "t", "u")


def test_influence_reaches_but_knowing_a_subordinate_does_not() -> None:
    assert exposed("t-a u-a", influence="a-b", a=0.1, b=0.9).unreached == 0.0
    assert exposed("t-a u-a", influence="b-a", a=0.1, b=0.9).unreached == pytest.approx(0.9)


def test_where_nobody_or_nobody_of_power_decides_it_is_undefined() -> None:
    for answer in (exposed(""), exposed("t-a", a=0.0)):
        assert (answer.exposure, answer.unreached, answer.largest_impact, answer.value_at_risk) == (None,) * 4
        assert answer.reason == "nobody with the power to decide is known"


def test_without_annual_value_there_is_no_value_at_risk() -> None:
    answer = exposed("", value=None, a=0.5)
    assert (answer.exposure, answer.value_at_risk) == (1.0, None)
    assert exposed("", value=0.0, a=0.5).value_at_risk == 0.0


@settings(deadline=None, max_examples=300)
@given(accounts())
def test_exposure_is_that_of_the_definition(facts: AccountFacts) -> None:
    answer, expected = exposure(View(facts, AT, DEFAULTS)), Brute(facts, TODAY).exposure()
    assert answer.exposure == pytest.approx(expected)
    value = facts.account.annual_value
    known = value is not None and expected is not None
    assert answer.value_at_risk == (pytest.approx(expected * value) if known else None)
