"""What columns alone tell of a whole portfolio, without an object for any record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from graphkam.domain.moment import AsOf
from graphkam.domain.vocabulary import ASSIGNMENTS

if TYPE_CHECKING:
    from graphkam.domain.frame import Frame

    Part = tuple[Frame, Sequence[int]]
    """A frame, and the places of its accounts that count."""

MANAGER = ASSIGNMENTS.index("account_manager")


def managed(parts: Iterable[Part], at: AsOf) -> Mapping[str, Collection[str]]:
    """The accounts that each of ours manages that day, of those who manage any: as `loads.managers` tells of facts.

    Errors: none. Cost: linear in assignments and our people's terms, some nanoseconds each.

    >>> from graphkam.analysis.example import kiln
    >>> from graphkam.snapshot.framing import frame_of
    >>> dict(managed([(frame_of([kiln().facts]), [0])], kiln().at))
    {'li': {'b'}}
    """
    day = (at.day - date(1970, 1, 1)).days
    found: defaultdict[str, set[str]] = defaultdict(set)
    for frame, places in parts:
        terms = (frame.term_from <= day) & (day < frame.term_to)
        with_us = np.zeros(len(frame.first_term) - 1, bool)
        with_us[np.repeat(np.arange(len(with_us)), np.diff(frame.first_term))[terms]] = True
        begun = (frame.assignment_from <= day) & (day < frame.assignment_to)
        rows = np.flatnonzero(begun & (frame.assignment_as == MANAGER))
        account = np.searchsorted(frame.first_assignment, rows, "right") - 1
        member = frame.first_member[account] + frame.assignment_member[rows]
        counts = np.zeros(len(frame), bool)
        counts[list(places)] = True
        right = with_us[member] & counts[account]
        for a, m in zip(account[right].tolist(), member[right].tolist(), strict=True):
            found[frame.member_id[m] or ""].add(frame.account_id[a] or "")
    return found


class Amount(NamedTuple):
    """What an account is worth in a year."""

    annual_value: float | None
    currency: str | None


def amounts(parts: Iterable[Part]) -> Iterator[Amount]:
    """The annual value of each account.

    >>> from graphkam.analysis.example import kiln
    >>> from graphkam.snapshot.framing import frame_of
    >>> list(amounts([(frame_of([kiln().facts]), [0])]))
    [Amount(annual_value=4000000.0, currency='CNY')]
    """
    for frame, places in parts:
        for place, value in zip(places, frame.annual_value[list(places)].tolist(), strict=True):
            yield Amount(value if value == value else None, frame.account_currency[place])


def known_at(parts: Iterable[Part], team_id: str) -> list[str]:
    """The accounts whose records name one of ours.

    Errors: none. Cost: linear in our people's accounts, some nanoseconds each.

    >>> from graphkam.analysis.example import kiln
    >>> from graphkam.snapshot.framing import frame_of
    >>> frame = frame_of([kiln().facts])
    >>> known_at([(frame, [0])], "li"), known_at([(frame, [0])], "wu")
    (['b'], [])
    """
    wanted = np.frombuffer(team_id.encode(), np.uint8)
    found = []
    for frame, places in parts:
        ids = frame.member_id
        rows = np.flatnonzero(np.diff(ids.first) == len(wanted))
        bytes_ = ids.utf8[ids.first[rows][:, None] + np.arange(len(wanted))]
        rows = rows[(bytes_ == wanted).all(axis=1)]
        here = set((np.searchsorted(frame.first_member, rows, "right") - 1).tolist())
        found += [frame.account_id[place] or "" for place in places if place in here]
    return found
