"""Coaching on what we know of them: who decides, who can say no, who listens to whom, what they need."""

from __future__ import annotations

from graphkam.analysis.alarms.watch import Watch, later
from graphkam.analysis.coaching.finding import (
    Finding,
    about_account,
    about_people,
    assessment_fact,
    contact_facts,
    of_late,
)
from graphkam.analysis.datagaps import data_gaps
from graphkam.analysis.judgement import support_word
from graphkam.analysis.naming import named, worded
from graphkam.domain.alarms import Fact
from graphkam.domain.constants import at_least
from graphkam.domain.facts import Employment
from graphkam.domain.message import message, plural
from graphkam.domain.moment import AsOf
from graphkam.domain.words import FUNCTION_WORDS

AGAINST = ("non_supporter", "opponent")


def no_decision_maker(watch: Watch) -> Finding | None:
    """Nobody is recorded as decider or economic buyer."""
    view = watch.view
    if view.roles["decider"] or view.roles["economic_buyer"]:
        return None
    return Finding(
        message("nobody is recorded as decider or economic buyer"),
        message("ask a contact who signs, and who is heard before; record the roles"),
        facts=about_account(watch),
    )


def approver_unknown(watch: Watch) -> Finding | None:
    """Nobody is recorded as approver."""
    if watch.view.roles["approver"]:
        return None
    return Finding(
        message("nobody is recorded as approver"),
        message(
            "ask whose objection would stop the order: finance, legal, quality; record them as approvers"
        ),
        facts=about_account(watch),
    )


def veto_function_unknown(watch: Watch) -> Finding | None:
    """A function that usually sits at the table is one of which nobody is known."""
    missing = [gap.what for gap in data_gaps(watch.view) if gap.kind == "function"]
    if not missing:
        return None
    return Finding(
        message("nobody is known in: {functions}", functions=worded(missing, FUNCTION_WORDS)),
        message("find out who sits there, and greet them before they have to judge you"),
        facts=about_account(watch),
    )


def no_opponent_mapped(watch: Watch) -> Finding | None:
    """People are known, nobody is judged against us, and no competitor's tie is recorded."""
    view = watch.view
    against = any(support_word(s.value) in AGAINST for s in view.supports.values())
    rivals = any(
        r.person_id in view.people and view.at.valid(r.valid_from, r.valid_to) for r in view.facts.rivals
    )
    if not view.people or against or rivals:
        return None
    return Finding(
        plural(
            "{n} person is known, and nobody is said to stand against us or near a rival",
            "{n} people are known, and nobody is said to stand against us or near a rival",
            n=len(view.people),
        ),
        message("ask who would rather buy from somebody else, and whom the rivals visit; record it"),
        facts=about_account(watch),
    )


def no_reporting_lines(watch: Watch) -> Finding | None:
    """Two or more people are known, and nobody is recorded as reporting to anybody."""
    view = watch.view
    if len(view.people) < 2 or any(r.kind == "reports_to" for r in view.relations):
        return None
    return Finding(
        message("{n} people are known, and nobody's superior is", n=len(view.people)),
        message("draw their organisation chart with a contact, and record who reports to whom"),
        facts=about_account(watch),
    )


def no_influence_lines(watch: Watch) -> Finding | None:
    """Three or more people are known, and no influence and no confidant is recorded."""
    view = watch.view
    if len(view.people) < 3 or any(r.kind in ("influences", "confidant") for r in view.relations):
        return None
    return Finding(
        message("{n} people are known, and no influence between any two of them", n=len(view.people)),
        message("ask your coach who listens to whom, in and outside the office; record it"),
        facts=about_account(watch),
    )


def power_guessed(watch: Watch) -> Finding | None:
    """Of more than half of the decision holders the power is guessed."""
    view = watch.view
    guesses = view.by_power(p for p in view.decision.holders if view.powers[p].source == "guessed")
    if 2 * len(guesses) <= len(view.decision.holders):
        return None
    return Finding(
        message(
            "of {n} of {all} decision holders the power is guessed: {names}",
            n=len(guesses),
            all=len(view.decision.holders),
            names=named(view, guesses),
        ),
        message("judge how much each of them has to say, formally and in fact"),
        people=guesses,
        facts=about_people(watch, guesses),
    )


