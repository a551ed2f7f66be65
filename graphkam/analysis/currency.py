"""Amounts in several currencies: converted where a rate is given, else kept apart, never added."""

from __future__ import annotations

from graphkam.domain.constants import Constants


def converted(amount: float, currency: str | None, constants: Constants) -> tuple[str, float]:
    """The unit in which an amount can be added and compared, and the amount in it.

    With a reporting currency and a rate it is the reporting currency, else the amount's own; empty where none
    was recorded (docs/decisions/0026).

    >>> converted(100.0, "USD", Constants.of({"currency": "EUR", "rates": {"USD": 0.9}}))
    ('EUR', 90.0)
    >>> converted(100.0, "USD", Constants())
    ('USD', 100.0)
    """
    own = currency or ""
    if constants.currency and own in constants.rates and own != constants.currency:
        return constants.currency, amount * constants.rates[own]
    return own, amount
