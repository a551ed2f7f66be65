"""Coaching on how we meet them, and on what we plan: channels, who starts, who comes, what is promised."""

from __future__ import annotations

from graphkam.analysis.alarms.watch import Watch
from graphkam.analysis.coaching.finding import (
    Finding,
    about_account,
    about_people,
    contact_facts,
    of_late,
)
from graphkam.analysis.defence import defence
from graphkam.analysis.naming import named, worded
from graphkam.domain.alarms import Fact
from graphkam.domain.labels import label
from graphkam.domain.message import message, plural
from graphkam.domain.words import FUNCTION_WORDS, LAYER_WORDS


def layer_on_one_channel(watch: Watch) -> Finding | None:
    """The live ties of a layer saw one channel of contact only within 180 days."""
    view = watch.view
    single = [d.layer for d in reversed(defence(view).layers) if d.channels == 1]
    if not single:
        return None
    ties = [t for layer in single for p in view.layers[layer] for t in view.ties_with.get(p, ())]
    return Finding(
        message("one channel of contact only: {layers}", layers=worded(single, LAYER_WORDS)),
        message("open a second channel: a technical exchange, a training, a visit of their works"),
        people=tuple(t.person_id for t in ties),
        team=tuple(t.team_id for t in ties),
        facts=tuple(watch.tie(t.team_id, t.person_id) for t in ties),
    )


def single_channel(watch: Watch) -> Finding | None:
    """Three or more contacts within 180 days, all of one channel."""
    contacts = of_late(watch.view)
    channels = {t.channel for t in contacts}
    if len(contacts) < watch.view.constants.few_contacts or len(channels) != 1:
        return None
    return Finding(
        message(
            "{n} contacts within {days} days, each of this kind: {channel}",
            n=len(contacts),
            days=watch.view.constants.coaching_days,
            channel=label(contacts[0].channel),
        ),
        message("meet them otherwise as well: who only writes, or only dines, sees one side of them"),
        facts=contact_facts(contacts),
    )


def only_we_start(watch: Watch) -> Finding | None:
    """Of three or more contacts within 180 days whose beginner is recorded, they began none."""
    contacts = [t for t in of_late(watch.view) if t.initiated_by is not None]
    if len(contacts) < watch.view.constants.few_contacts or any(t.initiated_by == "them" for t in contacts):
        return None
    return Finding(
        message(
            "we began all of {n} contacts within {days} days",
            n=len(contacts),
            days=watch.view.constants.coaching_days,
        ),
        message("bring something they come back for; who never calls does not need us yet"),
        facts=contact_facts(contacts),
    )


def same_function_met(watch: Watch) -> Finding | None:
    """Three or more contacts within 180 days, each only with people of one and the same function."""
    view = watch.view
    contacts = of_late(view)
    if len(contacts) < view.constants.few_contacts:
        return None
    met = {p for t in contacts for p in t.people if p in view.people}
    functions = [set(view.people[p].functions) for p in sorted(met)]
    shared = sorted(set.intersection(*functions))
    if not shared:
        return None
    return Finding(
        message(
            "all {n} contacts within {days} days were with: {functions}",
            n=len(contacts),
            days=view.constants.coaching_days,
            functions=worded(shared, FUNCTION_WORDS),
        ),
        message("let their other functions meet ours: quality, logistics, finance, their users"),
        people=view.by_power(met),
        facts=contact_facts(contacts),
    )


def one_of_ours_holds_all(watch: Watch) -> Finding | None:
    """There are two or more live ties, all of one of ours."""
    view = watch.view
    holders = {t.team_id for t in view.live_ties}
    if len(view.live_ties) < 2 or len(holders) != 1:
        return None
    return Finding(
        message("all {n} live ties are held by {ours}", n=len(view.live_ties), ours=named(view, [*holders])),
        message("take a colleague along each time: the day this one leaves, everything goes"),
        team=tuple(holders),
        facts=tuple(watch.tie(t.team_id, t.person_id) for t in view.live_ties),
    )


def executive_without_peer(watch: Watch) -> Finding | None:
    """The executive layer has live ties, none of them with an executive of ours."""
    view = watch.view
    ties = [t for p in view.layers["executive"] for t in view.ties_with.get(p, ())]
    if not ties or any(view.team[t.team_id].level == "executive" for t in ties):
        return None
    people = view.by_power({t.person_id for t in ties})
    return Finding(
        message("no executive of ours has a live tie with {names}", names=named(view, people)),
        message("bring one of our executives along: their top talks to ours as equals"),
        people=people,
        team=tuple(t.team_id for t in ties),
        facts=tuple(watch.tie(t.team_id, t.person_id) for t in ties),
    )


def sponsor_absent(watch: Watch) -> Finding | None:
    """An executive sponsor is named, and none has spoken with an executive of theirs within 180 days."""
    view = watch.view
    named_as = [a for a in view.assignments if a.as_ == "executive_sponsor"]
    sponsors, top = {a.team_id for a in named_as}, set(view.layers["executive"])
    if not sponsors or any(sponsors & {*t.team} and top & {*t.people} for t in of_late(view)):
        return None
    return Finding(
        message(
            "{names} spoke with no executive of theirs within {days} days",
            names=named(view, sorted(sponsors)),
            days=view.constants.coaching_days,
        ),
        message("set a day on which the sponsor meets their top, with something to say that only a top can"),
        people=view.by_power(top),
        team=tuple(sponsors),
        facts=tuple(map(watch.assignment, named_as)),
    )


def no_next_action(watch: Watch) -> Finding | None:
    """No action is recorded that is not done."""
    at = watch.view.at
    if any(a.done_at is None or not at.has_happened(a.done_at) for a in watch.view.facts.actions):
        return None
    return Finding(
        message("nobody has written down whom to meet next"),
        message("take the first of the next steps: who meets whom, why, until when"),
        facts=about_account(watch),
    )


def commitment_without_due(watch: Watch) -> Finding | None:
    """An open promise has no due day."""
    view = watch.view
    open_ = [
        c
        for c in view.facts.commitments
        if c.due is None
        and (c.made_at is None or view.at.has_happened(c.made_at))
        and (c.kept_at is None or not view.at.has_happened(c.kept_at))
    ]
    if not open_:
        return None
    return Finding(
        plural(
            "{n} open promise has no day by which it is kept: {what}",
            "{n} open promises have no day by which they are kept, among them: {what}",
            n=len(open_),
            what=min(open_, key=lambda c: c.id).what,
        ),
        message("agree on a day with the customer, and write it down"),
        team=tuple(c.owner_id for c in open_),
        facts=tuple(Fact("commitments", c.id) for c in open_),
    )


def no_targets(watch: Watch) -> Finding | None:
    """There are decision holders, and a wanted tie strength is recorded for none of them."""
    view = watch.view
    holders = view.by_power(view.decision.holders)
    if not holders or any(view.people[p].target is not None for p in holders):
        return None
    return Finding(
        message("how well we want to know them is set for none of {n} decision holders", n=len(holders)),
        message("set for each how strong the tie should be by the next review"),
        people=holders,
        facts=about_people(watch, holders),
    )
