"""What endpoints are handed: the desk, the reader, the moment, and ids that are known to exist."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import Depends, Path, Query, Request
from starlette.responses import JSONResponse, Response

from api.cursor import Cursor
from api.paths import address, identifier
from api.reader import Reader, reader_of
from api.security import SAFE_METHODS
from graphkam.desk import Desk
from graphkam.domain.message import as_json
from graphkam.domain.moment import AsOf


async def _desk(request: Request) -> Desk:
    """The desk; for who only looks, one that asks the store once what it is at."""
    desk: Desk = request.app.state.desk
    return desk.glance() if request.method in SAFE_METHODS else desk


DeskDep = Annotated[Desk, Depends(_desk)]


async def _reader(
    request: Request,
    lang: Annotated[  # noqa: ARG001  declares what `reader_of` reads from the address
        str | None, Query(description="Language of sentences: en or zh.", examples=["zh"])
    ] = None,
) -> Reader:
    return reader_of(request.scope)


ReaderDep = Annotated[Reader, Depends(_reader)]

CursorDep = Annotated[
    str | None, Query(description="Where the page begins: `next` of the page before.", max_length=2000)
]
Limit = Annotated[int, Query(ge=1, le=500, description="Items in a page.")]
PageNumber = Annotated[int, Query(alias="page", ge=1)]
"""Which page of a list on a page for readers."""


async def _cursor(cursor: CursorDep = None) -> Cursor | None:
    return Cursor.of(cursor) if cursor else None


PlaceDep = Annotated[Cursor | None, Depends(_cursor)]


def _at(
    desk: DeskDep,
    as_of: Annotated[
        str | None,
        Query(
            description="A date or an instant; default: now.", examples=["2026-03-01", "2026-03-01T09:30:00Z"]
        ),
    ] = None,
) -> AsOf:
    return desk.at(as_of or None)


AtDep = Annotated[AsOf, Depends(_at)]


def _account(
    desk: DeskDep,
    account_id: Annotated[
        str, Path(description="Id of the account, or a name that only it has.", examples=["b"])
    ],
) -> str:
    return desk.account_id(identifier(account_id))


AccountDep = Annotated[str, Depends(_account)]


async def _scope(
    account_id: AccountDep,
    desk: DeskDep,
    group: Annotated[bool, Query(description="The account together with its subsidiaries, as one.")] = False,
) -> str:
    return desk.group_id(account_id) if group else account_id


ScopeDep = Annotated[str, Depends(_scope)]


def _person(
    desk: DeskDep,
    person_id: Annotated[str, Path(description="Id of the person, or a name that only they have.")],
) -> str:
    return desk.person_id(identifier(person_id))


PersonDep = Annotated[str, Depends(_person)]


def _member(
    desk: DeskDep,
    team_id: Annotated[str, Path(description="Id of one of ours, or a name that only they have.")],
) -> str:
    return desk.team_id(identifier(team_id))


MemberDep = Annotated[str, Depends(_member)]


class Replies:
    """Answers as JSON that a client need not fetch again while the graph and the moment are the same.

    The ETag stands for the graph's revision, the moment and the language; `If-None-Match` gets 304 without
    anything being computed. `GraphKAM-Revision` tells the revision: every write up to it is in the answer.
    """

    def __init__(self, request: Request, desk: DeskDep, reader: ReaderDep) -> None:
        self.request, self.desk, self.reader = request, desk, reader

    def __call__(
        self, make: Callable[[], Any], at: AsOf | str | None = None, next_page: str | None = None
    ) -> Response:
        """The answer that `make` gives, or 304."""
        revision = self.desk.revision()
        headers = {
            "etag": self._etag(revision, at),
            "graphkam-revision": str(revision),
            "cache-control": "private, no-cache",
            "vary": "Cookie, Accept-Language",
            "content-language": self.reader.lang,
        }
        if matches(self.request.headers.get("if-none-match"), headers["etag"]):
            return Response(status_code=304, headers=headers)
        answer = make()
        following = next_page or getattr(answer, "next", None)
        if following:
            query = self.request.url.include_query_params(cursor=following).query
            headers["link"] = f'<{address(self.request.scope)}?{query}>; rel="next"'
        return JSONResponse(as_json(answer, self.reader.translate), headers=headers)

    def _etag(self, revision: int, at: AsOf | str | None) -> str:
        run = self.request.app.state.run
        return f'W/"{run}-{revision}-{at or ""}-{self.reader.lang}"'


RepliesDep = Annotated[Replies, Depends()]


def matches(wanted: str | None, etag: str) -> bool:
    """Whether an If-None-Match header names this ETag; weak and strong ones are the same here.

    >>> matches('"a", W/"b"', 'W/"b"'), matches("*", 'W/"b"'), matches(None, 'W/"b"')
    (True, True, False)
    """
    if wanted is None:
        return False
    tags = {tag.strip().removeprefix("W/") for tag in wanted.split(",")}
    return "*" in tags or etag.removeprefix("W/") in tags
