"""What happened in the made-up portfolio: touchpoints by rhythm, judgements, orders, promises, trouble.

A *rhythm* is one of ours who sees the same one to three of theirs about every so many days. How many rhythms
an account has, which layers they reach and when they stopped follows from how well it is looked after.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from graphkam.demo.portfolio import Contact, Customer, Rows

_TABLES = (
    "touchpoints",
    "assessments",
    "surveys",
    "orders",
    "changes",
    "incidents",
    "competitors",
    "readings",
    "commitments",
)
HISTORY = 540
"""Days that the histories go back of accounts which nobody minds any more."""
_RECENT = 300
"""Days that the others' go back: more than three half-lives, so that what came before hardly counts."""
_DAYS_BETWEEN = 85
"""Mean days between two contacts of one rhythm."""
_REACH = {
    "broad": ("executive", "management", "operating"),
    "middle": ("management", "operating"),
    "bow_tie": ("management",),
    "neglected": ("management", "operating"),
    "prospect": ("operating",),
}
_CHANNELS = {
    "executive": (("executive_meeting", "dinner", "meeting", "letter"), (4, 2, 3, 1)),
    "management": (("meeting", "visit", "call", "email", "dinner"), (3, 3, 3, 3, 1)),
    "operating": (("call", "email", "visit", "technical_exchange", "training"), (4, 4, 2, 2, 1)),
}
_HOLDERS = {
    "executive": ("executive_sponsor", "account_manager"),
    "management": ("account_manager", "representative"),
    "operating": ("representative", "technical", "service"),
}
_COMPETITORS = ("Rival One 甲公司", "Rival Two 乙公司", "Rival Three 丙公司")


def histories(random: Random, customers: list[Customer], today: date, zone: str) -> dict[str, Rows]:
    """Rows by table for all that happened at `customers` until the day before `today`."""
    tables: dict[str, Rows] = {name: [] for name in _TABLES}
    for customer in customers:
        touchpoints = sorted(_touchpoints(random, customer), key=lambda t: int(str(t["day"])))
        for number, touchpoint in enumerate(touchpoints, 1):
            day = today - timedelta(days=-int(str(touchpoint.pop("day"))))
            clock = time(random.randint(8, 18), random.choice((0, 15, 30, 45)))
            touchpoint["id"] = f"{customer.id}-t{number:04d}"
            touchpoint["account_id"] = customer.id
            touchpoint["at"] = datetime.combine(day, clock, ZoneInfo(zone)).isoformat()
            tables["touchpoints"].append(touchpoint)
        _judge(random, customer, today, tables)
        _trade(random, customer, today, tables)
        _trouble(random, customer, today, tables)
    return tables


def _touchpoints(random: Random, customer: Customer) -> Iterator[dict[str, object]]:
    """The contacts of one account; `day` counts from today and is negative."""
    neglected = customer.health == "neglected"
    first, last = (-HISTORY, -random.randint(200, 400)) if neglected else (-_RECENT, -1)
    for layer, ours, theirs in _rhythms(random, customer):
        pace = _DAYS_BETWEEN * random.uniform(0.6, 1.6) * (0.85 if customer.health == "broad" else 1)
        day = first + random.expovariate(1 / pace)
        channels, weights = _CHANNELS[layer]
        while day < last:
            touchpoint: dict[str, object] = {
                "day": int(day),
                "channel": random.choices(channels, weights)[0],
                "team_ids": ours,
                "people_ids": theirs[0] if random.random() < 0.6 else ";".join(theirs),
                "initiated_by": "us" if random.random() < 0.6 else "them",
                "sentiment": random.choice(("", "", 0.2, 0.5, -0.2)),
            }
            yield touchpoint
            day += random.expovariate(1 / pace)
    if random.random() < 0.2 and customer.team:
        yield _mailing(random, customer)


def _rhythms(random: Random, customer: Customer) -> Iterator[tuple[str, str, list[str]]]:
    """(layer, one of ours, one to three of theirs) of each rhythm."""
    for layer in _REACH[customer.health]:
        known = [c for c in customer.people if c.layer == layer]
        ours = [customer.team[a] for a in _HOLDERS[layer] if a in customer.team]
        if not known or not ours:
            continue
        share = 0.85 if customer.health == "broad" else 0.4
        least = 2 if customer.health == "broad" else 1
        count = 1 if customer.health in ("bow_tie", "prospect") else max(least, round(len(known) * share))
        for number in range(count):
            group = random.sample(known, min(len(known), random.choice((1, 1, 2, 3))))
            yield layer, ours[number % len(ours)], [c.id for c in group]


