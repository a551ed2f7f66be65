"""Columns made of columns are those that are made of facts, array by array; and packed texts are cut exactly."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from random import Random
from typing import Any, get_type_hints

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphkam.domain.facts import Account, AccountFacts, Employment, Relation, TeamMember, Touchpoint
from graphkam.domain.frame import Frame
from graphkam.domain.packed import FIELDS, pack, unpacked
from graphkam.domain.splicing import taken
from graphkam.snapshot import tokens
from graphkam.snapshot.columns import UNKNOWN
from graphkam.snapshot.contacts import Contacts
from graphkam.snapshot.framing import frame_of, joined
from graphkam.snapshot.pages import RECORDS
from graphkam.snapshot.shaping import frame_of_columns
from tests.dealing_world import eventful
from tests.worlds import account


def differing(one: Frame, other: Frame) -> list[str]:
    """The names of the columns that are not the same in type and value."""
    names = []
    for column in fields(Frame):
        a, b = getattr(one, column.name), getattr(other, column.name)
        if column.type == "Texts":
            same = np.array_equal(a.utf8, b.utf8) and np.array_equal(a.first, b.first)
        else:
            same = a.dtype == b.dtype and np.array_equal(a, b, equal_nan=a.dtype.kind == "f")
        names += [] if same else [column.name]
    return names


def stand_in(hint: Any, value: Any) -> Any:
    """What the queries of facts send for a value."""
    if value is None:
        return UNKNOWN if hint == str | None else -1
    return list(value) if isinstance(value, tuple) else int(value) if isinstance(value, bool) else value


def columns(kind: type, records: Iterable[tuple[int, Any]]) -> dict[str, list[Any]]:
    """The columns of records, each with the place of its account."""
    rows = list(records)
    named = {
        name: [stand_in(hint, getattr(record, name)) for _, record in rows]
        for name, hint in get_type_hints(kind).items()
    }
    return {"account": [place for place, _ in rows], **named}


def packed(touchpoints: Iterable[Touchpoint]) -> bytes:
    rows = (
        dict(zip(FIELDS, (t.id, t.channel, *map(list, t[3:7]), t.initiated_by), strict=True))
        for t in touchpoints
    )
    return "".join(pack(row) + UNKNOWN for row in rows).encode()


def bosses(people: Sequence[Employment]) -> list[str | None]:
    """Whom each employment of a world reports to: every third to the one before."""
    before = [None, *(e.person_id for e in people)]
    return [
        boss if place % 3 == 1 and boss != e.person_id else None
        for place, (e, boss) in enumerate(zip(people, before, strict=False))
    ]


def led(people: Sequence[Employment]) -> list[Relation]:
    """The lines of `bosses`, which stand before all others in the facts of an account."""
    return [
        Relation(
            e.person_id, boss, "reports_to", source="people", valid_from=e.valid_from, valid_to=e.valid_to
        )
        for e, boss in zip(people, bosses(people), strict=True)
        if boss is not None
    ]


def found(portfolio: Sequence[AccountFacts]) -> dict[str, dict[str, list[Any]]]:
    """What is read of these accounts, touchpoints apart."""
    portfolio = [replace(f, relations=f.relations[len(led(f.people)) :]) for f in portfolio]
    columns_ = {
        name: columns(kind, [(i, r) for i, f in enumerate(portfolio) for r in getattr(f, name)])
        for name, kind in RECORDS.items()
    }
    columns_["people"]["reports_to"] = [boss or UNKNOWN for f in portfolio for boss in bosses(f.people)]
    columns_["accounts"] = columns(Account, enumerate(f.account for f in portfolio))
    columns_["accounts"]["revision"] = [f.revision for f in portfolio]
    columns_["team"] = columns(TeamMember, {m.id: (0, m) for f in portfolio for m in f.team}.values())
    return columns_


def fast(portfolio: Sequence[AccountFacts]) -> Frame:
    """The frame, made as from what the store would give for these accounts."""
    touchpoints = [(i, t) for i, f in enumerate(portfolio) for t in f.touchpoints]
    contacts = Contacts(
        packed(t for _, t in touchpoints),
        np.array([t.at for _, t in touchpoints], np.float64),
        np.array([i for i, _ in touchpoints], np.int64),
    )
    return frame_of_columns(found(portfolio), [[m.id for m in f.team] for f in portfolio], contacts)


def world(seed: int, accounts: int) -> list[AccountFacts]:
    """Accounts with one team, and some of everything: equal moments, strangers, repeats, long and odd ids."""
    rng = Random(seed)
    drawn = [
        eventful(
            account(
                rng.randrange(10**6), rng.randrange(9), rng.randrange(5), rng.randrange(25), rng.randrange(12)
            ),
            rng.randrange(10**6),
        )
        for _ in range(accounts)
    ]
    team = {m.id: m for f in drawn for m in f.team}
    long = {id_: id_ * rng.choice([1, 1, 1, 5, 90]) + rng.choice(["", "窑"]) for id_ in map(str, range(9))}
    return [
        strange(
            replace(f, account=replace(f.account, id=f"a{i}"), team=tuple(team[m.id] for m in f.team)),
            rng,
            long,
        )
        for i, f in enumerate(drawn)
    ]


def strange(facts: AccountFacts, rng: Random, long: dict[str, str]) -> AccountFacts:
    """The account with what imports do not write, but databases may hold."""
    theirs = [e.person_id for e in facts.people]
    met = [
        t._replace(
            at=rng.choice([t.at, 0.0]),
            people=(*t.people, *rng.sample(["stranger", *theirs], min(2, len(theirs)))),
            cc=(*t.cc, *rng.choice([(), ("stranger",), t.people[:1]])),
            present=rng.choice([(), ("stranger",)]),
            initiated_by=rng.choice([None, "us", "them", "nobody"]),
            channel=rng.choice([t.channel, "call", "pigeon"]),
        )
        for t in facts.touchpoints
    ]
    more = [Employment(e.person_id, rng.choice("XY"), valid_from=e.valid_from) for e in facts.people[:2]]
    names = rng.choice([{}, long])

    def named(id_: str) -> str:
        return names.get(id_[-1:], "") + id_

    people = tuple(replace(e, person_id=named(e.person_id)) for e in (*facts.people, *more))
    lines = [replace(r, from_id=named(r.from_id), to_id=named(r.to_id)) for r in facts.relations]
    return replace(
        facts,
        people=people,
        relations=(*led(people), *lines),
        roles=tuple(replace(r, person_id=named(r.person_id)) for r in facts.roles),
        assessments=tuple(replace(a, person_id=named(a.person_id)) for a in facts.assessments),
        rivals=tuple(replace(x, person_id=named(x.person_id)) for x in facts.rivals),
        changes=tuple(replace(c, person_id=c.person_id and named(c.person_id)) for c in facts.changes),
        touchpoints=tuple(
            t._replace(id=f"{t.id}{n % 3}", people=tuple(map(named, t.people)), cc=tuple(map(named, t.cc)))
            for n, t in enumerate(met)
        ),
        revision=rng.randrange(9),
    )


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 4))
def test_columns_of_columns_are_those_of_facts(seed: int, accounts: int) -> None:
    portfolio = world(seed, accounts)
    assert differing(fast(portfolio), frame_of(portfolio)) == []


def test_the_worlds_compared_hold_what_they_are_to_test() -> None:
    frames = [fast(world(seed, 4)) for seed in range(20)]
    assert sum(len(f.contact_at) for f in frames) > 1000
    assert any((f.contact_copied == 1).any() and (f.contact_channel == -1).any() for f in frames)
    assert any(len(f.post_from) > len(f.person_id) for f in frames)
    for level in ("order", "survey", "reading", "incident", "rival", "commitment", "change"):
        assert sum(int(getattr(f, f"first_{level}")[-1]) for f in frames) > 20, level
    assert any(max(map(len, filter(None, f.person_id))) > tokens.LONGEST for f in frames if len(f.person_id))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.data())
def test_accounts_taken_out_of_frames_are_whole(seed: int, data: st.DataObject) -> None:
    portfolio = world(seed, 4)
    order = data.draw(st.lists(st.sampled_from(range(8)), max_size=6))
    both = joined([frame_of(portfolio), frame_of(portfolio[::-1])])
    wanted = frame_of([(portfolio + portfolio[::-1])[place] for place in order])
    assert differing(taken(both, np.array(order, np.int64)), wanted) == []


@pytest.mark.parametrize("mix", [0, 1])
def test_ids_with_equal_hashes_are_told_apart(monkeypatch: pytest.MonkeyPatch, mix: int) -> None:
    portfolio = world(7, 8)
    monkeypatch.setattr(tokens, "LONGEST", 1000)
    monkeypatch.setattr(tokens, "_MIX", np.uint64(mix))
    monkeypatch.setattr(tokens, "_SHIFT", np.uint64(1))
    texts = [touchpoint for facts in portfolio for touchpoint in facts.touchpoints]
    cut = tokens.cut(packed(texts))
    number, first = tokens.numbered(cut, np.zeros(len(cut.row), np.int64))
    ids = cut.texts(np.arange(len(cut.row)))
    assert len(first) == len(set(ids)) > 15
    assert cut.texts(first[number]) == ids


@pytest.mark.parametrize("text", ["t\x1fcall\x1f", "t", "t\x1fcall\x1fli;\x1fliu;\x1f\x1f\x1f\x1f\x1f"])
def test_a_damaged_text_is_noticed(text: str) -> None:
    with pytest.raises(ValueError, match="fields"):
        tokens.cut(text.encode())
    with pytest.raises(ValueError):
        list(unpacked(text, [0.0]))
