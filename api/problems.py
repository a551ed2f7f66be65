"""Errors as answers: RFC 9457 problem+json for programs, a page with the same words for readers.

| status | type | when |
|---|---|---|
| 400 | bad-request | the request itself is off, or came under a foreign host name |
| 403 | foreign-origin | a write that another site's page sent |
| 404 | not-found | no such account, person, query, page |
| 405 | not-allowed | the address knows no such method |
| 409 | ambiguous-name | a name that fits several; `candidates` lists them |
| 409 | conflict | the same id is there with other content |
| 412 | stale | what was to be changed has changed since you looked |
| 413 | too-large | more than the server takes |
| 415 | wrong-media-type | a body that is not JSON; for a page, that is not its form |
| 422 | invalid | a value that cannot be taken; `errors` point to each |
| 500 | internal | a fault of ours; `instance` finds it in the log |
| 503 | store-unavailable | the database cannot be reached |
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, NamedTuple

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from api.paths import API
from api.reader import reader_of
from api.rendering import page
from graphkam.domain.message import Message, message
from graphkam.errors import (
    AmbiguousError,
    ConflictError,
    DataError,
    GraphKAMError,
    InvalidError,
    NotFoundError,
    StaleError,
    UsageError,
)

MEDIA_TYPE = "application/problem+json"


class Kind(NamedTuple):
    """A kind of problem: the last part of its `type`, and its title."""

    slug: str
    title: Message


KINDS: Mapping[int, Kind] = {
    400: Kind("bad-request", message("The request cannot be understood")),
    403: Kind("foreign-origin", message("Refused")),
    404: Kind("not-found", message("Not found")),
    405: Kind("not-allowed", message("This cannot be done here")),
    409: Kind("conflict", message("This does not fit what is stored")),
    412: Kind("stale", message("It was changed meanwhile")),
    413: Kind("too-large", message("Too large")),
    415: Kind("wrong-media-type", message("Not the right kind of content")),
    422: Kind("invalid", message("Some of what was sent cannot be taken")),
    500: Kind("internal", message("Something went wrong in GraphKAM")),
    503: Kind("store-unavailable", message("The database cannot be reached")),
}
AMBIGUOUS = Kind("ambiguous-name", message("That name fits several"))


def answer(
    request: Request,
    status: int,
    detail: str = "",
    *,
    kind: Kind | None = None,
    headers: Mapping[str, str] | None = None,
    **more: Any,
) -> Response:
    """The answer for a problem; `more` are further members of the JSON (`errors`, `candidates`)."""
    reader = reader_of(request.scope)
    kind = kind or KINDS.get(status) or Kind("", message("{phrase}", phrase=HTTPStatus(status).phrase))
    reference = request.scope.get("state", {}).get("reference")
    body = {
        "type": f"/problems/{kind.slug}" if kind.slug else "about:blank",
        "title": reader.say(kind.title),
        "status": status,
        **({"detail": reader.say(detail)} if detail else {}),
        **({"instance": f"urn:uuid:{reference}"} if reference else {}),
        **more,
    }
    kept = {"cache-control": "no-store", **(headers or {})}
    if wants_page(request):
        return page(request, "problem.html", status=status, headers=kept, problem=body)
    return Response(json.dumps(body, ensure_ascii=False), status, kept, MEDIA_TYPE)


def wants_page(request: Request) -> bool:
    """Whether a person in a browser asked, rather than a program."""
    return not request.scope["path"].startswith(f"{API}/") and "text/html" in request.headers.get(
        "accept", ""
    )


async def send_problem(scope: Scope, receive: Receive, send: Send, status: int, detail: str = "") -> None:
    """Answer with a problem from a middleware."""
    await answer(Request(scope, receive), status, detail)(scope, receive, send)


def install(app: FastAPI) -> None:
    """Make the application answer every error of ours, of FastAPI and of Starlette as a problem."""
    app.add_exception_handler(GraphKAMError, _ours)
    app.add_exception_handler(RequestValidationError, _validation)
    app.add_exception_handler(HTTPException, _http)


def _detail(error: Exception) -> str:
    first = error.args[0] if error.args else ""
    return first if isinstance(first, str) else str(error)


def _ours(request: Request, error: Exception) -> Response:
    detail = _detail(error)
    match error:
        case AmbiguousError():
            candidates = [{"id": id_, "name": name} for id_, name in error.candidates]
            return answer(request, 409, detail, kind=AMBIGUOUS, candidates=candidates)
        case InvalidError():
            reader = reader_of(request.scope)
            errors = [{"pointer": pointer, "detail": reader.say(text)} for pointer, text in error.errors]
            return answer(request, 422, detail, errors=errors)
        case NotFoundError():
            return answer(request, 404, detail)
        case StaleError():
            return answer(request, 412, detail)
        case ConflictError():
            return answer(request, 409, detail)
        case UsageError() | DataError():
            return answer(request, 422, detail)
        case _:  # StoreError, and settings or query files that broke after the start
            return answer(request, 503, detail, headers={"retry-after": "5"})


def _validation(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    errors = [{**_place(e["loc"]), "detail": e["msg"]} for e in error.errors()]
    return answer(request, 422, KINDS[422].title, errors=errors)


def _place(location: tuple[str | int, ...]) -> dict[str, str]:
    """A JSON pointer into the body, or the name of the parameter.

    >>> _place(("body", "people_ids", 0)), _place(("query", "as_of"))
    ({'pointer': '#/people_ids/0'}, {'parameter': 'as_of'})
    """
    where, *path = location
    if where == "body":
        parts = (str(p).replace("~", "~0").replace("/", "~1") for p in path)
        return {"pointer": "#/" + "/".join(parts) if path else "#"}
    return {"parameter": ".".join(map(str, path))}


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    phrase = HTTPStatus(error.status_code).phrase
    detail = "" if error.detail == phrase else error.detail
    return answer(request, error.status_code, detail, headers=error.headers)
