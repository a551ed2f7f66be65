"""The headers of mails, out of mbox files and single messages; bodies are read past, never kept.

In an mbox a message begins with a line `From SENDER DATE` after a blank line. Bodies may hold such lines too,
so one counts only if it carries a time and a year and a header follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message as Headers
from email.parser import HeaderParser
from itertools import chain
from typing import BinaryIO

from graphkam.domain.message import message
from graphkam.errors import DataError
from graphkam.ingest.delimited import Record
from graphkam.ingest.encodings import codec_of, encoding_of_bytes
from graphkam.ingest.sources import Source
from graphkam.ingest.tablefile import TableFile

LONGEST_LINE = 1 << 16
LONGEST_HEAD = 1 << 20
"""Bytes of headers that are kept of a message."""
COLUMNS = ("message-id", "date", "from", "to", "cc")
"""What the file of rejected rows shows of a message."""

_FROM = re.compile(rb"From (?=.*\d{1,2}:\d{2})(?=.*\b\d{4}\b)")
_HEADER = re.compile(rb"[!-9;-~]+[ \t]*:")
_FOLD = re.compile(r"[\r\n]+[ \t]*")


def read_mails(file: BinaryIO, *, mbox: bool) -> Iterator[Headers]:
    """The headers of each message, in order. Raises DataError if this is no mail."""
    return (_parsed(head) for head in (_mbox(file) if mbox else _single(file)))


def header(mail: Headers, name: str) -> str:
    """All headers of a name, unfolded, joined by commas; empty if there are none."""
    return ", ".join(_FOLD.sub(" ", str(value)).strip() for value in mail.get_all(name, []))


@contextmanager
def open_mail(source: Source) -> Iterator[TableFile]:
    """The messages of a source as records: what identifies each; numbered from 1, after a header."""
    try:
        with source.path.open("rb") as file:
            records = (
                Record(number, [header(mail, name) for name in COLUMNS])
                for number, mail in enumerate(read_mails(file, mbox=source.format == "mbox"), 1)
            )
            yield TableFile(chain([Record(0, list(COLUMNS))], records), file.tell)
    except OSError as error:
        raise DataError(message("a file that can be read: {why}", why=error.strerror or str(error))) from None


def _parsed(head: bytes) -> Headers:
    return HeaderParser().parsestr(head.decode(codec_of(encoding_of_bytes(head)), "replace"))


def _single(file: BinaryIO) -> Iterator[bytes]:
    lines = _lines(file)
    first = next((line for line in lines if line.strip()), None)
    if first is not None and _FROM.match(first.removeprefix(b">")):
        first = next(lines, None)
    if first is None or not _HEADER.match(first):
        raise DataError(message("a mail, which begins with its headers"))
    yield _head(first, lines)[0]


def _mbox(file: BinaryIO) -> Iterator[bytes]:
    lines = _lines(file)
    first = next((line for line in lines if line.strip()), b"")
    if not _FROM.match(first):
        raise DataError(message("an mbox, whose messages begin with a line From SENDER DATE"))
    line: bytes | None = next(lines, None)
    while line is not None:
        head, begun = _head(line, lines)
        yield head
        line = next(lines, None) if begun else _next_message(lines)


def _head(line: bytes, lines: Iterator[bytes]) -> tuple[bytes, bool]:
    """The header lines from `line` on, and whether they ended in the first line of the next message."""
    kept: list[bytes] = []
    size = 0
    for current in chain([line], lines):
        if not current.strip(b"\r\n"):
            break
        if _FROM.match(current):
            return b"".join(kept), True
        size += len(current)
        if size <= LONGEST_HEAD:
            kept.append(current)
    return b"".join(kept), False


def _next_message(lines: Iterator[bytes]) -> bytes | None:
    """The first header line of the next message; None at the end of the file."""
    after_blank = True
    for line in lines:
        if after_blank and _FROM.match(line):
            following = next(lines, None)
            if following is None or _HEADER.match(following):
                return following
            line = following
        after_blank = not line.strip(b"\r\n")
    return None


def _lines(file: BinaryIO) -> Iterator[bytes]:
    return iter(lambda: file.readline(LONGEST_LINE), b"")
