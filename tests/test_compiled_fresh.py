"""An account that touchpoints are taken in of stands, swept again, exactly as one that was read with all of them."""

from __future__ import annotations

from dataclasses import fields, replace
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphkam.analysis.compiled import fresh as fresh_module
from graphkam.analysis.compiled.engine import sweep
from graphkam.analysis.compiled.fresh import Fresh, Standing
from graphkam.analysis.example import kiln
from graphkam.domain.constants import Constants
from graphkam.domain.facts import AccountFacts, Assessment
from graphkam.domain.growing import Growing
from graphkam.domain.moment import AsOf
from graphkam.domain.tables import Row
from graphkam.snapshot.framing import frame_of
from tests.test_snapshot_added import row_of
from tests.test_snapshot_frame import world

pytestmark = pytest.mark.xdist_group("compiled")

ZONE = "Asia/Shanghai"
OTHER = Constants.of({"half_life_days": 30, "crowd": 2, "live": 0.25})


def differing(standing: Standing, facts: AccountFacts, constants: Constants = Constants()) -> list[str]:  # noqa: B008
    """The columns that are not, bit by bit, those of a sweep over the account read anew."""
    wanted, told = sweep(frame_of([facts]), standing.at, constants), standing.sweep()
    same = {f.name: (getattr(told, f.name), getattr(wanted, f.name)) for f in fields(wanted)}
    return [
        name
        for name, (one, other) in same.items()
        if one.shape != other.shape or not np.array_equal(one, other, equal_nan=one.dtype.kind == "f")
    ]


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.randoms(use_true_random=False))
def test_a_growing_account_stands_as_one_that_was_read(seed: int, random: Random) -> None:
    """Touchpoints in any order of time, moments that go on and back, days and instants, and little room."""
    for facts in world(seed, 2):
        made = [t._replace(id=f"m{i}", at=t.at + i + 1) for i, t in enumerate(facts.touchpoints[:6])]
        account = Growing(frame_of([facts]))
        fresh = Fresh(account, Constants())
        for touchpoint in (*made, *(t._replace(id=f"again {t.id}", at=t.at - 5e6) for t in made)):
            if account.take(row_of(touchpoint), account.revision + 1):
                facts = replace(facts, touchpoints=(*facts.touchpoints, touchpoint))
            instant = random.choice((touchpoint.at, 1.772e9 + random.random() * 1e7))
            day = AsOf.on(f"2026-0{random.randint(1, 9)}-01", ZONE)
            at = random.choice((day, replace(day, instant=instant, whole_day=False)))
            assert differing(fresh(at), facts) == []


def test_the_worlds_are_taken_in_and_outgrow_their_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fresh_module, "ROOM", 1)
    facts = kiln().facts
    account = Growing(frame_of([facts]))
    fresh, at = Fresh(account, Constants()), AsOf.on("2026-03-01", ZONE)
    for i in range(40):
        person = facts.people[i % len(facts.people)].person_id
        touchpoint = facts.touchpoints[0]._replace(id=f"n{i}", at=1.77e9 - i, people=(person,))
        assert account.take(row_of(touchpoint), i)
        facts = replace(facts, touchpoints=(*facts.touchpoints, touchpoint))
        assert differing(fresh(at), facts) == []
    assert fresh.made_ready > 3


def test_contacts_around_midnight() -> None:
    """What ties are by midnight of UTC is kept for a day: moments before, at and after it, forth and back."""
    facts, midnight = kiln().facts, 1772323200.0  # 2026-03-01
    account = Growing(frame_of([facts]))
    fresh, day = Fresh(account, Constants()), AsOf.on("2026-02-28", "UTC")
    assert day.instant == midnight
    moments = [
        replace(day, instant=midnight + later, whole_day=whole)
        for later, whole in ((7200.0, False), (0.0, False), (-60.0, False), (0.0, True), (5400.5, False))
    ]
    for i, later in enumerate((-90.0, -1e6, 0.0, 1.0, 3600.0, 7200.0, 1e5)):
        for person in facts.people[-1 - i % 3 :][::-1]:
            touchpoint = facts.touchpoints[0]._replace(at=midnight + later, people=(person.person_id,))
            touchpoint = touchpoint._replace(id=f"{i} {person.person_id}")
            assert account.take(row_of(touchpoint), account.revision + 1)
            facts = replace(facts, touchpoints=(*facts.touchpoints, touchpoint))
            for at in moments:
                assert differing(fresh(at), facts) == []


def test_what_is_kept_of_ties_is_kept_under_one_set_of_constants() -> None:
    facts = kiln().facts
    account, at = Growing(frame_of([facts])), AsOf.on("2026-03-01", ZONE)
    both = [(constants, Fresh(account, constants)) for constants in (Constants(), OTHER)]
    for constants, fresh in both * 2:
        assert differing(fresh(at), facts, constants) == []


