"""Runs a command and kills it when the pipe on standard input closes: `watcher.py COMMAND…`.

A program of its own, started by the path of this file; it knows nothing else of ours. Whoever started
it holds the other end of the pipe, and the system closes that when they end, however they end.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading


def main() -> int:
    """Run the command; returns its exit code."""
    child = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL)
    signal.signal(signal.SIGTERM, lambda *_: child.terminate())

    def kill_when_alone() -> None:
        os.read(0, 1)
        child.kill()

    threading.Thread(target=kill_when_alone, daemon=True).start()
    return child.wait()


if __name__ == "__main__":
    sys.exit(main())
