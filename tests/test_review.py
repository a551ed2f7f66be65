"""Going through an account on both stores: pages, routes and their answers, in both languages."""

from __future__ import annotations

import html
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pydantic import TypeAdapter

from api import create_app
from api.log import request_log
from graphkam.desk import Desk
from graphkam.domain.coaching import RULES, Coaching
from graphkam.domain.history import Figures, Replay
from graphkam.domain.message import as_json
from graphkam.domain.sensitivity import Sensitivity
from graphkam.settings import Settings
from graphkam.store import Store
from tests.kiln_world import ACCOUNT, AS_OF, LIU
from tests.test_pages import text_of

B, API = "/accounts/b%2F1", "/api/v1/accounts/b%2F1"
PAGES = {
    f"{B}/coaching": "What an experienced colleague would say",
    f"{B}/sensitivity": "How firm these verdicts are",
    f"{B}/history": "The account through time",
    f"{B}/whatif": "Try it out",
    f"{B}/diff": "What changed between two reviews",
}

pytestmark = pytest.mark.kiln


@pytest.fixture
def client(store: Store, settings: Settings) -> Iterator[TestClient]:
    app = create_app(settings, store, log=request_log(io.StringIO()))
    with TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False) as client:
        yield client


def desk_of(client: TestClient) -> Desk:
    found: Desk = client.app.state.desk  # type: ignore[attr-defined]
    return found


def get(client: TestClient, path: str, **parameters: str) -> str:
    answer = client.get(path, params={"as_of": AS_OF, **parameters}, headers={"accept": "text/html"})
    assert answer.status_code == 200, (path, answer.text[:300])
    return answer.text


def test_every_page_in_both_languages_loads_nothing_from_elsewhere(client: TestClient) -> None:
    for path, words in PAGES.items():
        english, chinese = get(client, path, lang="en"), get(client, path, lang="zh")
        assert words in text_of(english), path
        assert words not in text_of(chinese), path
        assert re.search(r"[\u4e00-\u9fff]{4}", text_of(chinese)), path
        for page in (english, chinese):
            assert "<script>alert" not in page, path
            assert not re.search(r"<[^>]+\s(style|on[a-z]+)=", page), path
            for address in re.findall(r"(?:src|href|hx-get|action)=\"([^\"]*)\"", page):
                assert address.startswith(("/", "#", "?")), (path, address)
        assert f'<a href="{path}?as_of={AS_OF}" aria-current="page">' in english or "sensitivity" in path


def test_what_the_pages_lead_to_is_there(client: TestClient) -> None:
    for path in PAGES:
        for address in set(re.findall(r"(?:href|hx-get|src)=\"(/[^\"]*)\"", get(client, path))):
            assert client.get(html.unescape(address)).status_code == 200, (path, address)


def test_the_routes_answer_what_the_desk_does(client: TestClient) -> None:
    desk = desk_of(client)
    at = desk.at(AS_OF)
    answers: dict[str, tuple[Any, Any]] = {
        f"{API}/coaching": (Coaching, desk.coaching(ACCOUNT, at)),
        f"{API}/sensitivity": (Sensitivity, desk.sensitivity(ACCOUNT, at)),
        f"{API}/replay?from=2025-12-01&to={AS_OF}": (Replay, desk.replay(ACCOUNT, at, desk.at("2025-12-01"))),
        f"{API}/figures": (Figures, desk.figures(ACCOUNT, at)),
    }
    for path, (form, expected) in answers.items():
        found = client.get(path if "?" in path else f"{path}?as_of={AS_OF}")
        assert found.status_code == 200, path
        assert found.json() == json.loads(json.dumps(as_json(expected))), path
        TypeAdapter(form).validate_json(found.content)
        again = client.get(str(found.url), headers={"if-none-match": found.headers["etag"]})
        assert again.status_code == 304
        assert client.get(path.replace("b%2F1", "nobody")).status_code == 404
        wrong = str(found.url).replace(AS_OF, "yesterday")
        assert client.get(wrong).status_code == 422, wrong


def test_each_advice_opens_to_its_records(client: TestClient) -> None:
    desk = desk_of(client)
    answer = desk.coaching(ACCOUNT, desk.at(AS_OF))
    page = get(client, f"{B}/coaching")
    rows = re.findall(r'<details class="alarm">.*?</details>', page, re.DOTALL)
    assert len(rows) == len(answer.items) > 8
    for advice, row in zip(answer.items, rows, strict=True):
        text = text_of(row).casefold()
        for sentence in (advice.title, advice.reason, advice.todo, advice.when):
            assert sentence.casefold() in text
        assert row.count("<li>") == len(advice.facts) > 0


