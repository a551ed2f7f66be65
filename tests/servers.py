"""Real databases for the tests: the embedded store and a Neo4j, one of each per test run.

Neo4j runs by Docker where a daemon answers, else from Maven's jars on the embedded store's own Java
(scripts/fetch-neo4j). Its settings are those of production: deploy/neo4j.conf.
"""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import threading
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import neo4j
import pytest
from pydantic import SecretStr

from graphkam.arcade import Endpoint, ensure
from graphkam.arcade.leash import start_leashed
from graphkam.arcade.runtime import find_runtime
from graphkam.settings import Settings, load_settings

ROOT = Path(__file__).resolve().parent.parent
CONF = ROOT / "deploy" / "neo4j.conf"
POM = ROOT / "deploy" / "pom.xml"
START_SECONDS = 300  # seven on an idle computer


EMPTY = """
MATCH (n) WHERE NOT n:Schema AND NOT n:Revision
CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS
"""


@dataclass(frozen=True)
class Served:
    """A running database: the settings that reach it, and a driver for what tests do behind them."""

    settings: Settings
    driver: neo4j.Driver
    database: str

    def run(self, text: str, **values: object) -> list[dict[str, Any]]:
        """Run a statement, in a transaction of its own; its rows."""
        with self.driver.session(database=self.database) as session:
            return session.run(cast(Any, text), values).data()

    def empty(self) -> None:
        """Delete everything but the schema; the count of revisions starts anew."""
        self.run(EMPTY)
        self.run("MATCH (r:Revision) SET r.n = 0")


class NoNeo4jError(Exception):
    """Why there is no Neo4j on this computer."""


def probe(endpoint: Endpoint) -> None:
    """RETURN 1 in the endpoint's database, as its user."""
    auth = (endpoint.user, endpoint.password)
    with (
        neo4j.GraphDatabase.driver(endpoint.url, auth=auth) as driver,
        driver.session(database=endpoint.database) as session,
    ):
        session.run("RETURN 1").consume()


@contextmanager
def running_embedded(data_dir: Path) -> Iterator[Served]:
    """A running embedded store; whoever opens its settings joins it."""
    with ensure(data_dir, "own", probe=probe) as endpoint:
        settings = load_settings(url="", data_dir=data_dir, timezone="UTC", lang="en")
        auth = (endpoint.user, endpoint.password)
        with neo4j.GraphDatabase.driver(endpoint.url, auth=auth) as driver:
            yield Served(settings, driver, endpoint.database)


def neo4j_version() -> str:
    """The version that the tests run: the one of deploy/pom.xml."""
    version = ET.parse(POM).getroot().findtext(".//{*}neo4j.version")
    assert version
    return version


def conf() -> dict[str, str]:
    """The settings of deploy/neo4j.conf."""
    lines = (line.strip() for line in CONF.read_text("utf-8").splitlines())
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


@contextmanager
def running_neo4j(home: Path) -> Iterator[Served]:
    """A running Neo4j with an empty database. Raises NoNeo4jError where none can be had."""
    run = _by_docker if _docker_answers() else _by_jars
    with run(home) as (url, password), neo4j.GraphDatabase.driver(url, auth=("neo4j", password)) as driver:
        settings = load_settings(
            url=url,
            user="neo4j",
            password=SecretStr(password),
            database="neo4j",
            data_dir=home / "graphkam",
            timezone="UTC",
            lang="en",
        )
        served = Served(settings, driver, "neo4j")
        _wait_until_it_answers(served, home)
        yield served


