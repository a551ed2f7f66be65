"""What kernels are handed: one record that tells where every column begins, how long it is, and the moment.

A kernel takes the record as its only parameter `c` and makes arrays of the columns that it works on:
`i4(c.post_from, c.n_post)`. To call a function with the addresses of a hundred columns takes numba a hundredth of
the time that the columns themselves take, and several kernels can be compiled into one that hands the record on.

An address keeps nothing alive: whoever fills a record keeps the columns for as long as kernels read it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from operator import attrgetter, itemgetter
from typing import Any, get_type_hints

import numpy as np

from graphkam.analysis.compiled.jit import carray, from_dtype, intrinsic, njit, types
from graphkam.analysis.compiled.moment import Moment
from graphkam.domain.frame import Frame
from graphkam.domain.sweep import Sweep

UNREAD = ("order", "survey", "reading", "incident", "rival", "commitment", "change", "texts")
"""Levels of a frame that a sweep takes nothing from."""
_TYPES = {"F8": np.float64, "I8": np.int64, "I4": np.int32, "I1": np.int8, "U4": np.uint32, "U1": np.uint8}
_ROOM: dict[str, dict[str, type]] = {
    "person": {
        "post": np.int32,
        "guessed": np.uint8,
        "tied": np.int32,
        "roles": np.uint32,
        "sets": np.uint32,
    },
    "member": {"term": np.int32, "manages": np.uint8, "met": np.uint32},
    "line": {"arc_tail": np.int32, "arc_head": np.int32},
    "tie": {
        "happened": np.int32,
        "live_person": np.int32,
        "live_member": np.int32,
        "live_strength": np.float64,
    },
    "account": {"arcs": np.int32, "deciding": np.float64},
}
"""What kernels tell each other, beside the answer."""

COLUMNS = tuple(
    f.name
    for f in fields(Frame)
    if f.type != "Texts" and f.metadata["level"] not in UNREAD and f.metadata["starts"] not in UNREAD
)
"""The columns of a frame that a sweep reads."""
LEVELS = {f.name: str(f.metadata["level"]) for f in fields(Frame)}
OTHERS = tuple(f.name for f in fields(Frame) if f.name not in COLUMNS and f.type != "Texts")
ANSWER = tuple((f.name, str(f.metadata["level"]), np.dtype(_TYPES[str(f.type)])) for f in fields(Sweep))
BETWEEN = tuple((name, level, np.dtype(t)) for level, names in _ROOM.items() for name, t in names.items())
_LENGTHS = {
    "account": ("annual_value", 0),
    "person": ("first_post", 1),
    "post": ("post_from", 0),
    "member": ("first_term", 1),
    "term": ("term_from", 0),
    "line": ("line_from", 0),
    "role": ("role_person", 0),
    "assignment": ("assignment_member", 0),
    "assessment": ("assessment_person", 0),
    "tie": ("tie_person", 0),
    "contact": ("contact_at", 0),
}
"""How many there are of each level, which is told as `n_account`, `n_person` …: as long as a column, less so much."""
_MOST = {"people": "person", "members": "member", "ties": "tie", "lines": "line"}
KEPT: dict[str, Any] = {
    "tie_sum": np.dtype(np.float64),
    "tie_done": np.dtype(np.int32),
    "tie_once": np.dtype(np.uint8),
    "tie_then": np.dtype(np.float64),
    "tie_last": np.dtype(np.float64),
    "reached_person": np.dtype(np.int32),
    "reached_member": np.dtype(np.int32),
}
"""What is kept of ties for the next time, where `keeping` is not 0: see `contacts.weighing`, `arriving.as_before`."""
_AT_ONCE = ("longest", "redundancy", "keeping", "arrived", "n_arrived", "settled", "n_reached", "weighed_on")
"""Numbers that stand for none of the columns: see `Fresh`."""
_NUMBERS = {int: "i8", bool: "i8", float: "f8"}
RECORD = np.dtype(
    [
        *((name, "i8") for name, _, _ in (*ANSWER, *BETWEEN)),
        *((name, "i8") for name in (*COLUMNS, "judged_at", *KEPT)),
        *((f"n_{level}", "i8") for level in (*_LENGTHS, "shift")),
        *((f"most_{kind}", "i8") for kind in _MOST),
        *((name, "i8") for name in _AT_ONCE),
        *((name, _NUMBERS.get(kind, "i8")) for name, kind in get_type_hints(Moment).items()),
    ]
)
"""The record: of columns their addresses, and numbers."""
_values_of = itemgetter(*(RECORD.names or ()))
_columns_of = attrgetter(*COLUMNS)


def read(frame: Frame) -> dict[str, Any]:
    """What kernels read of a frame, by name: plain arrays that nobody writes to, and how long they are."""
    values: dict[str, Any] = dict(zip(COLUMNS, map(plain, _columns_of(frame)), strict=True))
    values |= {f"n_{level}": len(values[name]) - less for level, (name, less) in _LENGTHS.items()}
    values |= {f"most_{kind}": _largest(values[f"first_{level}"]) for kind, level in _MOST.items()}
    nothing = dict.fromkeys((*_AT_ONCE, *KEPT), 0)
    return {**nothing, **values, "longest": _largest(values["first_contact"])}


def told(moment: Moment) -> dict[str, Any]:
    """What kernels read of a moment, by name."""
    return {**moment._asdict(), "n_shift": len(moment.shifts)}


def record(values: Mapping[str, Any]) -> Any:
    """The record of these columns and numbers, as an array of one. The columns have to be kept elsewhere.

    A kernel that Python calls is handed its address: of a number numba tells the type at once.
    """
    return np.array([tuple(map(address, _values_of(values)))], RECORD)


def address(value: Any) -> Any:
    """Where an array begins; a number as it is."""
    return value.__array_interface__["data"][0] if isinstance(value, np.ndarray) else value


def plain(column: Any) -> Any:
    """The column as a plain array that nobody writes to, mapped from a file or not: one type for kernels."""
    if type(column) is np.ndarray and not column.flags.writeable and column.flags.c_contiguous:
        return column
    made = np.ascontiguousarray(column).view(np.ndarray)
    made.setflags(write=False)
    return made


def _largest(first: Any) -> int:
    return int((first[1:] - first[:-1]).max(initial=0))


def _there(context: Any, builder: Any, signature: Any, given: Any) -> Any:
    """The code of a pointer to what begins at an address, the first of what is given."""
    return builder.inttoptr(given[0], context.get_value_type(signature.return_type))


def _to_pointer(_typing: Any, _address: Any, kind: Any) -> Any:
    """Of an address, and a kind of numbers: a pointer to these."""
    return types.CPointer(kind.dtype)(types.int64, kind), _there  # type: ignore[no-untyped-call]


_pointer: Any = intrinsic(_to_pointer)


def _to_record(_typing: Any, _address: Any) -> Any:
    """Of an address: a pointer to the record that begins there."""
    return types.CPointer(from_dtype(RECORD))(types.int64), _there  # type: ignore[no-untyped-call]


_record: Any = intrinsic(_to_record)


@njit
def record_at(address: int) -> Any:
    """The record that begins there. Kept with its callers only, as numba would not notice another record."""
    return carray(_record(address), 1)[0]


@njit(cache=True)
def f8(address: int, shape: Any) -> Any:
    """The column that begins there: float64, of this length or shape. The others likewise."""
    return carray(_pointer(address, np.float64), shape)


@njit(cache=True)
def i8(address: int, shape: Any) -> Any:
    return carray(_pointer(address, np.int64), shape)


@njit(cache=True)
def i4(address: int, shape: Any) -> Any:
    return carray(_pointer(address, np.int32), shape)


@njit(cache=True)
def i1(address: int, shape: Any) -> Any:
    return carray(_pointer(address, np.int8), shape)


@njit(cache=True)
def u4(address: int, shape: Any) -> Any:
    return carray(_pointer(address, np.uint32), shape)


@njit(cache=True)
def u1(address: int, shape: Any) -> Any:
    return carray(_pointer(address, np.uint8), shape)
