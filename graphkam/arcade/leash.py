"""No server outlives its application, however that ends.

- Linux: the kernel kills the server when the thread that started it ends (PR_SET_PDEATHSIG); so that
  thread must live as long as the application.
- macOS: a small watcher stands between; it holds a pipe from us, and when the pipe closes, because
  we ended, it kills the server.
- Windows: a job object that kills what is in it when its last handle closes; ours closes with us.

The server is killed, not asked: a commit is on disk before it is answered, and a kill is certain.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

WATCHER = Path(__file__).with_name("watcher.py")

# Runs between fork and Java, in a Python of its own: code after a fork of a program with threads may
# deadlock. The parent may have ended before the kernel was asked, hence the look at it afterwards.
_BOUND_TO_PARENT = """
import ctypes, os, signal, sys
libc = ctypes.CDLL(None, use_errno=True)
if libc.prctl(1, signal.SIGKILL, 0, 0, 0) != 0:
    sys.exit("prctl: " + os.strerror(ctypes.get_errno()))
if os.getppid() != int(sys.argv[1]):
    sys.exit("the application ended while its store was starting")
os.execv(sys.argv[2], sys.argv[2:])
"""


if sys.platform == "win32":
    from graphkam.arcade.winjob import start_leashed as start_leashed
else:

    def start_leashed(
        command: Sequence[str], cwd: Path, env: Mapping[str, str], *, watched: bool = sys.platform != "linux"
    ) -> subprocess.Popen[bytes]:
        """Start `command` so that it ends with this process; its output comes through the pipe `stdout`.

        Call it from a thread that lives as long as the application. `watched` takes the way of macOS,
        which works on Linux too. The terminal's Ctrl-C does not reach the command: it ends the
        application, which stops its own writers first.
        """
        python = [sys.executable, "-I", "-S"]
        if watched:
            whole = [*python, str(WATCHER), *command]
        else:
            whole = [*python, "-c", _BOUND_TO_PARENT, str(os.getpid()), *command]
        return subprocess.Popen(
            whole,
            cwd=cwd,
            env=env,
            stdin=subprocess.PIPE if watched else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            umask=0o077,
            start_new_session=True,
        )
