"""The connection: one driver, managed transactions only, and the one loop that repeats them."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, TypeVar, cast

import neo4j
from neo4j import ManagedTransaction
from neo4j.exceptions import ConfigurationError, DriverError, Neo4jError

from graphkam.domain.message import message
from graphkam.errors import ConflictError, DataError, GraphKAMError, NotFoundError, StoreError
from graphkam.queries import Query, load
from graphkam.store.columns import Columns, columns_of, slices
from graphkam.store.refusals import LOST, passing, record, sentence, words

T = TypeVar("T")
Mode = Literal["read", "write"]
"""In a cluster, reading goes to followers, and writing to the leader."""


REPEAT_SECONDS = 20.0
"""How long a transaction is repeated before the user is told."""
_FIRST_PAUSE, _LONGEST_PAUSE = 0.02, 2.0


class NothingToDo(Exception):  # noqa: N818  (no error: it rolls a transaction back that has nothing to write)
    """Raised by the work of a transaction that found everything as it should be; `result` is its answer."""

    def __init__(self, result: Any) -> None:
        super().__init__("nothing to do")
        self.result = result


class _DoubtError(Exception):
    """A refusal that may be wrong: found in a transaction that somebody else's commit may have upset."""

    def __init__(self, refusal: GraphKAMError, revision: int | None) -> None:
        super().__init__(str(refusal))
        self.refusal = refusal
        self.revision = revision


class Transaction:
    """One managed transaction: runs the statements of `cypher/`, by name."""

    def __init__(self, tx: ManagedTransaction, folder: str = "write") -> None:
        self._tx = tx
        self._folder = folder
        self.revision: int | None = None

    def count_up(self) -> int:
        """Begin to write: the number of the revision that this transaction makes.

        On Neo4j its lock puts the writers in a row. The embedded store has no locks: of two that count up at
        once the later to commit fails, and is repeated.
        """
        self.revision = int(self.one("revision")["n"])
        return self.revision

    def rows(self, name: str, /, **values: object) -> list[dict[str, Any]]:
        """The rows that a statement gives."""
        query = self._query(name)
        return self._tx.run(cast(Any, query.text), query.bind(values)).data()

    def one(self, name: str, /, **values: object) -> dict[str, Any]:
        """The single row that a statement gives."""
        [row] = self.rows(name, **values)
        return row

    def columns(self, name: str, /, **values: object) -> dict[str, list[Any]]:
        """The single record of a statement that collects columns; `data()` would copy every element."""
        query = self._query(name)
        record = self._tx.run(cast(Any, query.text), query.bind(values)).single(strict=True)
        return dict(record)

    def send(self, name: str, columns: Columns, /, **values: object) -> list[dict[str, Any]]:
        """Run a statement on columns of any length, in messages that are small enough; a row for each.

        Numbers are for the caller to add up, lists to put together.
        """
        return [self.one(name, **part, **values) for part in slices(columns)]

    def send_rows(self, name: str, rows: Sequence[Mapping[str, Any]]) -> int:
        """Run a statement on the columns that it declares of these rows; how many rows it counted as `gone`.

        A statement counts what it found under the names of its columns. Raises StoreError if that is less
        than was referred to: what the rows need has vanished since they were checked.
        """
        columns = columns_of([p.name for p in self._query(name).parameters], rows)
        counted = self.send(name, columns)
        for column in counted[0] if counted else ():
            if column in columns:
                wanted = sum(map(_references, columns[column]))
                if (found := total(counted, column)) < wanted:
                    raise StoreError(
                        f"{wanted - found} of {wanted} references in {column} lead nowhere ({name}): "
                        "none of these rows was written"
                    )
        return total(counted, "gone") if counted and "gone" in counted[0] else 0

    def _query(self, name: str) -> Query:
        return load(self._folder)[name]


