"""Case 3, the firm whose salesmen left: relationships that belonged to single salesmen."""

from __future__ import annotations

from functools import partial
from typing import Any

from tests.verdicts.asking import Asked, Verdict, differences
from tests.verdicts.told import but, untold

BEIHE, LINHAI, HUADONG = "c3-beihe", "c3-linhai", "c3-huadong"
ZHAO, WENG, JIANG, FENG = "c3-zhao", "c3-weng", "c3-jiang", "c3-feng"
GM, PM = "c3-lh-gm", "c3-lh-pm"
beihe, linhai, huadong = (partial(Verdict, "3", a) for a in (BEIHE, LINHAI, HUADONG))


def member(q: Asked, id_: str) -> Any:
    """What hangs on one of ours."""
    return q.desk.team(id_, q.at())


def through(q: Asked, id_: str = ZHAO) -> Any:
    """Who of the account is reached only through one of ours."""
    return next(a.only_through for a in member(q, id_).accounts if a.account_id == q.account)


def promised(q: Asked, *ids: str) -> dict[str, str]:
    """How some of Zhao's promises stand."""
    return {c.id: c.status for c in member(q, ZHAO).commitments if c.id in ids}


def managers(q: Asked) -> list[int]:
    """How many managers changed too often, in each alarm."""
    return [len(ours) for _, _, ours in q.alarms("rep_churn")]


def recorded(q: Asked, kind: str) -> set[str]:
    """The records that alarms of a kind rest on."""
    return {fact.id for alarm in q.sounded(kind) for fact in alarm.facts}


def rivals(q: Asked) -> set[str]:
    """Whom Zhao's new employer has a tie with, red."""
    found = {p: s for s, people, _ in q.alarms("rival_tie") for p in people}
    assert set(found.values()) <= {"red"}
    return set(found)


def handed_over(q: Asked) -> dict[str, bool]:
    """With whom Zhao had ties on his last day, and whether they were reached only through him."""
    return {tie.person_id: tie.only_through for tie in q.left_by(ZHAO).ties}


def introduced(q: Asked) -> dict[str, tuple[str, str | None]]:
    """How Wei, who takes over, stands to those with whom Zhao had ties, and who can introduce him."""
    found = {tie.person_id: tie.successor for tie in q.left_by(ZHAO, "c3-wei").ties}
    return {person: (now.standing, now.introduced_by) for person, now in found.items()}


def before(q: Asked, id_: str) -> dict[str, str]:
    """What those before Feng had promised, beside one promise of his."""
    promised = next(p for p in q.left_by(FENG).promises if p.promise.id == id_)
    return {earlier.promise.id: earlier.how for earlier in promised.earlier}


# What the twins tell otherwise
TOGETHER = but("touchpoints", id="c3-t196").told(team_ids="c3-zhao;c3-weng")
STAYED = but("team", id=ZHAO).told(valid_to="", left_to="")
LEFT_FOR_NOWHERE = but("team", id=ZHAO).told(left_to="")

SECOND_ONE = but("touchpoints", id="c3-t208").told(people_ids="c3-bh-gm;c3-bh-pm;c3-bh-tm", present_ids="")

TAKEN_OVER = {
    "c3-bh-gm": ("none", None),
    "c3-bh-tm": ("none", None),
    "c3-bh-en": ("none", None),
    "c3-bh-pm": ("live", None),
}

