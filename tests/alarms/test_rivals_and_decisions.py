"""Alarms of rivals, and of decisions that moved away from us."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graphkam.domain.alarms import Fact, record_key
from graphkam.domain.facts import (
    Account,
    Change,
    Order,
    RivalTie,
    RoleHolding,
    Survey,
    Touchpoint,
)
from graphkam.domain.moment import AsOf
from tests.alarms.world import CAPTIVE, CFO, HANDED, LEAVER, TO_RIVAL, ask, day, world
from tests.worlds import AT, contact


@pytest.mark.parametrize(
    ("person", "strength", "kinds", "severity"),
    [
        ("gm", 0.3, (), "amber"),
        ("gm", 0.29, (), None),
        ("gm", None, (), None),
        ("op", 0.9, (), None),
        ("op", 0.9, ("strategic",), "amber"),
        ("cfo", 0.9, (), "red"),
    ],
)
def test_rival_tie(person: str, strength: float | None, kinds: tuple[str, ...], severity: str | None) -> None:
    facts = world(CFO, RivalTie("Rivalia", person, strength), account=Account("a", "A", kinds=kinds))
    assert [a.severity for a in ask(facts, "rival_tie")] == ([severity] if severity else [])


def test_a_leaver_to_a_competitor_takes_the_ties_along() -> None:
    facts = world(TO_RIVAL, contact("old", "gm", 40))
    (alarm,) = ask(facts, "rival_tie")
    assert (alarm.person_ids, alarm.team_ids, alarm.at) == (("gm",), ("old",), "2026-02-27")
    assert alarm.facts == (Fact("team", "old"), Fact("ties", record_key("old", "gm", "a")))
    assert "Rivalia" in alarm.reason
    assert "Rivalia" in ask(facts, "our_leaver")[0].reason
    assert ask(world(LEAVER, contact("old", "gm", 40)), "rival_tie") == [], "not to a competitor"
    assert ask(world(replace(TO_RIVAL, valid_to="2026-03-02"), contact("old", "gm", 40)), "rival_tie") == []
    assert ask(world(TO_RIVAL, contact("old", "gm", 400)), "rival_tie") == [], "faded since"
    known = world(TO_RIVAL, contact("old", "gm", 40), RivalTie("Rivalia", "gm", 0.8, valid_from="2026-02-05"))
    assert [(a.at, a.team_ids) for a in ask(known, "rival_tie")] == [("2026-02-05", ())]
    hostage = replace(facts, account=CAPTIVE)
    assert [a.team_ids for a in ask(hostage, "hostage_freed")] == [("old",)]


def test_hostages_are_captive_or_loyal_without_being_satisfied() -> None:
    lost = Order("o9", day(10), 5.0, lost_to="Rivalia")
    unhappy = Survey("v", day(50), "satisfaction", 3.0)
    orders = (Order("o1", day(500), 10.0), Order("o2", day(100), 10.0))
    kind = "hostage_freed"
    assert [a.facts for a in ask(world(lost, unhappy, *orders), kind)] == [(Fact("orders", "o9"),)]
    assert ask(world(lost, replace(unhappy, score=4.0), *orders), kind) == [], "satisfied"
    assert ask(world(lost, unhappy, orders[0], replace(orders[1], amount=9.0)), kind) == [], "orders fell"
    assert ask(world(lost, unhappy), kind) == [], "nobody knows whether they are loyal"
    assert ask(world(unhappy, *orders), kind) == [], "no rival"
    assert ask(world(lost, account=CAPTIVE), kind)
    assert ask(world(replace(lost, at=day(180)), account=CAPTIVE), kind) == []
    assert ask(world(replace(lost, at=day(-1)), account=CAPTIVE), kind) == []
    assert ask(world(RivalTie("R", "op", 0.0), account=CAPTIVE), kind) == []
    assert ask(world(RivalTie("R", "op"), account=CAPTIVE), kind), "how strong is not known, but it is there"


def test_a_decision_moved_by_its_role_alone() -> None:
    (alarm,) = ask(world(CFO, *HANDED), "decision_moved")
    assert (alarm.at, alarm.person_ids, alarm.facts) == (
        "2026-02-26",
        ("cfo",),
        (Fact("roles", record_key("cfo", "a", "decider", "kilns", "2026-02-26")),),
    )
    assert ask(world(CFO, HANDED[1]), "decision_moved") == [], "nobody decided it before"
    assert ask(world(CFO, replace(HANDED[0], valid_to=None), HANDED[1]), "decision_moved") == [], (
        "still decides"
    )
    assert ask(world(CFO, *HANDED, contact("boss", "cfo", 1)), "decision_moved") == []


def test_only_the_last_move_of_a_decision_counts_and_for_180_days() -> None:
    moves = (
        Change("c1", day(60), "decision_moved", "gm", "cfo", "kilns"),
        Change("c2", day(30), "decision_moved", "cfo", "gm", "kilns"),
    )
    assert ask(world(CFO, moves[0]), "decision_moved")
    assert ask(world(CFO, *moves), "decision_moved") == [], "it came back to Gao, whom we know"
    assert ask(world(CFO, replace(moves[0], at=day(180))), "decision_moved") == []
    assert ask(world(CFO, replace(moves[0], at=day(-1))), "decision_moved") == [], "not yet"
    (unknown,) = ask(world(replace(moves[0], to_person_id=None)), "decision_moved")
    assert (unknown.person_ids, unknown.todo) == ((), "find out who decides now")


def test_our_contact_for_a_decision_is_away_until_back() -> None:
    decides, away = RoleHolding("gm", "decider", "kilns"), Change("c1", day(10), "away", "gm")
    (alarm,) = ask(world(decides, away), "decision_moved")
    assert (alarm.at, alarm.person_ids, alarm.team_ids) == (day(10), ("gm",), ("boss",))
    back = Change("c2", day(2), "back", "gm")
    assert ask(world(decides, away, back), "decision_moved") == []
    assert ask(world(decides, away, back, replace(away, id="c3", at=day(1))), "decision_moved")
    assert ask(world(decides, replace(away, at=day(-1))), "decision_moved") == [], "not yet"
    assert ask(world(decides, away, RoleHolding("mm", "approver", "kilns")), "decision_moved") == [], (
        "Ma is there"
    )
    assert ask(world(away), "decision_moved") == [], "decides nothing"


def test_a_shift_of_power_ends_when_as_much_is_reached_again() -> None:
    shift = Change("c3", "2026-02-26", "power_shift")
    facts = world(CFO, *HANDED, shift)
    assert ask(facts, "power_shift")
    assert ask(facts, "power_shift", AsOf.on("2026-02-25", "UTC")) == []
    met = Touchpoint("met", AT.instant - 3600, "meeting", ("boss",), ("cfo",))
    assert ask(replace(facts, touchpoints=(*facts.touchpoints, met)), "power_shift") == []
    later = world(CFO, *HANDED, replace(shift, at="2026-02-27"))
    assert ask(later, "power_shift") == [], "the day before it was the same"
    assert ask(world(shift), "power_shift") == []


def test_since_when_nobody_reaches_a_veto() -> None:
    veto = RoleHolding("cfo", "technical_buyer", valid_from="2020-01-01")
    (alarm,) = ask(world(CFO, veto, contact("kam", "cfo", 190)), "veto_uncovered")
    assert alarm.at == day(100), "half a meeting is left after 90 days"
    (alarm,) = ask(world(CFO, veto, TO_RIVAL, contact("old", "cfo", 60)), "veto_uncovered")
    assert alarm.at == "2026-02-27", "the only one who knew her left"