class Bolt:
    """A database of either kind at its address. Safe for several threads.

    The driver's own repetition is switched off: `write` and `read` repeat for all reasons alike. In a cluster
    (`neo4j://`) every transaction names what this process has written and read before, so that a follower that
    lags behind waits until it has that too: nobody misses a write of their own, or sees time run backwards.
    """

    def __init__(self, url: str, user: str, password: str, database: str) -> None:
        self.database = database
        self._url = url
        self._bookmarks = neo4j.GraphDatabase.bookmark_manager() if url.startswith("neo4j") else None
        try:
            self._driver = neo4j.GraphDatabase.driver(
                url,
                auth=(user, password),
                max_transaction_retry_time=0,
                connection_timeout=10,
                notifications_min_severity="OFF",
                user_agent="graphkam",
                telemetry_disabled=True,
            )
        except (ConfigurationError, ValueError) as error:
            raise StoreError(
                message("GRAPHKAM_URL {url!r} cannot be used: {error}.", url=url, error=words(error))
            ) from None

    def close(self) -> None:
        """Give the connections back."""
        self._driver.close()

    def probe(self) -> None:
        """One statement, once; raises whatever goes wrong, as StoreError."""
        try:
            self._once("read", lambda tx: tx.run("RETURN 1").consume())
        except (DriverError, Neo4jError) as error:
            raise self._refusal(error) from None

    def read(self, work: Callable[[Transaction], T], folder: str = "write") -> T:
        """What `work` gives in a reading transaction; it may run more than once."""
        return self._repeat("read", lambda tx: work(Transaction(tx, folder)))

    def write(self, work: Callable[[Transaction], T]) -> T:
        """What `work` gives in a writing transaction; it may run more than once, so it must be idempotent.

        `work` raises NothingToDo, or NotFoundError, when there is nothing to write. If an earlier attempt had
        written, and only the answer to its commit was lost, then that attempt's result is given.
        """

        def attempt(tx: ManagedTransaction) -> T:
            transaction = Transaction(tx)
            try:
                return work(transaction)
            except (StoreError, ConflictError, NotFoundError) as refusal:
                raise _DoubtError(refusal, transaction.revision) from None

        return self._repeat("write", attempt)

    def revision(self, mode: Mode = "read") -> int:
        """How many writes this database has seen, as far as whoever answers knows; in mode `write` the leader."""
        return int(self._repeat(mode, lambda tx: Transaction(tx).one("revision_read"))["n"])

    def run(self, text: str, /, **values: object) -> list[dict[str, Any]]:
        """The rows of one statement that the program makes: about the schema, or for the doctor and a copy."""
        return self._repeat("write", lambda tx: tx.run(cast(Any, text), values).data())

    def _once(self, mode: Mode, work: Callable[[ManagedTransaction], T]) -> T:
        """One attempt. Raises what the driver raises, and KeyboardInterrupt for whatever Ctrl-C made of it.

        Ctrl-C in the middle of a message leaves the connection in disorder; giving it back then fails, and
        that error must not hide what happened.
        """
        try:
            with self._driver.session(database=self.database, bookmark_manager=self._bookmarks) as session:
                return session.execute_read(work) if mode == "read" else session.execute_write(work)
        except Exception as error:
            if _interrupted(error):
                raise KeyboardInterrupt from error
            raise

    def _repeat(self, mode: Mode, work: Callable[[ManagedTransaction], T]) -> T:
        """The one retry loop: constraint races, deadlocks, lost connections and lost answers."""
        done: list[T] = []

        def remembered(tx: ManagedTransaction) -> T:
            done.append(work(tx))
            return done[-1]

        deadline, pause = time.monotonic() + REPEAT_SECONDS, _FIRST_PAUSE
        perhaps: list[T] = []
        attempts = 0
        while True:
            done.clear()
            attempts += 1
            try:
                return self._once(mode, remembered)
            except NothingToDo as nothing:
                return perhaps[0] if perhaps else cast(T, nothing.result)
            except _DoubtError as doubt:
                if perhaps and isinstance(doubt.refusal, NotFoundError):
                    return perhaps[0]
                undisturbed = doubt.revision is None or doubt.revision == self.revision("write") + 1
                if undisturbed or time.monotonic() > deadline:
                    raise doubt.refusal from None
            except UnicodeEncodeError:
                raise DataError(message("a text holds half a character, which cannot be stored")) from None
            except (DriverError, Neo4jError) as error:
                if isinstance(error, LOST):
                    perhaps += done
                if not passing(error) or time.monotonic() + pause > deadline:
                    record(error, attempts)
                    raise self._refusal(error) from error
            time.sleep(pause * random.uniform(0.5, 1.0))  # noqa: S311  (spreads writers, keeps no secret)
            pause = min(pause * 2, _LONGEST_PAUSE)

    def _refusal(self, error: DriverError | Neo4jError) -> StoreError:
        return StoreError(sentence(error, self._url, self.database))


def _interrupted(error: BaseException | None) -> bool:
    """Whether the error came up while a Ctrl-C was on its way out."""
    while error is not None and not isinstance(error, KeyboardInterrupt):
        error = error.__context__
    return error is not None


def total(counted: Sequence[Mapping[str, Any]], name: str) -> int:
    """The sum of a counted column over the messages of one statement."""
    return sum(row[name] for row in counted)


def _references(value: object) -> int:
    return len(value) if isinstance(value, list) else int(value is not None)
