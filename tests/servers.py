"""Real databases for the tests: the embedded store and a Neo4j, one of each per test run.

Neo4j runs by Docker where a daemon answers, else from Maven's jars on the embedded store's own Java
(scripts/fetch-neo4j). Its settings are those of production: deploy/neo4j.conf.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import socket
import subprocess
import threading
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, cast

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

QUICK_START = ("-XX:TieredStopAtLevel=1",)
"""Half the work to start, and more for each statement later: right for tests."""

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
        self.run("MATCH (r:Revision) SET r.n = 0 REMOVE r.kiln, r.store")


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


class _Started(NamedTuple):
    """A Neo4j that has been started: where it will answer, and what there is to say if it does not."""

    url: str
    password: str
    ended: Callable[[], bool]
    last_words: Callable[[], str]


@contextmanager
def running_neo4j(home: Path, java_options: tuple[str, ...] = QUICK_START) -> Iterator[Served]:
    """A running Neo4j with an empty database. Raises NoNeo4jError where none can be had.

    Benchmarks give no `java_options`: quickly started it is slower later. By Docker it is as it is.
    """
    with _by_docker(home) if _docker_answers() else _by_jars(home, java_options) as started:
        settings = load_settings(
            url=started.url,
            user="neo4j",
            password=SecretStr(started.password),
            database="neo4j",
            data_dir=home / "graphkam",
            timezone="UTC",
            lang="en",
        )
        with neo4j.GraphDatabase.driver(started.url, auth=("neo4j", started.password)) as driver:
            served = Served(settings, driver, "neo4j")
            _wait_until_it_answers(served, started)
            yield served


def _wait_until_it_answers(served: Served, started: _Started) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            served.run("RETURN 1")
        except (neo4j.exceptions.DriverError, neo4j.exceptions.Neo4jError) as error:
            if started.ended() or time.monotonic() > deadline:
                pytest.fail(f"Neo4j did not start: {error}\n{started.last_words()}")
            time.sleep(0.1)
        else:
            return


def _docker_answers() -> bool:
    if not shutil.which("docker"):
        return False
    return subprocess.run(["docker", "info"], capture_output=True, check=False).returncode == 0


@contextmanager
def _by_docker(home: Path) -> Iterator[_Started]:
    password = secrets.token_hex(16)
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
        yield _Started(
            f"bolt://{port.split()[0]}",
            password,
            ended=lambda: (
                not _said_by("docker", "ps", "--quiet", "--no-trunc", "--filter", f"id={container}")
            ),
            last_words=lambda: _said_by("docker", "logs", "--tail", "30", container),
        )
    finally:
        subprocess.run(["docker", "rm", "--force", container], capture_output=True, check=False)


def _said_by(*command: str) -> str:
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    return done.stdout


def neo4j_jars() -> Path:
    """Where scripts/fetch-neo4j puts the jars."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "graphkam-tests" / f"neo4j-{neo4j_version()}" / "lib"


@contextmanager
def _by_jars(home: Path, java_options: tuple[str, ...]) -> Iterator[_Started]:
    jars = neo4j_jars()
    if not jars.is_dir():
        raise NoNeo4jError(f"no Neo4j: Docker does not answer and {jars} is not there; run scripts/test")
    port = _free_port()
    for name in ("conf", "data", "logs", "plugins", "run", "import"):
        (home / name).mkdir()
    settings = conf() | {"server.bolt.listen_address": f"127.0.0.1:{port}"}
    (home / "conf" / "neo4j.conf").write_text("".join(f"{k}={v}\n" for k, v in settings.items()), "utf-8")
    java, password = str(find_runtime().java), secrets.token_hex(16)
    environment = {"NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf"), "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        [
            *(java, *QUICK_START, "-cp", f"{jars}/*", f"-Dbasedir={home}"),
            *("org.neo4j.server.startup.Neo4jAdminCommand", "dbms", "set-initial-password", password),
        ],
        env=environment,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    command = [java, *java_options, *_neo4j_options(home, jars, settings)]
    server = start_leashed(command, home, environment)
    reader = threading.Thread(target=_write_down, args=(server, home / "console.log"), daemon=True)
    reader.start()
    try:
        yield _Started(
            f"bolt://127.0.0.1:{port}",
            password,
            ended=lambda: server.poll() is not None,
            last_words=lambda: (home / "console.log").read_text("utf-8", "replace")[-2000:],
        )
    finally:
        server.kill()  # in good order it takes ten seconds, and the data are thrown away
        server.wait()
        reader.join()


def _free_port() -> int:
    """A port that nobody uses: with port 0 Neo4j does not tell which one it found.

    Not of those that the system gives to outgoing connections: one of them may be gone until Neo4j takes it.
    """
    while True:
        port = 20_000 + secrets.randbelow(10_000)
        with contextlib.suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port


def _write_down(server: subprocess.Popen[bytes], path: Path) -> None:
    assert server.stdout
    with path.open("wb") as log:
        shutil.copyfileobj(server.stdout, log)


def _neo4j_options(home: Path, jars: Path, settings: dict[str, str]) -> list[str]:
    opened = ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")
    return [
        f"-Xms{settings['server.memory.heap.initial_size']}",
        f"-Xmx{settings['server.memory.heap.max_size']}",
        "-XX:+UseG1GC",
        *(f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in opened),
        "--enable-native-access=ALL-UNNAMED",
        *("-cp", f"{home}/plugins/*:{jars}/*", "org.neo4j.server.Neo4jCommunity"),
        *(f"--home-dir={home}", f"--config-dir={home}/conf", "--console-mode"),
    ]
