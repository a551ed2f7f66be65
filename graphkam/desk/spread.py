"""The portfolio, spread over the processes of a cluster: shard by shard, by the same analyses and the same engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from graphkam.analysis import View, account_line
from graphkam.analysis.portfolio import worst_first
from graphkam.desk.views import OfViews
from graphkam.domain.answers import AccountLine, Accounts
from graphkam.domain.constants import Constants
from graphkam.domain.moment import AsOf
from graphkam.snapshot import Shard

if TYPE_CHECKING:
    from graphkam.analysis.compiled.lines import Entries
    from graphkam.cluster import Cluster

L = TypeVar("L")


class Lines(NamedTuple, Generic[L]):
    """What one process found: the lines of its accounts, one by one or as columns, and who its file does not hold."""

    lines: list[L]
    missing: list[str]


class OfCluster(OfViews):
    """Questions that several processes answer together."""

    def accounts_by(self, cluster: Cluster, at: AsOf) -> Accounts:
        """The portfolio, worst first: the answer of `accounts`, analysed by the processes of a cluster.

        They read the snapshot's file; what they do not find there as it should be is sent to them. Cost: as
        `accounts`, divided by the processes, and the way there and back. Raises StoreError, GraphKAMError.
        """
        if self._compiled(self.snapshot.parts()):
            from graphkam.analysis.compiled.lines import together
            from graphkam.analysis.compiled.portfolio import in_order, ledger

            made = together(self._each(cluster, compiled_lines_of, at, self.constants))
            return Accounts(str(at), ledger(in_order(made, self.constants)).lines())
        lines = self._each(cluster, lines_of, at, self.constants, self.loads_of_all(at))
        return Accounts(str(at), worst_first((line, self.constants) for line in lines))

    def _each(self, cluster: Cluster, work: Callable[..., Lines[L]], *same: object) -> list[L]:
        """What `work` finds of every account, whoever has its pages."""
        found = cluster.each(work, self.snapshot.shards(cluster.parts), *same)
        missing = {id_ for answer in found for id_ in answer.missing}
        if missing:
            found += cluster.each(work, self.snapshot.shards(cluster.parts, only=missing), *same)
        return [line for answer in found for line in answer.lines]


def lines_of(shard: Shard, at: AsOf, constants: Constants, loads: Mapping[str, int]) -> Lines[AccountLine]:
    """The lines of the accounts of a shard, each analysed by itself. Runs in a worker."""
    found: Lines[AccountLine] = Lines([], [])
    for id_, facts in shard.facts():
        if facts is None:
            found.missing.append(id_)
        else:
            found.lines.append(account_line(View(facts, at, constants), loads))
    return found


def compiled_lines_of(shard: Shard, at: AsOf, constants: Constants) -> Lines[Entries]:
    """The lines of the accounts of a shard, by the compiled engine. Runs in a worker."""
    from graphkam.analysis.compiled.lines import entries

    columns = shard.columns()
    found = entries(columns.frame, at, constants)
    return Lines([found] if len(found) else [], columns.missing)
