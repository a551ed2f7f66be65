"""Actions through API and pages on both stores: planned once, closed once, stale edits refused, told in forms."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pydantic import TypeAdapter

from api import create_app
from api.log import request_log
from api.openapi import Problem
from graphkam.desk import Desk
from graphkam.domain.actions import Actions, ActionState
from graphkam.domain.message import as_json
from graphkam.settings import Settings
from graphkam.store import Store
from tests.kiln_world import ACCOUNT, AS_OF, LIU

API = "/api/v1/actions"
PAGE = "/accounts/b%2F1/actions"
OURS = {"sec-fetch-site": "same-origin", "accept": "text/html"}
MEET: dict[str, Any] = {
    "id": "meet/1",
    "account_id": ACCOUNT,
    "team_id": "li",
    "person_id": "gm",
    "aim": "hear <i>him</i>",
    "made_at": "2026-02-10",
    "due": "2026-02-27",
    "because": "layer:executive",
}
ONE = f"{API}/meet%2F1"

pytestmark = pytest.mark.kiln


@pytest.fixture
def client(store: Store, settings: Settings) -> Iterator[TestClient]:
    app = create_app(settings, store, log=request_log(io.StringIO()))
    with TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False) as client:
        yield client


def problem(answer: Any, status: int) -> Problem:
    assert answer.status_code == status, answer.text
    return Problem.model_validate(answer.json())


def test_an_action_from_its_plan_to_its_end(client: TestClient) -> None:
    desk: Desk = client.app.state.desk  # type: ignore[attr-defined]
    made = client.post(API, json=MEET)
    assert (made.status_code, made.headers["location"]) == (201, ONE)
    again = client.post(API, json=MEET)
    assert (again.status_code, again.json()) == (200, made.json())
    problem(client.post(API, json={**MEET, "aim": "another"}), 409)

    shown = client.get(ONE, params={"as_of": AS_OF})
    TypeAdapter(ActionState).validate_python(shown.json())
    assert shown.json() == as_json(desk.action("meet/1", desk.at(AS_OF)))
    assert (shown.json()["status"], shown.json()["holds"]) == ("overdue", True)
    for path, account in ((API, None), ("/api/v1/accounts/b%2F1/actions", ACCOUNT)):
        listed = client.get(path, params={"as_of": AS_OF, "open": True})
        TypeAdapter(Actions).validate_python(listed.json())
        assert listed.json() == as_json(desk.actions(account, desk.at(AS_OF), open_only=True))
        assert [a["id"] for a in listed.json()["items"]] == ["meet/1"]

    version = made.json()["version"]
    stale = client.post(f"{ONE}/close", json={"outcome": "met"}, headers={"if-match": '"other"'})
    assert problem(stale, 412).title == "It was changed meanwhile"
    problem(client.delete(ONE, headers={"if-match": '"other"'}), 412)
    body = {"outcome": "he wants figures", "at": "2026-02-20"}
    for _ in range(2):  # the same again, with the version of before, changes nothing
        closed = client.post(f"{ONE}/close", json=body, headers={"if-match": f'"{version}"'})
        assert closed.status_code == 200, closed.text
        assert (closed.json()["status"], closed.json()["outcome"]) == ("done", "he wants figures")
        assert [d["what"] for d in closed.json()["gain"]["difference"]][:1] == ["because"]
        assert (closed.json()["gain"]["from"], closed.json()["gain"]["to"]) == ("2026-02-09", "2026-02-20")
    problem(client.post(f"{ONE}/close", json={**body, "outcome": "otherwise"}), 409)
    assert client.get(API, params={"open": True}).json()["items"] == []
    assert client.delete(ONE).json() == {"actions": 1}
    problem(client.delete(ONE), 404)
    problem(client.get(ONE), 404)
    problem(client.post(f"{ONE}/close", json=body), 404)


PLANNED = {name: MEET[name] for name in ("team_id", "person_id", "aim", "due", "because")}


def test_an_action_is_changed_and_a_stale_change_refused(client: TestClient) -> None:
    made = client.post(API, json={**MEET, "message": "hello"}).json()
    first = {"if-match": f'"{made["version"]}"'}
    other = {**PLANNED, "person_id": "xu", "due": None}
    for _ in range(2):  # the same again, with the version of before, changes nothing
        changed = client.put(ONE, json=other, headers=first)
        assert changed.status_code == 200, changed.text
        found = changed.json()
        assert (found["person_id"], found["due"], found["message"]) == ("xu", None, None)
        assert (found["account_id"], found["made_at"], found["aim"]) == (ACCOUNT, "2026-02-10", MEET["aim"])
    assert changed.headers["etag"] == f'"{found["version"]}"' != first["if-match"]
    stale = client.put(ONE, json={**other, "aim": "mine"}, headers=first)
    assert problem(stale, 412).title == "It was changed meanwhile"
    assert client.get(ONE).json()["aim"] == MEET["aim"]
    for body, pointer in (
        ({"team_id": "gm"}, "#/team_id"),
        ({"person_id": "xu2"}, "#/person_id"),
        ({"aim": " "}, "#/aim"),
        ({"due": "soon"}, "#/due"),
        ({"account_id": "c"}, "#/account_id"),
        ({"outcome": "met"}, "#/outcome"),
    ):
        refused = problem(client.put(ONE, json={**other, **body}), 422)
        assert {error.pointer for error in refused.errors or []} == {pointer}, body
    assert client.put(ONE, json={**other, "aim": "mine"}).json()["aim"] == "mine"
    assert client.post(f"{ONE}/close", json={"outcome": "met"}).status_code == 200
    problem(client.put(ONE, json={**other, "aim": "another"}), 409)
    assert client.delete(ONE).status_code == 200
    problem(client.put(ONE, json=other), 404)


def test_an_action_is_changed_without_scripts(client: TestClient) -> None:
    client.post(API, json=MEET)
    page = client.get(PAGE, headers=OURS).text
    (url,) = set(re.findall(r'href="(/accounts/b%2F1/actions/meet%2F1/edit)"', page))
    form = client.get(url, headers=OURS).text
    assert "hear &lt;i&gt;him&lt;/i&gt;" in form
    sent = {**fields(form), "team_id": "ann", "person_id": "xu", "aim": "ask her", "due": ""}
    assert sent.keys() >= {"version", "because"}
    refused = client.post(url, data={**sent, "person_id": "xu2"}, headers=OURS)
    assert refused.status_code == 422
    assert "somebody of that account" in refused.text
    assert fields(refused.text)["version"] == sent["version"]
    done = client.post(url, data=sent, headers=OURS, follow_redirects=False)
    assert (done.status_code, done.headers["location"]) == (303, PAGE)
    action = client.get(ONE).json()
    assert (action["team_id"], action["person_id"], action["due"]) == ("ann", "xu", None)
    assert action["because"] == "layer:executive"
    assert client.post(url, data={**sent, "aim": "too late"}, headers=OURS).status_code == 412
    assert client.get(url.replace("b%2F1", "c"), headers=OURS).status_code == 404
    assert client.delete(ONE).status_code == 200


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"team_id": "gm"}, "#/team_id"),
        ({"person_id": "xu2"}, "#/person_id"),  # not of that account
        ({"person_id": "nobody"}, "#/person_id"),
        ({"account_id": "nowhere"}, "#/account_id"),
        ({"aim": ""}, "#/aim"),
        ({"due": "soon"}, "#/due"),
        ({"made_at": "1066-10-14"}, "#/made_at"),
        ({"unheard_of": 1}, "#/unheard_of"),
    ],
)
def test_each_wrong_value_is_pointed_to(client: TestClient, body: dict[str, Any], pointer: str) -> None:
    found = problem(client.post(API, json={**MEET, **body}), 422)
    assert pointer in {error.pointer for error in found.errors or []}


def test_a_wrong_close_is_pointed_to(client: TestClient) -> None:
    client.post(API, json=MEET)
    for body, pointer in (
        ({"outcome": " "}, "#/outcome"),
        ({"outcome": "x", "at": "2026-02-09"}, "#/at"),
        ({"outcome": "x", "at": "2199-01-01"}, "#/at"),
        ({"outcome": "x", "at": "soon"}, "#/at"),
    ):
        found = problem(client.post(f"{ONE}/close", json=body), 422)
        assert [error.pointer for error in found.errors or []] == [pointer], body
    assert client.delete(ONE).status_code == 200


def fields(page: str) -> dict[str, str]:
    """The hidden fields of the first form that plans or closes."""
    return {n: html.unescape(v) for n, v in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page)}


def test_a_gap_becomes_an_action_and_the_action_an_outcome_without_scripts(client: TestClient) -> None:
    overview = client.get("/accounts/b%2F1", params={"as_of": AS_OF}, headers=OURS).text
    links = [html.unescape(url) for url in re.findall(r'href="(/accounts/b%2F1/actions/new[^"]*)"', overview)]
    assert any("because=layer%3Aexecutive" in url for url in links)
    assert any("because=new_executive_uncovered%3Agm" in url and "person_id=gm" in url for url in links)
    form = client.get(next(url for url in links if "layer%3Aexecutive" in url), headers=OURS).text
    assert "To mend: layer: executive" in form
    sent = {**fields(form), "team_id": "li", "person_id": "gm", "aim": "<b>hear</b> him", "due": "2027-01-01"}
    assert sent["because"] == "layer:executive"
    refused = client.post(PAGE, data={**sent, "due": "soon"}, headers=OURS)
    assert refused.status_code == 422
    assert "&lt;b&gt;hear&lt;/b&gt; him" in refused.text
    assert 'aria-invalid="true"' in refused.text
    for _ in range(2):  # sent twice, planned once
        done = client.post(PAGE, data=sent, headers=OURS, follow_redirects=False)
        assert (done.status_code, done.headers["location"]) == (303, PAGE)
    page = client.get(PAGE, headers=OURS).text
    assert page.count("&lt;b&gt;hear&lt;/b&gt; him") == 1
    assert "what it is to mend is still there" in page
    everywhere = client.get("/actions", headers=OURS).text
    assert "&lt;b&gt;hear&lt;/b&gt; him" in everywhere
    (action,) = client.get(API, params={"open": True}).json()["items"]
    base = f"{PAGE}/{action['id']}"
    early = client.post(f"{base}/close", data={"outcome": "x", "at": "2026-01-01"}, headers=OURS)
    assert early.status_code == 422
    stale = client.post(f"{base}/close", data={"outcome": "x", "version": "old"}, headers=OURS)
    assert stale.status_code == 412
    elsewhere = client.post(f"/accounts/c/actions/{action['id']}/delete", data={}, headers=OURS)
    assert elsewhere.status_code == 404
    assert client.post(f"{base}/close", data={"outcome": "he listens"}, headers=OURS).status_code == 200
    page = client.get(PAGE, headers=OURS).text
    assert "he listens" in page
    assert "What differs between" in page
    assert client.post(f"{base}/delete", data={}, headers=OURS).status_code == 200
    assert client.get(API).json()["items"] == []
    assert LIU not in client.get("/actions", headers=OURS).text


def test_introductions_lead_to_the_form_too(client: TestClient) -> None:
    part = client.get("/accounts/b%2F1/introductions", params={"as_of": AS_OF}, headers=OURS).text
    links = [html.unescape(url) for url in re.findall(r'href="([^"]*/actions/new[^"]*)"', part)]
    assert links
    assert all("because=introduction" in url and "team_id=li" in url for url in links)


@pytest.mark.parametrize(
    "headers",
    [
        {},  # no browser of today
        {"sec-fetch-site": "cross-site"},
        {"origin": "null"},
        {"origin": "http://evil.example"},
    ],
)
def test_forms_of_other_sites_are_refused(client: TestClient, headers: dict[str, str]) -> None:
    assert client.post(PAGE, data={"aim": "x"}, headers=headers).status_code == 403
    assert client.get(API).json()["items"] == []


def test_pages_take_no_json_and_the_api_no_form(client: TestClient) -> None:
    assert client.post(PAGE, json={}, headers={"sec-fetch-site": "same-origin"}).status_code == 415
    assert client.post(API, data={"aim": "x"}, headers={"sec-fetch-site": "same-origin"}).status_code == 415
    many = {f"f{i}": "x" for i in range(60)}
    assert client.post(PAGE, data=many, headers=OURS).status_code == 422
