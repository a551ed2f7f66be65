"""A portfolio analysed by several processes: the same answer, whatever they find on the disk."""

from __future__ import annotations

import http.client
import os
import pickle
import socket
import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import psutil
import pytest
from distributed import LocalCluster

from graphkam.cluster import Cluster, found_cluster, local_cluster
from graphkam.desk import Desk
from graphkam.domain.constants import Constants
from graphkam.domain.tables import Row
from graphkam.errors import GraphKAMError, UsageError
from graphkam.store import open_store
from tests import kiln_world
from tests.program import Program, environment
from tests.servers import Served

AS_OF = kiln_world.AS_OF
MANY = 110
"""Enough for a file on the disk."""


def many() -> dict[str, list[Row]]:
    """Small accounts, no two alike, some of one account manager."""
    rows: dict[str, list[Row]] = {
        "accounts": [{"id": f"m{i:03}", "name": f"M {i}", "annual_value": 1000.0 * i} for i in range(MANY)],
        "team": [{"id": f"u{i}", "name": f"U {i}", "level": "management"} for i in range(9)],
        "assignments": [
            {
                "team_id": f"u{i % 9}",
                "account_id": f"m{i:03}",
                "as": "account_manager",
                "valid_from": "2020-01-01",
            }
            for i in range(MANY)
        ],
        "people": [
            {"id": f"p{i}-{n}", "account_id": f"m{i:03}", "name": f"P {i} {n}", "layer": layer}
            for i in range(MANY)
            for n, layer in enumerate(("executive", "management", "operating")[: 1 + i % 3])
        ],
        "touchpoints": [
            {
                "id": f"t{i}",
                "at": f"2026-02-{1 + i % 27:02}T09:00:00Z",
                "channel": ("meeting", "call", "email")[i % 3],
                "account_id": f"m{i:03}",
                "team_ids": [f"u{i % 9}"],
                "people_ids": [f"p{i}-0"],
            }
            for i in range(0, MANY, 2)
        ],
    }
    return rows


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    with local_cluster(2) as cluster:
        yield cluster


@pytest.fixture
def desk(arcade: Served) -> Iterator[Desk]:
    """A portfolio in the embedded store, and no file of it yet."""
    arcade.empty()
    with open_store(arcade.settings) as store:
        for rows in (kiln_world.ROWS, many()):
            for table, of_table in rows.items():
                store.write(table, of_table)
        desk = Desk(store, arcade.settings)
        path(desk).unlink(missing_ok=True)
        yield desk
        path(desk).unlink(missing_ok=True)


def path(desk: Desk) -> Path:
    from graphkam.snapshot import path_of

    return path_of(desk.settings)


@pytest.mark.parametrize("engine", ["compiled", "networkx"])
def test_processes_give_the_answer_of_one(
    desk: Desk, cluster: Cluster, engine: Literal["compiled", "networkx"]
) -> None:
    """From the file; after a write; with another file in the place of the one that is meant; with none."""
    desk.settings = desk.settings.model_copy(update={"engine": engine})
    at = desk.at(AS_OF)
    alone = desk.accounts(at)
    assert len(alone.items) == MANY + 2
    assert any(line.alarms and line.alarms.red for line in alone.items)
    shards = desk.snapshot.shards(8)
    assert len(shards) > 4
    assert sum(len(s.kept) for s in shards) == MANY + 2
    assert not any(s.sent for s in shards)
    assert desk.accounts_by(cluster, at) == alone

    desk.store.write(
        "touchpoints",
        [
            {
                **many()["touchpoints"][0],
                "id": "late",
                "account_id": "m001",
                "people_ids": ["p1-0"],
                "at": "2026-02-27T09:00:00Z",
            }
        ],
    )
    shards = desk.snapshot.shards(8)
    assert [id_ for s in shards for id_, _ in s.sent] == ["m001"]
    after = desk.accounts(at)
    assert after != alone
    assert desk.accounts_by(cluster, at) == after

    other = path(desk).with_name("other")
    other.write_bytes(b"something else")
    other.replace(path(desk))
    assert desk.accounts_by(cluster, at) == after
    path(desk).unlink()
    assert desk.accounts_by(cluster, at) == after


def test_a_file_of_another_moment_is_not_believed(desk: Desk) -> None:
    """A shard names revisions: who wrote the file anew meanwhile is found out, account by account."""
    desk.snapshot.accounts()
    [shard] = desk.snapshot.shards(1)
    assert all(facts is not None for _, facts in shard.facts())
    desk.store.write("accounts", [{"id": "m005", "name": "Another name"}])
    desk.store.delete("accounts", "m109")
    with open_store(desk.settings) as store:
        Desk(store, desk.settings).snapshot.accounts()  # writes the file, as an account of it is gone
    missing = [id_ for id_, facts in shard.facts() if facts is None]
    assert "m005" in missing
    assert "m109" in missing
    assert "m006" not in missing


