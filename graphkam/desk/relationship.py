"""Questions about the relationship with an account, and about what one of ours hands over."""

from __future__ import annotations

from graphkam.analysis.relationship import relationship
from graphkam.analysis.relationship.handover import handover
from graphkam.desk.people import OfPeople
from graphkam.domain.handover import Handover
from graphkam.domain.message import message
from graphkam.domain.moment import AsOf
from graphkam.domain.relationship import Relationship
from graphkam.errors import UsageError


class OfRelationship(OfPeople):
    """Questions about the relationship. Who hands over may be known at no account, so it knows our people."""

    def relationship(self, account_id: str, at: AsOf) -> Relationship:
        """What is judged, felt, done, needed and promised at an account, and what binds it."""
        return relationship(self.view(account_id, at))

    def handover(self, team_id: str, at: AsOf, to: str | None = None) -> Handover:
        """What one of ours leaves behind; `to` whom, UsageError if to themselves.

        Cost: every account that they are known at is analysed.
        """
        if to == team_id:
            raise UsageError(message("nobody hands over to themselves"))
        views = self._views_with(team_id, at)
        if views:
            return handover(views, team_id, to, None if to is None else self._member(to, at).name)
        about = self._member(team_id, at)
        return Handover(team_id, about.name, str(at), str(at), about.valid_to, about.left_to, to, ())
