"""A view from the columns of a sweep is the plain view, value by value, and every analysis says the same on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from graphkam.analysis import (
    View,
    account_line,
    alarms,
    decision,
    defence,
    exposure,
    gaps,
    people,
    spof,
    stage,
    ties,
)
from graphkam.analysis.compiled.engine import sweep
from graphkam.analysis.customers import customers, values_by_unit
from graphkam.analysis.seeded import Seeded
from graphkam.analysis.ties import tie_states
from graphkam.analysis.visits import visits
from graphkam.domain.constants import Constants
from graphkam.domain.facts import (
    AccountFacts,
    Change,
    Commitment,
    Incident,
    Order,
    Reading,
    RivalTie,
    Survey,
)
from graphkam.domain.message import Message
from graphkam.domain.moment import AsOf
from graphkam.domain.vocabulary import CHANGE_KINDS
from graphkam.snapshot.framing import frame_of
from tests.alarms.test_kinds import CASES as ALARMS
from tests.test_compiled import MOMENTS, OTHER, differences, richer
from tests.verdicts.told import TODAY, facts_of, rows_of
from tests.worlds import AT, DEFAULTS, accounts

VALUES = (
    "employed",
    "people",
    "team",
    "assignments",
    "managers",
    "strengths",
    "live_ties",
    "ties_with",
    "coverages",
    "powers",
    "supports",
    "layers",
    "roles",
    "decision",
    "disjoint_paths",
    "touched",
    "contacted",
    "contacts",
)
"""What analyses ask of a view, but for flows."""
ANALYSES = (gaps, spof, stage, ties, exposure, people, decision, defence)
DAYS = (
    "2026-02-27",
    "2026-03-01",
    "2026-02-01",
    "2025-10-01",
    "2026-02-28T10:00:00Z",
    "2026-03-05",
    "2024-01-01",
)


def eventful(facts: AccountFacts, seed: int) -> AccountFacts:
    """The same account with changes, promises, incidents, rivals, orders and opinions."""
    r = Random(seed)
    ids = [e.person_id for e in facts.people] or ["ghost"]
    ours = [m.id for m in facts.team] or ["ghost"]

    def some(most: int) -> range:
        return range(r.randint(0, most))

    def maybe(value: str) -> str | None:
        return r.choice((None, value))

    return replace(
        facts,
        account=replace(facts.account, captive=r.choice((None, True)), kinds=r.choice(((), ("strategic",)))),
        team=tuple(
            replace(m, left_to=r.choice((None, "Rivalia")) if m.valid_to else None) for m in facts.team
        ),
        changes=tuple(
            Change(
                f"c{i}", r.choice(DAYS), r.choice(CHANGE_KINDS), maybe(r.choice(ids)), maybe(r.choice(ids))
            )
            for i in some(6)
        ),
        rivals=tuple(
            RivalTie("Rivalia", r.choice(ids), r.choice((None, 0.0, 0.6)), None, maybe(DAYS[2]))
            for _ in some(2)
        ),
        commitments=tuple(
            Commitment(f"k{i}", "spares", r.choice(ours), None, maybe(DAYS[3]), maybe(r.choice(DAYS[:2])))
            for i in some(3)
        ),
        incidents=tuple(
            Incident(f"i{i}", r.choice(DAYS[:4]), "fault", severity=maybe("high"), closed_at=maybe(DAYS[0]))
            for i in some(2)
        ),
        orders=tuple(
            Order(f"o{i}", r.choice((*DAYS[:3], "2024-12-01")), 10.0 * i, "EUR", lost_to=maybe("Rivalia"))
            for i in some(3)
        ),
        surveys=tuple(Survey(f"s{i}", DAYS[2], "q", r.choice((2.0, 4.0, 5.0))) for i in some(2)),
        readings=tuple(
            Reading(r.choice((DAYS[2], "2024-12-01")), "share_of_wallet", r.random()) for _ in some(3)
        ),
    )


def plain_values(value: Any) -> Any:
    """A value as what can be compared: records as dictionaries, sentences as what they say, in English."""
    if isinstance(value, Message):
        return str(value)
    if is_dataclass(value) and not isinstance(value, type):
        return plain_values(
            {"kind": type(value).__name__, **{f.name: getattr(value, f.name) for f in fields(value)}}
        )
    if isinstance(value, dict):
        return {k: plain_values(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [plain_values(v) for v in value]
    return value


def told(view: View, then: Sequence[AsOf] = ()) -> dict[str, Any]:
    """Everything that a view holds, and that analyses say of it, now and at other moments."""
    found = {name: getattr(view, name) for name in VALUES}
    found |= {
        f"{flow}.{what}": getattr(getattr(view, flow), what) for flow in FLOWS for what in ("reached", "lost")
    }
    found["ties of"] = {p: view.ties_of(p) for p in (*view.people, "ghost")}
    found["spans"] = {pair: view.span(pair) for pair in view.strengths}
    found["late"] = {
        (pair, days): [sorted(words) for words in view.late(pair, view.at.days_ago(days))]
        for pair in view.strengths
        for days in (0, 1, 60, 10_000_000)
    }
    found["states"] = tie_states(view)
    found["past"] = {k: s for k, s in view.past.strengths(view.at) if k[1] in view.people}
    found["without two"] = [getattr(view, flow).lost_without(list(view.team)[:2]) for flow in FLOWS]
    return {
        **found,
        **{analysis.__name__: analysis(view) for analysis in ANALYSES},
        "alarms": alarms(view, dict.fromkeys(view.team, 13), everybody=True),
        "line": account_line(view, {}),
        "customers": customers([view], values_by_unit([view.facts.account], view.constants), view.at),
        "visits": visits([view], view.at, view.constants),
        "then": [told(view.on(at)) for at in then],
    }


FLOWS = ("direct_flow", "influence_flow")


def compare(
    portfolio: Sequence[AccountFacts], at: AsOf = AT, constants: Constants = DEFAULTS, *then: AsOf
) -> None:
    frame = frame_of(portfolio)
    found = sweep(frame, at, constants)
    for place, facts in enumerate(portfolio):
        wanted = told(View(facts, at, constants), then)
        seeded = told(Seeded(facts, at, constants, frame, found, place), then)
        assert differences(plain_values(wanted), plain_values(seeded)) == []


@settings(deadline=None, max_examples=40, phases=(Phase.reuse, Phase.generate))
@given(
    st.lists(accounts(), min_size=1, max_size=3),
    st.integers(0, 2**32),
    st.sampled_from(MOMENTS),
    st.sampled_from((DEFAULTS, DEFAULTS, OTHER)),
    st.sampled_from(MOMENTS),
)
def test_any_accounts(
    known: list[AccountFacts], seed: int, at: AsOf, constants: Constants, then: AsOf
) -> None:
    compare([eventful(richer(f, seed + i), seed + i) for i, f in enumerate(known)], at, constants, then)


def test_every_alarm() -> None:
    compare([case.facts_() for case in ALARMS])


@pytest.mark.parametrize("case", "12345678")
def test_the_cases_of_practice(case: str) -> None:
    known = facts_of(rows_of(case))
    for days in (0, -60, -200):
        compare(list(known.values()), AsOf.on(TODAY + timedelta(days=days), "Asia/Shanghai"))
