"""A decision as headings and tables. Pure, like `views`."""

from __future__ import annotations

from graphkam.cli.output import Table
from graphkam.cli.views import Label, Parts, percent, said
from graphkam.domain.decisions import DecisionState
from graphkam.domain.message import Translate


def decision(answer: DecisionState, account: str, label: Label, translate: Translate) -> Parts:
    """Who decides, for us or against us."""
    holders = [
        (label(h.person_id), h.support, h.power, h.part, h.reached, h.person_id in answer.could_turn)
        for h in answer.holders
    ]
    against = [
        (
            label(o.person_id),
            o.support,
            o.power,
            o.decision_holder,
            [f"{label(p.person_id)} {p.weight:.2f}" for p in o.reach],
            percent(o.pull),
        )
        for o in answer.opponents
    ]
    seats = [
        (s.function, s.status, [label(p) for p in s.people], said(s.reason, translate))
        for s in answer.expected
    ]
    size = "unknown" if answer.size is None else f"{answer.size:,.0f} {answer.currency or ''}".rstrip()
    return [
        f"{account}: {answer.verdict}, as of {answer.as_of}",
        said(answer.reason, translate),
        Table(
            ("who decides", "support", "power", "power × support", "live tie", "could turn it"),
            holders,
            f"Net support {percent(answer.share)}",
        ),
        Table(
            ("opponent", "support", "power", "decides", "can turn", "of the deciding power"),
            against,
            "Opponents",
        ),
        Table(("function", "status", "known", "why"), seats, f"Usually at the table of a decision of {size}"),
    ]
