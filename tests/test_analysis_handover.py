"""The hand-over sheet by hand: promises against those before, what is left open, known, and with whom."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from graphkam.analysis import View
from graphkam.analysis.example import kiln
from graphkam.analysis.relationship.handover import compared, handover
from graphkam.domain.facts import (
    Action,
    Assessment,
    Assignment,
    Commitment,
    Incident,
    Need,
    Relation,
    TeamMember,
    Touchpoint,
)
from graphkam.domain.handover import AccountLeft, Handover
from graphkam.domain.moment import AsOf, seconds_of
from graphkam.domain.relationship import PromiseState
from graphkam.errors import NotFoundError

LEFT = "2026-03-10"
"""Li leaves nine days after the last dinner."""


def sheet(as_of: str = "2026-03-01", left: str | None = None, **facts: Any) -> Handover:
    """Li's sheet at the kiln account with these records more; Wu has met Liu and Xu."""
    team = (
        TeamMember("li", "Li", level="executive", valid_to=left, left_to="Rival" if left else None),
        TeamMember("wu", "Wu", level="management"),
    )
    met = Touchpoint("w", seconds_of("2026-02-20T12:00:00Z"), "meeting", ("wu",), ("liu", "xu"))
    base = kiln().facts
    more = replace(base, team=team, touchpoints=(*base.touchpoints, met), **facts)
    return handover([View(more, AsOf.on(as_of, "UTC"), kiln().constants)], "li")


def only(answer: Handover) -> AccountLeft:
    (account,) = answer.accounts
    return account


def test_with_whom_and_who_is_left_to_carry_it() -> None:
    more = Touchpoint("x", seconds_of("2026-02-25T12:00:00Z"), "meeting", ("li",), ("gm",))
    base = kiln().facts
    left = only(sheet(relations=(), assignments=(*base.assignments, Assignment("li", "technical"))))
    assert left.as_ == ("account_manager", "technical")
    assert [(t.person_id, t.others, t.only_through, t.last) for t in left.ties] == [
        ("liu", ("wu",), False, "2026-03-01")
    ]
    facts = replace(base, touchpoints=(*base.touchpoints, more), relations=())
    alone = handover([View(facts, kiln().at, kiln().constants)], "li")
    assert [(t.person_id, t.only_through) for t in only(alone).ties] == [("liu", True), ("gm", True)]


def test_the_ties_of_one_who_left_are_those_of_the_last_day() -> None:
    answer = sheet("2026-06-01", LEFT)
    assert (answer.ties_of, answer.left_on, answer.left_to) == ("2026-03-09", LEFT, "Rival")
    (liu,) = only(answer).ties
    on_the_day = next(t for t in only(sheet("2026-03-09")).ties if t.person_id == "liu")
    assert liu.strength == on_the_day.strength
    assert liu.others == (), "Wu's meeting of February is no longer live in June"
    before = sheet("2026-03-09", LEFT)
    assert (before.ties_of, before.left_on) == ("2026-03-09", None)


@pytest.mark.parametrize(
    ("before", "after", "how"),
    [
        ("Seals at half price", "Seals at list price, delivered in a week", "contradicts"),
        ("A visit", "a  visit".replace("  ", " "), "repeated"),
        ("两周内交货", "一周内交货", "contradicts"),
        ("交货", "培训", None),
        ("Seals", "Training of ten operators", None),
        ("new oil", "new fan", None),  # words of three letters tell nothing
    ],
)
def test_how_one_promise_stands_to_another(before: str, after: str, how: str | None) -> None:
    def said(what: str, person: str | None = "liu") -> PromiseState:
        return PromiseState("k", what, "u", person, None, None, None, "open", late=False, at_risk=None)

    assert compared(said(before), said(after)) == how
    if how == "contradicts":
        assert compared(said(before, None), said(after, None)) is None, "to whom is unknown"
        assert compared(said(before, "gm"), said(after)) is None, "to somebody else"


