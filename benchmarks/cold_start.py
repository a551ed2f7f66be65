"""`graphkam accounts` from the snapshot's file: python -m benchmarks.cold_start [--size S|M|L] [--json FILE]

A process of its own each time, as at the shell, on an embedded store that another process runs: from its start until
the last line is printed. The store holds the accounts, the file the columns of the portfolio of that size as
`benchmarks` makes it. The first run, which fills the system's cache of files and has
Python keep the bytecode of modules, as that of an installed package is, is not counted. Two cores may be used.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.frames import AT, SIZES, portfolio
from graphkam.analysis.compiled import kept
from graphkam.domain.frame import Frame
from graphkam.snapshot import path_of
from graphkam.snapshot.chunks import Chunk
from graphkam.snapshot.disk import save
from graphkam.snapshot.pages import Page
from graphkam.store import Store, open_store
from tests.servers import running_embedded

GOAL = 2.5
"""Seconds, of size L."""
SETTLE = 20.0
"""Seconds after which the store has done what so many writes leave to do: it is one that runs already."""
RUNS = 5
BATCH = 5_000
_KEPT = ("PYTHONPATH", "PYTHONHOME")
"""Of Python's own settings. Others, such as to keep no bytecode, or to write unbuffered, are for developers."""


def stored(store: Store, frame: Frame) -> Frame:
    """The frame with the revisions of its accounts, once the store has them."""
    rows = [{"id": id_ or "", "name": id_ or ""} for id_ in frame.account_id]
    for begin in range(0, len(rows), BATCH):
        store.write("accounts", rows[begin : begin + BATCH])
    told = store.columns("revisions")
    revision = dict(zip(told["id"], told["revision"], strict=True))
    return replace(frame, revision=np.array([revision[row["id"]] for row in rows], np.int64))


def pages(frame: Frame) -> list[Page]:
    """An empty page for each account: the lines of a portfolio ask for none."""
    nothing = np.empty(0)
    return [Page(int(r), b"", b"", nothing) for r in frame.revision]


def timed(data_dir: Path, environment: dict[str, str]) -> tuple[float, int]:
    """Seconds of one process, and how many lines it printed."""
    command = [sys.executable, "-m", "graphkam", "accounts", "--as-of", str(AT)]
    plain = {
        name: value for name, value in os.environ.items() if not name.startswith("PYTHON") or name in _KEPT
    }
    home = plain | environment | {"GRAPHKAM_DATA_DIR": str(data_dir)}
    start = time.perf_counter()
    done = subprocess.run(command, env=home, check=True, capture_output=True, text=True)
    seconds = time.perf_counter() - start
    if done.stderr.count("\n") > 1 or "snapshot" in done.stderr:
        sys.exit(done.stderr)
    return seconds, done.stdout.count("\n")


def measured(size: str) -> dict[str, Any]:
    """The figures."""
    kept.compile_all()
    with (
        tempfile.TemporaryDirectory() as folder,
        running_embedded(Path(folder)) as served,
        open_store(served.settings) as store,
    ):
        frame = stored(store, portfolio(SIZES[size]))
        path = path_of(served.settings)
        save(
            path,
            Chunk([i or "" for i in frame.account_id], pages(frame), frame),
            store.identity(),
            store.revision(),
        )
        time.sleep(SETTLE)
        zone = {"GRAPHKAM_TIMEZONE": AT.zone}
        runs = [timed(served.settings.data_dir, zone) for _ in range(RUNS + 1)][1:]
    seconds = sorted(s for s, _ in runs)
    return {
        "size": size,
        "accounts": len(frame),
        "lines": runs[0][1],
        "fastest_s": round(seconds[0], 3),
        "median_s": round(seconds[len(seconds) // 2], 3),
        "python": platform.python_version(),
        "machine": platform.machine(),
    }


def main() -> None:
    """Print the figures; exits with 1 where the goal is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--size", choices=sorted(SIZES), default="L")
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    options = parser.parse_args()
    result = measured(options.size)
    text = json.dumps(result, indent=2)
    print(text)
    if options.json:
        options.json.write_text(text + "\n", "utf-8")
    if options.size == "L" and result["median_s"] > GOAL:
        sys.exit(f"missed: {result['median_s']} s, not {GOAL}")


if __name__ == "__main__":
    main()
