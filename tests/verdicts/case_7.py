"""Case 7, neglect: ties going cold, before they are."""

from __future__ import annotations

from datetime import date
from functools import partial

from tests.verdicts.asking import Asked, Verdict
from tests.verdicts.told import but

ACCOUNT = "c7-linyuan"
BI, JI, FU = "c7-bi", "c7-ji", "c7-fu"
case = partial(Verdict, "7", ACCOUNT)


def going_cold(q: Asked) -> set[str]:
    return {person for _, people, _ in q.alarms("going_cold") for person in people}


def gone_cold(q: Asked) -> set[str]:
    return {person for _, people, _ in q.alarms("gone_cold") for person in people}


def lasts(q: Asked) -> bool:
    """Is the day on which the tie with Bi stops being live within 30 days?"""
    tie = next(t for t in q.ties().items if t.person_id == BI)
    return tie.live and date.fromisoformat(tie.next_cold) <= date.fromisoformat(q.day(q.days + 30))


def lost_within_a_month(q: Asked) -> str | None:
    """Whose tie goes if nothing happens for 31 days: Bi's reach then."""
    answer = q.whatif(until=q.at(q.days + 31))
    return next((d.to for d in answer.difference if d.what == "reach" and d.of == (BI,)), None)


# What the twins tell otherwise
VISITED = but("touchpoints", id="c7-t58").told(at="@-10T10:00")
TALK_HELD = but("touchpoints", id="c7-t23").told(at="@-30T10:00")

VERDICTS = (
    case(
        0,
        "ties going cold, before they are",
        lambda q: (going_cold(q.on(-20)), going_cold(q), BI in gone_cold(q), BI in gone_cold(q.on(26))),
        (set(), {BI}, False, True),
        VISITED,
        (set(), set(), False, False),
    ),
    case(0, "the day on which it stops being live is told", lasts, True, VISITED, False),
    case(0, "if nothing happens the tie is lost", lost_within_a_month, "none", VISITED, None),
    case(
        0,
        "two ties have gone cold: one silent beyond its rhythm, one faded",
        lambda q: {t.person_id: t.live for t in q.ties().items if t.cold},
        {JI: True, FU: False},
        TALK_HELD,
        {JI: True},
    ),
    case(0, "they are alarms", gone_cold, {JI, FU}, TALK_HELD, {JI}),
    case(
        0,
        "and with the president the executive layer has been lost",
        lambda q: (q.on(-300).layer("executive").reached, q.layer("executive").status),
        (1, "open"),
        TALK_HELD,
        (0, "thin"),
    ),
)
