"""The queries that ship, for analysts (read only)."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response

from api import examples
from api.deps import DeskDep, ReaderDep, RepliesDep
from graphkam.domain.message import message
from graphkam.errors import NotFoundError
from graphkam.queries import Query, load

router = APIRouter(prefix="/queries", tags=["queries"])


class ParameterAnswer(BaseModel):
    """A parameter of a query."""

    name: str
    type: str
    default: Any = None
    required: bool


class QueryAnswer(BaseModel):
    """A query that ships."""

    name: str
    title: str
    description: str
    parameters: list[ParameterAnswer]


class QueryList(BaseModel):
    """All queries that ship, by name."""

    as_of: str
    items: list[QueryAnswer]
    next: str | None = None


class Rows(BaseModel):
    """What a query gave; the columns depend on it."""

    as_of: str
    items: list[dict[str, Any]]
    next: str | None = Field(None, description="Always null: a query gives all its rows.")


def named(name: str) -> Query:
    """The query of that name; NotFoundError."""
    found = load().get(name)
    if found is None:
        raise NotFoundError(message("there is no query {name}", name=name))
    return found


@router.get(
    "", response_model=QueryList, responses=examples.of(examples.QUERIES), summary="The queries that ship"
)
def queries(desk: DeskDep, replies: RepliesDep) -> Response:
    """Name, title, description and parameters of each."""
    at = desk.at()
    items = [
        {
            "name": q.name,
            "title": message(q.title),
            "description": message(q.description),
            "parameters": [
                {"name": p.name, "type": p.type, "default": p.default, "required": p.required}
                for p in q.parameters
            ],
        }
        for q in load().values()
    ]
    return replies(lambda: {"as_of": str(at), "items": items, "next": None}, at)


@router.get(
    "/{name}", response_model=Rows, responses=examples.of(examples.ROWS), summary="Run a query that ships"
)
def run(
    name: Annotated[str, Path(description="The query's name.", examples=["gone_cold"])],
    request: Request,
    desk: DeskDep,
    replies: RepliesDep,
    reader: ReaderDep,  # noqa: ARG001  declares `lang`
) -> Response:
    """Every other parameter of the address is a parameter of the query; `;` separates the items of a list."""
    query = named(name)
    values = {k: v for k, v in request.query_params.items() if k != "lang"}
    at = desk.at()
    return replies(
        lambda: {"as_of": str(at), "items": desk.store.read(query.name, **values), "next": None}, at
    )
