"""Which files are there to be read, and as what: tables as CSV files or sheets, mailboxes, single mails."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, get_args

from graphkam.domain.message import Message, message
from graphkam.domain.tables import TABLES, Table
from graphkam.errors import DataError, UsageError
from graphkam.ingest import workbook

Format = Literal["csv", "xlsx", "mbox", "eml"]

_SUFFIXES: dict[str, Format] = {
    ".csv": "csv",
    ".tsv": "csv",
    **dict.fromkeys(workbook.SUFFIXES, "xlsx"),
    ".mbox": "mbox",
    ".mbx": "mbox",
    ".eml": "eml",
}
_NAMED = re.compile(r"([a-z]+)[-_ .()\d]*")
_HEADER = re.compile(rb"[!-9;-~]+[ \t]*:")


@dataclass(frozen=True)
class Source:
    """One file, or one sheet of one. `table` is None for mail."""

    label: str
    path: Path
    format: Format
    table: Table | None = None
    sheet: str | None = None


@dataclass
class Sources:
    """What is to be read, in order; files that cannot be, with the reason; and notes."""

    items: list[Source] = field(default_factory=list)
    refused: list[tuple[str, str, Message]] = field(default_factory=list)
    """Label, format, what was expected."""
    notes: list[Message] = field(default_factory=list)


def find_sources(paths: Iterable[Path], wanted: str = "auto") -> Sources:
    """The sources that some files and directories hold.

    Raises UsageError for an unknown format, a path that is not there, and a directory with nothing to read.
    """
    if wanted != "auto" and wanted not in get_args(Format):
        raise UsageError(
            message("{text!r} is no format: auto, {known}", text=wanted, known=", ".join(get_args(Format)))
        )
    found = Sources()
    for path in dict.fromkeys(paths):
        if path.is_dir():
            before = len(found.items) + len(found.refused)
            for inside in sorted(p for p in path.iterdir() if p.is_file() and not p.name.startswith(".")):
                _add(found, inside, wanted, chosen=False)
            if len(found.items) + len(found.refused) == before:
                raise UsageError(
                    message(
                        "{path} holds nothing to import: see `graphkam template` for the files", path=path
                    )
                )
        elif path.exists():
            _add(found, path, wanted, chosen=True)
        else:
            raise UsageError(message("there is no file or directory {path}", path=path))
    found.items = _labelled(found.items)
    return found


def table_named(name: str) -> Table | None:
    """The table that a file or sheet is named after; digits and separators may follow.

    >>> [t and t.name for t in map(table_named, ["People", "touchpoints-2026-01", "peoples"])]
    ['people', 'touchpoints', None]
    """
    match = _NAMED.fullmatch(name.strip().lower())
    return TABLES.get(match[1]) if match else None


def _add(found: Sources, path: Path, wanted: str, *, chosen: bool) -> None:
    """Add what a file holds. `chosen`: the user named this very file."""
    try:
        kind = _SUFFIXES.get(path.suffix.lower()) if wanted == "auto" else wanted
        if kind is None and chosen:
            kind = _kind_inside(path)
    except OSError as error:
        found.refused.append((path.name, "", message("a file that can be read: {why}", why=error.strerror)))
        return
    if kind == "csv":
        _add_csv(found, path, chosen)
    elif kind == "xlsx":
        _add_sheets(found, path)
    elif kind is not None:
        found.items.append(Source(path.name, path, "mbox" if kind == "mbox" else "eml"))


def _add_csv(found: Sources, path: Path, chosen: bool) -> None:
    table = table_named(path.stem)
    if table is not None:
        found.items.append(Source(path.name, path, "csv", table))
    elif chosen:
        found.refused.append(
            (path.name, "csv", message("a file named after its table: {names}", names=_names()))
        )
    else:
        found.notes.append(message("{file} was left out: it is not named after a table", file=path.name))


def _add_sheets(found: Sources, path: Path) -> None:
    try:
        sheets = workbook.Workbook(path).sheets
    except DataError as error:
        found.refused.append((path.name, "xlsx", error.args[0]))
        return
    tables = [(sheet, table_named(sheet)) for sheet in sheets]
    for sheet, table in tables:
        if table is not None:
            found.items.append(Source(f"{path.name}:{sheet}", path, "xlsx", table, sheet))
    others = [sheet for sheet, table in tables if table is None]
    if len(others) == len(sheets):
        found.refused.append(
            (path.name, "xlsx", message("sheets named after the tables: {names}", names=_names()))
        )
    elif others:
        found.notes.append(
            message(
                "{file}: sheets left out, not named after a table: {sheets}",
                file=path.name,
                sheets=short(others),
            )
        )


def _kind_inside(path: Path) -> Format:
    """What a file without a telling name holds, by its first bytes."""
    with path.open("rb") as file:
        start = file.read(4096).lstrip()
    if start.startswith(b"PK\x03\x04"):
        return "xlsx"
    if start.startswith(b"From "):
        return "mbox"
    return "eml" if _HEADER.match(start) else "csv"


def _labelled(sources: Sequence[Source]) -> list[Source]:
    """The sources with labels that differ: the whole path where names are the same."""
    count = Counter(s.label for s in sources)
    return [
        replace(s, label=f"{s.path}:{s.sheet}" if s.sheet else str(s.path)) if count[s.label] > 1 else s
        for s in sources
    ]


def _names() -> str:
    return ", ".join(TABLES)


def short(names: Sequence[str], most: int = 10) -> str:
    """Some names in one line, however many there are.

    >>> short(["a", "b", "c"], most=2)
    'a, b, …'
    """
    return ", ".join(name[:60] for name in names[:most]) + (", …" if len(names) > most else "")
