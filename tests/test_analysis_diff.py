"""What changed between two moments."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings

from graphkam.analysis import View, diff
from graphkam.domain.facts import (
    AccountFacts,
    Assessment,
    Assignment,
    Employment,
    RoleHolding,
    TeamMember,
)
from graphkam.domain.message import Message
from graphkam.domain.moment import AsOf
from graphkam.domain.moves import Diff
from tests.brute import Brute
from tests.worlds import DEFAULTS, accounts, contact, view

EARLY, LATE = AsOf.on("2026-01-31", "UTC"), AsOf.on("2026-03-01", "UTC")
FEBRUARY = "2026-02-15"
LI = TeamMember("li", "Li", level="executive")
LIU = Employment("liu", "Liu", title="Chief", layer="management")


def between(**facts: object) -> Diff:
    facts = {"people": (LIU,), "team": (LI,), **facts}
    told = view(**facts).facts
    return diff(View(told, EARLY, DEFAULTS), View(told, LATE, DEFAULTS))


def found(answer: Diff, *what: str) -> list[tuple[tuple[str, ...], object, object, str]]:
    return [(d.of, d.from_, d.to, d.reason) for d in answer.difference if d.what in what]


def test_nothing_changed() -> None:
    assert between().difference == ()
    assert (between().from_, between().to) == ("2026-01-31", "2026-03-01")


def test_who_came_who_left_and_who_rose() -> None:
    people = (
        Employment("old", "Qian", valid_to=FEBRUARY),
        Employment("new", "Gao", layer="executive", valid_from=FEBRUARY),
        replace(LIU, valid_to=FEBRUARY),
        replace(LIU, valid_from=FEBRUARY, layer="executive", title="Director"),
    )
    answer = between(people=people)
    assert found(answer, "person", "person.layer", "person.title") == [
        (("liu",), "management", "executive", "Liu rises from management to executive"),
        (("liu",), "Chief", "Director", "Liu: Chief before, Director after"),
        (("new",), False, True, "Gao came"),
        (("old",), True, False, "Qian left"),
    ]


def test_a_layer_that_becomes_known_is_no_rise() -> None:
    people = replace(LIU, valid_to=FEBRUARY, layer=None, title=None), replace(LIU, valid_from=FEBRUARY)
    [(_, was, now, said)] = found(between(people=people), "person.layer")
    assert (was, now, said) == (None, "management", "Liu: unknown before, management after")


def test_a_layer_that_is_guessed_says_so_and_is_no_rise() -> None:
    people = replace(LIU, valid_to=FEBRUARY, layer=None), replace(LIU, valid_from=FEBRUARY, layer="executive")
    [(_, was, now, said)] = found(between(people=people), "person.layer")
    assert (was, now) == ("management", "executive")
    assert said == "Liu: management (guessed from the title) before, executive after"


def test_ours_who_joined_left_or_changed_their_part() -> None:
    answer = between(
        team=(LI, TeamMember("wu", "Wu", valid_from=FEBRUARY), TeamMember("su", "Su", valid_to=FEBRUARY)),
        assignments=(
            Assignment("su", "account_manager"),
            Assignment("wu", "account_manager", FEBRUARY),
            Assignment("li", "executive_sponsor"),
        ),
    )
    assert found(answer, "team", "assignment") == [
        (("su",), True, False, "Su left us"),
        (("wu",), False, True, "Wu joined us"),
        (("su", "account_manager"), True, False, "Su is no longer in the account team as account manager"),
        (("wu", "account_manager"), False, True, "Wu is now in the account team as account manager"),
    ]


def test_roles_that_were_given_and_taken() -> None:
    roles = (
        RoleHolding("liu", "buyer", None, None, None, None, FEBRUARY),
        RoleHolding("liu", "decider", "kilns", None, None, FEBRUARY),
    )
    answer = between(roles=roles)
    assert found(answer, "role") == [
        (("liu", "buyer"), True, False, "Liu is no longer buyer"),
        (("liu", "decider"), False, True, "Liu is now decider"),
    ]


def test_ties_that_are_new_went_cold_or_ended() -> None:
    """Li's meeting is 72 days old at first, worth 0.57, and 100 days in the end, worth 0.46: no longer ½."""
    gone, new, xu = TeamMember("su", "Su", valid_to=FEBRUARY), TeamMember("wu", "Wu"), Employment("xu", "Xu")
    answer = between(
        people=(LIU, xu),
        team=(LI, gone, new),
        touchpoints=(
            contact("li", "liu", days=100),
            contact("su", "xu", days=40),
            contact("wu", "xu", days=1),
        ),
    )
    assert found(answer, "tie") == [
        (("li", "liu"), "live", "cold", "no longer live: the tie of Li with Liu"),
        (("su", "xu"), "live", "none", "ended with a departure: the tie of Su with Xu"),
        (("wu", "xu"), "none", "live", "new live tie: Wu with Xu"),
    ]
    again = between(touchpoints=(contact("li", "liu", days=200), contact("li", "liu", days=1)))
    assert found(again, "tie")[0][1:3] == ("cold", "live")


