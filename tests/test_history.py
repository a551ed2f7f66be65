"""Time: a tie's curve by hand, an account replayed, figures, and the drawings of them."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from datetime import date

import pytest
from hypothesis import given, settings

from graphkam.analysis import View, exposure, figures, gaps, replay, spof, stage, tie_history, ties
from graphkam.analysis.example import kiln
from graphkam.analysis.replay import MOST, moments
from graphkam.domain.facts import (
    AccountFacts,
    Assignment,
    Change,
    Employment,
    Order,
    Reading,
    TeamMember,
)
from graphkam.domain.moment import AsOf
from graphkam.errors import NotFoundError, UsageError
from tests.worlds import AT, DEFAULTS, NOON, accounts, contact, view
from viz.chart import COLOURS, Line, amounts, chart, ends

LIU = Employment("liu", "Liu", layer="management", layer_source="given")
LI = TeamMember("li", "Li", level="management")


def test_a_tie_by_hand() -> None:
    """Meetings 270 and 180 days ago: s is 1, fades to ½, is 1½ then; 90 days ago ¾; today 3/8."""
    seen = view(people=(LIU,), team=(LI,), touchpoints=(contact("li", "liu", 270), contact("li", "liu", 180)))
    history = tie_history(seen, ("li", "liu"))
    at = {point.at: [] for point in history.points}
    for point in history.points:
        at[point.at].append(round(point.s, 6))
    assert at["2025-06-04T12:00:00Z"] == [0.0, 1.0]
    assert at["2025-09-02T12:00:00Z"] == [0.5, 1.5]
    assert list(at.values())[-1] == [0.375]
    # 1½ fades to ½ in 90 × log2(3) = 142.6 days, 2 September + 142.6 days = 23 January.
    assert [(spell.from_, spell.to) for spell in history.live] == [("2025-06-04", "2026-01-23")]
    assert history.cold_since == "2026-01-23"
    assert history.next_cold is None


def test_a_tie_that_was_live_twice_has_two_spells_and_the_second_is_open() -> None:
    met = (contact("li", "liu", 300), contact("li", "liu", 10))
    history = tie_history(view(people=(LIU,), team=(LI,), touchpoints=met), ("li", "liu"))
    assert len(history.live) == 2
    assert history.live[0].to < history.live[1].from_ < "2026-03-01" < (history.live[1].to or "")
    assert history.next_cold == history.live[1].to
    once = tie_history(view(people=(LIU,), team=(LI,), touchpoints=met[:1]), ("li", "liu"))
    assert history.live[0] == once.live[0]
    with pytest.raises(NotFoundError):
        tie_history(view(people=(LIU,), team=(LI,), touchpoints=met), ("li", "gao"))


@settings(max_examples=60, deadline=None)
@given(accounts())
def test_the_history_of_a_tie_ends_where_the_tie_is(facts: AccountFacts) -> None:
    seen = View(facts, AT, DEFAULTS)
    for tie in ties(seen).items:
        history = tie_history(seen, (tie.team_id, tie.person_id))
        assert history.points[-1].s == pytest.approx(tie.s)
        assert len(history.touchpoints) == tie.count
        assert history.next_cold == tie.next_cold
        assert (history.cold_since is not None) == tie.cold
        days = [point.at for point in history.points]
        assert days == sorted(days)
        if tie.live:
            assert history.live
            assert history.live[-1].to is not None
            assert history.live[-1].to >= "2026-03-01"


def test_a_replay_is_the_analyses_of_each_day() -> None:
    now = kiln()
    answer = replay(now, date(2025, 8, 15))
    assert [step.at for step in answer.items] == [
        *("2025-08-15", "2025-08-31", "2025-09-30", "2025-10-31", "2025-11-30", "2025-12-31"),
        *("2026-01-31", "2026-02-28", "2026-03-01"),
    ]
    for step in answer.items:
        seen = View(now.facts, AsOf.on(step.at, "UTC"), now.constants)
        told = gaps(seen)
        assert step.status == told.status
        assert {k: (v.status, v.coverage) for k, v in step.layers.items()} == {
            c.layer: (c.status, pytest.approx(c.coverage)) for c in told.layers
        }
        assert step.stage == stage(seen).stage
        assert step.exposure == pytest.approx(exposure(seen).exposure)
        losses = spof(seen).influence
        assert set(step.spofs) == {s.id for s in (*losses.ours, *losses.theirs) if s.spof}
    assert [step.joined for step in answer.items if step.joined] == [("gm",)]
    began = {step.at: [alarm.kind for alarm in step.alarms] for step in answer.items if step.alarms}
    assert "new_executive_uncovered" in began["2025-10-31"]
    assert answer.items[0].alarms == ()


def test_who_came_and_went_is_told_once_with_the_alarms_that_began() -> None:
    facts = AccountFacts(
        account=kiln().facts.account,
        people=(
            Employment("old", "Old", layer="management", layer_source="given", valid_to="2026-01-15"),
            Employment("new", "New", layer="executive", layer_source="given", valid_from="2026-02-10"),
        ),
        team=(LI, TeamMember("wu", "Wu")),
        assignments=(
            Assignment("li", "account_manager"),
            Assignment("wu", "technical", valid_from="2026-01-20"),
        ),
        changes=(Change("c", "2026-02-10", "joined", "new"),),
        touchpoints=(contact("li", "old", 60),),
    )
    answer = replay(View(facts, NOON, DEFAULTS), date(2025, 12, 31))
    told = {step.at[:10]: (step.joined, step.left) for step in answer.items}
    assert told == {
        "2025-12-31": ((), ()),
        "2026-01-31": (("wu",), ("old",)),
        "2026-02-28": (("new",), ()),
        "2026-03-01": ((), ()),
    }
    kinds = [alarm.kind for step in answer.items for alarm in step.alarms]
    assert kinds.count("contact_left") == kinds.count("new_executive_uncovered") == 1


def test_moments_that_cannot_be_are_refused() -> None:
    for first, every in ((date(2026, 3, 2), "month"), (date(2026, 1, 1), "day"), (date(2000, 1, 1), "week")):
        with pytest.raises(UsageError):
            moments(first, AT, every)
    assert [str(at) for at in moments(date(2026, 3, 1), AT, "year")] == ["2026-03-01"]
    assert len(moments(date(2017, 1, 1), AT, "month")) <= MOST + 1
    weeks = moments(date(2026, 2, 1), AT, "week")
    assert [str(at) for at in weeks] == ["2026-02-01", "2026-02-08", "2026-02-15", "2026-02-22", "2026-03-01"]


def test_figures_by_metric_product_and_quarter() -> None:
    """Case 4: the share of wallet falls to 40 %, then is 80 % of the venture."""
    answer = figures(
        view(
            readings=(
                Reading("2025-12-31", "share_of_wallet", 0.8, "venture"),
                Reading("2023-12-31", "share_of_wallet", 0.46),
                Reading("2024-12-31", "share_of_wallet", 0.4),
                Reading("2025-12-31", "revenue", 150e6),
                Reading("2026-03-02", "revenue", 999.0),
                Reading("2025-12-31", "aardvarks", 1.0),
            ),
            orders=(
                Order("1", "2025-10-01", 5.0, "CNY", "switch"),
                Order("2", "2025-12-31", 7.0, "CNY", "switch"),
                Order("3", "2025-12-31", 9.0, "CNY", "switch", lost_to="Rival"),
                Order("4", "2025-12-31", 11.0, "EUR", "switch"),
                Order("5", "2026-03-02", 13.0, "CNY", "switch"),
            ),
        )
    )
    assert [(s.metric, s.product, [p.value for p in s.points], s.change) for s in answer.readings] == [
        ("share_of_wallet", None, [0.46, 0.4], pytest.approx(-0.06)),
        ("share_of_wallet", "venture", [0.8], None),
        ("revenue", None, [150e6], None),
        ("aardvarks", None, [1.0], None),
    ]
    assert [(s.quarter, s.currency, s.amount, s.orders, s.lost, s.lost_orders) for s in answer.sales] == [
        ("2025-Q4", "CNY", 12.0, 2, 9.0, 1),
        ("2025-Q4", "EUR", 11.0, 1, 0.0, 0),
    ]


def test_a_chart_is_sound_xml_that_says_what_it_shows() -> None:
    hostile = 'A <script>&"\x00'
    lines = [Line(f"{hostile}{i}", [(1.0, 0.0), (2.0, None), (3.0, 1.0), (4.0, 0.5)]) for i in range(8)]
    text = chart(
        lines, key="k", title=hostile, described=hostile, days=ends([1.0, 4.0], str), level=0.5, marks=[2.0]
    )
    root = ET.fromstring(text)
    space = "{http://www.w3.org/2000/svg}"
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-labelledby"] == "k-t k-d"
    assert [child.attrib["id"] for child in root[:2]] == ["k-t", "k-d"]
    assert len(root.findall(f"{space}polyline")) == len(root.findall(f"{space}circle")) == len(COLOURS)
    assert "<script" not in text
    assert " style=" not in text
    # The line falls on the drawing from top to bottom: 1 is above ½.
    points = root.findall(f"{space}polyline")[0].attrib["points"].split()
    (x1, y1), (x2, y2) = (tuple(map(float, point.split(","))) for point in points)
    assert x1 < x2
    assert y1 < y2


def test_scales_hold_their_values() -> None:
    for readings in ([], [0.0], [7e8, 3.0], [-4.0, -2.0], [-0.5, 0.25], [1e-9]):
        scale = amounts(readings, str)
        assert scale.low < scale.high
        assert all(scale.low <= value <= scale.high for value in readings)
