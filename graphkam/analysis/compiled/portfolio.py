"""A portfolio as of one moment, of which only the lines of changed accounts are made again."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

from graphkam.analysis.compiled.lines import Entries, entries, listed, nothing, together
from graphkam.analysis.currency import converted
from graphkam.domain.answers import AccountLine, AlarmCount
from graphkam.domain.constants import Constants
from graphkam.domain.frame import Frame
from graphkam.domain.ledger import Ledger
from graphkam.domain.moment import AsOf
from graphkam.domain.splicing import taken
from graphkam.domain.sweep import TYPES
from graphkam.domain.vocabulary import ACCOUNT_STATES, COVERAGE_STATES, LAYERS, LOYALTY_TYPES

if TYPE_CHECKING:
    from numpy.typing import NDArray

CORES = 2
"""Threads that analyse a portfolio, where the computer has so many."""


class Portfolio:
    """The lines of all accounts as of one moment, by the compiled engine. One thread at a time may ask.

    Equal, field by field, to `analysis.portfolio` with the loads of its managers. The line of an account is kept
    for as long as its revision stays.

    >>> from graphkam.analysis.example import kiln
    >>> from graphkam.snapshot.framing import frame_of
    >>> facts = kiln().facts
    >>> lines = Portfolio(kiln().at, kiln().constants).lines([(frame_of([facts]), [0])])
    >>> [(line.id, line.status, line.alarms.red) for line in lines]
    [('b', 'red', 1)]
    """

    def __init__(self, at: AsOf, constants: Constants) -> None:
        self._at, self._constants = at, constants
        self._kept = nothing()
        self._made: dict[str, tuple[int, AccountLine]] = {}

    def begin_with(self, kept: Entries) -> None:
        """Have the lines of accounts that somebody made already, as of the same moment and constants."""
        self._kept = kept

    def ledger(self, parts: Iterable[tuple[Frame, Sequence[int]]]) -> Ledger:
        """All accounts, worst first; `parts` are frames, and the places in each of the accounts that count.

        Errors, cost: see `entries`, for the accounts whose revision is another one than before; then a sort.
        """
        return ledger(self._ordered(parts))

    def lines(self, parts: Iterable[tuple[Frame, Sequence[int]]]) -> tuple[AccountLine, ...]:
        """The same as objects, those of unchanged lines the same ones as before. Cost: some µs each."""
        found = self._ordered(parts)
        columns, before, self._made = ledger(found), self._made, {}
        for place, (id_, revision) in enumerate(zip(found.id, found.revision.tolist(), strict=True)):
            alarms = AlarmCount(int(found.red[place]), int(found.amber[place]))
            made = before.get(id_)
            if made is None or made[0] != revision or made[1].alarms != alarms:
                made = revision, columns.line(place)
            self._made[id_] = made
        return tuple(line for _, line in self._made.values())

    def _ordered(self, parts: Iterable[tuple[Frame, Sequence[int]]]) -> Entries:
        rows = {id_: row for row, id_ in enumerate(self._kept.id)}
        revisions = self._kept.revision.tolist()
        still: list[int] = []
        made: list[Entries] = []
        for frame, places in parts:
            ids, now = listed(frame.account_id), frame.revision.tolist()
            changed = []
            for place in places:
                row = rows.get(ids[place] or "")
                if row is None or revisions[row] != now[place]:
                    changed.append(place)
                else:
                    still.append(row)
            if changed:
                part = frame if len(changed) == len(frame) else taken(frame, np.array(changed, np.int64))
                made.append(entries(part, self._at, self._constants, cores=_cores()))
        if made or still != list(range(len(self._kept))):
            self._kept = together([self._kept.only(still), *made] if still else made)
        return in_order(self._kept, self._constants)


def _cores() -> int:
    return min(CORES, os.cpu_count() or 1)


def in_order(found: Entries, constants: Constants) -> Entries:
    """Worst first, with the alarms of overloaded managers: the order is that of `analysis.portfolio`.

    >>> from graphkam.analysis.compiled.lines import nothing
    >>> len(in_order(nothing(), Constants()))
    0
    """
    loads = Counter(chain.from_iterable(found.managers))
    overloaded = {manager for manager, load in loads.items() if load > constants.manager_load}
    more = [len(overloaded.intersection(managers)) for managers in found.managers] if overloaded else 0
    amber = found.amber + np.array(more, np.int32)
    return replace(found, amber=amber).only(_worst_first(found, constants))


def _worst_first(found: Entries, constants: Constants) -> Any:
    """The rows of the accounts by value at risk, exposure, id; what is undefined comes last."""
    known = ~np.isnan(found.value_at_risk)
    told = {currency: converted(1.0, currency, constants) for currency in set(found.currency)}
    names = sorted({name for name, _ in told.values()})
    name = np.array([names.index(told[currency][0]) for currency in found.currency], np.int64)
    rate = np.array([told[currency][1] for currency in found.currency], np.float64)
    often = np.bincount(name[known], minlength=len(names))[name]
    by_id = np.empty(len(found), np.int64)
    by_id[sorted(range(len(found)), key=found.id.tolist().__getitem__)] = np.arange(len(found))
    value = np.where(known, found.value_at_risk * rate, 0.0)
    shared = np.nan_to_num(found.exposure, nan=-1.0)
    keys = (by_id, -shared, -value, np.where(known, name, -1), np.where(known, -often, 0), ~known)
    return np.lexsort(keys)


def ledger(found: Entries) -> Ledger:
    """These lines as columns of texts and numbers. Cost: some µs a line."""
    layers = list(enumerate(LAYERS))
    return Ledger(
        id=found.id.tolist(),
        name=found.name.tolist(),
        kinds=[tuple(kinds.split(";")) if kinds else () for kinds in found.kinds],
        grade=found.grade.tolist(),
        segment=found.segment.tolist(),
        lifecycle=found.lifecycle.tolist(),
        annual_value=_known(found.annual_value),
        currency=found.currency.tolist(),
        exposure=_known(found.exposure),
        value_at_risk=_known(found.value_at_risk),
        churn_risk=_known(found.churn_risk),
        loyalty_type=_words((*LOYALTY_TYPES, None), found.loyalty_type),
        layer_status={layer: _words(COVERAGE_STATES, found.layer_status[:, k]) for k, layer in layers},
        coverage={layer: _known(found.coverage[:, k]) for k, layer in layers},
        guessed={layer: found.guessed[:, k].tolist() for k, layer in layers},
        status=_words(ACCOUNT_STATES, found.status),
        account_manager=found.account_manager.tolist(),
        executive_sponsor=found.executive_sponsor.tolist(),
        red=found.red.tolist(),
        amber=found.amber.tolist(),
        relationship=_words(TYPES, found.relationship),
        sales_alone=found.sales_alone.astype(bool).tolist(),
        subsidiaries=[0] * len(found),
    )


def _known(column: NDArray[np.float64]) -> list[float | None]:
    return [None if value != value else value for value in column.tolist()]


def _words(words: Sequence[Any], places: NDArray[np.int8]) -> list[Any]:
    """What places stand for; −1: the last of the words."""
    return [words[place] for place in places.tolist()]
