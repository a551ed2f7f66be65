"""The lines of a portfolio, by engine: python -m benchmarks.lines [--size S|M|L] [--sample N] [--json FILE]

As `python -m benchmarks`: the compiled engine works on all accounts, networkx on a systematic sample by size, and
its time stands for all. Where they do not agree on the sample, line by line, nothing is measured. What networkx
asks for is made before.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.frames import AT, SIZES, facts_of, portfolio
from graphkam.analysis import View
from graphkam.analysis import portfolio as by_networkx
from graphkam.domain.answers import AccountLine
from graphkam.domain.constants import Constants
from graphkam.domain.splicing import taken

CONSTANTS = Constants()
RUNS = 3


def same(one: Any, other: Any) -> bool:
    """Whether two lines say the same, numbers to 1e-9."""
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(one[k], other[k]) for k in one)
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, abs_tol=1e-9)
    return bool(one == other)


def measured(size: str, sample: int) -> dict[str, Any]:
    """The figures."""
    from graphkam.analysis.compiled.portfolio import Portfolio
    from graphkam.analysis.compiled.signs import signs

    frame = portfolio(SIZES[size])

    def lines() -> tuple[AccountLine, ...]:
        return Portfolio(AT, CONSTANTS).lines([(frame, range(len(frame)))])

    times, telling = [], []
    for _ in range(RUNS):
        start = time.perf_counter()
        lines()
        times.append(time.perf_counter() - start)
        start = time.perf_counter()
        signs(frame, AT, CONSTANTS)
        telling.append(time.perf_counter() - start)
    ordered = np.argsort(np.diff(frame.first_person), kind="stable")
    step = max(1, len(frame) // sample)
    places = ordered[step // 2 :: step]
    some = facts_of(frame, [int(a) for a in places])
    start = time.perf_counter()
    wanted = by_networkx((View(f, AT, CONSTANTS) for f in some), {})
    slow = (time.perf_counter() - start) * len(frame) / len(places)
    found = Portfolio(AT, CONSTANTS).lines([(taken(frame, places), range(len(places)))])
    if not all(same(asdict(w), asdict(f)) for w, f in zip(wanted, found, strict=True)):
        sys.exit("the engines do not agree")
    return {
        "accounts": len(frame),
        "sample": len(places),
        "lines_s": min(times),
        "signs_s": min(telling),
        "lines_networkx_s": slow,
        "ratio": slow / min(times),
    }


def main() -> None:
    """Print the figures; write the JSON."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.lines", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("--size", choices=sorted(SIZES), default="S")
    parser.add_argument("--sample", type=int, default=100, help="accounts for networkx")
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    options = parser.parse_args()
    f = measured(options.size, options.sample)
    print(f"{f['accounts']:,} accounts, networkx by {f['sample']} of them")
    print(f"lines: {f['lines_s']:.3f} s, of which sweep and signs {f['signs_s']:.3f} s")
    print(f"networkx: {f['lines_networkx_s']:.1f} s ({f['ratio']:.0f} ×)")
    if options.json:
        options.json.write_text(json.dumps({"size": options.size, **f}, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
