"""Pages of accounts under load: python -m benchmarks.page_load [--rate N] [--seconds N] [--people N] [--json FILE]

A store is filled by the import with a seeded portfolio (`portfolio_files`), `graphkam serve` is started on it, and
a process of its own (`arrivals`) asks for the pages of random accounts, half of them in Chinese, at random moments.
Before, every page is asked for once, and what that took is told too; with `--cold` none is. With `--writes` a
touchpoint a second is recorded meanwhile, and each time the next page of that tie has to count it.

`--data-dir` keeps the store for a next run.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import quote
from urllib.request import Request, urlopen

import psutil

from benchmarks.portfolio_files import write_files
from graphkam.domain.moment import DAY, instant_text
from graphkam.settings import load_settings
from graphkam.store import open_store

LIMIT = 100.0
"""Milliseconds that 99 of 100 pages may take."""
LANGUAGES = ("en", "zh")


def fill(directory: Path, people: int) -> dict[str, int]:
    """Import a portfolio of so many people into the embedded store of a directory; rows by table."""
    with tempfile.TemporaryDirectory() as folder:
        counts = write_files(Path(folder), people, time.time() // DAY * DAY)
        command = [sys.executable, "-m", "graphkam", "import", folder]
        subprocess.run(command, env=_environment(directory), check=True, stdout=sys.stderr)
    return counts


@contextmanager
def serving(directory: Path) -> Iterator[tuple[str, psutil.Process]]:
    """`graphkam serve` on the store of a directory: its address, and the process."""
    command = [sys.executable, "-m", "graphkam", "serve", "--port", "0"]
    with (
        (directory / "serve.log").open("w") as log,
        subprocess.Popen(
            command, env=_environment(directory), stdout=subprocess.PIPE, stderr=log, text=True
        ) as server,
    ):
        assert server.stdout is not None
        try:
            yield server.stdout.readline().strip(), psutil.Process(server.pid)
        finally:
            server.send_signal(signal.SIGINT)


def _environment(directory: Path) -> dict[str, str]:
    return {**os.environ, "GRAPHKAM_DATA_DIR": str(directory), "GRAPHKAM_URL": ""}


def _get(url: str, accept: str = "application/json") -> bytes:
    with urlopen(Request(url, headers={"accept": accept}), timeout=120) as answer:
        body: bytes = answer.read()
        return body


def accounts_of(directory: Path) -> list[str]:
    """The ids of all accounts, from the store that the server runs: no page of it has been asked for."""
    with open_store(load_settings(url="", data_dir=directory.absolute()), own=False) as store:
        return sorted(store.columns("revisions")["id"])


class Writer(threading.Thread):
    """Records a touchpoint a second at one account after the other, and looks whether its next page counts it."""

    def __init__(self, url: str, accounts: list[str], seconds: float) -> None:
        super().__init__(daemon=True)
        self._url, self._accounts, self._seconds = url, accounts, seconds
        self.written = self.stale = 0

    def run(self) -> None:
        """Write until the time is over."""
        end = time.perf_counter() + self._seconds
        for number, account in enumerate(self._accounts):
            if time.perf_counter() > end:
                return
            self.stale += not self._seen(account, number)
            self.written += 1
            time.sleep(1.0)

    def _seen(self, account: str, number: int) -> bool:
        there = f"{self._url}api/v1/accounts/{quote(account, safe='')}/ties"
        tie = json.loads(_get(there))["items"][0]
        body = {
            "id": f"load-{time.time_ns()}-{number}",
            "at": instant_text(time.time() - 60),
            "channel": "call",
            "account_id": account,
            "team_ids": [tie["team_id"]],
            "people_ids": [tie["person_id"]],
        }
        headers = {"content-type": "application/json"}
        request = Request(f"{self._url}api/v1/touchpoints", json.dumps(body).encode(), headers, method="POST")
        with urlopen(request, timeout=120):
            pass
        path = f"accounts/{quote(account, safe='')}/ties/{quote(tie['team_id'])}/{quote(tie['person_id'])}"
        counted = tie["count"] + 1
        return f"{counted:,} touchpoint".encode() in _get(f"{self._url}{path}?lang=en", "text/html")


def measure(
    url: str,
    server: psutil.Process,
    accounts: list[str],
    rate: float,
    seconds: float,
    *,
    cold: bool,
    writes: bool,
) -> dict[str, object]:
    """Ask a server for the pages of these accounts, and time it."""
    paths = [f"/accounts/{quote(id_, safe='')}?lang={lang}" for id_ in accounts for lang in LANGUAGES]
    first = {} if cold else {"first": _asked(url, server, paths, "--once")}
    writer = Writer(url, accounts, seconds - 2)
    if writes:
        writer.start()
    told = _asked(url, server, paths, "--rate", str(rate), "--seconds", str(seconds))
    if writes:
        writer.join()
    written = {"writes": writer.written, "stale": writer.stale} if writes else {}
    return {"accounts": len(accounts), "rate": rate, "seconds": seconds, **first, **told, **written}


def _asked(url: str, server: psutil.Process, paths: list[str], *how: str) -> dict[str, object]:
    """What the process of the readers tells, and the milliseconds of the processors for each page."""
    before = _seconds_of(server)
    command = [sys.executable, "-m", "benchmarks.arrivals", url, *how]
    told = subprocess.run(command, input="\n".join(paths), stdout=subprocess.PIPE, text=True, check=True)
    answers: dict[str, object] = json.loads(told.stdout)
    used = {name: seconds - before[name] for name, seconds in _seconds_of(server).items()}
    pages = int(str(answers["requests"]))
    return {**answers, "cpu_ms": {name: round(seconds / pages * 1000, 1) for name, seconds in used.items()}}


def _seconds_of(server: psutil.Process) -> dict[str, float]:
    """Seconds of the processor that the application and its database have had."""
    parts = {"application": [server], "database": server.children()}
    used = {name: [part.cpu_times() for part in group] for name, group in parts.items()}
    return {name: sum(times.user + times.system for times in group) for name, group in used.items()}


def main() -> None:
    """Print the figures; exits with 1 when pages take longer than the limit, fail or are stale."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rate", type=float, default=50.0, help="pages a second")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--cold", action="store_true", help="do not ask for every page once before")
    parser.add_argument("--accounts", type=int, help="ask for the pages of so many of them; default: all")
    parser.add_argument("--writes", action="store_true", help="record a touchpoint a second meanwhile")
    parser.add_argument("--data-dir", type=Path, help="where the store is kept; filled if there is none")
    parser.add_argument(
        "--settle", type=float, default=0.0, help="seconds between the start and the first page"
    )
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    options = parser.parse_args()
    with ExitStack() as stack:
        directory = options.data_dir or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        if not (directory / "databases").exists():
            directory.mkdir(parents=True, exist_ok=True)
            fill(directory, options.people)
        start = time.perf_counter()
        url, server = stack.enter_context(serving(directory))
        print(f"serving after {time.perf_counter() - start:.1f} s")
        accounts = accounts_of(directory)[: options.accounts]
        time.sleep(options.settle)
        figures = measure(
            url, server, accounts, options.rate, options.seconds, cold=options.cold, writes=options.writes
        )
    print(json.dumps(figures, indent=2))
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2) + "\n", "utf-8")
    slow = figures["ms"]["p99"] is None or figures["ms"]["p99"] > LIMIT  # type: ignore[index]
    sys.exit(bool(slow or figures["errors"] or figures.get("stale")))


if __name__ == "__main__":
    main()
