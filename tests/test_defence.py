"""Defence in depth: a world in which it holds, and what is left of it when one thing is missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphkam.analysis import View, defence
from graphkam.domain.alarms import Defence, LayerDefence, PeerTie
from graphkam.domain.facts import (
    AccountFacts,
    Assessment,
    Employment,
    Relation,
    RoleHolding,
    TeamMember,
    Touchpoint,
)
from graphkam.domain.message import as_json
from graphkam.domain.moment import AsOf
from graphkam.domain.vocabulary import LAYERS
from tests.worlds import AT, DEFAULTS, TODAY, accounts, view

# In each layer one of theirs who is a mentor, met by one of ours on the same level in two channels, once on our
# start and once on theirs. The engineer has the ear of the manager, who reports to the head.
THEIRS = dict(zip(LAYERS, ("op", "mm", "gm"), strict=True))
OURS = dict(zip(LAYERS, ("eng", "kam", "boss"), strict=True))


def met(layer: str, channel: str, by: str | None, ago: int = 5) -> Touchpoint:
    """The one of ours and the one of theirs of a layer, at noon so many days ago."""
    noon = AsOf.on(f"{date.fromisoformat(TODAY) - timedelta(days=ago)}T12:00:00Z", "UTC").instant
    name = f"{layer}/{channel}/{by}/{ago}"
    return Touchpoint(name, noon, channel, (OURS[layer],), (THEIRS[layer],), initiated_by=by)


MEETINGS = {layer: met(layer, "meeting", "us") for layer in LAYERS}
CALLS = {layer: met(layer, "call", "them") for layer in LAYERS}
JUDGED = {layer: Assessment(THEIRS[layer], "li", "2026-01-01", "mentor") for layer in LAYERS}
EAR, LINE = Relation("op", "mm", "confidant"), Relation("mm", "gm", "reports_to")
WORLD: dict[str, tuple[Any, ...]] = {
    "people": tuple(Employment(p, p.upper(), layer=layer) for layer, p in THEIRS.items()),
    "team": tuple(TeamMember(u, u.upper(), level=layer) for layer, u in OURS.items()),
    "touchpoints": (*MEETINGS.values(), *CALLS.values()),
    "assessments": tuple(JUDGED.values()),
    "relations": (EAR, LINE),
}


def ask(at: AsOf = AT, **changed: tuple[Any, ...]) -> Defence:
    return defence(view(at, **{**WORLD, **changed}))


def less(name: str, record: object) -> dict[str, tuple[Any, ...]]:
    """The world's records of one field without one of them."""
    return {name: tuple(r for r in WORLD[name] if r != record)}


def layer(answer: Defence, name: str) -> LayerDefence:
    return next(part for part in answer.layers if part.layer == name)


def test_a_world_in_which_it_holds() -> None:
    answer = ask()
    assert (answer.account, answer.as_of) == ("a", TODAY)
    assert answer.layers == tuple(
        LayerDefence(
            name, (THEIRS[name],), (THEIRS[name],), (PeerTie(OURS[name], THEIRS[name], True),), 2, True
        )
        for name in LAYERS
    )
    assert (answer.joined, answer.weakest) == (True, None)


@pytest.mark.parametrize("name", LAYERS)
@pytest.mark.parametrize("lost", ["support", "one way", "channel", "peer"])
def test_without_one_of_the_four_a_layer_does_not_hold(name: str, lost: str) -> None:
    changed = {
        "support": less("assessments", JUDGED[name]),
        "one way": {
            "touchpoints": (*less("touchpoints", CALLS[name])["touchpoints"], met(name, "call", "us"))
        },
        "channel": {
            "touchpoints": (*less("touchpoints", CALLS[name])["touchpoints"], met(name, "meeting", "them"))
        },
        "peer": {"team": tuple(replace(u, level=None) if u.id == OURS[name] else u for u in WORLD["team"])},
    }[lost]
    answer = ask(**changed)
    assert [part.layer for part in answer.layers if not part.holds] == [name]
    assert answer.weakest == name
    assert answer.joined == (lost != "support")


def test_a_supporter_is_no_insider_but_a_coach_is_one() -> None:
    friend = replace(JUDGED["executive"], support="supporter")
    judged = (*less("assessments", JUDGED["executive"])["assessments"], friend)
    answer = layer(ask(assessments=judged), "executive")
    assert (answer.supporters, answer.insiders, answer.holds) == (("gm",), (), False)
    coach = RoleHolding("gm", "coach", "kilns")
    answer = layer(ask(assessments=judged, roles=(coach,)), "executive")
    assert (answer.insiders, answer.holds) == (("gm",), True)
    over = replace(coach, valid_to=TODAY)
    assert layer(ask(assessments=judged, roles=(over,)), "executive").insiders == ()
    neutral = replace(friend, support="neutral")
    answer = layer(ask(assessments=(*judged[:-1], neutral), roles=(coach,)), "executive")
    assert (answer.supporters, answer.insiders, answer.holds) == ((), ("gm",), False)


