"""What keeps the pages and the API to the one person in front of this computer, until access control exists.

- `check_listen` refuses to listen on any address but loopback.
- `Guard` refuses requests under a foreign host name (DNS rebinding), writes that another site's page sends
  (cross-site request forgery), and bodies that are too large.
- `security_headers` go out with every answer.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable

from fastapi import HTTPException
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.types import Message as Event

from api.paths import API
from api.problems import send_problem
from graphkam.domain.message import message
from graphkam.errors import SettingsError
from graphkam.settings import Settings

LOOPBACK_NAMES = frozenset({"127.0.0.1", "localhost", "[::1]"})
MAX_BODY = 1024 * 1024
"""Bytes that a request may bring."""
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def check_listen(host: str, settings: Settings) -> None:
    """Refuse an address that other computers can reach, with a SettingsError that says why.

    Inside a container (`GRAPHKAM_IN_CONTAINER=1`) every address is taken: there the publishing of the port
    decides who reaches it.

    >>> check_listen("127.0.0.1", Settings())
    >>> check_listen("0.0.0.0", Settings())  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    graphkam.errors.SettingsError: will not listen on 0.0.0.0: there is no access control yet, ...
    """
    if settings.in_container or is_loopback(host):
        return
    raise SettingsError(
        message(
            "will not listen on {host}: there is no access control yet, so anybody who reaches that address "
            "could read and change everything; use 127.0.0.1, or an SSH tunnel to it",
            host=host,
        )
    )


def is_loopback(host: str) -> bool:
    """Whether only this computer reaches `host`. A name other than localhost may resolve to anything: no.

    >>> is_loopback("::1"), is_loopback("localhost"), is_loopback("192.168.1.7"), is_loopback("kam.example")
    (True, True, False, False)
    """
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def host_name(host: str) -> str:
    """The name in a Host header, without its port, in small letters; IPv6 keeps its brackets.

    >>> host_name("LocalHost:8000"), host_name("[::1]:8000"), host_name("127.0.0.1")
    ('localhost', '[::1]', '127.0.0.1')
    """
    name, colon, port = host.rpartition(":")
    return (name if colon and port.isdecimal() else host).lower()


def allowed_hosts(settings: Settings) -> frozenset[str]:
    """The names under which this server may be asked: loopback, and what the settings add."""
    return LOOPBACK_NAMES | {name.strip().lower() for name in settings.hosts.split(",") if name.strip()}


def foreign_origin(headers: Headers, scheme: str) -> bool:
    """Whether a request was sent by a page that is not one of ours.

    Browsers say where a write comes from in `Sec-Fetch-Site` or `Origin` and let no page change either; a
    script outside a browser sends neither.
    """
    site = headers.get("sec-fetch-site")
    if site is not None and site != "same-origin":
        return True
    origin = headers.get("origin")
    return origin is not None and origin.lower() != f"{scheme}://{headers.get('host', '')}".lower()


def security_headers(nonce: str) -> Iterable[tuple[str, str]]:
    """The headers of every answer. Scripts and styles run only from here, or with this answer's nonce."""
    policy = (
        "default-src 'none'",
        f"script-src 'self' 'nonce-{nonce}'",
        f"style-src 'self' 'nonce-{nonce}'",
        "img-src 'self' data: blob:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
    return (
        ("content-security-policy", "; ".join(policy)),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        # Not `no-referrer`: a browser would then send our own forms with the origin "null".
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("cross-origin-embedder-policy", "require-corp"),
        ("permissions-policy", "camera=(), geolocation=(), microphone=()"),
    )


class Guard:
    """ASGI middleware that refuses what `check_listen` cannot: see the module."""

    def __init__(self, app: ASGIApp, hosts: frozenset[str], max_body: int = MAX_BODY) -> None:
        self.app, self.hosts, self.max_body = app, hosts, max_body

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through, or answer 400, 403, 413 or 415."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refused = self._refusal(scope, headers)
        if refused:
            await send_problem(scope, receive, send, *refused)
        else:
            await self.app(scope, self._counted(receive), send)

    def _refusal(self, scope: Scope, headers: Headers) -> tuple[int, str] | None:
        if len(headers.getlist("host")) != 1 or host_name(headers["host"]) not in self.hosts:
            return 400, message("this server is not asked under that host name")
        if scope["method"] in SAFE_METHODS:
            return None
        if foreign_origin(headers, scope["scheme"]):
            return 403, message("changes are taken only from GraphKAM's own pages and from programs")
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > self.max_body:
            return 413, message("the request is larger than {limit} bytes", limit=self.max_body)
        has_body = length != "0" or "transfer-encoding" in headers
        kind = headers.get("content-type", "").partition(";")[0].strip().lower()
        if not has_body or (kind == "application/json" and scope["path"].startswith(API)):
            return None
        if scope["path"].startswith(API):
            return 415, message("send the content as application/json")
        if kind != "application/x-www-form-urlencoded":
            return 415, message("pages take only their own forms")
        if "origin" not in headers and "sec-fetch-site" not in headers:
            return 403, message("changes are taken only from GraphKAM's own pages and from programs")
        return None

    def _counted(self, receive: Receive) -> Receive:
        """`receive`, refusing a body that is longer than it said, or said nothing."""
        seen = 0

        async def counted() -> Event:
            nonlocal seen
            event = await receive()
            seen += len(event.get("body", b""))
            if seen > self.max_body:
                raise HTTPException(
                    413, message("the request is larger than {limit} bytes", limit=self.max_body)
                )
            return event

        return counted
