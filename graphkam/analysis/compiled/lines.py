"""The portfolio's lines from a sweep and its signs: those of `portfolio.account_line`, field by field."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from graphkam.analysis.alarms.decisions import decisions_moved
from graphkam.analysis.alarms.rivals import hostages_freed, rival_ties, rivals
from graphkam.analysis.alarms.watch import Watch
from graphkam.analysis.compiled.signs import signs
from graphkam.analysis.seeded import Seeded
from graphkam.analysis.view import View
from graphkam.domain.alarms import Alarm
from graphkam.domain.answers import AccountLine, AlarmCount, LayerState
from graphkam.domain.constants import Constants
from graphkam.domain.facts import AccountFacts
from graphkam.domain.frame import NO_TEXT, Frame, Texts
from graphkam.domain.moment import AsOf
from graphkam.domain.signs import DECISIONS, TAKEN_ALONG, Signs
from graphkam.domain.sweep import TYPES, Sweep
from graphkam.domain.vocabulary import ACCOUNT_STATES, COVERAGE_STATES, LAYERS, LOYALTY_TYPES

if TYPE_CHECKING:
    from numpy.typing import NDArray

FactsOf = Callable[[Sequence[str]], Sequence[AccountFacts]]
"""The facts of some accounts by their ids; who is gone meanwhile is left out."""


class Line(NamedTuple):
    """A line of one revision of its account, but for the alarms of overloaded managers, and its managers."""

    revision: int
    line: AccountLine
    managers: tuple[str, ...]


def account_lines(frame: Frame, at: AsOf, constants: Constants, facts_of: FactsOf) -> list[Line]:
    """The line of each account of a frame, in its order; see `whole`.

    `facts_of` is asked once, for those accounts where decisions may have moved, or where one of ours left to a
    competitor: these alarms are found with objects.

    Errors: see `sweep`; those of `facts_of`. Cost: a sweep and its signs, and some 15 µs a line.
    """
    found, told = signs(frame, at, constants)
    counts = _counts(frame, found, told, at, constants, facts_of)
    managers = _managers(frame, told)
    lines = _lines(frame, found, told, counts)
    revisions = frame.revision.tolist()
    return [
        Line(r, line, managers.get(a, ())) for a, (r, line) in enumerate(zip(revisions, lines, strict=True))
    ]


def whole(lines: Sequence[Line], loads: Mapping[str, int], constants: Constants) -> Iterator[AccountLine]:
    """The lines with the alarms of overloaded managers: `loads` are accounts per manager of the portfolio.

    >>> from graphkam.analysis.compiled.lines import manager_loads
    >>> manager_loads([]), list(whole([], {}, Constants()))
    ({}, [])
    """
    overloaded = {manager for manager, load in loads.items() if load > constants.manager_load}
    for _, line, managers in lines:
        count = len(overloaded.intersection(managers))
        if count and line.alarms is not None:
            alarms = AlarmCount(line.alarms.red, line.alarms.amber + count)
            yield replace(line, alarms=alarms)
        else:
            yield line


def manager_loads(lines: Sequence[Line]) -> dict[str, int]:
    """How many accounts each of our account managers has, of these lines. Cost: linear."""
    loads: dict[str, int] = {}
    for line in lines:
        for manager in line.managers:
            loads[manager] = loads.get(manager, 0) + 1
    return loads


def _counts(
    frame: Frame, found: Sweep, told: Signs, at: AsOf, constants: Constants, facts_of: FactsOf
) -> list[AlarmCount]:
    """How many alarms of each severity every account has, but for overloaded managers."""
    red, amber = told.red.tolist(), told.amber.tolist()
    pending = np.flatnonzero(told.pending).tolist()
    place = {frame.account_id[a] or "": a for a in pending}
    for facts in facts_of(list(place)) if place else ():
        a = place[facts.account.id]
        same = facts.revision == frame.revision[a]  # else written to meanwhile
        view = Seeded(facts, at, constants, frame, found, a) if same else View(facts, at, constants)
        for alarm in _looked_up(view, int(told.pending[a])):
            (red if alarm.severity == "red" else amber)[a] += 1
    return list(map(AlarmCount, red, amber))


def _looked_up(view: View, pending: int) -> Iterator[Alarm]:
    """The alarms that columns only tell the possibility of."""
    watch = Watch(view)
    if pending & DECISIONS:
        yield from decisions_moved(watch)
    if pending & TAKEN_ALONG:
        found = rivals(watch)
        yield from rival_ties(watch, found)
        yield from hostages_freed(watch, found)


def _managers(frame: Frame, told: Signs) -> dict[int, tuple[str, ...]]:
    """The account managers of every account that has any."""
    places = np.flatnonzero(told.manages)
    accounts = np.searchsorted(frame.first_member, places, "right") - 1
    found: dict[int, tuple[str, ...]] = {}
    for a, place in zip(accounts.tolist(), places.tolist(), strict=True):
        found[a] = (*found.get(a, ()), frame.member_id[place] or "")
    return found


def _lines(frame: Frame, found: Sweep, told: Signs, counts: Sequence[AlarmCount]) -> list[AccountLine]:
    """All columns side by side, as lists: a look into an array for each number would take twice as long."""
    names = ("id", "name", "kinds", "grade", "segment", "lifecycle", "currency")
    texts = {name: listed(getattr(frame, f"account_{name}")) for name in names}
    layers = range(len(LAYERS))
    columns = zip(
        *texts.values(),
        _known(frame.annual_value),
        _known(found.exposure),
        _known(found.value_at_risk),
        _known(told.churn_risk),
        told.loyalty_type.tolist(),
        found.status.tolist(),
        found.type.tolist(),
        told.sales_alone.tolist(),
        _members(frame, found.manager),
        _members(frame, found.sponsor),
        zip(*(found.set_status[:, k].tolist() for k in layers), strict=True),
        zip(*(_known(found.set_coverage[:, k]) for k in layers), strict=True),
        zip(*(found.set_guessed[:, k].tolist() for k in layers), strict=True),
        counts,
        strict=True,
    )
    return [_line(*values) for values in columns]


def _line(
    id_: str | None,
    name: str | None,
    kinds: str | None,
    grade: str | None,
    segment: str | None,
    lifecycle: str | None,
    currency: str | None,
    annual_value: float | None,
    exposure: float | None,
    value_at_risk: float | None,
    churn_risk: float | None,
    loyalty: int,
    status: int,
    type_: int,
    sales_alone: int,
    manager: str | None,
    sponsor: str | None,
    states: Sequence[int],
    shares: Sequence[float | None],
    guesses: Sequence[int],
    alarms: AlarmCount,
) -> AccountLine:
    return AccountLine(
        id=id_ or "",
        name=name or "",
        kinds=tuple(kinds.split(";")) if kinds else (),
        grade=grade,
        segment=segment,
        lifecycle=lifecycle,
        annual_value=annual_value,
        currency=currency,
        exposure=exposure,
        value_at_risk=value_at_risk,
        churn_risk=churn_risk,
        loyalty_type=None if loyalty < 0 else LOYALTY_TYPES[loyalty],
        layers={
            layer: LayerState(COVERAGE_STATES[state], share, guessed)
            for layer, state, share, guessed in zip(LAYERS, states, shares, guesses, strict=True)
        },
        status=ACCOUNT_STATES[status],
        account_manager=manager,
        executive_sponsor=sponsor,
        alarms=alarms,
        relationship=TYPES[type_],
        sales_alone=bool(sales_alone),
    )


def _known(column: NDArray[np.float64]) -> list[float | None]:
    return [None if value != value else value for value in column.tolist()]


def listed(texts: Texts) -> list[str | None]:
    """All of many texts at once."""
    raw = texts.utf8.tobytes()
    found = (raw[begin:end].decode() for begin, end in pairwise(texts.first.tolist()))
    return [None if text == NO_TEXT else text for text in found]


def _members(frame: Frame, slots: Any) -> list[str | None]:
    """The ids of our people at these slots of their accounts; −1: None."""
    places = np.where(slots < 0, -1, frame.first_member[:-1] + slots).tolist()
    return [None if place < 0 else frame.member_id[place] for place in places]
