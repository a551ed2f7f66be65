"""Questions about what to think of an account: coaching."""

from __future__ import annotations

from graphkam import analysis
from graphkam.desk.room import Room
from graphkam.domain.coaching import Coaching
from graphkam.domain.moment import AsOf


class OfRules(Room):
    """Questions about rules of experience, of which each team chooses its own."""

    def coaching(self, account_id: str, at: AsOf) -> Coaching:
        """What the coaching rules say of an account; those that the settings switch off are not asked."""
        return analysis.coaching(self.view(account_id, at), self.settings.coaching_off)
