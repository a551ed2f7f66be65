"""From the text of one cell to its stored value, by the types of `graphkam.domain.tables`. Pure.

Each reader takes a cell that is not blank and gives its value, or raises `RefusedError` with what was
expected.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from math import inf, isinf
from zoneinfo import ZoneInfo

from graphkam.domain.message import Message, message
from graphkam.domain.tables import Column, Table, Value
from graphkam.ingest import dates
from graphkam.ingest.delimited import LONGEST_CELL
from graphkam.ingest.encodings import TRIED
from graphkam.ingest.words import found

LONGEST_ID = 500
"""Characters in an id, a name, or a text that is part of a key: both databases index them."""
MOST_IDS = 10_000
"""Ids in one cell."""

Reader = Callable[[str], Value]

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_IN_ID = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_UNDECODABLE = re.compile(r"[\ud800-\udfff]")
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
_FLAGS = {
    "1": True,
    "true": True,
    "yes": True,
    "是": True,
    "0": False,
    "false": False,
    "no": False,
    "否": False,
}


class RefusedError(ValueError):
    """A cell that cannot be taken; carries what was expected."""

    def __init__(self, expected: Message) -> None:
        super().__init__(str(expected))
        self.expected = expected


def reader_of(table: Table, column: Column, zone: ZoneInfo) -> Reader:
    """What reads the cells of a column.

    >>> from graphkam.domain.tables import TABLES
    >>> read = reader_of(TABLES["people"], TABLES["people"].column("function"), ZoneInfo("UTC"))
    >>> read("Legal; 财务")
    ['legal', 'finance']
    """
    match column.type:
        case "text":
            return _key_text if column.name in (*table.key, "name") else text
        case "id":
            return id_
        case "ids":
            return ids
        case "word":
            return lambda cell: _word(cell, column.words)
        case "words":
            return (lambda cell: _words(cell, column.words)) if column.words else _free_words
        case "number":
            expected = _range_of(column)
            return lambda cell: _number(cell, column.low, column.high, expected)
        case "flag":
            return _flag
        case "date":
            return lambda cell: _date(lambda: dates.day(cell.strip()))
        case "when":
            return lambda cell: _date(lambda: dates.when(cell.strip(), zone))
        case "instant":
            return lambda cell: _date(lambda: dates.instant(cell.strip(), zone))


def text(cell: str) -> str:
    """Any text, as it is, but for control characters; line breaks and tabs are kept."""
    if len(cell) > LONGEST_CELL:
        raise RefusedError(message("at most {n} characters", n=LONGEST_CELL))
    if cell.isprintable():  # quick, and true of nearly all
        return cell
    if _UNDECODABLE.search(cell):
        raise RefusedError(message("text; these bytes are none (tried: {names})", names=", ".join(TRIED)))
    if _CONTROL.search(cell):
        raise RefusedError(message("text without control characters"))
    return cell


def id_(cell: str) -> str:
    """An id: trimmed, without `;` and control characters, and not `.` or `..`, which no address can hold."""
    value = cell.strip()
    if value in (".", ".."):
        raise RefusedError(message("an id other than . and .., which stand for folders in an address"))
    if len(value) > LONGEST_ID:
        raise RefusedError(message("an id of at most {n} characters", n=LONGEST_ID))
    if ";" in value:
        raise RefusedError(message("one id, without ;"))
    if not value.isprintable():
        if _UNDECODABLE.search(value):
            raise RefusedError(message("text; these bytes are none (tried: {names})", names=", ".join(TRIED)))
        if _IN_ID.search(value):
            raise RefusedError(message("an id without control characters and line breaks"))
    return value


def ids(cell: str) -> Value:
    """Ids separated by `;`, in order, each once."""
    if ";" not in cell:
        return [id_(cell)]
    found_ids = list(dict.fromkeys(id_(part) for part in cell.split(";") if part.strip()))
    if len(found_ids) > MOST_IDS:
        raise RefusedError(message("at most {n} ids", n=MOST_IDS))
    return found_ids


def _key_text(cell: str) -> str:
    value = text(cell).strip()
    if len(value) > LONGEST_ID:
        raise RefusedError(message("at most {n} characters", n=LONGEST_ID))
    return value


def _word(cell: str, words: tuple[str, ...]) -> str:
    word = found(cell, words)
    if word is None:
        raise RefusedError(message("one of: {words}", words=", ".join(words)))
    return word


def _words(cell: str, words: tuple[str, ...]) -> Value:
    parts = [part for part in cell.replace("；", ";").split(";") if part.strip()]
    return list(dict.fromkeys(_word(part, words) for part in parts))


def _free_words(cell: str) -> Value:
    """Mail domains: lower-case, each once."""
    parts = (id_(part).lower().removeprefix("@") for part in cell.replace("；", ";").split(";"))
    return list(dict.fromkeys(part for part in parts if part))


def _number(cell: str, low: float, high: float, expected: Message) -> float:
    written = cell.strip()
    if not _NUMBER.fullmatch(written):
        raise RefusedError(expected)
    value = float(written)
    if isinf(value) or not low <= value <= high:
        raise RefusedError(expected)
    return value


def _range_of(column: Column) -> Message:
    if column.low == -inf and column.high == inf:
        return message("a number such as 1250.5, with a point and without separators, % or currency")
    if column.high == inf:
        return message(
            "a number of at least {low:g}, with a point and without separators, % or currency", low=column.low
        )
    return message(
        "a number from {low:g} to {high:g}, with a point and without %", low=column.low, high=column.high
    )


def _flag(cell: str) -> bool:
    flag = _FLAGS.get(cell.strip().lower())
    if flag is None:
        raise RefusedError(message("0 or 1 (or true, false, yes, no, 是, 否)"))
    return flag


def _date(read: Callable[[], str]) -> str:
    try:
        return read()
    except dates.NoDateError as error:
        raise RefusedError(error.expected) from None
