"""A whole portfolio, by engine: python -m benchmarks [--size S|M|L] [--store] [--sample N] [--workers N] [--json FILE]

The portfolio is made by seed (`frames`), straight into columns, or with `--store` goes through an embedded store and
the snapshot that reads it (`stored`; M takes minutes the first time, `--data-dir` keeps it). Each engine works on one
core, building its graphs included; what it starts from (columns here, records and lists of pairs there) is not. The
engines that go account by account work on a systematic sample: the accounts in the order of their size, every n-th of
them, and their time × n stands for all. All of it is one run, the fastest of several for what takes less than a
second. Where this engine and the networkx engine do not agree on the sample, nothing is measured.
"""

from __future__ import annotations

import argparse
import json
import math
import platform
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np

from benchmarks.frames import AT, SIZES, facts_of, portfolio
from benchmarks.stored import through_store
from graphkam.analysis import View, exposure, gaps, spof, stage
from graphkam.analysis.cooling import cold_since, next_cold
from graphkam.analysis.graph import SUPPLIER
from graphkam.domain.constants import Constants
from graphkam.domain.facts import AccountFacts
from graphkam.domain.frame import Frame
from graphkam.domain.sweep import Sweep
from graphkam.snapshot import Snapshot

CONSTANTS = Constants()
RUNS = 9
GOALS = {"everything_s": 1.2, "everything_ratio": 300, "spofs_ratio": 60, "memory_gb": 2.5}
FAILURES = {"direct", "influence"}
"""The kernels of single points of failure, once live ties, lines and powers are known, as they are to the others."""


