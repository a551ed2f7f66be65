"""Ties: what a contact weighs, how it fades, when it goes cold."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings

from graphkam.analysis import View, ties
from graphkam.domain.answers import Tie
from graphkam.domain.constants import Constants
from graphkam.domain.facts import AccountFacts, Employment, TeamMember, Touchpoint
from graphkam.domain.moment import AsOf
from graphkam.domain.strength import touchpoint_weights
from tests.brute import Brute
from tests.worlds import AT, DEFAULTS, NOON, TODAY, accounts, contact, view

LI, LIU = TeamMember("li", "Li"), Employment("liu", "Liu")


def the_tie(
    *touchpoints: Touchpoint, at: AsOf = NOON, constants: Constants = DEFAULTS, **person: object
) -> Tie:
    facts = {"people": (replace(LIU, **person),), "team": (LI,), "touchpoints": touchpoints}
    [tie] = ties(view(at, constants, **facts)).items
    return tie


def test_a_fresh_meeting_is_one_and_half_of_it_is_left_after_ninety_days() -> None:
    tie = the_tie(contact("li", "liu"), contact("li", "liu", days=90))
    assert tie.s == 1.5
    assert tie.strength == pytest.approx(1 - math.exp(-1.5))
    assert [(t.weight, t.contribution) for t in tie.touchpoints] == [(1.0, 1.0), (1.0, 0.5)]
    assert (tie.count, tie.first, tie.last) == (2, "2025-12-01T12:00:00Z", "2026-03-01T12:00:00Z")


def test_a_meeting_of_ninety_days_ago_is_still_live_and_one_of_a_day_more_is_not() -> None:
    assert the_tie(contact("li", "liu", days=90)).live
    assert not the_tie(contact("li", "liu", days=91)).live


@pytest.mark.parametrize(
    ("channel", "weight"),
    [
        ("executive_meeting", 1.5),
        ("dinner", 1.0),
        ("tender", 0.5),
        ("letter", 0.2),
        ("message", 0.1),
        ("complaint", 0.0),
    ],
)
def test_each_channel_has_its_weight(channel: str, weight: float) -> None:
    assert the_tie(contact("li", "liu", channel=channel)).s == weight


def test_copied_people_count_a_quarter_and_those_only_present_nothing() -> None:
    people = (LIU, Employment("xu", "Xu"), Employment("wu", "Wu"))
    meeting = contact("li", "liu", present=("xu", "liu"), cc=("wu",))
    items = ties(view(people=people, team=(LI,), touchpoints=(meeting,))).items
    assert [(t.person_id, t.s) for t in items] == [("liu", 1.0), ("wu", 0.25)]


def test_from_six_people_on_a_contact_is_shared_copied_people_included() -> None:
    assert set(touchpoint_weights("email", "abcde", "", DEFAULTS).values()) == {0.2}
    assert touchpoint_weights("meeting", "abcdefghij", "", DEFAULTS) == dict.fromkeys("abcdefghij", 0.5)
    mailing = touchpoint_weights("email", "a", [f"p{i}" for i in range(99)], DEFAULTS)
    assert (mailing["a"], mailing["p0"]) == (pytest.approx(0.01), pytest.approx(0.0025))


def test_who_is_spoken_with_and_copied_is_spoken_with() -> None:
    assert touchpoint_weights("meeting", ["a", "a"], ["a"], DEFAULTS) == {"a": 1.0}


def test_what_has_not_happened_yet_does_not_count() -> None:
    later = contact("li", "liu", days=-1 / 86400)
    assert ties(view(people=(LIU,), team=(LI,), touchpoints=(later,))).items == ()
    assert the_tie(contact("li", "liu")).count == 1  # at this very instant: it has


def test_a_date_counts_until_the_next_midnight_of_its_zone_and_fades_to_it() -> None:
    evening = contact("li", "liu", days=-4 / 24)  # 16:00 UTC is midnight in Shanghai
    assert (
        ties(view(AsOf.on(TODAY, "Asia/Shanghai"), people=(LIU,), team=(LI,), touchpoints=(evening,))).items
        == ()
    )
    assert the_tie(evening, at=AsOf.on(TODAY, "UTC")).s == pytest.approx(2 ** -(8 / 24 / 90))


@pytest.mark.parametrize("side", ["ours", "theirs"])
def test_leavers_hold_no_tie_from_valid_to_on(side: str) -> None:
    def count(valid_to: str) -> int:
        li = replace(LI, valid_to=valid_to) if side == "ours" else LI
        liu = replace(LIU, valid_to=valid_to) if side == "theirs" else LIU
        return len(ties(view(people=(liu,), team=(li,), touchpoints=(contact("li", "liu"),))).items)

    assert (count("2026-03-01"), count("2026-03-02")) == (0, 1)


def test_people_of_whom_nothing_else_is_known_hold_no_tie() -> None:
    assert ties(view(people=(LIU,), touchpoints=(contact("li", "liu"),))).items == ()
    assert ties(view(team=(LI,), touchpoints=(contact("li", "liu"),))).items == ()


def test_a_tie_that_was_never_live_is_not_cold() -> None:
    assert not the_tie(contact("li", "liu", days=10, channel="email")).cold


def test_a_tie_that_was_live_and_no_longer_is_is_cold() -> None:
    tie = the_tie(contact("li", "liu", days=91))
    assert (tie.live, tie.cold, tie.next_cold) == (False, True, None)


def test_two_calls_that_were_live_together_went_cold_although_neither_was_alone() -> None:
    calls = [contact("li", "liu", days=d, channel="letter") for d in (200, 200.1, 200.2)]
    assert the_tie(*calls).cold
    assert not the_tie(*calls[:2]).cold


def test_silence_beyond_the_rhythm_is_cold_although_live() -> None:
    """Met every 5 days: 8 × 5 = 40 days of silence are allowed."""
    rhythm = [contact("li", "liu", days=d) for d in (50, 45, 40)]
    assert not the_tie(*rhythm).cold
    late = the_tie(*[contact("li", "liu", days=d) for d in (51, 46, 41)])
    assert (late.live, late.cold) == (True, True)


def test_thirty_days_of_silence_are_always_allowed() -> None:
    assert not the_tie(*[contact("li", "liu", days=d) for d in (32, 31, 30)]).cold
    assert the_tie(*[contact("li", "liu", days=d) for d in (33, 32, 31)]).cold


def test_two_days_make_no_rhythm() -> None:
    assert not the_tie(*[contact("li", "liu", days=d) for d in (61, 60.9, 60)]).cold


def test_next_cold_is_the_day_on_which_a_live_tie_stops_being_live() -> None:
    """One meeting at noon falls below one half 90 days later, 30 May, at noon."""
    assert the_tie(contact("li", "liu")).next_cold == "2026-05-30"
    assert the_tie(contact("li", "liu"), contact("li", "liu", days=0.1)).next_cold == "2026-08-28"


def test_next_cold_is_a_day_of_the_as_of_zone() -> None:
    moment = AsOf.on("2026-03-01T12:00:00Z", "Pacific/Kiritimati")
    assert the_tie(contact("li", "liu"), at=moment).next_cold == "2026-05-31"


def test_a_tie_that_never_fades_has_no_such_day() -> None:
    assert the_tie(contact("li", "liu"), constants=Constants(live=0.0)).next_cold is None
    assert the_tie(contact("li", "liu"), constants=Constants(half_life_days=1e9)).next_cold is None
    assert the_tie(contact("li", "liu"), constants=Constants(half_life_days=1e300)).next_cold is None


@settings(deadline=None, max_examples=200)
@given(accounts())
def test_ties_are_those_of_the_definition_and_add_up(facts: AccountFacts) -> None:
    brute, answer = Brute(facts, TODAY), ties(View(facts, AT, DEFAULTS))
    for tie in answer.items:
        assert tie.s == pytest.approx(brute.s(tie.team_id, tie.person_id))
        assert math.fsum(t.contribution for t in tie.touchpoints) == pytest.approx(tie.s, abs=1e-12)
        assert tie.count == len(tie.touchpoints) > 0
    held = {(t.team_id, t.person_id) for t in answer.items}
    assert {(u, p) for u in brute.ours for p in brute.theirs if brute.s(u, p) > 0} <= held
    placeholders = {p for p, e in brute.theirs.items() if e.placeholder}
    assert {
        (t.team_id, t.person_id) for t in answer.items if t.live and t.person_id not in placeholders
    } == set(brute.live)
    assert [t.s for t in answer.items] == sorted((t.s for t in answer.items), reverse=True)


@settings(deadline=None, max_examples=100)
@given(accounts())
def test_a_live_tie_is_live_until_the_day_before_next_cold(facts: AccountFacts) -> None:
    still = AccountFacts(
        facts.account,
        tuple(replace(e, valid_to=None) for e in facts.people),
        tuple(replace(m, valid_to=None) for m in facts.team),
        touchpoints=tuple(t for t in facts.touchpoints if t.at < AT.instant),
    )

    def live(day: date) -> set[tuple[str, str]]:
        answer = ties(View(still, AsOf.on(day, "UTC"), DEFAULTS))
        return {(t.team_id, t.person_id) for t in answer.items if t.live}

    for tie in ties(View(still, AT, DEFAULTS)).items:
        if tie.next_cold is not None:
            day = date.fromisoformat(tie.next_cold)
            pair = (tie.team_id, tie.person_id)
            assert pair not in live(day)
            assert day <= AT.day or pair in live(day - timedelta(days=1))
