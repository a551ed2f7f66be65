"""The commands about actions: planned, changed, listed, closed."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from graphkam.cli import options as o
from graphkam.cli.asking import asking, check_text, translate
from graphkam.cli.output import show, show_json
from graphkam.domain.message import message
from graphkam.errors import UsageError

if TYPE_CHECKING:
    from graphkam.desk import Desk
    from graphkam.domain.actions import Actions

_NOTHING = message("nothing to change: give at least one of --us, --them, --aim, --message, --due, --because")


def act(
    account: o.Account,
    us: Annotated[str, typer.Option(metavar="ID", help="Who of ours acts.")],
    them: Annotated[str, typer.Option(metavar="ID", help="Whom of theirs they are to meet.")],
    aim: Annotated[str, typer.Option(metavar="TEXT", help="What for.")],
    message: Annotated[str | None, typer.Option(metavar="TEXT", help="What to tell them.")] = None,
    due: Annotated[str | None, typer.Option(metavar="DATE", help="By when.")] = None,
    because: Annotated[
        str | None,
        typer.Option(
            metavar="KIND[:WHAT]",
            help="The alarm or gap that it answers: layer:executive, new_executive_uncovered:gm, introduction; "
            "or any text.",
        ),
    ] = None,
    id_: Annotated[
        str | None, typer.Option("--id", metavar="ID", help="Your own id: the same again changes nothing.")
    ] = None,
    as_json: o.Json = False,
) -> None:
    """Plan an action: who of ours meets whom of theirs, and why; prints its id."""
    for text in (aim, message, due, because, id_):
        check_text(text)
    with asking(None, account, us, them) as desk:
        from graphkam.planning import plan

        recorded = plan(
            desk,
            {
                "id": id_,
                "account_id": desk.account_id(account),
                "team_id": desk.team_id(us),
                "person_id": desk.person_id(them),
                "aim": aim,
                "message": message,
                "due": due,
                "because": because,
            },
        )
        if as_json:
            show_json(desk.action(str(recorded.row["id"]), desk.at()), translate(desk))
        else:
            sys.stdout.write(f"{recorded.row['id']}\n")


def edit(
    action_id: Annotated[str, typer.Argument(metavar="ACTION_ID", help="Id of the action.")],
    us: Annotated[str | None, typer.Option(metavar="ID", help="Who of ours acts.")] = None,
    them: Annotated[str | None, typer.Option(metavar="ID", help="Whom of theirs they are to meet.")] = None,
    aim: Annotated[str | None, typer.Option(metavar="TEXT", help="What for.")] = None,
    message: Annotated[
        str | None, typer.Option(metavar="TEXT", help="What to tell them; empty: nothing.")
    ] = None,
    due: Annotated[str | None, typer.Option(metavar="DATE", help="By when; empty: no day.")] = None,
    because: Annotated[
        str | None, typer.Option(metavar="KIND[:WHAT]", help="As in act; empty: nothing.")
    ] = None,
    if_version: Annotated[
        str | None,
        typer.Option(metavar="VERSION", help="Only if this is still its version (see actions --json)."),
    ] = None,
    as_json: o.Json = False,
) -> None:
    """Change an action that is not closed: who meets whom, aim, message, day, reason."""
    texts = {"team_id": us, "person_id": them, "aim": aim, "message": message, "due": due, "because": because}
    given = {name: text for name, text in texts.items() if text is not None}
    for text in (*given.values(), if_version):
        check_text(text)
    if not given:
        raise UsageError(_NOTHING)
    with asking(None, action_id) as desk:
        from graphkam.planning import edit as edit_action

        known = {"team_id": desk.team_id, "person_id": desk.person_id}
        values = {name: known[name](text) if name in known else text for name, text in given.items()}
        edit_action(desk, action_id, values, if_version)
        answer = desk.action(action_id, desk.at())
        if as_json:
            show_json(answer, translate(desk))
            return
        from graphkam.cli import action_views
        from graphkam.domain.actions import Actions

        answers = Actions(str(desk.at()), (answer,))
        heading = desk.facts(answer.account_id).account.name
        show(*action_views.actions(answers, heading, _names(desk, answers)))


def actions(
    account: Annotated[
        str | None,
        typer.Argument(metavar="[ACCOUNT]", help="Id or name of an account; without: all of them."),
    ] = None,
    open_only: Annotated[bool, typer.Option("--open", help="Only what is not done yet.")] = False,
    as_of: o.AsOf = None,
    as_json: o.Json = False,
) -> None:
    """What is planned, by the day it is due, and what was done; of one account or all."""
    with asking(as_of, account) as desk:
        account_id = None if account is None else desk.account_id(account)
        answer = desk.actions(account_id, desk.at(as_of), open_only=open_only)
        if as_json:
            show_json(answer, translate(desk))
            return
        from graphkam.cli import action_views

        whole = message("All accounts")
        heading = whole if account_id is None else desk.facts(account_id).account.name
        show(*action_views.actions(answer, heading, _names(desk, answer)))


def close(
    action_id: Annotated[str, typer.Argument(metavar="ACTION_ID", help="Id of the action.")],
    outcome: Annotated[str, typer.Option(metavar="TEXT", help="What came of it.")],
    at: Annotated[
        str | None, typer.Option(metavar="DATE", help="When it was done: a date or an instant; default: now.")
    ] = None,
    as_json: o.Json = False,
) -> None:
    """Close an action with what came of it, and show what it gained."""
    check_text(outcome)
    with asking(at, action_id) as desk:
        from graphkam.planning import close as close_action

        close_action(desk, action_id, outcome, at)
        answer = desk.action(action_id, desk.at())
        if as_json:
            show_json(answer, translate(desk))
            return
        from graphkam.cli import action_views

        show(*action_views.closed(answer))


def _names(desk: Desk, answer: Actions) -> dict[str, str]:
    """The names of the accounts and of everybody whom the actions name."""
    names = {member.id: member.name for member in desk.members(desk.at(answer.as_of)).items}
    for account_id in {action.account_id for action in answer.items}:
        facts = desk.facts(account_id)
        names[account_id] = facts.account.name
        names.update({e.person_id: e.name for e in facts.people})
    return names
