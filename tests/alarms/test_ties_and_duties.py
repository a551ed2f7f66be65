"""Alarms of ties that fade, and of what we owe."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graphkam.analysis import View, alarms, manager_loads
from graphkam.analysis.alarms import of_portfolio
from graphkam.domain.constants import Constants
from graphkam.domain.facts import (
    Account,
    AccountFacts,
    Assignment,
    Commitment,
    Incident,
    RoleHolding,
    Touchpoint,
)
from graphkam.domain.moment import AsOf
from graphkam.domain.vocabulary import SEVERE
from tests.alarms.world import BOSS, ENG, KAM, MANAGES, SPONSORS, ask, day, world
from tests.worlds import AT, DEFAULTS, TODAY, contact


def test_a_thread_and_a_half_is_no_single_thread() -> None:
    even = Constants(single_thread=3.0)
    three = ask(world(), "single_thread")
    assert three == []
    assert [a.kind for a in alarms(View(world(), AT, even))] == [], "three equal ties are three threads"
    assert [a.kind for a in alarms(View(world(), AT, Constants(single_thread=3.001)))] == ["single_thread"]


def test_going_cold_is_told_30_days_before_and_not_31() -> None:
    fades = Touchpoint("m", AsOf.on("2026-01-01", "UTC").instant, "meeting", ("kam",), ("gm",))
    facts = world(fades)  # midnight of 2 January and 90 days: live until 2 April
    assert [a.at for a in ask(facts, "going_cold", AsOf.on("2026-03-03", "UTC"))] == ["2026-03-03"]
    assert ask(facts, "going_cold", AsOf.on("2026-03-02", "UTC")) == []
    later = AsOf.on("2026-04-02", "UTC")
    assert "kam" not in {u for a in ask(facts, "going_cold", later) for u in a.team_ids}
    assert any("kam" in a.team_ids and "gm" in a.person_ids for a in ask(facts, "gone_cold", later))


def test_who_of_them_is_told_of_and_others_on_demand() -> None:
    facts = world(contact("kam", "op", 100))
    assert ask(facts, "gone_cold") == []
    everybody = alarms(View(facts, AT, DEFAULTS), everybody=True)
    assert [(a.kind, a.person_ids) for a in everybody] == [("gone_cold", ("op",))]
    decides = world(contact("kam", "op", 100), RoleHolding("op", "decider"))
    assert [a.person_ids for a in ask(decides, "gone_cold")] == [("op",)]


def test_ties_with_one_person_are_one_alarm_that_says_who_is_still_there() -> None:
    (alarm,) = ask(world(contact("kam", "gm", 100), contact("eng", "gm", 120)), "gone_cold")
    assert (alarm.team_ids, alarm.at) == (("eng", "kam"), day(10))
    assert alarm.reason == "the tie of Eng, Kam with Gao has gone cold; Boss still has a live one"


def test_silence_beyond_the_rhythm_is_cold_though_live() -> None:
    rhythm = [contact("kam", "gm", days) for days in (34, 36, 38, 40)]
    (alarm,) = ask(world(*rhythm), "gone_cold")
    assert alarm.at == day(34 - 30)


@pytest.mark.parametrize(
    ("due", "made", "kept", "overdue"),
    [
        (day(1), None, None, True),
        (TODAY, None, None, False),
        (None, None, None, False),
        (day(1), day(-1), None, False),
        (day(1), None, TODAY, False),
        (day(1), None, day(-1), True),
    ],
)
def test_overdue_from_the_day_after(
    due: str | None, made: str | None, kept: str | None, overdue: bool
) -> None:
    facts = world(Commitment("k", "spares", "kam", None, made, due, kept))
    assert bool(ask(facts, "commitment_overdue")) == overdue


def test_a_promise_is_at_risk_when_its_owner_left_or_no_longer_covers() -> None:
    promise = Commitment("k", "spares", "eng", made_at="2025-01-01")
    assert ask(world(promise), "promise_at_risk") == [], "Eng never covered the account, and is with us"
    covered = Assignment("eng", "technical", "2024-01-01", "2026-02-10")
    assert [a.at for a in ask(world(promise, covered), "promise_at_risk")] == ["2026-02-10"]
    assert ask(world(promise, covered, Assignment("eng", "service", "2026-02-10")), "promise_at_risk") == []
    gone = world(promise, replace(ENG, valid_to="2026-02-20"), less=(ENG,))
    assert [a.at for a in ask(gone, "promise_at_risk")] == ["2026-02-20"]
    both = replace(gone, commitments=(replace(promise, due=day(1)),))
    assert {a.kind for a in ask(both) if a.facts[0].id == "k"} == {"promise_at_risk", "commitment_overdue"}


@pytest.mark.parametrize(
    ("ago", "severity", "closed", "said"),
    [
        (7, None, None, None),
        (8, None, None, "amber"),
        (8, None, TODAY, None),
        (8, None, day(-1), "amber"),
        (0, "high", None, "red"),
        (20, "HIGH ", None, "red"),
        (-1, "high", None, None),
        (20, "low", None, "amber"),
    ],
)
def test_incidents(ago: int, severity: str | None, closed: str | None, said: str | None) -> None:
    facts = world(Incident("i", day(ago), "billing", severity=severity, closed_at=closed))
    found = ask(facts, "incident_open")
    assert [a.severity for a in found] == ([said] if said else [])
    if said == "amber":
        assert found[0].at == day(ago - 8)
    assert "high" in SEVERE


@pytest.mark.parametrize(("ended", "said"), [("2024-03-02", True), ("2024-03-01", False)])
def test_managers_of_the_last_24_months_count(ended: str, said: bool) -> None:
    facts = world(
        Assignment("eng", "account_manager", "2023-01-01", ended),
        Assignment("boss", "account_manager", ended, "2025-06-01"),
        replace(MANAGES, valid_from="2025-06-01"),
        less=(MANAGES,),
    )
    assert bool(ask(facts, "rep_churn")) == said


def test_before_anything_happened_it_was_no_account_of_ours() -> None:
    facts = world(less=(MANAGES, SPONSORS))
    early, first = AsOf.on("2026-02-23", "UTC"), AsOf.on("2026-02-24", "UTC")
    kinds = {"no_account_manager", "no_executive_sponsor"}
    assert {a.kind for a in ask(facts, at=early)} & kinds == set()
    assert {a.kind for a in ask(facts, at=first)} & kinds == kinds
    nothing = AccountFacts(Account("n", "N"))
    assert {a.kind for a in ask(nothing)} == kinds, "nothing tells that it was not ours yet"
    planned = replace(nothing, assignments=(replace(MANAGES, valid_from=day(-5)),), team=(KAM,))
    assert ask(planned) == []


def test_a_manager_of_thirteen_accounts_is_overloaded() -> None:
    assert ask(world(), "manager_overloaded", kam=12) == []
    (alarm,) = ask(world(), "manager_overloaded", kam=13)
    assert (alarm.severity, alarm.team_ids) == ("amber", ("kam",))
    assert ask(world(), "manager_overloaded", eng=20) == [], "manages nothing here"
    many = [replace(world(), account=Account(f"a{i}", "A")) for i in range(13)]
    loads = manager_loads(many, AT)
    assert loads == {"kam": 13}
    found = [alarm for facts in many for alarm in alarms(View(facts, AT, DEFAULTS), loads)]
    (once,) = of_portfolio(found)
    assert (once.account_id, once.team_ids, len(once.facts)) == (None, ("kam",), 13)
    assert manager_loads(many, AsOf.on("1990-01-01", "UTC")) == {"kam": 13}
    gone = [replace(f, team=(BOSS, replace(KAM, valid_to=TODAY), ENG)) for f in many]
    assert manager_loads(gone, AT) == {}
