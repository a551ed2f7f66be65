"""Touchpoints packed into one text each, as the analyses need them.

A list costs the databases more to read than all the rest of a touchpoint, and an analysis reads every
touchpoint of an account. So each carries, beside its properties, one text `packed`: id, channel, ours, spoken
with, present, in copy, initiated by, separated by U+001F, each id of a list followed by a semicolon. Ids hold
neither. Docs: docs/decisions/0029-packed-touchpoints.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from sys import intern
from typing import TYPE_CHECKING, overload

from graphkam.domain.facts import Touchpoint
from graphkam.domain.tables import SEPARATOR, Value

if TYPE_CHECKING:
    from graphkam.domain.frame import F8

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


class Packed(Sequence[Touchpoint]):
    """Touchpoints that become objects when somebody looks at one, as most analyses of a portfolio do not.

    Equal to the tuple of them. Raises ValueError like `unpacked`, when it is looked into.

    >>> import numpy as np
    >>> row = {"id": "t", "channel": "call", "team_ids": ["li"], "people_ids": ["liu"], "present_ids": [],
    ...     "cc_ids": [], "initiated_by": None}
    >>> both = Packed((pack(row) + SEPARATOR).encode(), np.array([5.0]))
    >>> len(both), both.seconds.tolist(), both[0].team, both == tuple(both)
    (1, [5.0], ('li',), True)
    """

    def __init__(self, packed: bytes, seconds: F8) -> None:
        self.packed, self.seconds = packed, seconds
        self._made: tuple[Touchpoint, ...] | None = None

    def _all(self) -> tuple[Touchpoint, ...]:
        if self._made is None:
            self._made = tuple(unpacked(self.packed.decode(), self.seconds.tolist()))
        return self._made

    def __len__(self) -> int:
        return len(self.seconds)

    def __iter__(self) -> Iterator[Touchpoint]:
        return iter(self._all())

    @overload
    def __getitem__(self, place: int) -> Touchpoint: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Touchpoint, ...]: ...
    def __getitem__(self, place: int | slice) -> Touchpoint | tuple[Touchpoint, ...]:
        return self._all()[place]

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Packed):
            return self is other or self._all() == other._all()
        return self._all() == other

    def __hash__(self) -> int:
        return hash(self._all())

    def __repr__(self) -> str:
        return repr(self._all())


def moments(touchpoints: Sequence[Touchpoint]) -> Sequence[float]:
    """The seconds at which touchpoints took place, in their order; no objects are made of packed ones.

    >>> moments([Touchpoint("t", 5.0, "call", ("li",), ("liu",))])
    [5.0]
    """
    if isinstance(touchpoints, Packed):
        seconds: list[float] = touchpoints.seconds.tolist()
        return seconds
    return [t.at for t in touchpoints]


def presences(touchpoints: Sequence[Touchpoint], since: float) -> Iterator[tuple[float, str, int]]:
    """The seconds, the channel and the number of ours of touchpoints since a moment; no objects are made.

    >>> list(presences([Touchpoint("t", 5.0, "call", ("li", "wu", "li"), ("liu",))], 5.0))
    [(5.0, 'call', 2)]
    """
    if not isinstance(touchpoints, Packed):
        yield from ((t.at, t.channel, len(set(t.team))) for t in touchpoints if t.at >= since)
        return
    cells = touchpoints.packed.decode().split(SEPARATOR)
    channel, team = (cells[FIELDS.index(name) :: len(FIELDS)] for name in ("channel", "team_ids"))
    for place, at in enumerate(touchpoints.seconds.tolist()):
        if at >= since:
            yield at, channel[place], len(set(team[place].split(";")[:-1]))


class _Lists(dict[str, tuple[str, ...]]):
    """The ids of each list that was asked for."""

    def __missing__(self, text: str) -> tuple[str, ...]:
        ids = self[text] = tuple(text.split(";")[:-1])
        return ids
