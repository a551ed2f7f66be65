"""The desk on both stores: names, moments, and answers that follow every write."""

from __future__ import annotations

import threading
from dataclasses import asdict

import pytest

from graphkam import analysis
from graphkam.desk import Desk
from graphkam.domain import moment
from graphkam.domain.alarms import Alarm
from graphkam.domain.answers import AlarmCount
from graphkam.domain.moment import AsOf
from graphkam.errors import AmbiguousError, NotFoundError, UsageError
from graphkam.kept import Kept
from graphkam.settings import Settings
from graphkam.store import Store
from tests import kiln_world
from tests.kiln_world import ACCOUNT, AS_OF, LIU
from tests.test_compiled import differences

pytestmark = pytest.mark.kiln


@pytest.fixture
def desk(store: Store, settings: Settings) -> Desk:
    return Desk(store, settings)


def test_a_name_that_only_one_has_is_as_good_as_an_id(desk: Desk) -> None:
    assert desk.account_id(ACCOUNT) == ACCOUNT
    assert desk.account_id("  quiet LTD ") == "c"
    assert desk.person_id("gao") == "gm"
    assert desk.person_id(LIU) == LIU
    assert desk.team_id("gone fred") == "gone"


def test_a_name_that_several_have_lists_them(desk: Desk) -> None:
    with pytest.raises(AmbiguousError) as error:
        desk.person_id("XU")
    assert sorted(error.value.candidates) == [("xu", "Xu"), ("xu2", "XÚ")]
    assert desk.person_id("xu") == "xu"


def test_names_of_nobody_are_not_found(desk: Desk) -> None:
    for ask in (desk.account_id, desk.person_id, desk.team_id):
        with pytest.raises(NotFoundError, match="Nobody At All"):
            ask("Nobody At All")