def test_rules_that_are_off_are_shown_as_off(store: Store, settings: Settings, tmp_path: Path) -> None:
    config = tmp_path / "graphkam.toml"
    config.write_text('[coaching]\noff = ["approver_unknown"]\n', "utf-8")
    app = create_app(
        Settings.model_validate({**settings.model_dump(), "config": config}),
        store,
        log=request_log(io.StringIO()),
    )
    with TestClient(app, base_url="http://127.0.0.1") as client:
        page, answer = get(client, f"{B}/coaching"), client.get(f"{API}/coaching").json()
    assert "approver_unknown" in text_of(page)
    assert [rule["rule"] for rule in answer["off"]] == ["approver_unknown"]
    assert answer["asked"] == len(RULES) - 1
    assert "approver_unknown" not in {item["rule"] for item in answer["items"]}


def test_the_marks_of_the_account_page_come_from_the_sensitivity(client: TestClient) -> None:
    desk = desk_of(client)
    answer = desk.sensitivity(ACCOUNT, desk.at(AS_OF))
    places = set(re.findall(r'<span class="firm" id="([^"]*)"', get(client, B)))
    part = client.get(f"{B}/sensitivity", params={"as_of": AS_OF}, headers={"hx-request": "true"}).text
    marks = dict(re.findall(r'<span id="([^"]*)" hx-swap-oob="innerHTML">([^<]*)</span>', part))
    assert len(marks) == len(answer.items)
    assert {"firm-account-", "firm-stage-", "firm-layer-management", "firm-spof-li"} <= places & set(marks)
    for item in answer.items:
        if item.kind == "stage":
            assert item.nearest is not None
            said = marks["firm-stage-"]
            assert said.startswith("fragile" if item.fragile else "firm")
            assert f"× {item.nearest.factor:.2f}" in said
    assert "<html" not in part


def test_an_account_through_time(client: TestClient) -> None:
    page = get(client, f"{B}/history", **{"from": "2025-09-15", "every": "quarter"})
    text = text_of(page)
    assert page.count("<svg") == 1
    for day in ("15 Sept 2025", "30 Sept 2025", "31 Dec 2025", "1 Mar 2026"):
        assert day in text
    assert 'href="/accounts/b%2F1/map?as_of=2025-12-31"' in page
    assert "Came: Gao" in text
    for wrong in (
        {"from": "2026-03-02"},
        {"every": "decade"},
        {"from": "never"},
        {"from": "1900-01-01", "every": "week"},
    ):
        answer = client.get(f"{B}/history", params={"as_of": AS_OF, **wrong}, headers={"accept": "text/html"})
        assert answer.status_code == 422, wrong


def test_a_tie_shows_its_curve(client: TestClient) -> None:
    page = get(client, f"{B}/ties/li/liu@b.example")
    assert page.count("<svg") == 1
    assert "cold on" in text_of(page)
    history = client.get(f"{API}/ties/li/liu@b.example", params={"as_of": AS_OF}).json()
    assert history["live"][-1]["to"] == history["next_cold"]
    assert client.get(f"{API}/ties/li/gm", params={"as_of": AS_OF}).status_code == 404


def test_what_if_is_asked_by_its_address(client: TestClient) -> None:
    desk = desk_of(client)
    expected = desk.whatif(ACCOUNT, desk.at(AS_OF), [LIU], [("li", "gm")])
    page = get(client, f"{B}/whatif", remove=LIU, us="li", them="gm")
    text = text_of(page).casefold()
    assert len(expected.difference) > 3
    for difference in expected.difference:
        assert difference.reason.casefold() in text
    assert re.search(rf'name="remove" value="{LIU}" checked', page)
    assert re.search(r'<option value="gm" selected', page)
    assert "as it would be" not in text_of(get(client, f"{B}/whatif")).casefold()
    unknown = client.get(
        f"{B}/whatif", params={"remove": "nobody <b>", "as_of": AS_OF}, headers={"accept": "text/html"}
    )
    assert unknown.status_code == 422
    assert "nobody &lt;b&gt;" in unknown.text
    later = text_of(get(client, f"{B}/whatif", until="2026-12-01"))
    assert "On 1 Dec 2026, if nothing else happens." in later


def test_two_reviews_are_compared(client: TestClient) -> None:
    desk = desk_of(client)
    expected = desk.diff(ACCOUNT, desk.at("2025-09-01"), desk.at(AS_OF))
    text = text_of(get(client, f"{B}/diff", **{"from": "2025-09-01", "to": AS_OF})).casefold()
    for difference in expected.difference:
        assert difference.reason.casefold() in text
    assert "gao came" in text
    assert "no difference." in text_of(get(client, f"{B}/diff", **{"from": AS_OF, "to": AS_OF})).casefold()
    assert "30 nov 2025" in text_of(get(client, f"{B}/diff")).casefold()
