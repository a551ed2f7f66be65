"""Time: an account month by month, the history of a tie, figures."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from starlette.responses import Response

from api import examples
from api.deps import AtDep, DeskDep, RepliesDep, ScopeDep
from api.paths import identifier
from graphkam.domain.history import Figures, Replay, TieHistory

router = APIRouter(prefix="/accounts/{account_id}", tags=["history"])

Every = Literal["week", "month", "quarter", "year"]


@router.get(
    "/replay",
    response_model=Replay,
    responses=examples.of(examples.REPLAY),
    summary="An account through time",
)
def replay(
    account_id: ScopeDep,
    desk: DeskDep,
    replies: RepliesDep,
    from_: Annotated[
        str | None,
        Query(alias="from", description="The first day; default: a year before.", examples=["2025-09-01"]),
    ] = None,
    to: Annotated[
        str | None, Query(description="The last date or instant; default: now.", examples=["2026-03-01"])
    ] = None,
    every: Annotated[Every, Query(description="The end of each is a moment.")] = "month",
) -> Response:
    """Coverage of the layers, status, stage, exposure, single points; alarms that began, who came and went."""
    since, at = desk.at(from_) if from_ else None, desk.at(to or None)
    return replies(lambda: desk.replay(account_id, at, since, every), f"{since}/{at}/{every}")


@router.get(
    "/ties/{team_id}/{person_id}",
    response_model=TieHistory,
    responses=examples.of(examples.TIE_HISTORY),
    summary="The history of a tie",
)
def tie_history(
    account_id: ScopeDep, team_id: str, person_id: str, desk: DeskDep, at: AtDep, replies: RepliesDep
) -> Response:
    """Its strength before and after each touchpoint and weekly between, when it was live, when it goes cold."""
    return replies(lambda: desk.tie_history(account_id, identifier(team_id), identifier(person_id), at), at)


@router.get(
    "/figures", response_model=Figures, responses=examples.of(examples.FIGURES), summary="Figures over time"
)
def figures(account_id: ScopeDep, desk: DeskDep, at: AtDep, replies: RepliesDep) -> Response:
    """Share of wallet, revenue, margin and other readings, and orders by quarter, by product."""
    return replies(lambda: desk.figures(account_id, at), at)
