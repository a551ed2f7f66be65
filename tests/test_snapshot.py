"""The snapshot gives what the store holds, whatever was written since and whatever is written meanwhile."""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import fields
from typing import Any, cast

import pytest

from graphkam.domain.facts import (
    Account,
    AccountFacts,
    Action,
    Assessment,
    Assignment,
    Bond,
    Change,
    Commitment,
    Employment,
    Incident,
    Need,
    Order,
    Reading,
    Relation,
    RivalTie,
    RoleHolding,
    Strategy,
    Survey,
    TeamMember,
    Touchpoint,
)
from graphkam.domain.tables import TABLES, Row
from graphkam.errors import ConflictError, NotFoundError, StoreError
from graphkam.snapshot import Snapshot, portfolio
from graphkam.store import Store, Written
from tests.servers import Served

Content = dict[str, Any]


def content(facts: AccountFacts) -> Content:
    """Facts without the order of their records."""
    named = {f.name: getattr(facts, f.name) for f in fields(facts)}
    return {name: Counter(value) if isinstance(value, Sequence) else value for name, value in named.items()}


def contents(facts: list[AccountFacts]) -> dict[str, Content]:
    return {f.account.id: content(f) for f in facts}


def write(store: Store, **tables: list[Row]) -> None:
    for name in TABLES:
        if name in tables:
            store.write(name, tables[name])


