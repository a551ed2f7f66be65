"""Actions as headings and tables. Pure, like `views`."""

from __future__ import annotations

from collections.abc import Mapping

from graphkam.cli.output import Table
from graphkam.cli.views import Parts, said
from graphkam.domain.actions import Actions, ActionState
from graphkam.domain.message import Translate


def actions(answer: Actions, of: str, names: Mapping[str, str], translate: Translate) -> Parts:
    """Actions of one account or of all; `names` are those of accounts and people, by id."""
    rows = [
        (
            a.status,
            a.due,
            names.get(a.account_id, a.account_id),
            f"{names.get(a.team_id, a.team_id)} – {names.get(a.person_id, a.person_id)}",
            a.aim,
            a.because,
            said(a.reason, translate),
            a.outcome,
            a.id,
        )
        for a in answer.items
    ]
    columns = (
        "status",
        "due",
        "account",
        "who meets whom",
        "aim",
        "because",
        "how it stands",
        "outcome",
        "id",
    )
    return [f"{of}: {len(rows)} actions, as of {answer.as_of}", Table(columns, rows)]


def closed(action: ActionState, translate: Translate) -> Parts:
    """What an action gained."""
    first = f"{action.id} is done: {action.outcome}"
    if action.gain is None:
        return [first, "What it gained cannot be told: nobody recorded when it was planned, nor a meeting."]
    differences = [said(found.reason, translate) for found in action.gain.difference]
    between = f"What differs between {action.gain.from_} and {action.gain.to}:"
    return [first, between, *(f"- {text}" for text in differences or ["nothing that is measured"])]
