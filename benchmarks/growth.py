"""Time and memory from 250 to 25,000 accounts: python -m benchmarks.growth [--json FILE] [--picture FILE]

Each size in a process of its own that starts from the file, as the program does: opens and checks it, sweeps once,
sweeps again. The file is that of the snapshot, but for its pages: these are made of a sample of the accounts, as the
snapshot makes them, and stand for all by their people and contacts. Takes two to three minutes.
"""

from __future__ import annotations

import argparse
import json
import platform
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.frames import AT, facts_of, portfolio
from benchmarks.picture import Panel, Series, picture
from benchmarks.workers import STORE, write
from graphkam.domain.constants import Constants
from graphkam.domain.frame import Frame, Texts
from graphkam.snapshot.disk import load
from tests.test_snapshot_disk import chunk_of

SIZES = (250, 500, 1_000, 2_500, 5_000, 10_000, 25_000)
RUNS = 5
SAMPLE = 60
GOALS = ("goal 1.2 s", 1.2), ("goal 2.5 GB", 2.5)
OF_CONTACTS = {"tie", "contact"}
"""Levels that grow with contacts; all others grow with people."""


def bytes_of(frame: Frame) -> tuple[int, int]:
    """The bytes of the columns that grow with people, and of those that grow with contacts."""
    found = [0, 0]
    for column in fields(Frame):
        values = getattr(frame, column.name)
        size = values.utf8.nbytes + values.first.nbytes if isinstance(values, Texts) else values.nbytes
        level = column.metadata["starts"] or column.metadata["level"]
        found[level in OF_CONTACTS] += size
    return found[0], found[1]


def pages_of(frame: Frame, sample: int) -> tuple[float, float]:
    """The bytes of a page for each person and each touchpoint, of every n-th account by size."""
    order = np.argsort(np.diff(frame.first_person), kind="stable")
    step = max(1, len(frame) // sample)
    facts = facts_of(frame, [int(a) for a in order[step // 2 :: step]])
    pages = chunk_of(facts).pages
    people = sum(len(f.people) for f in facts)
    touchpoints = sum(len(f.touchpoints) for f in facts)
    return sum(len(p.records) for p in pages) / people, sum(
        len(p.packed) + 8 * len(p.seconds) for p in pages
    ) / touchpoints


def from_file(path: Path) -> dict[str, float]:
    """Seconds and bytes of this process: started with nothing but the file."""
    begun = time.perf_counter()
    frame = load(path, STORE).chunk.frame
    opened = time.perf_counter()
    from graphkam.analysis.compiled.engine import sweep

    found = sweep(frame, AT, Constants())
    first = time.perf_counter()
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        found = sweep(frame, AT, Constants())
        times.append(time.perf_counter() - start)
    return {
        "open_s": opened - begun,
        "first_s": first - opened,
        "warm_s": min(times),
        "answer_bytes": sum(getattr(found, f.name).nbytes for f in fields(found)),
        **memory(),
    }


def memory() -> dict[str, float]:
    """Bytes of this process, as Linux counts them: its own, of files that are mapped, and all at their most."""
    status = Path("/proc/self/status").read_text("ascii")
    kb = {name: float(value) for name, value in re.findall(r"(\w+):\s+(\d+) kB", status)}
    return {
        "own_bytes": kb["RssAnon"] * 1024,
        "mapped_bytes": kb["RssFile"] * 1024,
        "peak_bytes": kb["VmHWM"] * 1024,
    }


def measured(accounts: int, folder: Path) -> dict[str, Any]:
    """The figures of one size."""
    frame = portfolio(accounts)
    path = folder / "portfolio"
    file = write(frame, path)
    people, contacts = len(frame.first_post) - 1, len(frame.contact_at)
    of_people, of_contacts = bytes_of(frame)
    of_person, of_touchpoint = pages_of(frame, SAMPLE)
    del frame
    run = [sys.executable, "-m", "benchmarks.growth", "--one", str(path)]
    figures = json.loads(subprocess.run(run, check=True, capture_output=True, text=True).stdout)
    return {
        "accounts": accounts,
        "people": people,
        "contacts": contacts,
        "column_bytes": file,
        "page_bytes": round(of_person * people + of_touchpoint * contacts),
        "columns_a_person": of_people / people,
        "columns_a_contact": of_contacts / contacts,
        "pages_a_person": of_person,
        "pages_a_touchpoint": of_touchpoint,
        **figures,
    }


def drawn(found: Sequence[dict[str, Any]]) -> str:
    """Time and memory over accounts."""

    def curve(name: str, *keys: str, unit: float = 1.0) -> Series:
        return Series(name, [(f["accounts"], sum(f[key] for key in keys) / unit) for f in found])

    times = (
        curve("start: file opened, first sweep", "open_s", "first_s"),
        curve("opening and checking the file", "open_s"),
        curve("every analysis of all accounts, warm", "warm_s"),
    )
    room = (
        curve("file: columns and pages", "column_bytes", "page_bytes", unit=2**30),
        curve("memory of the process at most", "peak_bytes", unit=2**30),
        curve("columns alone", "column_bytes", unit=2**30),
    )
    panels = (
        Panel("Time, one core", lambda s: f"{s:g} s" if s >= 1 else f"{s * 1000:g} ms", times, GOALS[0]),
        Panel("Room", lambda gb: f"{gb:g} GB" if gb >= 1 else f"{gb * 1000:g} MB", room, GOALS[1]),
    )
    return picture(panels, "accounts (60 people and 600 contacts each, in the mean)")


def table(found: Sequence[dict[str, Any]]) -> str:
    """The figures as a page shows them."""
    head = (
        "| accounts | people | contacts | open | first sweep | warm | memory at most | of its own | columns | pages |\n"
        "|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|"
    )
    rows = [
        f"| {f['accounts']:,} | {f['people']:,} | {f['contacts']:,} | {f['open_s']:.2f} s | {f['first_s']:.2f} s | "
        f"{f['warm_s']:.3f} s | {f['peak_bytes'] / 2**20:,.0f} MB | {f['own_bytes'] / 2**20:,.0f} MB | "
        f"{f['column_bytes'] / 2**20:,.0f} MB | {f['page_bytes'] / 2**20:,.0f} MB |"
        for f in found
    ]
    last = found[-1]
    told = (
        f"Columns: {last['columns_a_person']:.0f} bytes a person, {last['columns_a_contact']:.1f} a contact. Pages: "
        f"{last['pages_a_person']:.0f} bytes a person, {last['pages_a_touchpoint']:.0f} a touchpoint. Answer: "
        f"{last['answer_bytes'] / last['people']:.0f} bytes a person."
    )
    return "\n".join([head, *rows, "", told])


def main() -> None:
    """Print the table; write figures and picture."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.growth", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    parser.add_argument("--picture", type=Path, help="write the picture (SVG) to this file")
    parser.add_argument("--most", type=int, default=max(SIZES), help="no more accounts than this")
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(from_file(options.one)))
        return
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for accounts in (size for size in SIZES if size <= options.most):
            found.append(measured(accounts, Path(folder)))
            print(f"{accounts:,} accounts: {found[-1]['warm_s']:.3f} s", file=sys.stderr, flush=True)
    print(table(found))
    if options.json:
        options.json.write_text(
            json.dumps({"python": platform.python_version(), "sizes": found}, indent=2) + "\n", "utf-8"
        )
    if options.picture:
        options.picture.write_text(drawn(found), "utf-8")


if __name__ == "__main__":
    main()
