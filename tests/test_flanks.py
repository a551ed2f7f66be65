"""What rivals hold, and where they are weak: small accounts worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from graphkam.analysis import View
from graphkam.analysis.flanks import flanks, of_account
from graphkam.domain.facts import Account, AccountFacts, Employment, Need, Order, Reading, RivalTie
from graphkam.domain.flanks import Flank
from tests.worlds import AT, DEFAULTS, TODAY

INK = "ink"
LATE, EARLY = "2026-02-01", "2024-12-01"
BOSS = Employment("boss", "Boss", layer="executive")


def share(at: str, value: float, product: str | None = INK) -> Reading:
    return Reading(at, "share_of_wallet", value, product)


def slow(at: str = LATE, value: float = 21.0) -> Reading:
    return Reading(at, "incumbent_days_to_deliver", value, INK)


def order(amount: float, lost_to: str | None = None, at: str = LATE, currency: str = "EUR") -> Order:
    return Order(f"{amount}{lost_to}{at}", at, amount, currency, INK, lost_to)


def ask(**records: Any) -> dict[str | None, Flank]:
    role = records.pop("our_role", None)
    facts = AccountFacts(Account("a", "A", our_role=role), people=(BOSS,), **records)
    return {flank.product: flank for flank in of_account(View(facts, AT, DEFAULTS))}


@pytest.mark.parametrize(
    ("records", "held"),
    [
        ({"readings": (share(LATE, 0.49),)}, True),
        ({"readings": (share(LATE, 0.5),)}, False),
        ({"readings": (share(EARLY, 0.2), share(LATE, 0.6))}, False),
        ({"readings": (share("2026-04-01", 0.2),)}, False),  # not yet
        ({"orders": (order(9.0, "R"),)}, True),
        ({"orders": (order(9.0, "R"), order(9.0))}, False),
        ({"orders": (order(9.0, "R"), order(9.0, currency="USD"))}, True),  # currencies are not added
        ({"orders": (order(9.0, "R", EARLY),)}, False),  # longer than a year ago
        ({"orders": (order(9.0, "R"),), "readings": (share(LATE, 0.9),)}, False),  # what was read goes before
        ({"readings": (slow(),), "our_role": "challenger"}, True),
        ({"readings": (slow(),), "our_role": "main"}, False),
        ({"readings": (slow(),)}, False),
    ],
)
def test_who_holds_a_product(records: dict[str, Any], held: bool) -> None:
    assert (INK in ask(**records)) is held


def test_signs_of_weakness() -> None:
    held = share(LATE, 0.2)
    assert not ask(readings=(held,))[INK].weak
    risen = ask(readings=(share(EARLY, 0.1), held))[INK]
    assert [(s.kind, s.fact.type) for s in risen.signs] == [("share_gained", "readings")]
    assert (risen.share, risen.before, risen.weak) == (0.2, 0.1, True)
    assert ask(readings=(share(EARLY, 0.15), held))[INK].weak
    assert not ask(readings=(share(EARLY, 0.151), held))[INK].signs
    assert not ask(readings=(share("2025-12-01", 0.1), held))[INK].signs, "the other one is no year old"
    measured = ask(readings=(held, slow(EARLY, 14.0), slow()))[INK]
    assert [str(s.reason) for s in measured.signs] == ["measured of the rival: days to deliver 21"]
    needs = (
        Need("n1", "pain_point", "dry"),
        Need("n2", "pain_point", "cheap", status="solved"),
        Need("n3", "pain_point", "late", at="2026-04-01"),
    )
    assert [s.fact.id for s in ask(readings=(held,), needs=needs)[INK].signs] == ["n1"]


def test_the_rivals_that_got_orders_come_before_those_with_ties() -> None:
    rivals = (RivalTie("Aa", "boss"), RivalTie("Gone", "boss", valid_to=TODAY), RivalTie("Zz", "nobody"))
    oil = Order("oil", LATE, 7.0, "EUR", "oil", "Zz")
    found = ask(orders=(order(1.0, "Z"), order(2.0, "Z"), oil), rivals=rivals)[INK]
    assert [(h.competitor, h.lost, h.people) for h in found.holders] == [
        ("Z", {"EUR": 3.0}, ()),
        ("Aa", {}, ("boss",)),
    ]


def test_those_with_most_signs_come_first() -> None:
    def view(id_: str, *readings: Reading) -> View:
        facts = AccountFacts(Account(id_, id_.upper(), annual_value=1.0, potential=3.0), readings=readings)
        return View(facts, AT, DEFAULTS)

    views = [
        view("a", share(LATE, 0.1)),
        view("b", share(LATE, 0.1), slow()),
        view("c", share(EARLY, 0.05), share(LATE, 0.1), slow()),
        view("d", share(LATE, 0.9)),
    ]
    answer = flanks(views, AT)
    assert [f.account_id for f in answer.items] == ["c", "b", "a"]
    assert (answer.weak, answer.items[0].room) == (2, 2.0)
    assert flanks([], AT).items == ()
    assert of_account(View(replace(views[0].facts, readings=()), AT, DEFAULTS)) == ()
