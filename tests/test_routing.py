"""A cluster of Neo4j: who is asked what. A real server behind two doors, one of them named leader by the routing table.

Community Edition is no cluster: the doors pass everything on to one server, but answer the question for the routing
table themselves, and remember what came in through which of them. What is tested is therefore where statements go and
which bookmarks they name; that a follower waits for these is Neo4j's part.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

from graphkam.desk import Desk
from graphkam.errors import StoreError
from graphkam.settings import Settings
from graphkam.store import Store, open_store
from tests import kiln_world
from tests.servers import Served

pytestmark = [pytest.mark.neo4j, pytest.mark.xdist_group("neo4j")]

BEGIN, ROUTE = 0x11, 0x66
MANIFEST = b"\0\0\x01\xff"
"""Asks the server for a list of its versions."""


class Doors:
    """Two doors to a server: the leader's, and a follower's, which is also asked who is who."""

    def __init__(self, url: str) -> None:
        target = urlsplit(url)
        self._target = (target.hostname or "", target.port or 0)
        self._servers = {name: socket.create_server(("127.0.0.1", 0)) for name in ("leader", "follower")}
        self.address = {n: f"127.0.0.1:{s.getsockname()[1]}" for n, s in self._servers.items()}
        self.begun: list[tuple[str, bytes]] = []
        """The door, and the message, of every transaction that was begun."""
        for name, server in self._servers.items():
            threading.Thread(target=self._accept, args=(name, server), daemon=True).start()

    def _accept(self, name: str, door: socket.socket) -> None:
        while True:
            try:
                client, _ = door.accept()
            except OSError:
                return
            server = socket.create_connection(self._target)
            threading.Thread(target=_downwards, args=(server, client), daemon=True).start()
            threading.Thread(target=self._upwards, args=(name, client, server), daemon=True).start()

    def _upwards(self, name: str, client: socket.socket, server: socket.socket) -> None:
        """Messages of the driver: chunks of two bytes of length and as many bytes, up to one of no length."""
        with contextlib.suppress(OSError, EOFError), client.makefile("rb") as stream:
            hello = _read(stream, 20).replace(
                MANIFEST, bytes(4)
            )  # so that the server answers with one version
            server.sendall(hello)
            while True:
                raw, message = b"", b""
                while size := int.from_bytes(head := _read(stream, 2)):
                    part = _read(stream, size)
                    raw, message = raw + head + part, message + part
                if len(message) > 1 and message[1] == ROUTE:
                    answer = _success({"rt": {"ttl": 300, "db": "neo4j", "servers": self._table()}})
                    client.sendall(len(answer).to_bytes(2) + answer + b"\0\0")
                    continue
                if len(message) > 1 and message[1] == BEGIN:
                    self.begun.append((name, message))
                server.sendall(raw + b"\0\0")
        _closed(client, server)

    def _table(self) -> list[dict[str, Any]]:
        return [
            {"role": "WRITE", "addresses": [self.address["leader"]]},
            {"role": "READ", "addresses": [self.address["follower"]]},
            {"role": "ROUTE", "addresses": [self.address["follower"]]},
        ]

    def close(self) -> None:
        for server in self._servers.values():
            server.close()


def _downwards(server: socket.socket, client: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := server.recv(65536):
            client.sendall(data)
    _closed(server, client)


def _read(stream: Any, size: int) -> bytes:
    data: bytes = stream.read(size)
    if len(data) < size:
        raise EOFError
    return data


def _closed(*ends: socket.socket) -> None:
    for end in ends:
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()


def _success(answer: dict[str, Any]) -> bytes:
    return b"\xb1\x70" + _packed(answer)


def _packed(value: Any) -> bytes:
    """A value as Bolt sends it: of few entries, short texts, small numbers."""
    match value:
        case dict():
            return bytes([0xA0 | len(value)]) + b"".join(_packed(k) + _packed(v) for k, v in value.items())
        case list():
            return bytes([0x90 | len(value)]) + b"".join(map(_packed, value))
        case str():
            return bytes([0xD0, len(value)]) + value.encode()
        case _:
            return b"\xc9" + int(value).to_bytes(2)


@pytest.fixture
def doors(neo4j_server: Served) -> Iterator[Doors]:
    neo4j_server.empty()
    doors = Doors(neo4j_server.settings.url)
    yield doors
    doors.close()


@pytest.fixture
def cluster(doors: Doors, neo4j_server: Served) -> Settings:
    return neo4j_server.settings.model_copy(update={"url": f"neo4j://{doors.address['follower']}"})


@pytest.fixture
def store(cluster: Settings) -> Iterator[Store]:
    with open_store(cluster) as store:
        yield store


def reading(message: bytes) -> bool:
    """Whether a transaction was begun for reading only."""
    return b"\x84mode\x81r" in message


def bookmark(driver_side: Store) -> bytes:
    """The newest bookmark that the process has."""
    [newest] = driver_side._bolt._bookmarks.get_bookmarks()  # type: ignore[union-attr]
    return newest.encode()


def test_reads_go_to_followers_and_writes_to_the_leader(
    store: Store, cluster: Settings, doors: Doors
) -> None:
    doors.begun.clear()
    kiln_world.write(store)
    desk = Desk(store, cluster)
    at = desk.at(kiln_world.AS_OF)
    assert len(desk.accounts(at).items) == 2
    assert store.read("find_accounts", search="quiet ltd")
    assert store.delete("touchpoints", "d1")
    written = [message for door, message in doors.begun if door == "leader"]
    read = [message for door, message in doors.begun if door == "follower"]
    assert len(written) >= len(kiln_world.ROWS)
    assert len(read) > 5
    assert not any(map(reading, written))
    assert all(map(reading, read))


def test_whoever_has_written_reads_it(store: Store, cluster: Settings, doors: Doors) -> None:
    """As `POST /touchpoints` and the next page do, in one process: the follower is told what it must have."""
    kiln_world.write(store)
    desk = Desk(store, cluster)
    at = desk.at(kiln_world.AS_OF)
    before = desk.ties(kiln_world.ACCOUNT, at).items[0].count
    row = next(row for row in kiln_world.ROWS["touchpoints"] if row["account_id"] == kiln_world.ACCOUNT)
    store.write("touchpoints", [{**row, "id": "new"}])
    named = bookmark(store)
    doors.begun.clear()
    assert desk.ties(kiln_world.ACCOUNT, at).items[0].count == before + 1
    assert doors.begun
    assert all(named in message for _, message in doors.begun)


def test_what_another_process_wrote_is_named_once_it_was_seen(
    store: Store, neo4j_server: Served, doors: Doors
) -> None:
    """Nothing is known of others' writes; but what was read once is not unread by a follower that lags."""
    store.write("accounts", [{"id": "a", "name": "A"}])
    own = bookmark(store)
    with open_store(neo4j_server.settings) as other:
        other.write("accounts", [{"id": "b", "name": "B"}])
    doors.begun.clear()
    assert store.existing("accounts", ["b"]) == {"b"}
    assert own in doors.begun[-1][1]
    seen = bookmark(store)
    assert seen != own
    store.revision()
    assert seen in doors.begun[-1][1]


