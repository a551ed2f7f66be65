"""Touchpoints that this program wrote, in what is kept of their account, in place of reading the account again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from graphkam.domain.facts import AccountFacts
from graphkam.domain.frame import Frame
from graphkam.domain.growing import Arrival, Growing
from graphkam.domain.moment import seconds_of
from graphkam.domain.packed import FIELDS, pack, unpacked
from graphkam.domain.tables import SEPARATOR, Row, Value
from graphkam.snapshot.chunks import Chunk
from graphkam.snapshot.pages import Page

RESIDENTS = 64
"""Accounts whose columns are kept with room for more."""
UNSEEN = 1_000
"""Touchpoints of an account that wait until somebody looks at it, and as many are kept that were looked at."""


class Coming(NamedTuple):
    """A touchpoint that is not stored yet, as an account will take it in that is kept."""

    resident: Resident
    arrival: Arrival


class Resident:
    """One account as it was kept, and the touchpoints since: columns at once, page and frame when asked for."""

    def __init__(self, account_id: str, page: Page, frame: Frame) -> None:
        self._id, self._page = account_id, page
        self.growing = Growing(frame)
        self._rows: list[tuple[Row, int]] = []
        """Touchpoints, each with the revision before it; the page holds the first `_held`."""
        self._held = 0

    def take(self, row: Row, revision: int, arrival: Arrival | None) -> bool:
        """Take a touchpoint in; whether that could be."""
        growing = self.growing
        before = growing.revision
        if not growing.take(row, revision, arrival):
            return False
        self._rows.append((row, before))
        if len(self._rows) >= 2 * UNSEEN:
            self.chunk()
            del self._rows[:-UNSEEN]
            self._held = len(self._rows)
        return True

    def chunk(self) -> Chunk:
        """The account as it is now. Cost: a copy of the columns that grow, and of the touchpoints."""
        if len(self._rows) > self._held:
            new = [row for row, _ in self._rows[self._held :]]
            self._page = page_with(self._page, new, self.growing.revision)
            self._held = len(self._rows)
        return Chunk([self._id], [self._page], self.growing.frame())

    def since(self, revision: int) -> list[Row] | None:
        """The touchpoints since the account was of this revision; None if that is not known any more."""
        for place in range(len(self._rows) - 1, -1, -1):
            if self._rows[place][1] == revision:
                return [row for row, _ in self._rows[place:]]
        return None


class Residents:
    """The accounts that were written to of late; who was longest ago goes. Not safe for threads: its owner is."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Resident] = OrderedDict()

    def known(self, account_id: str) -> Resident | None:
        """An account, of whatever revision it is."""
        return self._kept.get(account_id)

    def get(self, account_id: str, revision: int | None) -> Resident | None:
        """An account, if it is of this revision."""
        kept = self._kept.get(account_id)
        return kept if kept is not None and kept.growing.revision == revision else None

    def put(self, account_id: str, resident: Resident) -> None:
        """Keep an account, in the place of an older state of it."""
        self._kept[account_id] = resident
        self._kept.move_to_end(account_id)
        while len(self._kept) > RESIDENTS:
            self._kept.popitem(last=False)


def page_with(page: Page, rows: Sequence[Row], revision: int) -> Page:
    """The page of an account with new touchpoints. Cost: a copy of the touchpoints."""
    packed = page.packed + b"".join((pack(_whole(row)) + SEPARATOR).encode() for row in rows)
    seconds = np.append(page.seconds, [seconds_of(str(row["at"])) for row in rows])
    return Page(revision, page.records, packed, seconds)


def facts_with(facts: AccountFacts, rows: Sequence[Row], revision: int) -> AccountFacts:
    """The facts of an account with new touchpoints. Cost: a copy of the list of touchpoints."""
    packed = "".join(pack(_whole(row)) + SEPARATOR for row in rows)
    new = unpacked(packed, [seconds_of(str(row["at"])) for row in rows])
    return replace(facts, touchpoints=(*facts.touchpoints, *new), revision=revision)


def _whole(row: Row) -> Mapping[str, Value]:
    """The row with every column that is packed."""
    return {name: row.get(name) for name in FIELDS}
