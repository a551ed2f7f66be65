"""One cell at a time: what is taken, in which stored form, and what is refused with which words."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from graphkam.domain.tables import TABLES, Value
from graphkam.ingest.cells import LONGEST_ID, MOST_IDS, RefusedError, reader_of

SHANGHAI = ZoneInfo("Asia/Shanghai")


def read(table: str, column: str, cell: str) -> Value:
    return reader_of(TABLES[table], TABLES[table].column(column), SHANGHAI)(cell)


def refused(table: str, column: str, cell: str) -> str:
    with pytest.raises(RefusedError) as caught:
        read(table, column, cell)
    return str(caught.value.expected)


@pytest.mark.parametrize(
    ("cell", "stored"),
    [
        ("2026-03-01", "2026-03-01T04:00:00Z"),  # noon in Shanghai
        ("2026-03-01T09:30", "2026-03-01T01:30:00Z"),
        ("2026-03-01 09:30:15", "2026-03-01T01:30:15Z"),
        ("2026-03-01T09:30:15.999+02:00", "2026-03-01T07:30:15Z"),
        ("2025-07-17T12:19:31.000+0000", "2025-07-17T12:19:31Z"),
        ("2026-03-01T09:30Z", "2026-03-01T09:30:00Z"),
        ("2026/3/1 9:30", "2026-03-01T01:30:00Z"),
        ("2026年3月1日", "2026-03-01T04:00:00Z"),
    ],
)
def test_instants_are_stored_in_utc_to_the_second(cell: str, stored: str) -> None:
    assert read("touchpoints", "at", f" {cell} ") == stored


def test_a_bare_day_of_a_record_stays_a_day() -> None:
    assert read("orders", "at", "2026.3.1") == "2026-03-01"
    assert read("orders", "at", "2026-03-01T09:30") == "2026-03-01T01:30:00Z"


def test_a_time_in_the_hour_that_summer_time_skips_is_taken() -> None:
    column = TABLES["touchpoints"].column("at")
    paris = reader_of(TABLES["touchpoints"], column, ZoneInfo("Europe/Paris"))
    assert paris("2026-03-29T02:30") == "2026-03-29T01:30:00Z"


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("2026-02-30", "does not exist"),
        ("2026-13-01", "does not exist"),
        ("0000-01-01", "does not exist"),
        ("01/03/2026", "a date such as 2026-03-01"),
        ("2026-3/1", "a date such as 2026-03-01"),
        ("20260301", "a date such as 2026-03-01"),
        ("2026-03-01T25:00", "a time that exists"),
        ("2026-03-01T09:30+99:00", "a time that exists"),
        ("1899-12-31", "from 1900-01-01 to 2200-12-31"),
        ("9999-12-31T23:59-12:00", "from 1900-01-01 to 2200-12-31"),
        ("yesterday", "a date such as 2026-03-01"),
        ("２０２６-03-01", "a date such as 2026-03-01"),
    ],
)
def test_impossible_and_ambiguous_dates_are_refused(cell: str, words: str) -> None:
    assert words in refused("touchpoints", "at", cell)


def test_validity_is_by_the_day() -> None:
    assert read("people", "valid_from", "2026-03-01 00:00:00") == "2026-03-01"
    assert "a date such as" in refused("people", "valid_from", "2026-03-01T09:30")
    assert "a date such as" in refused("people", "valid_from", "2026-03-01T00:00Z")


@pytest.mark.parametrize(
    ("cell", "number"), [("0", 0.0), (" .5 ", 0.5), ("1", 1.0), ("1e-3", 0.001), ("+1.", 1.0)]
)
def test_numbers(cell: str, number: float) -> None:
    assert read("people", "power", cell) == number


@pytest.mark.parametrize(
    "cell", ["0,5", "50%", "50 %", "nan", "inf", "1e999", "1.1", "-0.1", "½", "1_0", "０.５", "high"]
)
def test_what_is_no_share_is_refused_with_how_to_write_it(cell: str) -> None:
    assert refused("people", "power", cell) == "a number from 0 to 1, with a point and without %"


@pytest.mark.parametrize("cell", ["1,250,000", "1.250.000", "¥100", "1 000", "-1"])
def test_amounts_are_plain_numbers(cell: str) -> None:
    assert "a number of at least 0, with a point and without separators" in refused(
        "accounts", "annual_value", cell
    )


def test_orders_may_be_credit_notes() -> None:
    assert read("orders", "amount", "-1200.50") == -1200.5


@pytest.mark.parametrize(
    "cell", ["economic_buyer", "Economic buyer", "ECONOMIC-BUYER", " economic  buyer ", "经济购买者"]
)
def test_words_are_found_whatever_their_case_blanks_and_hyphens(cell: str) -> None:
    assert read("roles", "role", cell) == "economic_buyer"


def test_words_keep_the_spelling_of_the_vocabulary() -> None:
    assert read("accounts", "segment", "vip") == "VIP"
    assert read("people", "layer", "决策层") == "executive"
    assert read("people", "function", "Legal；财务; legal") == ["legal", "finance"]
    assert refused("people", "layer", "board") == "one of: operating, management, executive"
    assert "one of: procurement" in refused("people", "function", "legal;magic")


@pytest.mark.parametrize(
    ("cell", "flag"), [("1", True), ("TRUE", True), ("是", True), ("0", False), ("No", False), ("否", False)]
)
def test_flags(cell: str, flag: bool) -> None:
    assert read("people", "placeholder", cell) is flag
    assert "0 or 1" in refused("people", "placeholder", "maybe")


def test_ids_are_trimmed_and_told_apart() -> None:
    assert [read("accounts", "id", cell) for cell in (" 007 ", "7", "王.7")] == ["007", "7", "王.7"]
    assert read("touchpoints", "people_ids", "p1; p2;;p1 ") == ["p1", "p2"]
    assert refused("accounts", "id", "a;b") == "one id, without ;"
    for folder in (".", " .. "):
        assert "other than . and .." in refused("accounts", "id", folder)
    assert "control characters" in refused("accounts", "id", "a\x1fb")
    assert "line breaks" in refused("accounts", "id", "a\nb")
    assert "at most 500" in refused("accounts", "id", "x" * (LONGEST_ID + 1))
    assert "at most 10000 ids" in refused("touchpoints", "cc_ids", ";".join(map(str, range(MOST_IDS + 1))))


HARD = [
    'O\'Brien "Bob"',
    "</script><script>",
    "😀👩‍👩‍👧",
    "𠮷野家",
    "مرحبا \u200f(ש)",
    "=cmd|' /C calc'!A0",
    "a\tb",
]


@pytest.mark.parametrize("name", HARD)
def test_names_come_out_as_they_went_in(name: str) -> None:
    assert read("people", "name", name) == name


def test_notes_keep_line_breaks_and_blanks() -> None:
    assert read("assessments", "note", " one\r\ntwo\n") == " one\r\ntwo\n"


def test_texts_in_keys_are_trimmed_like_ids() -> None:
    assert read("bonds", "what", " shared stock ") == "shared stock"


@pytest.mark.parametrize("cell", ["a\x00b", "a\x1bb", "a\x85b", "\x7f"])
def test_control_characters_are_refused(cell: str) -> None:
    assert refused("assessments", "note", cell) == "text without control characters"


def test_bytes_that_could_not_be_decoded_are_refused() -> None:
    for table, column in (("assessments", "note"), ("accounts", "id")):
        assert (
            refused(table, column, "M\udcfcller")
            == "text; these bytes are none (tried: UTF-8, GB18030, Windows-1252)"
        )


def test_a_cell_of_megabytes_is_refused() -> None:
    assert refused("assessments", "note", "x" * 20_000_000) == "at most 100000 characters"
