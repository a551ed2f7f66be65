"""Redundancy of decision holders, and the smallest sets of people without whom one of them is lost."""

from __future__ import annotations

from graphkam.analysis.view import View
from graphkam.domain.answers import CutSet, Redundancy

SMALL = (2, 3)
"""Sizes of sets worth naming: one is a single point of failure, four or more are no weak spot."""


def redundancies(view: View) -> tuple[Redundancy, ...]:
    """For each decision holder, how many ways that share no person lead there, in `influence`.

    0 is not reached, 1 hangs on somebody. Fewest first, then ids. Cost: one maximum flow each. Source: Menger
    1927; docs/definitions.md, "Flow".

    >>> from graphkam.analysis.example import kiln
    >>> redundancies(kiln())
    (Redundancy(person_id='gm', paths=0), Redundancy(person_id='liu', paths=1))
    """
    paths = view.disjoint_paths
    return tuple(Redundancy(p, n) for n, p in sorted((len(paths[p]), p) for p in view.decision.holders))


def cut_sets(view: View) -> tuple[CutSet, ...]:
    """For each decision holder with two or three disjoint paths, a smallest cut of people of either side.

    Of several smallest cuts the one with the largest impact (see `spof`; lost includes the members), then the
    first by ids. Ordered by largest impact, then decision holder. Cost: a few sweeps each. Source: Menger
    1927, Picard and Queyranne 1980; docs/definitions.md, "Flow".

    >>> from graphkam.analysis.example import kiln
    >>> cut_sets(kiln())
    ()
    """
    flow, found = view.influence_flow, []
    powerful = [p for p in view.decision.holders & flow.reached if view.powers[p].value > 0]
    for person in sorted(view.decision.holders):
        paths = view.disjoint_paths[person]
        if len(paths) in SMALL:
            members = flow.smallest_cut(paths, powerful)
            lost = flow.lost_without(members)
            cuts_off = tuple(sorted(lost.difference(members)))
            found.append(CutSet(person, members, view.impact(lost), cuts_off))
    return tuple(sorted(found, key=lambda c: (-(c.impact or 0.0), c.for_)))
