"""What accounts are worth, where our people's time goes, and how much hangs on single accounts."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from graphkam.analysis.amounts import Worthy, by_value, sums, top_count
from graphkam.analysis.view import ratio
from graphkam.domain.answers import AccountLine
from graphkam.domain.constants import Constants, at_least
from graphkam.domain.facts import AccountFacts
from graphkam.domain.moment import DAY, AsOf
from graphkam.domain.packed import presences
from graphkam.domain.vocabulary import ACCOUNT_KINDS, COVERAGE_STATES, LAYERS, LIFECYCLES, SEGMENTS
from graphkam.domain.worth import Dependence, EffortLine, LayerCount, Part, Worth


def worth(
    accounts: Iterable[AccountFacts], lines: Sequence[AccountLine], at: AsOf, constants: Constants
) -> Worth:
    """Value, risk, effort and dependence over the portfolio; `lines` are those of `portfolio`.

    Facts are looked at one by one; a line of none of these accounts is left out.

    Shares of effort and of value are taken among the accounts of one currency whose value is known, both of
    the same accounts. *Over-served*: share of effort ÷ share of value is 2 or more, or effort goes to an
    account of no value; *under-served*: ½ or less. Null where nothing is spent, or nothing is worth anything.

    Errors: none. Cost: linear in touchpoints, and a sort. Source: docs/metrics/value.md, docs/decisions/0048.

    >>> from graphkam.analysis import account_line
    >>> from graphkam.analysis.example import kiln
    >>> view = kiln()
    >>> answer = worth([view.facts], [account_line(view)], view.at, view.constants)
    >>> [(line.effort, line.effort_share, line.value_share, line.balance) for line in answer.items]
    [(2.5, 1.0, 1.0, 'even')]
    >>> answer.dependence[0].effective
    1.0
    """
    spent = {facts.account.id: effort(facts, at, constants) for facts in accounts}
    lines = [line for line in lines if line.id in spent]
    return Worth(
        as_of=str(at),
        value=sums(((line.annual_value, line.currency) for line in lines), constants),
        at_risk=sums(((line.value_at_risk, line.currency) for line in lines), constants),
        unvalued=sum(line.annual_value is None for line in lines),
        dependence=dependence(lines, constants),
        layers=tuple(_layer(lines, layer) for layer in reversed(LAYERS)),
        kinds=_parts(lines, constants, ACCOUNT_KINDS, lambda line: line.kinds or (None,)),
        segments=_parts(lines, constants, SEGMENTS, lambda line: (line.segment,)),
        lifecycles=_parts(lines, constants, LIFECYCLES, lambda line: (line.lifecycle,)),
        items=tuple(_served(lines, spent, constants)),
    )


def effort(facts: AccountFacts, at: AsOf, constants: Constants) -> float:
    """Σ channel weight × number of our people, over the touchpoints of the last 365 days.

    In meetings of one of ours. Who has left us meanwhile counts: their time was spent. A complaint weighs
    nothing here as elsewhere. Errors: none. Cost: linear in touchpoints.

    >>> from graphkam.analysis.example import kiln
    >>> effort(kiln().facts, kiln().at, Constants())
    2.5
    """
    first = at.instant - constants.effort_days * DAY
    return math.fsum(
        constants.weights[channel] * ours
        for seconds, channel, ours in presences(facts.touchpoints, first)
        if at.counts(seconds)
    )


def _served(
    lines: Sequence[AccountLine], spent: Mapping[str, float], constants: Constants
) -> Iterator[EffortLine]:
    for ranked in by_value(lines, constants).values():
        whole = math.fsum(worthy.value for worthy in ranked)
        all_effort = math.fsum(spent[worthy.line.id] for worthy in ranked)
        for worthy in ranked:
            here = spent[worthy.line.id]
            yield _line(worthy, here, ratio(here, all_effort), ratio(worthy.value, whole), constants)
    for line in sorted(lines, key=lambda line: line.id):
        if line.annual_value is None:
            yield EffortLine(line.id, line.name, spent[line.id], None, None, line.currency, None, None, None)


def _line(
    worthy: Worthy, here: float, effort_share: float | None, value_share: float | None, constants: Constants
) -> EffortLine:
    known = effort_share is not None and value_share is not None
    quotient = ratio(effort_share or 0.0, value_share or 0.0) if known else None
    return EffortLine(
        account_id=worthy.line.id,
        name=worthy.line.name,
        effort=here,
        effort_share=effort_share,
        value=worthy.value,
        currency=worthy.unit or None,
        value_share=value_share,
        ratio=quotient,
        balance=balance(quotient, here, constants) if known else None,
    )


def balance(quotient: float | None, here: float, constants: Constants) -> str:
    """over, under or even, from share of effort ÷ share of value; None: the account is worth nothing.

    >>> [balance(q, 1.0, Constants()) for q in (2.0, 1.9, 0.5, None)], balance(None, 0.0, Constants())
    (['over', 'even', 'under', 'over'], 'even')
    """
    if quotient is None:
        return "over" if here > 0 else "even"
    if at_least(quotient, constants.overserved):
        return "over"
    return "under" if at_least(constants.underserved, quotient) else "even"


def dependence(lines: Sequence[AccountLine], constants: Constants) -> tuple[Dependence, ...]:
    """How much of the value hangs on single accounts, for each currency, the commonest first.

    Share of the largest, of the top 20 % (rounded up), and the effective number 1 ÷ Σ share². A currency in
    which nothing is worth anything is left out. Errors: none. Cost: a sort. Source: Herfindahl 1950.
    """
    found = []
    for unit, ranked in by_value(lines, constants).items():
        whole = math.fsum(worthy.value for worthy in ranked)
        if whole > 0:
            top = top_count(len(ranked), constants)
            found.append(
                Dependence(
                    currency=unit,
                    value=whole,
                    accounts=len(ranked),
                    largest=ranked[0].line.id,
                    largest_share=ranked[0].value / whole,
                    top_accounts=top,
                    top_share=math.fsum(worthy.value for worthy in ranked[:top]) / whole,
                    effective=1.0 / math.fsum((worthy.value / whole) ** 2 for worthy in ranked),
                )
            )
    return tuple(found)


def _layer(lines: Sequence[AccountLine], layer: str) -> LayerCount:
    states = [line.layers[layer].status for line in lines]
    return LayerCount(layer, {state: states.count(state) for state in COVERAGE_STATES})


def _parts(
    lines: Sequence[AccountLine],
    constants: Constants,
    order: Sequence[str],
    words: Callable[[AccountLine], tuple[str | None, ...]],
) -> tuple[Part, ...]:
    """Accounts by one of their words; an account with several counts in each."""
    found = []
    for word in (*order, None):
        chosen = [line for line in lines if word in words(line)]
        if chosen:
            value = sums(((line.annual_value, line.currency) for line in chosen), constants)
            at_risk = sums(((line.value_at_risk, line.currency) for line in chosen), constants)
            found.append(Part(word, len(chosen), value, at_risk))
    return tuple(found)
