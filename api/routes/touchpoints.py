"""Touchpoints: what happened between ours and theirs, listed, added, taken back."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse, Response

from api import examples
from api.cursor import Cursor
from api.deps import AccountDep, AtDep, DeskDep, Limit, PlaceDep, RepliesDep
from api.paths import address, identifier
from api.rendering import segment
from graphkam.contacting import log
from graphkam.domain.cards import Contact, Contacts
from graphkam.domain.logged import RecordedContact
from graphkam.domain.message import as_json, message
from graphkam.domain.moment import seconds_of
from graphkam.domain.vocabulary import CHANNELS, INITIATORS
from graphkam.errors import InvalidError, NotFoundError
from graphkam.recorded import contact

router = APIRouter(tags=["touchpoints"])

TouchpointId = Annotated[str, Path(description="Id of the touchpoint.", examples=["t-2026-0301"])]


class NewTouchpoint(BaseModel):
    """A touchpoint to record: the columns of touchpoints.csv. What is left out is unknown."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [examples.NEW_TOUCHPOINT]})

    id: str | None = Field(
        None, description="Yours: sending the same again does nothing twice. Left out: one is made."
    )
    at: str = Field(
        description="A date (12:00 that day) or an instant; without offset in the configured zone."
    )
    channel: str = Field(description=f"One of {', '.join(CHANNELS)}.")
    account_id: str
    team_ids: list[str] = Field(description="Ours who took part.")
    people_ids: list[str] = Field(description="Theirs who were spoken with or written to.")
    present_ids: list[str] = Field([], description="Theirs who were there, not spoken with.")
    cc_ids: list[str] = Field([], description="Theirs who got a copy.")
    initiated_by: str | None = Field(None, description=f"One of {', '.join(INITIATORS)}.")
    sentiment: float | None = Field(None, ge=-1, le=1)
    purpose: str | None = None
    outcome: str | None = None
    subject: str | None = None
    source: str | None = None


@router.get(
    "/accounts/{account_id}/touchpoints",
    response_model=Contacts,
    responses=examples.of(examples.TOUCHPOINTS),
    summary="Touchpoints of an account, newest first",
)
def touchpoints(
    account_id: AccountDep, desk: DeskDep, at: AtDep, place: PlaceDep, replies: RepliesDep, limit: Limit = 100
) -> Response:
    """As they are recorded, up to the moment."""
    at = desk.at(place.as_of) if place else at
    after = (float(place.place), place.after) if place else None

    def page() -> Contacts:
        found = desk.touchpoints(account_id, at, limit + 1, after)
        if len(found.items) <= limit:
            return found
        last = found.items[limit - 1]
        following = Cursor(last.id, int(seconds_of(last.at)), found.as_of)
        return replace(found, items=found.items[:limit], next=str(following))

    return replies(page, at)


@router.get(
    "/touchpoints/{touchpoint_id}",
    response_model=Contact,
    responses=examples.of(examples.TOUCHPOINT),
    summary="One touchpoint",
)
def touchpoint(touchpoint_id: TouchpointId, desk: DeskDep, replies: RepliesDep) -> Response:
    """As it is recorded."""
    row = desk.store.stored("touchpoints", [identifier(touchpoint_id)])
    if not row:
        raise NotFoundError(message("there is no touchpoint {id}", id=identifier(touchpoint_id)))
    return replies(lambda: contact(next(iter(row.values()))))


@router.post(
    "/touchpoints",
    status_code=201,
    response_model=RecordedContact,
    responses={
        **examples.of(examples.RECORDED_TOUCHPOINT, 201),
        200: {"description": "It was there already, with the same content.", "model": RecordedContact},
        409: {"description": "That id is there with other content."},
        422: {"description": "Values that cannot be taken; `errors` point to each."},
    },
    summary="Record a touchpoint",
)
def add(new: NewTouchpoint, request: Request, desk: DeskDep) -> Response:
    """Checked like a row of touchpoints.csv. With an id of yours, a retry does nothing twice."""
    values: dict[str, Any] = new.model_dump()
    values["id"] = new.id or f"api-{uuid.uuid4()}"
    try:
        logged = log(desk, values)
    except InvalidError as error:
        raise InvalidError(error.args[0], [(f"#/{name}", text) for name, text in error.errors]) from None
    return JSONResponse(
        {**as_json(contact(logged.row)), "revision": logged.revision},
        201 if logged.created else 200,
        {"location": f"{address(request.scope)}/{segment(values['id'])}", "cache-control": "no-store"},
    )


@router.delete(
    "/touchpoints/{touchpoint_id}",
    response_model=dict[str, int],
    responses={200: {"content": {"application/json": {"example": {"touchpoints": 1}}}}},
    summary="Take a wrong touchpoint back",
)
def remove(touchpoint_id: TouchpointId, desk: DeskDep) -> dict[str, int]:
    """Ties are computed again without it. Answers what went."""
    return desk.store.delete("touchpoints", identifier(touchpoint_id))
