"""An account through time: how it stood at each of several moments, and what happened in between."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from graphkam.analysis.alarms import alarms, new_since
from graphkam.analysis.exposure import exposure
from graphkam.analysis.gaps import layer_coverages, worst
from graphkam.analysis.spof import failures
from graphkam.analysis.stage import stage_name
from graphkam.analysis.view import View
from graphkam.domain.alarms import Alarm
from graphkam.domain.answers import LayerState
from graphkam.domain.history import STEPS, Replay, Step
from graphkam.domain.message import message
from graphkam.domain.moment import AsOf
from graphkam.errors import UsageError

MOST = 120
"""Moments of one replay."""


def replay(view: View, first: date, every: str = "month") -> Replay:
    """The account as of the ends of all months (weeks, quarters, years) from a day to the moment of the view.

    The first moment is that day, the last the view's. At each: status and coverage of the layers, status of the
    account, stage, exposure, single points of failure with influence; and since the moment before: the alarms
    that began, theirs who came or went, ours who joined or left the account team. Overloaded managers are no
    alarm here, as other accounts are not known. Layers and judgements are those of each day.

    Errors: UsageError if the day lies after the moment, for an unknown step, or for more than 120 moments. Cost:
    the analyses and alarms once for each moment; the ties are looked up, not summed again. Source:
    docs/metrics/replay.md.

    >>> from graphkam.analysis.example import kiln
    >>> for step in replay(kiln(), date(2025, 9, 15), "quarter").items:
    ...     print(step.at, step.stage, step.layers["management"].status, step.joined)
    2025-09-15 exploratory open ()
    2025-09-30 exploratory open ()
    2025-12-31 basic thin ('gm',)
    2026-03-01 basic thin ()
    """
    steps: list[Step] = []
    before: View | None = None
    for at in moments(first, view.at, every):
        now = view if at == view.at else view.on(at)
        steps.append(_step(now, before))
        before = now
    return Replay(view.facts.account.id, first.isoformat(), str(view.at), every, tuple(steps))


def moments(first: date, last: AsOf, every: str) -> Sequence[AsOf]:
    """The first day, the ends of all weeks, months, quarters or years after it and before the last moment, that.

    >>> [str(at) for at in moments(date(2026, 1, 10), AsOf.on("2026-03-05", "UTC"), "month")]
    ['2026-01-10', '2026-01-31', '2026-02-28', '2026-03-05']
    """
    if every not in STEPS:
        raise UsageError(
            message("{every} is no step; known are {known}", every=every, known=", ".join(STEPS))
        )
    if first > last.day:
        raise UsageError(message("{first} lies after {last}", first=first, last=last))
    days = [first]
    for day in _ends(first, every):
        if day >= last.day:
            break
        if day > first:
            days.append(day)
        if len(days) > MOST:
            raise UsageError(message("that makes more than {most} moments; take longer steps", most=MOST))
    found = [AsOf.on(day, last.zone) for day in days if day < last.day]
    return [*found, last]


def _ends(first: date, every: str) -> Iterator[date]:
    """The last day of each week (Sunday), month, quarter or year from that of `first` on."""
    if every == "week":
        day = first + timedelta(days=6 - first.weekday())
        while True:
            yield day
            day += timedelta(days=7)
    months = {"month": 1, "quarter": 3, "year": 12}[every]
    index = (first.year * 12 + first.month - 1) // months * months + months
    while index // 12 <= date.max.year:
        yield date(index // 12, index % 12 + 1, 1) - timedelta(days=1)
        index += months


def _step(view: View, before: View | None) -> Step:
    layers = layer_coverages(view)
    there, was = _everybody(view), _everybody(before) if before else set()
    return Step(
        at=str(view.at),
        status=worst(layers),
        layers={c.layer: LayerState(c.status, c.coverage, c.guessed) for c in layers},
        stage=stage_name(view),
        exposure=exposure(view).exposure,
        spofs=tuple(sorted(failures(view, view.influence_flow))),
        alarms=_begun(view, before) if before else (),
        joined=tuple(sorted(there - was)) if before else (),
        left=tuple(sorted(was - there)) if before else (),
    )


def _everybody(view: View) -> set[str]:
    return {*view.people, *(a.team_id for a in view.assignments)}


def _begun(view: View, before: View) -> tuple[Alarm, ...]:
    following = AsOf.on(before.at.day + timedelta(days=1), view.at.zone)
    return new_since(alarms(view), alarms(before), following)
