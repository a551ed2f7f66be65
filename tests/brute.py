"""The definitions of the analyses once more, as plainly as possible, by removal and enumeration.

Nothing here uses the analysis, what it takes from the domain, or networkx: only the records of facts. Every
constant is written out. Slow and simple; the property tests compare the two.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache, cached_property
from itertools import combinations

from graphkam.domain.facts import AccountFacts, Employment, TeamMember

WEIGHT = {
    "executive_meeting": 1.5,
    "meeting": 1.0,
    "visit": 1.0,
    "dinner": 1.0,
    "technical_exchange": 1.0,
    "training": 1.0,
    "call": 0.5,
    "tender": 0.5,
    "event": 0.5,
    "letter": 0.2,
    "email": 0.2,
    "message": 0.1,
    "other": 0.2,
    "complaint": 0.0,
}
SUPPORT = {"mentor": 1.0, "supporter": 0.5, "neutral": 0.0, "non_supporter": -0.5, "opponent": -1.0}
LAYER_POWER = {"executive": 0.8, "management": 0.5, "operating": 0.2}
DECIDING = {"decider", "approver", "economic_buyer", "technical_buyer"}
SLACK = 1e-9
Edge = tuple[str, str]
ROOT = "(us)"


class Brute:
    """An account as of the midnight after `day` (UTC)."""

    def __init__(self, facts: AccountFacts, day: str) -> None:
        self.facts = facts
        self.day = day
        midnight = datetime.fromisoformat(day).replace(tzinfo=UTC) + timedelta(days=1)
        self.now = midnight.timestamp()
        self.theirs = self._with_layers(self._current([(e.person_id, e) for e in facts.people]))
        self.ours = self._current([(m.id, m) for m in facts.team])

    def _holds(self, begin: str | None, end: str | None) -> bool:
        return (begin or "0") <= self.day < (end or "9")

    def _current(
        self, records: list[tuple[str, Employment | TeamMember]]
    ) -> dict[str, Employment | TeamMember]:
        ordered = sorted(records, key=lambda pair: pair[1].valid_from or "")
        return {key: record for key, record in ordered if self._holds(record.valid_from, record.valid_to)}

    def _with_layers(self, people: dict[str, Employment]) -> dict[str, Employment]:
        """Layers that nobody gave, by the reporting line; the people of these tests have no titles."""
        ranks = {None: None, "operating": 1, "management": 2, "executive": 3}
        lines = {
            (r.from_id, r.to_id)
            for r in self.facts.relations
            if r.kind == "reports_to"
            and {r.from_id, r.to_id} <= set(people)
            and r.from_id != r.to_id
            and self._holds(r.valid_from, r.valid_to)
        }
        found = {}
        for person, e in people.items():
            bosses = {ranks[people[b].layer] for p, b in lines if p == person}
            reports = {ranks[people[p].layer] or 1 for p, b in lines if b == person}
            rank = None
            if e.layer is None and (bosses or reports) and len(bosses) < 2 and None not in bosses:
                [boss] = bosses or [None]
                least = max(reports, default=None)
                if boss is None:
                    rank = min(least + 1, 3)
                elif least is None:
                    rank = max(boss - 1, 1)
                elif (boss + least) % 2 == 0 and boss >= least:
                    rank = (boss + least) // 2
            layer = next(name for name, r in ranks.items() if r == rank)
            found[person] = replace(e, layer=layer) if layer else e
        return found

    # Ties

    @cache  # noqa: B019
    def s(self, ours: str, person: str) -> float:
        total = 0.0
        for t in self.facts.touchpoints:
            if t.at >= self.now or ours not in t.team:
                continue
            if person in t.people:
                weight = WEIGHT[t.channel]
            elif person in t.cc:
                weight = WEIGHT[t.channel] / 4
            else:
                continue
            n = len(set(t.people) | set(t.cc))
            if n > 5:
                weight = weight * 5 / n
            total += weight * 0.5 ** ((self.now - t.at) / (90 * 24 * 3600))
        return total

    @cached_property
    def live(self) -> dict[Edge, float]:
        """(ours, theirs) → S of the live ties."""
        found = {}
        for u in self.ours:
            for p, e in self.theirs.items():
                s = self.s(u, p)
                if s > 0.5 - SLACK and not e.placeholder:
                    found[u, p] = 1 - math.exp(-s)
        return found

    @cache  # noqa: B019
    def c(self, person: str) -> float:
        missed = 1.0
        for (_, p), strength in self.live.items():
            if p == person:
                missed *= 1 - strength
        return 1 - missed

    # Judgements

    def _judged(self, person: str, measure: str) -> list[float]:
        """(values, weighted mean appended last) of the newest statement of each author."""
        authors: dict[str, list[tuple[str, float, float]]] = {}
        for a in self.facts.assessments:
            value = SUPPORT.get(a.support or "") if measure == "support" else a.power
            if a.person_id == person and value is not None and a.at[:10] <= self.day:
                weight = 0.5 if a.confidence is None else a.confidence
                authors.setdefault(a.author, []).append((a.at, value, weight))
        newest = [max(said) for said in authors.values()]
        if not newest:
            return []
        if sum(w for _, _, w in newest) == 0:
            newest = [(at, value, 1.0) for at, value, _ in newest]
        mean = sum(v * w for _, v, w in newest) / sum(w for _, _, w in newest)
        return [*(v for _, v, _ in newest), mean]

    @cache  # noqa: B019
    def pi(self, person: str) -> float:
        judged = self._judged(person, "power")
        if judged:
            return judged[-1]
        e = self.theirs[person]
        if e.power is not None:
            return e.power
        return LAYER_POWER.get(e.layer or "", 0.4)

    def support(self, person: str) -> float | None:
        judged = self._judged(person, "support")
        return judged[-1] if judged else None

    # Coverage

    def coverage(self, people: Iterable[str]) -> float | None:
        chosen = list(people)
        power = sum(self.pi(p) for p in chosen)
        return sum(self.pi(p) * self.c(p) for p in chosen) / power if power > 0 else None

    def status(self, people: Iterable[str]) -> str:
        chosen = set(people)
        ties = [edge for edge in self.live if edge[1] in chosen]
        if not chosen:
            return "empty"
        if not ties:
            return "open"
        c = self.coverage(chosen)
        one_of_ours = len({u for u, _ in ties}) == 1
        one_of_theirs = len({p for _, p in ties}) == 1 and len(chosen) >= 2
        weak = c is not None and c < 0.5 - SLACK
        return "thin" if weak or one_of_ours or one_of_theirs else "covered"

    @cache  # noqa: B019
    def layer(self, layer: str) -> set[str]:
        return {p for p, e in self.theirs.items() if e.layer == layer}

    @cache  # noqa: B019
    def holders(self, role: str) -> set[str]:
        return {
            r.person_id
            for r in self.facts.roles
            if r.role == role and r.person_id in self.theirs and self._holds(r.valid_from, r.valid_to)
        }

    @cached_property
    def deciders(self) -> set[str]:
        by_role = set().union(*(self.holders(role) for role in DECIDING))
        return by_role or self.layer("management") | self.layer("executive")

    def gaps(self) -> set[tuple[str, str, str]]:
        """(kind, what, severity)."""
        found = set()
        for layer in ("operating", "management", "executive"):
            status = self.status(self.layer(layer))
            if status != "covered":
                found.add(("layer", layer, "amber" if status == "thin" else "red"))
        for function in {f for e in self.theirs.values() for f in e.functions}:
            if self.status(p for p, e in self.theirs.items() if function in e.functions) == "open":
                found.add(("function", function, "amber"))
        for role in {r.role for r in self.facts.roles}:
            if self.status(self.holders(role)) == "open":
                found.add(("role", role, "red"))
        reached = {p for _, p in self.live}
        veto = self.holders("approver") | self.holders("technical_buyer")
        found |= {("veto", p, "red") for p in veto - reached}
        return found | {("person", p, "amber") for p in self.deciders - reached - veto}

    # Flow

    @cache  # noqa: B019
    def edges(self, influence: bool) -> set[Edge]:
        live = set(self.live)
        found = live | {(ROOT, u) for u, _ in live}
        for r in self.facts.relations if influence else ():
            ends = [self.theirs.get(r.from_id), self.theirs.get(r.to_id)]
            if any(e is None or e.placeholder for e in ends) or not self._holds(r.valid_from, r.valid_to):
                continue
            if r.kind == "reports_to":
                found.add((r.to_id, r.from_id))
            if r.kind in ("influences", "confidant") and (r.weight is None or r.weight > 0):
                found.add((r.from_id, r.to_id))
        return found

    def reached(self, influence: bool, without: Iterable[str] = ()) -> set[str]:
        gone = set(without)
        edges = [(a, b) for a, b in self.edges(influence) if a not in gone and b not in gone]
        seen = {ROOT}
        while more := {b for a, b in edges if a in seen} - seen:
            seen |= more
        return seen & set(self.theirs)

    def lost(self, influence: bool, without: Iterable[str]) -> set[str]:
        return self.reached(influence) - self.reached(influence, without)

    def impact(self, people: set[str]) -> float | None:
        d = self.deciders
        whole = sum(self.pi(p) for p in d)
        return sum(self.pi(p) for p in people & d) / whole if whole > 0 else None

    def spof(self, influence: bool, v: str) -> tuple[float | None, float | None, set[str], bool]:
        """(impact, reach_lost, cuts_off, is one)."""
        reached, lost = self.reached(influence), self.lost(influence, [v])
        power = sum(self.pi(p) for p in reached)
        reach_lost = sum(self.pi(p) for p in lost) / power if power > 0 else None
        cuts_off = lost - {v}
        is_one = bool(cuts_off & self.deciders) or (
            reach_lost is not None and reach_lost > 0.5 - SLACK and (bool(cuts_off) or reached == {v})
        )
        return self.impact(lost), reach_lost, cuts_off, is_one

    def smallest_cuts(self, person: str) -> list[tuple[str, ...]]:
        """All cuts of least size that separate us from the person; [()] if not reached."""
        others = sorted((set(self.theirs) | set(self.ours)) - {person})
        for size in range(len(others) + 1):
            cuts = [c for c in combinations(others, size) if person not in self.reached(True, c)]
            if cuts:
                return cuts
        raise AssertionError("without everybody nobody is reached")

    def exposure(self) -> float | None:
        reached = self.impact(self.reached(True))
        if reached is None:
            return None
        everybody = set(self.theirs) | set(self.ours)
        return max(1 - reached, *(self.impact(self.lost(True, [v])) or 0.0 for v in everybody))

    # Stage

    @cached_property
    def managers(self) -> set[str]:
        return {
            a.team_id
            for a in self.facts.assignments
            if a.as_ == "account_manager" and a.team_id in self.ours and self._holds(a.valid_from, a.valid_to)
        }

    def peers(self) -> set[str]:
        met = {self.theirs[p].layer for u, p in self.live if self.theirs[p].layer == self.ours[u].level}
        return met - {None}

    def stage(self) -> str:
        live = self.live
        whole = sum(live.values())
        if not live:
            return "exploratory"
        if max(live.values()) / whole > 0.5 - SLACK or len(self.peers()) < 2:
            return "basic"
        managers = self.managers
        if not managers or self.lost(True, managers) & self.deciders:
            return "cooperative"
        for layer in LAYER_POWER:
            here = [(u, p) for u, p in live if self.theirs[p].layer == layer]
            if len({u for u, _ in here}) < 2 or len({p for _, p in here}) < 2:
                return "cooperative"
        outside = sum(strength for (u, _), strength in live.items() if u not in managers)
        return "integrated" if outside / whole > 0.5 + SLACK else "interdependent"

    def type(self) -> str:
        live = self.live
        ours = {self.ours[u].function for u, _ in live} - {None}
        theirs = {f for _, p in live for f in self.theirs[p].functions}
        if len(ours) < 3 or len(theirs) < 3:
            return "ordinary"
        return "strategic" if len(self.peers()) == 3 else "partnership"
