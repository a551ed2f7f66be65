"""Pages of accounts that are kept: the same as long as nothing they stand on changed, new on the next look after it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api import create_app
from api.kept_pages import KeptPages
from api.log import request_log
from graphkam.desk import Desk
from graphkam.domain.tables import Row
from graphkam.settings import Settings
from graphkam.store import Store
from tests.kiln_world import ACCOUNT, AS_OF, LIU
from tests.test_pages import B, text_of

pytestmark = pytest.mark.kiln


@pytest.fixture
def client(store: Store, settings: Settings) -> Iterator[TestClient]:
    app = create_app(settings, store, log=request_log(io.StringIO()))
    with TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False) as client:
        client.headers["accept"] = "text/html"
        yield client


def kept_of(client: TestClient) -> KeptPages:
    kept: KeptPages = client.app.state.kept_pages  # type: ignore[attr-defined]
    return kept


def page(client: TestClient, **asked: str) -> str:
    return text_of(client.get(B, params={"as_of": AS_OF, **asked}).text)


CALL: Row = {
    "id": "new",
    "at": "2026-02-25T08:00:00Z",
    "channel": "call",
    "account_id": ACCOUNT,
    "team_ids": ["ann"],
    "people_ids": ["xu"],
}
CHANGES: dict[str, tuple[str, Row, str]] = {
    "a touchpoint": ("touchpoints", CALL, "Ann – Xu"),
    "a name of theirs": ("people", {"id": "xu", "account_id": ACCOUNT, "name": "Xu Renamed"}, "Xu Renamed"),
    "a name of ours": ("team", {"id": "li", "name": "Li Renamed"}, "Li Renamed"),
    "its own name": ("accounts", {"id": ACCOUNT, "name": "White River"}, "White River"),
    "a parent": ("accounts", {"id": ACCOUNT, "parent_id": "c"}, "part of Quiet Ltd"),
}


def test_every_write_is_seen_on_the_next_page(client: TestClient, store: Store) -> None:
    for what, (table, row, words) in CHANGES.items():
        before = page(client)
        assert words not in before, what
        assert page(client) == before
        store.write(table, [row])
        assert words in page(client), what
        assert page(client, lang="zh") != page(client, lang="en")


def test_what_changes_beside_the_account_is_seen_too(client: TestClient, store: Store) -> None:
    store.write("accounts", [{"id": ACCOUNT, "parent_id": "c"}])
    assert "part of Quiet Ltd" in page(client)
    store.write("accounts", [{"id": "c", "name": "Loud Ltd"}])
    assert "part of Loud Ltd" in page(client)
    assert "subsidiary" not in page(client)
    store.write("accounts", [{"id": "below", "name": "Below", "parent_id": ACCOUNT}])
    assert "Show with its 1 subsidiary, as one" in page(client)
    store.write("accounts", [{"id": "below", "parent_id": None}])

    assert "manages" not in page(client)
    others: list[Row] = [{"id": f"other{n}", "name": f"Other {n}"} for n in range(12)]
    store.write("accounts", others)
    store.write(
        "assignments",
        [
            {"team_id": "li", "account_id": o["id"], "as": "account_manager", "valid_from": "2020-01-01"}
            for o in others
        ],
    )
    assert "manages 13 accounts" in page(client)


def test_an_account_that_is_gone_has_no_page(client: TestClient, store: Store) -> None:
    assert client.get("/accounts/c").status_code == client.get("/accounts/c").status_code == 200
    store.delete("people", LIU)
    store.delete("people", "xu2")
    store.delete("commitments", "k2")
    store.delete("accounts", "c")
    assert client.get("/accounts/c").status_code == 404


def test_a_kept_page_is_given_out_until_something_changes(client: TestClient, store: Store) -> None:
    desk: Desk = client.app.state.desk  # type: ignore[attr-defined]
    at = desk.at(AS_OF)
    kept = KeptPages()
    kept.put("b", "the page", desk.basis(desk.view(ACCOUNT, at)), at)
    assert kept.get("b", desk.glance(), at) == "the page"
    assert kept.get("b", desk.glance(), desk.at("2026-03-02")) is None
    assert kept.get("c", desk.glance(), at) is None
    store.write("accounts", [{"id": "new", "name": "Elsewhere"}])
    assert kept.get("b", desk.glance(), at) == "the page"
    store.write("touchpoints", [CALL])
    assert kept.get("b", desk.glance(), at) is None


def test_of_too_many_pages_the_oldest_goes(client: TestClient) -> None:
    desk: Desk = client.app.state.desk  # type: ignore[attr-defined]
    at = desk.at(AS_OF)
    basis, kept = desk.basis(desk.view(ACCOUNT, at)), KeptPages(room=30)
    for name in "abc":
        kept.put(name, name * 10, basis, at)
    kept.put("c", "c" * 10, basis, at)
    found: dict[str, Any] = {name: kept.get(name, desk, at) for name in "abc"}
    assert found["a"] is None
    assert found["c"] == "c" * 10
    kept.put("large", "".join(map(chr, range(200, 400))), basis, at)
    assert kept.get("large", desk, at) is None
    assert kept.get("c", desk, at) is None


def test_one_question_stands_for_one_write(store: Store, settings: Settings) -> None:
    desk = Desk(store, settings)
    glance = desk.glance()
    before = glance.revision()
    store.write("team", [{"id": "zoe", "name": "Zoe"}])
    assert glance.revision() == before
    assert desk.glance().revision() == desk.revision() == before + 1


def test_a_look_asks_the_store_once_for_what_is_known_already(store: Store, settings: Settings) -> None:
    desk = Desk(store, settings)
    at = desk.at(AS_OF)
    desk.glance().gaps(ACCOUNT, at)
    same = desk.glance()
    assert same.view(same.account_id(ACCOUNT), at) is desk.glance().view(ACCOUNT, at)
    store.write("touchpoints", [CALL])
    assert desk.glance().view(ACCOUNT, at).facts.revision == desk.revision()
