"""The relationship by hand: judgements, feeling and behaviour, needs, strategy, bonds, promises, incidents."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from graphkam.analysis import View, account_line
from graphkam.analysis.example import kiln
from graphkam.analysis.relationship import relationship
from graphkam.domain.alarms import Fact, record_key
from graphkam.domain.facts import (
    Account,
    Assessment,
    Assignment,
    Bond,
    Commitment,
    Incident,
    Need,
    Order,
    Reading,
    Strategy,
    Survey,
    TeamMember,
    Touchpoint,
)
from graphkam.domain.moment import AsOf, seconds_of
from graphkam.domain.relationship import Relationship

AT = "2026-03-01"


def told(as_of: str = AT, **facts: Any) -> Relationship:
    """The relationship of the kiln account with these records more."""
    return relationship(View(replace(kiln().facts, **facts), AsOf.on(as_of, "UTC"), kiln().constants))


def kinds(answer: Relationship) -> list[str]:
    return [found.kind for found in answer.findings]


class TestJudgements:
    SAID = (
        Assessment("liu", "li", "2026-01-01", "mentor", 0.8, 0.9, trust_personal=5.0, note="old friend"),
        Assessment("liu", "wu", "2026-02-01", "neutral", 0.6, 0.3, trust_personal=4.0),
        Assessment("liu", "wu", "2025-02-01", "opponent", trust_conduct=2.0),
        Assessment("liu", "wu", "2026-04-01", "opponent"),
    )

    def test_the_newest_of_each_author_stays_and_disagreement_is_told(self) -> None:
        (liu,) = told(assessments=self.SAID).people
        measures = {m.measure: m for m in liu.measures}
        support = measures["support"]
        # (1 × 0.9 + 0 × 0.3) ÷ 1.2 = 0.75, half way between supporter and mentor: towards neutral.
        assert (support.value, support.word, support.disagreement, support.disagree) == (
            pytest.approx(0.75),
            "supporter",
            1.0,
            True,
        )
        assert [(o.author, o.at, o.value, o.note) for o in support.opinions] == [
            ("wu", "2026-02-01", "neutral", None),
            ("li", "2026-01-01", "mentor", "old friend"),
        ]
        assert support.opinions[1].fact == Fact("assessments", record_key("liu", "li", "2026-01-01"))
        # 0.2 apart in power, one step of four in trust (0.25): both no more than 0.3.
        assert [measures[m].disagree for m in ("power", "trust_personal")] == [False, False]
        assert measures["trust_conduct"].opinions[0].at == "2025-02-01", (
            "not withdrawn by a later one without it"
        )
        assert "trust_interest" not in measures, "unknown stays unknown"

    def test_two_steps_of_four_are_a_disagreement(self) -> None:
        said = [Assessment("liu", a, "2026-01-01", satisfaction=s) for a, s in (("li", 5.0), ("wu", 3.0))]
        answer = told(assessments=tuple(said))
        (found,) = [f for f in answer.findings if f.kind == "disagreement"]
        assert found.reason == "colleagues disagree about Liu: satisfaction"
        assert len(found.facts) == 2

    def test_what_lies_ahead_and_who_is_gone_are_left_out(self) -> None:
        ghost = Assessment("ghost", "li", "2026-01-01", "mentor")
        assert told(assessments=(ghost, self.SAID[3])).people == ()
        assert told(assessments=(self.SAID[0],)).unjudged == ("gm",)


class TestFeelingAndBehaviour:
    ASKED = (
        Survey("v1", "2025-06-01", "satisfaction", 5.0, "liu", "delivery", "handed over"),
        Survey("v2", "2026-01-01", "satisfaction", 4.0, None, "price"),
        Survey("v3", "2026-02-01", "satisfaction", 3.0, None, "price", "fault"),
        Survey("v4", "2026-04-01", "satisfaction", 1.0),
    )
    LESS = (Order("o1", "2024-06-01", 900.0, "CNY"), Order("o2", "2025-06-01", 300.0, "CNY"))
    MORE = (Order("o1", "2024-06-01", 300.0, "CNY"), Order("o2", "2025-06-01", 900.0, "CNY"))

    def test_what_they_say_by_factor_and_moment(self) -> None:
        felt = told(surveys=self.ASKED).feeling
        assert (felt.source, felt.score, felt.satisfied) == ("surveys", 4.0, True)
        assert [(s.of, s.score, [f.id for f in s.facts]) for s in felt.factors] == [
            ("price", 3.5, ["v3", "v2"]),
            ("delivery", 5.0, ["v1"]),
        ]
        assert [(s.of, s.score) for s in felt.moments] == [("fault", 3.0), (None, 4.0), ("handed over", 5.0)]

    def test_without_answers_colleagues_judge(self) -> None:
        felt = told(assessments=(Assessment("liu", "li", "2026-01-01", satisfaction=2.0),)).feeling
        assert (felt.source, felt.score, felt.satisfied, felt.factors) == ("assessments", 2.0, False, ())
        assert felt.facts == (Fact("assessments", record_key("liu", "li", "2026-01-01")),)
        nobody = told().feeling
        assert (nobody.source, nobody.score, nobody.satisfied) == (None, None, None)

    def test_orders_shares_and_contacts(self) -> None:
        lost = Order("o3", "2026-01-01", 5000.0, "CNY", lost_to="Rival")
        shares = (
            Reading("2024-12-01", "share_of_wallet", 0.6, "kilns"),
            Reading("2025-02-01", "share_of_wallet", 0.5, "kilns"),
            Reading("2026-02-01", "share_of_wallet", 0.25, "kilns"),
            Reading("2026-02-01", "margin", 0.9),
        )
        done = told(orders=(*self.LESS, lost), readings=shares).behaviour
        (orders,) = done.orders
        assert (orders.currency, orders.before, orders.last) == ("CNY", 900.0, 300.0)
        assert orders.change == pytest.approx(300 / 900 - 1)
        assert [f.id for f in orders.facts] == ["o2", "o1"]
        (share,) = done.shares
        assert (share.product, share.before, share.last, done.stays) == ("kilns", 0.5, 0.25, False)

    @pytest.mark.parametrize(
        ("surveys", "orders", "finding"),
        [
            (ASKED, LESS, ["satisfied_buying_less"]),
            (ASKED, MORE, []),
            (ASKED[2:3], MORE, ["unhappy_but_loyal"]),
            (ASKED[2:3], LESS, []),
            (ASKED, (), []),
            ((), LESS, []),
        ],
    )
    def test_where_saying_and_doing_differ(
        self, surveys: tuple[Survey, ...], orders: tuple[Order, ...], finding: list[str]
    ) -> None:
        answer = told(surveys=surveys, orders=orders)
        assert kinds(answer) == finding
        for found in answer.findings:
            assert {fact.type for fact in found.facts} == {"surveys", "orders"}

    def test_colleagues_who_see_it_otherwise_than_they(self) -> None:
        glad = (Assessment("liu", "li", "2026-01-01", satisfaction=5.0),)
        answer = told(surveys=self.ASKED[2:3], assessments=glad)
        assert [f.reason for f in answer.findings] == ["we judge their satisfaction 5.0, they say 3.0"]
        assert kinds(told(surveys=self.ASKED[:1], assessments=glad)) == []

    def test_contacts_that_fall_and_a_customer_who_no_longer_starts(self) -> None:
        def met(*days: str, by: str = "us") -> tuple[Touchpoint, ...]:
            moments = (seconds_of(f"{day}T12:00:00Z") for day in days)
            return tuple(
                Touchpoint(f"{by}{at}", at, "call", ("li",), ("liu",), initiated_by=by) for at in moments
            )

        before = met("2025-04-01", "2025-05-01") + met("2025-06-01", "2025-07-01", by="them")
        fallen = told(touchpoints=before + met("2025-10-01", "2026-01-01"))
        assert kinds(fallen) == ["contacts_fell", "they_stopped_starting"]
        contacts = fallen.behaviour.contacts
        assert (contacts.before, contacts.last, contacts.by_them_before, contacts.by_them) == (4, 2, 2, 0)
        assert len(contacts.facts) == 2
        still = told(touchpoints=before + met("2025-10-01", "2026-01-01") + met("2026-02-01", by="them"))
        assert kinds(still) == []


class TestLoyalty:
    HAPPY = (Survey("v", "2026-01-01", "satisfaction", 5.0),)
    SAD = (Survey("v", "2026-01-01", "satisfaction", 2.0),)

    @pytest.mark.parametrize(
        ("surveys", "orders", "captive", "type_", "words"),
        [
            (HAPPY, TestFeelingAndBehaviour.MORE, None, "apostle", "let them speak for us"),
            (HAPPY, TestFeelingAndBehaviour.LESS, None, "mercenary", "buy less"),
            (SAD, TestFeelingAndBehaviour.MORE, None, "hostage", "they go when they can"),
            (SAD, TestFeelingAndBehaviour.LESS, None, "defector", "neither"),
            (SAD, (), True, "hostage", "when a rival appears"),
            (HAPPY, (), None, None, "nothing tells whether they stay"),
            ((), TestFeelingAndBehaviour.MORE, None, None, "whether they are satisfied"),
        ],
    )
    def test_the_type_and_why(
        self,
        surveys: tuple[Survey, ...],
        orders: tuple[Order, ...],
        captive: bool | None,
        type_: str | None,
        words: str,
    ) -> None:
        account = replace(kiln().facts.account, captive=captive)
        facts: dict[str, Any] = {"surveys": surveys, "orders": orders, "account": account}
        loyalty = told(**facts).loyalty
        assert (loyalty.type, loyalty.captive) == (type_, captive)
        assert words in loyalty.reason
        line = account_line(View(replace(kiln().facts, **facts), kiln().at, kiln().constants))
        assert line.loyalty_type == type_


class TestNeedsStrategyBonds:
    NEEDS = (
        Need("n1", "pain_point", "dust", "liu", False, "li", "offered", "filters", 10.0),
        Need("n2", "blind_spot", "gas", None, True, None, None, None, 500.0, "2026-01-01", "li"),
        Need("n3", "sweet_spot", "speed", owner_id="ghost", value=900.0),
        Need("n4", "pain_point", "noise", status="solved"),
        Need("n5", "pain_point", "ahead", at="2026-04-01"),
    )
    STEPS = (
        Strategy("g1", "goal", "double the output"),
        Strategy("o1", "obstacle", "old kilns", "g1"),
        Strategy("f1", "offer", "two kilns", "o1"),
        Strategy("g2", "goal", "fair tenders", person_id="gm"),
        Strategy("f2", "offer", "filters", "n1"),
        Strategy("f3", "offer", "a brochure"),
        Strategy("f4", "offer", "on the threat", "t1"),
        Strategy("t1", "threat", "rivals dine"),
        Strategy("f5", "offer", "ahead", "g2", at="2026-04-01"),
    )

    def test_needs_in_order_with_the_offers_that_serve_them(self) -> None:
        needs = told(needs=self.NEEDS, strategy=self.STEPS).needs
        assert [(n.id, n.status, n.hidden, n.served_by) for n in needs] == [
            ("n3", "open", None, ()),
            ("n2", "open", True, ()),
            ("n1", "offered", False, ("f2",)),
            ("n4", "solved", None, ()),
        ]

    def test_the_map_and_its_loose_ends(self) -> None:
        answer = told(needs=self.NEEDS, strategy=self.STEPS)
        assert [(s.id, s.depth) for s in answer.strategy] == [
            ("g1", 0),
            ("o1", 1),
            ("f1", 2),
            ("g2", 0),
            ("f3", 0),
            ("t1", 0),
            ("f4", 1),
            ("n1", 0),
            ("f2", 1),
        ]
        assert next(s for s in answer.strategy if s.id == "n1").owner_id == "li"
        assert [(f.kind, f.facts[0].id) for f in answer.findings] == [
            ("goal_without_offer", "g2"),
            ("need_without_owner", "n3"),
            ("need_without_owner", "n2"),
            ("offer_serves_nothing", "f3"),
            ("offer_serves_nothing", "f4"),
        ]
        later = told("2026-04-01", needs=self.NEEDS, strategy=self.STEPS)
        assert "goal_without_offer" not in kinds(later)

    def test_circles_and_long_chains_come_to_an_end(self) -> None:
        circle = (Strategy("a", "goal", "a", "b"), Strategy("b", "obstacle", "b", "a"))
        assert {s.id for s in told(strategy=circle).strategy} == {"a", "b"}
        assert kinds(told(strategy=circle)) == ["goal_without_offer"]
        itself = (Strategy("f", "offer", "f", "f"),)
        assert kinds(told(strategy=itself)) == ["offer_serves_nothing"]
        chain = tuple(Strategy(f"s{i}", "goal", "x", f"s{i - 1}" if i else None) for i in range(3000))
        assert len(told(strategy=(*chain, Strategy("end", "offer", "x", "s2999"))).strategy) == 3001

    def test_the_highest_bond(self) -> None:
        some = (
            Bond("social", "golf"),
            Bond("financial", "rebate"),
            Bond("structural", "a desk", "2026-04-01"),
        )
        bonds = told(bonds=some).bonds
        assert (bonds.highest, [b.what for b in bonds.items]) == ("social", ["golf", "rebate"])
        assert told("2026-04-01", bonds=some).bonds.highest == "structural"


class TestDebts:
    def test_incidents(self) -> None:
        some = (
            Incident("i1", "2026-02-20", "quality", "leaks", "li", "high"),
            Incident("i2", "2025-12-01T08:00:00Z", "billing", closed_at="2026-04-01"),
            Incident("i3", "2026-01-01", "complaint", closed_at="2026-01-11"),
            Incident("i4", "2026-04-01", "quality"),
        )
        found = told(incidents=some).incidents
        assert [(i.id, i.open, i.days) for i in found] == [
            ("i2", True, 90),
            ("i1", True, 9),
            ("i3", False, 10),
        ]

    def test_promises(self) -> None:
        some = (
            Commitment("k1", "spares", "li", "liu", "2026-01-01", "2026-02-28"),
            Commitment("k2", "a visit", "li", due="2026-03-01"),
            Commitment("k3", "drawings", "gone", due="2026-01-01", kept_at="2026-01-02"),
            Commitment("k4", "price", "gone", due="2026-01-15"),
            Commitment("k5", "ahead", "li", made_at="2026-04-01"),
            Commitment("k6", "training", "old"),
        )
        team = (
            *kiln().facts.team,
            TeamMember("gone", "Gone", valid_to="2026-02-01"),
            TeamMember("old", "Old"),
        )
        held = (*kiln().facts.assignments, Assignment("old", "technical", valid_to="2026-01-01"))
        found = told(commitments=some, team=team, assignments=held).commitments
        assert [(p.id, p.status, p.late) for p in found] == [
            ("k4", "overdue", False),
            ("k1", "overdue", False),
            ("k2", "open", False),
            ("k6", "open", False),
            ("k3", "kept", True),
        ]
        risks = {p.id: p.at_risk for p in found if p.at_risk}
        assert risks == {"k4": "Gone has left us", "k6": "Old no longer covers the account"}


def test_an_account_of_which_nothing_is_known_has_an_answer() -> None:
    facts = replace(kiln().facts, account=Account("b", "B"), people=(), team=(), touchpoints=(), roles=())
    answer = relationship(View(facts, kiln().at, kiln().constants))
    assert (answer.findings, answer.people, answer.unjudged, answer.bonds.highest) == ((), (), (), None)
