"""Reading a table into the staging: each record becomes a row, or an entry in the journal."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from zoneinfo import ZoneInfo

from graphkam.domain.message import message
from graphkam.domain.tables import Table
from graphkam.errors import DataError
from graphkam.ingest.delimited import Record
from graphkam.ingest.journal import Journal
from graphkam.ingest.rows import HeaderError, Layout, Problem
from graphkam.ingest.sources import Source, short
from graphkam.ingest.staged import Clash
from graphkam.ingest.staging import Staging
from graphkam.ingest.tablefile import open_table

_PAGE = 2_000


def read_table(
    source: Source,
    table: Table,
    file: int,
    zone: ZoneInfo,
    staging: Staging,
    journal: Journal,
    tell: Callable[[int], None],
) -> None:
    """Stage the rows of a source. `tell` is told how many bytes have been read."""
    try:
        with open_table(source) as opened:
            for note in opened.notes:
                journal.note(note)
            try:
                layout = _layout(table, next(opened.records, None), zone)
            except HeaderError as error:
                for problem in error.problems:
                    journal.problem(file, 1, problem)
                journal.files[file].rows = journal.files[file].rejected = sum(1 for _ in opened.records)
                return
            if layout.unknown:
                names = short(layout.unknown)
                journal.note(
                    message("{file}: unknown columns left out: {names}", file=source.label, names=names)
                )
            while page := list(islice(opened.records, _PAGE)):
                for record in page:
                    _take(record, layout, file, staging, journal)
                tell(opened.bytes_read())
            journal.files[file].fill = layout.fill()
    except DataError as error:
        journal.problem(file, None, Problem(None, None, error.args[0]))
    for clash in staging.flush(table):
        report_clash(table, clash, journal)


def _layout(table: Table, header: Record | None, zone: ZoneInfo) -> Layout:
    if header is None:
        raise DataError(message("a header row; the file is empty"))
    if header.damage is not None:
        raise HeaderError([Problem(None, ",".join(header.cells), header.damage)])
    return Layout(table, header.cells, zone)


def _take(record: Record, layout: Layout, file: int, staging: Staging, journal: Journal) -> None:
    """Stage one record, or note why not."""
    journal.files[file].rows += 1
    if record.damage is not None:
        problem = Problem(None, ",".join(record.cells), record.damage)
        journal.reject(file, record.line, problem)
        return
    row, problems = layout.parse(record.cells)
    if row is None:
        journal.reject(file, record.line, *problems)
        ident = layout.id_of(record.cells)
        if ident is not None:
            staging.tables[layout.table.name].put_refused(file, record.line, ident)
        return
    for problem in problems:
        journal.problem(file, record.line, problem)
    for clash in staging.put(layout.table, file, record.line, row):
        report_clash(layout.table, clash, journal)


def report_clash(table: Table, clash: Clash, journal: Journal) -> None:
    """Two rows with one key and other content are both refused."""
    column, value = " + ".join(table.key), " + ".join(str(clash.row.get(name) or "") for name in table.key)
    pairs = [(clash.second, clash.first)] + ([(clash.first, clash.second)] if clash.fresh else [])
    for place, other in pairs:
        expected = message(
            "one row for one key; {file}, line {line} says something else",
            file=journal.files[other.file].label,
            line=other.line,
        )
        journal.reject(place.file, place.line, Problem(column, value, expected))
