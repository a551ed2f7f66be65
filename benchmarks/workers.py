"""The same sweep on several processes: python -m benchmarks --workers N [--size S|M|L] [--json FILE]

The portfolio is written to a file as the snapshot writes it; each process maps it and sweeps the accounts that it is
given, by Dask's choice. Every column of the answers is compared with those of one process, bit by bit.
"""

from __future__ import annotations

import hashlib
import tempfile
import time
from dataclasses import fields
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from benchmarks.frames import AT
from graphkam.cluster import Cluster, check_installed, local_cluster
from graphkam.domain.constants import Constants
from graphkam.domain.frame import Frame
from graphkam.domain.sweep import Sweep
from graphkam.snapshot.chunks import Chunk
from graphkam.snapshot.disk import load, save
from graphkam.snapshot.pages import Page

STORE = "benchmark"
RUNS = 3


class Part(NamedTuple):
    """Accounts of a file, from `begin` to before `end`."""

    path: Path
    begin: int
    end: int


def write(frame: Frame, path: Path) -> int:
    """The portfolio as a file, without pages; its bytes."""
    nothing = Page(0, b"", b"", np.empty(0))
    ids = [id_ or "" for id_ in frame.account_id]
    save(path, Chunk(ids, [nothing] * len(frame), frame), STORE, 0)
    return path.stat().st_size


def swept(part: Part) -> dict[str, Any]:
    """The numbers of each account, which is what a portfolio shows. Runs in a worker."""
    found = _sweep(part)
    return {f.name: getattr(found, f.name) for f in fields(Sweep) if f.metadata["level"] == "account"}


def digests(part: Part) -> dict[str, str]:
    """A digest of every column. Runs in a worker."""
    found = _sweep(part)
    return {f.name: _digest(getattr(found, f.name)) for f in fields(Sweep)}


def measured(frame: Frame, workers: int) -> dict[str, Any]:
    """Seconds alone and by so many processes, and whether they agree."""
    check_installed()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "portfolio"
        size = write(frame, path)
        whole = Part(path, 0, len(frame))
        alone = _fastest(lambda: _sweep(whole))
        begun = time.perf_counter()
        with local_cluster(workers) as cluster:
            started = time.perf_counter() - begun
            parts = cut(frame, path, cluster.parts)
            first = _seconds(lambda: cluster.each(swept, parts))
            warm = _fastest(lambda: cluster.each(swept, parts))
            differ = differing(frame, _sweep(whole), parts, cluster)
    return {
        "accounts": len(frame),
        "workers": workers,
        "parts": len(parts),
        "file_gb": size / 2**30,
        "alone_s": alone,
        "start_s": started,
        "first_s": first,
        "warm_s": warm,
        "ratio": alone / warm,
        "columns": len(fields(Sweep)),
        "differing": differ,
    }


def cut(frame: Frame, path: Path, parts: int) -> list[Part]:
    """Parts of about as many contacts each."""
    contacts = frame.first_contact[frame.first_tie]
    ends = np.searchsorted(contacts, np.linspace(0, contacts[-1], parts + 1)[1:-1])
    edges = [0, *ends.tolist(), len(frame)]
    return [Part(path, b, e) for b, e in pairwise(edges) if e > b]


def differing(frame: Frame, whole: Sweep, parts: list[Part], cluster: Cluster) -> list[str]:
    """The columns that are not the same, bit by bit."""
    wrong: set[str] = set()
    for part, theirs in zip(parts, cluster.each(digests, parts), strict=True):
        wrong |= {name for name, column in _of(frame, whole, part).items() if _digest(column) != theirs[name]}
    return sorted(wrong)


def _of(frame: Frame, whole: Sweep, part: Part) -> dict[str, Any]:
    """The rows of a whole sweep that belong to a part."""
    rows = {
        "account": slice(part.begin, part.end),
        "person": slice(*frame.first_person[[part.begin, part.end]].tolist()),
        "member": slice(*frame.first_member[[part.begin, part.end]].tolist()),
        "line": slice(*frame.first_line[[part.begin, part.end]].tolist()),
        "tie": slice(*frame.first_tie[[part.begin, part.end]].tolist()),
    }
    rows |= {"gap": rows["account"], "set": rows["account"]}
    found: dict[str, Any] = {}
    for f in fields(Sweep):
        level, column = f.metadata["level"], getattr(whole, f.name)
        found[f.name] = column[:, rows[level[5:]]] if level.startswith("flow ") else column[rows[level]]
    return found


def _sweep(part: Part) -> Sweep:
    from graphkam.analysis.compiled.engine import sweep

    return sweep(_cut_out(part), AT, Constants())


@lru_cache(maxsize=8)
def _cut_out(part: Part) -> Frame:
    return _opened(part.path).part(part.begin, part.end)


@lru_cache(maxsize=1)
def _opened(path: Path) -> Frame:
    return load(path, STORE).chunk.frame


def _digest(column: Any) -> str:
    return hashlib.blake2b(np.ascontiguousarray(column).tobytes(), digest_size=12).hexdigest()


def _seconds(work: Any) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _fastest(work: Any) -> float:
    return min(_seconds(work) for _ in range(RUNS))


def table(f: dict[str, Any]) -> str:
    """The figures as a page shows them."""
    told = f"{f['accounts']:,} accounts in {f['parts']} parts on {f['workers']} processes, file {f['file_gb']:.2f} GB"
    rows = [
        ("one process, warm", f["alone_s"], ""),
        ("cluster: start", f["start_s"], ""),
        ("cluster: first sweep, file opened, kernels loaded", f["first_s"], ""),
        ("cluster: warm, answers brought together", f["warm_s"], f"{f['ratio']:.2f} ×"),
    ]
    lines = [f"| {what} | {s:.3f} s | {ratio} |" for what, s, ratio in rows]
    same = "every column the same" if not f["differing"] else f"DIFFERENT: {', '.join(f['differing'])}"
    return "\n".join(
        [
            told,
            "",
            "| work | time | against one process |",
            "|---|---:|---:|",
            *lines,
            "",
            f"{f['columns']} columns: {same}",
        ]
    )
