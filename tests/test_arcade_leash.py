"""No Java survives its application, however that ends, and nothing that was written is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import neo4j
import psutil
import pytest

from graphkam.arcade import Endpoint, ensure
from graphkam.arcade.ownership import read_running
from graphkam.errors import StoreError
from tests.servers import ROOT, probe

GONE_SECONDS = 5
"""An application that was killed leaves no Java after this."""


@contextmanager
def owner(data_dir: Path, *how: str) -> Iterator[tuple[subprocess.Popen[str], list[psutil.Process]]]:
    """Another program that owns the store, in a process group of its own; and the processes it started."""
    program = subprocess.Popen(
        [sys.executable, "-m", "tests.arcade_owner", str(data_dir), *how],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        process_group=0,
    )
    try:
        assert program.stdout
        assert program.stdout.readline() == "ready\n"
        yield program, psutil.Process(program.pid).children(recursive=True)
    finally:
        program.kill()
        program.wait()
        for pipe in (program.stdin, program.stdout):
            if pipe:
                pipe.close()


def write(program: subprocess.Popen[str], name: str) -> None:
    """Have the owner write a node, and wait until it is in."""
    assert program.stdin
    assert program.stdout
    program.stdin.write(name + "\n")
    program.stdin.flush()
    assert program.stdout.readline() == "done\n"


def written(endpoint: Endpoint) -> set[str]:
    """The names of the nodes that owners wrote."""
    auth = (endpoint.user, endpoint.password)
    with neo4j.GraphDatabase.driver(endpoint.url, auth=auth) as driver:
        found = driver.execute_query("MATCH (n:Written) RETURN n.name AS name", database_=endpoint.database)
    return {record["name"] for record in found.records}


def stays(processes: list[psutil.Process]) -> list[psutil.Process]:
    """Which of them are still there when nothing may be left."""
    return psutil.wait_procs(processes, timeout=GONE_SECONDS)[1]


@pytest.mark.parametrize(
    ("end", "how"),
    [
        pytest.param(signal.SIGKILL, (), id="kill, leash of the kernel"),
        pytest.param(signal.SIGKILL, ("watched",), id="kill, leash of a watcher"),
        pytest.param(signal.SIGTERM, (), id="SIGTERM"),
    ],
)
def test_a_killed_application_leaves_no_java_and_loses_nothing(
    tmp_path: Path, end: signal.Signals, how: tuple[str, ...]
) -> None:
    with owner(tmp_path, *how) as (program, started):
        assert "java" in {process.name() for process in started}
        for number in range(20):
            write(program, f"before the end {number}")
        program.send_signal(end)
        assert program.wait(GONE_SECONDS) == -end
        assert stays(started) == []
    left = read_running(tmp_path)
    assert left
    assert not left.owner_lives
    with pytest.raises(StoreError, match="Nothing runs on the data directory"):
        ensure(tmp_path, "join", probe=probe)
    with ensure(tmp_path, "own", probe=probe) as endpoint:
        assert written(endpoint) == {f"before the end {number}" for number in range(20)}


def test_ctrl_c_reaches_the_application_alone(tmp_path: Path) -> None:
    """The terminal sends it to the whole group; the server has to stay until we have written and closed."""
    with owner(tmp_path) as (program, started):
        os.killpg(program.pid, signal.SIGINT)
        assert program.wait(60) == 0
        assert stays(started) == []
    with ensure(tmp_path, "own", probe=probe) as endpoint:
        assert written(endpoint) == {"after Ctrl-C"}


@pytest.mark.parametrize("how", [(), ("forgets",), ("watched",)])
def test_an_application_that_ends_stops_its_server_in_good_order(
    tmp_path: Path, how: tuple[str, ...]
) -> None:
    with owner(tmp_path, *how) as (program, started):
        assert program.stdin
        program.stdin.close()
        assert program.wait(60) == 0
        assert stays(started) == []
    assert not (tmp_path / "run.json").exists()
    assert "ArcadeDB Server is down" in (tmp_path / "log" / "store.log").read_text("utf-8")


def test_without_its_watcher_the_server_is_still_stopped(tmp_path: Path) -> None:
    with owner(tmp_path, "watched") as (program, started):
        [watcher] = psutil.Process(program.pid).children()
        watcher.kill()
        assert program.stdin
        program.stdin.close()
        assert program.wait(60) == 0
        assert stays(started) == []


def test_an_owner_killed_while_it_starts_leaves_nothing(tmp_path: Path) -> None:
    program = subprocess.Popen([sys.executable, "-m", "tests.arcade_owner", str(tmp_path)], cwd=ROOT)
    me = psutil.Process(program.pid)
    while not (started := me.children(recursive=True)):
        assert program.poll() is None
    program.kill()
    program.wait()
    assert stays(started) == []
    with ensure(tmp_path, "either", probe=probe) as endpoint:
        assert endpoint.owned
