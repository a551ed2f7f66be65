"""Single points of failure: a person of either side whose leaving cuts us off from people we need."""

from __future__ import annotations

from collections.abc import Iterable

from graphkam.analysis.cuts import cut_sets, redundancies
from graphkam.analysis.graph import Flow
from graphkam.analysis.naming import named
from graphkam.analysis.view import View, once, ratio
from graphkam.domain.answers import Direct, Influence, Loss, Spof
from graphkam.domain.constants import at_least
from graphkam.domain.message import Message, message, plural


@once
def spof(view: View) -> Spof:
    """Who is lost without each person of either side, on touchpoints alone and with influence.

    For a person v, *lost* is who is reached in the flow graph and not without v, v included if one of theirs:
    the subtree of v in the dominator tree. `cuts_off` is lost without v itself; `impact` = Σπ(lost ∩ D) ÷
    Σπ(D) over the decision holders D; `reach_lost` = Σπ(lost) ÷ Σπ(reached). Both 0…1, None where the
    divisor is 0. v is a *single point of failure* if it cuts off a member of D, or if half the reach goes
    with v (`spof_reach`) and v cuts off anybody or is the only one reached. Everyone with a live tie or
    reached is listed, largest impact first. Redundancy and cut sets: see `cuts`.

    Errors: none. Cost: two dominator trees, one flow for each decision holder. Source: dominators of flow
    graphs (Lengauer and Tarjan 1979), Menger 1927; docs/definitions.md, "Flow".

    >>> from graphkam.analysis.example import kiln
    >>> answer = spof(kiln())
    >>> [(s.id, round(s.impact, 2), s.reach_lost, s.cuts_off, s.spof) for s in answer.direct.ours]
    [('li', 0.38, 1.0, ('liu',), True)]
    >>> [(s.id, s.reach_lost, s.spof) for s in answer.direct.theirs], answer.influence.redundancy[0].paths
    ([('liu', 1.0, True)], 0)
    """
    direct, influence = view.direct_flow, view.influence_flow
    return Spof(
        account=view.facts.account.id,
        as_of=str(view.at),
        direct=Direct(ours=losses(view, direct, "ours"), theirs=losses(view, direct, "theirs")),
        influence=Influence(
            ours=losses(view, influence, "ours"),
            theirs=losses(view, influence, "theirs"),
            redundancy=redundancies(view),
            sets=cut_sets(view),
        ),
    )


def losses(view: View, flow: Flow, side: str) -> tuple[Loss, ...]:
    """The loss of each person of one side (`ours`, `theirs`) in one flow graph, largest impact first.

    Ties go by reach lost, then id.
    """
    members = (v for v in flow.lost if (v in view.people) == (side == "theirs"))
    reach = view.power(flow.reached)
    found = [_loss(view, flow, v, reach) for v in members]
    return tuple(sorted(found, key=lambda s: (-_rank(s.impact), -_rank(s.reach_lost), s.id)))


def fails(view: View, flow: Flow, person: str) -> bool:
    """Whether somebody of either side is a single point of failure in one flow graph; see `spof`.

    Cost: two sweeps.

    >>> from graphkam.analysis.example import kiln
    >>> fails(kiln(), kiln().influence_flow, "li"), fails(kiln(), kiln().influence_flow, "gm")
    (True, False)
    """
    return _fails(view, flow, person, flow.lost_without([person]), view.power(flow.reached))


def failures(view: View, flow: Flow) -> frozenset[str]:
    """Everybody of either side who is a single point of failure in one flow graph; see `spof`.

    Cost: one dominator tree, and the sum of the sizes of its subtrees.

    >>> from graphkam.analysis.example import kiln
    >>> sorted(failures(kiln(), kiln().influence_flow))
    ['li', 'liu']
    """
    reach = view.power(flow.reached)
    return frozenset(v for v, lost in flow.lost.items() if _fails(view, flow, v, lost, reach))


def _fails(view: View, flow: Flow, person: str, lost: frozenset[str], reach: float) -> bool:
    cuts_off = lost - {person}
    if view.decision.holders & cuts_off:
        return True
    return _alone_holds(view, flow, person, ratio(view.power(lost), reach), others=bool(cuts_off))


def _alone_holds(view: View, flow: Flow, person: str, reach_lost: float | None, *, others: bool) -> bool:
    """Whether half the reach goes with somebody, and with it others, or all that there is."""
    half = reach_lost is not None and at_least(reach_lost, view.constants.spof_reach)
    return half and (others or flow.reached == {person})


def _rank(share: float | None) -> float:
    return -1.0 if share is None else round(share, 9)


def _loss(view: View, flow: Flow, person: str, reach: float) -> Loss:
    lost = flow.lost[person]
    cuts_off = tuple(sorted(lost - {person}))
    deciders = view.decision.holders.intersection(cuts_off)
    reach_lost = ratio(view.power(lost), reach)
    return Loss(
        id=person,
        name=view.name(person),
        impact=view.impact(lost),
        reach_lost=reach_lost,
        cuts_off=cuts_off,
        spof=bool(deciders) or _alone_holds(view, flow, person, reach_lost, others=bool(cuts_off)),
        reason=_reason(view, flow, person, cuts_off, deciders),
    )


def _reason(
    view: View, flow: Flow, person: str, cuts_off: tuple[str, ...], deciders: Iterable[str]
) -> Message:
    name = view.name(person)
    deciding = view.by_power(deciders) if cuts_off else ()
    if deciding:
        return plural(
            "without {name} we lose the one person reached, who decides: {names}",
            "without {name} we lose {lost} of {n} people reached, among them who decide: {names}",
            n=len(flow.reached),
            name=name,
            lost=len(cuts_off),
            names=named(view, deciding),
        )
    if cuts_off:
        return plural(
            "without {name} we lose the one person reached: {names}",
            "without {name} we lose {lost} of {n} people reached: {names}",
            n=len(flow.reached),
            name=name,
            lost=len(cuts_off),
            names=named(view, view.by_power(cuts_off)),
        )
    if flow.reached == {person}:
        return message("{name} is the only one we reach", name=name)
    return message("without {name} nobody else is lost", name=name)
