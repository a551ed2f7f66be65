"""The pages with which a team goes through an account: coaching, firmness, history, what if, comparison."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, Response

from api import coaching_page, history_page, moves_page
from api.deps import AtDep, DeskDep, ReaderDep, ScopeDep
from api.rendering import page
from graphkam.domain.moment import AsOf

router = APIRouter(
    prefix="/accounts/{account_id}", include_in_schema=False, default_response_class=HTMLResponse
)

QUARTER = 91
"""Days between two reviews where nobody said which."""


@router.get("/coaching")
def coaching(request: Request, account_id: ScopeDep, desk: DeskDep, at: AtDep) -> Response:
    """What the coaching rules say."""
    return page(request, "coaching.html", **coaching_page.values(desk, account_id, at))


@router.get("/sensitivity")
def sensitivity(request: Request, account_id: ScopeDep, desk: DeskDep, at: AtDep) -> Response:
    """How firm each verdict is; the account's page fetches its marks from here when it is there."""
    values = coaching_page.sensitivity(desk, account_id, at)
    return page(request, "sensitivity.html", **values, part="hx-request" in request.headers)


@router.get("/history")
def history(
    request: Request,
    account_id: ScopeDep,
    desk: DeskDep,
    at: AtDep,
    reader: ReaderDep,
    from_: Annotated[str, Query(alias="from", max_length=40)] = "",
    every: str = "month",
) -> Response:
    """The account month by month, and its figures."""
    since = desk.at(from_) if from_ else None
    return page(request, "history.html", **history_page.values(desk, account_id, at, since, every, reader))


MOST = 200
"""People and ties that one address may name."""
Ids = Annotated[list[str], Query(max_length=MOST)]


@router.get("/whatif")
def whatif(
    request: Request,
    account_id: ScopeDep,
    desk: DeskDep,
    at: AtDep,
    remove: Ids = [],  # noqa: B006  FastAPI copies it
    us: Ids = [],  # noqa: B006
    them: Ids = [],  # noqa: B006
    until: Annotated[str, Query(max_length=40)] = "",
) -> Response:
    """The account without some people, with some ties, on another day; the address says it all."""
    pairs = [(ours, theirs) for ours, theirs in zip(us, them, strict=False) if ours and theirs]
    then = desk.at(until) if until else None
    values = moves_page.whatif(desk, account_id, at, [id_ for id_ in remove if id_], pairs, then)
    return page(request, "whatif.html", status=422 if values["problem"] else 200, **values)


@router.get("/diff")
def diff(
    request: Request,
    account_id: ScopeDep,
    desk: DeskDep,
    at: AtDep,
    from_: Annotated[str, Query(alias="from", max_length=40)] = "",
    to: Annotated[str, Query(max_length=40)] = "",
) -> Response:
    """The difference between two reviews; by default the quarter up to now."""
    after = desk.at(to) if to else at
    before = desk.at(from_) if from_ else AsOf.on(after.days_ago(QUARTER), after.zone)
    return page(request, "diff.html", **moves_page.diff(desk, account_id, before, after))
