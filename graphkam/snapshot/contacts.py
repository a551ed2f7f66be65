"""Who met whom, from packed touchpoints to the ties of a frame, all at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from graphkam.domain.vocabulary import CHANNELS, INITIATORS
from graphkam.snapshot.tokens import COPIED, PEOPLE, TEAM, cut, numbered

if TYPE_CHECKING:
    from graphkam.domain.frame import F8, I8

    Slots = Sequence[dict[str, int]]


class Contacts:
    """The touchpoints of several accounts.

    `packed` are their packed texts, each closed by U+001F, `seconds` when each took place, `account` whose it
    is, ascending from 0. Cost: two sorts of the ids that stand in them.
    """

    def __init__(self, packed: bytes, seconds: F8, account: I8) -> None:
        self._tokens, self._seconds, self._account = cut(packed), seconds, account
        self._number, first = numbered(self._tokens, account[self._tokens.row])
        self._ids = self._tokens.texts(first)
        self._account_of = account[self._tokens.row[first]]

    @property
    def ends(self) -> I8:
        """Where the packed text of each touchpoint ends, the U+001F included."""
        ends: I8 = self._tokens.ends[:, -1] + 1
        return ends

    @property
    def moments(self) -> dict[str, Any]:
        """The account and the seconds of each touchpoint."""
        return {"account": self._account, "at": self._seconds}

    def team(self) -> list[tuple[int, str]]:
        """(account, id) of everybody of ours who took part, each once."""
        ours = np.unique(self._number[self._tokens.field == TEAM])
        return [(int(self._account_of[n]), self._ids[n]) for n in ours.tolist()]

    def ties(self, persons: Slots, members: Slots) -> dict[str, Any]:
        """The levels tie and contact of a frame; the slots of each account's people and team decide who counts."""
        theirs, ours = self._distinct((PEOPLE, COPIED)), self._distinct((TEAM,))
        crowd = np.bincount(self._tokens.row[theirs], minlength=len(self._account))
        person, member = self._slots(theirs, persons), self._slots(ours, members)
        theirs, person = theirs[person >= 0], person[person >= 0]
        ours, member = ours[member >= 0], member[member >= 0]

        # Each of theirs with each of ours of the same touchpoint
        at_theirs, how_many = (
            self._tokens.row[theirs],
            np.bincount(self._tokens.row[ours], minlength=len(crowd)),
        )
        begin, times = np.cumsum(how_many) - how_many, how_many[at_theirs]
        one = np.repeat(np.arange(len(person)), times)
        other = np.arange(len(one)) - np.repeat(np.cumsum(times) - times - begin[at_theirs], times)
        person, member, row = person[one], member[other], at_theirs[one]
        copied = self._tokens.field[theirs][one] == COPIED

        tie = (self._account[row] * (1 + person.max(initial=0)) + person) * (
            1 + member.max(initial=0)
        ) + member
        order = np.argsort(tie * len(crowd) + self._rank()[row])  # all differ: once in a tie, a touchpoint
        starts = np.flatnonzero(np.diff(tie[order], prepend=-1))
        first, row = order[starts], row[order]
        return {
            "first_tie": np.searchsorted(self._account[row[starts]], np.arange(len(persons) + 1)),
            "tie_person": person[first],
            "tie_member": member[first],
            "first_contact": np.append(starts, len(order)),
            "contact_at": self._seconds[row],
            "contact_channel": self._tokens.places("channel", CHANNELS)[row],
            "contact_copied": copied[order],
            "contact_people": crowd[row],
            "contact_by": self._tokens.places("initiated_by", INITIATORS)[row],
        }

    def _rank(self) -> I8:
        """The place of each touchpoint by account, moment, id."""
        row = np.argsort(self._seconds)
        row = row[np.argsort(_small(self._account[row]), kind="stable")]
        account, seconds = self._account[row], self._seconds[row]
        same = (account[1:] == account[:-1]) & (seconds[1:] == seconds[:-1])
        among = np.flatnonzero(np.append(same, False) | np.append(False, same))
        if len(among):
            rows = row[among]
            ids = self._tokens.ids(rows)
            keys = list(zip(account[among].tolist(), seconds[among].tolist(), ids, strict=True))
            row[among] = rows[sorted(range(len(keys)), key=keys.__getitem__)]
        rank = np.empty_like(row)
        rank[row] = np.arange(len(row))
        return rank

    def _distinct(self, fields: Sequence[int]) -> I8:
        """The tokens of these fields, by touchpoint, an id of a touchpoint once: in its first field."""
        field = self._tokens.field
        tokens: I8 = np.flatnonzero(np.logical_or.reduce([field == one for one in fields]))
        key = self._tokens.row[tokens] * len(self._ids) + self._number[tokens]
        ordered = np.sort(key)
        if np.all(ordered[1:] > ordered[:-1]):
            return tokens
        _, first = np.unique(key, return_index=True)  # fields stand in order, so people before copied
        once: I8 = tokens[np.sort(first)]
        return once

    def _slots(self, tokens: I8, slots: Slots) -> I8:
        of_number = [
            slots[account].get(id_, -1)
            for account, id_ in zip(self._account_of.tolist(), self._ids, strict=True)
        ]
        return np.array(of_number, np.int64)[self._number[tokens]]


def _small(account: I8) -> np.ndarray[Any, Any]:
    """The same places in two bytes, if they fit: these are sorted by counting."""
    return account.astype(np.uint16) if account.max(initial=0) < 2**16 else account
