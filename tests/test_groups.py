"""Groups rolled up: laws of merging, and a head with a daughter where they are asked for."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st

from api import create_app
from graphkam.analysis import View, gaps, spof, stage, ties
from graphkam.analysis.groups import merged
from graphkam.desk import Desk
from graphkam.domain.constants import Constants
from graphkam.domain.facts import Account, AccountFacts, Employment, Relation
from graphkam.domain.message import as_json
from graphkam.settings import Settings
from graphkam.store import Store
from tests.worlds import AT, DEFAULTS, NOON, accounts, contact

ASKED = (gaps, spof, stage, ties)


def named(facts: AccountFacts, id_: str) -> AccountFacts:
    """The account under another id, its touchpoints under ids of their own."""
    touchpoints = tuple(t._replace(id=f"{id_}{t.id}") for t in facts.touchpoints)
    return replace(facts, account=replace(facts.account, id=id_, currency="EUR"), touchpoints=touchpoints)


def same(one: AccountFacts, other: AccountFacts) -> None:
    assert one.account == other.account
    for kind in fields(AccountFacts):
        if kind.name not in ("account", "revision"):
            assert set(getattr(one, kind.name)) == set(getattr(other, kind.name)), kind.name


@given(accounts(), accounts(), accounts())
@settings(deadline=None, max_examples=40)
def test_laws_of_merging(first: AccountFacts, second: AccountFacts, third: AccountFacts) -> None:
    a, b, c = named(first, "a"), named(second, "b"), named(third, "c")
    assert merged(a, [], DEFAULTS) == a, "alone it stays as it is"
    whole = merged(a, [b, c], DEFAULTS)
    assert whole == merged(a, [c, b], DEFAULTS), "the order is of no matter"
    same(merged(merged(a, [b], DEFAULTS), [c], DEFAULTS), whole)
    again = merged(a, [replace(a, account=replace(a.account, annual_value=None))], DEFAULTS)
    same(again, a)
    assert len(whole.touchpoints) == sum(len(f.touchpoints) for f in (a, b, c))
    for ask in ASKED:
        ask(View(whole, AT, DEFAULTS))


@given(accounts(), st.booleans())
@settings(deadline=None, max_examples=40)
def test_verdicts_of_an_account_merged_with_nothing_new_stay(facts: AccountFacts, reverse: bool) -> None:
    bare = AccountFacts(Account("b", "B"))
    both = merged(facts, [bare, bare] if reverse else [bare], DEFAULTS)
    for ask in ASKED:
        assert ask(View(both, AT, DEFAULTS)) == ask(View(facts, AT, DEFAULTS))


def test_who_works_at_both_is_one_and_ties_add_up() -> None:
    bo = Employment("bo", "Bo", layer="executive", valid_from="2020-01-01")
    head = AccountFacts(Account("h", "Head"), people=(bo,), touchpoints=(contact("li", "bo", 90),))
    also = replace(bo, title="Chairman", valid_from="2022-01-01")
    once_more = contact("li", "bo", 90)._replace(id="daughter")
    daughter = AccountFacts(Account("d", "D"), people=(also,), touchpoints=(once_more,))
    ours = replace(head, team=(), assignments=())
    view = View(merged(ours, [daughter], DEFAULTS), NOON, DEFAULTS)
    assert [e.title for e in view.people.values()] == ["Chairman"], "the job that began last"
    assert dict(view.past.strengths(NOON)) == {("li", "bo"): pytest.approx(1.0)}, "½ and ½"


def test_lines_across_count_where_both_ends_are_of_the_group() -> None:
    people = {name: Employment(name, name.upper()) for name in ("x", "y", "z")}
    head = AccountFacts(Account("h", "H"), people=(people["x"],))
    daughter = AccountFacts(Account("d", "D"), people=(people["y"],))
    lines = [Relation("x", "y", "influences"), Relation("x", "z", "influences")]
    assert merged(head, [daughter], DEFAULTS, lines).relations == (lines[0],)


def test_values_of_several_currencies_are_never_added() -> None:
    def worth(value: float | None, currency: str | None) -> AccountFacts:
        return AccountFacts(Account("a", "A", currency=currency, annual_value=value, potential=value))

    both = merged(worth(2.0, "EUR"), [worth(3.0, "EUR"), worth(None, "USD")], DEFAULTS)
    assert (both.account.annual_value, both.account.potential, both.account.currency) == (5.0, 5.0, "EUR")
    apart = merged(worth(2.0, "EUR"), [worth(3.0, "USD")], DEFAULTS)
    assert (apart.account.annual_value, apart.account.currency) == (None, "EUR")
    rates = Constants.of({"currency": "EUR", "rates": {"USD": 0.5}})
    assert merged(worth(2.0, "EUR"), [worth(3.0, "USD")], rates).account.annual_value == 3.5


def in_pages(client: TestClient) -> None:
    """The switch is on the pages of a head, is kept from page to page, and the forms keep it too."""
    asked = {"as_of": "2026-03-01", "group": "true"}
    alone = client.get("/accounts/h", params={"as_of": "2026-03-01"}).text
    assert "Show with its 1 subsidiary, as one" in alone
    assert "/people/y" not in alone
    for page in (
        "",
        "/decision",
        "/relationship",
        "/coaching",
        "/history",
        "/whatif",
        "/diff",
        "/sensitivity",
    ):
        text = client.get(f"/accounts/h{page}", params=asked).text
        assert "With 1 subsidiary, as one" in text, page
        assert 'href="/accounts/h/map?as_of=2026-03-01&amp;group=true"' in text
        if page in ("", "/history", "/whatif", "/diff"):
            assert '<input type="hidden" name="group" value="true">' in text, page
    whole = client.get("/accounts/h", params=asked).text
    assert 'href="/people/y?as_of=2026-03-01"' in whole
    assert "/actions/new" not in whole, "an action belongs to one account"
    assert client.get("/accounts/h/ties/li/y", params=asked).status_code == 200
    assert client.get("/accounts/h/ties/li/y").status_code == 404
    assert '"y"' in client.get("/accounts/h/map", params=asked).text
    assert "as one" not in client.get("/accounts/o", params=asked).text, "it has no subsidiaries"
    assert "as one" not in client.get("/accounts/h/actions", params=asked).text
    rolled = client.get("/", params=asked).text
    assert "with 1 subsidiary" in rolled
    assert "/accounts/d" not in rolled
    assert 'href="/accounts/h?as_of=2026-03-01&amp;group=true"' in rolled
    assert "/accounts/d" in client.get("/", params={"as_of": "2026-03-01"}).text


def test_a_group_is_asked_for_like_an_account(store: Store, settings: Settings) -> None:
    store.write(
        "accounts",
        [
            {"id": "h", "name": "Head"},
            {"id": "d", "name": "D", "parent_id": "h"},
            {"id": "o", "name": "Other"},
        ],
    )
    store.write("team", [{"id": "li", "name": "Li"}])
    places = (("x", "h", "executive"), ("y", "d", "management"), ("z", "o", "operating"))
    store.write("people", [{"id": p, "account_id": a, "name": p, "layer": layer} for p, a, layer in places])
    store.write("relations", [{"from_id": "y", "to_id": "x", "kind": "influences", "weight": 0.9}])
    met = {"channel": "meeting", "team_ids": ["li"], "people_ids": ["y"], "at": "2026-02-28T12:00:00Z"}
    store.write("touchpoints", [{"id": "t", "account_id": "d", **met}])
    desk = Desk(store, settings)
    at = desk.at("2026-03-01")
    alone, group = desk.gaps("h", at), desk.gaps(desk.group_id("h"), at)
    assert [layer.people for layer in alone.layers] == [0, 0, 1]
    assert [layer.people for layer in group.layers] == [0, 1, 1]
    assert group.account == "h"
    assert {s.id for s in desk.spof(desk.group_id("h"), at).influence.theirs} == {"x", "y"}, "across: y to x"
    app = create_app(settings, store)
    with TestClient(app, base_url="http://127.0.0.1") as client:
        asked = {"as_of": "2026-03-01", "group": "true"}
        for name in ("gaps", "spof", "stage", "exposure", "ties", "defence", "decision", "alarms"):
            assert client.get(f"/api/v1/accounts/h/{name}", params=asked).status_code == 200
        assert client.get("/api/v1/accounts/h/ties", params=asked).json()["items"][0]["person_id"] == "y"
        more = ("coaching", "sensitivity", "replay", "figures", "relationship", "introductions", "path?to=y")
        for name in (*more, "diff?from=2026-01-01&to=2026-03-01", "map.json", "map.svg", "ties/li/y"):
            path, _, query = name.partition("?")
            given = {**asked, **dict(part.split("=") for part in query.split("&") if part)}
            answer = client.get(f"/api/v1/accounts/h/{path}", params=given)
            assert answer.status_code == 200, (name, answer.text)
        changed = {"remove": ["y"], "as_of": "2026-03-01"}
        assert client.post("/api/v1/accounts/h/whatif?group=true", json=changed).status_code == 200
        assert client.post("/api/v1/accounts/h/whatif", json=changed).status_code == 422, (
            "not of the head alone"
        )
        in_pages(client)
        rolled = client.get("/api/v1/accounts", params=asked).json()["items"]
        assert {line["id"]: line["subsidiaries"] for line in rolled} == {"h": 1, "o": 0}
        assert rolled == as_json(desk.groups(at))["items"]
    store.write("accounts", [{"id": "d", "parent_id": None}])
    assert desk.gaps(desk.group_id("h"), at) == desk.gaps("h", at), "the daughter was sold"
