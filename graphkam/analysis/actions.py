"""Actions: what ours are to do, whether its reason still holds, and what was gained when it was done."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import cached_property

from graphkam.analysis.alarms import Loads, alarms
from graphkam.analysis.difference import VISIBLE, differences, moved, name_of
from graphkam.analysis.gaps import gaps
from graphkam.analysis.view import View
from graphkam.domain.actions import ActionState, Gain
from graphkam.domain.constants import at_least
from graphkam.domain.facts import Action
from graphkam.domain.labels import label
from graphkam.domain.message import Message, message
from graphkam.domain.moment import AsOf
from graphkam.domain.moves import Difference
from graphkam.domain.vocabulary import ALARM_KINDS, GAP_KINDS

INTRODUCTION = "introduction"
"""The reason of an action that a suggested introduction became: that the two have no live tie."""
_MEASURED = ("layer.status", "layer.coverage", "reach", "stage", "exposure")
OPEN, OVERDUE, DONE = "open", "overdue", "done"


def actions(view: View, loads: Loads | None = None, *, gains: bool = True) -> tuple[ActionState, ...]:
    """The actions of an account that were planned by then: overdue and open ones by day, then done ones.

    *Overdue*: its day has passed, and it is not done. *Holds*: the alarm or gap that `because` names (`KIND`, or
    `KIND:WHAT` with the layer, function, role, person, one of ours or record) is still there; for
    `introduction`, that the two have no live tie. *Gain* of one that is done: see `gain`. `loads` as in `alarms`.

    Errors: none. Cost: gaps and alarms once if any names one; two more views for each that is done, unless
    `gains` is off. Source: docs/metrics/actions.md.

    >>> from dataclasses import replace
    >>> from graphkam.analysis.example import kiln
    >>> meet = Action("a", "li", "gm", "meet him", due="2026-02-01", because="layer:executive")
    >>> facts = replace(kiln().facts, actions=(meet,))
    >>> view = View(facts, kiln().at, kiln().constants)
    >>> [(a.status, a.holds, a.reason) for a in actions(view)]
    [('overdue', True, 'overdue since 2026-02-01; what it is to mend is still there')]
    """
    reasons = Reasons(view, loads)
    found = [_state(view, reasons, loads, a, gains) for a in view.facts.actions if _planned(a, view.at)]
    return in_order(found)


def in_order(found: Iterable[ActionState]) -> tuple[ActionState, ...]:
    """Those not done by the day they are due, those without a day last; then what was done, newest first."""
    by_id = sorted(found, key=lambda a: (a.account_id, a.id))
    still = sorted((a for a in by_id if a.status != DONE), key=lambda a: a.due or "9999")
    done = sorted((a for a in by_id if a.status == DONE), key=lambda a: a.done_at or "", reverse=True)
    return (*still, *done)


class Reasons:
    """Whether alarms and gaps hold as of a view; each analysis is asked once, and only if it is needed."""

    def __init__(self, view: View, loads: Loads | None) -> None:
        self._view, self._loads = view, loads

    @cached_property
    def _gaps(self) -> frozenset[tuple[str, str]]:
        return frozenset((gap.kind, gap.what) for gap in gaps(self._view).gaps)

    @cached_property
    def _alarms(self) -> frozenset[tuple[str, str]]:
        return frozenset(
            (alarm.kind, what)
            for alarm in alarms(self._view, self._loads, everybody=True)
            for what in ("", *alarm.person_ids, *alarm.team_ids, *(fact.id for fact in alarm.facts))
        )

    def hold(self, action: Action) -> bool | None:
        """Whether what an action answers holds; None where that is not an alarm, gap or introduction."""
        kind, _, what = (action.because or "").partition(":")
        if kind in GAP_KINDS:
            return (kind, what) in self._gaps if what else any(kind == k for k, _ in self._gaps)
        if kind in ALARM_KINDS:
            return (kind, what) in self._alarms
        if kind == INTRODUCTION:
            return all(t.team_id != action.team_id for t in self._view.ties_with.get(action.person_id, ()))
        return None


def _planned(action: Action, at: AsOf) -> bool:
    return action.made_at is None or at.has_happened(action.made_at)


def _state(view: View, reasons: Reasons, loads: Loads | None, action: Action, gains: bool) -> ActionState:
    done = action.done_at is not None and view.at.has_happened(action.done_at)
    late = action.due is not None and action.due < view.at.day.isoformat()
    status = DONE if done else OVERDUE if late else OPEN
    holds = reasons.hold(action)
    return ActionState(
        id=action.id,
        account_id=view.facts.account.id,
        team_id=action.team_id,
        person_id=action.person_id,
        aim=action.aim,
        message=action.message,
        made_at=action.made_at,
        due=action.due,
        done_at=action.done_at if done else None,
        outcome=action.outcome if done else None,
        because=action.because,
        status=status,
        holds=holds,
        reason=_reason(view, action, status, holds),
        gain=gain(view, action, loads) if done and gains else None,
        version=version(action),
    )


def version(action: Action) -> str:
    """A fingerprint of what is recorded of an action; two records have the same only if they are the same.

    >>> version(Action("a", "li", "gm", "meet")) == version(Action("a", "li", "gm", "meet", due="2026-01-01"))
    False
    """
    return hashlib.sha256(repr(action).encode()).hexdigest()[:16]


def _reason(view: View, action: Action, status: str, holds: bool | None) -> Message:
    if status == DONE and action.done_at is not None:
        first = message("done on {day}", day=view.at.day_of(action.done_at))
    elif status == OVERDUE:
        first = message("overdue since {day}", day=action.due)
    elif action.due is not None:
        first = message("due on {day}", day=action.due)
    else:
        first = message("no day is set")
    if holds is None:
        return first
    still, gone = message("what it is to mend is still there"), message("what it is to mend no longer holds")
    return message("{first}; {second}", first=first, second=still if holds else gone)


def gain(view: View, action: Action, loads: Loads | None = None) -> Gain | None:
    """What differs between the day before an action began and the day on which it was closed.

    It began when it was made; where nobody recorded that, when the two last met before it was closed. Told are
    their tie, whether the alarm or gap is still there, and of the verdicts those it was to change: reach of the
    person, coverage and status of the person's layer, the gap, exposure, stage. None: not closed, or no
    beginning is known. What else happened in between counts too (docs/decisions/0044).

    >>> from graphkam.analysis.example import kiln
    >>> dinner = Action("a", "li", "liu", "dine", made_at="2026-02-28", done_at="2026-03-01")
    >>> [d.reason for d in gain(kiln(), dinner).difference]
    ['tie of Li with Liu rises from 0.63 to 1.62', 'coverage of the management layer rises from 23% to 40%']
    """
    begun = _begun(view, action)
    if begun is None or action.done_at is None:
        return None
    closed = view.at.day_of(action.done_at)
    before = view.on(AsOf.on(_day_before(min(begun, closed)), view.at.zone))
    end = AsOf.on(closed, view.at.zone)
    after = view if end.day >= view.at.day else view.on(end)
    parts: tuple[Callable[[], Iterable[Difference]], ...] = (
        lambda: _tie(before, after, action),
        lambda: _because(before, after, action, loads),
        lambda: _verdicts(before, after, action),
    )
    return Gain(str(before.at), str(after.at), tuple(found for part in parts for found in part()))


def _begun(view: View, action: Action) -> str | None:
    if action.made_at is not None:
        return view.at.day_of(action.made_at)
    if action.done_at is None:
        return None
    until = AsOf.on(view.at.day_of(action.done_at), view.at.zone)
    met = [
        t.at
        for t in view.facts.touchpoints
        if until.counts(t.at) and action.team_id in t.team and action.person_id in t.people
    ]
    return view.at.day_at(max(met)) if met else None


def _day_before(day: str) -> date:
    first = date.fromisoformat(day)
    return first - timedelta(days=1) if first > date.min else first


def _tie(before: View, after: View, action: Action) -> Iterator[Difference]:
    pair = action.team_id, action.person_id
    was, now = before.strengths.get(pair, 0.0), after.strengths.get(pair, 0.0)
    if at_least(abs(now - was), VISIBLE):
        names = (name_of(before, after, id_) for id_ in pair)
        what = message("tie of {ours} with {theirs}", **dict(zip(("ours", "theirs"), names, strict=True)))
        told = moved(what, message("{s:.2f}", s=was), message("{s:.2f}", s=now), now > was)
        yield Difference("tie", pair, was, now, told)


def _because(before: View, after: View, action: Action, loads: Loads | None) -> Iterator[Difference]:
    was, now = Reasons(before, loads).hold(action), Reasons(after, loads).hold(action)
    if was is None or now is None:
        return
    kind, _, what = (action.because or "").partition(":")
    of = (kind, what) if what else (kind,)
    if was and not now:
        told = message("what it was to mend is gone")
    elif now:
        told = message("what it was to mend is still there")
    else:
        told = message("what it was to mend was gone before")
    yield Difference("because", of, was, now, told)


def _verdicts(before: View, after: View, action: Action) -> Iterator[Difference]:
    layers = {
        view.people[action.person_id].layer for view in (before, after) if action.person_id in view.people
    }
    for found in differences(before, after):
        wanted = found.what in _MEASURED and (not found.of or found.of[0] in {action.person_id, *layers})
        if wanted or (found.what == "gap" and ":".join(found.of) == action.because):
            yield found


def because_words(text: str | None, names: Mapping[str, str] | None = None) -> Message:
    """What an action answers, for a reader: the kind of alarm or gap in words, and of whom or what.

    >>> because_words("layer:executive"), because_words("veto:gm", {"gm": "Gao"}), because_words("a hunch")
    ('layer: executive', 'veto: Gao', 'a hunch')
    """
    kind, _, what = (text or "").partition(":")
    if kind == INTRODUCTION:
        return message("introduction")
    if kind not in (*GAP_KINDS, *ALARM_KINDS):
        return message("{text}", text=text or "–")
    who = (names or {}).get(what)
    if who is None and (kind in ALARM_KINDS or not what):
        return label(kind)
    return message("{first}: {second}", first=label(kind), second=who or label(what))
