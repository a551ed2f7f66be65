"""Case 8, the hostages set free: loyal while they had no choice."""

from __future__ import annotations

from functools import partial

from tests.verdicts.asking import Asked, Verdict
from tests.verdicts.told import but, untold

JIANGBEI, DONGHAI, MINGDE = "c8-jiangbei", "c8-donghai", "c8-mingde"
HEAD = "c8-jb1"
jiangbei, donghai = (partial(Verdict, "8", account) for account in (JIANGBEI, DONGHAI))
NO_RIVAL = untold("competitors", person_id=HEAD)


def freed(q: Asked) -> set[tuple[str, frozenset[str]]]:
    return {(severity, people) for severity, people, _ in q.alarms("hostage_freed")}


def types(q: Asked) -> list[str | None]:
    """The loyalty type of the three accounts, as the portfolio's page has it."""
    return [q.of(account).line().loyalty_type for account in (JIANGBEI, DONGHAI, MINGDE)]


VERDICTS = (
    jiangbei(
        -45,
        "alarm when a rival appears there",
        lambda q: (freed(q.on(-46)), freed(q)),
        (set(), {("red", frozenset((HEAD,)))}),
        NO_RIVAL,
        (set(), set()),
    ),
    donghai(
        -30,
        "alarm when a rival appears there, at the second",
        lambda q: (freed(q.on(-31)), freed(q)),
        (set(), {("red", frozenset(("c8-dh1",)))}),
        untold("competitors", person_id="c8-dh1"),
        (set(), set()),
    ),
    jiangbei(
        0,
        "the alarm rests on the rival's tie and the order that was lost",
        lambda q: {fact.type for alarm in q.sounded("hostage_freed") for fact in alarm.facts},
        {"competitors", "orders"},
        untold("orders", id="c8-o13"),
        {"competitors"},
    ),
    jiangbei(
        0,
        "the wholly satisfied stay: no alarm there",
        lambda q: [bool(freed(q.of(account))) for account in (JIANGBEI, DONGHAI, MINGDE)],
        [True, True, False],
        untold("competitors", person_id="c8-dh1"),
        [True, False, False],
    ),
    jiangbei(
        -45,
        "the map shows the rival from that day on",
        lambda q: [{to for _, to, _ in day.lines("competitor")} for day in (q.on(-46), q)],
        [set(), {HEAD}],
        NO_RIVAL,
        [set(), set()],
    ),
    jiangbei(
        -45,
        "to the head, who decides and whom nobody of ours knows",
        lambda q: q.gap_people("person"),
        {HEAD},
        untold("roles", person_id=HEAD),
        set(),
    ),
    jiangbei(
        0,
        "which accounts are hostages",
        types,
        ["hostage", "hostage", "apostle"],
        but("surveys", id="c8-v4").told(score="5"),
        ["hostage", "apostle", "apostle"],
    ),
    jiangbei(
        -46,
        "hostages, though loyal as far as orders tell: not satisfied",
        types,
        ["hostage", "hostage", "apostle"],
        but("surveys", id="c8-v6").told(score="1"),
        ["hostage", "hostage", "hostage"],
    ),
)
