"""What real mail says of who hangs on whom: eleven suppliers of technology at one customer, Enron.

    python benchmarks/enron_suppliers.py [../shared/data/enron-supplier-touchpoints]

The headers of each supplier's mails with Enron are written as an mbox, imported into an embedded store as that
supplier would do it (its domains are ours, Enron is the account), and asked about by the desk, on the last day
of the month on which most ties are live. Prints numbers, never names: the people are real. docs/real-data.md
tells what they say, and what they cannot.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from graphkam.analysis import View
from graphkam.analysis.coverage import threads
from graphkam.desk import Desk
from graphkam.domain.moment import AsOf
from graphkam.ingest import import_paths
from graphkam.settings import Settings, load_settings
from graphkam.store import Store, open_store

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "enron-supplier-touchpoints"
CUSTOMER = "Enron"
Row = Mapping[str, str]


@dataclass(frozen=True)
class Finding:
    """What one supplier's mails say; shares are 0…1, None where undefined."""

    supplier: str
    mails: int
    ours: int
    theirs: int
    as_of: str
    live: int
    circulars: int
    """Of the live ties those that would not be without mails to more than five of theirs."""
    threads: float | None
    busiest: float
    """The share of the mails on which the busiest of ours is."""
    with_one: float
    """The share of these on which one and the same person of theirs is."""
    namesake: bool
    """Do the names of these two end alike?"""
    busiest_else: float | None
    """The share of the mails without these two on which the busiest of ours then is."""
    lost_ours: float | None
    """The largest part of the reach that goes with one of ours."""
    lost_theirs: float | None
    """The largest part of the reach that goes with one of theirs."""
    by_busiest: bool
    """Is it the busiest of ours with whom it goes?"""
    copied: float
    """The share of their people on the mails who were only ever in copy."""
    unknown_layers: float
    impact: float | None
    stage: str
    gaps: tuple[str, ...]


