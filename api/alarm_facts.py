"""The records that an alarm rests on, as a page tells them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Set
from typing import NamedTuple

from graphkam.analysis import View
from graphkam.analysis.naming import named
from graphkam.domain.alarms import Alarm, Fact, record_key
from graphkam.domain.facts import Change, Employment, Order, Touchpoint
from graphkam.domain.labels import label, metric_label
from graphkam.domain.message import Message, message
from graphkam.domain.moment import instant_text
from graphkam.domain.words import INCIDENT_WORDS


class Told(NamedTuple):
    """One record: what kind, what it says, since when or when, and where more of it stands."""

    type: str
    parts: tuple[str, ...]
    """Texts of users, and Messages."""
    day: str | None
    person: str | None = None
    member: str | None = None
    tie: tuple[str, str] | None = None


def told(view: View, alarms: Iterable[Alarm]) -> dict[Fact, Told]:
    """Each record that these alarms rest on; see `told_of`."""
    return told_of(view, {fact for alarm in alarms for fact in alarm.facts})


def told_of(view: View, wanted: Set[Fact]) -> dict[Fact, Told]:
    """Each of these records. Cost: linear in the account's records; in its touchpoints where one is wanted."""
    found: dict[Fact, Told] = {}
    for type_, records in _TELLERS.items():
        if any(fact.type == type_ for fact in wanted):
            found.update((f, t) for f, t in records(view).items() if f in wanted)
    for fact in wanted - found.keys():
        found[fact] = _tie(view, fact) if fact.type == "ties" else Told(fact.type, (fact.id,), None)
    return found


def _some(*parts: str | None) -> tuple[str, ...]:
    return tuple(part for part in parts if part)


def _tie(view: View, fact: Fact) -> Told:
    """A tie leads to its touchpoints as long as both are there."""
    ours, theirs, *_ = fact.id.split("\x1f")
    pair = (ours, theirs) if (ours, theirs) in view.strengths else None
    return Told(
        "ties",
        (message("{ours} – {theirs}", ours=view.name(ours), theirs=view.name(theirs)),),
        None,
        tie=pair,
    )


def _people(view: View) -> dict[Fact, Told]:
    def told(e: Employment) -> Told:
        return Told("people", _some(e.name, e.title, e.department), e.valid_from, person=e.person_id)

    account = view.facts.account.id
    return {
        Fact("people", record_key(e.person_id, account, e.valid_from)): told(e) for e in view.facts.people
    }


def _roles(view: View) -> dict[Fact, Told]:
    account = view.facts.account.id
    return {
        Fact("roles", record_key(r.person_id, account, r.role, r.decision, r.valid_from)): Told(
            "roles",
            _some(view.name(r.person_id), label(r.role), r.decision, r.source),
            r.valid_from,
            r.person_id,
        )
        for r in view.facts.roles
    }


def _relations(view: View) -> dict[Fact, Told]:
    return {
        Fact("relations", record_key(r.from_id, r.to_id, r.kind, r.valid_from)): Told(
            "relations",
            _some(view.name(r.from_id), label(r.kind), view.name(r.to_id), r.source),
            r.valid_from,
        )
        for r in view.facts.relations
    }


def _competitors(view: View) -> dict[Fact, Told]:
    return {
        Fact("competitors", record_key(r.competitor, r.person_id, r.valid_from)): Told(
            "competitors",
            _some(r.competitor, view.name(r.person_id), r.source),
            r.valid_from,
            r.person_id,
        )
        for r in view.facts.rivals
    }


def _changes(view: View) -> dict[Fact, Told]:
    def told(c: Change) -> Told:
        to = message("to {name}", name=view.name(c.to_person_id)) if c.to_person_id else None
        who = view.name(c.person_id) if c.person_id else None
        return Told("changes", _some(label(c.kind), who, to, c.decision, c.source), c.at, c.person_id)

    return {Fact("changes", c.id): told(c) for c in view.facts.changes}


def _assignments(view: View) -> dict[Fact, Told]:
    account = view.facts.account.id
    return {
        Fact("assignments", record_key(a.team_id, account, a.as_, a.valid_from)): Told(
            "assignments",
            _some(view.name(a.team_id), label(a.as_), _until(a.valid_to)),
            a.valid_from,
            member=a.team_id,
        )
        for a in view.facts.assignments
    }


