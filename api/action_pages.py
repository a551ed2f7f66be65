"""The pages of actions, and the forms on them, which need no script."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api import actions_page
from api.deps import AccountDep, AtDep, DeskDep
from api.forms import FormDep
from api.paths import identifier
from api.rendering import page, segment
from graphkam.domain.message import message
from graphkam.errors import InvalidError, NotFoundError, UsageError
from graphkam.planning import EDITABLE, close, edit, plan, withdraw

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/actions")
def all_actions(request: Request, desk: DeskDep, at: AtDep) -> Response:
    """What is planned at all accounts and not done yet."""
    return page(request, "actions.html", **actions_page.of_all(desk, at))


@router.get("/accounts/{account_id}/actions")
def account_actions(request: Request, account_id: AccountDep, desk: DeskDep, at: AtDep) -> Response:
    """What is planned at one account, and what was done and gained."""
    return page(request, "account_actions.html", **actions_page.values(desk, account_id, at))


@router.get("/accounts/{account_id}/actions/new")
def new_action(request: Request, account_id: AccountDep, desk: DeskDep, at: AtDep) -> Response:
    """The form, filled in as far as the alarm, gap or introduction that led here tells."""
    values = actions_page.form(desk, account_id, at, request.query_params)
    return page(request, "action_form.html", **values, part="hx-request" in request.headers)


@router.post("/accounts/{account_id}/actions")
def plan_action(
    request: Request, account_id: AccountDep, desk: DeskDep, at: AtDep, form: FormDep
) -> Response:
    """Plan it and lead to the list; what cannot be taken is said beside its field."""
    names = ("id", "team_id", "person_id", "aim", "message", "due", "because")
    fields = {name: form.get(name, "").strip() for name in names}
    try:
        plan(desk, {"account_id": account_id, **{n: text or None for n, text in fields.items()}})
    except InvalidError as error:
        values = actions_page.form(desk, account_id, at, fields)
        problems = dict(error.errors)
        return page(request, "action_form.html", status=422, **{**values, "problems": problems})
    return _back(account_id)


@router.get("/accounts/{account_id}/actions/{action_id}/edit")
def changed_action(
    request: Request, account_id: AccountDep, action_id: str, desk: DeskDep, at: AtDep
) -> Response:
    """The form, filled in with what is planned."""
    _here(desk, account_id, action_id)
    values = actions_page.form_of(desk, account_id, desk.action(identifier(action_id), at), at)
    return page(request, "action_form.html", **values, part="hx-request" in request.headers)


@router.post("/accounts/{account_id}/actions/{action_id}/edit")
def change_action(
    request: Request, account_id: AccountDep, action_id: str, desk: DeskDep, at: AtDep, form: FormDep
) -> Response:
    """Change it, unless it was changed since the page was made; what cannot be taken is said beside its field."""
    _here(desk, account_id, action_id)
    id_, version = identifier(action_id), form.get("version") or None
    fields = {name: form.get(name, "").strip() for name in EDITABLE}
    try:
        edit(desk, id_, {n: text or None for n, text in fields.items()}, version)
    except InvalidError as error:
        values = actions_page.form(desk, account_id, at, fields)
        more = {"problems": dict(error.errors), "editing": id_, "version": version}
        return page(request, "action_form.html", status=422, **{**values, **more})
    return _back(account_id)


@router.post("/accounts/{account_id}/actions/{action_id}/close")
def close_action(account_id: AccountDep, action_id: str, desk: DeskDep, form: FormDep) -> Response:
    """Close it, unless it was changed since the page was made."""
    _here(desk, account_id, action_id)
    day = form.get("at", "").strip() or None
    try:
        close(desk, identifier(action_id), form.get("outcome", ""), day, form.get("version") or None)
    except InvalidError as error:
        raise UsageError(
            message("{what}: expected {expected}", what=error.args[0], expected=error.errors[0][1])
        ) from None
    return _back(account_id)


@router.post("/accounts/{account_id}/actions/{action_id}/delete")
def delete_action(account_id: AccountDep, action_id: str, desk: DeskDep, form: FormDep) -> Response:
    """Take it back, unless it was changed since the page was made."""
    _here(desk, account_id, action_id)
    withdraw(desk, identifier(action_id), form.get("version") or None)
    return _back(account_id)


def _here(desk: DeskDep, account_id: str, action_id: str) -> None:
    """Refuse an action of another account."""
    stored = desk.store.stored("actions", [identifier(action_id)]).get(identifier(action_id))
    if stored is None or stored["account_id"] != account_id:
        raise NotFoundError(message("there is no action {id}", id=identifier(action_id)))


def _back(account_id: str) -> Response:
    return RedirectResponse(f"/accounts/{segment(account_id)}/actions", 303)
