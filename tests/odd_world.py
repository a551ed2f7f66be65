"""Accounts as they should not be, and are: each a customer with one thing wrong."""

from __future__ import annotations

from graphkam.domain.tables import TABLES, Row
from graphkam.store import Store

AS_OF = "2026-03-01"
SEEN = "2026-02-20T10:00:00Z"
ACCOUNTS = {
    "nothing": "nobody is known, neither theirs nor ours",
    "silent": "people and a team, and no touchpoint",
    "ring": "everybody has the ear of the next one, and of the one before",
    "powerless": "everybody's power is 0",
    "undecided": "nobody decides: one of the operating layer and one of unknown layer",
    "twice": "two account managers",
    "ahead": "everything lies ahead: people, touchpoints, roles, changes",
}


def _people(account: str, *people: Row) -> list[Row]:
    return [{"account_id": account, "name": str(p["id"]).title(), **p} for p in people]


def _met(account: str, people: list[str], at: str = SEEN, team: str = "tim") -> Row:
    return {
        "id": f"{account}-x",
        "at": at,
        "channel": "meeting",
        "account_id": account,
        "team_ids": [team],
        "people_ids": people,
    }


ROWS: dict[str, list[Row]] = {
    "accounts": [
        {"id": a, "name": f"The {a}", "annual_value": 1e6, "currency": "EUR", "kinds": ["strategic"]}
        for a in ACCOUNTS
    ],
    "team": [{"id": "tim", "name": "Tim", "level": "management"}, {"id": "tom", "name": "Tom"}],
    "assignments": [
        {"team_id": team, "account_id": account, "as": "account_manager", "valid_from": "2025-01-01"}
        for account, team in (("silent", "tim"), ("ring", "tim"), ("twice", "tim"), ("twice", "tom"))
    ],
    "people": [
        *_people("silent", {"id": "sol", "layer": "executive"}, {"id": "sam", "layer": "management"}),
        *_people("ring", *({"id": p, "layer": "management"} for p in ("ra", "rb", "rc"))),
        *_people("powerless", *({"id": p, "layer": "executive", "power": 0.0} for p in ("pa", "pb"))),
        *_people("undecided", {"id": "una", "layer": "operating"}, {"id": "uno"}),
        *_people("twice", {"id": "tess", "layer": "management"}),
        *_people("ahead", {"id": "abe", "layer": "executive", "valid_from": "2027-01-01"}),
    ],
    "relations": [
        {"from_id": one, "to_id": other, "kind": kind}
        for one, other, kind in (
            ("ra", "rb", "influences"),
            ("rb", "rc", "confidant"),
            ("rc", "ra", "influences"),
            ("rb", "ra", "influences"),
            ("ra", "rb", "reports_to"),
            ("ra", "ra", "influences"),
        )
    ],
    "roles": [
        {"person_id": "abe", "account_id": "ahead", "role": "decider", "valid_from": "2027-01-01"},
    ],
    "touchpoints": [
        _met("ring", ["ra"]),
        _met("powerless", ["pa"]),
        _met("undecided", ["una", "uno"]),
        _met("twice", ["tess"]),
        _met("ahead", ["abe"], "2027-02-01T10:00:00Z"),
    ],
    "changes": [
        {"id": "ahead-c", "at": "2027-01-01", "account_id": "ahead", "kind": "joined", "person_id": "abe"}
    ],
    "assessments": [
        {"person_id": "pa", "author": "tim", "at": "2026-01-01", "power": 0.0, "confidence": 0.0},
        {"person_id": "sam", "author": "tim", "at": "2027-01-01", "support": "mentor"},
    ],
    "surveys": [{"id": "s", "account_id": "nothing", "at": AS_OF, "question": "satisfaction", "score": 1.0}],
}


def write(store: Store) -> None:
    """Store all rows."""
    for table in TABLES:
        if table in ROWS:
            store.write(table, ROWS[table])
