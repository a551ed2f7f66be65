"""The store: every read and write of the database, whichever of the two it is."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from types import TracebackType
from typing import Any, Self
from uuid import uuid4

from graphkam.arcade import Endpoint
from graphkam.domain.constants import Constants
from graphkam.domain.message import message
from graphkam.domain.reports import Diagnosis
from graphkam.domain.tables import TABLES, Row
from graphkam.errors import UsageError
from graphkam.queries import load
from graphkam.store.bolt import Bolt, Transaction
from graphkam.store.columns import chunks
from graphkam.store.deleting import delete
from graphkam.store.doctor import examine
from graphkam.store.order import above_first
from graphkam.store.reading import stored_rows
from graphkam.store.schema import present_guards
from graphkam.store.shapes import SHAPES, Shape
from graphkam.store.writing import TRUSTED, Written, write_chunk


class Store:
    """An open database. Safe for several threads; writers take turns.

    Every write is idempotent by the caller's keys: repeating it changes nothing.
    """

    def __init__(
        self, bolt: Bolt, constants: Constants, endpoint: Endpoint | None = None, zone: str = "UTC"
    ) -> None:
        self._bolt = bolt
        self._constants = constants
        self._zone = zone
        self._endpoint = endpoint
        self._turn = threading.Lock()
        self._unique: set[str] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Wait for the writer, give the connections back, and stop the embedded store if it is ours."""
        with self._turn:
            self._bolt.close()
            if self._endpoint:
                self._endpoint.close()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """The turn of one thread of one process."""
        with self._turn, self._endpoint.turn() if self._endpoint else nullcontext():
            yield

    def read(self, name: str, /, **values: object) -> list[dict[str, Any]]:
        """The rows of a query of `cypher/queries`. Raises UsageError for wrong parameters.

        The zone and the constants that a query asks for are those of the settings, unless they are given.
        """
        query = load("queries").get(name)
        if query is None:
            raise UsageError(message("there is no query {name!r}; `graphkam queries` lists them", name=name))
        bound = query.bind(values, zone=self._zone, constants=self._constants)
        return self._bolt.read(lambda tx: tx.rows(name, **bound), "queries")

    def columns(self, name: str, /, **values: object) -> dict[str, list[Any]]:
        """The one record of collected columns that a query of `cypher/facts` gives."""
        return self._bolt.read(lambda tx: tx.columns(name, **values), "facts")

    def gathered(
        self,
        names: Iterable[str],
        then: Callable[[Mapping[str, dict[str, list[Any]]]], Iterable[str]] = lambda _: (),
        /,
        **values: object,
    ) -> dict[str, dict[str, list[Any]]]:
        """What several queries of `cypher/facts` give for the same values, by name, in one transaction.

        `then` says what else to ask, from the answers until then. A transaction of its own for each question
        would cost a small question three times its answer.
        """
        wanted = tuple(names)

        def ask(tx: Transaction) -> dict[str, dict[str, list[Any]]]:
            found = {name: tx.columns(name, **values) for name in wanted}
            return found | {name: tx.columns(name, **values) for name in then(found)}

        return self._bolt.read(ask, "facts")

    def revision(self) -> int:
        """How many writes this store has seen; it changes with each of them."""
        return self._bolt.revision()

    def identity(self) -> str:
        """A name that no other store has, whatever its address; made at the first call."""
        known = self._bolt.read(lambda tx: tx.one("identity_read"))["id"]
        if known is None:
            fresh = uuid4().hex
            with self._writing():
                known = self._bolt.write(lambda tx: tx.one("identity", fresh=fresh))["id"]
        return str(known)

    def existing(self, table: str, ids: Collection[str]) -> set[str]:
        """Which of these ids (of tables without an id: keys) are stored."""
        if f"{table}_existing" not in load("write"):
            return set(self.stored(table, ids))
        found = self._bolt.read(lambda tx: tx.send(f"{table}_existing", {"key": list(ids)}))
        return {key for part in found for key in part["ids"]}

    def named(self, ids: Collection[str]) -> dict[str, set[str]]:
        """Which of these ids are stored in which of the tables that rows refer to. Cost: one question."""
        found = self._bolt.read(lambda tx: tx.send("named", {"key": list(ids)}))
        return {table: {id_ for part in found for id_ in part[table]} for table in _REFERRED}

    def stored(self, table: str, keys: Collection[str]) -> dict[str, Row]:
        """The stored rows of these keys (`Table.key_of`), whole and in stored form."""
        shape = _shape(table)
        return self._bolt.read(lambda tx: stored_rows(tx, shape, keys)) if keys else {}

    def write(self, table: str, rows: Sequence[Row], *, replacing: bool = True) -> Written:
        """Create or update rows by key; columns that a row lacks stay as they are stored.

        Not `replacing`: a row that is stored with other content is refused, ConflictError.

        Rows are validated before, and what they refer to is stored, or among them: for accounts, team, people
        and strategy hand all rows that refer to each other to one call. They are written in chunks of a
        transaction each; a chunk that cannot be written raises (StoreError, ConflictError, DataError) and
        leaves nothing of itself, chunks before it stay.
        """
        shape = _shape(table)
        ordered, needs = above_first(rows, shape.above) if shape.above else (rows, _itself)
        written = Written()
        for chunk in chunks(shape.table, ordered, needs):
            written += self._write_chunk(shape, chunk, replacing=replacing)
        return written

    def _write_chunk(self, shape: Shape, rows: Sequence[Row], *, replacing: bool) -> Written:
        with self._writing():
            trusting = len(rows) >= TRUSTED and self._refuses_twins(shape)

            def attempt(tx: Transaction) -> Written:
                nonlocal trusting
                trust, trusting = trusting, False
                return write_chunk(tx, shape, rows, self._constants, trusting=trust, replacing=replacing)

            return self._bolt.write(attempt)

    def _refuses_twins(self, shape: Shape) -> bool:
        """Whether the database itself refuses a second row of a key: an embedded store can lose a constraint."""
        if self._unique is None:
            self._unique = {guard.on for guard in present_guards(self._bolt) if guard.unique}
        return bool(shape.unique) and self._unique.issuperset(shape.unique)

    def doctor(self, *, repair: bool = False) -> Diagnosis:
        """Look for what is not as it should be; see `doctor`. Ties are always put right.

        `repair` also makes lost constraints again.
        """
        with self._writing():
            return examine(self._bolt, self._constants, repair=repair)

    def delete(self, table: str, key: str) -> dict[str, int]:
        """Delete a row, or what an id names, with all that cannot stand without it; counts of what went.

        See `deleting` for what goes with what. Raises NotFoundError; ConflictError where history holds it.
        """
        with self._writing():
            return delete(self._bolt, _shape(table), key, self._constants)


_REFERRED = sorted({table for of in TABLES.values() for column in of.columns for table in column.refers})


def _itself(place: int) -> int:
    return place


def _shape(table: str) -> Shape:
    if table not in SHAPES:
        raise UsageError(
            message("there is no table {name!r}; there are {known}", name=table, known=", ".join(TABLES))
        )
    return SHAPES[table]