def _until(day: str | None) -> Message | None:
    return message("until {day}", day=day) if day else None


def _team(view: View) -> dict[Fact, Told]:
    return {
        Fact("team", m.id): Told("team", _some(m.name, m.title, m.left_to), m.valid_to, member=m.id)
        for m in view.facts.team
    }


def _commitments(view: View) -> dict[Fact, Told]:
    return {
        Fact("commitments", c.id): Told(
            "commitments", _some(c.what, view.name(c.owner_id)), c.due, c.person_id, c.owner_id
        )
        for c in view.facts.commitments
    }


def _incidents(view: View) -> dict[Fact, Told]:
    return {
        Fact("incidents", i.id): Told(
            "incidents",
            _some(INCIDENT_WORDS.get(i.kind), i.what, i.severity and label(i.severity, "severity")),
            i.opened_at,
            member=i.owner_id,
        )
        for i in view.facts.incidents
    }


def _orders(view: View) -> dict[Fact, Told]:
    def told(o: Order) -> Told:
        lost = message("lost to {rival}", rival=o.lost_to) if o.lost_to else None
        return Told("orders", _some(o.product, f"{o.amount:,.0f} {o.currency or ''}".strip(), lost), o.at)

    return {Fact("orders", o.id): told(o) for o in view.facts.orders}


def _assessments(view: View) -> dict[Fact, Told]:
    return {
        Fact("assessments", record_key(a.person_id, a.author, a.at)): Told(
            "assessments",
            _some(
                view.name(a.person_id),
                label(a.support) if a.support else None,
                message("satisfaction {score:g}", score=a.satisfaction) if a.satisfaction else None,
                message("judged by {name}", name=view.name(a.author)),
                a.note,
            ),
            a.at,
            a.person_id,
        )
        for a in view.facts.assessments
    }


def _touchpoints(view: View) -> dict[Fact, Told]:
    def told(t: Touchpoint) -> Told:
        ours, theirs = (named(view, ids) for ids in (t.team, t.people))
        pair = message("{ours} – {theirs}", ours=ours, theirs=theirs)
        return Told("touchpoints", (label(t.channel), pair), instant_text(t.at))

    return {Fact("touchpoints", t.id): told(t) for t in view.facts.touchpoints}


def _needs(view: View) -> dict[Fact, Told]:
    return {Fact("needs", n.id): Told("needs", (n.what,), n.at, n.person_id) for n in view.facts.needs}


def _surveys(view: View) -> dict[Fact, Told]:
    return {
        Fact("surveys", s.id): Told(
            "surveys",
            _some(label(s.question, "measure"), f"{s.score:g}", s.factor, s.moment, s.source),
            s.at,
            s.person_id,
        )
        for s in view.facts.surveys
    }


def _read(metric: str, value: float) -> str:
    return f"{value:.0%}" if metric in ("share_of_wallet", "margin") and abs(value) <= 1 else f"{value:g}"


def _readings(view: View) -> dict[Fact, Told]:
    account = view.facts.account.id
    return {
        Fact("readings", record_key(account, r.metric, r.product, r.at)): Told(
            "readings", _some(metric_label(r.metric), r.product, _read(r.metric, r.value)), r.at
        )
        for r in view.facts.readings
    }


def _strategy(view: View) -> dict[Fact, Told]:
    return {
        Fact("strategy", s.id): Told("strategy", (label(s.kind), s.what), s.at, s.person_id)
        for s in view.facts.strategy
    }


def _accounts(view: View) -> dict[Fact, Told]:
    account = view.facts.account
    return {Fact("accounts", account.id): Told("accounts", (account.name,), None)}


_TELLERS: Mapping[str, Callable[[View], dict[Fact, Told]]] = {
    "accounts": _accounts,
    "assessments": _assessments,
    "assignments": _assignments,
    "changes": _changes,
    "commitments": _commitments,
    "competitors": _competitors,
    "incidents": _incidents,
    "needs": _needs,
    "orders": _orders,
    "people": _people,
    "readings": _readings,
    "relations": _relations,
    "roles": _roles,
    "strategy": _strategy,
    "surveys": _surveys,
    "team": _team,
    "touchpoints": _touchpoints,
}
