"""What the tool must say of the eight cases of practice, before and after each turning point, on both stores.

Each verdict has a twin: the one fact that it rests on is taken out of the files, and the verdict goes.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from graphkam.demo.cases import write_cases
from graphkam.demo.portfolio import write_portfolio
from graphkam.domain.alarms import Fact

if TYPE_CHECKING:
    from graphkam.desk import Desk
    from graphkam.domain.alarms import Alarm
    from graphkam.domain.answers import Gaps, LayerCoverage, Loss
    from graphkam.domain.moment import AsOf
    from graphkam.settings import Settings
    from graphkam.store import Store

TODAY = date(2026, 9, 15)
Row = dict[str, str]
Edit = Callable[[Row], Row | None]
"""A row as it is to be told instead; None leaves it out."""


@dataclass
class Told:
    """Tells cases to a store through the import, and answers questions as of days before TODAY."""

    store: Store
    settings: Settings
    folder: Path
    desk: Desk | None = None

    def tell(self, case: str, **edits: Edit) -> Told:
        """Import the files of one case; each edit changes the rows of the table of its name."""
        from graphkam.desk import Desk
        from graphkam.ingest import import_paths

        folders = write_cases(self.folder, TODAY, self.settings.timezone)
        wanted = next(f for f in folders if f.name.startswith(case))
        for table, edit in edits.items():
            _rewrite(wanted / f"{table}.csv", edit)
        report = import_paths(self.store, [wanted], settings=self.settings)
        assert report.rejected == ()
        self.desk = Desk(self.store, self.settings)
        return self

    def ask(self) -> Desk:
        """The desk, after something was told."""
        assert self.desk is not None
        return self.desk

    def at(self, days: int) -> AsOf:
        """So many days from TODAY."""
        return self.ask().at((TODAY + timedelta(days=days)).isoformat())

    def gaps(self, account: str, days: int) -> Gaps:
        """The account's gaps on a day."""
        return self.ask().gaps(account, self.at(days))

    def alarms(self, account: str, days: int, kind: str) -> list[Alarm]:
        """The account's alarms of one kind on a day."""
        return [a for a in self.ask().alarms(account, self.at(days)).items if a.kind == kind]


def _rewrite(path: Path, edit: Edit) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        names = list(reader.fieldnames or ())
        kept = [row for row in map(edit, reader) if row is not None]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerows(kept)


def without(column: str, *values: str) -> Edit:
    """Leaves out the rows that name one of `values` in a column, lists included."""
    return lambda row: None if set(row[column].split(";")) & set(values) else row


@pytest.fixture
def told(store: Store, settings: Settings, tmp_path: Path) -> Told:
    """Nothing told yet."""
    return Told(store, settings, tmp_path)


def layer(answer: Gaps, name: str) -> LayerCoverage:
    """One layer's coverage."""
    return next(c for c in answer.layers if c.layer == name)


def reached_layers(answer: Gaps) -> set[str]:
    """The layers where we have a live tie."""
    return {c.layer for c in answer.layers if c.reached}


def gap_people(answer: Gaps, kind: str) -> set[str]:
    """Whom the gaps of one kind are about."""
    return {person for gap in answer.gaps if gap.kind == kind for person in gap.people}


def loss(losses: tuple[Loss, ...], id_: str) -> Loss | None:
    """What is lost without one person; None if they carry nothing."""
    return next((found for found in losses if found.id == id_), None)


def tender_stays(row: Row) -> Row | None:
    """Roles of case 1 had the tender not moved: Xu never decides, Liu goes on."""
    if row["person_id"] == "c1-xu":
        return None
    return {**row, "valid_to": ""} if row["person_id"] == "c1-liu" else row


