"""Pages of a list: an opaque cursor that remembers where the last page ended and what moment it was for."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from graphkam.domain.message import message
from graphkam.errors import InvalidError

Item = TypeVar("Item")


@dataclass(frozen=True)
class Cursor:
    """After which item a page begins. `place` is its position, in case the item is gone meanwhile."""

    after: str
    place: int
    as_of: str | None = None

    def __str__(self) -> str:
        packed = json.dumps([self.after, self.place, self.as_of], separators=(",", ":"))
        return base64.urlsafe_b64encode(packed.encode()).decode().rstrip("=")

    @classmethod
    def of(cls, text: str) -> Cursor:
        """The cursor that was written as `text`.

        Raises InvalidError for anything that this program did not make.

        >>> Cursor.of(str(Cursor("a1", 50, "2026-03-01")))
        Cursor(after='a1', place=50, as_of='2026-03-01')
        """
        try:
            after, place, as_of = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        except (binascii.Error, ValueError, TypeError):
            after, place, as_of = None, None, None
        if isinstance(after, str) and type(place) is int and place >= 0 and isinstance(as_of, str | None):
            return cls(after, place, as_of)
        wrong = message("this is no cursor of this list; leave it out for the first page")
        raise InvalidError(wrong, [("cursor", wrong)])


def cut(
    items: Sequence[Item], key: Callable[[Item], str], cursor: Cursor | None, limit: int, as_of: str
) -> tuple[Sequence[Item], str | None]:
    """The page of `items` after the cursor, and the cursor of the next page if there is one.

    >>> cut("abcde", str, None, 2, "2026-03-01")[0]
    'ab'
    >>> cut("acde", str, Cursor("b", 2), 2, "2026-03-01")
    ('de', None)
    """
    begin = 0
    if cursor is not None:
        begin = next((i + 1 for i, item in enumerate(items) if key(item) == cursor.after), cursor.place)
    part = items[begin : begin + limit]
    if begin + limit >= len(items):
        return part, None
    return part, str(Cursor(key(part[-1]), begin + limit, as_of))
