"""The sweep: every analysis of every account of a frame, kernel by kernel."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from functools import cache
from itertools import pairwise
from operator import attrgetter, itemgetter
from typing import Any

import numpy as np

from graphkam.analysis.compiled import contacts, failure, sets, shape, standing
from graphkam.analysis.compiled.moment import judged_at, moment
from graphkam.domain.constants import Constants
from graphkam.domain.frame import Frame
from graphkam.domain.moment import AsOf
from graphkam.domain.sweep import SETS, Sweep
from graphkam.domain.vocabulary import GAP_KINDS


def _parameters(kernel: Any) -> tuple[str, ...]:
    """A kernel's parameters are named like what they are given."""
    code = kernel.py_func.__code__
    return tuple(code.co_varnames[: code.co_argcount])


KERNELS: tuple[Callable[..., None], ...] = (
    standing.posts,
    standing.terms,
    standing.layers,
    standing.lines,
    standing.judgements,
    standing.deciders,
    standing.care,
    contacts.weighing,
    contacts.cooling,
    contacts.reach,
    sets.members,
    sets.carriers,
    sets.states,
    failure.direct,
    failure.influence,
    shape.gaps,
    shape.shape,
    shape.stages,
)
"""In the order in which one needs the other."""
_TYPES = {"F8": np.float64, "I4": np.int32, "I1": np.int8, "U1": np.uint8}
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
_WANTED = {name for kernel in KERNELS for name in _parameters(kernel)}
_COLUMNS = tuple(f.name for f in fields(Frame) if f.name in _WANTED)
_OTHERS = tuple(f.name for f in fields(Frame) if f.name not in _WANTED and f.type != "Texts")
_columns_of = attrgetter(*_COLUMNS)
_ANSWER = tuple((f.name, str(f.metadata["level"]), np.dtype(_TYPES[str(f.type)])) for f in fields(Sweep))
_BETWEEN = tuple((name, level, np.dtype(t)) for level, names in _ROOM.items() for name, t in names.items())


def sweep(frame: Frame, at: AsOf, constants: Constants, *, redundancy: bool = True, cores: int = 1) -> Sweep:
    """Every number of gaps, SPOFs, redundancy, stage, exposure and cooling, for all accounts.

    The definitions are those of the analyses of one account, to within the order of additions (differences of
    1e-12); thresholds are compared with the same tolerance. The first call in a process loads the compiled
    kernels from numba's cache, or compiles them, once on a computer, for about a minute. Threads may sweep at
    the same time: kernels let go of the interpreter. Without `redundancy` nobody's number of ways is told.
    Accounts are divided between `cores` threads; that changes no number.

    Errors: ImportError without numba; RuntimeError or OSError if its cache cannot be written (`choice` asks).
    Cost: linear in contacts, nearly linear in people and lines, and a maximum flow for some decision holders.
    Source: docs/engine.md.
    """
    if cores > 1:
        return _side_by_side(frame, at, constants, cores, redundancy=redundancy)
    return Sweeper(frame)(at, constants, redundancy=redundancy)


class Sweeper:
    """Sweeps the same accounts again and again: `sweep` without what depends on neither moment nor constants.

    Safe for several threads. For one account of 60 people that is two thirds of the time.
    """

    def __init__(self, frame: Frame) -> None:
        self._frame, self._sizes = frame, _sizes(frame)
        values: dict[str, Any] = dict(zip(_COLUMNS, map(_plain, _columns_of(frame)), strict=True))
        values |= {f"most_{kind}": _largest(values[f"first_{level}"]) for kind, level in _MOST.items()}
        values["longest"] = _largest(values["first_contact"])
        self._values = values

    def __call__(self, at: AsOf, constants: Constants, *, redundancy: bool = True) -> Sweep:
        """The sweep as of a moment. Errors, cost: see `sweep`."""
        found = _empty(_ANSWER, self._sizes)
        self.fill(found, at, constants, redundancy=redundancy)
        return Sweep(**found)

    def fill(self, found: Mapping[str, Any], at: AsOf, constants: Constants, *, redundancy: bool) -> None:
        """The sweep as of a moment, written into the columns of `found`."""
        run(KERNELS, {**self.read(at, constants), "redundancy": redundancy, **found})

    def read(self, at: AsOf, constants: Constants) -> dict[str, Any]:
        """What kernels read as of a moment, and the room that they work in."""
        moment_ = moment(at, constants)
        return {
            **self._values,
            **dict(zip(moment_._fields, moment_, strict=True)),
            "judged_at": judged_at(self._frame, at),
            **_empty(_BETWEEN, self._sizes),
        }


