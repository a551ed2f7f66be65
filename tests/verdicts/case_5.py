"""Case 5, the paint maker: our functions at theirs, and the flank that the incumbents left open."""

from __future__ import annotations

from functools import partial

from tests.verdicts.asking import Asked, Verdict
from tests.verdicts.told import but

ANTU, HUAJUN = "c5-antu", "c5-huajun"
antu, huajun = (partial(Verdict, "5", account, 0) for account in (ANTU, HUAJUN))
OWN_PEOPLE = {"production", "technical", "logistics", "marketing"}


def ours(q: Asked) -> set[str | None]:
    """Our functions that hold live ties."""
    return {cell.ours for cell in q.gaps().matrix}


def sales_alone(q: Asked) -> dict[str, bool]:
    """Which of the two accounts sales alone serves."""
    return {account: bool(q.of(account).alarms("sales_alone")) for account in (ANTU, HUAJUN)}


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
)
