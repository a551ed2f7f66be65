"""What the pages of what-if and of comparison show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from api import account_page
from graphkam.desk import Desk
from graphkam.domain.message import Message, message
from graphkam.domain.moment import AsOf
from graphkam.domain.moves import Difference, State
from graphkam.domain.words import LAYER_WORDS
from graphkam.errors import InvalidError, UsageError

GROUPS: tuple[tuple[Message, tuple[str, ...]], ...] = (
    (message("verdicts"), ("stage", "type", "exposure", "layer.status", "layer.coverage")),
    (
        message("who came and went"),
        ("person", "person.layer", "person.title", "team", "assignment", "role", "decides"),
    ),
    (message("ties and reach"), ("tie", "reach")),
    (message("gaps and single points of failure"), ("gap", "spof")),
    (message("judgements"), ("support", "power")),
)
"""Differences as a reader looks for them."""


def whatif(
    desk: Desk,
    account_id: str,
    at: AsOf,
    remove: Sequence[str],
    add: Sequence[tuple[str, str]],
    until: AsOf | None,
) -> dict[str, Any]:
    """The form of a what-if and, once something is asked, its answer. Whatever cannot be is told in words."""
    view = desk.view(account_id, at)
    asked = bool(remove or add or until)
    answer, problem, wrong = None, "", []
    if asked:
        try:
            answer = desk.whatif(account_id, at, remove, add, until)
        except InvalidError as error:
            problem, wrong = error.args[0], [text for _, text in error.errors]
        except UsageError as error:
            problem = error.args[0]
    theirs = [(id_, view.name(id_)) for id_ in view.by_power(view.people)]
    team = [(id_, member.name) for id_, member in view.team.items()]
    return {
        **account_page.common(desk, view),
        "theirs": theirs,
        "team": team,
        "people_met": [p for p, e in view.people.items() if not e.placeholder],
        "remove": set(remove),
        "add": list(add),
        "until": "" if until is None else until.day.isoformat(),
        "answer": answer,
        "problem": problem,
        "wrong": wrong,
        "sides": _sides(answer.before, answer.after) if answer else [],
        "groups": _groups(answer.difference) if answer else [],
    }


def diff(desk: Desk, account_id: str, before: AsOf, after: AsOf) -> dict[str, Any]:
    """What changed between two moments."""
    answer = desk.diff(account_id, before, after)
    was, now = (account_page.common(desk, desk.view(account_id, at)) for at in (before, after))
    return {
        **now,
        "names": {**was["names"], **now["names"]},
        "before": before,
        "after": after,
        "answer": answer,
        "sides": _sides(answer.before, answer.after),
        "groups": _groups(answer.difference),
    }


def _sides(before: State, after: State) -> list[tuple[Message, str, Any, Any]]:
    """What stands beside each other: what, of which kind the values are, before, after."""
    rows: list[tuple[Message, str, Any, Any]] = [
        (message("status"), "word", before.gaps.status, after.gaps.status),
        (message("stage"), "word", before.stage.stage, after.stage.stage),
        (message("exposure"), "share", before.exposure.exposure, after.exposure.exposure),
    ]
    for was, now in zip(reversed(before.gaps.layers), reversed(after.gaps.layers), strict=True):
        rows.append((LAYER_WORDS[was.layer], "layer", (was.status, was.coverage), (now.status, now.coverage)))
    rows.append((message("single points of failure"), "people", _spofs(before), _spofs(after)))
    return rows


def _spofs(state: State) -> list[str]:
    both = (*state.spof.influence.ours, *state.spof.influence.theirs)
    return [loss.id for loss in both if loss.spof]


def _groups(found: Sequence[Difference]) -> list[tuple[Message, list[Difference]]]:
    groups = [(title, [d for d in found if d.what in kinds]) for title, kinds in GROUPS]
    return [(title, some) for title, some in groups if some]
