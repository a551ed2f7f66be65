"""The schema: constraints and indexes, a statement a file in `cypher/schema`, and the version that is stored.

All of it is made on the empty database: on the embedded store an index made on a populated property takes the
type of what it finds there, and converts what is written later (2.7 becomes 2). Uniqueness is all that both
databases can keep; everything else is validated by the program.
"""

from __future__ import annotations

from collections.abc import Mapping

from graphkam.errors import QueryFileError, SchemaError
from graphkam.queries import load
from graphkam.store.bolt import Bolt

_VERSION = "OPTIONAL MATCH (s:Schema {id: 'schema'}) RETURN s.version AS version"
_SET_VERSION = "MERGE (s:Schema {id: 'schema'}) SET s.version = %d"
_ANYTHING = "MATCH (n) RETURN n.id AS id LIMIT 1"


def statements() -> Mapping[int, tuple[str, ...]]:
    """The statements of the schema by the version that brought them, from the number of their file.

    >>> sorted(statements())[0]
    1
    """
    found: dict[int, list[str]] = {}
    for name, query in load("schema").items():
        number, _, _ = name.partition("_")
        if not number.isdecimal():
            raise QueryFileError(
                f"cypher/schema/{name}.cypher: the name must begin with its version, as 001_name"
            )
        found.setdefault(int(number), []).append(query.text)
    return {version: tuple(texts) for version, texts in sorted(found.items())}


def prepare(bolt: Bolt) -> None:
    """Make the schema on an empty database, or bring an older one up to date.

    Raises SchemaError for a database that is not GraphKAM's, or newer than this program.
    """
    wanted = statements()
    newest = max(wanted)
    version = stored_version(bolt)
    if version is None:
        if bolt.schema(_ANYTHING):
            raise SchemaError(
                f"The database {bolt.database!r} holds something that is not GraphKAM's: "
                "give it an empty one."
            )
        version = 0
    if version > newest:
        raise SchemaError(
            f"The stored schema has version {version}, this program knows up to {newest}: "
            "install a newer GraphKAM."
        )
    if version < newest:
        for number, texts in wanted.items():
            if number > version:
                for text in texts:
                    bolt.schema(text)
        bolt.schema(_SET_VERSION % newest)


def stored_version(bolt: Bolt) -> int | None:
    """The version of the stored schema; None if there is none."""
    rows = bolt.schema(_VERSION)
    return None if not rows or rows[0]["version"] is None else int(rows[0]["version"])
