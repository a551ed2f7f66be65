"""What becomes of every row of an import, as it happens; in the end the report.

The journal counts rows, keeps the first thousand rejections for the report, and all of them, as text, in a
temporary SQLite table for the file of rejected rows.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from graphkam.domain.message import Message
from graphkam.domain.reports import FileReport, ImportReport, Rejection
from graphkam.ingest.rows import Problem

MOST_SHOWN = 1_000
"""Rejections in the report itself."""
MOST_NOTES = 100
LONGEST_SHOWN = 80
"""Characters of a refused cell in the report."""


@dataclass
class FileCount:
    """The counts of one file so far."""

    label: str
    format: str
    rows: int = 0
    accepted: int = 0
    rejected: int = 0
    unchanged: int = 0
    skipped: int = 0
    listed: bool = True
    fill: Mapping[str, float] = field(default_factory=dict)


class Journal:
    """The record of one import."""

    def __init__(self) -> None:
        self._db = sqlite3.connect(
            "", isolation_level=None, check_same_thread=False
        )  # a temporary file, when it outgrows its cache
        self._db.execute("CREATE TABLE refused (file INT, line INT, why TEXT)")
        self._db.execute("BEGIN")
        self._shown: list[tuple[int, Rejection]] = []
        self.files: list[FileCount] = []
        self.notes: list[Message] = []
        self.created: Counter[str] = Counter()
        self.updated: Counter[str] = Counter()
        self.interrupted = False

    def add_file(self, label: str, format_: str, *, listed: bool = True) -> int:
        """Begin a file; gives its number. What is not `listed` is no file: rows that mails gave besides."""
        self.files.append(FileCount(label, format_, listed=listed))
        return len(self.files) - 1

    def note(self, note: Message) -> None:
        """Something that the user should know; the same sentence once, and not without end."""
        if len(self.notes) < MOST_NOTES and note not in self.notes:
            self.notes.append(note)

    def problem(self, file: int, line: int | None, problem: Problem) -> None:
        """Something that could not be taken; whether its row counts as rejected is told by `reject`."""
        count = self.files[file]
        if len(self._shown) < MOST_SHOWN:
            shown = Rejection(count.label, line, problem.column, excerpt(problem.value), problem.expected)
            self._shown.append((file, shown))
        why = f"{problem.column}: {problem.expected}" if problem.column else str(problem.expected)
        self._db.execute("INSERT INTO refused VALUES (?, ?, ?)", (file, line or 0, why))

    def reject(self, file: int, line: int, *problems: Problem) -> None:
        """A row that is not taken, and why."""
        self.files[file].rejected += 1
        for problem in problems:
            self.problem(file, line, problem)

    def refused_lines(self, file: int) -> Iterator[tuple[int, str]]:
        """The lines of a file with problems, and what is wrong with them; line 0: the file itself."""
        yield from self._db.execute(
            "SELECT line, group_concat(why, '; ') FROM refused WHERE file = ? GROUP BY line ORDER BY line",
            (file,),
        )

    def report(self) -> ImportReport:
        """The report, rejections in the order of files and lines."""
        shown = sorted(self._shown, key=lambda r: (r[0], r[1].row or 0))
        return ImportReport(
            files=tuple(
                FileReport(f.label, f.format, f.rows, f.accepted, f.rejected, f.unchanged, f.skipped)
                for f in self.files
                if f.listed
            ),
            rejected=tuple(rejection for _, rejection in shown),
            notes=tuple(self.notes),
            fill={f.label: dict(f.fill) for f in self.files if f.fill},
            created=dict(+self.created),
            updated=dict(+self.updated),
            interrupted=self.interrupted,
        )

    def close(self) -> None:
        """Drop the temporary table."""
        self._db.close()


def excerpt(cell: str | None) -> str | None:
    """The beginning of a cell in one line, whatever it holds.

    >>> excerpt("a" * 100) == "a" * 80 + "…", excerpt("x\\ny\\x00"), excerpt(None)
    (True, 'x y\ufffd', None)
    """
    if cell is None:
        return None
    start = " ".join(cell[: 4 * LONGEST_SHOWN].split())
    shown = "".join(c if c.isprintable() else "\ufffd" for c in start[:LONGEST_SHOWN])
    return shown + "…" if len(start) > LONGEST_SHOWN else shown