KILN: dict[str, list[Row]] = {
    "accounts": [
        {
            "id": "b",
            "name": "B",
            "type": "customer",
            "parent_id": "g",
            "industry": "chemicals",
            "kinds": ["economic", "strategic"],
            "grade": "gold",
            "segment": "VIP",
            "lifecycle": "mature",
            "our_role": "main",
            "captive": False,
            "payment": "slow",
            "currency": "CNY",
            "annual_value": 2.5,
            "potential": 0.0,
        },
        {"id": "g", "name": "Group"},
    ],
    "team": [
        {
            "id": "li",
            "name": "Li",
            "title": "Owner",
            "level": "executive",
            "function": "sales",
            "valid_from": "2020-01-01",
        },
        {"id": "ma", "name": "Ma", "reports_to": "li", "valid_to": "2026-01-01", "left_to": "Rivalia"},
        {"id": "idle", "name": "Idle"},
        {"id": "owner", "name": "Ow"},
        {"id": "planner", "name": "Pia"},
        {"id": "doer", "name": "Dora"},
    ],
    "assignments": [{"team_id": "ma", "account_id": "b", "as": "service", "valid_from": "2024-01-01"}],
    "people": [
        {
            "id": "liu",
            "account_id": "b",
            "name": "Liu",
            "title": "Chief",
            "department": "Equipment",
            "function": ["technical", "quality"],
            "layer": "management",
            "reports_to": "gm",
            "power": 0.0,
            "target": 0.8,
            "placeholder": False,
            "valid_from": "2019-01-01",
            "valid_to": "2027-01-01",
        },
        {"id": "gm", "account_id": "b", "name": "Guo"},
        {"id": "fin", "account_id": "b", "name": "Someone", "placeholder": True},
        # Both worked at the group once, where Liu led Zhou; Zhou never was at B.
        {"id": "liu", "account_id": "g", "name": "Liu", "valid_to": "2019-01-01"},
        {"id": "zhou", "account_id": "g", "name": "Zhou", "reports_to": "liu"},
        {"id": "gm", "account_id": "g", "name": "Guo", "reports_to": "zhou", "valid_to": "2018-01-01"},
    ],
    "relations": [
        {
            "from_id": "gm",
            "to_id": "liu",
            "kind": "conflicts_with",
            "informal": True,
            "valid_from": "2026-01-01",
        },
        {
            "from_id": "liu",
            "to_id": "gm",
            "kind": "influences",
            "weight": 0.0,
            "source": "inferred",
            "confidence": 0.5,
        },
        {"from_id": "liu", "to_id": "zhou", "kind": "ally"},
    ],
    "roles": [
        {
            "person_id": "liu",
            "account_id": "b",
            "role": "decider",
            "decision": "kilns",
            "source": "file",
            "confidence": 1.0,
        },
        {"person_id": "liu", "account_id": "g", "role": "user", "valid_to": "2019-01-01"},
    ],
    "touchpoints": [
        {
            "id": "t1",
            "at": "1970-01-02T00:00:00Z",
            "channel": "meeting",
            "account_id": "b",
            "team_ids": ["li", "ma"],
            "people_ids": ["liu", "gm"],
            "present_ids": ["fin"],
            "cc_ids": ["zhou", "fin"],
            "initiated_by": "them",
        },
        {
            "id": "t2",
            "at": "1970-01-01T00:00:01Z",
            "channel": "call",
            "account_id": "b",
            "team_ids": ["li"],
            "people_ids": ["liu"],
        },
    ],
    "assessments": [
        {
            "person_id": "liu",
            "author": "Li",
            "at": "2026-01-01",
            "support": "mentor",
            "power": 0.9,
            "confidence": 0.0,
            "satisfaction": 2.0,
            "loyalty": 5.0,
            "trust_conduct": 1.0,
            "trust_expertise": 2.0,
            "trust_interest": 4.0,
            "source": "visit",
            "note": "as always",
        },
        {"person_id": "zhou", "author": "Li", "at": "2026-01-01"},
    ],
    "changes": [
        {
            "id": "c1",
            "at": "2026-02-01T08:00:00Z",
            "account_id": "b",
            "kind": "decision_moved",
            "person_id": "liu",
            "to_person_id": "gm",
            "decision": "kilns",
            "source": "notice",
        },
        {"id": "c2", "at": "2026-02-02", "account_id": "b", "kind": "reorganised"},
        {"id": "c3", "at": "2026-02-02", "account_id": "g", "kind": "left", "person_id": "zhou"},
    ],
    "incidents": [
        {
            "id": "i1",
            "account_id": "b",
            "opened_at": "2026-02-01",
            "kind": "quality",
            "what": "leaks",
            "owner_id": "owner",
            "severity": "high",
            "closed_at": "2026-02-03T08:00:00Z",
        },
        {"id": "i2", "account_id": "b", "opened_at": "2026-02-01", "kind": "billing"},
    ],
    "commitments": [
        {
            "id": "k1",
            "account_id": "b",
            "what": "spares",
            "owner_id": "ma",
            "person_id": "liu",
            "made_at": "2026-01-01",
            "due": "2026-02-01",
            "kept_at": "2026-01-20",
        },
        {"id": "k2", "account_id": "b", "what": "training", "owner_id": "owner"},
    ],
    "orders": [
        {
            "id": "o1",
            "account_id": "b",
            "at": "2026-01-01",
            "amount": 5.0,
            "currency": "CNY",
            "product": "kiln",
            "lost_to": "Rivalia",
        },
        {"id": "o2", "account_id": "b", "at": "2026-01-01T00:00:00Z", "amount": -1.0},
    ],
    "surveys": [
        {
            "id": "v1",
            "account_id": "b",
            "at": "2026-01-01",
            "question": "satisfaction",
            "score": 4.0,
            "person_id": "liu",
            "factor": "price",
            "moment": "delivery",
            "source": "annual",
        },
        {"id": "v2", "account_id": "b", "at": "2026-01-01", "question": "recommend", "score": 1.0},
    ],
    "readings": [
        {
            "account_id": "b",
            "at": "2026-01-01",
            "metric": "share_of_wallet",
            "value": 0.5,
            "product": "kilns",
        },
        {"account_id": "b", "at": "2026-01-01", "metric": "margin", "value": -1.0},
    ],
    "needs": [
        {
            "id": "n1",
            "account_id": "b",
            "kind": "blind_spot",
            "what": "gas",
            "person_id": "liu",
            "hidden": True,
            "owner_id": "planner",
            "status": "offered",
            "solution": "recovery",
            "value": 0.0,
            "at": "2026-01-01",
            "author": "Li",
        },
        {"id": "n2", "account_id": "b", "kind": "pain_point", "what": "dust", "hidden": False},
        {"id": "n3", "account_id": "g", "kind": "pain_point", "what": "not of B"},
    ],
    "strategy": [
        {
            "id": "s1",
            "account_id": "b",
            "kind": "offer",
            "what": "recovery",
            "parent_id": "n1",
            "person_id": "gm",
            "at": "2026-01-01",
            "author": "Li",
        },
        {"id": "s2", "account_id": "b", "kind": "threat", "what": "the market opens"},
    ],
    "bonds": [
        {"account_id": "b", "kind": "social", "what": "golf", "at": "2025-05-01"},
        {"account_id": "b", "kind": "financial", "what": "rebate"},
    ],
    "actions": [
        {
            "id": "a1",
            "account_id": "b",
            "team_id": "doer",
            "person_id": "gm",
            "aim": "meet",
            "message": "we listen",
            "made_at": "2026-01-02",
            "due": "2026-02-01",
            "done_at": "2026-01-20T08:00:00Z",
            "outcome": "met",
            "because": "layer:executive",
        },
        {"id": "a2", "account_id": "b", "team_id": "li", "person_id": "liu", "aim": "golf"},
    ],
    "competitors": [
        {
            "competitor": "Rivalia",
            "person_id": "gm",
            "strength": 0.4,
            "source": "fair",
            "valid_from": "2026-01-01",
        }
    ],
}


