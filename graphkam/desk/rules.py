"""Questions about what to think of an account: coaching, and how firm its verdicts are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphkam import analysis
from graphkam.desk.room import ANSWERS_KEPT, Room
from graphkam.domain.coaching import Coaching
from graphkam.domain.moment import AsOf
from graphkam.domain.sensitivity import Sensitivity
from graphkam.kept import Kept
from graphkam.settings import Settings

if TYPE_CHECKING:
    from graphkam.store import Store


class OfRules(Room):
    """Questions about rules of experience, of which each team chooses its own, and about the constants."""

    def __init__(self, store: Store, settings: Settings) -> None:
        super().__init__(store, settings)
        self._sensitivities = Kept(ANSWERS_KEPT)

    def coaching(self, account_id: str, at: AsOf) -> Coaching:
        """What the coaching rules say of an account; those that the settings switch off are not asked."""
        return analysis.coaching(self.view(account_id, at), self.settings.coaching_off)

    def sensitivity(self, account_id: str, at: AsOf) -> Sensitivity:
        """How firm each verdict is when a constant is turned. Cost: some hundred analyses, once for a moment."""
        view = self.view(account_id, at)
        key = account_id, view.facts.revision, at
        kept: Sensitivity = self._sensitivities.get(key, lambda: analysis.sensitivity(view))
        return kept
