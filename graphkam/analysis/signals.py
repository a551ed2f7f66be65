"""Signals: single figures about an account, brought to 0…1, each with the sentence that says it."""

from __future__ import annotations

import math
from collections.abc import Iterator

from graphkam.analysis.coverage import covered_share
from graphkam.analysis.loyalty import judged_loyalty, orders_by_year, satisfaction, share_by_year
from graphkam.analysis.view import View
from graphkam.domain.customers import Factor, Signal
from graphkam.domain.message import Message, message, plural

MISSING_RIVAL = 0.5
"""Strength of a rival's tie that nobody rated."""


def clamped(value: float) -> float:
    """A value within 0…1.

    >>> clamped(-0.2), clamped(0.4), clamped(1.2)
    (0.0, 0.4, 1.0)
    """
    return min(1.0, max(0.0, value))


def factor(name: str, signals: Iterator[Signal] | list[Signal], *, needs: bool = True) -> Factor:
    """Σ weight × value ÷ Σ weight; None without signals (or not `needs`: without one that tells anything).

    >>> round(factor("return", [Signal("a", 1.0, 3.0, ""), Signal("b", 0.5, 1.0, "")]).value, 3)
    0.875
    """
    known = tuple(signals)
    weight = math.fsum(s.weight for s in known)
    value = math.fsum(s.weight * s.value for s in known) / weight if needs and weight > 0 else None
    return Factor(name, value, known)


def churn_risk(view: View, exposure: float | None) -> Factor:
    """How likely the account is to leave, 0…1; the only factor of which less is better.

    The weighted mean of: exposure (2), neglect = 1 − coverage of who decides (2), dissatisfaction (2), orders
    that fell over a year (2), share of wallet that fell (2), a rival's strongest tie to somebody above operating
    or who decides (1), open incidents 1 − ½ⁿ (1), orders that went to rivals (1). What is not recorded is left
    out, but rivals and incidents of which nothing is recorded count as none. None where nothing else tells.
    `exposure` is that of `exposure(view)`.

    Errors: none. Cost: linear in the small records of the account. Source: cases 7 and 8 of the field;
    docs/metrics/customers.md, docs/decisions/0049.

    >>> from graphkam.analysis.example import kiln
    >>> risk = churn_risk(kiln(), 0.615)
    >>> round(risk.value, 2), [(s.signal, round(s.value, 2)) for s in risk.signals]
    (0.44, [('exposure', 0.61), ('neglect', 0.69), ('rival', 0.0), ('incidents', 0.0)])
    """
    states = [*_ties(view, exposure), *_falling(view)]
    return factor("churn_risk", [*states, *_troubles(view)], needs=bool(states))


def _ties(view: View, exposure: float | None) -> Iterator[Signal]:
    if exposure is not None:
        said = message("exposure {share:.0%}", share=exposure)
        yield Signal("exposure", clamped(exposure), 2.0, said)
    covered = covered_share(view, view.decision.holders)
    if covered is not None:
        said = message("{share:.0%} of the power of those who decide is covered", share=covered)
        yield Signal("neglect", clamped(1.0 - covered), 2.0, said)
    mean = satisfaction(view)
    if mean is not None:
        yield Signal("satisfaction", clamped(1.0 - (mean - 1.0) / 4.0), 2.0, _five(mean))


def _five(mean: float) -> Message:
    return message("satisfaction {mean:.1f} of 5", mean=mean)


def _falling(view: View) -> Iterator[Signal]:
    kept = orders_kept(view)
    if kept is not None:
        said = message("orders of the last year: {share:.0%} of those of the year before", share=kept)
        yield Signal("orders", clamped(1.0 - kept), 2.0, said)
    shares = share_by_year(view)
    if shares is not None:
        now, then = shares
        fell = clamped((then - now) / then) if then > 0 else 0.0
        said = message("share of wallet {now:.0%}, a year ago {then:.0%}", now=now, then=then)
        yield Signal("wallet", fell, 2.0, said)


def orders_kept(view: View) -> float | None:
    """Orders of the last year ÷ those of the year before, the mean over currencies; None without earlier ones.

    >>> from graphkam.analysis.example import kiln
    >>> orders_kept(kiln()) is None
    True
    """
    found = [last / earlier for last, earlier in orders_by_year(view).values() if earlier > 0]
    return math.fsum(found) / len(found) if found else None


def _troubles(view: View) -> Iterator[Signal]:
    rival = _rival(view)
    said = message("no rival's tie is known") if not rival else message("a rival's tie of {s:.1f}", s=rival)
    yield Signal("rival", rival, 1.0, said)
    count = sum(
        1 + (i.severity == "high")
        for i in view.facts.incidents
        if view.at.has_happened(i.opened_at) and not (i.closed_at and view.at.has_happened(i.closed_at))
    )
    open_ = plural("{n} open incident, severe ones twice", "{n} open incidents, severe ones twice", n=count)
    yield Signal("incidents", 1.0 - 0.5**count, 1.0, open_ if count else message("no open incident"))
    year = view.at.days_ago(view.constants.loyalty_days)
    orders = [o for o in view.facts.orders if view.at.has_happened(o.at) and view.at.day_of(o.at) > year]
    if orders:
        lost = sum(bool(o.lost_to) for o in orders)
        said = message("{lost} of {all} orders of the last year went to rivals", lost=lost, all=len(orders))
        yield Signal("lost_orders", lost / len(orders), 1.0, said)


def _rival(view: View) -> float:
    """The strongest tie of a rival to somebody above the operating layer, or who decides."""
    upper = {*view.layers["management"], *view.layers["executive"], *view.decision.holders}
    return max(
        (
            clamped(MISSING_RIVAL if r.strength is None else r.strength)
            for r in view.facts.rivals
            if r.person_id in upper and view.at.valid(r.valid_from, r.valid_to)
        ),
        default=0.0,
    )


def loyalty(view: View) -> Factor:
    """How loyal they are, by feeling and by behaviour: satisfaction (2), colleagues' judgement (1), orders (2)
    and share of wallet (2) kept over a year. A captive is no more loyal for it.

    >>> from graphkam.analysis.example import kiln
    >>> loyalty(kiln()).value is None
    True
    """
    return factor("loyalty", _loyal(view))


def _loyal(view: View) -> Iterator[Signal]:
    mean, judged = satisfaction(view), judged_loyalty(view)
    if mean is not None:
        yield Signal("satisfaction", clamped((mean - 1.0) / 4.0), 2.0, _five(mean))
    if judged is not None:
        said = message("colleagues judge their loyalty as {mean:.1f} of 5", mean=judged)
        yield Signal("judged", clamped((judged - 1.0) / 4.0), 1.0, said)
    for signal in _falling(view):
        yield Signal(signal.signal, 1.0 - signal.value, signal.weight, signal.reason)