def test_what_colleagues_judge_otherwise() -> None:
    judged = (
        Assessment("liu", "li", "2026-01-10", "neutral", 0.5),
        Assessment("liu", "li", "2026-02-20", "mentor", 0.8),
    )
    answer = between(assessments=judged)
    assert found(answer, "support", "power") == [
        (("liu",), "neutral", "mentor", "support of Liu: neutral before, mentor after"),
        (("liu",), 0.5, 0.8, "power of Liu rises from 0.50 to 0.80"),
    ]
    first = between(assessments=judged[1:])
    assert found(first, "support")[0][1:] == (None, "mentor", "support of Liu: unknown before, mentor after")


def test_the_verdicts_are_those_of_the_two_days() -> None:
    answer = between(touchpoints=(contact("li", "liu", days=1),))
    assert found(answer, "stage") == [
        ((), "exploratory", "basic", "stage of the relationship rises from exploratory to basic")
    ]
    assert answer.before.stage.as_of == "2026-01-31"
    assert answer.after.gaps.layers[1].reached == 1


def test_the_moments_may_be_in_any_order() -> None:
    told = view(people=(replace(LIU, valid_from=FEBRUARY),), team=(LI,)).facts
    back = diff(View(told, LATE, DEFAULTS), View(told, EARLY, DEFAULTS))
    assert [d.reason for d in back.difference if d.what == "person"] == ["Liu left"]


@pytest.mark.parametrize("day", ["0001-01-02", "9998-12-30"])
def test_days_far_away_have_answers(day: str) -> None:
    told = view(people=(LIU,), team=(LI,), touchpoints=(contact("li", "liu"),)).facts
    far = View(told, AsOf.on(day, "UTC"), DEFAULTS)
    answer = diff(View(told, LATE, DEFAULTS), far)
    assert [d.to for d in answer.difference if d.what == "reach"] == ["none"]


DAYS = ("2025-06-01", "2026-02-28", "2026-03-01", "2026-03-02")


@settings(deadline=None, max_examples=150)
@given(accounts())
def compare_with_the_records(facts: AccountFacts) -> None:
    for one, other in (DAYS[:2], DAYS[1:3], DAYS[2:], (DAYS[3], DAYS[0])):
        was, now = Brute(facts, one), Brute(facts, other)
        answer = diff(*(View(facts, AsOf.on(day, "UTC"), DEFAULTS) for day in (one, other)))
        got = {
            what: {d.of: (d.from_, d.to) for d in answer.difference if d.what == what}
            for what in ("person", "team", "role", "tie", "support")
        }
        assert got["person"] == came_and_went(set(was.theirs), set(now.theirs))
        assert got["team"] == came_and_went(set(was.ours), set(now.ours))
        roles = ({(p, r.role) for r in facts.roles for p in b.holders(r.role)} for b in (was, now))
        assert got["role"] == came_and_went(*roles)
        assert set(got["tie"]) == set(was.live) ^ set(now.live)
        for pair, (_, after) in got["tie"].items():
            assert (after == "live") == (pair in now.live)
            there = pair[0] in now.ours and pair[1] in now.theirs
            assert (after == "none") == (pair not in now.live and not there)
        changed = {
            (p,)
            for p in was.theirs.keys() & now.theirs.keys()
            if word(was.support(p)) != word(now.support(p))
        }
        assert set(got["support"]) == changed
        assert all(isinstance(d.reason, Message) for d in answer.difference)
        DRAWN.update(what for what, items in got.items() if items)


def came_and_went(was: set, now: set) -> dict[tuple[str, ...], tuple[bool, bool]]:  # type: ignore[type-arg]
    return {key if isinstance(key, tuple) else (key,): (key in was, key in now) for key in was ^ now}


def word(value: float | None) -> str | None:
    """The nearest of the five, the one nearer to neutral if half way."""
    if value is None:
        return None
    words = {0.0: "neutral", 0.5: "half", -0.5: "minus half", 1.0: "full", -1.0: "minus full"}
    return words[min(words, key=lambda w: (round(abs(w - value), 9), abs(w)))]


DRAWN: Counter[str] = Counter()


def test_changes_are_those_of_the_records_and_enough_was_drawn() -> None:
    DRAWN.clear()
    compare_with_the_records()
    assert all(DRAWN[what] >= 5 for what in ("person", "team", "role", "tie", "support")), DRAWN
