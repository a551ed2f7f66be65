"""The pages with which a team goes through an account: coaching, how firm verdicts are."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from api import coaching_page
from api.deps import AccountDep, AtDep, DeskDep
from api.rendering import page

router = APIRouter(
    prefix="/accounts/{account_id}", include_in_schema=False, default_response_class=HTMLResponse
)


@router.get("/coaching")
def coaching(request: Request, account_id: AccountDep, desk: DeskDep, at: AtDep) -> Response:
    """What the coaching rules say."""
    return page(request, "coaching.html", **coaching_page.values(desk, account_id, at))


@router.get("/sensitivity")
def sensitivity(request: Request, account_id: AccountDep, desk: DeskDep, at: AtDep) -> Response:
    """How firm each verdict is; the account's page fetches its marks from here when it is there."""
    values = coaching_page.sensitivity(desk, account_id, at)
    return page(request, "sensitivity.html", **values, part="hx-request" in request.headers)
