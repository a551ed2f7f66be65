"""The eight cases of practice as CSV files whose dates are relative to the day of the demo."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

from graphkam.domain.message import message

_RELATIVE = re.compile(r"@(-?\d{1,5})(?:T(\d\d):(\d\d))?")


@dataclass(frozen=True)
class Case:
    """One case: its folder of files, the account that tells it, and the days (before today) when it turns.

    Without an account it is told by the whole portfolio.
    """

    folder: str
    title: str
    account_id: str | None
    turns: tuple[tuple[int, str], ...] = ()


CASES = (
    Case(
        "1-kiln-tender",
        message("The kiln tender: a lightning strike"),
        "c1-baihe",
        (
            (-151, message("one layer of three")),
            (-150, message("a new general manager")),
            (-3, message("the tender moves")),
        ),
    ),
    Case(
        "2-five-at-the-table",
        message("Five at the table: hidden vetoes"),
        "c2-hengrun",
        ((-21, message("nobody of legal and finance is known")), (-19, message("two vetoes, no tie"))),
    ),
    Case(
        "3-salesmen-left",
        message("The firm whose salesmen left"),
        "c3-beihe",
        ((-61, message("all hangs on Zhao")), (-59, message("Zhao has left"))),
    ),
    Case(
        "4-joint-venture",
        message("The joint venture: the decisive point"),
        "c4-kaida",
        ((-431, message("no executive tie")), (0, message("chairman to chairman"))),
    ),
    Case("5-paint-maker", message("The paint maker: the flank"), "c5-antu"),
    Case("6-portfolio", message("The big portfolio"), None),
    Case("7-neglect", message("Neglect: ties going cold"), "c7-linyuan"),
    Case(
        "8-hostages",
        message("The hostages set free"),
        "c8-jiangbei",
        ((-46, message("no rival")), (-45, message("the market is opened"))),
    ),
)
"""The cases in the order of the design's domain page; the sixth is the portfolio, which is made up."""


def resolve(cell: str, today: date, zone: str) -> str:
    """A cell with its relative date made real: `@-3` is three days before `today`, `@-3T09:30` a time then.

    >>> resolve("@-3", date(2026, 3, 4), "UTC"), resolve("@0T09:30", date(2026, 3, 4), "Asia/Shanghai")
    ('2026-03-01', '2026-03-04T09:30:00+08:00')
    >>> resolve("@home", date(2026, 3, 4), "UTC")
    '@home'
    """
    found = _RELATIVE.fullmatch(cell)
    if found is None:
        return cell
    days, hour, minute = found.groups()
    day = today + timedelta(days=int(days))
    if hour is None:
        return day.isoformat()
    return datetime.combine(day, time(int(hour), int(minute)), ZoneInfo(zone)).isoformat()


def write_cases(directory: Path, today: date, zone: str) -> list[Path]:
    """Write each told case into its own folder below `directory`; returns the folders."""
    folders = []
    for case in CASES:
        source = files("graphkam.demo") / "data" / case.folder
        if not source.is_dir():
            continue
        target = directory / case.folder
        target.mkdir(parents=True, exist_ok=True)
        for file in source.iterdir():
            rows = csv.reader(file.read_text("utf-8").splitlines())
            _write(target / file.name, ([resolve(cell, today, zone) for cell in row] for row in rows))
        folders.append(target)
    return folders


def _write(path: Path, rows: Iterator[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows(rows)
