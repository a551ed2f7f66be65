"""The routes of moves on both stores: forms, languages, errors that point, and that nothing is recorded."""

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
from graphkam.desk import Desk
from graphkam.domain.message import as_json
from graphkam.domain.moves import Diff, Introductions, PathAnswer, WhatIf
from graphkam.settings import Settings
from graphkam.store import Store
from tests.kiln_world import ACCOUNT, AS_OF, LIU

B = "/api/v1/accounts/b%2F1"

pytestmark = pytest.mark.kiln


@pytest.fixture
def client(store: Store, settings: Settings) -> Iterator[TestClient]:
    app = create_app(settings, store, log=request_log(io.StringIO()))
    with TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False) as client:
        yield client


def as_answer(value: Any) -> Any:
    return json.loads(json.dumps(as_json(value)))


def test_every_answer_has_the_declared_form_and_is_that_of_the_desk(client: TestClient) -> None:
    desk: Desk = client.app.state.desk  # type: ignore[attr-defined]
    at = desk.at(AS_OF)
    answers: dict[str, tuple[Any, Any]] = {
        f"{B}/path?to=gm&as_of={AS_OF}": (PathAnswer, desk.path(ACCOUNT, "gm", at)),
        f"{B}/path?to=Liu&as_of={AS_OF}": (PathAnswer, desk.path(ACCOUNT, LIU, at)),
        f"{B}/introductions?as_of={AS_OF}": (Introductions, desk.introductions(ACCOUNT, at)),
        f"{B}/introductions?k=50&as_of={AS_OF}": (Introductions, desk.introductions(ACCOUNT, at, 50)),
        f"{B}/diff?from=2025-09-01&to={AS_OF}": (Diff, desk.diff(ACCOUNT, desk.at("2025-09-01"), at)),
    }
    for path, (form, expected) in answers.items():
        answer = client.get(path)
        assert answer.status_code == 200, answer.text
        TypeAdapter(form).validate_python(answer.json())
        assert answer.json() == as_answer(expected), path
        assert client.get(path, headers={"if-none-match": answer.headers["etag"]}).status_code == 304
    other = client.get(
        f"{B}/diff?from=2025-10-01&to={AS_OF}", headers={"if-none-match": answer.headers["etag"]}
    )
    assert other.status_code == 200


def test_what_if_answers_and_records_nothing(client: TestClient) -> None:
    desk: Desk = client.app.state.desk  # type: ignore[attr-defined]
    at, revision = desk.at(AS_OF), desk.revision()
    body = {"remove": ["Liu"], "add": [{"team_id": "li", "person_id": "Gao"}], "as_of": AS_OF}
    answer = client.post(f"{B}/whatif", json=body)
    assert answer.status_code == 200, answer.text
    TypeAdapter(WhatIf).validate_python(answer.json())
    assert answer.json() == as_answer(desk.whatif(ACCOUNT, at, [LIU], [("li", "gm")]))
    assert answer.headers["cache-control"] == "no-store"
    moved = client.post(f"{B}/whatif", json={"as_of": AS_OF, "until": "2027-01-01"}).json()
    assert moved == as_answer(desk.whatif(ACCOUNT, at, until=desk.at("2027-01-01")))
    assert client.post(f"{B}/whatif", json={}).json()["difference"] == []
    assert desk.revision() == revision


def test_sentences_are_in_the_language_of_the_reader(client: TestClient) -> None:
    body = {"remove": [LIU], "as_of": AS_OF}
    english, chinese = (
        client.post(f"{B}/whatif?lang={lang}", json=body).json()["difference"] for lang in ("en", "zh")
    )
    assert [d["what"] for d in english] == [d["what"] for d in chinese]
    assert all(e["reason"] != c["reason"] for e, c in zip(english, chinese, strict=True))
    assert english[0]["reason"] == "stage of the relationship falls from basic to exploratory"
    assert chinese[0]["reason"].startswith("关系阶段由")


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"remove": ["nobody"]}, "#/remove/0"),
        ({"remove": [LIU, "nobody"]}, "#/remove/1"),
        ({"add": [{"team_id": "li", "person_id": "nobody"}]}, "#/add/0/person_id"),
        ({"add": [{"team_id": "gone", "person_id": "gm"}]}, "#/add/0/team_id"),
        ({"add": [{"team_id": "gm", "person_id": "li"}]}, "#/add/0/team_id"),
        ({"add": [{"team_id": "li"}]}, "#/add/0/person_id"),
        ({"add": ["li:gm"]}, "#/add/0"),
        ({"as_of": "yesterday"}, "#/as_of"),
        ({"as_of": "9999-12-31"}, "#/as_of"),
        ({"until": "2026-02-30"}, "#/until"),
        ({"remove": "liu"}, "#/remove"),
        ({"unheard_of": 1}, "#/unheard_of"),
        ({"remove": ["x"] * 501}, "#/remove"),
    ],
)
def test_each_wrong_value_is_pointed_to(client: TestClient, body: dict[str, Any], pointer: str) -> None:
    answer = client.post(f"{B}/whatif", json={"as_of": AS_OF, **body})
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    problem = Problem.model_validate(answer.json())
    assert pointer in {error.pointer for error in problem.errors or []}


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"{B}/path", 422),
        (f"{B}/path?to=nobody", 404),
        (f"{B}/path?to=li", 404),
        (f"{B}/path?to=", 404),
        (f"{B}/introductions?k=0", 422),
        (f"{B}/introductions?k=51", 422),
        (f"{B}/introductions?k=many", 422),
        (f"{B}/diff", 422),
        (f"{B}/diff?from=2026-01-01", 422),
        (f"{B}/diff?from=2026-01-01&to=tomorrow", 422),
        ("/api/v1/accounts/nowhere/introductions", 404),
        ("/api/v1/accounts/nowhere/diff?from=2026-01-01&to=2026-02-01", 404),
    ],
)
def test_errors_are_problems(client: TestClient, path: str, status: int) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    Problem.model_validate(answer.json())
    assert "Traceback" not in answer.text


@pytest.mark.parametrize(
    ("form", "example"),
    [
        (PathAnswer, examples.PATH),
        (Introductions, examples.INTRODUCTIONS),
        (WhatIf, examples.WHATIF),
        (Diff, examples.DIFF),
    ],
)
def test_examples_have_the_declared_form(form: Any, example: Any) -> None:
    TypeAdapter(form).validate_python(as_answer(example))


def test_the_openapi_page_declares_them(client: TestClient) -> None:
    page = client.get("/api/v1/openapi.json").json()
    base = "/api/v1/accounts/{account_id}"
    for path, method in (("path", "get"), ("introductions", "get"), ("diff", "get"), ("whatif", "post")):
        operation = page["paths"][f"{base}/{path}"][method]
        assert operation["responses"]["200"]["content"]["application/json"]["example"], path
    names = [p["name"] for p in page["paths"][f"{base}/diff"]["get"]["parameters"]]
    assert {"from", "to"} <= set(names)
    assert {"from", "to", "of"} <= set(page["components"]["schemas"]["Difference"]["properties"])
