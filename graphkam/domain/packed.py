"""Touchpoints packed into one text each, as the analyses need them.

A list costs the databases more to read than all the rest of a touchpoint, and an analysis reads every
touchpoint of an account. So each carries, beside its properties, one text `packed`: id, channel, ours, spoken
with, present, in copy, initiated by, separated by U+001F, each id of a list followed by a semicolon. Ids hold
neither. Docs: docs/decisions/0029-packed-touchpoints.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from sys import intern

from graphkam.domain.facts import Touchpoint
from graphkam.domain.tables import SEPARATOR, Value

_LISTS = ("team_ids", "people_ids", "present_ids", "cc_ids")
FIELDS = ("id", "channel", *_LISTS, "initiated_by")
"""What a packed text holds, in this order."""


def pack(row: Mapping[str, Value]) -> str:
    """The packed text of a row of touchpoints. Cost: linear.

    >>> row = {"id": "t", "channel": "call", "team_ids": ["li"], "people_ids": ["liu", "xu"], "present_ids": [],
    ...     "cc_ids": [], "initiated_by": None}
    >>> pack(row).split(SEPARATOR)
    ['t', 'call', 'li;', 'liu;xu;', '', '', '']
    """
    lists = [_joined(row[name]) for name in _LISTS]
    return SEPARATOR.join([str(row["id"]), str(row["channel"]), *lists, str(row["initiated_by"] or "")])


def _joined(ids: Value) -> str:
    return "".join([f"{id_};" for id_ in ids]) if isinstance(ids, list) else ""


def unpacked(packed: str, seconds: Iterable[float]) -> Iterator[Touchpoint]:
    """The touchpoints of packed texts, each closed by U+001F, with the seconds at which each took place.

    Contacts between the same people share their tuples. Raises ValueError where fields or seconds are
    missing. Cost: linear.

    >>> row = {"id": "t", "channel": "call", "team_ids": ["li"], "people_ids": ["liu", "xu"], "present_ids": [],
    ...     "cc_ids": [], "initiated_by": "us"}
    >>> next(unpacked(pack(row) + SEPARATOR, [0.0]))
    Touchpoint(id='t', at=0.0, channel='call', team=('li',), people=('liu', 'xu'), present=(), cc=(), initiated_by='us')
    """
    cells = packed.split(SEPARATOR)[:-1]
    id_, channel, *lists, by = (cells[place :: len(FIELDS)] for place in range(len(FIELDS)))
    known = _Lists()
    ids = (map(known.__getitem__, column) for column in lists)
    rows = zip(
        id_, seconds, map(intern, channel), *ids, (side or None for side in map(intern, by)), strict=True
    )
    return map(Touchpoint._make, rows)


class _Lists(dict[str, tuple[str, ...]]):
    """The ids of each list that was asked for."""

    def __missing__(self, text: str) -> tuple[str, ...]:
        ids = self[text] = tuple(text.split(";")[:-1])
        return ids
