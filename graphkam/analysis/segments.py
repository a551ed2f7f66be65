"""Segments of accounts: what the data say to them, and what an account could still buy."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from graphkam.analysis.amounts import by_value, tiers
from graphkam.analysis.currency import converted
from graphkam.domain.answers import AccountLine
from graphkam.domain.constants import Constants, at_least
from graphkam.domain.facts import Account, AccountFacts
from graphkam.domain.labels import label
from graphkam.domain.message import Message, message
from graphkam.domain.moment import AsOf
from graphkam.domain.worth import Offer, SegmentLine, Segments


class Bought(NamedTuple):
    """What segments ask of an account: the account, its newest margin, what it ordered from us and from rivals."""

    account: Account
    margin: float | None
    ours: Collection[str]
    lost: Mapping[str, Collection[str]]
    """Products, and from whom."""


def bought(facts: AccountFacts, at: AsOf) -> Bought:
    """What segments ask of an account. Cost: linear in orders and readings.

    >>> from graphkam.analysis.example import kiln
    >>> bought(kiln().facts, kiln().at).ours
    frozenset()
    """
    ours, lost = _products(facts, at, lost=False), _products(facts, at, lost=True)
    return Bought(facts.account, newest(facts, "margin", at), frozenset(ours), lost)


def segments(
    accounts: Iterable[AccountFacts], lines: Sequence[AccountLine], at: AsOf, constants: Constants
) -> Segments:
    """The segment of each account, where the data contradict it, and room to grow; contradictions first.

    *Suggested*: BZ (costs more than it brings) if the margin is nothing or less, or below 5 % while payment is
    slow or poor; else VIP (most value) if the account is among the top 20 % by value of its currency; else MGC
    (can grow) if the potential is 1.5 times the annual value or more; else nothing. *Contradiction*: given and
    suggested differ and one of them is BZ; VIP though in the lower half by value; MGC though the potential is
    below 1.5 times the value. `room` = potential − annual value. `products`: see `whitespace`. Facts are looked
    at one by one; a line of none of these accounts is left out.

    Errors: none. Cost: linear in orders and readings, and a sort. Source: docs/metrics/segments.md,
    docs/decisions/0048.

    >>> from graphkam.analysis import account_line
    >>> from graphkam.analysis.example import kiln
    >>> answer = segments([kiln().facts], [account_line(kiln())], kiln().at, kiln().constants)
    >>> [(line.account_id, line.suggested, line.contradicts) for line in answer.items]
    [('b', 'VIP', False)]
    """
    of = {facts.account.id: bought(facts, at) for facts in accounts}
    lines = [line for line in lines if line.id in of]
    ranks, offers = tiers(lines, constants), whitespace(of.values(), constants)
    found = [
        _line(of[line.id], line, ranks.get(line.id), offers.get(line.id, ()), constants) for line in lines
    ]
    units = list(by_value(lines, constants))

    def order(line: SegmentLine) -> tuple[bool, int, float, str]:
        unit, room = converted(line.room or 0.0, line.currency, constants)
        place = units.index(unit) if line.room is not None and unit in units else len(units)
        return not line.contradicts, place, -room, line.account_id

    found.sort(key=order)
    return Segments(str(at), sum(line.contradicts for line in found), tuple(found))


def _line(
    known: Bought,
    line: AccountLine,
    rank: str | None,
    products: tuple[Offer, ...],
    constants: Constants,
) -> SegmentLine:
    about = known.account
    suggested, reasons = _suggested(about, rank, known.margin, constants)
    doubts = _doubts(about, suggested, rank, constants)
    measured = about.potential is not None and about.annual_value is not None
    return SegmentLine(
        account_id=about.id,
        name=about.name,
        kinds=about.kinds,
        lifecycle=about.lifecycle,
        segment=about.segment,
        suggested=suggested,
        contradicts=bool(doubts),
        reasons=(*reasons, *doubts),
        value=line.annual_value,
        currency=about.currency,
        room=(about.potential or 0.0) - (about.annual_value or 0.0) if measured else None,
        products=products,
    )


def newest(facts: AccountFacts, metric: str, at: AsOf) -> float | None:
    """The newest reading of a metric by then, the mean over the products for which it was read; None: never.

    >>> from graphkam.analysis.example import kiln
    >>> newest(kiln().facts, "margin", kiln().at) is None
    True
    """
    found: dict[str, tuple[str, float]] = {}
    for reading in facts.readings:
        if reading.metric == metric and at.has_happened(reading.at):
            product = reading.product or ""
            found[product] = max(found.get(product, ("", 0.0)), (at.day_of(reading.at), reading.value))
    return math.fsum(value for _, value in found.values()) / len(found) if found else None


def _suggested(
    about: Account, rank: str | None, margin: float | None, constants: Constants
) -> tuple[str | None, list[Message]]:
    if margin is not None and at_least(0.0, margin):
        return "BZ", [message("it costs more than it brings: margin {margin:.1%}", margin=margin)]
    if (
        margin is not None
        and not at_least(margin, constants.low_margin)
        and about.payment in ("slow", "poor")
    ):
        return "BZ", [
            message(
                "little is left of it: margin {margin:.1%}, payment {payment}",
                margin=margin,
                payment=label(about.payment),
            )
        ]
    if rank == "high":
        reason = message("among the top {share:.0%} of the accounts by value", share=constants.top_share)
        return "VIP", [reason]
    if growable(about, constants):
        return "MGC", [_growth(about)]
    return None, []


def _growth(about: Account) -> Message:
    times = _times(about) or 0.0
    if math.isinf(times):
        return message("nothing is bought yet, though there is potential")
    return message("its potential is {times:.1f} times its value", times=times)


def _times(about: Account) -> float | None:
    """Potential ÷ annual value; infinite where nothing is bought yet; None where either is unknown."""
    if about.potential is None or about.annual_value is None:
        return None
    if about.annual_value > 0:
        return about.potential / about.annual_value
    return math.inf if about.potential > 0 else None


def growable(about: Account, constants: Constants) -> bool:
    """Whether the potential is 1.5 times the annual value or more. Unknown: no.

    >>> growable(Account("a", "A", annual_value=2.0, potential=3.0), Constants())
    True
    """
    times = _times(about)
    return times is not None and at_least(times, constants.growable)


def _doubts(about: Account, suggested: str | None, rank: str | None, constants: Constants) -> list[Message]:
    given = about.segment
    if given is None or given == suggested:
        return []
    if suggested is not None and "BZ" in (given, suggested):
        return [
            message(
                "given as {given}, but the data say {suggested}",
                given=label(given),
                suggested=label(suggested),
            )
        ]
    if given == "VIP" and rank == "low":
        return [message("given as VIP, but in the lower half of the accounts by value")]
    times = _times(about)
    if given == "MGC" and times is not None and not at_least(times, constants.growable):
        return [message("given as MGC, but its potential is only {times:.1f} times its value", times=times)]
    return []


def whitespace(accounts: Iterable[Bought], constants: Constants) -> Mapping[str, tuple[Offer, ...]]:
    """By account the products that two or more others of its industry order from us, and it does not.

    Most bought first, then by name. Orders that a rival got are no orders of ours; that the account orders the
    product from a rival is said. Accounts of unknown industry have none. Cost: linear in orders, and in
    accounts × products of each industry. Source: docs/metrics/segments.md.

    >>> from graphkam.analysis.example import kiln
    >>> dict(whitespace([bought(kiln().facts, kiln().at)], Constants()))
    {}
    """
    industries: defaultdict[str, list[Bought]] = defaultdict(list)
    for one in accounts:
        if one.account.industry:
            industries[one.account.industry].append(one)
    found = {}
    for similar in industries.values():
        buyers: defaultdict[str, list[str]] = defaultdict(list)
        for one in sorted(similar, key=lambda one: one.account.id):
            for product in one.ours:
                buyers[product].append(one.account.id)
        usual = {p: who for p, who in buyers.items() if len(who) >= constants.whitespace_buyers}
        for one in similar:
            offers = _offers(one, usual)
            if offers:
                found[one.account.id] = offers
    return found


def _offers(one: Bought, usual: Mapping[str, list[str]]) -> tuple[Offer, ...]:
    wanted = sorted(usual.keys() - one.ours, key=lambda p: (-len(usual[p]), p))
    return tuple(Offer(p, tuple(usual[p]), tuple(sorted(one.lost.get(p, ())))) for p in wanted)


def _products(facts: AccountFacts, at: AsOf, *, lost: bool) -> Mapping[str, set[str]]:
    """The products that an account ordered from us (or, lost, from rivals), with from whom."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for order in facts.orders:
        if order.product and bool(order.lost_to) == lost and at.has_happened(order.at):
            found[order.product].add(order.lost_to or "")
    return found
