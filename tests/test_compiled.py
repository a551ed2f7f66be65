"""The compiled engine gives what the analyses of one account give, field by field, floats to 1e-9."""

from __future__ import annotations

import math
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import fields, replace
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphkam.analysis import View, exposure, gaps, spof, stage
from graphkam.analysis.compiled import kept
from graphkam.analysis.compiled.engine import sweep
from graphkam.analysis.cooling import cold_since, next_cold
from graphkam.analysis.cuts import redundancies
from graphkam.analysis.engine import COMPILED_FROM, LEAST, choice
from graphkam.analysis.example import kiln
from graphkam.domain.answers import Coverage, Loss
from graphkam.domain.constants import Constants, at_least
from graphkam.domain.facts import (
    Account,
    AccountFacts,
    Assessment,
    Assignment,
    Employment,
    Relation,
    RoleHolding,
    TeamMember,
    Touchpoint,
)
from graphkam.domain.moment import DAY, AsOf
from graphkam.domain.vocabulary import (
    FUNCTIONS,
    GAP_KINDS,
    LAYERS,
)
from graphkam.snapshot.framing import frame_of
from tests.swept import Told
from tests.worlds import AT, DEFAULTS, NOON, TODAY, accounts

SOURCES = {"given": 0, "title": 1, "reports_to": 2}
TITLES = ("CEO", "Sales Manager", "采购部经理", "Engineer", "former CEO", "Something else", None, None)
MOMENTS = (
    AT,
    NOON,
    AsOf.on("2026-02-27", "UTC"),
    AsOf.on("2026-03-01", "America/New_York"),
    AsOf.on("2026-03-08T22:30:00Z", "Asia/Shanghai"),
    AsOf.on("2024-01-01", "UTC"),
    AsOf.on("2026-03-29", "Europe/Berlin"),
)
OTHER = Constants.of(
    {
        "half_life_days": 30,
        "crowd": 2,
        "live": 0.25,
        "kappa": 2.0,
        "spof_reach": 0.3,
        "cold_days": 10,
        "cold_rhythm": 2,
        "cold_soon_days": 20,
        "new_days": 90,
        "manager_load": 1,
        "rep_churn": 2,
        "rep_churn_months": 12,
        "rival_tie": 0,
        "single_thread": 2,
        "incident_days": 1,
        "satisfied": 3.5,
        "loyalty_days": 180,
        "layer_power": {"executive": 1, "unknown": 0},
    }
)


def richer(facts: AccountFacts, seed: int) -> AccountFacts:
    """The same account with titles, drawn lines and judgements at an instant here and there."""
    r = Random(seed)
    return replace(
        facts,
        people=tuple(
            replace(e, title=r.choice(TITLES), layer=e.layer if r.random() < 0.6 else None)
            for e in facts.people
        ),
        relations=tuple(replace(x, source=r.choice((None, None, "inferred"))) for x in facts.relations),
        assessments=tuple(
            replace(j, at=r.choice((j.at, "2026-03-01T16:00:00Z", "2025-10-01T12:00:00Z", "2026-03-01")))
            for j in facts.assessments
        ),
    )


pytestmark = pytest.mark.xdist_group("compiled")
"""What one process has compiled the other need not compile too."""

# What one account's analyses say, and what a sweep says, in the same words -----------------------------------


