"""The commands about time: an account month by month, one tie, figures."""

from __future__ import annotations

from typing import Annotated

import typer

from graphkam.cli import options as o
from graphkam.cli.asking import asking, check_text, scope, translate
from graphkam.cli.output import show, show_json


def replay(
    account: o.Account,
    from_: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="The first day; default: a year before.")
    ] = None,
    to: Annotated[
        str | None, typer.Option("--to", metavar="DATE", help="The last date or instant; default: now.")
    ] = None,
    every: Annotated[
        str, typer.Option(metavar="STEP", help="week, month, quarter or year: the end of each.")
    ] = "month",
    group: o.Group = False,
    as_json: o.Json = False,
) -> None:
    """An account through time: coverage, status, stage, exposure, alarms that began, who came and went."""
    with asking(to, account, every, since=from_) as desk:
        account_id = scope(desk, account, group)
        since = None if from_ is None else desk.at(from_)
        answer = desk.replay(account_id, desk.at(to), since, every)
        if as_json:
            show_json(answer, translate(desk))
            return
        from graphkam.cli import history_views
        from graphkam.cli.views import labels

        facts = desk.facts(account_id)
        show(*history_views.replay(answer, f"{facts.account.name} ({facts.account.id})", labels(facts)))


def tie(
    account: o.Account,
    ours: Annotated[str, typer.Argument(metavar="OURS", help="Id of one of ours, or a name.")],
    theirs: Annotated[str, typer.Argument(metavar="THEIRS", help="Id of one of theirs, or a name.")],
    group: o.Group = False,
    as_of: o.AsOf = None,
    as_json: o.Json = False,
) -> None:
    """The history of a tie: when it was live, how it rose and faded, when it went or will go cold."""
    check_text(theirs)
    with asking(as_of, account, ours) as desk:
        account_id = scope(desk, account, group)
        pair = desk.team_id(ours), desk.person_id(theirs)
        answer = desk.tie_history(account_id, *pair, desk.at(as_of))
        if as_json:
            show_json(answer, translate(desk))
            return
        from graphkam.cli import history_views
        from graphkam.cli.views import labels

        facts = desk.facts(account_id)
        show(*history_views.tie(answer, f"{facts.account.name} ({facts.account.id})", labels(facts)))


def figures(
    account: o.Account, group: o.Group = False, as_of: o.AsOf = None, as_json: o.Json = False
) -> None:
    """Share of wallet, revenue, margin and orders of an account over time, by product."""
    with asking(as_of, account) as desk:
        account_id = scope(desk, account, group)
        answer = desk.figures(account_id, desk.at(as_of))
        if as_json:
            show_json(answer, translate(desk))
            return
        from graphkam.cli import history_views

        about = desk.facts(account_id).account
        show(*history_views.figures(answer, f"{about.name} ({about.id})"))
