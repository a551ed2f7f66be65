"""Case 6, the big portfolio: many accounts on one page (a small one here; the demo has 250)."""

from __future__ import annotations

from collections import Counter
from functools import cache, partial
from typing import Any

from graphkam.domain.alarms import Alarm
from tests.verdicts.asking import Asked, Memory, Verdict
from tests.verdicts.told import OVERLOADED, but, facts_of, rows_of, untold, without

ROWS = rows_of("6")
UNMANAGED, UNSPONSORED = (without(ROWS, part) for part in ("account_manager", "executive_sponsor"))
MANAGED = [row for row in ROWS["assignments"] if row["as"] == "account_manager"]
[(BUSIEST, _)] = Counter(row["team_id"] for row in MANAGED).most_common(1)
ONE_OF_THEIRS = next(row["account_id"] for row in MANAGED if row["team_id"] == BUSIEST)
SPONSORED = next(row for row in ROWS["assignments"] if row["as"] == "executive_sponsor")
A, B = min(UNMANAGED), min(UNSPONSORED)
case = partial(Verdict, "6", "p-001", 0)


def lacking(q: Asked, part: str) -> set[str]:
    """Accounts of the portfolio's page that have nobody as that."""
    return {line.id for line in _lines(q) if getattr(line, part) is None}


def alarmed(q: Asked, kind: str) -> set[str | None]:
    """The accounts of the whole portfolio's alarms of a kind."""
    return {
        a.account_id for a in _all_alarms(q) if a.kind == kind and (a.account_id or "p-").startswith("p-")
    }


def overloaded(q: Asked) -> list[tuple[tuple[str, ...], int]]:
    """Whose accounts are too many, and how many the alarm names."""
    found = [a for a in _all_alarms(q) if a.kind == "manager_overloaded"]
    return [(a.team_ids, len(a.facts)) for a in found]


def worst(q: Asked) -> tuple[bool, bool]:
    """(are the accounts of each currency in order of value at risk, is it exposure × value)."""
    lines = [line for line in _lines(q) if line.value_at_risk is not None]
    by_currency: dict[str, list[float]] = {}
    for line in lines:
        by_currency.setdefault(line.currency, []).append(line.value_at_risk)
    return (
        all(values == sorted(values, reverse=True) for values in by_currency.values()),
        all(abs(line.value_at_risk - line.exposure * line.annual_value) < 1e-3 for line in lines),
    )


def first(q: Asked) -> bool:
    """Does the account come first that is the worst of all of the commonest currency, by the plain numbers?"""
    return bool(_lines(q)[0].id == worst_by_numbers())


@cache
def worst_by_numbers() -> str:
    """Of the accounts of the commonest currency the one with the largest exposure × value."""
    memory = Memory(facts_of(ROWS))
    currency, _ = Counter(row["currency"] for row in ROWS["accounts"]).most_common(1)[0]

    def at_risk(row: dict[str, str]) -> float:
        return (Asked(memory, row["id"], 0).exposure().exposure or 0.0) * float(row["annual_value"])

    return max((row for row in ROWS["accounts"] if row["currency"] == currency), key=at_risk)["id"]


def _lines(q: Asked) -> list[Any]:
    return [line for line in q.desk.accounts(q.at()).items if line.id.startswith("p-")]


def _all_alarms(q: Asked) -> tuple[Alarm, ...]:
    alarms: tuple[Alarm, ...] = q.desk.alarms(None, q.at()).items
    return alarms


VERDICTS = (
    case(
        "accounts without manager",
        lambda q: (lacking(q, "account_manager"), alarmed(q, "no_account_manager")),
        (UNMANAGED, UNMANAGED),
        but("assignments", account_id=ONE_OF_THEIRS, **{"as": "account_manager"}).told(account_id=A),
        (UNMANAGED - {A} | {ONE_OF_THEIRS},) * 2,
    ),
    case(
        "accounts without sponsor",
        lambda q: (lacking(q, "executive_sponsor"), alarmed(q, "no_executive_sponsor")),
        (UNSPONSORED, UNSPONSORED),
        but("assignments", account_id=SPONSORED["account_id"], **{"as": "executive_sponsor"}).told(
            account_id=B
        ),
        (UNSPONSORED - {B} | {SPONSORED["account_id"]},) * 2,
    ),
    case(
        "overloaded managers",
        overloaded,
        [((BUSIEST,), OVERLOADED)],
        untold("assignments", account_id=ONE_OF_THEIRS, **{"as": "account_manager"}),
        [],
    ),
    case(
        "accounts ranked by value × risk, on one page",
        lambda q: (worst(q), first(q), len(_lines(q))),
        ((True, True), True, len(ROWS["accounts"])),
        but("accounts", id=worst_by_numbers()).told(annual_value="1"),
        ((True, True), False, len(ROWS["accounts"])),
    ),
)
