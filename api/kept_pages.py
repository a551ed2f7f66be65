"""Pages of accounts that are kept as they were made, and given out again while nothing that stands on them changed.

Making a page of an account costs tens of milliseconds, most of it analysis; giving one out again, one question to
the store. A page says as of when it is; one that is as of now is made anew after `LASTS`, and on the next day.
"""

from __future__ import annotations

import threading
import zlib
from collections import OrderedDict
from collections.abc import Hashable
from typing import NamedTuple

from graphkam.desk import Desk
from graphkam.desk.account import Basis
from graphkam.domain.moment import AsOf

LASTS = 600.0
"""Seconds for which a page as of now is given out. In that time no tie fades by a ten-thousandth of itself."""
ROOM = 64 * 1024 * 1024
"""Bytes of pages that are kept, compressed: some 5,000."""
_LEVEL = 1
"""Of compression: a millisecond for a page, which becomes an eighth of itself."""


class _Page(NamedTuple):
    packed: bytes
    basis: Basis
    at: AsOf


class KeptPages:
    """Pages by what was asked for; who was asked for longest ago goes first. Safe for several threads."""

    def __init__(self, room: int = ROOM) -> None:
        self._room = room
        self._pages: OrderedDict[Hashable, _Page] = OrderedDict()
        self._lock = threading.Lock()
        self.turn = threading.Lock()
        """Held by who makes a page: several at once only take the processor from each other, and from pages that
        are there."""

    def get(self, key: Hashable, desk: Desk, at: AsOf) -> str | None:
        """The page of that key, if it is still what would be made; `at` is the moment that it is asked for.

        Cost: for a glance, the question what the store is at; after a write, once for all, what it touched.
        """
        with self._lock:
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
        if page is None or not _lasts(page.at, at) or not desk.stands(page.basis):
            return None
        return zlib.decompress(page.packed).decode()

    def put(self, key: Hashable, html: str, basis: Basis, at: AsOf) -> None:
        """Keep a page with what it stands on, which was looked up before it was made."""
        page = _Page(zlib.compress(html.encode(), _LEVEL), basis, at)
        with self._lock:
            self._drop(key)
            self._pages[key] = page
            self._room -= len(page.packed)
            while self._room < 0:
                self._drop(next(iter(self._pages)))

    def _drop(self, key: Hashable) -> None:
        page = self._pages.pop(key, None)
        self._room += len(page.packed) if page else 0


def _lasts(made: AsOf, asked: AsOf) -> bool:
    """Whether a page of one moment answers for another.

    >>> now = AsOf.on("2026-03-01T09:30:00Z", "UTC")
    >>> _lasts(now, AsOf.on("2026-03-01T09:35:00Z", "UTC")), _lasts(now, AsOf.on("2026-03-01T09:45:00Z", "UTC"))
    (True, False)
    >>> _lasts(now, AsOf.on("2026-03-01", "UTC"))
    False
    """
    if made.whole_day or asked.whole_day:
        return made == asked
    return made.day == asked.day and 0 <= asked.instant - made.instant < LASTS
