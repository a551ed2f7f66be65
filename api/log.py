"""The outermost layer of every request: its reference, its nonce, its security headers, one line of log.

The log says method, route, status, time and reference. It says no address, no query string and no message of
an error, because ids and names of people stand in them.
"""

from __future__ import annotations

import re
import secrets
import sys
import time
import traceback
import uuid
from typing import Any

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.paths import API
from api.problems import send_problem
from api.security import security_headers

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def request_log(stream: Any = None) -> Any:
    """A log of JSON lines on `stream` (default: standard error)."""
    return structlog.wrap_logger(
        structlog.PrintLogger(stream or sys.stderr),
        processors=[
            structlog.processors.TimeStamper("iso", utc=True),
            structlog.processors.add_log_level,
            structlog.processors.JSONRenderer(),
        ],
    )


class Outermost:
    """ASGI middleware around everything else, so that no answer goes out without headers and a reference.

    A caller may hand in its own reference (`X-Request-Id`, a UUID) to find a request in both logs.
    """

    def __init__(self, app: ASGIApp, log: Any) -> None:
        self.app, self.log = app, log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the request; an exception that nobody caught becomes a problem of status 500."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        asked = Headers(scope=scope).get("x-request-id", "").lower()
        reference = asked if _UUID.fullmatch(asked) else str(uuid.uuid4())
        nonce = secrets.token_urlsafe(16)
        state = scope.setdefault("state", {})
        state["reference"], state["nonce"] = reference, nonce
        began = time.perf_counter()
        status = 0

        async def sent(event: Message) -> None:
            nonlocal status
            if event["type"] == "http.response.start":
                status = event["status"]
                headers = MutableHeaders(scope=event)
                for name, value in security_headers(nonce):
                    headers.setdefault(name, value)
                headers["x-request-id"] = reference
            await send(event)

        try:
            await self.app(scope, receive, sent)
        except Exception as error:
            self.log.error("failed", reference=reference, error=type(error).__name__, where=_where(error))
            if status:
                raise
            await send_problem(scope, receive, sent, 500)
        finally:
            self.log.info(
                "request",
                reference=reference,
                method=scope["method"],
                route=_route(scope),
                status=status or 500,
                ms=round((time.perf_counter() - began) * 1000, 1),
            )


def _route(scope: Scope) -> str | None:
    """The template of the address, which names nobody; None where there is none."""
    path: str | None = getattr(scope.get("route"), "path", None)
    inside = path is not None and scope["path"].startswith(f"{API}/") and not path.startswith(API)
    return f"{API}{path}" if inside else path


def _where(error: BaseException) -> list[str]:
    """The last lines of code that an error passed, without its message or any value."""
    return [f"{f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(error.__traceback__)[-6:]]
