"""What a coaching rule finds, and the habits of contact that several rules look at."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from graphkam.analysis.alarms.watch import Watch
from graphkam.analysis.view import View
from graphkam.domain.alarms import Fact, record_key
from graphkam.domain.constants import TOLERANCE
from graphkam.domain.facts import Assessment, Touchpoint
from graphkam.domain.message import Message

SHOWN = 12
"""Of contacts that show a habit the newest are named as facts."""


class Finding(NamedTuple):
    """What a rule says of one account, why, what to do, and on which records that rests."""

    reason: Message
    todo: Message
    people: tuple[str, ...] = ()
    team: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()


Finder = Callable[[Watch], Finding | None]


def about_people(watch: Watch, people: Iterable[str]) -> tuple[Fact, ...]:
    """The posts of some of their people as facts."""
    return tuple(watch.employment(watch.view.people[p]) for p in people)


def about_account(watch: Watch) -> tuple[Fact, ...]:
    """The account itself, where what counts is that nothing is recorded."""
    return (Fact("accounts", watch.account_id),)


def assessment_fact(assessment: Assessment) -> Fact:
    """A judgement as a fact."""
    return Fact("assessments", record_key(assessment.person_id, assessment.author, assessment.at))


def of_late(view: View) -> list[Touchpoint]:
    """The contacts within 180 days in which one of theirs who is there was spoken with, newest first.

    A contact that weighs nothing (a complaint) is none, nor is one that lies ahead. Cost: linear.

    >>> from graphkam.analysis.example import kiln
    >>> [t.id for t in of_late(kiln())]
    ['d2', 'd1', 'c1']
    """
    first, weights = view.at.days_ago(view.constants.coaching_days), view.constants.weights
    found = [
        t
        for t in view.facts.touchpoints
        if view.at.counts(t.at)
        and view.at.day_at(t.at) >= first
        and weights.get(t.channel, weights["other"]) > TOLERANCE
        and any(p in view.people for p in t.people)
    ]
    return sorted(found, key=lambda t: (-t.at, t.id))


def contact_facts(contacts: Iterable[Touchpoint]) -> tuple[Fact, ...]:
    """The newest of some contacts as facts; they come newest first."""
    return tuple(Fact("touchpoints", t.id) for t in [*contacts][:SHOWN])
