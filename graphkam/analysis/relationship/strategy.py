"""What they need, where they want to go, what we offer to it, and what binds them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from graphkam.analysis.view import View
from graphkam.domain.alarms import Fact
from graphkam.domain.facts import Need, Strategy
from graphkam.domain.message import message
from graphkam.domain.relationship import Bonds, BondState, NeedState, RelationshipFinding, Step
from graphkam.domain.vocabulary import BOND_KINDS, NEED_KINDS, NEED_STATES, STRATEGY_KINDS

SERVED = ("goal", "obstacle")
"""What an offer may serve, beside a need."""


def known(view: View, records: Iterable[Need | Strategy]) -> list[Need | Strategy]:
    """What was written down by then; without a day it always was."""
    return [r for r in records if r.at is None or view.at.has_happened(r.at)]


def needs(view: View) -> tuple[NeedState, ...]:
    """Their needs: open before offered before solved, the largest value first, then by kind.

    A blind spot they do not see, a pain point they see and cannot solve, a sweet spot is the value that solving
    it brings. Without a person it is the organisation's own. Errors: none. Cost: linear, and a sort.
    """
    serving: defaultdict[str, list[str]] = defaultdict(list)
    for step in known(view, view.facts.strategy):
        if isinstance(step, Strategy) and step.kind == "offer" and step.parent_id:
            serving[step.parent_id].append(step.id)
    found = [
        NeedState(
            id=n.id,
            kind=n.kind,
            what=n.what,
            person_id=n.person_id,
            hidden=n.hidden,
            owner_id=n.owner_id,
            status=n.status or "open",
            solution=n.solution,
            value=n.value,
            at=n.at,
            author=n.author,
            served_by=tuple(sorted(serving[n.id])),
        )
        for n in known(view, view.facts.needs)
        if isinstance(n, Need)
    ]
    return tuple(
        sorted(
            found,
            key=lambda n: (NEED_STATES.index(n.status), -(n.value or 0.0), NEED_KINDS.index(n.kind), n.id),
        )
    )


def steps(view: View) -> tuple[Step, ...]:
    """Their strategy as a map from the top: goal → obstacle → offer, need → offer; then what hangs on nothing.

    Of the needs those stand in the map to which something is offered. A circle of parents is cut where it
    begins. Errors: none. Cost: linear, and a sort.
    """
    there = {s.id: s for s in known(view, view.facts.strategy) if isinstance(s, Strategy)}
    wanted = {step.parent_id for step in there.values()}
    needed = {
        n.id: n
        for n in known(view, view.facts.needs)
        if isinstance(n, Need) and n.id in wanted - there.keys()
    }
    below: defaultdict[str | None, list[Strategy]] = defaultdict(list)
    for step in there.values():
        above = step.parent_id
        below[above if above in there or above in needed else None].append(step)
    found: dict[str, Step] = {}
    # What only a circle leads to comes last, cut where it begins.
    first, last = sorted(below[None], key=_order), sorted(there.values(), key=_order)
    tops: list[Strategy | Need] = [*first, *needed.values(), *last]
    for top in tops:
        waiting: list[tuple[Strategy | Need, int]] = [(top, 0)]
        while waiting:
            one, depth = waiting.pop()
            if one.id not in found:
                found[one.id] = _step(one, depth)
                waiting += [(child, depth + 1) for child in sorted(below[one.id], key=_order, reverse=True)]
    return tuple(found.values())


def _step(step: Strategy | Need, depth: int) -> Step:
    parent, owner = (None, step.owner_id) if isinstance(step, Need) else (step.parent_id, None)
    return Step(
        *(step.id, step.kind, step.what, parent, step.person_id),
        *(owner, step.at, step.author, depth),
    )


def _order(step: Strategy) -> tuple[int, str]:
    return STRATEGY_KINDS.index(step.kind), step.id


def loose_ends(
    view: View, needs_: tuple[NeedState, ...], steps_: tuple[Step, ...]
) -> Iterator[RelationshipFinding]:
    """A goal below which no offer stands, an open need without owner, an offer that serves nothing."""
    parents = {step.id: step.parent_id for step in steps_}
    offered: set[str | None] = set()
    for step in steps_:
        above = step.parent_id if step.kind == "offer" else None
        while above is not None and above not in offered:
            offered.add(above)
            above = parents.get(above)
    for step in steps_:
        if step.kind == "goal" and step.id not in offered:
            told = message("we offer nothing to their goal: {what}", what=step.what)
            yield RelationshipFinding("goal_without_offer", told, (Fact("strategy", step.id),))
    for need in needs_:
        if need.status != "solved" and (need.owner_id is None or need.owner_id not in view.team):
            told = message("nobody of ours owns their need: {what}", what=need.what)
            yield RelationshipFinding("need_without_owner", told, (Fact("needs", need.id),))
    served = {n.id for n in needs_} | {s.id for s in steps_ if s.kind in SERVED}
    for step in steps_:
        if step.kind == "offer" and step.parent_id not in served:
            told = message("an offer serves no goal, obstacle or need of theirs: {what}", what=step.what)
            yield RelationshipFinding("offer_serves_nothing", told, (Fact("strategy", step.id),))


def bonds(view: View) -> Bonds:
    """What binds them by then, and the highest level reached: financial < social < structural.

    >>> from graphkam.analysis.example import kiln
    >>> bonds(kiln())
    Bonds(highest=None, items=())
    """
    there = [b for b in view.facts.bonds if b.at is None or view.at.has_happened(b.at)]
    ranked = sorted(there, key=lambda b: (-BOND_KINDS.index(b.kind), b.what))
    return Bonds(ranked[0].kind if ranked else None, tuple(BondState(b.kind, b.what, b.at) for b in ranked))
