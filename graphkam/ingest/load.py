"""Writing what was checked: table by table in the order of references, in chunks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from graphkam.domain.message import message
from graphkam.domain.tables import TABLES, Row, Table
from graphkam.errors import StoreError
from graphkam.ingest.circles import MOST_LEVELS
from graphkam.ingest.journal import Journal
from graphkam.ingest.staged import Staged, StagedTable
from graphkam.ingest.staging import Staging

if TYPE_CHECKING:
    from graphkam.store import Store

CHUNK = 5_000
"""Rows handed to the store at once."""

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and how much there is."""


def load(staging: Staging, journal: Journal, store: Store, *, dry_run: bool, progress: Progress) -> None:
    """Write all that is ready, and count it; a dry run only compares it with what is stored.

    Ctrl-C ends it between two chunks, or within one that then is not counted: what is counted is in.
    Raises StoreError, saying how much was in by then.
    """
    total = sum(table.count() for table in staging.tables.values())
    done = 0
    try:
        for table in TABLES.values():
            for chunk in _chunks(staging.tables[table.name]):
                _take(table, chunk, journal, store, dry_run)
                done += len(chunk)
                progress(message("comparing") if dry_run else message("writing"), done, total)
            for file, copies in staging.tables[table.name].copies():
                journal.files[file].accepted += copies
                journal.files[file].unchanged += copies
    except KeyboardInterrupt:
        journal.interrupted = True
    except StoreError as error:
        raise StoreError(
            f"{error} ({done:,} of {total:,} rows were in; import the same files again)"
        ) from error


def _chunks(table: StagedTable) -> Iterator[list[Staged]]:
    """The rows in the order of writing, so many at a time; the last level, which may hold circles, in one piece."""
    chunk: list[Staged] = []
    for staged in table.rows():
        if len(chunk) >= CHUNK and not staged.level == chunk[-1].level > MOST_LEVELS:
            yield chunk
            chunk = []
        chunk.append(staged)
    if chunk:
        yield chunk


def _take(table: Table, chunk: list[Staged], journal: Journal, store: Store, dry_run: bool) -> None:
    """Write a chunk, or compare it, and count it for its files."""
    if dry_run:
        created, same = _compared(table, chunk, store)
        updated = len(chunk) - created - len(same)
    else:
        written = store.write(table.name, [staged.row for staged in chunk])
        created, updated = written.created, written.updated
        same = (
            [staged for staged in chunk if table.key_of(staged.row) in written.same] if written.same else []
        )
    for file, n in Counter(staged.place.file for staged in chunk).items():
        journal.files[file].accepted += n
    for file, n in Counter(staged.place.file for staged in same).items():
        journal.files[file].unchanged += n
    journal.created[table.name] += created
    journal.updated[table.name] += updated


def _compared(table: Table, chunk: list[Staged], store: Store) -> tuple[int, list[Staged]]:
    """How many rows would be new, and which are stored as they are."""
    stored = store.stored(table.name, [table.key_of(staged.row) for staged in chunk])
    found = [(staged, stored.get(table.key_of(staged.row))) for staged in chunk]
    same = [staged for staged, row in found if row is not None and _says_nothing_new(staged.row, row)]
    return sum(row is None for _, row in found), same


def _says_nothing_new(row: Row, stored: Row) -> bool:
    return all(stored.get(name) == value for name, value in row.items())
