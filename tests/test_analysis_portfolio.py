"""The portfolio: worst first, undefined last, currencies apart."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from graphkam.analysis import View, account_line, exposure, gaps, portfolio
from graphkam.domain.constants import Constants
from graphkam.domain.facts import Account, AccountFacts, Assignment, Employment, RoleHolding, TeamMember
from tests.worlds import AT, DEFAULTS, accounts, contact, view


def seen(
    id_: str,
    value: float | None,
    currency: str | None = "CNY",
    unreached: float = 1.0,
    known: bool = True,
    constants: Constants = DEFAULTS,
) -> View:
    """An account whose exposure is `unreached` (one half or more)."""
    powers = {"p": unreached, "q": 1 - unreached} if known else {}
    return view(
        constants=constants,
        account=Account(id_, id_.upper(), annual_value=value, currency=currency),
        people=tuple(Employment(p, p, power=power) for p, power in powers.items()),
        team=(TeamMember("t", "T"), TeamMember("u", "U")),
        roles=tuple(RoleHolding(p, "decider") for p in powers),
        touchpoints=(contact("t", "q"), contact("u", "q")),
    )


def order(*views: View) -> list[str]:
    return [line.id for line in portfolio(views)]


def test_worst_first_by_value_at_risk_then_exposure_then_id() -> None:
    views = [seen("d", 100), seen("c", 200, unreached=0.5), seen("b", 100), seen("a", 50), seen("e", 300)]
    assert order(*views) == ["e", "b", "d", "c", "a"]


def test_what_is_undefined_comes_last_but_is_there() -> None:
    views = [
        seen("a", None, unreached=0.5),
        seen("b", 5, known=False),
        seen("c", 0),
        seen("d", None),
        seen("e", 1),
    ]
    assert order(*views) == ["e", "c", "d", "a", "b"]


def test_currencies_without_rates_stay_apart() -> None:
    views = [seen("a", 1e9, "JPY"), seen("b", 10, "EUR"), seen("c", 1000, "EUR")]
    assert order(*views) == ["c", "b", "a"]


def test_rates_make_them_comparable() -> None:
    rates = Constants.of({"currency": "EUR", "rates": {"JPY": 0.006}})
    views = [
        seen("a", 1e6, "JPY", constants=rates),
        seen("b", 10, "EUR", constants=rates),
        seen("c", 9000, "EUR", constants=rates),
    ]
    assert order(*views) == ["c", "a", "b"]


def test_a_line_tells_layers_status_and_who_covers() -> None:
    assignments = (
        Assignment("u", "account_manager", valid_from="2026-01-01"),
        Assignment("t", "account_manager", valid_from="2025-01-01"),
        Assignment("v", "executive_sponsor"),
        Assignment("t", "executive_sponsor", valid_to="2026-03-01"),
    )
    about = Account(
        "a", "A", kinds=("strategic",), grade="gold", segment="VIP", lifecycle="mature", annual_value=5.0
    )
    known = view(
        account=about,
        people=(Employment("p", "P", layer="executive"),),
        team=tuple(TeamMember(i, i) for i in "tu"),
        assignments=assignments,
    )
    line = account_line(known)
    assert (line.account_manager, line.executive_sponsor) == ("t", None)
    assert {layer: state.status for layer, state in line.layers.items()} == {
        "operating": "empty",
        "management": "empty",
        "executive": "open",
    }
    assert (line.status, line.kinds, line.grade, line.segment, line.lifecycle) == (
        "red",
        ("strategic",),
        "gold",
        "VIP",
        "mature",
    )
    assert (line.exposure, line.value_at_risk, line.alarms) == (1.0, 5.0, None)


@settings(deadline=None, max_examples=50)
@given(st.lists(accounts(), min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_lines_agree_with_the_single_analyses_in_any_order(drawn: list[AccountFacts], random: Random) -> None:
    named = (replace(f, account=replace(f.account, id=f"a{i}")) for i, f in enumerate(drawn))
    views = [View(facts, AT, DEFAULTS) for facts in named]
    for one in views:
        line, layers = account_line(one), gaps(one).layers
        assert line.exposure == exposure(one).exposure
        assert {k: (v.status, v.coverage) for k, v in line.layers.items()} == {
            c.layer: (c.status, c.coverage) for c in layers
        }
    lines = portfolio(views)
    random.shuffle(views)
    assert portfolio(views) == lines
    assert len(lines) == len(views)
