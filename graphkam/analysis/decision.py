"""How a decision stands: who sits at the table, what the holders' support adds up to, who works against us."""

from __future__ import annotations

import math

from graphkam.analysis.expected import decision_size, expected_table
from graphkam.analysis.judgement import support_word
from graphkam.analysis.naming import named
from graphkam.analysis.opposition import opponents
from graphkam.analysis.view import View, ratio
from graphkam.domain.constants import at_least
from graphkam.domain.decisions import DecisionState, HolderSupport
from graphkam.domain.message import Message, message, plural
from graphkam.domain.vocabulary import VETO_ROLES


def decision(view: View) -> DecisionState:
    """The expected table, the net support of the decision holders, and the opponents.

    *Net support* = Σ π·support over the decision holders who were judged (unknown is not neutral: it is left
    out and could be anything). `lowest` and `highest` are what it would be if all of unknown support were
    opponents, or mentors. *for* if even the lowest is a tenth of Σπ or more, *against* if even the highest is as
    far below nothing, else *undecided*; *unknown* where nobody of power decides, or nobody of them was judged.
    `could_turn`: the unknown each of whom has power enough to turn the sign of the net support alone. In units
    of power.

    Errors: none. Cost: linear in people; see `opponents`. Source: docs/metrics/decision.md,
    docs/decisions/0047.

    >>> from graphkam.analysis.example import kiln
    >>> answer = decision(kiln())
    >>> answer.size, answer.verdict, answer.unknown, answer.reason
    (4000000.0, 'unknown', ('gm', 'liu'), 'nobody judged the support of those who decide: The new GM, Liu')
    """
    size = decision_size(view)
    holders = tuple(_holder(view, p) for p in view.by_power(view.decision.holders))
    whole = view.power(view.decision.holders)
    net = math.fsum(h.part for h in holders if h.part is not None) if whole > 0 else None
    unknown = tuple(h for h in holders if h.part is None)
    open_power = math.fsum(h.power for h in unknown)
    lowest, highest = (None, None) if net is None else (net - open_power, net + open_power)
    verdict = (
        "unknown"
        if len(unknown) == len(holders)
        else _verdict(lowest, highest, view.constants.verdict_margin * whole)
    )
    vetoes = _vetoes(view)
    return DecisionState(
        account=view.facts.account.id,
        as_of=str(view.at),
        size=size.amount if size else None,
        currency=(size.currency or None) if size else None,
        size_from=size.source if size else None,
        expected=expected_table(view),
        decision_source=view.decision.source,
        holders=holders,
        net=net,
        share=None if net is None else ratio(net, whole),
        lowest=lowest,
        highest=highest,
        verdict=verdict,
        unknown=tuple(h.person_id for h in unknown),
        could_turn=tuple(
            h.person_id for h in unknown if net is not None and h.power > 0 and at_least(h.power, abs(net))
        ),
        vetoes=vetoes,
        opponents=opponents(view),
        reason=_reason(view, verdict, [h.person_id for h in unknown], vetoes),
    )


def _holder(view: View, person: str) -> HolderSupport:
    power, said = view.powers[person].value, view.supports.get(person)
    return HolderSupport(
        person_id=person,
        power=power,
        support=support_word(said.value) if said else None,
        support_value=said.value if said else None,
        part=power * said.value if said else None,
        reached=person in view.ties_with,
    )


def _verdict(lowest: float | None, highest: float | None, margin: float) -> str:
    if lowest is None or highest is None:
        return "unknown"
    if at_least(lowest, margin):
        return "for"
    return "against" if at_least(-margin, highest) else "undecided"


def _vetoes(view: View) -> tuple[str, ...]:
    """Who can say no and is against us."""
    able = {p for role in VETO_ROLES for p in view.roles[role]}
    return view.by_power(
        p for p in able if p in view.supports and at_least(-view.constants.supporter, view.supports[p].value)
    )


def _reason(view: View, verdict: str, unknown: list[str], vetoes: tuple[str, ...]) -> Message:
    if not view.decision.holders:
        return message("nobody is known who decides")
    if verdict == "unknown":
        return message("nobody judged the support of those who decide: {names}", names=named(view, unknown))
    said = {
        "for": message("those who decide are for us"),
        "against": message("those who decide are against us"),
        "undecided": message("the decision hangs in the balance"),
    }[verdict]
    if unknown:
        told = (
            plural(
                "{n} of unknown support could turn it: {names}",
                "{n} of unknown support could turn it: {names}",
                n=len(unknown),
                names=named(view, unknown),
            )
            if verdict == "undecided"
            else message("whatever those think whom nobody judged: {names}", names=named(view, unknown))
        )
        said = message("{first}; {second}", first=said, second=told)
    if vetoes:
        veto = message("against us and able to say no: {names}", names=named(view, vetoes))
        said = message("{first}; {second}", first=said, second=veto)
    return said
