"""One import from beginning to end."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TextIO
from zoneinfo import ZoneInfo

from graphkam.domain.message import message
from graphkam.domain.reports import ImportReport
from graphkam.domain.tables import TABLES
from graphkam.errors import DataError, GraphKAMError, UsageError
from graphkam.ingest.directory import Directory
from graphkam.ingest.hierarchies import Hierarchies
from graphkam.ingest.journal import Journal
from graphkam.ingest.load import Progress, load
from graphkam.ingest.mailbox import Mailbox, stage_discovered
from graphkam.ingest.read import read_table
from graphkam.ingest.references import References
from graphkam.ingest.rejected import rejected_file, write_rejected
from graphkam.ingest.rows import Problem
from graphkam.ingest.sources import Source, find_sources
from graphkam.ingest.spans import check_spans
from graphkam.ingest.staging import Staging

if TYPE_CHECKING:
    from graphkam.settings import Settings
    from graphkam.store import Store


def import_paths(
    store: Store | Callable[[], Store],
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
    of touchpoints. A `store` that is still to be opened is opened, by this thread, while tables are read.
    `account_domains` says which account's people have which mail domain. `rejected` is a CSV
    file for the rows that were refused. `progress` is told (what, done, of how much).
    Raises UsageError for paths and formats that are none, StoreError, and GraphKAMError where there is no
    room for temporary files; whatever is wrong with the files is in the report.
    """
    found = find_sources([Path(path) for path in paths], format)
    journal = Journal()
    for note in found.notes:
        journal.note(note)
    for label, kind, expected in found.refused:
        journal.problem(journal.add_file(label, kind), None, Problem(None, None, expected))
    sources = {journal.add_file(source.label, source.format): source for source in found.items}
    run = _Run(store, journal, sources, ZoneInfo(settings.timezone), progress or _silent)
    try:
        with rejected_file(rejected, found.items) as file:
            with Staging() as staging:
                run.through(staging, list(our_domains), account_domains or {}, dry_run=dry_run)
            if file is not None:
                run.write_rejected(file)
        return journal.report()
    except sqlite3.Error as error:
        raise GraphKAMError(
            message("the import could not use its temporary file: {error}", error=error)
        ) from error
    finally:
        journal.close()


@dataclass(frozen=True)
class _Run:
    """One import on its way."""

    given: Store | Callable[[], Store]
    journal: Journal
    sources: Mapping[int, Source]
    zone: ZoneInfo
    progress: Progress

    def through(
        self,
        staging: Staging,
        our_domains: Collection[str],
        account_domains: Mapping[str, str],
        *,
        dry_run: bool,
    ) -> None:
        """Read, check, load. Ctrl-C ends it with what is in by then."""
        try:
            store = self._opened_while_reading(staging)
            self._read_mail(staging, store, our_domains, account_domains)
            self._check(staging, store)
        except KeyboardInterrupt:
            self.journal.interrupted = True
        else:
            load(staging, self.journal, store, dry_run=dry_run, progress=self.progress)
        if self.journal.interrupted:
            self.journal.note(
                message("Interrupted: what is counted as accepted is in; import the same files again.")
            )

    def _opened_while_reading(self, staging: Staging) -> Store:
        """Read the tables; the store, opened meanwhile if it was not open."""
        if not callable(self.given):
            self._read_tables(staging)
            return self.given
        with ThreadPoolExecutor(1) as pool:
            reading = pool.submit(self._read_tables, staging)
            store = self.given()
            reading.result()
        return store

    def _read_tables(self, staging: Staging) -> None:
        for number, source in self.sources.items():
            if source.table is not None:
                tell = self._teller(number)
                read_table(source, source.table, number, self.zone, staging, self.journal, tell)

    def _read_mail(
        self,
        staging: Staging,
        store: Store,
        our_domains: Collection[str],
        account_domains: Mapping[str, str],
    ) -> None:
        mails = {number: source for number, source in self.sources.items() if source.table is None}
        if not mails:
            return
        if not our_domains:
            raise UsageError(
                "mail can be read only if it is known which mail domains are ours (--our-domain)"
            )
        directory = Directory(staging, store, our_domains, account_domains, self.journal.note)
        aside = self.journal.add_file("mail", "", listed=False)
        for number, source in mails.items():
            mailbox = Mailbox(number, aside, self.zone, staging, self.journal, directory)
            mailbox.read(source, self._teller(number))
        stage_discovered(directory, aside, staging, self.journal)

    def _teller(self, number: int) -> Callable[[int], None]:
        """What tells the progress of reading a source."""
        sizes = {n: source.path.stat().st_size for n, source in self.sources.items()}
        before, total = sum(size for n, size in sizes.items() if n < number), sum(sizes.values())
        return lambda done: self.progress(message("reading"), before + done, total)

    def _check(self, staging: Staging, store: Store) -> None:
        """Check references and hierarchies, table by table; then what became of copies."""
        references = References(staging, self.journal, store.existing)
        references.one_id_space()
        hierarchies = Hierarchies(staging, references, store)
        for n, table in enumerate(TABLES.values(), 1):
            check_spans(table, staging, references, store)
            references.check(table)
            hierarchies.check(table.name)
            self.progress(message("checking"), n, len(TABLES))
        for name, staged in staging.tables.items():
            for copy, first in staged.copies_of_refused():
                label = self.journal.files[first.file].label
                expected = message(
                    "a row that was taken; its like in {file}, line {line} was not",
                    file=label,
                    line=first.line,
                )
                references.refuse(name, copy, Problem(None, None, expected))

    def write_rejected(self, file: TextIO) -> None:
        """Write the file of rejected rows; what was imported is in, whether that works or not."""
        try:
            write_rejected(file, self.sources, self.journal)
        except (OSError, DataError) as error:
            self.journal.note(message("The file of rejected rows is not complete: {why}", why=str(error)))


def _silent(what: str, done: int, total: int) -> None:
    """Nobody watches."""
