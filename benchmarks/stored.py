"""A portfolio of `frames` through the store: written there account by account, and read back by the snapshot.

What comes back has to be analysed like what went in, so the two are compared before anything is measured.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.frames import AT, facts_of
from graphkam.analysis.compiled.engine import sweep
from graphkam.domain.constants import Constants
from graphkam.domain.facts import AccountFacts, Touchpoint
from graphkam.domain.frame import Frame
from graphkam.domain.moment import instant_text
from graphkam.domain.tables import TABLES, Row
from graphkam.snapshot import Snapshot
from graphkam.store import Store, open_store
from tests.servers import running_embedded

AT_ONCE = 50
"""Accounts whose rows are made and written at once."""
ELSEWHERE = "elsewhere"
"""The account of the guests, who take part in touchpoints and are nobody's people."""
GUESTS = 20
COLUMNS = {
    ("people", "person_id"): "id",
    ("people", "functions"): "function",
    ("touchpoints", "team"): "team_ids",
    ("touchpoints", "people"): "people_ids",
    ("touchpoints", "present"): "present_ids",
    ("touchpoints", "cc"): "cc_ids",
}
"""Columns that are called otherwise than the fields of their records; `as_` and the like lose what Python needs."""
OF_TABLE = {"rivals": "competitors"}


@contextmanager
def through_store(frame: Frame, data_dir: Path) -> Iterator[tuple[Frame, Snapshot]]:
    """What the embedded store of a directory gives back of these accounts, which is filled if it is empty.

    Exits if it is not analysed like what was written. Some minutes for thousands of accounts.
    """
    with running_embedded(data_dir) as served, open_store(served.settings) as store:
        snapshot = Snapshot(store)
        if not store.revision():
            fill(store, frame)
        found = snapshot.frame()
        places = {str(id_): place for place, id_ in enumerate(found.account_id)}
        order = [places[str(id_)] for id_ in frame.account_id]
        differing = _differing(frame, found, order)
        if differing:
            sys.exit(
                f"{len(differing)} accounts are analysed otherwise than what was written: {differing[:5]}"
            )
        yield found, snapshot


def fill(store: Store, frame: Frame) -> None:
    """Write all accounts of a frame, and the guests."""
    store.write("accounts", [{"id": ELSEWHERE, "name": "Elsewhere"}])
    guests: list[Row] = [
        {"id": f"guest{i}", "account_id": ELSEWHERE, "name": f"Guest {i}"} for i in range(GUESTS)
    ]
    store.write("people", guests)
    for begin in range(0, len(frame), AT_ONCE):
        rows = rows_of(facts_of(frame, range(begin, min(begin + AT_ONCE, len(frame)))))
        for table in TABLES:
            if rows[table]:
                store.write(table, rows[table])
        sys.stderr.write(f"\r{min(begin + AT_ONCE, len(frame))} of {len(frame)} accounts are stored")
    sys.stderr.write("\n")


def rows_of(accounts: Iterable[AccountFacts]) -> dict[str, list[Row]]:
    """The rows of the tables that tell these facts, in the form in which they are stored."""
    rows: dict[str, list[Row]] = defaultdict(list)
    for facts in accounts:
        rows["accounts"].append(_row("accounts", facts.account))
        for level in fields(AccountFacts):
            records = getattr(facts, level.name)
            if isinstance(records, tuple):
                table = OF_TABLE.get(level.name, level.name)
                about = {"account_id": facts.account.id} if "account_id" in TABLES[table].names else {}
                rows[table] += [{**_row(table, r), **about} for r in records if not _of_oneself(r)]
    return rows


def _of_oneself(record: Any) -> bool:
    """A line from somebody to themselves, which leads nowhere and no file may tell."""
    return getattr(record, "from_id", 0) == getattr(record, "to_id", 1)


def _row(table: str, record: Any) -> Row:
    names = [f.name for f in fields(record)] if is_dataclass(record) else record._fields
    told = {COLUMNS.get((table, name), name.rstrip("_")): getattr(record, name) for name in names}
    if isinstance(record, Touchpoint):
        told["at"] = instant_text(record.at)
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in told.items()
        if name in TABLES[table].names and value not in (None, ())
    }


def _differing(given: Frame, found: Frame, order: Sequence[int]) -> list[str]:
    """The accounts, by id, whose analyses differ, but for those of which a role is told twice."""
    one, other = (sweep(frame, AT, Constants()) for frame in (given, found))
    same = np.ones(len(given), bool)
    for name in ("exposure", "largest_impact", "value_at_risk", "deciders", "stage"):
        a, b = getattr(one, name), getattr(other, name)[order]
        same &= np.isclose(a, b, atol=1e-9, equal_nan=True)
    same &= (one.gaps == other.gaps[order]).all(axis=1)
    same &= (one.spofs == other.spofs[:, order]).all(axis=0)
    return [str(given.account_id[a]) for a in np.flatnonzero(~same) if not _twice(given, int(a))]


def _twice(frame: Frame, a: int) -> bool:
    rows = slice(int(frame.first_role[a]), int(frame.first_role[a + 1]))
    told = [tuple(map(int, t)) for t in zip(frame.role_person[rows], frame.role_kind[rows], strict=True)]
    return len(set(told)) < len(told)
