"""The command about coaching: what an experienced colleague would say."""

from __future__ import annotations

from graphkam.cli import options as o
from graphkam.cli.asking import asking, translate
from graphkam.cli.output import show, show_json


def coaching(account: o.Account, as_of: o.AsOf = None, as_json: o.Json = False) -> None:
    """What the coaching rules say of an account, why, and what to do."""
    with asking(as_of, account) as desk:
        account_id = desk.account_id(account)
        answer, words = desk.coaching(account_id, desk.at(as_of)), translate(desk)
        if as_json:
            show_json(answer, words)
            return
        from graphkam.cli import coaching_views

        name = desk.facts(account_id).account.name
        show(*coaching_views.coaching(answer, f"{name} ({account_id})", words))
