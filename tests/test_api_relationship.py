"""The relationship and the hand-over through API and pages on both stores."""

from __future__ import annotations

import html
import io
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pydantic import TypeAdapter

from api import create_app, relationship_examples
from api.log import request_log
from api.openapi import Problem
from graphkam.desk import Desk
from graphkam.domain.handover import Handover
from graphkam.domain.message import as_json
from graphkam.domain.relationship import Relationship
from graphkam.settings import Settings
from graphkam.store import Store
from tests.kiln_world import ACCOUNT, AS_OF, LIU

API = "/api/v1"

pytestmark = pytest.mark.kiln


@pytest.fixture
def client(store: Store, settings: Settings) -> Iterator[TestClient]:
    app = create_app(settings, store, log=request_log(io.StringIO()))
    with TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False) as client:
        yield client


def text_of(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^<>]*>", " ", page)).split())


def test_answers_have_the_declared_form_and_are_those_of_the_desk(client: TestClient) -> None:
    desk: Desk = client.app.state.desk  # type: ignore[attr-defined]
    at = desk.at(AS_OF)
    answers: dict[str, tuple[Any, Any]] = {
        f"/accounts/b%2F1/relationship?as_of={AS_OF}": (Relationship, desk.relationship(ACCOUNT, at)),
        f"/team/li/handover?as_of={AS_OF}": (Handover, desk.handover("li", at)),
        f"/team/li/handover?to=Ann&as_of={AS_OF}": (Handover, desk.handover("li", at, "ann")),
        f"/team/gone/handover?as_of={AS_OF}": (Handover, desk.handover("gone", at)),
    }
    for path, (form, expected) in answers.items():
        answer = client.get(API + path)
        assert answer.status_code == 200, answer.text
        TypeAdapter(form).validate_python(answer.json())
        assert answer.json() == json.loads(json.dumps(as_json(expected))), path
        assert client.get(API + path, headers={"if-none-match": answer.headers["etag"]}).status_code == 304
    told = client.get(f"{API}/accounts/b%2F1/relationship?as_of={AS_OF}").json()
    (liu,) = told["people"]
    assert (liu["person_id"], [m["disagree"] for m in liu["measures"]]) == (LIU, [True])
    sheet = client.get(f"{API}/team/li/handover?as_of={AS_OF}").json()
    assert [(p["promise"]["id"], p["promise"]["status"]) for p in sheet["accounts"][0]["promises"]] == [
        ("k1", "overdue")
    ]


@pytest.mark.parametrize(
    ("form", "example"),
    [(Relationship, relationship_examples.RELATIONSHIP), (Handover, relationship_examples.HANDOVER)],
)
def test_examples_have_the_declared_form(form: Any, example: Any) -> None:
    TypeAdapter(form).validate_python(json.loads(json.dumps(as_json(example))))


def test_pages_in_both_languages(client: TestClient) -> None:
    pages = {
        "/accounts/b%2F1/relationship": (
            "What does not fit together",
            "colleagues disagree about Liu: support",
        ),
        "/accounts/c/relationship": ("Nobody recorded a need", "Nobody judged anybody here"),
        "/team/li/handover": ("Hand-over sheet: Li", "a spare burner"),
        "/team/gone/handover": ("Hand-over sheet: Gone Fred", "a visit"),
        "/team/ann/handover": ("Hand-over sheet: Ann", "Ann"),
    }
    for path, words in pages.items():
        english = client.get(path, params={"as_of": AS_OF})
        chinese = client.get(path, params={"as_of": AS_OF, "lang": "zh"})
        client.cookies.clear()
        assert (english.status_code, chinese.status_code) == (200, 200), path
        for word in words:
            assert word.casefold() in text_of(english.text).casefold(), (path, word)
        assert words[0] not in text_of(chinese.text)
        for answer in (english, chinese):
            assert "<script>alert" not in answer.text
            assert "<b>old</b>" not in answer.text
            assert not re.search(r"<[^>]+\s(style|on[a-z]+)=", answer.text), path


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/accounts/nowhere/relationship", 404),
        ("/accounts/b%2F1/relationship?as_of=soon", 422),
        ("/team/nobody/handover", 404),
        ("/team/gm/handover", 404),
        ("/team/li/handover?to=nobody", 404),
        ("/team/li/handover?to=li", 422),
    ],
)
def test_errors_are_problems(client: TestClient, path: str, status: int) -> None:
    answer = client.get(API + path)
    assert answer.status_code == status
    Problem.model_validate(answer.json())
    assert client.get(path, headers={"accept": "text/html"}).status_code == status
