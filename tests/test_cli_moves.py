"""The commands about moves, run as a user runs them, on a real embedded store."""

from __future__ import annotations

import pytest

from tests.program import Program
from tests.test_cli import AT, answer, program

__all__ = ["program"]
"""The program of the other commands' tests, on cases 1 and 2."""

KILN = "c1-baihe"
TENDER = ("--as-of", "2026-05-08")
"""130 days before: the general manager is there, and Xu is his confidant."""


def test_the_way_in(program: Program) -> None:
    found = answer(program, "path", KILN, "刘长河 Liu Changhe", *TENDER)
    assert [(h["from"], h["to"], h["kind"]) for h in found["hops"]] == [("c1-li", "c1-liu", "tie")]
    table = program("path", KILN, "c1-liu", *TENDER).out
    assert "Product 0." in table
    assert (
        program("path", KILN, "c1-gao", *TENDER)
        .out.splitlines()[-1]
        .startswith("None at this account: no live tie")
    )


def test_whom_to_meet_next(program: Program) -> None:
    found = answer(program, "introductions", KILN, "-k", "2", *TENDER)
    assert [(t["team_id"], t["person_id"]) for t in found["ties"]] == [
        ("c1-li", "c1-gao"),
        ("c1-fang", "c1-xu"),
    ]
    table = program("introductions", KILN, *TENDER).out
    assert "peer" in table
    assert "no choice of 3 gains more than" in table
    chinese = program("introductions", KILN, *TENDER, GRAPHKAM_LANG="zh").out
    assert "对口" in chinese


def test_what_if(program: Program) -> None:
    found = answer(program, "whatif", KILN, "--remove", "c1-liu", "--remove", "c1-tao", *TENDER)
    assert found["after"]["stage"]["stage"] == "exploratory"
    assert found["remove"] == ["c1-liu", "c1-tao"]
    added = answer(program, "whatif", KILN, "--add", "c1-fang:c1-xu", *TENDER)
    assert {(d["of"][0], d["to"]) for d in added["difference"] if d["what"] == "reach"} == {
        ("c1-gao", "influence"),
        ("c1-xu", "tie"),
    }
    table = program("whatif", KILN, "--add", "c1-fang:c1-xu", "--until", "2026-09-01", *TENDER).out
    assert "- with 方志强 Fang Zhiqiang (c1-fang) – 徐敏 Xu Min (c1-xu)\n- on 2026-09-01\n" in table
    assert "is reached by influence only" in table
    assert program("whatif", KILN, *AT).out.splitlines()[-1] == "No difference."


def test_what_changed(program: Program) -> None:
    found = answer(program, "diff", KILN, "--from", "2026-09-11", "--to", "2026-09-12")
    assert {"what": "decides", "of": ["c1-xu"], "from": False, "to": True} in [
        {k: v for k, v in d.items() if k != "reason"} for d in found["difference"]
    ]
    table = program("diff", KILN, "--from", "2026-09-11", "--to", "2026-09-12").out
    assert "is no longer decider" in table


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["whatif", KILN, "--remove", "nobody"], 1, "remove/0: expected somebody of theirs or ours"),
        (["whatif", KILN, "--add", "c1-li"], 2, "--add takes TEAM_ID:PERSON_ID"),
        (["whatif", KILN, "--add", ":c1-xu"], 2, "--add takes TEAM_ID:PERSON_ID"),
        (["whatif", KILN, "--add", "nobody:c1-xu"], 1, "add/0/team_id"),
        (["whatif", KILN, "--until", "soon"], 2, "'soon' is no date"),
        (["whatif", "nowhere"], 1, "nobody and nothing is called nowhere"),
        (["introductions", KILN, "-k", "0"], 2, "-k"),
        (["introductions", KILN, "-k", "51"], 2, "-k"),
        (["path", KILN, "nobody"], 1, "nobody at this account has the id nobody"),
        (["path", KILN], 2, "PERSON"),
        (["diff", KILN, "--from", "2026-09-11"], 2, "--to"),
        (["diff", KILN, "--from", "soon", "--to", "2026-09-11"], 2, "'soon' is no date"),
        (["diff", KILN, "--from", "2026-09-11", "--to", "soon"], 2, "'soon' is no date"),
        (["diff", KILN, "--from", "2026-09-12", "--to", "2026-09-11"], 2, "name the earlier first"),
    ],
)
def test_what_cannot_be_is_said_in_one_sentence(
    program: Program, arguments: list[str], code: int, words: str
) -> None:
    done = program(*arguments)
    assert (done.code, done.out) == (code, "")
    assert words in " ".join(done.err.split())
    assert "Traceback" not in done.err
