"""The portfolio: one line for each account, worst first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from graphkam.analysis.alarms import alarm_count, alarms
from graphkam.analysis.currency import converted
from graphkam.analysis.exposure import exposure
from graphkam.analysis.gaps import layer_coverages, worst
from graphkam.analysis.loyalty import loyalty_type
from graphkam.analysis.signals import churn_risk
from graphkam.analysis.stage import only_sales, relationship
from graphkam.analysis.view import View
from graphkam.domain.answers import AccountLine, LayerState
from graphkam.domain.constants import Constants


def account_line(view: View, loads: Mapping[str, int] | None = None) -> AccountLine:
    """One account in the portfolio.

    `account_manager` and `executive_sponsor` are ids (longest assigned first), None where nobody is that day.
    With the `loads` of the account managers the line is whole; without them `alarms` (see there), `churn_risk`,
    `relationship` and `sales_alone` are None. `loyalty_type`: see `loyalty`.

    Errors: none. Cost: as `exposure`. Source: docs/definitions.md, "Flow".

    >>> from graphkam.analysis.example import kiln
    >>> line = account_line(kiln())
    >>> line.id, round(line.value_at_risk), line.status, line.account_manager, line.executive_sponsor
    ('b', 2461538, 'red', 'li', None)
    """
    account, at_stake, layers = view.facts.account, exposure(view), layer_coverages(view)
    return AccountLine(
        id=account.id,
        name=account.name,
        kinds=account.kinds,
        grade=account.grade,
        segment=account.segment,
        lifecycle=account.lifecycle,
        annual_value=account.annual_value,
        currency=account.currency,
        exposure=at_stake.exposure,
        value_at_risk=at_stake.value_at_risk,
        churn_risk=None if loads is None else churn_risk(view, at_stake.exposure).value,
        loyalty_type=loyalty_type(view),
        layers={layer.layer: LayerState(layer.status, layer.coverage, layer.guessed) for layer in layers},
        status=worst(layers),
        account_manager=_first(view, "account_manager"),
        executive_sponsor=_first(view, "executive_sponsor"),
        alarms=None if loads is None else alarm_count(alarms(view, loads)),
        relationship=None if loads is None else relationship(view),
        sales_alone=None if loads is None else only_sales(view),
    )


def _first(view: View, as_: str) -> str | None:
    return next((a.team_id for a in view.assignments if a.as_ == as_), None)


def portfolio(views: Iterable[View], loads: Mapping[str, int] | None = None) -> tuple[AccountLine, ...]:
    """All accounts, worst first: by value at risk, exposure, id; what is undefined comes last, but is
    counted.

    Values in different currencies are compared only through the rates of the constants. Without rates the
    currencies stay apart: first all accounts of the commonest currency, and so on (docs/decisions/0026).
    `loads`: as in `account_line`.

    Errors: none. Cost: one `account_line` each and a sort. Source: docs/definitions.md, "Flow".

    >>> from graphkam.analysis.example import kiln
    >>> [line.id for line in portfolio([kiln()])]
    ['b']
    """
    return worst_first((account_line(view, loads), view.constants) for view in views)


def worst_first(lines: Iterable[tuple[AccountLine, Constants]]) -> tuple[AccountLine, ...]:
    """Lines in the order of `portfolio`, each with the constants whose rates convert its value."""
    found = list(lines)
    units = Counter(
        _at_risk(line, constants)[0] for line, constants in found if line.value_at_risk is not None
    )

    def rank(entry: tuple[AccountLine, Constants]) -> tuple[bool, int, str, float, bool, float, str]:
        line, constants = entry
        unknown = line.value_at_risk is None
        unit, value = ("", 0.0) if unknown else _at_risk(line, constants)
        return unknown, -units[unit] if not unknown else 0, unit, -value, *_nulls_last(line.exposure), line.id

    return tuple(line for line, _ in sorted(found, key=rank))


def _at_risk(line: AccountLine, constants: Constants) -> tuple[str, float]:
    return converted(line.value_at_risk or 0.0, line.currency, constants)


def _nulls_last(share: float | None) -> tuple[bool, float]:
    return share is None, -(share or 0.0)
