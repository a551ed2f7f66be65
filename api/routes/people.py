"""Their people: search, and all that is recorded of one."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from api import examples
from api.cursor import Cursor
from api.deps import AtDep, DeskDep, Limit, PersonDep, PlaceDep, RepliesDep
from graphkam.domain.cards import People, PersonCard

BETWEEN = "\x1f"
"""Between name and id in a cursor; no id can hold it."""

router = APIRouter(prefix="/people", tags=["people"])


@router.get(
    "", response_model=People, responses=examples.of(examples.PEOPLE), summary="Find a person anywhere"
)
def people(
    desk: DeskDep,
    at: AtDep,
    place: PlaceDep,
    replies: RepliesDep,
    q: Annotated[str, Query(description="Part of a name, or an id.", max_length=200)] = "",
    limit: Limit = 100,
) -> Response:
    """People whose name holds the text, by name."""
    at = desk.at(place.as_of) if place else at
    name, _, id_ = (place.after if place else "").rpartition(BETWEEN)

    def page() -> People:
        found = desk.people(q, at, limit + 1, (name, id_) if place else None)
        if len(found.items) <= limit:
            return found
        last = found.items[limit - 1]
        following = Cursor(f"{last.name}{BETWEEN}{last.id}", 0, found.as_of)
        return replace(found, items=found.items[:limit], next=str(following))

    return replies(page, at)


@router.get(
    "/{person_id}", response_model=PersonCard, responses=examples.of(examples.PERSON), summary="One person"
)
def person(person_id: PersonDep, desk: DeskDep, at: AtDep, replies: RepliesDep) -> Response:
    """Career, buying roles, who judged what when, and at each account of that day state, ties and lines."""
    return replies(lambda: desk.person(person_id, at), at)
