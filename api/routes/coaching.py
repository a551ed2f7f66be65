"""Judgement: what an experienced colleague would say of an account, and how firm its verdicts are."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from api import examples
from api.deps import AtDep, DeskDep, RepliesDep, ScopeDep
from graphkam.domain.coaching import Coaching
from graphkam.domain.sensitivity import Sensitivity

router = APIRouter(prefix="/accounts/{account_id}", tags=["coaching"])


@router.get(
    "/coaching", response_model=Coaching, responses=examples.of(examples.COACHING), summary="Coaching"
)
def coaching(account_id: ScopeDep, desk: DeskDep, at: AtDep, replies: RepliesDep) -> Response:
    """What the rules say of the account: why, what to do, and the records behind it; red ones first.

    Rules that are switched off in the settings are listed in `off`, and not asked.
    """
    return replies(lambda: desk.coaching(account_id, at), at)


@router.get(
    "/sensitivity",
    response_model=Sensitivity,
    responses=examples.of(examples.SENSITIVITY),
    summary="How firm the verdicts are",
)
def sensitivity(account_id: ScopeDep, desk: DeskDep, at: AtDep, replies: RepliesDep) -> Response:
    """For each verdict the nearest factors, from ¼ to 4, by which a constant would flip it.

    `fragile`: some constant does so within ± 25 %. Each constant is turned alone.
    """
    return replies(lambda: desk.sensitivity(account_id, at), at)
