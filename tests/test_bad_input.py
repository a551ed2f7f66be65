"""What cannot be answered, through commands, API and pages: null or one clear sentence, never NaN, never a crash."""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Callable, Iterator
from typing import Any, NoReturn

import pytest
from fastapi.testclient import TestClient

from api import create_app
from api.log import request_log
from graphkam.cli.program import _run
from graphkam.settings import Settings
from graphkam.store import Store, open_store
from tests import odd_world
from tests.odd_world import ACCOUNTS, AS_OF
from tests.servers import Served

ASKED = (
    "",
    "/gaps",
    "/spof",
    "/stage",
    "/ties",
    "/defence",
    "/alarms",
    "/alarms?since=1900-01-01",
    "/introductions",
    "/diff?from=2025-01-01&to=2030-01-01",
    "/map.json",
    "/map.svg",
    "/touchpoints",
)
PAGES = ("", "/introductions", "/map", *(f"/coverage/layer/{la}" for la in ("operating", "executive")))
DAYS = (AS_OF, "1900-01-02", "2199-12-30")
"""The day, and as early and as late as anything is."""


@pytest.fixture
def client(store: Store, settings: Settings) -> Iterator[TestClient]:
    odd_world.write(store)
    app = create_app(settings, store, log=request_log(io.StringIO()))
    with TestClient(app, base_url="http://127.0.0.1") as client:
        yield client


def no_number(word: str) -> NoReturn:
    pytest.fail(f"{word} is no JSON number")


def at(path: str, day: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}as_of={day}"


def test_every_odd_account_has_answers_and_pages(client: TestClient) -> None:
    for account in ACCOUNTS:
        for day in DAYS:
            for path in ASKED if day == AS_OF else ASKED[:7]:
                answer = client.get(at(f"/api/v1/accounts/{account}{path}", day))
                assert answer.status_code == 200, (account, path, answer.text)
                if answer.headers["content-type"].startswith("application/json"):
                    json.loads(answer.text, parse_constant=no_number)
        for path in PAGES:
            for lang in ("en", "zh"):
                page = client.get(at(f"/accounts/{account}{path}", AS_OF) + f"&lang={lang}")
                assert page.status_code == 200, (account, path)
                seen = re.sub(r"<script.*?</script>|<[^>]*>", " ", page.text, flags=re.S)
                assert not re.search(r"\b(nan|NaN|inf|None|undefined)\b", seen), (
                    account,
                    path,
                )
    for path in (
        "/api/v1/accounts",
        "/api/v1/team",
        "/api/v1/team/tim",
        "/api/v1/team/tom",
        "/",
        "/team/tim",
    ):
        for day in DAYS:
            assert client.get(at(path, day)).status_code == 200, path


def test_what_is_undefined_is_null(client: TestClient) -> None:
    def ask(account: str, path: str) -> Any:
        return client.get(at(f"/api/v1/accounts/{account}{path}", AS_OF)).json()

    lines = {line["id"]: line for line in client.get(at("/api/v1/accounts", AS_OF)).json()["items"]}
    assert list(lines)[-4:] == sorted(("ahead", "nothing", "powerless", "undecided")), (
        "nulls last, but counted"
    )
    for account in ("ahead", "nothing", "powerless", "undecided"):
        assert lines[account]["exposure"] is lines[account]["value_at_risk"] is None
    assert lines["silent"]["exposure"] == lines["ring"]["exposure"] == 1.0
    assert [layer["coverage"] for layer in ask("powerless", "/gaps")["layers"]] == [None, None, None]
    for account in ("nothing", "silent", "ahead"):
        assert ask(account, "/stage")["strongest_share"] is None
        assert ask(account, "/spof")["influence"]["theirs"] == []
    assert ask("undecided", "/gaps")["decision_source"] == "none"
    assert [s["impact"] for s in ask("undecided", "/spof")["influence"]["theirs"]] == [None, None]
    assert {r["person_id"]: r["paths"] for r in ask("ring", "/spof")["influence"]["redundancy"]} == {
        "ra": 1,
        "rb": 1,
        "rc": 1,
    }
    assert lines["twice"]["account_manager"] in ("tim", "tom")
    kinds = [alarm["kind"] for alarm in ask("twice", "/alarms")["items"]]
    assert "no_account_manager" not in kinds
    assert ask("twice", "/stage")["stage"] == "basic"
    for path in ("/ties", "/alarms?since=2026-01-01"):
        assert all(item["account_id"] is not None for item in ask("ahead", path)["items"] if "kind" in item)
    assert ask("ahead", "/ties")["items"] == []
    assert client.get("/api/v1/accounts/ahead/stage?as_of=2027-02-02").json()["stage"] == "basic"


