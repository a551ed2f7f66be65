"""Whom to meet next: the ties that would raise coverage and redundancy most."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence

from graphkam.analysis.coverage import covered_share
from graphkam.analysis.disjoint import DisjointPaths
from graphkam.analysis.elsewhere import ways_from_elsewhere
from graphkam.analysis.exposure import exposure
from graphkam.analysis.gaps import layer_coverages, worst
from graphkam.analysis.graph import SUPPLIER
from graphkam.analysis.past import Pair
from graphkam.analysis.path import product, said, warmest_ways
from graphkam.analysis.scenario import FRESH, with_ties
from graphkam.analysis.spof import losses
from graphkam.analysis.stage import stage
from graphkam.analysis.view import View
from graphkam.analysis.why import why
from graphkam.domain.constants import TOLERANCE, at_least
from graphkam.domain.facts import AccountFacts
from graphkam.domain.message import Message, message, plural
from graphkam.domain.moves import Bound, Introduction, Introductions, Standing, WarmPath
from graphkam.domain.strength import strength
from graphkam.errors import UsageError

GUARANTEE = 1 - 1 / math.e
"""What greedy choice guarantees of the optimum, whatever the account."""


def introductions(view: View, k: int = 3, elsewhere: Iterable[AccountFacts] = ()) -> Introductions:
    """The k ties, of our account team with their people, that are worth most; fewer where no more gain.

    Candidates: whoever of ours is assigned that day × whoever of theirs has no live tie with that one, no
    placeholders. Each is tried as a tie of s = 1. *Coverage gain* = Σπ·Δc over management, executive and the
    decision holders; *redundancy gain* = how many more ways that share no person lead to decision holders, in
    `influence`, summed. Chosen one after the other: the largest coverage gain; of equals one whose level is
    the other's layer (peers), then the larger redundancy gain, then the warmer way in, then that of ours with
    whom it begins, then the first by ids. A way in leads through this account, or from `elsewhere`, the facts
    of other accounts.

    `bound`: the coverage gain is submodular, so no choice of at most k ties gains more than those chosen up
    to any step and, beside them, the k largest gains at that step; `at_most` is the least of these sums. As
    the gain is a sum over people of concave functions of their number of new ties, the greedy choice is even
    the best one.

    Errors: UsageError for k < 1. Cost: for each step the candidates, and two sweeps of the influence graph for
    each decision holder. Source: Nemhauser, Wolsey and Fisher 1978; Fox 1966; Borgatti 2006;
    docs/metrics/introductions.md.

    >>> from graphkam.analysis.example import kiln
    >>> answer = introductions(kiln(), 1)
    >>> [(t.team_id, t.person_id, round(t.coverage_gain, 3), t.redundancy_gain) for t in answer.ties]
    [('li', 'gm', 0.506, 1)]
    >>> round(answer.before.coverage, 2), round(answer.after.coverage, 2), round(answer.bound.share, 2)
    (0.22, 0.5, 1.0)
    """
    if k < 1:
        raise UsageError(message("at least one introduction must be asked for, not {k}", k=k))
    wanted = _wanted(view)
    ways = _Ways(view, elsewhere)
    chosen: list[Introduction] = []
    now, at_most, gained = view, math.inf, 0.0
    while True:
        gains = _gains(now, wanted)
        at_most = min(at_most, gained + math.fsum(sorted(gains.values(), reverse=True)[:k]))
        found = _best(view, now, gains, ways) if len(chosen) < k else None
        if found is None:
            break
        chosen.append(found)
        gained = math.fsum(t.coverage_gain for t in chosen)
        now = with_ties(now, [(found.team_id, found.person_id)])
    return Introductions(
        account=view.facts.account.id,
        as_of=str(view.at),
        k=k,
        ties=tuple(chosen),
        power=view.power(wanted),
        before=_standing(view, wanted),
        after=_standing(now, wanted),
        bound=Bound(gained, at_most, min(1.0, gained / at_most) if at_most > TOLERANCE else None, GUARANTEE),
        reason=_reason(view, chosen, k),
        names=ways.names(chosen),
    )


def _wanted(view: View) -> tuple[str, ...]:
    """Whose coverage counts: management, executive and the decision holders."""
    layers = view.layers
    return tuple(sorted({*layers["management"], *layers["executive"], *view.decision.holders}))


def _gains(view: View, wanted: Collection[str]) -> dict[Pair, float]:
    """Each candidate's Σπ·Δc, in the order of the ids."""
    ours = sorted({a.team_id for a in view.assignments})
    held = {(t.team_id, t.person_id) for t in view.live_ties}
    gains = {}
    for person, work in view.people.items():
        power = view.powers[person].value if person in wanted else 0.0
        for member in ours:
            pair = (member, person)
            s = max(view.strengths.get(pair, 0.0), FRESH)
            if pair not in held and not work.placeholder and at_least(s, view.constants.live):
                gains[pair] = power * (1 - view.coverages[person]) * strength(s, view.constants.kappa)
    return dict(sorted(gains.items()))


