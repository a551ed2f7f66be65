"""The portfolio, spread over the processes of a cluster: shard by shard, by the same analyses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from graphkam.analysis import View, account_line
from graphkam.analysis.managing import managed
from graphkam.analysis.portfolio import worst_first
from graphkam.desk.room import Room
from graphkam.domain.answers import AccountLine, Accounts
from graphkam.domain.constants import Constants
from graphkam.domain.moment import AsOf
from graphkam.snapshot import Shard

if TYPE_CHECKING:
    from graphkam.cluster import Cluster


class OfCluster(Room):
    """Questions that several processes answer together."""

    def accounts_by(self, cluster: Cluster, at: AsOf) -> Accounts:
        """The portfolio, worst first: the answer of `accounts`, analysed by the processes of a cluster.

        They read the snapshot's file; what they do not find there as it should be is sent to them. Cost: as
        `accounts`, divided by the processes, and the way there and back. Raises StoreError, GraphKAMError.
        """
        shards = self.snapshot.shards(cluster.parts)
        loads: Counter[str] = Counter()
        for frame, places in self.snapshot.parts():
            loads.update(managed(frame, at, places))
        found = cluster.each(lines_of, shards, at, self.constants, loads)
        missing = {id_ for answer in found for id_ in answer.missing}
        if missing:
            again = self.snapshot.shards(cluster.parts, only=missing)
            found += cluster.each(lines_of, again, at, self.constants, loads)
        lines = ((line, self.constants) for answer in found for line in answer.lines)
        return Accounts(str(at), worst_first(lines))


class Lines(NamedTuple):
    """What one process found: the lines of its accounts, and the accounts that its file does not hold."""

    lines: list[AccountLine]
    missing: list[str]


def lines_of(shard: Shard, at: AsOf, constants: Constants, loads: Mapping[str, int]) -> Lines:
    """The lines of the accounts of a shard, each analysed by itself. Runs in a worker."""
    found = Lines([], [])
    for id_, facts in shard.facts():
        if facts is None:
            found.missing.append(id_)
        else:
            found.lines.append(account_line(View(facts, at, constants), loads))
    return found