def test_a_judgement_counts_from_its_moment_on() -> None:
    person = kiln().facts.people[0].person_id
    later = Assessment(person, "li", "2026-03-01T12:00:00Z", "opponent", 0.1)
    facts = replace(kiln().facts, assessments=(later,))
    fresh = Fresh(Growing(frame_of([facts])), Constants())
    moments = ("2026-03-01T11:00:00Z", "2026-03-01T12:00:00Z", "2026-03-01T13:00:00Z", "2026-03-01T11:30:00Z")
    told = [fresh(AsOf.on(moment, ZONE)) for moment in moments]
    assert [differing(one, facts) for one in told] == [[]] * 4
    powers = [one.column("person_power").tolist() for one in told]
    assert powers[0] == powers[3] != powers[1] == powers[2]


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.randoms(use_true_random=False))
def test_what_is_swept_ahead_is_told_only_of_what_was_taken_in(seed: int, random: Random) -> None:
    """It may be taken in, or never, or after another one, and be asked for in between and as of another moment."""
    at = AsOf.on("2026-03-01T12:00:00Z", ZONE)
    for facts in world(seed, 2):
        made = [t._replace(id=f"m{i}", at=t.at + i + 1) for i, t in enumerate(facts.touchpoints[:8])]
        account = Growing(frame_of([facts]))
        fresh = Fresh(account, Constants())
        assert differing(fresh(at), facts) == []
        for touchpoint, other in zip(made[::2], made[1::2], strict=False):
            coming = account.coming(row_of(touchpoint))
            for arrival in filter(None, (coming, account.coming(row_of(other)))):
                fresh.ahead(arrival, at)
            for chance, told in ((0.3, None), (0.3, other), (0.8, touchpoint), (0.3, other)):
                if random.random() > chance:
                    continue
                if told and account.take(
                    row_of(told), account.revision + 1, coming if told is touchpoint else None
                ):
                    facts = replace(facts, touchpoints=(*facts.touchpoints, told))
                if not told or random.random() < 0.5:
                    assert differing(fresh(at), facts) == []
            moment = replace(at, instant=at.instant + random.choice((0.0, 1.0, 1e6)))
            standing = fresh(moment)
            assert (standing.at, standing.revision) == (moment, account.revision)
            assert differing(standing, facts) == []


def test_what_was_swept_ahead_is_not_swept_again(monkeypatch: pytest.MonkeyPatch) -> None:
    account, at = Growing(frame_of([kiln().facts])), AsOf.on("2026-03-01", ZONE)
    fresh = Fresh(account, Constants())
    before = fresh(at).column("live_ties").tolist()
    row: Row = {"at": "2026-02-20T12:00:00Z", "channel": "meeting", "team_ids": ["li"], "people_ids": ["xu"]}
    coming = account.coming(row)
    assert coming is not None
    fresh.ahead(coming, at)
    swept: list[int] = []
    monkeypatch.setattr(fresh_module, "everything", swept.append)
    assert account.take(row, 7, coming)
    standing = fresh(at)
    assert (before, standing.column("live_ties").tolist(), standing.revision, swept) == ([1], [2], 7, [])


def test_only_where_somebody_asks_it_is_swept_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    account, at = Growing(frame_of([kiln().facts])), AsOf.on("2026-03-01", ZONE)
    fresh = Fresh(account, Constants())
    fresh(at)
    swept: list[int] = []
    monkeypatch.setattr(fresh_module, "everything", swept.append)
    for i in range(3):
        row: Row = {
            "at": f"2026-02-2{i}T12:00:00Z",
            "channel": "call",
            "team_ids": ["li"],
            "people_ids": ["xu"],
        }
        coming = account.coming(row)
        assert coming is not None
        fresh.ahead(coming, at)
        assert account.take(row, i, coming)
    assert len(swept) == 1


def test_what_was_told_stays_and_carries_its_revision() -> None:
    account, at = Growing(frame_of([kiln().facts])), AsOf.on("2026-03-01", ZONE)
    fresh = Fresh(account, Constants())
    before = fresh(at)
    ties = before.column("tie_s").copy()
    row: Row = {"at": "2026-02-20T12:00:00Z", "channel": "meeting", "team_ids": ["li"], "people_ids": ["xu"]}
    assert account.take(row, 8)
    after = fresh(at)
    assert (before.revision, after.revision) == (0, 8)
    assert before.column("tie_s").tolist() == ties.tolist()
    assert len(after.column("tie_s")) == len(ties) + 1
