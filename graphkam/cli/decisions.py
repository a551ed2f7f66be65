"""The command about who decides."""

from __future__ import annotations

from graphkam.cli import options as o
from graphkam.cli.asking import asking, translate
from graphkam.cli.output import show, show_json


def decision(
    account: o.Account, group: o.Group = False, as_of: o.AsOf = None, as_json: o.Json = False
) -> None:
    """Who decides: the expected table, net support, opponents and whom they can turn."""
    with asking(as_of, account) as desk:
        account_id = desk.account_id(account)
        scope = desk.group_id(account_id) if group else account_id
        answer = desk.decision(scope, desk.at(as_of))
        if as_json:
            show_json(answer, translate(desk))
            return
        from graphkam.cli import decision_views, views

        facts = desk.facts(scope)
        title = f"{facts.account.name} ({account_id})"
        show(*decision_views.decision(answer, title, views.labels(facts)))
