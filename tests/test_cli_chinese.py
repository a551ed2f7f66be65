"""With GRAPHKAM_LANG=zh nothing that a person reads in a terminal stays English but names and texts of users."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from graphkam.cli import output
from graphkam.cli.output import Table, cell, columns, show
from graphkam.domain.labels import LABELS, label
from graphkam.domain.message import message
from graphkam.i18n import translator
from tests.program import Program
from tests.test_cli import AT, program

__all__ = ["program"]
"""The program of the other commands' tests, on cases 1 and 2."""

KILN, TENDER = "c1-baihe", ("--as-of", "2026-09-12")
COMMANDS = (
    ("accounts", *AT),
    ("people", "Liu", *AT),
    ("team", *AT),
    ("team", "c1-li", *AT),
    ("gaps", KILN, "--firm", *AT),
    ("spof", KILN, "--firm", *AT),
    ("stage", KILN, "--firm", *AT),
    ("ties", KILN, "--touchpoints", *AT),
    ("defence", KILN, *AT),
    ("decision", "c2-hengrun", *AT),
    ("alarms", *AT),
    ("alarms", KILN, "--since", "2026-09-12", *AT),
    ("coaching", KILN, *TENDER),
    ("sensitivity", KILN, *AT),
    ("replay", KILN, "--from", "2026-03-01", "--to", "2026-09-15", "--every", "quarter"),
    ("tie", KILN, "c1-li", "c1-liu", *AT),
    ("figures", KILN, *AT),
    ("path", KILN, "c1-liu", *AT),
    ("path", KILN, "c1-gao", *AT),
    ("introductions", KILN, *AT),
    ("whatif", KILN, "--remove", "c1-liu", "--add", "c1-fang:c1-xu", *AT),
    ("diff", KILN, "--from", "2026-03-01", "--to", "2026-09-15"),
    ("visits", *AT),
    ("customers", *AT),
    ("value", *AT),
    ("segments", *AT),
    ("flanks", *AT),
    ("loads", *AT),
    ("relationship", KILN, *AT),
    ("handover", "c1-li", "--to", "c1-fang", *AT),
    ("actions", *AT),
    ("doctor",),
)
OURS = {"CNY", "VIP", "MGC", "quality"}
"""What is written in Latin letters in Chinese too; and a factor of a survey, which is a word of ours elsewhere."""


@pytest.fixture(scope="module")
def facts(program: Program) -> list[str]:
    """What users wrote, longest first: every cell of the files that is no word of the vocabulary."""
    words = {text for key, word in LABELS.items() for text in (key, key.rpartition(".")[2], str(word))}
    files = sorted(program.folder.glob("**/*.csv"))
    return sorted({text for file in files for text in _texts(file)} - words, key=len, reverse=True)


def _texts(file: Path) -> Iterator[str]:
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            for text in row.values():
                yield from {text, *re.split(r"\s*;\s*", text)} if re.search("[A-Za-z]", text or "") else ()


def left(text: str, facts: list[str]) -> set[str]:
    """The words of three letters or more in a text, without the facts."""
    for fact in facts:
        if fact in text:
            text = text.replace(fact, " ")
    return set(re.findall(r"[A-Za-z_]{3,}", text)) - OURS


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_nothing_english_is_left(program: Program, facts: list[str], command: tuple[str, ...]) -> None:
    done = program(*command, GRAPHKAM_LANG="zh")
    assert (done.code, done.err) == (0, "")
    assert re.search("[\u4e00-\u9fff]", done.out)
    assert left(done.out, facts) == set()


def test_what_users_wrote_stays(program: Program) -> None:
    done = program("team", "c1-li", *AT, GRAPHKAM_LANG="zh")
    assert "Bid for kilns 3 and 4" in done.out
    assert "状态" in done.out


def test_errors_are_chinese(program: Program, tmp_path: Path) -> None:
    """Each with the words of the command itself, which stay."""
    here, config = program.folder, tmp_path / "c.toml"
    config.write_text("kappa = 'x'")
    wrong: list[tuple[set[str], tuple[str, ...], dict[str, str]]] = [
        ({"nobody", "all"}, ("gaps", "nobody at all"), {}),
        ({"blue", "red", "amber", "green", "fail"}, ("gaps", KILN, "--fail-on", "blue"), {}),
        ({"nothing", "graphkam", "queries"}, ("query", "nothing"), {}),
        (
            {"find_people", "search", "colour"},
            ("query", "find_people", "-p", "search=Liu", "-p", "colour=red"),
            {},
        ),
        ({"nowhere"}, ("import", "/nowhere"), {}),
        ({"graphkam", "template", "empty"}, ("import", str(tmp_path / "empty")), {}),
        ({"README", "taken"}, ("template", str(tmp_path / "taken")), {}),
        ({"GRAPHKAM_CONFIG", "toml", "kappa"}, ("gaps", KILN), {"GRAPHKAM_CONFIG": str(config)}),
        ({"team"}, ("delete", "team", "nobody-there"), {}),
    ]
    (tmp_path / "empty").mkdir()
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "README.md").touch()
    for words, command, settings in wrong:
        done = program(*command, GRAPHKAM_LANG="zh", **settings)
        assert done.code in (1, 2), command
        assert done.err.startswith("错误："), (command, done.err)
        assert left(done.err, [str(tmp_path), str(here)]) <= words | {"nobody", "there"}, (command, done.err)


def test_messages_in_tables_are_said_and_keep_their_colour(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    table = Table(columns("status", "red alarms"), [(label("red"), True)], message("Gaps"))
    monkeypatch.setenv("GRAPHKAM_LANG", "zh")
    show(table)
    plain = capsys.readouterr().out
    assert plain.split() == ["覆盖缺口", "状态", "红色警报", "─" * 15, "红色", "是"]
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    show(table)
    assert "\x1b[1;31m红色" in capsys.readouterr().out


def test_cells_are_said_in_the_readers_language() -> None:
    zh = translator("zh")
    values = [label("thin"), False, [label("red"), "Li"], None, 0.5, "thin"]
    assert [cell(value, zh) for value in values] == ["薄弱", "否", "红色、Li", "", "0.5", "thin"]
    assert [cell(value) for value in values] == ["thin", "no", "red, Li", "", "0.5", "thin"]


def test_wrong_settings_are_told_in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRAPHKAM_LANG", "zh")
    assert output.reader() is not None
    monkeypatch.setenv("GRAPHKAM_TIMEZONE", "Nowhere/Else")
    assert output.reader() is None
