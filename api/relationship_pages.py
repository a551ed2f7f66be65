"""The page of the relationship with an account, and the hand-over sheet of one of ours."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from api import relationship_page
from api.deps import AtDep, DeskDep, MemberDep, ScopeDep
from api.rendering import page

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/accounts/{account_id}/relationship")
def relationship(request: Request, account_id: ScopeDep, desk: DeskDep, at: AtDep) -> Response:
    """What is judged, felt, done, needed and promised, and what binds."""
    return page(request, "relationship.html", **relationship_page.values(desk, account_id, at))


@router.get("/team/{team_id}/handover")
def handover(request: Request, team_id: MemberDep, desk: DeskDep, at: AtDep, to: str = "") -> Response:
    """What one of ours promised, held open and knew, and with whom; made to be printed."""
    successor = desk.team_id(to) if to else None
    return page(request, "handover.html", **relationship_page.handover(desk, team_id, at, successor))
