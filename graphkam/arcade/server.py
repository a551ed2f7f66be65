"""One run of the embedded server: start, the port it found, its log, stop."""

from __future__ import annotations

import contextlib
import logging
import os
import re
import signal
import subprocess
import sys
import threading
import time
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import IO

from graphkam.arcade.leash import start_leashed
from graphkam.arcade.runtime import Runtime
from graphkam.arcade.settings import Login, write_settings
from graphkam.domain.message import message
from graphkam.errors import StoreError

START_SECONDS = 120.0  # a store that was killed replays its log first
STOP_SECONDS = 60.0
_LOG_BYTES = 5_000_000
_LOG_FILES = 3
_LINE_BYTES = 65_536
_LISTENING = re.compile(rb"BoltNetworkListener\].*BOLT connections on \S*:(\d+) ")
_COMPLAINT = re.compile(r"SEVER|^\S.*(Exception|Error)\b")
_PASSED_ON = ("PATH", "HOME", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "LD_LIBRARY_PATH", "PYTHONHOME")


def _environment() -> dict[str, str]:
    """What Java, and the Python that starts it, need: no secrets, no _JAVA_OPTIONS; UTF-8 for odd names."""
    return {name: os.environ[name] for name in _PASSED_ON if name in os.environ} | {"LC_ALL": "C.UTF-8"}


class _Log(RotatingFileHandler):
    """The log of the server. A full disk must not stop the reading, or the server blocks on its output."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 (logging's name)
        """Lose the line."""

    def line(self, text: str) -> None:
        """Append one line."""
        self.handle(logging.makeLogRecord({"msg": text}))


class Server:
    """A server in `data_dir`, from its start to its end; made by `Server.start`."""

    def __init__(self, data_dir: Path, command: list[str], log: _Log) -> None:
        self._data_dir = data_dir
        self._process: subprocess.Popen[bytes] | None = None
        self._failure: OSError | None = None
        self._port = 0
        self._complaint = "it names no error"
        self._spawned = threading.Event()
        self._settled = threading.Event()  # the port is known, or the server has ended
        # This thread starts the server and then reads its output until it ends: the leash needs a
        # starter that lives as long as the application, and the server somebody who takes its output.
        self._keeper = threading.Thread(
            target=self._keep, args=(command, log), name="graphkam-store", daemon=True
        )

    @classmethod
    def start(cls, data_dir: Path, runtime: Runtime, app: Login, analyst: Login) -> Server:
        """Write the settings and start the server; returns once its process exists.

        Raises StoreError when that cannot be done.
        """
        try:
            (data_dir / "log").mkdir(mode=0o700, exist_ok=True)
            arguments = write_settings(data_dir, runtime, app, analyst)
            log = _Log(
                data_dir / "log" / "store.log", maxBytes=_LOG_BYTES, backupCount=_LOG_FILES, encoding="utf-8"
            )
        except OSError as error:
            raise StoreError(
                message("The data directory {path} cannot be used: {error}.", path=data_dir, error=error)
            ) from None
        server = cls(data_dir, [str(runtime.java), f"@{arguments.relative_to(data_dir)}"], log)
        server._keeper.start()
        server._spawned.wait()
        if server._failure:
            raise StoreError(
                message("The embedded store could not be started: {error}.", error=server._failure)
            )
        return server

    def _keep(self, command: list[str], log: _Log) -> None:
        try:
            self._process = start_leashed(command, self._data_dir, _environment())
        except OSError as error:
            self._failure = error
            return
        finally:
            self._spawned.set()
        try:
            if self._process.stdout:
                with self._process.stdout as output:
                    self._read(output, log)
            self._process.wait()
        finally:
            self._settled.set()
            log.close()

    def _read(self, output: IO[bytes], log: _Log) -> None:
        while line := output.readline(_LINE_BYTES):
            text = line.decode("utf-8", "replace").rstrip()
            if text:
                log.line(text)
            if _COMPLAINT.search(text):
                self._complaint = text
            if not self._port and (found := _LISTENING.search(line)):
                self._port = int(found[1])
                self._settled.set()

    @property
    def pid(self) -> int:
        """The process number."""
        return self._process.pid if self._process else 0

    @property
    def runs(self) -> bool:
        """Whether anything of it is still there: whoever could write to its output."""
        return self._keeper.is_alive()

    def wait_for_port(self, deadline: float) -> int:
        """The Bolt port, once the server listens. `deadline` is in time.monotonic() seconds.

        Raises StoreError when the server ends before, or the time is over.
        """
        self._settled.wait(max(0.0, deadline - time.monotonic()))
        if not self._port:
            raise self.trouble("did not start")
        return self._port

    def trouble(self, what: str) -> StoreError:
        """An error of one sentence: what the store did not do, and what it complained of."""
        log = self._data_dir / "log" / "store.log"
        return StoreError(f"The embedded store {what}; see {log}: {self._complaint[:300]}")

    def stop(self) -> None:
        """End the server in good order (SIGTERM); one that does not end in time is killed.

        Windows has no such signal: there it is killed, and replays its log at the next start.
        """
        self._end()
        self._keeper.join(STOP_SECONDS)
        self._end(force=True)
        self._keeper.join()

    def _end(self, *, force: bool = False) -> None:
        if self._process is None or not self.runs:
            return
        if sys.platform == "win32":
            self._process.kill()
        else:
            with contextlib.suppress(ProcessLookupError):
                # It leads a group of its own, so this reaches the server even if its watcher is gone.
                os.killpg(self._process.pid, signal.SIGKILL if force else signal.SIGTERM)