def expected(view: View) -> dict[str, Any]:
    """Everything that a sweep tells of an account, from its analyses."""
    open_, failures, shape, danger = gaps(view), spof(view), stage(view), exposure(view)
    horizon = view.at.days_ago(-math.floor(view.constants.cold_soon_days))
    live = {t[:2] for t in ((tie.team_id, tie.person_id) for tie in view.live_ties)}
    states = {}
    for pair in view.contacts:
        s = view.strengths[pair]
        lives = at_least(s, view.constants.live)
        stops = next_cold(view, s) if lives else None
        cold = cold_since(view, pair) is not None
        states[pair] = (s, lives, cold, stops is not None and stops <= horizon)
    real = [x for pair, x in states.items() if not view.people[pair[1]].placeholder]
    sets = {("layer", x.layer): covered(x) for x in open_.layers}
    sets |= {("function", x.function): covered(x) for x in open_.functions}
    sides = {
        "direct ours": failures.direct.ours,
        "direct theirs": failures.direct.theirs,
        "influence ours": failures.influence.ours,
        "influence theirs": failures.influence.theirs,
    }
    return {
        "ties": states,
        "live ties": len(live),
        "cold": (sum(x[2] for x in real), sum(x[3] for x in real)),
        "people": {
            p: (
                e.layer,
                SOURCES.get(e.layer_source or "", -1) if e.layer else None,
                view.powers[p].value,
                view.supports[p].value if p in view.supports else None,
                view.coverages[p],
                p in view.decision.holders,
            )
            for p, e in view.people.items()
        },
        "team": set(view.team),
        "paths": {x.person_id: x.paths for x in failures.influence.redundancy},
        "losses": {side: {x.id: loss(x) for x in found} for side, found in sides.items()},
        "cuts off": {x.id: set(x.cuts_off) for x in (*failures.influence.ours, *failures.influence.theirs)},
        "spofs": [
            sum(x.spof for x in sides[f"{g} ours"] + sides[f"{g} theirs"]) for g in ("direct", "influence")
        ],
        "reached": [len(view.direct_flow.reached), len(view.influence_flow.reached)],
        "sets": sets,
        "roles": {x.role: (x.holders, x.reached, x.status) for x in open_.roles},
        "gaps": {k: sum(g.kind == k for g in open_.gaps) for k in GAP_KINDS},
        "severities": [sum(g.severity == s for g in open_.gaps) for s in ("red", "amber")],
        "status": open_.status,
        "no layer": open_.no_layer,
        "decision": (len(open_.decision_holders), open_.decision_source),
        "stage": (shape.stage, shape.type, shape.strongest_share, shape.outside_manager),
        "shape": (set(shape.peer_layers), shape.cut_by_manager),
        "exposure": (danger.exposure, danger.unreached, danger.largest_impact, danger.value_at_risk),
        "care": [
            next((a.team_id for a in view.assignments if a.as_ == as_), None)
            for as_ in ("account_manager", "executive_sponsor")
        ],
    }


def covered(x: Coverage) -> tuple[object, ...]:
    top = x.strongest
    pair = (top.team_id, top.person_id) if top else None
    share = top.share if top else None
    counts = (x.people, x.reached, x.ours, x.guessed, x.unknown)
    return counts, x.status, x.coverage, x.support, x.threads, share, pair, x.target_gap


def loss(x: Loss) -> tuple[object, ...]:
    return x.impact, x.reach_lost, len(x.cuts_off), x.spof


def differences(one: Any, other: Any, where: str = "") -> list[str]:
    """Where two values differ, numbers by more than 1e-9."""
    if isinstance(one, dict) and isinstance(other, dict):
        if one.keys() != other.keys():
            return [f"{where}: {sorted(map(str, one))} != {sorted(map(str, other))}"]
        return [d for key in one for d in differences(one[key], other[key], f"{where}/{key}")]
    if isinstance(one, list | tuple) and isinstance(other, list | tuple) and len(one) == len(other):
        return [
            d
            for i, (x, y) in enumerate(zip(one, other, strict=True))
            for d in differences(x, y, f"{where}[{i}]")
        ]
    if isinstance(one, float) and isinstance(other, float | int | np.number):
        return [] if math.isclose(one, float(other), abs_tol=1e-9) else [f"{where}: {one} != {other}"]
    return [] if one == other else [f"{where}: {one} != {other}"]


def compare(portfolio: Sequence[AccountFacts], at: AsOf = AT, constants: Constants = DEFAULTS) -> None:
    frame = frame_of(portfolio)
    found = sweep(frame, at, constants)
    for a, facts in enumerate(portfolio):
        wanted, told = expected(View(facts, at, constants)), Told(frame, found, a).all()
        assert differences(wanted, told) == []


# Compared ----------------------------------------------------------------------------------------------------


