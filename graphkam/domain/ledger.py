"""The lines of a portfolio as columns: what is printed from them needs no object for each line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Any

from graphkam.domain.answers import AccountLine, AlarmCount, LayerState
from graphkam.domain.vocabulary import LAYERS


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Ledger:
    """The fields of `AccountLine` side by side, an entry for each line, in the order of the lines.

    A line's `layers` stand in `layer_status`, `coverage` and `guessed`, each by layer; its alarms in `red` and
    `amber`, None where they were not counted. All else has the name that it has there.

    >>> from graphkam.analysis import account_line
    >>> from graphkam.analysis.example import kiln
    >>> line = account_line(kiln())
    >>> ledger = Ledger.of([line])
    >>> ledger.id, ledger.layer_status["management"], ledger.lines() == (line,)
    (['b'], ['thin'], True)
    """

    id: Sequence[str]
    name: Sequence[str]
    kinds: Sequence[tuple[str, ...]]
    grade: Sequence[str | None]
    segment: Sequence[str | None]
    lifecycle: Sequence[str | None]
    annual_value: Sequence[float | None]
    currency: Sequence[str | None]
    exposure: Sequence[float | None]
    value_at_risk: Sequence[float | None]
    churn_risk: Sequence[float | None]
    loyalty_type: Sequence[str | None]
    layer_status: Mapping[str, Sequence[str]]
    coverage: Mapping[str, Sequence[float | None]]
    guessed: Mapping[str, Sequence[int]]
    status: Sequence[str]
    account_manager: Sequence[str | None]
    executive_sponsor: Sequence[str | None]
    red: Sequence[int | None]
    amber: Sequence[int | None]
    relationship: Sequence[str | None]
    sales_alone: Sequence[bool | None]
    subsidiaries: Sequence[int]

    def __len__(self) -> int:
        return len(self.id)

    @classmethod
    def of(cls, lines: Iterable[AccountLine]) -> Ledger:
        """The columns of these lines. Cost: linear."""
        every = list(lines)
        columns = {name: list(map(attrgetter(name), every)) for name in _PLAIN}
        states = {layer: [line.layers[layer] for line in every] for layer in LAYERS}
        return cls(
            **columns,
            layer_status={layer: [s.status for s in of_layer] for layer, of_layer in states.items()},
            coverage={layer: [s.coverage for s in of_layer] for layer, of_layer in states.items()},
            guessed={layer: [s.guessed for s in of_layer] for layer, of_layer in states.items()},
            red=[line.alarms.red if line.alarms else None for line in every],
            amber=[line.alarms.amber if line.alarms else None for line in every],
        )

    def line(self, place: int) -> AccountLine:
        """One line as an object. Cost: some ten microseconds."""
        plain: dict[str, Any] = {name: getattr(self, name)[place] for name in _PLAIN}
        red, amber = self.red[place], self.amber[place]
        return AccountLine(
            **plain,
            layers={
                layer: LayerState(
                    self.layer_status[layer][place], self.coverage[layer][place], self.guessed[layer][place]
                )
                for layer in LAYERS
            },
            alarms=None if red is None or amber is None else AlarmCount(red, amber),
        )

    def lines(self) -> tuple[AccountLine, ...]:
        """All lines as objects."""
        return tuple(map(self.line, range(len(self))))


_PLAIN = tuple(f.name for f in fields(AccountLine) if f.name not in ("layers", "alarms"))
