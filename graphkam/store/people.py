"""Persons out of their employments: what holds for somebody whoever employs them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from graphkam.domain.search import search_text
from graphkam.domain.tables import Row

Person = dict[str, Any]
"""A Person node."""

_OF_THE_PERSON = ("name", "email", "phone", "placeholder")


def persons(before: Mapping[str, Row], after: Mapping[str, Row]) -> list[Person]:
    """The Person nodes to make or alter, given all employments of these people before and after, by key.

    A career is several rows, and names and addresses change with the employer: each employment keeps its own,
    and the person has those of the latest one that gives any.

    >>> old = {"id": "li", "account_id": "a", "valid_from": None, "name": "Li Na", "email": "li@a",
    ...     "phone": None, "placeholder": None}
    >>> new = {**old, "account_id": "b", "valid_from": "2026-01-01", "name": "Li Na-Braun", "email": None}
    >>> [(p["name"], p["email"]) for p in persons({"1": old}, {"1": old, "2": new})]
    [('Li Na-Braun', 'li@a')]
    """
    was, now = _by_person(before.values()), _by_person(after.values())
    made = {person_id: _person(person_id, rows) for person_id, rows in now.items()}
    return [
        person
        for person_id, person in made.items()
        if person_id not in was or person != _person(person_id, was[person_id])
    ]


def _by_person(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[str(row["id"])].append(row)
    return dict(found)


def _person(person_id: str, rows: list[Row]) -> Person:
    given = {name: rows[0][name] for name in _OF_THE_PERSON}
    if len(rows) > 1:
        rows = sorted(rows, key=lambda r: (r["valid_from"] or "", r["account_id"]), reverse=True)
        given = {name: next((r[name] for r in rows if r[name] is not None), None) for name in given}
    return {"key": person_id, **given, "search": search_text(str(given["name"]))}
