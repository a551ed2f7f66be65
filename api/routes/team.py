"""Our people: who they are, and what hangs on each."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter
from starlette.responses import Response

from api import examples
from api.cursor import cut
from api.deps import AtDep, DeskDep, Limit, MemberDep, PlaceDep, RepliesDep
from graphkam.domain.answers import TeamAnswer
from graphkam.domain.cards import Members

router = APIRouter(prefix="/team", tags=["team"])


@router.get("", response_model=Members, responses=examples.of(examples.MEMBERS), summary="Our people")
def members(desk: DeskDep, at: AtDep, place: PlaceDep, replies: RepliesDep, limit: Limit = 100) -> Response:
    """Everybody of ours by name, leavers too, with the accounts they cover that day."""
    at = desk.at(place.as_of) if place else at

    def page() -> Members:
        whole = desk.members(at)
        items, following = cut(whole.items, lambda member: member.id, place, limit, whole.as_of)
        return replace(whole, items=tuple(items), next=following)

    return replies(page, at)


@router.get(
    "/{team_id}",
    response_model=TeamAnswer,
    responses=examples.of(examples.TEAM),
    summary="What hangs on one of ours",
)
def team(team_id: MemberDep, desk: DeskDep, at: AtDep, replies: RepliesDep) -> Response:
    """What is reached only through this one of ours, what would be lost, which promises are open."""
    return replies(lambda: desk.team(team_id, at), at)
