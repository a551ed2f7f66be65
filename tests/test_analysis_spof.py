"""Single points of failure, redundancy and cut sets."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings

from graphkam.analysis import View, spof
from graphkam.domain.answers import CutSet, Loss, Spof
from graphkam.domain.facts import AccountFacts, Employment, Relation, RoleHolding, TeamMember
from tests.brute import Brute
from tests.worlds import AT, DEFAULTS, TODAY, accounts, contact, view

OURS = tuple(TeamMember(i, i.upper()) for i in ("t", "u", "v", "w"))


def losses(answer: Spof, graph: str = "influence") -> dict[str, Loss]:
    block = answer.influence if graph == "influence" else answer.direct
    return {s.id: s for s in (*block.ours, *block.theirs)}


def world(
    ties: str,
    influence: str = "",
    deciders: str = "",
    powers: dict[str, float] | None = None,
    people: str = "",
) -> Spof:
    """`ties` like "t-a u-b" (ours-theirs), `influence` like "a-b"; power is 0.5 unless told."""
    pairs = [pair.split("-") for pair in ties.split()]
    known = sorted({p for _, p in pairs} | set(influence) - set("- ") | set(people))
    return spof(
        view(
            people=tuple(Employment(p, p.upper(), power=(powers or {}).get(p, 0.5)) for p in known),
            team=OURS,
            touchpoints=tuple(contact(u, p) for u, p in pairs),
            relations=tuple(Relation(line[0], line[2], "influences") for line in influence.split()),
            roles=tuple(RoleHolding(d, "decider") for d in deciders),
        )
    )


def test_one_of_ours_who_holds_the_only_tie_with_a_decider_is_one() -> None:
    answer = losses(world("t-a t-b u-b", deciders="a"))
    assert answer["t"].spof
    assert (answer["t"].impact, answer["t"].cuts_off) == (1.0, ("a",))
    assert answer["t"].reason == "without T we lose 1 of 2 people reached, among them who decide: A"
    assert not answer["u"].spof
    assert answer["u"].reason == "without U nobody else is lost"


def test_the_only_one_reached_is_told_in_the_singular() -> None:
    assert losses(world("t-a", deciders="a"))["t"].reason == (
        "without T we lose the one person reached, who decides: A"
    )
    assert losses(world("t-a"))["t"].reason == "without T we lose the one person reached: A"


def test_a_person_does_not_cut_off_themselves_but_their_own_power_counts() -> None:
    a = losses(world("t-a u-a t-b u-b", deciders="ab", powers={"a": 0.6, "b": 0.2}))["a"]
    assert (a.impact, a.cuts_off, a.spof) == (pytest.approx(0.75), (), False)
    assert a.reach_lost == pytest.approx(0.75)


def test_one_of_theirs_through_whom_a_decider_is_reached_is_one() -> None:
    answer = world("t-a u-a", influence="a-b", deciders="b")
    a = losses(answer)["a"]
    assert (a.spof, a.impact, a.reach_lost, a.cuts_off) == (True, 1.0, 1.0, ("b",))
    direct = losses(answer, "direct")["a"]
    assert (direct.spof, direct.impact, direct.cuts_off) == (True, 0.0, ())  # the only one reached
    assert direct.reason == "A is the only one we reach"


def test_half_of_the_reach_is_one_only_if_somebody_else_goes_too() -> None:
    """Without deciders: T cuts off half; A is half of it alone."""
    answer = losses(world("t-a u-b"))
    assert (answer["t"].reach_lost, answer["t"].spof, answer["t"].impact) == (0.5, True, None)
    assert (answer["a"].reach_lost, answer["a"].spof) == (0.5, False)


def test_less_than_half_of_the_reach_and_no_decider_is_none() -> None:
    answer = losses(world("t-a u-b u-c", people="d", deciders="d"))
    assert (answer["t"].reach_lost, answer["t"].spof, answer["t"].impact) == (
        pytest.approx(1 / 3),
        False,
        0.0,
    )
    assert answer["u"].spof


def test_everyone_reached_or_with_a_live_tie_is_listed_largest_impact_first() -> None:
    answer = world("t-a u-b", influence="b-c", deciders="c", people="d")
    assert [s.id for s in answer.influence.theirs] == ["b", "c", "a"]
    assert [s.id for s in answer.direct.theirs] == ["a", "b"]
    assert [s.id for s in answer.influence.ours] == ["u", "t"]


def test_shares_of_nothing_are_undefined() -> None:
    answer = losses(world("t-a", deciders="a", powers={"a": 0.0}))
    assert (answer["t"].impact, answer["t"].reach_lost, answer["t"].spof) == (None, None, True)
    assert losses(world("")) == {}


@pytest.mark.parametrize(
    ("ties", "influence", "paths"),
    [
        ("", "", 0),
        ("t-a", "", 1),
        ("t-a u-a", "", 2),
        ("t-b t-c", "b-a c-a", 1),
        ("t-b u-c", "b-a c-a", 2),
        ("t-b u-b", "b-a", 1),
        ("t-a u-a v-a w-a", "", 4),
        ("t-b u-b v-c", "b-c c-a b-a", 2),
    ],
)
def test_redundancy_counts_ways_that_share_nobody(ties: str, influence: str, paths: int) -> None:
    [found] = world(ties, influence, deciders="a", people="a").influence.redundancy
    assert (found.person_id, found.paths) == ("a", paths)


def test_redundancy_is_of_every_decision_holder_least_first() -> None:
    found = world("t-a u-a t-b", deciders="abc", people="c").influence.redundancy
    assert [(r.person_id, r.paths) for r in found] == [("c", 0), ("b", 1), ("a", 2)]


def test_a_smallest_set_is_named_where_two_or_three_ways_lead() -> None:
    answer = world("t-a u-a t-b u-b v-b t-c t-d u-d v-d w-d", deciders="abcd").influence.sets
    assert [(s.for_, s.members) for s in answer] == [("b", ("t", "u", "v")), ("a", ("t", "u"))]
    assert answer[1] == CutSet("a", ("t", "u"), 0.5, ("a", "c"))


def test_of_several_smallest_sets_the_one_with_the_largest_impact_is_named() -> None:
    """a is reached by way of b and c. Losing b and c, or one of them, leaves d or e; losing t and u nobody."""
    [found] = world("t-b t-d u-c u-e", influence="b-a c-a", deciders="ade").influence.sets
    assert (found.members, found.impact, found.cuts_off) == (("t", "u"), 1.0, tuple("abcde"))


def test_of_equal_ones_the_first_by_ids() -> None:
    """b, c, t, u: each pair of one per way cuts a off, and only a decides."""
    [found] = world("t-b u-c", influence="b-a c-a", deciders="a").influence.sets
    assert (found.members, found.cuts_off) == (("b", "c"), ("a",))


def test_a_decider_without_power_does_not_sway_the_choice() -> None:
    [found] = world("t-b t-d u-c", influence="b-a c-a", deciders="ad", powers={"d": 0.0}).influence.sets
    assert (found.members, found.impact) == (("b", "c"), 1.0)


@settings(deadline=None, max_examples=500)
@given(accounts())
def compare_with_removal(facts: AccountFacts) -> None:
    brute, answer = Brute(facts, TODAY), spof(View(facts, AT, DEFAULTS))
    tied = {u for u, _ in brute.live}
    for graph in ("direct", "influence"):
        by_influence = graph == "influence"
        found = losses(answer, graph)
        assert set(found) == tied | brute.reached(by_influence)
        for person, loss in found.items():
            impact, reach_lost, cuts_off, is_one = brute.spof(by_influence, person)
            assert loss.impact == pytest.approx(impact)
            assert loss.reach_lost == pytest.approx(reach_lost)
            assert (set(loss.cuts_off), loss.spof) == (cuts_off, is_one)
        strangers = (set(brute.ours) | set(brute.theirs)) - set(found)
        assert not any(brute.lost(by_influence, [v]) for v in strangers)
    compare_sets(brute, answer)
    DRAWN["accounts"] += 1
    DRAWN["spof"] += any(s.spof for graph in ("direct", "influence") for s in losses(answer, graph).values())
    DRAWN["influence path"] += bool(brute.reached(influence=True) - brute.reached(influence=False))
    DRAWN["unknown layer"] += any(e.layer is None for e in brute.theirs.values())


def compare_sets(brute: Brute, answer: Spof) -> None:
    cuts = {p: brute.smallest_cuts(p) for p in brute.deciders}
    assert {r.person_id: r.paths for r in answer.influence.redundancy} == {
        p: len(c[0]) for p, c in cuts.items()
    }
    sets = {s.for_: s for s in answer.influence.sets}
    assert set(sets) == {p for p, c in cuts.items() if len(c[0]) in (2, 3)}
    for person, found in sets.items():
        lost = {cut: brute.lost(influence=True, without=cut) for cut in cuts[person]}
        impacts = {cut: round(brute.impact(people) or 0.0, 9) for cut, people in lost.items()}
        best = min(cuts[person], key=lambda cut: (-impacts[cut], cut))
        assert found.members == best
        assert set(found.cuts_off) == lost[best] - set(best)
        assert found.impact == pytest.approx(brute.impact(lost[best]))
        DRAWN["choice between cuts"] += len(cuts[person]) > 1


DRAWN: Counter[str] = Counter()
"""How many accounts of which kind the comparison has seen."""


def test_losses_redundancy_and_sets_are_those_of_removal_and_enough_was_drawn() -> None:
    DRAWN.clear()
    compare_with_removal()
    drawn = DRAWN["accounts"]
    assert DRAWN["spof"] >= 0.2 * drawn, DRAWN
    assert DRAWN["influence path"] >= 0.2 * drawn, DRAWN
    assert DRAWN["unknown layer"] >= 0.1 * drawn, DRAWN
    assert DRAWN["choice between cuts"] > 0, DRAWN
