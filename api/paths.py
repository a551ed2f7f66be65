"""Ids in addresses: a slash inside an id (`%2F`) is not the slash between segments.

Servers decode an address before it is matched, so `/accounts/a%2Fb/gaps` would be looked up as three
segments. Here each raw segment is decoded on its own, and a slash inside it travels as the unit separator,
which no id can hold.
"""

from __future__ import annotations

from urllib.parse import quote, unquote

from starlette.types import ASGIApp, Receive, Scope, Send

API = "/api/v1"
SLASH = "\x1f"


def identifier(segment: str) -> str:
    """The id that a matched path segment stands for.

    >>> identifier(decoded(b"/accounts/a%2Fb").rpartition("/")[2])
    'a/b'
    """
    return segment.replace(SLASH, "/")


def decoded(raw: bytes) -> str:
    """The path to match for the raw address.

    >>> decoded(b"/accounts/a%2Fb/gaps").split("/")
    ['', 'accounts', 'a\\x1fb', 'gaps']
    """
    segments = raw.decode("ascii", "replace").split("/")
    return "/".join(unquote(s).replace(SLASH, "\ufffd").replace("/", SLASH) for s in segments)


def address(scope: Scope) -> str:
    """The path of a request as it was written, fit for a link."""
    raw: bytes = scope.get("raw_path") or quote(scope["path"]).encode()
    return raw.partition(b"?")[0].decode("ascii", "replace")


class RawPaths:
    """ASGI middleware that sets the path from the raw address."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on with its path decoded segment by segment."""
        if scope["type"] == "http" and scope.get("raw_path"):
            scope["path"] = decoded(scope["raw_path"].partition(b"?")[0])
        await self.app(scope, receive, send)
