"""Data on standard output: tables for people in their language, JSON and CSV for programs.

Whatever came from users or files is hostile here too: control characters could drive the terminal, and a
cell that begins like a formula could run in a spreadsheet.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, cast

from graphkam.domain import guard
from graphkam.domain.message import Message, Translate, as_json, message, row

if TYPE_CHECKING:
    from rich.console import Console

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


@dataclass(frozen=True)
class Table:
    """Rows to show under a heading. Cells may be None (unknown), numbers, texts, lists of texts.

    Messages among texts, columns and headings are said in the language of the settings when they are shown.
    """

    columns: tuple[str, ...]
    rows: Sequence[Sequence[object]]
    heading: str = ""


def columns(*names: str) -> tuple[Message, ...]:
    """Names of columns; `scripts/messages` collects what is written between these parentheses."""
    return tuple(map(message, names))


def reader() -> Translate | None:
    """The translation into the language of the settings; None where that is English, or they are wrong.

    What is wrong with them is told by whoever opens the store.
    """
    from graphkam.errors import SettingsError
    from graphkam.settings import load_settings

    try:
        lang = load_settings().lang
    except SettingsError:
        return None
    if lang == "en":
        return None
    from graphkam.i18n import translator

    return translator(lang)


def said(text: str, translate: Translate | None) -> str:
    """A text; a Message in the language of its reader.

    >>> said(message("{n} rows", n=2), lambda one, many, n: "{n} 行")
    '2 行'
    """
    return text.said(translate) if translate and isinstance(text, Message) else text


def visible(text: str) -> str:
    r"""`text` with control characters written out, so that it cannot drive a terminal; line breaks stay.

    >>> visible("a\x1b[2Jb")
    'a\\x1b[2Jb'
    """
    return _CONTROL.sub(lambda c: c[0] if c[0] == "\n" else c[0].encode("unicode_escape").decode(), text)


def cell(value: object, translate: Translate | None = None) -> str:
    """A value as it stands in a table, on one line, in the language of its reader (None: English).

    >>> cell(None), cell(0.5), cell(3.0), cell(["a", "b"]), cell(True)
    ('', '0.5', '3', 'a, b', 'yes')
    """
    if value is None:
        return ""
    if type(value) is str and value.isprintable():  # as most are: no line break, nothing to write out
        return value
    if isinstance(value, Message):
        value = said(value, translate)
        if value.isprintable():
            return value
    if isinstance(value, float):
        return _number(value)
    if type(value) is int:
        return str(value)
    if isinstance(value, bool):
        return said(_YES if value else _NO, translate)
    if isinstance(value, list | tuple):
        return said(row([cell(v, translate) for v in value]), translate)
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    return visible(str(value)).replace("\n", " ")


_YES, _NO = message("yes"), message("no")


def show(*parts: str | Table) -> None:
    """Print headings and tables in the language of the settings.

    In colour in a terminal unless NO_COLOR; piped lines are not cut.
    """
    translate = reader()
    rows = sum(len(part.rows) for part in parts if isinstance(part, Table))
    if sys.stdout.isatty() and rows <= LAID_OUT:
        from rich.console import Console

        console = Console(emoji=False, markup=False, highlight=False)
        for part in parts:
            if isinstance(part, Table):
                _lay_out(console, part, translate)
            else:
                console.print(visible(said(part, translate)), soft_wrap=True)
        return
    for part in parts:
        lines = _plain(part, translate) if isinstance(part, Table) else iter(_lines(said(part, translate)))
        while piece := list(islice(lines, AT_ONCE)):
            sys.stdout.write("\n".join(piece) + "\n")


LAID_OUT = 1_000
"""Rows up to which a table is fitted into a terminal: that takes some milliseconds a row."""
AT_ONCE = 2_000
"""Lines that are written at once, however it is buffered: whoever reads them need not wait for the last."""


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in visible(text).split("\n")]


def _plain(part: Table, translate: Translate | None) -> Iterator[str]:
    from graphkam.cli.plain import plain

    if part.heading:
        yield cell(part.heading, translate).rstrip()
    values = list(zip(*part.rows, strict=True)) or [()] * len(part.columns)
    names = [cell(name, translate) for name in part.columns]
    yield from plain(names, [_cells(column, translate) for column in values], [*map(_numeric, values)])


def _cells(column: Sequence[object], translate: Translate | None) -> Sequence[str]:
    """`cell` of each value of a column."""
    kinds = set(map(type, column))
    if kinds == {int}:
        return list(map(str, column))
    if kinds <= {float, type(None)}:
        return ["" if value is None else _number(value) for value in cast(Sequence[float | None], column)]
    if kinds <= ({str, type(None), Message} if translate is None else {str, type(None)}):
        texts = [value or "" for value in cast(Sequence[str | None], column)]
        if "".join(texts).isprintable():
            return texts
    return [cell(value, translate) for value in column]


def _number(value: float) -> str:
    return f"{value:,.0f}" if value.is_integer() else f"{value:,.3f}".rstrip("0").rstrip(".")


def _numeric(column: Sequence[object]) -> bool:
    """Whether a column holds nothing but numbers; then it stands at the right."""
    kinds = set(map(type, column))
    numbers = (int, float, type(None))
    return bool(kinds) and all(issubclass(kind, numbers) and kind is not bool for kind in kinds)


def _lay_out(console: Console, part: Table, translate: Translate | None) -> None:
    from rich import box
    from rich.table import Table as RichTable
    from rich.text import Text

    table = RichTable(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold")
    values = list(zip(*part.rows, strict=True)) or [()] * len(part.columns)
    for name, column in zip(part.columns, values, strict=True):
        numbers = _numeric(column)
        table.add_column(Text(cell(name, translate)), justify="right" if numbers else "left", overflow="fold")
    for line in part.rows:
        # The text of a Message is its English: a word has its colour in every language.
        table.add_row(*(Text(cell(v, translate), style=_STYLES.get(str(v), "")) for v in line))
    if part.heading:
        console.print(Text(cell(part.heading, translate), style="bold"))
    console.print(table)


_STYLES = {
    "red": "bold red",
    "open": "red",
    "empty": "red",
    "overdue": "red",
    "amber": "yellow",
    "thin": "yellow",
    "green": "green",
    "covered": "green",
}


def show_json(answer: Any, translate: Translate | None = None) -> None:
    """Print an answer as the JSON that the API gives."""
    text = json.dumps(as_json(answer, translate), ensure_ascii=False, indent=2, allow_nan=False)
    sys.stdout.write(text + "\n")


def show_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows as CSV; texts that a spreadsheet would take for a formula get a leading quote."""
    import csv

    # Every text is quoted: csv would leave a lone carriage return bare, which readers take for a line's end.
    writer = csv.writer(sys.stdout, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow([guarded(name) for name in columns])
    writer.writerows([guarded(value) for value in row] for row in rows)


def guarded(value: object) -> object:
    """A cell for a CSV file: texts that begin like a formula are quoted, lists are joined by `;`.

    >>> guarded("=1+1"), guarded("-"), guarded(-1.5), guarded(["a", "b"])
    ("'=1+1", "'-", -1.5, 'a;b')
    """
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, list | tuple):
        value = ";".join(str(v) for v in value)
    elif isinstance(value, dict):
        value = json.dumps(value, ensure_ascii=False)
    if isinstance(value, str):
        return guard.guarded(value)
    return "" if value is None else value
