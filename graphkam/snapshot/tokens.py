"""Packed touchpoints of many accounts cut into numbers, without an object for each of them.

All of it is done on one array of bytes: separators are found, the ids between them looked up as machine words,
and equal ids of an account get one number. See `domain/packed.py` for what a packed text is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from graphkam.domain.packed import FIELDS

if TYPE_CHECKING:
    from graphkam.domain.frame import I8, U1

    U8 = np.ndarray[tuple[int, ...], np.dtype[np.uint64]]

SEPARATOR, SEMICOLON = 0x1F, 0x3B
TEAM, PEOPLE, COPIED = FIELDS.index("team_ids"), FIELDS.index("people_ids"), FIELDS.index("cc_ids")

LONGEST = 64
"""Bytes of an id up to which ids are compared as machine words."""
_MIX = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(29)


@dataclass(frozen=True, slots=True, eq=False)
class Tokens:
    """The ids in the lists of packed touchpoints, in the order in which they stand there."""

    utf8: U1
    ends: I8
    """Where each field of each touchpoint ends: a row of `FIELDS` for each."""
    row: I8
    """The touchpoint that each id stands in."""
    field: I8
    """The field that each id stands in."""
    start: I8
    end: I8
    """Where the id stands."""

    def texts(self, tokens: I8) -> list[str]:
        """The ids themselves."""
        return self._texts(self.start[tokens], self.end[tokens])

    def ids(self, rows: I8) -> list[str]:
        """The ids of these touchpoints themselves."""
        return self._texts(np.append(0, self.ends[:-1, -1] + 1)[rows], self.ends[rows, 0])

    def _texts(self, start: I8, end: I8) -> list[str]:
        utf8 = self.utf8.data
        return [str(utf8[s:e], "utf-8") for s, e in zip(start.tolist(), end.tolist(), strict=True)]

    def places(self, field: str, vocabulary: Sequence[str]) -> I8:
        """The place of a field's word in the vocabulary, for every touchpoint; −1 for a word that is not in it."""
        place = FIELDS.index(field)
        start = self.ends[:, place - 1] + 1
        length = self.ends[:, place] - start
        known = np.frombuffer("".join(vocabulary).encode(), np.uint8)
        sizes = np.array([len(word.encode()) for word in vocabulary])
        longest = int(sizes.max())
        words = [length, *_machine_words(self.utf8, start, length, longest)]
        wanted = [sizes, *_machine_words(known, np.cumsum(sizes) - sizes, sizes, longest)]
        hashes = _hashed(wanted)
        order = np.argsort(hashes)
        found: I8 = order[np.searchsorted(hashes[order], _hashed(words)) % len(order)]
        for word, one in zip(words, wanted, strict=True):
            found = np.where(word == one[found], found, -1)
        return found


def cut(packed: bytes) -> Tokens:
    """Find the ids of packed texts, each of them closed by U+001F. Raises ValueError for anything else.

    >>> tokens = cut(b"t\\x1fcall\\x1fli;\\x1fliu;xu;\\x1f\\x1f\\x1f\\x1f")
    >>> [(FIELDS[f], text) for f, text in zip(tokens.field, tokens.texts(np.arange(3)))]
    [('team_ids', 'li'), ('people_ids', 'liu'), ('people_ids', 'xu')]
    """
    utf8 = np.frombuffer(packed, np.uint8)
    ends = np.flatnonzero(utf8 == SEPARATOR)
    if len(ends) % len(FIELDS) or (len(utf8) and utf8[-1] != SEPARATOR):
        raise ValueError("a packed touchpoint has another number of fields")
    closing = np.flatnonzero(utf8 == SEMICOLON)
    cell = np.searchsorted(ends, closing)
    before = np.concatenate([np.full(1, -1), closing[:-1]])
    opening = np.maximum(before, np.where(cell > 0, ends[cell - 1], -1)) + 1
    row, field = np.divmod(cell, len(FIELDS))
    return Tokens(utf8, ends.reshape(-1, len(FIELDS)), row, field, opening, closing)


def numbered(tokens: Tokens, account: I8) -> tuple[I8, I8]:
    """A number for each id of each account: of every token, and one token of every number.

    `account` is the account of every token. Never takes two ids for one: what is alike by its hash is
    compared. Cost: a sort.

    >>> tokens = cut(b"t\\x1fcall\\x1fli;\\x1fliu;li;\\x1f\\x1f\\x1f\\x1f")
    >>> number, first = numbered(tokens, np.zeros(3, np.int64))
    >>> tokens.texts(first[number])
    ['li', 'liu', 'li']
    """
    length = tokens.end - tokens.start
    longest = int(length.max(initial=0))
    if longest <= LONGEST:
        words = [account, *_machine_words(tokens.utf8, tokens.start, length, longest)]
        first, number = _alike(_hashed(words))
        if all(np.array_equal(word[first][number], word) for word in words):
            return number, first
    return _numbered_one_by_one(tokens, account)


def _alike(values: U8) -> tuple[I8, I8]:
    """A number for each value that there is: a place where it stands, and the number at each place.

    As `numpy.unique` has it, but that the place is any one: so the fast sort will do.
    """
    order = np.argsort(values)
    ordered = values[order]
    new = np.empty(len(values), np.bool_)
    new[:1] = True
    np.not_equal(ordered[1:], ordered[:-1], out=new[1:])
    number = np.empty(len(values), np.int64)
    number[order] = np.cumsum(new) - 1
    return order[new], number


def _hashed(words: Sequence[Any]) -> U8:
    """A number for each place in columns of words; unlike places may have the same."""
    hashed = np.zeros(len(words[0]), np.uint64)
    for word in words:
        hashed = (hashed ^ (hashed >> _SHIFT)) * _MIX + word.astype(np.uint64)
    return hashed


def _machine_words(utf8: U1, start: I8, length: I8, longest: int) -> list[U8]:
    """The first bytes of each text as words of eight, with zeros behind it: no text holds a zero."""
    padded = np.concatenate([utf8, np.zeros(longest + 8, np.uint8)])
    at_each_byte: U8 = np.ndarray((len(padded) - 7,), "<u8", padded, strides=(1,))
    masks = np.array([(1 << 8 * kept) - 1 for kept in range(9)], np.uint64)
    return [
        at_each_byte[start + done] & masks[np.clip(length - done, 0, 8)]
        for done in range(0, max(longest, 1), 8)
    ]


def _numbered_one_by_one(tokens: Tokens, account: I8) -> tuple[I8, I8]:
    raw, known = tokens.utf8.tobytes(), dict[tuple[int, bytes], int]()
    first: list[int] = []
    number = np.empty(len(account), np.int64)
    where = zip(account.tolist(), tokens.start.tolist(), tokens.end.tolist(), strict=True)
    for token, (of, start, end) in enumerate(where):
        known_as = known.setdefault((of, raw[start:end]), len(first))
        if known_as == len(first):
            first.append(token)
        number[token] = known_as
    return number, np.array(first, np.int64)
