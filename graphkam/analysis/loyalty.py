"""Loyalty type: what a customer says of us (satisfied) against what it does (loyal)."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable

from graphkam.analysis.judgement import judged
from graphkam.analysis.view import View
from graphkam.domain.constants import TOLERANCE, at_least
from graphkam.domain.facts import Assessment


def loyalty_type(view: View) -> str | None:
    """apostle, mercenary, hostage or defector; None where the data do not tell.

    *Satisfied*: the mean of what they answered in surveys, else of what colleagues judged, is 4 or more.
    *Loyal*: what they ordered from us, or our share of their purchases, did not fall over a year; where
    neither is recorded, what colleagues judged is 4 or more. Apostle: both. Mercenary: satisfied only.
    Hostage: not satisfied, but loyal or captive. Defector: neither.

    Errors: none. Cost: linear in surveys, orders, readings and assessments. Source: case 8 of the field;
    docs/definitions.md, "Loyalty".

    >>> from graphkam.analysis.example import kiln
    >>> loyalty_type(kiln()) is None
    True
    """
    happy, loyal = satisfied(view), stays(view)
    if view.facts.account.captive and happy is False:
        return "hostage"
    if happy is None or loyal is None:
        return None
    if happy:
        return "apostle" if loyal else "mercenary"
    return "hostage" if loyal else "defector"


def satisfied(view: View) -> bool | None:
    """Whether they are satisfied with us: surveys first, else judgements; None: nobody said."""
    mean = satisfaction(view)
    return None if mean is None else at_least(mean, view.constants.satisfied)


def satisfaction(view: View) -> float | None:
    """The mean of what they answered in surveys, else of what colleagues judged, 1…5; None: nobody said."""
    scores = [s.score for s in view.facts.surveys if view.at.has_happened(s.at)]
    return math.fsum(scores) / len(scores) if scores else judged_satisfaction(view)


def judged_loyalty(view: View) -> float | None:
    """The mean of what colleagues judged of their loyalty, 1…5; None: nobody did."""
    return _judged(view, lambda a: a.loyalty)


def judged_satisfaction(view: View) -> float | None:
    """How satisfied colleagues judge their people to be, 1…5; None: nobody judged."""
    return _judged(view, lambda a: a.satisfaction)


def stays(view: View) -> bool | None:
    """Whether they are loyal: orders and share of purchases first, else judgements; None: nothing tells."""
    behaviour = [kept for kept in (_orders_kept(view), _share_kept(view)) if kept is not None]
    if behaviour:
        return any(behaviour)
    mean = judged_loyalty(view)
    return None if mean is None else at_least(mean, view.constants.satisfied)


def _judged(view: View, measure: Callable[[Assessment], float | None]) -> float | None:
    """The mean over their people of what colleagues judged of each."""
    by_person: defaultdict[str, list[Assessment]] = defaultdict(list)
    for a in view.facts.assessments:
        if a.person_id in view.people:
            by_person[a.person_id].append(a)
    found = (
        judged(by_person[p], measure, view.at, view.constants.missing_confidence) for p in sorted(by_person)
    )
    values = [j.value for j in found if j is not None]
    return math.fsum(values) / len(values) if values else None


def _orders_kept(view: View) -> bool | None:
    """Whether orders of the last year are worth no less than those of the year before; by currency."""
    years = orders_by_year(view)
    if not any(earlier for _, earlier in years.values()):
        return None
    return all(last >= earlier - TOLERANCE for last, earlier in years.values())


def orders_by_year(view: View) -> dict[str, tuple[float, float]]:
    """What they ordered from us within the last year, and within the year before, by currency."""
    year = view.constants.loyalty_days
    before, long_before = view.at.days_ago(year), view.at.days_ago(2 * year)
    found: defaultdict[str, tuple[list[float], list[float]]] = defaultdict(lambda: ([], []))
    for order in view.facts.orders:
        if order.lost_to or not view.at.has_happened(order.at):
            continue
        day = view.at.day_of(order.at)
        if day > long_before:
            found[order.currency or ""][day <= before].append(order.amount)
    return {unit: (math.fsum(last), math.fsum(earlier)) for unit, (last, earlier) in sorted(found.items())}


def _share_kept(view: View) -> bool | None:
    """Whether our share of what they buy is no less than a year ago; the mean over products read both times."""
    both = share_by_year(view)
    return None if both is None else both[0] >= both[1] - TOLERANCE


def share_by_year(view: View) -> tuple[float, float] | None:
    """Our share of what they buy now, and a year ago: the mean over the products read both times; None: none."""
    before = view.at.days_ago(view.constants.loyalty_days)
    newest: dict[str, tuple[str, float]] = {}
    old: dict[str, tuple[str, float]] = {}
    for reading in view.facts.readings:
        if reading.metric != "share_of_wallet" or not view.at.has_happened(reading.at):
            continue
        day, product = view.at.day_of(reading.at), reading.product or ""
        which = newest if day > before else old
        which[product] = max(which.get(product, ("", 0.0)), (day, reading.value))
    both = sorted(newest.keys() & old.keys())
    if not both:
        return None
    now, then = (math.fsum(which[p][1] for p in both) / len(both) for which in (newest, old))
    return now, then
