"""Everything in one database, written into another by columns: how the embedded store gets a new schema.

Nodes are read by their ids, in chunks: one long reading statement would run into the server's timeout.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

from graphkam.store.bolt import Bolt
from graphkam.store.columns import CHUNK_ROWS, slices

Found = dict[str, Any]

_LABELS = "MATCH (n) RETURN DISTINCT labels(n)[0] AS label ORDER BY label"
_COUNTS = ("MATCH (n) RETURN count(n) AS n", "MATCH ()-[r]->() RETURN count(r) AS n")
_ENDS = itemgetter("kind", "label")


def copy(source: Bolt, target: Bolt) -> None:
    """Copy every node (it has one label and an id) and relationship, with all properties as they are."""
    labels = [row["label"] for row in source.run(_LABELS)]
    for label in labels:
        _nodes(source, target, label)
    for label in labels:
        _relationships_from(source, target, label)


def counts(bolt: Bolt) -> tuple[int, int]:
    """How many nodes and relationships a database holds."""
    nodes, relationships = (bolt.run(text)[0]["n"] for text in _COUNTS)
    return nodes, relationships


def _nodes(source: Bolt, target: Bolt, label: str) -> None:
    text = f"UNWIND $ids AS id MATCH (n:`{label}` {{id: id}}) RETURN properties(n) AS properties"
    for rows in _chunks(source, label, text, CHUNK_ROWS):
        _create(target, "", f"(:`{label}` %s)", rows)


def _relationships_from(source: Bolt, target: Bolt, label: str) -> None:
    text = (
        f"UNWIND $ids AS id MATCH (a:`{label}` {{id: id}})-[r]->(b) "
        "RETURN type(r) AS kind, labels(b)[0] AS label, a.id AS start, b.id AS end, properties(r) AS properties"
    )
    for rows in _chunks(source, label, text, CHUNK_ROWS // 10):
        for (kind, other), group in groupby(sorted(rows, key=_ENDS), key=_ENDS):
            match = f"MATCH (a:`{label}` {{id: $start[i]}}) MATCH (b:`{other}` {{id: $end[i]}})"
            found = list(group)
            for at in range(0, len(found), CHUNK_ROWS):
                _create(target, match, f"(a)-[:`{kind}` %s]->(b)", found[at : at + CHUNK_ROWS])


def _chunks(source: Bolt, label: str, text: str, size: int) -> Iterator[list[Found]]:
    """The rows that a statement gives for the nodes of a label, so many nodes at a time."""
    ids = [row["id"] for row in source.run(f"MATCH (n:`{label}`) RETURN n.id AS id")]
    for at in range(0, len(ids), size):
        yield source.run(text, ids=ids[at : at + size])


def _create(target: Bolt, match: str, pattern: str, rows: list[Found]) -> None:
    """Create the pattern once a row, its properties in columns; what a row lacks stays absent."""
    names = sorted({name for row in rows for name in row["properties"]})
    columns = {f"c{k}": [row["properties"].get(name) for row in rows] for k, name in enumerate(names)}
    if match:
        columns |= {name: [row[name] for row in rows] for name in ("start", "end")}
    if rows:
        properties = "{" + ", ".join(f"`{name}`: $c{k}[i]" for k, name in enumerate(names)) + "}"
        text = f"UNWIND range(0, size(${next(iter(columns))}) - 1) AS i {match} CREATE {pattern % properties}"
        for part in slices(columns):
            target.run(text, **part)
