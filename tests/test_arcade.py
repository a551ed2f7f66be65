"""The embedded store: start, join, one owner, nobody else's server, stop."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import neo4j
import psutil
import pytest

from graphkam.arcade import Endpoint, ensure
from graphkam.arcade.ownership import Running, read_running, start_time, write_running
from graphkam.arcade.runtime import find_runtime
from graphkam.arcade.settings import Login
from graphkam.errors import StoreError, StoreOwnedError
from tests.servers import probe


def run(endpoint: Endpoint, text: str, *, analyst: bool = False) -> list[list[object]]:
    """Run a statement as the application, or as an analyst; its values."""
    user, password = endpoint.user, endpoint.password
    if analyst:
        user, password = endpoint.analyst_user, endpoint.analyst_password
    with (
        neo4j.GraphDatabase.driver(endpoint.url, auth=(user, password)) as driver,
        driver.session(database=endpoint.database) as session,
    ):
        return session.run(text).values()


def server_of(data_dir: Path) -> psutil.Process:
    """The process of the server that run.json names."""
    running = read_running(data_dir)
    assert running
    return psutil.Process(running.server_pid)


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory whose name is as odd as a user's may be."""
    return tmp_path_factory.mktemp("arcade") / "der Store 'of' 张伟 #1 \\ \"two\""


