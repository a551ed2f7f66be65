"""Alarms of people who came, rose or left, and of those whom they meet or leave behind."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graphkam.domain.alarms import Fact
from graphkam.domain.facts import (
    Change,
    Employment,
    Relation,
    RoleHolding,
    Touchpoint,
)
from tests.alarms.world import (
    CFO,
    GM,
    JOINED,
    LEAVER,
    LEFT,
    MANAGES,
    MET_BY_OLD,
    MET_MM,
    MM,
    SPONSORS,
    ask,
    day,
    world,
)
from tests.worlds import AT, TODAY, contact


@pytest.mark.parametrize(("ago", "new"), [(179, True), (180, False), (0, True), (-1, False)])
def test_new_is_less_than_180_days_ago(ago: int, new: bool) -> None:
    told = ask(world(CFO, replace(JOINED, at=day(ago))), "new_executive_uncovered")
    rows = ask(world(replace(CFO, valid_from=day(ago))), "new_executive_uncovered")
    assert ([a.at for a in told], [a.at for a in rows]) == (([day(ago)] if new else []),) * 2


def test_the_earlier_known_counts() -> None:
    late = world(replace(CFO, valid_from=day(200)), replace(JOINED, at=day(20)))
    assert ask(late, "new_executive_uncovered") == [], "told late, but here for 200 days"
    both = world(replace(CFO, valid_from=day(20)), replace(JOINED, at=day(25)))
    assert [a.at for a in ask(both, "new_executive_uncovered")] == [day(25)]


def test_who_returns_is_new_again() -> None:
    again = world(
        replace(CFO, valid_from="2010-01-01", valid_to="2015-01-01"),
        replace(CFO, valid_from=day(30)),
        Change("old", "2010-01-01", "joined", "cfo"),
    )
    assert [a.at for a in ask(again, "new_executive_uncovered")] == [day(30)]
    assert ask(again, "contact_left") == []
    told = world(
        CFO,
        Change("c0", "2010-01-01", "joined", "cfo"),
        Change("c1", "2015-01-01", "left", "cfo"),
        Change("c2", day(30), "joined", "cfo"),
    )
    assert [a.at for a in ask(told, "new_executive_uncovered")] == [day(30)]


def test_another_row_without_a_gap_is_no_arrival_but_a_higher_layer_is_a_promotion() -> None:
    rows = (replace(CFO, valid_to=day(30)), replace(CFO, valid_from=day(30)))
    assert ask(world(*rows), "new_executive_uncovered") == []
    risen = world(replace(rows[0], layer="management"), rows[1], Change("c", day(28), "promoted", "cfo"))
    assert [a.at for a in ask(risen, "new_executive_uncovered")] == [day(30)]
    told = world(replace(CFO, valid_from="2015-01-01"), Change("c", day(28), "promoted", "cfo"))
    assert [a.at for a in ask(told, "new_executive_uncovered")] == [day(28)]


def test_a_live_tie_a_low_rank_or_a_placeholder_is_no_uncovered_executive() -> None:
    new = replace(CFO, valid_from=day(10))
    assert ask(world(new), "new_executive_uncovered")
    assert ask(world(new, contact("boss", "cfo", 1)), "new_executive_uncovered") == []
    assert ask(world(replace(new, layer="operating")), "new_executive_uncovered") == []
    assert ask(world(replace(new, placeholder=True)), "new_executive_uncovered") == []
    decides = world(replace(new, layer="operating"), RoleHolding("cfo", "decider"))
    assert ask(decides, "new_executive_uncovered")


def test_who_should_meet_whom() -> None:
    new = replace(CFO, valid_from=day(10))
    (alarm,) = ask(world(new), "new_executive_uncovered")
    assert alarm.todo == "Boss should meet Fei: they are on the same level"
    (led,) = ask(world(new, Relation("op", "cfo", "confidant")), "new_executive_uncovered")
    assert (
        led.todo
        == "Boss should meet Fei: they are on the same level; Pan, to whom Fei listens, can open the door"
    )
    xu = Employment("xu", "Xu", layer="management")
    (win,) = ask(world(new, xu, Relation("xu", "cfo", "influences")), "new_executive_uncovered")
    assert win.todo == "Boss should meet Fei: they are on the same level; win Xu too, to whom Fei listens"
    (kam,) = ask(world(new, less=(SPONSORS,)), "new_executive_uncovered")
    assert kam.todo == "Kam should meet Fei"
    (nobody,) = ask(world(new, less=(SPONSORS, MANAGES)), "new_executive_uncovered")
    assert nobody.todo == "name somebody of ours who meets Fei"


def test_conflict_with_a_contact_needs_a_contact_and_a_foe_who_is_new_or_stronger() -> None:
    kind = "conflict_with_contact"
    below = Relation("mm", "gm", "conflicts_with")
    assert [a.person_ids for a in ask(world(below), kind)] == [("gm", "mm")], "Gao has more power than Ma"
    assert ask(world(below, less=(MET_MM,)), kind) == [], "Ma is no contact, and weaker than Gao"
    weak = Employment("x", "X", layer="operating", valid_from=day(10))
    assert ask(world(weak, Relation("gm", "x", "conflicts_with")), kind), "new"
    assert ask(world(replace(weak, valid_from=None), Relation("gm", "x", "conflicts_with")), kind) == []
    assert ask(world(replace(below, valid_to=TODAY)), kind) == [], "reconciled"
    twice = world(below, Relation("gm", "mm", "conflicts_with"))
    assert len(ask(twice, kind)) == 1


@pytest.mark.parametrize(("ago", "said"), [(0, True), (179, True), (180, False), (-1, False)])
def test_leavers_are_told_for_180_days(ago: int, said: bool) -> None:
    old = Touchpoint("old", AT.instant - (ago + 10) * 86400, "visit", ("old", "kam"), ("mm",))
    theirs = world(replace(MM, valid_to=day(ago)), old, replace(LEAVER, valid_to=None), less=(MM,))
    ours = world(old, replace(LEAVER, valid_to=day(ago)))
    assert [a.at for a in ask(theirs, "contact_left")] == ([day(ago)] if said else [])
    assert [a.at for a in ask(ours, "our_leaver")] == ([day(ago)] if said else [])


def test_a_leaver_on_whom_others_hung_is_red() -> None:
    facts = world(
        LEFT,
        CFO,
        Relation("mm", "cfo", "influences"),
        RoleHolding("cfo", "decider"),
        less=(MM,),
    )
    assert [a.severity for a in ask(facts, "contact_left")] == ["red"]
    other = replace(facts, relations=())
    assert [a.severity for a in ask(other, "contact_left")] == ["amber"]
    ours = world(LEAVER, CFO, contact("old", "cfo", 40), RoleHolding("cfo", "decider"))
    assert [a.severity for a in ask(ours, "our_leaver")] == ["red"]
    assert [a.severity for a in ask(world(LEAVER, MET_BY_OLD), "our_leaver")] == ["amber"]


def test_a_change_tells_of_leaving_before_the_rows_do() -> None:
    told = Change("c", day(10), "left", "gm")
    (alarm,) = ask(world(told, contact("boss", "gm", 20)), "contact_left")
    assert (alarm.at, alarm.facts[0]) == (day(10), Fact("changes", "c"))
    rows = world(told, replace(GM, valid_to=day(5)), contact("boss", "gm", 20), less=(GM,))
    assert [a.at for a in ask(rows, "contact_left")] == [day(10)]
    assert (
        ask(world(told, Change("d", day(3), "back", "gm"), contact("boss", "gm", 20)), "contact_left") == []
    )
    assert ask(world(replace(told, at=day(-1))), "contact_left") == []
