"""Coaching: an account of which no rule says anything, and for each rule the one fact that makes it speak."""

from __future__ import annotations

import runpy
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from graphkam.analysis import View, coaching
from graphkam.analysis.coaching import FINDERS
from graphkam.domain.coaching import RULES, Advice, switched_off
from graphkam.domain.constants import Constants
from graphkam.domain.facts import (
    Account,
    AccountFacts,
    Action,
    Assessment,
    Assignment,
    Commitment,
    Employment,
    Need,
    Relation,
    RivalTie,
    RoleHolding,
    Survey,
    TeamMember,
    Touchpoint,
)
from graphkam.domain.message import Message
from graphkam.domain.tables import TABLES
from graphkam.errors import SettingsError
from graphkam.i18n import translator
from graphkam.settings import load_settings
from tests.worlds import AT, DEFAULTS, accounts, contact

GM = Employment("gm", "Gao", layer="executive", functions=("general_management",), power=0.8, target=0.6)
PM = Employment("pm", "Pan", layer="management", functions=("procurement",), power=0.5)
FM = Employment("fm", "Fei", layer="management", functions=("finance", "legal", "quality"), power=0.5)
TE = Employment("te", "Tang", layer="operating", functions=("technical", "production"), power=0.2)
BOSS = TeamMember("boss", "Boss", level="executive", function="general_management")
KAM = TeamMember("kam", "Kam", level="management", function="sales")
ENG = TeamMember("eng", "Eng", level="operating", function="technical")
SPONSORS = Assignment("boss", "executive_sponsor")
DECIDES, BUYS, APPROVES = (
    RoleHolding("gm", "decider"),
    RoleHolding("pm", "economic_buyer"),
    RoleHolding("fm", "approver"),
)
COACH = RoleHolding("te", "coach")
LISTENS, REPORTS = Relation("pm", "gm", "influences"), Relation("pm", "gm", "reports_to")
DINED, TOP_MET = contact("boss", "gm", 5, "dinner"), contact("boss", "gm", 9, initiated_by="them")
PM_MET, PM_CALLED = contact("kam", "pm", 5, "visit"), contact("kam", "pm", 6, "call")
FM_MET = contact("kam", "fm", 7, initiated_by="us")
TE_MET, TE_TRAINED = contact("eng", "te", 4, initiated_by="us"), contact("eng", "te", 8, "training")
GM_JUDGED = Assessment("gm", "boss", "2026-02-01", support="supporter")
PM_JUDGED = Assessment("pm", "kam", "2026-02-01", support="mentor")
FM_JUDGED = Assessment("fm", "kam", "2026-02-01", support="supporter")
TE_JUDGED = Assessment("te", "eng", "2026-02-01", support="supporter")
AGAINST = Assessment("xx", "eng", "2026-02-01", support="opponent")
XX = Employment("xx", "Xia", layer="operating", functions=("it",), power=0.1)
NEED = Need("n1", "blind_spot", "fears the heirs", hidden=True)
ASKED = Survey("s1", "2025-12-01", "satisfaction", 4.0)
NEXT = Action("a1", "boss", "gm", "ask about next year")
PROMISE = Commitment("c1", "spare parts", "kam", due="2026-04-01")

MODEL: dict[str, tuple[Any, ...]] = {
    "people": (GM, PM, FM, TE, XX),
    "team": (BOSS, KAM, ENG),
    "assignments": (Assignment("kam", "account_manager"), SPONSORS),
    "relations": (LISTENS, REPORTS),
    "roles": (DECIDES, BUYS, APPROVES, COACH),
    "touchpoints": (DINED, TOP_MET, PM_MET, PM_CALLED, FM_MET, TE_MET, TE_TRAINED),
    "assessments": (GM_JUDGED, PM_JUDGED, FM_JUDGED, TE_JUDGED, AGAINST),
    "rivals": (),
    "commitments": (PROMISE,),
    "surveys": (ASKED,),
    "needs": (NEED,),
    "actions": (NEXT,),
}
FIELDS = {
    Employment: "people",
    TeamMember: "team",
    Assignment: "assignments",
    Relation: "relations",
    RoleHolding: "roles",
    Touchpoint: "touchpoints",
    Assessment: "assessments",
    RivalTie: "rivals",
    Commitment: "commitments",
    Survey: "surveys",
    Need: "needs",
    Action: "actions",
}


