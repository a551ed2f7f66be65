"""The commands about actions, run as a user runs them, on a real embedded store."""

from __future__ import annotations

from tests.program import Program
from tests.test_cli import answer, program

__all__ = ["program"]
"""The program of the other commands' tests, on cases 1 and 2."""

KILN = "c1-baihe"
ACT = (*("act", KILN, "--us", "c1-fang", "--them", "c1-xu", "--aim", "=1+1", "--id", "mine"),)


def test_an_action_is_planned_listed_and_closed(program: Program) -> None:
    for _ in range(2):
        assert program(*ACT, "--because", "introduction").out == "mine\n"
    done = program(*ACT, "--due", "soon")
    assert (done.code, done.out) == (1, "")
    assert "due: expected" in done.err
    waiting = answer(program, "actions", KILN, "--open")["items"]
    assert [(a["id"], a["holds"]) for a in waiting if a["id"] == "mine"] == [("mine", True)]
    assert {a["account_id"] for a in answer(program, "actions")["items"]} == {KILN, "c2-hengrun"}
    assert "=1+1" in program("actions", KILN).out
    changed = answer(program, "edit", "mine", "--due", "2027-01-01")
    assert (changed["due"], changed["because"], changed["aim"]) == ("2027-01-01", "introduction", "=1+1")
    assert program("edit", "mine").code == 2
    stale = program("edit", "mine", "--aim", "x", "--if-version", "old")
    assert (stale.code, stale.out) == (1, "")
    assert "changed meanwhile" in stale.err
    closed = program("close", "mine", "--outcome", "she came")
    assert closed.code == 0, closed.err
    assert closed.out.splitlines()[0] == "mine is done: she came"
    assert closed.out.splitlines()[2:] == ["- what it was to mend is still there"]
    again = program("close", "mine", "--outcome", "she did not")
    assert (again.code, again.out) == (1, "")
    assert "closed already" in again.err
    assert program("close", "nothing", "--outcome", "x").code == 1
    assert program("close", "mine", "--outcome", "x", "--at", "soon").code == 2
    assert program("delete", "action", "mine").out == "Deleted: action (1)\n"
