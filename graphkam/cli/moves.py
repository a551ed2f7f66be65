"""The commands about moves: the way in, whom to meet next, what if, what changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from graphkam.cli import options as o
from graphkam.cli.asking import asking, check_text, scope, translate, wrong_value
from graphkam.cli.output import show, show_json

if TYPE_CHECKING:
    from graphkam.desk import Desk


def path(
    account: o.Account,
    person: Annotated[
        str, typer.Argument(metavar="PERSON", help="Id of one of theirs, or a name that only they have.")
    ],
    group: o.Group = False,
    as_of: o.AsOf = None,
    as_json: o.Json = False,
) -> None:
    """The warmest way in to one of theirs: through whom, and how warm."""
    with asking(as_of, account, person) as desk:
        account_id = scope(desk, account, group)
        _answer(desk, account_id, desk.path(account_id, person, desk.at(as_of)), as_json, "path")


def introductions(
    account: o.Account,
    k: Annotated[int, typer.Option("-k", "--count", min=1, max=50, help="How many at most.")] = 3,
    group: o.Group = False,
    as_of: o.AsOf = None,
    as_json: o.Json = False,
) -> None:
    """Whom to meet next: the ties that raise coverage and redundancy most, and the way in."""
    with asking(as_of, account) as desk:
        account_id = scope(desk, account, group)
        answer = desk.introductions(account_id, desk.at(as_of), k)
        _answer(desk, account_id, answer, as_json, "introductions")


def whatif(
    account: o.Account,
    remove: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help="Somebody of theirs or ours who is gone; may be repeated."),
    ] = None,
    add: Annotated[
        list[str] | None,
        typer.Option(metavar="TEAM_ID:PERSON_ID", help="A tie as fresh as a meeting; may be repeated."),
    ] = None,
    until: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="What would be then if nothing more happened until that day."),
    ] = None,
    group: o.Group = False,
    as_of: o.AsOf = None,
    as_json: o.Json = False,
) -> None:
    """What would be without some people, with some ties, on another day; before, after, difference."""
    for text in add or ():
        if not all(text.partition(":")):
            raise wrong_value("--add", "TEAM_ID:PERSON_ID", text)
    with asking(as_of, account, *(remove or ()), *(add or ())) as desk:
        account_id, at = scope(desk, account, group), desk.at(as_of)
        pairs = desk.pairs(account_id, add or ())
        moved = None if until is None else desk.at(until)
        answer = desk.whatif(account_id, at, remove or (), pairs, moved)
        _answer(desk, account_id, answer, as_json, "whatif")


def diff(
    account: o.Account,
    from_: Annotated[str, typer.Option("--from", metavar="DATE", help="The earlier date or instant.")],
    to: Annotated[str, typer.Option("--to", metavar="DATE", help="The later date or instant.")],
    group: o.Group = False,
    as_json: o.Json = False,
) -> None:
    """What changed between two moments: people, ties, layers, roles, judgements, verdicts."""
    check_text(to)
    with asking(from_, account) as desk:
        account_id = scope(desk, account, group)
        answer = desk.diff(account_id, desk.at(from_), desk.at(to))
        _answer(desk, account_id, answer, as_json, "diff")


def _answer(desk: Desk, account_id: str, answer: Any, as_json: bool, name: str) -> None:
    """Print an answer as JSON or as tables."""
    if as_json:
        show_json(answer, translate(desk))
        return
    from graphkam.cli import move_views, views

    facts = desk.facts(account_id)
    made: Callable[..., views.Parts] = getattr(move_views, name)
    show(*made(answer, f"{facts.account.name} ({facts.account.id})", views.labels(facts)))
