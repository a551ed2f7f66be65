"""Opening a table, whether a CSV file or a sheet, as records; what had to be guessed goes into notes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import TextIO

from graphkam.domain.message import Message, message
from graphkam.errors import DataError
from graphkam.ingest.delimited import LONGEST_RECORD, Record, records, separator_of
from graphkam.ingest.encodings import codec_of, encoding_of
from graphkam.ingest.sources import Source
from graphkam.ingest.workbook import Workbook

_SEPARATOR_NAMES = {";": "semicolons", "\t": "tabs", "|": "vertical bars"}


@dataclass
class TableFile:
    """An open table: its records, the header first, and how many bytes of the file have been read."""

    records: Iterator[Record]
    bytes_read: Callable[[], int]
    notes: list[Message] = field(default_factory=list)


@contextmanager
def open_table(source: Source) -> Iterator[TableFile]:
    """The records of a source. Raises DataError, saying what was expected, if it cannot be read at all."""
    if source.sheet is not None:
        size = source.path.stat().st_size
        yield TableFile(Workbook(source.path).records(source.sheet), lambda: size)
        return
    try:
        encoding = encoding_of(source.path)
        # Bytes that are no text become surrogates, which cells refuse; in UTF-16 there is no such way.
        errors = "replace" if encoding == "UTF-16" else "surrogateescape"
        with source.path.open(encoding=codec_of(encoding), errors=errors, newline="") as file:
            separator = separator_of(_first_line(file), frozenset(source.table.names if source.table else ()))
            table = TableFile(records(file, separator), partial(_position, file.fileno()))
            if encoding != "UTF-8":
                table.notes.append(
                    message(
                        "{file} was read as {encoding}, as it is not UTF-8",
                        file=source.label,
                        encoding=encoding,
                    )
                )
            if separator != ",":
                table.notes.append(
                    message(
                        "{file}: cells are separated by {what}",
                        file=source.label,
                        what=_SEPARATOR_NAMES[separator],
                    )
                )
            yield table
    except OSError as error:
        raise DataError(message("a file that can be read: {why}", why=error.strerror or str(error))) from None


def _position(descriptor: int) -> int:
    return os.lseek(descriptor, 0, os.SEEK_CUR)


def _first_line(file: TextIO) -> str:
    """The first line that is not blank; the file is at its beginning again."""
    for line in iter(lambda: file.readline(LONGEST_RECORD), ""):
        if not line.isspace():
            file.seek(0)
            return line
    raise DataError(message("a header row; the file is empty"))
