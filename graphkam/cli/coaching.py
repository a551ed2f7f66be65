"""The commands about judgement: what an experienced colleague would say, and how firm verdicts are."""

from __future__ import annotations

from graphkam.cli import options as o
from graphkam.cli.asking import asking, scope, translate
from graphkam.cli.output import show, show_json


def coaching(
    account: o.Account, group: o.Group = False, as_of: o.AsOf = None, as_json: o.Json = False
) -> None:
    """What the coaching rules say of an account, why, and what to do."""
    with asking(as_of, account) as desk:
        account_id = scope(desk, account, group)
        answer, words = desk.coaching(account_id, desk.at(as_of)), translate(desk)
        if as_json:
            show_json(answer, words)
            return
        from graphkam.cli import coaching_views

        about = desk.facts(account_id).account
        show(*coaching_views.coaching(answer, f"{about.name} ({about.id})"))


def sensitivity(
    account: o.Account, group: o.Group = False, as_of: o.AsOf = None, as_json: o.Json = False
) -> None:
    """How firm each verdict is: by which factor a constant would have to change to flip it."""
    with asking(as_of, account) as desk:
        account_id = scope(desk, account, group)
        answer, words = desk.sensitivity(account_id, desk.at(as_of)), translate(desk)
        if as_json:
            show_json(answer, words)
            return
        from graphkam.cli import coaching_views
        from graphkam.cli.views import labels

        facts = desk.facts(account_id)
        show(*coaching_views.sensitivity(answer, f"{facts.account.name} ({facts.account.id})", labels(facts)))