def _mailing(random: Random, customer: Customer) -> dict[str, object]:
    """A mass mailing: it reaches nobody, and the demo should show that."""
    return {
        "day": -random.randint(5, 60),
        "channel": "email",
        "team_ids": next(iter(customer.team.values())),
        "people_ids": ";".join(c.id for c in customer.people[:40]),
        "initiated_by": "us",
        "subject": "Newsletter 客户通讯",
    }


def _judge(random: Random, customer: Customer, today: date, tables: dict[str, Rows]) -> None:
    """What our people think of theirs, what theirs said, and who of them knows a rival."""
    authors = sorted(set(customer.team.values()))
    for contact in customer.people:
        if authors and random.random() < 0.15:
            tables["assessments"].append(_assessment(random, contact, random.choice(authors), today))
        if contact.layer != "operating" and random.random() < 0.02:
            tables["competitors"].append(
                {
                    "competitor": random.choice(_COMPETITORS),
                    "person_id": contact.id,
                    "strength": random.choice((0.2, 0.4, 0.6, 0.8)),
                    "valid_from": _ago(random, today, 30, 900),
                }
            )
    for number in range(random.randint(0, 2)):
        tables["surveys"].append(
            {
                "id": f"{customer.id}-v{number + 1}",
                "account_id": customer.id,
                "at": _ago(random, today, 10, 400),
                "question": "satisfaction",
                "score": random.choice((2, 3, 3, 4, 4, 5)),
            }
        )


def _assessment(random: Random, contact: Contact, author: str, today: date) -> dict[str, object]:
    return {
        "person_id": contact.id,
        "author": author,
        "at": _ago(random, today, 5, 500),
        "support": random.choices(
            ("mentor", "supporter", "neutral", "non_supporter", "opponent"), (8, 34, 34, 16, 8)
        )[0],
        "power": random.choice(("", "", 0.3, 0.5, 0.7)),
        "confidence": random.choice((0.4, 0.6, 0.8)),
    }


def _trade(random: Random, customer: Customer, today: date, tables: dict[str, Rows]) -> None:
    """Orders and readings."""
    if customer.health == "prospect":
        return
    size = len(customer.people) * 20_000
    for number in range(random.randint(1, 6)):
        tables["orders"].append(
            {
                "id": f"{customer.id}-o{number + 1}",
                "account_id": customer.id,
                "at": _ago(random, today, 5, 700),
                "amount": round(size * random.uniform(0.4, 1.6), -2),
                "lost_to": random.choice(_COMPETITORS) if random.random() < 0.06 else "",
            }
        )
    share = random.uniform(0.1, 0.9)
    for days in (600, 300, 20):
        at = (today - timedelta(days=days)).isoformat()
        row = {"account_id": customer.id, "at": at, "metric": "share_of_wallet", "value": round(share, 2)}
        tables["readings"].append(row)
        share = min(1.0, max(0.0, share + random.gauss(0.0, 0.08)))


def _trouble(random: Random, customer: Customer, today: date, tables: dict[str, Rows]) -> None:
    """Changes at the customer, complaints, and promises of ours."""
    if random.random() < 0.3:
        tables["changes"].append(
            {
                "id": f"{customer.id}-c1",
                "at": _ago(random, today, 5, 300),
                "account_id": customer.id,
                "kind": random.choice(("reorganised", "power_shift", "promoted", "moved")),
                "person_id": random.choice(customer.people).id,
            }
        )
    if random.random() < 0.35:
        opened = random.randint(3, 200)
        closed = today - timedelta(days=opened - 2) if random.random() < 0.7 else None
        tables["incidents"].append(
            {
                "id": f"{customer.id}-i1",
                "account_id": customer.id,
                "opened_at": (today - timedelta(days=opened)).isoformat(),
                "kind": random.choice(("complaint", "late_delivery", "quality", "billing")),
                "severity": random.choice(("", "high")),
                "closed_at": closed.isoformat() if closed else "",
            }
        )
    owner = customer.team.get("account_manager")
    if owner and random.random() < 0.5:
        made = random.randint(20, 300)
        kept = today - timedelta(days=made - 15) if random.random() < 0.5 else None
        tables["commitments"].append(
            {
                "id": f"{customer.id}-k1",
                "account_id": customer.id,
                "what": random.choice(("Faster delivery", "A second training", "Price held for a year")),
                "owner_id": owner,
                "made_at": (today - timedelta(days=made)).isoformat(),
                "due": (today - timedelta(days=made - random.randint(20, 90))).isoformat(),
                "kept_at": kept.isoformat() if kept else "",
            }
        )


def _ago(random: Random, today: date, least: int, most: int) -> str:
    return (today - timedelta(days=random.randint(least, most))).isoformat()
