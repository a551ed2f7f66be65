"""What is printed drives neither a terminal nor a spreadsheet, and the reference is that of the program."""

from __future__ import annotations

import csv
import io
import json
import runpy
import subprocess
import sys
from importlib import import_module
from inspect import isfunction, signature
from pathlib import Path

import pytest

from graphkam.cli.commands import ENTRIES
from graphkam.cli.output import LAID_OUT, Table, cell, guarded, show, show_csv, show_json, visible

ROOT = Path(__file__).parent.parent
HOSTILE = "\x1b]0;owned\x07 \x9b31m </script> \u202e \N{FACTORY} O'Hara"


def test_control_characters_are_written_out() -> None:
    assert visible(HOSTILE) == "\\x1b]0;owned\\x07 \\x9b31m </script> \u202e \N{FACTORY} O'Hara"
    assert cell("two\nlines\tand a tab") == "two lines\\tand a tab"


def test_tables_keep_whole_names_when_piped(capsys: pytest.CaptureFixture[str]) -> None:
    name = "白河陶瓷 [bold]not markup[/bold] :smile: " + "x" * 300
    show("a [red]heading[/red]", Table(("id", "name"), [("1", name), ("2", None)]))
    out = capsys.readouterr().out
    assert name in out
    assert "a [red]heading[/red]" in out
    assert all(line == line.rstrip() for line in out.splitlines())


def test_plain_tables_look_like_those_of_a_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = (
        Table(
            ("id", "名称", "exposure", "yes"),
            [("a", "白河陶瓷 e\u0301", 0.5, True), ("bb", None, None, 3)],
            "Two",
        ),
        Table(("n", "long name of a column"), [(1, None), (12_345.5, None)]),
        Table(("nothing", "here"), []),
        Table(("one",), [(HOSTILE,), (["a", "b"],)]),
    )
    show("A heading", *tables)
    plain = capsys.readouterr().out
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("TERM", "dumb")
    show("A heading", *tables)
    assert plain.splitlines() == [line.rstrip() for line in capsys.readouterr().out.splitlines()]


def test_a_long_table_is_not_laid_out(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "20")
    rows = [("a name that is longer than the terminal is wide",)] * (LAID_OUT + 1)
    show(Table(("name",), rows))
    assert len(capsys.readouterr().out.splitlines()) == len(rows) + 2


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_csv_cells_that_begin_like_a_formula_are_quoted(
    start: str, capsys: pytest.CaptureFixture[str]
) -> None:
    show_csv([f"{start}head"], [[f"{start}cmd|' /C calc'!A0"], [-1.5], [True], [["=a", "b"]]])
    rows = list(csv.reader(io.StringIO(capsys.readouterr().out, newline="")))
    assert rows == [[f"'{start}head"], [f"'{start}cmd|' /C calc'!A0"], ["-1.5"], ["1"], ["'=a;b"]]


def test_ordinary_cells_are_left_alone() -> None:
    assert [guarded(v) for v in ("a=b", 3, None, "")] == ["a=b", 3, "", ""]


def test_json_keeps_every_character(capsys: pytest.CaptureFixture[str]) -> None:
    show_json({"name": HOSTILE})
    out = capsys.readouterr().out
    assert json.loads(out) == {"name": HOSTILE}
    assert "\x1b" not in out


def test_the_reference_is_that_of_the_program() -> None:
    made = runpy.run_path(str(ROOT / "scripts" / "reference"))["reference"]()
    assert (ROOT / "docs" / "cli.md").read_text("utf-8") == made, "run scripts/reference"


def test_the_list_of_commands_says_what_their_own_help_says() -> None:
    for name, entry in ENTRIES.items():
        command = getattr(import_module(f"graphkam.cli.{entry.module}"), entry.function)
        assert entry.summary == (command.__doc__ or "").strip().splitlines()[0], name
    assert len(ENTRIES) >= 21


def test_every_command_of_a_module_is_listed() -> None:
    listed = {(entry.module, entry.function) for entry in ENTRIES.values()}
    for name in {entry.module for entry in ENTRIES.values()}:
        module = import_module(f"graphkam.cli.{name}")
        public = {
            n
            for n, f in vars(module).items()
            if isfunction(f) and f.__module__ == module.__name__ and n[0] != "_"
        }
        takes_options = {n for n in public if "as_json" in signature(getattr(module, n)).parameters}
        assert {(name, n) for n in takes_options} <= listed


def test_help_imports_nothing_heavy() -> None:
    heavy = (
        "networkx",
        "numpy",
        "pyvis",
        "fastapi",
        "uvicorn",
        "neo4j",
        "pydantic",
        "rich",
        "babel",
        "jinja2",
    )
    code = (
        "import sys; sys.argv = ['graphkam', '--help']\n"
        "import graphkam.cli.program as p\n"
        "try: p.main()\n"
        f"except SystemExit: print([m for m in {heavy!r} if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
    assert "demo" in done.stdout
