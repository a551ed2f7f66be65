"""How long `graphkam --help` takes over bare Python: python benchmarks/startup.py [RUNS]

Starts each in turn, so that both see the same load, and compares the fastest runs.
"""

from __future__ import annotations

import subprocess
import sys
import time

LIMIT = 0.15


def seconds(*command: str) -> float:
    """How long a command runs."""
    start = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


def main() -> None:
    """Print both times and their difference; exits with 1 when it is over the limit."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    bare, helped = float("inf"), float("inf")
    for _ in range(runs):
        bare = min(bare, seconds(sys.executable, "-c", "pass"))
        helped = min(helped, seconds(sys.executable, "-m", "graphkam", "--help"))
    over = helped - bare
    print(f"bare Python {bare:.3f} s, graphkam --help {helped:.3f} s: {over:.3f} s over, limit {LIMIT} s")
    sys.exit(over > LIMIT)


if __name__ == "__main__":
    main()