def test_what_cannot_be_asked_is_said(client: TestClient) -> None:
    wrong: dict[tuple[str, str], tuple[int, str]] = {
        ("/api/v1/accounts/ring/introductions?k=0", ""): (422, "k"),
        ("/api/v1/accounts/ring/introductions?k=-1", ""): (422, "k"),
        ("/api/v1/accounts/ring/gaps?as_of=soon", ""): (422, "'soon' is no date"),
        ("/api/v1/accounts/ring/diff?from=soon&to=2026-03-01", ""): (422, "'soon' is no date"),
        ("/api/v1/accounts/ring/diff?from=2026-03-02&to=2026-03-01", ""): (422, "name the earlier first"),
        ("/api/v1/accounts/ring/path?to=nobody", ""): (404, "nobody"),
        ("/api/v1/accounts/nowhere/gaps", ""): (404, "nowhere"),
        ("/api/v1/team/nobody", ""): (404, "nobody"),
        ("/api/v1/accounts/ring/whatif", '{"remove": ["nobody"]}'): (422, "nobody"),
        ("/api/v1/accounts/ring/whatif", '{"remove": ["pa"]}'): (422, "pa"),
        ("/api/v1/accounts/ring/whatif", '{"add": [{"team_id": "tim", "person_id": "nobody"}]}'): (
            422,
            "nobody",
        ),
        ("/api/v1/accounts/ring/whatif", '{"add": [{"team_id": "ra", "person_id": "rb"}]}'): (422, "ra"),
        ("/api/v1/accounts/ring/whatif", '{"until": "soon"}'): (422, "'soon' is no date"),
        ("/api/v1/accounts/ring/whatif", '{"as_of": "2026-02-30"}'): (422, "'2026-02-30' is no date"),
        ("/api/v1/accounts/ring/whatif", '{"remove": NaN}'): (422, ""),
    }
    for (path, body), (status, word) in wrong.items():
        answer = (
            client.post(path, content=body, headers={"content-type": "application/json"})
            if body
            else client.get(path)
        )
        assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json"), (
            path,
            body,
            answer.text,
        )
        assert word in answer.text, (path, body)
        assert "Traceback" not in answer.text


@pytest.fixture
def command(
    arcade: Served, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """Runs a command in this process: its exit code, what it printed and what it said."""
    arcade.empty()
    with open_store(arcade.settings) as store:
        odd_world.write(store)
    monkeypatch.setenv("GRAPHKAM_DATA_DIR", str(arcade.settings.data_dir))
    monkeypatch.setenv("GRAPHKAM_TIMEZONE", "UTC")

    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["graphkam", *arguments])
        code = _run()
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


def test_commands_answer_for_odd_accounts(command: Callable[..., tuple[int, str, str]]) -> None:
    every = ("gaps", "spof", "stage", "ties", "defence", "alarms", "introductions", "whatif")
    for account in ACCOUNTS:
        for name in every if account in ("nothing", "powerless") else ("gaps", "spof"):
            code, out, err = command(name, account, "--as-of", AS_OF)
            assert (code, err) == (0, ""), (name, account, err)
            assert not re.search(r"\b(nan|inf)\b|None\b(?!:)", out), (name, account, out)
    for name in ("accounts", "team", "alarms"):
        code, out, err = command(name, "--as-of", AS_OF)
        assert (code, err) == (0, ""), (name, err)


def test_commands_say_what_cannot_be_asked(command: Callable[..., tuple[int, str, str]]) -> None:
    wrong = {
        ("whatif", "ring", "--remove", "nobody"): (1, "nobody"),
        ("whatif", "ring", "--remove", "pa"): (1, "pa"),
        ("whatif", "ring", "--add", "tim:nobody"): (1, "nobody"),
        ("whatif", "ring", "--add", "ra:rb"): (1, "ra"),
        ("whatif", "ring", "--until", "soon"): (2, "soon"),
        ("whatif", "ring", "--until", "2026-02-30"): (2, "2026-02-30"),
        ("introductions", "ring", "-k", "0"): (2, "-k"),
        ("path", "ring", "nobody"): (1, "nobody"),
        ("path", "nothing", "nobody"): (1, "nobody"),
        ("team", "nobody"): (1, "nobody"),
        ("gaps", "nowhere"): (1, "nowhere"),
        ("alarms", "ring", "--since", "2030-01-01", "--as-of", AS_OF): (2, "2030-01-01"),
    }
    for arguments, (code, word) in wrong.items():
        ended, out, err = command(*arguments)
        assert (ended, out) == (code, ""), (arguments, ended, out, err)
        assert word in err, (arguments, err)
        assert "Traceback" not in err, arguments
