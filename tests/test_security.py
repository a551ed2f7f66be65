"""Who is let in, what goes out with every answer, and what the log says."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api import check_listen, create_app
from api.log import request_log
from api.security import MAX_BODY
from graphkam.errors import SettingsError
from graphkam.settings import Settings

HERE = "http://127.0.0.1:8000"
POST = "/api/v1/touchpoints"


LOG = io.StringIO()


@pytest.fixture
def lines() -> io.StringIO:
    """What the application logs during a test."""
    LOG.seek(0)
    LOG.truncate()
    return LOG


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    """The application before its start: no store, so whatever gets past the guard ends with status 500."""
    app = create_app(Settings(data_dir=tmp_path_factory.mktemp("data")), log=request_log(LOG))
    return TestClient(app, base_url=HERE, raise_server_exceptions=False)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.0.0.1:8000", "localhost:99", "LOCALHOST", "[::1]:8000", "[::1]"]
)
def test_loopback_names_are_served(client: TestClient, host: str) -> None:
    assert client.get("/healthz", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8000",
        "127.0.0.1.evil.example",
        "localhost.",
        "",
        "::1",
        "a@localhost:1x",
    ],
)
def test_other_names_are_refused(client: TestClient, host: str) -> None:
    answer = client.get("/healthz", headers={"host": host})
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"


def test_two_host_headers_are_refused(client: TestClient) -> None:
    answer = client.get("/healthz", headers=[("host", "127.0.0.1"), ("host", "evil.example")])
    assert answer.status_code == 400


def test_a_published_name_is_served_when_the_settings_say_so(tmp_path: Path) -> None:
    app = create_app(
        Settings(data_dir=tmp_path, hosts="kam.example, other.example"), log=request_log(io.StringIO())
    )
    client = TestClient(app, base_url="http://kam.example:8000")
    assert client.get("/healthz").status_code == 200
    assert client.get("/healthz", headers={"host": "third.example"}).status_code == 400


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:3000"},
        {"origin": "https://127.0.0.1:8000"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
        {"origin": HERE, "sec-fetch-site": "cross-site"},
    ],
)
def test_writes_of_other_sites_are_refused(client: TestClient, headers: dict[str, str]) -> None:
    assert client.post(POST, json={}, headers=headers).status_code == 403
    assert client.delete(f"{POST}/t1", headers=headers).status_code == 403


@pytest.mark.parametrize("headers", [{}, {"origin": HERE}, {"origin": HERE, "sec-fetch-site": "same-origin"}])
def test_writes_of_our_pages_and_of_programs_get_in(client: TestClient, headers: dict[str, str]) -> None:
    assert client.post(POST, json={}, headers=headers).status_code == 500


def test_reading_from_a_link_on_another_site_is_allowed(client: TestClient) -> None:
    assert client.get("/healthz", headers={"sec-fetch-site": "cross-site"}).status_code == 200


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""]
)
def test_a_form_of_another_site_cannot_pretend_to_be_json(client: TestClient, kind: str) -> None:
    assert client.post(POST, content=b"{}", headers={"content-type": kind}).status_code == 415


def test_large_bodies_are_refused_whatever_they_say_of_themselves(client: TestClient) -> None:
    def chunks() -> Iterator[bytes]:
        yield b'{"subject": "'
        for _ in range(MAX_BODY // 65536 + 1):
            yield b"x" * 65536

    json_ = {"content-type": "application/json"}
    assert client.post(POST, content=b"x" * (MAX_BODY + 1), headers=json_).status_code == 413
    assert client.post(POST, content=chunks(), headers=json_).status_code == 413
    assert client.post(POST, content=b"{}", headers={**json_, "content-length": "-2"}).status_code == 413


@pytest.mark.parametrize(
    ("method", "path", "host", "status"),
    [
        ("GET", "/healthz", "localhost", 200),
        ("GET", "/static/graphkam.css", "localhost", 200),
        ("GET", "/nowhere", "localhost", 404),
        ("PUT", "/healthz", "localhost", 405),
        ("GET", "/healthz", "evil.example", 400),
        ("GET", "/readyz", "localhost", 500),
    ],
)
def test_every_answer_carries_the_security_headers(
    client: TestClient, method: str, path: str, host: str, status: int
) -> None:
    answer = client.request(method, path, headers={"host": host})
    assert answer.status_code == status
    policy = answer.headers["content-security-policy"]
    for part in ("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"):
        assert part in policy
    assert "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert answer.headers["cross-origin-opener-policy"] == "same-origin"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert "server" not in answer.headers


def test_a_nonce_is_used_once(client: TestClient) -> None:
    nonces = {
        re.findall(r"nonce-([^']+)", client.get("/healthz").headers["content-security-policy"])[0]
        for _ in "ab"
    }
    assert len(nonces) == 2


def test_a_fault_of_ours_says_nothing_but_its_reference(client: TestClient, lines: io.StringIO) -> None:
    answer = client.get("/readyz?secret=1", headers={"x-request-id": "0b0e7c3e-0a8f-4f6e-9d0c-1f2e3d4c5b6a"})
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json() == {
        "type": "/problems/internal",
        "title": "Something went wrong in GraphKAM",
        "status": 500,
        "instance": "urn:uuid:0b0e7c3e-0a8f-4f6e-9d0c-1f2e3d4c5b6a",
    }
    failed, request = (json.loads(line) for line in lines.getvalue().splitlines())
    assert failed["reference"] == request["reference"] == "0b0e7c3e-0a8f-4f6e-9d0c-1f2e3d4c5b6a"
    assert failed["error"] == "AttributeError"


def test_the_log_names_nobody(client: TestClient, lines: io.StringIO) -> None:
    client.get("/api/v1/people/liu@customer.example?q=Liu", headers={"x-request-id": "Liu'; DROP"})
    client.post(POST, json={"subject": "Liu is away"})
    client.get("/nowhere/Liu")
    text = lines.getvalue()
    assert "Liu" not in text
    assert "liu" not in text
    routes = [json.loads(line).get("route") for line in text.splitlines() if '"request"' in line]
    assert routes == ["/api/v1/people/{person_id}", "/api/v1/touchpoints", None]


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "::1", "localhost"])
def test_loopback_may_be_listened_on(host: str, tmp_path: Path) -> None:
    check_listen(host, Settings(data_dir=tmp_path))


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "kam.example", ""])
def test_other_addresses_may_not_but_in_a_container(host: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="no access control yet"):
        check_listen(host, Settings(data_dir=tmp_path))
    check_listen(host, Settings(data_dir=tmp_path, in_container=True))
