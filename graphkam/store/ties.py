"""Stored ties: kept right with every write of touchpoints, in the transaction of that write.

A Tie node is a cache of s(u, p, a) = Σ w·2^(−age ÷ h) at t0, the instant of its last touchpoint. Decay does
not depend on where the clock starts, so a new touchpoint is added in O(1); a changed or deleted one makes its
ties be summed again. The fingerprint of the constants says under which ones s holds.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from graphkam.domain.constants import TOLERANCE, Constants
from graphkam.domain.moment import DAY
from graphkam.domain.strength import decay, touchpoint_weights
from graphkam.domain.tables import SEPARATOR
from graphkam.store.bolt import Transaction
from graphkam.store.columns import columns_of

TieKey = tuple[str, str, str]
"""(team member, person, account)."""


@dataclass(frozen=True, slots=True)
class Contact:
    """What one touchpoint adds to one tie."""

    t: float
    at: str
    weight: float


@dataclass(frozen=True, slots=True)
class State:
    """A stored tie: s at t0 (seconds since 1970), first and last touchpoint, and how many."""

    s: float
    t0: float
    first: str
    last: str
    count: int


class Ties(NamedTuple):
    """What is stored of some ties."""

    asked: Collection[TieKey]
    states: dict[TieKey, State]
    stale: set[TieKey]
    """Those that were made under other constants."""


def contacts_of(touchpoint: Mapping[str, Any], constants: Constants) -> dict[TieKey, Contact]:
    """What a touchpoint adds to each of its ties; people who were only present hold none by it."""
    weights = touchpoint_weights(
        touchpoint["channel"], touchpoint["people_ids"], touchpoint["cc_ids"], constants
    )
    t, at, account = touchpoint["t"], touchpoint["at"], touchpoint["account_id"]
    return {
        (team_id, person_id, account): Contact(t, at, weight)
        for person_id, weight in weights.items()
        for team_id in touchpoint["team_ids"]
    }


def summed(contacts: Iterable[Contact], half_life_days: float, before: State | None = None) -> State | None:
    """The tie that contacts add up to, on top of what was stored before; None if there is nothing.

    >>> tie = summed([Contact(0.0, "a", 1.0), Contact(90 * DAY, "b", 1.0)], 90.0)
    >>> tie.s, tie.t0 / DAY, tie.first, tie.last, tie.count
    (1.5, 90.0, 'a', 'b', 2)
    """
    added = sorted(contacts, key=lambda c: (c.t, c.at))
    if not added:
        return before
    t0 = max(added[-1].t, before.t0) if before else added[-1].t
    parts = [c.weight * decay((t0 - c.t) / DAY, half_life_days) for c in added]
    if before is None:
        return State(math.fsum(parts), t0, added[0].at, added[-1].at, len(added))
    parts.append(before.s * decay((t0 - before.t0) / DAY, half_life_days))
    return State(
        math.fsum(parts),
        t0,
        min(before.first, added[0].at),
        max(before.last, added[-1].at),
        before.count + len(added),
    )


def add_contacts(
    tx: Transaction,
    new: Iterable[Mapping[str, Any]],
    again: set[TieKey],
    constants: Constants,
    known: Ties | None = None,
) -> None:
    """Put the ties of new touchpoints right, and sum those in `again` from all their touchpoints.

    The touchpoints themselves are written already, in the same transaction. Ties that were made under other
    constants are summed again too. `known`: what is stored of some, where that was asked in this transaction.
    """
    added: dict[TieKey, list[Contact]] = defaultdict(list)
    for touchpoint in new:
        for key, contact in contacts_of(touchpoint, constants).items():
            added[key].append(contact)
    wanted = {*added, *again}
    if known is None or not wanted.issubset(known.asked):
        known = ties_of(tx.send("ties_stored", {"key": [tie_id(k) for k in wanted]}), wanted, constants)
    _, stored, stale = known
    again |= stale
    half_life = constants.half_life_days
    after = {k: summed(c, half_life, stored.get(k)) for k, c in added.items() if k not in again}
    after |= {k: summed(c, half_life) for k, c in _all_contacts(tx, again, constants).items()}
    _store(tx, stored.keys() | stale, after, constants.tie_hash())


def rebuild(
    tx: Transaction, accounts: Sequence[str], constants: Constants
) -> tuple[int, list[str], list[str]]:
    """Sum all ties of these accounts again and put right what differs.

    Gives how many ties there should be, the ids of those that differed, and the accounts of these.
    """
    fingerprint, columns = constants.tie_hash(), {"account_id": accounts}
    contacts: dict[TieKey, list[Contact]] = defaultdict(list)
    for touchpoint in _touchpoints(tx.send("touchpoints_of_accounts", columns)):
        for key, contact in contacts_of(touchpoint, constants).items():
            contacts[key].append(contact)
    stored, stale = _states(tx.send("ties_of_accounts", columns), fingerprint)
    after = {key: summed(some, constants.half_life_days) for key, some in contacts.items()}
    after |= dict.fromkeys((stored.keys() | stale) - after.keys())
    wrong = {k: state for k, state in after.items() if not _same(stored.get(k), state)}
    _store(tx, stored.keys() | stale, wrong, fingerprint)
    return len(contacts), sorted(map(tie_id, wrong)), sorted({account for _, _, account in wrong})


def _same(stored: State | None, state: State | None) -> bool:
    if stored is None or state is None:
        return stored is state
    return (
        math.isclose(stored.s, state.s, rel_tol=TOLERANCE, abs_tol=TOLERANCE)
        and replace(stored, s=state.s) == state
    )


def ties_of(parts: Iterable[Mapping[str, Any]], asked: Collection[TieKey], constants: Constants) -> Ties:
    """What is stored of the ties asked for, from the columns that a statement told."""
    return Ties(asked, *_states(parts, constants.tie_hash()))


def _states(parts: Iterable[Mapping[str, Any]], fingerprint: str) -> tuple[dict[TieKey, State], set[TieKey]]:
    states, stale = {}, set()
    for part in parts:
        for key_, made, *values in zip(
            part["id"],
            part["constants"],
            part["s"],
            part["t0"],
            part["first"],
            part["last"],
            part["count"],
            strict=True,
        ):
            key = tuple(key_.split(SEPARATOR))
            if made == fingerprint:
                states[key] = State(*values)
            else:
                stale.add(key)
    return states, stale


def _all_contacts(tx: Transaction, keys: set[TieKey], constants: Constants) -> dict[TieKey, list[Contact]]:
    """Every contact of these ties, from the stored touchpoints; an empty list where there is none."""
    found: dict[TieKey, list[Contact]] = {key: [] for key in keys}
    pairs = [{"person_id": p, "account_id": a} for p, a in sorted({(p, a) for _, p, a in keys})]
    sent = tx.send("ties_touchpoints", columns_of(("person_id", "account_id"), pairs))
    for touchpoint in _touchpoints(sent):
        for key, contact in contacts_of(touchpoint, constants).items():
            if key in found and key[1] == touchpoint["person_id"]:
                found[key].append(contact)
    return found


def _touchpoints(parts: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """The touchpoints in columns, one after the other."""
    for part in parts:
        for values in zip(*part.values(), strict=True):
            yield dict(zip(part, values, strict=True))


def _store(
    tx: Transaction, stored: Iterable[TieKey], after: Mapping[TieKey, State | None], fingerprint: str
) -> None:
    there = set(stored)
    rows = {k: _row(k, state, fingerprint) for k, state in after.items() if state is not None}
    for name, chosen in (
        ("ties", [row for k, row in rows.items() if k not in there]),
        ("ties_update", [row for k, row in rows.items() if k in there]),
        ("ties_delete", [{"key": tie_id(k)} for k in after if k not in rows and k in there]),
    ):
        tx.send_rows(name, chosen)


def _row(key: TieKey, state: State, fingerprint: str) -> dict[str, Any]:
    return {
        "key": tie_id(key),
        "team_id": key[0],
        "person_id": key[1],
        "account_id": key[2],
        "s": state.s,
        "t0": state.t0,
        "constants": fingerprint,
        "first": state.first,
        "last": state.last,
        "count": state.count,
    }


def tie_id(key: TieKey) -> str:
    """The id of the Tie node."""
    return SEPARATOR.join(key)
