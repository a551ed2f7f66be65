"""Records of a CSV file, one after the other in constant memory, with the line on which each begins.

A record that is damaged (an unclosed quote, a cell of megabytes) costs its own first line only: reading goes
on with the line after it, so that the good rows behind a stray quote are not swallowed.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from typing import NamedTuple, TextIO

from graphkam.domain.message import Message, message

LONGEST_RECORD = 2 << 20
"""Characters of one record, over all its lines."""
LONGEST_CELL = 100_000
"""Characters of one cell; more is no cell but an accident."""
SEPARATORS = (",", ";", "\t", "|")


class Record(NamedTuple):
    """The cells of one record; if it is damaged, how, and what of its cells or first line could be read.

    `line` counts from 1, the header.
    """

    line: int
    cells: list[str]
    damage: Message | None = None


class _TooLongError(Exception):
    """The record has outgrown LONGEST_RECORD."""


class _Lines:
    """The lines of a file for the CSV parser, which can be handed back to be read again."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._again: deque[str] = deque()
        self._size = 0
        self.taken: list[str] = []
        self.done = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else self._read()
        if not line:
            raise StopIteration
        self.taken.append(line)
        self._size += len(line)
        if self._size > LONGEST_RECORD:
            raise _TooLongError
        return line

    def _read(self) -> str:
        """The next line; of one that is too long only its beginning, the rest is read past."""
        line = self._file.readline(LONGEST_RECORD + 1)
        if len(line) > LONGEST_RECORD:
            rest = line
            while rest and not rest.endswith(("\n", "\r")):
                rest = self._file.readline(LONGEST_RECORD)
        return line

    def accept(self) -> None:
        """The lines taken made a record."""
        self.done += len(self.taken)
        self._begin()

    def retry(self) -> None:
        """Give up the first line taken; the others are read again."""
        self.done += 1
        self._again.extendleft(reversed(self.taken[1:]))
        self._begin()

    def _begin(self) -> None:
        self.taken = []
        self._size = 0


def records(file: TextIO, separator: str) -> Iterator[Record]:
    """The records of a file opened with newline=""; the first one is the header. Blank lines are left out.

    >>> from io import StringIO
    >>> [(r.line, r.cells, r.damage) for r in records(StringIO('id,name\\n1,"Li\\n2,Xu\\n'), ",")]
    [(1, ['id', 'name'], None), (2, ['1,"Li'], 'a closing quote (")'), (3, ['2', 'Xu'], None)]
    """
    lines = _Lines(file)
    parser = csv.reader(lines, delimiter=separator, strict=True)
    width = 0
    while True:
        damage = None
        cells: list[str] = []
        try:
            cells = next(parser)
        except StopIteration:
            return
        except _TooLongError:
            damage = _too_long(len(lines.taken))
        except csv.Error as error:
            damage = _damage(str(error), separator, len(lines.taken))
        if damage is None and width and any(cells):
            cells, damage = _of_width(cells, width)
        line, first = lines.done + 1, lines.taken[0]
        if damage is not None and len(lines.taken) > 1:
            lines.retry()
            cells = [first.rstrip("\r\n")]
        else:
            lines.accept()
        if damage is not None or any(cell and not cell.isspace() for cell in cells):
            yield Record(line, cells or [first.rstrip("\r\n")[:LONGEST_CELL]], damage)
            width = width or len(cells)


def separator_of(header: str, known: frozenset[str]) -> str:
    """The separator that gives most of the known column names, the comma where several do.

    >>> separator_of("id;name;type", frozenset({"id", "name"}))
    ';'
    """
    return max(SEPARATORS, key=lambda s: sum(cell in known for cell in _header_cells(header, s)))


def column_name(cell: str) -> str:
    """The column that a header cell names, whatever its case and blanks.

    >>> column_name(" Account ID")
    'account_id'
    """
    return "_".join(cell.strip().strip("\ufeff").casefold().replace("_", " ").split())


def _header_cells(header: str, separator: str) -> list[str]:
    try:
        return [column_name(cell) for cell in next(csv.reader([header], delimiter=separator), [])]
    except csv.Error:
        return []


def _of_width(cells: list[str], width: int) -> tuple[list[str], Message | None]:
    """The cells if they are as many as the header's; empty ones beyond it are dropped."""
    if len(cells) > width and not any(cells[width:]):
        return cells[:width], None
    if len(cells) == width:
        return cells, None
    return cells, message("{n} cells as in the header; there are {found}", n=width, found=len(cells))


def _damage(error: str, separator: str, lines: int) -> Message:
    if error.startswith("field larger"):
        return _too_long(lines)
    if error.startswith("unexpected end"):
        return message('a closing quote (")')
    return message(
        "a separator ({separator}) or the end of the line after a closing quote", separator=separator
    )


def _too_long(lines: int) -> Message:
    if lines > 1:
        return message('a closing quote (")')
    return message("a cell of at most {n} characters", n=csv.field_size_limit())
