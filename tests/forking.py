"""Runs of the program without its start: a process that has read its modules becomes the program by forking.

To import what a command needs takes three quarters of a short command's time, and the tests run hundreds. Each run
still is a process of its own, with its own arguments, environment, folder, time zone and output, and ends as the
program does. On other systems than Linux, and where Python itself is told something by the environment, it is started
anew.
"""

from __future__ import annotations

import atexit
import json
import os
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

COMMAND = [sys.executable, "-m", "graphkam"]
PATIENCE = 120
"""Seconds after which a run is given up."""
_SIZE = struct.Struct("!I")


class Ended(NamedTuple):
    """How a run of the program ended."""

    code: int
    out: str
    err: str


def run(arguments: Sequence[str | bytes], env: Mapping[str, str], folder: Path) -> Ended:
    """Run the program to its end. Raises subprocess.TimeoutExpired."""
    told = any(env.get(name) != os.environ.get(name) for name in ("PYTHONPATH", "NUMBA_CACHE_DIR"))
    if told or sys.platform != "linux":
        return _anew(arguments, env, folder)
    return _ready().run(arguments, env, folder)


def _anew(arguments: Sequence[str | bytes], env: Mapping[str, str], folder: Path) -> Ended:
    done = subprocess.run(
        [*COMMAND, *arguments], env=env, cwd=folder, capture_output=True, timeout=PATIENCE, check=False
    )
    return Ended(done.returncode, done.stdout.decode(), done.stderr.decode())


class _Ready:
    """The process that waits to become the program; it ends with this one."""

    def __init__(self) -> None:
        self._socket, theirs = socket.socketpair()
        self._turn = threading.Lock()
        with theirs:
            env = {**os.environ, "PYTHONUTF8": "1", "PYTHONPATH": os.pathsep.join(sys.path)}
            command = [sys.executable, "-m", "tests.forking", str(theirs.fileno())]
            self._process = subprocess.Popen(command, env=env, pass_fds=[theirs.fileno()])
        atexit.register(self.close)

    def run(self, arguments: Sequence[str | bytes], env: Mapping[str, str], folder: Path) -> Ended:
        with self._turn, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            wanted = [list(map(os.fsdecode, arguments)), dict(env), str(folder)]
            text = json.dumps(wanted).encode()
            self._socket.settimeout(PATIENCE)
            socket.send_fds(self._socket, [_SIZE.pack(len(text))], [out.fileno(), err.fileno()])
            self._socket.sendall(text)
            try:
                (code,) = struct.unpack("!i", _exactly(self._socket, 4))
            except TimeoutError:
                self.close()
                raise subprocess.TimeoutExpired([*COMMAND, *arguments], PATIENCE) from None
            return Ended(code, *(_whole(file.fileno()) for file in (out, err)))

    def close(self) -> None:
        self._socket.close()
        self._process.terminate()
        self._process.wait()


_lock = threading.Lock()
_waiting: list[_Ready] = []


def _ready() -> _Ready:
    with _lock:
        if not _waiting:
            _waiting.append(_Ready())
        return _waiting[0]


def _whole(fd: int) -> str:
    os.lseek(fd, 0, os.SEEK_SET)
    with open(fd, "rb", closefd=False) as file:
        return file.read().decode()


def _exactly(sender: socket.socket, size: int) -> bytes:
    found = b""
    while len(found) < size:
        part = sender.recv(size - len(found))
        if not part:
            raise EOFError
        found += part
    return found


def _serve(asking: socket.socket) -> None:
    """Become the program for whoever asks, again and again, until nobody can."""
    _import()
    while True:
        head, fds, _, _ = socket.recv_fds(asking, _SIZE.size, 2)
        if not head:
            return
        arguments, env, folder = json.loads(_exactly(asking, _SIZE.unpack(head)[0]))
        child = os.fork()
        if not child:
            _become(arguments, env, folder, fds)
        for fd in fds:
            os.close(fd)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        asking.sendall(struct.pack("!i", code))


def _import() -> None:
    """What commands import, which starts no thread: a process with threads cannot be forked."""
    from importlib import import_module

    from graphkam.cli.commands import ENTRIES

    for name in {f"graphkam.cli.{entry.module}" for entry in ENTRIES.values()}:
        import_module(name)
    for name in ("graphkam.desk", "graphkam.store", "graphkam.ingest", "networkx"):
        import_module(name)
    assert threading.active_count() == 1


def _become(arguments: list[str], env: dict[str, str], folder: str, fds: list[int]) -> None:
    """Be the program, with nothing of what this process was started with; does not return."""
    code = 1
    try:
        for number, fd in enumerate((os.open(os.devnull, os.O_RDONLY), *fds)):
            os.dup2(fd, number)
        os.closerange(3, 64)
        os.environ.clear()
        os.environ.update(env)
        time.tzset()
        os.chdir(folder)
        sys.argv = ["graphkam", *arguments]
        from graphkam.cli import main

        main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        os._exit(code)


if __name__ == "__main__":
    _serve(socket.socket(fileno=int(sys.argv[1])))