def seconds(work: Callable[[], object], runs: int = 1) -> float:
    """The fastest of several runs."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def by_networkx(facts: Sequence[AccountFacts]) -> list[View]:
    """Everything that a sweep tells, account by account."""
    views = [View(f, AT, CONSTANTS) for f in facts]
    for view in views:
        gaps(view), spof(view), stage(view), exposure(view)
        for pair in view.contacts:
            cold_since(view, pair), next_cold(view, view.strengths[pair])
    return views


Net = tuple[int, list[tuple[int, int]]]
"""How many nodes, and the arcs; 0 is the supplier."""


def nets(views: Sequence[View]) -> list[Net]:
    """The flow graphs as numbers, which any library can build its own from."""
    found = []
    for view in views:
        number = {v: i for i, v in enumerate([SUPPLIER, *sorted(set(view.influence) - {SUPPLIER})])}
        found.append((len(number), [(number[a], number[b]) for a, b in view.influence.edges]))
    return found


def networkx_dominators(found: Sequence[Net]) -> None:
    """The dominator tree of each, by networkx."""
    for nodes, arcs in found:
        graph = nx.DiGraph()
        graph.add_nodes_from(range(nodes))
        graph.add_edges_from(arcs)
        nx.immediate_dominators(graph, 0)


def rustworkx_dominators(found: Sequence[Net]) -> None:
    """The same, by rustworkx."""
    import rustworkx as rx

    for nodes, arcs in found:
        graph = rx.PyDiGraph()
        graph.add_nodes_from(range(nodes))
        graph.add_edges_from_no_data(arcs)
        rx.immediate_dominators(graph, 0)


def agree(found: Sweep, places: Sequence[int], views: Sequence[View]) -> bool:
    """Whether the engines say the same of the sample: exposure, single points of failure, redundancy."""
    for a, view in zip(places, views, strict=True):
        answer, danger = spof(view), exposure(view)
        here = float(found.exposure[a])
        if not (
            danger.exposure is None if math.isnan(here) else math.isclose(here, danger.exposure, abs_tol=1e-9)
        ):
            return False
        for graph, sides in enumerate((answer.direct, answer.influence)):
            if found.spofs[graph, a] != sum(x.spof for x in (*sides.ours, *sides.theirs)):
                return False
        if found.gaps[a].sum() != len(gaps(view).gaps):
            return False
    return True


def kernels(frame: Frame, *, redundancy: bool) -> dict[str, float]:
    """Seconds of each kernel: the fastest of several sweeps, with or without the ways to decision holders."""
    from graphkam.analysis.compiled import engine

    times: dict[str, float] = {}

    def timed(kernel: Any) -> Any:
        name = kernel.py_func.__name__

        def run(*columns: Any) -> None:
            times[name] = min(times.get(name, math.inf), seconds(lambda: kernel(*columns)))

        run.py_func = kernel.py_func  # type: ignore[attr-defined]
        return run

    before, engine.KERNELS = engine.KERNELS, tuple(map(timed, engine.PARTS))
    try:
        for _ in range(RUNS):
            engine.sweep(frame, AT, CONSTANTS, redundancy=redundancy)
    finally:
        engine.KERNELS = before
    return times


def measured(frame: Frame, sample: int, stored: Snapshot | None = None) -> dict[str, Any]:
    """All figures of one portfolio; its facts are those of the frame, or those that are stored."""
    start = time.perf_counter()
    from graphkam.analysis.compiled.engine import sweep

    found = sweep(frame, AT, CONSTANTS)
    cold = time.perf_counter() - start
    warm = seconds(lambda: sweep(frame, AT, CONSTANTS), RUNS)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    by_kernel = kernels(frame, redundancy=True)
    failures = sum(s for name, s in kernels(frame, redundancy=False).items() if name in FAILURES)
    ordered = np.argsort(np.diff(frame.first_person), kind="stable")
    step = max(1, len(frame) // sample)
    places = [int(a) for a in ordered[step // 2 :: step]]
    facts = stored.some([str(frame.account_id[a]) for a in places]) if stored else facts_of(frame, places)
    share = len(frame) / len(places)
    views = by_networkx(facts)
    slow = seconds(lambda: by_networkx(facts), 2) * share
    if not agree(found, places, views):
        sys.exit("the engines do not agree")
    flows = nets(views)
    dominators = seconds(lambda: networkx_dominators(flows), RUNS) * share
    try:
        rust: float | None = seconds(lambda: rustworkx_dominators(flows), RUNS) * share
    except ImportError:
        rust = None
    return {
        "accounts": len(frame),
        "through_store": stored is not None,
        "people": len(frame.first_post) - 1,
        "contacts": len(frame.contact_at),
        "ties": len(frame.tie_person),
        "sample": len(places),
        "cold_s": cold,
        "everything_s": warm,
        "everything_networkx_s": slow,
        "everything_ratio": slow / warm,
        "spofs_s": failures,
        "spofs_networkx_s": dominators,
        "spofs_ratio": dominators / failures,
        "spofs_rustworkx_s": rust,
        "spofs_rustworkx_ratio": None if rust is None else rust / failures,
        "memory_gb": memory,
        "kernels_ms": {name: round(s * 1000, 1) for name, s in by_kernel.items()},
    }


def table(size: str, f: dict[str, Any]) -> str:
    """The figures as a page shows them."""
    told = f"{f['accounts']:,} accounts, {f['people']:,} people, {f['contacts']:,} contacts ({size}); "
    rows = [
        ("everything: this engine", f["everything_s"], ""),
        ("everything: networkx engine", f["everything_networkx_s"], f"{f['everything_ratio']:.0f} ×"),
        ("all single points of failure: this engine", f["spofs_s"], ""),
        ("dominators alone: networkx", f["spofs_networkx_s"], f"{f['spofs_ratio']:.0f} ×"),
    ]
    if f["spofs_rustworkx_s"] is not None:
        row = ("dominators alone: rustworkx", f["spofs_rustworkx_s"], f"{f['spofs_rustworkx_ratio']:.1f} ×")
        rows.append(row)
    rows.append(("first sweep of a process, numba and its cache loaded", f["cold_s"], ""))
    lines = [f"| {what} | {s:.3f} s | {ratio} |" for what, s, ratio in rows]
    head = [
        told + f"the others by {f['sample']} accounts",
        "",
        "| work | time | against this engine |",
        "|---|---:|---:|",
    ]
    return "\n".join([*head, *lines, "", f"memory at most {f['memory_gb']:.2f} GB, the portfolio in it"])


def by_workers(size: str, count: int, path: Path | None) -> None:
    """Print what a cluster makes of it; exits with 1 where its answers are others."""
    from benchmarks import workers

    figures = workers.measured(portfolio(SIZES[size]), count)
    print(workers.table(figures))
    if path:
        path.write_text(json.dumps({"size": size, **figures}, indent=2) + "\n", "utf-8")
    if figures["differing"]:
        sys.exit("the processes do not agree with one")


def main() -> None:
    """Print the table; write the JSON; exits with 1 where L misses a goal."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("--size", choices=sorted(SIZES), default="S")
    parser.add_argument("--store", action="store_true", help="through the embedded store and the snapshot")
    parser.add_argument("--data-dir", type=Path, help="keep that store here, and read it if it is there")
    parser.add_argument("--sample", type=int, default=100, help="accounts for the engines that go one by one")
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    parser.add_argument("--workers", type=int, help="only the sweep, by so many processes, compared with one")
    options = parser.parse_args()
    if options.workers is not None:
        by_workers(options.size, options.workers, options.json)
        return
    with ExitStack() as stack:
        frame, snapshot = portfolio(SIZES[options.size]), None
        if options.store:
            kept = options.data_dir or Path(stack.enter_context(tempfile.TemporaryDirectory()))
            frame, snapshot = stack.enter_context(through_store(frame, kept))
        figures = measured(frame, options.sample, snapshot)
    print(table(options.size, figures))
    if options.json:
        options.json.write_text(
            json.dumps({"size": options.size, "python": platform.python_version(), **figures}, indent=2)
            + "\n",
            "utf-8",
        )
    missed = [
        name
        for name, goal in GOALS.items()
        if (figures[name] < goal if name.endswith("ratio") else figures[name] > goal)
    ]
    if options.size == "L" and missed:
        sys.exit(f"missed: {', '.join(missed)}")


if __name__ == "__main__":
    main()