VERDICTS = (
    beihe(
        -61,
        "for Zhao: who is reached only through him",
        lambda q: {"c3-bh-gm", "c3-bh-tm", "c3-bh-en"} - set(through(q).people),
        set(),
        SECOND_ONE,
        {"c3-bh-gm", "c3-bh-tm", "c3-bh-en"},
    ),
    beihe(
        -61,
        "for Zhao: which layers are reached only through him",
        lambda q: set(through(q).layers),
        {"operating", "executive"},
        SECOND_ONE,
        set(),
    ),
    beihe(
        -61,
        "for Zhao: which decision makers are reached only through him",
        lambda q: set(through(q).decision_holders),
        {"c3-bh-gm", "c3-bh-tm"},
        SECOND_ONE,
        set(),
    ),
    linhai(
        -61,
        "for Zhao: which accounts are reached only through him",
        lambda q: {a.account_id for a in member(q, ZHAO).accounts if a.only_through.people},
        {BEIHE, LINHAI, "c3-nanshan"},
        TOGETHER,
        {BEIHE, "c3-nanshan"},
    ),
    linhai(
        -61,
        "what is lost if he leaves: the value of the accounts",
        lambda q: member(q, ZHAO).lost_if_gone.value,
        {"CNY": 4_800_000 + 3_900_000 + 3_100_000},
        TOGETHER,
        {"CNY": 4_800_000 + 3_900_000},
    ),
    linhai(
        -61,
        "what is lost if he leaves: people reached",
        lambda q: member(q, ZHAO).lost_if_gone.reach >= 7,
        True,
        SECOND_ONE,
        False,
    ),
    linhai(
        -61,
        "he is a single point of failure, and all who decide hang on him",
        lambda q: (q.loss("ours", ZHAO).spof, q.loss("ours", ZHAO).impact > 1 - 1e-9),
        (True, True),
        TOGETHER,
        (False, False),
    ),
    linhai(
        -61,
        "without him nobody is reached",
        lambda q: {p: now for (p,), (_, now) in differences(q.whatif([ZHAO]), "reach").items()},
        {GM: "none", PM: "none"},
        TOGETHER,
        {},
    ),
    linhai(
        -60,
        "when he has left: what was foreseen has come",
        lambda q: (q.on(-61).reached_layers(), q.reached_layers(), q.stage().stage),
        ({"management", "executive"}, set(), "exploratory"),
        STAYED,
        ({"management", "executive"}, {"management", "executive"}, "basic"),
    ),
    linhai(
        -60,
        "what changed: one of ours is gone, and with him their ties",
        lambda q: (q.changed(-61, "team"), {now for _, now in q.changed(-61, "tie").values()}),
        ({(ZHAO,): (True, False)}, {"none"}),
        STAYED,
        ({}, set()),
    ),
    linhai(
        -60,
        "his leaving is an alarm",
        lambda q: (q.on(-61).alarms("our_leaver"), q.alarms("our_leaver")),
        (set(), {("red", frozenset((GM, PM)), frozenset((ZHAO,)))}),
        STAYED,
        (set(), set()),
    ),
    linhai(
        -60,
        "left with customers, and became a rival: his ties are the rival's",
        lambda q: (rivals(q.on(-61)), rivals(q)),
        (set(), {GM, PM}),
        LEFT_FOR_NOWHERE,
        (set(), set()),
    ),
    linhai(
        -60,
        "nobody of ours looks after the account any more",
        lambda q: (
            q.on(-61).alarms("no_account_manager"),
            {ours for *_, ours in q.alarms("no_account_manager")},
        ),
        (set(), {frozenset((ZHAO,))}),
        but("assignments", account_id=BEIHE, team_id="c3-wei").told(account_id=LINHAI, valid_from="@-60"),
        (set(), set()),
    ),
    beihe(
        0,
        "which commitments he holds open",
        lambda q: promised(q, "c3-k4", "c3-k5", "c3-k6", "c3-k7"),
        {"c3-k4": "overdue", "c3-k5": "open", "c3-k6": "overdue", "c3-k7": "overdue"},
        but("commitments", id="c3-k4").told(kept_at="@-31"),
        {"c3-k4": "kept", "c3-k5": "open", "c3-k6": "overdue", "c3-k7": "overdue"},
    ),
    beihe(
        -59,
        "promises of one who left are at risk",
        lambda q: recorded(q, "promise_at_risk") - {ZHAO},
        {"c3-k4", "c3-k5"},
        but("commitments", id="c3-k5").told(kept_at="@-70"),
        {"c3-k4"},
    ),
    huadong(
        0,
        "promises were never kept",
        lambda q: recorded(q, "commitment_overdue"),
        {"c3-k1", "c3-k2", "c3-k3"},
        but("commitments", id="c3-k2").told(kept_at="@-395"),
        {"c3-k1", "c3-k3"},
    ),
    huadong(
        0,
        "faults and complaints stayed open",
        lambda q: {(a.facts[0].id, a.severity) for a in q.sounded("incident_open")},
        {("c3-i1", "red"), ("c3-i2", "amber"), ("c3-i3", "red")},
        but("incidents", id="c3-i1").told(closed_at="@-300"),
        {("c3-i2", "amber"), ("c3-i3", "red")},
    ),
    huadong(
        -379,
        "which accounts see their rep change too often",
        lambda q: (managers(q.on(-381)), managers(q)),
        ([], [3]),
        untold("assignments", account_id=HUADONG, team_id="c3-suny"),
        ([], []),
    ),
    huadong(
        0,
        "and how often: five in two years, at another account two",
        lambda q: [a.rep_churn for a in sorted(member(q, JIANG).accounts, key=lambda a: a.account_id)],
        [5, 2],
        untold("assignments", account_id=HUADONG, team_id="c3-qian"),
        [4, 2],
    ),
    beihe(
        -59,
        "the hand-over sheet: with whom, and who was reached only through him",
        handed_over,
        {"c3-bh-gm": True, "c3-bh-tm": True, "c3-bh-en": True, "c3-bh-pm": False},
        SECOND_ONE,
        dict.fromkeys(("c3-bh-gm", "c3-bh-tm", "c3-bh-en", "c3-bh-pm"), False),
    ),
    beihe(
        -50,
        "the hand-over sheet: to whom Wei must be introduced, and that nobody is left who could",
        introduced,
        TAKEN_OVER,
        but("touchpoints", id="c3-t208").told(people_ids="c3-bh-pm;c3-bh-tm", present_ids="c3-bh-gm"),
        {
            "c3-bh-gm": ("none", "c3-bh-tm"),
            "c3-bh-tm": ("live", None),
            "c3-bh-en": ("none", "c3-bh-tm"),
            "c3-bh-pm": ("live", None),
        },
    ),
    beihe(
        -59,
        "the hand-over sheet: what he promised",
        lambda q: {p.promise.id for p in q.left_by(ZHAO).promises if p.promise.status != "kept"},
        {"c3-k4", "c3-k5"},
        but("commitments", id="c3-k5").told(kept_at="@-70"),
        {"c3-k4"},
    ),
    beihe(
        -59,
        "the hand-over sheet: what he knew",
        lambda q: {k.fact.id for k in q.left_by(ZHAO).known if k.kind == "hidden_need"},
        {"c3-n1", "c3-n2"},
        but("needs", id="c3-n2").told(hidden="0"),
        {"c3-n1"},
    ),
    linhai(
        -59,
        "the hand-over sheet: what he left open",
        lambda q: {h.fact.id for h in q.left_by(ZHAO).open},
        {"c3-i4"},
        but("incidents", id="c3-i4").told(closed_at="@-70"),
        set(),
    ),
    huadong(
        -249,
        "each said something else than the one before: his promise beside those before",
        lambda q: before(q, "c3-k3"),
        {"c3-k1": "contradicts", "c3-k2": "contradicts"},
        untold("commitments", id="c3-k2"),
        {"c3-k1": "contradicts"},
    ),
)