def swept(
    frame: Frame, at: AsOf, constants: Constants, kernels: Sequence[Callable[..., None]], **more: Any
) -> tuple[dict[str, Any], dict[str, Any]]:
    """All that kernels read and tell, by name, after these have run, and of it the columns of a `Sweep`.

    Columns that none of them tells hold anything. `more`: what they read besides.
    """
    found = _empty(_ANSWER, _sizes(frame))
    others = {name: _plain(getattr(frame, name)) for name in _OTHERS}
    values = {**others, **Sweeper(frame).read(at, constants), "redundancy": False, **found, **more}
    run(kernels, values)
    return values, found


def run(kernels: Iterable[Callable[..., None]], values: dict[str, Any]) -> None:
    """Run kernels, each on the values that its parameters name."""
    for kernel in kernels:
        kernel(*_wanted_by(kernel)(values))


def _side_by_side(frame: Frame, at: AsOf, constants: Constants, threads: int, *, redundancy: bool) -> Sweep:
    """The sweep by several threads, each for accounts that stand together, with as many contacts."""
    found = _empty(_ANSWER, _sizes(frame))
    contacts_before = frame.first_contact[frame.first_tie]
    shares = np.arange(1, threads) * (contacts_before[-1] / threads)
    bounds = sorted({0, *np.searchsorted(contacts_before, shares).tolist(), len(frame)})

    def fill(begin: int, end: int) -> None:
        part, places = frame.part(begin, end), {"account": slice(begin, end)}
        places["set"] = places["gap"] = places["account"]
        for level in ("person", "member", "tie"):
            first = getattr(frame, f"first_{level}")
            places[level] = slice(int(first[begin]), int(first[end]))
        sweeper, here = (
            Sweeper(part),
            {n: found[n][places[level]] for n, level, _ in _ANSWER if level in places},
        )
        apart = _empty([column for column in _ANSWER if column[0] not in here], _sizes(part))
        sweeper.fill({**here, **apart}, at, constants, redundancy=redundancy)
        for name, level, _ in _ANSWER:
            if name in apart:  # two rows, of which a part would not be contiguous
                found[name][:, places[level.removeprefix("flow ")]] = apart[name]

    with ThreadPoolExecutor(threads) as pool:
        for done in [pool.submit(fill, *bound) for bound in pairwise(bounds)]:
            done.result()
    return Sweep(**found)


def _empty(columns: Iterable[tuple[str, str, Any]], sizes: Mapping[str, tuple[int, ...]]) -> dict[str, Any]:
    """Columns that nothing is written to yet."""
    return {name: np.empty(sizes[level], type_) for name, level, type_ in columns}


_MOST = {"people": "person", "members": "member", "ties": "tie", "lines": "line"}


@cache
def _wanted_by(kernel: Any) -> Callable[[dict[str, Any]], tuple[Any, ...]]:
    return itemgetter(*_parameters(kernel))


def _sizes(frame: Frame) -> dict[str, tuple[int, ...]]:
    """The shape of a column of each level."""
    accounts = len(frame)
    sizes: dict[str, tuple[int, ...]] = {
        "account": (accounts,),
        "gap": (accounts, len(GAP_KINDS)),
        "set": (accounts, len(SETS)),
        "person": (len(frame.first_post) - 1,),
        "member": (len(frame.first_term) - 1,),
        "line": (len(frame.line_from),),
        "tie": (len(frame.tie_person),),
    }
    return sizes | {f"flow {level}": (2, *sizes[level]) for level in ("account", "person", "member")}


def _largest(first: Any) -> int:
    return int((first[1:] - first[:-1]).max(initial=0))


def _plain(column: Any) -> Any:
    """The column as a plain array that nobody writes to, mapped from a file or not: one type for the kernels."""
    if type(column) is np.ndarray and not column.flags.writeable and column.flags.c_contiguous:
        return column
    plain = np.ascontiguousarray(column).view(np.ndarray)
    plain.setflags(write=False)
    return plain