@pytest.fixture(scope="module")
def owned(data_dir: Path) -> Iterator[Endpoint]:
    """A store that this process owns, whose environment has a secret that is not the server's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GRAPHKAM_PASSWORD", "of-another-database")
        with ensure(data_dir, "own", probe=probe) as endpoint:
            yield endpoint


def test_it_answers_at_once(owned: Endpoint) -> None:
    assert owned.owned
    assert run(owned, "RETURN 1") == [[1]]


def test_it_listens_on_loopback_only(owned: Endpoint, data_dir: Path) -> None:
    listening = [
        c.laddr.ip for c in server_of(data_dir).net_connections("tcp") if c.status == psutil.CONN_LISTEN
    ]
    assert listening
    assert {ip.removeprefix("::ffff:") for ip in listening} == {"127.0.0.1"}


def test_secrets_are_neither_in_the_process_list_nor_in_a_readable_file(
    owned: Endpoint, data_dir: Path
) -> None:
    process = server_of(data_dir)
    shown = " ".join([*process.cmdline(), *process.environ().values(), repr(owned)])
    assert owned.password not in shown
    assert owned.analyst_password not in shown
    assert "of-another-database" not in shown
    open_to_others = [
        path
        for path in data_dir.rglob("*")
        if path.is_dir() and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    ]
    assert open_to_others == []
    assert stat.S_IMODE((data_dir / "run.json").stat().st_mode) == 0o600
    stored = "".join(path.read_text("utf-8") for path in (data_dir / "config").iterdir())
    assert owned.password not in stored
    assert owned.user in stored


@pytest.mark.parametrize(
    "text",
    [
        "CREATE (:Person {name: 'x'})",
        "MATCH (n:Kept) SET n.name = 'x'",
        "MATCH (n:Kept) DETACH DELETE n",
        "MERGE (:Other {id: '1'})",
        "CREATE CONSTRAINT c IF NOT EXISTS FOR (n:Kept) REQUIRE n.name IS UNIQUE",
        "CREATE INDEX i IF NOT EXISTS FOR (n:Kept) ON (n.name)",
    ],
)
def test_analysts_only_read(owned: Endpoint, text: str) -> None:
    run(owned, "MERGE (:Kept {name: 'kept'})")
    with pytest.raises(neo4j.exceptions.Forbidden):
        run(owned, text, analyst=True)
    assert run(owned, "MATCH (n:Kept) RETURN n.name", analyst=True) == [["kept"]]


@pytest.mark.parametrize("address", ["file:///etc/passwd", "http://127.0.0.1:9/x.csv"])
def test_load_csv_reads_nothing(owned: Endpoint, address: str) -> None:
    for analyst in (False, True):
        with pytest.raises(neo4j.exceptions.Neo4jError):
            run(owned, f"LOAD CSV FROM '{address}' AS line RETURN line", analyst=analyst)


def test_nobody_is_root_with_a_password_that_can_be_guessed(owned: Endpoint) -> None:
    for password in ("root", "playwithdata", "arcadedb", "", owned.password):
        with pytest.raises((neo4j.exceptions.AuthError, neo4j.exceptions.ClientError)):
            run(replace(owned, user="root", password=password), "RETURN 1")


def test_names_do_not_reach_the_log(owned: Endpoint, data_dir: Path) -> None:
    run(owned, "CREATE CONSTRAINT named IF NOT EXISTS FOR (n:Named) REQUIRE n.name IS UNIQUE")
    run(owned, "CREATE (:Named {name: 'Somebody Special'})")
    for text in (
        "CREATE (:Named {name: 'Somebody Special'})",
        "MATCH (n:Named {name: 'Somebody Special') RETURN n",
    ):
        with pytest.raises(neo4j.exceptions.Neo4jError):
            run(owned, text)
    log = "".join(path.read_text("utf-8") for path in (data_dir / "log").iterdir())
    assert "ArcadeDB Server started" in log
    assert "Somebody Special" not in log


@pytest.mark.parametrize("role", ["join", "either"])
def test_others_join_the_owner(owned: Endpoint, data_dir: Path, role: str) -> None:
    with ensure(data_dir, role, probe=probe) as joined:  # type: ignore[arg-type]
        assert not joined.owned
        assert joined.url == owned.url
        run(joined, f"CREATE (:By {{role: '{role}'}})")
    assert run(owned, f"MATCH (n:By {{role: '{role}'}}) RETURN count(n)") == [[1]]


def test_an_owner_waits_for_those_who_joined_it(tmp_path: Path) -> None:
    """Two commands at a time: the one that came first started the server, and is done before the other."""
    first = ensure(tmp_path, "either", probe=probe)
    second = ensure(tmp_path, "either", probe=probe)
    assert (first.owned, second.owned) == (True, False)
    stopping = threading.Thread(target=first.close)
    stopping.start()
    while (tmp_path / "run.json").exists():
        assert stopping.is_alive()
    run(second, "CREATE (:Late)")
    assert run(second, "MATCH (n:Late) RETURN count(n)") == [[1]]
    assert stopping.is_alive()
    second.close()
    stopping.join()


def test_of_many_that_come_at_once_one_starts_and_all_are_served(tmp_path: Path) -> None:
    def write(number: int) -> bool:
        with ensure(tmp_path, "either", probe=probe) as endpoint:
            run(endpoint, f"CREATE (:Came {{number: {number}}})")
            return endpoint.owned

    with ThreadPoolExecutor(4) as pool:
        owned = list(pool.map(write, range(4)))
    assert True in owned
    with ensure(tmp_path, "either", probe=probe) as endpoint:
        assert run(endpoint, "MATCH (n:Came) RETURN n.number ORDER BY n.number") == [[0], [1], [2], [3]]


def test_another_process_joins_too(owned: Endpoint, data_dir: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from graphkam.arcade import ensure;"
        "from tests.servers import probe; print(ensure(Path(sys.argv[1]), 'either', probe=probe).url)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, data_dir], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == owned.url
    probe(owned)


def test_a_second_owner_is_told_who_the_first_is(owned: Endpoint, data_dir: Path) -> None:
    with pytest.raises(StoreOwnedError, match=f"in use by process {os.getpid()}: stop that one first"):
        ensure(data_dir, "own", probe=probe)
    program = "import sys; sys.argv[0] = ''; from tests.arcade_owner import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", program, data_dir], capture_output=True, text=True, check=False
    )
    assert f"StoreOwnedError: The data directory {data_dir} is in use by process {os.getpid()}" in done.stderr
    probe(owned)


def test_a_server_that_is_not_ours_is_not_trusted(owned: Endpoint, data_dir: Path, tmp_path: Path) -> None:
    """Another store has got the port: the users of our start are unknown there."""
    ours = read_running(data_dir)
    assert ours
    with ensure(tmp_path / "foreign", "own", probe=probe) as foreign:
        port = int(foreign.url.rpartition(":")[2])
        write_running(data_dir, replace(ours, port=port))
        try:
            with pytest.raises(StoreError, match=f"answers on port {port} is not the store that process"):
                ensure(data_dir, "join", probe=probe)
        finally:
            write_running(data_dir, ours)
    probe(owned)


def stop_and_start(data_dir: Path) -> tuple[Endpoint, Endpoint]:
    """Two starts after each other; the second one's store is open."""
    first = ensure(data_dir, "own", probe=probe)
    run(first, "CREATE (:Kept {name: 'kept'})")
    process = server_of(data_dir)
    first.close()
    assert not process.is_running()
    assert not (data_dir / "run.json").exists()
    first.close()
    return first, ensure(data_dir, "either", probe=probe)


def test_a_stopped_store_keeps_its_data_and_changes_its_users(tmp_path: Path) -> None:
    first, second = stop_and_start(tmp_path)
    with second:
        assert second.owned
        assert run(second, "MATCH (n:Kept) RETURN n.name") == [["kept"]]
        assert first.user != second.user
        assert first.analyst_user != second.analyst_user
        with pytest.raises((neo4j.exceptions.AuthError, neo4j.exceptions.ClientError)):
            run(replace(second, user=first.user, password=first.password), "RETURN 1")
        log = (tmp_path / "log" / "store.log").read_text("utf-8")
        assert "ArcadeDB Server is down" in log