def read(folder: Path, name: str) -> list[Row]:
    """The rows of one of the files."""
    with (folder / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def mails_of(folder: Path) -> dict[str, list[Row]]:
    """Each supplier's mails, most first."""
    found: dict[str, list[Row]] = {}
    for mail in read(folder, "touchpoints"):
        for supplier in mail["suppliers"].split(";"):
            found.setdefault(supplier, []).append(mail)
    return dict(sorted(found.items(), key=lambda item: (-len(item[1]), item[0])))


def write_mbox(path: Path, mails: Sequence[Row], address: Mapping[str, str]) -> None:
    """The headers of mails as an mbox."""

    def lines(mail: Row) -> Iterator[str]:
        yield "From MAILER-DAEMON Tue Jan  1 00:00:00 2002"
        yield f"Message-ID: <{mail['id']}@enron.invalid>"
        yield f"Date: {format_datetime(datetime.fromisoformat(mail['sent_utc']))}"
        for header in ("from", "to", "cc"):
            people = ", ".join(address[id_] for id_ in re.findall(r"\d+", mail[header]))
            if people:
                yield f"{header.title()}: {people}"
        yield "\n"

    path.write_text("\n".join(line for mail in mails for line in lines(mail)), "utf-8")


def finding(store: Store, settings: Settings, folder: Path, supplier: str) -> Finding:
    """Import one supplier's mails into an empty store, ask about the account, and empty the store again."""
    people = {row["id"]: row for row in read(folder, "people")}
    mails = mails_of(folder)[supplier]
    domains = {
        org: {row["address"].rpartition("@")[2] for row in people.values() if row["org"] == org}
        for org in (supplier, CUSTOMER)
    }
    with TemporaryDirectory() as directory:
        box = Path(directory) / "supplier.mbox"
        write_mbox(box, mails, {id_: row["address"] for id_, row in people.items()})
        import_paths(
            store,
            [box],
            settings=settings,
            our_domains=sorted(domains[supplier]),
            account_domains={domain: supplier for domain in sorted(domains[CUSTOMER]) if domain.isascii()},
        )
    desk = Desk(store, settings)
    found = _asked(desk, supplier)
    for person in {e.person_id for e in desk.facts(supplier).people}:
        store.delete("people", person)
    store.delete("accounts", supplier)
    return found


def _asked(desk: Desk, supplier: str) -> Finding:
    facts = desk.facts(supplier)
    at = _best_day(View(facts, desk.at("2000-01-31"), desk.constants))
    view = desk.view(supplier, at)
    answer, influence = desk.gaps(supplier, at), desk.spof(supplier, at).influence
    on = Counter(id_ for t in facts.touchpoints for id_ in t.team)
    busiest, count = on.most_common(1)[0]
    met = Counter(p for t in facts.touchpoints if busiest in t.team for p in {*t.people, *t.cc})
    partner, together = met.most_common(1)[0]
    rest = [t for t in facts.touchpoints if not (busiest in t.team and partner in {*t.people, *t.cc})]
    otherwise = Counter(id_ for t in rest for id_ in t.team).most_common(1)
    losses = sorted(influence.ours, key=lambda s: -(s.reach_lost or 0.0))
    spoken = {p for t in facts.touchpoints for p in t.people}
    everybody = spoken | {p for t in facts.touchpoints for p in t.cc}
    return Finding(
        supplier=supplier,
        mails=len(facts.touchpoints),
        ours=len(facts.team),
        theirs=len(facts.people),
        as_of=str(at),
        live=len(view.live_ties),
        circulars=sum(
            _personal(view, tie.team_id, tie.person_id) < view.constants.live for tie in view.live_ties
        ),
        threads=threads(view.live_ties),
        busiest=count / len(facts.touchpoints),
        with_one=together / count,
        namesake=_last_name(busiest) == _last_name(partner),
        busiest_else=otherwise[0][1] / len(rest) if otherwise else None,
        lost_ours=losses[0].reach_lost if losses else None,
        lost_theirs=max((s.reach_lost or 0.0 for s in influence.theirs), default=None),
        by_busiest=bool(losses) and losses[0].id == busiest,
        copied=len(everybody - spoken) / len(everybody),
        unknown_layers=answer.no_layer / max(1, len(view.people)),
        impact=max((s.impact for s in influence.ours if s.impact is not None), default=None),
        stage=desk.stage(supplier, at).stage,
        gaps=tuple(sorted({f"{g.kind} {g.what}".strip() for g in answer.data_gaps})),
    )


def _best_day(view: View) -> AsOf:
    """The last day of the month on which most ties are live, the first of several."""
    months = [date(1999 + m // 12, m % 12 + 1, 1) - timedelta(1) for m in range(1, 44)]
    return max((AsOf.on(day, view.at.zone) for day in months), key=lambda at: len(view.on(at).live_ties))


def _personal(view: View, ours: str, theirs: str) -> float:
    """What a tie would be without mails to a crowd."""
    contacts = view.contacts[ours, theirs]
    small = (c for c in contacts if len({*c.touchpoint.people, *c.touchpoint.cc}) <= view.constants.crowd)
    return sum(c.contribution for c in small)


def _last_name(address: str) -> str:
    return re.split(r"[._]", address.partition("@")[0])[-1].rstrip("0123456789")


def table(found: Sequence[Finding]) -> str:
    """The findings as a table of Markdown."""
    head = (
        "supplier",
        "mails",
        "ours, theirs",
        "as of",
        "live ties, threads",
        "ties by circulars",
        "the busiest of ours is on",
        "of these with the same one of theirs",
        "busiest of the other mails",
        "reach lost with one of ours",
        "with one of theirs",
        "only ever in copy",
    )
    rows = [
        (
            f.supplier,
            str(f.mails),
            f"{f.ours}, {f.theirs}",
            f.as_of if f.live else "–",
            f"{f.live}, {f.threads:.1f}" if f.threads else "0",
            str(f.circulars) if f.live else "–",
            f"{f.busiest:.0%}",
            f"{f.with_one:.0%}{' (namesakes)' if f.namesake else ''}",
            _share(f.busiest_else),
            _share(f.lost_ours) + (" (the busiest)" if f.by_busiest else ""),
            _share(f.lost_theirs),
            f"{f.copied:.0%}",
        )
        for f in found
    ]
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in lines)


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.0%}"


def main() -> int:
    """Import all suppliers' mails and print the table."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else DATA
    if not (folder / "touchpoints.tsv").exists():
        print(f"{folder} holds no touchpoints.tsv", file=sys.stderr)
        return 1
    with TemporaryDirectory() as directory:
        changed = {"data_dir": Path(directory), "url": "", "timezone": "UTC"}
        settings = load_settings().model_copy(update=changed)
        with open_store(settings) as store:
            found = [finding(store, settings, folder, supplier) for supplier in mails_of(folder)]
    print(table(found))
    print(f"\nlayers unknown: {min(f.unknown_layers for f in found):.0%} or more of everybody")
    print(f"impact: {sorted({str(f.impact) for f in found})}; stages: {Counter(f.stage for f in found)}")
    print(f"not known: {sorted(set.intersection(*(set(f.gaps) for f in found)))}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