def test_facts_are_what_was_written_and_unknown_stays_unknown(store: Store) -> None:
    write(store, **KILN)
    facts = Snapshot(store).account("b")
    assert content(facts) == content(
        AccountFacts(
            Account(
                *("b", "B", "customer", "g", "chemicals", ("economic", "strategic"), "gold", "VIP", "mature"),
                *("main", False, "slow", "CNY", 2.5, 0.0),
            ),
            people=(
                Employment(
                    *("liu", "Liu", "Chief", "Equipment", ("technical", "quality"), "management", "given"),
                    *(None, 0.0, 0.8, False, "2019-01-01", "2027-01-01"),
                ),
                Employment("gm", "Guo"),
                Employment("fin", "Someone", placeholder=True),
            ),
            team=(
                TeamMember("li", "Li", "Owner", "executive", "sales", None, "2020-01-01"),
                TeamMember("ma", "Ma", reports_to="li", valid_to="2026-01-01", left_to="Rivalia"),
                TeamMember("owner", "Ow"),
                TeamMember("planner", "Pia"),
                TeamMember("doer", "Dora"),
            ),
            assignments=(Assignment("ma", "service", "2024-01-01"),),
            relations=(
                Relation("gm", "liu", "conflicts_with", informal=True, valid_from="2026-01-01"),
                Relation("liu", "gm", "influences", 0.0, source="inferred", confidence=0.5),
                Relation(
                    "liu", "gm", "reports_to", source="people", valid_from="2019-01-01", valid_to="2027-01-01"
                ),
            ),
            roles=(RoleHolding("liu", "decider", "kilns", "file", 1.0),),
            touchpoints=(
                Touchpoint(
                    *(
                        "t1",
                        86400.0,
                        "meeting",
                        ("li", "ma"),
                        ("liu", "gm"),
                        ("fin",),
                        ("zhou", "fin"),
                        "them",
                    )
                ),
                Touchpoint("t2", 1.0, "call", ("li",), ("liu",)),
            ),
            assessments=(
                Assessment(
                    *("liu", "Li", "2026-01-01", "mentor", 0.9, 0.0, 2.0, 5.0),
                    trust_conduct=1.0,
                    trust_expertise=2.0,
                    trust_interest=4.0,
                    source="visit",
                    note="as always",
                ),
            ),
            rivals=(RivalTie("Rivalia", "gm", 0.4, "fair", "2026-01-01"),),
            changes=(
                Change("c1", "2026-02-01T08:00:00Z", "decision_moved", "liu", "gm", "kilns", "notice"),
                Change("c2", "2026-02-02", "reorganised"),
            ),
            incidents=(
                Incident("i1", "2026-02-01", "quality", "leaks", "owner", "high", "2026-02-03T08:00:00Z"),
                Incident("i2", "2026-02-01", "billing"),
            ),
            commitments=(
                Commitment("k1", "spares", "ma", "liu", "2026-01-01", "2026-02-01", "2026-01-20"),
                Commitment("k2", "training", "owner"),
            ),
            orders=(
                Order("o1", "2026-01-01", 5.0, "CNY", "kiln", "Rivalia"),
                Order("o2", "2026-01-01T00:00:00Z", -1.0),
            ),
            surveys=(
                Survey("v1", "2026-01-01", "satisfaction", 4.0, "liu", "price", "delivery", "annual"),
                Survey("v2", "2026-01-01", "recommend", 1.0),
            ),
            readings=(
                Reading("2026-01-01", "share_of_wallet", 0.5, "kilns"),
                Reading("2026-01-01", "margin", -1.0),
            ),
            needs=(
                Need(
                    *("n1", "blind_spot", "gas", "liu", True, "planner", "offered", "recovery", 0.0),
                    *("2026-01-01", "Li"),
                ),
                Need("n2", "pain_point", "dust", hidden=False),
            ),
            strategy=(
                Strategy("s1", "offer", "recovery", "n1", "gm", "2026-01-01", "Li"),
                Strategy("s2", "threat", "the market opens"),
            ),
            bonds=(Bond("social", "golf", "2025-05-01"), Bond("financial", "rebate")),
            actions=(
                Action(
                    *("a1", "doer", "gm", "meet", "we listen", "2026-01-02", "2026-02-01"),
                    *("2026-01-20T08:00:00Z", "met", "layer:executive"),
                ),
                Action("a2", "li", "liu", "golf"),
            ),
            revision=facts.revision,
        )
    )


