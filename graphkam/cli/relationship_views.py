"""The relationship and the hand-over sheet as headings and tables. Pure, like `views`."""

from __future__ import annotations

from collections.abc import Mapping

from graphkam.cli.output import Table, columns
from graphkam.cli.views import Parts, as_of, percent
from graphkam.domain.handover import AccountLeft, Handover
from graphkam.domain.labels import label as word
from graphkam.domain.message import Message, message, row
from graphkam.domain.relationship import Behaviour, Feeling, Opinion, Relationship

Names = Mapping[str, str]


def relationship(answer: Relationship, account: str, names: Names) -> Parts:
    """Judgements and facts about the relationship with an account."""
    loyalty = answer.loyalty
    findings = [(word(f.kind, "finding"), f.reason) for f in answer.findings]
    type_ = word(loyalty.type) if loyalty.type else message("loyalty type unknown")
    heading = message("What does not fit together, or is missing")
    return [
        as_of(account, answer.as_of, type_),
        loyalty.reason,
        Table(columns("finding", "what"), findings, heading),
        *_felt(answer.feeling),
        *_done(answer.behaviour),
        *_people(answer, names),
        *_needed(answer, names),
        *_held(answer, names),
    ]


def _felt(felt: Feeling) -> Parts:
    score: Message = word(None)
    if felt.score is not None:
        score = message("{score:.1f} of 5 ({source})", score=felt.score, source=word(felt.source, "feeling"))
    factors = [(s.of, s.score, len(s.facts)) for s in felt.factors]
    return [
        message("By feeling: {score}", score=score),
        Table(columns("factor", "score", "answers"), factors),
    ]


def _done(done: Behaviour) -> Parts:
    contacts = message(
        "By behaviour: {n} contacts within {days} days, {before} before; {them} started by them",
        n=done.contacts.last,
        days=done.contacts.days,
        before=done.contacts.before,
        them=done.contacts.by_them,
    )
    trends = [
        *((message("orders {currency}", currency=o.currency or ""), o.before, o.last) for o in done.orders),
        *(
            (message("share {product}", product=s.product or ""), percent(s.before), percent(s.last))
            for s in done.shares
        ),
    ]
    return [contacts, Table(("", *columns("a year ago", "now")), trends)]


def _people(answer: Relationship, names: Names) -> Parts:
    rows = [
        (
            names.get(person.person_id, person.person_id),
            word(measure.measure, "measure"),
            word(measure.word) if measure.word else measure.value,
            message("colleagues disagree") if measure.disagree else "",
            [_opinion(o, names) for o in measure.opinions],
        )
        for person in answer.people
        for measure in person.measures
    ]
    return [
        Table(columns("who", "measure", "value", "colleagues", "who judged what"), rows, message("Judged"))
    ]


def _opinion(o: Opinion, names: Names) -> Message:
    value = word(o.value) if isinstance(o.value, str) else f"{o.value:g}"
    author = names.get(o.author, o.author)
    return message("{author} {day}: {value}", author=author, day=o.at[:10], value=value)


def _needed(answer: Relationship, names: Names) -> Parts:
    needs = [
        (
            *(word(n.kind), n.what, _name(n.person_id, names), message("hidden") if n.hidden else ""),
            *(_name(n.owner_id, names), word(n.status, "need"), n.value),
        )
        for n in answer.needs
    ]
    steps = [
        (
            message("{indent}{step}", indent="  " * s.depth, step=word(s.kind)),
            *(s.what, _name(s.person_id, names), _name(s.owner_id, names)),
        )
        for s in answer.strategy
    ]
    needed = (*columns("kind", "need", "whose"), "", *columns("owner", "status", "worth"))
    return [
        Table(needed, needs, message("Needs")),
        Table(columns("step", "what", "whose", "owner"), steps, message("Strategy")),
    ]