class TestKilnTender:
    """Case 1: one friend in one layer."""

    ACCOUNT = "c1-baihe"

    @pytest.mark.parametrize("days", [-151, -4])
    def test_before_the_loss_one_layer_of_three_hangs_on_liu(self, told: Told, days: int) -> None:
        desk = told.tell("1").ask()
        answer = told.gaps(self.ACCOUNT, days)
        assert reached_layers(answer) == {"management"}
        assert answer.status == "red"
        assert {g.what for g in answer.gaps if g.kind == "layer" and g.severity == "red"} == {
            "executive",
            "operating",
        }
        spof = desk.spof(self.ACCOUNT, told.at(days))
        for graph in (spof.direct, spof.influence):
            liu = loss(graph.theirs, "c1-liu")
            assert liu is not None
            assert liu.spof
            assert liu.reach_lost == pytest.approx(1.0), "without Liu nothing is left"
        stage = desk.stage(self.ACCOUNT, told.at(days))
        assert (stage.stage, stage.strongest_share) == ("basic", pytest.approx(1.0))

    def test_without_the_contacts_with_liu_there_is_nothing_to_lose(self, told: Told) -> None:
        desk = told.tell("1", touchpoints=without("people_ids", "c1-liu")).ask()
        assert reached_layers(told.gaps(self.ACCOUNT, -151)) == set()
        assert loss(desk.spof(self.ACCOUNT, told.at(-151)).influence.theirs, "c1-liu") is None
        assert desk.stage(self.ACCOUNT, told.at(-151)).stage == "exploratory"

    def test_on_the_day_of_his_appointment_the_new_head_is_an_uncovered_approver(self, told: Told) -> None:
        told.tell("1")
        assert "c1-gao" not in gap_people(told.gaps(self.ACCOUNT, -151), "veto")
        on_the_day = told.gaps(self.ACCOUNT, -150)
        assert gap_people(on_the_day, "veto") == {"c1-gao"}
        assert layer(on_the_day, "executive").status == "open"
        assert "c1-gao" in on_the_day.decision_holders

    def test_the_map_of_that_day_shows_the_conflict_and_the_rival(self, told: Told) -> None:
        desk = told.tell("1").ask()

        def lines(days: int) -> set[tuple[str, str, str]]:
            drawn = desk.map(self.ACCOUNT, told.at(days))
            return {
                (e.from_, e.to, e.kind) for e in drawn.edges if e.kind in ("conflicts_with", "competitor")
            }

        rival = ("competitor:Huatai Kilns 华泰窑炉", "c1-gao", "competitor")
        assert lines(-151) == set()
        assert lines(-150) == {("c1-gao", "c1-liu", "conflicts_with"), rival}

    def test_without_his_appointment_the_day_is_like_any_other(self, told: Told) -> None:
        leave_out = ("c1-gao",)
        told.tell(
            "1",
            people=without("id", *leave_out),
            relations=lambda row: None if "c1-gao" in (row["from_id"], row["to_id"]) else row,
            roles=without("person_id", *leave_out),
            competitors=without("person_id", *leave_out),
            changes=without("person_id", *leave_out),
            needs=without("person_id", *leave_out),
            strategy=without("id", "c1-s1", "c1-s2", "c1-s3"),
            actions=without("person_id", *leave_out),
        )
        assert gap_people(told.gaps(self.ACCOUNT, -150), "veto") == set()
        drawn = told.ask().map(self.ACCOUNT, told.at(-150))
        assert not [e for e in drawn.edges if e.kind in ("conflicts_with", "competitor")]

    def test_when_the_tender_moves_nobody_who_decides_is_reached(self, told: Told) -> None:
        desk = told.tell("1").ask()
        before, after = told.gaps(self.ACCOUNT, -4), told.gaps(self.ACCOUNT, -3)
        assert set(before.decision_holders) == {"c1-liu", "c1-gao"}
        assert set(after.decision_holders) == {"c1-xu", "c1-gao"}
        assert gap_people(before, "person") == set()
        assert gap_people(after, "person") == {"c1-xu"}
        unreached = [desk.exposure(self.ACCOUNT, told.at(days)).unreached for days in (-4, -3)]
        assert unreached[0] is not None
        assert unreached[0] < 0.7
        assert unreached[1] == pytest.approx(1.0)

    def test_had_the_tender_stayed_liu_would_still_decide(self, told: Told) -> None:
        desk = told.tell("1", roles=tender_stays).ask()
        after = told.gaps(self.ACCOUNT, -3)
        assert set(after.decision_holders) == {"c1-liu", "c1-gao"}
        assert gap_people(after, "person") == set()
        unreached = desk.exposure(self.ACCOUNT, told.at(-3)).unreached
        assert unreached is not None
        assert unreached < 0.7

    APPOINTED = ("new_executive_uncovered", "conflict_with_contact", "rival_tie")

    def test_on_the_day_of_his_appointment_there_are_alarms(self, told: Told) -> None:
        told.tell("1")
        for kind in self.APPOINTED:
            assert told.alarms(self.ACCOUNT, -151, kind) == []
            (alarm,) = told.alarms(self.ACCOUNT, -150, kind)
            assert (alarm.severity, alarm.at) == ("red", (TODAY - timedelta(days=150)).isoformat())
            assert "c1-gao" in alarm.person_ids
            assert "李建国 Li Jianguo should meet 高远 Gao Yuan: they are on the same level" in alarm.todo
        (conflict,) = told.alarms(self.ACCOUNT, -150, "conflict_with_contact")
        assert conflict.person_ids == ("c1-gao", "c1-liu")
        (uncovered,) = told.alarms(self.ACCOUNT, -30, "new_executive_uncovered")
        assert "徐敏 Xu Min too, to whom 高远 Gao Yuan listens" in uncovered.todo, "his confidant"

    def test_each_of_them_rests_on_one_fact(self, told: Told) -> None:
        at_odds: Edit = lambda row: None if row["kind"] == "conflicts_with" else row  # noqa: E731
        always: Edit = lambda row: {**row, "valid_from": ""} if row["id"] == "c1-gao" else row  # noqa: E731
        told.tell(
            "1",
            relations=at_odds,
            competitors=without("person_id", "c1-gao"),
            people=always,
            changes=without("id", "c1-c2"),
        )
        for kind in self.APPOINTED:
            assert told.alarms(self.ACCOUNT, -150, kind) == []

    def test_when_the_tender_moves_there_is_an_alarm(self, told: Told) -> None:
        told.tell("1")
        assert told.alarms(self.ACCOUNT, -4, "decision_moved") == []
        (alarm,) = told.alarms(self.ACCOUNT, -3, "decision_moved")
        assert (alarm.severity, alarm.person_ids) == ("red", ("c1-liu", "c1-xu"))
        assert {f.id for f in alarm.facts if f.type == "changes"} == {"c1-c4", "c1-c5"}
        assert "should meet 徐敏 Xu Min" in alarm.todo
        since = told.ask().alarms(self.ACCOUNT, told.at(0), told.at(-3)).items
        assert [a.kind for a in since] == ["decision_moved"]

    def test_had_it_not_moved_there_would_be_none(self, told: Told) -> None:
        stays: Edit = lambda row: None if row["person_id"] == "c1-xu" else row  # noqa: E731
        told.tell("1", changes=without("id", "c1-c4"), roles=stays)
        assert told.alarms(self.ACCOUNT, -3, "decision_moved") == [], "away, but he no longer decides"

    def test_nothing_defends_the_account(self, told: Told) -> None:
        answer = told.tell("1").ask().defence(self.ACCOUNT, told.at(-151))
        assert [part.holds for part in answer.layers] == [False] * 3
        assert {part.layer: part.supporters for part in answer.layers}["management"] == ("c1-liu",)
        assert answer.joined is False


