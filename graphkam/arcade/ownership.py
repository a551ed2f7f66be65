"""One owner for a data directory: a lock that dies with its holder, and run.json that says who and where.

The lock decides who may start a server; run.json tells everybody else how to join it, and names the
owner in the sentence that a second one gets. After a kill the system has freed the lock, and run.json
names a process that is no more, or another that got its number: its start time tells.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

from graphkam.arcade.private import write_private
from graphkam.arcade.settings import Login

_VISITS = "visits.lock"
_WRITER = "writer.lock"
TURN_SECONDS = 60.0
_TURN_PAUSE = 0.005


@dataclass(frozen=True, slots=True)
class Running:
    """What run.json says: a process, its server, and the users of this start; port 0 = still starting."""

    pid: int
    started: float
    server_pid: int
    server_started: float
    port: int
    app: Login
    analyst: Login

    @property
    def owner_lives(self) -> bool:
        """Whether the owner is that very process, and not another one with its number."""
        return is_alive(self.pid, self.started)


def start_time(pid: int) -> float:
    """When a process started, in seconds since 1970; 0 if there is none."""
    try:
        return psutil.Process(pid).create_time()
    except psutil.Error:
        return 0.0


def is_alive(pid: int, started: float) -> bool:
    """Whether the process of that number is still the one that started then."""
    try:
        process = psutil.Process(pid)
        # The kernel counts from boot; what it makes of that in seconds moves when the clock is set.
        return abs(process.create_time() - started) < 2 and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def _run_file(data_dir: Path) -> Path:
    return data_dir / "run.json"


def read_running(data_dir: Path) -> Running | None:
    """What run.json says; None without a readable one."""
    try:
        content = json.loads(_run_file(data_dir).read_text("utf-8"))
        return Running(
            pid=int(content["pid"]),
            started=float(content["started"]),
            server_pid=int(content["server_pid"]),
            server_started=float(content["server_started"]),
            port=int(content["port"]),
            app=Login(**content["app"]),
            analyst=Login(**content["analyst"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_running(data_dir: Path, running: Running) -> None:
    """Write run.json, mode 0600, whole or not at all."""
    write_private(_run_file(data_dir), json.dumps(asdict(running)))


def remove_running(data_dir: Path) -> None:
    """Take run.json away: nobody is to join any more."""
    _run_file(data_dir).unlink(missing_ok=True)


class Claim:
    """The lock on a data directory. The system frees it when its holder ends, however that happens."""

    def __init__(self, handle: int) -> None:
        self._handle = handle

    @classmethod
    def take(cls, data_dir: Path) -> Claim | None:
        """The claim, or None while somebody else holds it (another part of this process included)."""
        handle = _locked(data_dir / "owner.lock", shared=False)
        return None if handle is None else cls(handle)

    def release(self) -> None:
        """Give the data directory free."""
        os.close(self._handle)


class Visit:
    """A mark that somebody uses a server that another process owns; it ends with its holder.

    A command that owns the store for a moment waits for those that joined it in that moment.
    """

    def __init__(self, handle: int | None) -> None:
        self._handle = handle

    @classmethod
    def begin(cls, data_dir: Path) -> Visit:
        """Begin to use the server; after that look whether it is still there."""
        return cls(_locked(data_dir / _VISITS, shared=True))

    def end(self) -> None:
        """The server is not needed any more; once is enough, twice does no harm."""
        handle, self._handle = self._handle, None
        if handle is not None:
            os.close(handle)


def visited(data_dir: Path) -> bool:
    """Whether anybody uses the server besides its owner. Windows cannot share locks: nobody is seen there."""
    handle = _locked(data_dir / _VISITS, shared=False)
    if handle is not None:
        os.close(handle)
    return handle is None


@contextmanager
def turn(data_dir: Path, patience: float = TURN_SECONDS) -> Iterator[None]:
    """Write to the embedded store while no other process does; threads of a process take turns by themselves.

    The store has no locks: of two transactions that meet, the later to commit fails, and a long one fails for as
    long as others write short ones. This is courtesy, not safety: whoever has waited for `patience` seconds, as
    somebody holds on to it, writes all the same. Cost: some 20 µs.
    """
    handle, deadline = None, time.monotonic() + patience
    with suppress(OSError):  # where nothing can be locked everybody writes as before
        while (handle := _locked(data_dir / _WRITER, shared=False)) is None and time.monotonic() < deadline:
            time.sleep(_TURN_PAUSE)
    try:
        yield
    finally:
        if handle is not None:
            os.close(handle)


def _locked(path: Path, *, shared: bool) -> int | None:
    """A handle that holds the lock on a file; None while others hold it. Closing the handle frees it."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if sys.platform == "win32":
            import msvcrt

            if not shared:
                msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        os.close(handle)
        return None
    except BaseException:
        os.close(handle)
        raise
    return handle