def handed_to(
    to: str, at: str = "2026-03-01", left: str | None = None, *more: Touchpoint, **facts: Any
) -> AccountLeft:
    """Li's sheet for a successor: Li has met Liu, Xu and the general manager; Wu has met Liu, long ago Xu."""
    base = kiln().facts
    team = (
        TeamMember("li", "Li", valid_to=left),
        TeamMember("wu", "Wu"),
        TeamMember("ann", "Ann"),
    )
    met = (
        Touchpoint("x", seconds_of("2026-02-28T12:00:00Z"), "meeting", ("li",), ("xu", "gm")),
        Touchpoint("w", seconds_of("2026-02-20T12:00:00Z"), "meeting", ("wu",), ("liu",)),
        Touchpoint("o", seconds_of("2024-02-20T12:00:00Z"), "meeting", ("wu",), ("xu",)),
    )
    facts = {"team": team, "touchpoints": (*base.touchpoints, *met, *more), "relations": (), **facts}
    view = View(replace(base, **facts), AsOf.on(at, "UTC"), kiln().constants)
    return only(handover([view], "li", to))


def introductions(left: AccountLeft) -> list[tuple[str, str, str | None]]:
    return [(t.person_id, t.successor.standing, t.successor.introduced_by) for t in left.ties if t.successor]


def test_whom_the_successor_must_be_introduced_to_comes_first() -> None:
    left = handed_to("wu")
    assert introductions(left) == [("gm", "none", "li"), ("xu", "faded", "li"), ("liu", "live", None)]
    liu = left.ties[-1].successor
    assert liu is not None
    assert liu.strength == pytest.approx(0.6, abs=0.05)
    assert left.ties[0].successor is not None
    assert left.ties[0].successor.reason == "Li introduces Wu to The new GM, while still here"
    assert introductions(only(sheet())) == [], "nobody said who takes over"


def test_once_the_leaver_is_gone_whoever_is_left_introduces() -> None:
    ann = Touchpoint("a", seconds_of("2026-03-05T12:00:00Z"), "meeting", ("ann",), ("xu",))
    confidant = (Relation("liu", "gm", "influences", 0.5),)
    left = handed_to("wu", "2026-03-12", LEFT, ann, relations=confidant)
    assert introductions(left) == [("gm", "none", "liu"), ("xu", "faded", "ann"), ("liu", "live", None)]
    alone = handed_to("wu", "2026-03-12", LEFT)
    assert introductions(alone)[:2] == [("gm", "none", None), ("xu", "faded", None)]
    assert alone.ties[0].successor is not None
    assert alone.ties[0].successor.reason == "nobody is left who knows The new GM: Wu begins anew"


def test_who_no_longer_works_there_needs_no_introduction() -> None:
    people = tuple(
        replace(e, valid_to="2026-03-11" if e.person_id == "xu" else None) for e in kiln().facts.people
    )
    left = handed_to("wu", "2026-03-12", LEFT, people=people)
    assert ("xu", "gone", None) in introductions(left)


def test_promises_of_the_successor_are_compared_with_the_leavers() -> None:
    some = (
        Commitment("k1", "Spare burners free of charge", "li", "liu", "2025-01-01"),
        Commitment("k2", "Spare burners at list price", "wu", "liu", "2026-02-01"),
        Commitment("k3", "A tour", "wu", "liu", "2026-02-01"),
        Commitment("k4", "Spare burners at cost", "ann", "liu", "2025-06-01"),
    )
    left = handed_to("wu", commitments=some)
    assert [(p.promise.id, [e.promise.id for e in p.earlier]) for p in left.promises_since] == [
        ("k2", ["k1"])
    ]
    assert left.promises_since[0].reason == "Li had promised otherwise: Spare burners free of charge"
    assert handed_to("ann", commitments=some[1:]).promises_since == ()