class TestFiveAtTheTable:
    """Case 2: two who can say no and were not greeted."""

    ACCOUNT = "c2-hengrun"

    def test_before_the_visit_nobody_of_legal_and_finance_is_even_known(self, told: Told) -> None:
        told.tell("2")
        answer = told.gaps(self.ACCOUNT, -21)
        assert {"legal", "finance"} <= {g.what for g in answer.data_gaps if g.kind == "function"}
        assert "approver" in {g.what for g in answer.data_gaps if g.kind == "role"}
        assert not {"legal", "finance"} & {c.function for c in answer.functions}
        assert gap_people(answer, "veto") == set()

    def test_had_they_been_known_before_that_would_not_be_said(self, told: Told) -> None:
        known: Edit = lambda row: {**row, "valid_from": ""}  # noqa: E731
        told.tell("2", people=known)
        answer = told.gaps(self.ACCOUNT, -21)
        assert not {"legal", "finance"} & {g.what for g in answer.data_gaps if g.kind == "function"}

    @pytest.mark.parametrize("days", [-19, 0])
    def test_after_the_visit_layers_look_reached_and_two_can_veto(self, told: Told, days: int) -> None:
        told.tell("2")
        answer = told.gaps(self.ACCOUNT, days)
        assert reached_layers(answer) == {"operating", "management", "executive"}
        assert not [g for g in answer.gaps if g.kind == "layer" and g.severity == "red"]
        assert gap_people(answer, "veto") == {"c2-shen", "c2-bai"}
        assert {g.severity for g in answer.gaps if g.kind == "veto"} == {"red"}
        open_functions = {g.what for g in answer.gaps if g.kind == "function"}
        assert {"legal", "finance"} <= open_functions

    def test_had_he_spoken_with_them_there_would_be_no_veto_gap(self, told: Told) -> None:
        def greeted(row: Row) -> Row:
            if not row["present_ids"]:
                return row
            return {**row, "people_ids": f"{row['people_ids']};{row['present_ids']}", "present_ids": ""}

        told.tell("2", touchpoints=greeted)
        answer = told.gaps(self.ACCOUNT, -19)
        assert gap_people(answer, "veto") == set()
        assert not {"legal", "finance"} & {g.what for g in answer.gaps if g.kind == "function"}

    def test_having_been_in_the_room_is_no_tie(self, told: Told) -> None:
        desk = told.tell("2").ask()
        tied = {t.person_id for t in desk.ties(self.ACCOUNT, told.at(-19)).items}
        assert "c2-tang" in tied
        assert not {"c2-shen", "c2-bai"} & tied

    def test_the_two_vetoes_are_alarms_after_the_visit(self, told: Told) -> None:
        told.tell("2")
        assert told.alarms(self.ACCOUNT, -21, "veto_uncovered") == []
        found = told.alarms(self.ACCOUNT, -19, "veto_uncovered")
        assert {a.person_ids for a in found} == {("c2-shen",), ("c2-bai",)}
        assert {a.severity for a in found} == {"red"}

    def test_had_he_greeted_them_there_would_be_no_alarm(self, told: Told) -> None:
        told.tell(
            "2",
            touchpoints=lambda row: {
                **row,
                "people_ids": ";".join(filter(None, (row["people_ids"], row["present_ids"]))),
                "present_ids": "",
            },
        )
        assert told.alarms(self.ACCOUNT, -19, "veto_uncovered") == []


