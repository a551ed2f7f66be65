"""The alarms of an account and of the portfolio."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphkam import analysis
from graphkam.analysis import View
from graphkam.analysis.alarms import before, new_since, of_portfolio
from graphkam.desk.room import PORTFOLIOS_KEPT
from graphkam.desk.views import OfViews
from graphkam.domain.alarms import Alarm, Alarms
from graphkam.domain.message import message
from graphkam.domain.moment import AsOf
from graphkam.errors import UsageError
from graphkam.kept import Kept
from graphkam.settings import Settings

if TYPE_CHECKING:
    from graphkam.store import Store


class OfAlarms(OfViews):
    """Questions about alarms."""

    def __init__(self, store: Store, settings: Settings) -> None:
        super().__init__(store, settings)
        self._alarms = Kept(PORTFOLIOS_KEPT)

    def alarms(
        self, account_id: str | None, at: AsOf, since: AsOf | None = None, *, everybody: bool = False
    ) -> Alarms:
        """The alarms of an account, or of all (None); with `since` only what is new since that day.

        `everybody`: ties that go cold with anybody, not only management, executives and who decides. Raises
        UsageError if `since` lies after the moment. Cost of all: as `accounts`, once per moment and write.
        """
        if since is not None and since.day > at.day:
            raise UsageError(message("nothing is new since {since}: that is after {at}", since=since, at=at))
        ask = self._alarms_of if account_id is not None else self._all_alarms
        found = ask(account_id or "", at, everybody)
        if since is not None:
            found = new_since(found, ask(account_id or "", before(since), everybody), since)
        return Alarms(str(at), found, since=None if since is None else str(since))

    def alarms_of(self, view: View, *, everybody: bool = False) -> tuple[Alarm, ...]:
        """The alarms of an account that is viewed already."""
        return analysis.alarms(view, self._loads(view), everybody=everybody)

    def _alarms_of(self, account_id: str, at: AsOf, everybody: bool) -> tuple[Alarm, ...]:
        return self.alarms_of(self.view(account_id, at), everybody=everybody)

    def _all_alarms(self, _: str, at: AsOf, everybody: bool) -> tuple[Alarm, ...]:
        def found() -> tuple[Alarm, ...]:
            loads = self.loads_of_all(at)
            return of_portfolio(
                alarm
                for view in self.views(at)
                for alarm in analysis.alarms(view, loads, everybody=everybody)
            )

        kept: tuple[Alarm, ...] = self._alarms.get((self.revision(), at, everybody), found)
        return kept
