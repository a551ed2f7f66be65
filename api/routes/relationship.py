"""The relationship with an account, and what one of ours hands over."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from api import examples
from api import relationship_examples as told
from api.deps import AtDep, DeskDep, MemberDep, RepliesDep, ScopeDep
from graphkam.domain.handover import Handover
from graphkam.domain.relationship import Relationship

router = APIRouter(tags=["relationship"])

Successor = Annotated[
    str | None, Query(description="To whom it is handed over: id or name of one of ours.", max_length=500)
]


@router.get(
    "/accounts/{account_id}/relationship",
    response_model=Relationship,
    responses=examples.of(told.RELATIONSHIP),
    summary="The relationship with an account",
)
def relationship(account_id: ScopeDep, desk: DeskDep, at: AtDep, replies: RepliesDep) -> Response:
    """Judgements, loyalty type, feeling beside behaviour, needs, strategy, bonds, incidents, promises, findings."""
    return replies(lambda: desk.relationship(account_id, at), at)


@router.get(
    "/team/{team_id}/handover",
    response_model=Handover,
    responses=examples.of(told.HANDOVER),
    summary="Hand-over sheet of one of ours",
)
def handover(
    team_id: MemberDep, desk: DeskDep, at: AtDep, replies: RepliesDep, to: Successor = None
) -> Response:
    """What they promised, held open and knew, and with whom, account by account."""
    successor = desk.team_id(to) if to else None
    return replies(lambda: desk.handover(team_id, at, successor), f"{at}/{successor or ''}")
