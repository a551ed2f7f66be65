"""Actions: planned from an alarm or a gap, listed by the day they are due, closed with what came of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Header, Path, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse, Response

from api import action_examples as told
from api import examples
from api.cursor import Cursor, cut
from api.deps import AccountDep, AtDep, DeskDep, Limit, PlaceDep, ReaderDep, Replies, RepliesDep
from api.paths import API, identifier
from api.reader import Reader
from api.rendering import segment
from graphkam.desk import Desk
from graphkam.domain.actions import Actions, ActionState
from graphkam.domain.message import as_json
from graphkam.domain.moment import AsOf
from graphkam.errors import InvalidError, UsageError
from graphkam.planning import close, edit, plan, withdraw

router = APIRouter(tags=["actions"])

ActionId = Annotated[str, Path(description="Id of the action.", examples=["a1"])]
IfMatch = Annotated[
    str | None,
    Header(description="`version` of the action as you saw it; if it has changed since, nothing is done."),
]
Open = Annotated[bool, Query(alias="open", description="Only what is not done yet.")]
_CONFLICTS: dict[int | str, dict[str, Any]] = {
    409: {"description": "That id is there with other content, or the action is closed otherwise."},
    422: {"description": "Values that cannot be taken; `errors` point to each."},
}
_STALE: dict[int | str, dict[str, Any]] = {412: {"description": "It was changed since you saw that version."}}


class NewAction(BaseModel):
    """An action to plan: the columns of actions.csv. What is left out is unknown."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [told.NEW_ACTION]})

    id: str | None = Field(
        None, description="Yours: sending the same again does nothing twice. Left out: one is made."
    )
    account_id: str
    team_id: str = Field(description="Who of ours acts.")
    person_id: str = Field(description="Whom of theirs they are to meet.")
    aim: str = Field(min_length=1)
    message: str | None = Field(None, description="What to tell them.")
    made_at: str | None = Field(None, description="A date or an instant; left out: today.")
    due: str | None = Field(None, description="A date.")
    because: str | None = Field(
        None,
        description="The alarm or gap that it answers: KIND or KIND:WHAT, as `layer:executive` or "
        "`new_executive_uncovered:gm`; `introduction` for a suggested one; or any text.",
    )


class ChangedAction(BaseModel):
    """What is planned from now on, instead of what was. What is left out is unknown; account and day stay."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [told.CHANGED_ACTION]})

    team_id: str = Field(description="Who of ours acts.")
    person_id: str = Field(description="Whom of theirs they are to meet.")
    aim: str = Field(min_length=1)
    message: str | None = Field(None, description="What to tell them.")
    due: str | None = Field(None, description="A date.")
    because: str | None = Field(None, description="As in a new action.")


class Closing(BaseModel):
    """What came of an action."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [told.CLOSING]})

    outcome: str = Field(min_length=1)
    at: str | None = Field(None, description="A date or an instant that has come; left out: now.")


def listed(
    desk: Desk,
    account_id: str | None,
    at: AsOf,
    place: Cursor | None,
    replies: Replies,
    limit: int,
    *,
    open_only: bool,
) -> Response:
    """A page of actions."""
    at = desk.at(place.as_of) if place else at

    def page() -> Actions:
        whole = desk.actions(account_id, at, open_only=open_only)
        items, following = cut(whole.items, lambda action: action.id, place, limit, whole.as_of)
        return replace(whole, items=tuple(items), next=following)

    return replies(page, at)


@router.get(
    "/actions",
    response_model=Actions,
    responses=examples.of(told.ACTIONS),
    summary="Actions of all accounts",
)
def all_actions(
    desk: DeskDep,
    at: AtDep,
    place: PlaceDep,
    replies: RepliesDep,
    limit: Limit = 100,
    open_only: Open = False,
) -> Response:
    """By the day they are due, then what was done. What each gained is told account by account."""
    return listed(desk, None, at, place, replies, limit, open_only=open_only)


