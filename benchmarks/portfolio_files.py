"""A seeded portfolio of any size as GraphKAM's own CSV files, for benchmarks that fill a store by the import."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from random import Random

from graphkam.domain.moment import DAY, instant_text
from graphkam.domain.tables import TABLES, Row
from graphkam.domain.vocabulary import FUNCTIONS

SEED = 11
MEAN, SMALLEST, LARGEST = 59, 3, 2_000
"""People of an account; heavy-tailed."""
CONTACTS = 5
"""Touchpoints for each of their people."""
_SIGMA = 0.9
_TEAM = ("account_manager", "executive_sponsor", "representative", "technical", "service")
_LAYER_OF = {"account_manager": "management", "executive_sponsor": "executive"}
_CHANNELS = ("email", "email", "call", "meeting", "visit", "dinner")


def write_files(folder: Path, people: int, now: float) -> dict[str, int]:
    """Write accounts with `people` people in all, and what happened there up to `now`; rows by table.

    The layer of one person in ten is not recorded; influence is, at two accounts of three. Cost: a second for
    each 50,000 touchpoints.
    """
    folder.mkdir(parents=True, exist_ok=True)
    counts: dict[str, int] = defaultdict(int)
    with _Files(folder) as files:
        for table, row in _rows(Random(SEED), people, now):
            files.write(table, row)
            counts[table] += 1
    return dict(counts)


class _Files:
    """The CSV files of a folder, each opened at its first row."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._writers: dict[str, csv.DictWriter[str]] = {}
        self._open = ExitStack()

    def __enter__(self) -> _Files:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def write(self, table: str, row: Row) -> None:
        """Append a row; lists are written with semicolons."""
        if table not in self._writers:
            file = self._open.enter_context(
                (self._folder / f"{table}.csv").open("w", encoding="utf-8", newline="")
            )
            writer = csv.DictWriter(file, TABLES[table].names, restval="")
            writer.writeheader()
            self._writers[table] = writer
        values = {k: ";".join(map(str, v)) if isinstance(v, list | tuple) else v for k, v in row.items()}
        self._writers[table].writerow(values)


def _rows(random: Random, people: int, now: float) -> Iterator[tuple[str, Row]]:
    managers = [f"km{i:03}" for i in range(people // MEAN // 9 + 1)]
    others = [f"us{i:03}" for i in range(people // MEAN // 3 + 5)]
    for i, id_ in enumerate((*managers, *others)):
        level = "management" if i < len(managers) else random.choice(("operating", "operating", "executive"))
        yield "team", {"id": id_, "name": f"Member {id_}", "level": level, "function": "sales"}
    number, left = 0, people
    while left > 0:
        number += 1
        size = min(left, LARGEST, max(SMALLEST, round(random.lognormvariate(3.67, _SIGMA))))
        left -= size
        account = _Account(random, f"a{number:04}", size, now)
        yield from account.rows(managers, others)


class _Account:
    def __init__(self, random: Random, id_: str, size: int, now: float) -> None:
        self.random, self.id, self.now = random, id_, now
        self.people = [f"{id_}-{i:04}" for i in range(size)]
        self.executives = self.people[: max(1, size // 12)]
        self.managers = self.people[len(self.executives) : size // 3 + 1]

    def rows(self, managers: list[str], others: list[str]) -> Iterator[tuple[str, Row]]:
        """Everything of the account, in an order in which nothing is named before it is there."""
        random = self.random
        chosen = [random.choice(managers), *random.sample(others, len(_TEAM) - 1)]
        team = dict(zip(_TEAM[: random.choice((1, 3, 5))], chosen, strict=False))
        yield (
            "accounts",
            {
                "id": self.id,
                "name": f"客户 Customer {self.id}",
                "industry": "paper",
                "kinds": ["economic"],
                "grade": random.choice(("diamond", "gold", "silver")),
                "currency": "EUR",
                "annual_value": round(random.lognormvariate(13, 1)),
            },
        )
        for as_, member in team.items():
            yield (
                "assignments",
                {"team_id": member, "account_id": self.id, "as": as_, "valid_from": "2024-01-01"},
            )
        for i, person in enumerate(self.people):
            yield "people", self._person(i, person)
        yield from self._lines()
        yield from self._touchpoints(list(team.values()))

    def _person(self, i: int, person: str) -> Row:
        random = self.random
        layer = (
            "executive"
            if person in self.executives
            else "management"
            if i <= len(self.people) // 3
            else "operating"
        )
        bosses = self.executives if layer == "management" else self.managers or self.executives
        row: Row = {
            "id": person,
            "account_id": self.id,
            "name": f"Person {person}",
            "title": random.choice(("Engineer", "Buyer", "Head of works", "")),
            "function": [random.choice(FUNCTIONS)],
            "valid_from": "2023-01-01",
        }
        if random.random() < 0.9:
            row["layer"] = layer
        if i and random.random() < 0.8:
            row["reports_to"] = random.choice(bosses) if layer != "executive" else self.people[0]
        if random.random() < 0.3:
            row["power"] = round(random.random(), 2)
        return row

    def _lines(self) -> Iterator[tuple[str, Row]]:
        random = self.random
        if random.random() < 2 / 3:
            for _ in range(len(self.people) // 4):
                one, other = random.sample(self.people, 2)
                yield (
                    "relations",
                    {
                        "from_id": one,
                        "to_id": other,
                        "kind": "influences",
                        "weight": random.choice((0.3, 0.6, 0.9)),
                    },
                )
        for role, holders in (
            ("decider", self.executives),
            ("approver", self.executives),
            ("technical_buyer", self.managers),
        ):
            if holders and random.random() < 0.7:
                yield "roles", {"person_id": random.choice(holders), "account_id": self.id, "role": role}
        for person in random.sample(self.people, len(self.people) // 6):
            day = instant_text(self.now - random.uniform(1, 400) * DAY)[:10]
            yield (
                "assessments",
                {
                    "person_id": person,
                    "author": "A",
                    "at": day,
                    "support": random.choice(("mentor", "neutral", "opponent")),
                },
            )

    def _touchpoints(self, team: list[str]) -> Iterator[tuple[str, Row]]:
        random = self.random
        known = random.sample(self.people, max(1, int(len(self.people) * random.uniform(0.2, 0.7))))
        for i in range(CONTACTS * len(self.people)):
            yield (
                "touchpoints",
                {
                    "id": f"{self.id}-t{i:05}",
                    "at": instant_text(self.now - random.expovariate(1 / 150) * DAY - 3600),
                    "channel": random.choice(_CHANNELS),
                    "account_id": self.id,
                    "team_ids": random.sample(team, min(len(team), random.choice((1, 1, 2)))),
                    "people_ids": random.sample(known, min(len(known), random.choice((1, 1, 2)))),
                    "initiated_by": random.choice(("us", "us", "them")),
                },
            )