@pytest.mark.parametrize(("ago", "counts"), [(180, True), (181, False)])
def test_contacts_count_for_180_days(ago: int, counts: bool) -> None:
    for late in (met("executive", "call", "them", ago), met("executive", "call", "us", ago)):
        fresh = met("executive", "meeting", "us" if late.initiated_by == "them" else "them", 1)
        contacts = tuple(t for t in WORLD["touchpoints"] if "gm" not in t.people)
        answer = layer(ask(touchpoints=(*contacts, fresh, late)), "executive")
        assert (answer.channels, answer.peer_ties[0].two_way) == ((2, True) if counts else (1, False))


def test_a_complaint_is_no_channel_nor_is_a_contact_of_a_dead_tie() -> None:
    complaint = met("executive", "complaint", "them")
    contacts = less("touchpoints", CALLS["executive"])["touchpoints"]
    answer = layer(ask(touchpoints=(*contacts, complaint)), "executive")
    assert (answer.channels, answer.peer_ties[0].two_way, answer.holds) == (1, True, False)
    faint = Touchpoint("faint", AT.instant - 1, "email", ("kam",), ("gm",))
    assert layer(ask(touchpoints=(*contacts, faint)), "executive").channels == 1


@pytest.mark.parametrize("line", [EAR, LINE], ids=["ear", "line"])
def test_supporters_hang_together_by_each_line(line: Relation) -> None:
    assert ask(**less("relations", line)).joined is False
    others = tuple(r for r in (EAR, LINE) if r is not line)
    for kind, joined in (("ally", True), ("influences", True), ("conflicts_with", False)):
        turned = Relation(line.to_id, line.from_id, kind)
        assert ask(relations=(*others, turned)).joined is joined
    assert ask(relations=(*others, replace(line, valid_to=TODAY))).joined is False
    assert ask(relations=(*others, Relation(line.from_id, line.to_id, "influences", 0.0))).joined is False


def test_an_isolated_supporter_more_takes_nothing_away_and_a_neutral_one_joins_nobody() -> None:
    extra = Employment("x", "X", layer="operating")
    friend = Assessment("x", "li", "2026-01-01", "supporter")
    more = {"people": (*WORLD["people"], extra), "assessments": (*WORLD["assessments"], friend)}
    assert ask(**more).joined is True
    between = (Relation("op", "x", "ally"), Relation("x", "mm", "ally"), LINE)
    assert ask(**more, relations=between).joined is True
    assert ask(people=more["people"], relations=between).joined is False


def test_the_weakest_lacks_most_then_has_less_coverage_then_is_the_higher_one() -> None:
    nothing = ask(touchpoints=(), assessments=(), relations=())
    assert nothing.weakest == "executive"
    judged = (JUDGED["executive"],)
    assert ask(touchpoints=(), assessments=judged).weakest == "management"
    contacts = (MEETINGS["management"], MEETINGS["executive"], met("executive", "meeting", "us", 6))
    one_way = ask(touchpoints=contacts)
    assert one_way.weakest == "operating"
    assert ask(touchpoints=(*contacts, met("operating", "meeting", "us", 80))).weakest == "operating"


def test_odd_accounts() -> None:
    empty = defence(view())
    assert [(part.supporters, part.channels, part.holds) for part in empty.layers] == [((), 0, False)] * 3
    assert (empty.joined, empty.weakest) == (False, "executive")
    unknown = tuple(replace(e, layer=None) for e in WORLD["people"])
    assert all(part.supporters == () for part in ask(people=unknown, relations=()).layers)
    powerless = tuple(replace(a, power=0.0) for a in WORLD["assessments"])
    assert ask(assessments=powerless).weakest is None
    assert ask(at=AsOf.on("1900-01-01", "UTC")).weakest == "executive"


@settings(deadline=None, max_examples=100)
@given(accounts(), st.integers(0, 2**32))
def test_order_is_of_no_influence_and_the_parts_agree(facts: AccountFacts, seed: int) -> None:
    random = Random(seed)
    names = ("people", "team", "relations", "roles", "touchpoints", "assessments")
    shuffled = {n: tuple(random.sample(rows := getattr(facts, n), len(rows))) for n in names}
    seen = View(facts, AT, DEFAULTS)
    answer = defence(seen)
    assert defence(View(replace(facts, **shuffled), AT, DEFAULTS)) == answer
    assert (answer.weakest is None) == all(part.holds for part in answer.layers)
    for part in answer.layers:
        there = set(seen.layers[part.layer])
        assert {*part.supporters, *part.insiders, *(t.person_id for t in part.peer_ties)} <= there
        assert not part.holds or (part.supporters and part.insiders and part.channels >= 2)
    assert as_json(answer)
