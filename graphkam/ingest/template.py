"""Files to fill in: every table with its header and an example row, and a README.

The examples are the CSV files of `examples/` beside this module; people.csv has two, as a relation needs two.
"""

from __future__ import annotations

from importlib.resources import files
from math import inf
from pathlib import Path

from graphkam.domain.message import message
from graphkam.domain.tables import TABLES, Column, Table
from graphkam.errors import UsageError

_README = """\
# Files to import into GraphKAM

One CSV file per table: UTF-8, commas, a header row. The names of files and columns count, not their order.
Delete the example rows, fill in what you have, leave out what you have not: only the columns in **bold** are
needed, and no file is. Then: `graphkam import DIRECTORY` (with `--dry-run` first, if you like).

- Ids are your own, of any form without `;`. People and team share one space of ids. `;` separates lists.
- A column that is absent leaves what is stored; a cell that is empty means: unknown.
- Dates are written 2026-03-01, times 2026-03-01T09:30 (with +08:00 for another time zone), numbers 0.5 or
  1250000. `valid_to` is the first day no longer valid.
- Importing the same files again changes nothing. A row with a known key updates what is stored.

{tables}"""


def write_template(directory: Path) -> list[Path]:
    """Write a CSV file of every table, with a header and an example, and a README; gives what was written.

    Raises UsageError if one of the files is there already, before anything is written, or cannot be written.
    """
    texts = {f"{name}.csv": _example(name) for name in TABLES}
    texts["README.md"] = _README.format(tables="\n".join(map(described, TABLES.values())))
    paths = [directory / name for name in texts]
    for path in paths:
        if path.exists():
            raise UsageError(message("{path} is there already: choose another directory", path=path))
    try:
        directory.mkdir(parents=True, exist_ok=True)
        for path, text in zip(paths, texts.values(), strict=True):
            # Excel takes a CSV file without a byte order mark for one in the system's encoding.
            path.write_text(text, "utf-8-sig" if path.suffix == ".csv" else "utf-8", newline="")
    except OSError as error:
        raise UsageError(
            message(
                "{path} cannot be written: {error}", path=error.filename or directory, error=error.strerror
            )
        ) from None
    return paths


def _example(name: str) -> str:
    return files("graphkam.ingest").joinpath("examples", f"{name}.csv").read_text("utf-8")


def described(table: Table) -> str:
    """A table in Markdown: its file, its key, its columns. The README of the templates and docs/import.md."""
    columns = "".join(f"- {_column(column)}\n" for column in table.columns)
    return f"## {table.name}.csv\n\nKey: {' + '.join(table.key)}\n\n{columns}"


def _column(column: Column) -> str:
    name = f"**{column.name}**" if column.required else column.name
    return f"{name}: {_values(column)}"


def _values(column: Column) -> str:
    """What the cells of a column may hold."""
    words = ", ".join(column.words)
    of = f" of {' or '.join(column.refers)}" if column.refers else ""
    match column.type:
        case "id":
            return f"id{of}"
        case "ids":
            return f"ids{of}, separated by ;"
        case "word":
            return f"one of {words}"
        case "words":
            return f"several of {words}, separated by ;" if words else "several, separated by ;"
        case "number" if column.high < inf:
            return f"number from {column.low:g} to {column.high:g}"
        case "number" if column.low > -inf:
            return f"number, {column.low:g} or more"
        case "flag":
            return "0 or 1"
        case "when":
            return "date or time"
        case "instant":
            return "time, or a date for its noon"
        case _:
            return column.type