def test_an_account_is_read_again_when_one_of_ours_who_owes_it_something_changes(store: Store) -> None:
    write(store, **KILN)
    snapshot = Snapshot(store)
    snapshot.accounts()
    write(store, team=[{"id": "owner", "name": "Owen", "valid_to": "2026-03-01"}])
    for facts in (snapshot.account("b"), snapshot.accounts()[0]):
        assert TeamMember("owner", "Owen", valid_to="2026-03-01") in facts.team


def test_an_account_without_anything(store: Store) -> None:
    write(store, accounts=[{"id": "n", "name": "N"}])
    assert Snapshot(store).accounts() == [AccountFacts(Account("n", "N"))]


def test_relations_are_those_between_people_of_the_account(store: Store) -> None:
    write(store, **KILN)
    lines = {(r.from_id, r.to_id, r.kind) for r in Snapshot(store).account("g").relations}
    assert lines == {
        ("gm", "liu", "conflicts_with"),
        ("liu", "gm", "influences"),
        ("liu", "zhou", "ally"),
        # From the rows of the group only: at B Liu reports to Guo, there the other way round.
        ("zhou", "liu", "reports_to"),
        ("gm", "zhou", "reports_to"),
    }


def test_small_chunks_and_pages_give_the_same(store: Store) -> None:
    write(store, **KILN)
    touchpoints: list[Row] = [
        {
            "id": f"x{i}",
            "at": f"2026-01-0{1 + i % 3}T00:00:00Z",
            "channel": "call",
            "account_id": a,
            "team_ids": ["li"],
            "people_ids": ["gm"],
        }
        for i, a in enumerate("bbbbbggg")
    ]
    write(store, touchpoints=touchpoints)
    whole = contents(Snapshot(store).accounts())
    for chunk, page in ((1, 1), (1, 3), (4, 7), (30, 100)):
        assert contents(Snapshot(store, chunk=chunk, page=page).accounts()) == whole
    assert {k: len(v["touchpoints"]) for k, v in whole.items()} == {"b": 7, "g": 3}


