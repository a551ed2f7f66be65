"""The portfolio and single accounts."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from api import examples
from api.cursor import cut
from api.deps import AccountDep, AtDep, DeskDep, Limit, PlaceDep, RepliesDep
from graphkam.domain.answers import Accounts
from graphkam.domain.cards import AccountCard

router = APIRouter(tags=["accounts"])


@router.get(
    "/accounts",
    response_model=Accounts,
    responses=examples.of(examples.ACCOUNTS),
    summary="The portfolio, worst first",
)
def accounts(
    desk: DeskDep,
    at: AtDep,
    place: PlaceDep,
    replies: RepliesDep,
    limit: Limit = 100,
    group: Annotated[
        bool, Query(description="Rolled up: an account with its subsidiaries is one line.")
    ] = False,
) -> Response:
    """Accounts by value at risk, exposure, id; what is not known comes last.

    A cursor keeps the moment of the first page.
    """
    at = desk.at(place.as_of) if place else at

    def page() -> Accounts:
        whole = desk.groups(at) if group else desk.accounts(at)
        items, following = cut(whole.items, lambda line: line.id, place, limit, whole.as_of)
        return replace(whole, items=tuple(items), next=following)

    return replies(page, at)


@router.get(
    "/accounts/{account_id}",
    response_model=AccountCard,
    responses=examples.of(examples.ACCOUNT),
    summary="One account: what is recorded, its people, its team",
)
def account(account_id: AccountDep, desk: DeskDep, at: AtDep, replies: RepliesDep) -> Response:
    """Its line of the portfolio, its people with power, support and coverage, and the account team."""
    return replies(lambda: desk.account(account_id, at), at)
