"""Records of the sheets of a spreadsheet (.xlsx and its relatives), with cells as the texts of a CSV file."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from graphkam.domain.message import message
from graphkam.errors import DataError
from graphkam.ingest.delimited import Record

SUFFIXES = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
LARGEST = 1 << 30
"""Bytes that a workbook may unpack to; more is a trap or belongs in CSV files."""


class Workbook:
    """A spreadsheet file. Raises DataError, saying what was expected, if it is none, locked, or huge."""

    def __init__(self, path: Path) -> None:
        from python_calamine import CalamineError, CalamineWorkbook

        try:
            if zipfile.is_zipfile(path):
                with zipfile.ZipFile(path) as parts:
                    if sum(part.file_size for part in parts.infolist()) > LARGEST:
                        raise DataError(message("a workbook of at most {n} MiB unpacked", n=LARGEST >> 20))
            self._book = CalamineWorkbook.from_path(str(path))
        except (CalamineError, zipfile.BadZipFile, OSError) as error:
            raise DataError(message("a spreadsheet that can be read: {why}", why=str(error)[:200])) from None

    @property
    def sheets(self) -> list[str]:
        """The names of the sheets, in their order."""
        return list(self._book.sheet_names)

    def records(self, sheet: str) -> Iterator[Record]:
        """The records of a sheet; rows are numbered as the spreadsheet does. Blank rows are left out."""
        for number, values in enumerate(self._book.get_sheet_by_name(sheet).iter_rows(), 1):
            cells = [cell_text(value) for value in values]
            if any(cell and not cell.isspace() for cell in cells):
                yield Record(number, cells)


def cell_text(value: Any) -> str:
    """A cell as it would stand in a CSV file.

    >>> [cell_text(v) for v in (7.0, 0.25, True, date(2026, 3, 1), datetime(2026, 3, 1, 9, 30), "007")]
    ['7', '0.25', '1', '2026-03-01', '2026-03-01T09:30:00', '007']
    """
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(timespec="seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)
