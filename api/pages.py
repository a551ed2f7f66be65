"""The pages: what the API answers, for readers. Every score opens to the touchpoints that add up to it."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from functools import cache
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, HTTPException, Path, Query, Request
from starlette.responses import FileResponse, HTMLResponse, Response

from api import account_page, history_page, portfolio_page
from api.deps import AtDep, DeskDep, MemberDep, PageNumber, PersonDep, ReaderDep, ScopeDep
from api.kept_pages import KeptPages
from api.paths import identifier
from api.problems import AMBIGUOUS, KINDS
from api.rendering import HERE, YEAR, answer, asked_for_group, depends_on, html, page, segment
from api.routes.queries import named
from api.worth_page import ALL, paged
from graphkam.domain.message import message
from graphkam.errors import NotFoundError, UsageError
from graphkam.queries import load

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

CONTACTS_SHOWN = 50


@router.get("/")
def portfolio(
    request: Request,
    desk: DeskDep,
    at: AtDep,
    q: Annotated[str, Query(max_length=200)] = "",
    show: str = "",
    number: PageNumber = 1,
    group: bool = False,
) -> Response:
    """The portfolio, worst first, with a search for accounts and people; with `group` rolled up by group."""
    values = portfolio_page.values(desk, at, q.strip(), show, number, group=group)
    return page(request, "portfolio.html", **values)


@router.get("/accounts/{account_id}")
def account(
    request: Request,
    account_id: str,
    desk: DeskDep,
    as_of: str | None = None,
    group: bool = False,
    all_ties: bool = False,
    all_people: bool = False,
    all_alarms: bool = False,
) -> Response:
    """One account: verdict, alarms, layers, gaps, single points of failure, stage, ties."""
    # Looked up here, as each dependency is a way to a thread and back.
    account_id = desk.account_id(identifier(account_id))
    at = desk.at(as_of or None)
    if group:
        account_id = desk.group_id(account_id)
    kept: KeptPages = request.app.state.kept_pages
    key = account_id, depends_on(request)
    text = kept.get(key, desk, at)
    if text is None:
        view = desk.view(account_id, at)
        basis = None if group else desk.basis(view)  # a group stands on too much to be worth keeping
        with kept.turn:
            text = kept.get(key, desk, at)  # perhaps the one before made it
            if text is None:
                values = account_page.values(
                    desk, view, all_ties=all_ties, all_people=all_people, all_alarms=all_alarms
                )
                text = html(request, "account.html", **values)
                if basis:
                    kept.put(key, text, basis, at)
    return answer(request, text)


@router.get("/accounts/{account_id}/coverage/{kind}/{what}")
def coverage(
    request: Request, account_id: ScopeDep, kind: str, what: str, desk: DeskDep, at: AtDep
) -> Response:
    """Whose power and coverage add up to the coverage of a layer, function, role, or of those who decide."""
    return page(
        request,
        "coverage.html",
        **account_page.coverage(desk, account_id, kind, what, at),
        part=_part(request),
    )


@router.get("/accounts/{account_id}/ties/{team_id}/{person_id}")
def tie(
    request: Request,
    account_id: ScopeDep,
    team_id: str,
    person_id: str,
    desk: DeskDep,
    at: AtDep,
    reader: ReaderDep,
) -> Response:
    """The touchpoints that add up to a tie, and how it rose and faded."""
    values = account_page.tie(desk, account_id, identifier(team_id), identifier(person_id), at)
    curve = history_page.tie_values(desk, account_id, values["tie"], at, reader)
    return page(request, "tie.html", **values, **curve, part=_part(request))


@router.get("/accounts/{account_id}/introductions")
def introductions(request: Request, account_id: ScopeDep, desk: DeskDep, at: AtDep) -> Response:
    """The three best next steps; the account's page fetches them when it is there."""
    values = account_page.introductions(desk, account_id, at)
    return page(request, "introductions.html", **values, part=_part(request))


def _part(request: Request) -> bool:
    """Whether only the part is wanted, to be put into the page that is open."""
    return "hx-request" in request.headers


