"""Alarms and defence in depth as headings and tables. Pure, like `views`."""

from __future__ import annotations

from collections.abc import Mapping

from graphkam.cli.output import Table
from graphkam.cli.views import Label, Parts, said
from graphkam.domain.alarms import Alarms, Defence
from graphkam.domain.message import Translate


def alarms(answer: Alarms, account_id: str | None, names: Mapping[str, str], translate: Translate) -> Parts:
    """The alarms of one account, or of all; `names` are those of the accounts."""
    new = "" if answer.since is None else f", new since {answer.since}"
    heading = f"{len(answer.items)} alarms{new}, as of {answer.as_of}"
    rows = [
        (a.severity, a.kind, a.at, said(a.reason, translate), said(a.todo, translate)) for a in answer.items
    ]
    columns = ("severity", "alarm", "since", "why", "what to do")
    if account_id is not None:
        return [f"{names[account_id]} ({account_id}): {heading}", Table(columns, rows)]
    accounts = [f"{names[a.account_id]} ({a.account_id})" if a.account_id else "" for a in answer.items]
    whole = [(row[0], account, *row[1:]) for account, row in zip(accounts, rows, strict=True)]
    return [heading, Table((columns[0], "account", *columns[1:]), whole)]


def defence(answer: Defence, account: str, label: Label) -> Parts:
    """What defends each layer."""
    rows = [
        (
            layer.layer,
            layer.holds,
            [label(p) for p in layer.supporters],
            [label(p) for p in layer.insiders],
            [
                f"{label(t.team_id)} – {label(t.person_id)}{'' if t.two_way else ', one way'}"
                for t in layer.peer_ties
            ],
            layer.channels,
        )
        for layer in reversed(answer.layers)
    ]
    joined = "hang together" if answer.joined else "do not hang together"
    return [
        f"{account}: defence in depth, as of {answer.as_of}",
        Table(("layer", "holds", "supporters", "insiders", "peer ties", "channels"), rows),
        f"The supporters of the three layers {joined}. Weakest: {answer.weakest or 'none, all three hold'}.",
    ]
