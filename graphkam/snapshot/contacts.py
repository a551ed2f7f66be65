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
        self._ids = list(map(self._tokens.text, first.tolist()))
        self._account_of = account[self._tokens.row[first]]

    @property
    def ends(self) -> I8:
        """Where the packed text of each touchpoint ends, the U+001F included."""
        ends: I8 = self._tokens.ends[:, -1] + 1
        return ends

    def team(self) -> list[tuple[int, str]]:
        """(account, id) of everybody of ours who took part, each once."""
        ours = np.unique(self._number[self._tokens.field == TEAM])
        return [(int(self._account_of[n]), self._ids[n]) for n in ours.tolist()]

    def ties(self, persons: Slots, members: Slots) -> dict[str, Any]:
        """The levels tie and contact of a frame; the slots of each account's people and team decide who counts."""
        rank, row = self._oldest_first()
        theirs, copied = self._distinct(rank, (PEOPLE, COPIED))
        ours, _ = self._distinct(rank, (TEAM,))
        theirs_rank, ours_rank = rank[self._tokens.row[theirs]], rank[self._tokens.row[ours]]
        crowd = np.bincount(theirs_rank, minlength=len(row))
        person, member = self._slots(theirs, persons), self._slots(ours, members)
        known = person >= 0
        theirs_rank, person, copied = theirs_rank[known], person[known], copied[known]
        known = member >= 0
        ours_rank, member = ours_rank[known], member[known]

        # Each of theirs with each of ours of the same touchpoint
        how_many = np.bincount(ours_rank, minlength=len(row))
        begin = np.cumsum(how_many) - how_many
        times = how_many[theirs_rank]
        one = np.repeat(np.arange(len(person)), times)
        other = np.arange(len(one)) - np.repeat(np.cumsum(times) - times - begin[theirs_rank], times)
        at = theirs_rank[one]
        account = self._account[row[at]]
        ids = 1 + max(person.max(initial=0), member.max(initial=0))
        tie = (account * ids + person[one]) * ids + member[other]
        order = np.argsort(tie, kind="stable")
        starts = np.flatnonzero(np.diff(tie[order], prepend=-1))
        rows = row[at[order]]
        return {
            "first_tie": np.searchsorted(account[order][starts], np.arange(len(persons) + 1)),
            "tie_person": person[one[order]][starts],
            "tie_member": member[other[order]][starts],
            "first_contact": np.append(starts, len(order)),
            "contact_at": self._seconds[rows],
            "contact_channel": self._tokens.places("channel", CHANNELS)[rows],
            "contact_copied": copied[one[order]],
            "contact_people": crowd[at[order]],
            "contact_by": self._tokens.places("initiated_by", INITIATORS)[rows],
        }

    def _oldest_first(self) -> tuple[I8, I8]:
        """The rank of each touchpoint by account, moment, id; and the touchpoint of each rank."""
        row = np.lexsort((self._seconds, self._account))
        account, seconds = self._account[row], self._seconds[row]
        same = (account[1:] == account[:-1]) & (seconds[1:] == seconds[:-1])
        among = np.flatnonzero(np.append(same, False) | np.append(False, same))
        if len(among):
            rows = row[among].tolist()
            keys = list(
                zip(account[among].tolist(), seconds[among].tolist(), self._tokens.ids(rows), strict=True)
            )
            row[among] = [rows[i] for i in sorted(range(len(rows)), key=keys.__getitem__)]
        rank = np.empty_like(row)
        rank[row] = np.arange(len(row))
        return rank, row

    def _distinct(self, rank: I8, fields: Sequence[int]) -> tuple[I8, I8]:
        """The tokens of these fields by rank, an id of a touchpoint once, by its first field; and in which field."""
        tokens = np.flatnonzero(np.isin(self._tokens.field, fields))
        later = self._tokens.field[tokens] != fields[0]
        ids = len(self._ids)
        key = (rank[self._tokens.row[tokens]] * ids + self._number[tokens]) * 2 + later
        order = np.argsort(key)
        first = np.flatnonzero(np.diff(key[order] >> 1, prepend=-1))
        return tokens[order][first], later[order][first]

    def _slots(self, tokens: I8, slots: Slots) -> I8:
        of_number = [
            slots[account].get(id_, -1)
            for account, id_ in zip(self._account_of.tolist(), self._ids, strict=True)
        ]
        return np.array(of_number, np.int64)[self._number[tokens]]
