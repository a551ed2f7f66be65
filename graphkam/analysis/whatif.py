"""What if: without some people of either side, with ties that do not exist yet, on another day."""

from __future__ import annotations

from collections.abc import Sequence

from graphkam.analysis.difference import differences, state
from graphkam.analysis.past import Pair
from graphkam.analysis.scenario import with_ties, without_people
from graphkam.analysis.view import View
from graphkam.domain.message import Message, message
from graphkam.domain.moment import AsOf
from graphkam.domain.moves import NewTie, WhatIf
from graphkam.errors import InvalidError


def whatif(
    view: View, remove: Sequence[str] = (), add: Sequence[Pair] = (), until: AsOf | None = None
) -> WhatIf:
    """The account as it is and as it would be, with what differs.

    `remove`: ids of theirs or ours, who are then not there at all: they hold no tie, no role and no line, and
    who decides is found anew. `add`: pairs (ours, theirs) with s = 1 that day, more where the tie is stronger
    already. `until`: the moment to which the other side is moved; nothing happens until then but what is
    recorded, and added ties are fresh on that day. Everything is computed again. Who is named twice is gone
    once; nobody removed, nothing added and no other moment: no difference.

    Errors: InvalidError naming each value that cannot be taken: ids unknown at the account; a tie of somebody
    who is not there that day, is removed, or is a placeholder. Cost: the analyses twice. Source:
    docs/metrics/whatif.md.

    >>> from graphkam.analysis.example import kiln
    >>> answer = whatif(kiln(), remove=["liu"])
    >>> answer.before.stage.stage, answer.after.stage.stage
    ('basic', 'exploratory')
    >>> whatif(kiln()).difference
    ()
    """
    _check_removed(view, remove)
    gone = tuple(sorted(set(remove)))
    later = view if until is None or until == view.at else View(view.facts, until, view.constants)
    left = without_people(later, gone)
    pairs = tuple(sorted(set(add)))
    _check_added(left, add, gone)
    after = with_ties(left, pairs)
    return WhatIf(
        account=view.facts.account.id,
        as_of=str(view.at),
        until=None if later is view else str(later.at),
        remove=gone,
        add=tuple(NewTie(*pair) for pair in pairs),
        before=state(view),
        after=state(after),
        difference=differences(view, after),
    )


def _check_removed(view: View, remove: Sequence[str]) -> None:
    known = {e.person_id for e in view.facts.people} | {m.id for m in view.facts.team}
    _refuse(
        [
            (f"remove/{i}", message("somebody of theirs or ours at this account, not {id}", id=id_))
            for i, id_ in enumerate(remove)
            if id_ not in known
        ]
    )


def _check_added(view: View, add: Sequence[Pair], gone: Sequence[str]) -> None:
    wrong: list[tuple[str, str]] = []
    for i, (ours, theirs) in enumerate(add):
        if ours not in view.team:
            wrong.append((f"add/{i}/team_id", _expected(ours, gone, ours=True)))
        if theirs not in view.people:
            wrong.append((f"add/{i}/person_id", _expected(theirs, gone, ours=False)))
        elif view.people[theirs].placeholder:
            reason = message("somebody who is known; {id} is a placeholder", id=theirs)
            wrong.append((f"add/{i}/person_id", reason))
    _refuse(wrong)


def _expected(id_: str, gone: Sequence[str], *, ours: bool) -> Message:
    if id_ in gone:
        return message("somebody who is not removed; {id} is", id=id_)
    if ours:
        return message("one of ours who is with us that day, not {id}", id=id_)
    return message("one of theirs who works at this account that day, not {id}", id=id_)


def _refuse(wrong: Sequence[tuple[str, str]]) -> None:
    if wrong:
        raise InvalidError(message("this cannot be tried out"), [*wrong])