class TestSalesmenLeft:
    """Case 3: relationships that belonged to single salesmen."""

    def test_before_he_leaves_much_hangs_on_zhao_alone(self, told: Told) -> None:
        answer = told.tell("3").ask().team("c3-zhao", told.at(-61))
        through = {a.account_id: a.only_through for a in answer.accounts}
        assert {"c3-bh-gm", "c3-bh-tm", "c3-bh-en"} <= set(through["c3-beihe"].people)
        assert set(through["c3-beihe"].layers) == {"operating", "executive"}
        assert set(through["c3-beihe"].decision_holders) == {"c3-bh-gm", "c3-bh-tm"}
        assert set(through["c3-linhai"].people) == {"c3-lh-gm", "c3-lh-pm"}
        assert "c3-ns-en" not in through["c3-nanshan"].people, "our service engineer knows her too"
        assert answer.lost_if_gone.reach >= 7
        assert answer.lost_if_gone.value["CNY"] == pytest.approx(4_800_000 + 3_900_000 + 3_100_000)

    def test_if_a_second_one_had_come_along_less_would_hang_on_him(self, told: Told) -> None:
        both: Edit = lambda row: (  # noqa: E731
            {**row, "team_ids": "c3-zhao;c3-weng"} if row["team_ids"] == "c3-zhao" else row
        )
        answer = told.tell("3", touchpoints=both).ask().team("c3-zhao", told.at(-61))
        assert answer.lost_if_gone.reach == 0
        assert all(a.only_through.people == () for a in answer.accounts)

    def test_he_is_a_single_point_of_failure_and_then_he_is_gone(self, told: Told) -> None:
        desk = told.tell("3").ask()
        zhao = loss(desk.spof("c3-linhai", told.at(-61)).direct.ours, "c3-zhao")
        assert zhao is not None
        assert (zhao.spof, zhao.impact) == (True, pytest.approx(1.0))
        assert reached_layers(told.gaps("c3-linhai", -61)) == {"management", "executive"}
        assert reached_layers(told.gaps("c3-linhai", -60)) == set()
        assert {c.status for c in told.gaps("c3-beihe", -60).layers} >= {"open"}
        assert desk.stage("c3-linhai", told.at(-60)).stage == "exploratory"

    def test_had_he_stayed_so_would_the_ties(self, told: Told) -> None:
        stayed: Edit = lambda row: (  # noqa: E731
            {**row, "valid_to": "", "left_to": ""} if row["id"] == "c3-zhao" else row
        )
        told.tell("3", team=stayed)
        assert reached_layers(told.gaps("c3-linhai", -60)) == {"management", "executive"}

    def test_the_promises_that_he_holds_open_are_listed(self, told: Told) -> None:
        answer = told.tell("3").ask().team("c3-zhao", told.at(0))
        status = {c.id: c.status for c in answer.commitments}
        assert {status[k] for k in ("c3-k4", "c3-k6", "c3-k7")} == {"overdue"}
        assert status["c3-k5"] == "open"
        assert status.get("c3-k8", "kept") == "kept"

    def test_a_promise_that_is_kept_is_not_overdue(self, told: Told) -> None:
        kept: Edit = lambda row: {**row, "kept_at": TODAY.isoformat()} if row["id"] == "c3-k4" else row  # noqa: E731
        answer = told.tell("3", commitments=kept).ask().team("c3-zhao", told.at(0))
        assert {c.id: c.status for c in answer.commitments}.get("c3-k4", "kept") == "kept"

    def test_the_account_whose_manager_changes_too_often_is_named(self, told: Told) -> None:
        answer = told.tell("3").ask().team("c3-jiang", told.at(0))
        churn = {a.account_id: a.rep_churn for a in answer.accounts}
        assert churn["c3-huadong"] == 5
        assert churn["c3-nanshan"] == 2

    def test_with_one_manager_all_along_nothing_changes_too_often(self, told: Told) -> None:
        one: Edit = lambda row: (  # noqa: E731
            None if row["account_id"] == "c3-huadong" and row["team_id"] not in ("c3-jiang", "c3-lu") else row
        )
        answer = told.tell("3", assignments=one).ask().team("c3-jiang", told.at(0))
        assert {a.account_id: a.rep_churn for a in answer.accounts}["c3-huadong"] == 1

    def test_his_leaving_is_an_alarm_and_his_ties_are_the_rivals(self, told: Told) -> None:
        told.tell("3")
        assert told.alarms("c3-linhai", -61, "our_leaver") == []
        (left,) = told.alarms("c3-linhai", -60, "our_leaver")
        assert (left.severity, left.team_ids) == ("red", ("c3-zhao",))
        assert left.person_ids == ("c3-lh-gm", "c3-lh-pm")
        rivals = told.alarms("c3-linhai", -60, "rival_tie")
        assert {a.person_ids for a in rivals} == {("c3-lh-gm",), ("c3-lh-pm",)}
        assert all("德龙电力" in a.reason and a.severity == "red" for a in rivals)
        (nobody,) = told.alarms("c3-linhai", -60, "no_account_manager")
        assert nobody.team_ids == ("c3-zhao",)

    def test_had_he_left_for_nowhere_his_ties_would_be_nobodys(self, told: Told) -> None:
        told.tell("3", team=lambda row: {**row, "left_to": ""})
        assert told.alarms("c3-linhai", -60, "our_leaver")
        assert told.alarms("c3-linhai", -60, "rival_tie") == []

    def test_had_he_stayed_there_would_be_no_leaver(self, told: Told) -> None:
        stays: Edit = lambda row: (  # noqa: E731
            {**row, "valid_to": "", "left_to": ""} if row["id"] == "c3-zhao" else row
        )
        told.tell("3", team=stays)
        for kind in ("our_leaver", "rival_tie"):
            assert told.alarms("c3-linhai", -60, kind) == []

    def test_broken_promises_open_faults_and_changing_managers_are_alarms(self, told: Told) -> None:
        told.tell("3")
        overdue = told.alarms("c3-huadong", 0, "commitment_overdue")
        assert {f.id for a in overdue for f in a.facts} == {"c3-k1", "c3-k2", "c3-k3"}
        assert {f.id for a in told.alarms("c3-beihe", -59, "promise_at_risk") for f in a.facts} == {
            "c3-k4",
            "c3-k5",
            "c3-zhao",
        }
        open_ = told.alarms("c3-huadong", 0, "incident_open")
        assert {(a.facts[0].id, a.severity) for a in open_} == {
            ("c3-i1", "red"),
            ("c3-i2", "amber"),
            ("c3-i3", "red"),
        }
        (churn,) = told.alarms("c3-huadong", 0, "rep_churn")
        assert len(churn.team_ids) == 5
        assert told.alarms("c3-nanshan", 0, "rep_churn") == []

    def test_kept_closed_and_constant_there_are_none(self, told: Told) -> None:
        done = (TODAY - timedelta(days=1)).isoformat()
        told.tell(
            "3",
            commitments=lambda row: {**row, "kept_at": done},
            incidents=lambda row: {**row, "closed_at": done},
            assignments=without("team_id", "c3-suny", "c3-qian", "c3-feng"),
        )
        for kind in ("commitment_overdue", "promise_at_risk", "incident_open", "rep_churn"):
            assert told.alarms("c3-huadong", 0, kind) == []


