"""What hangs on one of ours: people, layers, value, promises."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings

from graphkam.analysis import View, rep_churn, team
from graphkam.analysis.team import months_before
from graphkam.domain.answers import LostIfGone, OnlyThrough, OpenCommitment
from graphkam.domain.constants import Constants
from graphkam.domain.facts import (
    Account,
    AccountFacts,
    Assignment,
    Employment,
    Relation,
    RoleHolding,
    TeamMember,
)
from graphkam.errors import NotFoundError
from tests.brute import Brute
from tests.worlds import AT, DEFAULTS, TODAY, accounts, contact, view

OURS = (TeamMember("li", "Li"), TeamMember("wu", "Wu"))


def account(
    id_: str, *touchpoints: object, value: float | None = None, currency: str | None = None, **facts: object
) -> View:
    people = (
        Employment("m", "M", layer="management"),
        Employment("x", "X", layer="executive"),
        Employment("o", "O", layer="operating"),
    )
    return view(
        **{
            "account": Account(id_, id_, annual_value=value, currency=currency),
            "people": people,
            "team": OURS,
            "touchpoints": touchpoints,
            **facts,
        }
    )


def test_whom_we_reach_only_through_one_of_ours() -> None:
    b = account(
        "b",
        contact("li", "x"),
        contact("li", "m"),
        contact("wu", "m"),
        relations=(Relation("x", "o", "influences"),),
        roles=(RoleHolding("x", "decider"), RoleHolding("m", "buyer")),
        assignments=(
            Assignment("li", "technical"),
            Assignment("li", "account_manager"),
            Assignment("wu", "finance"),
        ),
    )
    [li] = team([b], "li").accounts
    assert li.as_ == ("account_manager", "technical")
    assert li.only_through == OnlyThrough(("o", "x"), ("operating", "executive"), ("x",))
    [wu] = team([b], "wu").accounts
    assert wu.only_through == OnlyThrough((), (), ())


def test_a_layer_with_another_reached_person_is_not_lost() -> None:
    people = (Employment("x", "X", layer="executive"), Employment("y", "Y", layer="executive"))
    b = account("b", contact("li", "x"), contact("wu", "y"), people=people)
    [li] = team([b], "li").accounts
    assert (li.only_through.people, li.only_through.layers) == (("x",), ())


def test_accounts_where_they_neither_cover_nor_hold_ties_are_left_out() -> None:
    covers = account("covers", assignments=(Assignment("li", "technical"),))
    ended = account("ended", assignments=(Assignment("li", "technical", valid_to="2026-03-01"),))
    holds = account("holds", contact("li", "m"))
    faint = account("faint", contact("li", "m", channel="email"))
    assert [a.account_id for a in team([covers, ended, holds, faint], "li").accounts] == ["holds", "covers"]


def test_values_are_added_by_currency_of_accounts_where_somebody_is_lost() -> None:
    views = [
        account("a", contact("li", "m"), value=1.0, currency="EUR"),
        account("b", contact("li", "m"), contact("li", "x"), value=2.0, currency="EUR"),
        account("c", contact("li", "m"), value=4.0, currency="USD"),
        account("d", contact("li", "m"), value=8.0),
        account("e", contact("li", "m")),
        account("f", contact("li", "m"), contact("wu", "m"), value=16.0, currency="EUR"),
    ]
    assert team(views, "li").lost_if_gone == LostIfGone(6, {"": 8.0, "EUR": 3.0, "USD": 4.0})


def test_rates_bring_values_together() -> None:
    rates = Constants.of({"currency": "EUR", "rates": {"USD": 0.5}})
    views = [
        account(c, contact("li", "m"), value=4.0, currency=c, constants=rates) for c in ("EUR", "USD", "JPY")
    ]
    assert team(views, "li").lost_if_gone.value == {"EUR": 6.0, "JPY": 4.0}


def test_somebody_who_has_left_holds_nothing() -> None:
    gone = (TeamMember("li", "Li", valid_to="2026-03-01"),)
    b = account("b", contact("li", "m"), team=gone, assignments=(Assignment("li", "account_manager"),))
    assert (team([b], "li").name, team([b], "li").accounts) == ("Li", ())


def test_a_stranger_is_not_found() -> None:
    with pytest.raises(NotFoundError, match="zhao"):
        team([account("b")], "zhao")
    with pytest.raises(NotFoundError):
        team([], "li")


@pytest.mark.parametrize(
    ("assignments", "churn"),
    [
        ([("li", None, None)], 1),
        ([("li", None, "2024-03-02"), ("wu", "2024-03-02", None)], 2),
        ([("li", None, "2024-03-01"), ("wu", "2024-03-01", None)], 1),  # ended 24 months ago
        ([("li", None, "2025-01-01"), ("wu", "2025-01-01", "2025-06-01"), ("li", "2025-06-01", None)], 2),
        ([("li", "2026-03-02", None)], 0),  # tomorrow
        ([("li", "2026-03-01", None)], 1),
        ([("gone", None, None)], 0),  # left three years ago, nobody ended the assignment
        ([("ghost", None, None)], 0),
        ([], 0),
    ],
)
def test_rep_churn_counts_managers_of_the_last_two_years(
    assignments: list[tuple[str, str | None, str | None]], churn: int
) -> None:
    facts = {
        "team": (*OURS, TeamMember("gone", "Gone", valid_to="2023-03-01")),
        "assignments": tuple(Assignment(m, "account_manager", begin, end) for m, begin, end in assignments),
    }
    assert rep_churn(account("b", **facts)) == churn
    others = tuple(Assignment(a.team_id, "technical") for a in facts["assignments"])
    assert rep_churn(account("b", **{**facts, "assignments": others})) == 0


def test_months_are_those_of_the_calendar() -> None:
    assert months_before(date(2026, 3, 31), 1) == date(2026, 2, 28)
    assert months_before(date(2024, 2, 29), 24) == date(2022, 2, 28)
    assert months_before(date(2026, 1, 15), 24) == date(2024, 1, 15)
    assert months_before(date(2026, 5, 31), 1) == date(2026, 4, 30)
    assert months_before(date(2026, 1, 1), 10**6) == date.min


def promise(id_: str, owner: str = "li", **more: str) -> dict[str, str]:
    return {"id": id_, "account_id": "b", "what": "spare parts", "owner_id": owner, **more}


def test_promises_are_overdue_open_or_kept_that_day() -> None:
    promises = [
        promise("kept", kept_at="2026-03-01", due="2026-01-01"),
        promise("kept later", kept_at="2026-03-02", due="2026-02-28"),
        promise("today", due="2026-03-01"),
        promise("undated"),
        promise("of another", owner="wu"),
        promise("not yet made", made_at="2026-03-02"),
        promise("long overdue", due="2025-01-01", made_at="2024-01-01T08:00:00Z"),
    ]
    answer = team([account("b")], "li", promises).commitments
    assert [(c.id, c.status) for c in answer] == [
        ("long overdue", "overdue"),
        ("kept later", "overdue"),
        ("today", "open"),
        ("undated", "open"),
        ("kept", "kept"),
    ]
    assert answer[0] == OpenCommitment("long overdue", "b", "spare parts", "2025-01-01", "overdue")


@settings(deadline=None, max_examples=150)
@given(accounts())
def test_whom_we_lose_is_whom_removal_loses(facts: AccountFacts) -> None:
    brute = Brute(facts, TODAY)
    for member in facts.team:
        for found in team([View(facts, AT, DEFAULTS)], member.id).accounts:
            lost = brute.lost(influence=True, without=[member.id])
            assert set(found.only_through.people) == lost
            assert set(found.only_through.decision_holders) == lost & brute.deciders
            left = brute.reached(influence=True) - lost
            layers = {e.layer for p, e in brute.theirs.items() if p in lost}
            still = {e.layer for p, e in brute.theirs.items() if p in left}
            assert set(found.only_through.layers) == layers - still - {None}
