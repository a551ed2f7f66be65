"""Sheets read as if they were CSV files, and workbooks that are none."""

from __future__ import annotations

import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from graphkam.errors import DataError
from graphkam.ingest import workbook
from graphkam.ingest.sources import find_sources
from graphkam.ingest.workbook import Workbook


def saved(path: Path, **sheets: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def test_cells_are_read_as_people_see_them_and_rows_numbered_as_there(tmp_path: Path) -> None:
    rows = [
        ["id", "name"],
        [7, "Li"],
        [],
        ["007", 0.25],
        [date(2026, 3, 1), datetime(2026, 3, 1, 9, 30)],
        [True, None],
    ]
    book = Workbook(saved(tmp_path / "book.xlsx", people=rows))
    assert [(r.line, r.cells) for r in book.records("people")] == [
        (1, ["id", "name"]),
        (2, ["7", "Li"]),
        (4, ["007", "0.25"]),
        (5, ["2026-03-01", "2026-03-01T09:30:00"]),
        (6, ["1", ""]),
    ]


def test_sheets_are_found_by_their_names(tmp_path: Path) -> None:
    path = saved(tmp_path / "book.xlsx", People=[["id"]], Notes=[["x"]], accounts=[["id"]])
    found = find_sources([path])
    assert [(s.label, s.table and s.table.name) for s in found.items] == [
        ("book.xlsx:People", "people"),
        ("book.xlsx:accounts", "accounts"),
    ]
    assert found.notes == ["book.xlsx: sheets left out, not named after a table: Notes"]


def test_a_workbook_without_any_known_sheet_is_refused(tmp_path: Path) -> None:
    found = find_sources([saved(tmp_path / "book.xlsx", Sheet1=[["id"]])])
    assert next(str(expected) for _, _, expected in found.refused).startswith(
        "sheets named after the tables: accounts"
    )


@pytest.mark.parametrize(
    "data", [b"", b"id,name\n", b"PK\x03\x04 broken", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600]
)
def test_what_is_no_spreadsheet_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "people.xlsx"
    path.write_bytes(data)
    with pytest.raises(DataError, match="a spreadsheet that can be read"):
        Workbook(path)


def test_a_workbook_that_unpacks_beyond_bounds_is_not_unpacked(tmp_path: Path, monkeypatch) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/worksheets/sheet1.xml", b"0" * 3_000_000)
    monkeypatch.setattr(workbook, "LARGEST", 2_000_000)
    with pytest.raises(DataError, match="a workbook of at most 1 MiB unpacked"):
        Workbook(path)
