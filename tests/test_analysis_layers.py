"""Layers and functions that nobody gave: in which order they are guessed, and that this is said."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from graphkam.analysis import View, account_line, gaps, people, stage
from graphkam.analysis.layers import line_layer
from graphkam.domain.answers import Gap, Gaps, PersonState
from graphkam.domain.facts import AccountFacts, Assessment, Assignment, Employment, Relation, TeamMember
from graphkam.domain.moment import AsOf
from graphkam.domain.vocabulary import LAYERS
from tests.worlds import AT, DEFAULTS, accounts, contact, view

BOSS = Employment("boss", "Boss", title="CEO")
ANN = Employment("ann", "Ann")
LINE = Relation("ann", "boss", "reports_to")


def state(person: str = "ann", at: AsOf = AT, **facts: object) -> PersonState:
    return next(p for p in people(view(at, **facts)) if p.id == person)


def layer(**facts: object) -> tuple[str | None, str, float | None]:
    """Layer, source and confidence of Ann."""
    ann = state(**facts)
    return ann.layer, ann.layer_source, ann.layer_confidence


# The order ----------------------------------------------------------------------------------------------


def test_given_goes_before_the_title_the_title_before_the_line_the_line_before_unknown() -> None:
    every = replace(ANN, layer="operating", layer_source="given", title="Head of Quality")
    lines = {"relations": (LINE,)}
    assert layer(people=(every, BOSS), **lines) == ("operating", "given", None)
    assert layer(people=(replace(every, layer=None), BOSS), **lines) == ("management", "title", 0.75)
    assert layer(people=(ANN, BOSS), **lines) == (
        "management",
        "reports_to",
        pytest.approx(0.3 * 0.95, abs=0.01),
    )
    assert layer(people=(ANN, BOSS)) == (None, "unknown", None)


def test_a_title_that_tells_nothing_leaves_it_to_the_line() -> None:
    assert layer(people=(replace(ANN, title="Mr"), BOSS), relations=(LINE,))[1] == "reports_to"
    assert layer(people=(replace(ANN, title="former CEO"), BOSS), relations=(LINE,))[0] == "management"


def test_a_stored_layer_is_never_overruled() -> None:
    kept = replace(ANN, layer="operating", layer_source="reports_to", layer_confidence=0.2, title="CEO")
    assert layer(people=(kept,)) == ("operating", "reports_to", 0.2)


def test_every_day_has_its_own_title_and_line() -> None:
    career = (
        replace(ANN, title="Buyer", valid_to="2026-02-01"),
        replace(ANN, title="Head of Procurement", valid_from="2026-02-01"),
    )
    layers = [state(at=AsOf.on(d, "UTC"), people=career).layer for d in ("2026-01-31", "2026-02-01")]
    assert layers == ["operating", "management"]
    line = replace(LINE, valid_from="2026-02-01", valid_to="2026-03-01")
    found = [
        state(at=AsOf.on(day, "UTC"), people=(ANN, BOSS), relations=(line,)).layer
        for day in ("2026-01-31", "2026-02-01", "2026-02-28", "2026-03-01")
    ]
    assert found == [None, "management", "management", None]


def test_a_boss_who_left_tells_nothing() -> None:
    gone = replace(BOSS, valid_to="2026-01-01")
    assert layer(people=(ANN, gone), relations=(LINE,)) == (None, "unknown", None)


# The reporting line -------------------------------------------------------------------------------------


def test_nobody_ranks_above_the_boss_or_below_a_report() -> None:
    """Against enumeration: with both sides known, what is told is the only layer that is left in the middle."""
    for boss, highest in enumerate(LAYERS):
        for report, lowest in enumerate(LAYERS):
            possible = [name for rank, name in enumerate(LAYERS) if report <= rank <= boss]
            told = line_layer(highest, lowest)
            assert (told and told[0]) == (possible[len(possible) // 2] if len(possible) % 2 else None)


@pytest.mark.parametrize(
    ("boss", "report", "told"),
    [
        ("executive", None, "management"),
        ("management", None, "operating"),
        ("operating", None, "operating"),
        (None, "operating", "management"),
        (None, "management", "executive"),
        (None, "executive", "executive"),
        (None, None, None),
    ],
)
def test_one_side_alone_tells_the_layer_next_to_it(
    boss: str | None, report: str | None, told: str | None
) -> None:
    found = line_layer(boss, report)
    assert (found and found[0]) == told
    assert found is None or 0 < found[1] <= 0.6


def test_the_highest_report_counts_and_one_of_unknown_layer_is_somebody() -> None:
    cook, chief = (
        Employment("cook", "Cook", layer="operating"),
        Employment("chief", "Chief", layer="management"),
    )
    below = (Relation("cook", "ann", "reports_to"), Relation("chief", "ann", "reports_to"))
    assert layer(people=(ANN, cook), relations=below)[0] == "management"
    assert layer(people=(ANN, cook, chief), relations=below)[0] == "executive"
    assert layer(people=(ANN, replace(cook, layer=None)), relations=below[:1])[0] == "management"


def test_a_guess_is_as_sure_as_the_least_sure_that_it_rests_on() -> None:
    cook = Employment("cook", "Cook", title="Specialist")
    below = Relation("cook", "ann", "reports_to")
    assert layer(people=(ANN, BOSS, cook), relations=(LINE, below)) == ("management", "reports_to", 0.35)
    surer = replace(cook, layer="operating")
    assert layer(people=(ANN, BOSS, surer), relations=(LINE, below))[2] == pytest.approx(0.5 * 0.95, abs=0.01)


def test_bosses_who_differ_or_of_whom_nothing_is_known_tell_nothing() -> None:
    other = Employment("other", "Other", layer="management")
    two = (LINE, Relation("ann", "other", "reports_to"))
    assert layer(people=(ANN, BOSS, other), relations=two)[0] is None
    assert layer(people=(ANN, BOSS, replace(other, layer="executive")), relations=two)[0] == "management"
    assert layer(people=(ANN, BOSS, replace(other, layer=None)), relations=two)[0] is None
    assert layer(people=(ANN, replace(BOSS, title=None)), relations=(LINE,))[0] is None


def test_no_guess_rests_on_a_guess_from_a_line() -> None:
    bob = Employment("bob", "Bob")
    relations = (LINE, Relation("bob", "ann", "reports_to"))
    found = {p.id: p.layer for p in people(view(people=(ANN, bob, BOSS), relations=relations))}
    assert found == {"boss": "executive", "ann": "management", "bob": None}


def test_inferred_lines_other_kinds_and_circles_tell_nothing() -> None:
    assert layer(people=(ANN, BOSS), relations=(replace(LINE, source="inferred"),))[0] is None
    assert layer(people=(ANN, BOSS), relations=(replace(LINE, kind="ally"),))[0] is None
    assert layer(people=(ANN, BOSS), relations=(replace(LINE, to_id="ann"),))[0] is None
    assert layer(people=(ANN, BOSS), relations=(LINE, replace(LINE, to_id="ann")))[0] == "management"
    circle = (LINE, Relation("boss", "ann", "reports_to"))
    assert layer(people=(ANN, replace(BOSS, title=None)), relations=circle)[0] is None


# Functions, and what is said ----------------------------------------------------------------------------


def test_given_functions_stay_and_others_are_told_by_the_title() -> None:
    titled = replace(ANN, title="Head of Procurement")
    given_ = state(people=(replace(titled, functions=("it",)),))
    assert (given_.function, given_.function_source) == (("it",), "given")
    guessed = state(people=(titled,))
    assert (guessed.function, guessed.function_source) == (("procurement",), "title")
    assert (state(people=(ANN,)).function, state(people=(ANN,)).function_source) == ((), "unknown")


def data_gap(answer: Gaps, what: str) -> Gap | None:
    return next((g for g in answer.data_gaps if (g.kind, g.what) == ("guess", what)), None)


def test_every_kind_of_guess_is_listed_apart() -> None:
    bob = Employment("bob", "Bob", title="Buyer", layer="operating")
    nobody = Employment("x", "X", power=0.3)
    answer = gaps(view(people=(ANN, bob, BOSS, nobody), relations=(LINE,)))
    listed = {
        what: gap and gap.people
        for what in ("title", "reports_to", "function", "power")
        for gap in [data_gap(answer, what)]
    }
    assert listed == {
        "title": ("boss",),
        "reports_to": ("ann",),
        "function": ("boss", "bob"),
        "power": ("boss", "ann"),
    }
    assert str(data_gap(answer, "reports_to").reason) == (  # type: ignore[union-attr]
        "the layer of 1 person is guessed from the reporting line: Ann"
    )
    known = replace(bob, functions=("procurement",))
    assert not [g for g in gaps(view(people=(known,))).data_gaps if g.kind == "guess"]


def test_power_by_a_guessed_layer_is_guessed() -> None:
    titled = replace(ANN, title="Head of Quality")
    found = state(people=(titled,))
    assert (found.power, found.power_source) == (0.5, "guessed")
    assert state(people=(replace(titled, layer="management"),)).power_source == "layer"
    assert state(people=(replace(titled, power=0.9),)).power_source == "given"
    judged = (Assessment("ann", "li", "2026-01-01", power=0.7),)
    assert state(people=(titled,), assessments=judged).power_source == "assessed"


def test_guesses_are_counted_beside_the_coverage_and_change_no_count_of_the_known() -> None:
    given_ = Employment("bob", "Bob", layer="management", functions=("quality",), power=0.5)
    titled = replace(ANN, title="Head of Quality", power=0.5)
    seen = view(people=(given_, titled))
    answer = gaps(seen)
    [management] = [c for c in answer.layers if c.layer == "management"]
    [quality] = answer.functions
    assert (management.people, management.guessed) == (2, 1)
    assert (quality.people, quality.guessed) == (2, 1)
    assert account_line(seen).layers["management"].guessed == 1
    only = gaps(view(people=(given_, replace(titled, layer="management"))))
    assert [c.guessed for c in only.layers if c.layer == "management"] == [0]
    assert [c.guessed for c in only.functions] == [1]


def test_a_gap_that_rests_on_a_guess_says_so() -> None:
    def reason(person: Employment) -> str:
        return str(next(g.reason for g in gaps(view(people=(person,))).gaps if g.kind == "person"))

    titled = replace(ANN, title="Head of Quality")
    assert reason(titled) == (
        "Ann is in the management layer (guessed from the title), and nobody of ours has a live tie"
    )
    assert reason(replace(titled, layer="management")) == (
        "Ann is in the management layer, and nobody of ours has a live tie"
    )


def test_a_stage_that_rests_on_guesses_says_so() -> None:
    def reason(**layers: str) -> str:
        theirs = tuple(Employment(p, p.upper(), title="Manager", layer=layers.get(p)) for p in "ab")
        ours = (TeamMember("li", "Li", level="management"), TeamMember("wu", "Wu", level="executive"))
        ties = (contact("li", "a"), contact("wu", "b"), contact("li", "b"))
        seen = view(
            people=theirs, team=ours, touchpoints=ties, assignments=(Assignment("li", "account_manager"),)
        )
        return str(stage(seen).reason)

    assert reason() == "peers meet in the management layer only; the layers of 2 people met are guessed"
    assert (
        reason(a="management")
        == "peers meet in the management layer only; the layer of 1 person met is guessed"
    )
    assert reason(a="management", b="management") == "peers meet in the management layer only"


def test_a_guess_makes_somebody_a_decision_holder_only_where_no_role_is_recorded() -> None:
    assert gaps(view(people=(BOSS,))).decision_source == "layers"
    assert gaps(view(people=(replace(BOSS, title=None),))).decision_source == "none"


@settings(deadline=None, max_examples=200)
@given(accounts())
def test_what_is_given_is_never_changed_and_facts_stay_as_they_are(facts: AccountFacts) -> None:
    before = repr(facts)
    seen = View(facts, AT, DEFAULTS)
    for person, recorded in seen.employed.items():
        shown = seen.people[person]
        if recorded.layer is not None:
            assert shown == replace(recorded, functions=shown.functions)
        assert shown.functions == recorded.functions or not recorded.functions
        assert (shown.layer is None) == (shown.layer_source is None) or recorded.layer is not None
    assert repr(facts) == before
