"""One import from beginning to end."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from graphkam.domain.answers import ImportReport
from graphkam.domain.message import message
from graphkam.domain.tables import TABLES
from graphkam.errors import GraphKAMError
from graphkam.ingest.hierarchies import Hierarchies
from graphkam.ingest.journal import Journal
from graphkam.ingest.load import Progress, load
from graphkam.ingest.read import read_table
from graphkam.ingest.references import References
from graphkam.ingest.rows import Problem
from graphkam.ingest.sources import Source, find_sources
from graphkam.ingest.staging import Staging

if TYPE_CHECKING:
    from graphkam.settings import Settings
    from graphkam.store import Store


def import_paths(
    store: Store,
    paths: Iterable[Path],
    *,
    settings: Settings,
    format: str = "auto",
    our_domains: Iterable[str] = (),
    account_domains: Mapping[str, str] | None = None,
    dry_run: bool = False,
    rejected: Path | None = None,
    progress: Progress | None = None,
) -> ImportReport:
    """Import files and directories, and report what became of every row.

    All files are read and checked before anything is written, in memory that does not grow with the number
    of touchpoints. `account_domains` says which account's people have which mail domain. `rejected` is a CSV
    file for the rows that were refused. `progress` is told (what, done, of how much).
    Raises UsageError for paths and formats that are none, StoreError, and GraphKAMError where the temporary
    directory is full; whatever is wrong with the files is in the report.
    """
    sources = find_sources([Path(path) for path in paths], format)
    journal = Journal()
    for note in sources.notes:
        journal.note(note)
    for label, kind, expected in sources.refused:
        journal.problem(journal.add_file(label, kind), None, Problem(None, None, expected))
    try:
        with Staging() as staging:
            _import(sources.items, staging, journal, store, settings, dry_run, progress or _silent)
        return journal.report()
    except sqlite3.Error as error:
        raise GraphKAMError(
            f"the import could not use its temporary directory {gettempdir()}: {error}"
        ) from error
    finally:
        journal.close()


def _import(
    sources: Sequence[Source],
    staging: Staging,
    journal: Journal,
    store: Store,
    settings: Settings,
    dry_run: bool,
    progress: Progress,
) -> None:
    """Read, check, load. Ctrl-C ends it with what is in by then."""
    zone = ZoneInfo(settings.timezone)
    try:
        _read(sources, staging, journal, zone, progress)
        _check(staging, journal, store, progress)
    except KeyboardInterrupt:
        journal.interrupted = True
    else:
        load(staging, journal, store, dry_run=dry_run, progress=progress)
    if journal.interrupted:
        journal.note(message("Interrupted: what is counted as accepted is in; import the same files again."))


def _read(
    sources: Sequence[Source], staging: Staging, journal: Journal, zone: ZoneInfo, progress: Progress
) -> None:
    sizes = [source.path.stat().st_size for source in sources]
    for n, source in enumerate(sources):
        file = journal.add_file(source.label, source.format)
        before = sum(sizes[:n])
        if source.table is not None:
            read_table(
                source,
                source.table,
                file,
                zone,
                staging,
                journal,
                partial(_tell_read, progress, before, sum(sizes)),
            )


def _check(staging: Staging, journal: Journal, store: Store, progress: Progress) -> None:
    """Check references and hierarchies, table by table; then what became of copies."""
    references = References(staging, journal, store.existing)
    references.one_id_space()
    hierarchies = Hierarchies(staging, references, store)
    for n, table in enumerate(TABLES.values(), 1):
        references.check(table)
        hierarchies.check(table.name)
        progress("checking", n, len(TABLES))
    for name, staged in staging.tables.items():
        for copy, first in staged.copies_of_refused():
            expected = message(
                "a row that was taken; the same row in {file}, line {line}, was not",
                file=journal.files[first.file].label,
                line=first.line,
            )
            references.refuse(name, copy, Problem(None, None, expected))


def _tell_read(progress: Progress, before: int, total: int, done: int) -> None:
    progress("reading", before + done, total)


def _silent(what: str, done: int, total: int) -> None:
    """Nobody watches."""
