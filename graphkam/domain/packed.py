"""Touchpoints packed into one text each, as the analyses need them.

A list costs the databases more to read than all the rest of a touchpoint, and an analysis reads every
touchpoint of an account. So each carries, beside its properties, one text `packed`: id, channel, ours, spoken
with, present, in copy, initiated by, separated by U+001F, each id of a list followed by a semicolon. Ids hold
neither. Docs: docs/decisions/0029-packed-touchpoints.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from graphkam.domain.facts import Touchpoint
from graphkam.domain.tables import SEPARATOR, Value

_LISTS = ("team_ids", "people_ids", "present_ids", "cc_ids")


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


def unpacked(texts: Iterable[str], seconds: Iterable[float]) -> Iterator[Touchpoint]:
    """The touchpoints of packed texts, with the seconds at which each took place.

    Contacts between the same people share their tuples. Cost: linear.

    >>> row = {"id": "t", "channel": "call", "team_ids": ["li"], "people_ids": ["liu", "xu"], "present_ids": [],
    ...     "cc_ids": [], "initiated_by": "us"}
    >>> next(unpacked([pack(row)], [0.0]))
    Touchpoint(id='t', at=0.0, channel='call', team=('li',), people=('liu', 'xu'), present=(), cc=(), initiated_by='us')
    """
    known: dict[
        str, tuple[str, tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...], str | None]
    ]
    known = {}
    make = Touchpoint._make
    for text, at in zip(texts, seconds, strict=True):
        id_, _, rest = text.partition(SEPARATOR)
        about = known.get(rest)
        if about is None:
            channel, team, people, present, cc, initiated_by = rest.split(SEPARATOR)
            about = known[rest] = (
                channel,
                _ids(team),
                _ids(people),
                _ids(present),
                _ids(cc),
                initiated_by or None,
            )
        yield make((id_, at, *about))


def _ids(text: str) -> tuple[str, ...]:
    return tuple(text.split(";")[:-1])
