"""Coverage gaps: where an account is open, how badly, and why."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Mapping
from functools import partial

from graphkam.analysis.coverage import SEVERITY, coverage, covered_share, layer_guessed, status, thinness
from graphkam.analysis.datagaps import data_gaps
from graphkam.analysis.naming import named, worded
from graphkam.analysis.view import View, once
from graphkam.domain.answers import FunctionCoverage, Gap, Gaps, LayerCoverage, MatrixCell, RoleCoverage
from graphkam.domain.labels import label
from graphkam.domain.message import Message, message, plural
from graphkam.domain.strength import strength
from graphkam.domain.vocabulary import ACCOUNT_STATES, DECISION_ROLES, FUNCTIONS, LAYERS, ROLES, VETO_ROLES
from graphkam.domain.words import FUNCTION_WORDS, LAYER_WORDS, ROLE_WORDS


@once
def gaps(view: View) -> Gaps:
    """Coverage by layer, function and role, and every gap in it, red ones first.

    A *gap* is a layer that is empty, open (red) or thin (amber); a function of theirs with known people
    none of whom is reached (amber); a role with recorded holders none of whom is reached (red); an approver
    or technical buyer without live tie, who can say no (veto, red); another decision holder without
    (person, amber). The account has the colour of its worst layer. What is not known is no gap: see
    `data_gaps`.

    All three layers are listed, functions with known people, and all roles. The matrix counts live ties
    between functions of ours and theirs (None: unknown); its strength is 1 − Π(1 − S).

    Errors: none. Cost: linear in people, roles and ties. Source: docs/definitions.md, "Coverage".

    >>> from graphkam.analysis.example import kiln
    >>> answer = gaps(kiln())
    >>> answer.status, [(layer.layer, layer.status) for layer in answer.layers]
    ('red', [('operating', 'empty'), ('management', 'thin'), ('executive', 'open')])
    >>> [(gap.kind, gap.what, gap.severity) for gap in answer.gaps][:3]
    [('layer', 'executive', 'red'), ('layer', 'operating', 'red'), ('role', 'decider', 'red')]
    """
    layers = layer_coverages(view)
    functions = _functions(view)
    return Gaps(
        account=view.facts.account.id,
        as_of=str(view.at),
        status=worst(layers),
        layers=layers,
        functions=tuple(
            coverage(view, people, partial(FunctionCoverage, function=f), guesses=view.guessed_functions)
            for f, people in functions.items()
        ),
        roles=tuple(_role(view, role) for role in ROLES),
        matrix=_matrix(view),
        no_layer=sum(e.layer not in LAYERS for e in view.people.values()),
        gaps=_found(view, functions),
        data_gaps=data_gaps(view),
        decision_holders=tuple(sorted(view.decision.holders)),
        decision_source=view.decision.source,
    )


def layer_coverages(view: View) -> tuple[LayerCoverage, ...]:
    """The coverage of each of the three layers, operating first."""
    return tuple(
        coverage(view, people, partial(LayerCoverage, layer=layer)) for layer, people in view.layers.items()
    )


def worst(layers: tuple[LayerCoverage, ...]) -> str:
    """The account's status: red, amber or green, as its worst layer."""
    return min((SEVERITY[layer.status] for layer in layers), key=ACCOUNT_STATES.index)


def _functions(view: View) -> dict[str, list[str]]:
    found = {f: [p for p, e in view.people.items() if f in e.functions] for f in FUNCTIONS}
    return {f: people for f, people in found.items() if people}


def _role(view: View, role: str) -> RoleCoverage:
    holders = view.roles[role]
    return RoleCoverage(
        role=role,
        holders=len(holders),
        reached=sum(p in view.ties_with for p in holders),
        status=status(view, holders) if holders else "unknown",
        people=holders,
    )


def _matrix(view: View) -> tuple[MatrixCell, ...]:
    cells: defaultdict[tuple[str, str], list[float]] = defaultdict(list)
    for tie in view.live_ties:
        for theirs in view.people[tie.person_id].functions or ("",):
            cells[view.team[tie.team_id].function or "", theirs].append(tie.s)
    order = {f: i for i, f in enumerate(("", *FUNCTIONS))}
    return tuple(
        MatrixCell(ours or None, theirs or None, len(s), strength(math.fsum(s), view.constants.kappa))
        for (ours, theirs), s in sorted(cells.items(), key=lambda cell: [order[f] for f in cell[0]])
    )


