"""Figures over time: readings by metric and product, orders by quarter."""

from __future__ import annotations

import math
from collections import defaultdict

from graphkam.analysis.view import View
from graphkam.domain.facts import Order
from graphkam.domain.history import Figure, Figures, Sales, Series

FIRST = ("share_of_wallet", "revenue", "margin")
"""Metrics that come first; others follow by name."""


def figures(view: View) -> Figures:
    """What was read off and ordered up to the moment.

    Readings are grouped by metric and product (None: the account as a whole), oldest first; of several on one day
    all are kept. Orders are summed by quarter, product and currency, those that a competitor got apart; amounts
    of different currencies are never added. A share stays a share: 0…1.

    Errors: none. Cost: a sort of readings and orders. Source: docs/metrics/replay.md.

    >>> from graphkam.analysis.example import kiln
    >>> figures(kiln()).readings, figures(kiln()).sales
    ((), ())
    """
    series: defaultdict[tuple[str, str | None], list[Figure]] = defaultdict(list)
    for r in view.facts.readings:
        if view.at.has_happened(r.at):
            series[r.metric, r.product].append(Figure(view.at.day_of(r.at), r.value))
    orders: defaultdict[tuple[str, str | None, str | None], list[Order]] = defaultdict(list)
    for o in view.facts.orders:
        if view.at.has_happened(o.at):
            orders[_quarter(view.at.day_of(o.at)), o.product, o.currency].append(o)
    return Figures(
        account=view.facts.account.id,
        as_of=str(view.at),
        readings=tuple(_series(*key, series[key]) for key in sorted(series, key=_rank)),
        sales=tuple(
            _sales(*key, orders[key]) for key in sorted(orders, key=lambda k: (k[0], k[1] or "", k[2] or ""))
        ),
    )


def _rank(key: tuple[str, str | None]) -> tuple[int, str, str]:
    metric, product = key
    return FIRST.index(metric) if metric in FIRST else len(FIRST), metric, product or ""


def _series(metric: str, product: str | None, found: list[Figure]) -> Series:
    points = sorted(found, key=lambda figure: (figure.at, figure.value))
    change = points[-1].value - points[0].value if len(points) > 1 else None
    return Series(metric, product, tuple(points), change)


def _sales(quarter: str, product: str | None, currency: str | None, orders: list[Order]) -> Sales:
    ours, lost = ([o.amount for o in orders if bool(o.lost_to) is gone] for gone in (False, True))
    return Sales(quarter, product, currency, math.fsum(ours), len(ours), math.fsum(lost), len(lost))


def _quarter(day: str) -> str:
    """The quarter of a day.

    >>> _quarter("2026-03-31"), _quarter("2026-04-01")
    ('2026-Q1', '2026-Q2')
    """
    return f"{day[:4]}-Q{(int(day[5:7]) + 2) // 3}"
