"""Case 5, the paint maker: our functions at theirs, and the flank that the incumbents left open."""

from __future__ import annotations

from functools import partial

from tests.verdicts.asking import Asked, Verdict
from tests.verdicts.told import but, untold

ANTU, HUAJUN = "c5-antu", "c5-huajun"
antu, huajun = (partial(Verdict, "5", account, 0) for account in (ANTU, HUAJUN))
OWN_PEOPLE = {"production", "technical", "logistics", "marketing"}


def ours(q: Asked) -> set[str | None]:
    """Our functions that hold live ties."""
    return {cell.ours for cell in q.gaps().matrix}


def sales_alone(q: Asked) -> dict[str, bool]:
    """Which of the two accounts sales alone serves."""
    return {account: bool(q.of(account).alarms("sales_alone")) for account in (ANTU, HUAJUN)}


def weak(q: Asked) -> dict[str, dict[str | None, set[str]]]:
    """Where an incumbent is weak: by account the products, with what says so."""
    found: dict[str, dict[str | None, set[str]]] = {}
    for flank in q.desk.flanks(None, q.at()).items:
        if flank.weak and flank.account_id in (ANTU, HUAJUN):
            found.setdefault(flank.account_id, {})[flank.product] = {sign.kind for sign in flank.signs}
    return found


def ways_from_elsewhere(q: Asked) -> set[tuple[str, str, str, str]]:
    """The ways in of the next introductions that begin at another account."""
    ways = (tie.warm_path.hops for tie in q.introductions(3).ties if tie.warm_path)
    return {(hop.from_, hop.to, hop.kind, hop.account_id) for hops in ways for hop in hops if hop.account_id}


def way_to_jing(q: Asked) -> tuple[bool, tuple[str, str, str | None] | None]:
    """Whether a way leads to him within his new account, and the one that begins elsewhere."""
    answer = q.desk.path(HUAJUN, "c5-jing", q.at())
    hops = answer.elsewhere.hops if answer.elsewhere else ()
    return answer.found, (hops[0].from_, hops[-1].to, hops[0].account_id) if hops else None


AT_HUAJUN = {"body paint": {"measured", "need_open"}}

VERDICTS = (
    antu(
        "our functions × theirs: its own production people at the customer's",
        lambda q: ("production", "production") in {(cell.ours, cell.theirs) for cell in q.gaps().matrix},
        True,
        but("team", id="c5-niu").told(function="sales"),
        False,
    ),
    antu(
        "our functions × theirs: production, technology, logistics and marketing",
        lambda q: OWN_PEOPLE & ours(q),
        OWN_PEOPLE,
        but("team", id="c5-che").told(function="sales"),
        OWN_PEOPLE - {"logistics"},
    ),
    antu(
        "the relationship is strategic",
        lambda q: q.stage().type,
        "strategic",
        but("team", id="c5-dai").told(level="management"),
        "partnership",
    ),
    huajun(
        "accounts that our sales alone serves",
        sales_alone,
        {ANTU: False, HUAJUN: True},
        but("touchpoints", id="c5-t257").told(team_ids="c5-you;c5-mei"),
        {ANTU: False, HUAJUN: False},
    ),
    huajun(
        "sales alone: an ordinary relationship, one row in the matrix",
        lambda q: (q.stage().type, ours(q)),
        ("ordinary", {"sales"}),
        but("touchpoints", id="c5-t257").told(team_ids="c5-you;c5-mei"),
        ("ordinary", {"sales", "technical"}),
    ),
    huajun(
        "products and sites where the incumbent is weak",
        weak,
        {HUAJUN: AT_HUAJUN},
        untold("readings", account_id=HUAJUN, metric="incumbent_days_to_change_colour"),
        {HUAJUN: {"body paint": {"need_open"}}},
    ),
    huajun(
        "the incumbent leaves a need unsolved there",
        weak,
        {HUAJUN: AT_HUAJUN},
        but("needs", id="c5-n2").told(status="solved"),
        {HUAJUN: {"body paint": {"measured"}}},
    ),
    antu(
        "where the incumbent was weak and we came in, the flank is ours",
        lambda q: (weak(q.on(-380)).get(ANTU), weak(q.on(-300)).get(ANTU), weak(q).get(ANTU)),
        ({"coach colours": {"measured"}}, {"coach colours": {"measured", "share_gained"}}, None),
        but("readings", product="coach colours", value="0.45").told(value="0.05"),
        ({"coach colours": {"measured"}}, {"coach colours": {"measured"}}, None),
    ),
    antu(
        "who holds what we do not",
        lambda q: {
            flank.product: [holder.competitor for holder in flank.holders] for flank in q.flanks().items
        },
        {"white base": ["Rheinlack AG"]},
        untold("competitors", person_id="c5-zheng"),
        {"white base": []},
    ),
    huajun(
        "whom to meet there: one whom our technologist knows from the account where he worked before",
        ways_from_elsewhere,
        {("c5-mei", "c5-jing", "former_tie", ANTU)},
        untold("people", id="c5-jing", account_id=ANTU),
        set(),
    ),
    huajun(
        "the warmest way in to him begins where he worked before",
        way_to_jing,
        (False, ("c5-mei", "c5-jing", ANTU)),
        untold("people", id="c5-jing", account_id=ANTU),
        (False, None),
    ),
)
