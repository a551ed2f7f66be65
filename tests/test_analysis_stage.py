"""Stage and type of the relationship: from no tie to the diamond and beyond."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from graphkam.analysis import View, stage
from graphkam.domain.answers import Stage
from graphkam.domain.facts import AccountFacts, Assignment, Employment, RoleHolding, TeamMember, Touchpoint
from graphkam.domain.moment import AsOf
from graphkam.domain.vocabulary import LAYERS
from tests.brute import Brute
from tests.worlds import AT, DEFAULTS, TODAY, accounts, contact, view

FUNCTIONS = ("sales", "technical", "finance")
THEIRS = tuple(Employment(f"{layer}{i}", "X", layer=layer) for layer in LAYERS for i in (1, 2))
OURS = tuple(
    TeamMember(f"our {layer}{i}".replace(" ", "-"), "Y", level=layer) for layer in LAYERS for i in (1, 2)
)
DIAMOND = tuple(contact(u.id, p.person_id) for u in OURS for p in THEIRS if u.level == p.layer)
"""Two of ours with two of theirs in each layer: twelve equal ties."""
MANAGER = (Assignment("our-management1", "account_manager"),)


def staged(touchpoints: tuple[Touchpoint, ...] = DIAMOND, **more: object) -> Stage:
    return stage(
        view(**{"people": THEIRS, "team": OURS, "assignments": MANAGER, "touchpoints": touchpoints, **more})
    )


def test_without_live_tie_exploratory() -> None:
    answer = staged((contact("our-executive1", "executive1", channel="email"),))
    assert (answer.stage, answer.strongest_share, answer.outside_manager) == ("exploratory", None, None)
    assert (answer.type, answer.peer_layers, answer.cut_by_manager) == ("ordinary", (), False)


def test_one_pair_with_half_of_the_strength_is_a_bow_tie() -> None:
    pairs = (("our-executive1", "executive1"), ("our-management1", "management1"))
    answer = staged(tuple(contact(*pair) for pair in pairs))
    assert (answer.stage, answer.strongest_share, answer.peer_layers) == (
        "basic",
        0.5,
        ("management", "executive"),
    )
    assert answer.reason == "Y and X alone carry 50% of the strength of all live ties"


def test_peers_in_one_layer_at_most_is_basic_however_many_they_are() -> None:
    executives = tuple(t for t in DIAMOND if "executive" in t.id)
    answer = staged(executives)
    assert (answer.stage, answer.peer_layers) == ("basic", ("executive",))
    assert answer.reason == "peers meet in the executive layer only"
    crossed = tuple(
        contact(f"our-operating{i}", p.person_id) for i in (1, 2) for p in THEIRS if p.layer != "operating"
    )
    assert staged(crossed).reason == "peers meet in no layer"


def test_people_of_unknown_level_and_layer_are_no_peers() -> None:
    nobody = tuple(contact(u, p) for u in "uv" for p in "pq")
    people, team = tuple(Employment(p, p) for p in "pq"), tuple(TeamMember(u, u) for u in "uv")
    assert stage(view(people=people, team=team, touchpoints=nobody)).peer_layers == ()


def test_without_account_manager_cooperative() -> None:
    answer = staged(assignments=(Assignment("our-management1", "representative"),))
    assert (answer.stage, answer.outside_manager) == ("cooperative", 1.0)
    assert answer.reason == "nobody of ours is account manager"
    gone = (Assignment("our-management1", "account_manager", valid_to="2026-03-01"),)
    assert staged(assignments=gone).stage == "cooperative"


def test_when_removing_the_managers_cuts_off_a_decider_cooperative() -> None:
    both = (*MANAGER, Assignment("our-management2", "account_manager"))
    answer = staged(assignments=both)
    assert (answer.stage, answer.cut_by_manager) == ("cooperative", True)
    assert "2 decision holders are cut off" in answer.reason
    one = staged()
    assert (one.stage, one.cut_by_manager) == ("integrated", False)


def test_two_on_each_side_of_each_layer_are_wanted() -> None:
    thin = tuple(t for t in DIAMOND if "operating2" not in t.id)
    answer = staged(thin, roles=(RoleHolding("executive1", "decider"),))
    assert answer.stage == "cooperative"
    assert answer.reason == "operating layer: 1 of ours and 1 of theirs in live ties, two each are wanted"
    one_of_ours = tuple(t for t in DIAMOND if "our-operating2" not in t.id)
    assert staged(one_of_ours).stage == "cooperative"


@pytest.mark.parametrize(
    ("managers", "outside", "name"),
    [
        (("our-management1",), 10 / 12, "integrated"),
        (("our-management1", "our-executive1", "our-operating1"), 0.5, "interdependent"),
    ],
)
def test_more_than_half_of_the_strength_outside_the_managers_is_integrated(
    managers: tuple[str, ...], outside: float, name: str
) -> None:
    answer = staged(assignments=tuple(Assignment(m, "account_manager") for m in managers))
    assert (answer.stage, answer.outside_manager) == (name, pytest.approx(outside))


def functions(ours: int, theirs: int, touchpoints: tuple[Touchpoint, ...] = DIAMOND) -> str:
    """The type when so many functions are represented on each side."""
    team = tuple(
        TeamMember(m.id, "Y", level=m.level, function=FUNCTIONS[i % ours]) for i, m in enumerate(OURS)
    )
    people = tuple(
        Employment(p.person_id, "X", layer=p.layer, functions=(FUNCTIONS[i % theirs],))
        for i, p in enumerate(THEIRS)
    )
    return staged(touchpoints, team=team, people=people).type


def test_three_functions_on_each_side_make_a_partnership_and_peers_everywhere_a_strategic_one() -> None:
    assert functions(3, 3) == "strategic"
    assert (functions(2, 3), functions(3, 2)) == ("ordinary", "ordinary")
    crossed = tuple(contact(u.id, p.person_id) for u in OURS for p in THEIRS if u.level != p.layer)
    assert functions(3, 3, crossed) == "partnership"


def test_unknown_functions_do_not_count() -> None:
    assert staged().type == "ordinary"


def test_the_stage_fades_with_the_ties() -> None:
    later = AsOf.on("2026-07-01T12:00:00Z", "UTC")
    assert stage(view(later, people=THEIRS, team=OURS, touchpoints=DIAMOND)).stage == "exploratory"


@settings(deadline=None, max_examples=300)
@given(accounts())
def test_stage_and_type_are_those_of_the_definition(facts: AccountFacts) -> None:
    brute, answer = Brute(facts, TODAY), stage(View(facts, AT, DEFAULTS))
    assert (answer.stage, answer.type) == (brute.stage(), brute.type())
    assert set(answer.peer_layers) == brute.peers()
    assert answer.cut_by_manager == bool(brute.lost(True, brute.managers) & brute.deciders)
    whole = sum(brute.live.values())
    shares = [strength / whole for strength in brute.live.values()]
    assert answer.strongest_share == pytest.approx(max(shares, default=None))