@settings(deadline=None, max_examples=60)
@given(
    st.lists(accounts(), min_size=1, max_size=4),
    st.integers(0, 2**32),
    st.sampled_from(MOMENTS),
    st.sampled_from((DEFAULTS, DEFAULTS, OTHER)),
)
def test_any_accounts(portfolio: list[AccountFacts], seed: int, at: AsOf, constants: Constants) -> None:
    compare([richer(f, seed + i) for i, f in enumerate(portfolio)], at, constants)


@settings(deadline=None, max_examples=300)
@given(st.integers(0, 2**32), st.integers(2, 5), st.integers(6, 16), st.floats(0.8, 2.5))
def test_ways_that_share_nobody(seed: int, ours: int, theirs: int, lines: float) -> None:
    """On thin nets a further way often has to send an earlier one elsewhere, several steps at once."""
    r = Random(seed)
    people, team = [f"p{i}" for i in range(theirs)], [f"t{i}" for i in range(ours)]
    r.shuffle(people)
    facts = AccountFacts(
        Account("a", "A"),
        tuple(Employment(p, p, layer="executive") for p in people),
        tuple(TeamMember(t, t) for t in team),
        relations=tuple(Relation(*r.sample(people, 2), "influences") for _ in range(int(lines * theirs))),
        touchpoints=tuple(
            Touchpoint(f"{t}{k}", NOON.instant, "meeting", (t,), (r.choice(people[: 1 + theirs // 3]),))
            for t in team
            for k in range(r.choice((1, 1, 2)))
        ),
    )
    frame = frame_of([facts])
    told = dict(zip(frame.person_id, sweep(frame, AT, DEFAULTS).person_paths, strict=True))
    assert told == {x.person_id: x.paths for x in redundancies(View(facts, AT, DEFAULTS))}


@settings(deadline=None, max_examples=30)
@given(st.lists(accounts(), max_size=6), st.integers(2, 4))
def test_threads_side_by_side_change_nothing(portfolio: list[AccountFacts], threads: int) -> None:
    frame = frame_of([richer(f, i) for i, f in enumerate(portfolio)])
    alone, together = sweep(frame, AT, DEFAULTS), sweep(frame, AT, DEFAULTS, cores=threads)
    for column in fields(alone):
        np.testing.assert_array_equal(getattr(alone, column.name), getattr(together, column.name))


def test_the_choice(monkeypatch: pytest.MonkeyPatch) -> None:
    kept.compile_all()
    assert choice(LEAST).engine == "compiled"
    assert choice(LEAST - 1).engine == "networkx"
    state = kept._state()
    monkeypatch.setattr(kept, "_state", lambda: "of another version")
    assert choice(COMPILED_FROM - 1).reason == "the compiled engine is not compiled on this computer yet"
    assert choice(COMPILED_FROM).engine == "compiled"
    monkeypatch.setattr(kept, "_state", lambda: state)
    assert not kept.compiled()
    kept.compile_all()
    assert kept.compiled()
    assert choice(1, "compiled").engine == "compiled"
    assert choice(25_000, "networkx").engine == "networkx"


HIDE_NUMBA = "import sys; sys.modules['numba'] = None"
HIDE_FOLDERS = """
from numba.core import caching
getattr(caching, "CacheImpl", getattr(caching, "_CacheImpl", None))._locator_classes = []
"""


@pytest.mark.parametrize(
    ("hide", "said"),
    [
        (HIDE_NUMBA, "networkx numba cannot be loaded"),
        (HIDE_FOLDERS, "networkx there is no place to keep compiled code"),
    ],
)
def test_where_it_cannot_run_it_is_networkx_and_said(hide: str, said: str) -> None:
    asked = "from graphkam.analysis.engine import choice; print(*choice(25_000, 'compiled'))"
    assert printed(f"{hide}\n{asked}").startswith(said)


def test_numba_is_imported_only_where_it_runs() -> None:
    asked = "from graphkam.analysis import engine; engine.choice(3); print('numba' in sys.modules)"
    assert printed(f"import sys\n{asked}") == "False"


def printed(program: str) -> str:
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_the_kiln() -> None:
    view = kiln()
    compare([view.facts], view.at, view.constants)


def test_nobody_and_nothing() -> None:
    empty = AccountFacts(Account("a", "A"))
    alone = replace(empty, people=(Employment("p", "P", layer="executive"),))
    ours = replace(empty, team=(TeamMember("t", "T"),), assignments=(Assignment("t", "account_manager"),))
    met = replace(
        alone, team=ours.team, touchpoints=(Touchpoint("x", NOON.instant, "meeting", ("t",), ("p",)),)
    )
    compare([])
    compare([empty])
    compare([empty, alone, empty, ours, met, empty])


def crowd(size: int, seed: int, *, equal: bool) -> AccountFacts:
    """A large account: lines at random with circles, or everybody and everything alike."""
    r = Random(seed)
    people = [f"p{i:04}" for i in range(size)]
    team = [f"t{i}" for i in range(12)]
    met = people if equal else r.sample(people, size // 8)
    age = 10.0
    return AccountFacts(
        Account("a", "A", annual_value=1e6),
        tuple(
            Employment(p, p, layer=LAYERS[i % 3], functions=(FUNCTIONS[0 if equal else i % 16],))
            for i, p in enumerate(people)
        ),
        tuple(TeamMember(t, t, level=LAYERS[i % 3], function=FUNCTIONS[i % 4]) for i, t in enumerate(team)),
        (Assignment("t0", "account_manager"), Assignment("t1", "executive_sponsor")),
        tuple(
            Relation(*(r.sample(people, 2)), "influences" if i % 3 else "reports_to")
            for i in range(0 if equal else 2 * size)
        ),
        tuple(RoleHolding(p, "decider") for p in r.sample(people, min(40, size))),
        tuple(
            Touchpoint(
                f"{p}{k}",
                NOON.instant - (age if equal else r.choice((3.0, 40.0, 80.0))) * DAY,
                "meeting",
                tuple(team[:2]) if equal else (r.choice(team),),
                (p,),
            )
            for p in met
            for k in range(1 if equal else r.choice((1, 2, 3)))
        ),
        () if equal else tuple(Assessment(p, "t0", TODAY, "supporter", r.random()) for p in people[::7]),
    )


def test_two_thousand_people() -> None:
    compare([crowd(2000, 1, equal=False)])


def test_everything_equal() -> None:
    compare([crowd(60, 2, equal=True), crowd(3, 2, equal=True)])


def test_a_way_is_sent_elsewhere_two_steps_back() -> None:
    """The short way is z w v t. A second one comes in at v, so that z, and not w, must go on by a b c d."""
    lines = [*("z-w", "w-v", "v-t", "z-a", "a-b", "b-c", "c-d", "d-t"), *("1-2", "2-3", "3-4", "4-v")]
    people = [Employment(p, p, layer="operating") for p in "1234abcdtvwz"]
    facts = AccountFacts(
        Account("a", "A"),
        tuple(people),
        (TeamMember("x", "X"), TeamMember("y", "Y")),
        relations=tuple(Relation(*line.split("-"), "influences") for line in lines),
        roles=tuple(RoleHolding(p.person_id, "decider") for p in people),
        touchpoints=tuple(
            Touchpoint(f"{u}{p}", NOON.instant, "meeting", (u,), (p,)) for u, p in ("xz", "y1")
        ),
    )
    compare([facts])


@pytest.mark.parametrize("size", [1, 2, 9])
def test_circles(size: int) -> None:
    """A circle of influence that is entered at one place, and one that is not entered."""
    people = [f"p{i}" for i in range(2 * size)]
    circles = [(i, (i + 1) % size) for i in range(size)]
    lines = [(people[a], people[b]) for a, b in circles] + [
        (people[a + size], people[b + size]) for a, b in circles
    ]
    facts = AccountFacts(
        Account("a", "A"),
        tuple(Employment(p, p, layer="management") for p in people),
        (TeamMember("t", "T"),),
        relations=tuple(Relation(a, b, "confidant") for a, b in lines),
        touchpoints=(Touchpoint("x", NOON.instant, "meeting", ("t",), ("p0",)),),
    )
    compare([facts])
