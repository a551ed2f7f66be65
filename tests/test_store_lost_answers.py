"""A commit whose answer is lost on the way has taken place, or has not: either way a write counts once."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from pydantic import SecretStr

from graphkam.arcade import ensure
from graphkam.errors import StoreError
from graphkam.settings import Settings
from graphkam.store import Store, Written, bolt, open_store
from tests.servers import Served, probe
from tests.store_world import WORLD, fill

COMMIT = b"\x00\x02\xb0\x12\x00\x00"
"""The Bolt message, as it goes over the wire."""


class Line:
    """A line to a database that can be cut just before, or just after, it commits."""

    def __init__(self, url: str) -> None:
        target = urlsplit(url)
        self._target = (target.hostname or "", target.port or 0)
        self._server = socket.create_server(("127.0.0.1", 0))
        self.url = f"bolt://127.0.0.1:{self._server.getsockname()[1]}"
        self.cut_at_commit: str | None = None
        self.for_good = False
        self.cuts = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._server.accept()
            except OSError:
                return
            server = socket.create_connection(self._target)
            done = threading.Event()
            threading.Thread(target=self._upwards, args=(client, server, done), daemon=True).start()
            threading.Thread(target=self._downwards, args=(server, client, done), daemon=True).start()

    def _upwards(self, client: socket.socket, server: socket.socket, lost: threading.Event) -> None:
        while data := _received(client):
            if COMMIT in data and self.cut_at_commit:
                when = self.cut_at_commit
                self.cut_at_commit = when if self.for_good else None
                self.cuts += 1
                if when == "before":
                    break
                lost.set()
            server.sendall(data)
        _closed(client, server)

    def _downwards(self, server: socket.socket, client: socket.socket, lost: threading.Event) -> None:
        while data := _received(server):
            if lost.is_set():  # the database has committed and says so, to nobody
                break
            client.sendall(data)
        _closed(client, server)

    def close(self) -> None:
        self._server.close()


def _received(end: socket.socket) -> bytes:
    try:
        return end.recv(65536)
    except OSError:
        return b""


def _closed(*ends: socket.socket) -> None:
    for end in ends:
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()


@pytest.fixture
def line(settings: Settings) -> Iterator[tuple[Line, Store]]:
    """A store at the end of a line that can be cut, and the line."""
    url, user, password, database = (settings.url, settings.user, settings.password, settings.database)
    if not url:
        endpoint = ensure(settings.data_dir, "join", probe=probe)
        url, user, database = endpoint.url, endpoint.user, endpoint.database
        password = SecretStr(endpoint.password)
    line = Line(url)
    there = Settings(url=line.url, user=user, password=password, database=database, timezone="UTC")
    with open_store(there) as store:
        yield line, store
    line.close()
    if not settings.url:
        endpoint.close()


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_write_counts_once_and_is_reported_as_what_it_was(
    line: tuple[Line, Store], served: Served, when: str
) -> None:
    wire, store = line
    for table, rows in WORLD.items():
        wire.cut_at_commit = when
        assert store.write(table, rows) == Written(len(rows)), table
    assert wire.cuts == len(WORLD)
    assert served.run("MATCH (t:Tie) RETURN sum(t.count) AS n") == [{"n": 7}]
    assert served.run("MATCH ()-[r:WORKS_AT]->() RETURN count(r) AS n") == [{"n": 4}]
    wire.cut_at_commit = when
    assert store.delete("touchpoints", "t1") == {"touchpoints": 1}
    wire.cut_at_commit = when
    assert store.delete("accounts", "kiln")["people"] == 2
    assert store.doctor().sound


def test_a_line_that_stays_cut_is_said_in_a_sentence(
    line: tuple[Line, Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    wire, store = line
    fill(store)
    monkeypatch.setattr(bolt, "REPEAT_SECONDS", 5.0)
    wire.cut_at_commit, wire.for_good = "before", True
    with pytest.raises(StoreError, match="cannot be reached"):
        store.delete("touchpoints", "t1")
    assert wire.cuts > 1
