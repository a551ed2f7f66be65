"""CSV files as they come: broken quotes, other separators, other encodings, and the line of every record."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphkam.domain.tables import TABLES
from graphkam.errors import DataError
from graphkam.ingest.delimited import LONGEST_RECORD, records, separator_of
from graphkam.ingest.encodings import encoding_of, encoding_of_bytes
from graphkam.ingest.sources import Source
from graphkam.ingest.tablefile import open_table

PEOPLE = TABLES["people"]


def seen(text: str, separator: str = ",") -> list[tuple[int, list[str] | str]]:
    """Line and cells of each record, or line and what was expected."""
    found = records(StringIO(text, newline=""), separator)
    return [(r.line, r.cells if r.damage is None else str(r.damage)) for r in found]


def test_lines_are_counted_through_quoted_line_breaks_and_blank_lines() -> None:
    text = 'id,note\r\n1,"two\r\nlines"\r\n\r\n ,\r\n2,x\r\n'
    assert seen(text) == [(1, ["id", "note"]), (2, ["1", "two\r\nlines"]), (6, ["2", "x"])]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_all_systems(end: str) -> None:
    assert seen(end.join(["id,name", "1,Li", "2,Xu"])) == [
        (1, ["id", "name"]),
        (2, ["1", "Li"]),
        (3, ["2", "Xu"]),
    ]


def test_an_unclosed_quote_costs_its_line_only() -> None:
    text = 'id,name\n1,Li\n2,"Xu\n3,Wu\n4,"Ma, Jun"\n5,Bo\n'
    assert seen(text) == [
        (1, ["id", "name"]),
        (2, ["1", "Li"]),
        (3, "a separator (,) or the end of the line after a closing quote"),
        (4, ["3", "Wu"]),
        (5, ["4", "Ma, Jun"]),
        (6, ["5", "Bo"]),
    ]


def test_an_unclosed_quote_before_the_end() -> None:
    assert seen('id,name\n1,"Li\n2,Xu\n')[1:] == [(2, 'a closing quote (")'), (3, ["2", "Xu"])]


def test_a_quote_that_swallows_rows_is_found_by_the_number_of_cells() -> None:
    text = 'id,name\n1,"Li\n2,Xu\n3",Wu,x\n4,Bo\n'
    assert [line for line, cells in seen(text) if isinstance(cells, list)] == [1, 3, 5]


def test_missing_and_extra_cells_are_refused_but_for_empty_ones_at_the_end() -> None:
    text = "id,name\n1\n2,Xu,more\n3,Wu,,\n"
    assert seen(text)[1:] == [
        (2, "2 cells as in the header; there are 1"),
        (3, "2 cells as in the header; there are 3"),
        (4, ["3", "Wu"]),
    ]


def test_a_cell_of_20_megabytes_costs_its_row_only() -> None:
    big = "x" * 20_000_000
    for cell in (big, f'"{big}"', f'"{chr(10).join([big] * 2)}'):
        found = seen(f"id,name\n1,{cell}\n2,Xu\n")
        assert found[0] == (1, ["id", "name"])
        assert found[-1][1] == ["2", "Xu"]
        assert isinstance(found[1][1], str)
        assert len(found) <= 4


def test_a_record_that_never_ends_is_given_up() -> None:
    in_one_cell = ["x" * 99] * 2000
    found = seen("\n".join(["id,name", '0,"unclosed', *in_one_cell, "1,Li"]))
    assert found[1] == (2, 'a closing quote (")')
    assert found[-1] == (2003, ["1", "Li"])
    in_many_cells = ['0,"a', *['","' + "x" * 100_000] * (LONGEST_RECORD // 100_000 + 1)]
    found = seen("\n".join(["id,name", *in_many_cells, '1,"Li"']))
    assert found[1] == (2, 'a closing quote (")')
    assert found[-1][1] == ["1", "Li"]


TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)


@settings(deadline=None)
@given(
    st.lists(
        st.lists(TEXT, min_size=2, max_size=2).filter(lambda row: any(c.strip() for c in row)), min_size=1
    )
)
def test_whatever_csv_writes_is_read_back(rows: list[list[str]]) -> None:
    out = StringIO(newline="")
    csv.writer(out).writerows([["id", "name"], *rows])
    assert [cells for _, cells in seen(out.getvalue())] == [["id", "name"], *rows]


@settings(deadline=None)
@given(st.lists(st.text(max_size=30), max_size=8), st.integers(0, 8))
def test_garbage_without_quotes_costs_no_good_row(garbage: list[str], at: int) -> None:
    lines = [g.replace('"', "") for g in garbage]
    lines[at:at] = ["good,row", "and,another"]
    found = seen("\n".join(["id,name", *lines, "last,row"]))
    cells = [cells for _, cells in found]
    for good in (["good", "row"], ["and", "another"], ["last", "row"]):
        assert good in cells


def test_the_separator_is_the_one_that_gives_known_columns() -> None:
    known = frozenset(PEOPLE.names)
    for separator in (",", ";", "\t", "|"):
        assert separator_of(separator.join(["id", "account_id", "Name"]), known) == separator
    assert separator_of('"id";"name"', known) == ";"
    assert separator_of("nothing known", known) == ","


def opened(tmp_path: Path, data: bytes) -> tuple[list[list[str]], list[str]]:
    path = tmp_path / "people.csv"
    path.write_bytes(data)
    with open_table(Source("people.csv", path, "csv", PEOPLE)) as table:
        return [record.cells for record in table.records], [str(note) for note in table.notes]


ROWS = [["id", "name"], ["1", "徐敏"], ["2", "刘强"]]


@pytest.mark.parametrize(
    ("codec", "notes"),
    [
        ("utf-8", []),
        ("utf-8-sig", []),
        ("gb18030", ["people.csv was read as GB18030, as it is not UTF-8"]),
        ("gbk", ["people.csv was read as GB18030, as it is not UTF-8"]),
        ("utf-16", ["people.csv was read as UTF-16, as it is not UTF-8"]),
    ],
)
def test_chinese_encodings(tmp_path: Path, codec: str, notes: list[str]) -> None:
    text = "\n".join(map(",".join, ROWS))
    assert opened(tmp_path, text.encode(codec)) == (ROWS, notes)


@pytest.mark.parametrize("name", ["Müller", "Zoë", "Åse Øre", "François", "Größe", "Nuñéz", "“quoted” – €"])
def test_western_names_in_windows_1252(tmp_path: Path, name: str) -> None:
    rows, notes = opened(tmp_path, f"id,name\n1,{name}\n".encode("cp1252"))
    assert rows[1] == ["1", name]
    assert notes == ["people.csv was read as Windows-1252, as it is not UTF-8"]


@settings(deadline=None)
@given(st.text(st.characters(min_codepoint=0x80, exclude_categories=("Cs",)), min_size=1))
def test_utf_8_is_never_taken_for_anything_else(text: str) -> None:
    assert encoding_of_bytes(text.encode()) == "UTF-8"


def test_utf_8_with_a_damaged_byte_stays_utf_8(tmp_path: Path) -> None:
    good = "id,name\n1,徐敏\n2,刘强\n3,".encode()
    rows, notes = opened(tmp_path, good + b"M\xfcller\n4,Wu\n")
    assert rows == [["id", "name"], ["1", "徐敏"], ["2", "刘强"], ["3", "M\udcfcller"], ["4", "Wu"]]
    assert notes == []


def test_a_character_across_two_blocks_is_no_damage(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes(b"x" * ((1 << 20) - 1) + "徐".encode() + b"\n")
    assert encoding_of(path) == "UTF-8"


def test_utf_16_that_is_cut_off(tmp_path: Path) -> None:
    rows, _ = opened(tmp_path, "id,name\n1,徐".encode("utf-16") + b"a")
    assert rows == [["id", "name"], ["1", "徐\ufffd"]]


def test_garbage_in_a_file_of_another_encoding_costs_only_itself(tmp_path: Path) -> None:
    rows, _ = opened(tmp_path, "id,name\n1,徐敏\n2,刘强\n3,".encode("gb18030") + b"\xff\xff\n")
    assert rows == [["id", "name"], ["1", "徐敏"], ["2", "刘强"], ["3", "\udcff\udcff"]]


def test_what_is_in_none_of_the_encodings_is_read_as_damaged_utf_8(tmp_path: Path) -> None:
    rows, notes = opened(
        tmp_path, b"id,name\n" + bytes([0x81, 0x8D, 0x8F, 0x90, 0x9D, 0x2C, 0x78, 0x0A]) * 20
    )
    assert rows[1] == ["\udc81\udc8d\udc8f\udc90\udc9d", "x"]
    assert notes == []


@pytest.mark.parametrize("data", [b"", b"\n \r\n", "\ufeff".encode()])
def test_an_empty_file_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(DataError, match="the file is empty"):
        opened(tmp_path, data)


def test_another_separator_is_noted(tmp_path: Path) -> None:
    assert opened(tmp_path, b"id;name\n1;Li\n") == (
        [["id", "name"], ["1", "Li"]],
        ["people.csv: cells are separated by semicolons"],
    )
