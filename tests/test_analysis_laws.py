"""Laws that hold for every account: order and names do not matter, leavers are gone, more is never less."""

from __future__ import annotations

import copy
import math
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import fields, is_dataclass, replace
from random import Random
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from graphkam.analysis import (
    View,
    account_line,
    coverage,
    exposure,
    gaps,
    introductions,
    people,
    spof,
    stage,
    team,
    ties,
)
from graphkam.domain.answers import Coverage
from graphkam.domain.constants import Constants
from graphkam.domain.facts import (
    Account,
    AccountFacts,
    Assignment,
    Employment,
    Relation,
    TeamMember,
    Touchpoint,
)
from graphkam.domain.message import as_json
from graphkam.domain.moment import AsOf
from graphkam.domain.vocabulary import LAYERS
from tests.worlds import AT, DEFAULTS, FUNCTIONS, TODAY, accounts, contact, view

RECORDS = ("people", "team", "assignments", "relations", "roles", "touchpoints", "assessments")
ASKED = (ties, gaps, spof, stage, exposure, people, account_line, introductions)


def answers(facts: AccountFacts, at: AsOf = AT, constants: Constants = DEFAULTS) -> list[object]:
    """Everything that can be asked of one account."""
    seen = View(facts, at, constants)
    single = [ask(seen) for ask in ASKED]
    return [*single, *(team([seen], m) for m in sorted({m.id for m in facts.team}))]


@settings(deadline=None, max_examples=100)
@given(accounts(), st.integers(0, 2**32))
def test_the_order_of_the_rows_is_of_no_influence(facts: AccountFacts, seed: int) -> None:
    random = Random(seed)
    shuffled = {}
    for name in RECORDS:
        rows = list(getattr(facts, name))
        random.shuffle(rows)
        shuffled[name] = tuple(rows)
    touchpoints = [
        t._replace(team=t.team[::-1], people=t.people[::-1], cc=t.cc[::-1]) for t in shuffled["touchpoints"]
    ]
    assert answers(replace(facts, **{**shuffled, "touchpoints": tuple(touchpoints)})) == answers(facts)


def renamed(value: Any, ids: dict[str, str]) -> Any:
    """The same records with other ids; names, titles and other texts are left alone."""
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: renamed(getattr(value, f.name), ids) for f in fields(value)})
    if isinstance(value, Touchpoint):
        return Touchpoint(*(renamed(v, ids) for v in value))
    if isinstance(value, tuple):
        return tuple(renamed(v, ids) for v in value)
    return ids.get(value, value) if isinstance(value, str) else value


def essence(facts: AccountFacts) -> list[object]:
    """What must not depend on ids; where ids break ties, only what they do not decide."""
    seen = View(facts, AT, DEFAULTS)
    answer, failures, shape, danger = gaps(seen), spof(seen), stage(seen), exposure(seen)
    sides = (failures.direct.ours, failures.direct.theirs, failures.influence.ours, failures.influence.theirs)
    return [
        {(t.team_id, t.person_id, t.s, t.live, t.cold, t.next_cold) for t in ties(seen).items},
        [replace(layer, strongest=None) for layer in answer.layers],
        {(g.kind, g.what, g.severity, frozenset(g.people)) for g in answer.gaps},
        [{(s.id, s.impact, s.reach_lost, frozenset(s.cuts_off), s.spof) for s in side} for side in sides],
        set(failures.influence.redundancy),
        {(s.for_, len(s.members), round(s.impact or 0.0, 9)) for s in failures.influence.sets},
        (shape.stage, shape.type, shape.strongest_share, shape.cut_by_manager, shape.outside_manager),
        (danger.exposure, danger.largest_impact, frozenset(danger.largest), danger.value_at_risk),
    ]


@settings(deadline=None, max_examples=100)
@given(accounts(), st.integers(0, 2**32))
def test_ids_and_names_are_of_no_influence(facts: AccountFacts, seed: int) -> None:
    ids = sorted({e.person_id for e in facts.people} | {m.id for m in facts.team} | {"ghost"})
    other = [f"{'zxyw'[i % 4]}{i}" for i in range(len(ids))]
    Random(seed).shuffle(other)
    there = dict(zip(ids, other, strict=True))
    nameless = replace(
        renamed(facts, there),
        people=tuple(replace(e, name="?") for e in renamed(facts.people, there)),
        team=tuple(replace(m, name="?") for m in renamed(facts.team, there)),
    )
    assert essence(nameless) == mapped(essence(facts), there)


def mapped(value: Any, ids: dict[str, str]) -> Any:
    """An essence with other ids."""
    if isinstance(value, list | set | frozenset):
        return type(value)(mapped(v, ids) for v in value)
    return renamed(value, ids) if not isinstance(value, tuple) else tuple(mapped(v, ids) for v in value)


@settings(deadline=None, max_examples=100)
@given(accounts())
def test_valid_to_takes_a_person_out_on_that_day(facts: AccountFacts) -> None:
    assume(facts.people)
    who = facts.people[0].person_id
    left = (replace(e, valid_to=TODAY) if e.person_id == who else e for e in facts.people)
    never = (e for e in facts.people if e.person_id != who)
    assert answers(replace(facts, people=tuple(left))) == answers(replace(facts, people=tuple(never)))


@settings(deadline=None, max_examples=100)
@given(accounts())
def test_valid_to_takes_one_of_ours_out_on_that_day(facts: AccountFacts) -> None:
    assume(facts.team)
    who = facts.team[0]
    left = replace(facts, team=(replace(who, valid_to=TODAY), *facts.team[1:]))
    assert essence(left) == essence(replace(facts, team=facts.team[1:]))


