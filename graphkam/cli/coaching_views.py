"""Coaching as headings and tables. Pure, like `views`."""

from __future__ import annotations

from graphkam.cli.output import Table
from graphkam.cli.views import Parts, said
from graphkam.domain.coaching import Coaching
from graphkam.domain.message import Translate


def coaching(answer: Coaching, account: str, translate: Translate) -> Parts:
    """What the rules say, and which of them are off."""
    rows = [
        (
            advice.severity,
            said(advice.title, translate),
            said(advice.reason, translate),
            said(advice.todo, translate),
        )
        for advice in answer.items
    ]
    heading = f"{account}: {len(rows)} of {answer.asked} rules speak, as of {answer.as_of}"
    parts: Parts = [heading, Table(("severity", "rule", "why", "what to do"), rows)]
    if answer.off:
        parts.append(f"Switched off: {', '.join(rule.rule for rule in answer.off)}.")
    return parts
