"""The hand-over sheet: what one of ours promised, held open and knew, and with whom, account by account."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from graphkam.analysis.relationship.debts import promises
from graphkam.analysis.relationship.opinions import fact_of
from graphkam.analysis.relationship.strategy import needs
from graphkam.analysis.relationship.succession import successor
from graphkam.analysis.view import View
from graphkam.domain.alarms import Fact, record_key
from graphkam.domain.facts import TeamMember
from graphkam.domain.handover import AccountLeft, Earlier, Handover, HeldOpen, Known, Promised, TieLeft
from graphkam.domain.labels import label
from graphkam.domain.message import Message, message
from graphkam.domain.moment import AsOf
from graphkam.domain.relationship import PromiseState
from graphkam.domain.vocabulary import ASSIGNMENTS
from graphkam.errors import NotFoundError

_WORD = re.compile(r"[^\W\d_]{4,}")
_HAN = re.compile(r"[\u4e00-\u9fff]+")


def handover(
    views: Iterable[View], team_id: str, to: str | None = None, called: str | None = None
) -> Handover:
    """What one of ours leaves behind, at the accounts where there is anything, most ties first.

    *Promises*: theirs, open and overdue first, each compared with what others of ours had promised there before:
    *repeated* (the same words), or *contradicting* (to the same person, with a word of four letters or two Han
    characters in common, but not the same). *Open*: incidents, actions and needs that they own and that are not
    done. *Known*: what they judged, who has whose ear among those they met, needs that are hidden. *Ties*: those
    live on their last day with us (else that day), who else of ours has one now, and who was reached only through
    them. With `to`, who takes over (`called` is their name): how they stand to each of these people and who must
    introduce them, see `succession.successor`; those come first. And what they promised themselves that repeats
    or contradicts the leaver.

    Errors: NotFoundError if no account knows that one. Cost: linear, and a dominator tree for each account.
    Source: case 3 of the field; docs/metrics/handover.md.

    >>> from graphkam.analysis.example import kiln
    >>> [(tie.person_id, tie.others, tie.only_through) for tie in handover([kiln()], "li").accounts[0].ties]
    [('liu', (), True)]
    """
    seen = list(views)
    member = _member(seen, team_id)
    at = seen[0].at
    last = _last_day(seen, team_id, at)
    left = [_account(view, view.on(last), team_id, to, called) for view in seen]
    found = [one for one in left if one.promises or one.open or one.known or one.ties or one.as_]
    return Handover(
        team_id=team_id,
        name=member.name,
        as_of=str(at),
        ties_of=str(last),
        left_on=member.valid_to if last is not at else None,
        left_to=member.left_to if last is not at else None,
        to=to,
        accounts=tuple(sorted(found, key=lambda a: (-len(a.ties), -len(a.promises), a.account_id))),
    )


def _member(views: list[View], team_id: str) -> TeamMember:
    known = [m for view in views for m in view.facts.team if m.id == team_id]
    if not known:
        raise NotFoundError(message("none of our people has the id {id}", id=team_id))
    return max(known, key=lambda m: (m.valid_from or "", repr(m)))


def _last_day(views: list[View], team_id: str, at: AsOf) -> AsOf:
    """The last day of one who has left us by then, else that moment."""
    rows = {m for view in views for m in view.facts.team if m.id == team_id}
    today = at.day.isoformat()
    if any(at.valid(m.valid_from, m.valid_to) for m in rows):
        return at
    ends = [m.valid_to for m in rows if m.valid_to is not None and m.valid_to <= today]
    if not ends:
        return at
    return AsOf.on(date.fromisoformat(max(ends)) - timedelta(days=1), at.zone)


def _account(view: View, last: View, team_id: str, to: str | None, called: str | None) -> AccountLeft:
    promised = tuple(_promised(view, team_id))
    since = tuple(p for p in _promised(view, to, team_id) if p.earlier) if to else ()
    open_ = tuple(_open(view, team_id))
    ties = _ties(view, last, team_id, to, called)
    known = tuple(_known(view, last, team_id))
    parts = {a.as_ for a in (*last.assignments, *view.assignments) if a.team_id == team_id}
    people = {t.person_id for t in ties} | {u for t in ties for u in t.others}
    people |= {one.person_id for one in open_ if one.person_id}
    people |= {one.person_id for one in known if one.person_id}
    people |= {t.successor.introduced_by for t in ties if t.successor and t.successor.introduced_by}
    for one in (*promised, *since):
        for p in (one.promise, *(e.promise for e in one.earlier)):
            people |= {p.owner_id, *([p.person_id] if p.person_id else [])}
    return AccountLeft(
        account_id=view.facts.account.id,
        name=view.facts.account.name,
        as_=tuple(sorted(parts, key=ASSIGNMENTS.index)),
        promises=promised,
        open=open_,
        known=known,
        ties=ties,
        promises_since=since,
        names={id_: view.name(id_) for id_ in sorted(people)},
    )


def _promised(view: View, team_id: str, before: str | None = None) -> Iterator[Promised]:
    """The promises of one of ours, against those of all others, or of one `before`."""
    every = promises(view)
    others = [p for p in every if p.owner_id != team_id and before in (None, p.owner_id)]
    for mine in (p for p in every if p.owner_id == team_id):
        earlier = sorted(
            (Earlier(p, how) for p in others if _before(p, mine) and (how := compared(p, mine))),
            key=lambda e: (e.promise.made_at or "", e.promise.id),
        )
        yield Promised(mine, tuple(earlier), _told(view, earlier))


def _before(p: PromiseState, mine: PromiseState) -> bool:
    return (p.made_at or "") <= (mine.made_at or "9999") and p.id != mine.id


def compared(before: PromiseState, after: PromiseState) -> str | None:
    """How a promise stands to one before it: repeated, contradicts, or None.

    >>> def said(what): return PromiseState("c", what, "li", "liu", None, None, None, "open", False, None)
    >>> compared(said("Seals at half price"), said("Seals at list price"))
    'contradicts'
    >>> compared(said("两周内交货"), said("一周内交货")), compared(said("Seals"), said("A visit"))
    ('contradicts', None)
    """
    one, other = before.what.strip().casefold(), after.what.strip().casefold()
    if one == other:
        return "repeated"
    if before.person_id is None or before.person_id != after.person_id:
        return None
    return "contradicts" if _words(one) & _words(other) else None


def _words(text: str) -> set[str]:
    pairs = {run[i : i + 2] for run in _HAN.findall(text) for i in range(len(run) - 1)}
    return set(_WORD.findall(_HAN.sub(" ", text))) | pairs


def _told(view: View, earlier: list[Earlier]) -> Message | None:
    if not earlier:
        return None
    last = earlier[-1]
    values = {"owner": view.name(last.promise.owner_id), "what": last.promise.what}
    if last.how == "repeated":
        if last.promise.due:
            return message("{owner} had promised the same for {due}", due=last.promise.due, **values)
        return message("{owner} had promised the same", **values)
    return message("{owner} had promised otherwise: {what}", **values)


def _open(view: View, team_id: str) -> Iterator[HeldOpen]:
    for i in sorted(view.facts.incidents, key=lambda i: (i.opened_at, i.id)):
        closed = i.closed_at is not None and view.at.has_happened(i.closed_at)
        if i.owner_id == team_id and view.at.has_happened(i.opened_at) and not closed:
            what = message("{kind}: {what}", kind=label(i.kind), what=i.what or "–")
            yield HeldOpen("incident", what, i.opened_at, None, Fact("incidents", i.id))
    for a in sorted(view.facts.actions, key=lambda a: (a.due or "9999", a.id)):
        done = a.done_at is not None and view.at.has_happened(a.done_at)
        planned = a.made_at is None or view.at.has_happened(a.made_at)
        if a.team_id == team_id and planned and not done:
            yield HeldOpen("action", a.aim, a.due, a.person_id, Fact("actions", a.id))
    for n in needs(view):
        if n.owner_id == team_id and n.status != "solved":
            what = message("{kind}: {what}", kind=label(n.kind), what=n.what)
            yield HeldOpen("need", what, n.at, n.person_id, Fact("needs", n.id))


def _known(view: View, last: View, team_id: str) -> Iterator[Known]:
    """What they judged, newest first; the confidants of those they had contact with; needs that are hidden."""
    names = {team_id, view.name(team_id)}
    said = [a for a in view.facts.assessments if a.author in names and view.at.has_happened(a.at)]
    for a in sorted(said, key=lambda a: (a.at, a.person_id), reverse=True):
        word = label(a.support) if a.support else message("no support judged")
        what = message("{word} ({note})", word=word, note=a.note) if a.note else word
        yield Known("judgement", a.person_id, what, a.at, fact_of(a))
    met = {person for ours, person in last.contacts if ours == team_id}
    for r in sorted(view.relations, key=lambda r: (r.from_id, r.to_id, r.kind)):
        if r.kind == "confidant" and {r.from_id, r.to_id} & met:
            names_ = {"one": view.name(r.from_id), "other": view.name(r.to_id)}
            fact = Fact("relations", record_key(r.from_id, r.to_id, r.kind, r.valid_from))
            yield Known(
                "confidant", r.from_id, message("{one} has the ear of {other}", **names_), r.valid_from, fact
            )
    for n in needs(view):
        if n.hidden and (n.owner_id == team_id or n.author in names):
            yield Known("hidden_need", n.person_id, message("{what}", what=n.what), n.at, Fact("needs", n.id))


def _ties(view: View, last: View, team_id: str, to: str | None, called: str | None) -> tuple[TieLeft, ...]:
    only = last.influence_flow.lost.get(team_id, frozenset())
    found = []
    for tie in last.live_ties:
        if tie.team_id != team_id:
            continue
        newest = max((c.touchpoint.at for c in last.contacts.get((team_id, tie.person_id), ())), default=None)
        found.append(
            TieLeft(
                person_id=tie.person_id,
                strength=tie.strength,
                last=None if newest is None else view.at.day_at(newest),
                others=tuple(
                    t.team_id for t in view.ties_with.get(tie.person_id, ()) if t.team_id != team_id
                ),
                only_through=tie.person_id in only,
                successor=successor(view, team_id, to, tie.person_id, called) if to else None,
            )
        )
    return tuple(sorted(found, key=_first))


def _first(tie: TieLeft) -> tuple[bool, bool, float, str]:
    """Whom the successor must be introduced to, of these who was reached only through the leaver; the strongest."""
    needed = tie.successor is not None and tie.successor.standing in ("none", "faded")
    return not needed, needed and not tie.only_through, -tie.strength, tie.person_id