def world(*more: object, less: tuple[object, ...] = ()) -> AccountFacts:
    """The model account with more records and without some."""
    records = {name: list(rows) for name, rows in MODEL.items()}
    for record in less:
        records[FIELDS[type(record)]].remove(record)
    for record in more:
        records[FIELDS[type(record)]].append(record)
    return AccountFacts(
        account=Account("a", "Account A"), **{name: tuple(rows) for name, rows in records.items()}
    )


def said(facts: AccountFacts, constants: Constants = DEFAULTS) -> dict[str, Advice]:
    return {advice.rule: advice for advice in coaching(View(facts, AT, constants)).items}


@dataclass(frozen=True)
class Case:
    """A change of one fact of the model account after which a rule speaks, and whom and what it names."""

    rule: str
    more: tuple[object, ...] = ()
    less: tuple[object, ...] = ()
    people: tuple[str, ...] = ()
    team: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = (("accounts", "a"),)
    others: tuple[str, ...] = ()
    """Rules that the same fact makes speak too."""


def post(person: str) -> tuple[str, str]:
    return ("people", f"{person}\x1fa\x1f")


def judged(person: str, author: str, at: str = "2026-02-01") -> tuple[str, str]:
    return ("assessments", f"{person}\x1f{author}\x1f{at}")


def tie(ours: str, theirs: str) -> tuple[str, str]:
    return ("ties", f"{ours}\x1f{theirs}\x1fa")


ALL_MET = MODEL["touchpoints"]
PLACEHOLDER = Employment(
    "ph", "Somebody", layer="operating", placeholder=True, power=0.1, valid_from="2025-12-01"
)
FAR_COACH = RoleHolding("xx", "coach")
HEARD = Employment("nn", "Nie", layer="management", functions=("it",), power=0.5)
CASES = [
    Case(
        "no_decision_maker",
        (RoleHolding("gm", "technical_buyer"), RoleHolding("pm", "approver")),
        (DECIDES, BUYS),
    ),
    Case("approver_unknown", (RoleHolding("fm", "technical_buyer"),), (APPROVES,)),
    Case("veto_function_unknown", (replace(FM, functions=("quality",)),), (FM,)),
    Case("no_opponent_mapped", (replace(AGAINST, support="neutral"),), (AGAINST,)),
    Case("no_reporting_lines", (), (REPORTS,)),
    Case("no_influence_lines", (), (LISTENS,)),
    Case(
        "power_guessed",
        tuple(replace(p, power=None, layer_source="title") for p in (GM, PM)),
        (GM, PM),
        people=("gm", "pm"),
        facts=(post("gm"), post("pm")),
    ),
    Case(
        "judgements_stale",
        (replace(GM_JUDGED, at="2025-09-01"),),
        (GM_JUDGED,),
        people=("gm",),
        facts=(judged("gm", "boss", "2025-09-01"), post("gm")),
    ),
    Case(
        "colleagues_disagree",
        (Assessment("gm", "kam", "2026-02-02", support="mentor"),),
        people=("gm",),
        facts=(judged("gm", "boss"), judged("gm", "kam", "2026-02-02")),
    ),
    Case(
        "placeholder_unfilled", (PLACEHOLDER,), people=("ph",), facts=(("people", "ph\x1fa\x1f2025-12-01"),)
    ),
    Case("no_hidden_need", (replace(NEED, status="solved"),), (NEED,), facts=(("needs", "n1"),)),
    Case("nobody_asked", (replace(ASKED, at="2025-02-28"),), (ASKED,), facts=(("surveys", "s1"),)),
    Case(
        "key_players_not_supporters",
        (replace(GM_JUDGED, support="neutral"), replace(FM_JUDGED, support="non_supporter")),
        (GM_JUDGED, FM_JUDGED),
        people=("gm", "fm"),
        facts=(judged("fm", "kam"), judged("gm", "boss")),
    ),
    Case(
        "mentor_outside_circle",
        (replace(PM_JUDGED, support="supporter"), replace(TE_JUDGED, support="mentor")),
        (PM_JUDGED, TE_JUDGED),
        people=("te",),
        facts=(judged("te", "eng"), post("te")),
    ),
    Case(
        "coach_without_tie",
        (FAR_COACH,),
        people=("xx",),
        facts=(("roles", "xx\x1fa\x1fcoach\x1f\x1f"), judged("xx", "eng")),
    ),
    Case(
        "rival_tie_unanswered",
        (RivalTie("Rivalia", "xx"),),
        people=("xx",),
        facts=(("competitors", "Rivalia\x1fxx\x1f"),),
    ),
    Case(
        "decider_by_influence_only",
        (
            HEARD,
            RoleHolding("nn", "decider"),
            Relation("pm", "nn", "influences"),
            Assessment("nn", "kam", "2026-02-01", support="supporter"),
        ),
        people=("nn",),
        facts=(("relations", "pm\x1fnn\x1finfluences\x1f"),),
    ),
    Case(
        "layer_on_one_channel",
        (contact("eng", "te", 8),),
        (TE_TRAINED,),
        people=("te",),
        team=("eng",),
        facts=(tie("eng", "te"),),
    ),
    Case(
        "single_channel",
        tuple(t._replace(channel="visit") for t in ALL_MET),
        ALL_MET,
        facts=tuple(sorted(("touchpoints", t.id) for t in ALL_MET)),
        others=("layer_on_one_channel",),
    ),
    Case(
        "only_we_start",
        (TOP_MET._replace(initiated_by="us"),),
        (TOP_MET,),
        facts=tuple(sorted(("touchpoints", t.id) for t in (TOP_MET, FM_MET, TE_MET))),
    ),
    Case(
        "same_function_met",
        tuple(replace(p, functions=(*p.functions, "rnd")) for p in (GM, PM, FM, TE)),
        (GM, PM, FM, TE),
        people=("gm", "fm", "pm", "te"),
        facts=tuple(sorted(("touchpoints", t.id) for t in ALL_MET)),
    ),
    Case(
        "one_of_ours_holds_all",
        tuple(t._replace(team=("boss",)) for t in ALL_MET),
        ALL_MET,
        team=("boss",),
        facts=tuple(tie("boss", p) for p in ("fm", "gm", "pm", "te")),
    ),
    Case(
        "executive_without_peer",
        (replace(BOSS, level="management"),),
        (BOSS,),
        people=("gm",),
        team=("boss",),
        facts=(tie("boss", "gm"),),
    ),
    Case(
        "sponsor_absent",
        (Assignment("kam", "executive_sponsor"),),
        (SPONSORS,),
        people=("gm",),
        team=("kam",),
        facts=(("assignments", "kam\x1fa\x1fexecutive_sponsor\x1f"),),
    ),
    Case("no_next_action", (replace(NEXT, done_at="2026-02-20"),), (NEXT,)),
    Case(
        "commitment_without_due",
        (replace(PROMISE, due=None),),
        (PROMISE,),
        team=("kam",),
        facts=(("commitments", "c1"),),
    ),
    Case(
        "no_targets",
        (replace(GM, target=None),),
        (GM,),
        people=("gm", "fm", "pm"),
        facts=(post("fm"), post("gm"), post("pm")),
    ),
]


