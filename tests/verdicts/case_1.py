"""Case 1, the kiln tender: one friend in one layer."""

from __future__ import annotations

from functools import partial

from tests.verdicts.asking import Asked, Verdict, differences
from tests.verdicts.told import but, untold

ACCOUNT = "c1-baihe"
GAO, LIU, XU = "c1-gao", "c1-liu", "c1-xu"
LI, FANG = "c1-li", "c1-fang"
case = partial(Verdict, "1", ACCOUNT)


def carried_by_liu(q: Asked) -> tuple[bool, bool]:
    """(all reach goes with Liu, and so what-if says)."""
    liu = q.loss("theirs", LIU)
    after = q.whatif([LIU]).after
    return (
        liu is not None and liu.spof and liu.reach_lost is not None and liu.reach_lost > 1 - 1e-9,
        after.stage.stage == "exploratory" and not any(layer.reached for layer in after.gaps.layers),
    )


def uncovered(q: Asked) -> set[str]:
    return {person for alarm in q.sounded("new_executive_uncovered") for person in alarm.person_ids}


def since_today(q: Asked) -> bool:
    return {a.at for a in q.sounded("new_executive_uncovered")} == {q.day(q.days)}


def owner_should_meet_him(q: Asked, kind: str) -> bool:
    """Does what to do about an alarm name both, as equals?"""
    told = f"{q.name(LI)} should meet {q.name(GAO)}: they are on the same level"
    return any(told in alarm.todo for alarm in q.sounded(kind))


def reach_by_meeting_xu(q: Asked) -> dict[str, str]:
    moved = differences(q.whatif(add=[(FANG, XU)]), "reach")
    return {person: after for (person,), (_, after) in moved.items()}


# What the twins tell otherwise
DINNER_WITH_ZHAO = but("touchpoints", id="c1-t27").told(people_ids="c1-liu;c1-zhao")
DINNER_WITH_XU = but("touchpoints", id="c1-t27").told(people_ids="c1-liu;c1-xu")
SUPPER_WITH_XU = but("touchpoints", id="c1-t35").told(people_ids="c1-liu;c1-xu")
DINNER_OF_FOUR = but("touchpoints", id="c1-t27").told(team_ids="c1-li;c1-fang", people_ids="c1-liu;c1-qian")
NO_CONFLICT = untold("relations", from_id=GAO, kind="conflicts_with")
NO_RIVAL = untold("competitors", person_id=GAO)
NO_CONFIDANT = untold("relations", from_id=XU, kind="confidant")
LI_A_MANAGER = but("team", id=LI).told(level="management")
MET_AT_ONCE = but("touchpoints", id="c1-t28").told(
    at="@-150T08:00", channel="dinner", people_ids="c1-liu;c1-gao"
)
TENDER_STAYS = but("roles", person_id=LIU, role="decider").told(valid_to="")

