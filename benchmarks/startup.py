"""How long `graphkam --help` takes over bare Python: python -m benchmarks.startup [--runs N] [--json FILE]

Starts each in turn, so that both see the same load, and compares the fastest runs.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path

LIMIT = 0.15


def seconds(*command: str) -> float:
    """How long a command runs."""
    start = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


def main() -> None:
    """Print both times and their difference; exits with 1 when it is over the limit."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    options = parser.parse_args()
    bare, helped = float("inf"), float("inf")
    for _ in range(options.runs):
        bare = min(bare, seconds(sys.executable, "-c", "pass"))
        helped = min(helped, seconds(sys.executable, "-m", "graphkam", "--help"))
    over = helped - bare
    print(f"bare Python {bare:.3f} s, graphkam --help {helped:.3f} s: {over:.3f} s over, limit {LIMIT} s")
    if options.json:
        figures = {
            "bare_s": round(bare, 4),
            "help_s": round(helped, 4),
            "over_s": round(over, 4),
            "limit_s": LIMIT,
        }
        options.json.write_text(json.dumps(figures, indent=2) + "\n", "utf-8")
    sys.exit(over > LIMIT)


if __name__ == "__main__":
    main()