@router.get(
    "/accounts/{account_id}/actions",
    response_model=Actions,
    responses=examples.of(told.ACTIONS),
    summary="Actions of an account",
)
def account_actions(
    account_id: AccountDep,
    desk: DeskDep,
    at: AtDep,
    place: PlaceDep,
    replies: RepliesDep,
    limit: Limit = 100,
    open_only: Open = False,
) -> Response:
    """By the day they are due, then what was done, each with whether its reason still holds and what it gained."""
    return listed(desk, account_id, at, place, replies, limit, open_only=open_only)


@router.get(
    "/actions/{action_id}",
    response_model=ActionState,
    responses=examples.of(told.ACTION),
    summary="One action",
)
def action(action_id: ActionId, desk: DeskDep, at: AtDep, replies: RepliesDep) -> Response:
    """With whether its reason still holds and, once it is done, what it gained."""
    return replies(lambda: desk.action(identifier(action_id), at), at)


@router.post(
    "/actions",
    status_code=201,
    response_model=ActionState,
    responses={
        **examples.of(told.ACTION, 201),
        200: {"description": "It was there already, with the same content.", "model": ActionState},
        **_CONFLICTS,
    },
    summary="Plan an action",
)
def add(new: NewAction, desk: DeskDep, reader: ReaderDep) -> Response:
    """Checked like a row of actions.csv. With an id of yours, a retry does nothing twice."""
    try:
        recorded = plan(desk, new.model_dump())
    except InvalidError as error:
        raise _pointed(error) from None
    return _answer(desk, reader, str(recorded.row["id"]), 201 if recorded.created else 200)


@router.put(
    "/actions/{action_id}",
    response_model=ActionState,
    responses={**examples.of(told.ACTION), **_CONFLICTS, **_STALE},
    summary="Change an action",
)
def change_action(
    action_id: ActionId, changed: ChangedAction, desk: DeskDep, reader: ReaderDep, if_match: IfMatch = None
) -> Response:
    """Who meets whom, aim, message, day and reason, of an action that is not closed."""
    try:
        edit(desk, identifier(action_id), changed.model_dump(), _version(if_match))
    except InvalidError as error:
        raise _pointed(error) from None
    return _answer(desk, reader, identifier(action_id), 200)


@router.post(
    "/actions/{action_id}/close",
    response_model=ActionState,
    responses={**examples.of(told.CLOSED), **_CONFLICTS, **_STALE},
    summary="Close an action",
)
def close_action(
    action_id: ActionId,
    closing: Closing,
    desk: DeskDep,
    reader: ReaderDep,
    if_match: IfMatch = None,
) -> Response:
    """With what came of it. The same again changes nothing. Answers what the action gained."""
    try:
        close(desk, identifier(action_id), closing.outcome, closing.at, _version(if_match))
    except InvalidError as error:
        raise _pointed(error) from None
    except UsageError as error:
        raise InvalidError(error.args[0], [("#/at", error.args[0])]) from None
    return _answer(desk, reader, identifier(action_id), 200)


@router.delete(
    "/actions/{action_id}",
    response_model=dict[str, int],
    responses={200: {"content": {"application/json": {"example": {"actions": 1}}}}, **_STALE},
    summary="Take an action back",
)
def remove(action_id: ActionId, desk: DeskDep, if_match: IfMatch = None) -> dict[str, int]:
    """Answers what went."""
    return withdraw(desk, identifier(action_id), _version(if_match))


def _version(if_match: str | None) -> str | None:
    """The version that an If-Match header names; None: any."""
    text = (if_match or "").strip().removeprefix("W/").strip('"')
    return None if text in ("", "*") else text


def _pointed(error: InvalidError) -> InvalidError:
    names = {"done_at": "at"}
    return InvalidError(error.args[0], [(f"#/{names.get(name, name)}", text) for name, text in error.errors])


def _answer(desk: Desk, reader: Reader, action_id: str, status: int) -> Response:
    found = desk.action(action_id, desk.at())
    headers = {
        "location": f"{API}/actions/{segment(action_id)}",
        "etag": f'"{found.version}"',
        "cache-control": "no-store",
        "content-language": reader.lang,
    }
    return JSONResponse(as_json(found, reader.translate), status, headers)
