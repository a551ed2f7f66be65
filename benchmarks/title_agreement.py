"""How often the rules for titles and reporting lines agree with what people wrote down.

    python benchmarks/title_agreement.py [--read-half]

Titles: the custodians of the Enron mail (enron-titles). One list gives a job title, another an older rank; the
layer that the title rule tells is compared with that of the rank. The rules were written while looking at mail
folders a to f only; g to z is the half that nobody looked at, of which only numbers are printed. Exits with 1 if
it agrees on less than LEAST. Then how far two lists that were made independently agree, both read by the rule
(enron-supplier-touchpoints). Reporting lines: Krackhardt's 21 managers (krackhardt-hightech), each in turn with an
unknown layer, then half of them. With `--read-half` the other half is not opened.
"""

from __future__ import annotations

import csv
import math
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from pathlib import Path
from random import Random
from typing import NamedTuple

from graphkam.analysis.layers import guessed_people
from graphkam.domain.facts import Employment, Relation
from graphkam.domain.titles import read_title

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
LEAST = 0.81
"""Two people's lists of titles of the same custodians agree on the layer for 81 %."""
RANKS = {
    **dict.fromkeys(("CEO", "President", "Managing Director", "Vice President"), "executive"),
    **dict.fromkeys(("Director", "Manager"), "management"),
    **dict.fromkeys(("Trader", "In House Lawyer", "Employee"), "operating"),
}
LEVELS = {
    "CEO and vice presidents executive, managers management": ("executive", "executive", "management"),
    "each of the three levels a layer": ("executive", "management", "operating"),
}


class Custodian(NamedTuple):
    """One person with the title of one list and the rank of the other."""

    folder: str
    title: str
    rank: str


def custodians(folder: Path) -> Iterator[Custodian]:
    """Everybody with a title in the newer list and a rank in the older one."""
    page = (folder / "custodians.html").read_text("utf-8")
    rows = (re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", r, re.S) for r in re.split(r"<tr[^>]*>", page))
    cells = ([unescape(re.sub(r"<.*?>", "", cell)).strip() for cell in row] for row in rows)
    ranks = {row[1]: row[3] for row in cells if len(row) > 3}
    with (folder / "custodians.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.reader(file, delimiter="\t"):
            mail, title = row[0], row[3].strip() if len(row) > 3 else ""
            rank = ranks.get(mail, "N/A")
            if title and rank not in ("", "N/A"):
                yield Custodian(mail, title, rank)


def interval(part: int, whole: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share."""
    z, share = 1.96, part / whole
    middle = (share + z * z / (2 * whole)) / (1 + z * z / whole)
    half = z / (1 + z * z / whole) * math.sqrt(share * (1 - share) / whole + z * z / (4 * whole * whole))
    return middle - half, middle + half


def agreement(half: str, people: Iterable[Custodian], *, show: bool) -> float:
    """Print and return the share of people on whose layer title rule and rank agree; untold is no agreement."""
    listed = [(p, RANKS.get(p.rank), read_title(p.title).layer) for p in people]
    known = [(p, rank, told) for p, rank, told in listed if rank is not None]
    right = sum(rank == told for _, rank, told in known)
    low, high = interval(right, len(known))
    print(
        f"{half}: {right} of {len(known)} agree, {right / len(known):.3f} (95 %: {low:.2f} to {high:.2f}); "
        f"{sum(told is None for _, _, told in known)} titles tell nothing; "
        f"{len(listed) - len(known)} ranks have no layer"
    )
    named = [(rank, told) for p, rank, told in known if p.rank != "Employee"]
    print(f"  without the rank Employee, which is the rest: {sum(r == t for r, t in named)} of {len(named)}")
    for p, rank, told in known if show else ():
        if rank != told:
            print(f"  {p.title!r} told {told}, rank {p.rank!r} is {rank}")
    return right / len(known)


def two_lists(file: Path) -> None:
    """Print how often the rule tells one layer from two lists of titles that were made independently."""
    with file.open(encoding="utf-8", newline="") as rows:
        people = [r for r in csv.DictReader(rows, delimiter="\t") if r["title_edo"] and r["title_zhou"]]
    told = [(read_title(r["title_edo"]).layer, read_title(r["title_zhou"]).layer) for r in people]
    both = [pair for pair in told if None not in pair]
    print(
        f"two independent lists of titles, both read by the rule: {sum(a == b for a, b in both)} of {len(both)} "
        f"people have one layer ({sum(a == b for a, b in both) / len(both):.3f}); "
        f"of {len(told) - len(both)} a title tells nothing"
    )


def lines(folder: Path) -> None:
    """Print how often the reporting line tells the layer of a hidden manager, and how often it is right."""
    with (folder / "managers.csv").open(encoding="utf-8", newline="") as file:
        levels = {row["id"]: int(row["level"]) for row in csv.DictReader(file)}
    with (folder / "reports.csv").open(encoding="utf-8", newline="") as file:
        reports = [Relation(row["source"], row["target"], "reports_to") for row in csv.DictReader(file)]
    random = Random(1987)
    halves = [set(random.sample(sorted(levels), len(levels) // 2)) for _ in range(1000)]
    for name, layers in LEVELS.items():
        truth = {person: layers[level - 1] for person, level in levels.items()}
        print(f"Krackhardt, {name}:")
        for what, draws in (
            ("one hidden at a time", [{p} for p in truth]),
            ("half hidden, 1,000 draws", halves),
        ):
            told, right, hidden = hidden_told(truth, draws, reports)
            print(
                f"  {what}: told {told} of {hidden} ({told / hidden:.2f}), right {right} ({right / (told or 1):.2f})"
            )


def hidden_told(
    truth: Mapping[str, str], draws: Iterable[set[str]], reports: list[Relation]
) -> tuple[int, int, int]:
    """(told, told right, hidden), added up over the draws."""
    told = right = hidden = 0
    for draw in draws:
        people = {p: Employment(p, p, layer=None if p in draw else layer) for p, layer in truth.items()}
        found, _ = guessed_people(people, reports)
        guesses = [(p, found[p].layer) for p in draw]
        told += sum(layer is not None for _, layer in guesses)
        right += sum(layer == truth[p] for p, layer in guesses)
        hidden += len(draw)
    return told, right, hidden


def main() -> int:
    """Measure; the exit code."""
    names = ("enron-titles", "krackhardt-hightech", "enron-supplier-touchpoints")
    folders = [DATA / name for name in names]
    missing = [str(folder) for folder in folders if not folder.is_dir()]
    if missing:
        print(f"Skipped: the data is not here ({', '.join(missing)}).")
        return 0
    people = list(custodians(folders[0]))
    agreement("read half, folders a to f", [p for p in people if p.folder[0] in "abcdef"], show=True)
    found = 1.0
    if "--read-half" not in sys.argv[1:]:
        unread = [p for p in people if p.folder[0] not in "abcdef"]
        found = agreement("unread half, folders g to z", unread, show=False)
        two_lists(folders[2] / "people.tsv")
    lines(folders[1])
    return int(found < LEAST)


if __name__ == "__main__":
    sys.exit(main())
