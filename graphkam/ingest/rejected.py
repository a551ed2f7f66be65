"""The file of rejected rows: their cells as they were, and why; to be mended and imported again.

The cells are read from the sources a second time, so that an import needs no room for what it refuses.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TextIO

from graphkam.domain.guard import guarded
from graphkam.domain.message import message
from graphkam.errors import DataError, UsageError
from graphkam.ingest.delimited import Record, column_name
from graphkam.ingest.journal import Journal
from graphkam.ingest.mailfile import open_mail
from graphkam.ingest.sources import Source
from graphkam.ingest.tablefile import open_table

_OWN = ("file", "row", "why")
_UNDECODABLE = re.compile(r"[\ud800-\udfff]")


@contextmanager
def rejected_file(path: Path | None, sources: Sequence[Source]) -> Iterator[TextIO | None]:
    """The file to write to, opened before anything is imported; None without a path.

    Raises UsageError if it cannot be written, or is one of the files to be read.
    """
    if path is None:
        yield None
        return
    if path.exists() and any(path.samefile(source.path) for source in sources):
        raise UsageError(
            message("{path} is to be imported: name another file for the rejected rows", path=path)
        )
    try:
        file = path.open("w", encoding="utf-8-sig", newline="")
    except OSError as error:
        raise UsageError(
            message("{path} cannot be written: {error}", path=path, error=error.strerror)
        ) from None
    with file:
        yield file


def write_rejected(file: TextIO, sources: Mapping[int, Source], journal: Journal) -> None:
    """Write every rejected row: file, row, why, and its cells under the columns of its file.

    `sources` are those that could be opened, by their numbers in the journal. Cells that a spreadsheet would
    take for a formula get an apostrophe; bytes that could not be read become U+FFFD.
    """
    headers = {number: _header(source) for number, source in sources.items()}
    names = list(dict.fromkeys(name for header in headers.values() for name in header))
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow([*_OWN, *map(_written, names)])
    for number, count in enumerate(journal.files):
        header = headers.get(number, [])
        for line, why, cells in _refused(sources.get(number), number, journal):
            of_name = dict(zip(header, cells, strict=False))
            row = [*(of_name.get(name, "") for name in names), *cells[len(header) :]]
            writer.writerow([count.label, line or "", why, *map(_written, row)])


def _refused(source: Source | None, number: int, journal: Journal) -> Iterator[tuple[int, str, list[str]]]:
    """The refused lines of a file, each with why, and its cells where they can be read."""
    with ExitStack() as stack:
        records = _records(source, stack)
        record = next(records, None)
        for line, why in journal.refused_lines(number):
            while record is not None and record.line < line:
                record = next(records, None)
            yield line, why, record.cells if record is not None and record.line == line > 0 else []


def _header(source: Source) -> list[str]:
    with ExitStack() as stack:
        record = next(_records(source, stack), None)
        return [] if record is None else list(map(column_name, record.cells))


def _records(source: Source | None, stack: ExitStack) -> Iterator[Record]:
    """The records of a source, open as long as the stack; none if it cannot be read, which was reported."""
    if source is None:
        return iter(())
    try:
        opened = open_mail(source) if source.table is None else open_table(source)
        return stack.enter_context(opened).records
    except DataError:
        return iter(())


def _written(cell: str) -> str:
    return guarded(_UNDECODABLE.sub("\ufffd", cell))
