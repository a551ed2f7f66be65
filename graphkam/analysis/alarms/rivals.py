"""Competitors: whom of theirs they hold, and where they appear among customers who had no choice."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from graphkam.analysis.alarms.watch import Watch, later, rival_fact
from graphkam.analysis.loyalty import loyalty_type
from graphkam.domain.alarms import Alarm, Fact
from graphkam.domain.constants import at_least
from graphkam.domain.facts import Order, TeamMember
from graphkam.domain.message import Message, message
from graphkam.domain.moment import DAY
from graphkam.domain.strength import decay, strength, touchpoint_weights


class Rival(NamedTuple):
    """A competitor's tie to one of theirs. Strength None: nobody said how strong."""

    competitor: str
    person_id: str
    strength: float | None
    since: str | None
    facts: tuple[Fact, ...]
    leaver: str | None
    """One of ours who took the tie along; None if it was recorded."""


def rivals(watch: Watch) -> tuple[Rival, ...]:
    """The ties of competitors with people who work there that day, by competitor and person.

    A recorded tie, of several the strongest; and where one of ours left to a competitor, the ties that they
    held here, with the strength that is left of our own touchpoints: what has happened since, we do not know.
    Of several who left to the same competitor the strongest tie to that person counts; a recorded tie of that
    competitor with that person counts in its stead (docs/decisions/0033).

    Errors: none. Cost: linear; touchpoints only if one of ours left to a competitor.

    >>> from graphkam.analysis.example import kiln
    >>> rivals(Watch(kiln()))
    ()
    """
    view, found = watch.view, dict[tuple[str, str], Rival]()
    for tie in sorted(view.facts.rivals, key=repr):
        if tie.person_id in view.people and view.at.valid(tie.valid_from, tie.valid_to):
            since = later(tie.valid_from, view.people[tie.person_id].valid_from)
            rival = Rival(tie.competitor, tie.person_id, tie.strength, since, (rival_fact(tie),), None)
            key = tie.competitor, tie.person_id
            if key not in found or (found[key].strength or 0.0) < (tie.strength or 0.0):
                found[key] = rival
    for member in sorted(view.facts.team, key=repr):
        if member.left_to and member.valid_to and member.valid_to <= watch.today:
            for person, size in _taken_along(watch, member).items():
                facts = (Fact("team", member.id), watch.tie(member.id, person))
                rival = Rival(member.left_to, person, size, member.valid_to, facts, member.id)
                known = found.setdefault((member.left_to, person), rival)
                if known.leaver is not None and (known.strength or 0.0) < size:
                    found[member.left_to, person] = rival
    return tuple(found[key] for key in sorted(found))


def _taken_along(watch: Watch, member: TeamMember) -> dict[str, float]:
    """What is left of the ties of a leaver with people who are there still."""
    view, parts = watch.view, defaultdict[str, list[float]](list)
    for touchpoint in view.facts.touchpoints:
        if member.id not in touchpoint.team or not view.at.counts(touchpoint.at):
            continue
        left = decay((view.at.instant - touchpoint.at) / DAY, view.constants.half_life_days)
        weights = touchpoint_weights(touchpoint.channel, touchpoint.people, touchpoint.cc, view.constants)
        for person, weight in weights.items():
            if person in view.people and not view.people[person].placeholder:
                parts[person].append(weight * left)
    return {p: strength(math.fsum(s), view.constants.kappa) for p, s in parts.items() if any(s)}


def rival_ties(watch: Watch, found: tuple[Rival, ...]) -> Iterator[Alarm]:
    """rival_tie: a competitor's tie of 0.3 or more to an executive, to who decides, or at a strategic account.

    Red if nobody of ours has a live tie with that person, else amber.
    """
    view = watch.view
    strategic = "strategic" in view.facts.account.kinds
    for rival in found:
        if rival.strength is None or not at_least(rival.strength, view.constants.rival_tie):
            continue
        if not strategic and not watch.executive(rival.person_id):
            continue
        reached = rival.person_id in view.ties_with
        yield watch.alarm(
            "rival_tie",
            "amber" if reached else "red",
            _rival_reason(watch, rival, reached=reached),
            message(
                "{meet}; find out what {rival} offers",
                meet=watch.meet(rival.person_id),
                rival=rival.competitor,
            ),
            people=[rival.person_id],
            team=[rival.leaver] if rival.leaver else [],
            at=rival.since,
            facts=rival.facts,
        )


def _rival_reason(watch: Watch, rival: Rival, *, reached: bool) -> Message:
    values = {
        "rival": rival.competitor,
        "name": watch.view.name(rival.person_id),
        "strength": rival.strength or 0.0,
    }
    if rival.leaver is not None:
        tie = message(
            "{leaver} went to {rival} with a tie to {name} ({strength:.2f})",
            leaver=watch.view.name(rival.leaver),
            **values,
        )
    else:
        tie = message("{rival} has a tie to {name} ({strength:.2f})", **values)
    return tie if reached else message("{tie}, whom nobody of ours reaches", tie=tie)


def hostages_freed(watch: Watch, found: tuple[Rival, ...]) -> Iterator[Alarm]:
    """hostage_freed: a competitor's tie, or an order lost of late, at a captive or hostage account. Red.

    A tie counts at any strength, if it is not known to be 0; one alarm for each competitor.
    """
    facts = watch.view.facts
    lost = [o for o in facts.orders if o.lost_to and watch.view.at.has_happened(o.at)]
    lost = [o for o in lost if watch.recent(watch.view.at.day_of(o.at))]
    present = [r for r in found if r.strength is None or r.strength > 0]
    if not lost and not present:
        return
    loyalty = loyalty_type(watch.view)
    if not facts.account.captive and loyalty != "hostage":
        return
    if facts.account.captive:
        why = message("{account} had no other source", account=facts.account.name)
    else:
        why = message("{account} stays, but is not satisfied", account=facts.account.name)
    for competitor in sorted({r.competitor for r in present} | {o.lost_to for o in lost if o.lost_to}):
        yield _freed(
            watch,
            competitor,
            why,
            [r for r in present if r.competitor == competitor],
            sorted((o for o in lost if o.lost_to == competitor), key=lambda o: (o.at, o.id)),
        )


def _freed(watch: Watch, rival: str, why: Message, ties: list[Rival], orders: list[Order]) -> Alarm:
    people = [tie.person_id for tie in ties]
    if ties and orders:
        what = message(
            "now {rival} has ties ({names}) and got an order", rival=rival, names=watch.who(people)
        )
    elif ties:
        what = message("now {rival} has ties ({names})", rival=rival, names=watch.who(people))
    else:
        what = message("now {rival} got an order", rival=rival)
    days = [*(tie.since for tie in ties), *(watch.view.at.day_of(o.at) for o in orders)]
    return watch.alarm(
        "hostage_freed",
        "red",
        message("{why}; {what}", why=why, what=what),
        message("ask them what they miss, put it right, and give them a reason of their own to stay"),
        people=people,
        team=[tie.leaver for tie in ties if tie.leaver],
        at=later(*days),
        facts=[*(f for tie in ties for f in tie.facts), *(Fact("orders", o.id) for o in orders)],
    )
