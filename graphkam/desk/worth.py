"""Questions about what accounts are worth, and who carries them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from graphkam.analysis.columns import amounts
from graphkam.analysis.customers import customers, values_by_unit
from graphkam.analysis.flanks import flanks
from graphkam.analysis.loads import loads, reports
from graphkam.analysis.segments import segments
from graphkam.analysis.validity import valid_by_id
from graphkam.analysis.visits import visits
from graphkam.analysis.worth import worth
from graphkam.desk.people import OfPeople
from graphkam.desk.portfolio import OfPortfolio
from graphkam.domain.customers import Customers, Visits
from graphkam.domain.facts import TeamMember
from graphkam.domain.flanks import Flanks
from graphkam.domain.moment import AsOf
from graphkam.domain.worth import Loads, Segments, Worth
from graphkam.kept import Kept
from graphkam.settings import Settings

if TYPE_CHECKING:
    from graphkam.store import Store

T = TypeVar("T")
KEPT = 8
"""Answers about the whole portfolio, of several kinds and moments."""


class OfWorth(OfPeople, OfPortfolio):
    """Questions about worth: each is answered once per moment and write, from the lines of the portfolio."""

    def __init__(self, store: Store, settings: Settings) -> None:
        super().__init__(store, settings)
        self._worth = Kept(KEPT)

    def worth(self, at: AsOf) -> Worth:
        """Value, value at risk, effort against value, dependence; accounts by value."""

        def of_all() -> Worth:
            return worth(self.facts_of_all(), self.accounts(at).items, at, self.constants)

        return self._of_all("worth", at, of_all)

    def segments(self, at: AsOf) -> Segments:
        """Segments, where the data contradict them, and room to grow."""

        def of_all() -> Segments:
            return segments(self.facts_of_all(), self.accounts(at).items, at, self.constants)

        return self._of_all("segments", at, of_all)

    def loads(self, at: AsOf, team_id: str | None = None) -> Loads:
        """What our account managers carry; with `team_id` that one of ours and everybody below."""

        def all_of_us() -> Loads:
            lines = self.accounts(at).items
            return loads(self.managed(at), lines, self._members(at), at, self.constants)

        whole = self._of_all("loads", at, all_of_us)
        if team_id is None:
            return whole
        mine = self._with_reports(team_id, at)
        return replace(whole, items=tuple(line for line in whole.items if line.id in mine))

    def customers(self, at: AsOf, team_id: str | None = None) -> Customers:
        """The best-customer list; with `team_id` of the accounts that they and who reports to them manage."""

        def of_all() -> Customers:
            values = values_by_unit(amounts(self.snapshot.parts()), self.constants)
            return customers(self.views(at), values, at)

        whole = self._of_all("customers", at, of_all)
        if team_id is None:
            return whole
        mine = self._with_reports(team_id, at)
        return replace(whole, items=tuple(line for line in whole.items if mine.intersection(line.managers)))

    def visits(self, at: AsOf, team_id: str | None = None) -> Visits:
        """Who of ours should see whom within a month; with `team_id` they and who reports to them."""

        def of_all() -> Visits:
            return visits(self.views(at), at, self.constants)

        whole = self._of_all("visits", at, of_all)
        if team_id is None:
            return whole
        mine = self._with_reports(team_id, at)
        return replace(whole, items=tuple(visit for visit in whole.items if visit.team_id in mine))

    def flanks(self, account_id: str | None, at: AsOf) -> Flanks:
        """What rivals hold, and where they are weak; of an account, a group, or all (None)."""
        if account_id is not None:
            return flanks([self.view(account_id, at)], at)

        def of_all() -> Flanks:
            return flanks(self.views(at), at)

        return self._of_all("flanks", at, of_all)

    def _with_reports(self, team_id: str, at: AsOf) -> set[str]:
        """One of ours and everybody who reports to them that day, directly or not."""

        def of_all() -> Mapping[str, tuple[str, ...]]:
            return reports(valid_by_id(((m.id, m) for m in self._members(at)), at))

        return {team_id, *self._of_all("reports", at, of_all).get(team_id, ())}

    def _members(self, at: AsOf) -> list[TeamMember]:
        return self.snapshot.team([m.id for m in self.members(at).items])

    def _of_all(self, what: str, at: AsOf, make: Callable[[], T]) -> T:
        kept: T = self._worth.get((what, self.revision(), at), make)
        return kept