def _best(view: View, now: View, gains: Mapping[Pair, float], ways: _Ways) -> Introduction | None:
    """The candidate to choose next, `now` holding those chosen before; None if none gains anything."""
    top = max(gains.values(), default=0.0)
    equals = [pair for pair, gain in gains.items() if at_least(gain, top)]
    ways_more = _more_ways(now, equals)
    if top <= TOLERANCE:
        equals = [pair for pair in equals if ways_more[pair]]
    if not equals:
        return None

    def rank(pair: Pair) -> tuple[bool, int, float, bool, Pair]:
        way = ways.to(pair[1])
        warmth, begins = (way.product, way.hops[0].from_ == pair[0]) if way else (0.0, False)
        return not _peers(view, pair), -ways_more[pair], -round(warmth, 9), not begins, pair

    best = min(equals, key=rank)
    way = ways.to(best[1])
    return Introduction(
        team_id=best[0],
        person_id=best[1],
        why=why(view, now, best, way),
        coverage_gain=gains[best],
        redundancy_gain=ways_more[best],
        warm_path=way,
    )


def _peers(view: View, pair: Pair) -> bool:
    layer = view.people[pair[1]].layer
    return layer is not None and view.team[pair[0]].level == layer


def _more_ways(view: View, pairs: Sequence[Pair]) -> dict[Pair, int]:
    """For each candidate, how many more separate ways lead to the decision holders, summed over them."""
    lines = {v: set(followers) for v, followers in view.influence.adjacency()}
    for member, _ in pairs:
        lines[SUPPLIER].add(member)
        lines.setdefault(member, set())
    paths, gained = DisjointPaths(lines, SUPPLIER), dict.fromkeys(pairs, 0)
    for holder in sorted(view.decision.holders & lines.keys()):
        tails, heads = paths.openings(holder)
        for pair in pairs:
            gained[pair] += pair[0] in tails and pair[1] in heads
    return gained


class _Ways:
    """The warmest ways in, through this account and from elsewhere, as things are: assumed ties are none."""

    def __init__(self, view: View, elsewhere: Iterable[AccountFacts]) -> None:
        reachable = {p for p, e in view.people.items() if not e.placeholder}
        self._elsewhere = ways_from_elsewhere(view, elsewhere, reachable)
        self._here = {
            person: WarmPath(hops, product(hops), said(view, hops))
            for person, hops in warmest_ways(view).items()
        }

    def to(self, person: str) -> WarmPath | None:
        """The warmest way to one of theirs; of equal ones that through this account."""
        here, elsewhere = self._here.get(person), self._elsewhere.get(person)
        if here is None or elsewhere is None:
            return here or (elsewhere.way if elsewhere else None)
        return elsewhere.way if elsewhere.way.product > here.product + TOLERANCE else here

    def names(self, chosen: Iterable[Introduction]) -> dict[str, str]:
        """Who and which accounts are named in the ways from elsewhere that were taken."""
        found: dict[str, str] = {}
        for tie in chosen:
            other = self._elsewhere.get(tie.person_id)
            if other is not None and other.way is tie.warm_path:
                found.update(other.names)
        return dict(sorted(found.items()))


def _standing(view: View, wanted: Collection[str]) -> Standing:
    flow = view.influence_flow
    both = (*losses(view, flow, "ours"), *losses(view, flow, "theirs"))
    return Standing(
        coverage=covered_share(view, wanted),
        reached=sum(person in view.ties_with for person in wanted),
        people=len(wanted),
        status=worst(layer_coverages(view)),
        stage=stage(view).stage,
        exposure=exposure(view).exposure,
        spofs=tuple(loss.id for loss in both if loss.spof),
    )


def _reason(view: View, chosen: Sequence[Introduction], k: int) -> Message:
    if len(chosen) == k:
        return plural(
            "{n} introduction raises the coverage of those who count most",
            "{n} introductions raise the coverage of those who count most",
            n=k,
        )
    if chosen:
        return plural(
            "{n} introduction is all that gains anything",
            "{n} introductions are all that gain anything",
            n=len(chosen),
        )
    if not view.assignments:
        return message("nobody of ours is assigned to this account")
    if all(e.placeholder for e in view.people.values()):
        return message("nobody of theirs is known")
    return message("no introduction gains anything")