def test_no_account_is_cut_or_lost(desk: Desk) -> None:
    for parts in (1, 3, 8, 1000):
        shards = desk.snapshot.shards(parts)
        assert len(shards) <= parts
        named = [account.id for shard in shards for account in shard.kept] + [
            i for s in shards for i, _ in s.sent
        ]
        assert sorted(named) == sorted(row["id"] for r in (kiln_world.ROWS, many()) for row in r["accounts"])


def test_constants_go_to_other_processes() -> None:
    constants = Constants.of(
        {"half_life_days": 30, "weights": {"email": 0.3}, "rates": {"USD": 0.9}, "currency": "EUR"}
    )
    again = pickle.loads(pickle.dumps(constants))
    assert again == constants
    with pytest.raises(TypeError):
        again.weights["email"] = 1.0


def test_only_this_computer_is_listened_to_and_nothing_is_shown(cluster: Cluster) -> None:
    me = psutil.Process()
    listening = {
        (c.laddr.ip, c.laddr.port)
        for process in (me, *me.children(recursive=True))
        for c in process.net_connections("inet")
        if c.status == "LISTEN" and "java" not in process.name()
    }
    assert len(listening) >= 4
    assert {ip for ip, _ in listening} == {"127.0.0.1"}
    for ip, port in listening:
        for page in ("/status", "/info/main/workers.html", "/json/counts.json", "/metrics", "/health"):
            connection = http.client.HTTPConnection(ip, port, timeout=10)
            try:
                connection.request("GET", page)
                assert connection.getresponse().status == 404, page
            except (ConnectionError, http.client.HTTPException):
                pass  # what speaks TLS hangs up
            finally:
                connection.close()


def test_whoever_has_no_certificate_of_the_cluster_is_refused(cluster: Cluster) -> None:
    address = cluster.address.removeprefix("tls://").split(":")
    context = ssl._create_unverified_context()
    with (
        socket.create_connection((address[0], int(address[1])), timeout=10) as plain,
        pytest.raises(ssl.SSLError),
        context.wrap_socket(plain) as connection,
    ):
        connection.sendall(b"x" * 100)
        connection.recv(1)


def test_errors_of_the_work_arrive(cluster: Cluster) -> None:
    with pytest.raises(UsageError, match="of a worker"):
        cluster.each(refuse, [1, 2])


def refuse(part: int) -> int:
    raise UsageError("of a worker")


def test_a_cluster_that_runs_already(cluster: Cluster) -> None:
    """Without TLS on this computer, as `dask scheduler --host 127.0.0.1` starts it."""
    with (
        LocalCluster(
            n_workers=1, processes=False, host="127.0.0.1", protocol="tcp", dashboard_address=":0"
        ) as made,
        found_cluster(made.scheduler_address) as found,
    ):
        assert found.each(abs, [-1, 2]) == [1, 2]
        assert found.parts == 4
        made.scale(0)
        made.sync(made._correct_state)
        with pytest.raises(GraphKAMError, match="run GraphKAM –, not"), found_cluster(made.scheduler_address):
            pass


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("scheduler", "no address"),
        ("http://127.0.0.1:8786", "no address"),
        ("tls://127.0.0.1", "no address"),
        ("tls://127.0.0.1:x", "no address"),
        ("tcp://10.0.0.7:8786", "need TLS"),
        ("tcp://127.0.0.1:1", "cannot be used"),
        ("tls://127.0.0.1:1", "cannot be used"),
    ],
)
def test_addresses_that_are_none(address: str, says: str) -> None:
    with pytest.raises(GraphKAMError, match=says), found_cluster(address):
        pass


def test_on_the_command_line(desk: Desk) -> None:
    program = Program(environment(desk.settings.data_dir), desk.settings.data_dir)
    asked = ("accounts", "--json", "--as-of", AS_OF)
    alone, by_two = program(*asked), program(*asked, "--workers", "2")
    assert (by_two.code, by_two.err) == (0, "")
    assert by_two.out == alone.out
    assert program(*asked, "--workers", "2", "--scheduler", "tls://h:1").code == 2


def test_without_the_extra_one_sentence(tmp_path: Path) -> None:
    """No store is started for it."""
    missing = tmp_path / "distributed" / "__init__.py"
    missing.parent.mkdir()
    missing.write_text("raise ImportError", "utf-8")
    path = os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])
    program = Program(environment(tmp_path / "data", PYTHONPATH=path), tmp_path)
    done = program("accounts", "--workers", "2")
    assert done.code == 1
    assert done.err.startswith("Error: work on several processes needs Dask")
    assert "graphkam[dask]" in done.err
    assert len(done.err.splitlines()) == 1
    assert not (tmp_path / "data").exists()
