"""The analyses of one account, and its map."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from api import examples
from api.cursor import cut
from api.deps import AtDep, DeskDep, Limit, PlaceDep, ReaderDep, RepliesDep, ScopeDep
from graphkam.domain.alarms import Defence
from graphkam.domain.answers import Exposure, Gaps, Spof, Stage, Ties
from graphkam.domain.influence_map import InfluenceMap

router = APIRouter(prefix="/accounts/{account_id}", tags=["analyses"])


@router.get("/gaps", response_model=Gaps, responses=examples.of(examples.GAPS), summary="Coverage gaps")
def gaps(account_id: ScopeDep, desk: DeskDep, at: AtDep, replies: RepliesDep) -> Response:
    """Coverage of layers, functions and roles, and every gap with its reason."""
    return replies(lambda: desk.gaps(account_id, at), at)


@router.get(
    "/spof", response_model=Spof, responses=examples.of(examples.SPOF), summary="Single points of failure"
)
def spof(account_id: ScopeDep, desk: DeskDep, at: AtDep, replies: RepliesDep) -> Response:
    """What is lost without each single person, theirs or ours: on touchpoints alone, and with influence."""
    return replies(lambda: desk.spof(account_id, at), at)


@router.get(
    "/stage", response_model=Stage, responses=examples.of(examples.STAGE), summary="Stage of the relationship"
)
def stage(account_id: ScopeDep, desk: DeskDep, at: AtDep, replies: RepliesDep) -> Response:
    """From exploratory to integrated, as the shape of the ties suggests."""
    return replies(lambda: desk.stage(account_id, at), at)


@router.get(
    "/exposure",
    response_model=Exposure,
    responses=examples.of(examples.EXPOSURE),
    summary="Exposure to a lightning strike",
)
def exposure(account_id: ScopeDep, desk: DeskDep, at: AtDep, replies: RepliesDep) -> Response:
    """The part of the deciding power that is not reached, or hangs on one person."""
    return replies(lambda: desk.exposure(account_id, at), at)


@router.get(
    "/ties", response_model=Ties, responses=examples.of(examples.TIES), summary="Ties and their touchpoints"
)
def ties(
    account_id: ScopeDep, desk: DeskDep, at: AtDep, place: PlaceDep, replies: RepliesDep, limit: Limit = 100
) -> Response:
    """Every tie, strongest first; the contributions of its touchpoints add up to `s`."""
    at = desk.at(place.as_of) if place else at

    def page() -> Ties:
        whole = desk.ties(account_id, at)
        items, following = cut(
            whole.items, lambda tie: f"{tie.team_id}\x1f{tie.person_id}", place, limit, whole.as_of
        )
        return replace(whole, items=tuple(items), next=following)

    return replies(page, at)


@router.get(
    "/defence", response_model=Defence, responses=examples.of(examples.DEFENCE), summary="Defence in depth"
)
def defence(account_id: ScopeDep, desk: DeskDep, at: AtDep, replies: RepliesDep) -> Response:
    """Supporters, insiders, peer ties and channels of each layer, and whether the supporters hang together."""
    return replies(lambda: desk.defence(account_id, at), at)


@router.get(
    "/map.json", response_model=InfluenceMap, responses=examples.of(examples.MAP), summary="The influence map"
)
def map_json(account_id: ScopeDep, desk: DeskDep, at: AtDep, replies: RepliesDep) -> Response:
    """Nodes with positions, edges, and the verdict above them."""
    return replies(lambda: desk.map(account_id, at), at)


@router.get(
    "/map.svg",
    response_class=Response,
    responses={200: {"content": {"image/svg+xml": {}}, "description": "The map as a drawing."}},
    summary="The influence map as a drawing",
)
def map_svg(account_id: ScopeDep, desk: DeskDep, at: AtDep, reader: ReaderDep) -> Response:
    """A drawing that stands for itself: one file, no scripts."""
    import viz

    drawing = viz.map_svg(desk.map(account_id, at), reader.translate, reader.moment)
    return Response(drawing, media_type="image/svg+xml", headers={"cache-control": "private, no-cache"})


@router.get(
    "/map.html",
    response_class=HTMLResponse,
    responses={200: {"description": "One self-contained page."}},
    summary="The influence map as a page to keep",
)
def map_html(
    request: Request, account_id: ScopeDep, desk: DeskDep, at: AtDep, reader: ReaderDep
) -> HTMLResponse:
    """One file that works without network: what `graphkam map -o FILE.html` writes."""
    import viz

    html = viz.map_html(
        desk.map(account_id, at),
        lang=reader.lang,
        translate=reader.translate,
        assets="inline",
        nonce=request.scope["state"]["nonce"],
        written=reader.moment,
    )
    return HTMLResponse(html, headers={"cache-control": "private, no-cache"})
