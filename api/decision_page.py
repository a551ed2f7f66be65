"""What the page about a decision shows."""

from __future__ import annotations

from typing import Any

from api.account_page import names_of
from graphkam.desk import Desk
from graphkam.domain.moment import AsOf

COLOURS = {"for": "green", "against": "red", "undecided": "amber", "unknown": "off"}
REACH = 8
"""People named whom an opponent can turn."""


def values(desk: Desk, account_id: str, at: AsOf) -> dict[str, Any]:
    """The values of the template."""
    view, answer = desk.view(account_id, at), desk.decision(account_id, at)
    missing = sum(seat.status == "empty" for seat in answer.expected)
    colour = COLOURS[answer.verdict]
    if answer.vetoes and colour == "green":
        colour = "amber"
    return {
        "account": view.facts.account,
        "below": len(desk.subsidiaries(account_id)),
        "names": names_of(view.facts),
        "at": at,
        "answer": answer,
        "colour": colour,
        "missing": missing,
        "most": REACH,
    }
