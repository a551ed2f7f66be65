"""Cases 1 to 3 of the field as small accounts: what must be said, and that it goes when its cause goes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graphkam.analysis import View, exposure, gaps, people, spof, stage, team
from graphkam.domain.facts import Assignment, Employment, Relation, RoleHolding, TeamMember
from tests.worlds import contact, view

# 1. The kiln tender -----------------------------------------------------------------------------------------

LI = TeamMember("li", "Li", level="executive", function="general_management")
GM = Employment("gm", "The new GM", layer="executive")
LIU = Employment("liu", "Liu", layer="management", functions=("production",))
XU = Employment("xu", "Xu", layer="management", functions=("technical",))


def kiln(*more: object) -> View:
    return view(
        people=(GM, LIU, XU),
        team=(LI, TeamMember("wu", "Wu", level="management")),
        assignments=(Assignment("li", "account_manager"),),
        relations=(
            Relation("xu", "gm", "confidant"),
            Relation("liu", "gm", "reports_to"),
            Relation("xu", "gm", "reports_to"),
        ),
        roles=(RoleHolding("liu", "technical_buyer", "kilns"), RoleHolding("gm", "decider", "kilns")),
        touchpoints=(contact("li", "liu", days=1, channel="dinner"), contact("li", "liu", days=30), *more),
    )


def test_kiln_one_layer_of_three_is_reached() -> None:
    answer = gaps(kiln())
    assert {layer.layer: layer.reached for layer in answer.layers} == {
        "operating": 0,
        "management": 1,
        "executive": 0,
    }
    assert answer.status == "red"


def test_kiln_liu_carries_all_reach() -> None:
    [liu] = spof(kiln()).direct.theirs
    assert (liu.id, liu.reach_lost, liu.spof) == ("liu", 1.0, True)
    assert spof(kiln()).influence.theirs == (liu,)
    without = replace(kiln().facts, people=(GM, XU))
    assert View(without, kiln().at, kiln().constants).influence_flow.reached == set()


def test_kiln_the_stage_is_a_bow_tie() -> None:
    assert (stage(kiln()).stage, stage(kiln()).strongest_share) == ("basic", 1.0)


def test_kiln_somebody_with_xu_the_confidant_opens_the_executive_layer_by_influence() -> None:
    """D = GM (0.8) and Liu (0.5). Before, 0.8 ÷ 1.3 is not reached; then both are, each through one only."""
    assert exposure(kiln()).exposure == pytest.approx(0.8 / 1.3)
    better = kiln(contact("wu", "xu", days=1))
    assert {p.id for p in people(better) if p.reached_by_influence} == {"gm", "liu", "xu"}
    assert [s.id for s in spof(better).direct.theirs if s.spof] == []
    assert exposure(better).unreached == pytest.approx(0.0)
    assert {p.id for p in people(kiln()) if p.reached_by_influence} == {"liu"}


def test_kiln_the_owner_with_the_gm_closes_the_executive_layer() -> None:
    assert ("layer", "executive") in {(g.kind, g.what) for g in gaps(kiln()).gaps if g.severity == "red"}
    met = kiln(contact("li", "gm", days=1))
    assert ("layer", "executive") not in {(g.kind, g.what) for g in gaps(met).gaps if g.severity == "red"}


# 2. Five at the table ---------------------------------------------------------------------------------------

FIVE = (
    Employment("buyer", "Purchasing manager", layer="management", functions=("procurement",)),
    Employment("maker", "Production manager", layer="operating", functions=("production",)),
    Employment("counsel", "Counsel", layer="management", functions=("legal",)),
    Employment("accountant", "Chief accountant", layer="management", functions=("finance",)),
    Employment("president", "President", layer="executive", functions=("general_management",)),
)


def table(*more: object, present: tuple[str, ...] = ("counsel", "accountant")) -> View:
    roles = ("decider", "president"), ("approver", "counsel"), ("approver", "accountant"), ("buyer", "buyer")
    return view(
        people=FIVE,
        team=(TeamMember("salesman", "Salesman", level="operating", function="sales"),),
        relations=(
            Relation("counsel", "president", "influences"),
            Relation("accountant", "president", "influences"),
        ),
        roles=tuple(RoleHolding(person, role) for role, person in roles),
        touchpoints=(
            contact("salesman", "buyer maker president", days=1, channel="visit", present=present),
            contact("salesman", "buyer maker", days=20),
            *more,
        ),
    )


def test_table_layers_look_reached_yet_two_can_veto() -> None:
    answer = gaps(table())
    assert all(layer.reached > 0 for layer in answer.layers)
    vetoes = {g.what: g for g in answer.gaps if g.kind == "veto"}
    assert set(vetoes) == {"counsel", "accountant"}
    assert vetoes["counsel"].severity == "red"
    assert {g.what for g in answer.gaps if g.kind == "function"} == {"legal", "finance"}
    assert next(r for r in answer.roles if r.role == "approver").status == "open"


def test_table_who_greets_them_has_no_veto_gap() -> None:
    greeted = table(contact("salesman", "counsel accountant", days=1))
    assert not [g for g in gaps(greeted).gaps if g.kind == "veto"]


def test_table_before_the_visit_nobody_of_legal_and_finance_is_even_known() -> None:
    early = replace(table().facts, people=tuple(p for p in FIVE if p.person_id in ("buyer", "maker")))
    missing = [
        g.what for g in gaps(View(early, table().at, table().constants)).data_gaps if g.kind == "function"
    ]
    assert missing == ["finance", "legal"]
    assert not [g for g in gaps(table()).data_gaps if g.kind == "function"]


# 3. The firm whose salesmen left ----------------------------------------------------------------------------


def plant(*more: object) -> View:
    return view(
        people=(
            Employment("head", "Head", layer="executive"),
            Employment("clerk", "Clerk", layer="operating"),
        ),
        team=(TeamMember("star", "Star"), TeamMember("second", "Second")),
        assignments=(
            Assignment("star", "account_manager", "2025-09-01"),
            Assignment("second", "account_manager", "2025-01-01", "2025-09-01"),
        ),
        touchpoints=(contact("star", "head clerk", days=1), *more),
    )


def test_plant_what_is_reached_only_through_the_best_salesman() -> None:
    [at_plant] = team([plant()], "star").accounts
    assert at_plant.only_through.people == ("clerk", "head")
    assert at_plant.only_through.layers == ("operating", "executive")
    assert at_plant.only_through.decision_holders == ("head",)
    assert at_plant.rep_churn == 2


def test_plant_a_second_tie_takes_the_weight_off() -> None:
    [at_plant] = team([plant(contact("second", "head", days=1))], "star").accounts
    assert at_plant.only_through.people == ("clerk",)