@router.get("/accounts/{account_id}/map")
def influence_map(
    request: Request, account_id: ScopeDep, desk: DeskDep, at: AtDep, reader: ReaderDep
) -> Response:
    """The influence map."""
    import viz

    asked = request.query_params.get("as_of")
    kept = {"as_of": asked} if asked else {}
    if asked_for_group(request):
        kept["group"] = "true"
    drawn = viz.map_html(
        desk.map(account_id, at),
        translate=reader.translate,
        lang=reader.lang,
        assets=_map_assets(),
        nonce=request.scope["state"]["nonce"],
        person_url="/people/",
        written=reader.moment,
        account_url=f"/accounts/{segment(desk.facts(account_id).account.id)}{'?' if kept else ''}{urlencode(kept)}",
    )
    return HTMLResponse(
        drawn, headers={"cache-control": "private, no-cache", "vary": "Cookie, Accept-Language"}
    )


@cache
def _map_assets() -> str:
    """The address of the map's files, with a fingerprint so that browsers may keep them for ever."""
    import viz

    digest = hashlib.sha256(b"".join(path.read_bytes() for path in viz.assets().values())).hexdigest()
    return f"/map-files/{digest[:12]}"


@router.get("/favicon.ico")
def icon() -> Response:
    """For pages that do not name their icon."""
    return FileResponse(HERE / "static" / "graphkam.svg", media_type="image/svg+xml")


@router.get("/map-files/{digest}/{name}")
def map_file(digest: str, name: str) -> Response:  # noqa: ARG001  the fingerprint only makes the address new
    """A script or style of the map."""
    import viz

    path = viz.assets().get(name)
    if path is None:
        raise HTTPException(404)
    return FileResponse(path, headers={"cache-control": f"public, max-age={YEAR}, immutable"})


@router.get("/people/{person_id}")
def person(request: Request, person_id: PersonDep, desk: DeskDep, at: AtDep) -> Response:
    """One of theirs: career, roles, who judged what when, ties, touchpoints."""
    card = desk.person(person_id, at)
    contacts = desk.person_touchpoints(person_id, at, CONTACTS_SHOWN + 1)
    ours = {m.id: m.name for m in desk.members(at).items}
    return page(
        request,
        "person.html",
        person=card,
        contacts=contacts.items[:CONTACTS_SHOWN],
        more_contacts=len(contacts.items) > CONTACTS_SHOWN,
        names={**ours, **card.names},
        ours=ours,
        accounts={post.account_id: post.account for post in card.career},
        disagreement=desk.constants.disagreement,
        at=at,
    )


@router.get("/team")
def team(request: Request, desk: DeskDep, at: AtDep, number: PageNumber = 1) -> Response:
    """Our people."""
    return page(request, "team.html", at=at, **paged(desk.members(at).items, ALL, "", number))


@router.get("/team/{team_id}")
def member(request: Request, team_id: MemberDep, desk: DeskDep, at: AtDep) -> Response:
    """What hangs on one of ours."""
    answer = desk.team(team_id, at)
    about = next(m for m in desk.members(at).items if m.id == team_id)
    facts = {a.account_id: desk.facts(a.account_id) for a in answer.accounts}
    promised = {c.account_id: desk.facts(c.account_id).account.name for c in answer.commitments}
    left = date.fromisoformat(about.valid_to) if about.valid_to else None
    return page(
        request,
        "member.html",
        answer=answer,
        about=about,
        gone=left is not None and left <= at.day,
        last_day=left - timedelta(days=1) if left else None,
        accounts={**promised, **{id_: f.account.name for id_, f in facts.items()}},
        names={p.person_id: p.name for f in facts.values() for p in f.people},
        at=at,
    )


@router.get("/queries")
def queries(request: Request) -> Response:
    """The queries that ship."""
    return page(request, "queries.html", queries=list(load().values()))


@router.get("/queries/{name}")
def query(request: Request, name: str, desk: DeskDep) -> Response:
    """A query with fields for its parameters, and its rows once they are filled in."""
    asked = named(name)
    values = {k: v for k, v in request.query_params.items() if k not in ("lang", "run") and v != ""}
    rows, problem = None, ""
    if "run" in request.query_params or not any(p.required for p in asked.parameters):
        try:
            rows = desk.store.read(name, **values)
        except UsageError as error:
            problem = error.args[0]
    return page(
        request,
        "query.html",
        status=422 if problem else 200,
        query=asked,
        values=values,
        rows=rows,
        problem=problem,
    )


@router.get("/problems/{slug}")
def problem_kind(request: Request, slug: Annotated[str, Path(max_length=50)]) -> Response:
    """What a kind of problem means: where the `type` of a problem leads."""
    titles = {kind.slug: kind.title for kind in (*KINDS.values(), AMBIGUOUS)}
    if slug not in titles:
        raise NotFoundError(message("there is no such kind of problem"))
    return page(request, "problem_kind.html", slug=slug, title=titles[slug])
