"""Coaching on where they stand: supporters, mentors and coaches, and the rival's friends."""

from __future__ import annotations

from collections.abc import Iterable

from graphkam.analysis.alarms.watch import Watch, relation_fact, rival_fact
from graphkam.analysis.coaching.finding import Finding, about_people, assessment_fact
from graphkam.analysis.judgement import support_word
from graphkam.analysis.naming import named
from graphkam.analysis.view import View
from graphkam.domain.alarms import Fact
from graphkam.domain.constants import at_least
from graphkam.domain.message import message, plural, row

TO_THE_CIRCLE = ("influences", "confidant", "ally", "reports_to")


def key_players_not_supporters(watch: Watch) -> Finding | None:
    """Of the decision holders who are judged, more than half stand below supporter."""
    view = watch.view
    judged = [p for p in view.decision.holders if p in view.supports]
    least = view.constants.supporter
    others = view.by_power(p for p in judged if not at_least(view.supports[p].value, least))
    if 2 * len(others) <= len(judged):
        return None
    return Finding(
        message(
            "of {all} decision holders whose support is judged, {n} are no supporters: {names}",
            all=len(judged),
            n=len(others),
            names=named(view, others),
        ),
        message(
            "for each of them: what would have to happen that they speak for us, and who brings it about"
        ),
        people=others,
        facts=_judgements(view, others),
    )


def mentor_outside_circle(watch: Watch) -> Finding | None:
    """Somebody is judged mentor, and none of the mentors decides or has a line to somebody who does."""
    view = watch.view
    mentors = view.by_power(_mentors(view))
    circle = set(view.decision.holders)
    for r in view.relations:
        if r.kind in TO_THE_CIRCLE and r.weight != 0.0:
            if r.to_id in view.decision.holders:
                circle.add(r.from_id)
            if r.from_id in view.decision.holders and r.kind == "ally":
                circle.add(r.to_id)
    if not mentors or not view.decision.holders or circle.intersection(mentors):
        return None
    return Finding(
        message("{names}: no line to anybody who decides is known", names=named(view, mentors)),
        message("ask the mentor who has the ear of those who decide, and win one of these too"),
        people=mentors,
        facts=(*_judgements(view, mentors), *about_people(watch, mentors)),
    )


def coach_without_tie(watch: Watch) -> Finding | None:
    """Somebody who is coach or judged mentor has no live tie."""
    view = watch.view
    coaches = {*view.roles["coach"], *_mentors(view)}
    lonely = view.by_power(p for p in coaches if p not in view.ties_with and not view.people[p].placeholder)
    if not lonely:
        return None
    roles = [
        watch.role(r)
        for r in view.facts.roles
        if r.role == "coach" and r.person_id in lonely and view.at.valid(r.valid_from, r.valid_to)
    ]
    return Finding(
        plural(
            "{n} friend in the house whom nobody of ours meets: {names}",
            "{n} friends in the house whom nobody of ours meets: {names}",
            n=len(lonely),
            names=named(view, lonely),
        ),
        watch.meet(lonely[0]),
        people=lonely,
        facts=(*roles, *_judgements(view, lonely)),
    )


def rival_tie_unanswered(watch: Watch) -> Finding | None:
    """A competitor has a tie with somebody with whom nobody of ours has a live tie."""
    view = watch.view
    ties = [
        r
        for r in view.facts.rivals
        if r.person_id in view.people
        and r.person_id not in view.ties_with
        and r.strength != 0.0
        and view.at.valid(r.valid_from, r.valid_to)
    ]
    if not ties:
        return None
    people = view.by_power({r.person_id for r in ties})
    return Finding(
        message(
            "{rivals}: ties with {names}, whom nobody of ours meets",
            rivals=row(sorted({r.competitor for r in ties})),
            names=named(view, people),
        ),
        watch.meet(people[0]),
        people=people,
        facts=tuple(map(rival_fact, ties)),
    )


def decider_by_influence_only(watch: Watch) -> Finding | None:
    """A decision holder without live tie is reached by influence."""
    view = watch.view
    heard = view.influence_flow.reached - view.ties_with.keys()
    people = view.by_power(view.decision.holders & heard)
    if not people:
        return None
    lines = [relation_fact(r) for r in view.relations if _leads_to(r.kind, r.from_id, r.to_id) in people]
    return Finding(
        message("what {names} think of us we know from others only", names=named(view, people)),
        watch.meet(people[0]),
        people=people,
        facts=tuple(lines),
    )


def _leads_to(kind: str, from_id: str, to_id: str) -> str | None:
    """Whom a line of influence leads to; a reporting line leads down."""
    if kind == "reports_to":
        return from_id
    return to_id if kind in ("influences", "confidant") else None


def _mentors(view: View) -> set[str]:
    return {p for p, s in view.supports.items() if support_word(s.value) == "mentor"}


def _judgements(view: View, people: Iterable[str]) -> tuple[Fact, ...]:
    wanted = set(people)
    return tuple(
        assessment_fact(a)
        for a in view.facts.assessments
        if a.person_id in wanted and a.support is not None and view.at.has_happened(a.at)
    )
