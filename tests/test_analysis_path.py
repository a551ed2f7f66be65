"""The warmest way in, against the enumeration of all simple ways."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

import pytest
from hypothesis import given, settings

from graphkam.analysis import View, path
from graphkam.domain.constants import Constants
from graphkam.domain.facts import AccountFacts, Employment, Relation, TeamMember
from graphkam.errors import NotFoundError
from tests.brute import Brute
from tests.worlds import AT, DEFAULTS, NOON, TODAY, accounts, contact, view

LI, WU = TeamMember("li", "Li"), TeamMember("wu", "Wu")
LIU, XU, GM = Employment("liu", "Liu"), Employment("xu", "Xu"), Employment("gm", "Gao")
S = 1 - math.exp(-1)
"""S of one fresh meeting."""


def world(*touchpoints: object, relations: Iterable[Relation] = (), **more: object) -> View:
    return view(
        people=(LIU, XU, GM), team=(LI, WU), touchpoints=touchpoints, relations=tuple(relations), **more
    )


def hops(seen: View, person: str) -> list[tuple[str, str, str]]:
    return [(h.from_, h.to, h.kind) for h in path(seen, person).hops]


def test_a_live_tie_is_the_way() -> None:
    answer = path(world(contact("li", "liu")), "liu")
    assert hops(world(contact("li", "liu")), "liu") == [("li", "liu", "tie")]
    assert answer.found
    assert answer.product == pytest.approx(S)
    assert answer.reason == "Li has a live tie with Liu"


def test_two_strong_hops_are_warmer_than_a_weak_tie() -> None:
    """Wu called Gao: s = ½, S = 0.39. By way of Liu it is 0.63 × 0.9 = 0.57, with a weight of 0.6 only 0.38."""
    line = Relation("liu", "gm", "influences", 0.9)
    seen = world(contact("li", "liu"), contact("wu", "gm", channel="call"), relations=[line])
    assert hops(seen, "gm") == [("li", "liu", "tie"), ("liu", "gm", "influences")]
    assert path(seen, "gm").product == pytest.approx(0.9 * S)
    assert path(seen, "gm").reason == "Li → Liu → Gao"
    weaker = world(
        contact("li", "liu"),
        contact("wu", "gm", channel="call"),
        relations=[Relation("liu", "gm", "influences", 0.6)],
    )
    assert hops(weaker, "gm") == [("wu", "gm", "tie")]


def test_lines_lead_down_and_never_up() -> None:
    lines = [Relation("liu", "gm", "reports_to"), Relation("xu", "gm", "reports_to")]
    seen = world(contact("li", "gm"), relations=lines)
    assert path(seen, "xu").product == pytest.approx(S / 2)
    up = world(contact("li", "liu"), relations=lines)
    assert (path(up, "gm").found, path(up, "gm").product) == (False, None)


def test_of_equal_ways_the_shorter_then_the_first_by_ids() -> None:
    ring = [Relation("liu", "xu", "influences", 1.0), Relation("xu", "gm", "influences", 1.0)]
    seen = world(contact("li", "liu"), contact("wu", "xu"), contact("li", "xu"), relations=ring)
    assert hops(seen, "gm") == [("li", "xu", "tie"), ("xu", "gm", "influences")]


@pytest.mark.parametrize(
    ("person", "change", "reason"),
    [
        ("gm", {}, "no live tie and no influence that starts from one leads to Gao"),
        ("gm", {"touchpoints": ()}, "there is no live tie to begin with"),
        ("left", {}, "Left does not work there that day"),
        ("seat", {}, "Seat stands for somebody who is not known yet"),
    ],
)
def test_without_a_way_there_is_a_reason(person: str, change: dict[str, object], reason: str) -> None:
    people = (LIU, XU, GM, Employment("left", "Left", valid_to="2026-01-01"))
    seat = Employment("seat", "Seat", placeholder=True)
    facts = {"people": (*people, seat), "team": (LI,), "touchpoints": (contact("li", "liu"),), **change}
    answer = path(view(**facts), person)
    assert (answer.found, answer.hops, answer.product, answer.reason) == (False, (), None, reason)


def test_who_never_worked_there_is_not_found() -> None:
    for nobody in ("nobody", "li", ""):
        with pytest.raises(NotFoundError, match="nobody at this account"):
            path(world(), nobody)


def test_circles_of_influence_end() -> None:
    ring = [Relation("liu", "xu", "influences"), Relation("xu", "liu", "influences")]
    ring += [Relation("xu", "gm", "reports_to"), Relation("gm", "xu", "reports_to")]
    assert path(world(contact("li", "liu"), relations=ring), "gm").product == pytest.approx(S * 0.5 * 0.5)


@pytest.mark.parametrize("constants", [Constants(report_weight=0.0), Constants(report_weight=3.0)])
def test_odd_constants_make_no_odd_products(constants: Constants) -> None:
    line = Relation("liu", "gm", "reports_to")
    seen = View(world(contact("li", "gm"), relations=[line]).facts, NOON, constants)
    assert path(seen, "liu").product == pytest.approx(min(constants.report_weight, 1.0) * S)


def lines_of(brute: Brute) -> dict[tuple[str, str], float]:
    """Every step of `influence` with its strength, from the records."""
    found: dict[tuple[str, str], float] = dict(brute.live)
    usual = {"influences": 0.5, "confidant": 0.7, "reports_to": 0.5}
    for a, b in brute.edges(influence=True):
        for r in brute.facts.relations:
            ends = (r.to_id, r.from_id) if r.kind == "reports_to" else (r.from_id, r.to_id)
            if ends == (a, b) and r.kind in usual and brute._holds(r.valid_from, r.valid_to):
                given = r.weight if r.weight is not None and r.kind != "reports_to" else usual[r.kind]
                found[a, b] = max(found.get((a, b), 0.0), given)
    return found


def simple_ways(
    lines: dict[tuple[str, str], float], way: tuple[str, ...], to: str
) -> Iterable[tuple[str, ...]]:
    if way[-1] == to:
        yield way
        return
    for a, b in lines:
        if a == way[-1] and b not in way:
            yield from simple_ways(lines, (*way, b), to)


def warmest(brute: Brute, person: str) -> float:
    """The largest product over all ways from any of ours; 0 without one."""
    lines = lines_of(brute)
    ways = [way for ours in brute.ours for way in simple_ways(lines, (ours,), person)]
    return max((math.prod(lines[step] for step in pairwise(way)) for way in ways), default=0.0)


@settings(deadline=None, max_examples=150)
@given(accounts())
def compare_with_all_ways(facts: AccountFacts) -> None:
    brute, seen = Brute(facts, TODAY), View(facts, AT, DEFAULTS)
    for person in brute.theirs:
        answer, best = path(seen, person), warmest(brute, person)
        assert answer.found == (best > 0)
        assert (answer.product or 0.0) == pytest.approx(best)
        if answer.found:
            lines = lines_of(brute)
            assert answer.hops[0].from_ in brute.ours
            assert answer.hops[-1].to == person
            assert [h.strength for h in answer.hops] == pytest.approx(
                [lines[h.from_, h.to] for h in answer.hops]
            )
            assert [h.to for h in answer.hops[:-1]] == [h.from_ for h in answer.hops[1:]]
        DRAWN["ways"] += answer.found
        DRAWN["long ways"] += len(answer.hops) > 1


DRAWN: Counter[str] = Counter()


def test_no_simple_way_is_warmer_and_enough_was_drawn() -> None:
    DRAWN.clear()
    compare_with_all_ways()
    assert DRAWN["ways"] > 100, DRAWN
    assert DRAWN["long ways"] > 20, DRAWN
