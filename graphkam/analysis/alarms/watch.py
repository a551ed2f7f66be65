"""One account under watch: what has happened of late, how things stood the day before, and words for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property

from graphkam.analysis.naming import named
from graphkam.analysis.people import layer_rank
from graphkam.analysis.spof import fails
from graphkam.analysis.view import View
from graphkam.domain.alarms import Alarm, Fact, record_key
from graphkam.domain.facts import Assignment, Change, Employment, Relation, RivalTie, RoleHolding
from graphkam.domain.message import Message, message
from graphkam.domain.moment import AsOf


class Watch:
    """What the alarms of one account are found with. `loads` are accounts per account manager of ours.

    >>> from graphkam.analysis.example import kiln
    >>> watch = Watch(kiln())
    >>> watch.recent("2026-03-01"), watch.recent("2025-09-03"), watch.recent("2025-09-02")
    (True, True, False)
    """

    def __init__(self, view: View, loads: Mapping[str, int] | None = None) -> None:
        self.view = view
        self.loads = loads or {}
        self.account_id = view.facts.account.id
        self.today = view.at.day.isoformat()
        self._views: dict[date, View] = {}

    # Days ------------------------------------------------------------------------------------------------

    @cached_property
    def _newest_old_day(self) -> str:
        return self.view.at.days_ago(self.view.constants.new_days)

    def recent(self, day: str | None) -> bool:
        """Whether a day is new: after as-of − 180 days, and not ahead."""
        return day is not None and self._newest_old_day < day <= self.today

    def on(self, day: str) -> View:
        """The same facts as of another day."""
        return self._on(date.fromisoformat(day))

    def before(self, day: str) -> View:
        """The same facts as of the day before `day`."""
        return self._on(_shifted(date.fromisoformat(day), -1))

    def _on(self, day: date) -> View:
        if day not in self._views:
            self._views[day] = self.view.on(AsOf.on(day, self.view.at.zone))
        return self._views[day]

    # What has happened -----------------------------------------------------------------------------------

    @cached_property
    def changes(self) -> tuple[tuple[str, Change], ...]:
        """The changes that have happened, each with its day, oldest first."""
        happened = (c for c in self.view.facts.changes if self.view.at.has_happened(c.at))
        dated = ((self.view.at.day_of(c.at), c) for c in happened)
        return tuple(sorted(dated, key=lambda pair: (pair[0], pair[1].at, repr(pair[1]))))

    def changes_of(self, person: str, *kinds: str) -> list[tuple[str, Change]]:
        """What has happened to one of theirs, of these kinds, oldest first."""
        return [(day, c) for day, c in self.changes if c.person_id == person and c.kind in kinds]

    @cached_property
    def away(self) -> Mapping[str, tuple[str, Change]]:
        """Who of theirs is away and not yet back, and since when."""
        latest: dict[str, tuple[str, Change]] = {}
        for day, change in self.changes:
            person = change.person_id
            if person is not None and change.kind in ("away", "back") and person in self.view.employed:
                known = latest.get(person)
                if known is None or (day, change.kind) >= (known[0], known[1].kind):
                    latest[person] = day, change
        return {p: (day, change) for p, (day, change) in sorted(latest.items()) if change.kind == "away"}

    def executive(self, person: str) -> bool:
        """Whether one of theirs is in the executive layer or decides."""
        return person in self.view.layers["executive"] or person in self.view.decision.holders

    def failing(self, view: View, person: str) -> bool:
        """Whether somebody of either side is a single point of failure when influence counts.

        One of theirs on whom nobody else depends cuts nobody off; to see that takes no graph.
        """
        if person in view.employed and not _leads_on(view, person):
            others = (p for p in view.employed if p != person)
            if any(map(view.ties_of, others)):
                return False
        return fails(view, view.influence_flow, person)

    # Keys of records -------------------------------------------------------------------------------------

    def employment(self, e: Employment) -> Fact:
        """An employment as a fact."""
        return Fact("people", record_key(e.person_id, self.account_id, e.valid_from))

    def role(self, r: RoleHolding) -> Fact:
        """A role as a fact."""
        return Fact("roles", record_key(r.person_id, self.account_id, r.role, r.decision, r.valid_from))

    def assignment(self, a: Assignment) -> Fact:
        """An assignment as a fact."""
        return Fact("assignments", record_key(a.team_id, self.account_id, a.as_, a.valid_from))

    def tie(self, team_id: str, person_id: str) -> Fact:
        """A tie as a fact."""
        return Fact("ties", record_key(team_id, person_id, self.account_id))

    # Words -----------------------------------------------------------------------------------------------

    def who(self, ids: Iterable[str]) -> Message:
        """Names of theirs or ours, in the order given."""
        return named(self.view, list(ids))

    def alarm(
        self,
        kind: str,
        severity: str,
        reason: Message,
        todo: Message,
        *,
        people: Iterable[str] = (),
        team: Iterable[str] = (),
        at: str | None = None,
        facts: Iterable[Fact] = (),
    ) -> Alarm:
        """An alarm of this account; people, team and facts are put in order."""
        return Alarm(
            kind=kind,
            severity=severity,
            account_id=self.account_id,
            person_ids=tuple(sorted(set(people))),
            team_ids=tuple(sorted(set(team))),
            at=at,
            reason=reason,
            todo=todo,
            facts=tuple(sorted(set(facts))),
        )

    def peer(self, person: str) -> tuple[str | None, bool]:
        """Who of the account team should meet one of theirs, and whether on the same level.

        Whoever is on the level of that person's layer, else an account manager, else whoever is nearest in
        level; of several the one who covers the account longest. None: nobody covers it.
        """
        if person not in self.view.people or not self.view.assignments:
            team = [a.team_id for a in self.view.assignments]
            return (team[0] if team else None), False
        layer = self.view.people[person].layer
        ours = list(dict.fromkeys(a.team_id for a in self.view.assignments))
        levels = {u: self.view.team[u].level for u in ours}
        equal = [u for u in ours if layer is not None and levels[u] == layer]
        if equal:
            return equal[0], True
        rank = layer_rank(layer)
        return min(
            ours, key=lambda u: (u not in self.view.managers, abs(layer_rank(levels[u]) - rank))
        ), False

    def meet(self, person: str) -> Message:
        """Who should meet one of theirs, and whom that one listens to."""
        ours, equal = self.peer(person)
        name = self.view.name(person)
        if ours is None:
            first = message("name somebody of ours who meets {theirs}", theirs=name)
        elif equal:
            first = message(
                "{ours} should meet {theirs}: they are on the same level",
                ours=self.view.name(ours),
                theirs=name,
            )
        else:
            first = message("{ours} should meet {theirs}", ours=self.view.name(ours), theirs=name)
        return self._with_ears(first, person)

    def _with_ears(self, first: Message, person: str) -> Message:
        ears = self.listened_to(person)
        reached = [p for p in ears if p in self.view.ties_with]
        if reached:
            return message(
                "{first}; {names}, to whom {theirs} listens, can open the door",
                first=first,
                names=self.who(reached),
                theirs=self.view.name(person),
            )
        if ears:
            return message(
                "{first}; win {names} too, to whom {theirs} listens",
                first=first,
                names=self.who(ears),
                theirs=self.view.name(person),
            )
        return first

    def listened_to(self, person: str) -> tuple[str, ...]:
        """Whom one of theirs listens to (confidants and those of influence), most powerful first."""
        ears = {r.from_id for r in self.view.relations if r.to_id == person and _is_ear(r)} - {person}
        return self.view.by_power(p for p in ears if not self.view.people[p].placeholder)


def _leads_on(view: View, person: str) -> bool:
    """Whether any line of influence goes out from one of theirs."""
    return any(person == (r.to_id if r.kind == "reports_to" else r.from_id) for r in view.relations)


def _is_ear(relation: Relation) -> bool:
    return relation.kind in ("influences", "confidant") and relation.weight != 0.0


def rival_fact(tie: RivalTie) -> Fact:
    """A competitor's tie as a fact."""
    return Fact("competitors", record_key(tie.competitor, tie.person_id, tie.valid_from))


def relation_fact(relation: Relation) -> Fact:
    """A line between two of theirs as a fact."""
    return Fact("relations", record_key(relation.from_id, relation.to_id, relation.kind, relation.valid_from))


def change_facts(changes: Iterable[tuple[str, Change]]) -> list[Fact]:
    """Changes as facts."""
    return [Fact("changes", change.id) for _, change in changes]


def later(*days: str | None) -> str | None:
    """The latest of the days that are known.

    >>> later(None, "2026-01-02", "2026-01-01"), later(None)
    ('2026-01-02', None)
    """
    return max((d for d in days if d is not None), default=None)


def following(day: str) -> str:
    """The day after a day.

    >>> following("2026-02-28")
    '2026-03-01'
    """
    return _shifted(date.fromisoformat(day), 1).isoformat()


def joined(clauses: Sequence[Message]) -> Message:
    """Several clauses as one sentence; at least one.

    >>> joined([message("a"), message("b")])
    'a; b'
    """
    sentence = clauses[0]
    for clause in clauses[1:]:
        sentence = message("{first}; {second}", first=sentence, second=clause)
    return sentence


def _shifted(day: date, days: int) -> date:
    """A day later or earlier, but never beyond the calendar."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.min if days < 0 else date.max
