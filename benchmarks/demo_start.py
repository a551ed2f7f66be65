"""How soon the demo's page answers: python -m benchmarks.demo_start [--runs N] [--json FILE]

Each run starts `graphkam demo` in an empty data directory, as the first start after an installation does, and
waits until the first page has come; by then everything is loaded.
"""

from __future__ import annotations

import argparse
import json
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.request import urlopen

LIMIT = 30.0


def seconds(directory: Path) -> tuple[float, float]:
    """Until the address was printed, and until the page behind it had come."""
    start = time.perf_counter()
    command = [
        sys.executable,
        "-m",
        "graphkam",
        "demo",
        "--no-browser",
        "--port",
        "0",
        "--data-dir",
        str(directory),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as demo:
        assert demo.stdout is not None
        try:
            url = demo.stdout.readline().strip()
            printed = time.perf_counter() - start
            with urlopen(url, timeout=60) as answer:
                answer.read()
            return printed, time.perf_counter() - start
        finally:
            demo.send_signal(signal.SIGINT)


def main() -> None:
    """Print the medians; exits with 1 when the page takes longer than the limit."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    options = parser.parse_args()
    times = []
    for _ in range(options.runs):
        with tempfile.TemporaryDirectory() as folder:
            times.append(seconds(Path(folder) / "demo"))
    url, page = (round(statistics.median(column), 1) for column in zip(*times, strict=True))
    print(f"address after {url} s, page after {page} s, limit {LIMIT} s")
    if options.json:
        figures = {"runs": options.runs, "url_s": url, "page_s": page, "limit_s": LIMIT}
        options.json.write_text(json.dumps(figures, indent=2) + "\n", "utf-8")
    sys.exit(page > LIMIT)


if __name__ == "__main__":
    main()
