"""Who decides: the expected table, net support, and whom opponents can turn; numbers worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphkam.analysis import View, decision, gaps
from graphkam.analysis.expected import decision_size, expected_table
from graphkam.analysis.opposition import opponents, pulls
from graphkam.domain.constants import Constants
from graphkam.domain.expectedtable import seats
from graphkam.domain.facts import Account, Assessment, Employment, Order, Relation, RoleHolding
from graphkam.domain.vocabulary import FUNCTIONS, SUPPORTS
from tests.worlds import AT, DEFAULTS, accounts, contact, view

PEOPLE = (
    Employment("head", "Hu", layer="executive", power=0.8, functions=("general_management",)),
    Employment("tech", "Tao", layer="management", power=0.6, functions=("technical",)),
    Employment("buyer", "Bo", layer="management", power=0.4, functions=("procurement",)),
    Employment("old", "Ou", layer="operating", power=0.2),
)
ROLES = (
    RoleHolding("head", "decider"),
    RoleHolding("tech", "approver"),
    RoleHolding("buyer", "economic_buyer"),
)
WORTH = Account("a", "Account A", currency="CNY", annual_value=2_000_000.0)


def judged(**supports: str) -> tuple[Assessment, ...]:
    return tuple(Assessment(p, "li", "2026-01-01", support) for p, support in supports.items())


def table(account: Account = WORTH, **more: object) -> View:
    return view(AT, **{"account": account, "people": PEOPLE, "roles": ROLES, **more})


# The size of a decision, and who is expected ---------------------------------------------------------------


def test_the_size_is_the_largest_of_orders_annual_value_and_potential() -> None:
    orders = (Order("o1", "2026-01-01", 3_000_000.0), Order("o2", "2026-03-02", 9e9))
    assert decision_size(table(orders=orders)) == (3_000_000.0, "CNY", "order"), "the second lies ahead"
    assert decision_size(table()) == (2_000_000.0, "CNY", "annual_value")
    wide = replace(WORTH, potential=7_000_000.0)
    assert decision_size(table(wide, orders=orders)) == (7_000_000.0, "CNY", "potential")
    lost = (Order("o1", "2026-01-01", 8_000_000.0, lost_to="Rival"),)
    assert decision_size(table(wide, orders=lost)) == (8_000_000.0, "CNY", "order")
    assert decision_size(table(Account("a", "A"))) is None


def test_currencies_are_never_compared_without_a_rate() -> None:
    orders = (Order("o1", "2026-01-01", 3_000_000.0, currency="USD"),)
    assert decision_size(table(orders=orders)) == (2_000_000.0, "CNY", "annual_value")
    rates = Constants.of({"currency": "CNY", "rates": {"USD": 7.0}})
    with_rate = View(table(orders=orders).facts, AT, rates)
    assert decision_size(with_rate) == (21_000_000.0, "CNY", "order")


def expected(value: float, currency: str | None, constants: Constants = DEFAULTS) -> list[str]:
    account = Account("a", "A", currency=currency, potential=value)
    facts = table(account).facts
    return [seat.function for seat in expected_table(View(facts, AT, constants))]


def test_functions_are_expected_from_their_size_on() -> None:
    assert expected(2_999_999.0, "CNY") == ["procurement", "technical", "finance"]
    assert expected(3_000_000.0, "CNY") == ["procurement", "technical", "finance", "legal"]
    assert expected(400_000.0, "EUR") == ["procurement", "technical", "finance", "legal"]
    assert expected(50_000.0, "CNY") == []
    assert expected(9e9, "XTS") == [], "no value in that currency, no annual value: nothing tells"


def test_the_table_is_scaled_and_converted() -> None:
    assert "legal" not in expected(3_000_000.0, "CNY", Constants(table_factor=2.0))
    rates = Constants.of({"currency": "CHF", "rates": {"CNY": 0.1, "EUR": 0.9}})
    assert "legal" in expected(300_000.0, "CHF", rates)
    assert "legal" not in expected(299_000.0, "CHF", rates)


def test_so_many_times_a_years_business_is_out_of_the_ordinary_in_any_currency() -> None:
    for potential, functions in ((199.0, ["finance"]), (200.0, ["finance", "legal", "general_management"])):
        account = Account("a", "A", currency="XTS", annual_value=100.0, potential=potential)
        assert [seat.function for seat in expected_table(table(account))] == functions


def test_a_seat_says_who_is_known_and_reached() -> None:
    seated = {seat.function: (seat.status, seat.people) for seat in expected_table(table())}
    assert seated["procurement"] == ("open", ("buyer",))
    assert seated["finance"] == ("empty", ())


def test_nobody_known_in_an_expected_function_is_a_gap_in_the_data() -> None:
    large = replace(WORTH, potential=14_000_000.0)
    named = {g.what: g.reason for g in gaps(table(large)).data_gaps if g.kind == "function"}
    assert list(named) == ["finance", "legal", "quality", "it"]
    assert named["legal"] == (
        "a decision of this size (14,000,000 CNY) usually has legal at the table: nobody of theirs is even known"
    )
    small = Account("a", "A", currency="CNY", annual_value=20_000.0)
    assert not [g for g in gaps(table(small)).data_gaps if g.kind == "function"]


def test_an_executive_of_no_recorded_function_is_of_general_management() -> None:
    large = replace(WORTH, potential=14_000_000.0)
    people = (replace(PEOPLE[0], functions=()), *PEOPLE[1:])
    [seat] = [s for s in expected_table(table(large, people=people)) if s.function == "general_management"]
    assert seat.people == ("head",)


def test_the_table_that_ships_is_sound() -> None:
    assert {seat.function for seat in seats()} <= set(FUNCTIONS)
    assert all(value > 0 for seat in seats() for value in seat.values.values())
    assert len({tuple(sorted(seat.values)) for seat in seats()}) == 1, "each function in each currency"


@given(accounts(), st.floats(1.0, 1e9), st.floats(1.0, 10.0))
@settings(deadline=None, max_examples=60)
def test_a_larger_decision_never_needs_fewer_people(facts, value, more) -> None:  # type: ignore[no-untyped-def]
    def asked(amount: float) -> set[str]:
        about = replace(facts.account, currency="CNY", annual_value=None, potential=amount)
        return {seat.function for seat in expected_table(View(replace(facts, account=about), AT, DEFAULTS))}

    assert asked(value) <= asked(value * more)


# Net support -----------------------------------------------------------------------------------------------


def test_net_support_is_power_times_support() -> None:
    answer = decision(table(assessments=judged(head="supporter", tech="opponent", buyer="neutral")))
    assert answer.net == pytest.approx(0.8 * 0.5 - 0.6)
    assert answer.share == pytest.approx(-0.2 / 1.8)
    assert (answer.lowest, answer.highest) == (answer.net, answer.net)
    assert (answer.verdict, answer.vetoes) == ("against", ("tech",))
    assert answer.reason == "those who decide are against us; against us and able to say no: Tao"


def test_unknown_is_not_neutral_and_could_turn_it() -> None:
    answer = decision(table(assessments=judged(head="supporter")))
    assert answer.net == pytest.approx(0.4)
    assert (answer.lowest, answer.highest) == (pytest.approx(-0.6), pytest.approx(1.4))
    assert (answer.verdict, answer.unknown) == ("undecided", ("tech", "buyer"))
    assert answer.could_turn == ("tech", "buyer"), "0.6 and 0.4 are no less than 0.4"
    sure = decision(table(assessments=judged(head="mentor", tech="supporter")))
    assert sure.net == pytest.approx(1.1)
    assert (sure.verdict, sure.could_turn, sure.lowest) == ("for", (), pytest.approx(0.7))


def test_a_tenth_of_the_power_makes_a_verdict() -> None:
    close = judged(head="supporter", tech="non_supporter", buyer="neutral")
    answer = decision(table(assessments=close))
    assert (answer.share, answer.verdict) == (pytest.approx(0.1 / 1.8), "undecided")
    clear = judged(head="supporter", tech="neutral", buyer="non_supporter")
    assert decision(table(assessments=clear)).verdict == "for", "0.2 of 1.8"


def test_where_nobody_is_judged_or_nobody_decides_the_verdict_is_unknown() -> None:
    assert (decision(table()).verdict, decision(table()).share) == ("unknown", 0.0)
    nobody = decision(view(AT))
    assert (nobody.verdict, nobody.net, nobody.share, nobody.reason) == (
        "unknown",
        None,
        None,
        "nobody is known who decides",
    )
    powerless = tuple(replace(p, power=0.0) for p in PEOPLE)
    assert decision(table(people=powerless, assessments=judged(head="mentor"))).net is None


@given(accounts(), st.sampled_from(SUPPORTS), st.sampled_from(SUPPORTS))
@settings(deadline=None, max_examples=80)
def test_more_support_never_lowers_the_net(facts, one, other) -> None:  # type: ignore[no-untyped-def]
    worse, better = sorted((one, other), key=SUPPORTS.index, reverse=True)
    for person in sorted(View(facts, AT, DEFAULTS).decision.holders):
        others = tuple(a for a in facts.assessments if a.person_id != person)
        nets = []
        for support in (worse, better):
            said = Assessment(person, "t0", "2026-01-01", support, confidence=1.0)
            answer = decision(View(replace(facts, assessments=(*others, said)), AT, DEFAULTS))
            if answer.net is not None:
                assert answer.lowest <= answer.net <= answer.highest
                nets.append((answer.net, answer.lowest, answer.highest))
        assert nets == sorted(nets)


# Opponents -------------------------------------------------------------------------------------------------

LINES = (
    Relation("old", "tech", "confidant"),
    Relation("tech", "head", "influences", 0.5),
    Relation("buyer", "head", "reports_to"),
    Relation("head", "old", "ally"),
)


def test_an_opponent_turns_whom_influence_leads_to() -> None:
    [one] = opponents(table(relations=LINES, assessments=judged(old="opponent")))
    reach = [(pull.person_id, pytest.approx(pull.weight)) for pull in one.reach]
    assert reach == [("tech", 0.7), ("head", 0.35), ("buyer", 0.175)], (
        "confidant 0.7, 0.5, then a line down 0.5"
    )
    assert one.pull == pytest.approx((0.6 * 0.7 + 0.8 * 0.35 + 0.4 * 0.175) / 1.8)
    assert not one.decision_holder


def test_who_can_turn_most_comes_first_and_an_ally_is_no_way() -> None:
    found = opponents(table(relations=LINES, assessments=judged(head="non_supporter", old="opponent")))
    assert [one.person_id for one in found] == ["old", "head"]
    assert [pull.person_id for pull in found[1].reach] == ["buyer"]
    assert opponents(table(relations=LINES, assessments=judged(head="neutral"))) == ()


@given(accounts())
@settings(deadline=None, max_examples=80)
def test_pulls_are_the_best_products_by_brute_force(facts) -> None:  # type: ignore[no-untyped-def]
    seen = View(facts, AT, DEFAULTS)
    lines = seen.influence.adj

    def best(person: str, goal: str, avoid: frozenset[str]) -> float:
        if person == goal:
            return 1.0
        ways = (
            min(line["strength"], 1.0) * best(n, goal, avoid | {n})
            for n, line in lines[person].items()
            if n not in avoid
        )
        return max(ways, default=0.0)

    for person in list(seen.people)[:2]:
        if person in lines:
            found = pulls(seen, person)
            for other in seen.people:
                if other in lines and other != person:
                    assert found.get(other, 0.0) == pytest.approx(best(person, other, frozenset({person})))


def test_a_placeholder_has_no_lines() -> None:
    people = (replace(PEOPLE[0], placeholder=True), *PEOPLE[1:])
    [one] = opponents(table(people=people, relations=LINES, assessments=judged(head="opponent")))
    assert one.reach == ()


def test_a_live_tie_is_no_way_for_an_opponent() -> None:
    met = table(
        team=(),
        relations=(Relation("tech", "head", "influences"),),
        touchpoints=(contact("li", "tech"),),
        assessments=judged(buyer="opponent"),
    )
    assert [one.reach for one in opponents(met)] == [()]
