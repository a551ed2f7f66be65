"""A calm account of which no alarm is said, and what is added to it or taken away."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from graphkam.analysis import View, alarms
from graphkam.domain.alarms import Alarm
from graphkam.domain.facts import (
    Account,
    AccountFacts,
    Assessment,
    Assignment,
    Change,
    Commitment,
    Employment,
    Incident,
    Order,
    Reading,
    Relation,
    RivalTie,
    RoleHolding,
    Survey,
    TeamMember,
    Touchpoint,
)
from graphkam.domain.moment import AsOf
from tests.worlds import AT, DEFAULTS, TODAY, contact

# A calm account: everybody is met by a peer, somebody answers for everything, and nothing happens.
GM = Employment("gm", "Gao", layer="executive", layer_source="given")
MM = Employment("mm", "Ma", layer="management", layer_source="given")
OP = Employment("op", "Pan", layer="operating", layer_source="given")
BOSS = TeamMember("boss", "Boss", level="executive", function="general_management")
KAM = TeamMember("kam", "Kam", level="management", function="sales")
ENG = TeamMember("eng", "Eng", level="operating", function="technical")
MET_GM, MET_MM, MET_OP = contact("boss", "gm", 5), contact("kam", "mm", 5), contact("eng", "op", 5)
MANAGES = Assignment("kam", "account_manager")
SPONSORS = Assignment("boss", "executive_sponsor")
CALM: dict[str, Any] = {
    "people": (GM, MM, OP),
    "team": (BOSS, KAM, ENG),
    "assignments": (MANAGES, SPONSORS),
    "touchpoints": (MET_GM, MET_MM, MET_OP),
}
CFO = Employment("cfo", "Fei", layer="executive", layer_source="given")
JOINED = Change("c1", "2026-02-10", "joined", "cfo")
AT_ODDS = Relation("cfo", "gm", "conflicts_with", valid_from="2026-01-05")


LEFT = replace(MM, valid_to="2026-02-27")
LEAVER = TeamMember("old", "Old", function="sales", valid_to="2026-02-27")
TO_RIVAL = replace(LEAVER, left_to="Rivalia")
MET_BY_OLD = contact("old", "mm", 40)
CAPTIVE = Account("a", "Account A", captive=True)
HANDED = (
    RoleHolding("gm", "decider", "kilns", valid_to="2026-02-26"),
    RoleHolding("cfo", "decider", "kilns", valid_from="2026-02-26"),
)


RECORDS = (
    *("people", "team", "assignments", "relations", "roles", "touchpoints", "assessments", "rivals"),
    *("changes", "incidents", "commitments", "orders", "surveys", "readings"),
)


def day(ago: int) -> str:
    """So many days before the day of the worlds."""
    return (date.fromisoformat(TODAY) - timedelta(days=ago)).isoformat()


def world(*more: object, account: Account | None = None, less: tuple[object, ...] = ()) -> AccountFacts:
    """The calm account with more records, without some, each in the field of its type."""
    fields = {
        Employment: "people",
        TeamMember: "team",
        Assignment: "assignments",
        Relation: "relations",
        RoleHolding: "roles",
        Touchpoint: "touchpoints",
        Assessment: "assessments",
        RivalTie: "rivals",
        Change: "changes",
        Incident: "incidents",
        Commitment: "commitments",
        Order: "orders",
        Survey: "surveys",
        Reading: "readings",
    }
    records = {name: list(CALM.get(name, ())) for name in fields.values()}
    for record in more:
        records[fields[type(record)]].append(record)
    for record in less:
        records[fields[type(record)]].remove(record)
    return AccountFacts(
        account=account or Account("a", "Account A"), **{name: tuple(rows) for name, rows in records.items()}
    )


def ask(facts: AccountFacts, kind: str = "", at: AsOf = AT, **loads: int) -> list[Alarm]:
    """The alarms of one kind."""
    found = alarms(View(facts, at, DEFAULTS), loads)
    return [alarm for alarm in found if kind in ("", alarm.kind)]
