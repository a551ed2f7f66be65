"""Write the table of figures into README.md, from benchmarks/baselines: python -m benchmarks.readme

A test keeps the page in step with the figures.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
BASELINES = ROOT / "benchmarks" / "baselines"
PAGE = ROOT / "README.md"
BEGIN = "<!-- made by `python -m benchmarks.readme` -->"
END = "<!-- end of what is made -->"
SIZES = ("S", "M", "L")

Figures = Mapping[str, Any]


def section(of_size: Mapping[str, Figures], science: Figures) -> str:
    """The table, and what it stands on."""
    rows: list[tuple[str, Sequence[str]]] = [
        ("accounts, people, contacts", [_size(f) for f in of_size.values()]),
        ("every analysis of every account, warm", [_time(f["everything_s"]) for f in of_size.values()]),
        ("… by networkx", [_slower(f, "everything_networkx_s", "everything_s") for f in of_size.values()]),
        ("all single points of failure", [_time(f["spofs_s"]) for f in of_size.values()]),
        (
            "… dominators alone, networkx",
            [_slower(f, "spofs_networkx_s", "spofs_s") for f in of_size.values()],
        ),
        (
            "… dominators alone, rustworkx",
            [_slower(f, "spofs_rustworkx_s", "spofs_s") for f in of_size.values()],
        ),
        ("memory of the process at most", [f"{f['memory_gb']:.1f} GB" for f in of_size.values()]),
    ]
    head = f"| on one core | {' | '.join(of_size)} |\n|---|{'---:|' * len(of_size)}\n"
    table = head + "".join(f"| {what} | {' | '.join(cells)} |\n" for what, cells in rows)
    return f"{table}\n{_beside_science(of_size['M'], science)}\n"


def _beside_science(ours: Figures, science: Figures) -> str:
    low, high = (seconds * 1000 for seconds in science["projection_and_articulation_points_s"])
    alone, whole = ours["spofs_s"] * 1000, ours["everything_s"] * 1000
    return textwrap.fill(
        f"Neo4j Graph Data Science {science['version']} took {low:.0f} to {high:.0f} ms on {science['cores']} cores to "
        f"project {science['accounts']:,} accounts, find articulation points and drop the projection: "
        f"{low / alone:.1f} to {high / alone:.0f} times the {alone:.0f} ms of all single points of failure on M (flow "
        f"graphs built, both sides, with impact and reach), and {low / whole:.1f} to {high / whole:.1f} times the "
        f"{whole:.0f} ms of everything, the decay of {ours['contacts'] / 1e6:.1f} million contacts included, for "
        "which it was not asked. It was measured once, on another portfolio of as many accounts and not in the same "
        "run; articulation points know no direction, and it has no dominators. All else in a column is of one run: see "
        "[docs/performance.md](docs/performance.md).",
        118,
        break_on_hyphens=False,
    )


def _size(f: Figures) -> str:
    return f"{f['accounts']:,}, {_short(f['people'])}, {_short(f['contacts'])}"


def _short(count: int) -> str:
    return f"{count / 1e6:.1f} M" if count >= 1e6 else f"{count / 1e3:.0f} k"


def _time(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 0.9995 else f"{seconds * 1000:.0f} ms"


def _slower(f: Figures, other: str, ours: str) -> str:
    return (
        "–"
        if f[other] is None
        else f"{f[other] / f[ours]:.{0 if f[other] / f[ours] >= 10 else 1}f} × as long"
    )


def page(text: str) -> str:
    """The README with the table as the figures have it now."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"README.md has no place for the table: {BEGIN} … {END}")
    of_size = {size: _read(f"portfolio_{size}") for size in SIZES}
    return f"{before}{begin}\n\n{section(of_size, _read('graph_data_science'))}\n{end}{after}"


def _read(name: str) -> Figures:
    figures: Figures = json.loads((BASELINES / f"{name}.json").read_text("utf-8"))
    return figures


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text("utf-8")), "utf-8")
    print(f"wrote {PAGE}")
