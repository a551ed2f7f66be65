"""What the facts of an account are made from when somebody asks for them: its part of what was read.

A page is two texts and an array, so that a portfolio of them costs no objects, and can lie on a disk: the
columns of all records but touchpoints as JSON, as the queries of `cypher/facts` gave them; the packed texts of
the touchpoints; the seconds at which these took place.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

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
)
from graphkam.domain.packed import Packed
from graphkam.snapshot.columns import records
from graphkam.snapshot.parting import reported

if TYPE_CHECKING:
    from graphkam.domain.frame import F8

RECORDS: Mapping[str, type] = MappingProxyType(
    {
        "people": Employment,
        "assignments": Assignment,
        "relations": Relation,
        "roles": RoleHolding,
        "assessments": Assessment,
        "rivals": RivalTie,
        "changes": Change,
        "incidents": Incident,
        "commitments": Commitment,
        "orders": Order,
        "surveys": Survey,
        "readings": Reading,
        "needs": Need,
        "strategy": Strategy,
        "bonds": Bond,
        "actions": Action,
    }
)
"""What is read whole: the field of the facts, and its records. Of relations a page holds those that are no
reporting lines of rows of people: these stand with the people."""
ABOUT: Mapping[str, str] = MappingProxyType(
    {
        "Change": "changes",
        "Incident": "incidents",
        "Commitment": "commitments",
        "Order": "orders",
        "Survey": "surveys",
        "Reading": "readings",
        "Need": "needs",
        "Strategy": "strategy",
        "Bond": "bonds",
        "Action": "actions",
    }
)
"""The query of each kind of node that tells something about an account, and of which many accounts have none."""


@cache
def shape() -> str:
    """Changes whenever a page holds other records or columns than before: an older page is not to be believed."""
    kinds = {"accounts": Account, "team": TeamMember, **RECORDS}
    held = " ".join(
        f"{name}:{','.join(field.name for field in fields(kind))}" for name, kind in kinds.items()
    )
    return f"{held} people.reports_to once"


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """One account as it was read. `records` is UTF-8 JSON, `packed` UTF-8, each text closed by U+001F."""

    revision: int
    records: bytes
    packed: bytes
    seconds: F8

    def facts(self) -> AccountFacts:
        """The facts of the account. Cost: an object for each record, touchpoints when they are looked at."""
        columns = {name: _told_each(of) for name, of in json.loads(self.records).items()}
        found: dict[str, list[Any]] = {
            name: records(kind, columns[name]) for name, kind in RECORDS.items() if name in columns
        }
        [account] = records(Account, columns["accounts"])
        there = {e.person_id for e in found.get("people", ())}
        lines = records(Relation, reported(columns["people"])) if there else []
        found["relations"] = [r for r in (*lines, *found.get("relations", ())) if r.to_id in there]
        return AccountFacts(
            account=account,
            team=tuple(records(TeamMember, columns["team"])) if "team" in columns else (),
            touchpoints=Packed(self.packed, self.seconds),
            revision=self.revision,
            **{name: tuple(of_account) for name, of_account in found.items()},
        )


def records_text(columns: Mapping[str, Mapping[str, Any]]) -> bytes:
    """The JSON of columns; queries that gave nothing for the account are left out.

    A column of one and the same value may stand there as that value, but for the first (see `told_once`).
    """
    filled = {name: of for name, of in columns.items() if any(type(c) is list and c for c in of.values())}
    return json.dumps(filled, ensure_ascii=False, separators=(",", ":"), check_circular=False).encode()


def told_once(columns: Mapping[str, Sequence[Any]]) -> dict[str, Any]:
    """Columns of one and the same value as that value, but for the first; most records know little of all they could.

    >>> told_once({"account": [0, 0], "id": ["x", "y"], "title": ["?", "?"], "power": [1.0, 2.0]})
    {'id': ['x', 'y'], 'title': '?', 'power': [1.0, 2.0]}
    """
    first, *others = (name for name in columns if name != "account")
    once: dict[str, Any] = {first: columns[first]}
    for name in others:
        column = columns[name]
        same = bool(column) and isinstance(column[0], str | float | int) and _same(column)
        once[name] = column[0] if same else column
    return once


def _same(column: Sequence[Any]) -> bool:
    return bool(column[-1] == column[0] and column.count(column[0]) == len(column))


def _told_each(columns: Mapping[str, Any]) -> dict[str, Sequence[Any]]:
    """The same columns, each of its full length."""
    count = max(len(column) for column in columns.values() if type(column) is list)
    return {name: column if type(column) is list else [column] * count for name, column in columns.items()}


def some(columns: Mapping[str, Any], rows: slice | Iterable[int]) -> dict[str, Any]:
    """Some rows of columns, without the place of the account; what is told once stays so with a slice."""
    if isinstance(rows, slice):
        return {
            name: column[rows] if type(column) is list else column
            for name, column in columns.items()
            if name != "account"
        }
    places = list(rows)
    return {name: [column[p] for p in places] for name, column in columns.items() if name != "account"}
