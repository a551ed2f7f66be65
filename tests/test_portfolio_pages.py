"""Value, segments, loads and decisions where they are asked for: desk, API and pages, on both stores."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pydantic import TypeAdapter

from api import create_app
from api.log import request_log
from graphkam.desk import Desk
from graphkam.domain.customers import Customers, Visits
from graphkam.domain.decisions import DecisionState
from graphkam.domain.flanks import Flanks
from graphkam.domain.message import as_json
from graphkam.domain.worth import Loads, Segments, Worth
from graphkam.settings import Settings
from graphkam.store import Store
from tests.kiln_world import ACCOUNT, AS_OF, NAME
from tests.test_pages import text_of

LOG = io.StringIO()
API = "/api/v1"
B = "/accounts/b%2F1"

pytestmark = pytest.mark.kiln


@pytest.fixture
def client(store: Store, settings: Settings) -> Iterator[TestClient]:
    app = create_app(settings, store, log=request_log(LOG))
    with TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False) as client:
        yield client


def desk_of(client: TestClient) -> Desk:
    desk: Desk = client.app.state.desk  # type: ignore[attr-defined]
    return desk


def test_every_answer_has_the_declared_form_and_is_that_of_the_desk(client: TestClient) -> None:
    desk = desk_of(client)
    at = desk.at(AS_OF)
    answers: dict[str, tuple[Any, Any]] = {
        f"{API}{B}/decision": (DecisionState, desk.decision(ACCOUNT, at)),
        f"{API}/portfolio/value": (Worth, desk.worth(at)),
        f"{API}/portfolio/segments": (Segments, desk.segments(at)),
        f"{API}/portfolio/flanks": (Flanks, desk.flanks(None, at)),
        f"{API}/portfolio/flanks?account={ACCOUNT}": (Flanks, desk.flanks(ACCOUNT, at)),
        f"{API}/portfolio/loads": (Loads, desk.loads(at)),
        f"{API}/portfolio/customers": (Customers, desk.customers(at)),
        f"{API}/portfolio/customers?team=li": (Customers, desk.customers(at, "li")),
        f"{API}/portfolio/visits": (Visits, desk.visits(at)),
        f"{API}/portfolio/visits?team=ann": (Visits, desk.visits(at, "ann")),
        f"{API}/portfolio/loads?team=Li": (Loads, desk.loads(at, "li")),
    }
    for path, (form, expected) in answers.items():
        found = client.get(path, params={**_query(path), "as_of": AS_OF})
        assert found.status_code == 200, found.text
        TypeAdapter(form).validate_python(found.json())
        assert found.json() == json.loads(json.dumps(as_json(expected))), path


def _query(path: str) -> dict[str, str]:
    return dict(pair.split("=") for pair in path.partition("?")[2].split("&") if pair)


def test_what_the_world_says(client: TestClient) -> None:
    desk = desk_of(client)
    at = desk.at(AS_OF)
    assert [(line.account_id, line.effort) for line in desk.worth(at).items] == [(ACCOUNT, 3.0), ("c", 0.0)]
    [line] = desk.loads(at).items
    assert (line.id, line.accounts, line.rank, line.rank_source) == ("li", (ACCOUNT,), "high", "level")
    assert desk.loads(at).no_manager == ("c",)
    decision = desk.decision(ACCOUNT, at)
    assert (decision.size, decision.currency, decision.unknown) == (4e6, "CNY", ("gm",))


def test_lists_of_one_of_ours(client: TestClient) -> None:
    desk = desk_of(client)
    at = desk.at(AS_OF)
    assert [line.account_id for line in desk.customers(at).items] == [ACCOUNT, "c"]
    assert [line.account_id for line in desk.customers(at, "li").items] == [ACCOUNT]
    assert [line.account_id for line in desk.customers(at, "ann").items] == []
    assert [(v.person_id, v.team_id) for v in desk.visits(at).items] == [("gm", "li"), ("xu", "li")]
    assert desk.visits(at, "ann").items == ()
    line = next(line for line in desk.accounts(at).items if line.id == ACCOUNT)
    risk = desk.customers(at).items[0].factors[3]
    assert (risk.factor, risk.value) == ("churn_risk", line.churn_risk)


def test_lists_come_in_pages(client: TestClient) -> None:
    first = client.get(f"{API}/portfolio/value", params={"as_of": AS_OF, "limit": 1}).json()
    assert [line["account_id"] for line in first["items"]] == [ACCOUNT]
    rest = client.get(f"{API}/portfolio/value", params={"as_of": AS_OF, "cursor": first["next"]}).json()
    assert ([line["account_id"] for line in rest["items"]], rest["next"]) == (["c"], None)


PAGES = {
    f"{B}/decision": "Who usually sits at such a table",
    "/accounts/c/decision": "Nobody is known who decides",
    "/portfolio/value": "Share of effort against share of value",
    "/portfolio/value?show=over": "Nothing fits.",
    "/portfolio/segments": "Products to offer",
    "/portfolio/segments?show=none": "2 accounts; contradictions first",
    "/portfolio/flanks": "Nothing is recorded that rivals hold.",
    "/portfolio/flanks?account=c&show=weak": "Quiet Ltd · All accounts",
    "/portfolio/customers": "Risk of leaving",
    "/portfolio/customers?team=li": "1 account, the best overall first",
    "/portfolio/visits": "Nobody of ours has met them yet",
    "/portfolio/visits?show=never&team=li": "never met",
    "/portfolio/loads": "Without account manager: 1",
    "/portfolio/loads?team=li": "All account managers",
}


@pytest.mark.parametrize("path", PAGES)
def test_every_page_in_both_languages(client: TestClient, path: str) -> None:
    asked = f"{path}{'&' if '?' in path else '?'}as_of={AS_OF}"
    english = client.get(asked)
    assert english.status_code == 200
    assert PAGES[path] in text_of(english.text)
    assert "<script>alert" not in english.text
    chinese = client.get(f"{asked}&lang=zh")
    assert chinese.status_code == 200
    assert PAGES[path] not in text_of(chinese.text)
    if path.startswith("/portfolio/value"):
        assert NAME in text_of(english.text)


def test_wrong_questions_get_clear_answers(client: TestClient) -> None:
    assert client.get(f"{API}/portfolio/loads", params={"team": "nobody"}).status_code == 404
    assert client.get(f"{API}/portfolio/value", params={"as_of": "never"}).status_code == 422
    assert client.get(f"{API}/accounts/nowhere/decision").status_code == 404
    assert client.get("/portfolio/value?page=0").status_code == 422
    assert client.get("/portfolio/value?page=99&show=nonsense").status_code == 200