class TestJointVenture:
    """Case 4: chairman to chairman."""

    ACCOUNT = "c4-kaida"

    def test_the_executive_layer_opens_with_the_chairmen(self, told: Told) -> None:
        desk = told.tell("4").ask()
        before, after = told.gaps(self.ACCOUNT, -431), told.gaps(self.ACCOUNT, 0)
        assert layer(before, "executive").status == "open"
        assert gap_people(before, "veto") == {"c4-kong"}
        assert layer(after, "executive").status == "covered"
        assert gap_people(after, "veto") == set()
        tie = next(t for t in desk.ties(self.ACCOUNT, told.at(0)).items if t.person_id == "c4-kong")
        assert (tie.team_id, tie.live) == ("c4-luo", True)
        stages = [desk.stage(self.ACCOUNT, told.at(days)) for days in (-431, 0)]
        assert "executive" not in stages[0].peer_layers
        assert set(stages[1].peer_layers) == {"operating", "management", "executive"}
        assert [s.type for s in stages] == ["ordinary", "strategic"]

    def test_the_alarm_about_the_chairman_goes_with_the_first_meetings(self, told: Told) -> None:
        told.tell("4")
        assert [a.person_ids for a in told.alarms(self.ACCOUNT, -431, "veto_uncovered")] == [("c4-kong",)]
        assert told.alarms(self.ACCOUNT, 0, "veto_uncovered") == []
        assert told.alarms(self.ACCOUNT, -364, "power_shift") == [], "power shifted to whom we know"

    def test_without_the_executives_meetings_the_layer_stays_open(self, told: Told) -> None:
        desk = told.tell("4", touchpoints=without("team_ids", "c4-luo", "c4-ruan")).ask()
        answer = told.gaps(self.ACCOUNT, 0)
        assert layer(answer, "executive").status == "open"
        assert gap_people(answer, "veto") == {"c4-kong"}
        assert [a.person_ids for a in told.alarms(self.ACCOUNT, 0, "veto_uncovered")] == [("c4-kong",)]
        assert desk.stage(self.ACCOUNT, told.at(0)).type == "partnership"

    def test_the_share_of_wallet_is_kept_over_time(self, told: Told) -> None:
        told.tell("4")
        days = (-1460, -1095, -730, -430, -270, -180, -10)
        stored = told.store.stored(
            "readings",
            [
                f"c4-kaida\x1fshare_of_wallet\x1fswitchgear\x1f{TODAY + timedelta(days=d):%Y-%m-%d}"
                for d in days
            ],
        )
        values = [row["value"] for row in sorted(stored.values(), key=lambda row: str(row["at"]))]
        assert values == [0.4, 0.38, 0.35, 0.32, 0.55, 0.7, 0.8]

    def test_how_much_we_depend_on_one_account_can_be_read_off_the_portfolio(self, told: Told) -> None:
        lines = told.tell("4").ask().accounts(told.at(0)).items
        value = {line.id: line.annual_value or 0.0 for line in lines}
        assert value[self.ACCOUNT] / sum(value.values()) > 0.5


