"""Sensitivity: at the factor told a verdict has flipped, just inside it holds; by hand and for any account."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphkam.analysis import View, gaps, sensitivity, spof, stage
from graphkam.analysis.sensitivity import FRAGILE, PRECISION, REACH, STEPS, scaled
from graphkam.analysis.sensitivity.dials import DIALS
from graphkam.domain.constants import Constants
from graphkam.domain.facts import AccountFacts, Assignment, Employment, RoleHolding, TeamMember
from graphkam.domain.sensitivity import Firmness, Flip
from tests.worlds import AT, DEFAULTS, NOON, accounts, contact, view

LIU = Employment("liu", "Liu", layer="management")
XU = Employment("xu", "Xu", layer="management")
GAO = Employment("gao", "Gao", layer="executive")
LI = TeamMember("li", "Li", level="management")
WU = TeamMember("wu", "Wu", level="management")


def verdicts(seen: View) -> dict[tuple[str, str], str]:
    """Every verdict of an account, from the analyses themselves."""
    answer, losses = gaps(seen), spof(seen).influence
    return {
        ("account", ""): answer.status,
        ("stage", ""): stage(seen).stage,
        **{("layer", layer.layer): layer.status for layer in answer.layers},
        **{("function", f.function): f.status for f in answer.functions},
        **{("role", r.role): r.status for r in answer.roles if r.holders},
        **{("spof", s.id): "spof" for s in (*losses.ours, *losses.theirs) if s.spof},
    }


def of(seen: View, item: Firmness) -> str:
    return verdicts(seen).get((item.kind, item.what), "no_spof")


def found(seen: View, kind: str, what: str = "") -> Firmness:
    return next(item for item in sensitivity(seen).items if (item.kind, item.what) == (kind, what))


def approx(factor: float) -> Any:
    """As near as halving goes."""
    return pytest.approx(factor, rel=PRECISION)


def flips(item: Firmness, constant: str) -> list[tuple[float, str]]:
    return [(flip.factor, flip.to) for flip in item.flips if flip.constant == constant]


def test_a_single_meeting_by_hand() -> None:
    """One meeting 45 days ago: s = 2^−½ = 0.707. Live from ½ on, so it is until live is 1.414 times as much."""
    seen = view(people=(LIU,), team=(LI,), touchpoints=(contact("li", "liu", 45),))
    item = found(seen, "stage")
    assert item.verdict == "basic"

    assert flips(item, "live") == [(approx(math.sqrt(2)), "exploratory")]
    assert flips(item, "weights") == [(approx(math.sqrt(0.5)), "exploratory")]
    # 2^(−45 ÷ h) = ½ at h = 45 days, half of 90.
    assert flips(item, "half_life_days") == [(approx(0.5), "exploratory")]
    assert flips(item, "kappa") == []
    assert item.nearest is not None
    assert item.nearest.constant == "weights"
    assert not item.fragile


def test_a_verdict_is_fragile_within_a_quarter_and_firm_beyond() -> None:
    """Live at 0.5: a meeting of s = 0.5 × 1.25 is lost at exactly + 25 %, one of more only beyond."""

    def item(s: float) -> Firmness:
        days = -90 * math.log2(s)
        return found(view(people=(LIU,), team=(LI,), touchpoints=(contact("li", "liu", days),)), "stage")

    assert item(0.5 * 1.249).fragile
    assert not item(0.5 * 1.35).fragile


def test_the_coverage_of_a_layer_against_its_threshold() -> None:
    """Two met by two of ours, each s = 1: C = 1 − 1/e = 0.632, thin above 0.632 ÷ 0.5 = 1.264 times the threshold."""
    met = (contact("li", "liu"), contact("wu", "xu"))
    seen = view(people=(LIU, XU), team=(LI, WU), touchpoints=met)
    item = found(seen, "layer", "management")
    assert item.verdict == "covered"
    strength = 1 - math.exp(-1)
    assert flips(item, "thin_coverage") == [(approx(strength / 0.5), "thin")]
    # C = ½ at κ = 1 ÷ ln 2.
    assert flips(item, "kappa") == [(approx(1 / math.log(2)), "thin")]


def test_a_flip_on_either_side_is_told() -> None:
    """Three mails in cc of s = 0.05 each and one meeting: what is in copy decides below and above nothing."""
    near = contact("li", "liu", 30)  # s = 0.794
    far = contact("wu", "xu", 80)  # s = 0.54
    seen = view(
        people=(LIU, XU),
        team=(LI, WU),
        touchpoints=(near, far),
        assignments=(Assignment("li", "account_manager"),),
    )
    item = found(seen, "layer", "management")
    assert item.verdict == "thin"
    assert {to for _, to in flips(item, "live")} == {"open"}
    assert flips(item, "thin_coverage")[0][0] < 1
    assert flips(item, "thin_coverage")[0][1] == "covered"


def test_crowds_and_copies_count() -> None:
    crowd = [Employment(f"p{i}", f"P{i}", layer="operating") for i in range(10)]
    ids = " ".join(p.person_id for p in crowd)
    seen = view(people=tuple(crowd), team=(LI,), touchpoints=(contact("li", ids),))
    # 1 × 5 ÷ 10 = 0.5 each: live as it is, and open as soon as the crowd begins at less.
    assert flips(found(seen, "layer", "operating"), "crowd") == [(approx(1.0), "open")]
    copied = contact("li", "")._replace(people=(), cc=("liu",))
    seen = view(people=(LIU,), team=(LI,), touchpoints=(copied, copied._replace(id="again")))
    # twice 0.25 is 0.5: live as it is.
    assert flips(found(seen, "layer", "management"), "cc_share") == [(approx(1.0), "open")]


def test_who_becomes_a_single_point_of_failure_nearby_is_told_too() -> None:
    """Gao is met by Li (s = 1) and Wu (s = 0.54): Li is none until Wu's tie is not live."""
    seen = view(
        people=(GAO,),
        team=(LI, WU),
        touchpoints=(contact("li", "gao"), contact("wu", "gao", 80)),
        roles=(RoleHolding("gao", "decider"),),
    )
    item = found(seen, "spof", "li")
    assert (item.verdict, item.fragile) == ("no_spof", True)
    assert flips(item, "live")[0][1] == "spof"
    firm = view(
        people=(GAO,),
        team=(LI, WU),
        touchpoints=(contact("li", "gao"), contact("wu", "gao", 10)),
        roles=(RoleHolding("gao", "decider"),),
    )
    assert ("spof", "li") not in {(i.kind, i.what) for i in sensitivity(firm).items}


