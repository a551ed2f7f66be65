"""Actions as headings and tables. Pure, like `views`."""

from __future__ import annotations

from collections.abc import Mapping

from graphkam.analysis.actions import because_words
from graphkam.cli.output import Table, columns
from graphkam.cli.views import Parts
from graphkam.domain.actions import Actions, ActionState
from graphkam.domain.labels import label as word
from graphkam.domain.message import message, plural


def actions(answer: Actions, of: str, names: Mapping[str, str]) -> Parts:
    """Actions of one account or of all; `names` are those of accounts and people, by id."""
    rows = [
        (
            word(a.status, "action"),
            a.due,
            names.get(a.account_id, a.account_id),
            f"{names.get(a.team_id, a.team_id)} – {names.get(a.person_id, a.person_id)}",
            a.aim,
            because_words(a.because, names) if a.because else None,
            a.reason,
            a.outcome,
            a.id,
        )
        for a in answer.items
    ]
    titles = columns(
        "status", "due", "account", "who meets whom", "aim", "because", "how it stands", "outcome", "id"
    )
    heading = plural(
        "{of}: {n} action, as of {moment}",
        "{of}: {n} actions, as of {moment}",
        len(rows),
        of=of,
        moment=answer.as_of,
    )
    return [heading, Table(titles, rows)]


def closed(action: ActionState) -> Parts:
    """What an action gained."""
    first = message("{id} is done: {outcome}", id=action.id, outcome=action.outcome)
    if action.gain is None:
        unknown = message(
            "What it gained cannot be told: nobody recorded when it was planned, nor a meeting."
        )
        return [first, unknown]
    differences = [found.reason for found in action.gain.difference]
    between = message(
        "What differs between {first} and {last}:", first=action.gain.from_, last=action.gain.to
    )
    found = differences or [message("nothing that is measured")]
    return [first, between, *(message("- {text}", text=text) for text in found)]
