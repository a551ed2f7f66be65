"""Orders, surveys, readings, incidents, rivals, promises and changes from facts: plain and slow, see `framing`."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from graphkam.domain.facts import AccountFacts
from graphkam.domain.frame import ALWAYS, FOREVER, NO_DAY, STRANGER
from graphkam.domain.frame import UNKNOWN as NOWHERE
from graphkam.domain.vocabulary import CHANGE_KINDS
from graphkam.snapshot.days import begin, end, when
from graphkam.snapshot.dealings import WALLET, severity


class Dealings:
    """Adds the dealings with one account to columns, by `put`."""

    def __init__(
        self,
        facts: AccountFacts,
        person: Mapping[str, int],
        member: Mapping[str, int],
        put: Callable[..., None],
    ) -> None:
        self.facts, self.person, self.member, self.put = facts, person, member, put
        names = {o.lost_to for o in facts.orders if o.lost_to} | {r.competitor for r in facts.rivals}
        names |= {m.left_to for m in facts.team if m.left_to}
        self.competitor = {name: number for number, name in enumerate(sorted(names))}
        told = {r.decision for r in facts.roles} | {c.decision for c in facts.changes}
        decisions = sorted(name for name in told if name is not None)
        self._decisions = {name: number for number, name in enumerate(decisions)}

    def rival(self, name: str | None) -> int:
        """The number of a competitor; UNKNOWN: none is named."""
        return self.competitor[name] if name else NOWHERE

    def decision(self, name: str | None) -> int:
        """The number of a decision; UNKNOWN: decisions in general."""
        return NOWHERE if name is None else self._decisions[name]

    def begun(self) -> tuple[int, float]:
        """`begun_day` and `begun_at`: what makes it an account."""
        f = self.facts
        days = [a.valid_from for a in f.assignments]
        moments = [when(o.at) for o in f.orders]
        moments += [when(c.made_at, -math.inf) for c in f.commitments]
        if not (days or moments or f.touchpoints):
            return ALWAYS, math.inf
        instants = [*(t.at for t in f.touchpoints), *(at for day, at in moments if day == NO_DAY)]
        dated = [*map(begin, days), *(day for day, _ in moments if day != NO_DAY)]
        return min(dated, default=FOREVER), min(instants, default=math.inf)

    def orders(self) -> int:
        """How many orders there are."""
        currencies = {o.currency or "" for o in self.facts.orders}
        number = {currency: n for n, currency in enumerate(sorted(currencies))}
        for o in sorted(self.facts.orders, key=lambda o: number[o.currency or ""]):
            day, at = when(o.at)
            self.put(
                order_day=day,
                order_at=at,
                order_amount=o.amount,
                order_currency=number[o.currency or ""],
                order_lost=self.rival(o.lost_to),
            )
        return len(self.facts.orders)

    def surveys(self) -> int:
        """How many answers there are."""
        for s in self.facts.surveys:
            day, at = when(s.at)
            self.put(survey_day=day, survey_at=at, survey_score=s.score)
        return len(self.facts.surveys)

    def readings(self) -> int:
        """How many readings of the share of wallet there are."""
        shares = [r for r in self.facts.readings if r.metric == WALLET]
        number = {p: n for n, p in enumerate(sorted({r.product or "" for r in shares}))}
        for r in sorted(shares, key=lambda r: number[r.product or ""]):
            day, at = when(r.at)
            self.put(
                reading_day=day, reading_at=at, reading_value=r.value, reading_product=number[r.product or ""]
            )
        return len(shares)

    def incidents(self) -> int:
        """How many incidents there are."""
        for n in self.facts.incidents:
            opened, closed = when(n.opened_at), when(n.closed_at)
            self.put(opened_day=opened[0], opened_at=opened[1], closed_day=closed[0], closed_at=closed[1])
            self.put(incident_severity=severity(n.severity))
        return len(self.facts.incidents)

    def rivals(self) -> int:
        """How many ties of competitors with people who are known there."""
        known = [r for r in self.facts.rivals if r.person_id in self.person]
        for r in sorted(known, key=lambda r: (self.person[r.person_id], self.competitor[r.competitor])):
            self.put(
                rival_person=self.person[r.person_id],
                rival_competitor=self.competitor[r.competitor],
                rival_strength=math.nan if r.strength is None else r.strength,
                rival_from=begin(r.valid_from),
                rival_to=end(r.valid_to),
            )
        return len(known)

    def commitments(self) -> int:
        """How many promises there are."""
        for c in self.facts.commitments:
            made, kept = when(c.made_at, -math.inf), when(c.kept_at)
            self.put(
                promise_owner=self.member.get(c.owner_id, NOWHERE),
                promise_due=end(c.due),
                made_day=made[0],
                made_at=made[1],
                kept_day=kept[0],
                kept_at=kept[1],
            )
        return len(self.facts.commitments)

    def changes(self) -> int:
        """How many changes there are."""

        def person(id_: str | None) -> int:
            return NOWHERE if id_ is None else self.person.get(id_, NOWHERE)

        for c in sorted(self.facts.changes, key=lambda c: person(c.person_id)):
            day, at = when(c.at)
            kind = CHANGE_KINDS.index(c.kind) if c.kind in CHANGE_KINDS else NOWHERE
            to = NOWHERE if c.to_person_id is None else self.person.get(c.to_person_id, STRANGER)
            self.put(change_person=person(c.person_id), change_to=to, change_kind=kind)
            self.put(change_decision=self.decision(c.decision), change_day=day, change_at=at)
        return len(self.facts.changes)
