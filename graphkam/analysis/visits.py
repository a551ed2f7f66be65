"""The revisit plan: who of ours should see whom this month, by value and days until the tie goes cold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from graphkam.analysis.cooling import next_cold
from graphkam.analysis.currency import converted
from graphkam.analysis.loads import grade_rank
from graphkam.analysis.view import View
from graphkam.domain.constants import Constants
from graphkam.domain.customers import Visit, Visits
from graphkam.domain.message import Message, message
from graphkam.domain.moment import DAY, AsOf

LEAVE_OUT = ("lost",)
"""Stages of life in which an account is not visited; nor is one of segment BZ, which is to be dropped."""


class Touch(NamedTuple):
    """The last contact of any of ours with one of theirs that weighs something."""

    day: str
    at: float


def visits(views: Iterable[View], at: AsOf, constants: Constants) -> Visits:
    """Whom to see within 30 days, the most urgent for the most value first; currencies apart.

    Of theirs: management, executives, who decides, and whoever else has a live tie that goes cold within the
    month. *Due*: the earlier of the last contact (of any of ours, of some weight) + cadence, and the day on
    which their strongest live tie goes cold; today where they never were met. *Cadence*: days by what the
    account's grade means (high, middle, low; unknown: middle) and the layer (unknown: operating). *Who*: of ours
    with us who has the strongest tie with them, else a peer who covers the account, else the sponsor for
    executives, else the account manager, else whoever covers it. *Worth* = annual value × power. *Urgency* = 1 −
    days until due ÷ 31, at most 1. priority = worth × urgency. Lost accounts, and those of segment BZ, are left
    out; placeholders too.

    Errors: none. Cost: linear in people and contacts. Source: docs/metrics/visits.md, docs/decisions/0049.

    >>> from graphkam.analysis.example import kiln
    >>> plan = visits([kiln()], kiln().at, kiln().constants)
    >>> [(v.person_id, v.team_id, v.due, v.reason) for v in plan.items][:1]
    [('gm', 'li', '2026-03-01', 'nobody of ours has met them yet')]
    """
    found = [(visit, view) for view in views for visit in _of_account(view)]
    units = Counter(_unit(visit, view) for visit, view in found if visit.priority is not None)

    def rank(entry: tuple[Visit, View]) -> tuple[bool, int, str, float, int, str, str]:
        visit, view = entry
        unit = _unit(visit, view)
        known = visit.priority is not None
        worth = converted(visit.priority or 0.0, visit.currency, view.constants)[1]
        return not known, -units[unit], unit, -worth, visit.days, visit.account_id, visit.person_id

    found.sort(key=rank)
    return Visits(str(at), at.days_ago(-constants.visit_days), tuple(visit for visit, _ in found))


def _unit(visit: Visit, view: View) -> str:
    return converted(0.0, visit.currency, view.constants)[0]


def _of_account(view: View) -> Iterator[Visit]:
    about = view.facts.account
    if about.segment == "BZ" or about.lifecycle in LEAVE_OUT or (not view.assignments and not view.live_ties):
        return
    touched = last_contacts(view)
    upper = {*view.layers["management"], *view.layers["executive"], *view.decision.holders}
    until = view.at.days_ago(-view.constants.visit_days)
    for person, work in view.people.items():
        if not work.placeholder:
            cold = _cold_on(view, person)
            if person in upper or (cold is not None and cold <= until):
                visit = _visit(view, person, touched.get(person), cold)
                if visit.due <= until:
                    yield visit


def last_contacts(view: View) -> Mapping[str, Touch]:
    """The last contact of each of theirs with any of ours, leavers of ours too, that weighs something.

    >>> from graphkam.analysis.example import kiln
    >>> {p: touch.day for p, touch in last_contacts(kiln()).items()}
    {'liu': '2026-03-01'}
    """
    return {p: Touch(view.at.day_at(at), at) for p, at in view.touched.items()}


def _cold_on(view: View, person: str) -> str | None:
    """The day on which the strongest live tie with somebody stops being live."""
    ties = view.ties_with.get(person, ())
    return next_cold(view, max(tie.s for tie in ties)) if ties else None


def cadence(view: View, person: str) -> float:
    """Days that should not pass between contacts with one of theirs.

    >>> from graphkam.analysis.example import kiln
    >>> cadence(kiln(), "gm"), cadence(kiln(), "liu")
    (90.0, 45.0)
    """
    rank = grade_rank(view.facts.account.grade, view.constants) or "middle"
    return view.constants.cadence[f"{rank}_{view.people[person].layer or 'operating'}"]


def _visit(view: View, person: str, last: Touch | None, cold: str | None) -> Visit:
    about, today = view.facts.account, view.at.day.isoformat()
    pace = cadence(view, person)
    by_pace = today if last is None else _after(view, last.at, pace)
    due = min(by_pace, cold or by_pace)
    days = (date.fromisoformat(due) - view.at.day).days
    power = view.powers[person].value
    worth = None if about.annual_value is None else about.annual_value * power
    member = _who(view, person)
    return Visit(
        account_id=about.id,
        account=about.name,
        person_id=person,
        person=view.name(person),
        layer=view.people[person].layer,
        decision_holder=person in view.decision.holders,
        team_id=member,
        member=view.name(member) if member else None,
        due=due,
        days=days,
        last=last.day if last else None,
        cadence=pace,
        cold_on=cold,
        worth=worth,
        currency=about.currency,
        priority=None if worth is None else worth * urgency(days, view.constants.visit_days),
        reason=_reason(view, last, pace, cold, by_pace, days),
    )


def urgency(days: int, horizon: int) -> float:
    """How pressing a visit is that is due in so many days: 1 today or before, less the later.

    >>> urgency(-5, 30), urgency(0, 30), round(urgency(30, 30), 3)
    (1.0, 1.0, 0.032)
    """
    return min(1.0, max(0.0, 1.0 - days / (horizon + 1)))


def _after(view: View, at: float, days: float) -> str:
    """The day so many days after an instant; today where that lies beyond the calendar."""
    return view.at.day_at(at + days * DAY)


def _who(view: View, person: str) -> str | None:
    """Who of ours should go; see `visits`."""
    held = sorted(
        ((s, u) for (u, p), s in view.strengths.items() if p == person),
        key=lambda tie: (-round(tie[0], 9), tie[1]),
    )
    if held:
        return held[0][1]
    layer = view.people[person].layer
    parts = ("executive_sponsor", "account_manager") if layer == "executive" else ("account_manager",)
    peers = [a.team_id for a in view.assignments if view.team[a.team_id].level == layer]
    part = [a.team_id for as_ in parts for a in view.assignments if a.as_ == as_]
    return next(iter([*peers, *part, *(a.team_id for a in view.assignments)]), None)


def _reason(
    view: View, last: Touch | None, pace: float, cold: str | None, by_pace: str, days: int
) -> Message:
    if last is None:
        return message("nobody of ours has met them yet")
    silent = int((view.at.instant - last.at) / DAY)
    if cold is not None and cold <= by_pace:
        return message("the tie goes cold on {day} if nothing happens", day=cold)
    if days <= 0:
        return message(
            "last contact {silent} days ago, every {pace:.0f} days is the rule", silent=silent, pace=pace
        )
    return message(
        "every {pace:.0f} days is the rule, last contact {silent} days ago", silent=silent, pace=pace
    )
