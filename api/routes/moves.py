"""Moves: the way in, whom to meet next, what if, what changed."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse, Response

from api import examples
from api.deps import AtDep, DeskDep, ReaderDep, RepliesDep, ScopeDep
from graphkam.domain.message import as_json
from graphkam.domain.moment import AsOf
from graphkam.domain.moves import Diff, Introductions, PathAnswer, WhatIf
from graphkam.errors import InvalidError, UsageError

router = APIRouter(prefix="/accounts/{account_id}", tags=["moves"])

MOST = 50
"""Introductions that can be asked for at once."""


class Pair(BaseModel):
    """A tie to assume."""

    model_config = ConfigDict(extra="forbid")

    team_id: str = Field(description="One of ours, by id or name.")
    person_id: str = Field(description="One of theirs, by id or name.")


class Scenario(BaseModel):
    """What to try out. Nothing is recorded."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [examples.SCENARIO]})

    remove: list[str] = Field([], max_length=500, description="Theirs or ours who are gone, by id or name.")
    add: list[Pair] = Field([], max_length=500, description="Ties with s = 1 that day.")
    as_of: str | None = Field(None, description="A date or an instant; default: now.")
    until: str | None = Field(
        None, description="The other side is that of this moment, if nothing more happens until then."
    )


@router.get(
    "/path", response_model=PathAnswer, responses=examples.of(examples.PATH), summary="The warmest way in"
)
def path(
    account_id: ScopeDep,
    desk: DeskDep,
    at: AtDep,
    replies: RepliesDep,
    to: Annotated[str, Query(description="One of theirs, by id or name.", max_length=500, examples=["gm"])],
) -> Response:
    """Through whom of ours and theirs one person is best reached; `found` is false where there is no way."""
    return replies(lambda: desk.path(account_id, to, at), at)


@router.get(
    "/introductions",
    response_model=Introductions,
    responses=examples.of(examples.INTRODUCTIONS),
    summary="Whom to meet next",
)
def introductions(
    account_id: ScopeDep,
    desk: DeskDep,
    at: AtDep,
    replies: RepliesDep,
    k: Annotated[int, Query(ge=1, le=MOST, description="How many at most.")] = 3,
) -> Response:
    """The ties that raise coverage and redundancy most, each with its reason, gain and way in."""
    return replies(lambda: desk.introductions(account_id, at, k), at)


@router.get(
    "/diff", response_model=Diff, responses=examples.of(examples.DIFF), summary="What changed in between"
)
def diff(
    account_id: ScopeDep,
    desk: DeskDep,
    replies: RepliesDep,
    from_: Annotated[str, Query(alias="from", description="A date or an instant.", examples=["2025-12-01"])],
    to: Annotated[str, Query(description="A date or an instant.", examples=["2026-03-01"])],
) -> Response:
    """People who came and went, ties, layers, roles, judgements, gaps, single points of failure, stage."""
    before, after = desk.at(from_), desk.at(to)
    return replies(lambda: desk.diff(account_id, before, after), f"{before}/{after}")


@router.post(
    "/whatif",
    response_model=WhatIf,
    responses={
        200: {"content": {"application/json": {"example": as_json(examples.WHATIF)}}},
        422: {"description": "Values that cannot be taken; `errors` point to each."},
    },
    summary="What if",
)
def whatif(account_id: ScopeDep, scenario: Scenario, desk: DeskDep, reader: ReaderDep) -> Response:
    """The account without some people, with some ties, on another day: before, after, difference."""
    at = _moment(desk, scenario.as_of, "as_of") or desk.at()
    until = _moment(desk, scenario.until, "until")
    pairs = [(pair.team_id, pair.person_id) for pair in scenario.add]
    try:
        answer = desk.whatif(account_id, at, scenario.remove, pairs, until)
    except InvalidError as error:
        raise InvalidError(error.args[0], [(f"#/{name}", text) for name, text in error.errors]) from None
    return JSONResponse(
        as_json(answer, reader.translate),
        headers={"cache-control": "no-store", "content-language": reader.lang},
    )


def _moment(desk: DeskDep, text: str | None, name: str) -> AsOf | None:
    """A moment of the body; InvalidError points to it."""
    try:
        return None if text is None else desk.at(text)
    except UsageError as error:
        raise InvalidError(error.args[0], [(f"#/{name}", error.args[0])]) from None
