"""A decision as headings and tables. Pure, like `views`."""

from __future__ import annotations

from graphkam.cli.output import Table, columns
from graphkam.cli.views import Label, Parts, as_of, percent
from graphkam.domain.decisions import DecisionState
from graphkam.domain.labels import label as word
from graphkam.domain.message import Message, message


def decision(answer: DecisionState, account: str, label: Label) -> Parts:
    """Who decides, for us or against us."""
    holders = [
        (label(h.person_id), word(h.support), h.power, h.part, h.reached, h.person_id in answer.could_turn)
        for h in answer.holders
    ]
    against = [
        (
            label(o.person_id),
            word(o.support),
            o.power,
            o.decision_holder,
            [f"{label(p.person_id)} {p.weight:.2f}" for p in o.reach],
            percent(o.pull),
        )
        for o in answer.opponents
    ]
    seats = [
        (word(s.function), word(s.status), [label(p) for p in s.people], s.reason) for s in answer.expected
    ]
    return [
        as_of(account, answer.as_of, word(answer.verdict, "verdict")),
        answer.reason,
        Table(
            columns("who decides", "support", "power", "power × support", "live tie", "could turn it"),
            holders,
            message("Net support {share}", share=percent(answer.share)),
        ),
        Table(
            columns("opponent", "support", "power", "decides", "can turn", "of the deciding power"),
            against,
            message("Opponents"),
        ),
        Table(
            columns("function", "status", "known", "why"),
            seats,
            message("Usually at the table of a decision of {money}", money=_size(answer)),
        ),
    ]


def _size(answer: DecisionState) -> Message:
    if answer.size is None:
        return word(None)
    if answer.currency is None:
        return message("{amount:,.0f}", amount=answer.size)
    return message("{amount:,.0f} {currency}", amount=answer.size, currency=answer.currency)
