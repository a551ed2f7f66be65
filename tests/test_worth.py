"""Value, effort, dependence, segments, whitespace and loads: small portfolios worked out by hand."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphkam.analysis import View, portfolio
from graphkam.analysis.amounts import tiers
from graphkam.analysis.loads import loads, managers, reports
from graphkam.analysis.segments import newest, segments
from graphkam.analysis.worth import dependence, effort, worth
from graphkam.domain.answers import AccountLine
from graphkam.domain.constants import Constants
from graphkam.domain.facts import Account, AccountFacts, Assignment, Order, Reading, TeamMember, Touchpoint
from graphkam.domain.worth import Loads, SegmentLine, Worth
from tests.worlds import DEFAULTS, NOON, contact

OURS = (TeamMember("kam", "Ka", level="management"), TeamMember("rep", "Re", level="operating"))
RATES = Constants.of({"currency": "CNY", "rates": {"EUR": 8.0}})


def facts(
    id_: str, value: float | None = None, currency: str | None = "CNY", *contacts: Touchpoint, **more: object
) -> AccountFacts:
    about = {k: more.pop(k) for k in list(more) if k in Account.__dataclass_fields__}
    account = Account(id_, id_.upper(), annual_value=value, currency=currency, **about)
    return AccountFacts(account, **{"team": OURS, "touchpoints": contacts, **more})


def lines(accounts: list[AccountFacts], constants: Constants = DEFAULTS) -> tuple[AccountLine, ...]:
    return portfolio(View(f, NOON, constants) for f in accounts)


def ask(*accounts: AccountFacts, constants: Constants = DEFAULTS) -> Worth:
    return worth(accounts, lines(list(accounts), constants), NOON, constants)


# Effort against value --------------------------------------------------------------------------------------


def test_effort_is_weight_times_our_people_within_a_year() -> None:
    seen = facts(
        "a",
        1.0,
        "CNY",
        contact("kam rep", "x", 10),
        contact("kam", "x", 20, "call"),
        contact("kam", "x", 30, "complaint"),
        contact("kam kam", "x", 365, "executive_meeting"),
        contact("kam", "x", 365.1),
        contact("kam", "x", -1),
    )
    assert effort(seen, NOON, DEFAULTS) == pytest.approx(2 * 1.0 + 0.5 + 0.0 + 1.5)


def test_shares_of_effort_and_value_are_of_the_same_accounts() -> None:
    answer = ask(
        facts("a", 80.0, "CNY", contact("kam", "x", 1)),
        facts("b", 20.0, "CNY", *(contact("kam", "x", d) for d in (1, 2, 3))),
        facts("c", None, "CNY", contact("kam", "x", 1)),
        facts("d", 7.0, "EUR", contact("kam", "x", 1)),
    )
    found = {line.account_id: line for line in answer.items}
    assert (found["a"].effort_share, found["a"].value_share) == (0.25, 0.8)
    assert (found["b"].effort_share, found["b"].value_share) == (0.75, 0.2)
    assert (found["a"].ratio, found["a"].balance) == (pytest.approx(0.3125), "under")
    assert (found["b"].ratio, found["b"].balance) == (pytest.approx(3.75), "over")
    assert (found["c"].effort, found["c"].effort_share, found["c"].balance) == (1.0, None, None)
    assert (found["d"].effort_share, found["d"].value_share, found["d"].balance) == (1.0, 1.0, "even")
    assert [line.account_id for line in answer.items] == ["a", "b", "d", "c"], "by value, currencies apart"
    assert (answer.value, answer.unvalued) == ({"CNY": 100.0, "EUR": 7.0}, 1)


def test_rates_bring_currencies_together() -> None:
    answer = ask(facts("a", 80.0), facts("b", 10.0, "EUR"), constants=RATES)
    assert answer.value == {"CNY": 160.0}
    assert [(line.account_id, line.value, line.currency) for line in answer.items] == [
        ("a", 80.0, "CNY"),
        ("b", 80.0, "CNY"),
    ]


def test_where_nothing_is_spent_or_worth_anything_shares_are_null() -> None:
    idle = ask(facts("a", 1.0), facts("b", 3.0))
    assert [(line.effort_share, line.ratio, line.balance) for line in idle.items] == [(None, None, None)] * 2
    free = ask(facts("a", 0.0, "CNY", contact("kam", "x", 1)))
    assert [(line.value_share, line.balance) for line in free.items] == [(None, None)]
    assert free.dependence == ()
    some = ask(facts("a", 0.0, "CNY", contact("kam", "x", 1)), facts("b", 1.0))
    assert {line.account_id: line.balance for line in some.items} == {"a": "over", "b": "under"}
    assert ask().items == ()


@given(st.lists(st.floats(0.0, 1e9), min_size=1, max_size=8), st.integers(0, 7))
@settings(deadline=None, max_examples=60)
def test_more_effort_never_turns_over_into_under(values: list[float], place: int) -> None:
    order = ("under", "even", "over")
    accounts = [facts(f"a{i}", v, "CNY", contact("kam", "x", 1)) for i, v in enumerate(values)]
    chosen = accounts[place % len(accounts)]
    more = replace(chosen, touchpoints=(*chosen.touchpoints, contact("kam rep", "x", 2)))
    after = [more if f is chosen else f for f in accounts]

    def told(those: list[AccountFacts]) -> str | None:
        return next(line.balance for line in ask(*those).items if line.account_id == chosen.account.id)

    before_, after_ = told(accounts), told(after)
    assert (before_ is None) == (after_ is None)
    assert before_ is None or order.index(before_) <= order.index(after_ or "")


# Dependence ------------------------------------------------------------------------------------------------


def test_dependence_by_hand() -> None:
    [one] = dependence(lines([facts("a", 60.0), facts("b", 20.0), facts("c", 20.0)]), DEFAULTS)
    assert (one.largest, one.largest_share, one.top_accounts, one.top_share) == ("a", 0.6, 1, 0.6)
    assert one.effective == pytest.approx(1 / (0.36 + 0.04 + 0.04))


def test_the_commonest_currency_comes_first_and_none_are_added() -> None:
    found = dependence(lines([facts("a", 5.0, "USD"), facts("b", 1.0), facts("c", 1.0)]), DEFAULTS)
    assert [(d.currency, d.effective) for d in found] == [("CNY", 2.0), ("USD", 1.0)]


@given(st.lists(st.floats(1.0, 1e9), min_size=1, max_size=12))
@settings(deadline=None, max_examples=80)
def test_the_effective_number_lies_between_one_and_all(values: list[float]) -> None:
    [one] = dependence(lines([facts(f"a{i}", v) for i, v in enumerate(values)]), DEFAULTS)
    assert 1 - 1e-9 <= one.effective <= len(values) + 1e-9
    assert one.largest_share <= one.top_share + 1e-9 <= 1 + 2e-9
    assert one.effective <= 1 / one.largest_share**2 + 1e-6
    assert math.isclose(one.value, math.fsum(values))


# Segments --------------------------------------------------------------------------------------------------

SMALL = [facts(f"z{i}", 1.0 + i) for i in range(9)]
"""Nine accounts below, so that one of 100 is of the top fifth, and of 2.5 in the lower half."""


def told(one: AccountFacts) -> SegmentLine:
    accounts = [one, *SMALL]
    answer = segments(accounts, lines(accounts), NOON, DEFAULTS)
    return next(line for line in answer.items if line.account_id == one.account.id)


def margin(value: float, at: str = "2026-01-01", product: str | None = None) -> Reading:
    return Reading(at, "margin", value, product)


@pytest.mark.parametrize(
    ("one", "suggested", "contradicts"),
    [
        (facts("a", 100.0, segment="VIP"), "VIP", False),
        (facts("a", 100.0, segment="BZ"), "VIP", True),
        (facts("a", 2.5, segment="VIP"), None, True),
        (facts("a", 7.5, segment="VIP"), None, False),
        (facts("a", 2.5, potential=3.75, segment="MGC"), "MGC", False),
        (facts("a", 2.5, potential=3.7, segment="MGC"), None, True),
        (facts("a", 2.5, segment="MGC"), None, False),
        (facts("a", 2.5, potential=9.0, segment="BZ"), "MGC", True),
        (facts("a", 100.0, segment="VIP", readings=(margin(0.0),)), "BZ", True),
        (facts("a", 100.0, segment="VIP", payment="poor", readings=(margin(0.04),)), "BZ", True),
        (facts("a", 100.0, segment="VIP", payment="good", readings=(margin(0.04),)), "VIP", False),
        (facts("a", 100.0, segment="VIP", payment="poor", readings=(margin(0.05),)), "VIP", False),
        (facts("a", 2.5, segment="BZ", readings=(margin(-0.1),)), "BZ", False),
        (facts("a", None), None, False),
        (facts("a", 0.0, potential=5.0), "MGC", False),
    ],
)
def test_segments_against_the_data(one: AccountFacts, suggested: str | None, contradicts: bool) -> None:
    line = told(one)
    assert (line.suggested, line.contradicts) == (suggested, contradicts)
    assert bool(line.reasons) == (suggested is not None or contradicts)


def test_contradictions_come_first_then_room_to_grow() -> None:
    accounts = [
        facts("a", 1.0, potential=9.0),
        facts("b", 1.0, potential=99.0),
        facts("c", 0.5, segment="VIP"),
    ]
    answer = segments([*accounts, facts("d", 8.0)], lines([*accounts, facts("d", 8.0)]), NOON, DEFAULTS)
    assert [line.account_id for line in answer.items] == ["c", "b", "a", "d"]
    assert (answer.contradictions, answer.items[1].room, answer.items[3].room) == (1, 98.0, None)


def test_the_newest_reading_of_each_product_counts() -> None:
    readings = (
        margin(0.9, "2025-01-01", "p"),
        margin(0.2, "2026-01-01", "p"),
        margin(0.4, "2025-06-01", "q"),
        margin(0.0, "2026-06-01", "q"),
    )
    assert newest(facts("a", readings=readings), "margin", NOON) == pytest.approx(0.3)


def order(product: str | None, at: str = "2026-01-01", **more: object) -> Order:
    return Order(f"{product}{at}", at, 1.0, product=product, **more)


def test_whitespace_is_what_two_others_of_the_industry_order_and_this_one_does_not() -> None:
    accounts = [
        facts("a", 1.0, industry="food", orders=(order("ink"), order("pen"), order("pad"))),
        facts("b", 1.0, industry="food", orders=(order("ink"), order("pen"))),
        facts("c", 1.0, industry="food", orders=(order("pen", lost_to="Rival"), order("ink", "2027-01-01"))),
        facts("d", 1.0, industry="steel", orders=(order("pad"),)),
        facts("e", 1.0, orders=(order("pad"),)),
    ]
    found = {
        line.account_id: line.products for line in segments(accounts, lines(accounts), NOON, DEFAULTS).items
    }
    assert [(o.product, o.buyers, o.lost_to) for o in found["c"]] == [
        ("ink", ("a", "b"), ()),
        ("pen", ("a", "b"), ("Rival",)),
    ]
    assert all(not found[other] for other in "abde"), "one buyer of pads is no habit of the industry"


# Loads -----------------------------------------------------------------------------------------------------

BOSS = TeamMember("boss", "Bo", level="executive", grade="senior")
SENIOR = TeamMember("old", "Ol", level="operating", reports_to="boss", grade="Senior")
JUNIOR = TeamMember("new", "Ne", level="operating", reports_to="boss")
GONE = TeamMember("gone", "Go", reports_to="boss", valid_to="2026-01-01")
TEAM = (BOSS, SENIOR, JUNIOR, GONE)


def covered(id_: str, value: float, *managers: str) -> AccountFacts:
    assignments = tuple(Assignment(m, "account_manager") for m in managers)
    return facts(id_, value, team=TEAM, assignments=assignments)


def carried(*accounts: AccountFacts, team: tuple[TeamMember, ...] = TEAM) -> Loads:
    return loads(managers(accounts, NOON), lines(list(accounts)), team, NOON, DEFAULTS)


def test_loads_and_sums_along_the_line() -> None:
    answer = carried(
        covered("a", 10.0, "old"),
        covered("b", 5.0, "old", "new"),
        covered("c", 1.0, "boss"),
        covered("d", 3.0, "gone"),
    )
    found = {line.id: line for line in answer.items}
    assert [line.id for line in answer.items] == ["old", "boss", "new"]
    assert found["old"].own.value == {"CNY": 15.0}
    assert (found["boss"].below, found["boss"].own.value) == (("new", "old"), {"CNY": 1.0})
    assert (found["boss"].whole.accounts, found["boss"].whole.value) == (3, {"CNY": 16.0}), "b counts once"
    assert answer.no_manager == ("d",)
    assert set(answer.no_sponsor) == {"a", "b", "c", "d"}


@pytest.mark.parametrize(
    ("count", "state"), [(9, "usual"), (10, "above_usual"), (12, "above_usual"), (13, "overloaded")]
)
def test_more_than_twelve_accounts_overload(count: int, state: str) -> None:
    answer = carried(*(covered(f"a{i}", 1.0, "old") for i in range(count)))
    assert [(len(line.accounts), line.state) for line in answer.items if line.id == "old"] == [(count, state)]


def test_grade_against_value_both_ways() -> None:
    accounts = [
        covered("big", 90.0, "new"),
        covered("mid", 5.0, "new"),
        covered("low", 1.0, "old"),
        covered("l2", 0.5),
    ]
    answer = {line.id: line for line in carried(*accounts).items}
    assert [(m.account_id, m.kind) for m in answer["new"].mismatches] == [("big", "too_junior")]
    assert [(m.account_id, m.kind) for m in answer["old"].mismatches] == [("low", "too_senior")]
    assert (answer["old"].rank, answer["old"].rank_source) == ("high", "grade")
    assert (answer["new"].rank, answer["new"].rank_source) == ("low", "level")


def test_a_circle_of_reporting_lines_ends() -> None:
    ring = {
        "a": TeamMember("a", "A", reports_to="b"),
        "b": TeamMember("b", "B", reports_to="a"),
        "c": TeamMember("c", "C", reports_to="c"),
    }
    assert reports(ring) == {"a": ("b",), "b": ("a",), "c": ()}


@given(st.lists(st.floats(0.0, 1e9), max_size=20), st.floats(1.0, 9.0))
@settings(deadline=None, max_examples=60)
def test_more_value_never_lowers_the_tier(values: list[float], more: float) -> None:
    order_ = ("low", "middle", "high")
    accounts = [facts(f"a{i:02}", v) for i, v in enumerate(values)]
    before = tiers(lines(accounts), DEFAULTS)
    for f in accounts[:3]:
        raised = replace(f, account=replace(f.account, annual_value=(f.account.annual_value or 0.0) * more))
        after = tiers(lines([raised if g is f else g for g in accounts]), DEFAULTS)
        assert order_.index(before[f.account.id]) <= order_.index(after[f.account.id])
