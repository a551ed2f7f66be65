"""Questions about actions: what is planned, what is overdue, what was gained."""

from __future__ import annotations

from graphkam.analysis.actions import DONE, in_order
from graphkam.analysis.actions import actions as actions_of
from graphkam.desk.views import OfViews
from graphkam.domain.actions import Actions, ActionState
from graphkam.domain.message import message
from graphkam.domain.moment import AsOf
from graphkam.errors import NotFoundError


class OfActions(OfViews):
    """Questions about actions."""

    def actions(self, account_id: str | None, at: AsOf, *, open_only: bool = False) -> Actions:
        """The actions of an account, or of all (None); what each gained is told for one account only.

        Cost of all: gaps and alarms of each account that has actions.
        """
        if account_id is not None:
            view = self.view(account_id, at)
            found = actions_of(view, self._loads(view))
        else:
            found = in_order(self._all_actions(at))
        if open_only:
            found = tuple(action for action in found if action.status != DONE)
        return Actions(str(at), found)

    def _all_actions(self, at: AsOf) -> list[ActionState]:
        loads = self.loads_of_all(at)
        planned = (facts.account.id for facts in self.facts_of_all() if facts.actions)
        views = self.views(at, set(planned))
        return [action for view in views for action in actions_of(view, loads, gains=False)]

    def action(self, action_id: str, at: AsOf) -> ActionState:
        """One action; NotFoundError."""
        stored = self.store.stored("actions", [action_id]).get(action_id)
        if stored is not None:
            for action in self.actions(str(stored["account_id"]), at).items:
                if action.id == action_id:
                    return action
        raise NotFoundError(message("there is no action {id}", id=action_id))
