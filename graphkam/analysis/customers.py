"""The best-customer list: every account on six factors, each opened to its signals."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from graphkam.analysis.currency import converted
from graphkam.analysis.exposure import exposure
from graphkam.analysis.segments import newest
from graphkam.analysis.signals import churn_risk, clamped, factor, loyalty, orders_kept
from graphkam.analysis.view import View
from graphkam.domain.constants import Constants
from graphkam.domain.customers import CustomerLine, Customers, Factor, Signal
from graphkam.domain.labels import label
from graphkam.domain.message import message
from graphkam.domain.moment import AsOf

LIFE = {"growing": 1.0, "new": 0.8, "prospect": 0.6, "mature": 0.6, "declining": 0.2, "lost": 0.0}
PAYMENT = {"good": 1.0, "slow": 0.5, "poor": 0.0}
GOOD_MARGIN = 0.3
"""A margin from which on more makes no better customer."""
WEIGHTS = {"return": 3.0, "lifecycle": 1.0, "potential": 2.0, "churn_risk": 3.0, "loyalty": 1.0}
NEEDED = {"return", "churn_risk"}
"""Without these nothing is said overall: an account of which little is known is not the best."""
FACTORS = (*WEIGHTS, "overall")

Values = Mapping[str, Sequence[float]]
"""The annual values of the whole portfolio by unit, sorted."""


def customers(views: Iterable[View], values: Values, at: AsOf) -> Customers:
    """Accounts on six factors, the best overall first; of equals by id; what is unknown comes last.

    Each factor is the weighted mean of its known signals, 0…1, 1 best (but for churn_risk), None where none is
    known: *return* = value (3; the share of accounts in its currency worth no more), margin ÷ 30 % (2), payment
    (1). *lifecycle* = the stage (2), and orders of the last year ÷ those of both years (1). *potential* = the
    part of the potential that is not bought (2), the part of the wallet that is not ours (1). *churn_risk* and
    *loyalty*: see `signals`. *overall* = return (3), lifecycle (1), potential (2), 1 − churn_risk (3), loyalty
    (1), null unless return and churn_risk are known. A better signal never worsens a factor. `values` are those
    of `values_by_unit`.

    Errors: none. Cost: as `account_line` for each, without alarms. Source: 最佳客户名单 of practice;
    docs/metrics/customers.md, docs/decisions/0049.

    >>> from graphkam.analysis.example import kiln
    >>> view = kiln()
    >>> [line] = customers([view], values_by_unit([view.facts.account], view.constants), view.at).items
    >>> [(f.factor, f.value and round(f.value, 2)) for f in line.factors][:4]
    [('return', 1.0), ('lifecycle', None), ('potential', None), ('churn_risk', 0.44)]
    """
    lines = [_line(view, values) for view in views]

    def rank(line: CustomerLine) -> tuple[bool, float, str]:
        overall = line.factors[-1].value
        return overall is None, -round(overall or 0.0, 9), line.account_id

    return Customers(str(at), tuple(sorted(lines, key=rank)))


class Valued(Protocol):
    """What has an annual value in a currency: an account, or its line in the portfolio."""

    @property
    def annual_value(self) -> float | None: ...
    @property
    def currency(self) -> str | None: ...


def values_by_unit(accounts: Iterable[Valued], constants: Constants) -> Values:
    """The known annual values of accounts by unit, sorted."""
    found: defaultdict[str, list[float]] = defaultdict(list)
    for about in accounts:
        if about.annual_value is not None:
            unit, value = converted(about.annual_value, about.currency, constants)
            found[unit].append(value)
    return {unit: sorted(those) for unit, those in found.items()}


def _line(view: View, values: Values) -> CustomerLine:
    about = view.facts.account
    return CustomerLine(
        account_id=about.id,
        name=about.name,
        managers=tuple(sorted(view.managers)),
        segment=about.segment,
        value=about.annual_value,
        currency=about.currency,
        factors=factors(view, values),
    )


def factors(view: View, values: Values) -> tuple[Factor, ...]:
    """The six factors of one account, overall last."""
    found = [
        factor("return", _return(view, values)),
        factor("lifecycle", _lifecycle(view)),
        factor("potential", _potential(view)),
        churn_risk(view, exposure(view).exposure),
        loyalty(view),
    ]
    known = {one.factor for one in found if one.value is not None}
    return (*found, factor("overall", _overall(found), needs=known >= NEEDED))


def _return(view: View, values: Values) -> Iterator[Signal]:
    about = view.facts.account
    if about.annual_value is not None:
        unit, value = converted(about.annual_value, about.currency, view.constants)
        those = values.get(unit) or (value,)
        share = bisect_right(those, value) / len(those)
        said = message("worth no less than {share:.0%} of the accounts in its currency", share=share)
        yield Signal("value", share, 3.0, said)
    margin = newest(view.facts, "margin", view.at)
    if margin is not None:
        yield Signal(
            "margin", clamped(margin / GOOD_MARGIN), 2.0, message("margin {margin:.1%}", margin=margin)
        )
    if about.payment in PAYMENT:
        said = message("pays: {how}", how=label(about.payment))
        yield Signal("payment", PAYMENT[about.payment], 1.0, said)


def _lifecycle(view: View) -> Iterator[Signal]:
    stage = view.facts.account.lifecycle
    if stage in LIFE:
        yield Signal("stage", LIFE[stage], 2.0, label(stage))
    kept = orders_kept(view)
    if kept is not None:
        said = message("orders of the last year: {share:.0%} of those of the year before", share=kept)
        yield Signal("orders", kept / (1.0 + kept), 1.0, said)


def _potential(view: View) -> Iterator[Signal]:
    about = view.facts.account
    if about.potential and about.annual_value is not None:
        room = clamped(1.0 - about.annual_value / about.potential)
        yield Signal("room", room, 2.0, message("{share:.0%} of the potential is not bought yet", share=room))
    ours = newest(view.facts, "share_of_wallet", view.at)
    if ours is not None:
        said = message("our share of wallet is {share:.0%}", share=ours)
        yield Signal("wallet_left", clamped(1.0 - ours), 1.0, said)


def _overall(found: Iterable[Factor]) -> Iterator[Signal]:
    for one in found:
        if one.value is not None:
            value = 1.0 - one.value if one.factor == "churn_risk" else one.value
            said = message("{factor}: {value:.2f}", factor=label(one.factor, "factor"), value=one.value)
            yield Signal(one.factor, value, WEIGHTS[one.factor], said)