def _held(answer: Relationship, names: Names) -> Parts:
    bonds = [(word(b.kind), b.what, b.at) for b in answer.bonds.items]
    incidents = [
        (
            message("still open") if i.open else message("closed"),
            *(word(i.kind, "incident"), i.what, i.days, _name(i.owner_id, names), i.severity),
        )
        for i in answer.incidents
    ]
    promises = [
        (
            *(word(p.status, "commitment"), p.due, p.what),
            *(_name(p.owner_id, names), _name(p.person_id, names), p.at_risk or ""),
        )
        for p in answer.commitments
    ]
    highest = word(answer.bonds.highest) if answer.bonds.highest else message("none")
    happened = columns("incident", "what", "days", "owner", "severity")
    return [
        Table(columns("kind", "what", "since"), bonds, message("Bonds, highest: {bond}", bond=highest)),
        Table(("", *happened), incidents, message("Incidents")),
        Table(
            columns("status", "due", "promise", "owner", "to whom", "at risk"), promises, message("Promises")
        ),
    ]


def _name(id_: str | None, *names: Names) -> str:
    """The name of an id, as the first of `names` has it; the id itself if none has; nothing for nobody."""
    return next((known[id_] for known in names if id_ in known), id_) if id_ else ""


def handover(answer: Handover, ours: Names) -> Parts:
    """What one of ours leaves behind, account by account."""
    heading = as_of(f"{answer.name} ({answer.team_id})", answer.as_of, message("Hand-over sheet"))
    about: Parts = []
    if answer.left_on and answer.left_to:
        about.append(message("Left us on {day} for {rival}.", day=answer.left_on, rival=answer.left_to))
    elif answer.left_on:
        about.append(message("Left us on {day}", day=answer.left_on))
    about.append(message("ties as of {day}", day=answer.ties_of))
    if answer.to:
        about.append(message("handed over to {name}", name=_name(answer.to, ours)))
    if not answer.accounts:
        return [heading, *about, message("Nothing is recorded that this person would leave behind.")]
    return [heading, *about, *(part for account in answer.accounts for part in _left(account, ours))]


def _left(account: AccountLeft, ours: Names) -> Parts:
    def name(id_: str | None) -> str:
        return _name(id_, account.names, ours)

    promises = [
        (
            word(p.promise.status, "commitment"),
            p.promise.due,
            p.promise.what,
            name(p.promise.person_id),
            p.reason,
        )
        for p in account.promises
    ]
    held = [(word(h.kind, "held"), h.what, h.day, name(h.person_id)) for h in account.open]
    since = [
        (p.promise.due, p.promise.what, name(p.promise.person_id), p.reason) for p in account.promises_since
    ]
    known = [(word(k.kind, "known"), name(k.person_id), k.what, k.at) for k in account.known]
    tables = (
        Table(columns("status", "due", "promise", "to whom", "against earlier promises"), promises),
        Table(columns("left open", "what", "day", "who"), held),
        Table(columns("due", "promised by the successor", "to whom", "against earlier promises"), since),
        _ties(account, ours),
        Table(columns("knew", "of whom", "what", "when"), known),
    )
    parts = row(list(map(word, account.as_)) or [message("contact")])
    heading = message("{account}: {what}", account=f"{account.name} ({account.account_id})", what=parts)
    return [heading, *(table for table in tables if table.rows)]


def _ties(account: AccountLeft, ours: Names) -> Table:
    ties = [
        (
            _name(t.person_id, account.names, ours),
            t.strength,
            t.last,
            message("only through them") if t.only_through else "",
            [_name(other, account.names, ours) for other in t.others],
            *([word(t.successor.standing, "successor"), t.successor.reason] if t.successor else []),
        )
        for t in account.ties
    ]
    taking_over = columns("successor", "introduction") if any(t.successor for t in account.ties) else ()
    first = columns("with whom", "how strong", "last contact")
    return Table((*first, "", *columns("who else of ours"), *taking_over), ties)
