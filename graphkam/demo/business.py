"""What the made-up portfolio orders, what it leaves us, who belongs to whom: for the pages about value.

It has a source of chance of its own, so that the people and contacts of the portfolio stay as they were.
"""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from graphkam.demo import names

if TYPE_CHECKING:
    from graphkam.demo.portfolio import Customer, Rows

_GRADES = ("senior", "middle", "middle", "junior", "")
_PER_DIRECTOR = 7
_USUAL = 4
"""Products that an industry usually orders; the others are ordered now and then."""
_GROUPS = 8
_SUBSIDIARIES = 3


def enrich(
    seed: int,
    customers: list[Customer],
    accounts: Rows,
    team: Rows,
    history: dict[str, Rows],
    today: date,
) -> None:
    """Add products to orders, margins, grades and directors of ours, groups of accounts."""
    random = Random(seed)  # noqa: S311 (a demo, not a secret)
    _products(random, customers, history["orders"])
    _margins(random, customers, history["readings"], today)
    _line(random, team)
    _groups(random, accounts)


def member(
    id: str, random: Random, title: str, level: str, function: str, reports_to: str
) -> dict[str, object]:
    """A row of our people, with a made-up name."""
    return {
        "id": id,
        "name": names.person(random, random.random() < 0.6),
        "email": f"{id}@suolian.example",
        "title": title,
        "level": level,
        "function": function,
        "reports_to": reports_to,
    }


def _products(random: Random, customers: list[Customer], orders: Rows) -> None:
    every: list[str] = names.words()["products"]
    industries = sorted({customer.firm.industry for customer in customers})
    usual = {industry: random.sample(every, _USUAL) for industry in industries}
    industry_of = {customer.id: customer.firm.industry for customer in customers}
    for order in orders:
        common = usual[industry_of[str(order["account_id"])]]
        order["product"] = random.choice(common if random.random() < 0.9 else every)


def _margins(random: Random, customers: list[Customer], readings: Rows, today: date) -> None:
    at = (today - timedelta(days=25)).isoformat()
    for customer in customers:
        if customer.health != "prospect":
            value = round(random.gauss(0.16, 0.09), 3)
            readings.append({"account_id": customer.id, "at": at, "metric": "margin", "value": value})


def _line(random: Random, team: Rows) -> None:
    """Directors between the head of sales and the account managers, and grades."""
    managers = [row for row in team if str(row["id"]).startswith("p-km-")]
    directors: Rows = []
    for number, row in enumerate(managers):
        if number % _PER_DIRECTOR == 0:
            name = f"p-dir-{len(directors) + 1:02d}"
            title = "Regional Sales Director 大区销售总监"
            directors.append(member(name, random, title, "management", "sales", "p-vp-01"))
        row["reports_to"] = directors[-1]["id"]
        row["grade"] = random.choice(_GRADES)
    team[1:1] = directors


def _groups(random: Random, accounts: Rows) -> None:
    """Some accounts are subsidiaries of others of their industry."""
    chosen = random.sample(accounts, min(len(accounts), _GROUPS * (1 + _SUBSIDIARIES)))
    parents, others = chosen[:_GROUPS], chosen[_GROUPS:]
    for row in others:
        fitting = [parent for parent in parents if parent["industry"] == row["industry"]]
        if fitting:
            row["parent_id"] = random.choice(fitting)["id"]
