"""The commands, run as a user runs them, on a real embedded store."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from graphkam import __version__
from graphkam.demo.cases import write_cases
from tests.program import COMMAND, Program, environment
from tests.servers import Served

TODAY = date(2026, 9, 15)
AT = ("--as-of", "2026-09-15")
ODD = 'O\'Hara "& Söhne" </script> \N{FACTORY} \U00020bb7家 \u202bעברית\u202c'
"""A name with quotes, markup, emoji, a 4-byte character and right-to-left text."""
ACCOUNTS = f"""id,name
odd,"{ODD.replace('"', '""')}"
twin-1,Twin
twin-2,Twin
formula,=1+1
"""


@pytest.fixture(scope="module")
def program(arcade: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """The program on the embedded store of this test run, holding cases 1 and 2 and some odd accounts."""
    folder = tmp_path_factory.mktemp("cli")
    program = Program(environment(arcade.settings.data_dir), folder)
    arcade.empty()
    cases = write_cases(folder / "cases", TODAY, "UTC")[:2]
    (folder / "accounts.csv").write_text(ACCOUNTS, "utf-8")
    done = program("import", *map(str, cases), "accounts.csv")
    assert (done.code, done.err) == (0, ""), done
    yield program
    arcade.empty()


def answer(program: Program, *arguments: str, **settings: str) -> Any:
    """The JSON that a command prints."""
    done = program(*arguments, "--json", **settings)
    assert done.code == 0, done.err
    assert done.err == ""
    return json.loads(done.out)


class TestTheProgram:
    def test_version(self, program: Program) -> None:
        assert program("--version").out == f"graphkam {__version__}\n"

    def test_help_names_every_command_and_exit_code(self, program: Program) -> None:
        out = program("--help").out
        for word in ("demo", "serve", "import", "gaps", "doctor", "4 `gaps --fail-on`"):
            assert word in " ".join(out.split())

    @pytest.mark.parametrize(
        "arguments",
        [
            ["nonsense"],
            ["gaps"],
            ["gaps", "c1-baihe", "--nonsense"],
            ["gaps", "c1-baihe", "--as-of", "yesterday"],
            ["gaps", "c1-baihe", "--as-of", ""],
            ["gaps", "c1-baihe", "--fail-on", "blue"],
            ["map", "c1-baihe", "-o", "map.gif"],
            ["query", "account", "-p", "account_id"],
            ["query", "account", "-p", "no_such=1"],
            ["query", "account"],
            ["query", "account", "-p", "account_id=a", "--format", "xml"],
            ["import", "no-such-file.csv"],
            ["import", "accounts.csv", "--format", "pdf"],
            ["import", "accounts.csv", "--account-domain", "nonsense"],
            ["delete", "planet", "earth"],
            ["serve", "--port", "70000"],
        ],
    )
    def test_wrong_usage_is_2_and_one_sentence(self, program: Program, arguments: list[str]) -> None:
        done = program(*arguments)
        assert done.code == 2, done
        assert done.out == ""
        assert "Error: " in done.err
        assert "Traceback" not in done.err

    def test_a_wrong_setting_is_2_and_named(self, program: Program) -> None:
        done = program("accounts", GRAPHKAM_TIMEZONE="Nowhere/Else")
        assert done.code == 2
        assert done.err.startswith("Error: GRAPHKAM_TIMEZONE ")

    def test_a_store_that_cannot_be_reached_is_1_and_one_sentence(self, program: Program) -> None:
        done = program("accounts", GRAPHKAM_URL="bolt://127.0.0.1:1")
        assert done.code == 1
        assert done.out == ""
        assert re.fullmatch(r"Error: .+\n", done.err), done.err

    @pytest.mark.skipif(sys.platform == "win32", reason="arguments are text there")
    def test_arguments_that_are_no_text_are_refused(self, program: Program) -> None:
        done = program("gaps", b"\xff\xfe")
        assert done.code == 2
        assert "not valid text" in done.err

    def test_a_reader_that_goes_away_is_no_error(self, program: Program) -> None:
        command = subprocess.Popen(
            [*COMMAND, "queries", "--json"], env=program.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        assert command.stdout is not None
        assert command.stderr is not None
        command.stdout.close()
        assert command.stderr.read() == b""
        assert command.wait(60) == 1

    def test_completion_knows_commands_and_queries(self, program: Program) -> None:
        def completed(words: str) -> str:
            return program(
                _GRAPHKAM_COMPLETE="complete_bash", COMP_WORDS=words, COMP_CWORD=str(len(words.split()) - 1)
            ).out

        assert completed("graphkam ga") == "gaps\n"
        assert completed("graphkam query who_k") == "who_knows_whom\n"


class TestNames:
    def test_an_account_is_named_by_id_or_by_its_whole_name(self, program: Program) -> None:
        by_id = answer(program, "stage", "c1-baihe", *AT)
        assert by_id["account"] == "c1-baihe"
        assert answer(program, "stage", "Case 1 · 白河陶瓷 Baihe Ceramics", *AT) == by_id

    def test_a_name_with_everything_in_it_works_and_comes_out_as_it_went_in(self, program: Program) -> None:
        assert answer(program, "stage", ODD, *AT)["account"] == "odd"
        done = program("stage", ODD, *AT)
        assert ODD in done.out

    def test_a_name_of_several_lists_the_candidates(self, program: Program) -> None:
        done = program("gaps", "Twin")
        assert done.code == 1
        assert done.out == ""
        assert [line.split() for line in done.err.splitlines()[1:]] == [
            ["twin-1", "Twin"],
            ["twin-2", "Twin"],
        ]

    def test_a_name_of_nobody_is_1(self, program: Program) -> None:
        done = program("gaps", "Nobody Ltd")
        assert (done.code, done.out) == (1, "")
        assert "Nobody Ltd" in done.err
        assert "Traceback" not in done.err


class TestAnalyses:
    @pytest.mark.parametrize("name", ["gaps", "spof", "stage", "ties", "alarms", "defence"])
    def test_json_is_the_answer_of_the_api(self, program: Program, arcade: Served, name: str) -> None:
        from fastapi.testclient import TestClient

        from api.app import create_app

        with TestClient(create_app(arcade.settings), base_url="http://localhost") as client:
            given = client.get(f"/api/v1/accounts/c1-baihe/{name}?as_of=2026-09-15&limit=500")
        assert given.status_code == 200
        assert answer(program, name, "c1-baihe", *AT) == given.json()

    def test_accounts_people_and_team_are_those_of_the_api(self, program: Program, arcade: Served) -> None:
        from fastapi.testclient import TestClient

        from api.app import create_app

        with TestClient(create_app(arcade.settings), base_url="http://localhost") as client:

            def given(path: str) -> Any:
                return client.get(f"/api/v1/{path}").json()

            assert answer(program, "accounts", *AT) == given("accounts?as_of=2026-09-15&limit=500")
            assert answer(program, "team", "c1-li", *AT) == given("team/c1-li?as_of=2026-09-15")
            assert answer(program, "team", *AT) == given("team?as_of=2026-09-15&limit=500")
            assert answer(program, "people", "Liu", *AT) == given("people?q=Liu&as_of=2026-09-15")

    def test_the_tables_say_what_the_json_says(self, program: Program) -> None:
        out = program("gaps", "c1-baihe", *AT).out
        assert "Case 1 · 白河陶瓷 Baihe Ceramics (c1-baihe): red, as of 2026-09-15" in out
        assert re.search(r"executive +open +1 +0 +0%", out)
        assert "刘长河 Liu Changhe (c1-liu)" in out
        out = program("spof", "c1-baihe", *AT).out
        assert re.search(r"theirs +刘长河 Liu Changhe \(c1-liu\) +yes", out)
        assert re.search(r"stage +basic", program("stage", "c1-baihe", *AT).out)
        assert "c1-baihe" in program("accounts", *AT).out
        assert "刘长河 Liu Changhe" in program("people", "Liu").out
        assert "Zhengyao" not in program("team").out
        assert "c1-li" in program("team").out
        assert "Bid for kilns 3 and 4" in program("team", "c1-li", *AT).out

    def test_alarms_of_one_account_and_of_all_and_since_a_day(self, program: Program) -> None:
        found = answer(program, "alarms", "c1-baihe", *AT)["items"]
        assert found[0]["kind"] == "decision_moved"
        table = program("alarms", "c1-baihe", *AT).out
        assert f"(c1-baihe): {len(found)} alarms, as of 2026-09-15" in table
        assert all(alarm["reason"] in table and alarm["todo"] in table for alarm in found)
        new = answer(program, "alarms", "c1-baihe", "--since", "2026-09-12", *AT)
        assert (new["since"], [a["kind"] for a in new["items"]]) == ("2026-09-12", ["decision_moved"])
        everything = answer(program, "alarms", *AT)["items"]
        assert {a["account_id"] for a in everything} >= {"c1-baihe", "c2-hengrun", "twin-1"}
        assert "new since 2026-09-12" in program("alarms", "--since", "2026-09-12", *AT).out
        assert "白河陶瓷" in program("alarms", *AT).out
        assert program("alarms", "--since", "2026-09-16", *AT).code == 2
        assert program("alarms", "--since", "yesterday").code == 2
        assert len(answer(program, "alarms", "--everybody", *AT)["items"]) >= len(everything)

    def test_the_defence_of_each_layer(self, program: Program) -> None:
        out = program("defence", "c1-baihe", *AT).out
        assert re.search(r"executive +no ", out)
        assert "do not hang together" in out

    def test_the_contacts_of_a_tie_add_up(self, program: Program) -> None:
        ties = answer(program, "ties", "c1-baihe", *AT)["items"]
        tie = next(t for t in ties if (t["team_id"], t["person_id"]) == ("c1-li", "c1-liu"))
        assert sum(t["contribution"] for t in tie["touchpoints"]) == pytest.approx(tie["s"])
        assert tie["touchpoints"][0]["id"] in program("ties", "c1-baihe", "--touchpoints", *AT).out

    def test_as_of_moves_the_answer(self, program: Program) -> None:
        before = answer(program, "gaps", "c2-hengrun", "--as-of", "2026-08-25")
        after = answer(program, "gaps", "c2-hengrun", "--as-of", "2026-08-27")
        assert "veto" not in {g["kind"] for g in before["gaps"]}
        assert "veto" in {g["kind"] for g in after["gaps"]}

    def test_fail_on_ends_with_4(self, program: Program) -> None:
        assert program("gaps", "c1-baihe", "--fail-on", "red", *AT).code == 4
        assert program("gaps", "c1-baihe", "--fail-on", "amber", *AT).code == 4
        assert program("gaps", "c1-baihe", *AT).code == 0
        done = program("gaps", "c1-baihe", "--fail-on", "red", "--json", *AT)
        assert done.code == 4
        assert json.loads(done.out)["status"] == "red"

    def test_reasons_come_in_chinese(self, program: Program) -> None:
        reason = answer(program, "stage", "c1-baihe", *AT, GRAPHKAM_LANG="zh")["reason"]
        assert re.search(r"[\u4e00-\u9fff]", reason)
        assert reason != answer(program, "stage", "c1-baihe", *AT)["reason"]


class TestMap:
    @pytest.mark.parametrize("name", ["map.html", "map.svg", "MAP.SVG"])
    def test_one_self_contained_file(self, program: Program, tmp_path: Path, name: str) -> None:
        done = program("map", "c1-baihe", "-o", str(tmp_path / name), *AT)
        assert (done.code, done.out) == (0, "")
        text = (tmp_path / name).read_text("utf-8")
        assert "刘长河" in text
        assert not re.search(r"""(src|href)=["']?(https?:)?//""", text)

    def test_hostile_names_are_escaped(self, program: Program, tmp_path: Path) -> None:
        assert program("map", "odd", "-o", str(tmp_path / "odd.html")).code == 0
        assert 'Söhne" </script>' not in (tmp_path / "odd.html").read_text("utf-8")

    def test_a_place_that_cannot_be_written_is_1(self, program: Program, tmp_path: Path) -> None:
        done = program("map", "c1-baihe", "-o", str(tmp_path / "no" / "map.svg"), *AT)
        assert done.code == 1
        assert done.err.startswith("Error: cannot write ")


