"""The commands about the relationship with an account, and about a hand-over."""

from __future__ import annotations

from typing import Annotated

import typer

from graphkam.cli import options as o
from graphkam.cli.asking import asking, scope, translate
from graphkam.cli.output import show, show_json


def relationship(
    account: o.Account, group: o.Group = False, as_of: o.AsOf = None, as_json: o.Json = False
) -> None:
    """What is judged, felt, done, needed and promised, and what binds."""
    with asking(as_of, account) as desk:
        account_id, at = scope(desk, account, group), desk.at(as_of)
        answer = desk.relationship(account_id, at)
        if as_json:
            show_json(answer, translate(desk))
            return
        from graphkam.cli import relationship_views

        facts = desk.facts(account_id)
        names = {m.id: m.name for m in desk.members(at).items} | {e.person_id: e.name for e in facts.people}
        title = f"{facts.account.name} ({facts.account.id})"
        show(*relationship_views.relationship(answer, title, names))


def handover(
    member: Annotated[str, typer.Argument(metavar="TEAM_ID", help="Id or name of one of ours.")],
    to: Annotated[
        str | None, typer.Option(metavar="TEAM_ID", help="To whom it is handed over: one of ours.")
    ] = None,
    as_of: o.AsOf = None,
    as_json: o.Json = False,
) -> None:
    """The hand-over sheet of one of ours: promised, left open, known, with whom."""
    with asking(as_of, member, to) as desk:
        successor = None if to is None else desk.team_id(to)
        answer = desk.handover(desk.team_id(member), desk.at(as_of), successor)
        if as_json:
            show_json(answer, translate(desk))
            return
        from graphkam.cli import relationship_views

        ours = {m.id: m.name for m in desk.members(desk.at(as_of)).items}
        show(*relationship_views.handover(answer, ours))
