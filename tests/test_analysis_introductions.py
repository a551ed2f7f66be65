"""Whom to meet next, against the enumeration of all choices."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphkam.analysis import View, introductions
from graphkam.domain.constants import Constants
from graphkam.domain.facts import (
    AccountFacts,
    Assignment,
    Employment,
    Relation,
    RoleHolding,
    TeamMember,
)
from graphkam.domain.moves import Introductions
from graphkam.errors import UsageError
from tests.brute_introductions import Tried
from tests.worlds import AT, DEFAULTS, NOON, TODAY, accounts, contact, view

S = 1 - math.exp(-1)
BOSS, ENGINEER = TeamMember("boss", "Boss", level="executive"), TeamMember("eng", "Eng", level="operating")
TEAM = (Assignment("boss", "account_manager"), Assignment("eng", "technical"))
GM = Employment("gm", "Gao", layer="executive")
LIU, XU = Employment("liu", "Liu", layer="management"), Employment("xu", "Xu", layer="management")
ANN = Employment("ann", "Ann", layer="operating")


def world(*touchpoints: object, **more: object) -> View:
    facts = {"people": (GM, LIU, XU, ANN), "team": (BOSS, ENGINEER), "assignments": TEAM, **more}
    return view(touchpoints=touchpoints, **facts)


def chosen(answer: Introductions) -> list[tuple[str, str]]:
    return [(t.team_id, t.person_id) for t in answer.ties]


def test_the_most_powerful_first_by_his_peer_then_the_next() -> None:
    """Gao 0.8 · 0.63 = 0.51 beside 0.5 · 0.63 = 0.32 each for Liu and Xu; a second tie with Gao gives 0.19."""
    answer = introductions(world(contact("boss", "ann")), 4)
    assert chosen(answer)[0] == ("boss", "gm")
    assert {p for _, p in chosen(answer)[1:3]} == {"liu", "xu"}
    assert chosen(answer)[3][1] == "gm"
    gains = [t.coverage_gain for t in answer.ties]
    assert gains == pytest.approx([0.8 * S, 0.5 * S, 0.5 * S, 0.8 * S * (1 - S)])
    assert answer.ties[0].why.startswith(
        "Gao is in the executive layer, and nobody of ours has a live tie; Boss"
    )
    assert answer.ties[3].why == "Gao then hangs on Boss alone", "by then Boss can introduce"
    held = introductions(world(contact("boss", "gm"), people=(GM,)), 1).ties[0]
    assert held.why == "Gao is reached through Boss only; way in: Boss has a live tie with Gao"
    assert (answer.before.coverage, answer.before.reached, answer.before.people) == (0.0, 0, 3)
    assert answer.after.coverage == pytest.approx(sum(gains) / 1.8)
    assert answer.power == pytest.approx(1.8)


def test_of_equals_the_one_that_gives_another_way_to_who_decides() -> None:
    """Liu and Xu gain the same; only Xu has the ear of Gao, who decides and is reached in one way."""
    line = Relation("xu", "gm", "confidant")
    decides = RoleHolding("gm", "decider")
    seen = world(contact("boss", "gm"), contact("eng", "gm"), relations=(line,), roles=(decides,))
    assert introductions(seen, 1).ties[0].redundancy_gain == 0, "a third way would need a third of ours"
    seen = world(contact("boss", "gm"), relations=(line,), roles=(decides,))
    first = introductions(replace_team(seen, TEAM[:1]), 1).ties[0]
    assert (first.person_id, first.redundancy_gain) == ("liu", 0)
    two = introductions(replace_team(seen, TEAM[1:]), 2)
    assert [(t.person_id, t.redundancy_gain) for t in two.ties] == [("xu", 1), ("liu", 0)]


def replace_team(seen: View, assignments: tuple[Assignment, ...]) -> View:
    return View(replace(seen.facts, assignments=assignments), seen.at, seen.constants)


def test_of_equals_the_warmer_way_in() -> None:
    """Nothing tells Liu from Xu but that Ann, whom Boss knows, has the ear of Xu. Gao decides, and is met."""
    seen = world(
        contact("boss", "ann"),
        contact("boss", "gm"),
        relations=(Relation("ann", "xu", "confidant"),),
        roles=(RoleHolding("gm", "decider"),),
    )
    answer = introductions(replace_team(seen, TEAM[:1]), 1)
    way = answer.ties[0].warm_path
    assert way is not None
    assert [(h.from_, h.to, h.kind) for h in way.hops] == [("boss", "ann", "tie"), ("ann", "xu", "confidant")]
    assert way.product == pytest.approx(S * 0.7)
    assert "way in: Boss → Ann → Xu" in answer.ties[0].why


def test_of_equals_the_one_with_whom_the_way_begins() -> None:
    """Eng knows Ann, who has the ear of Gao: Eng goes, not Boss, though first by ids; were Boss a peer, he would."""
    boss = replace(BOSS, level=None)
    line = Relation("ann", "gm", "confidant")
    seen = world(contact("eng", "ann"), people=(ANN, GM), team=(boss, ENGINEER), relations=(line,))
    assert chosen(introductions(seen, 1)) == [("boss", "gm")], "a second way"
    both = world(
        contact("eng boss", "ann"),
        contact("eng", "ann"),
        people=(ANN, GM),
        team=(boss, ENGINEER),
        relations=(line,),
    )
    assert chosen(introductions(both, 1)) == [("eng", "gm")]
    peer = View(replace(both.facts, team=(BOSS, ENGINEER)), both.at, both.constants)
    assert chosen(introductions(peer, 1)) == [("boss", "gm")]


def test_good_sets_are_not_the_best_singles() -> None:
    """Of the single best ties three are with Gao; together the second and third would gain less."""
    third = TeamMember("wu", "Wu")
    answer = introductions(
        world(team=(BOSS, ENGINEER, third), assignments=(*TEAM, Assignment("wu", "service"))), 3
    )
    assert sorted(p for _, p in chosen(answer)) == ["gm", "liu", "xu"]
    assert answer.bound.share == pytest.approx(answer.bound.gain / answer.bound.at_most)
    assert answer.bound.guarantee == pytest.approx(1 - 1 / math.e)


def test_who_gains_nothing_is_not_named() -> None:
    """Ann is no manager and decides nothing; only where she opens a way to who decides is she worth a tie."""
    only = {"people": (ANN,)}
    assert introductions(world(**only), 3).ties == ()
    boss = replace(GM, placeholder=True)
    assert introductions(world(people=(ANN, boss)), 3).ties == ()
    held = world(
        contact("boss", "gm"),
        contact("eng", "gm"),
        people=(ANN, GM),
        team=(BOSS, ENGINEER, TeamMember("wu", "Wu")),
        assignments=(*TEAM, Assignment("wu", "service")),
        relations=(Relation("ann", "gm", "influences"),),
        roles=(RoleHolding("gm", "decider"),),
    )
    two = introductions(held, 2)
    assert chosen(two) == [("wu", "gm")]
    assert two.reason == "1 introduction is all that gains anything"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"assignments": ()}, "nobody of ours is assigned to this account"),
        ({"people": ()}, "nobody of theirs is known"),
        ({"people": (replace(GM, placeholder=True),)}, "nobody of theirs is known"),
        (
            {"people": (replace(GM, power=0.0),), "touchpoints": (contact("boss eng", "gm"),)},
            "no introduction gains anything",
        ),
        ({"team": (replace(BOSS, valid_to="2026-01-01"),)}, "nobody of ours is assigned to this account"),
    ],
)
def test_without_any_there_is_a_reason(change: dict[str, object], reason: str) -> None:
    facts = {"people": (GM,), "team": (BOSS, ENGINEER), "assignments": TEAM, **change}
    answer = introductions(view(**facts), 3)
    assert (answer.ties, answer.reason) == ((), reason)
    assert (answer.bound.gain, answer.bound.at_most, answer.bound.share) == (0.0, 0.0, None)
    assert answer.before == answer.after


def test_a_decider_without_power_still_wants_a_way() -> None:
    nobody = replace(GM, power=0.0)
    answer = introductions(world(people=(nobody,), roles=(RoleHolding("gm", "decider"),)), 9)
    assert [(t.coverage_gain, t.redundancy_gain) for t in answer.ties] == [(0.0, 1), (0.0, 1)]
    assert answer.before.coverage is None


@pytest.mark.parametrize("k", [0, -1])
def test_fewer_than_one_cannot_be_asked_for(k: int) -> None:
    with pytest.raises(UsageError, match="at least one introduction"):
        introductions(world(), k)


def test_a_huge_number_ends_when_everybody_knows_everybody() -> None:
    answer = introductions(world(), 10**9)
    assert len(answer.ties) == 6
    assert answer.after.reached == 3


def test_where_a_fresh_meeting_makes_no_live_tie_nothing_is_gained() -> None:
    seen = View(world().facts, NOON, Constants(live=2.0))
    assert introductions(seen, 3).ties == ()


def staffed(facts: AccountFacts) -> AccountFacts:
    """The same account, served by three of ours."""
    more = tuple(Assignment(m.id, "technical") for m in facts.team[:3])
    return replace(facts, assignments=(*facts.assignments, *more))


@settings(deadline=None, max_examples=120)
@given(accounts().map(staffed), st.sampled_from((2, 3, 1)))
def compare_with_all_choices(facts: AccountFacts, k: int) -> None:
    answer, tried = introductions(View(facts, AT, DEFAULTS), k), Tried(facts, TODAY)
    assert len(answer.ties) <= k
    found = chosen(answer)
    assert len(set(found)) == len(found)
    assert set(found) <= set(tried.candidates)
    for i, tie in enumerate(answer.ties):
        before, after = tried.gain(tuple(found[:i])), tried.gain(tuple(found[: i + 1]))
        assert tie.coverage_gain == pytest.approx(after - before, abs=1e-9)
        more = tried.ways(tried.having(found[: i + 1])) - tried.ways(tried.having(found[:i]))
        assert tie.redundancy_gain == more
        assert tie.coverage_gain > 0 or tie.redundancy_gain > 0
        DRAWN["ways gained"] += more > 0
    best = tried.best(k)
    assert answer.bound.gain == pytest.approx(tried.gain(tuple(found)), abs=1e-9)
    assert answer.bound.gain <= answer.bound.at_most + 1e-9
    assert best <= answer.bound.at_most + 1e-9, "the bound holds"
    assert answer.bound.gain == pytest.approx(best, abs=1e-9), "greedy is the best choice"
    DRAWN["sets"] += len(found) > 1
    DRAWN["not the singles"] += answer.bound.share is not None and answer.bound.share < 1 - 1e-9


@settings(deadline=None, max_examples=100)
@given(accounts().map(staffed))
def compare_the_first(facts: AccountFacts) -> None:
    """Of the ties of largest gain: peers, then most ways gained, then warmth is left to its own test."""
    answer, tried = introductions(View(facts, AT, DEFAULTS), 1), Tried(facts, TODAY)
    gains = {pair: tried.gain((pair,)) for pair in tried.candidates}
    top = max(gains.values(), default=0.0)
    now = tried.ways(tried.brute)
    more = {pair: tried.ways(tried.having([pair])) - now for pair in gains if gains[pair] > top - 1e-9}
    if top < 1e-9:
        more = {pair: n for pair, n in more.items() if n}

    def rank(pair: tuple[str, str]) -> tuple[bool, int]:
        layer = tried.brute.theirs[pair[1]].layer
        return layer is None or tried.brute.ours[pair[0]].level != layer, -more[pair]

    best = min(map(rank, more), default=None)
    assert [rank(pair) for pair in chosen(answer)] == ([] if best is None else [best])
    DRAWN["peers"] += best is not None and not best[0]
    DRAWN["choice"] += len({rank(pair) for pair in more}) > 1


DRAWN: Counter[str] = Counter()


def test_gains_bound_and_optimum_are_those_of_enumeration_and_enough_was_drawn() -> None:
    DRAWN.clear()
    compare_with_all_choices()
    compare_the_first()
    assert DRAWN["sets"] >= 8, DRAWN
    assert DRAWN["ways gained"] >= 8, DRAWN
    assert DRAWN["not the singles"] >= 2, DRAWN
    assert DRAWN["peers"] >= 8, DRAWN
    assert DRAWN["choice"] >= 8, DRAWN