def test_an_empty_account_and_constants_of_zero() -> None:
    empty = sensitivity(view())
    assert [(i.kind, i.what, i.verdict, i.nearest) for i in empty.items] == [
        ("account", "", "red", None),
        *(("layer", layer, "empty", None) for layer in ("executive", "management", "operating")),
        ("stage", "", "exploratory", None),
    ]
    still = view(
        constants=replace(DEFAULTS, live=0.0), people=(LIU,), team=(LI,), touchpoints=(contact("li", "liu"),)
    )
    assert flips(found(still, "stage"), "live") == []


@settings(max_examples=20, deadline=None)
@given(accounts(), st.sampled_from([*DIALS]))
def test_at_the_factor_told_the_verdict_has_flipped_and_nearer_on_the_grid_it_holds(
    facts: AccountFacts, dial: str
) -> None:
    """Against the analyses themselves, one constant at a time."""
    now = verdicts(View(facts, AT, DEFAULTS))
    items = sensitivity(View(facts, AT, DEFAULTS)).items
    assert {(i.kind, i.what): i.verdict for i in items if i.verdict != "no_spof"} == now
    for direction in (-1, 1):
        told = {item: first(item, dial, direction) for item in items}
        for item, flip in told.items():
            if flip is not None:
                check(facts, item, flip)
        for step in range(1, STEPS + 1, 3):
            factor = REACH ** (direction * step / STEPS)
            there = verdicts(View(facts, AT, scaled(DEFAULTS, dial, factor)))
            for item, flip in told.items():
                if there.get((item.kind, item.what), "no_spof") != item.verdict:
                    assert flip is not None
                    assert abs(math.log(flip.factor)) <= abs(math.log(factor)) + 1e-9


def first(item: Firmness, dial: str, direction: int) -> Flip | None:
    """The flip of a verdict by a constant on one side."""
    return next((f for f in item.flips if f.constant == dial and (f.factor - 1) * direction > 0), None)


def check(facts: AccountFacts, item: Firmness, flip: Flip) -> None:
    inside = flip.factor * math.exp(-math.copysign(PRECISION, math.log(flip.factor)))
    at, within = (View(facts, AT, scaled(DEFAULTS, flip.constant, f)) for f in (flip.factor, inside))
    assert of(at, item) == flip.to != item.verdict
    assert 1 / REACH - 1e-9 <= flip.factor <= REACH + 1e-9
    if (inside - 1) * (flip.factor - 1) > 0:
        assert of(within, item) == item.verdict


def test_a_fragile_verdict_says_so_by_its_nearest_flip() -> None:
    seen = View(
        view(people=(LIU,), team=(LI,), touchpoints=(contact("li", "liu", 80),)).facts, NOON, Constants()
    )
    for item in sensitivity(seen).items:
        distance = min((abs(flip.factor - 1) for flip in item.flips), default=math.inf)
        assert item.fragile == (distance <= FRAGILE)
        assert item.nearest is None or abs(item.nearest.factor - 1) == pytest.approx(distance)