class TestQueries:
    def test_all_are_listed(self, program: Program) -> None:
        listed = {q["name"]: q for q in answer(program, "queries")["items"]}
        assert {"portfolio", "account", "ties", "who_knows_whom", "gone_cold"} <= set(listed)
        assert listed["account"]["parameters"][0]["name"] == "account_id"
        assert "who_knows_whom" in program("queries").out

    def test_a_query_as_table_json_and_csv(self, program: Program) -> None:
        call = ("query", "account", "-p", "account_id=odd")
        rows = json.loads(program(*call, "--format", "json").out)["items"]
        assert [row["account"] for row in rows] == [ODD]
        assert answer(program, *call)["items"] == rows
        assert ODD in program(*call).out
        read = list(csv.DictReader(io.StringIO(program(*call, "--format", "csv").out, newline="")))
        assert read[0]["account"] == ODD

    def test_csv_holds_no_formula(self, program: Program) -> None:
        out = program("query", "account", "-p", "account_id=formula", "--format", "csv").out
        assert next(csv.DictReader(io.StringIO(out)))["account"] == "'=1+1"

    def test_no_rows_are_said(self, program: Program) -> None:
        done = program("query", "account", "-p", "account_id=nobody")
        assert (done.code, done.out, done.err) == (0, "", "No rows.\n")

    def test_an_unknown_query_is_1(self, program: Program) -> None:
        done = program("query", "no_such")
        assert done.code == 1
        assert "graphkam queries" in done.err


