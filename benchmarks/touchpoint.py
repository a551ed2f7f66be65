"""How soon a touchpoint counts: python -m benchmarks.touchpoint [--json FILE]

One account of 60 people and 600 touchpoints, and one of 2,000 people and 20,000, in the embedded store. Touchpoints
are recorded one by one, as POST /touchpoints and `graphkam log` record them. Measured, each by itself:

written    checked, looked up and written by the store, on the disk, until the snapshot holds it
made ready what is done of that before the write, which nobody sees: the account is swept ahead, as of now
taken in   of that, what the snapshot does after the write
analysed   the account's columns with what is new, as of now (`Desk.standing`), and one looked at
fresh      taken in and analysed: what passes between the write and the answer
together   made ready as well
later      taken in and analysed, but as of another second than what was swept ahead, so that it is swept anew
in a row   made ready, taken in and analysed, touchpoint after touchpoint, with nothing between them, no question to
           the store either, that empties the caches

The fastest of all counts, and beside it the median: other work on the computer makes the slow ones.
"""

from __future__ import annotations

import argparse
import json
import platform
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from graphkam.contacting import log
from graphkam.desk import Desk
from graphkam.domain.moment import AsOf, instant_text
from graphkam.domain.tables import Row
from graphkam.settings import Settings
from graphkam.snapshot.added import Coming
from graphkam.store import Store, Written, open_store
from tests.servers import running_embedded

SIZES = {"typical": (60, 600), "largest": (2_000, 20_000)}
GOALS = {"typical": 0.1, "largest": 5.0}
"""Milliseconds of what is taken in and analysed; with the write WRITTEN."""
WRITTEN = 15.0
OURS = [f"u{i:02}" for i in range(40)]