def test_a_refusal_is_checked_with_the_leader(store: Store, doors: Doors) -> None:
    """A follower that lags would say that nobody else has written, and a refusal in doubt be believed."""
    doors.begun.clear()
    with pytest.raises(StoreError, match="lead nowhere"):
        store.write(
            "touchpoints",
            [
                {
                    "id": "t",
                    "at": "2026-01-01T00:00:00Z",
                    "channel": "call",
                    "account_id": "gone",
                    "team_ids": ["nobody"],
                    "people_ids": ["none"],
                }
            ],
        )
    assert {door for door, _ in doors.begun} == {"leader"}


def test_reading_cannot_write(store: Store) -> None:
    with pytest.raises(StoreError, match="read access mode"):
        store._bolt.read(lambda tx: tx.count_up())


def test_one_server_answers_for_a_cluster(neo4j_server: Served) -> None:
    """Community Edition names itself as leader and follower, so that `neo4j://` may be used for it too."""
    neo4j_server.empty()
    settings = neo4j_server.settings.model_copy(
        update={"url": neo4j_server.settings.url.replace("bolt://", "neo4j://")}
    )
    with open_store(settings) as store:
        kiln_world.write(store)
        assert store.existing("accounts", [kiln_world.ACCOUNT]) == {kiln_world.ACCOUNT}
        assert store.doctor().sound


def test_tls_that_is_not_there_is_said(neo4j_server: Served) -> None:
    url = neo4j_server.settings.url
    for scheme in ("neo4j+s", "bolt+s", "neo4j+ssc"):
        settings = neo4j_server.settings.model_copy(update={"url": url.replace("bolt", scheme, 1)})
        with pytest.raises(StoreError, match="does not answer in TLS"):
            open_store(settings)