VERDICTS = (
    *(
        verdict
        for days, zhao, xu in (
            (-151, DINNER_WITH_ZHAO, DINNER_WITH_XU),
            (-4, but("touchpoints", id="c1-t35").told(people_ids="c1-liu;c1-zhao"), SUPPER_WITH_XU),
        )
        for verdict in (
            case(
                days,
                "one layer of three reached",
                lambda q: q.reached_layers(),
                {"management"},
                zhao,
                {"management", "operating"},
            ),
            case(
                days,
                "Liu carries all reach (remove Liu: nothing left)",
                carried_by_liu,
                (True, True),
                xu,
                (False, False),
            ),
        )
    ),
    case(
        -151,
        "the other two layers are open, the account is red",
        lambda q: (q.gaps().status, q.layer("operating").status),
        ("red", "open"),
        DINNER_WITH_ZHAO,
        ("red", "thin"),
    ),
    case(
        -151,
        "stage basic (bow-tie)",
        lambda q: (q.stage().stage, q.stage().strongest_share > 0.99),
        ("basic", True),
        DINNER_OF_FOUR,
        ("cooperative", False),
    ),
    case(
        -4,
        "stage basic (bow-tie)",
        lambda q: (q.stage().stage, q.stage().strongest_share > 0.99),
        ("basic", True),
        but("touchpoints", id="c1-t35").told(team_ids="c1-li;c1-fang", people_ids="c1-liu;c1-gao"),
        ("cooperative", False),
    ),
    case(
        -150,
        "alarm: a new executive, uncovered",
        lambda q: (uncovered(q.on(-151)), uncovered(q), since_today(q)),
        (set(), {GAO}, True),
        MET_AT_ONCE,
        (set(), set(), False),
    ),
    case(
        -150,
        "alarm: in conflict with our only contact",
        lambda q: (q.on(-151).alarms("conflict_with_contact"), q.alarms("conflict_with_contact")),
        (set(), {("red", frozenset((GAO, LIU)), frozenset((LI,)))}),
        NO_CONFLICT,
        (set(), set()),
    ),
    case(
        -150,
        "alarm: tied to a rival",
        lambda q: [{a[:2] for a in day.alarms("rival_tie")} for day in (q.on(-151), q)],
        [set(), {("red", frozenset((GAO,)))}],
        NO_RIVAL,
        [set(), set()],
    ),
    case(
        -150,
        "he can veto: an approver without a tie",
        lambda q: (q.on(-151).gap_people("veto") & {GAO}, q.gap_people("veto")),
        (set(), {GAO}),
        untold("roles", person_id=GAO, role="approver"),
        (set(), set()),
    ),
    case(
        -150,
        "the map shows the conflict",
        lambda q: (q.on(-151).lines("conflicts_with"), q.lines("conflicts_with")),
        (set(), {(GAO, LIU, "conflicts_with")}),
        NO_CONFLICT,
        (set(), set()),
    ),
    case(
        -150,
        "the map shows the rival's tie",
        lambda q: (
            {to for _, to, _ in q.on(-151).lines("competitor")},
            {to for _, to, _ in q.lines("competitor")},
        ),
        (set(), {GAO}),
        NO_RIVAL,
        (set(), set()),
    ),
    case(
        -3,
        "when the tender moves to Xu's section: alarm",
        lambda q: [{(s, p) for s, p, _ in day.alarms("decision_moved")} for day in (q.on(-4), q)],
        [set(), {("red", frozenset((LIU, XU)))}],
        SUPPER_WITH_XU,
        [set(), set()],
    ),
    case(
        -3,
        "and Liu is sent away: the alarm rests on it",
        lambda q: {f.id for a in q.sounded("decision_moved") for f in a.facts if f.type == "changes"},
        {"c1-c4", "c1-c5"},
        untold("changes", id="c1-c5"),
        {"c1-c4"},
    ),
    case(
        -3,
        "nobody who decides is reached any more",
        lambda q: [day.exposure().unreached > 1 - 1e-9 for day in (q.on(-4), q)],
        [False, True],
        TENDER_STAYS,
        [False, False],
    ),
    case(
        -3,
        "what changed: Xu decides",
        lambda q: q.changed(-4, "decides").get((XU,)),
        (False, True),
        untold("roles", person_id=XU),
        None,
    ),
    case(
        -130,
        "what to do: owner Li with the GM (peer)",
        lambda q: (q.meetings(1), "peer" in q.introductions(1).ties[0].why),
        ([(LI, GAO)], True),
        LI_A_MANAGER,
        ([(FANG, GAO)], False),
    ),
    case(
        -150,
        "what to do, said with the alarm: owner Li with the GM",
        lambda q: [owner_should_meet_him(q, kind) for kind in ("new_executive_uncovered", "rival_tie")],
        [True, True],
        LI_A_MANAGER,
        [False, False],
    ),
    case(
        -130,
        "what to do: somebody of ours with Xu",
        lambda q: {theirs for _, theirs in q.meetings(2)},
        {GAO, XU},
        but("touchpoints", id="c1-t27").told(team_ids="c1-li;c1-fang", people_ids="c1-liu;c1-xu"),
        {GAO},
    ),
    case(
        -30,
        "with Xu, as she is the GM's confidant",
        lambda q: any(q.name(XU) in a.todo for a in q.sounded("new_executive_uncovered")),
        True,
        NO_CONFIDANT,
        False,
    ),
    case(
        -130,
        "a meeting with Xu, the GM's confidant, opens the way to him",
        reach_by_meeting_xu,
        {GAO: "influence", XU: "tie"},
        NO_CONFIDANT,
        {XU: "tie"},
    ),
    case(
        -151,
        "nothing defends the account: one supporter, in one layer",
        lambda q: {p for part in q.defence().layers for p in part.supporters},
        {LIU},
        untold("assessments", person_id=LIU, author=LI),
        set(),
    ),
)