def _wait_until_it_answers(served: Served, home: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            served.run("RETURN 1")
        except (neo4j.exceptions.DriverError, neo4j.exceptions.Neo4jError) as error:
            if time.monotonic() > deadline:
                pytest.fail(f"Neo4j did not start: {error}\n{_last_words(home)}")
            time.sleep(0.1)
        else:
            return


def _last_words(home: Path) -> str:
    console = home / "console.log"
    return console.read_text("utf-8", "replace")[-2000:] if console.exists() else "see `docker logs`"


def _docker_answers() -> bool:
    if not shutil.which("docker"):
        return False
    return subprocess.run(["docker", "info"], capture_output=True, check=False).returncode == 0


@contextmanager
def _by_docker(home: Path) -> Iterator[tuple[str, str]]:
    password = secrets.token_urlsafe(16)
    auth = home / "auth"
    auth.write_text(f"neo4j/{password}", "utf-8")
    command = [
        *("docker", "run", "--rm", "--detach", "--publish", "127.0.0.1::7687"),
        *("--volume", f"{CONF}:/conf/neo4j.conf:ro", "--volume", f"{auth}:/run/secrets/neo4j_auth:ro"),
        *("--env", "NEO4J_AUTH_PATH=/run/secrets/neo4j_auth", f"neo4j:{neo4j_version()}-community"),
    ]
    container = subprocess.run(command, capture_output=True, check=True, text=True).stdout.strip()
    try:
        port = subprocess.run(
            ["docker", "port", container, "7687/tcp"], capture_output=True, check=True, text=True
        ).stdout
        yield f"bolt://{port.split()[0]}", password
    finally:
        subprocess.run(["docker", "rm", "--force", container], capture_output=True, check=False)


def neo4j_jars() -> Path:
    """Where scripts/fetch-neo4j puts the jars."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "graphkam-tests" / f"neo4j-{neo4j_version()}" / "lib"


@contextmanager
def _by_jars(home: Path) -> Iterator[tuple[str, str]]:
    jars = neo4j_jars()
    if not jars.is_dir():
        raise NoNeo4jError(f"no Neo4j: Docker does not answer and {jars} is not there; run scripts/test")
    port = _free_port()
    for name in ("conf", "data", "logs", "plugins", "run", "import"):
        (home / name).mkdir()
    settings = conf() | {"server.bolt.listen_address": f"127.0.0.1:{port}"}
    (home / "conf" / "neo4j.conf").write_text("".join(f"{k}={v}\n" for k, v in settings.items()), "utf-8")
    java, password = str(find_runtime().java), secrets.token_urlsafe(16)
    environment = {"NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf"), "LC_ALL": "C.UTF-8"}
    subprocess.run(
        [
            *(java, "-XX:TieredStopAtLevel=1", "-cp", f"{jars}/*", f"-Dbasedir={home}"),
            *("org.neo4j.server.startup.Neo4jAdminCommand", "dbms", "set-initial-password", password),
        ],
        env=environment,
        capture_output=True,
        check=True,
    )
    server = start_leashed(_neo4j_command(java, home, jars, settings), home, environment)
    reader = threading.Thread(target=_write_down, args=(server, home / "console.log"), daemon=True)
    reader.start()
    try:
        yield f"bolt://127.0.0.1:{port}", password
    finally:
        server.kill()  # in good order it takes ten seconds, and the data are thrown away
        server.wait()
        reader.join()


def _free_port() -> int:
    """A port that nobody uses now: with port 0 Neo4j does not tell which one it found."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def _write_down(server: subprocess.Popen[bytes], path: Path) -> None:
    assert server.stdout
    with path.open("wb") as log:
        shutil.copyfileobj(server.stdout, log)


def _neo4j_command(java: str, home: Path, jars: Path, settings: dict[str, str]) -> list[str]:
    opened = ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")
    return [
        java,
        f"-Xms{settings['server.memory.heap.initial_size']}",
        f"-Xmx{settings['server.memory.heap.max_size']}",
        "-XX:+UseG1GC",
        *(f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in opened),
        "--enable-native-access=ALL-UNNAMED",
        *("-cp", f"{home}/plugins/*:{jars}/*", "org.neo4j.server.Neo4jCommunity"),
        *(f"--home-dir={home}", f"--config-dir={home}/conf", "--console-mode"),
    ]
