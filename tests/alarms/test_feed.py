"""Order of alarms, what is new since a day, and laws that hold for any account."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphkam.analysis import View, alarms
from graphkam.analysis.alarms import before, in_order, new_since
from graphkam.domain.facts import (
    Account,
    AccountFacts,
    Assessment,
    Change,
    Commitment,
    Incident,
    Order,
    Reading,
    Relation,
    RivalTie,
    Survey,
    Touchpoint,
)
from graphkam.domain.message import as_json
from graphkam.domain.moment import AsOf
from graphkam.i18n import translator
from tests.alarms.world import (
    BOSS,
    CFO,
    ENG,
    GM,
    JOINED,
    KAM,
    LEFT,
    MM,
    OP,
    RECORDS,
    SPONSORS,
    ask,
    day,
    world,
)
from tests.worlds import AT, DEFAULTS, accounts, contact


def test_red_first_then_the_newest_then_ids() -> None:
    facts = world(
        CFO,
        replace(JOINED, at=day(3)),
        Incident("i1", day(1), "quality", severity="high"),
        Incident("i2", day(1), "quality", severity="high"),
        Incident("i3", day(30), "quality"),
        Commitment("k", "x", "kam", due=day(2)),
        less=(SPONSORS,),
    )
    found = [(a.severity, a.kind, a.at) for a in ask(facts)]
    assert found == [
        ("red", "commitment_overdue", day(1)),
        ("red", "incident_open", day(1)),
        ("red", "incident_open", day(1)),
        ("red", "new_executive_uncovered", day(3)),
        ("amber", "incident_open", day(22)),
        ("amber", "no_executive_sponsor", None),
    ]
    assert [a.facts[0].id for a in ask(facts, "incident_open")] == ["i1", "i2", "i3"]


def feed(facts: AccountFacts, since: AsOf, at: AsOf = AT) -> set[str]:
    """The kinds that are new since a day."""
    now, then = (alarms(View(facts, moment, DEFAULTS)) for moment in (at, before(since)))
    return {alarm.kind for alarm in new_since(now, then, since)}


def test_the_feed_has_what_did_not_hold_or_has_arisen_since() -> None:
    facts = world(
        CFO,
        replace(JOINED, at=day(20)),
        Incident("i1", day(60), "quality"),
        contact("kam", "gm", 95),
        Commitment("k", "x", "kam", due=day(11)),
    )
    on = AsOf.on
    assert feed(facts, on(day(0), "UTC")) == set()
    assert feed(facts, on(day(5), "UTC")) == {"gone_cold"}, "since five days ago: it did not hold before"
    assert feed(facts, on(day(10), "UTC")) == {"gone_cold", "commitment_overdue"}
    assert feed(facts, on(day(20), "UTC")) == {"gone_cold", "commitment_overdue", "new_executive_uncovered"}
    assert "new_executive_uncovered" not in feed(facts, on(day(19), "UTC")), (
        "the day itself counts, the one after not"
    )
    assert feed(facts, on(f"{day(20)}T12:00:00Z", "UTC")) == {"gone_cold", "commitment_overdue"}
    assert feed(facts, on("2025-01-01", "UTC")) == {a.kind for a in ask(facts)}


def test_an_alarm_that_turns_red_is_new() -> None:
    met = Touchpoint("x", AsOf.on(day(95), "UTC").instant, "meeting", ("boss",), ("cfo",))
    facts = world(CFO, met, RivalTie("Rivalia", "cfo", 0.9))
    severities = {d: [a.severity for a in ask(facts, "rival_tie", AsOf.on(day(d), "UTC"))] for d in (10, 0)}
    assert severities == {10: ["amber"], 0: ["red"]}
    assert "rival_tie" in feed(facts, AsOf.on(day(5), "UTC"))
    assert "rival_tie" not in feed(facts, AsOf.on(day(1), "UTC"))


def test_names_of_those_who_left_are_said() -> None:
    (alarm,) = ask(world(LEFT, less=(MM,)), "contact_left")
    assert alarm.reason == "our contact Ma left on 2026-02-27"


class Trouble:
    """Adds to an account of `worlds` what alarms look at, dates ahead and strangers included."""

    def __init__(self, seed: int, facts: AccountFacts) -> None:
        self.r = Random(seed)
        self.people = [*{e.person_id: 0 for e in facts.people}, "ghost"]
        self.team = [*{m.id: 0 for m in facts.team}, "ghost"]

    def day(self) -> str:
        return day(self.r.choice((-400, -1, 0, 1, 7, 8, 20, 100, 179, 180, 181, 400, 800)))

    def when(self) -> str:
        return f"{self.day()}T{self.r.randrange(24):02}:30:00Z" if self.r.random() < 0.3 else self.day()

    def maybe(self, value: object) -> Any:
        return value if self.r.random() < 0.6 else None

    def add(self, facts: AccountFacts) -> AccountFacts:
        r, p, u = self.r, self.people, self.team
        kinds = ("joined", "left", "promoted", "away", "back", "reorganised", "power_shift", "decision_moved")
        count = r.randint(0, 4)
        changes = [
            Change(
                f"c{i}",
                self.when(),
                r.choice(kinds),
                self.maybe(r.choice(p)),
                self.maybe(r.choice(p)),
                self.maybe("d"),
            )
            for i in range(2 * count)
        ]
        return replace(
            facts,
            account=replace(
                facts.account, captive=r.choice((None, True, False)), kinds=r.choice(((), ("strategic",)))
            ),
            team=tuple(
                replace(m, left_to=self.maybe("R"), valid_to=self.maybe(self.day())) for m in facts.team
            ),
            people=tuple(
                replace(e, valid_to=e.valid_to or (self.day() if r.random() < 0.2 else None))
                for e in facts.people
            ),
            changes=tuple(changes),
            rivals=tuple(
                RivalTie(
                    r.choice("RS"),
                    r.choice(p),
                    self.maybe(r.random()),
                    None,
                    self.maybe(self.day()),
                    self.maybe(self.day()),
                )
                for _ in range(count)
            ),
            incidents=tuple(
                Incident(
                    f"i{i}",
                    self.when(),
                    "quality",
                    None,
                    self.maybe(r.choice(u)),
                    self.maybe("high"),
                    self.maybe(self.when()),
                )
                for i in range(count)
            ),
            commitments=tuple(
                Commitment(
                    f"k{i}",
                    "x",
                    r.choice(u),
                    None,
                    self.maybe(self.when()),
                    self.maybe(self.day()),
                    self.maybe(self.when()),
                )
                for i in range(count)
            ),
            orders=tuple(
                Order(f"o{i}", self.when(), r.choice((-5.0, 0.0, 10.0)), None, None, self.maybe("S"))
                for i in range(count)
            ),
            surveys=tuple(
                Survey(f"v{i}", self.when(), "satisfaction", r.choice((1.0, 4.0, 5.0))) for i in range(count)
            ),
            readings=tuple(Reading(self.when(), "share_of_wallet", r.random()) for _ in range(count)),
        )


def troubled() -> st.SearchStrategy[AccountFacts]:
    """Accounts in all sorts of trouble."""
    return st.builds(lambda facts, seed: Trouble(seed, facts).add(facts), accounts(), st.integers(0, 2**32))


MOMENTS = (
    AT,
    AsOf.on("2026-03-01T12:00:00Z", "Asia/Shanghai"),
    AsOf.on("2025-10-01", "UTC"),
    AsOf.on("1900-01-01", "UTC"),
)


@settings(deadline=None, max_examples=100)
@given(troubled(), st.integers(0, 2**32), st.sampled_from(MOMENTS))
def test_the_order_of_the_records_is_of_no_influence(facts: AccountFacts, seed: int, at: AsOf) -> None:
    random = Random(seed)
    shuffled = {name: tuple(random.sample(rows := getattr(facts, name), len(rows))) for name in RECORDS}
    first, second = (
        alarms(View(f, at, DEFAULTS), {"t0": 20}, everybody=True) for f in (facts, replace(facts, **shuffled))
    )
    assert first == second
    assert in_order(reversed(first)) == first


@settings(deadline=None, max_examples=100)
@given(troubled(), st.sampled_from(MOMENTS))
def test_what_lies_ahead_has_not_happened(facts: AccountFacts, at: AsOf) -> None:
    """Records of the future change nothing, and no alarm has a day ahead."""
    happened = at.has_happened
    past = replace(
        facts,
        changes=tuple(c for c in facts.changes if happened(c.at)),
        incidents=tuple(i for i in facts.incidents if happened(i.opened_at)),
        orders=tuple(o for o in facts.orders if happened(o.at)),
        surveys=tuple(s for s in facts.surveys if happened(s.at)),
        readings=tuple(r for r in facts.readings if happened(r.at)),
        commitments=tuple(c for c in facts.commitments if c.made_at is None or happened(c.made_at)),
    )
    found = alarms(View(facts, at, DEFAULTS))
    same = {"no_account_manager", "no_executive_sponsor"}
    assert [a for a in found if a.kind not in same] == [
        a for a in alarms(View(past, at, DEFAULTS)) if a.kind not in same
    ]
    assert all(a.at is None or a.at <= at.day.isoformat() for a in found)
    assert all(a.severity in ("red", "amber") for a in found)
    assert len({(a.kind, a.person_ids, a.team_ids, a.facts) for a in found}) == len(found), (
        "nothing is said twice"
    )


@pytest.mark.parametrize("at", MOMENTS, ids=str)
def test_odd_accounts_have_no_more_than_alarms(at: AsOf) -> None:
    powerless = world(*(Assessment(p, "boss", "2020-01-01", power=0.0) for p in ("gm", "mm", "op")))
    for facts in (
        AccountFacts(Account("n", "N")),
        world(less=(GM, MM, OP)),
        world(less=(BOSS, KAM, ENG)),
        powerless,
        replace(
            powerless, changes=(Change("c", day(1), "reorganised"), Change("d", "2200-12-31", "left", "gm"))
        ),
        world(Relation("gm", "gm", "conflicts_with"), Relation("gm", "ghost", "influences")),
        world(replace(GM, valid_from="2030-01-01", valid_to="2020-01-01"), less=(GM,)),
        world(Change("c", "1900-01-01", "joined", "gm"), Change("d", "1900-01-01", "power_shift")),
    ):
        found = alarms(View(facts, at, DEFAULTS), everybody=True)
        assert as_json(found, translator("zh")) is not None