def test_the_model_account_needs_no_advice() -> None:
    assert said(world()) == {}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_a_rule_speaks_when_its_fact_changes(case: Case) -> None:
    found = said(world(*case.more, less=case.less))
    assert set(found) == {case.rule, *case.others}
    advice = found[case.rule]
    assert advice.person_ids == case.people
    assert advice.team_ids == case.team
    assert {(f.type, f.id) for f in advice.facts} == set(case.facts)


def test_every_rule_has_its_case_and_its_finder() -> None:
    assert [case.rule for case in CASES] == list(FINDERS)
    assert set(FINDERS) == set(RULES)
    assert len(RULES) >= 15


BORDERS = [
    ("judgements_stale", replace(GM_JUDGED, at="2025-09-02"), GM_JUDGED),
    ("placeholder_unfilled", replace(PLACEHOLDER, valid_from="2025-12-02"), None),
    ("nobody_asked", replace(ASKED, at="2025-03-01"), ASKED),
    ("rival_tie_unanswered", RivalTie("Rivalia", "xx", 0.0), None),
    ("rival_tie_unanswered", RivalTie("Rivalia", "pm", 0.9), None),
    ("rival_tie_unanswered", RivalTie("Rivalia", "xx", 0.9, valid_to="2026-03-01"), None),
    ("coach_without_tie", RoleHolding("xx", "coach", valid_to="2026-03-01"), None),
    ("commitment_without_due", replace(PROMISE, due=None, kept_at="2026-02-28"), PROMISE),
    ("commitment_without_due", replace(PROMISE, due=None, made_at="2026-03-02"), PROMISE),
    ("no_next_action", replace(NEXT, done_at="2026-03-02"), NEXT),
    ("colleagues_disagree", Assessment("te", "kam", "2026-02-02", support="opponent"), None),
    ("same_function_met", replace(GM, functions=()), GM),
    ("sponsor_absent", DINED._replace(channel="executive_meeting"), DINED),
]


