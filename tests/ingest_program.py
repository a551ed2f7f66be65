"""An import in a process of its own, which stops itself: `kill`, or `ctrl-c` in the middle of a write.

Arguments: kill or ctrl-c, the directory, and after how many written rows. Settings come from the environment.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from pathlib import Path

from graphkam.domain.message import as_json
from graphkam.ingest import import_paths, load
from graphkam.settings import load_settings
from graphkam.store import open_store


def main(how: str, directory: str, after: str) -> None:
    """Import, and stop after some rows."""
    load.CHUNK = 200
    started = threading.Event()

    def stop(what: str, done: int, total: int) -> None:
        if what != "writing" or done < int(after) or started.is_set():
            return
        started.set()
        if how == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        threading.Timer(0.002, os.kill, (os.getpid(), signal.SIGINT)).start()

    settings = load_settings()
    with open_store(settings) as store:
        report = import_paths(store, [Path(directory)], settings=settings, progress=stop)
    sys.stdout.write(json.dumps(as_json(report)))


if __name__ == "__main__":
    main(*sys.argv[1:])
