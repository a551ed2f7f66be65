"""What one walk through the graph found, parted into the records that it holds.

To walk along the lines of people costs the databases more than what stands at them, so the queries `lines` and
`views` of `cypher/facts` ask for two kinds of records each. A reporting line that a row of people gives is not
read at all: the employment says whom it leads to (`graphkam doctor` compares the two).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from itertools import compress
from types import MappingProxyType
from typing import Any

from graphkam.domain.facts import Assessment, Relation, RivalTie, RoleHolding
from graphkam.snapshot.columns import UNKNOWN

Columns = dict[str, list[Any]]

WALKS: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {"lines": ("kind", "relations", "roles"), "views": ("competitor", "rivals", "assessments")}
)
"""For each query: the column that tells, what is held where it is known, and what where it is not."""
_KINDS: Mapping[str, type] = MappingProxyType(
    {"relations": Relation, "roles": RoleHolding, "rivals": RivalTie, "assessments": Assessment}
)
_NAMED = MappingProxyType({"roles": {"person_id": "from_id", "role": "to_id"}})
"""Columns that the query names otherwise."""


def parted(walk: str, columns: Columns) -> dict[str, Columns]:
    """The columns of both kinds of records that a query of `WALKS` gave, by the name of the records.

    >>> said = {name: [UNKNOWN, UNKNOWN] for name in ("source", "valid_from", "valid_to", "decision")}
    >>> numbers = {name: [-1, -1] for name in ("weight", "informal", "confidence")}
    >>> two = {"account": [0, 0], "from_id": ["xu", "xu"], "to_id": ["gm", "user"], "kind": ["ally", UNKNOWN]}
    >>> found = parted("lines", two | said | numbers)
    >>> found["relations"]["to_id"], found["roles"]["person_id"], found["roles"]["role"]
    (['gm'], ['xu'], ['user'])
    """
    by, known, unknown = WALKS[walk]
    told = [value != UNKNOWN for value in columns[by]]
    untold = [not is_told for is_told in told]
    return {known: _some(columns, told, known), unknown: _some(columns, untold, unknown)}


def _some(columns: Columns, rows: Sequence[bool], records: str) -> Columns:
    named = _NAMED.get(records, {})
    names = ("account", *(field.name for field in fields(_KINDS[records])))
    return {name: list(compress(columns[named.get(name, name)], rows)) for name in names}


def reported(people: Mapping[str, Sequence[Any]]) -> Columns:
    """The reporting lines that employments give, as columns of relations, in their order.

    >>> people = {"person_id": ["gm", "xu"], "reports_to": [UNKNOWN, "gm"], "valid_from": ["2026-01-01"] * 2}
    >>> lines = reported(people | {"account": [0, 0], "valid_to": [UNKNOWN] * 2})
    >>> lines["from_id"], lines["to_id"], lines["kind"], lines["source"], lines["valid_from"]
    (['xu'], ['gm'], ['reports_to'], ['people'], ['2026-01-01'])
    """
    led = [boss != UNKNOWN for boss in people["reports_to"]]
    taken = {
        "from_id": "person_id",
        "to_id": "reports_to",
        "valid_from": "valid_from",
        "valid_to": "valid_to",
    }
    if "account" in people:
        taken["account"] = "account"
    lines = {name: list(compress(people[column], led)) for name, column in taken.items()}
    same = {"kind": "reports_to", "weight": -1, "informal": -1, "source": "people", "confidence": -1}
    return lines | {name: [value] * sum(led) for name, value in same.items()}
