"""Flanks: products and sites that rivals hold, and what is recorded of their weakness there."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator

from graphkam.analysis.view import View
from graphkam.domain.alarms import Fact, record_key
from graphkam.domain.constants import at_least
from graphkam.domain.facts import Order, Reading
from graphkam.domain.flanks import Flank, Flanks, Holder, Sign
from graphkam.domain.labels import label, spaced
from graphkam.domain.message import message
from graphkam.domain.moment import AsOf
from graphkam.domain.vocabulary import MEASURED, OUR_ROLES

SHARE = "share_of_wallet"
HALF = 0.5
BEHIND = frozenset(OUR_ROLES) - {"sole", "main"}


def flanks(views: Iterable[View], at: AsOf) -> Flanks:
    """Every product at every account that rivals hold; where they are weak first, the most signs first.

    Errors: none. Cost: linear in orders, readings and needs. Source: case 5 of the field; docs/metrics/flanks.md.

    >>> from graphkam.analysis.example import kiln
    >>> flanks([kiln()], kiln().at).items
    ()
    """
    found = [flank for view in views for flank in of_account(view)]
    found.sort(key=lambda f: (not f.weak, -len(f.signs), f.name, f.account_id, f.product or ""))
    return Flanks(str(at), sum(f.weak for f in found), tuple(found))


def of_account(view: View) -> tuple[Flank, ...]:
    """The products that rivals hold at one account, by name.

    *Held*: our newest share of it is below one half; where no share was read, more of it was ordered from rivals
    than from us within a year [`loyalty_days`], or the rival was measured there and we are but second, challenger
    or nothing. *Signs of weakness*: our share of it is higher than more than a year ago, by 0.05 or more
    [`flank_gain`]; something of the rival was measured (a reading `incumbent_…`); they have a need that nobody
    has solved.

    >>> from dataclasses import replace
    >>> from graphkam.analysis.example import kiln
    >>> read = (Reading("2026-01-10", "share_of_wallet", 0.1, "seals"),)
    >>> held = of_account(View(replace(kiln().facts, readings=read), kiln().at, kiln().constants))
    >>> [(f.product, f.share, f.weak) for f in held]
    [('seals', 0.1, False)]
    """
    read = [r for r in view.facts.readings if view.at.has_happened(r.at)]
    ordered = [o for o in view.facts.orders if view.at.has_happened(o.at)]
    products = {r.product for r in read if r.metric == SHARE or r.metric.startswith(MEASURED)}
    products |= {o.product for o in ordered if o.lost_to}
    return tuple(
        _flank(view, product, read, ordered)
        for product in sorted(products, key=lambda p: p or "")
        if _held(view, product, read, ordered)
    )


def _flank(view: View, product: str | None, read: list[Reading], ordered: list[Order]) -> Flank:
    about = view.facts.account
    newest, before = _shares(view, product, read)
    signs = tuple(_signs(view, product, read))
    known = about.potential is not None and about.annual_value is not None
    return Flank(
        account_id=about.id,
        name=about.name,
        product=product,
        share=newest.value if newest else None,
        before=before.value if before else None,
        holders=_holders(view, product, ordered),
        signs=signs,
        weak=bool(signs),
        room=(about.potential or 0.0) - (about.annual_value or 0.0) if known else None,
        currency=about.currency,
    )


def _held(view: View, product: str | None, read: list[Reading], ordered: list[Order]) -> bool:
    newest, _ = _shares(view, product, read)
    if newest is not None:
        return not at_least(newest.value, HALF)
    since = view.at.days_ago(view.constants.loyalty_days)
    late = [o for o in ordered if o.product == product and view.at.day_of(o.at) > since]
    if late:
        sums: defaultdict[str, list[float]] = defaultdict(list)
        for o in late:
            sums[o.currency or ""].append(o.amount if o.lost_to else -o.amount)
        return any(math.fsum(amounts) > 0 for amounts in sums.values())
    measured = any(r.product == product and r.metric.startswith(MEASURED) for r in read)
    return measured and view.facts.account.our_role in BEHIND


def _shares(view: View, product: str | None, read: list[Reading]) -> tuple[Reading | None, Reading | None]:
    """Our newest share of a product, and the newest of more than a year before the moment."""
    found = sorted(
        (r for r in read if r.metric == SHARE and r.product == product),
        key=lambda r: (view.at.day_of(r.at), r.value),
    )
    year = view.at.days_ago(view.constants.loyalty_days)
    old = [r for r in found if view.at.day_of(r.at) <= year]
    return (found[-1] if found else None), (old[-1] if old else None)


def _holders(view: View, product: str | None, ordered: list[Order]) -> tuple[Holder, ...]:
    """The rivals: who was ordered this product from, most first, then who has a tie with anybody there."""
    lost: defaultdict[str, defaultdict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for o in ordered:
        if o.lost_to and o.product == product:
            lost[o.lost_to][o.currency or ""].append(o.amount)
    tied: defaultdict[str, set[str]] = defaultdict(set)
    for r in view.facts.rivals:
        if view.at.valid(r.valid_from, r.valid_to) and r.person_id in view.people:
            tied[r.competitor].add(r.person_id)
    return tuple(
        Holder(
            rival,
            {unit: math.fsum(amounts) for unit, amounts in sorted(lost.get(rival, {}).items())},
            view.by_power(tied.get(rival, ())),
        )
        for rival in sorted({*lost, *tied}, key=lambda rival: (rival not in lost, rival))
    )


def _signs(view: View, product: str | None, read: list[Reading]) -> Iterator[Sign]:
    newest, before = _shares(view, product, read)
    if newest and before and at_least(newest.value - before.value, view.constants.flank_gain):
        told = message(
            "our share rose from {before:.0%} to {now:.0%} since {day}",
            before=before.value,
            now=newest.value,
            day=view.at.day_of(before.at),
        )
        yield Sign("share_gained", told, _fact(view, newest))
    measured: dict[str, Reading] = {}
    for r in sorted(read, key=lambda r: view.at.day_of(r.at)):
        if r.product == product and r.metric.startswith(MEASURED):
            measured[r.metric] = r
    for metric, r in sorted(measured.items()):
        told = message("measured of the rival: {what} {value:g}", what=spaced(metric), value=r.value)
        yield Sign("measured", told, _fact(view, r))
    for need in sorted(view.facts.needs, key=lambda n: n.id):
        begun = need.at is None or view.at.has_happened(need.at)
        if begun and need.status != "solved":
            told = message(
                "a need that nobody has solved: {kind}: {what}", kind=label(need.kind), what=need.what
            )
            yield Sign("need_open", told, Fact("needs", need.id))


def _fact(view: View, r: Reading) -> Fact:
    return Fact("readings", record_key(view.facts.account.id, r.metric, r.product, r.at))
