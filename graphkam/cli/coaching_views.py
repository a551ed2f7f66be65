"""Coaching and sensitivity as headings and tables. Pure, like `views`."""

from __future__ import annotations

from graphkam.cli.output import Table
from graphkam.cli.views import Label, Parts, said
from graphkam.domain.coaching import Coaching
from graphkam.domain.message import Translate
from graphkam.domain.sensitivity import Firmness, Flip, Sensitivity


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


def sensitivity(answer: Sensitivity, account: str, label: Label) -> Parts:
    """The verdicts, and what flips them nearest."""
    fragile = sum(item.fragile for item in answer.items)
    rows = [
        (
            item.kind,
            label(item.what) if item.kind == "spof" else item.what,
            item.verdict,
            "fragile" if item.fragile else "firm",
            _side(item, -1),
            _side(item, 1),
        )
        for item in answer.items
    ]
    return [
        f"{account}: {fragile} of {len(rows)} verdicts are fragile, as of {answer.as_of}",
        Table(("verdict on", "of", "verdict", "firm?", "flips below at", "flips above at"), rows),
        "Fragile: some constant flips it within ± 25 %. Each was tried alone, from a quarter to four times.",
    ]


def _side(item: Firmness, direction: int) -> str | None:
    """The nearest flip on one side."""
    found: Flip | None = next((f for f in item.flips if (f.factor - 1) * direction > 0), None)
    return None if found is None else f"{found.constant} × {found.factor:.2f} → {found.to}"
