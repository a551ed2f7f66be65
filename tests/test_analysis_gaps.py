"""Gaps: where an account is open, in which colour, and why."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from graphkam.analysis import View, gaps
from graphkam.domain.answers import Gap, Gaps
from graphkam.domain.facts import AccountFacts, Assessment, Employment, RoleHolding, TeamMember
from graphkam.domain.message import Message
from graphkam.domain.vocabulary import LAYERS, ROLES
from tests.brute import Brute
from tests.worlds import AT, DEFAULTS, TODAY, accounts, contact, view

OURS = (TeamMember("li", "Li", function="sales"), TeamMember("wu", "Wu"))
OPERATING = (Employment("a", "Ann", layer="operating"), Employment("b", "Ben", layer="operating"))


def found(answer: Gaps) -> set[tuple[str, str, str]]:
    return {(g.kind, g.what, g.severity) for g in answer.gaps}


def of_kind(answer: Gaps, kind: str, what: str) -> Gap:
    [gap] = [g for g in (*answer.gaps, *answer.data_gaps) if (g.kind, g.what) == (kind, what)]
    return gap


def test_an_account_of_which_nothing_is_known_has_three_empty_layers() -> None:
    answer = gaps(view())
    assert found(answer) == {("layer", layer, "red") for layer in LAYERS}
    assert (answer.status, answer.no_layer, answer.decision_source) == ("red", 0, "none")
    assert [layer.layer for layer in answer.layers] == list(LAYERS)
    assert answer.functions == answer.matrix == answer.decision_holders == ()


def test_the_account_has_the_colour_of_its_worst_layer() -> None:
    people = [Employment(f"{layer}{i}", "X", layer=layer) for layer in LAYERS for i in (0, 1)]
    ties = [contact(u, p.person_id) for u in ("li", "wu") for p in people]

    def status(*left_out: str) -> str:
        touchpoints = tuple(t for t in ties if t.id not in left_out)
        return gaps(view(people=tuple(people), team=OURS, touchpoints=touchpoints)).status

    assert status() == "green"
    assert status("li/executive0/0.0", "wu/executive0/0.0") == "amber"
    assert status(*(t.id for t in ties if "executive" in t.id)) == "red"


def test_an_open_layer_names_whom_we_do_not_reach_most_powerful_first() -> None:
    people = (replace(OPERATING[0], power=0.1), replace(OPERATING[1], power=0.9))
    gap = of_kind(gaps(view(people=people)), "layer", "operating")
    assert (gap.severity, gap.people) == ("red", ("b", "a"))
    assert gap.reason == "operating layer: no live tie with any of 2 people known (Ben, Ann)"


def test_a_thin_layer_says_why() -> None:
    answer = gaps(view(people=OPERATING, team=OURS, touchpoints=(contact("li", "a"),)))
    gap = of_kind(answer, "layer", "operating")
    assert (gap.severity, gap.people) == ("amber", ("b",))
    assert gap.reason == (
        "operating layer: 32% of its power is covered, less than 50%; all its live ties are held by Li; "
        "only Ann of 2 people is reached"
    )
    assert isinstance(gap.reason, Message)


def test_reasons_are_translated_with_the_words_in_them() -> None:
    gap = of_kind(gaps(view()), "layer", "executive")
    assert isinstance(gap.reason, Message)
    words = {"executive layer": "决策层", "{layer}: nobody of theirs is known": "{layer}:一个人都不认识"}
    assert gap.reason.said(lambda one, _many, _n: words.get(one, one)) == "决策层:一个人都不认识"


def test_a_function_is_a_gap_when_somebody_is_known_and_nobody_reached() -> None:
    people = (
        replace(OPERATING[0], functions=("finance", "legal")),
        replace(OPERATING[1], functions=("legal",)),
    )
    answer = gaps(view(people=people, team=OURS, touchpoints=(contact("li", "b"),)))
    assert ("function", "finance", "amber") in found(answer)
    assert {f.function: f.status for f in answer.functions} == {"finance": "open", "legal": "thin"}
    assert of_kind(answer, "function", "finance").people == ("a",)


def test_a_role_is_a_gap_when_somebody_holds_it_and_nobody_is_reached() -> None:
    roles = (RoleHolding("a", "coach"), RoleHolding("b", "user"), RoleHolding("a", "user", "other tender"))
    answer = gaps(view(people=OPERATING, team=OURS, roles=roles, touchpoints=(contact("li", "b"),)))
    assert ("role", "coach", "red") in found(answer)
    assert {r.role: (r.holders, r.reached, r.status) for r in answer.roles if r.holders} == {
        "coach": (1, 0, "open"),
        "user": (2, 1, "thin"),
    }


def test_a_role_that_nobody_recorded_is_unknown_and_no_gap() -> None:
    answer = gaps(view(people=OPERATING))
    assert [r.role for r in answer.roles if r.status == "unknown"] == list(ROLES)
    assert {g.what for g in answer.data_gaps if g.kind == "role"} == set(ROLES)
    assert not any(g.kind == "role" for g in answer.gaps)


def test_a_role_whose_holder_has_left_is_unknown_again() -> None:
    gone = (replace(OPERATING[0], valid_to="2026-03-01"),)
    answer = gaps(view(people=gone, roles=(RoleHolding("a", "approver"),)))
    assert {r.status for r in answer.roles} == {"unknown"}
    assert not any(g.kind in ("role", "veto") for g in answer.gaps)


@pytest.mark.parametrize("role", ["approver", "technical_buyer"])
def test_who_can_veto_and_is_not_reached_is_red(role: str) -> None:
    facts = {"people": OPERATING, "team": OURS, "roles": (RoleHolding("a", role),)}
    assert ("veto", "a", "red") in found(gaps(view(**facts)))
    assert "Ann can veto" in of_kind(gaps(view(**facts)), "veto", "a").reason
    met = gaps(view(**facts, touchpoints=(contact("li", "a"),)))
    assert not any(g.kind == "veto" for g in met.gaps)


def test_having_sat_in_the_same_room_is_no_relationship() -> None:
    dinner = contact("li", "b", channel="dinner", present=("a",))
    answer = gaps(
        view(people=OPERATING, team=OURS, roles=(RoleHolding("a", "approver"),), touchpoints=(dinner,))
    )
    assert ("veto", "a", "red") in found(answer)


def test_another_decision_holder_without_tie_is_amber() -> None:
    answer = gaps(
        view(people=OPERATING, roles=(RoleHolding("a", "decider"), RoleHolding("a", "economic_buyer")))
    )
    assert ("person", "a", "amber") in found(answer)
    assert of_kind(answer, "person", "a").reason == (
        "Ann decides as decider, economic buyer, and nobody of ours has a live tie"
    )


def test_without_roles_management_and_executives_decide() -> None:
    people = (*OPERATING, Employment("m", "Mo", layer="management"), Employment("x", "Xu", layer="executive"))
    answer = gaps(view(people=people))
    assert (answer.decision_holders, answer.decision_source) == (("m", "x"), "layers")
    assert {g.what for g in answer.gaps if g.kind == "person"} == {"m", "x"}
    by_roles = gaps(view(people=people, roles=(RoleHolding("a", "decider"), RoleHolding("b", "coach"))))
    assert (by_roles.decision_holders, by_roles.decision_source) == (("a",), "roles")


def test_people_of_unknown_layer_are_counted_apart() -> None:
    answer = gaps(view(people=(Employment("q", "Qi"),)))
    assert (answer.no_layer, [layer.people for layer in answer.layers]) == (1, [0, 0, 0])
    assert of_kind(answer, "layer", "").reason == "the layer of 1 person is unknown: Qi"


def test_guesses_and_disagreement_are_gaps_in_the_data() -> None:
    people = (replace(OPERATING[0], layer_source="title"), OPERATING[1])
    said = [
        Assessment(p, u, "2026-01-01", power=x)
        for p, u, x in (("a", "li", 0.9), ("a", "wu", 0.5), ("b", "li", 0.8), ("b", "wu", 0.5))
    ]
    answer = gaps(view(people=people, assessments=tuple(said)))
    assert of_kind(answer, "guess", "title").people == ("a",)
    assert [g.what for g in answer.data_gaps if g.kind == "disagreement"] == [
        "a"
    ]  # 0.4, and 0.3 is not above 0.3
    assert all(g.severity == "unknown" for g in answer.data_gaps)


def test_where_nobody_of_legal_and_finance_is_known_the_data_say_so() -> None:
    people = (replace(OPERATING[0], functions=("finance",)), OPERATING[1])
    assert [g.what for g in gaps(view(people=people)).data_gaps if g.kind == "function"] == ["legal"]


def test_the_matrix_counts_live_ties_between_functions() -> None:
    people = (
        replace(OPERATING[0], functions=("finance", "legal")),
        OPERATING[1],
    )
    touchpoints = (
        contact("li", "a"),
        contact("wu", "a"),
        contact("wu", "b"),
        contact("li", "b", channel="email"),
    )
    cells = {
        (c.ours, c.theirs): (c.ties, round(c.strength, 3))
        for c in gaps(view(people=people, team=OURS, touchpoints=touchpoints)).matrix
    }
    assert cells == {
        ("sales", "finance"): (1, 0.632),
        ("sales", "legal"): (1, 0.632),
        (None, "finance"): (1, 0.632),
        (None, "legal"): (1, 0.632),
        (None, None): (1, 0.632),
    }


def test_several_ties_in_one_cell_of_the_matrix_add_up_like_coverage() -> None:
    touchpoints = (contact("li", "a"), contact("li", "b"))
    [cell] = gaps(view(people=OPERATING, team=OURS, touchpoints=touchpoints)).matrix
    assert (cell.ours, cell.theirs, cell.ties, round(cell.strength, 3)) == (
        "sales",
        None,
        2,
        0.865,
    )  # 1 − e⁻²


def test_red_gaps_come_first() -> None:
    roles = (RoleHolding("a", "decider"), RoleHolding("b", "approver"))
    severities = [g.severity for g in gaps(view(people=OPERATING, roles=roles)).gaps]
    assert severities == sorted(severities, key=["red", "amber"].index)
    assert set(severities) == {"red", "amber"}


@settings(deadline=None, max_examples=200)
@given(accounts())
def test_gaps_are_those_of_the_definition(facts: AccountFacts) -> None:
    brute, answer = Brute(facts, TODAY), gaps(View(facts, AT, DEFAULTS))
    assert found(answer) == brute.gaps()
    assert set(answer.decision_holders) == brute.deciders
    assert {r.role: set(r.people) for r in answer.roles} == {role: brute.holders(role) for role in ROLES}
    assert answer.no_layer + sum(layer.people for layer in answer.layers) == len(brute.theirs)
