"""Questions about who decides."""

from __future__ import annotations

from graphkam import analysis
from graphkam.desk.room import Room
from graphkam.domain.decisions import DecisionState
from graphkam.domain.moment import AsOf


class OfDecisions(Room):
    """Questions about decisions."""

    def decision(self, account_id: str, at: AsOf) -> DecisionState:
        """Who should sit at the table, what the support of those who decide adds up to, who is against us."""
        return analysis.decision(self.view(account_id, at))
