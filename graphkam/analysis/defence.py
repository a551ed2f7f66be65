"""Defence in depth: whether each layer holds on more than one friend, and whether the friends hold together."""

from __future__ import annotations

from collections.abc import Collection

from graphkam.analysis.coverage import covered_share
from graphkam.analysis.judgement import support_word
from graphkam.analysis.view import View, once
from graphkam.domain.alarms import Defence, LayerDefence, PeerTie
from graphkam.domain.constants import at_least
from graphkam.domain.vocabulary import LAYERS

JOINING = ("influences", "confidant", "ally", "reports_to")
"""Lines by which supporters hang together."""


@once
def defence(view: View) -> Defence:
    """What defends each of the three layers, and whether its supporters are joined with those of the others.

    A layer *holds* with all four: a *supporter* (support ½ or more), an *insider* (a mentor, or a coach of
    any decision), a live *peer tie* (our level = their layer) in which both sides started contacts within the
    last 180 days, and two or more *channels* of contact within these days, in its live ties. A contact that
    weighs nothing (a complaint) is no channel. `joined`: some group of supporters that hang together by
    influence, confidant, ally or reporting lines, in whatever direction, has one in each layer. `weakest`:
    the layer with the fewest of the four; of equals the one with less coverage, then the higher one; None
    where all hold.

    Errors: none. Cost: linear in people, lines and contacts of live ties. Source: docs/metrics/defence.md.

    >>> from graphkam.analysis.example import kiln
    >>> answer = defence(kiln())
    >>> [(layer.layer, layer.supporters, layer.channels, layer.holds) for layer in answer.layers]
    [('operating', (), 0, False), ('management', (), 2, False), ('executive', (), 0, False)]
    >>> answer.joined, answer.weakest
    (False, 'executive')
    """
    layers = tuple(_layer(view, layer) for layer in LAYERS)
    return Defence(
        account=view.facts.account.id,
        as_of=str(view.at),
        layers=layers,
        joined=_joined(view, layers),
        weakest=_weakest(view, layers),
    )


def _layer(view: View, layer: str) -> LayerDefence:
    people = view.layers[layer]
    supports = {p: view.supports[p].value for p in people if p in view.supports}
    supporters = tuple(p for p, value in supports.items() if at_least(value, view.constants.supporter))
    coaches = set(view.roles["coach"])
    insiders = tuple(
        p for p in people if p in coaches or (p in supports and support_word(supports[p]) == "mentor")
    )
    since = view.at.days_ago(view.constants.two_way_days)
    pairs = sorted((tie.team_id, tie.person_id) for p in people for tie in view.ties_with.get(p, ()))
    late = {pair: view.late(pair, since) for pair in pairs}  # the first and the last day included
    peers = tuple(
        PeerTie(ours, theirs, late[ours, theirs].by >= {"us", "them"})
        for ours, theirs in pairs
        if view.team[ours].level == layer
    )
    channels = {channel for of_tie in late.values() for channel in of_tie.channels}
    holds = bool(supporters and insiders) and any(p.two_way for p in peers) and len(channels) >= 2
    return LayerDefence(layer, supporters, insiders, peers, len(channels), holds)


def _joined(view: View, layers: Collection[LayerDefence]) -> bool:
    """Whether a group of supporters that hang together has one in each layer."""
    layer_of = {p: layer.layer for layer in layers for p in layer.supporters}
    beside: dict[str, set[str]] = {p: set() for p in layer_of}
    for r in view.relations:
        if r.kind in JOINING and r.weight != 0.0 and r.from_id in beside and r.to_id in beside:
            beside[r.from_id].add(r.to_id)
            beside[r.to_id].add(r.from_id)
    left = set(beside)
    while left:
        group, waiting = set[str](), [left.pop()]
        while waiting:
            person = waiting.pop()
            group.add(person)
            waiting += beside[person] - group
        left -= group
        if {layer_of[p] for p in group} == set(LAYERS):
            return True
    return False


def _weakest(view: View, layers: Collection[LayerDefence]) -> str | None:
    open_ = [layer for layer in layers if not layer.holds]
    if not open_:
        return None

    def strength(layer: LayerDefence) -> tuple[int, float, int]:
        has = (
            layer.supporters,
            layer.insiders,
            [p for p in layer.peer_ties if p.two_way],
            layer.channels >= 2,
        )
        share = covered_share(view, view.layers[layer.layer]) or 0.0
        return sum(map(bool, has)), round(share, 9), -LAYERS.index(layer.layer)

    return min(open_, key=strength).layer
