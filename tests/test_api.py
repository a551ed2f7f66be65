"""The API on both stores: answers of the declared form, pages of lists, errors, ETags, and writes."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pydantic import TypeAdapter

from api import create_app, examples
from api.log import request_log
from api.openapi import Problem
from api.routes.queries import QueryList, Rows
from graphkam.desk import Desk
from graphkam.domain.alarms import Alarms, Defence
from graphkam.domain.answers import Accounts, Exposure, Gaps, Spof, Stage, TeamAnswer, Ties
from graphkam.domain.cards import AccountCard, Contact, Contacts, Members, People, PersonCard
from graphkam.domain.influence_map import InfluenceMap
from graphkam.domain.logged import RecordedContact
from graphkam.domain.message import as_json
from graphkam.i18n import translator
from graphkam.settings import Settings
from graphkam.store import Store
from tests.kiln_world import ACCOUNT, AS_OF, LIU

B = "/api/v1/accounts/b%2F1"
LOG = io.StringIO()
NEW = {
    "id": "t1",
    "at": "2026-02-28",
    "channel": "visit",
    "account_id": ACCOUNT,
    "team_ids": ["ann"],
    "people_ids": ["xu"],
    "sentiment": 0,
}

pytestmark = pytest.mark.kiln


@pytest.fixture
def client(store: Store, settings: Settings) -> Iterator[TestClient]:
    app = create_app(settings, store, log=request_log(LOG))
    with TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False) as client:
        yield client


def get(client: TestClient, path: str, **parameters: Any) -> Any:
    answer = client.get(path, params={"as_of": AS_OF, **parameters})
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_every_answer_has_the_declared_form_and_is_that_of_the_desk(client: TestClient) -> None:
    desk: Desk = client.app.state.desk  # type: ignore[attr-defined]
    at = desk.at(AS_OF)
    answers: dict[str, tuple[Any, Any]] = {
        f"{B}/gaps": (Gaps, desk.gaps(ACCOUNT, at)),
        f"{B}/spof": (Spof, desk.spof(ACCOUNT, at)),
        f"{B}/stage": (Stage, desk.stage(ACCOUNT, at)),
        f"{B}/exposure": (Exposure, desk.exposure(ACCOUNT, at)),
        f"{B}/ties": (Ties, desk.ties(ACCOUNT, at)),
        f"{B}/alarms": (Alarms, desk.alarms(ACCOUNT, at)),
        f"{B}/defence": (Defence, desk.defence(ACCOUNT, at)),
        "/api/v1/alarms": (Alarms, desk.alarms(None, at)),
        f"{B}/map.json": (InfluenceMap, desk.map(ACCOUNT, at)),
        f"{B}/touchpoints": (Contacts, desk.touchpoints(ACCOUNT, at)),
        B: (AccountCard, desk.account(ACCOUNT, at)),
        "/api/v1/accounts": (Accounts, desk.accounts(at)),
        "/api/v1/team": (Members, desk.members(at)),
        "/api/v1/team/li": (TeamAnswer, desk.team("li", at)),
        "/api/v1/people": (People, desk.people("", at)),
        "/api/v1/people/gm": (PersonCard, desk.person("gm", at)),
    }
    for path, (form, expected) in answers.items():
        answer = get(client, path)
        TypeAdapter(form).validate_python(answer)
        assert answer == json.loads(json.dumps(as_json(expected))), path
        if "items" in answer:
            assert {"as_of", "items", "next"} <= set(answer)
    TypeAdapter(QueryList).validate_python(get(client, "/api/v1/queries"))
    TypeAdapter(Rows).validate_python(client.get("/api/v1/queries/find_people?search=liu").json())


def test_alarms_since_a_day_and_of_everybody(client: TestClient) -> None:
    desk: Desk = client.app.state.desk  # type: ignore[attr-defined]
    at = desk.at(AS_OF)
    new = get(client, f"{B}/alarms", since="2026-02-02")
    assert new == json.loads(json.dumps(as_json(desk.alarms(ACCOUNT, at, desk.at("2026-02-02")))))
    assert new["since"] == "2026-02-02"
    assert 0 < len(new["items"]) < len(get(client, f"{B}/alarms")["items"])
    everybody = get(client, "/api/v1/alarms", everybody="true")
    assert everybody == json.loads(json.dumps(as_json(desk.alarms(None, at, everybody=True))))
    for wrong in ("yesterday", "2026-03-02"):
        assert client.get(f"{B}/alarms", params={"as_of": AS_OF, "since": wrong}).status_code == 422


def test_names_do_where_they_name_one(client: TestClient) -> None:
    assert get(client, "/api/v1/accounts/Quiet%20Ltd")["account"] == "c"
    several = client.get("/api/v1/people/XU")
    assert several.status_code == 409
    assert several.json()["type"] == "/problems/ambiguous-name"
    assert {c["id"] for c in several.json()["candidates"]} == {"xu", "xu2"}


def test_reasons_are_in_the_language_of_the_reader(client: TestClient) -> None:
    gaps = client.app.state.desk.gaps(ACCOUNT, client.app.state.desk.at(AS_OF))  # type: ignore[attr-defined]
    chinese = [as_json(gap, translator("zh"))["reason"] for gap in gaps.gaps]
    english = [str(gap.reason) for gap in gaps.gaps]
    assert chinese != english
    for headers, parameters, expected in (
        ({}, {}, english),
        ({}, {"lang": "zh"}, chinese),
        ({"accept-language": "zh-CN,en;q=0.5"}, {}, chinese),
        ({"accept-language": "zh", "cookie": "graphkam_lang=en"}, {}, english),
        ({"cookie": "graphkam_lang=xx"}, {"lang": "yy"}, english),
    ):
        answer = client.get(f"{B}/gaps", params={"as_of": AS_OF, **parameters}, headers=headers)
        assert [gap["reason"] for gap in answer.json()["gaps"]] == expected


def test_lists_come_in_pages_that_follow_each_other(client: TestClient) -> None:
    for path, key in (
        ("/api/v1/accounts", "id"),
        ("/api/v1/team", "id"),
        ("/api/v1/people", "id"),
        (f"{B}/touchpoints", "id"),
        (f"{B}/ties", "team_id"),
        (f"{B}/alarms", "kind"),
        ("/api/v1/alarms", "kind"),
    ):
        whole = get(client, path)
        found, moments, url = [], set(), f"{path}?as_of={AS_OF}&limit=1&q="
        while url:
            answer = client.get(url)
            page = answer.json()
            found += [item[key] for item in page["items"]]
            moments.add(page["as_of"])
            assert ("link" in answer.headers) == (page["next"] is not None)
            url = answer.headers["link"].removeprefix("<").partition(">")[0] if page["next"] else ""
        assert found == [item[key] for item in whole["items"]], path
        assert moments == {AS_OF}


def test_what_is_known_need_not_be_sent_again(client: TestClient) -> None:
    for path in (f"{B}/gaps", "/api/v1/accounts", "/api/v1/queries"):
        first = client.get(path)
        again = client.get(path, headers={"if-none-match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == first.headers["etag"]
        other = client.get(f"{path}?lang=zh", headers={"if-none-match": first.headers["etag"]})
        assert other.status_code == 200
    tag = client.get(f"{B}/gaps").headers["etag"]
    assert client.delete("/api/v1/touchpoints/d1").status_code == 200
    assert client.get(f"{B}/gaps", headers={"if-none-match": tag}).status_code == 200


def test_a_touchpoint_counts_from_the_moment_it_is_recorded(client: TestClient) -> None:
    before = {tie["person_id"] for tie in get(client, f"{B}/ties")["items"]}
    answer = client.post("/api/v1/touchpoints", json=NEW)
    assert answer.status_code == 201, answer.text
    assert answer.json()["at"].startswith("2026-02-28T")
    assert answer.headers["location"] == "/api/v1/touchpoints/t1"
    TypeAdapter(RecordedContact).validate_python(answer.json())
    revision = client.app.state.desk.revision()  # type: ignore[attr-defined]
    assert answer.json()["revision"] == revision
    assert client.get(f"{B}/ties").headers["graphkam-revision"] == str(revision)
    TypeAdapter(Contact).validate_python(client.get(answer.headers["location"]).json())
    assert {tie["person_id"] for tie in get(client, f"{B}/ties")["items"]} - before == {"xu"}
    assert client.delete("/api/v1/touchpoints/t1").json()["touchpoints"] == 1
    assert {tie["person_id"] for tie in get(client, f"{B}/ties")["items"]} == before
    assert client.delete("/api/v1/touchpoints/t1").status_code == 404
    assert client.get("/api/v1/touchpoints/t1").status_code == 404


def test_a_retry_does_nothing_twice_and_other_content_is_refused(client: TestClient) -> None:
    assert client.post("/api/v1/touchpoints", json=NEW).status_code == 201
    revision = client.app.state.desk.revision()  # type: ignore[attr-defined]
    again = client.post("/api/v1/touchpoints", json=NEW)
    assert (again.status_code, again.json()["revision"]) == (200, revision)
    assert client.app.state.desk.revision() == revision  # type: ignore[attr-defined]
    for change in ({"channel": "call"}, {"sentiment": None}, {"cc_ids": ["gm"]}):
        answer = client.post("/api/v1/touchpoints", json={**NEW, **change})
        assert answer.status_code == 409, change
        assert answer.json()["type"] == "/problems/conflict"
    without = {k: v for k, v in NEW.items() if k != "id"}
    ids = {client.post("/api/v1/touchpoints", json=without).json()["id"] for _ in "ab"}
    assert len(ids) == 2


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"channel": "telepathy"}, "#/channel"),
        ({"at": "2026-02-30"}, "#/at"),
        ({"account_id": "nowhere"}, "#/account_id"),
        ({"people_ids": ["nobody"]}, "#/people_ids"),
        ({"people_ids": []}, "#/people_ids"),
        ({"people_ids": ["xu;gm"]}, "#/people_ids"),
        ({"team_ids": ["gm"]}, "#/team_ids"),
        ({"sentiment": 2}, "#/sentiment"),
        ({"subject": "a\x00b"}, "#/subject"),
        ({"unheard_of": 1}, "#/unheard_of"),
        ({"team_ids": "ann"}, "#/team_ids"),
        ({"id": "a\nb"}, "#/id"),
    ],
)
def test_each_wrong_value_is_pointed_to(client: TestClient, change: dict[str, Any], pointer: str) -> None:
    answer = client.post("/api/v1/touchpoints", json={**NEW, **change})
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    problem = Problem.model_validate(answer.json())
    assert problem.errors
    assert pointer in {error.pointer for error in problem.errors}
    assert client.get("/api/v1/touchpoints/t1").status_code == 404


@pytest.mark.parametrize(
    ("method", "path", "status", "kind"),
    [
        ("GET", "/api/v1/accounts/nowhere/gaps", 404, "not-found"),
        ("GET", "/api/v1/nothing", 404, "not-found"),
        ("GET", "/api/v1/queries/nothing", 404, "not-found"),
        ("PUT", f"{B}/gaps", 405, "not-allowed"),
        ("GET", f"{B}/gaps?as_of=yesterday", 422, "invalid"),
        ("GET", f"{B}/gaps?as_of=9999-12-31", 422, "invalid"),
        ("GET", "/api/v1/accounts?cursor=nonsense", 422, "invalid"),
        ("GET", "/api/v1/accounts?limit=0", 422, "invalid"),
        ("GET", "/api/v1/queries/find_people", 422, "invalid"),
        ("GET", "/api/v1/queries/find_people?search=x&other=1", 422, "invalid"),
    ],
)
def test_errors_are_problems(client: TestClient, method: str, path: str, status: int, kind: str) -> None:
    answer = client.request(method, path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    problem = Problem.model_validate(answer.json())
    assert (problem.type, problem.status) == (f"/problems/{kind}", status)
    assert problem.instance == f"urn:uuid:{answer.headers['x-request-id']}"
    assert "Traceback" not in answer.text


def test_bodies_that_are_no_json_are_problems(client: TestClient) -> None:
    answer = client.post(
        "/api/v1/touchpoints", content=b'{"id": ', headers={"content-type": "application/json"}
    )
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"


def test_maps_stand_for_themselves(client: TestClient) -> None:
    svg = client.get(f"{B}/map.svg")
    assert svg.headers["content-type"].startswith("image/svg+xml")
    html = client.get(f"{B}/map.html")
    assert html.headers["content-type"].startswith("text/html")
    for answer in (svg, html):
        assert answer.status_code == 200
        assert "<script>alert" not in answer.text


def test_queries_give_the_rows_of_the_store(client: TestClient) -> None:
    rows = client.get("/api/v1/queries/find_people", params={"search": "liu"}).json()["items"]
    assert rows == [{"id": LIU, "name": "Liu"}]


def test_the_openapi_page_declares_what_is_answered(client: TestClient) -> None:
    page = client.get("/api/v1/openapi.json").json()
    assert set(page["paths"]) >= {
        "/api/v1/accounts",
        "/api/v1/accounts/{account_id}",
        "/api/v1/accounts/{account_id}/map.svg",
        "/api/v1/touchpoints/{touchpoint_id}",
        "/api/v1/people/{person_id}",
        "/api/v1/queries/{name}",
        "/healthz",
    }
    for path, operations in page["paths"].items():
        for operation in operations.values():
            assert operation["summary"], path
            assert "application/problem+json" in operation["responses"]["default"]["content"]
    assert "from" in page["components"]["schemas"]["MapEdge"]["properties"]
    assert "HTTPValidationError" not in json.dumps(page)


@pytest.mark.parametrize(
    ("form", "example"),
    [
        (Accounts, examples.ACCOUNTS),
        (AccountCard, examples.ACCOUNT),
        (PersonCard, examples.PERSON),
        (InfluenceMap, examples.MAP),
        (Alarms, examples.ALARMS),
        (Defence, examples.DEFENCE),
        (QueryList, examples.QUERIES),
    ],
)
def test_examples_have_the_declared_form(form: Any, example: Any) -> None:
    TypeAdapter(form).validate_python(json.loads(json.dumps(as_json(example))))


def test_ready_means_that_the_store_answers(client: TestClient, store: Store) -> None:
    assert client.get("/readyz").status_code == 200
    store.close()
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["type"] == "/problems/store-unavailable"
    assert client.get("/healthz").status_code == 200