def load(store: Store) -> None:
    """Both accounts."""
    rng = random.Random(1)
    store.write("team", [{"id": u, "name": u, "level": "management", "function": "sales"} for u in OURS])
    for account, (people, touchpoints) in SIZES.items():
        store.write("accounts", [{"id": account, "name": account, "annual_value": 1e6}])
        team = OURS[: 2 + min(people // 8, 38)]
        covering: list[Row] = [{"team_id": u, "account_id": account, "as": "service"} for u in team]
        store.write("assignments", covering)
        ids = [f"{account}-{i}" for i in range(people)]
        rows: list[Row] = [
            {
                "id": id_,
                "account_id": account,
                "name": id_,
                "layer": ("operating", "management", "executive")[i % 7 % 3],
                "reports_to": ids[(i - 1) // 4] if i else None,
            }
            for i, id_ in enumerate(ids)
        ]
        store.write("people", rows)
        met: list[Row] = [
            touchpoint(account, f"{account}-t{i}", rng, 1.75e9 + rng.randrange(10**7))
            for i in range(touchpoints)
        ]
        store.write("touchpoints", met)


def touchpoint(account: str, id_: str, rng: random.Random, at: float) -> Row:
    """One of ours met one or two of theirs."""
    people, _ = SIZES[account]
    return {
        "id": id_,
        "at": instant_text(at),
        "channel": rng.choice(["meeting", "call", "email"]),
        "account_id": account,
        "team_ids": [rng.choice(OURS[: 2 + min(people // 8, 38)])],
        "people_ids": [f"{account}-{i}" for i in rng.sample(range(people), rng.choice([1, 1, 2]))],
        "initiated_by": "us",
    }


def measured(desk: Desk, account: str, runs: int) -> dict[str, float]:
    """Milliseconds of each part."""
    rng, times = random.Random(2), Watch(desk)
    written: list[float] = []
    analysed: list[float] = []
    later: list[float] = []
    begun, revision = datetime.now(UTC) - timedelta(days=1), 0
    for i in range(2 * runs):
        row = touchpoint(account, f"{account}-new{i}", rng, (begun + timedelta(seconds=i)).timestamp())
        start = time.perf_counter()
        revision = log(desk, row).revision
        written.append(time.perf_counter() - start)
        at, told = desk.at(), analysed
        if i % 2:
            at, told = replace(at, instant=at.instant + 1), later
        start = time.perf_counter()
        standing = desk.standing(account, revision, at)
        known = standing and standing.column("exposure")
        told.append(time.perf_counter() - start)
        if known is None:
            sys.exit("the account was not at hand")
    in_a_row = [_taken_in_alone(desk, account, rng, revision + i) for i in range(runs)]
    if not all(times.done):
        sys.exit("a touchpoint was not taken in")
    parts = {
        "written": written,
        "made ready": times.ready[: 2 * runs : 2],
        "taken in": times.seconds[: 2 * runs : 2],
        "analysed": analysed,
    }
    parts["fresh"] = _sums(parts["taken in"], analysed)
    parts["together"] = _sums(parts["made ready"], parts["fresh"])
    parts["later"] = _sums(times.seconds[1 : 2 * runs : 2], later)
    parts["in a row"] = in_a_row
    return {
        f"{name}, {how.__name__}": round(how(s) * 1e3, 4)
        for name, s in parts.items()
        for how in (min, median)
    }


def _sums(one: Sequence[float], other: Sequence[float]) -> list[float]:
    return [a + b for a, b in zip(one, other, strict=True)]


def _taken_in_alone(desk: Desk, account: str, rng: random.Random, before: int) -> float:
    """Seconds of taking a touchpoint in that nobody wrote, and of the account's columns with it."""
    made = datetime.now(UTC) - timedelta(hours=12) + timedelta(seconds=before)
    row, at = touchpoint(account, f"alone{before}", rng, made.timestamp()), AsOf.now(desk.settings.timezone)
    start = time.perf_counter()
    taken = desk.snapshot.add(row, Written(1, revision=before + 1, before={account: before}))
    standing = desk.standing(account, before + 1, at)
    if not taken or standing is None or not len(standing.column("exposure")):
        sys.exit("a touchpoint was not taken in")
    return time.perf_counter() - start


class Watch:
    """Notes how long a desk takes for each touchpoint, and whether it took it in."""

    def __init__(self, desk: Desk) -> None:
        self.seconds: list[float] = []
        self.ready: list[float] = []
        self.done: list[bool] = []
        snapshot = desk.snapshot
        add, coming_of = snapshot.add, desk.coming

        def timed(row: Row, written: Written, coming: Coming | None = None) -> bool:
            start = time.perf_counter()
            done = add(row, written, coming)
            self.seconds.append(time.perf_counter() - start)
            self.done.append(done)
            return done

        def made_ready(row: Row) -> Coming | None:
            start = time.perf_counter()
            coming = coming_of(row)
            self.ready.append(time.perf_counter() - start)
            return coming

        desk.coming = made_ready  # type: ignore[method-assign]
        snapshot.add = timed  # type: ignore[method-assign]


def main() -> None:
    """Print the figures; exits with 1 where a goal is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    options = parser.parse_args()
    result: dict[str, Any] = {"python": platform.python_version(), "machine": platform.machine()}
    with (
        tempfile.TemporaryDirectory() as home,
        running_embedded(Path(home)) as served,
        open_store(served.settings) as store,
    ):
        load(store)
        result |= figures(store, served.settings, options.runs)
    text = json.dumps(result, indent=2)
    print(text)
    if options.json:
        options.json.write_text(text + "\n", "utf-8")
    missed = [a for a, ms in GOALS.items() if result[a]["fresh, min"] > ms]
    missed += [a for a in GOALS if result[a]["written, median"] > WRITTEN]
    sys.exit(f"missed: {', '.join(missed)}" if missed else 0)


def figures(store: Store, settings: Settings, runs: int) -> dict[str, Any]:
    """The milliseconds of both accounts."""
    found = {}
    for account in SIZES:
        desk = Desk(store, settings)
        desk.snapshot.frame()
        desk.snapshot.account(account)
        found[account] = measured(desk, account, runs)
    return found


if __name__ == "__main__":
    main()
