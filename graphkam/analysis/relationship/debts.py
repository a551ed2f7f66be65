"""What we owe them: incidents and promises, open, overdue and done."""

from __future__ import annotations

from datetime import date

from graphkam.analysis.view import View
from graphkam.domain.facts import Commitment, Incident
from graphkam.domain.message import Message, message
from graphkam.domain.relationship import IncidentState, PromiseState


def incidents(view: View) -> tuple[IncidentState, ...]:
    """Incidents that had been opened by then: open ones first, the longest open first; then closed, newest first.

    >>> from graphkam.analysis.example import kiln
    >>> incidents(kiln())
    ()
    """
    found = [_incident(view, i) for i in view.facts.incidents if view.at.has_happened(i.opened_at)]
    still = sorted((i for i in found if i.open), key=lambda i: (-i.days, i.id))
    closed = sorted((i for i in found if not i.open), key=lambda i: (i.closed_at or "", i.id), reverse=True)
    return (*still, *closed)


def _incident(view: View, incident: Incident) -> IncidentState:
    closed = incident.closed_at
    if closed is not None and not view.at.has_happened(closed):
        closed = None
    first = date.fromisoformat(view.at.day_of(incident.opened_at))
    last = view.at.day if closed is None else date.fromisoformat(view.at.day_of(closed))
    return IncidentState(
        *(incident.id, incident.kind, incident.what, incident.opened_at, closed, (last - first).days),
        *(incident.owner_id, incident.severity, closed is None),
    )


def promises(view: View) -> tuple[PromiseState, ...]:
    """Promises made by then: overdue, then open, by their day; then kept ones, newest first.

    *Overdue*: its day has passed and it is not kept. *At risk*: nobody may keep it, because its owner has left us
    or no longer covers the account. Errors: none. Cost: linear, and a sort. Source: case 3 of the field.

    >>> from graphkam.analysis.example import kiln
    >>> promises(kiln())
    ()
    """
    made = [c for c in view.facts.commitments if c.made_at is None or view.at.has_happened(c.made_at)]
    found = [promise(view, c) for c in made]
    still = sorted(
        (p for p in found if p.status != "kept"), key=lambda p: (p.status != "overdue", p.due or "9999", p.id)
    )
    kept = sorted(
        (p for p in found if p.status == "kept"), key=lambda p: (p.kept_at or "", p.id), reverse=True
    )
    return (*still, *kept)


def promise(view: View, c: Commitment) -> PromiseState:
    """How one promise stands."""
    kept = c.kept_at if c.kept_at is not None and view.at.has_happened(c.kept_at) else None
    past = c.due is not None and c.due < view.at.day.isoformat()
    return PromiseState(
        id=c.id,
        what=c.what,
        owner_id=c.owner_id,
        person_id=c.person_id,
        made_at=c.made_at,
        due=c.due,
        kept_at=kept,
        status="kept" if kept is not None else "overdue" if past else "open",
        late=kept is not None and c.due is not None and view.at.day_of(kept) > c.due,
        at_risk=None if kept is not None else _at_risk(view, c.owner_id),
    )


def _at_risk(view: View, owner: str) -> Message | None:
    if owner not in view.team:
        left = any(
            m.id == owner and m.valid_to and m.valid_to <= view.at.day.isoformat() for m in view.facts.team
        )
        return message("{name} has left us", name=view.name(owner)) if left else None
    held = [a for a in view.facts.assignments if a.team_id == owner]
    if held and all(a.team_id != owner for a in view.assignments):
        ended = any(a.valid_to is not None and a.valid_to <= view.at.day.isoformat() for a in held)
        return message("{name} no longer covers the account", name=view.name(owner)) if ended else None
    return None
