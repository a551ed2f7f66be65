"""Examples of actions for the OpenAPI page, computed here, so that they never lie."""

from __future__ import annotations

from dataclasses import replace

from pydantic import JsonValue

from graphkam.analysis import View
from graphkam.analysis.actions import actions
from graphkam.analysis.example import kiln
from graphkam.domain.actions import Actions
from graphkam.domain.facts import Action

_VIEW = kiln()
_MEET = Action(
    *("a1", "li", "gm", "hear what he wants from the tender", "We build what you need", "2026-02-20"),
    due="2026-03-05",
    because="new_executive_uncovered:gm",
)
_DINE = Action(
    *("a0", "li", "liu", "ask who decides", None, "2026-02-25", "2026-03-01"),
    *("2026-03-01", "his section runs the tender", "going_cold:liu"),
)
ACTIONS = Actions(
    str(_VIEW.at), actions(View(replace(_VIEW.facts, actions=(_MEET, _DINE)), _VIEW.at, _VIEW.constants))
)
ACTION, CLOSED = ACTIONS.items
NEW_ACTION: dict[str, JsonValue] = {
    "id": "a1",
    "account_id": "b",
    "team_id": "li",
    "person_id": "gm",
    "aim": "hear what he wants from the tender",
    "message": "We build what you need",
    "made_at": "2026-02-20",
    "due": "2026-03-05",
    "because": "new_executive_uncovered:gm",
}
CHANGED_ACTION: dict[str, JsonValue] = {
    name: NEW_ACTION[name] for name in ("team_id", "person_id", "aim", "message", "due", "because")
}
CLOSING: dict[str, JsonValue] = {"outcome": "his section runs the tender", "at": "2026-03-01"}
