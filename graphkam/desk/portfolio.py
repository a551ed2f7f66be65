"""Questions about the portfolio."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphkam import analysis
from graphkam.analysis import View
from graphkam.desk.room import PORTFOLIOS_KEPT, Room
from graphkam.domain.answers import Accounts
from graphkam.domain.moment import AsOf
from graphkam.kept import Kept
from graphkam.settings import Settings

if TYPE_CHECKING:
    from graphkam.store import Store


class OfPortfolio(Room):
    """Questions about all accounts."""

    def __init__(self, store: Store, settings: Settings) -> None:
        super().__init__(store, settings)
        self._portfolios = Kept(PORTFOLIOS_KEPT)

    def accounts(self, at: AsOf) -> Accounts:
        """The portfolio, worst first. Cost: every account is analysed once per moment and write."""

        def lines() -> Accounts:
            facts = self.snapshot.accounts()
            views = (View(f, at, self.constants) for f in facts)
            return Accounts(str(at), analysis.portfolio(views, analysis.manager_loads(facts, at)))

        return self._portfolios.get((self.revision(), at), lines)