class TestImport:
    def test_the_same_again_changes_nothing(self, program: Program) -> None:
        report = answer(program, "import", "cases/1-kiln-tender")
        assert {f["unchanged"] == f["rows"] for f in report["files"]} == {True}
        assert not any(report["created"].values())
        assert not any(report["updated"].values())

    def test_a_bad_row_is_3_and_named_and_the_good_ones_are_in(
        self, program: Program, tmp_path: Path
    ) -> None:
        file = tmp_path / "accounts.csv"
        file.write_text("id,name,annual_value\nok-1,Fine,5\nbad-1,Not fine,a lot\nok-2,Good,\n", "utf-8")
        rejected = tmp_path / "rejected.csv"
        done = program("import", str(file), "--rejected", str(rejected))
        assert done.code == 3
        assert "a lot" in done.out
        assert "annual_value" in done.out
        assert "a lot" in rejected.read_text("utf-8-sig")
        assert "annual_value 67%" in done.out
        assert program("stage", "ok-1").code == 0
        assert program("stage", "bad-1").code == 1
        assert program("delete", "account", "ok-1").code == 0
        assert program("delete", "account", "ok-2").code == 0

    def test_a_dry_run_writes_nothing(self, program: Program, tmp_path: Path) -> None:
        file = tmp_path / "accounts.csv"
        file.write_text("id,name\ndry-1,Dry\n", "utf-8")
        done = program("import", str(file), "--dry-run")
        assert done.code == 0
        assert "a dry run" in done.out
        assert program("stage", "dry-1").code == 1

    def test_the_template_can_be_imported(self, program: Program, tmp_path: Path) -> None:
        done = program("template", str(tmp_path / "mine"))
        written = [Path(line) for line in done.out.splitlines()]
        assert {p.stem for p in written} > {"accounts", "touchpoints", "README"}
        assert program("import", str(tmp_path / "mine"), "--dry-run").code == 0