def test_now_is_a_whole_second_that_lasts_until_something_is_written(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = desk.at()
    assert now.instant == int(now.instant)
    assert AsOf.on(str(now), now.zone) == now
    monkeypatch.setattr(moment, "clock", lambda: now.instant + 5.5)
    assert desk.at() is now
    desk.store.delete("touchpoints", "d1")
    assert desk.at().instant == now.instant + 5


@pytest.mark.parametrize("as_of", [AS_OF, "2026-03-09T12:00:00Z"])
def test_both_engines_give_the_same_portfolio_before_and_after_a_write(
    store: Store, settings: Settings, as_of: str
) -> None:
    desks = [Desk(store, settings.model_copy(update={"engine": e})) for e in ("compiled", "networkx")]
    at, told = desks[0].at(as_of), []
    for amount in (1.0, 2.0):
        found = [asdict(desk.accounts(at)) for desk in desks]
        assert differences(*found) == []
        told.append(found[0])
        store.write("orders", [{"id": "o", "account_id": ACCOUNT, "at": "2026-01-05", "amount": amount}])
        row = {"id": "i", "account_id": ACCOUNT, "opened_at": "2026-01-05", "kind": "quality"}
        store.write("incidents", [row])
    assert told[0] != told[1], "an open incident is an alarm"


def test_nonsense_is_no_moment(desk: Desk) -> None:
    with pytest.raises(UsageError, match="yesterday"):
        desk.at("yesterday")


def test_the_analyses_are_those_of_the_facts(desk: Desk) -> None:
    at = desk.at(AS_OF)
    view = analysis.View(desk.facts(ACCOUNT), at, desk.constants)
    assert desk.gaps(ACCOUNT, at) == analysis.gaps(view)
    assert desk.spof(ACCOUNT, at) == analysis.spof(view)
    assert desk.stage(ACCOUNT, at) == analysis.stage(view)
    assert desk.ties(ACCOUNT, at) == analysis.ties(view)
    assert desk.exposure(ACCOUNT, at) == analysis.exposure(view)
    assert desk.defence(ACCOUNT, at) == analysis.defence(view)
    assert desk.alarms(ACCOUNT, at).items == analysis.alarms(view, {"li": 1})
    assert desk.map(ACCOUNT, at).account == ACCOUNT


def test_answers_follow_every_write(desk: Desk) -> None:
    at = desk.at(AS_OF)
    before = desk.ties(ACCOUNT, at).items[0]
    assert (before.team_id, before.person_id, before.count) == ("li", LIU, 3)
    assert desk.accounts(at).items[0].layers["management"].status == "thin"
    desk.store.delete("touchpoints", "d2")
    desk.store.delete("touchpoints", "d1")
    assert desk.ties(ACCOUNT, at).items[0].count == 1
    assert desk.accounts(at).items[0].layers["management"].status == "open"


def test_the_portfolio_has_every_account_worst_first(desk: Desk) -> None:
    items = desk.accounts(desk.at(AS_OF)).items
    assert [line.id for line in items] == [ACCOUNT, "c"]
    assert items[0].account_manager == "li"
    assert items[1].exposure is None  # nobody is known who decides


def test_alarms_of_one_account_of_all_and_in_the_portfolio_are_the_same(desk: Desk) -> None:
    at = desk.at(AS_OF)
    mine, other = desk.alarms(ACCOUNT, at).items, desk.alarms("c", at).items
    assert {a.kind for a in mine} >= {"new_executive_uncovered", "commitment_overdue", "single_thread"}
    assert {(a.kind, a.account_id) for a in other} == {
        (kind, "c") for kind in ("promise_at_risk", "no_account_manager", "no_executive_sponsor")
    }
    everything = desk.alarms(None, at)
    assert sorted(everything.items, key=repr) == sorted((*mine, *other), key=repr)
    assert [a.severity for a in everything.items] == sorted(
        (a.severity for a in everything.items), reverse=True
    )
    counts = {line.id: line.alarms for line in desk.accounts(at).items}
    for account, found in ((ACCOUNT, mine), ("c", other)):
        assert counts[account] == analysis_count(found)
        assert desk.account(account, at).line.alarms == counts[account]


def analysis_count(found: tuple[Alarm, ...]) -> AlarmCount:
    severities = [alarm.severity for alarm in found]
    return AlarmCount(severities.count("red"), severities.count("amber"))


def test_the_feed_since_a_day(desk: Desk) -> None:
    at = desk.at(AS_OF)
    since = desk.alarms(ACCOUNT, at, desk.at("2026-02-02"))
    assert (since.as_of, since.since) == (AS_OF, "2026-02-02")
    assert "commitment_overdue" in {a.kind for a in since.items}, "due on the first, overdue on the second"
    later = {a.kind for a in desk.alarms(ACCOUNT, at, desk.at("2026-02-03")).items}
    assert "commitment_overdue" not in later
    assert set(desk.alarms(None, at, desk.at("2026-02-02")).items) >= set(since.items)
    assert desk.alarms(ACCOUNT, at, desk.at(AS_OF)).items == ()
    with pytest.raises(UsageError, match="2026-03-02"):
        desk.alarms(ACCOUNT, at, desk.at("2026-03-02"))
    with pytest.raises(NotFoundError):
        desk.alarms("nothing", at)


def test_an_overloaded_manager_is_said_at_each_account_and_once_of_all(desk: Desk) -> None:
    at = desk.at(AS_OF)
    many = [f"many-{n:02}" for n in range(12)]
    desk.store.write("accounts", [{"id": id_, "name": id_} for id_ in many])
    rows = [{"team_id": "li", "account_id": id_, "as": "account_manager"} for id_ in many]
    desk.store.write("assignments", rows)
    found = [a for a in desk.alarms(ACCOUNT, at).items if a.kind == "manager_overloaded"]
    assert [a.team_ids for a in found] == [("li",)]
    (once,) = [a for a in desk.alarms(None, at).items if a.kind == "manager_overloaded"]
    assert (once.account_id, len(once.facts)) == (None, 13)
    line = next(line for line in desk.accounts(at).items if line.id == "many-03")
    assert line.alarms == AlarmCount(0, 2), "overloaded, and no sponsor"
    assert desk.account("many-03", at).line.alarms == line.alarms
    desk.store.delete("accounts", many[0])
    assert "manager_overloaded" not in {a.kind for a in desk.alarms(ACCOUNT, at).items}


def test_an_account_with_its_people_and_team(desk: Desk) -> None:
    card = desk.account(ACCOUNT, desk.at(AS_OF))
    assert card.line.name == kiln_world.NAME
    assert {p.id for p in card.people} == {"gm", LIU, "xu"}
    assert [(part.team_id, part.as_) for part in card.team] == [("li", "account_manager")]


def test_a_person_with_career_roles_judgements_ties_and_lines(desk: Desk) -> None:
    card = desk.person(LIU, desk.at(AS_OF))
    assert [(post.account_id, post.title) for post in card.career] == [
        (ACCOUNT, "Chief <of> equipment"),
        ("c", "Fitter"),
    ]
    assert [(post.layer, post.layer_source) for post in card.career] == [
        ("management", "given"),
        ("operating", "title"),  # nobody gave it
    ]
    assert [(post.function, post.function_source) for post in card.career][1] == ((), "unknown")
    assert [(role.role, role.confidence) for role in card.roles] == [("technical_buyer", 0.8)]
    assert [(j.author, j.at, j.support) for j in card.judgements] == [
        ("li", "2026-02-21", "supporter"),
        ("ann", "2025-09-03", "opponent"),
    ]
    (here,) = card.now
    assert here.account_id == ACCOUNT
    assert [(tie.team_id, tie.live) for tie in here.ties] == [("li", True), ("ann", False)]
    assert [(line.from_, line.to, line.kind) for line in here.lines] == [(LIU, "gm", "reports_to")]
    assert card.names == {LIU: "Liu", "gm": "Gao", "li": "Li", "ann": "Ann"}


def test_who_has_left_is_at_no_account(desk: Desk) -> None:
    assert desk.person("xu2", desk.at(AS_OF)).now == ()
    assert [here.account_id for here in desk.person("xu2", desk.at("2024-12-31")).now] == ["c"]


def test_search_goes_on_behind_any_row(desk: Desk) -> None:
    at = desk.at(AS_OF)
    found = desk.people("u", at).items
    assert {p.id for p in found} == {LIU, "xu", "xu2"}
    one_by_one = []
    after = None
    while page := desk.people("U", at, limit=1, after=after).items:
        one_by_one.append(page[0])
        after = page[0].name, page[0].id
    assert one_by_one == list(found)
    assert [p.id for p in desk.people(LIU, at).items] == [LIU]
    assert next(p for p in found if p.id == LIU).accounts == {ACCOUNT: kiln_world.NAME, "c": "Quiet Ltd"}


def test_touchpoints_newest_first_up_to_the_moment(desk: Desk) -> None:
    assert [c.id for c in desk.touchpoints(ACCOUNT, desk.at(AS_OF)).items] == ["d2", "d1", "call"]
    noon = "2025-12-01T12:00:00Z"
    assert [c.id for c in desk.touchpoints(ACCOUNT, desk.at(noon)).items] == ["d1", "call"]
    assert [c.id for c in desk.touchpoints(ACCOUNT, desk.at("2025-11-30")).items] == ["call"]
    assert [c.id for c in desk.person_touchpoints("gm", desk.at(AS_OF)).items] == ["d2"]


def test_what_hangs_on_one_of_ours(desk: Desk) -> None:
    at = desk.at(AS_OF)
    answer = desk.team("li", at)
    assert [a.account_id for a in answer.accounts] == [ACCOUNT]
    assert LIU in answer.accounts[0].only_through.people
    assert [(c.id, c.status) for c in answer.commitments] == [("k1", "overdue")]
    nobody = desk.team("gone", at)
    assert (nobody.name, nobody.accounts) == ("Gone Fred", ())
    assert [(c.id, c.status) for c in nobody.commitments] == [("k2", "open")]
    with pytest.raises(NotFoundError):
        desk.team("nobody", at)


def test_our_people_with_what_they_cover(desk: Desk) -> None:
    members = {m.id: m for m in desk.members(desk.at(AS_OF)).items}
    assert members["li"].accounts == (ACCOUNT,)
    assert members["ann"].accounts == ()
    assert members["gone"].left_to == "Rival"


def test_threads_that_want_the_same_wait_for_one() -> None:
    kept, made, go = Kept(2), [], threading.Event()

    def slow() -> int:
        go.wait()
        made.append(1)
        return len(made)

    answers: list[int] = []
    threads = [threading.Thread(target=lambda: answers.append(kept.get("key", slow))) for _ in range(5)]
    for thread in threads:
        thread.start()
    go.set()
    for thread in threads:
        thread.join()
    assert answers == [1] * 5


def test_what_could_not_be_made_is_tried_again() -> None:
    kept = Kept(1)
    with pytest.raises(ZeroDivisionError):
        kept.get("key", lambda: 1 // 0)
    assert kept.get("key", lambda: 2) == 2
