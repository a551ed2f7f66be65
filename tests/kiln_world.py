"""The kiln tender as rows, small enough to hold in the head, with ids and names that must be escaped.

On 1 March 2026, customer b/1: Li of ours has dined with Liu (twice) and called him; nobody has a live tie
with the general manager, who decides, nor with Xu. A second account has nothing but two former colleagues.
"""

from __future__ import annotations

from graphkam.domain.tables import TABLES, Row
from graphkam.store import Store, open_store
from tests.servers import Served

AS_OF = "2026-03-01"
ACCOUNT = "b/1"
NAME = "B & <script>alert('b')</script> 白河"
LIU = "liu@b.example"

ROWS: dict[str, list[Row]] = {
    "accounts": [
        {
            "id": ACCOUNT,
            "name": NAME,
            "kinds": ["strategic"],
            "grade": "gold",
            "annual_value": 4e6,
            "currency": "CNY",
        },
        {"id": "c", "name": "Quiet Ltd", "annual_value": 1e6, "currency": "EUR"},
    ],
    "team": [
        {"id": "li", "name": "Li", "level": "executive", "function": "general_management"},
        {"id": "ann", "name": "Ann", "level": "operating", "function": "service", "title": "Engineer"},
        {"id": "gone", "name": "Gone Fred", "valid_to": "2025-06-01", "left_to": "Rival"},
    ],
    "assignments": [
        {"team_id": "li", "account_id": ACCOUNT, "as": "account_manager", "valid_from": "2020-01-01"}
    ],
    "people": [
        {
            "id": "gm",
            "account_id": ACCOUNT,
            "name": "Gao",
            "title": "General manager",
            "layer": "executive",
            "valid_from": "2025-10-01",
        },
        {
            "id": LIU,
            "account_id": ACCOUNT,
            "name": "Liu",
            "title": "Chief <of> equipment",
            "email": LIU,
            "layer": "management",
            "function": ["production"],
            "reports_to": "gm",
            "valid_from": "2019-01-01",
        },
        {"id": LIU, "account_id": "c", "name": "Liu", "title": "Fitter", "valid_to": "2019-01-01"},
        {"id": "xu", "account_id": ACCOUNT, "name": "Xu", "layer": "management", "function": ["technical"]},
        {"id": "xu2", "account_id": "c", "name": "XÚ", "valid_to": "2025-01-01"},
    ],
    "relations": [{"from_id": "xu", "to_id": "gm", "kind": "confidant", "informal": True}],
    "roles": [
        {"person_id": "gm", "account_id": ACCOUNT, "role": "decider", "decision": "two kilns"},
        {"person_id": LIU, "account_id": ACCOUNT, "role": "technical_buyer", "confidence": 0.8},
    ],
    "touchpoints": [
        {
            "id": "d1",
            "at": "2025-12-01T12:00:00Z",
            "channel": "dinner",
            "account_id": ACCOUNT,
            "team_ids": ["li"],
            "people_ids": [LIU],
            "subject": "old times",
        },
        {
            "id": "d2",
            "at": "2026-02-20T12:00:00Z",
            "channel": "dinner",
            "account_id": ACCOUNT,
            "team_ids": ["li"],
            "people_ids": [LIU],
            "present_ids": ["gm"],
        },
        {
            "id": "call",
            "at": "2025-09-02T08:00:00Z",
            "channel": "call",
            "account_id": ACCOUNT,
            "team_ids": ["li", "ann"],
            "people_ids": [LIU],
        },
    ],
    "assessments": [
        {
            "person_id": LIU,
            "author": "li",
            "at": "2026-02-21",
            "support": "supporter",
            "note": "<b>old</b> friend",
        },
        {"person_id": LIU, "author": "ann", "at": "2025-09-03", "support": "opponent", "confidence": 0.3},
        {"person_id": LIU, "author": "li", "at": "2026-04-01", "support": "neutral"},
    ],
    "commitments": [
        {
            "id": "k1",
            "account_id": ACCOUNT,
            "what": "a spare burner",
            "owner_id": "li",
            "made_at": "2026-01-10",
            "due": "2026-02-01",
        },
        {"id": "k2", "account_id": "c", "what": "a visit", "owner_id": "gone", "due": "2026-03-02"},
    ],
}


def write(store: Store) -> None:
    """Store all rows."""
    for table in TABLES:
        if table in ROWS:
            store.write(table, ROWS[table])


def keep(served: Served) -> None:
    """Have this world, and nothing else, in the server; written only if anything was written since it was.

    The `Revision` node remembers at which revision it stood.
    """
    if not served.run("MATCH (r:Revision) WHERE r.n = r.kiln RETURN r.n AS n"):
        served.empty()
        with open_store(served.settings) as store:
            write(store)
        served.run("MATCH (r:Revision) SET r.kiln = r.n")
