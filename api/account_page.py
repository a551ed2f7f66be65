"""What the page of an account shows, and the parts that open in it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

from api import alarm_facts
from graphkam import analysis
from graphkam.analysis import View
from graphkam.analysis.alarms import alarm_count
from graphkam.analysis.ties import tie_states
from graphkam.desk import Desk
from graphkam.domain.answers import Gaps, Loss, Spof, Tie
from graphkam.domain.facts import GUESSED_SOURCES, AccountFacts
from graphkam.domain.labels import label
from graphkam.domain.message import Message, message, plural
from graphkam.domain.moment import DAY, AsOf, seconds_of
from graphkam.domain.vocabulary import FUNCTIONS, LAYERS, ROLES
from graphkam.domain.words import LAYER_WORDS
from graphkam.errors import NotFoundError

LAYERS_TOP_DOWN = LAYERS[::-1]
ROWS = 30
"""Ties and people shown at first."""
ALARMS = 8
"""Alarms shown at first."""
CONTACTS = 200
"""Touchpoints of a tie shown one by one."""


def names_of(facts: AccountFacts) -> dict[str, str]:
    """The names of theirs and ours at an account, by id."""
    return {p.person_id: p.name for p in facts.people} | {m.id: m.name for m in facts.team}


def values(desk: Desk, view: View, *, all_ties: bool, all_people: bool, all_alarms: bool) -> dict[str, Any]:
    """The values of the page's template: all of them of one view, so that no write comes in between."""
    gaps, spof = analysis.gaps(view), analysis.spof(view)
    people = sorted(analysis.people(view), key=lambda p: (-p.power, p.id))
    about = view.facts.account
    held = {a.as_ for a in view.assignments}
    severities = [gap.severity for gap in gaps.gaps]
    alarms = desk.alarms_of(view)
    alarms_shown = alarms if all_alarms else alarms[:ALARMS]
    spofs = _spofs(spof)
    return {
        **common(desk, view),
        "facets": _facets(view.facts),
        "parent": _parent(desk, about.parent_id),
        "gaps": gaps,
        "layers": sorted(gaps.layers, key=lambda c: LAYERS_TOP_DOWN.index(c.layer)),
        "alarms": alarms,
        "alarms_shown": alarms_shown,
        "alarm_count": alarm_count(alarms),
        "records": alarm_facts.told(view, alarms_shown),
        "defence": analysis.defence(view),
        "red": severities.count("red"),
        "amber": severities.count("amber"),
        "spof": spof,
        "spofs": spofs,
        "loss_tables": _loss_tables(spof),
        "verdict": _verdict(gaps, spofs),
        "stage": analysis.stage(view),
        "exposure": analysis.exposure(view),
        "ties": len(view.strengths),
        "ties_shown": tie_states(view, None if all_ties else ROWS),
        "people": people,
        "people_shown": people if all_people else people[:ROWS],
        "team": view.assignments,
        "unreached": [p for p in view.by_power(view.decision.holders) if p not in view.ties_with],
        "empty_layers": [layer for layer in LAYERS_TOP_DOWN if not view.layers[layer]],
        "no_team": [label(part) for part in ("account_manager", "executive_sponsor") if part not in held],
        "matrix_theirs": (theirs := sorted({c.theirs for c in gaps.matrix}, key=_function_rank)),
        "matrix": _matrix(gaps, theirs),
        "disagreement": desk.constants.disagreement,
    }


def common(desk: Desk, view: View) -> dict[str, Any]:
    """What every page of an account needs."""
    return {
        "account": view.facts.account,
        "names": names_of(view.facts),
        "ours": {m.id for m in view.facts.team},
        "constants": desk.constants,
        "below": len(desk.subsidiaries(view.facts.account.id)),
        "at": view.at,
    }


def _facets(facts: AccountFacts) -> list[Message]:
    about = facts.account
    words = [*about.kinds, about.grade, about.segment, about.lifecycle]
    found = [label(word) for word in words if word]
    if about.industry:
        found.append(label(about.industry))
    if about.our_role:
        found.append(message("our role: {role}", role=label(about.our_role)))
    if about.captive:
        found.append(message("captive: no other source"))
    if about.payment:
        found.append(message("payment: {how}", how=label(about.payment)))
    return found


def _parent(desk: Desk, parent_id: str | None) -> tuple[str, str] | None:
    return (parent_id, desk.facts(parent_id).account.name) if parent_id else None


def _verdict(gaps: Gaps, spofs: Sequence[str]) -> Message:
    """The account in one sentence: which layers are open, and whether all hangs on somebody."""
    bad = [
        layer
        for layer in sorted(gaps.layers, key=lambda c: -LAYERS.index(c.layer))
        if layer.status != "covered"
    ]
    if not bad:
        layers = message("all three layers are covered")
    else:
        parts = [message("{layer} {status}", layer=LAYER_WORDS[c.layer], status=label(c.status)) for c in bad]
        layers = _joined(parts)
    if not spofs:
        return message("{layers}; nobody is a single point of failure", layers=layers)
    points = plural("{n} single point of failure", "{n} single points of failure", n=len(spofs))
    return message("{layers}; {points}", layers=layers, points=points)


def _joined(parts: list[Message]) -> Message:
    match parts:
        case [one]:
            return one
        case [*first, last]:
            return message("{first}, {last}", first=_joined(first), last=last)
    raise ValueError("nothing to join")


