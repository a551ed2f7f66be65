"""Why an introduction is worth making, in one sentence."""

from __future__ import annotations

from graphkam.analysis.naming import named, worded
from graphkam.analysis.past import Pair
from graphkam.analysis.view import View
from graphkam.domain.message import Message, message
from graphkam.domain.moves import WarmPath
from graphkam.domain.vocabulary import DECISION_ROLES, VETO_ROLES
from graphkam.domain.words import LAYER_WORDS, ROLE_WORDS


def why(view: View, assumed: View, pair: Pair, way: WarmPath | None) -> Message:
    """Who they are to us, why this one of ours, and what way leads there.

    `assumed` is the view with the ties chosen before this one: somebody who is met only there is met by then,
    and can be introduced by whoever met them.

    >>> from graphkam.analysis.example import kiln
    >>> why(kiln(), kiln(), ("li", "gm"), None)
    'The new GM decides as decider, and nobody of ours has a live tie; Li is their peer; no way in is known yet'
    """
    met = [t.team_id for t in assumed.ties_with.get(pair[1], ())]
    if met and pair[1] not in view.ties_with:
        first = message("{name} then hangs on {ours} alone", name=view.name(pair[1]), ours=named(view, met))
    else:
        first = _who(assumed, pair[1])
    clauses = [first]
    layer = view.people[pair[1]].layer
    if layer is not None and view.team[pair[0]].level == layer:
        clauses.append(message("{ours} is their peer", ours=view.name(pair[0])))
    if way is None and not met:
        clauses.append(message("no way in is known yet"))
    elif way is not None and (
        len(way.hops) > 1 or way.hops[0].from_ != pair[0] or way.hops[0].account_id is not None
    ):
        clauses.append(message("way in: {way}", way=way.reason))
    sentence = clauses[0]
    for clause in clauses[1:]:
        sentence = message("{first}; {second}", first=sentence, second=clause)
    return sentence


def _who(view: View, person: str) -> Message:
    name, holders = view.name(person), [t.team_id for t in view.ties_with.get(person, ())]
    roles = [role for role in DECISION_ROLES if person in view.roles[role]]
    if holders:
        return message("{name} is reached through {ours} only", name=name, ours=named(view, holders))
    if roles:
        veto = any(role in VETO_ROLES for role in roles)
        said = worded(roles, ROLE_WORDS)
        if veto and not {"decider", "economic_buyer"} & set(roles):
            return message(
                "{name} can veto as {role}, and nobody of ours has a live tie", name=name, role=said
            )
        return message("{name} decides as {roles}, and nobody of ours has a live tie", name=name, roles=said)
    layer = view.people[person].layer
    if layer is None:
        return message("nobody of ours has a live tie with {name}", name=name)
    return message(
        "{name} is in the {layer}, and nobody of ours has a live tie", name=name, layer=LAYER_WORDS[layer]
    )
