"""Loyalty and risk of leaving of every account: what they say, what they order, what troubles them."""

from __future__ import annotations

from typing import Any

import numpy as np

from graphkam.analysis.compiled.jit import njit
from graphkam.analysis.compiled.standing import _judged
from graphkam.analysis.signals import MISSING_RIVAL
from graphkam.domain.constants import TOLERANCE
from graphkam.domain.frame import FOREVER
from graphkam.domain.vocabulary import LOYALTY_TYPES

APOSTLE, MERCENARY, HOSTAGE, DEFECTOR = map(
    LOYALTY_TYPES.index, ("apostle", "mercenary", "hostage", "defector")
)
HIGH = 2
"""`incident_severity` that counts twice."""
NOBODY_SAYS = -1


@njit(cache=True, nogil=True)
def opinions(
    first_person: Any,
    first_survey: Any,
    survey_on: Any,
    survey_score: Any,
    first_assessment: Any,
    assessment_person: Any,
    assessment_author: Any,
    assessment_confidence: Any,
    assessment_satisfaction: Any,
    assessment_loyalty: Any,
    judged_at: Any,
    missing_confidence: float,
    post: Any,
    satisfaction: Any,
    judged_loyalty: Any,
) -> None:
    """What they answered in surveys, else what colleagues judge of them, 1…5; NaN: nobody said."""
    for a in range(len(satisfaction)):
        whole = rest = 0.0
        answers = 0
        for row in range(first_survey[a], first_survey[a + 1]):
            if survey_on[row] != FOREVER:
                whole, rest = _plus(whole, rest, survey_score[row])
                answers += 1
        where = (first_person[a], first_assessment[a], first_assessment[a + 1], post, assessment_person)
        said = (assessment_author, assessment_confidence, judged_at, missing_confidence)
        satisfaction[a] = (whole + rest) / answers if answers else _mean(assessment_satisfaction, where, said)
        judged_loyalty[a] = _mean(assessment_loyalty, where, said)


@njit(cache=True, nogil=True)
def _mean(measure: Any, where: Any, said: Any) -> float:
    """The mean over those who work there of what colleagues judge of each."""
    first, row, end, post, person = where
    author, confidence, judged_at, missing = said
    whole = rest = 0.0
    judged = 0
    while row < end:
        begin, slot = row, person[row]
        while row < end and person[row] == slot:
            row += 1
        if post[first + slot] >= 0:
            value = _judged(measure, author, confidence, judged_at, missing, begin, row)
            if not np.isnan(value):
                whole, rest = _plus(whole, rest, value)
                judged += 1
    return (whole + rest) / judged if judged else np.nan


@njit(cache=True, nogil=True)
def _plus(whole: float, rest: float, value: float) -> tuple[float, float]:
    """A sum that keeps what rounding takes from it: two years of equal orders are equal, in whatever order."""
    added = whole + value
    if abs(whole) >= abs(value):
        rest += (whole - added) + value
    else:
        rest += (value - added) + whole
    return added, rest


@njit(cache=True, nogil=True)
def behaviour(
    first_order: Any,
    order_on: Any,
    order_amount: Any,
    order_currency: Any,
    order_lost: Any,
    first_reading: Any,
    reading_on: Any,
    reading_value: Any,
    reading_product: Any,
    day: int,
    loyalty_days: int,
    orders_kept: Any,
    orders_stay: Any,
    wallet_now: Any,
    wallet_then: Any,
) -> None:
    """Orders of the last year beside those of the year before, and our share of what they buy, now and then.

    `orders_stay`: whether orders are worth no less in any currency; −1 where there were none the year before.
    """
    year, two_years = day - loyalty_days, day - 2 * loyalty_days
    for a in range(len(orders_kept)):
        row, end = first_order[a], first_order[a + 1]
        ratios = rest_of_ratios = 0.0
        currencies, any_before, all_kept = 0, False, True
        while row < end:
            unit, known = order_currency[row], False
            last = rest_of_last = before = rest_of_before = 0.0
            while row < end and order_currency[row] == unit:
                on = order_on[row]
                if on != FOREVER and on > two_years and order_lost[row] < 0:
                    known = True
                    if on > year:
                        last, rest_of_last = _plus(last, rest_of_last, order_amount[row])
                    else:
                        before, rest_of_before = _plus(before, rest_of_before, order_amount[row])
                row += 1
            last, before = last + rest_of_last, before + rest_of_before
            if known:
                any_before = any_before or before != 0.0
                all_kept = all_kept and last >= before - TOLERANCE
                if before > 0:
                    ratios, rest_of_ratios = _plus(ratios, rest_of_ratios, last / before)
                    currencies += 1
        orders_kept[a] = (ratios + rest_of_ratios) / currencies if currencies else np.nan
        orders_stay[a] = all_kept if any_before else NOBODY_SAYS
        wallet_now[a], wallet_then[a] = _wallet(
            first_reading[a], first_reading[a + 1], reading_on, reading_value, reading_product, year
        )