@pytest.mark.parametrize(("rule", "changed", "instead"), BORDERS, ids=lambda value: str(value)[:40])
def test_just_inside_a_threshold_nothing_is_said(rule: str, changed: object, instead: object) -> None:
    assert rule not in said(world(changed, less=(instead,) if instead else ()))


def test_few_contacts_tell_no_habit() -> None:
    two = (TOP_MET._replace(initiated_by="us"), PM_MET._replace(initiated_by="us"))
    quiet = said(world(*(t._replace(channel="visit") for t in two), less=ALL_MET))
    assert not {"single_channel", "only_we_start", "same_function_met"} & set(quiet)
    third = contact("eng", "te", 4, "visit", initiated_by="us")
    loud = said(world(third, *(t._replace(channel="visit") for t in two), less=ALL_MET))
    assert {"single_channel", "only_we_start"} <= set(loud)


def test_presence_complaints_and_days_to_come_are_no_contacts() -> None:
    others = [t for t in ALL_MET if t not in (TOP_MET, DINED)]
    for less in (
        TOP_MET._replace(people=(), present=("gm",)),
        TOP_MET._replace(channel="complaint"),
        TOP_MET._replace(at=AT.instant + 1),
        contact("boss", "gm", 181.0, initiated_by="them"),
    ):
        found = said(world(less, less=(TOP_MET, DINED)))
        assert "sponsor_absent" in found
    assert len(others) == len(ALL_MET) - 2


def test_rules_that_are_off_are_not_asked_and_are_told() -> None:
    view = View(AccountFacts(Account("a", "A")), AT, DEFAULTS)
    every = coaching(view)
    assert every.asked == len(RULES)
    assert every.off == ()
    some = coaching(view, off={"approver_unknown", "no_next_action"})
    assert some.asked == len(RULES) - 2
    assert [rule.rule for rule in some.off] == ["approver_unknown", "no_next_action"]
    assert [a for a in every.items if a.rule not in {"approver_unknown", "no_next_action"}] == [*some.items]


def test_red_ones_come_first_then_the_order_of_the_table() -> None:
    order = [
        (RULES[a.rule].severity != "red", [*RULES].index(a.rule))
        for a in said(world(less=(*ALL_MET, NEED))).values()
    ]
    assert order == sorted(order)
    assert {severity for severity, _ in order} == {False, True}


@settings(max_examples=60, deadline=None)
@given(accounts())
def test_whatever_the_account_facts_are_records_and_every_sentence_has_its_chinese(
    facts: AccountFacts,
) -> None:
    zh = translator("zh")
    for advice in coaching(View(facts, AT, DEFAULTS)).items:
        assert advice.facts
        assert {fact.type for fact in advice.facts} <= {*TABLES, "ties"}
        assert advice.severity == RULES[advice.rule].severity
        for text in (advice.title, advice.when, advice.reason, advice.todo):
            assert isinstance(text, Message)
            assert text.said(zh) != text


def test_teams_switch_rules_off(tmp_path: Path) -> None:
    file = tmp_path / "graphkam.toml"
    file.write_text('kappa = 2.0\n[coaching]\noff = ["no_targets", "nobody_asked"]\n', "utf-8")
    chosen = load_settings(config=file)
    assert chosen.coaching_off == {"no_targets", "nobody_asked"}
    assert chosen.constants.kappa == 2.0
    assert load_settings(config=None).coaching_off == frozenset()


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        (
            '[coaching]\noff = ["no_target"]',
            "unknown rule 'no_target' in coaching.off; known are no_decision_maker",
        ),
        ('[coaching]\non = ["no_targets"]', r"unknown setting 'on' in \[coaching\]; known is off"),
        ('[coaching]\noff = "no_targets"', "coaching.off must be a list of rules, not 'no_targets'"),
        ("[coaching]\noff = [1]", r"coaching.off must be a list of rules, not \[1\]"),
        ("coaching = 1", "coaching must be a table"),
    ],
)
def test_a_wrong_switch_is_refused_by_name(tmp_path: Path, text: str, wrong: str) -> None:
    file = tmp_path / "graphkam.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(SettingsError, match=wrong) as refused:
        _ = load_settings(config=file).coaching_off
    assert "graphkam.toml" in str(refused.value)
    assert switched_off({}) == frozenset()


def test_the_page_of_the_rules_is_that_of_the_table() -> None:
    root = Path(__file__).parent.parent
    made = runpy.run_path(str(root / "scripts" / "reference"))["rules"]()
    assert (root / "docs" / "coaching.md").read_text("utf-8") == made, "run scripts/reference"
