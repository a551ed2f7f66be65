"""The expected table: who usually takes part in a decision of this size, and who of them is not even known."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from graphkam.analysis.coverage import status
from graphkam.analysis.currency import converted
from graphkam.analysis.view import View
from graphkam.domain.constants import Constants, at_least
from graphkam.domain.decisions import SeatState
from graphkam.domain.expectedtable import Seat, seats
from graphkam.domain.message import Message, message


class Size(NamedTuple):
    """How large a decision of an account may be, in its currency ("" where none was recorded)."""

    amount: float
    currency: str
    source: str
    """order, annual_value or potential."""


def decision_size(view: View) -> Size | None:
    """The largest of the account's annual value, its potential and its orders so far; None where none is known.

    Orders count whether we or a rival got them: what they decided once they may decide again. An order without
    currency is in the account's; one in another currency counts only through the rates of the constants. Of
    equals the order comes first, then the annual value.

    Errors: none. Cost: linear in the orders. Source: docs/metrics/decision.md, docs/decisions/0047.

    >>> from graphkam.analysis.example import kiln
    >>> decision_size(kiln())
    Size(amount=4000000.0, currency='CNY', source='annual_value')
    """
    about = view.facts.account
    amounts = [
        ("order", order.amount, order.currency or about.currency)
        for order in view.facts.orders
        if view.at.has_happened(order.at)
    ]
    amounts += [("annual_value", about.annual_value or 0.0, about.currency)]
    amounts += [("potential", about.potential or 0.0, about.currency)]
    unit = converted(0.0, about.currency, view.constants)[0]
    found = [
        Size(*converted(amount, currency, view.constants)[::-1], source)
        for source, amount, currency in amounts
    ]
    known = [size for size in found if size.currency == unit and size.amount > 0]
    return max(known, key=lambda size: size.amount, default=None)


def sized(size: Size) -> Message:
    """A size as sentences say it."""
    if size.currency:
        return message("{amount:,.0f} {currency}", amount=size.amount, currency=size.currency)
    return message("{amount:,.0f}", amount=size.amount)


def expected_table(view: View) -> tuple[SeatState, ...]:
    """The functions of theirs that usually take part in a decision of this size, with who of them is known.

    A function is *expected* if the size reaches the value of the table in the size's currency (through the
    rates of the constants where there are some), or so many times the annual value. `status` is that of a
    function's coverage, *empty* where nobody of it is known. An executive whose function nobody recorded counts
    as general management. Empty where no size is known.

    Errors: none. Cost: linear in people. Source: case 2 of the field; graphkam/domain/expected.csv.

    >>> from graphkam.analysis.example import kiln
    >>> [(seat.function, seat.status) for seat in expected_table(kiln())]
    [('procurement', 'empty'), ('technical', 'open'), ('finance', 'empty'), ('legal', 'empty')]
    """
    size = decision_size(view)
    return () if size is None else tuple(_seated(view, size))


def _seated(view: View, size: Size) -> Iterator[SeatState]:
    for seat in seats():
        reason = _why(view, seat, size)
        if reason is not None:
            people = view.by_power(members(view, seat.function))
            reached = sum(p in view.ties_with for p in people)
            yield SeatState(seat.function, status(view, people), people, reached, reason)


def members(view: View, function: str) -> list[str]:
    """Who of theirs is of a function, placeholders too."""
    return [
        p
        for p, work in view.people.items()
        if function in work.functions
        or (function == "general_management" and not work.functions and work.layer == "executive")
    ]


def _why(view: View, seat: Seat, size: Size) -> Message | None:
    """Why a function is expected at a table of this size; None if it is not."""
    least = _value(seat, size.currency, view.constants)
    if least is not None and at_least(size.amount, least):
        return message(
            "usually at the table from {value:,.0f} {currency} on", value=least, currency=size.currency
        )
    about = view.facts.account
    times = seat.times
    if times is None or not about.annual_value:
        return None
    year = converted(about.annual_value, about.currency, view.constants)[1]
    if not at_least(size.amount, times * year):
        return None
    return message("usually at the table from {times:g} times a year's business on", times=times)


def _value(seat: Seat, unit: str, constants: Constants) -> float | None:
    """From which value on a function is expected, in the unit of the size; None where the table has none."""
    for currency, value in seat.values.items():
        own, least = converted(value * constants.table_factor, currency, constants)
        if own == unit:
            return least
    return None
