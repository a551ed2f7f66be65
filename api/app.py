"""The application: pages and API on one store, put together from the parts in this package."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, FastAPI
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from api import action_pages, openapi, pages, problems, relationship_pages, review_pages
from api.kept_pages import KeptPages
from api.log import Outermost, request_log
from api.paths import API, RawPaths
from api.rendering import HERE, YEAR
from api.routes import (
    accounts,
    actions,
    alarms,
    analyses,
    coaching,
    decisions,
    health,
    history,
    moves,
    people,
    queries,
    relationship,
    team,
    touchpoints,
    worth,
)
from api.security import Guard, allowed_hosts
from graphkam import __version__
from graphkam.desk import Desk
from graphkam.settings import Settings, load_settings

if TYPE_CHECKING:
    from graphkam.store import Store


def create_app(settings: Settings | None = None, store: Store | None = None, log: Any = None) -> FastAPI:
    """The application on the configured store, which its lifespan opens and closes.

    A `store` that is handed in is used instead, and stays open. `log` takes the place of the JSON lines on
    standard error.
    """
    settings = settings or load_settings()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        from graphkam.store import open_store

        with nullcontext(store) if store is not None else open_store(settings) as opened:
            app.state.desk = Desk(opened, settings)
            yield

    app = FastAPI(
        title="GraphKAM",
        version=__version__,
        description="Coverage gaps, single points of failure and influence in key accounts.",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url=f"{API}/openapi.json",
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
    )
    app.state.settings = settings
    app.state.kept_pages = KeptPages()
    app.state.run = secrets.token_hex(4)
    problems.install(app)
    openapi.install(app)
    api = APIRouter(prefix=API)
    for routes in (
        *(accounts, analyses, decisions, relationship, alarms, coaching, history, moves, actions),
        *(people, team, touchpoints, queries, worth),
    ):
        api.include_router(routes.router)
    app.include_router(pages.router)  # first, as a route is looked for from the top
    app.include_router(api)
    app.include_router(health.router)
    app.include_router(decisions.pages)
    app.include_router(worth.pages)
    app.include_router(review_pages.router)
    app.include_router(action_pages.router)
    app.include_router(relationship_pages.router)
    app.mount("/static", _Static(directory=HERE / "static"), name="static")
    app.add_middleware(RawPaths)
    app.add_middleware(Guard, hosts=allowed_hosts(settings))
    app.add_middleware(Outermost, log=log or request_log())
    return app


class _Static(StaticFiles):
    """Files whose addresses carry a fingerprint: they never change."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        response = super().file_response(*args, **kwargs)
        response.headers["cache-control"] = f"public, max-age={YEAR}, immutable"
        return response
