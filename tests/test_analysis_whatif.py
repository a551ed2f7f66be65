"""What if, against accounts that are told without the people, or with the meetings."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphkam.analysis import View, exposure, gaps, spof, stage, whatif
from graphkam.domain.facts import (
    AccountFacts,
    Assignment,
    Employment,
    Relation,
    RoleHolding,
    TeamMember,
)
from graphkam.domain.message import Message, as_json
from graphkam.domain.moment import AsOf
from graphkam.domain.moves import Difference, State, WhatIf
from graphkam.errors import InvalidError
from graphkam.i18n import translator
from tests.brute import Brute
from tests.worlds import AT, DEFAULTS, NOON, TODAY, accounts, contact, view

LI, WU = TeamMember("li", "Li", level="executive"), TeamMember("wu", "Wu", level="management")
GM, LIU, XU = (
    Employment("gm", "Gao", layer="executive"),
    Employment("liu", "Liu", layer="management"),
    Employment("xu", "Xu", layer="management"),
)
KILN = view(
    people=(GM, LIU, XU),
    team=(LI, WU),
    assignments=(Assignment("li", "account_manager"),),
    relations=(Relation("xu", "gm", "confidant"), Relation("liu", "gm", "reports_to")),
    roles=(RoleHolding("liu", "technical_buyer"), RoleHolding("gm", "decider")),
    touchpoints=(contact("li", "liu", channel="dinner"),),
)


def said(answer: WhatIf, what: str) -> list[tuple[tuple[str, ...], object, object]]:
    return [(d.of, d.from_, d.to) for d in answer.difference if d.what == what]


def test_without_liu_nothing_is_left() -> None:
    answer = whatif(KILN, remove=["liu"])
    assert answer.after.stage.stage == "exploratory"
    assert said(answer, "stage") == [((), "basic", "exploratory")]
    assert said(answer, "layer.status") == [(("management",), "thin", "open")]
    assert said(answer, "exposure") == [((), pytest.approx(0.8 / 1.3), 1.0)]
    reasons = [str(d.reason) for d in answer.difference]
    assert "stage of the relationship falls from basic to exploratory" in reasons
    assert "Li is no longer a single point of failure" in reasons
    assert "gm" in answer.after.gaps.decision_holders
    assert "liu" not in answer.after.gaps.decision_holders


def test_without_li_liu_is_cut_off() -> None:
    answer = whatif(KILN, remove=["li"])
    assert said(answer, "reach") == [(("liu",), "tie", "none")]
    assert "Liu is cut off" in [d.reason for d in answer.difference]
    assert ("veto", "liu") in [of for of, was, now in said(answer, "gap") if (was, now) == (None, "red")]


def test_two_at_once_lose_what_neither_loses_alone() -> None:
    both = View(replace(KILN.facts, touchpoints=(contact("li wu", "liu"),)), KILN.at, KILN.constants)
    assert said(whatif(both, remove=["li"]), "reach") == said(whatif(both, remove=["wu"]), "reach") == []
    assert said(whatif(both, remove=["li", "wu"]), "reach") == [(("liu",), "tie", "none")]


def test_somebody_with_the_confidant_reaches_the_new_gm() -> None:
    answer = whatif(KILN, add=[("wu", "xu")])
    assert said(answer, "reach") == [(("gm",), "none", "influence"), (("xu",), "none", "tie")]
    assert answer.after.gaps.layers[1].coverage == pytest.approx(1 - math.exp(-1))
    assert said(answer, "exposure") == [], "now 0.8 ÷ 1.3 hangs on Wu, or on Xu"


def test_an_added_tie_is_as_fresh_as_one_meeting_and_no_weaker_than_it_was() -> None:
    call = View(
        replace(KILN.facts, touchpoints=(contact("li", "xu", channel="call", days=90),)),
        KILN.at,
        KILN.constants,
    )
    for pairs, s in (([("li", "xu")], 1.0), ([("li", "xu"), ("wu", "xu")], 2.0)):
        management = whatif(call, add=pairs).after.gaps.layers[1]
        assert management.coverage == pytest.approx((1 - math.exp(-s)) / 2)
    twice = View(
        replace(KILN.facts, touchpoints=(contact("li", "liu"), contact("li", "liu", days=0.5))),
        KILN.at,
        KILN.constants,
    )
    assert whatif(twice, add=[("li", "liu")]).difference == ()


def test_on_a_later_day_the_tie_has_gone_cold() -> None:
    later = AsOf.on("2026-09-01", "UTC")
    answer = whatif(KILN, until=later)
    assert (answer.as_of, answer.until) == (str(NOON), "2026-09-01")
    assert said(answer, "reach") == [(("liu",), "tie", "none")]
    assert whatif(KILN, until=later, add=[("li", "liu")]).after.gaps.layers[1].coverage == pytest.approx(
        (1 - math.exp(-1)) / 2
    )
    assert whatif(KILN, until=KILN.at).until is None


def test_who_is_named_twice_is_gone_once() -> None:
    assert whatif(KILN, remove=["liu", "liu"]) == whatif(KILN, remove=["liu"])
    pair = ("wu", "xu")
    assert whatif(KILN, add=[pair, pair]) == whatif(KILN, add=[pair])


@pytest.mark.parametrize(
    ("scenario", "where"),
    [
        ({"remove": ["nobody"]}, ["remove/0"]),
        ({"remove": ["liu", "", "x\ny"]}, ["remove/1", "remove/2"]),
        ({"add": [("nobody", "liu")]}, ["add/0/team_id"]),
        ({"add": [("li", "liu"), ("liu", "li")]}, ["add/1/team_id", "add/1/person_id"]),
        ({"add": [("li", "liu")], "remove": ["liu"]}, ["add/0/person_id"]),
        ({"add": [("li", "liu")], "remove": ["li"]}, ["add/0/team_id"]),
        ({"add": [("li", "seat")]}, ["add/0/person_id"]),
        ({"add": [("li", "left")]}, ["add/0/person_id"]),
    ],
)
def test_each_wrong_value_is_named(scenario: dict[str, Any], where: list[str]) -> None:
    more = Employment("seat", "Seat", placeholder=True), Employment("left", "Left", valid_to="2026-01-01")
    seen = View(replace(KILN.facts, people=(*KILN.facts.people, *more)), KILN.at, KILN.constants)
    with pytest.raises(InvalidError, match="cannot be tried") as error:
        whatif(seen, **scenario)
    assert [place for place, _ in error.value.errors] == where
    assert all(isinstance(reason, Message) for _, reason in error.value.errors)


def test_who_has_left_already_changes_nothing() -> None:
    left = replace(KILN.facts, people=(*KILN.facts.people, Employment("left", "Left", valid_to="2026-01-01")))
    answer = whatif(View(left, KILN.at, KILN.constants), remove=["left"])
    assert answer.difference == ()
    assert answer.remove == ("left",)


def test_an_empty_account_has_an_answer() -> None:
    answer = whatif(view())
    assert (answer.difference, answer.after.exposure.exposure) == ((), None)
    everybody = whatif(KILN, remove=["gm", "liu", "xu", "li", "wu"])
    assert everybody.after.exposure.exposure is None
    assert said(everybody, "exposure") == [((), pytest.approx(0.8 / 1.3), None)]


def test_every_difference_is_said_in_chinese_too() -> None:
    chinese = translator("zh")
    for answer in (
        whatif(KILN, remove=["liu"]),
        whatif(KILN, add=[("wu", "xu")]),
        whatif(KILN, remove=["li"]),
    ):
        for found in answer.difference:
            assert isinstance(found.reason, Message)
            assert found.reason.said(chinese) != str(found.reason)


def everything(seen: View) -> State:
    return State(gaps(seen), spof(seen), stage(seen), exposure(seen))


@settings(deadline=None, max_examples=100)
@given(accounts())
def test_nobody_removed_and_nothing_added_changes_nothing(facts: AccountFacts) -> None:
    seen = View(facts, AT, DEFAULTS)
    answer = whatif(seen, [], [], AT)
    assert answer.difference == ()
    assert answer.before == answer.after == everything(seen)


def without(facts: AccountFacts, gone: set[str]) -> AccountFacts:
    """The account told anew as if these people had never been; contacts keep their number of people."""
    strangers = {id_: f"(stranger {id_})" for id_ in gone}

    def told(ids: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(strangers.get(i, i) for i in ids)

    return replace(
        facts,
        people=tuple(e for e in facts.people if e.person_id not in gone),
        team=tuple(m for m in facts.team if m.id not in gone),
        assignments=tuple(a for a in facts.assignments if a.team_id not in gone),
        relations=tuple(r for r in facts.relations if not gone & {r.from_id, r.to_id}),
        roles=tuple(r for r in facts.roles if r.person_id not in gone),
        assessments=tuple(a for a in facts.assessments if a.person_id not in gone),
        touchpoints=tuple(
            t._replace(team=told(t.team), people=told(t.people), cc=told(t.cc), present=told(t.present))
            for t in facts.touchpoints
        ),
    )


@settings(deadline=None, max_examples=150)
@given(accounts(), st.integers(0, 2**32), st.integers(1, 4))
def compare_with_retelling(facts: AccountFacts, seed: int, most: int) -> None:
    known = sorted({e.person_id for e in facts.people} | {m.id for m in facts.team})
    gone = set(Random(seed).sample(known, min(len(known), most)))
    seen = View(facts, AT, DEFAULTS)
    answer = whatif(seen, sorted(gone))
    assert answer.before == everything(seen)
    assert answer.after == everything(View(without(facts, gone), AT, DEFAULTS))
    compare_difference(Brute(facts, TODAY), Brute(without(facts, gone), TODAY), answer.difference)
    DRAWN["cut off"] += any(d.what == "reach" and d.to == "none" for d in answer.difference)
    DRAWN["stage"] += any(d.what == "stage" for d in answer.difference)
    DRAWN["spof"] += any(d.what == "spof" and d.to for d in answer.difference)


def compare_difference(was: Brute, now: Brute, found: tuple[Difference, ...]) -> None:
    """Everything that differs is named, with its values, and nothing else."""
    got = {(d.what, *d.of): (d.from_, d.to) for d in found}
    assert len(got) == len(found)
    sides: dict[tuple[str, ...], tuple[object, object]] = {("stage",): (was.stage(), now.stage())}
    sides["type",] = was.type(), now.type()
    sides["exposure",] = was.exposure(), now.exposure()
    for layer in ("operating", "management", "executive"):
        sides["layer.status", layer] = was.status(was.layer(layer)), now.status(now.layer(layer))
        sides["layer.coverage", layer] = was.coverage(was.layer(layer)), now.coverage(now.layer(layer))
    gaps_of = [
        {(kind, what): colour for kind, what, colour in b.gaps() if kind != "layer"} for b in (was, now)
    ]
    for kind, what in {*gaps_of[0], *gaps_of[1]}:
        if kind not in ("person", "veto") or what in now.theirs:
            sides["gap", kind, what] = gaps_of[0].get((kind, what)), gaps_of[1].get((kind, what))
    for id_ in {*now.theirs, *now.ours} & {*was.theirs, *was.ours}:
        sides["spof", id_] = is_one(was, id_), is_one(now, id_)
    for id_ in now.theirs.keys() & was.theirs.keys():
        sides["reach", id_] = reached(was, id_), reached(now, id_)
        sides["decides", id_] = id_ in was.deciders, id_ in now.deciders
    expected = {key: pair for key, pair in sides.items() if not same(*pair)}
    assert {key: rounded(pair) for key, pair in got.items()} == {
        key: rounded(p) for key, p in expected.items()
    }


def is_one(brute: Brute, id_: str) -> bool:
    there = id_ in brute.reached(True) or any(u == id_ for u, _ in brute.live)
    return there and brute.spof(True, id_)[3]


def reached(brute: Brute, id_: str) -> str:
    if any(p == id_ for _, p in brute.live):
        return "tie"
    return "influence" if id_ in brute.reached(True) else "none"


def same(a: object, b: object) -> bool:
    return abs(a - b) < 0.005 if isinstance(a, float) and isinstance(b, float) else a == b


def rounded(pair: tuple[object, object]) -> list[object]:
    return [round(v, 9) if isinstance(v, float) else v for v in pair]


DRAWN: Counter[str] = Counter()


def test_removal_is_retelling_and_enough_was_drawn() -> None:
    DRAWN.clear()
    compare_with_retelling()
    assert DRAWN["cut off"] >= 5, DRAWN
    assert DRAWN["stage"] >= 10, DRAWN
    assert DRAWN["spof"] >= 10, DRAWN


@settings(deadline=None, max_examples=100)
@given(accounts(), st.integers(0, 2**32))
def test_adding_is_a_live_tie_more(facts: AccountFacts, seed: int) -> None:
    was, now = Brute(facts, TODAY), Brute(facts, TODAY)
    people = [p for p, e in was.theirs.items() if not e.placeholder]
    pairs = [(u, p) for u in was.ours for p in people]
    some = Random(seed).sample(pairs, min(len(pairs), 3))
    vars(now)["live"] = {**was.live, **{pair: 1 - math.exp(-max(was.s(*pair), 1.0)) for pair in some}}
    answer = whatif(View(facts, AT, DEFAULTS), add=some)
    compare_difference(was, now, answer.difference)
    assert "NaN" not in str(as_json(answer))
