"""What accounts are worth, where our people's time goes, who carries them; and the pages of the portfolio."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import HTMLResponse, Response

from api import examples, worth_page
from api.cursor import cut
from api.deps import AtDep, DeskDep, Limit, PageNumber, PlaceDep, RepliesDep
from api.rendering import page
from graphkam.domain.customers import Customers, Visits
from graphkam.domain.flanks import Flanks
from graphkam.domain.worth import Loads, Segments, Worth

router = APIRouter(prefix="/portfolio", tags=["portfolio"])
pages = APIRouter(prefix="/portfolio", include_in_schema=False, default_response_class=HTMLResponse)


def _team(
    desk: DeskDep,
    team: Annotated[
        str | None, Query(description="Id or name of one of ours: only they and who reports to them.")
    ] = None,
) -> str | None:
    return desk.team_id(team) if team else None


TeamDep = Annotated[str | None, Depends(_team)]


def _account(
    desk: DeskDep,
    account: Annotated[str | None, Query(description="Id or name of an account: only that one.")] = None,
) -> str | None:
    return desk.account_id(account) if account else None


OneAccountDep = Annotated[str | None, Depends(_account)]


class Pages:
    """Pages of a list over the whole portfolio; a cursor keeps the moment of the first page."""

    def __init__(
        self, desk: DeskDep, at: AtDep, place: PlaceDep, replies: RepliesDep, limit: Limit = 100
    ) -> None:
        self.desk, self.place, self.replies, self.limit = desk, place, replies, limit
        self.at = desk.at(place.as_of) if place else at

    def __call__(self, ask: Callable[[], Any], key: Callable[[Any], str]) -> Response:
        """The page that was asked for."""

        def part() -> Any:
            whole = ask()
            items, following = cut(whole.items, key, self.place, self.limit, whole.as_of)
            return replace(whole, items=tuple(items), next=following)

        return self.replies(part, self.at)


PagesDep = Annotated[Pages, Depends()]


@router.get(
    "/value",
    response_model=Worth,
    responses=examples.of(examples.WORTH),
    summary="Value, risk, effort and dependence",
)
def value(parts: PagesDep) -> Response:
    """Value and value at risk, share of effort against share of value, dependence on single accounts."""
    return parts(lambda: parts.desk.worth(parts.at), lambda line: line.account_id)


@router.get(
    "/segments",
    response_model=Segments,
    responses=examples.of(examples.SEGMENTS),
    summary="Segments and room to grow",
)
def segments(parts: PagesDep) -> Response:
    """The segment of each account, where the data contradict it, and what it could still buy."""
    return parts(lambda: parts.desk.segments(parts.at), lambda line: line.account_id)


@router.get(
    "/loads",
    response_model=Loads,
    responses=examples.of(examples.LOAD_LINES),
    summary="What account managers carry",
)
def loads(parts: PagesDep, team: TeamDep) -> Response:
    """Accounts, value and alarms of each manager and of all below them; accounts without manager or sponsor."""
    return parts(lambda: parts.desk.loads(parts.at, team), lambda line: line.id)


@router.get(
    "/customers",
    response_model=Customers,
    responses=examples.of(examples.CUSTOMERS),
    summary="The best customers on six factors",
)
def customers(parts: PagesDep, team: TeamDep) -> Response:
    """Return, stage of life, potential, risk of leaving, loyalty and overall, each opened to its signals."""
    return parts(lambda: parts.desk.customers(parts.at, team), lambda line: line.account_id)


@router.get(
    "/visits",
    response_model=Visits,
    responses=examples.of(examples.VISITS),
    summary="Who of ours should see whom this month",
)
def visits(parts: PagesDep, team: TeamDep) -> Response:
    """By value and days until the tie goes cold, against a cadence by grade and layer."""
    return parts(
        lambda: parts.desk.visits(parts.at, team), lambda one: f"{one.account_id}\x1f{one.person_id}"
    )


@router.get(
    "/flanks",
    response_model=Flanks,
    responses=examples.of(examples.FLANKS),
    summary="What rivals hold, where they are weak first",
)
def flanks(parts: PagesDep, account: OneAccountDep) -> Response:
    """Products of which rivals hold more than we do, with what is recorded of their weakness."""
    return parts(
        lambda: parts.desk.flanks(account, parts.at), lambda f: f"{f.account_id}\x1f{f.product or ''}"
    )


@pages.get("/flanks")
def flanks_page(
    request: Request,
    desk: DeskDep,
    at: AtDep,
    account: OneAccountDep = None,
    show: str = "",
    number: Annotated[int, Query(alias="page", ge=1)] = 1,
) -> Response:
    """What rivals hold."""
    return page(request, "flanks.html", **worth_page.flanks(desk, at, account, show, number))


@pages.get("/customers")
def customers_page(
    request: Request,
    desk: DeskDep,
    at: AtDep,
    team: TeamDep = None,
    number: PageNumber = 1,
) -> Response:
    """The best customers."""
    return page(request, "customers.html", **worth_page.customers(desk, at, team, number))


@pages.get("/visits")
def visits_page(
    request: Request,
    desk: DeskDep,
    at: AtDep,
    team: TeamDep = None,
    show: str = "",
    number: PageNumber = 1,
) -> Response:
    """The revisit plan."""
    return page(request, "visits.html", **worth_page.visits(desk, at, team, show, number))


@pages.get("/value")
def value_page(
    request: Request,
    desk: DeskDep,
    at: AtDep,
    show: str = "",
    number: PageNumber = 1,
) -> Response:
    """Value, effort and dependence."""
    return page(request, "value.html", **worth_page.value(desk, at, show, number))


@pages.get("/segments")
def segments_page(
    request: Request,
    desk: DeskDep,
    at: AtDep,
    show: str = "",
    number: PageNumber = 1,
) -> Response:
    """Segments, contradictions, room to grow."""
    return page(request, "segments.html", **worth_page.segments(desk, at, show, number))


@pages.get("/loads")
def loads_page(request: Request, desk: DeskDep, at: AtDep, team: TeamDep = None) -> Response:
    """What account managers carry."""
    return page(request, "loads.html", **worth_page.loads(desk, at, team))
