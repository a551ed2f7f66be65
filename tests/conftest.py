"""One server of each kind per test run, and an empty store for each test.

Nothing is imported or started before a test asks for it: tests of pure modules cost no Java. Two processes share
the tests where there are two cores (`scripts/test`): all of a store go to the same one, and find its server there.
"""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

# A run in the background inherits that Ctrl-C is ignored, and the programs that tests start would inherit it too.
signal.signal(signal.SIGINT, signal.default_int_handler)

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from graphkam.settings import Settings
    from graphkam.store import Store
    from tests.servers import Served


@pytest.fixture(scope="session")
def arcade(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The embedded store of this test run; `open_store` with its settings joins it."""
    from tests.servers import running_embedded

    with running_embedded(tmp_path_factory.mktemp("arcade")) as served:
        yield served


def cannot(reason: str) -> NoReturn:
    """There is no such thing on this computer: skip the test, but fail it in CI."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def neo4j_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The Neo4j of this test run. Where none can be had its tests are skipped, and fail in CI."""
    from tests.servers import NoNeo4jError, running_neo4j

    try:
        with running_neo4j(tmp_path_factory.mktemp("neo4j")) as served:
            yield served
    except NoNeo4jError as error:
        cannot(str(error))


@pytest.fixture(
    params=[
        pytest.param("arcade", marks=pytest.mark.xdist_group("arcade")),
        pytest.param("neo4j", marks=[pytest.mark.neo4j, pytest.mark.xdist_group("neo4j")]),
    ]
)
def served(request: pytest.FixtureRequest) -> Served:
    """A running server, emptied: the embedded store, then a real Neo4j. Marked `kiln`: with that world in it."""
    name = {"arcade": "arcade", "neo4j": "neo4j_server"}[request.param]
    served: Served = request.getfixturevalue(name)
    if request.node.get_closest_marker("kiln"):
        from tests import kiln_world

        kiln_world.keep(served)
    else:
        served.empty()
    return served


@pytest.fixture
def settings(served: Served) -> Settings:
    """The settings of an empty store: the embedded one, then a real Neo4j."""
    return served.settings


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    """An empty, open store: the embedded one, then a real Neo4j."""
    from graphkam.store import open_store

    with open_store(settings) as store:
        yield store


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium without a window. Where there is none its tests are skipped, and fail in CI."""
    from playwright.sync_api import sync_playwright

    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    found = next(filter(None, map(shutil.which, names)), None)
    apps = (Path(f"/Applications/{name}.app/Contents/MacOS/{name}") for name in ("Google Chrome", "Chromium"))
    program = found or next((str(app) for app in apps if app.exists()), None)
    if program is None:
        cannot("no Chromium: run scripts/test")
    as_root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=as_root)
        yield browser
        browser.close()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI nothing is skipped: a test that was is a failure."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") == "true" and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
