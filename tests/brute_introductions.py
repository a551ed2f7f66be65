"""Introductions once more, as plainly as possible: recomputed for every tie that might be made."""

from __future__ import annotations

import math
from collections.abc import Collection
from functools import cache
from itertools import combinations

from graphkam.domain.facts import AccountFacts
from tests.brute import Brute

Pair = tuple[str, str]


class Tried:
    """An account with some more ties, by plain recomputation from touchpoints that would make them."""

    def __init__(self, facts: AccountFacts, day: str) -> None:
        self.facts, self.brute = facts, Brute(facts, day)
        b = self.brute
        self.wanted = b.layer("management") | b.layer("executive") | b.deciders
        ours = {
            a.team_id for a in facts.assignments if a.team_id in b.ours and b._holds(a.valid_from, a.valid_to)
        }
        theirs = [p for p, e in b.theirs.items() if not e.placeholder]
        self.candidates = sorted({(u, p) for u in ours for p in theirs} - set(b.live))

    def having(self, pairs: Collection[Pair]) -> Brute:
        """The account with these as live ties of s = 1; candidates have less."""
        brute = Brute(self.facts, self.brute.day)
        vars(brute)["live"] = {**self.brute.live, **dict.fromkeys(pairs, 1 - math.exp(-1))}
        return brute

    @cache  # noqa: B019
    def gain(self, pairs: tuple[Pair, ...]) -> float:
        """Σπ·Δc."""
        left = {p: 1 - self.brute.c(p) for _, p in pairs}
        new = {p: left[p] * (1 - math.exp(-sum(q == p for _, q in pairs))) for p in left}
        return sum(self.brute.pi(p) * c for p, c in new.items() if p in self.wanted)

    def ways(self, brute: Brute) -> int:
        """Σ over who decides of the ways that share nobody."""
        return sum(len(brute.smallest_cuts(p)[0]) for p in brute.deciders)

    def best(self, k: int) -> float:
        """The largest gain of at most k ties."""
        choices = (c for n in range(k + 1) for c in combinations(self.candidates, n))
        return max(map(self.gain, choices), default=0.0)
