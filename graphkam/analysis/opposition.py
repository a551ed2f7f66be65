"""Who is against us, and whom they can turn along the lines of influence."""

from __future__ import annotations

import math
from collections.abc import Mapping
from heapq import heappop, heappush

from graphkam.analysis.judgement import support_word
from graphkam.analysis.view import View, ratio
from graphkam.domain.constants import at_least
from graphkam.domain.decisions import Opponent, Pull


def opponents(view: View) -> tuple[Opponent, ...]:
    """Everybody whose support is −½ or less, with whom they can turn; who can turn most comes first.

    `weight` is the largest product of weights over the ways from the opponent along influence, confidence
    and from manager to report: the lines of the influence graph, in their direction. `pull` = Σ π·weight of
    the other decision holders ÷ Σπ(D), 0…1; None where nobody of power decides. Whom an opponent can turn may
    be of firm opinion: reach is no vote.

    Errors: none. Cost: O((n + m) log n) for each opponent. Source: docs/metrics/decision.md.

    >>> from dataclasses import replace
    >>> from graphkam.analysis.example import kiln
    >>> from graphkam.domain.facts import Assessment
    >>> facts = replace(kiln().facts, assessments=(Assessment("xu", "li", "2026-01-01", "opponent"),))
    >>> [one] = opponents(View(facts, kiln().at, kiln().constants))
    >>> one.person_id, [(pull.person_id, pull.weight) for pull in one.reach], round(one.pull, 2)
    ('xu', [('gm', 0.7), ('liu', 0.35)], 0.57)
    """
    against = [p for p, said in view.supports.items() if at_least(-view.constants.supporter, said.value)]
    found = [_opponent(view, person) for person in against]
    return tuple(sorted(found, key=lambda o: (-(o.pull or 0.0), -o.power, o.person_id)))


def _opponent(view: View, person: str) -> Opponent:
    holders = view.decision.holders
    ways = pulls(view, person)
    value = view.supports[person].value
    ranked = sorted(ways, key=lambda p: (p not in holders, -view.powers[p].value * ways[p], p))
    turned = math.fsum(view.powers[p].value * ways[p] for p in ranked if p in holders)
    return Opponent(
        person_id=person,
        support=support_word(value),
        support_value=value,
        power=view.powers[person].value,
        decision_holder=person in holders,
        reach=tuple(Pull(p, ways[p], p in holders) for p in ranked),
        pull=ratio(turned, view.power(holders)),
    )


def pulls(view: View, person: str) -> Mapping[str, float]:
    """The largest product of weights of a way of influence from one of theirs to each other who is reached.

    Placeholders have no lines, as in the influence graph. Cost: Dijkstra's algorithm.

    >>> from graphkam.analysis.example import kiln
    >>> dict(pulls(kiln(), "gm"))
    {'liu': 0.5, 'xu': 0.5}
    """
    lines = view.influence.adj
    if person not in lines:
        return {}
    found: dict[str, float] = {}
    waiting = [(-1.0, person)]
    while waiting:
        weight, name = heappop(waiting)
        if name in found:
            continue
        found[name] = -weight
        for follower, line in lines[name].items():
            if follower not in found:
                heappush(waiting, (weight * min(line["strength"], 1.0), follower))
    del found[person]
    return found
