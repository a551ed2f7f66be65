"""People and numbers in the sentences that say why."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from graphkam.analysis.view import View
from graphkam.domain.message import Message, message, plural, row

MOST = 5
"""A sentence names at most so many people, then says how many more."""


def named(view: View, ids: Sequence[str]) -> Message:
    """Names in the order given; a long list is cut.

    >>> from graphkam.analysis.example import kiln
    >>> named(kiln(), ["liu", "xu"])
    'Liu, Xu'
    """
    names = row([view.name(i) for i in ids[:MOST]])
    if len(ids) <= MOST:
        return message("{names}", names=names)
    return plural("{names} and {n} more", "{names} and {n} more", n=len(ids) - MOST, names=names)


def worded(words: Collection[str], table: Mapping[str, Message]) -> Message:
    """Several fixed words in a row, each of which is translated.

    >>> worded(["a", "b"], {"a": message("legal"), "b": message("finance")})
    'legal, finance'
    """
    said = [table[word] for word in words]
    return row(said) if said else message("–")
