"""The relationship and the hand-over sheet as headings and tables. Pure, like `views`."""

from __future__ import annotations

from collections.abc import Mapping

from graphkam.cli.output import Table
from graphkam.cli.views import Parts, percent, said
from graphkam.domain.handover import AccountLeft, Handover
from graphkam.domain.message import Translate
from graphkam.domain.relationship import Relationship

Names = Mapping[str, str]


def relationship(answer: Relationship, account: str, names: Names, translate: Translate) -> Parts:
    """Judgements and facts about the relationship with an account."""
    loyalty, felt, done = answer.loyalty, answer.feeling, answer.behaviour
    score = "unknown" if felt.score is None else f"{felt.score:.1f} of 5 (by {felt.source})"
    c = done.contacts
    findings = [(f.kind, said(f.reason, translate)) for f in answer.findings]
    return [
        f"{account}: {loyalty.type or 'loyalty type unknown'}, as of {answer.as_of}",
        said(loyalty.reason, translate),
        Table(("finding", "what"), findings, "What does not fit together, or is missing"),
        f"By feeling: {score}",
        Table(("factor", "score", "answers"), [(s.of, s.score, len(s.facts)) for s in felt.factors]),
        f"By behaviour: {c.last} contacts within {c.days} days, {c.before} before; {c.by_them} started by them",
        Table(
            ("", "a year ago", "now"),
            [
                *((f"orders {o.currency or ''}", o.before, o.last) for o in done.orders),
                *((f"share {s.product or ''}", percent(s.before), percent(s.last)) for s in done.shares),
            ],
        ),
        *_people(answer, names),
        *_facts(answer, names, translate),
    ]


def _people(answer: Relationship, names: Names) -> Parts:
    rows = [
        (
            names.get(person.person_id, person.person_id),
            measure.measure,
            measure.word or measure.value,
            "disagree" if measure.disagree else "",
            [f"{names.get(o.author, o.author)} {o.at[:10]}: {o.value}" for o in measure.opinions],
        )
        for person in answer.people
        for measure in person.measures
    ]
    return [Table(("person", "measure", "value", "colleagues", "who judged what"), rows, "Judged")]


def _facts(answer: Relationship, names: Names, translate: Translate) -> Parts:
    def name(id_: str | None) -> str:
        return names.get(id_, id_) if id_ else ""

    needs = [
        (n.kind, n.what, name(n.person_id), "hidden" if n.hidden else "", name(n.owner_id), n.status, n.value)
        for n in answer.needs
    ]
    steps = [("  " * s.depth + s.kind, s.what, name(s.person_id), name(s.owner_id)) for s in answer.strategy]
    bonds = [(b.kind, b.what, b.at) for b in answer.bonds.items]
    incidents = [
        ("open" if i.open else "closed", i.kind, i.what, i.days, name(i.owner_id), i.severity)
        for i in answer.incidents
    ]
    promises = [
        (p.status, p.due, p.what, name(p.owner_id), name(p.person_id), said(p.at_risk or "", translate))
        for p in answer.commitments
    ]
    return [
        Table(("kind", "need", "of", "", "owner", "status", "value"), needs, "Needs"),
        Table(("step", "what", "whose", "owner"), steps, "Strategy"),
        Table(("kind", "what", "since"), bonds, f"Bonds, highest: {answer.bonds.highest or 'none'}"),
        Table(("", "incident", "what", "days", "owner", "severity"), incidents, "Incidents"),
        Table(("status", "due", "promise", "owner", "to", "at risk"), promises, "Promises"),
    ]


def handover(answer: Handover, ours: Names, translate: Translate) -> Parts:
    """What one of ours leaves behind, account by account."""
    left = f", left on {answer.left_on}" if answer.left_on else ""
    gone = f" to {answer.left_to}" if answer.left_to else ""
    to = f", handed over to {ours.get(answer.to, answer.to)}" if answer.to else ""
    heading = (
        f"{answer.name} ({answer.team_id}){left}{gone}{to}: as of {answer.as_of}, ties of {answer.ties_of}"
    )
    if not answer.accounts:
        return [heading, "Nothing is recorded that would be left behind."]
    return [heading, *(part for account in answer.accounts for part in _left(account, ours, translate))]


def _left(account: AccountLeft, ours: Names, translate: Translate) -> Parts:
    def name(id_: str | None) -> str:
        return account.names.get(id_) or ours.get(id_, id_) if id_ else ""

    promises = [
        (
            p.promise.status,
            p.promise.due,
            p.promise.what,
            name(p.promise.person_id),
            said(p.reason or "", translate),
        )
        for p in account.promises
    ]
    held = [(h.kind, said(h.what, translate), h.day, name(h.person_id)) for h in account.open]
    ties = [
        (
            name(t.person_id),
            t.strength,
            t.last,
            "only through them" if t.only_through else "",
            list(map(name, t.others)),
            *([t.successor.standing, said(t.successor.reason, translate)] if t.successor else []),
        )
        for t in account.ties
    ]
    taking_over = ("successor", "introduction") if any(t.successor for t in account.ties) else ()
    since = [
        (p.promise.due, p.promise.what, name(p.promise.person_id), said(p.reason or "", translate))
        for p in account.promises_since
    ]
    known = [(k.kind, name(k.person_id), said(k.what, translate), k.at) for k in account.known]
    return [
        f"{account.name} ({account.account_id}): {', '.join(account.as_) or 'contact'}",
        *([Table(("status", "due", "promised", "to", "before"), promises)] if promises else []),
        *([Table(("left open", "what", "day", "person"), held)] if held else []),
        *([Table(("due", "promised by the successor", "to", "before"), since)] if since else []),
        *(
            [Table(("with whom", "strength", "last", "", "who else of ours", *taking_over), ties)]
            if ties
            else []
        ),
        *([Table(("knew", "of", "what", "when"), known)] if known else []),
    ]