class TestLogAndDelete:
    CALL = ("log", "c2-hengrun", "--us", "c2-ding", "--them", "c2-bai", "--channel", "meeting")

    def test_a_logged_contact_is_a_tie_until_it_is_deleted(self, program: Program) -> None:
        done = program(*self.CALL, "--at", "2026-09-14T09:00", "--present", "沈律 Shen Lü", "--id", "mine-1")
        assert (done.code, done.out, done.err) == (0, "mine-1\n", "")

        def tied() -> set[str]:
            items = answer(program, "ties", "c2-hengrun", *AT)["items"]
            return {t["person_id"] for t in items if t["team_id"] == "c2-ding"}

        assert tied() == {"c2-bai"}
        done = program("delete", "touchpoint", "mine-1")
        assert done.code == 0
        assert "1" in done.out
        assert tied() == set()
        assert program("delete", "touchpoint", "mine-1").code == 1

    def test_the_same_id_twice_is_one_contact_and_other_content_is_refused(self, program: Program) -> None:
        call = (*self.CALL, "--id", "mine-2", "--at", "2026-09-14")
        assert program(*call).code == 0
        assert program(*call).out == "mine-2\n"
        done = program(*call, "--purpose", "another")
        assert done.code == 1
        assert "mine-2" in done.err
        assert program("delete", "touchpoint", "mine-2").code == 0

    @pytest.mark.parametrize(
        ("more", "named"),
        [
            (["--channel", "smoke signal"], "channel"),
            (["--sentiment", "5"], "sentiment"),
            (["--at", "2026-13-01"], ""),
        ],
    )
    def test_values_that_cannot_be_are_refused(self, program: Program, more: list[str], named: str) -> None:
        done = program(*self.CALL, *more)
        assert done.code in (1, 2)
        assert done.out == ""
        assert named in done.err
        assert "Traceback" not in done.err

    def test_a_relation_and_a_role_are_deleted_by_the_parts_of_their_keys(self, program: Program) -> None:
        folder = program.folder / "again"
        write_cases(folder, TODAY, "UTC")
        day = "2026-08-26"
        assert program("delete", "relation", "c2-shen", "c2-tang", "influences", day).code == 0
        assert (
            program(
                "delete", "role", "c2-shen", "c2-hengrun", "approver", "Control system 控制系统", day
            ).code
            == 0
        )
        gaps = answer(program, "gaps", "c2-hengrun", *AT)["gaps"]
        assert "c2-shen" not in {p for g in gaps if g["kind"] == "veto" for p in g["people"]}
        assert program("import", str(folder / "2-five-at-the-table")).code == 0


