"""Case 4, the joint venture: chairman to chairman."""

from __future__ import annotations

from functools import partial

from graphkam.analysis.segments import segments
from graphkam.analysis.worth import worth
from graphkam.domain.worth import Worth
from tests.verdicts.asking import Asked, Verdict
from tests.verdicts.told import but, untold

ACCOUNT = "c4-kaida"
KONG, LUO = "c4-kong", "c4-luo"
BEFORE, NOW = -431, 0
case = partial(Verdict, "4", ACCOUNT)


def executive_ties(q: Asked) -> set[tuple[str, str]]:
    """The live ties of our executives with theirs: the peer ties of that layer."""
    return {
        (t.team_id, t.person_id)
        for layer in q.defence().layers
        for t in layer.peer_ties
        if layer.layer == "executive"
    }


def shares(q: Asked) -> list[float]:
    """Our share of wallet of switchgear through time, as the figures tell it."""
    (found,) = (s for s in q.figures().readings if (s.metric, s.product) == ("share_of_wallet", "switchgear"))
    return [point.value for point in found.points]


def to_drop(q: Asked) -> set[str]:
    """Of which accounts the data say: drop (BZ), as they cost more than they bring."""
    lines = [line for line in q.desk.accounts(q.at()).items if line.id.startswith("c4-")]
    found = segments([q.desk.facts(line.id) for line in lines], lines, q.at(), q.desk.constants)
    return {line.account_id for line in found.items if line.suggested == "BZ"}


def value(q: Asked) -> Worth:
    """What the accounts of this case are worth, and where our time goes."""
    lines = [line for line in q.desk.accounts(q.at()).items if line.id.startswith("c4-")]
    return worth([q.desk.facts(line.id) for line in lines], lines, q.at(), q.desk.constants)


def dependence(q: Asked) -> tuple[str, bool]:
    """The account that is worth most, and whether that is more than half of all."""
    (found,) = value(q).dependence
    return found.largest, found.largest_share > 0.5


def over_served(q: Asked) -> set[str]:
    """Where far more of our time goes than the accounts are worth, of those who pay poorly."""
    items = (line.account_id for line in value(q).items if line.balance == "over")
    return {id_ for id_ in items if q.desk.facts(id_).account.payment == "poor"}


def still_served(q: Asked) -> set[str]:
    """To whom of those who pay poorly any of our time goes."""
    items = (line.account_id for line in value(q).items if line.effort > 0)
    return {id_ for id_ in items if q.desk.facts(id_).account.payment == "poor"}


def layer_and_veto(q: Asked) -> tuple[str, set[str], set[frozenset[str]]]:
    """The executive layer, who can veto without a tie, and the alarm about it."""
    return (
        q.layer("executive").status,
        q.gap_people("veto"),
        {people for _, people, _ in q.alarms("veto_uncovered")},
    )


# What the twins tell otherwise
NO_FIRST_MEETING = untold("touchpoints", id="c4-t98")
CHAIRMAN_LEFT = but("team", id=LUO).told(valid_to="@-1")
UNTIED = ("open", {KONG}, {frozenset((KONG,))})

VERDICTS = (
    case(
        NOW,
        "share of wallet over time: at most 40 %, falling, then 80 %",
        shares,
        [0.4, 0.38, 0.35, 0.32, 0.55, 0.7, 0.8],
        untold("readings", metric="share_of_wallet", value="0.32"),
        [0.4, 0.38, 0.35, 0.55, 0.7, 0.8],
    ),
    case(
        BEFORE + 1,
        "chairman spoke with chairman: executive-to-executive ties",
        lambda q: (executive_ties(q.on(BEFORE)), executive_ties(q)),
        (set(), {(LUO, KONG)}),
        NO_FIRST_MEETING,
        (set(), set()),
    ),
    case(
        NOW,
        "executive-to-executive ties, and they last",
        executive_ties,
        {(LUO, KONG), ("c4-ruan", "c4-yan")},
        CHAIRMAN_LEFT,
        {("c4-ruan", "c4-yan")},
    ),
    case(
        BEFORE + 1,
        "with the first meeting the executive layer opens, and the veto is no gap any more",
        lambda q: (layer_and_veto(q.on(BEFORE)), layer_and_veto(q)),
        (UNTIED, ("thin", set(), set())),
        NO_FIRST_MEETING,
        (UNTIED, UNTIED),
    ),
    case(
        NOW,
        "with two of ours in it the executive layer is covered",
        lambda q: q.changed(BEFORE, "layer.status").get(("executive",)),
        ("open", "covered"),
        CHAIRMAN_LEFT,
        ("open", "thin"),
    ),
    case(
        BEFORE + 1,
        "the relationship is strategic: from the base to the chairman",
        lambda q: (q.on(BEFORE).stage().type, q.stage().type, len(q.stage().peer_layers)),
        ("ordinary", "strategic", 3),
        NO_FIRST_MEETING,
        ("ordinary", "ordinary", 2),
    ),
    case(
        BEFORE,
        "where to spend people: before it, with the chairman",
        lambda q: q.meetings(1)[0][1],
        KONG,
        but("people", id=KONG).told(power="0.1"),
        "c4-yan",
    ),
    case(
        BEFORE,
        "where to stop: share of effort against share of value",
        over_served,
        {"c4-xinyuan", "c4-hongda", "c4-runze"},
        but("accounts", id="c4-xinyuan").told(annual_value="60000000"),
        {"c4-hongda", "c4-runze"},
    ),
    case(
        BEFORE,
        "where to stop: payment",
        over_served,
        {"c4-xinyuan", "c4-hongda", "c4-runze"},
        but("accounts", id="c4-hongda").told(payment="good"),
        {"c4-xinyuan", "c4-runze"},
    ),
    case(
        BEFORE + 60,
        "where to stop: margin",
        to_drop,
        {"c4-xinyuan", "c4-hongda", "c4-runze"},
        but("readings", account_id="c4-hongda", metric="margin").told(value="0.2"),
        {"c4-xinyuan", "c4-runze"},
    ),
    case(
        BEFORE,
        "share of wallet, at the time: falling",
        shares,
        [0.4, 0.38, 0.35],
        but("readings", metric="share_of_wallet", value="0.35").told(value="0.45"),
        [0.4, 0.38, 0.45],
    ),
    case(
        NOW,
        "and they were stopped: no time goes there any more",
        still_served,
        set(),
        but("touchpoints", id="c4-t122").told(at="@-20T15:30"),
        {"c4-xinyuan"},
    ),
    case(
        NOW,
        "how much we depend on one account",
        dependence,
        (ACCOUNT, True),
        but("accounts", id="c4-venture").told(annual_value="149000000"),
        (ACCOUNT, False),
    ),
)
