"""Case 2, five at the table: two who can say no and were not greeted."""

from __future__ import annotations

from functools import partial

from tests.verdicts.asking import Asked, Verdict
from tests.verdicts.told import but, untold

ACCOUNT = "c2-hengrun"
TANG, SHEN, BAI = "c2-tang", "c2-shen", "c2-bai"
case = partial(Verdict, "2", ACCOUNT)

# What the twins tell otherwise
ALL_GREETED = but("touchpoints", id="c2-t15").told(
    people_ids="c2-tang;c2-zhou;c2-wu;c2-shen;c2-bai", present_ids=""
)
COUNSEL_GREETED = but("touchpoints", id="c2-t15").told(
    people_ids="c2-tang;c2-zhou;c2-wu;c2-shen", present_ids="c2-bai"
)
PRESIDENT_NOT_SPOKEN_WITH = but("touchpoints", id="c2-t15").told(people_ids="c2-zhou;c2-wu")
COUNSEL_KNOWN = but("people", id=SHEN).told(valid_from="@-400")
ACCOUNTANT_KNOWN = but("people", id=BAI).told(valid_from="@-400")
ALL_LAYERS = {"operating", "management", "executive"}


def vetoes(q: Asked) -> set[frozenset[str]]:
    """Whom the alarms about vetoes are about; all must be red."""
    assert {severity for severity, *_ in q.alarms("veto_uncovered")} <= {"red"}
    return {people for _, people, _ in q.alarms("veto_uncovered")}


def first_to_meet(q: Asked) -> set[str]:
    """Those of the next two to meet who can veto."""
    return {tie.person_id for tie in q.introductions(2).ties if "can veto as approver" in tie.why}


def missing(q: Asked) -> set[str]:
    """Of legal and finance, who usually sits at the table of a decision of this size and is not even known."""
    expected = {seat.function for seat in q.decision().expected if seat.status == "empty"}
    return expected & {"legal", "finance"}


VERDICTS = (
    case(
        -21,
        "a decision of this size usually has legal and finance at the table: nobody of theirs is even known",
        missing,
        {"legal", "finance"},
        COUNSEL_KNOWN,
        {"finance"},
    ),
    case(
        -21,
        "of this size: a smaller one usually passes without legal",
        missing,
        {"legal", "finance"},
        but("accounts", id=ACCOUNT).told(potential="2000000"),
        {"finance"},
    ),
    case(
        -19,
        "layers look reached",
        lambda q: (
            q.reached_layers(),
            {g.what for g in q.gaps().gaps if (g.kind, g.severity) == ("layer", "red")},
        ),
        (ALL_LAYERS, set()),
        PRESIDENT_NOT_SPOKEN_WITH,
        (ALL_LAYERS - {"executive"}, {"executive"}),
    ),
    *(
        case(
            days,
            "yet two approvers have no tie at all: the decision can be vetoed",
            lambda q: (q.gap_people("veto"), {g.severity for g in q.gaps().gaps if g.kind == "veto"}),
            ({SHEN, BAI}, {"red"}),
            fact,
            left,
        )
        for days, fact, left in (
            (-19, ALL_GREETED, (set(), set())),
            (0, COUNSEL_GREETED, ({BAI}, {"red"})),
            (-19, untold("roles", person_id=SHEN), ({BAI}, {"red"})),
        )
    ),
    case(
        -19,
        "two approvers: legal and finance",
        lambda q: {g.what for g in q.gaps().gaps if g.kind == "function"} & {"legal", "finance"},
        {"legal", "finance"},
        COUNSEL_GREETED,
        {"finance"},
    ),
    case(
        -19,
        "present, not spoken with: no tie",
        lambda q: {t.person_id for t in q.ties().items} & {TANG, SHEN, BAI},
        {TANG},
        COUNSEL_GREETED,
        {TANG, SHEN},
    ),
    case(
        -19,
        "an alarm for each of the two, and none before the visit",
        lambda q: (vetoes(q.on(-21)), vetoes(q)),
        (set(), {frozenset((SHEN,)), frozenset((BAI,))}),
        COUNSEL_GREETED,
        (set(), {frozenset((BAI,))}),
    ),
    case(
        -19,
        "the president listens to his experts",
        lambda q: {(a, b) for a, b, _ in q.lines("influences")} & {(SHEN, TANG), (BAI, TANG)},
        {(SHEN, TANG), (BAI, TANG)},
        untold("relations", from_id=SHEN, to_id=TANG),
        {(BAI, TANG)},
    ),
    case(
        -19,
        "counsel and accountant are whom to meet next",
        first_to_meet,
        {SHEN, BAI},
        COUNSEL_GREETED,
        {BAI},
    ),
    case(
        -19,
        "the visit showed a veto that nobody knew of",
        lambda q: q.changed(-21, "gap").get(("veto", SHEN)),
        (None, "red"),
        untold("roles", person_id=SHEN),
        None,
    ),
    case(
        -21,
        "before the visit: nobody of legal is even known",
        lambda q: "legal" in q.unknown("function"),
        True,
        COUNSEL_KNOWN,
        False,
    ),
    case(
        -21,
        "before the visit: nobody of finance is even known",
        lambda q: "finance" in q.unknown("function"),
        True,
        ACCOUNTANT_KNOWN,
        False,
    ),
    case(
        -21,
        "before the visit: nobody is known who must approve",
        lambda q: "approver" in q.unknown("role"),
        True,
        but("roles", person_id=BAI).told(valid_from="@-120", person_id="c2-wu"),
        False,
    ),
)
