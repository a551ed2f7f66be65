"""Coaching and sensitivity as headings and tables. Pure, like `views`."""

from __future__ import annotations

from graphkam.cli.output import Table, columns
from graphkam.cli.views import Label, Parts, as_of, at_factor
from graphkam.domain.coaching import Coaching
from graphkam.domain.labels import label as word
from graphkam.domain.message import Message, message, plural, row
from graphkam.domain.sensitivity import Firmness, Flip, Sensitivity


def coaching(answer: Coaching, account: str) -> Parts:
    """What the rules say, and which of them are off."""
    rows = [(word(a.severity), a.title, a.reason, a.todo) for a in answer.items]
    said = plural("{n} rule of {all} speaks", "{n} rules of {all} speak", len(rows), all=answer.asked)
    parts: Parts = [
        as_of(account, answer.as_of, said),
        Table(columns("severity", "rule", "why", "what to do"), rows),
    ]
    if answer.off:
        parts.append(message("Switched off: {rules}", rules=row([rule.title for rule in answer.off])))
    return parts


def sensitivity(answer: Sensitivity, account: str, label: Label) -> Parts:
    """The verdicts, and what flips them nearest."""
    fragile = sum(item.fragile for item in answer.items)
    rows = [
        (
            word(item.kind, "verdict_on"),
            label(item.what) if item.kind == "spof" else word(item.what),
            word(item.verdict),
            message("fragile") if item.fragile else message("firm"),
            _side(item, -1),
            _side(item, 1),
        )
        for item in answer.items
    ]
    said = plural(
        "{n} of {all} verdicts is fragile", "{n} of {all} verdicts are fragile", fragile, all=len(rows)
    )
    return [
        as_of(account, answer.as_of, said),
        Table(columns("verdict on", "of what", "verdict", "firm?", "flips below at", "flips above at"), rows),
        message(
            "Fragile: some constant flips it within ± 25%. Each was tried alone, from a quarter to four times."
        ),
    ]


def _side(item: Firmness, direction: int) -> Message | None:
    """The nearest flip on one side."""
    found: Flip | None = next((f for f in item.flips if (f.factor - 1) * direction > 0), None)
    return None if found is None else message("{first} → {last}", first=at_factor(found), last=word(found.to))