class TestDoctor:
    def test_a_sound_store_is_said_to_be_sound(self, program: Program) -> None:
        done = program("doctor")
        assert (done.code, done.err) == (0, ""), done
        assert done.out.endswith("The store is sound.\n")
        diagnosis = answer(program, "doctor")
        assert diagnosis["sound"] is True
        assert diagnosis["findings"] == []
        assert diagnosis["checked"]["ties"] > 0

    def test_a_tie_that_differs_is_mended_and_a_wrong_reference_is_1(
        self, program: Program, arcade: Served
    ) -> None:
        arcade.run(
            "MATCH (t:Tie {account_id: 'c1-baihe', person_id: 'c1-liu', team_id: 'c1-li'}) SET t.s = 99.0"
        )
        done = program("doctor")
        assert done.code == 0, done
        assert "ties" in done.out
        assert program("doctor").out.endswith("The store is sound.\n")
        arcade.run("MATCH (n:Need {id: 'c1-n1'}) SET n.account_id = 'odd'")
        done = program("doctor", "--json")
        arcade.run("MATCH (n:Need {id: 'c1-n1'}) SET n.account_id = 'c1-baihe'")
        assert done.code == 1
        found = json.loads(done.out)["findings"]
        assert [(f["check"], f["examples"], f["mended"]) for f in found] == [("references", ["c1-n1"], False)]


class TestTerminal:
    @pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
    @pytest.mark.parametrize(("settings", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
    def test_colour_only_in_a_terminal_that_wants_it(
        self, program: Program, settings: dict[str, str], coloured: bool
    ) -> None:
        import pty

        ours, theirs = pty.openpty()
        process = subprocess.Popen(
            [*COMMAND, "gaps", "c1-baihe", *AT],
            env={**program.env, "TERM": "xterm-256color", **settings},
            stdout=theirs,
            stderr=subprocess.DEVNULL,
        )
        os.close(theirs)
        text = b""
        try:
            while part := os.read(ours, 65536):
                text += part
        except OSError:
            pass  # Linux says so when the other end of the terminal is closed
        assert process.wait(60) == 0
        os.close(ours)
        assert (b"\x1b[31m" in text or b"\x1b[1;31m" in text) is coloured
        assert b"red" in text
