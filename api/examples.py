"""Examples for the OpenAPI page: the answers to a small account, analysed here, so that they never lie."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date
from typing import Any

from pydantic import JsonValue

import viz
from graphkam import analysis
from graphkam.analysis import View
from graphkam.analysis.customers import customers, values_by_unit
from graphkam.analysis.example import kiln
from graphkam.analysis.flanks import flanks
from graphkam.analysis.loads import loads, managers
from graphkam.analysis.segments import segments
from graphkam.analysis.visits import visits
from graphkam.analysis.worth import worth
from graphkam.domain.alarms import Alarms
from graphkam.domain.answers import Accounts
from graphkam.domain.cards import (
    AccountCard,
    AtAccount,
    Contact,
    Contacts,
    Found,
    Judgement,
    Line,
    Member,
    Members,
    OurPart,
    People,
    PersonCard,
    Post,
    RoleHeld,
)
from graphkam.domain.facts import Order, Reading
from graphkam.domain.history import Figure, Figures, Series
from graphkam.domain.logged import RecordedContact
from graphkam.domain.message import as_json

_VIEW = kiln()
_AS_OF = str(_VIEW.at)
_LOADS = analysis.manager_loads([_VIEW.facts], _VIEW.at)
_LINES = analysis.portfolio([_VIEW], _LOADS)
_PEOPLE = analysis.people(_VIEW)
_LIU = next(p for p in _PEOPLE if p.id == "liu")

ACCOUNTS = Accounts(_AS_OF, _LINES)
GAPS = analysis.gaps(_VIEW)
SPOF = analysis.spof(_VIEW)
STAGE = analysis.stage(_VIEW)
EXPOSURE = analysis.exposure(_VIEW)
TIES = analysis.ties(_VIEW)
PATH = analysis.path(_VIEW, "liu")
INTRODUCTIONS = analysis.introductions(_VIEW, 2)
WHATIF = analysis.whatif(_VIEW, remove=["liu"], add=[("li", "xu")])
SCENARIO: dict[str, JsonValue] = {
    "remove": ["liu"],
    "add": [{"team_id": "li", "person_id": "xu"}],
    "as_of": _AS_OF,
}
DIFF = analysis.diff(kiln("2025-09-01"), _VIEW)
ALARMS = Alarms(_AS_OF, analysis.alarms(_VIEW, _LOADS))
DEFENCE = analysis.defence(_VIEW)
DECISION = analysis.decision(_VIEW)
WORTH = worth([_VIEW.facts], _LINES, _VIEW.at, _VIEW.constants)
SEGMENTS = segments([_VIEW.facts], _LINES, _VIEW.at, _VIEW.constants)
CUSTOMERS = customers([_VIEW], values_by_unit([_VIEW.facts.account], _VIEW.constants), _VIEW.at)
VISITS = visits([_VIEW], _VIEW.at, _VIEW.constants)
LOAD_LINES = loads(managers([_VIEW.facts], _VIEW.at), _LINES, _VIEW.facts.team, _VIEW.at, _VIEW.constants)
FLANKS = flanks(
    [
        View(
            replace(
                _VIEW.facts,
                readings=(Reading("2026-01-31", "share_of_wallet", 0.1, "seals"),),
                orders=(Order("o1", "2025-12-01", 250_000.0, "CNY", "seals", "Rival Ltd"),),
            ),
            _VIEW.at,
            _VIEW.constants,
        )
    ],
    _VIEW.at,
)
COACHING = analysis.coaching(_VIEW)
SENSITIVITY = analysis.sensitivity(_VIEW)
REPLAY = analysis.replay(_VIEW, date(2025, 12, 15))
TIE_HISTORY = analysis.tie_history(_VIEW, ("li", "liu"))
FIGURES = Figures("b", _AS_OF, (Series("share_of_wallet", None, (Figure("2025-12-31", 0.4),), None),), ())
TEAM = analysis.team([_VIEW], "li")
MAP = viz.influence_map(_VIEW.facts, _VIEW.at, _PEOPLE, TIES, GAPS, SPOF, STAGE, _VIEW.constants)
ACCOUNT = AccountCard(
    account="b",
    as_of=_AS_OF,
    line=_LINES[0],
    type="customer",
    parent_id=None,
    industry="chemicals",
    our_role="main",
    captive=False,
    payment="good",
    potential=6_000_000.0,
    people=_PEOPLE,
    team=(OurPart("li", "Li", "account_manager", "2020-01-01"),),
)
PERSON = PersonCard(
    id="liu",
    name="Liu",
    as_of=_AS_OF,
    email="liu@customer-b.example",
    phone=None,
    career=(
        Post(
            "b",
            "Customer B",
            "Chief of equipment",
            "Equipment",
            ("production",),
            "management",
            "given",
            None,
            None,
        ),
    ),
    roles=(RoleHeld("b", "technical_buyer", "two kilns", "li", 0.8, "2026-01-01", None),),
    judgements=(
        Judgement(
            "li", "2026-02-01", "supporter", 0.5, None, None, 5.0, None, 4.0, 4.0, 0.8, "dinner", "old friend"
        ),
    ),
    now=(
        AtAccount(
            "b", "Customer B", _LIU, TIES.items, (Line("b", "liu", "gm", "reports_to", None, False, None),)
        ),
    ),
    names={"liu": "Liu", "gm": "The new GM", "li": "Li"},
)
PEOPLE = People(_AS_OF, (Found("liu", "Liu", "Chief of equipment", {"b": "Customer B"}),))
MEMBERS = Members(
    _AS_OF, (Member("li", "Li", "Owner", "executive", "general_management", None, None, None, ("b",)),)
)
TOUCHPOINT = Contact(
    id="d2",
    at="2026-03-01T12:00:00Z",
    channel="dinner",
    account_id="b",
    team_ids=("li",),
    people_ids=("liu",),
    present_ids=(),
    cc_ids=(),
    initiated_by="us",
    sentiment=0.5,
    purpose="the two new kilns",
    outcome="his section runs the tender",
    subject=None,
    source=None,
)
RECORDED_TOUCHPOINT = RecordedContact(**asdict(TOUCHPOINT), revision=4711)
TOUCHPOINTS = Contacts(_AS_OF, (TOUCHPOINT,))
NEW_TOUCHPOINT: dict[str, JsonValue] = {
    "id": "d2",
    "at": "2026-03-01T12:00:00Z",
    "channel": "dinner",
    "account_id": "b",
    "team_ids": ["li"],
    "people_ids": ["liu"],
    "initiated_by": "us",
    "outcome": "his section runs the tender",
}
QUERIES = {
    "as_of": _AS_OF,
    "items": [
        {
            "name": "find_accounts",
            "title": "Find accounts by name",
            "description": "Which accounts have this name, without regard to case and accents.",
            "parameters": [{"name": "search", "type": "string", "default": None, "required": True}],
        }
    ],
    "next": None,
}
ROWS = {"as_of": _AS_OF, "items": [{"id": "b", "name": "Customer B"}], "next": None}


def of(answer: Any, status: int = 200) -> dict[int | str, dict[str, Any]]:
    """The `responses` of an endpoint whose answer looks like `answer`."""
    return {
        status: {"content": {"application/json": {"example": as_json(answer)}}},
        304: {"description": "Nothing has changed since the ETag that was sent."},
    }