class TestPaintMaker:
    """Case 5: our functions at theirs."""

    def test_our_functions_meet_theirs(self, told: Told) -> None:
        desk = told.tell("5").ask()
        answer = told.gaps("c5-antu", 0)
        assert {m.ours for m in answer.matrix} >= {"production", "technical", "logistics", "marketing"}
        assert ("production", "production") in {(m.ours, m.theirs) for m in answer.matrix}
        assert desk.stage("c5-antu", told.at(0)).type == "strategic"

    def test_an_account_that_sales_alone_serves_is_told_apart(self, told: Told) -> None:
        desk = told.tell("5").ask()
        assert {m.ours for m in told.gaps("c5-huajun", 0).matrix} == {"sales"}
        assert desk.stage("c5-huajun", told.at(0)).type == "ordinary"
        assert [a.team_ids for a in told.alarms("c5-huajun", 0, "sales_alone")] == [("c5-you",)]
        assert told.alarms("c5-antu", 0, "sales_alone") == []

    def test_without_the_others_sales_alone_serves_the_coach_maker_too(self, told: Told) -> None:
        others = ("c5-dai", "c5-mei", "c5-niu", "c5-che", "c5-bian", "c5-xue")
        desk = told.tell("5", touchpoints=without("team_ids", *others)).ask()
        assert {m.ours for m in told.gaps("c5-antu", 0).matrix} == {"sales"}
        assert told.alarms("c5-antu", 0, "sales_alone")
        assert desk.stage("c5-antu", told.at(0)).type == "ordinary"


