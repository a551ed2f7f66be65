"""Readers who come when they like: python -m benchmarks.arrivals URL [--rate N] [--seconds N] < paths

A process of its own that asks a server for pages. The moments are drawn beforehand (a Poisson process, from a
seed), and nobody waits for an answer before the next one comes: a server that falls behind makes everybody after
that wait, as it would in life. So the time of a page counts from the moment at which it was to be asked for.

Standard input has the paths, a line each; every request takes one of them at random. With `--once` each is asked
for once, one after the other. Prints one JSON object: requests, errors, percentiles in milliseconds.
"""

from __future__ import annotations

import argparse
import json
import sys
import threading
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPException, RemoteDisconnected
from random import Random
from urllib.parse import urlsplit

SEED = 5
READERS = 100
"""Requests that can be under way at the same time; when all are, the wait of the next one counts."""
PERCENTILES = (50, 90, 95, 99)


class Readers:
    """Connections to one server, one for each thread, and what came of the requests."""

    def __init__(self, url: str) -> None:
        self._host = urlsplit(url).netloc
        self._mine = threading.local()
        self.milliseconds: list[float] = []
        self.lateness: list[float] = []
        self.bytes = 0
        self.failed: Counter[str] = Counter()

    def ask(self, path: str, due: float) -> None:
        """Ask for a page that was due at that moment of the clock, and read it to its end."""
        self.lateness.append((time.perf_counter() - due) * 1000)
        try:
            status, body = self._answer(path)
        except (OSError, HTTPException) as error:
            self._mine.connection = None
            self.failed[type(error).__name__] += 1
            return
        self.milliseconds.append((time.perf_counter() - due) * 1000)
        self.bytes += len(body)
        if status != 200 or not body.rstrip().endswith(b"</html>"):
            self.failed[f"status {status}"] += 1

    def _answer(self, path: str) -> tuple[int, bytes]:
        """Status and body; a connection that the server has closed since it was last used is opened anew."""
        used = getattr(self._mine, "connection", None) is not None
        connection = self._connection()
        try:
            connection.request("GET", path, headers={"accept": "text/html"})
            answer = connection.getresponse()
        except (RemoteDisconnected, ConnectionError):
            self._mine.connection = None
            if not used:
                raise
            return self._answer(path)
        return answer.status, answer.read()

    def percentiles(self) -> dict[str, float | None]:
        """How long the answers took, in milliseconds."""
        most = round(max(self.milliseconds, default=0.0), 1)
        return {f"p{p}": percentile(self.milliseconds, p) for p in PERCENTILES} | {"max": most}

    def _connection(self) -> HTTPConnection:
        if getattr(self._mine, "connection", None) is None:
            self._mine.connection = HTTPConnection(self._host, timeout=60)
        connection: HTTPConnection = self._mine.connection
        return connection


def once(url: str, paths: Sequence[str]) -> dict[str, object]:
    """Ask for every path, one after the other; figures of how long the first time takes."""
    readers = Readers(url)
    for path in paths:
        readers.ask(path, time.perf_counter())
    return {"requests": len(paths), "errors": sum(readers.failed.values()), "ms": readers.percentiles()}


def run(url: str, paths: Sequence[str], rate: float, seconds: float) -> dict[str, object]:
    """Ask at that rate for so long; figures of every request."""
    random = Random(SEED)
    moments: list[float] = []
    at = random.expovariate(rate)
    while at < seconds:
        moments.append(at)
        at += random.expovariate(rate)
    readers = Readers(url)
    start = time.perf_counter()
    with ThreadPoolExecutor(READERS) as pool:
        for moment in moments:
            time.sleep(max(0.0, start + moment - time.perf_counter()))
            pool.submit(readers.ask, random.choice(paths), start + moment)
    took = time.perf_counter() - start
    return {
        "requests": len(moments),
        "errors": sum(readers.failed.values()),
        "failed": dict(readers.failed),
        "per_second": round(len(moments) / took, 1),
        "kilobytes": round(readers.bytes / max(1, len(readers.milliseconds)) / 1000, 1),
        "ms": readers.percentiles(),
        "late_ms_p99": percentile(readers.lateness, 99),
    }


def percentile(values: Sequence[float], share: float) -> float | None:
    """The smallest value that `share` percent do not exceed; None without values.

    >>> percentile([3.0, 1.0, 2.0], 50), percentile([3.0, 1.0, 2.0], 99), percentile([], 50)
    (2.0, 3.0, None)
    """
    if not values:
        return None
    return round(sorted(values)[max(0, -int(-len(values) * share // 100) - 1)], 1)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("url")
    parser.add_argument("--rate", type=float, default=50.0, help="requests a second")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--once", action="store_true", help="ask for each path once, in turn")
    options = parser.parse_args()
    paths = sys.stdin.read().split()
    told = (
        once(options.url, paths) if options.once else run(options.url, paths, options.rate, options.seconds)
    )
    print(json.dumps(told))


if __name__ == "__main__":
    main()