class Watched:
    """A store that notes which facts it is asked for, and lets something happen before it answers."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.asked: list[tuple[str, Any]] = []
        self.before: Callable[[str], None] = lambda _: None

    def columns(self, name: str, /, **values: object) -> dict[str, list[Any]]:
        self.asked.append((name, values.get("ids")))
        self.before(name)
        return self.store.columns(name, **values)

    def gathered(
        self,
        names: Iterable[str],
        then: Callable[[dict[str, dict[str, list[Any]]]], Iterable[str]],
        /,
        **values: object,
    ) -> dict[str, dict[str, list[Any]]]:
        found = {name: self.columns(name, **values) for name in names}  # apart: something may happen between
        return found | {name: self.columns(name, **values) for name in then(found)}

    def revision(self) -> int:
        return self.store.revision()


def test_touchpoints_without_their_packed_text_are_read_alike(store: Store, served: Served) -> None:
    write(store, **KILN)
    packed = content(Snapshot(store).account("b"))["touchpoints"]
    assert served.run("MATCH (t:Touchpoint) WHERE t.packed IS NOT NULL RETURN count(t) > 1 AS some") == [
        {"some": True}
    ]
    served.run("MATCH (t:Touchpoint) REMOVE t.packed")
    for snapshot in (Snapshot(store), Snapshot(store, chunk=1, page=1)):
        assert content(snapshot.account("b"))["touchpoints"] == packed


def test_only_what_changed_is_read_again(store: Store) -> None:
    write(store, **KILN)
    watched = Watched(store)
    snapshot = Snapshot(cast(Store, watched))
    first = snapshot.accounts()
    assert snapshot.revision == store.revision()
    watched.asked.clear()
    assert snapshot.accounts() == first
    assert watched.asked == []
    assert [snapshot.account(f.account.id) for f in first] == first
    assert watched.asked == [("revisions_of", ["b"]), ("revisions_of", ["g"])]
    write(store, accounts=[{"id": "g", "name": "The Group"}])
    watched.asked.clear()
    assert [f.account.name for f in snapshot.accounts()] == ["B", "The Group"]
    assert [ids for name, ids in watched.asked if name == "touchpoints"] == [["g"]]
    assert snapshot.accounts()[0] is first[0]


def test_who_is_gone_vanishes_and_may_come_again(store: Store) -> None:
    write(store, **KILN)
    snapshot = Snapshot(store)
    assert len(snapshot.account("g").people) == 3
    snapshot.accounts()
    store.delete("accounts", "g")
    assert [f.account.id for f in snapshot.accounts()] == ["b"]
    for asked in (snapshot, Snapshot(store)):
        with pytest.raises(NotFoundError, match="'g'"):
            asked.account("g")
    write(store, accounts=[{"id": "g", "name": "Group"}])
    assert snapshot.account("g").people == ()
    assert [f.account.id for f in snapshot.accounts()] == ["b", "g"]


@pytest.mark.parametrize("name", ["accounts", "people", "assignments", "lines", "touchpoints", "team"])
def test_what_is_written_while_an_account_is_read_is_there_whole(store: Store, name: str) -> None:
    """Covered and met by somebody new, in one go before any of the questions: all of it or nothing."""
    write(store, **KILN)
    watched = Watched(store)
    snapshot = Snapshot(cast(Store, watched))

    def meanwhile(asked: str) -> None:
        if asked == name:
            watched.before = lambda _: None
            store.write("accounts", [{"id": "b", "name": "B!"}])
            store.write("people", [{"id": "new", "account_id": "b", "name": "New"}])
            store.write("relations", [{"from_id": "new", "to_id": "gm", "kind": "ally"}])
            store.write("assignments", [{"team_id": "idle", "account_id": "b", "as": "finance"}])
            store.write("team", [{"id": "idle", "name": "Busy"}])

    watched.before = meanwhile
    facts = snapshot.account("b")
    assert content(facts) == content(Snapshot(store).account("b"))
    assert facts.account.name == "B!"
    assert "Busy" in {m.name for m in facts.team}
    watched.before = meanwhile
    store.write("accounts", [{"id": "b", "name": "B?"}])
    assert contents(snapshot.accounts()) == contents(Snapshot(store).accounts())


def test_an_account_that_goes_while_it_is_read_is_not_found(store: Store) -> None:
    write(store, **KILN)
    watched = Watched(store)

    def meanwhile(asked: str) -> None:
        if asked == "touchpoints":
            watched.before = lambda _: None
            store.delete("accounts", "b")

    watched.before = meanwhile
    with pytest.raises(NotFoundError):
        Snapshot(cast(Store, watched)).account("b")


def test_an_account_that_is_written_to_without_a_pause_is_an_error_not_a_mixture(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(portfolio, "TRIES", 3)
    write(store, **KILN)
    watched = Watched(store)
    count = iter(range(100))

    def meanwhile(asked: str) -> None:
        if asked == "people":
            store.write("accounts", [{"id": "b", "name": f"B{next(count)}"}])

    watched.before = meanwhile
    snapshot = Snapshot(cast(Store, watched))
    with pytest.raises(StoreError, match="'b' is written to without a pause"):
        snapshot.account("b")
    with pytest.raises(StoreError, match="'b' is written to without a pause"):
        snapshot.accounts()
    watched.before = lambda _: None
    assert snapshot.account("b").account.name.startswith("B")


def test_threads_see_both_touchpoints_of_a_write_or_none(store: Store) -> None:
    """Two threads look all the while; after each burst of writes one of them has a moment to finish."""
    write(store, **KILN)
    snapshot = Snapshot(store)
    stop = threading.Event()
    looked = threading.Semaphore(0)
    seen: Counter[int] = Counter()
    failed: list[Exception] = []

    def look() -> None:
        while not stop.is_set():
            try:
                facts = [snapshot.account("g"), next(f for f in snapshot.accounts() if f.account.id == "g")]
                seen.update(len(f.touchpoints) for f in facts)
            except Exception as error:
                failed.append(error)
                stop.set()
            looked.release()

    readers = [threading.Thread(target=look) for _ in range(2)]
    for reader in readers:
        reader.start()
    for i in range(18):
        pair: list[Row] = [
            {
                "id": f"{i}{side}",
                "at": "2026-01-01T00:00:00Z",
                "channel": "call",
                "account_id": "g",
                "team_ids": ["li"],
                "people_ids": ["zhou"],
            }
            for side in "ab"
        ]
        store.write("touchpoints", pair)
        if i % 3 == 2:
            while looked.acquire(blocking=False):
                pass
            looked.acquire()
    stop.set()
    for reader in readers:
        reader.join()
    assert failed == []
    assert len(seen) >= 3
    assert all(count % 2 == 0 for count in seen)
    assert len(snapshot.account("g").touchpoints) == 36


# Random writes ---------------------------------------------------------------------------------------------

PLACES = ("a", "b", "c")
OURS = ("u", "v", "w")
THEIRS = ("p", "q", "r", "s", "t")
DATES = (None, "2025-01-01", "2026-01-01")


class Writer:
    """Writes and deletes at random what facts are made of."""

    def __init__(self, store: Store, seed: int) -> None:
        self.store, self.random = store, random.Random(seed)
        self.done: Counter[str] = Counter()
        self.keys: dict[str, set[str]] = {name: set() for name in TABLES}
        self.met: Callable[[Row, Written], object] = lambda _row, _written: None
        """Is told of every touchpoint."""

    def step(self) -> None:
        if any(self.keys.values()) and self.random.random() < 0.25:
            self.delete()
        else:
            name = self.random.choice(["touchpoints", "people", *MAKE])
            row = MAKE[name](self)
            if row:
                written = self.store.write(name, [row])
                if name == "touchpoints":
                    self.met(row, written)
                self.keys[name].add(TABLES[name].key_of(row))
                self.done[name] += 1

    def delete(self) -> None:
        name = self.random.choice([n for n in MAKE if self.keys[n]])
        key = self.random.choice(sorted(self.keys[name]))
        if name == "people" and self.random.random() < 0.5:
            key = key.partition("\x1f")[0]
        with suppress(NotFoundError, ConflictError):
            self.store.delete(name, key)
            self.done[f"delete {name}"] += 1

    def one(self, table: str, ids: tuple[str, ...]) -> str | None:
        there = sorted(self.store.existing(table, ids))
        return self.random.choice(there) if there else None

    def some(self, table: str, ids: tuple[str, ...], least: int) -> list[str]:
        there = sorted(self.store.existing(table, ids))
        return self.random.sample(there, self.random.randint(min(least, len(there)), len(there)))

    def validity(self) -> Row:
        return {"valid_from": self.random.choice(DATES), "valid_to": self.random.choice([None, "2026-06-01"])}

    def account(self) -> Row:
        r = self.random
        return {"id": r.choice(PLACES), "name": r.choice("XYZ"), "captive": r.choice([None, True, False])}

    def member(self) -> Row:
        return {"id": self.random.choice(OURS), "name": self.random.choice("XYZ"), **self.validity()}

    def assignment(self) -> Row | None:
        member, account = self.one("team", OURS), self.one("accounts", PLACES)
        if not member or not account:
            return None
        return {"team_id": member, "account_id": account, "as": "service", **self.validity()}

    def employment(self) -> Row | None:
        account, id_ = self.one("accounts", PLACES), self.random.choice(THEIRS)
        boss = self.one("people", tuple(p for p in THEIRS if p != id_))
        if not account:
            return None
        known = {"id": id_, "account_id": account, "name": self.random.choice("XYZ"), "reports_to": boss}
        return {**known, **self.validity(), "power": self.random.choice([None, 0.0, 0.5])}

    def relation(self) -> Row | None:
        two = self.some("people", THEIRS, 2)[:2]
        if len(two) < 2:
            return None
        kind = self.random.choice(["influences", "conflicts_with", "reports_to", "ally"])
        return {"from_id": two[0], "to_id": two[1], "kind": kind, **self.validity()}

    def of_person(self, **columns: Any) -> Row | None:
        person = self.one("people", THEIRS)
        return {"person_id": person, **columns} if person else None

    def role(self) -> Row | None:
        account = self.one("accounts", PLACES)
        return self.of_person(account_id=account, role="decider", **self.validity()) if account else None

    def assessment(self) -> Row | None:
        return self.of_person(author=self.random.choice("XY"), at="2026-01-01", power=self.random.random())

    def rival(self) -> Row | None:
        return self.of_person(competitor=self.random.choice("XY"), strength=0.5, **self.validity())

    def record(self, table: str, **columns: Any) -> Row | None:
        account = self.one("accounts", PLACES)
        if not account:
            return None
        return {"id": f"{table}{self.random.randrange(5)}", "account_id": account, **columns}

    def change(self) -> Row | None:
        person = self.one("people", THEIRS)
        return self.record("c", at=self.random.choice(DATES[1:]), kind="joined", person_id=person)

    def incident(self) -> Row | None:
        return self.record("i", opened_at="2026-01-01", kind="other", owner_id=self.one("team", OURS))

    def commitment(self) -> Row | None:
        owner = self.one("team", OURS)
        return self.record("k", what=self.random.choice("XY"), owner_id=owner) if owner else None

    def order(self) -> Row | None:
        return self.record("o", at="2026-01-01", amount=self.random.choice([1.0, 2.0]))

    def survey(self) -> Row | None:
        return self.record("v", at="2026-01-01", question="recommend", score=self.random.choice([1.0, 5.0]))

    def reading(self) -> Row | None:
        account = self.one("accounts", PLACES)
        value = self.random.choice([0.1, 0.2])
        return (
            {"account_id": account, "at": "2026-01-01", "metric": "share_of_wallet", "value": value}
            if account
            else None
        )

    def touchpoint(self) -> Row | None:
        account, people = self.one("accounts", PLACES), self.some("people", THEIRS, 1)
        members = self.some("team", OURS, 1)
        if not account or not people or not members:
            return None
        return {
            "id": f"t{self.random.randrange(12)}",
            "at": f"2026-01-{self.random.randrange(10, 30)}T00:00:00Z",
            "channel": "call",
            "account_id": account,
            "team_ids": members,
            "people_ids": people,
            "cc_ids": self.some("people", THEIRS, 0),
        }


MAKE: Mapping[str, Callable[[Writer], Row | None]] = {
    "accounts": Writer.account,
    "team": Writer.member,
    "assignments": Writer.assignment,
    "people": Writer.employment,
    "relations": Writer.relation,
    "roles": Writer.role,
    "assessments": Writer.assessment,
    "competitors": Writer.rival,
    "touchpoints": Writer.touchpoint,
    "changes": Writer.change,
    "incidents": Writer.incident,
    "commitments": Writer.commitment,
    "orders": Writer.order,
    "surveys": Writer.survey,
    "readings": Writer.reading,
}


@pytest.mark.parametrize("seed", [1, 2])
def test_a_refreshed_snapshot_is_like_a_fresh_one_after_any_writes(store: Store, seed: int) -> None:
    writer = Writer(store, seed)
    write(
        store, accounts=[{"id": "a", "name": "A"}, {"id": "b", "name": "B"}], team=[{"id": "u", "name": "U"}]
    )
    write(store, people=[{"id": p, "account_id": "a", "name": p} for p in THEIRS])
    snapshot = Snapshot(store)
    different = 0
    before = contents(snapshot.accounts())
    for _ in range(30):
        for _ in range(writer.random.randint(1, 4)):
            writer.step()
        fresh = contents(Snapshot(store).accounts())
        for id_ in writer.random.sample(PLACES, 1):
            with suppress(NotFoundError):
                assert content(snapshot.account(id_)) == fresh[id_]
        assert contents(snapshot.accounts()) == fresh
        different += fresh != before
        before = fresh
    assert different >= 20
    assert sum(n for what, n in writer.done.items() if what.startswith("delete ")) >= 5
    assert {"people", "touchpoints", "relations", "accounts"} <= set(writer.done)
