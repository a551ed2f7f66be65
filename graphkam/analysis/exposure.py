"""Exposure: how much of the deciding power a strike could take."""

from __future__ import annotations

from graphkam.analysis.naming import named
from graphkam.analysis.view import View, once
from graphkam.domain.answers import Exposure
from graphkam.domain.constants import at_least
from graphkam.domain.message import Message, message


@once
def exposure(view: View) -> Exposure:
    """How exposed the account is, 0…1, and what is at stake in the account's currency.

    *Exposure* = max(`unreached`, `largest_impact`): the part of the decision holders' power that no path of
    `influence` reaches, or the largest part that hangs on one person of either side. None where nobody of
    power decides. `value_at_risk` = exposure × annual value, None where either is. `largest` names those
    whose single loss has that impact (empty if it is 0).

    Errors: none. Cost: one dominator tree. Source: docs/definitions.md, "Flow".

    >>> from graphkam.analysis.example import kiln
    >>> answer = exposure(kiln())
    >>> round(answer.exposure, 3), round(answer.unreached, 3), round(answer.largest_impact, 3), answer.largest
    (0.615, 0.615, 0.385, ('li', 'liu'))
    """
    reached = view.impact(view.influence_flow.reached)
    if reached is None:
        reason = message("nobody with the power to decide is known")
        return Exposure(view.facts.account.id, str(view.at), None, None, None, (), None, reason)
    unreached = max(0.0, 1.0 - reached)
    impacts = {v: view.impact(lost) or 0.0 for v, lost in view.influence_flow.lost.items()}
    largest_impact = max(impacts.values(), default=0.0)
    largest = tuple(sorted(v for v, i in impacts.items() if i > 0 and at_least(i, largest_impact)))
    share = max(unreached, largest_impact)
    value = view.facts.account.annual_value
    return Exposure(
        account=view.facts.account.id,
        as_of=str(view.at),
        exposure=share,
        unreached=unreached,
        largest_impact=largest_impact,
        largest=largest,
        value_at_risk=None if value is None else share * value,
        reason=_reason(view, unreached, largest_impact, largest),
    )


def _reason(view: View, unreached: float, impact: float, largest: tuple[str, ...]) -> Message:
    missing = view.by_power(view.decision.holders - view.influence_flow.reached)
    if not missing and not largest:
        return message("every decision holder is reached, and none hangs on one person")
    if missing and unreached >= impact:
        return message(
            "{share:.0%} of the deciding power is not reached: {names}",
            share=unreached,
            names=named(view, missing),
        )
    return message(
        "{share:.0%} of the deciding power hangs on one person: {names}",
        share=impact,
        names=named(view, largest),
    )