@settings(deadline=None, max_examples=100)
@given(accounts())
def test_removing_nobody_changes_nothing(facts: AccountFacts) -> None:
    seen = View(facts, AT, DEFAULTS)
    for flow in (seen.direct_flow, seen.influence_flow):
        assert flow.lost_without(()) == flow.lost_without({"a stranger"}) == set()
    stranger = Employment("stranger", "S", valid_to="2020-01-01")
    assert answers(replace(facts, people=(*facts.people, stranger))) == answers(facts)


@settings(deadline=None, max_examples=150)
@given(accounts(), st.integers(0, 7), st.integers(0, 4))
def test_a_new_live_tie_lowers_no_coverage(facts: AccountFacts, person: int, member: int) -> None:
    before = View(facts, AT, DEFAULTS)
    known = [p for p, e in before.people.items() if not e.placeholder]
    assume(known and before.team)
    meeting = Touchpoint(
        "new",
        AT.instant - 1,
        "executive_meeting",
        (sorted(before.team)[member % len(before.team)],),
        (known[person % len(known)],),
    )
    after = View(replace(facts, touchpoints=(*facts.touchpoints, meeting)), AT, DEFAULTS)
    assert all(after.coverages[p] >= before.coverages[p] for p in known)
    for chosen in sets_of(before):
        less, more = (coverage(seen, chosen, Coverage) for seen in (before, after))
        assert less.coverage is None or more.coverage >= less.coverage
        assert more.reached >= less.reached
    assert before.influence_flow.reached <= after.influence_flow.reached


def sets_of(seen: View) -> Iterable[list[str]]:
    for layer in LAYERS:
        yield [p for p, e in seen.people.items() if e.layer == layer]
    for function in FUNCTIONS:
        yield [p for p, e in seen.people.items() if function in e.functions]
    yield list(seen.people)


@settings(deadline=None, max_examples=100)
@given(accounts())
def test_facts_and_graphs_are_not_changed(facts: AccountFacts) -> None:
    before, seen = copy.deepcopy(facts), View(facts, AT, DEFAULTS)
    edges = (set(seen.direct.edges), set(seen.influence.edges))
    for ask in ASKED:
        assert ask(seen) == ask(seen)
    assert facts == before
    assert (set(seen.direct.edges), set(seen.influence.edges)) == edges


def numbers(value: object) -> Iterable[float]:
    if isinstance(value, float):
        yield value
    elif isinstance(value, dict):
        for v in value.values():
            yield from numbers(v)
    elif isinstance(value, list):
        for v in value:
            yield from numbers(v)


@settings(deadline=None, max_examples=100)
@given(
    accounts(),
    st.sampled_from([Constants(), Constants(live=0.0), Constants(half_life_days=1e-9), Constants(kappa=1e9)]),
)
def test_no_number_is_nan_or_infinite(facts: AccountFacts, constants: Constants) -> None:
    for answer in answers(facts, constants=constants):
        assert all(math.isfinite(n) for n in numbers(as_json(answer)))


LI = TeamMember("li", "Li", level="executive")
LIU, XU = Employment("liu", "Liu", layer="executive"), Employment("xu", "Xu")


MET = {"people": (LIU,), "team": (LI,), "touchpoints": (contact("li", "liu"),)}
MANAGER = (Assignment("li", "account_manager"), Assignment("ghost", "account_manager"))
RING = (
    Relation("liu", "liu", "influences"),
    Relation("liu", "xu", "reports_to"),
    Relation("xu", "liu", "reports_to"),
)
ODD: dict[str, tuple[dict[str, Any], str, float | None]] = {
    # facts, stage, exposure
    "nothing": ({}, "exploratory", None),
    "people only": ({"people": (LIU, XU)}, "exploratory", 1.0),
    "one of each": (MET, "basic", 1.0),
    "only strangers": ({"touchpoints": (contact("li", "liu"), contact("", ""))}, "exploratory", None),
    "cycles": ({**MET, "people": (LIU, XU), "relations": RING}, "basic", 1.0),
    "no power": ({**MET, "people": (replace(LIU, power=0.0),)}, "basic", None),
    "theirs left": ({**MET, "people": (replace(LIU, valid_to="2020-01-01"),)}, "exploratory", None),
    "ours left": ({**MET, "team": (replace(LI, valid_to="2020-01-01"),)}, "exploratory", 1.0),
    "only a placeholder": ({**MET, "people": (replace(LIU, placeholder=True),)}, "exploratory", 1.0),
    "no people": ({"team": (LI,), "assignments": MANAGER}, "exploratory", None),
    "backwards": (
        {**MET, "people": (replace(LIU, valid_from="2030-01-01", valid_to="2020-01-01"),)},
        "exploratory",
        None,
    ),
}


@pytest.mark.parametrize(("facts", "expected_stage", "exposed"), ODD.values(), ids=ODD.keys())
def test_odd_accounts_have_answers(facts: dict[str, Any], expected_stage: str, exposed: float | None) -> None:
    seen = view(account=Account("a", "A", annual_value=1.0), **facts)
    assert (stage(seen).stage, exposure(seen).exposure) == (expected_stage, exposed)
    assert all(math.isfinite(n) for answer in answers(seen.facts, seen.at) for n in numbers(as_json(answer)))


def test_networkx_is_imported_when_a_graph_is_asked_for_and_not_before() -> None:
    code = "import sys, graphkam.analysis; sys.exit('networkx' in sys.modules or 'numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
