"""The warmest way in: through whom of ours and theirs one of theirs is best reached."""

from __future__ import annotations

import math
from collections.abc import Mapping
from heapq import heappop, heappush
from itertools import pairwise

from graphkam.analysis.graph import SUPPLIER
from graphkam.analysis.view import View
from graphkam.domain.message import Message, message
from graphkam.domain.moves import Hop, PathAnswer
from graphkam.errors import NotFoundError

DIGITS = 12
"""Lengths that agree to so many digits are equal: the shorter way, then the first by ids, is taken."""


def path(view: View, person_id: str) -> PathAnswer:
    """The way from us to one of theirs whose hops have the largest product.

    A hop is a live tie (its S), influence (its weight), or a line from manager to report (½); never
    upwards, as in `influence`. Found by Dijkstra's algorithm on −log of the strengths; of equal ways the one
    with fewer hops, then the first by ids. `product` is between 0 and 1, None where there is no way; `reason`
    then says why.

    Errors: NotFoundError for somebody who never worked at this account. Cost: O((n + m) log n) in people and
    lines. Source: Dijkstra 1959; docs/metrics/path.md.

    >>> from graphkam.analysis.example import kiln
    >>> way = path(kiln(), "liu")
    >>> [(hop.from_, hop.to, hop.kind) for hop in way.hops], round(way.product, 2)
    ([('li', 'liu', 'tie')], 0.8)
    >>> path(kiln(), "xu").reason
    'no live tie and no influence that starts from one leads to Xu'
    """
    if all(e.person_id != person_id for e in view.facts.people):
        raise NotFoundError(message("nobody at this account has the id {id}", id=person_id))
    hops = warmest_ways(view).get(person_id, ())
    return PathAnswer(
        account=view.facts.account.id,
        as_of=str(view.at),
        person_id=person_id,
        found=bool(hops),
        hops=hops,
        product=product(hops) if hops else None,
        reason=said(view, hops) if hops else _why_not(view, person_id),
    )


def warmest_ways(view: View) -> Mapping[str, tuple[Hop, ...]]:
    """The warmest way to everyone of theirs who is reached in `influence`, by id. Cost: see `path`."""
    graph = view.influence
    found: dict[str, tuple[str, ...]] = {}
    waiting: list[tuple[float, int, tuple[str, ...]]] = [(0.0, 0, (SUPPLIER,))]
    while waiting:
        length, hops, nodes = heappop(waiting)
        if nodes[-1] in found:
            continue
        found[nodes[-1]] = nodes
        for follower, line in graph.adj[nodes[-1]].items():
            if follower not in found:
                further = round(length + _length(line["strength"]), DIGITS)
                heappush(waiting, (further, hops + 1, (*nodes, follower)))
    return {person: _hops(view, nodes) for person, nodes in found.items() if person in view.people}


def _length(strength: float) -> float:
    """−log of a strength; weights above 1, which only constants can give, make no way warmer."""
    return -math.log(min(strength, 1.0)) if strength > 0 else math.inf


def _hops(view: View, nodes: tuple[str, ...]) -> tuple[Hop, ...]:
    """The hops of a way, from one of ours on: that we know our own people is no hop."""
    lines = ((a, b, view.influence.edges[a, b]) for a, b in pairwise(nodes[1:]))
    return tuple(Hop(a, b, line["kind"], min(line["strength"], 1.0)) for a, b, line in lines)


def product(hops: tuple[Hop, ...]) -> float:
    """The product of the strengths of hops."""
    return math.prod(hop.strength for hop in hops)


def said(view: View, hops: tuple[Hop, ...]) -> Message:
    """A way in as a sentence."""
    ours, last = view.name(hops[0].from_), view.name(hops[-1].to)
    if len(hops) == 1:
        return message("{ours} has a live tie with {theirs}", ours=ours, theirs=last)
    between = " → ".join(view.name(hop.to) for hop in hops[:-1])
    return message("{ours} → {between} → {theirs}", ours=ours, between=between, theirs=last)


def _why_not(view: View, person_id: str) -> Message:
    known = [e.name for e in view.facts.people if e.person_id == person_id]
    if person_id not in view.people:
        return message("{name} does not work there that day", name=min(known))
    name = view.name(person_id)
    if view.people[person_id].placeholder:
        return message("{name} stands for somebody who is not known yet", name=name)
    if not view.live_ties:
        return message("there is no live tie to begin with")
    return message("no live tie and no influence that starts from one leads to {name}", name=name)