class TestPortfolio:
    """Case 6: many accounts on one page (a small one here; the demo's has 250)."""

    def tell(self, told: Told, edit: Edit = lambda row: row) -> Told:
        from graphkam.desk import Desk
        from graphkam.ingest import import_paths

        folder = write_portfolio(told.folder / "p", TODAY, told.settings.timezone, accounts=20)
        _rewrite(folder / "assignments.csv", edit)
        assert import_paths(told.store, [folder], settings=told.settings).rejected == ()
        told.desk = Desk(told.store, told.settings)
        return told

    def test_worst_first_by_value_at_risk(self, told: Told) -> None:
        lines = self.tell(told).ask().accounts(told.at(0)).items
        assert len(lines) == 20
        for currency in {line.currency for line in lines}:
            at_risk = [
                line.value_at_risk
                for line in lines
                if line.currency == currency and line.value_at_risk is not None
            ]
            assert at_risk == sorted(at_risk, reverse=True)

    def test_overloaded_managers(self, told: Told) -> None:
        desk = self.tell(told).ask()
        loads = [
            sum("account_manager" in a.as_ for a in desk.team(member.id, told.at(0)).accounts)
            for member in desk.members(told.at(0)).items
            if member.id.startswith("p-km-")
        ]
        assert max(loads) > 12
        found = [a for a in desk.alarms(None, told.at(0)).items if a.kind == "manager_overloaded"]
        assert len(found) == sum(load > 12 for load in loads)
        assert {len(a.facts) for a in found} == {load for load in loads if load > 12}

    def test_accounts_without_manager_or_sponsor(self, told: Told) -> None:
        def one_left_out(row: Row) -> Row | None:
            return None if row["account_id"] == "p-001" and row["as"] != "representative" else row

        lines = self.tell(told, one_left_out).ask().accounts(told.at(0)).items
        mine = next(line for line in lines if line.id == "p-001")
        assert (mine.account_manager, mine.executive_sponsor) == (None, None)
        assert mine.alarms is not None
        assert mine.alarms.red
        (alarm,) = told.alarms("p-001", 0, "no_account_manager")
        assert alarm.severity == "red"
        assert told.alarms("p-001", 0, "no_executive_sponsor")
        managed = next(line for line in lines if line.account_manager and line.executive_sponsor)
        for kind in ("no_account_manager", "no_executive_sponsor"):
            assert told.alarms(managed.id, 0, kind) == []
        assert any(line.account_manager for line in lines)
        assert any(line.executive_sponsor for line in lines)


