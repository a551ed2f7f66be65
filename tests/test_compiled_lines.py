"""The lines of the portfolio by the compiled engine are those of networkx, field by field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphkam.analysis import View, alarms, manager_loads, portfolio
from graphkam.analysis.compiled.portfolio import Portfolio
from graphkam.domain.answers import AccountLine
from graphkam.domain.constants import Constants
from graphkam.domain.facts import (
    Account,
    AccountFacts,
    Assignment,
    Change,
    Employment,
    Order,
    Relation,
    RivalTie,
    RoleHolding,
    TeamMember,
)
from graphkam.domain.moment import AsOf
from graphkam.domain.vocabulary import ALARM_KINDS, LAYERS, LOYALTY_TYPES
from graphkam.snapshot.framing import frame_of
from tests.dealing_world import eventful
from tests.test_compiled import MOMENTS, OTHER, differences, richer
from tests.verdicts.told import TODAY as DEMO_DAY
from tests.verdicts.told import facts_of, portfolio_facts, rows_of
from tests.worlds import AT, DEFAULTS, account, accounts, contact


def by_networkx(facts: Sequence[AccountFacts], at: AsOf, constants: Constants) -> tuple[AccountLine, ...]:
    return portfolio((View(f, at, constants) for f in facts), manager_loads(facts, at))


def compare(facts: Sequence[AccountFacts], at: AsOf = AT, constants: Constants = DEFAULTS) -> None:
    """Both engines say the same."""
    lines = Portfolio(at, constants).lines([(frame_of(facts), range(len(facts)))])
    wanted = by_networkx(facts, at, constants)
    assert [differences(asdict(w), asdict(x)) for w, x in zip(wanted, lines, strict=True)] == [[]] * len(
        facts
    )


def several(known: Sequence[AccountFacts], seed: int) -> list[AccountFacts]:
    """Accounts with much that happened, each with an id of its own."""
    r = Random(seed)
    told = [eventful(richer(f, seed + i), seed + i) for i, f in enumerate(known)]
    return [
        replace(f, account=replace(f.account, id=f"a{i}", currency=r.choice((None, "EUR", "JPY"))))
        for i, f in enumerate(told)
    ]


@settings(deadline=None, max_examples=120)
@given(
    st.lists(accounts(), min_size=1, max_size=5),
    st.integers(0, 2**32),
    st.sampled_from(MOMENTS),
    st.sampled_from((DEFAULTS, OTHER)),
)
def test_any_portfolio(known: list[AccountFacts], seed: int, at: AsOf, constants: Constants) -> None:
    compare(several(known, seed), at, constants)


def test_the_portfolios_compared_hold_every_alarm_and_every_type_of_loyalty() -> None:
    drawn = several([account(seed, 7, 4, 25, 12) for seed in range(200)], 1)
    often = Constants(manager_load=1, rep_churn=2)
    views = [View(f, AT, often) for f in drawn]
    loads = manager_loads(drawn, AT)
    told = Counter(alarm.kind for view in views for alarm in alarms(view, loads))
    assert set(ALARM_KINDS) - set(told) <= {"power_shift"}, "which has tests of its own"
    lines = portfolio(views, loads)
    assert {line.loyalty_type for line in lines} == {None, *LOYALTY_TYPES}
    assert {line.sales_alone for line in lines} == {False, True}
    assert {line.relationship for line in lines} >= {"ordinary", "partnership"}


@pytest.mark.parametrize("case", [str(n) for n in range(1, 9)])
def test_the_cases_of_practice(case: str) -> None:
    compare(list(facts_of(rows_of(case)).values()), AsOf.on(DEMO_DAY, "Asia/Shanghai"))


def test_a_portfolio_like_that_of_the_demo() -> None:
    facts = list(portfolio_facts(80).values())
    told = {alarm.kind for f in facts for alarm in alarms(View(f, AsOf.on(DEMO_DAY, "UTC"), DEFAULTS))}
    assert len(told) > 8
    compare(facts, AsOf.on(DEMO_DAY, "UTC"))


def test_years_of_equal_orders_are_equal_in_whatever_order() -> None:
    """A hundred orders of 0.1 million, added one after the other, are not ten million."""
    amounts = [100_000.1 * (1 + i % 7) for i in range(100)]
    last = [Order(f"l{i}", "2026-02-01", amount) for i, amount in enumerate(amounts)]
    before = [Order(f"b{i}", "2025-02-01", amount) for i, amount in enumerate(sorted(amounts, reverse=True))]
    facts = replace(account(1, 5, 3, 20, 8), orders=(*last, *before), account=Account("a", "A", captive=True))
    compare([facts])


# Whoever left the day before ----------------------------------------------------------------------------------


def left(reports: Sequence[Relation], *met: str, roles: Sequence[RoleHolding] = ()) -> AccountFacts:
    """Five people of whom the boss left a month ago; who was met besides, and who hung on whom."""
    people = [Employment(p, p, layer="operating") for p in ("p1", "p2", "p3", "p4")]
    boss = Employment("boss", "Boss", layer="operating", valid_to="2026-02-01")
    return AccountFacts(
        Account("a", "A"),
        (boss, *people),
        (TeamMember("kam", "Kam"), TeamMember("eng", "Eng", valid_to="2026-02-10")),
        (Assignment("kam", "account_manager"),),
        tuple(reports),
        tuple(roles),
        tuple(contact("kam", p, 40.0) for p in ("boss", *met)),
    )


UNDER = [Relation(p, "boss", "reports_to") for p in ("p1", "p2", "p3", "p4")]


@pytest.mark.parametrize(
    ("facts", "severity"),
    [
        (left([], "p1"), "amber"),  # nobody hung on the boss
        (left([]), "red"),  # nobody else was reached
        (left(UNDER), "red"),  # more than half hung on the boss
        (left(UNDER[:1], "p2", "p3", "p4"), "amber"),  # two of five
        (left(UNDER[:1], "p2", "p3", "p4", roles=[RoleHolding("p1", "decider")]), "red"),  # who decides
        (left(UNDER[:1], "p1"), "amber"),  # whom we met too
    ],
)
def test_who_left_is_red_if_reach_hung_on_them(facts: AccountFacts, severity: str) -> None:
    told = [a.severity for a in alarms(View(facts, AT, DEFAULTS)) if a.kind == "contact_left"]
    assert told == [severity]
    compare([facts])


@pytest.mark.parametrize("zone", ["UTC", "Asia/Shanghai", "America/New_York"])
def test_power_that_shifted_is_asked_of_the_day_before_and_the_day_itself(zone: str) -> None:
    ruler = Employment("boss", "Boss", layer="executive", valid_to="2026-02-20")
    heir = Employment("heir", "Heir", layer="executive", valid_from="2026-02-20")
    change = Change("x", "2026-02-20", "power_shift")
    met = (contact("kam", "boss", 20.0),)
    facts = AccountFacts(
        Account("a", "A"), (ruler, heir), (TeamMember("kam", "Kam"),), touchpoints=met, changes=(change,)
    )
    later = replace(facts, touchpoints=(*met, contact("kam", "heir", 1.0)))
    for told, said in ((facts, True), (later, False)):
        at = AsOf.on("2026-03-01", zone)
        assert said is ("power_shift" in {a.kind for a in alarms(View(told, at, DEFAULTS))})
        compare([told], at)


# Decisions that slip away ----------------------------------------------------------------------------------------

SOON = ("2025-06-01", "2025-12-01", "2026-01-10", "2026-02-01", "2026-02-20", "2026-02-21", "2026-09-01")
"""Days before, within and after the half year in which a decision that moved is told of."""
NAMES = (None, "kiln", "oven")


@st.composite
def deciding(draw: st.DrawFn) -> AccountFacts:
    """Three of theirs, of whom somebody is met, somebody left, somebody is away; who decided what, and what moved."""
    people = ("p1", "p2", "p3")
    days = st.none() | st.sampled_from(SOON)
    posts = [
        Employment(
            p, p, placeholder=draw(st.booleans()), valid_to=draw(st.sampled_from((None, "2026-02-01")))
        )
        for p in people
    ]
    whose, names = st.sampled_from(people), st.sampled_from(NAMES)
    kinds = st.sampled_from(("decider", "decider", "approver", "user"))
    roles = st.builds(RoleHolding, whose, kinds, names, valid_from=days, valid_to=days)
    changes = st.builds(
        Change,
        st.sampled_from(("x1", "x2")),
        st.sampled_from((*SOON, "2026-02-20T12:00:00Z")),
        st.sampled_from(("decision_moved", "decision_moved", "away", "back")),
        st.none() | whose,
        st.none() | whose | st.just("stranger"),
        names,
    )
    return AccountFacts(
        Account("a", "A"),
        tuple(posts),
        (TeamMember("kam", "Kam"),),
        roles=tuple(draw(st.lists(roles, max_size=6))),
        changes=tuple(draw(st.lists(changes, max_size=5))),
        touchpoints=tuple(contact("kam", p, 20.0) for p in draw(st.sets(whose))),
    )


@settings(deadline=None, max_examples=60)
@given(st.lists(deciding(), min_size=20, max_size=20))
def test_decisions_that_slip_away_are_counted(drawn: list[AccountFacts]) -> None:
    compare([replace(f, account=Account(f"a{i:02}", "A")) for i, f in enumerate(drawn)])


# Ties that ours took to a competitor ------------------------------------------------------------------------------


@st.composite
def defecting(draw: st.DrawFn) -> AccountFacts:
    """Three of ours, of whom some left to a competitor or another one, and whom of theirs they and rivals knew."""
    people, team = ("p1", "p2", "p3"), ("t1", "t2", "t3")
    days, rivals = st.none() | st.sampled_from(SOON), st.sampled_from(("Rivalia", "Concorde"))
    posts = [
        Employment(
            p,
            p,
            layer=draw(st.sampled_from(LAYERS)),
            placeholder=draw(st.booleans()),
            valid_to=draw(st.sampled_from((None, "2026-02-01"))),
        )
        for p in people
    ]
    contacts = st.builds(
        contact,
        st.sampled_from(team),
        st.sampled_from(people),
        st.sampled_from((-1.0, 0.0, 20.0, 200.0, 900.0)),
    )
    strengths = st.none() | st.sampled_from((0.0, 0.2, 0.3, 0.9))
    ties = st.builds(RivalTie, rivals, st.sampled_from(people), strengths, valid_from=days, valid_to=days)
    return AccountFacts(
        Account("a", "A", captive=draw(st.booleans()), kinds=draw(st.sampled_from(((), ("strategic",))))),
        tuple(posts),
        tuple(TeamMember(t, t, valid_to=draw(days), left_to=draw(st.none() | rivals)) for t in team),
        rivals=tuple(draw(st.lists(ties, max_size=3))),
        touchpoints=tuple(draw(st.lists(contacts, max_size=8))),
    )


@settings(deadline=None, max_examples=60)
@given(st.lists(defecting(), min_size=20, max_size=20), st.sampled_from(MOMENTS))
def test_ties_that_leavers_took_along_are_counted(drawn: list[AccountFacts], at: AsOf) -> None:
    compare([replace(f, account=replace(f.account, id=f"a{i:02}")) for i, f in enumerate(drawn)], at)


def test_of_two_who_left_to_the_same_competitor_the_stronger_tie_counts() -> None:
    ours = tuple(TeamMember(t, t, valid_to="2026-02-01", left_to="Rivalia") for t in ("t1", "t2"))
    boss = Employment("p1", "Boss", layer="executive")
    often = tuple(contact("t2", "p1", 40.0 + i) for i in range(5))
    for met in (often, (contact("t1", "p1", 900.0), *often)):
        facts = AccountFacts(Account("a", "A"), (boss,), ours, touchpoints=met)
        assert "rival_tie" in {alarm.kind for alarm in alarms(View(facts, AT, DEFAULTS))}
        compare([facts])


# What is looked at ---------------------------------------------------------------------------------------------


def test_only_changed_accounts_are_made_again() -> None:
    drawn = several([account(seed, 6, 3, 20, 8) for seed in range(8)], 5)
    kam = Assignment("t0", "account_manager")
    drawn = [replace(f, revision=1, assignments=(kam,)) for f in drawn]
    kept = Portfolio(AT, DEFAULTS)

    def lines(*parts: tuple[Sequence[AccountFacts], Sequence[int]]) -> Mapping[str, AccountLine]:
        frames = [(frame_of(facts), places) for facts, places in parts]
        return {line.id: line for line in kept.lines(frames)}

    before = lines((drawn, range(8)))
    changed = replace(drawn[3], revision=2, account=replace(drawn[3].account, name="Another"), assignments=())
    after = lines((drawn, [0, 1, 2, 4, 5, 6]), ([changed], [0]))
    assert after.keys() == before.keys() - {"a7"}
    assert after["a3"].name == "Another"
    now = {f.account.id: f for f in [*drawn[:3], changed, *drawn[4:7]]}
    wanted = {line.id: line for line in by_networkx(list(now.values()), AT, DEFAULTS)}
    assert {id_: differences(asdict(wanted[id_]), asdict(line)) for id_, line in after.items()} == {
        id_: [] for id_ in now
    }
    again = lines((drawn, [0, 1, 2, 4, 5, 6]), ([changed], [0]))
    assert {id_ for id_ in again if again[id_] is not after[id_]} == set()
    assert {id_ for id_ in after if after[id_] is not before[id_]} == {"a3"}
