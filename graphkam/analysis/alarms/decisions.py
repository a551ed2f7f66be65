"""Decisions that slip away: moved to others, power that shifted, and vetoes that nobody of ours guards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from graphkam.analysis.alarms.reach import unreached_since
from graphkam.analysis.alarms.watch import Watch, change_facts, joined, later
from graphkam.domain.alarms import Alarm, Fact
from graphkam.domain.constants import TOLERANCE
from graphkam.domain.facts import RoleHolding
from graphkam.domain.message import Message, message
from graphkam.domain.vocabulary import DECISION_ROLES, VETO_ROLES
from graphkam.domain.words import ROLE_WORDS

Name = str | None
"""Of a decision; None: decisions in general."""


@dataclass
class Move:
    """A decision that came into other hands on a day. An unknown new owner is no one in `to`."""

    day: str
    to: set[str] = field(default_factory=set)
    former: set[str] = field(default_factory=set)
    facts: list[Fact] = field(default_factory=list)


def decisions_moved(watch: Watch) -> Iterator[Alarm]:
    """decision_moved: a decision's owner changed to somebody without live tie, or our contact for it is away. Red.

    The owner changed: by a Change `decision_moved`, or because the role of decider of a named decision went
    from one to another; less than 180 days ago, the last move of each decision. Nobody knows to whom: that is
    somebody without live tie. Our contacts for a decision are the reached holders of its deciding roles; the
    alarm is said when all of them are away (a Change `away` that no `back` followed).
    """
    return (_moved(watch, *found) for found in slipping(watch))


def slipping(watch: Watch) -> Iterator[tuple[Name, Move | None, dict[str, list[Fact]]]]:
    """The decisions of which `decisions_moved` tells, by name: their move if it is one, who is away if all are.

    Cost: linear in changes, roles and people; no sentence is made.
    """
    moves, contacts = _moves(watch), _contacts(watch)
    for decision in sorted(moves.keys() | contacts.keys(), key=lambda name: (name is not None, name or "")):
        move, people = moves.get(decision), contacts.get(decision, {})
        unmet = move is not None and (not move.to or any(p not in watch.view.ties_with for p in move.to))
        absent = bool(people) and all(p in watch.away for p in people)
        if unmet or absent:
            yield decision, move if unmet else None, people if absent else {}


def _moved(watch: Watch, decision: Name, move: Move | None, away: dict[str, list[Fact]]) -> Alarm:
    view, clauses, todo = watch.view, [], []
    people, facts, days = set(away), [f for found in away.values() for f in found], []
    what = message("the decision {name}", name=decision) if decision else message("the decision")
    if move is not None:
        to = view_order(watch, (p for p in move.to if p not in view.ties_with))
        clauses.append(_whither(watch, what, move.day, to))
        todo += [watch.meet(p) for p in to] or [message("find out who decides now")]
        people |= set(to)
        facts += move.facts
        days.append(move.day)
    gone = sorted(set(away) | {p for p in (move.former if move else ()) if p in watch.away})
    if gone:
        days += [watch.away[p][0] for p in gone] if move is None else []
        facts += change_facts(watch.away[p] for p in gone)
        clauses.append(message("our contact is away: {names}", names=watch.who(gone)))
        todo.append(message("reach {names} where they are, and ask who stands in", names=watch.who(gone)))
        people |= set(gone)
    holders = {
        t.team_id for p in people | (move.former if move else set()) for t in view.ties_with.get(p, ())
    }
    return watch.alarm(
        "decision_moved",
        "red",
        joined(clauses),
        joined(todo),
        people=people,
        team=holders,
        at=later(*days),
        facts=facts,
    )


def _whither(watch: Watch, what: Message, day: str, to: tuple[str, ...]) -> Message:
    if not to:
        return message("{what} moved on {day}, nobody knows to whom", what=what, day=day)
    return message(
        "{what} moved on {day} to {names}, with whom nobody of ours has a live tie",
        what=what,
        day=day,
        names=watch.who(to),
    )


def view_order(watch: Watch, people: Iterable[str]) -> tuple[str, ...]:
    """Most powerful first; who does not work there, or is not known, comes last."""
    powers = watch.view.powers
    return tuple(sorted(people, key=lambda p: (-(powers[p].value if p in powers else -1.0), p)))


def _moves(watch: Watch) -> dict[Name, Move]:
    """The last move of each decision, of late."""
    found: dict[Name, Move] = {}
    for day, to, former, decision, facts in sorted(
        (*_told_moves(watch), *_handed_roles(watch)), key=lambda m: (m[0], repr(m))
    ):
        move = found.get(decision)
        if move is None or move.day < day:
            move = found[decision] = Move(day)
        move.to |= to
        move.former |= former - to
        move.facts += facts
    return {decision: move for decision, move in found.items() if watch.recent(move.day)}


Told = tuple[str, set[str], set[str], Name, list[Fact]]


def _told_moves(watch: Watch) -> Iterator[Told]:
    for day, change in watch.changes:
        if change.kind == "decision_moved":
            to = {change.to_person_id} if change.to_person_id else set()
            former = {change.person_id} if change.person_id else set()
            yield day, to, former, change.decision, change_facts([(day, change)])


def _handed_roles(watch: Watch) -> Iterator[Told]:
    """Deciders of named decisions who took over from somebody who no longer is."""
    deciders: defaultdict[str, list[RoleHolding]] = defaultdict(list)
    for r in watch.view.facts.roles:
        if r.role == "decider" and r.decision is not None:
            deciders[r.decision].append(r)
    at = watch.view.at
    for decision, held in deciders.items():
        now = {r.person_id for r in held if at.valid(r.valid_from, r.valid_to)}
        for r in held:
            if r.person_id not in watch.view.employed or r.person_id not in now:
                continue
            if r.valid_from is None or not watch.recent(r.valid_from):
                continue
            then = watch.before(r.valid_from).at
            former = {f.person_id for f in held if then.valid(f.valid_from, f.valid_to)}
            if r.person_id not in former and former - now:
                yield r.valid_from, {r.person_id}, former - now, decision, [watch.role(r)]


def _contacts(watch: Watch) -> dict[Name, dict[str, list[Fact]]]:
    """For each decision the reached holders of its deciding roles, with these roles as facts."""
    found: defaultdict[Name, dict[str, list[Fact]]] = defaultdict(dict)
    if not watch.away:
        return found
    for r in watch.view.facts.roles:
        held = r.role in DECISION_ROLES and watch.view.at.valid(r.valid_from, r.valid_to)
        if held and r.person_id in watch.view.ties_with:
            found[r.decision].setdefault(r.person_id, []).append(watch.role(r))
    return found


def power_shifts(watch: Watch) -> Iterator[Alarm]:
    """power_shift: a reorganisation or shift of late after which less of D is reached than the day before. Red.

    Compared is Σπ(D reached, with influence) ÷ Σπ(D) of the day before with that of the day itself and with
    that of the moment asked for: once as much is reached again, the alarm is over. Where nobody decides on one
    of the days there is nothing to compare.
    """
    for day, change in watch.changes:
        if change.kind not in ("reorganised", "power_shift") or not watch.recent(day):
            continue
        before = watch.before(day)
        then = watch.view if day == watch.today else watch.on(day)
        shares = [view.impact(view.influence_flow.reached) for view in (before, then, watch.view)]
        first, *others = shares
        if first is None or any(share is None or share >= first - TOLERANCE for share in others):
            continue
        lost = view_order(watch, watch.view.decision.holders - watch.view.influence_flow.reached)
        reason = message(
            "power shifted on {day}: of those who decide we reach {now:.0%}, the day before it was {before:.0%}",
            day=day,
            now=shares[-1],
            before=first,
        )
        named = [p for p in (change.person_id, change.to_person_id) if p is not None]
        yield watch.alarm(
            "power_shift",
            "red",
            reason,
            joined([watch.meet(p) for p in lost[:2]] or [message("find out who decides now")]),
            people=[*lost, *named],
            at=day,
            facts=[Fact("changes", change.id)],
        )


def vetoes(watch: Watch) -> Iterator[Alarm]:
    """veto_uncovered: an approver or technical buyer without a live tie, who can say no. Red."""
    view = watch.view
    for person in view.by_power(view.decision.holders):
        held = [role for role in VETO_ROLES if person in view.roles[role]]
        if not held or person in view.ties_with:
            continue
        roles = [
            r
            for r in view.facts.roles
            if r.person_id == person and r.role in held and view.at.valid(r.valid_from, r.valid_to)
        ]
        since = min((r.valid_from or "" for r in roles), default="") or None
        yield watch.alarm(
            "veto_uncovered",
            "red",
            message(
                "{name} can veto as {role}, and nobody of ours has a live tie",
                name=view.name(person),
                role=ROLE_WORDS[held[0]],
            ),
            watch.meet(person),
            people=[person],
            at=later(since, view.people[person].valid_from, unreached_since(watch, person)),
            facts=map(watch.role, roles),
        )
