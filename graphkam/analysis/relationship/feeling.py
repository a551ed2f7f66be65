"""The relationship two ways: by feeling, what they say; by behaviour, what they do; and where these differ."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator

from graphkam.analysis.loyalty import judged_satisfaction, loyalty_type, satisfied, stays
from graphkam.analysis.relationship.opinions import fact_of
from graphkam.analysis.view import View
from graphkam.domain.alarms import Fact, record_key
from graphkam.domain.constants import at_least
from graphkam.domain.facts import Order, Reading, Survey
from graphkam.domain.message import Message, message
from graphkam.domain.relationship import (
    Behaviour,
    ContactTrend,
    Feeling,
    LoyaltyState,
    OrderTrend,
    RelationshipFinding,
    Score,
    ShareTrend,
)

FALLEN = 0.5
"""Contacts have fallen when there are at most half as many as in the half year before …"""
ENOUGH = 4
"""… if there were at least so many."""
NEWEST = 50
"""Contacts that are named one by one."""


def feeling(view: View) -> Feeling:
    """What they say of us: the mean of all answers to surveys, else of what colleagues judge (1…5).

    By factor (what it was about) and by moment (what had just happened) each has its mean, worst first.
    *Satisfied* from 4 on, as for the loyalty type. Errors: none. Cost: linear. Source: docs/metrics/feeling.md.

    >>> from graphkam.analysis.example import kiln
    >>> feeling(kiln()).source is None, feeling(kiln()).satisfied is None
    (True, True)
    """
    asked = [s for s in view.facts.surveys if view.at.has_happened(s.at)]
    judged = judged_satisfaction(view)
    score = _mean(s.score for s in asked) if asked else judged
    facts = _answers(asked) if asked else _judgements(view)
    return Feeling(
        source="surveys" if asked else None if judged is None else "assessments",
        score=score,
        satisfied=satisfied(view),
        factors=_by(asked, "factor"),
        moments=_by(asked, "moment"),
        judged=judged,
        facts=facts,
    )


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return math.fsum(found) / len(found)


def _answers(asked: Iterable[Survey]) -> tuple[Fact, ...]:
    newest = sorted(asked, key=lambda s: (s.at, s.id), reverse=True)
    return tuple(Fact("surveys", s.id) for s in newest)


def _judgements(view: View) -> tuple[Fact, ...]:
    said = [
        a
        for a in view.facts.assessments
        if a.satisfaction is not None and a.person_id in view.people and view.at.has_happened(a.at)
    ]
    return tuple(fact_of(a) for a in sorted(said, key=lambda a: (a.at, a.person_id, a.author), reverse=True))


def _by(asked: Iterable[Survey], name: str) -> tuple[Score, ...]:
    groups: defaultdict[str | None, list[Survey]] = defaultdict(list)
    for survey in asked:
        groups[getattr(survey, name) or None].append(survey)
    if set(groups) <= {None}:
        return ()
    scores = [Score(of, _mean(s.score for s in some), _answers(some)) for of, some in groups.items()]
    return tuple(sorted(scores, key=lambda s: (s.score, s.of or "")))


def behaviour(view: View) -> Behaviour:
    """What they do: orders and our share of their purchases over a year, contacts over half a year.

    Orders that a rival got are not counted. Currencies are kept apart. Contacts are touchpoints with anybody of
    theirs, complaints too. Errors: none. Cost: linear. Source: docs/metrics/feeling.md.

    >>> from graphkam.analysis.example import kiln
    >>> c = behaviour(kiln()).contacts
    >>> c.before, c.last
    (1, 2)
    """
    return Behaviour(stays(view), tuple(_orders(view)), tuple(_shares(view)), _contacts(view))


def _orders(view: View) -> Iterator[OrderTrend]:
    year = view.constants.loyalty_days
    split, begin = view.at.days_ago(year), view.at.days_ago(2 * year)
    both: defaultdict[str | None, tuple[list[Order], list[Order]]] = defaultdict(lambda: ([], []))
    for order in sorted(view.facts.orders, key=lambda o: (o.at, o.id), reverse=True):
        day = view.at.day_of(order.at)
        if not order.lost_to and view.at.has_happened(order.at) and day > begin:
            both[order.currency][day > split].append(order)
    for unit, (before, last) in sorted(both.items(), key=lambda pair: pair[0] or ""):
        was, now = (math.fsum(o.amount for o in some) for some in (before, last))
        facts = tuple(Fact("orders", o.id) for o in (*last, *before))
        yield OrderTrend(unit, was, now, now / was - 1 if was > 0 else None, facts)


def _shares(view: View) -> Iterator[ShareTrend]:
    split = view.at.days_ago(view.constants.loyalty_days)
    both: defaultdict[str | None, list[Reading | None]] = defaultdict(lambda: [None, None])
    for reading in sorted(view.facts.readings, key=lambda r: (r.at, r.value)):
        if reading.metric == "share_of_wallet" and view.at.has_happened(reading.at):
            both[reading.product][view.at.day_of(reading.at) > split] = reading
    account = view.facts.account.id
    for product, (before, last) in sorted(both.items(), key=lambda pair: pair[0] or ""):
        facts = tuple(
            Fact("readings", record_key(account, r.metric, r.product, r.at)) for r in (last, before) if r
        )
        was, now = (None if r is None else r.value for r in (before, last))
        yield ShareTrend(product, was, now, facts)


def _contacts(view: View) -> ContactTrend:
    days = view.constants.two_way_days
    split, begin = view.at.days_ago(days), view.at.days_ago(2 * days)
    happened = [t for t in view.facts.touchpoints if view.at.counts(t.at)]
    dated = [(view.at.day_at(t.at), t) for t in happened]
    last = [t for day, t in dated if day > split]
    before = [t for day, t in dated if begin < day <= split]
    newest = sorted(last, key=lambda t: (-t.at, t.id))[:NEWEST]
    return ContactTrend(
        days=days,
        before=len(before),
        last=len(last),
        by_them_before=sum(t.initiated_by == "them" for t in before),
        by_them=sum(t.initiated_by == "them" for t in last),
        by_us=sum(t.initiated_by == "us" for t in last),
        facts=tuple(Fact("touchpoints", t.id) for t in newest),
    )


def loyalty(view: View) -> LoyaltyState:
    """The loyalty type and why, in words.

    >>> from graphkam.analysis.example import kiln
    >>> loyalty(kiln()).reason
    'nobody asked them, and nothing tells what they do'
    """
    happy, loyal, captive = satisfied(view), stays(view), view.facts.account.captive
    return LoyaltyState(loyalty_type(view), happy, loyal, captive, _why(happy, loyal, captive=bool(captive)))


def _why(happy: bool | None, loyal: bool | None, *, captive: bool) -> Message:
    if captive and happy is False:
        return message("they have no other source and are not satisfied: they go when a rival appears")
    match happy, loyal:
        case None, None:
            return message("nobody asked them, and nothing tells what they do")
        case None, _:
            return message("nobody asked them whether they are satisfied")
        case _, None:
            return message("nothing tells whether they stay: no orders, shares or judgements of a year")
        case True, True:
            return message("they are satisfied and stay: let them speak for us")
        case True, False:
            return message("they are satisfied, yet buy less: price or a rival draws them")
        case False, True:
            return message("they stay, but are not satisfied: they go when they can")
    return message("they are neither satisfied nor loyal: find out why before they are gone")


def differences(view: View, felt: Feeling, done: Behaviour) -> Iterator[RelationshipFinding]:
    """Where what they say and what they do differ, and where colleagues see it otherwise than they say."""
    yield from _said_and_bought(felt, done)
    yield from _said_and_met(felt, done.contacts)
    if felt.source == "surveys" and felt.judged is not None and felt.score is not None:
        ours, theirs = at_least(felt.judged, view.constants.satisfied), felt.satisfied
        if ours != theirs:
            values = {"ours": felt.judged, "theirs": felt.score}
            told = message("we judge their satisfaction {ours:.1f}, they say {theirs:.1f}", **values)
            yield RelationshipFinding("judged_otherwise", told, (*felt.facts, *_judgements(view)))


def _said_and_bought(felt: Feeling, done: Behaviour) -> Iterator[RelationshipFinding]:
    if felt.satisfied is None or done.stays is None or felt.satisfied == done.stays or felt.score is None:
        return
    records = (*(o.facts for o in done.orders), *(s.facts for s in done.shares))
    facts = (*felt.facts, *(fact for some in records for fact in some))
    if felt.satisfied:
        told = message(
            "they say they are satisfied ({score:.1f} of 5), yet buy less than a year ago", score=felt.score
        )
        yield RelationshipFinding("satisfied_buying_less", told, facts)
    else:
        told = message(
            "they are not satisfied ({score:.1f} of 5), yet buy no less than a year ago", score=felt.score
        )
        yield RelationshipFinding("unhappy_but_loyal", told, facts)


def _said_and_met(felt: Feeling, contacts: ContactTrend) -> Iterator[RelationshipFinding]:
    values = {"before": contacts.before, "last": contacts.last, "days": contacts.days}
    if contacts.before >= ENOUGH and contacts.last <= FALLEN * contacts.before:
        told = message("contacts fell from {before} to {last} within {days} days", **values)
        if felt.satisfied:
            told = message("{fall}, though they say they are satisfied", fall=told)
        yield RelationshipFinding("contacts_fell", told, contacts.facts)
    if contacts.by_them_before >= 2 and contacts.by_them == 0:
        told = message(
            "they started {n} contacts before, and none within the last {days} days",
            n=contacts.by_them_before,
            days=contacts.days,
        )
        yield RelationshipFinding("they_stopped_starting", told, contacts.facts)