def judgements_stale(watch: Watch) -> Finding | None:
    """A decision holder's support was not judged within 180 days."""
    view = watch.view
    newest: dict[str, str] = {}
    for a in view.facts.assessments:
        if a.support is not None and a.person_id in view.decision.holders and view.at.has_happened(a.at):
            day = view.at.day_of(a.at)
            newest[a.person_id] = later(newest.get(a.person_id), day) or day
    first = view.at.days_ago(view.constants.stale_days)
    stale = view.by_power(p for p in view.decision.holders if newest.get(p, "") < first)
    if not stale:
        return None
    old = [
        assessment_fact(a)
        for a in view.facts.assessments
        if a.person_id in stale and newest.get(a.person_id) == view.at.day_of(a.at) and a.support is not None
    ]
    return Finding(
        plural(
            "the support of {n} decision holder was not judged within {days} days: {names}",
            "the support of {n} decision holders was not judged within {days} days: {names}",
            n=len(stale),
            days=view.constants.stale_days,
            names=named(view, stale),
        ),
        message("whoever of ours met them says where they stand today, and how sure that is"),
        people=stale,
        facts=(*old, *about_people(watch, stale)),
    )


def colleagues_disagree(watch: Watch) -> Finding | None:
    """Judgements of a decision holder's support differ by more than 0.3."""
    view = watch.view
    limit = view.constants.disagreement
    differ = view.by_power(
        p
        for p in view.decision.holders
        if p in view.supports
        and (by := view.supports[p].disagreement) is not None
        and not at_least(limit, by)
    )
    if not differ:
        return None
    judged = [a for a in view.facts.assessments if a.person_id in differ and view.at.has_happened(a.at)]
    return Finding(
        message("colleagues see these otherwise than each other: {names}", names=named(view, differ)),
        message("bring the colleagues together: who saw what, and when; judge again"),
        people=differ,
        facts=tuple(assessment_fact(a) for a in judged if a.support is not None),
    )


def placeholder_unfilled(watch: Watch) -> Finding | None:
    """A placeholder is recorded for 90 days or more."""
    view = watch.view
    first = view.at.days_ago(view.constants.placeholder_days)

    def old(work: Employment) -> bool:
        return work.placeholder and (work.valid_from or "") <= first

    waiting = view.by_power(p for p, e in view.people.items() if old(e))
    if not waiting:
        return None
    return Finding(
        message(
            "for {days} days or more nobody found out who this is: {names}",
            days=view.constants.placeholder_days,
            names=named(view, waiting),
        ),
        message("ask a contact for the name, and put the person in its place"),
        people=waiting,
        facts=about_people(watch, waiting),
    )


def no_hidden_need(watch: Watch) -> Finding | None:
    """No need is recorded as hidden, or all of them are solved."""
    view = watch.view
    needs = [n for n in view.facts.needs if n.at is None or view.at.has_happened(n.at)]
    if any(n.hidden and n.status != "solved" for n in needs):
        return None
    solved = tuple(Fact("needs", n.id) for n in needs if n.hidden)
    return Finding(
        message("no need is recorded that they do not say aloud"),
        message("ask what worries them beside the tender: a person's own aims, a trouble nobody names"),
        facts=solved or about_account(watch),
    )


def nobody_asked(watch: Watch) -> Finding | None:
    """There were contacts, and no survey within 365 days."""
    view = watch.view
    days = view.constants.survey_days
    first = AsOf.on(watch.today, view.at.zone).days_ago(days)
    asked = [s for s in view.facts.surveys if view.at.has_happened(s.at)]
    contacts = of_late(view)
    if not contacts or any(view.at.day_of(s.at) >= first for s in asked):
        return None
    last = max(asked, key=lambda s: (view.at.day_of(s.at), s.id), default=None)
    return Finding(
        message("they were not asked within {days} days", days=days),
        message("ask them, one by one, how satisfied they are and whether they would recommend us"),
        facts=(Fact("surveys", last.id),) if last else contact_facts(contacts[:1]),
    )
