"""A tiny world with a row of every table, whole, as the import would hand it to the store."""

from __future__ import annotations

from graphkam.domain.tables import TABLES, Row
from graphkam.store import Store
from graphkam.store.columns import completed

HOSTILE = 'O\'Neil "</script>" `$x` \\ {é} 王小明 𠮷野 😀👩‍👧 \u202eשלום\u202c مرحبا\ttab\nline'
"""Quotes, markup, 4-byte characters, emoji, right-to-left text, breaks: a name like any other."""

WORLD: dict[str, list[Row]] = {
    "accounts": [
        {
            "id": "kiln",
            "name": HOSTILE,
            "parent_id": "group",
            "domains": ["kiln.example"],
            "kinds": ["economic"],
        },
        {"id": "group", "name": "Group", "annual_value": 2.7, "captive": False, "currency": "EUR"},
        {"id": "paint", "name": "Paint"},
    ],
    "team": [
        {
            "id": "zhao",
            "name": "Zhao",
            "reports_to": "boss",
            "level": "operating",
            "email": "zhao@us.example",
        },
        {"id": "boss", "name": "Böß", "level": "executive", "valid_from": "2020-01-01"},
        {"id": "idle", "name": "Idle"},
    ],
    "assignments": [
        {"team_id": "zhao", "account_id": "kiln", "as": "account_manager", "valid_from": "2025-01-01"},
        {"team_id": "zhao", "account_id": "kiln", "as": "technical"},
        {"team_id": "idle", "account_id": "kiln", "as": "service"},
    ],
    "people": [
        {
            "id": "liu",
            "account_id": "kiln",
            "name": "Liu",
            "reports_to": "chen",
            "function": ["technical", "quality"],
            "layer": "management",
            "power": 0.7,
            "target": 0.3,
            "email": "liu@kiln.example",
        },
        {"id": "chen", "account_id": "kiln", "name": HOSTILE, "layer": "executive", "valid_to": "2026-01-01"},
        {
            "id": "chen",
            "account_id": "paint",
            "name": "Chen Wei",
            "valid_from": "2026-01-01",
            "placeholder": False,
        },
        {"id": "xu", "account_id": "kiln", "name": "Xu", "placeholder": True},
    ],
    "relations": [
        {"from_id": "liu", "to_id": "chen", "kind": "influences", "weight": 0.7, "informal": True},
        {"from_id": "liu", "to_id": "chen", "kind": "confidant"},
        {"from_id": "xu", "to_id": "chen", "kind": "conflicts_with", "source": "inferred", "confidence": 0.1},
        {"from_id": "xu", "to_id": "liu", "kind": "reports_to", "valid_from": "2025-01-01"},
    ],
    "roles": [
        {
            "person_id": "chen",
            "account_id": "kiln",
            "role": "decider",
            "decision": "New kiln",
            "confidence": 0.9,
        },
        {"person_id": "liu", "account_id": "kiln", "role": "user"},
    ],
    "touchpoints": [
        {
            "id": "t1",
            "at": "2026-01-05T09:00:00Z",
            "channel": "meeting",
            "account_id": "kiln",
            "team_ids": ["zhao"],
            "people_ids": ["liu"],
            "present_ids": ["chen"],
            "cc_ids": ["xu"],
            "sentiment": -0.5,
            "subject": HOSTILE,
        },
        {
            "id": "t2",
            "at": "2026-02-05T09:00:00Z",
            "channel": "call",
            "account_id": "kiln",
            "team_ids": ["zhao", "boss"],
            "people_ids": ["liu", "xu"],
            "initiated_by": "them",
        },
        {
            "id": "t3",
            "at": "2026-03-05T09:00:00Z",
            "channel": "visit",
            "account_id": "kiln",
            "team_ids": ["zhao"],
            "people_ids": ["chen"],
        },
    ],
    "assessments": [
        {
            "person_id": "liu",
            "author": "zhao",
            "at": "2026-01-01",
            "support": "mentor",
            "power": 0.3,
            "loyalty": 4.5,
        },
        {
            "person_id": "liu",
            "author": "boss",
            "at": "2026-01-01T10:00:00Z",
            "support": "neutral",
            "note": HOSTILE,
        },
    ],
    "surveys": [
        {
            "id": "s1",
            "account_id": "kiln",
            "at": "2026-01-01",
            "question": "satisfaction",
            "score": 2.7,
            "person_id": "liu",
        },
        {"id": "s2", "account_id": "kiln", "at": "2026-01-01", "question": "recommend", "score": 5.0},
    ],
    "orders": [{"id": "o1", "account_id": "kiln", "at": "2026-01-01", "amount": 2.7, "currency": "EUR"}],
    "needs": [
        {
            "id": "n1",
            "account_id": "kiln",
            "kind": "pain_point",
            "what": "Dust",
            "person_id": "liu",
            "hidden": True,
            "owner_id": "zhao",
            "value": 1e9,
        },
        {"id": "n2", "account_id": "kiln", "kind": "blind_spot", "what": "Noise", "owner_id": "idle"},
    ],
    "strategy": [
        {"id": "g1", "account_id": "kiln", "kind": "goal", "what": "Win", "parent_id": "n2"},
        {
            "id": "g2",
            "account_id": "kiln",
            "kind": "offer",
            "what": "Filter",
            "parent_id": "g1",
            "person_id": "liu",
        },
    ],
    "bonds": [{"account_id": "kiln", "kind": "social", "what": HOSTILE, "at": "2026-01-01"}],
    "changes": [
        {
            "id": "c1",
            "at": "2026-01-01",
            "account_id": "kiln",
            "kind": "left",
            "person_id": "chen",
            "to_person_id": "liu",
            "note": "gone",
        },
        {"id": "c2", "at": "2026-01-02", "account_id": "kiln", "kind": "reorganised", "to_person_id": "chen"},
    ],
    "incidents": [
        {"id": "i1", "account_id": "kiln", "opened_at": "2026-01-01", "kind": "quality", "owner_id": "idle"}
    ],
    "competitors": [
        {"competitor": "Rival AG", "person_id": "chen", "strength": 0.4},
        {"competitor": "Rival AG", "person_id": "liu", "strength": 0.1, "valid_from": "2026-01-01"},
    ],
    "readings": [{"account_id": "kiln", "metric": "share_of_wallet", "at": "2026-01-01", "value": 0.4}],
    "commitments": [
        {
            "id": "k1",
            "account_id": "kiln",
            "what": "Call",
            "owner_id": "zhao",
            "person_id": "liu",
            "due": "2026-02-01",
        }
    ],
    "actions": [
        {
            "id": "a1",
            "account_id": "kiln",
            "team_id": "zhao",
            "person_id": "chen",
            "aim": "Meet",
            "because": "gap",
        }
    ],
}


def whole(table: str) -> dict[str, Row]:
    """The world's rows of a table with every column, by key."""
    return {TABLES[table].key_of(row): dict(completed(TABLES[table], row, None)) for row in WORLD[table]}


def fill(store: Store) -> None:
    """Write the whole world."""
    for table in TABLES:
        store.write(table, WORLD[table])
