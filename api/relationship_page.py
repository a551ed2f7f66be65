"""What the page of the relationship and the hand-over sheet show, and the records behind their numbers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from api.account_page import names_of
from api.alarm_facts import told_of
from graphkam.desk import Desk
from graphkam.domain.alarms import Fact
from graphkam.domain.moment import AsOf
from graphkam.domain.relationship import Relationship


def values(desk: Desk, account_id: str, at: AsOf) -> dict[str, Any]:
    """The values of the page of the relationship."""
    view, answer = desk.view(account_id, at), desk.relationship(account_id, at)
    ours = {m.id: m.name for m in desk.members(at).items}
    return {
        "account": view.facts.account,
        "below": len(desk.subsidiaries(account_id)),
        "names": {**ours, **names_of(view.facts)},
        "ours": ours,
        "at": at,
        "answer": answer,
        "records": told_of(view, set(facts_of(answer))),
        "overdue": sum(p.status == "overdue" for p in answer.commitments),
        "open_incidents": sum(i.open for i in answer.incidents),
    }


def handover(desk: Desk, team_id: str, at: AsOf, to: str | None) -> dict[str, Any]:
    """The values of the hand-over sheet."""
    members = desk.members(at).items
    return {
        "answer": desk.handover(team_id, at, to),
        "ours": {m.id: m.name for m in members},
        "members": [m for m in members if m.id != team_id and at.valid(m.valid_from, m.valid_to)],
        "at": at,
    }


def facts_of(answer: Relationship) -> Iterator[Fact]:
    """Every record that the answer names."""
    for finding in answer.findings:
        yield from finding.facts
    yield from answer.feeling.facts
    for score in (*answer.feeling.factors, *answer.feeling.moments):
        yield from score.facts
    for order in answer.behaviour.orders:
        yield from order.facts
    for share in answer.behaviour.shares:
        yield from share.facts
    yield from answer.behaviour.contacts.facts
