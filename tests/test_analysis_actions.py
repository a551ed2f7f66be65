"""Actions by hand: how they stand, whether their reason holds, what they gained."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graphkam.analysis import View
from graphkam.analysis.actions import actions, because_words, gain, version
from graphkam.analysis.example import kiln
from graphkam.domain.actions import ActionState
from graphkam.domain.facts import Action, Touchpoint
from graphkam.domain.moment import AsOf, seconds_of
from graphkam.domain.moves import Difference

MEET = Action("m", "li", "gm", "meet him", made_at="2026-01-10", due="2026-02-01")


def told(*planned: Action, as_of: str = "2026-03-01", met: str | None = None) -> tuple[ActionState, ...]:
    """The kiln tender with these actions; Li meets the general manager on the day `met`."""
    facts = kiln().facts
    more = (Touchpoint("x", seconds_of(f"{met}T12:00:00Z"), "meeting", ("li",), ("gm",)),) if met else ()
    facts = replace(facts, actions=planned, touchpoints=(*facts.touchpoints, *more))
    return actions(View(facts, AsOf.on(as_of, "UTC"), kiln().constants))


@pytest.mark.parametrize(
    ("as_of", "states"),
    [("2026-01-09", []), ("2026-01-10", ["open"]), ("2026-02-01", ["open"]), ("2026-02-02", ["overdue"])],
)
def test_it_is_there_from_the_day_it_was_made_and_overdue_after_its_day(
    as_of: str, states: list[str]
) -> None:
    assert [a.status for a in told(MEET, as_of=as_of)] == states


def test_it_is_done_from_its_day_on_and_not_before() -> None:
    done = replace(MEET, done_at="2026-01-20T10:00:00Z", outcome="he listens")
    before, after = (told(done, as_of=day)[0] for day in ("2026-01-19", "2026-01-20"))
    assert (before.status, before.done_at, before.outcome, before.gain) == ("open", None, None, None)
    assert (after.status, after.done_at, after.outcome) == ("done", "2026-01-20T10:00:00Z", "he listens")
    assert after.reason == "done on 2026-01-20"


@pytest.mark.parametrize(
    ("because", "without", "with_meeting"),
    [
        ("layer:executive", True, True),  # one of theirs, held by one of ours: open before, thin after
        ("layer:operating", True, True),
        ("layer:elsewhere", False, False),
        ("layer", True, True),
        ("person:xu", False, False),  # Xu is no decision holder
        ("new_executive_uncovered:gm", True, False),
        ("new_executive_uncovered:liu", False, False),
        ("new_executive_uncovered", True, False),
        ("single_thread:liu", True, False),
        ("introduction", True, False),
        ("a hunch", None, None),
        (None, None, None),
    ],
)
def test_whether_its_reason_holds(
    because: str | None, without: bool | None, with_meeting: bool | None
) -> None:
    planned = replace(MEET, because=because, due=None)
    for met, holds in ((None, without), ("2026-02-20", with_meeting)):
        (state,) = told(planned, met=met)
        assert state.holds is holds, met
        words = {True: "still there", False: "no longer holds", None: "no day is set"}[holds]
        assert state.reason.endswith(words)


def test_what_it_gained() -> None:
    closed = replace(MEET, done_at="2026-02-20", because="new_executive_uncovered:gm")
    (state,) = told(closed, met="2026-02-20")
    assert state.gain is not None
    assert (state.gain.from_, state.gain.to) == ("2026-01-09", "2026-02-20")
    found = {(d.what, d.of): (d.from_, d.to) for d in state.gain.difference}
    # A meeting of that noon has faded by half a day at midnight: 2^(−0.5/90).
    assert found["tie", ("li", "gm")] == (0.0, pytest.approx(2 ** (-0.5 / 90)))
    assert found["because", ("new_executive_uncovered", "gm")] == (True, False)
    assert found["reach", ("gm",)] == ("none", "tie")
    assert found["layer.status", ("executive",)] == ("open", "thin")
    assert not any(d.of == ("management",) for d in state.gain.difference), "not the person's layer"


def test_without_the_day_it_was_made_it_begins_when_the_two_last_met() -> None:
    closed = Action("m", "li", "gm", "meet him", done_at="2026-02-25")
    (state,) = told(closed, met="2026-02-20")
    assert state.gain is not None
    assert (state.gain.from_, state.gain.to) == ("2026-02-19", "2026-02-25")
    (never,) = told(closed, met="2026-02-26")
    assert never.gain is None


def test_a_reason_that_is_still_there_or_was_gone_before_is_told() -> None:
    still = replace(MEET, done_at="2026-02-20", because="new_executive_uncovered:gm")
    view = kiln()
    (told_,) = [d for d in _gain(view, still) if d.what == "because"]
    assert (told_.from_, told_.to, told_.reason) == (True, True, "what it was to mend is still there")
    other = replace(still, because="person:xu")
    (told_,) = [d for d in _gain(view, other) if d.what == "because"]
    assert told_.reason == "what it was to mend was gone before"


def _gain(view: View, action: Action) -> tuple[Difference, ...]:
    found = gain(view, action)
    assert found is not None
    return found.difference


def test_those_not_done_come_by_day_then_what_was_done_newest_first() -> None:
    some = [
        Action("z", "li", "gm", "no day"),
        Action("late", "li", "gm", "x", due="2026-02-01"),
        Action("soon", "li", "gm", "x", due="2026-03-05"),
        Action("old", "li", "gm", "x", done_at="2026-01-01"),
        Action("new", "li", "gm", "x", done_at="2026-02-01"),
    ]
    assert [a.id for a in told(*some)] == ["late", "soon", "z", "new", "old"]


def test_a_person_who_is_gone_and_one_of_ours_who_is_unknown_break_nothing() -> None:
    gone = Action(
        "g", "nobody", "ghost", "x", made_at="2026-01-01", done_at="2026-01-02", because="introduction"
    )
    (state,) = told(gone)
    assert state.gain is not None
    assert [d.what for d in state.gain.difference] == ["because"]


def test_a_version_is_of_all_that_is_recorded() -> None:
    changed = [replace(MEET, **{name: "2026-01-01"}) for name in Action.__dataclass_fields__]
    assert len({version(a) for a in (MEET, *changed)}) == len(changed) + 1


def test_reasons_in_words() -> None:
    assert because_words("veto:gm") == "veto: gm"
    assert because_words("role:decider") == "role: decider"
    assert because_words("going_cold:liu") == "going cold"
    assert because_words("going_cold:liu", {"liu": "Liu"}) == "going cold: Liu"
    assert because_words("introduction") == "introduction"
    assert because_words("{x}: what he said") == "{x}: what he said"
