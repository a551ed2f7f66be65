"""The state of each of their people: layer, power, support, roles, reach."""

from __future__ import annotations

from collections import defaultdict

from graphkam.analysis.judgement import support_word
from graphkam.analysis.view import View, once
from graphkam.domain.answers import PersonState
from graphkam.domain.vocabulary import LAYERS


@once
def people(view: View) -> tuple[PersonState, ...]:
    """Their people of that day, executive layer first, most powerful first, then ids.

    *Power* (0…1) is what colleagues judged, else what the file gives, else that of the layer, else guessed.
    *Support* (−1…1 and its word) is what colleagues judged; None if nobody did, which is not neutral.
    *Layer* and *function* are as given, else as the title tells, the layer else by the reporting line; each says
    which (`layer_source`, `layer_confidence`, `function_source`).
    *Reached*: by a live tie; `reached_by_influence`: by a path of the influence graph, live ties included.

    Errors: none. Cost: linear. Source: docs/definitions.md, "Power and support", "Coverage".

    >>> from graphkam.analysis.example import kiln
    >>> for p in people(kiln()):
    ...     print(p.name, p.layer, p.power, p.reached, round(p.coverage, 2), p.roles)
    The new GM executive 0.8 False 0.0 ('decider',)
    Liu management 0.5 True 0.8 ('technical_buyer',)
    Xu management 0.5 False 0.0 ()
    """
    roles: defaultdict[str, list[str]] = defaultdict(list)
    for role, holders in view.roles.items():
        for person in holders:
            roles[person].append(role)
    states = [_state(view, person, tuple(roles.get(person, ()))) for person in view.people]
    return tuple(sorted(states, key=lambda p: (-layer_rank(p.layer), -p.power, p.id)))


def layer_rank(layer: str | None) -> int:
    """0 for the operating layer up to 2; −1 for an unknown one.

    >>> layer_rank("executive"), layer_rank(None)
    (2, -1)
    """
    return LAYERS.index(layer) if layer in LAYERS else -1


def _state(view: View, person: str, roles: tuple[str, ...]) -> PersonState:
    work, power, support = view.people[person], view.powers[person], view.supports.get(person)
    return PersonState(
        id=person,
        name=work.name,
        title=work.title,
        department=work.department,
        layer=work.layer,
        layer_source=(work.layer_source or "given") if work.layer else "unknown",
        function=work.functions,
        power=power.value,
        power_source=power.source,
        power_disagreement=power.disagreement,
        support=support_word(support.value) if support else None,
        support_value=support.value if support else None,
        support_disagreement=support.disagreement if support else None,
        roles=roles,
        decision_holder=person in view.decision.holders,
        reached=person in view.ties_with,
        reached_by_influence=person in view.influence_flow.reached,
        coverage=view.coverages[person],
        target=work.target,
        placeholder=work.placeholder,
        layer_confidence=work.layer_confidence if work.layer else None,
        function_source="title"
        if person in view.guessed_functions
        else "given"
        if work.functions
        else "unknown",
    )
