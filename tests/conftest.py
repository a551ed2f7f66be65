"""One server of each kind per test run, and an empty store for each test.

Nothing is imported or started before a test asks for it: tests of pure modules cost no Java.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from graphkam.settings import Settings
    from graphkam.store import Store
    from tests.servers import Served


@pytest.fixture(scope="session")
def arcade(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The embedded store of this test run; `open_store` with its settings joins it."""
    from tests.servers import running_embedded

    with running_embedded(tmp_path_factory.mktemp("arcade")) as served:
        yield served


@pytest.fixture(scope="session")
def neo4j_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The Neo4j of this test run. Where none can be had its tests are skipped, and fail in CI."""
    from tests.servers import NoNeo4jError, running_neo4j

    try:
        with running_neo4j(tmp_path_factory.mktemp("neo4j")) as served:
            yield served
    except NoNeo4jError as error:
        if os.environ.get("CI") == "true":
            pytest.fail(str(error))
        pytest.skip(str(error))


@pytest.fixture(params=["arcade", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def served(request: pytest.FixtureRequest) -> Served:
    """A running server, emptied: the embedded store, then a real Neo4j."""
    name = {"arcade": "arcade", "neo4j": "neo4j_server"}[request.param]
    served: Served = request.getfixturevalue(name)
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
