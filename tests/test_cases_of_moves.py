"""What the tool must say of moves in the cases of practice: what if, the way in, whom to meet, what changed.

Each verdict has a twin: the one fact that it rests on is taken out of the files, and the verdict goes.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.test_cases_of_domain import TODAY, Edit, Row, Told, tender_stays, without

if TYPE_CHECKING:
    from graphkam.domain.moves import Diff, Introductions, WhatIf
    from graphkam.settings import Settings
    from graphkam.store import Store


@pytest.fixture
def told(store: Store, settings: Settings, tmp_path: Path) -> Told:
    """Nothing told yet."""
    return Told(store, settings, tmp_path)


def differs(answer: WhatIf | Diff, what: str) -> dict[tuple[str, ...], tuple[object, object]]:
    """The differences of one kind: of what, before and after."""
    return {d.of: (d.from_, d.to) for d in answer.difference if d.what == what}


def pairs(answer: Introductions) -> list[tuple[str, str]]:
    return [(t.team_id, t.person_id) for t in answer.ties]


class TestKilnTender:
    """Case 1: one friend in one layer."""

    ACCOUNT = "c1-baihe"

    @pytest.mark.parametrize("days", [-151, -4])
    def test_without_liu_nothing_is_left(self, told: Told, days: int) -> None:
        desk = told.tell("1").ask()
        answer = desk.whatif(self.ACCOUNT, told.at(days), ["c1-liu"])
        assert (answer.before.stage.stage, answer.after.stage.stage) == ("basic", "exploratory")
        assert differs(answer, "layer.status")["management",] == ("thin", "open")
        assert all(layer.reached == 0 for layer in answer.after.gaps.layers)
        assert answer.after.spof.influence.ours == answer.after.spof.influence.theirs == ()

    def test_had_somebody_met_xu_something_would_be_left(self, told: Told) -> None:
        also: Edit = lambda row: (  # noqa: E731
            {**row, "team_ids": f"{row['team_ids']};c1-fang", "people_ids": f"{row['people_ids']};c1-xu"}
            if "c1-liu" in row["people_ids"].split(";")
            else row
        )
        answer = told.tell("1", touchpoints=also).ask().whatif(self.ACCOUNT, told.at(-4), ["c1-liu"])
        assert answer.after.stage.stage != "exploratory"
        assert sum(layer.reached for layer in answer.after.gaps.layers) == 1

    def test_whom_to_meet_the_owner_with_the_general_manager_and_somebody_with_xu(self, told: Told) -> None:
        answer = told.tell("1").ask().introductions(self.ACCOUNT, told.at(-130), 2)
        assert pairs(answer)[0] == ("c1-li", "c1-gao")
        assert pairs(answer)[1] == ("c1-fang", "c1-xu")
        assert "peer" in answer.ties[0].why
        assert (answer.before.reached, answer.after.reached) == (1, 3)

    def test_were_the_owner_not_of_his_level_somebody_else_would_go(self, told: Told) -> None:
        lower: Edit = lambda row: {**row, "level": "management"} if row["id"] == "c1-li" else row  # noqa: E731
        answer = told.tell("1", team=lower).ask().introductions(self.ACCOUNT, told.at(-130), 1)
        assert pairs(answer)[0] == ("c1-fang", "c1-gao"), "who brings a second way to Liu as well"
        assert "peer" not in answer.ties[0].why

    def test_before_he_came_nobody_is_to_meet_him(self, told: Told) -> None:
        answer = told.tell("1").ask().introductions(self.ACCOUNT, told.at(-151), 9)
        assert "c1-gao" not in {person for _, person in pairs(answer)}

    def test_a_meeting_with_xu_his_confidant_opens_the_way_to_the_general_manager(self, told: Told) -> None:
        desk = told.tell("1").ask()
        assert desk.path(self.ACCOUNT, "c1-gao", told.at(-130)).found is False
        answer = desk.whatif(self.ACCOUNT, told.at(-130), add=[("c1-fang", "c1-xu")])
        assert differs(answer, "reach") == {
            ("c1-gao",): ("none", "influence"),
            ("c1-xu",): ("none", "tie"),
        }

    def test_were_she_not_his_confidant_it_would_not(self, told: Told) -> None:
        not_close: Edit = lambda row: None if row["kind"] == "confidant" else row  # noqa: E731
        desk = told.tell("1", relations=not_close).ask()
        answer = desk.whatif(self.ACCOUNT, told.at(-130), add=[("c1-fang", "c1-xu")])
        assert differs(answer, "reach") == {("c1-xu",): ("none", "tie")}

    def test_what_changed_when_the_tender_moved(self, told: Told) -> None:
        answer = told.tell("1").ask().diff(self.ACCOUNT, told.at(-4), told.at(-3))
        assert differs(answer, "role")["c1-xu", "decider"] == (False, True)
        assert differs(answer, "role")["c1-liu", "decider"] == (True, False)
        assert differs(answer, "decides") == {("c1-xu",): (False, True), ("c1-liu",): (True, False)}
        assert differs(answer, "gap")["person", "c1-xu"] == (None, "amber")

    def test_had_it_stayed_nothing_would_have_changed(self, told: Told) -> None:
        answer = told.tell("1", roles=tender_stays).ask().diff(self.ACCOUNT, told.at(-4), told.at(-3))
        assert differs(answer, "role") == differs(answer, "decides") == {}


class TestFiveAtTheTable:
    """Case 2: two who can say no and were not greeted."""

    ACCOUNT = "c2-hengrun"

    def test_counsel_and_accountant_are_whom_to_meet_next(self, told: Told) -> None:
        answer = told.tell("2").ask().introductions(self.ACCOUNT, told.at(-19), 2)
        assert {person for _, person in pairs(answer)} == {"c2-shen", "c2-bai"}
        assert all("can veto as approver" in t.why for t in answer.ties)

    def test_had_he_greeted_them_others_would_come_first(self, told: Told) -> None:
        def greeted(row: Row) -> Row:
            if not row["present_ids"]:
                return row
            return {**row, "people_ids": f"{row['people_ids']};{row['present_ids']}", "present_ids": ""}

        answer = told.tell("2", touchpoints=greeted).ask().introductions(self.ACCOUNT, told.at(-19), 2)
        assert not any("can veto" in t.why for t in answer.ties)

    def test_the_visit_showed_two_vetoes(self, told: Told) -> None:
        answer = told.tell("2").ask().diff(self.ACCOUNT, told.at(-21), told.at(-19))
        assert {of for of, (was, _) in differs(answer, "person").items() if not was} >= {
            ("c2-shen",),
            ("c2-bai",),
        }
        assert differs(answer, "gap")["veto", "c2-shen"] == (None, "red")

    def test_without_their_roles_it_would_have_shown_none(self, told: Told) -> None:
        told.tell("2", roles=without("person_id", "c2-shen", "c2-bai"))
        answer = told.ask().diff(self.ACCOUNT, told.at(-21), told.at(-19))
        assert not [of for of in differs(answer, "gap") if of[0] == "veto"]


class TestSalesmenLeft:
    """Case 3: relationships that belonged to single salesmen."""

    def test_what_is_lost_if_zhao_leaves(self, told: Told) -> None:
        desk = told.tell("3").ask()
        answer = desk.whatif("c3-linhai", told.at(-61), ["c3-zhao"])
        assert differs(answer, "reach") == {("c3-lh-gm",): ("tie", "none"), ("c3-lh-pm",): ("tie", "none")}
        assert answer.after.stage.stage == "exploratory"
        layers = differs(desk.whatif("c3-beihe", told.at(-61), ["c3-zhao"]), "layer.status")
        assert layers["executive",][1] == "open"

    def test_what_was_foreseen_is_what_changed_when_he_left(self, told: Told) -> None:
        desk = told.tell("3").ask()
        answer = desk.diff("c3-linhai", told.at(-61), told.at(-60))
        assert differs(answer, "team") == {("c3-zhao",): (True, False)}
        assert differs(answer, "reach") == {("c3-lh-gm",): ("tie", "none"), ("c3-lh-pm",): ("tie", "none")}
        assert {now for _, now in differs(answer, "tie").values()} == {"none"}

    def test_had_a_second_one_come_along_nothing_would_be_lost(self, told: Told) -> None:
        both: Edit = lambda row: (  # noqa: E731
            {**row, "team_ids": "c3-zhao;c3-weng"} if row["team_ids"] == "c3-zhao" else row
        )
        desk = told.tell("3", touchpoints=both).ask()
        assert differs(desk.whatif("c3-linhai", told.at(-61), ["c3-zhao"]), "reach") == {}

    def test_together_the_two_would_be_missed(self, told: Told) -> None:
        both: Edit = lambda row: (  # noqa: E731
            {**row, "team_ids": "c3-zhao;c3-weng"} if row["team_ids"] == "c3-zhao" else row
        )
        desk = told.tell("3", touchpoints=both).ask()
        answer = desk.whatif("c3-linhai", told.at(-61), ["c3-zhao", "c3-weng"])
        assert set(differs(answer, "reach")) == {("c3-lh-gm",), ("c3-lh-pm",)}
        sets = desk.spof("c3-linhai", told.at(-61)).influence.sets
        assert {s.members for s in sets} == {("c3-weng", "c3-zhao")}


class TestJointVenture:
    """Case 4: chairman to chairman."""

    ACCOUNT = "c4-kaida"

    def test_the_executive_layer_opened_and_the_chairmen_met(self, told: Told) -> None:
        answer = told.tell("4").ask().diff(self.ACCOUNT, told.at(-431), told.at(0))
        assert differs(answer, "layer.status")["executive",] == ("open", "covered")
        assert differs(answer, "tie")["c4-luo", "c4-kong"][1] == "live"
        assert differs(answer, "type")[()] == ("ordinary", "strategic")
        assert differs(answer, "gap")["veto", "c4-kong"] == ("red", None)

    def test_without_the_executives_meetings_it_stayed_open(self, told: Told) -> None:
        desk = told.tell("4", touchpoints=without("team_ids", "c4-luo", "c4-ruan")).ask()
        answer = desk.diff(self.ACCOUNT, told.at(-431), told.at(0))
        assert ("executive",) not in differs(answer, "layer.status")
        assert ("c4-luo", "c4-kong") not in differs(answer, "tie")

    def test_before_it_the_chairman_was_whom_to_meet(self, told: Told) -> None:
        answer = told.tell("4").ask().introductions(self.ACCOUNT, told.at(-431), 1)
        assert pairs(answer)[0][1] == "c4-kong"
        later = told.ask().introductions(self.ACCOUNT, told.at(0), 1)
        assert not later.ties or "nobody of ours has a live tie" not in later.ties[0].why


class TestNeglect:
    """Case 7: ties going cold, before they are."""

    ACCOUNT = "c7-linyuan"

    def later(self, told: Told) -> WhatIf:
        moved = told.ask().at((TODAY + timedelta(days=31)).isoformat())
        return told.ask().whatif(self.ACCOUNT, told.at(0), until=moved)

    def test_if_nothing_happens_a_tie_is_lost_within_the_month(self, told: Told) -> None:
        told.tell("7")
        assert differs(self.later(told), "reach")["c7-bi",][0] == "tie"

    def test_one_visit_keeps_it(self, told: Told) -> None:
        later: Edit = lambda row: (  # noqa: E731
            {**row, "at": f"{TODAY - timedelta(days=10)}T10:00:00Z"}
            if row["purpose"] == "Late delivery made good"
            else row
        )
        told.tell("7", touchpoints=later)
        assert ("c7-bi",) not in differs(self.later(told), "reach")
