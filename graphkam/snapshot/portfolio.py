"""The facts of every account, kept in memory and read again when the store says that they changed."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from graphkam.domain.facts import AccountFacts
from graphkam.errors import NotFoundError, StoreError
from graphkam.snapshot.reading import read_facts

if TYPE_CHECKING:
    from graphkam.store import Store

CHUNK_TOUCHPOINTS = 100_000
CHUNK_ACCOUNTS = 250
"""What one read asks for at most, so that no list passes the store's limits; one huge account goes alone."""
_TRIES = 20


class Snapshot:
    """The facts of accounts as the store has them now.

    An account is read again, whole, when its revision is another than that of the facts kept: compared by
    equality, so that deletions and restored stores are noticed too. Threads may share a snapshot. Raises
    StoreError where an account is written to without a pause for as long as twenty reads take.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kept: dict[str, AccountFacts] = {}
        self._lock = threading.Lock()

    def account(self, account_id: str) -> AccountFacts:
        """The facts of one account. Raises NotFoundError if there is none of that id."""
        with self._lock:
            for _ in range(_TRIES):
                now = self._revisions_of([account_id])
                if account_id not in now:
                    self._kept.pop(account_id, None)
                    raise NotFoundError(f"there is no account {account_id!r}")
                kept = self._kept.get(account_id)
                if kept is not None and kept.revision == now[account_id]:
                    return kept
                self._read(now)
        raise StoreError(f"account {account_id!r} was written to all the while it was read; try again")

    def accounts(self) -> list[AccountFacts]:
        """The facts of all accounts, by id; only those are read that changed since they were read last."""
        with self._lock:
            for _ in range(_TRIES):
                columns = self._store.columns("revisions")
                now = dict(zip(columns["id"], columns["revision"], strict=True))
                sizes = dict(zip(columns["id"], columns["touchpoints"], strict=True))
                for gone in self._kept.keys() - now.keys():
                    del self._kept[gone]
                stale = {id_: n for id_, n in now.items() if self._revision_kept(id_) != n}
                if not stale:
                    return [self._kept[id_] for id_ in now]
                for chunk in _chunks(stale, sizes):
                    self._read(chunk)
        raise StoreError("accounts were written to all the while they were read; try again")

    def _revision_kept(self, account_id: str) -> int | None:
        kept = self._kept.get(account_id)
        return None if kept is None else kept.revision

    def _revisions_of(self, accounts: list[str]) -> dict[str, int]:
        columns = self._store.columns("revisions_of", accounts=accounts)
        return dict(zip(columns["id"], columns["revision"], strict=True))

    def _read(self, revisions: Mapping[str, int]) -> None:
        """Read accounts whose revisions were seen before; keep those that nobody wrote to meanwhile."""
        facts = read_facts(self._store, revisions)
        after = self._revisions_of(list(revisions))
        for id_, known in facts.items():
            if after.get(id_) == known.revision:
                self._kept[id_] = known


def _chunks(stale: Mapping[str, int], sizes: Mapping[str, int]) -> Iterator[dict[str, int]]:
    chunk: dict[str, int] = {}
    touchpoints = 0
    for id_, revision in stale.items():
        if chunk and (len(chunk) == CHUNK_ACCOUNTS or touchpoints + sizes[id_] > CHUNK_TOUCHPOINTS):
            yield chunk
            chunk, touchpoints = {}, 0
        chunk[id_] = revision
        touchpoints += sizes[id_]
    if chunk:
        yield chunk
