"""Questions about the portfolio: both engines give the same answers, from views that are shared."""

from __future__ import annotations

from typing import Any

import pytest

from graphkam.analysis import exposure
from graphkam.contacting import log
from graphkam.desk import Desk
from graphkam.desk import views as shared
from graphkam.domain.tables import Row
from graphkam.settings import Settings
from graphkam.store import Store
from tests import kiln_world
from tests.kiln_world import ACCOUNT, AS_OF, LIU
from tests.test_compiled import differences
from tests.test_seeded import plain_values


def answers(desk: Desk) -> dict[str, Any]:
    """What is said of the whole portfolio, and of one of ours in it."""
    at = desk.at(AS_OF)
    return {
        "accounts": desk.accounts(at),
        "alarms": desk.alarms(None, at),
        "all that cools": desk.alarms(None, at, everybody=True),
        "new alarms": desk.alarms(None, at, desk.at("2026-02-01")),
        "visits": desk.visits(at),
        "customers": desk.customers(at),
        "flanks": desk.flanks(None, at),
        "loads": desk.loads(at),
        "worth": desk.worth(at),
        "segments": desk.segments(at),
        "actions": desk.actions(None, at),
        "team": desk.team("li", at),
        "who has left": desk.team("gone", at),
        "handover": desk.handover("li", at),
    }


def with_engine(store: Store, settings: Settings, engine: str) -> Desk:
    return Desk(store, settings.model_copy(update={"engine": engine}))


@pytest.mark.kiln
def test_both_engines_say_the_same_of_the_portfolio(
    store: Store, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = plain_values(answers(with_engine(store, settings, "networkx")))
    assert {a["account_id"] for a in wanted["alarms"]["items"]} == {ACCOUNT, "c"}
    assert differences(wanted, plain_values(answers(with_engine(store, settings, "compiled")))) == []
    monkeypatch.setattr(shared, "PEOPLE", 0)
    assert differences(wanted, plain_values(answers(with_engine(store, settings, "compiled")))) == []


@pytest.mark.parametrize("engine", ["networkx", "compiled"])
def test_only_a_changed_account_is_viewed_anew(store: Store, settings: Settings, engine: str) -> None:
    kiln_world.write(store)
    desk = with_engine(store, settings, engine)
    at = desk.at(AS_OF)

    def viewed() -> dict[str, Any]:
        return {view.facts.account.id: view for view in desk.views(at)}

    before = viewed()
    assert before == viewed()
    assert [v.facts.account.id for v in desk.views(at, {"c"})] == ["c"]
    store.delete("touchpoints", "d2")
    after = viewed()
    assert after["c"] is before["c"]
    assert after[ACCOUNT].strengths["li", LIU] < before[ACCOUNT].strengths["li", LIU]


def test_an_account_with_a_new_touchpoint_is_viewed_as_if_it_were_read(
    store: Store, settings: Settings
) -> None:
    kiln_world.write(store)
    desk = with_engine(store, settings, "compiled")
    at = desk.at(AS_OF)
    before = {view.facts.account.id: view for view in desk.views(at)}[ACCOUNT]
    met: Row = {"id": "new", "at": AS_OF, "channel": "visit", "account_id": ACCOUNT, "people_ids": [LIU]}
    revision = log(desk, {**met, "team_ids": ["li"]}).revision
    standing = desk.standing(ACCOUNT, revision, at)
    assert standing is not None
    assert standing.revision == revision
    assert desk.standing(ACCOUNT, revision - 1, at) is None
    assert desk.standing("c", revision, at) is None
    later: Row = {**met, "id": "later", "at": "2026-02-20T09:00:00Z", "team_ids": ["li"]}
    assert desk.coming(later) is not None  # and swept ahead, but never stored
    unchanged = desk.standing(ACCOUNT, revision, at)
    assert unchanged is not None
    assert unchanged.column("tie_s").tolist() == standing.column("tie_s").tolist()
    revision = log(desk, later).revision
    standing = desk.standing(ACCOUNT, revision, at)
    assert standing is not None
    assert standing.column("tie_s").tolist() != unchanged.column("tie_s").tolist()
    views = {view.facts.account.id: view for view in desk.views(at)}
    wanted = {view.facts.account.id: view for view in with_engine(store, settings, "networkx").views(at)}
    assert differences(plain_values(wanted[ACCOUNT].strengths), plain_values(views[ACCOUNT].strengths)) == []
    assert views[ACCOUNT].strengths["li", LIU] > before.strengths["li", LIU]
    assert exposure(views[ACCOUNT]).exposure == pytest.approx(float(standing.column("exposure")[0]))


@pytest.mark.kiln
def test_views_of_a_large_portfolio_are_let_go(
    store: Store, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared, "PEOPLE", 0)
    desk = with_engine(store, settings, "networkx")
    at = desk.at(AS_OF)
    first, second = list(desk.views(at)), list(desk.views(at))
    assert [v.facts for v in first] == [v.facts for v in second]
    assert all(one is not other for one, other in zip(first, second, strict=True))
