"""What happens at an account beside its touchpoints, drawn by seed: much of it of late, some of it odd."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import TypeVar

from graphkam.domain.facts import (
    AccountFacts,
    Assignment,
    Change,
    Commitment,
    Employment,
    Incident,
    Order,
    Reading,
    Relation,
    RivalTie,
    RoleHolding,
    Survey,
    TeamMember,
)
from graphkam.domain.vocabulary import ACCOUNT_KINDS, ASSIGNMENTS, CHANGE_KINDS, DECISION_ROLES, LAYERS

T = TypeVar("T")
TODAY = date(2026, 3, 1)
RIVALS = ("Kiln & Co", "Ofenbau", "窑厂")
AGO = (-3, 0, 1, 2, 6, 7, 8, 9, 40, 90, 170, 179, 180, 181, 200, 364, 365, 366, 500, 729, 730, 731, 900)
"""Days before today, with the edges of all that is counted in days."""


class Teller:
    """Tells what happened; the same seed tells the same."""

    def __init__(self, facts: AccountFacts, seed: int) -> None:
        self.r, self.facts = Random(seed), facts
        self.people = [*dict.fromkeys(e.person_id for e in facts.people), "stranger"]
        self.team = [*dict.fromkeys(m.id for m in facts.team), "ghost"]
        self.busy = self.r.random()
        """How much happens there, 0…1."""
        self.sales = self.r.random() < 0.1
        """Only our sales go there."""

    def day(self) -> str:
        return (TODAY - timedelta(self.r.choice(AGO))).isoformat()

    def when(self) -> str:
        clock = self.r.choice(("", "", "T00:00:00Z", "T03:30:00Z", "T17:00:00Z"))
        return self.day() + clock

    def maybe(self, share: float, value: T) -> T | None:
        return value if self.r.random() < share else None

    def some(self, most: int) -> range:
        return range(self.r.randint(0, round(most * self.busy)))

    def span(self) -> tuple[str | None, str | None]:
        begin, end = self.maybe(0.6, self.day()), self.maybe(0.4, self.day())
        return (end, begin) if begin and end and end < begin else (begin, end)

    def order(self, i: int) -> Order:
        r = self.r
        lost = self.maybe(0.25, r.choice(RIVALS))
        amount = r.choice((0.1, 0.2, 0.3, 1e6, 1e6, 70_000.7, 0.0, -1.0, -5.0))
        return Order(f"o{i}", self.when(), amount, r.choice((None, None, "", "EUR", "CNY")), None, lost)

    def reading(self) -> Reading:
        r = self.r
        metric = "share_of_wallet" if r.random() < 0.8 else "margin"
        return Reading(
            self.when(), metric, r.choice((0.0, 0.2, 0.4, 0.41, 1.0)), r.choice((None, "", "k", "t"))
        )

    def incident(self, i: int) -> Incident:
        severity = self.r.choice((None, "low", "high", " High ", "严重"))
        return Incident(
            f"n{i}", self.when(), "quality", severity=severity, closed_at=self.maybe(0.4, self.when())
        )

    def commitment(self, i: int) -> Commitment:
        made, due, kept = (
            self.maybe(0.6, self.when()),
            self.maybe(0.7, self.day()),
            self.maybe(0.3, self.when()),
        )
        return Commitment(f"c{i}", "to call", self.r.choice(self.team), None, made, due, kept)

    def change(self, i: int) -> Change:
        r = self.r
        kind = r.choice((*CHANGE_KINDS, "joined", "left", "power_shift", "away", "unheard of"))
        of, to = self.maybe(0.8, r.choice(self.people)), self.maybe(0.5, r.choice(self.people))
        return Change(f"x{i}", self.when(), kind, of, to, r.choice((None, "kiln", "oven")))

    def rival(self) -> RivalTie:
        r = self.r
        strength = r.choice((None, 0.0, 0.2, 0.3, 0.9))
        return RivalTie(r.choice(RIVALS), r.choice(self.people), strength, None, *self.span())

    def post(self) -> Employment:
        r, one = self.r, self.r.choice(self.facts.people)
        begin, end = self.span()
        layer = r.choice((None, *LAYERS))
        return replace(one, layer=layer, layer_source=layer and "given", valid_from=begin, valid_to=end)

    def leaver(self, one: Employment) -> Employment:
        ends = self.r.random() < 0.2 and (one.valid_from is None or one.valid_from < "2025-12-01")
        return replace(one, valid_to=self.r.choice(("2026-02-20", "2025-12-01"))) if ends else one

    def colleague(self, one: TeamMember) -> TeamMember:
        one = replace(one, function="sales") if self.sales or self.r.random() < 0.2 else one
        if self.r.random() < 0.75:
            return one
        return replace(one, valid_to=self.day(), left_to=self.maybe(0.3, self.r.choice(RIVALS)))

    def role(self) -> RoleHolding:
        r = self.r
        decision = r.choice((None, "kiln", "oven"))
        return RoleHolding(
            r.choice(self.people), r.choice(DECISION_ROLES), decision, None, None, *self.span()
        )

    def line(self) -> Relation:
        return Relation(self.r.choice(self.people), self.r.choice(self.people), "conflicts_with", None)

    def assignment(self) -> Assignment:
        return Assignment(self.r.choice(self.team), self.r.choice(ASSIGNMENTS[:4]), *self.span())


def eventful(facts: AccountFacts, seed: int) -> AccountFacts:
    """The account with orders, answers, incidents, rivals, promises, changes, careers and leavers of its own."""
    t = Teller(facts, seed)
    r = t.r
    careers = [t.post() for _ in t.some(3)] if facts.people else []
    return replace(
        facts,
        account=replace(
            facts.account,
            captive=r.choice((None, False, True)),
            kinds=tuple(k for k in ACCOUNT_KINDS if r.random() < 0.3),
        ),
        people=(*map(t.leaver, facts.people), *careers),
        team=tuple(map(t.colleague, facts.team)),
        assignments=(*facts.assignments, *(t.assignment() for _ in t.some(5))),
        relations=(*facts.relations, *(t.line() for _ in t.some(4))),
        roles=(*facts.roles, *(t.role() for _ in t.some(4))),
        assessments=tuple(
            replace(
                a,
                satisfaction=t.maybe(0.5, r.choice((1.0, 3.0, 4.0, 5.0))),
                loyalty=t.maybe(0.5, r.choice((2.0, 4.0, 4.5))),
            )
            for a in facts.assessments
        ),
        orders=tuple(t.order(i) for i in t.some(10)),
        surveys=tuple(Survey(f"s{i}", t.when(), "satisfaction", float(r.randint(1, 5))) for i in t.some(3)),
        readings=tuple(t.reading() for _ in t.some(6)),
        incidents=tuple(t.incident(i) for i in t.some(4)),
        rivals=tuple(t.rival() for _ in t.some(4)),
        commitments=tuple(t.commitment(i) for i in t.some(4)),
        changes=tuple(t.change(i) for i in t.some(8)),
    )
