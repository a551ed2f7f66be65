"""The schema: constraints and indexes, a statement a file in `cypher/schema`, and the version that is stored.

All of it is made on the empty database: on the embedded store an index made on a populated property takes the
type of what it finds there, and converts what is written later (2.7 becomes 2). Uniqueness is all that both
databases can keep; everything else is validated by the program.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from graphkam.errors import QueryFileError, SchemaError
from graphkam.queries import load
from graphkam.store.bolt import Bolt

_VERSION = "OPTIONAL MATCH (s:Schema {id: 'schema'}) RETURN s.version AS version"
_SET_VERSION = "MERGE (s:Schema {id: 'schema'}) SET s.version = %d"
_ANYTHING = "MATCH (n) RETURN n.id AS id LIMIT 1"
_STATEMENT = re.compile(
    r"CREATE (?P<kind>CONSTRAINT|INDEX) \w+ IF NOT EXISTS FOR "
    r"(?:\(n:(?P<label>\w+)\)|\(\)-\[r:(?P<type>\w+)\]-\(\)) (?:REQUIRE|ON) \(?[nr]\.(?P<property>\w+)"
)

Versions = Mapping[int, tuple[str, ...]]
"""The statements of a schema by the version that brought them, oldest first."""


@dataclass(frozen=True)
class Guard:
    """A constraint (`unique`) or index on one property of a label (`node`) or relationship type."""

    on: str
    property: str
    unique: bool
    node: bool
    text: str = field(compare=False, default="")


def statements() -> Versions:
    """The schema of this program, from `cypher/schema`: the number of a file is its version.

    >>> sorted(statements())[0]
    1
    """
    found: dict[int, list[str]] = {}
    for name, query in load("schema").items():
        number, _, _ = name.partition("_")
        if not number.isdecimal():
            raise QueryFileError(
                f"cypher/schema/{name}.cypher: the name must begin with its version, as in 001_name"
            )
        found.setdefault(int(number), []).append(query.text)
    return {version: tuple(texts) for version, texts in sorted(found.items())}


def guards() -> tuple[Guard, ...]:
    """The constraints and indexes that the schema asks for.

    >>> Guard("Account", "id", unique=True, node=True) in guards()
    True
    """
    return tuple(guard_of(text) for texts in statements().values() for text in texts)


def guard_of(text: str) -> Guard:
    """What one statement of the schema makes. Raises QueryFileError for any other statement."""
    found = _STATEMENT.search(text)
    if not found:
        raise QueryFileError(f"a schema statement makes a constraint or an index, unlike {text[-120:]!r}")
    label, kind = found["label"], found["type"]
    return Guard(label or kind, found["property"], found["kind"] == "CONSTRAINT", label is not None, text)


def present_guards(bolt: Bolt) -> set[Guard]:
    """The constraints and indexes that the database has."""
    made = set()
    for unique, text in ((True, "SHOW CONSTRAINTS"), (False, "SHOW INDEXES")):
        for row in bolt.run(text):
            for on in row["labelsOrTypes"] or ():
                for name in row["properties"] or ():
                    made.add(Guard(on, name, unique, row["entityType"] == "NODE"))
    return made


def make(bolt: Bolt, versions: Versions, above: int = 0) -> None:
    """Make what the versions above one brought, and store the newest. Repeating it does no harm."""
    for version, texts in versions.items():
        if version > above:
            for text in texts:
                bolt.run(text)
    bolt.run(_SET_VERSION % max(versions))


def stored_version(bolt: Bolt, versions: Versions) -> int:
    """The version of the stored schema; 0 on an empty database.

    Raises SchemaError for a database that is not GraphKAM's, or newer than this program.
    """
    [row] = bolt.run(_VERSION)
    newest = max(versions)
    if row["version"] is None:
        if bolt.run(_ANYTHING):
            raise SchemaError(
                f"The database {bolt.database!r} holds something that is not GraphKAM's: "
                "give it an empty one."
            )
        return 0
    if row["version"] > newest:
        raise SchemaError(
            f"The stored schema has version {row['version']}, this program knows up to {newest}: "
            "install a newer GraphKAM."
        )
    return int(row["version"])