@njit(cache=True, nogil=True)
def _wallet(row: int, end: int, on: Any, value: Any, product: Any, year: int) -> tuple[float, float]:
    """The mean over the products read in both years of the newest share of each; NaN: there are none."""
    now = rest_of_now = then = rest_of_then = 0.0
    both = 0
    while row < end:
        of, newest, old = product[row], -1, -1
        while row < end and product[row] == of:
            if on[row] != FOREVER:
                if on[row] > year:
                    if newest < 0 or (on[row], value[row]) > (on[newest], value[newest]):
                        newest = row
                elif old < 0 or (on[row], value[row]) > (on[old], value[old]):
                    old = row
            row += 1
        if newest >= 0 and old >= 0:
            now, rest_of_now = _plus(now, rest_of_now, value[newest])
            then, rest_of_then = _plus(then, rest_of_then, value[old])
            both += 1
    if both == 0:
        return np.nan, np.nan
    return (now + rest_of_now) / both, (then + rest_of_then) / both


@njit(cache=True, nogil=True)
def loyalty(
    account_captive: Any,
    satisfaction: Any,
    judged_loyalty: Any,
    orders_stay: Any,
    wallet_now: Any,
    wallet_then: Any,
    satisfied: float,
    loyalty_type: Any,
) -> None:
    """apostle, mercenary, hostage or defector; see `analysis.loyalty`."""
    for a in range(len(loyalty_type)):
        loyalty_type[a] = NOBODY_SAYS
        if np.isnan(satisfaction[a]):
            continue
        happy = satisfaction[a] >= satisfied - TOLERANCE
        if account_captive[a] and not happy:
            loyalty_type[a] = HOSTAGE
            continue
        read = not np.isnan(wallet_now[a])
        if orders_stay[a] >= 0 or read:
            loyal = orders_stay[a] == 1 or (read and wallet_now[a] >= wallet_then[a] - TOLERANCE)
        elif not np.isnan(judged_loyalty[a]):
            loyal = judged_loyalty[a] >= satisfied - TOLERANCE
        else:
            continue
        if happy:
            loyalty_type[a] = APOSTLE if loyal else MERCENARY
        else:
            loyalty_type[a] = HOSTAGE if loyal else DEFECTOR


@njit(cache=True, nogil=True)
def churn(
    first_person: Any,
    person_decides: Any,
    person_power: Any,
    person_coverage: Any,
    person_layer: Any,
    post: Any,
    exposure: Any,
    satisfaction: Any,
    orders_kept: Any,
    wallet_now: Any,
    wallet_then: Any,
    first_rival: Any,
    rival_person: Any,
    rival_strength: Any,
    rival_from: Any,
    rival_to: Any,
    first_incident: Any,
    opened_on: Any,
    closed_on: Any,
    incident_severity: Any,
    first_order: Any,
    order_on: Any,
    order_lost: Any,
    day: int,
    loyalty_days: int,
    churn_risk: Any,
) -> None:
    """How likely each account is to leave; see `analysis.signals.churn_risk`."""
    year = day - loyalty_days
    for a in range(len(churn_risk)):
        weight = value = power = covered = 0.0
        for i in range(first_person[a], first_person[a + 1]):
            if person_decides[i]:
                power += person_power[i]
                covered += person_power[i] * person_coverage[i]
        if not np.isnan(exposure[a]):
            weight, value = weight + 2.0, value + 2.0 * _clamped(exposure[a])
        if power > 0:
            weight, value = weight + 2.0, value + 2.0 * _clamped(1.0 - covered / power)
        if not np.isnan(satisfaction[a]):
            weight, value = weight + 2.0, value + 2.0 * _clamped(1.0 - (satisfaction[a] - 1.0) / 4.0)
        if not np.isnan(orders_kept[a]):
            weight, value = weight + 2.0, value + 2.0 * _clamped(1.0 - orders_kept[a])
        if not np.isnan(wallet_now[a]):
            now, then = wallet_now[a], wallet_then[a]
            weight, value = weight + 2.0, value + 2.0 * (_clamped((then - now) / then) if then > 0 else 0.0)
        if weight == 0.0:
            churn_risk[a] = np.nan
            continue
        strongest = 0.0
        for row in range(first_rival[a], first_rival[a + 1]):
            i = first_person[a] + rival_person[row]
            upper = post[i] >= 0 and (person_layer[i] >= 1 or person_decides[i])
            if upper and rival_from[row] <= day < rival_to[row]:
                s = rival_strength[row]
                strongest = max(strongest, MISSING_RIVAL if np.isnan(s) else _clamped(s))
        open_ = 0
        for row in range(first_incident[a], first_incident[a + 1]):
            if opened_on[row] != FOREVER and closed_on[row] == FOREVER:
                open_ += 1 + (incident_severity[row] == HIGH)
        weight, value = weight + 2.0, value + strongest + 1.0 - 0.5**open_
        orders = lost = 0
        for row in range(first_order[a], first_order[a + 1]):
            if order_on[row] != FOREVER and order_on[row] > year:
                orders += 1
                lost += order_lost[row] >= 0
        if orders:
            weight, value = weight + 1.0, value + lost / orders
        churn_risk[a] = value / weight


@njit(cache=True, nogil=True)
def _clamped(value: float) -> float:
    return min(1.0, max(0.0, value))
