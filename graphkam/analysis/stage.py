"""The stage and the type of the relationship, as the shape of the live ties suggests them."""

from __future__ import annotations

import math

from graphkam.analysis.coverage import layer_guessed, strongest
from graphkam.analysis.naming import named
from graphkam.analysis.view import View, once, ratio
from graphkam.domain.answers import Stage
from graphkam.domain.constants import at_least
from graphkam.domain.message import Message, message, plural
from graphkam.domain.vocabulary import LAYERS
from graphkam.domain.words import LAYER_WORDS


@once
def stage(view: View) -> Stage:
    """The stage (exploratory to integrated) and the type (ordinary, partnership, strategic).

    Without live tie: *exploratory*. *Basic* (bow-tie): the strongest pair has half of ΣS, or peers (our level
    = their layer) meet in one layer at most. *Cooperative*: no account manager, or removing all of them from
    `influence` cuts off a decision holder (`cut_by_manager`), or a layer lacks two of ours and two of theirs.
    Else *integrated* if more than half of ΣS lies outside the managers' own ties (`outside_manager`), else
    *interdependent* (diamond). *Partnership*: three or more functions tied on each side; *strategic*: and
    peer ties in all three layers. Shares 0…1, None without a live tie. Shape suggests a stage; it proves no
    trust.

    Errors: none. Cost: linear in ties, one sweep of the flow graph. Source: Millman and Wilson 1995 with
    Cranfield's names; docs/definitions.md, "Stage".

    >>> from graphkam.analysis.example import kiln
    >>> answer = stage(kiln())
    >>> answer.stage, answer.type, answer.strongest_share, answer.reason
    ('basic', 'ordinary', 1.0, 'Li and Liu alone carry 100% of the strength of all live ties')
    """
    top = strongest(view.live_ties)
    name, reason = _stage(view)
    return Stage(
        account=view.facts.account.id,
        as_of=str(view.at),
        stage=name,
        type=relationship(view),
        strongest_share=top.share if top else None,
        peer_layers=peer_layers(view),
        cut_by_manager=bool(_cut_by_managers(view)),
        outside_manager=_outside_managers(view),
        reason=reason,
    )


def stage_name(view: View) -> str:
    """The stage alone; see `stage`.

    >>> from graphkam.analysis.example import kiln
    >>> stage_name(kiln())
    'basic'
    """
    return _stage(view)[0]


def peer_layers(view: View) -> tuple[str, ...]:
    """The layers in which a live tie joins peers: our level = their layer."""
    met = {
        view.people[t.person_id].layer
        for t in view.live_ties
        if view.team[t.team_id].level == view.people[t.person_id].layer
    }
    return tuple(layer for layer in LAYERS if layer in met)


def _stage(view: View) -> tuple[str, Message]:
    if not view.live_ties:
        return "exploratory", message("there is no live tie")
    basic = _why_basic(view)
    if basic is not None:
        return "basic", basic
    cooperative = _why_cooperative(view)
    if cooperative is not None:
        return "cooperative", cooperative
    outside = _outside_managers(view) or 0.0
    if not at_least(view.constants.integrated_outside, outside):
        reason = message(
            "{share:.0%} of the strength lies outside the account managers' own ties", share=outside
        )
        return "integrated", _as_guessed(view, reason)
    reason = message(
        "peers meet, every layer has two on each side, and {share:.0%} of the strength lies outside the "
        "account managers' own ties",
        share=outside,
    )
    return "interdependent", _as_guessed(view, reason)


def _why_basic(view: View) -> Message | None:
    top = strongest(view.live_ties)
    if top is not None and at_least(top.share, view.constants.dominant_pair):
        return message(
            "{ours} and {theirs} alone carry {share:.0%} of the strength of all live ties",
            ours=view.name(top.team_id),
            theirs=view.name(top.person_id),
            share=top.share,
        )
    peers = peer_layers(view)
    if not peers:
        return _as_guessed(view, message("peers meet in no layer"))
    if len(peers) == 1:
        return _as_guessed(view, message("peers meet in the {layer} only", layer=LAYER_WORDS[peers[0]]))
    return None


def _why_cooperative(view: View) -> Message | None:
    if not view.managers:
        return message("nobody of ours is account manager")
    lost = view.by_power(_cut_by_managers(view))
    if lost:
        return plural(
            "without the account manager ({managers}) a decision holder is cut off: {names}",
            "without the account manager ({managers}) {n} decision holders are cut off: {names}",
            n=len(lost),
            managers=named(view, sorted(view.managers)),
            names=named(view, lost),
        )
    for layer in reversed(LAYERS):
        ours, theirs = _breadth(view, layer)
        if ours < 2 or theirs < 2:
            return _as_guessed(
                view,
                message(
                    "{layer}: {ours} of ours and {theirs} of theirs in live ties, two each are wanted",
                    layer=LAYER_WORDS[layer],
                    ours=ours,
                    theirs=theirs,
                ),
            )
    return None


def _as_guessed(view: View, reason: Message) -> Message:
    """A reason that rests on layers, with how many of those are guessed."""
    guesses = sum(layer_guessed(view, p) for p in view.ties_with)
    if not guesses:
        return reason
    return message(
        "{first}; {second}",
        first=reason,
        second=plural(
            "the layer of {n} person met is guessed", "the layers of {n} people met are guessed", n=guesses
        ),
    )


def _breadth(view: View, layer: str) -> tuple[int, int]:
    ties = [t for t in view.live_ties if view.people[t.person_id].layer == layer]
    return len({t.team_id for t in ties}), len({t.person_id for t in ties})


def _cut_by_managers(view: View) -> frozenset[str]:
    return view.decision.holders & view.influence_flow.lost_without(view.managers)


def _outside_managers(view: View) -> float | None:
    outside = math.fsum(t.strength for t in view.live_ties if t.team_id not in view.managers)
    return ratio(outside, math.fsum(t.strength for t in view.live_ties))


def relationship(view: View) -> str:
    """The type of the relationship alone: ordinary, partnership or strategic; see `stage`."""
    ours = {view.team[t.team_id].function for t in view.live_ties} - {None}
    theirs = {f for t in view.live_ties for f in view.people[t.person_id].functions}
    if len(ours) < 3 or len(theirs) < 3:
        return "ordinary"
    return "strategic" if len(peer_layers(view)) == len(LAYERS) else "partnership"


def only_sales(view: View) -> bool:
    """Whether there are live ties, and only people of our sales hold them.

    >>> from graphkam.analysis.example import kiln
    >>> only_sales(kiln())
    False
    """
    ours = {tie.team_id for tie in view.live_ties}
    return bool(ours) and all(view.team[u].function == "sales" for u in ours)
