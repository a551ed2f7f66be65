"""Who decides at an account, for us or against us; and its page."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from api import decision_page, examples
from api.deps import AtDep, DeskDep, RepliesDep, ScopeDep
from api.rendering import page
from graphkam.domain.decisions import DecisionState

router = APIRouter(prefix="/accounts/{account_id}", tags=["analyses"])
pages = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.get(
    "/decision",
    response_model=DecisionState,
    responses=examples.of(examples.DECISION),
    summary="Who decides, for us or against us",
)
def decision(account_id: ScopeDep, desk: DeskDep, at: AtDep, replies: RepliesDep) -> Response:
    """Who usually sits at a table of this size, the net support of those who decide, and the opponents."""
    return replies(lambda: desk.decision(account_id, at), at)


@pages.get("/accounts/{account_id}/decision")
def decision_of(request: Request, account_id: ScopeDep, desk: DeskDep, at: AtDep) -> Response:
    """Who decides, for us or against us."""
    return page(request, "decision.html", **decision_page.values(desk, account_id, at))