def test_nothing_to_join(tmp_path: Path) -> None:
    with pytest.raises(
        StoreError, match=r"Nothing runs on the data directory .*: start `graphkam serve` first"
    ):
        ensure(tmp_path, "join", probe=probe)
    assert list(tmp_path.iterdir()) == []


def stale(pid: int, started: float, server: psutil.Process | None = None) -> Running:
    """What a killed owner leaves behind."""
    return Running(
        pid=pid,
        started=started,
        server_pid=server.pid if server else 0,
        server_started=server.create_time() if server else 0.0,
        port=1,
        app=Login("a", "b"),
        analyst=Login("c", "d"),
    )


@pytest.mark.parametrize(
    "left",
    [
        pytest.param(lambda: json.dumps({"pid": os.getpid()}), id="cut off"),
        pytest.param(lambda: "\0", id="no JSON"),
        pytest.param(
            lambda: stale(os.getpid(), start_time(os.getpid()) - 60), id="number given to another process"
        ),
        pytest.param(lambda: stale(2**22 + 1, 1.0), id="no such process"),
    ],
)
def test_what_a_killed_owner_left_is_noticed(tmp_path: Path, left: object) -> None:
    content = left() if callable(left) else None
    if isinstance(content, Running):
        write_running(tmp_path, content)
    else:
        (tmp_path / "run.json").write_text(str(content), "utf-8")
    with pytest.raises(StoreError, match="Nothing runs on the data directory"):
        ensure(tmp_path, "join", probe=probe)


def test_a_server_left_running_is_ended_first(tmp_path: Path) -> None:
    """Its leash should have ended it; if it hangs, it would hold the lock of the database."""
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"]) as left:
        write_running(tmp_path, stale(2**22 + 1, 1.0, psutil.Process(left.pid)))
        with ensure(tmp_path, "own", probe=probe) as endpoint:
            probe(endpoint)
            assert not psutil.pid_exists(left.pid)
            running = read_running(tmp_path)
            assert running
            assert running.pid == os.getpid()
            assert running.owner_lives


def children() -> set[int]:
    """The processes that this one has started."""
    return {process.pid for process in psutil.Process().children(recursive=True)}


def test_a_store_that_another_java_holds_is_reported(tmp_path: Path) -> None:
    """Without our lock the database's own still holds: a sentence, and no second server is left."""
    with ensure(tmp_path, "own", probe=probe):
        before = children()
        (tmp_path / "owner.lock").unlink()
        with pytest.raises(StoreOwnedError, match=f"in use by process {os.getpid()}"):
            ensure(tmp_path, "own", probe=probe)
        (tmp_path / "run.json").unlink()
        with pytest.raises(StoreError, match=r"^The embedded store did not start; see .*log: .*Lock"):
            ensure(tmp_path, "own", probe=probe)
        assert children() == before


def test_a_server_that_ends_while_it_starts_is_reported(tmp_path: Path) -> None:
    (tmp_path / "databases").mkdir()
    (tmp_path / "databases" / "graphkam").write_text("in the way", "utf-8")
    before = children()
    with pytest.raises(
        StoreError, match=r"^The embedded store ended while it started; see .*log: .*directory"
    ):
        ensure(tmp_path, "own", probe=probe)
    assert children() == before


def test_a_dead_server_is_told_to_who_joins(tmp_path: Path) -> None:
    with ensure(tmp_path, "own", probe=probe):
        process = server_of(tmp_path)
        process.kill()
        process.wait()
        with pytest.raises(StoreError, match="restart that process"):
            ensure(tmp_path, "join", probe=probe)


def test_a_data_directory_that_is_none(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("", "utf-8")
    for place in (file, file / "below"):
        with pytest.raises(StoreError, match=r"^The data directory .* cannot be used: "):
            ensure(place, "own", probe=probe)


def test_a_platform_without_wheel_is_sent_to_neo4j() -> None:
    with pytest.raises(StoreError, match="set GRAPHKAM_URL to a Neo4j"):
        find_runtime("no_such_wheel")


def test_a_failed_start_gives_the_data_directory_free(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("in the way", "utf-8")
    (tmp_path / "run.json").write_text("no JSON", "utf-8")
    with pytest.raises(StoreError, match="cannot be used"):
        ensure(tmp_path, "own", probe=probe)
    (tmp_path / "config").unlink()
    with ensure(tmp_path, "own", probe=probe) as endpoint:
        probe(endpoint)
