"""The state of each person: who is there that day, in which order, reached how."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from graphkam.analysis import View, people
from graphkam.domain.facts import AccountFacts, Assignment, Employment, Relation, RoleHolding, TeamMember
from graphkam.domain.moment import AsOf
from tests.brute import Brute
from tests.worlds import AT, DEFAULTS, TODAY, accounts, contact, view

LIU = Employment("liu", "Liu")


def test_executives_come_first_then_power_then_ids() -> None:
    crowd = (
        Employment("a", "A"),
        Employment("b", "B", layer="operating", power=0.9),
        Employment("c", "C", layer="executive", power=0.1),
        Employment("e", "E", layer="executive"),
        Employment("d", "D", layer="executive"),
    )
    assert [p.id for p in people(view(people=crowd))] == ["d", "e", "c", "b", "a"]


def test_valid_from_that_day_on_until_the_day_before_valid_to() -> None:
    liu = replace(LIU, valid_from="2026-02-01", valid_to="2026-03-01")
    there = [bool(people(view(AsOf.on(day, "UTC"), people=(liu,)))) for day in ("2026-01-31", "2026-02-01")]
    gone = [bool(people(view(AsOf.on(day, "UTC"), people=(liu,)))) for day in ("2026-02-28", "2026-03-01")]
    assert (there, gone) == ([False, True], [True, False])


def test_of_two_rows_that_hold_that_day_the_later_begun_counts() -> None:
    rows = (
        replace(LIU, title="Chief", valid_from="2026-01-01"),
        replace(LIU, title="Clerk"),
        replace(LIU, title="President", valid_from="2026-04-01"),
    )
    assert [p.title for p in people(view(people=rows))] == ["Chief"]


def test_the_source_of_a_layer_is_said_and_an_unknown_layer_has_none() -> None:
    def source(**work: object) -> str:
        return people(view(people=(replace(LIU, **work),)))[0].layer_source

    assert source(layer="executive", layer_source="title") == "title"
    assert source(layer="executive") == "given"
    assert source(layer=None, layer_source="title") == "unknown"


def test_roles_are_those_held_that_day() -> None:
    roles = (RoleHolding("liu", "coach"), RoleHolding("liu", "decider", valid_to="2026-03-01"))
    [liu] = people(view(people=(LIU,), roles=roles))
    assert (liu.roles, liu.decision_holder) == (("coach",), False)


def test_reached_by_touchpoints_and_reached_by_influence_are_told_apart() -> None:
    facts = {
        "people": (LIU, Employment("xu", "Xu"), Employment("wu", "Wu")),
        "team": (TeamMember("li", "Li"),),
        "assignments": (Assignment("li", "account_manager"),),
        "relations": (Relation("liu", "xu", "influences"),),
        "touchpoints": (contact("li", "liu"),),
    }
    states = {p.id: (p.reached, p.reached_by_influence, p.coverage) for p in people(view(**facts))}
    assert states["liu"] == (True, True, pytest.approx(0.6321, abs=1e-4))
    assert states["xu"] == (False, True, 0.0)
    assert states["wu"] == (False, False, 0.0)


def test_a_placeholder_is_known_but_never_reached() -> None:
    somebody = replace(LIU, placeholder=True)
    relations = (Relation("xu", "liu", "influences"), Relation("liu", "wu", "influences"))
    facts = {
        "people": (somebody, Employment("xu", "Xu"), Employment("wu", "Wu")),
        "team": (TeamMember("li", "Li"),),
        "relations": relations,
        "touchpoints": (contact("li", "liu"), contact("li", "xu")),
    }
    reached = {p.id: (p.reached, p.reached_by_influence) for p in people(view(**facts))}
    assert reached == {"liu": (False, False), "xu": (True, True), "wu": (False, False)}


@settings(deadline=None, max_examples=200)
@given(accounts())
def test_reach_and_coverage_are_those_of_the_definition(facts: AccountFacts) -> None:
    brute, states = Brute(facts, TODAY), people(View(facts, AT, DEFAULTS))
    assert {p.id for p in states if p.reached} == brute.reached(influence=False)
    assert {p.id for p in states if p.reached_by_influence} == brute.reached(influence=True)
    assert {p.id for p in states if p.decision_holder} == brute.deciders
    for state in states:
        assert state.coverage == pytest.approx(brute.c(state.id))