def _found(view: View, functions: Mapping[str, Collection[str]]) -> tuple[Gap, ...]:
    found = [gap for layer in reversed(LAYERS) for gap in _layer_gap(view, layer)]
    for function, people in functions.items():
        if status(view, people) == "open":
            reason = _nobody(view, FUNCTION_WORDS[function], people)
            found.append(Gap("function", function, "amber", view.by_power(people), reason))
    for role, holders in view.roles.items():
        if status(view, holders) == "open":
            reason = _nobody(view, ROLE_WORDS[role], holders)
            found.append(Gap("role", role, "red", view.by_power(holders), reason))
    unmet = (p for p in view.decision.holders if p not in view.ties_with)
    found.extend(_person_gap(view, p) for p in view.by_power(unmet))
    kinds = ("layer", "role", "veto", "function", "person")
    return tuple(sorted(found, key=lambda g: (ACCOUNT_STATES.index(g.severity), kinds.index(g.kind))))


def _layer_gap(view: View, layer: str) -> list[Gap]:
    people = view.layers[layer]
    state = status(view, people)
    if state == "covered":
        return []
    unreached = view.by_power(p for p in people if p not in view.ties_with)
    if state == "empty":
        reason = message("{layer}: nobody of theirs is known", layer=LAYER_WORDS[layer])
    elif state == "open":
        reason = _nobody(view, LAYER_WORDS[layer], people)
    else:
        reason = _thin(view, layer)
    return [Gap("layer", layer, SEVERITY[state], unreached, reason)]


def _nobody(view: View, what: Message, people: Collection[str]) -> Message:
    return plural(
        "{what}: no live tie with the one person known ({names})",
        "{what}: no live tie with any of {n} people known ({names})",
        n=len(people),
        what=what,
        names=named(view, view.by_power(people)),
    )


def _thin(view: View, layer: str) -> Message:
    people = view.layers[layer]
    reached = [p for p in people if p in view.ties_with]
    holders = sorted({tie.team_id for p in reached for tie in view.ties_with[p]})
    said = {
        "coverage": message(
            "{share:.0%} of its power is covered, less than {least:.0%}",
            share=covered_share(view, people) or 0.0,
            least=view.constants.thin_coverage,
        ),
        "one_of_ours": message("all its live ties are held by {ours}", ours=named(view, holders)),
        "one_of_theirs": message(
            "only {name} of {n} people is reached", name=named(view, reached), n=len(people)
        ),
    }
    clauses = [said[why] for why in thinness(view, people)]
    why = clauses[0]
    for clause in clauses[1:]:
        why = message("{first}; {second}", first=why, second=clause)
    return message("{layer}: {why}", layer=LAYER_WORDS[layer], why=why)


def _person_gap(view: View, person: str) -> Gap:
    name = view.name(person)
    role = next((r for r in VETO_ROLES if person in view.roles[r]), None)
    if role is not None:
        reason = message(
            "{name} can veto as {role}, and nobody of ours has a live tie", name=name, role=ROLE_WORDS[role]
        )
        return Gap("veto", person, "red", (person,), reason)
    if view.decision.source == "roles":
        roles = [r for r in DECISION_ROLES if person in view.roles[r]]
        held = worded(roles, ROLE_WORDS)
        reason = message(
            "{name} decides as {roles}, and nobody of ours has a live tie", name=name, roles=held
        )
    else:
        reason = _by_layer(view, person)
    return Gap("person", person, "amber", (person,), reason)


def _by_layer(view: View, person: str) -> Message:
    work, name = view.people[person], view.name(person)
    layer = LAYER_WORDS[work.layer or ""]
    if layer_guessed(view, person):
        return message(
            "{name} is in the {layer} ({source}), and nobody of ours has a live tie",
            name=name,
            layer=layer,
            source=label(work.layer_source, "source"),
        )
    return message("{name} is in the {layer}, and nobody of ours has a live tie", name=name, layer=layer)
