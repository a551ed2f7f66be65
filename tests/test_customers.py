"""The best-customer list: six factors by hand, and that a better signal never worsens one."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphkam.analysis import View, account_line
from graphkam.analysis.customers import FACTORS, customers, factors, values_by_unit
from graphkam.domain.constants import Constants
from graphkam.domain.customers import Factor
from graphkam.domain.facts import (
    Account,
    AccountFacts,
    Assessment,
    Employment,
    Incident,
    Order,
    Reading,
    RivalTie,
    Survey,
    TeamMember,
)
from tests.worlds import DEFAULTS, NOON, accounts, contact

BOSS = Employment("boss", "Bo", layer="executive", power=0.8)
RICH: AccountFacts = AccountFacts(
    Account("a", "A", lifecycle="mature", payment="slow", currency="CNY", annual_value=60.0, potential=100.0),
    people=(BOSS,),
    team=(TeamMember("kam", "Ka"),),
    touchpoints=(contact("kam", "boss"),),
    assessments=(Assessment("boss", "kam", "2026-01-01", loyalty=4.0),),
    surveys=(Survey("s", "2026-01-01", "satisfaction", 4.0),),
    orders=(
        Order("o1", "2024-06-01", 100.0),
        Order("o2", "2025-06-01", 50.0),
        Order("o3", "2025-07-01", 9.0, lost_to="Rival"),
    ),
    readings=(
        Reading("2024-06-01", "share_of_wallet", 0.5),
        Reading("2026-01-01", "share_of_wallet", 0.4),
        Reading("2026-01-01", "margin", 0.15),
    ),
    rivals=(RivalTie("Rival", "boss", 0.6),),
    incidents=(Incident("i", "2026-01-01", "quality"),),
)
VALUES = {"CNY": (20.0, 60.0, 80.0, 90.0)}


def of(facts: AccountFacts, constants: Constants = DEFAULTS) -> dict[str, Factor]:
    return {f.factor: f for f in factors(View(facts, NOON, constants), VALUES)}


def signals(one: Factor) -> dict[str, float]:
    return {s.signal: s.value for s in one.signals}


def test_every_factor_by_hand() -> None:
    found = of(RICH)
    assert tuple(found) == FACTORS
    assert signals(found["return"]) == {"value": 0.5, "margin": pytest.approx(0.5), "payment": 0.5}
    assert found["return"].value == pytest.approx(0.5)
    assert signals(found["lifecycle"]) == {"stage": 0.6, "orders": pytest.approx(1 / 3)}
    assert found["lifecycle"].value == pytest.approx((2 * 0.6 + 1 / 3) / 3)
    assert signals(found["potential"]) == {"room": pytest.approx(0.4), "wallet_left": pytest.approx(0.6)}
    assert found["potential"].value == pytest.approx((2 * 0.4 + 0.6) / 3)
    assert signals(found["loyalty"]) == {
        "satisfaction": 0.75,
        "judged": 0.75,
        "orders": 0.5,
        "wallet": pytest.approx(0.8),
    }
    assert found["loyalty"].value == pytest.approx((2 * 0.75 + 0.75 + 2 * 0.5 + 2 * 0.8) / 7)
    risk = signals(found["churn_risk"])
    assert {
        k: risk[k] for k in ("satisfaction", "orders", "wallet", "rival", "incidents", "lost_orders")
    } == {
        "satisfaction": 0.25,
        "orders": 0.5,
        "wallet": pytest.approx(0.2),
        "rival": 0.6,
        "incidents": 0.5,
        "lost_orders": 0.5,
    }
    assert risk["exposure"] == 1.0, "all hangs on one"
    assert risk["neglect"] == pytest.approx(1 - 0.6321, abs=1e-4), "one meeting today: S = 1 − 1/e"
    weights = {s.signal: s.weight for s in found["churn_risk"].signals}
    assert found["churn_risk"].value == pytest.approx(
        sum(weights[k] * risk[k] for k in risk) / sum(weights.values())
    )
    parts = [found[k].value or 0.0 for k in FACTORS[:-1]]
    assert found["overall"].value == pytest.approx(
        (3 * parts[0] + parts[1] + 2 * parts[2] + 3 * (1 - parts[3]) + parts[4]) / 10
    )


def test_what_nobody_recorded_is_null() -> None:
    bare = of(AccountFacts(Account("a", "A")))
    assert {f.factor: f.value for f in bare.values()} == dict.fromkeys(FACTORS)
    with_rival = of(AccountFacts(Account("a", "A"), rivals=(RivalTie("R", "x", 0.9),)))
    assert with_rival["churn_risk"].value is None, "whose tie it is nobody knows"


def test_nothing_is_said_overall_of_an_account_of_which_only_the_value_is_known() -> None:
    found = of(AccountFacts(Account("a", "A", currency="CNY", annual_value=90.0)))
    assert (found["return"].value, found["overall"].value) == (1.0, None)


def test_the_line_of_the_portfolio_has_the_same_risk() -> None:
    assert account_line(View(RICH, NOON, DEFAULTS), {}).churn_risk == of(RICH)["churn_risk"].value


def test_the_best_overall_comes_first_and_the_unknown_last() -> None:
    poor = replace(RICH, account=replace(RICH.account, id="b", annual_value=10.0, payment="poor"))
    bare = AccountFacts(Account("c", "C"))
    everybody = (bare, poor, RICH)
    views = [View(f, NOON, DEFAULTS) for f in everybody]
    answer = customers(views, values_by_unit([f.account for f in everybody], DEFAULTS), NOON)
    assert [line.account_id for line in answer.items] == ["a", "b", "c"]


def test_values_are_ranked_within_their_currency() -> None:
    dollars = replace(RICH, account=replace(RICH.account, currency="USD"))
    assert signals(of(dollars)["return"])["value"] == 1.0, "the only one in dollars"
    rates = Constants.of({"currency": "CNY", "rates": {"USD": 7.0}})
    cheap = replace(dollars, account=replace(dollars.account, annual_value=3.0))
    assert signals(of(cheap, rates)["return"])["value"] == 0.25, "21 is more than 20 only"


WORDS = {
    "payment": ("poor", "slow", "good"),
    "lifecycle": ("lost", "declining", "mature", "new", "growing"),
}
"""From worse to better."""
NUMBERS = {
    "annual_value": ("return",),
    "margin": ("return",),
    "wallet": ("churn_risk", "loyalty"),
    "survey": ("churn_risk", "loyalty"),
    "judged": ("loyalty",),
    "orders": ("churn_risk", "loyalty", "lifecycle"),
    "potential": ("potential",),
    "rival": ("churn_risk",),
    "incidents": ("churn_risk",),
}
"""Figures, and the factors that must not worsen when they get better."""


def changed(facts: AccountFacts, what: str, value: float) -> AccountFacts:
    """The facts with one figure set; `value` from 0, worst, to 1, best."""
    match what:
        case "annual_value" | "potential":
            return replace(facts, account=replace(facts.account, **{what: 1.0 + 200 * value}))
        case "margin":
            return replace(
                facts, readings=(*facts.readings[:2], Reading("2026-01-01", "margin", value - 0.3))
            )
        case "wallet":
            now = Reading("2026-01-01", "share_of_wallet", value)
            return replace(facts, readings=(facts.readings[0], now, facts.readings[2]))
        case "survey":
            return replace(facts, surveys=(Survey("s", "2026-01-01", "satisfaction", 1 + 4 * value),))
        case "judged":
            return replace(
                facts, assessments=(Assessment("boss", "kam", "2026-01-01", loyalty=1 + 4 * value),)
            )
        case "orders":
            o1, o2, o3 = facts.orders
            return replace(facts, orders=(o1, replace(o2, amount=300 * value), o3))
        case "rival":
            return replace(facts, rivals=(RivalTie("Rival", "boss", 1 - value),))
        case "incidents":
            some = tuple(Incident(f"i{n}", "2026-01-01", "quality") for n in range(round(5 * (1 - value))))
            return replace(facts, incidents=some)
    raise KeyError(what)


def no_worse(worse: dict[str, Factor], better: dict[str, Factor], names: tuple[str, ...]) -> None:
    for name in names:
        low, high = worse[name].value, better[name].value
        assert low is not None
        assert high is not None
        if name == "churn_risk":
            low, high = high, low
        assert low <= high + 1e-12, name


@given(st.sampled_from(sorted(NUMBERS)), st.floats(0, 1), st.floats(0, 1))
@settings(deadline=None, max_examples=150)
def test_a_better_figure_never_worsens_a_factor(what: str, one: float, other: float) -> None:
    low, high = sorted((one, other))
    no_worse(of(changed(RICH, what, low)), of(changed(RICH, what, high)), NUMBERS[what])


@pytest.mark.parametrize("what", sorted(WORDS))
def test_a_better_word_never_worsens_a_factor(what: str) -> None:
    name = {"payment": "return", "lifecycle": "lifecycle"}[what]
    stages = [of(replace(RICH, account=replace(RICH.account, **{what: word}))) for word in WORDS[what]]
    for worse, better in pairwise(stages):
        no_worse(worse, better, (name, "overall"))
    assert stages[0][name].value != stages[-1][name].value


@given(
    st.sampled_from(["margin", "judged", "rival", "incidents", "survey"]), st.floats(0, 1), st.floats(0, 1)
)
@settings(deadline=None, max_examples=60)
def test_what_is_better_in_every_factor_is_better_overall(what: str, one: float, other: float) -> None:
    low, high = sorted((one, other))
    no_worse(of(changed(RICH, what, low)), of(changed(RICH, what, high)), ("overall",))


@given(accounts())
@settings(deadline=None, max_examples=100)
def test_factors_lie_between_nothing_and_one(facts: AccountFacts) -> None:
    for one in factors(View(facts, NOON, DEFAULTS), values_by_unit([facts.account], DEFAULTS)):
        assert one.value is None or 0.0 <= one.value <= 1.0 + 1e-12
        assert all(0.0 <= s.value <= 1.0 for s in one.signals)
