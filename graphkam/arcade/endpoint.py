"""Own the embedded store, or join the process that owns it."""

from __future__ import annotations

import atexit
import os
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

import psutil

from graphkam.arcade.ownership import (
    Claim,
    Running,
    Visit,
    is_alive,
    read_running,
    remove_running,
    start_time,
    turn,
    visited,
    write_running,
)
from graphkam.arcade.runtime import find_runtime
from graphkam.arcade.server import START_SECONDS, Server
from graphkam.arcade.settings import DATABASE, fresh_login
from graphkam.domain.message import message
from graphkam.errors import StoreError, StoreOwnedError

JOIN_SECONDS = 2.0  # its owner has seen it answer: what is left is a busy moment
VISIT_SECONDS = 10.0
_ORPHAN_SECONDS = 5.0
_PAUSE = 0.05

Role = Literal["own", "join", "either"]


class NotRunningError(StoreError):
    """No process runs the embedded store of this data directory."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where the embedded store answers, and as whom; closing an owned one stops the server."""

    url: str
    user: str
    password: str = field(repr=False)
    database: str
    analyst_user: str
    analyst_password: str = field(repr=False)
    owned: bool
    data_dir: Path
    _stop: Callable[[], None] = field(repr=False, compare=False)

    def close(self) -> None:
        """Stop the server if it is ours; once is enough, twice does no harm. Stop writing before.

        Others who have joined it get ten seconds to finish what they do.
        """
        self._stop()

    def turn(self) -> AbstractContextManager[None]:
        """The time in which this process writes, and no other one; see `ownership.turn`."""
        return turn(self.data_dir)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


Probe = Callable[[Endpoint], None]
"""Runs `RETURN 1` in the endpoint's database as its user, once: `ensure` repeats. Raises what goes wrong."""


def ensure(data_dir: Path, role: Role = "either", *, probe: Probe) -> Endpoint:
    """The embedded store of `data_dir`.

    Role `own` starts it, `join` uses the one that another process runs, `either` joins or starts.
    The endpoint answers when this returns. Starting takes two seconds, joining none.
    Raises StoreOwnedError to a second owner, StoreError when nothing can be joined, started or trusted.
    """
    data_dir = data_dir.absolute()
    if role == "join":
        return _join(data_dir, probe)
    try:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        deadline = time.monotonic() + START_SECONDS
        while not (claim := Claim.take(data_dir)):
            if role == "own":
                raise StoreOwnedError(_owned_by(data_dir))
            try:
                return _join(data_dir, probe)
            except NotRunningError:  # it is about to start, or to end
                if time.monotonic() > deadline:
                    raise StoreOwnedError(_owned_by(data_dir)) from None
            time.sleep(_PAUSE)
    except OSError as error:
        raise StoreError(
            message("The data directory {path} cannot be used: {error}.", path=data_dir, error=error)
        ) from None
    return _Owner(data_dir, claim).start(probe)


def _owned_by(data_dir: Path) -> str:
    running = read_running(data_dir)
    who = f"process {running.pid}" if running and running.owner_lives else "another process"
    return (
        f"The data directory {data_dir} is in use by {who}: "
        "stop that one first, or choose another GRAPHKAM_DATA_DIR."
    )


def _endpoint(running: Running, data_dir: Path, *, owned: bool, stop: Callable[[], None]) -> Endpoint:
    return Endpoint(
        url=f"bolt://127.0.0.1:{running.port}",
        user=running.app.user,
        password=running.app.password,
        database=DATABASE,
        analyst_user=running.analyst.user,
        analyst_password=running.analyst.password,
        owned=owned,
        data_dir=data_dir,
        _stop=stop,
    )


def _join(data_dir: Path, probe: Probe) -> Endpoint:
    if not read_running(data_dir):
        raise _nothing_runs(data_dir)
    try:
        visit = Visit.begin(data_dir)
    except OSError as error:
        raise StoreError(
            message("The data directory {path} cannot be used: {error}.", path=data_dir, error=error)
        ) from None
    try:
        running = _when_started(data_dir)
        endpoint = _endpoint(running, data_dir, owned=False, stop=visit.end)
        deadline = time.monotonic() + JOIN_SECONDS
        if failure := _wait_for_answer(endpoint, probe, deadline, lambda: running.owner_lives):
            raise StoreError(
                message(
                    "What answers on port {port} is not the store that process {pid} started: "
                    "restart that process ({error}).",
                    port=running.port,
                    pid=running.pid,
                    error=type(failure).__name__,
                )
            )
    except BaseException:
        visit.end()
        raise
    return endpoint