class TestNeglect:
    """Case 7: ties going cold, before they are."""

    ACCOUNT = "c7-linyuan"

    def test_a_tie_is_announced_before_it_goes_cold(self, told: Told) -> None:
        desk = told.tell("7").ask()
        tie = next(t for t in desk.ties(self.ACCOUNT, told.at(0)).items if t.person_id == "c7-bi")
        assert (tie.live, tie.cold) == (True, False)
        assert tie.next_cold is not None
        day = date.fromisoformat(tie.next_cold)
        assert TODAY < day <= TODAY + timedelta(days=30)
        then = next(
            t for t in desk.ties(self.ACCOUNT, desk.at(tie.next_cold)).items if t.person_id == "c7-bi"
        )
        assert (then.live, then.cold) == (False, True)
        assert [a.person_ids for a in told.alarms(self.ACCOUNT, 0, "going_cold")] == [("c7-bi",)]

    def test_one_visit_keeps_it_warm(self, told: Told) -> None:
        later: Edit = lambda row: (  # noqa: E731
            {**row, "at": f"{TODAY - timedelta(days=10)}T10:00:00Z"}
            if row["purpose"] == "Late delivery made good"
            else row
        )
        desk = told.tell("7", touchpoints=later).ask()
        tie = next(t for t in desk.ties(self.ACCOUNT, told.at(0)).items if t.person_id == "c7-bi")
        assert tie.next_cold is not None
        assert date.fromisoformat(tie.next_cold) > TODAY + timedelta(days=60)
        assert told.alarms(self.ACCOUNT, 0, "going_cold") == []

    def test_silence_and_years_have_made_two_ties_cold(self, told: Told) -> None:
        items = told.tell("7").ask().ties(self.ACCOUNT, told.at(0)).items
        cold = {t.person_id: t.live for t in items if t.cold}
        assert cold == {"c7-ji": True, "c7-fu": False}, "Ji: silent beyond the usual rhythm, Fu: faded"
        gone = told.alarms(self.ACCOUNT, 0, "gone_cold")
        assert {a.person_ids for a in gone} == {("c7-ji",), ("c7-fu",)}
        assert layer(told.gaps(self.ACCOUNT, 0), "executive").status == "open"

    def test_with_the_yearly_talk_held_the_president_is_not_cold(self, told: Told) -> None:
        held: Edit = lambda row: (  # noqa: E731
            {**row, "at": f"{TODAY - timedelta(days=30)}T10:00:00Z"}
            if row["purpose"].startswith("Yearly talk, brought")
            else row
        )
        items = told.tell("7", touchpoints=held).ask().ties(self.ACCOUNT, told.at(0)).items
        assert {t.person_id for t in items if t.cold} == {"c7-ji"}
        assert [a.person_ids for a in told.alarms(self.ACCOUNT, 0, "gone_cold")] == [("c7-ji",)]
        assert layer(told.gaps(self.ACCOUNT, 0), "executive").reached == 1


class TestHostages:
    """Case 8: loyal while they had no choice."""

    ACCOUNT = "c8-jiangbei"

    def rivals(self, told: Told, account: str, days: int) -> set[str]:
        drawn = told.ask().map(account, told.at(days))
        return {e.to for e in drawn.edges if e.kind == "competitor"}

    def test_the_rival_shows_from_the_day_the_market_is_opened(self, told: Told) -> None:
        told.tell("8")
        assert self.rivals(told, self.ACCOUNT, -46) == set()
        assert self.rivals(told, self.ACCOUNT, -45) == {"c8-jb1"}
        assert gap_people(told.gaps(self.ACCOUNT, -45), "person") == {"c8-jb1"}
        assert self.rivals(told, "c8-mingde", 0) == set(), "the wholly satisfied stay"

    def test_on_that_day_the_hostages_are_free(self, told: Told) -> None:
        told.tell("8")
        assert told.alarms(self.ACCOUNT, -46, "hostage_freed") == []
        (alarm,) = told.alarms(self.ACCOUNT, -45, "hostage_freed")
        assert (alarm.severity, alarm.person_ids) == ("red", ("c8-jb1",))
        (worse,) = told.alarms(self.ACCOUNT, 0, "hostage_freed")
        assert Fact("orders", "c8-o13") in worse.facts
        assert told.alarms("c8-donghai", 0, "hostage_freed")
        assert told.alarms("c8-mingde", 0, "hostage_freed") == [], "the wholly satisfied stay"

    def test_who_was_never_captive_is_a_hostage_if_loyal_but_not_satisfied(self, told: Told) -> None:
        told.tell("8", accounts=lambda row: {**row, "captive": "0"})
        assert told.alarms(self.ACCOUNT, -45, "hostage_freed")

    def test_satisfied_and_free_they_would_be_none(self, told: Told) -> None:
        told.tell(
            "8",
            accounts=lambda row: {**row, "captive": "0"},
            surveys=lambda row: {**row, "score": "5"},
        )
        assert told.alarms(self.ACCOUNT, -45, "hostage_freed") == []

    def test_without_the_rivals_tie_no_rival_shows(self, told: Told) -> None:
        told.tell("8", competitors=without("person_id", "c8-jb1"))
        assert self.rivals(told, self.ACCOUNT, -45) == set()
        assert told.alarms(self.ACCOUNT, -45, "hostage_freed") == []

    def test_captivity_and_satisfaction_are_recorded(self, told: Told) -> None:
        told.tell("8")
        account = told.store.stored("accounts", [self.ACCOUNT])[self.ACCOUNT]
        assert account["captive"] is True
        surveys = told.store.stored("surveys", ["c8-v1", "c8-v2", "c8-v5", "c8-v6"])
        assert [surveys[id_]["score"] for id_ in ("c8-v1", "c8-v2", "c8-v5", "c8-v6")] == [3, 2, 5, 5]
