"""What hangs on one of our people: who is reached only through them, and what they promised."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from graphkam.analysis.currency import converted
from graphkam.analysis.view import View
from graphkam.domain.answers import LostIfGone, OnlyThrough, OpenCommitment, TeamAccount, TeamAnswer
from graphkam.domain.facts import Assignment, TeamMember
from graphkam.domain.message import message
from graphkam.domain.moment import AsOf
from graphkam.domain.tables import Value
from graphkam.domain.vocabulary import ASSIGNMENTS
from graphkam.errors import NotFoundError

Commitment = Mapping[str, Value]
"""A row of the commitments file in stored form."""


def team(views: Iterable[View], team_id: str, commitments: Iterable[Commitment] = ()) -> TeamAnswer:
    """What would go with one of ours: accounts they cover or hold live ties in, most people lost first.

    *Only through* them: whom no path of `influence` reaches without them; layers reached now and not then;
    decision holders among these people. `lost_if_gone.reach` counts these people over all accounts, `value`
    is the annual value of the accounts where there are any, by currency (never added without a rate).
    `commitments` are rows of the stored table; those of others and those not yet made are left out.

    Errors: NotFoundError if no account knows that person. Cost: one dominator tree for each account they work
    in. Source: case 3 of the field; docs/definitions.md, "Flow".

    >>> from graphkam.analysis.example import kiln
    >>> answer = team([kiln()], "li")
    >>> [(a.account_id, a.as_, a.only_through.people, a.rep_churn) for a in answer.accounts]
    [('b', ('account_manager',), ('liu',), 1)]
    >>> answer.lost_if_gone
    LostIfGone(reach=1, value={'CNY': 4000000.0})
    """
    seen = list(views)
    member = _member(seen, team_id)
    here = [v for v in seen if _works_in(v, team_id)]
    accounts = [_account(view, team_id) for view in here]
    return TeamAnswer(
        id=team_id,
        name=member.name,
        accounts=tuple(sorted(accounts, key=lambda a: (-len(a.only_through.people), a.account_id))),
        lost_if_gone=_lost(here, accounts),
        commitments=promises(commitments, team_id, seen[0].at),
    )


def _member(views: list[View], team_id: str) -> TeamMember:
    known = [m for view in views for m in view.facts.team if m.id == team_id]
    if not known:
        raise NotFoundError(message("none of our people has the id {id}", id=team_id))
    return min(known, key=repr)


def _works_in(view: View, team_id: str) -> bool:
    return any(a.team_id == team_id for a in view.assignments) or any(
        t.team_id == team_id for t in view.live_ties
    )


def _account(view: View, team_id: str) -> TeamAccount:
    flow = view.influence_flow
    lost = flow.lost.get(team_id, frozenset())
    left = flow.reached - lost
    held = {a.as_ for a in view.assignments if a.team_id == team_id}
    return TeamAccount(
        account_id=view.facts.account.id,
        as_=tuple(sorted(held, key=ASSIGNMENTS.index)),
        only_through=OnlyThrough(
            people=tuple(sorted(lost)),
            layers=tuple(
                layer
                for layer, people in view.layers.items()
                if lost & set(people) and not left & set(people)
            ),
            decision_holders=tuple(sorted(lost & view.decision.holders)),
        ),
        rep_churn=rep_churn(view),
    )


def rep_churn(view: View) -> int:
    """How many different account managers the account had within `rep_churn_months` before as-of.

    An assignment counts if it held on any day of that time, the last one included. Cost: linear. Source:
    docs/definitions.md, docs/decisions/0027.

    >>> from graphkam.analysis.example import kiln
    >>> rep_churn(kiln())
    1
    """
    return len(recent_managers(view))


def recent_managers(view: View) -> Mapping[str, tuple[Assignment, ...]]:
    """The account managers of the last `rep_churn_months`, each with the assignments of that time, first first.

    >>> from graphkam.analysis.example import kiln
    >>> list(recent_managers(kiln()))
    ['li']
    """
    last = view.at.day.isoformat()
    first = months_before(view.at.day, view.constants.rep_churn_months).isoformat()
    with_us = {m.id: m for m in view.facts.team}
    managers: defaultdict[str, list[Assignment]] = defaultdict(list)
    for a in view.facts.assignments:
        member = with_us.get(a.team_id)
        if a.as_ == "account_manager" and member is not None:
            begin = max(a.valid_from or "", member.valid_from or "")
            end = min(a.valid_to or "9999", member.valid_to or "9999")
            if begin <= last and end > first and begin < end:
                managers[a.team_id].append(a)
    return {
        u: tuple(sorted(managers[u], key=lambda a: (a.valid_from or "", a.valid_to or "9999")))
        for u in sorted(managers)
    }


def months_before(day: date, months: int) -> date:
    """The same day of the month so many months earlier; the month's last day where it has no such day.

    >>> months_before(date(2026, 3, 31), 1).isoformat()
    '2026-02-28'
    """
    count = day.year * 12 + day.month - 1 - months
    year, month = divmod(count, 12)
    if year < 1:
        return date.min
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(last, day.day))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def _lost(views: list[View], accounts: list[TeamAccount]) -> LostIfGone:
    values: defaultdict[str, list[float]] = defaultdict(list)
    for view, account in zip(views, accounts, strict=True):
        about = view.facts.account
        if account.only_through.people and about.annual_value is not None:
            unit, value = converted(about.annual_value, about.currency, view.constants)
            values[unit].append(value)
    return LostIfGone(
        reach=sum(len(a.only_through.people) for a in accounts),
        value={unit: math.fsum(values[unit]) for unit in sorted(values)},
    )


def promises(commitments: Iterable[Commitment], team_id: str, at: AsOf) -> tuple[OpenCommitment, ...]:
    """What one of ours has promised by then: overdue first, then what is open, then what was kept.

    *Overdue*: its day has passed, and it is not kept. `commitments` are rows of the stored table. Errors: none.
    Cost: a sort. Source: case 3 of the field.

    >>> row = {"id": "c", "account_id": "b", "what": "spare parts", "owner_id": "li", "due": "2026-02-01"}
    >>> [promise.status for promise in promises([row], "li", AsOf.on("2026-03-01", "UTC"))]
    ['overdue']
    """
    found = [
        OpenCommitment(
            str(row["id"]), str(row["account_id"]), str(row["what"]), _text(row.get("due")), _state(row, at)
        )
        for row in commitments
        if row.get("owner_id") == team_id and _happened(row.get("made_at"), at, missing=True)
    ]
    order = ("overdue", "open", "kept")
    return tuple(sorted(found, key=lambda c: (order.index(c.status), c.due or "9999", c.account_id, c.id)))


def _state(row: Commitment, at: AsOf) -> str:
    if _happened(row.get("kept_at"), at, missing=False):
        return "kept"
    due = _text(row.get("due"))
    return "overdue" if due is not None and due < at.day.isoformat() else "open"


def _happened(when: Value, at: AsOf, *, missing: bool) -> bool:
    return at.has_happened(when) if isinstance(when, str) else missing


def _text(value: Value) -> str | None:
    return value if isinstance(value, str) else None
