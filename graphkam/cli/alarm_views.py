"""Alarms and defence in depth as headings and tables. Pure, like `views`."""

from __future__ import annotations

from collections.abc import Mapping

from graphkam.cli.output import Table, columns
from graphkam.cli.views import Label, Parts, as_of
from graphkam.domain.alarms import Alarms, Defence
from graphkam.domain.labels import label as word
from graphkam.domain.message import Message, message, plural


def alarms(answer: Alarms, account_id: str | None, names: Mapping[str, str]) -> Parts:
    """The alarms of one account, or of all; `names` are those of the accounts."""
    heading = as_of(_counted(answer), answer.as_of)
    rows = [(word(a.severity), word(a.kind), a.at, a.reason, a.todo) for a in answer.items]
    first, rest = columns("severity"), columns("alarm", "since", "why", "what to do")
    if account_id is not None:
        of = f"{names[account_id]} ({account_id})"
        return [message("{account}: {what}", account=of, what=heading), Table((*first, *rest), rows)]
    accounts = [f"{names[a.account_id]} ({a.account_id})" if a.account_id else "" for a in answer.items]
    whole = [(row[0], account, *row[1:]) for account, row in zip(accounts, rows, strict=True)]
    return [heading, Table((*first, *columns("account"), *rest), whole)]


def _counted(answer: Alarms) -> Message:
    n = len(answer.items)
    if answer.since is None:
        return plural("{n} alarm", "{n} alarms", n)
    return plural("{n} alarm, new since {day}", "{n} alarms, new since {day}", n, day=answer.since)


def defence(answer: Defence, account: str, label: Label) -> Parts:
    """What defends each layer."""
    rows = [
        (
            word(layer.layer),
            layer.holds,
            [label(p) for p in layer.supporters],
            [label(p) for p in layer.insiders],
            [_peers(label(t.team_id), label(t.person_id), t.two_way) for t in layer.peer_ties],
            layer.channels,
        )
        for layer in reversed(answer.layers)
    ]
    joined = (
        message("The supporters of the three layers hang together.")
        if answer.joined
        else message("The supporters of the three layers do not hang together.")
    )
    return [
        as_of(account, answer.as_of, message("Defence in depth")),
        Table(columns("layer", "holds", "supporters", "insiders", "peer ties", "channels"), rows),
        joined,
        message("Weakest: {layer}", layer=word(answer.weakest))
        if answer.weakest
        else message("All three layers hold."),
    ]


def _peers(ours: str, theirs: str, two_way: bool) -> Message:
    pair = message("{ours} – {theirs}", ours=ours, theirs=theirs)
    return pair if two_way else message("{word} ({note})", word=pair, note=message("one way"))
