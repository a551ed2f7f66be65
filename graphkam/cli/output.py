"""Data on standard output: tables for people, JSON and CSV for programs.

Whatever came from users or files is hostile here too: control characters could drive the terminal, and a
cell that begins like a formula could run in a spreadsheet.
"""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graphkam.domain import guard
from graphkam.domain.message import Translate, as_json

if TYPE_CHECKING:
    from rich.console import Console

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


@dataclass(frozen=True)
class Table:
    """Rows to show under a heading. Cells may be None (unknown), numbers, texts, lists of texts."""

    columns: tuple[str, ...]
    rows: Sequence[Sequence[object]]
    heading: str = ""


def visible(text: str) -> str:
    r"""`text` with control characters written out, so that it cannot drive a terminal; line breaks stay.

    >>> visible("a\x1b[2Jb")
    'a\\x1b[2Jb'
    """
    return _CONTROL.sub(lambda c: c[0] if c[0] == "\n" else c[0].encode("unicode_escape").decode(), text)


def cell(value: object) -> str:
    """A value as it stands in a table, on one line.

    >>> cell(None), cell(0.5), cell(3.0), cell(["a", "b"]), cell(True)
    ('', '0.5', '3', 'a, b', 'yes')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:,.3f}".rstrip("0").rstrip(".")
    if isinstance(value, list | tuple):
        return ", ".join(cell(v) for v in value)
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    return visible(str(value)).replace("\n", " ")


def show(*parts: str | Table) -> None:
    """Print headings and tables: in colour in a terminal unless NO_COLOR, and piped lines are not cut."""
    from rich.console import Console

    if sys.stdout.isatty():
        _print(Console(emoji=False, markup=False, highlight=False), parts)
        return
    with io.StringIO() as text:
        _print(Console(file=text, width=_PIPED_WIDTH, emoji=False, markup=False, highlight=False), parts)
        sys.stdout.writelines(f"{line.rstrip()}\n" for line in text.getvalue().splitlines())


_PIPED_WIDTH = 100_000


def _print(console: Console, parts: tuple[str | Table, ...]) -> None:
    for part in parts:
        if isinstance(part, Table):
            _print_table(console, part)
        else:
            console.print(visible(part), soft_wrap=True)


def _print_table(console: Console, part: Table) -> None:
    from rich import box
    from rich.table import Table as RichTable
    from rich.text import Text

    table = RichTable(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold")
    for place, name in enumerate(part.columns):
        numbers = all(
            row[place] is None or (isinstance(row[place], int | float) and not isinstance(row[place], bool))
            for row in part.rows
        )
        table.add_column(
            Text(cell(name)), justify="right" if numbers and part.rows else "left", overflow="fold"
        )
    for row in part.rows:
        table.add_row(*(Text(cell(value), style=_STYLES.get(str(value), "")) for value in row))
    if part.heading:
        console.print(Text(cell(part.heading), style="bold"))
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
