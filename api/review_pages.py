"""The pages with which a team goes through an account: coaching."""

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
