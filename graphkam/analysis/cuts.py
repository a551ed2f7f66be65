"""Redundancy of decision holders, and the smallest sets of people without whom one of them is lost."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from graphkam.analysis.graph import SUPPLIER
from graphkam.analysis.view import View
from graphkam.domain.answers import CutSet, Redundancy

SMALL = (2, 3)
"""Sizes of sets worth naming: one is a single point of failure, four or more are no weak spot."""


def redundancies(view: View) -> tuple[Redundancy, ...]:
    """For each decision holder, how many ways that share no person lead there, in `influence`.

    0 is not reached, 1 hangs on somebody. Fewest first, then ids. Cost: one maximum flow each. Source: Menger
    1927; interface "Redundancy".

    >>> from graphkam.analysis.example import kiln
    >>> redundancies(kiln())
    (Redundancy(person_id='gm', paths=0), Redundancy(person_id='liu', paths=1))
    """
    paths = view.disjoint_paths
    return tuple(Redundancy(p, n) for n, p in sorted((len(paths[p]), p) for p in view.decision.holders))


def cut_sets(view: View) -> tuple[CutSet, ...]:
    """For each decision holder with two or three disjoint paths, a smallest cut of people of either side.

    Of several smallest cuts the one with the largest impact (see `spof`; lost includes the members), then the
    first by ids. Each smallest cut has exactly one person on each of the disjoint paths, so these are the
    only candidates. Ordered by largest impact, then decision holder. Cost: one sweep for each candidate.
    Source: Menger 1927; interface "Sets".

    >>> from graphkam.analysis.example import kiln
    >>> cut_sets(kiln())
    ()
    """
    found = [
        _smallest(view, p) for p in sorted(view.decision.holders) if len(view.disjoint_paths[p]) in SMALL
    ]
    return tuple(sorted(found, key=lambda c: (-(c.impact or 0.0), c.for_)))


def _smallest(view: View, person: str) -> CutSet:
    flow = view.influence_flow
    best: tuple[float, tuple[str, ...], frozenset[str], float | None] | None = None
    for members in _candidates(view.disjoint_paths[person]):
        lost = flow.lost_without(members)
        if person in lost:
            impact = view.impact(lost)
            rank = (-round(impact or 0.0, 9), members, lost, impact)
            if best is None or rank[:2] < best[:2]:
                best = rank
    if best is None:
        raise AssertionError("disjoint paths without a cut of their number")
    _, members, lost, impact = best
    return CutSet(person, members, impact, tuple(sorted(lost.difference(members))))


def _candidates(paths: tuple[tuple[str, ...], ...]) -> Iterator[tuple[str, ...]]:
    """One person of each path, each choice sorted."""
    inner = [[v for v in path[:-1] if v != SUPPLIER] for path in paths]
    return (tuple(sorted(choice)) for choice in product(*inner))
