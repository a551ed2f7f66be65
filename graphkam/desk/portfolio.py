"""Questions about the portfolio."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from graphkam import analysis
from graphkam.desk.room import PORTFOLIOS_KEPT
from graphkam.desk.views import OfViews
from graphkam.domain.answers import AccountLine, Accounts
from graphkam.domain.ledger import Ledger
from graphkam.domain.moment import AsOf
from graphkam.kept import Kept
from graphkam.settings import Settings

if TYPE_CHECKING:
    from graphkam.analysis.compiled.portfolio import Portfolio
    from graphkam.desk.ahead import Ahead
    from graphkam.store import Store


class OfPortfolio(OfViews):
    """Questions about all accounts."""

    def __init__(self, store: Store, settings: Settings) -> None:
        super().__init__(store, settings)
        self._portfolios = Kept(PORTFOLIOS_KEPT)
        self._lines = Kept(PORTFOLIOS_KEPT)
        self._asking = threading.Lock()

    def accounts(self, at: AsOf) -> Accounts:
        """The portfolio, worst first, by the engine that `GRAPHKAM_ENGINE` names.

        Cost: compiled, a sweep over the columns once per moment, and after a write only of what changed; with
        networkx every account is analysed once per moment and write.
        """
        return self._portfolios.get((self.revision(), at), lambda: Accounts(str(at), self._lines_of_all(at)))

    def ledger(self, at: AsOf, ahead: Ahead | None = None) -> Ledger:
        """The same lines as columns, to be printed. Cost: as `accounts`, without an object for each line.

        `ahead`: what was begun for the same moment and settings before the store was open.
        """
        if ahead and ahead.reader:
            self.snapshot.read_by(ahead.reader)
        parts = self.snapshot.parts()
        if not self._compiled(parts):
            return Ledger.of(self.accounts(at).items)
        with self._asking:
            lines = self._compiled_lines(at)
            if ahead and (found := ahead.entries([frame for frame, _ in parts])):
                lines.begin_with(found)
            return lines.ledger(parts)

    def _lines_of_all(self, at: AsOf) -> tuple[AccountLine, ...]:
        parts = self.snapshot.parts()
        if self._compiled(parts):
            with self._asking:
                return self._compiled_lines(at).lines(parts)
        return analysis.portfolio(self.views(at), self.loads_of_all(at))

    def _compiled_lines(self, at: AsOf) -> Portfolio:
        from graphkam.analysis.compiled.portfolio import Portfolio

        kept: Portfolio = self._lines.get(at, lambda: Portfolio(at, self.constants))
        return kept
