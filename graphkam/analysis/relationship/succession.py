"""Who takes over: what ties the successor has already, and who must introduce them to whom."""

from __future__ import annotations

from graphkam.analysis.view import View
from graphkam.domain.handover import Successor
from graphkam.domain.message import Message, message


def successor(view: View, leaver: str, to: str, person_id: str, called: str | None = None) -> Successor:
    """How the successor stands to somebody with whom the leaver had a tie, and who can introduce them.

    *live*: a live tie of their own, nothing to do; *faded*: they have met, but it is no longer live; *none*: no
    contact; *gone*: that person no longer works there. Where an introduction is needed, by whom: the leaver while
    here with a live tie; else the other of ours with the strongest live tie; else whoever of theirs the
    successor has a live tie with and who has influence on that person, the strongest; else nobody.

    `called` is the name of a successor whom the account may not know.

    >>> from graphkam.analysis.example import kiln
    >>> found = successor(kiln(), "li", "wu", "liu", "Wu")
    >>> found.standing, found.introduced_by, found.reason
    ('none', 'li', 'Li introduces Wu to Liu, while still here')
    """
    if person_id not in view.people:
        return Successor(
            "gone", None, None, message("{name} no longer works there", name=view.name(person_id))
        )
    pair = to, person_id
    live = {tie.team_id: tie.strength for tie in view.ties_with.get(person_id, ())}
    if to in live:
        told = message("{ours} has a live tie already", ours=called or view.name(to))
        return Successor("live", live[to], None, told)
    by, reason = _introducer(view, live, leaver, to, person_id, called or view.name(to))
    return Successor("faded" if pair in view.contacts else "none", None, by, reason)


def _introducer(
    view: View, live: dict[str, float], leaver: str, to: str, person_id: str, called: str
) -> tuple[str | None, Message]:
    names = {"to": called, "theirs": view.name(person_id)}
    if leaver in live:
        said = message(
            "{ours} introduces {to} to {theirs}, while still here", ours=view.name(leaver), **names
        )
        return leaver, said
    if live:
        other = min(live, key=lambda u: (-live[u], u))
        said = message(
            "{ours} has a live tie too and can introduce {to} to {theirs}", ours=view.name(other), **names
        )
        return other, said
    ways = {
        tie.person_id: tie.strength * view.influence.edges[tie.person_id, person_id]["strength"]
        for tie in view.live_ties
        if tie.team_id == to and view.influence.has_edge(tie.person_id, person_id)
    }
    if ways:
        near = min(ways, key=lambda p: (-ways[p], p))
        said = message(
            "{near}, whom {to} knows, has influence on {theirs} and can open the door",
            near=view.name(near),
            **names,
        )
        return near, said
    return None, message("nobody is left who knows {theirs}: {to} begins anew", **names)
