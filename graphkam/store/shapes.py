"""How each table lies in the graph: the statements that write it, and which accounts a row touches.

A row becomes a node, or a relationship, that carries all its columns; relationships repeat its references.
The statements are files of `cypher/write`: for a table T, `T` (and what its shape names after it) writes
rows, `T_stored` reads them back by key, `T_delete` deletes them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from graphkam.domain.moment import seconds_of
from graphkam.domain.search import search_text
from graphkam.domain.tables import SEPARATOR, TABLES, Row, Table

Enriched = dict[str, Any]
"""A row with what is derived from it for the graph."""


@dataclass(frozen=True)
class Step:
    """A statement, and which rows it is for (None: all)."""

    query: str
    rows: Callable[[Enriched], bool] | None = None


@dataclass(frozen=True)
class Shape:
    """How a table is written.

    `anew`: a changed row is deleted and made again (relationships, touchpoints); else it is changed in place.
    `above`: the column that refers to another row of the same table. `people` and `team` are the columns of
    those all of whose accounts are touched; without, the accounts of the rows are. `unique`: what must be
    unique in the database so that it refuses a row that is stored already.
    """

    table: Table
    steps: tuple[Step, ...]
    anew: bool = False
    above: str | None = None
    people: tuple[str, ...] = ()
    team: tuple[str, ...] = ()
    unique: tuple[str, ...] = ()


def key_parts(table: Table, key: str) -> Enriched:
    """The columns that a key is made of, and the key itself.

    >>> key_parts(TABLES["bonds"], chr(31).join(["b", "social", "golf"]))["kind"]
    'social'
    """
    return enriched(table, dict(zip(table.key, key.split(SEPARATOR), strict=False)))


def enriched(table: Table, row: Row, key: str | None = None) -> Enriched:
    """The row with its key (handed in or made) and what else its node or relationship carries.

    >>> enriched(TABLES["accounts"], {"id": "a", "name": "Åbo"})["search"]
    'abo'
    """
    key = table.key_of(row) if key is None else key
    return {**row, "key": key, **_DERIVED.get(table.name, _nothing)(row, key)}


def _nothing(row: Row, key: str) -> Enriched:  # noqa: ARG001
    return {}


def _named(row: Row, key: str) -> Enriched:  # noqa: ARG001
    return {"search": search_text(str(row["name"]))} if "name" in row else {}


def _employment(row: Row, key: str) -> Enriched:
    return {"line": line_of(key), "layer_source": "given" if row.get("layer") else None}


def _decided(row: Row, key: str) -> Enriched:  # noqa: ARG001
    return {"decision_id": decision_id(row)} if row.get("decision") else {}


def _timed(row: Row, key: str) -> Enriched:  # noqa: ARG001
    return {"t": seconds_of(str(row["at"]))} if "at" in row else {}


_DERIVED: Mapping[str, Callable[[Row, str], Enriched]] = MappingProxyType(
    {
        "accounts": _named,
        "team": _named,
        "people": _employment,
        "roles": _decided,
        "touchpoints": _timed,
    }
)


def line_of(employment: str) -> str:
    """The key of the reporting line that an employment gives; longer than that of any relation."""
    return f"people{SEPARATOR}{SEPARATOR}{employment}"


def decision_id(row: Row) -> str:
    """The id of a row's Decision node: one of an account."""
    return f"{row['account_id']}{SEPARATOR}{row['decision']}"


def _has(column: str) -> Callable[[Enriched], bool]:
    return lambda row: row.get(column) is not None


def _kind(*kinds: str) -> Callable[[Enriched], bool]:
    return lambda row: row["kind"] in kinds


def _record(name: str) -> Shape:
    return Shape(TABLES[name], (Step(name),))


SHAPES: Mapping[str, Shape] = MappingProxyType(
    {
        shape.table.name: shape
        for shape in (
            Shape(
                TABLES["accounts"],
                (Step("accounts"), Step("accounts_parent", _has("parent_id"))),
                above="parent_id",
            ),
            Shape(
                TABLES["team"],
                (Step("team"), Step("team_reports", _has("reports_to"))),
                above="reports_to",
                team=("id",),
            ),
            Shape(TABLES["assignments"], (Step("assignments"),), anew=True),
            Shape(
                TABLES["people"],
                (Step("people"), Step("people_reports", _has("reports_to"))),
                anew=True,
                above="reports_to",
                unique=("Person", "WORKS_AT"),
            ),
            Shape(
                TABLES["relations"],
                (
                    Step("relations_influence", _kind("influences", "confidant", "ally")),
                    Step("relations_conflict", _kind("conflicts_with")),
                    Step("relations_report", _kind("reports_to")),
                ),
                anew=True,
                people=("from_id", "to_id"),
            ),
            Shape(TABLES["roles"], (Step("roles"), Step("roles_decision", _has("decision"))), anew=True),
            Shape(TABLES["touchpoints"], (Step("touchpoints"),), anew=True, unique=("Touchpoint",)),
            Shape(TABLES["assessments"], (Step("assessments"),), people=("person_id",)),
            *(_record(name) for name in ("surveys", "orders", "needs")),
            Shape(
                TABLES["strategy"],
                (Step("strategy"), Step("strategy_serves", _has("parent_id"))),
                above="parent_id",
            ),
            *(_record(name) for name in ("bonds", "changes", "incidents", "readings")),
            Shape(TABLES["competitors"], (Step("competitors"),), anew=True, people=("person_id",)),
            *(_record(name) for name in ("commitments", "actions")),
        )
    }
)
"""The shape of every table, by its name."""
