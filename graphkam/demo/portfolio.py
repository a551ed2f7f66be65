"""A made-up portfolio as CSV files: accounts of all sizes, an account team, and who works at the customers.

Everything follows from one seed, so that the same day gives the same files. The touchpoints come from
`contacts`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random

from graphkam.demo import business, contacts, names
from graphkam.domain.tables import TABLES

SEED = 20_250_901
SMALLEST, LARGEST = 3, 120
"""People known at an account."""
_PER_MANAGER = 9
_OVERLOAD = (14, 16, 18)
"""How many accounts the overloaded managers carry; the others carry about nine."""

Rows = list[dict[str, object]]


@dataclass
class Contact:
    """One of their people, while the portfolio is being made."""

    id: str
    layer: str
    function: str
    row: dict[str, object]


@dataclass
class Customer:
    """An account, while the portfolio is being made. `team` is by assignment."""

    id: str
    firm: names.Firm
    health: str
    people: list[Contact] = field(default_factory=list)
    team: dict[str, str] = field(default_factory=dict)


_HEALTH = (("broad", 52), ("middle", 18), ("bow_tie", 14), ("neglected", 9), ("prospect", 7))
"""How well an account is looked after, by share of the accounts."""
_CURRENCIES = (("CNY", 55), ("EUR", 22), ("USD", 14), ("GBP", 5), ("JPY", 4))


def write_portfolio(folder: Path, today: date, zone: str, *, accounts: int = 250) -> Path:
    """Write the files of a portfolio of `accounts` accounts into `folder` and return it.

    Sizes are heavy-tailed (3 to 120 people); managers carry about nine accounts, a few many more; some
    accounts have no manager or no executive sponsor, and many layers, roles and titles are not recorded.
    """
    random = Random(SEED)  # noqa: S311 (a demo, not a secret)
    folder.mkdir(parents=True, exist_ok=True)
    customers = _customers(random, accounts)
    team, assignments = _team(random, customers, today)
    people, relations, roles = _people(random, customers, today)
    rows = [_account_row(random, c) for c in customers]
    history = contacts.histories(random, customers, today, zone)
    business.enrich(SEED + 1, customers, rows, team, history, today)
    _write(folder, "accounts", rows)
    _write(folder, "team", team)
    _write(folder, "assignments", assignments)
    _write(folder, "people", people)
    _write(folder, "relations", relations)
    _write(folder, "roles", roles)
    for table, happened in history.items():
        _write(folder, table, happened)
    return folder


def _write(folder: Path, table: str, rows: Iterable[dict[str, object]]) -> None:
    """Write the columns that some row fills, in the order of the table; no file when there is no row."""
    listed = list(rows)
    if not listed:
        return
    used = {name for row in listed for name in row}
    columns = [name for name in TABLES[table].names if name in used]
    with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(listed)


def _pick(random: Random, weighted: tuple[tuple[str, int], ...]) -> str:
    return random.choices([w for w, _ in weighted], [n for _, n in weighted])[0]


def _customers(random: Random, count: int) -> list[Customer]:
    customers = []
    for number, firm in enumerate(names.firms(random, count), 1):
        customer = Customer(f"p-{number:03d}", firm, _pick(random, _HEALTH))
        size = min(LARGEST, max(SMALLEST, round(random.lognormvariate(2.65, 0.9))))
        customer.people = list(_contacts(random, customer, size))
        customers.append(customer)
    return customers


def _contacts(random: Random, customer: Customer, size: int) -> Iterable[Contact]:
    """The head, then executives (8 %), managers (27 %) and everybody else, each with a function."""
    chinese = customer.firm.chinese
    for index in range(size):
        layer = (
            "executive"
            if index < max(1, size // 12)
            else "management"
            if index < size // 3 + 1
            else "operating"
        )
        function = "general_management" if index == 0 else random.choice(names.functions())
        row: dict[str, object] = {
            "id": f"{customer.id}-{index + 1:03d}",
            "account_id": customer.id,
            "name": names.person(random, chinese),
        }
        if random.random() < 0.85:
            row["title"] = names.title(random, layer, function, chinese)
        if random.random() < 0.8:
            row["department"] = names.department(function, chinese)
            row["function"] = function
        if random.random() < (0.92 if layer == "executive" else 0.78):
            row["layer"] = layer
        yield Contact(str(row["id"]), layer, function, row)


def _account_row(random: Random, customer: Customer) -> dict[str, object]:
    size = len(customer.people)
    value = round(size * random.lognormvariate(11.3, 0.9), -3)
    return {
        "id": customer.id,
        "name": customer.firm.name,
        "type": "customer",
        "domains": f"{customer.id}.example",
        "industry": customer.firm.industry,
        "kinds": ";".join(k for k in ("economic", "strategic", "group") if random.random() < 0.4),
        "grade": random.choice(("diamond", "gold", "gold", "silver", "silver", "")),
        "segment": "BZ" if value < 300_000 else random.choice(("VIP", "MGC", "MGC")),
        "lifecycle": "prospect"
        if customer.health == "prospect"
        else random.choice(("growing", "mature", "mature")),
        "our_role": random.choice(("main", "main", "second", "challenger", "sole")),
        "captive": int(random.random() < 0.05),
        "payment": random.choice(("good", "good", "slow", "poor", "")),
        "currency": _pick(random, _CURRENCIES),
        "annual_value": value,
        "potential": round(value * random.uniform(1.0, 2.5), -3),
    }


def _team(random: Random, customers: list[Customer], today: date) -> tuple[Rows, Rows]:
    """Managers, representatives, sponsors and specialists, and who covers which account."""
    count = len(customers)
    team: Rows = [
        business.member("p-vp-01", random, "Chief Sales Officer 销售总裁", "executive", "sales", "")
    ]

    def hire(role: str, number: int, title: str, level: str, function: str) -> list[str]:
        ids = [f"p-{role}-{i + 1:02d}" for i in range(max(1, number))]
        team.extend(business.member(i, random, title, level, function, "p-vp-01") for i in ids)
        return ids

    managers = hire("km", count // _PER_MANAGER, "Key Account Manager 大客户经理", "management", "sales")
    representatives = hire("rep", count // 3, "Account Representative 客户代表", "operating", "sales")
    sponsors = hire(
        "ex", count // 18, "Executive Vice President 执行副总裁", "executive", "general_management"
    )
    technicians = hire("se", count // 8, "Sales Engineer 售前工程师", "operating", "technical")
    services = hire("sv", count // 8, "Service Engineer 服务工程师", "operating", "service")
    usual = managers[len(_OVERLOAD) :] or managers
    loads = [usual[number % len(usual)] for number in range(count)]
    slots = [m for m, load in zip(managers, _OVERLOAD, strict=False) for _ in range(load)]
    loads[: len(slots)] = slots[:count]
    random.shuffle(loads)
    assignments: Rows = []
    for customer, manager in zip(customers, loads, strict=True):
        chosen = {
            "account_manager": (manager, 0.97),
            "representative": (random.choice(representatives), 0.95),
            "executive_sponsor": (random.choice(sponsors), 0.84),
            "technical": (random.choice(technicians), 0.5 if customer.health != "bow_tie" else 0.1),
            "service": (random.choice(services), 0.5 if customer.health != "bow_tie" else 0.1),
        }
        customer.team = {as_: who for as_, (who, share) in chosen.items() if random.random() < share}
        for as_, who in customer.team.items():
            since = today - timedelta(days=random.randint(300, 2000))
            assignments.append(
                {"team_id": who, "account_id": customer.id, "as": as_, "valid_from": since.isoformat()}
            )
    return team, assignments


def _people(random: Random, customers: list[Customer], today: date) -> tuple[Rows, Rows, Rows]:
    """Their rows with reporting lines and validity, the influence among them, and recorded roles."""
    people: Rows = []
    relations: Rows = []
    roles: Rows = []
    for customer in customers:
        executives = [c for c in customer.people if c.layer == "executive"]
        managers = [c for c in customer.people if c.layer == "management"]
        for contact in customer.people:
            _place(random, contact, executives, managers, today)
            people.append(contact.row)
        relations.extend(_relations(random, customer.people))
        if random.random() < 0.55:
            roles.extend(_roles(random, customer.id, executives, managers))
    return people, relations, roles


def _place(
    random: Random, contact: Contact, executives: list[Contact], managers: list[Contact], today: date
) -> None:
    """Whom somebody reports to, since when, until when, and how much say they have."""
    bosses = {"operating": managers or executives, "management": executives, "executive": executives[:1]}
    boss = random.choice(bosses[contact.layer])
    if boss is not contact and random.random() < 0.75:
        contact.row["reports_to"] = boss.id
    joined = today - timedelta(days=random.choice((90, 400, 900, 1500, 2500)) + random.randint(0, 80))
    contact.row["valid_from"] = joined.isoformat()
    if random.random() < 0.04 and contact.layer != "executive":
        left = today - timedelta(days=random.randint(1, 80))
        contact.row["valid_to"] = left.isoformat()
    if random.random() < 0.3:
        base = {"executive": 0.8, "management": 0.5, "operating": 0.2}[contact.layer]
        contact.row["power"] = round(min(1.0, max(0.0, random.gauss(base, 0.12))), 2)
    if contact.layer != "operating" and random.random() < 0.4:
        contact.row["target"] = random.choice((0.4, 0.6, 0.8))


def _relations(random: Random, people: list[Contact]) -> Iterable[dict[str, object]]:
    pairs = {tuple(random.sample(range(len(people)), 2)) for _ in range(len(people) // 4)}
    for first, second in sorted(pairs):
        kind = random.choices(("influences", "confidant", "ally", "conflicts_with"), (60, 12, 16, 12))[0]
        yield {
            "from_id": people[first].id,
            "to_id": people[second].id,
            "kind": kind,
            "weight": random.choice((0.3, 0.5, 0.7, 0.9)),
            "informal": int(random.random() < 0.4),
            "source": random.choice(("", "interview", "inferred")),
        }


def _roles(
    random: Random, account_id: str, executives: list[Contact], managers: list[Contact]
) -> Iterable[dict[str, object]]:
    holders = {"decider": random.choice(executives), "approver": random.choice(executives)}
    for role in ("technical_buyer", "buyer", "economic_buyer"):
        if managers and random.random() < 0.7:
            holders[role] = random.choice(managers)
    for role, holder in holders.items():
        yield {"person_id": holder.id, "account_id": account_id, "role": role, "confidence": 0.7}
