"""The portfolio rolled up by group."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from graphkam import analysis
from graphkam.analysis import View
from graphkam.analysis.groups import heads, merged
from graphkam.analysis.portfolio import worst_first
from graphkam.desk.portfolio import OfPortfolio
from graphkam.desk.room import PORTFOLIOS_KEPT
from graphkam.domain.answers import Accounts
from graphkam.domain.moment import AsOf
from graphkam.kept import Kept
from graphkam.settings import Settings

if TYPE_CHECKING:
    from graphkam.store import Store


class OfGroups(OfPortfolio):
    """Questions about all groups."""

    def __init__(self, store: Store, settings: Settings) -> None:
        super().__init__(store, settings)
        self._rolled_up = Kept(PORTFOLIOS_KEPT)

    def groups(self, at: AsOf) -> Accounts:
        """The portfolio, worst first, with every account that has subsidiaries merged with them into one line.

        Cost: as `accounts`, once per moment and write; lines of accounts that are in no group are taken from there.
        """

        def rolled_up() -> Accounts:
            facts = {f.account.id: f for f in self.facts_of_all()}
            below, loads = heads(facts.values()), self.loads_of_all(at)
            inside = {*below, *(id_ for ids in below.values() for id_ in ids)}
            lines = [line for line in self.accounts(at).items if line.id not in inside]
            for head, ids in below.items():
                whole = merged(
                    facts[head],
                    [facts[id_] for id_ in ids],
                    self.constants,
                    self.snapshot.lines([head, *ids]),
                )
                line = analysis.account_line(View(whole, at, self.constants), loads)
                lines.append(replace(line, subsidiaries=len(ids)))
            return Accounts(str(at), worst_first((line, self.constants) for line in lines))

        kept: Accounts = self._rolled_up.get((self.revision(), at), rolled_up)
        return kept