def _when_started(data_dir: Path) -> Running:
    """The running owner, once its server answers."""
    deadline = time.monotonic() + START_SECONDS
    while True:
        running = read_running(data_dir)
        if not running or not running.owner_lives:
            raise _nothing_runs(data_dir)
        if running.port:
            return running
        if time.monotonic() > deadline:
            raise StoreError(
                message("Process {pid} has not got its store to answer; restart it.", pid=running.pid)
            )
        time.sleep(_PAUSE)


def _nothing_runs(data_dir: Path) -> NotRunningError:
    return NotRunningError(
        message("Nothing runs on the data directory {path}: start `graphkam serve` first.", path=data_dir)
    )


def _wait_for_answer(
    endpoint: Endpoint, probe: Probe, deadline: float, goes_on: Callable[[], bool]
) -> Exception | None:
    """Probe until it succeeds; the last error if it never does."""
    while True:
        try:
            probe(endpoint)
        except Exception as error:  # whatever the client of the store raises
            if time.monotonic() > deadline or not goes_on():
                return error
        else:
            return None
        time.sleep(_PAUSE)


class _Owner:
    """This process as the owner of a data directory, from the claim to the stop."""

    def __init__(self, data_dir: Path, claim: Claim) -> None:
        self._data_dir = data_dir
        self._claim = claim
        self._server: Server | None = None
        self._pid = os.getpid()
        self._open = True
        self._told = False  # run.json is ours

    def start(self, probe: Probe) -> Endpoint:
        """Start the server and tell others how to join it."""
        atexit.register(self.stop)
        try:
            return self._start(probe)
        except BaseException:
            self.stop()
            raise

    def _start(self, probe: Probe) -> Endpoint:
        deadline = time.monotonic() + START_SECONDS
        runtime = find_runtime()
        _end_orphan(self._data_dir)
        app, analyst = fresh_login("app"), fresh_login("analyst")
        server = self._server = Server.start(self._data_dir, runtime, app, analyst)

        def running(port: int) -> Running:
            return Running(
                pid=self._pid,
                started=start_time(self._pid),
                server_pid=server.pid,
                server_started=start_time(server.pid),
                port=port,
                app=app,
                analyst=analyst,
            )

        self._told = True
        write_running(self._data_dir, running(0))
        ready = running(server.wait_for_port(deadline))
        endpoint = _endpoint(ready, self._data_dir, owned=True, stop=self.stop)
        if error := _wait_for_answer(endpoint, probe, deadline, lambda: server.runs):
            raise server.trouble("did not answer" if server.runs else "ended while it started") from error
        write_running(self._data_dir, ready)
        return endpoint

    def stop(self) -> None:
        """Stop the server and give the data directory free."""
        if not self._open or os.getpid() != self._pid:  # a forked child is not the owner
            return
        self._open = False
        atexit.unregister(self.stop)
        if self._told:
            remove_running(self._data_dir)
        if self._server:
            self._wait_for_visitors(self._server)
            self._server.stop()
        self._claim.release()

    def _wait_for_visitors(self, server: Server) -> None:
        deadline = time.monotonic() + VISIT_SECONDS
        while server.runs and visited(self._data_dir) and time.monotonic() < deadline:
            time.sleep(_PAUSE)


def _end_orphan(data_dir: Path) -> None:
    """After a kill of the owner its server ends too, by the leash; wait for that, and help it if need be."""
    left = read_running(data_dir)
    if not left or not is_alive(left.server_pid, left.server_started):
        return
    if left.owner_lives:  # where locks do not hold, such as on some network drives
        raise StoreOwnedError(_owned_by(data_dir))
    try:
        orphan = psutil.Process(left.server_pid)
        try:
            orphan.wait(_ORPHAN_SECONDS)
        except psutil.TimeoutExpired:
            orphan.kill()
            orphan.wait(_ORPHAN_SECONDS)
    except psutil.NoSuchProcess:
        pass
    except psutil.Error as error:
        raise StoreError(
            f"Process {left.server_pid}, left by an earlier run, holds {data_dir}: end it ({error})."
        ) from None
