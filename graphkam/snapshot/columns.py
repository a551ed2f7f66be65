"""From collected columns to the records of facts.

`collect()` leaves out nulls, so the queries of `cypher/facts` send a stand-in for them: U+001F for a text, as
no cell can hold it, and −1 for a number or flag, as none of these is negative. Here all of them become what the
fields of the record say. Touchpoints come packed: see `domain/packed.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar, cast, get_type_hints

T = TypeVar("T")
Columns = Mapping[str, Sequence[Any]]

UNKNOWN = "\x1f"


def records(kind: type[T], columns: Columns) -> list[T]:
    """A record of `kind`, a dataclass of facts, for each place in the columns named like its fields.

    >>> from graphkam.domain.facts import Assignment
    >>> validity = {"valid_from": ["2026-01-01"], "valid_to": [UNKNOWN]}
    >>> records(Assignment, {"team_id": ["li"], "as_": ["technical"], **validity})
    [Assignment(team_id='li', as_='technical', valid_from='2026-01-01', valid_to=None)]
    """
    return list(map(kind, *(decode(columns[name]) for name, decode in _fields(cast(Hashable, kind)))))


@cache
def _fields(kind: Any) -> list[tuple[str, Callable[[Sequence[Any]], Iterable[Any]]]]:
    """The fields of a record, in order, with what decodes each: to read hints takes longer than the records."""
    return [(name, _DECODERS[hint]) for name, hint in get_type_hints(kind).items()]


def _plain(column: Sequence[Any]) -> Sequence[Any]:
    return column


def _shared(column: Sequence[Any]) -> Iterable[Any]:
    """Texts of which most are the same few: equal ones become one object."""
    same: dict[str, str | None] = {UNKNOWN: None}
    return [same.setdefault(text, text) for text in column]


def _numbers(column: Sequence[Any]) -> Iterable[Any]:
    return [None if number == -1 else float(number) for number in column]


def _flags(column: Sequence[Any]) -> Iterable[Any]:
    return [None if flag == -1 else flag == 1 for flag in column]


def _true(column: Sequence[Any]) -> Iterable[Any]:
    return [flag == 1 for flag in column]


def _tuples(column: Sequence[Any]) -> Iterable[Any]:
    return map(tuple, column)


_DECODERS: Mapping[Any, Callable[[Sequence[Any]], Iterable[Any]]] = {
    str: _plain,
    float: _plain,
    str | None: _shared,
    float | None: _numbers,
    bool | None: _flags,
    bool: _true,
    tuple[str, ...]: _tuples,
}
"""What turns a column into values of a field of this type."""