def _spofs(spof: Spof) -> list[str]:
    """Whoever is a single point of failure when influence counts, ours first."""
    return [loss.id for loss in (*spof.influence.ours, *spof.influence.theirs) if loss.spof]


def _loss_tables(spof: Spof) -> list[tuple[Message, Message, list[tuple[str, Loss]]]]:
    return [
        (
            message("With influence among their people"),
            message("Whom our contacts influence or manage counts as reached."),
            _losses(spof.influence.ours, spof.influence.theirs),
        ),
        (
            message("On touchpoints alone"),
            message("Only those count as reached with whom we have a live tie."),
            _losses(spof.direct.ours, spof.direct.theirs),
        ),
    ]


def _losses(ours: Sequence[Loss], theirs: Sequence[Loss]) -> list[tuple[str, Loss]]:
    """Single points of failure, and else the largest losses, of both sides together."""
    both = [("ours", loss) for loss in ours] + [("theirs", loss) for loss in theirs]
    ranked = sorted(
        both, key=lambda pair: (not pair[1].spof, -(pair[1].impact or 0), -(pair[1].reach_lost or 0))
    )
    some = [pair for pair in ranked if pair[1].spof or pair[1].impact or pair[1].cuts_off]
    return some[: max(10, sum(loss.spof for _, loss in some))]


def _function_rank(function: str | None) -> int:
    return FUNCTIONS.index(function) if function in FUNCTIONS else len(FUNCTIONS)


def _matrix(gaps: Gaps, theirs: Sequence[str | None]) -> list[tuple[str | None, list[Any]]]:
    cells = {(cell.ours, cell.theirs): cell for cell in gaps.matrix}
    ours = sorted({cell.ours for cell in gaps.matrix}, key=_function_rank)
    return [(own, [cells.get((own, other)) for other in theirs]) for own in ours]


class Share(NamedTuple):
    """One person's part of a coverage: power × c."""

    id: str
    name: str
    title: str | None
    layer: str | None
    layer_guessed: bool
    function_guessed: bool
    """Only where the function is what is asked for."""
    power: float
    power_source: str
    coverage: float
    support: str | None
    placeholder: bool
    reached_by_influence: bool
    ties: tuple[Tie, ...]


def coverage(desk: Desk, account_id: str, kind: str, what: str, at: AsOf) -> dict[str, Any]:
    """Who makes up the coverage of a layer, function, role or of the decision holders; NotFoundError."""
    view = desk.view(account_id, at)
    chosen, title = _chosen(view, kind, what)
    by_person: dict[str, list[Tie]] = {}
    for tie_ in analysis.ties(view).items:
        by_person.setdefault(tie_.person_id, []).append(tie_)
    rows = [
        Share(
            id=p.id,
            name=p.name,
            title=p.title,
            layer=p.layer,
            layer_guessed=p.layer_source in GUESSED_SOURCES,
            function_guessed=kind == "function" and p.function_source == "title",
            power=p.power,
            power_source=p.power_source,
            coverage=p.coverage,
            support=p.support,
            placeholder=p.placeholder,
            reached_by_influence=p.reached_by_influence,
            ties=tuple(by_person.get(p.id, ())),
        )
        for p in analysis.people(view)
        if p.id in chosen
    ]
    rows.sort(key=lambda row: (-row.power * row.coverage, -row.power, row.id))
    return {
        **common(desk, view),
        "title": title,
        "rows": rows,
        "sum_part": math.fsum(row.power * row.coverage for row in rows),
        "sum_power": math.fsum(row.power for row in rows),
        "by_influence": kind == "decision",
    }


def _chosen(view: View, kind: str, what: str) -> tuple[frozenset[str], Message]:
    match kind, what:
        case "layer", layer if layer in LAYERS:
            return frozenset(view.layers[layer]), message(
                "Coverage of the layer: {layer}", layer=label(layer)
            )
        case "function", function if function in FUNCTIONS:
            people = frozenset(p for p, e in view.people.items() if function in e.functions)
            return people, message("Coverage of the function: {function}", function=label(function))
        case "role", role if role in ROLES:
            return frozenset(view.roles[role]), message("Coverage of the role: {role}", role=label(role))
        case "decision", "all":
            return view.decision.holders, message("Coverage of those who decide")
    raise NotFoundError(message("there is no such coverage"))


def tie(desk: Desk, account_id: str, team_id: str, person_id: str, at: AsOf) -> dict[str, Any]:
    """The touchpoints of one tie, newest first; NotFoundError if there is none."""
    view = desk.view(account_id, at)
    ties = analysis.ties(view).items
    found = next((t for t in ties if (t.team_id, t.person_id) == (team_id, person_id)), None)
    if found is None:
        raise NotFoundError(message("these two have no tie at this account"))
    older = found.touchpoints[CONTACTS:]
    return {
        **common(desk, view),
        "tie": found,
        "contacts": found.touchpoints[:CONTACTS],
        "older": (len(older), math.fsum(t.contribution for t in older)) if older else None,
        "age": lambda contact: (at.instant - seconds_of(contact.at)) / DAY,
    }


def introductions(desk: Desk, account_id: str, at: AsOf) -> dict[str, Any]:
    """Whom to meet next."""
    answer, known = desk.introductions(account_id, at), common(desk, desk.view(account_id, at))
    return {**known, "names": {**answer.names, **known["names"]}, "answer": answer}
