"""Alarms of one account and of all, and what is new since a day."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from api import examples
from api.cursor import cut
from api.deps import AtDep, DeskDep, Limit, PlaceDep, RepliesDep, ScopeDep
from graphkam.domain.alarms import Alarm, Alarms

router = APIRouter(tags=["alarms"])


class AlarmPages:
    """Pages of the alarms of one account, or of all."""

    def __init__(
        self,
        desk: DeskDep,
        at: AtDep,
        place: PlaceDep,
        replies: RepliesDep,
        limit: Limit = 100,
        since: Annotated[
            str | None,
            Query(
                description="Only what is new since that day: did not hold before, or arose since.",
                examples=["2026-02-01"],
            ),
        ] = None,
        everybody: Annotated[
            bool,
            Query(description="Ties that go cold with anybody, not only management, executives, deciders."),
        ] = False,
    ) -> None:
        self.desk, self.place, self.replies, self.limit = desk, place, replies, limit
        self.at = desk.at(place.as_of) if place else at
        self.since = desk.at(since) if since else None
        self.everybody = everybody

    def __call__(self, account_id: str | None) -> Response:
        """The page that was asked for."""

        def page() -> Alarms:
            whole = self.desk.alarms(account_id, self.at, self.since, everybody=self.everybody)
            items, following = cut(whole.items, _key, self.place, self.limit, whole.as_of)
            return replace(whole, items=tuple(items), next=following)

        return self.replies(page, self.at)


AlarmPagesDep = Annotated[AlarmPages, Depends()]


def _key(alarm: Alarm) -> str:
    parts = (alarm.account_id or "", alarm.kind, *alarm.person_ids, *alarm.team_ids)
    return "\x1f".join((*parts, *(fact.id for fact in alarm.facts)))[:500]


@router.get(
    "/alarms", response_model=Alarms, responses=examples.of(examples.ALARMS), summary="Alarms of all accounts"
)
def all_alarms(pages: AlarmPagesDep) -> Response:
    """What endangers accounts, why, and what to do: red first, then the newest.

    That one of ours manages too many accounts is said once; its `account_id` is null.
    """
    return pages(None)


@router.get(
    "/accounts/{account_id}/alarms",
    response_model=Alarms,
    responses=examples.of(examples.ALARMS),
    summary="Alarms of one account",
)
def alarms(account_id: ScopeDep, pages: AlarmPagesDep) -> Response:
    """What endangers the account, why, and what to do: red first, then the newest."""
    return pages(account_id)
