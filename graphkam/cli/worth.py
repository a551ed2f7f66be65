"""The commands about the portfolio: value and effort, segments, account managers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

import typer

from graphkam.cli import options as o
from graphkam.cli.asking import asking, translate
from graphkam.cli.output import show, show_json

Member = Annotated[
    str | None,
    typer.Argument(
        metavar="[TEAM_ID]", help="One of ours, by id or name: only they and who reports to them."
    ),
]


def value(as_of: o.AsOf = None, as_json: o.Json = False) -> None:
    """Value, risk, dependence on single accounts, and share of effort against share of value."""
    _ask("worth", as_of, as_json)


def segments(as_of: o.AsOf = None, as_json: o.Json = False) -> None:
    """Segments, where the data contradict them, room to grow and products to offer."""
    _ask("segments", as_of, as_json)


def flanks(
    account: Annotated[
        str | None,
        typer.Argument(metavar="[ACCOUNT]", help="Id or name of an account; without: all of them."),
    ] = None,
    as_of: o.AsOf = None,
    as_json: o.Json = False,
) -> None:
    """Products and sites that rivals hold, where they are weak first."""
    with asking(as_of, account) as desk:
        answer = desk.flanks(None if account is None else desk.account_id(account), desk.at(as_of))
        if as_json:
            show_json(answer, translate(desk))
            return
        from graphkam.cli import worth_views

        show(*worth_views.flanks(answer))


def loads(member: Member = None, as_of: o.AsOf = None, as_json: o.Json = False) -> None:
    """What account managers carry, and the sums along our reporting line."""
    _ask("loads", as_of, as_json, member)


def customers(member: Member = None, as_of: o.AsOf = None, as_json: o.Json = False) -> None:
    """The best customers on six factors: return, stage of life, potential, risk, loyalty, overall."""
    _ask("customers", as_of, as_json, member)


def visits(member: Member = None, as_of: o.AsOf = None, as_json: o.Json = False) -> None:
    """Who of ours should see whom this month, and why."""
    _ask("visits", as_of, as_json, member)


def _ask(question: str, as_of: str | None, as_json: bool, member: str | None = None) -> None:
    with asking(as_of, member) as desk:
        at = desk.at(as_of)
        ask: Callable[..., Any] = getattr(desk, question)
        answer = ask(at) if member is None else ask(at, desk.team_id(member))
        if as_json:
            show_json(answer, translate(desk))
            return
        from graphkam.cli import worth_views

        names = {line.id: line.name for line in desk.accounts(at).items}
        show(*getattr(worth_views, question)(answer, names))