def test_promises_are_compared_with_those_before() -> None:
    some = (
        Commitment("k1", "Spare burners free of charge", "wu", "liu", "2025-01-01", "2025-06-01"),
        Commitment("k2", "Spare burners at half price", "li", "liu", "2025-12-01", "2026-02-01"),
        Commitment("k3", "Spare burners at list price", "wu", "liu", "2026-02-01"),
        Commitment("k4", "Drawings", "wu", "gm", "2025-01-01", "2025-03-01"),
        Commitment("k5", "drawings", "li", None, "2025-05-01", kept_at="2025-05-02"),
        Commitment("k6", "A tour", "li", "liu"),
    )
    promises = {p.promise.id: p for p in only(sheet(commitments=some)).promises}
    assert list(promises) == ["k2", "k6", "k5"], "overdue, open, kept"
    assert [(e.promise.id, e.how) for e in promises["k2"].earlier] == [("k1", "contradicts")]
    assert promises["k2"].reason == "Wu had promised otherwise: Spare burners free of charge"
    assert [(e.promise.id, e.how) for e in promises["k5"].earlier] == [("k4", "repeated")]
    assert promises["k5"].reason == "Wu had promised the same for 2025-03-01"
    assert (promises["k6"].earlier, promises["k6"].reason) == ((), None)


def test_what_is_left_open() -> None:
    left = only(
        sheet(
            incidents=(
                Incident("i1", "2026-01-01", "quality", "leaks", "li"),
                Incident("i2", "2026-01-01", "quality", "closed", "li", closed_at="2026-01-05"),
                Incident("i3", "2026-01-01", "billing", "not theirs", "wu"),
            ),
            actions=(
                Action("a1", "li", "gm", "meet him", due="2026-03-05"),
                Action("a2", "li", "gm", "done", done_at="2026-02-01"),
                Action("a3", "wu", "gm", "not theirs"),
                Action("a4", "li", "gm", "ahead", made_at="2026-04-01"),
            ),
            needs=(
                Need("n1", "blind_spot", "gas", "xu", True, "li", at="2026-01-09"),
                Need("n2", "pain_point", "solved", None, None, "li", "solved"),
                Need("n3", "pain_point", "not theirs", None, None, "wu"),
            ),
        )
    )
    assert [(h.kind, h.what, h.day, h.person_id) for h in left.open] == [
        ("incident", "quality: leaks", "2026-01-01", None),
        ("action", "meet him", "2026-03-05", "gm"),
        ("need", "blind spot: gas", "2026-01-09", "xu"),
    ]


def test_what_they_knew() -> None:
    left = only(
        sheet(
            assessments=(
                Assessment("liu", "li", "2026-01-01", "mentor", note="ten years"),
                Assessment("xu", "Li", "2026-02-01", trust_personal=2.0),
                Assessment("liu", "wu", "2026-01-01", "neutral"),
            ),
            relations=(Relation("liu", "gm", "confidant"), Relation("xu", "gm", "confidant")),
            needs=(
                Need("n1", "pain_point", "retires soon", "gm", hidden=True, author="li"),
                Need("n2", "pain_point", "says so himself", "gm", hidden=False, author="li"),
            ),
        )
    )
    assert [(k.kind, k.person_id, k.what) for k in left.known] == [
        ("judgement", "xu", "no support judged"),
        ("judgement", "liu", "mentor (ten years)"),
        ("confidant", "liu", "Liu has the ear of The new GM"),
        ("hidden_need", "gm", "retires soon"),
    ]


def test_names_are_there_for_everybody_who_is_named() -> None:
    left = only(sheet(commitments=(Commitment("k", "x", "li", "xu"),)))
    assert {"liu", "wu", "xu"} <= set(left.names)
    assert left.names["wu"] == "Wu"


def test_accounts_with_nothing_are_left_out_and_nobody_is_not_found() -> None:
    view = View(replace(kiln().facts, assignments=(), touchpoints=()), kiln().at, kiln().constants)
    assert handover([view], "li", "wu").accounts == ()
    assert handover([view], "li", "wu").to == "wu"
    with pytest.raises(NotFoundError):
        handover([view], "nobody")
