"""The commands about the relationship and the hand-over, run as a user runs them, on a real embedded store."""

from __future__ import annotations

from tests.program import Program
from tests.test_cli import AT, answer, program

__all__ = ["program"]
"""The program of the other commands' tests, on cases 1 and 2."""

KILN = "c1-baihe"


def test_the_relationship(program: Program) -> None:
    found = answer(program, "relationship", KILN, *AT)
    assert found["loyalty"]["type"] == "mercenary"
    assert found["bonds"]["highest"] == "social"
    assert {f["kind"] for f in found["findings"]} == {
        *("satisfied_buying_less", "disagreement", "goal_without_offer", "need_without_owner"),
    }
    table = program("relationship", KILN, *AT).out
    for words in (
        "mercenary, as of",
        "By feeling: 4.3 of 5 (they were asked)",
        "Heat recovery",
        "sweet spot",
    ):
        assert words in table
    chinese = program("relationship", KILN, *AT, GRAPHKAM_LANG="zh").out
    assert "满意却买得更少" in chinese


def test_the_hand_over(program: Program) -> None:
    found = answer(program, "handover", "c1-li", "--to", "c1-fang", *AT)
    assert (found["to"], [a["account_id"] for a in found["accounts"]]) == ("c1-fang", [KILN])
    table = program("handover", "c1-li", "--to", "c1-fang", *AT).out
    assert "handed over to 方志强 Fang Zhiqiang" in table
    assert "Bid for kilns 3 and 4 with the old prices" in table
    nobody = program("handover", "nobody")
    assert (nobody.code, nobody.out) == (1, "")
