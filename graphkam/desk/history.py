"""Questions about time: one tie, one account month by month, its figures."""

from __future__ import annotations

from datetime import date

from graphkam import analysis
from graphkam.desk.room import Room
from graphkam.domain.history import Figures, Replay, TieHistory
from graphkam.domain.moment import AsOf


class OfHistory(Room):
    """Questions about time."""

    def tie_history(self, account_id: str, team_id: str, person_id: str, at: AsOf) -> TieHistory:
        """How a tie rose and faded; NotFoundError if there is none."""
        return analysis.tie_history(self.view(account_id, at), (team_id, person_id))

    def replay(self, account_id: str, at: AsOf, since: AsOf | None = None, every: str = "month") -> Replay:
        """The account from a day (default: a year before) to the moment, step by step; UsageError.

        Cost: the analyses once for each step.
        """
        first = since.day if since is not None else _a_year_before(at.day)
        return analysis.replay(self.view(account_id, at), first, every)

    def figures(self, account_id: str, at: AsOf) -> Figures:
        """Share of wallet, revenue, margin and orders over time."""
        return analysis.figures(self.view(account_id, at))


def _a_year_before(day: date) -> date:
    """The same day a year earlier; of 29 February the 28th.

    >>> _a_year_before(date(2024, 2, 29))
    datetime.date(2023, 2, 28)
    """
    year = max(day.year - 1, date.min.year)
    return day.replace(year=year, day=min(day.day, 28) if day.month == 2 else day.day)
