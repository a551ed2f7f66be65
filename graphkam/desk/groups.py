"""The portfolio rolled up by group."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from graphkam import analysis
from graphkam.analysis import View
from graphkam.analysis.groups import heads, merged
from graphkam.desk.portfolio import OfPortfolio
from graphkam.desk.room import PORTFOLIOS_KEPT
from graphkam.domain.answers import Accounts
from graphkam.domain.facts import AccountFacts
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
            facts = self.snapshot.accounts()
            loads = analysis.manager_loads(facts, at)
            below = heads(facts)
            views = [View(whole, at, self.constants) for whole in self._wholes(facts, below)]
            whole = analysis.portfolio(views, loads)
            counted = {head: len(ids) for head, ids in below.items()}
            return Accounts(
                str(at),
                tuple(replace(line, subsidiaries=counted.get(line.id, 0)) for line in whole),
            )

        kept: Accounts = self._rolled_up.get((self.revision(), at), rolled_up)
        return kept

    def _wholes(
        self, facts: tuple[AccountFacts, ...] | list[AccountFacts], below: dict[str, tuple[str, ...]]
    ) -> Iterator[AccountFacts]:
        """The facts of each account that is nobody's subsidiary, merged with those of its subsidiaries."""
        of = {f.account.id: f for f in facts}
        inside = {id_ for ids in below.values() for id_ in ids}
        for id_, one in of.items():
            if id_ in inside:
                continue
            others = below.get(id_, ())
            lines = self.snapshot.lines([id_, *others]) if others else ()
            yield merged(one, [of[other] for other in others], self.constants, lines)
