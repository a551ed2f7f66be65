"""A portfolio as of one moment, of which only the lines of changed accounts are made again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from graphkam.analysis.compiled.lines import FactsOf, Line, account_lines, listed, manager_loads, whole
from graphkam.analysis.portfolio import worst_first
from graphkam.domain.answers import AccountLine
from graphkam.domain.constants import Constants
from graphkam.domain.frame import Frame
from graphkam.domain.moment import AsOf
from graphkam.domain.splicing import taken


class Portfolio:
    """The lines of all accounts as of one moment, by the compiled engine. One thread at a time may ask.

    Equal, field by field, to `analysis.portfolio` with the loads of its managers.

    >>> from graphkam.analysis.example import kiln
    >>> from graphkam.snapshot.framing import frame_of
    >>> facts = kiln().facts
    >>> lines = Portfolio(kiln().at, kiln().constants).lines([(frame_of([facts]), [0])], lambda ids: [facts])
    >>> [(line.id, line.status, line.alarms.red) for line in lines]
    [('b', 'red', 1)]
    """

    def __init__(self, at: AsOf, constants: Constants) -> None:
        self._at, self._constants = at, constants
        self._kept: dict[str, Line] = {}

    def lines(
        self, parts: Iterable[tuple[Frame, Sequence[int]]], facts_of: FactsOf
    ) -> tuple[AccountLine, ...]:
        """All accounts, worst first; `parts` are frames, and the places in each of the accounts that count.

        The line of an account is kept for as long as its revision stays. Errors, cost: see `account_lines`, for
        the accounts whose revision is another one than before; then a sort.
        """
        now: dict[str, Line] = {}
        for frame, places in parts:
            self._update(now, frame, places, facts_of)
        self._kept = now
        made = list(now.values())
        return worst_first(
            (line, self._constants) for line in whole(made, manager_loads(made), self._constants)
        )

    def _update(self, now: dict[str, Line], frame: Frame, places: Sequence[int], facts_of: FactsOf) -> None:
        ids, revisions = listed(frame.account_id), frame.revision.tolist()
        changed = []
        for place in places:
            id_ = ids[place] or ""
            kept = self._kept.get(id_)
            if kept is None or kept.revision != revisions[place]:
                changed.append(place)
            else:
                now[id_] = kept
        if changed:
            every = len(changed) == len(frame)
            part = frame if every else taken(frame, np.array(changed, np.int64))
            for line in account_lines(part, self._at, self._constants, facts_of):
                now[line.line.id] = line
