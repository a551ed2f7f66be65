"""The sweep: every analysis of every account of a frame, by one kernel made of all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from hashlib import sha256
from itertools import pairwise
from operator import itemgetter
from pathlib import Path
from typing import Any

import numpy as np

from graphkam.analysis.compiled import arriving, contacts, failure, sets, shape, standing
from graphkam.analysis.compiled.columns import (
    ANSWER,
    BETWEEN,
    OTHERS,
    address,
    plain,
    read,
    record,
    record_at,
    told,
)
from graphkam.analysis.compiled.jit import njit
from graphkam.analysis.compiled.moment import judged_at, moment
from graphkam.domain.constants import Constants
from graphkam.domain.frame import Frame
from graphkam.domain.moment import AsOf
from graphkam.domain.sweep import SETS, Sweep
from graphkam.domain.vocabulary import GAP_KINDS


def _everything(source: int) -> Callable[[Any], int]:
    """The kernel that runs all others, in the order in which one needs the other: one to load, and one to call.

    What numba has compiled is looked up by what a function closes over, so `source` tells of which text; else
    numba would not notice that a module was changed whose kernels are compiled into this one.

    It is handed the address of a `record`. What depends on neither contacts nor the instant is left out where it is
    `settled`, and what depends on who reaches whom alone where that is as it was: only `Fresh` says so.
    """

    @njit(cache=True, nogil=True)
    def everything(address: int) -> int:
        c = record_at(address)
        if not c.settled:
            standing.posts(c)
            standing.terms(c)
            standing.layers(c)
            standing.lines(c)
            standing.judgements(c)
            standing.deciders(c)
            standing.care(c)
        arriving.arrive(c)
        contacts.weighing(c)
        contacts.cooling(c)
        contacts.reach(c)
        sets.members(c)
        sets.carriers(c)
        sets.states(c)
        if not arriving.as_before(c):
            failure.direct(c)
            failure.influence(c)
        shape.gaps(c)
        shape.shape(c)
        shape.stages(c)
        return source

    return everything


def _source() -> int:
    """A number of the text of these modules."""
    modules = sorted(Path(__file__).parent.glob("*.py"))
    return int.from_bytes(sha256(b"".join(path.read_bytes() for path in modules)).digest()[:7], "big")


everything = _everything(_source())
KERNELS: tuple[Callable[..., Any], ...] = (everything,)
PARTS = (
    *(standing.posts, standing.terms, standing.layers, standing.lines, standing.judgements),
    *(standing.deciders, standing.care, contacts.weighing, contacts.cooling, contacts.reach),
    *(sets.members, sets.carriers, sets.states, failure.direct, failure.influence),
    *(shape.gaps, shape.shape, shape.stages),
)
"""What `everything` is made of, for whoever runs or measures them one by one."""


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

    Safe for several threads.
    """

    def __init__(self, frame: Frame) -> None:
        self._frame, self._sizes = frame, sizes_of(frame)
        self._values = read(frame)

    def __call__(self, at: AsOf, constants: Constants, *, redundancy: bool = True) -> Sweep:
        """The sweep as of a moment. Errors, cost: see `sweep`."""
        found = _empty(ANSWER, self._sizes)
        self.fill(found, at, constants, redundancy=redundancy)
        return Sweep(**found)

    def fill(self, found: Mapping[str, Any], at: AsOf, constants: Constants, *, redundancy: bool) -> None:
        """The sweep as of a moment, written into the columns of `found`."""
        run(KERNELS, {**self.read(at, constants), "redundancy": redundancy, **found})

    def read(self, at: AsOf, constants: Constants) -> dict[str, Any]:
        """What kernels read as of a moment, and the room that they work in."""
        return {
            **self._values,
            **told(moment(at, constants)),
            "judged_at": judged_at(self._frame, at),
            **_empty(BETWEEN, self._sizes),
        }


def swept(
    frame: Frame, at: AsOf, constants: Constants, kernels: Sequence[Callable[..., Any]], **more: Any
) -> tuple[dict[str, Any], dict[str, Any]]:
    """All that kernels read and tell, by name, after these have run, and of it the columns of a `Sweep`.

    Columns that none of them tells hold anything. `more`: what they read besides.
    """
    found = _empty(ANSWER, sizes_of(frame))
    others = {name: plain(getattr(frame, name)) for name in OTHERS}
    values = {**others, **Sweeper(frame).read(at, constants), "redundancy": False, **found, **more}
    run(kernels, values)
    return values, found


def run(kernels: Iterable[Callable[..., Any]], values: dict[str, Any]) -> None:
    """Run kernels on values by name: each on the `record` of them, or on those that its parameters name."""
    handed: Any = None
    for kernel in kernels:
        if kernel is everything or _parameters(kernel) == ("c",):
            handed = record(values) if handed is None else handed
            kernel(address(handed) if kernel is everything else handed[0])
        else:
            kernel(*_wanted_by(kernel)(values))


def _side_by_side(frame: Frame, at: AsOf, constants: Constants, threads: int, *, redundancy: bool) -> Sweep:
    """The sweep by several threads, each for accounts that stand together, with as many contacts."""
    found = _empty(ANSWER, sizes_of(frame))
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
            {n: found[n][places[level]] for n, level, _ in ANSWER if level in places},
        )
        apart = _empty([column for column in ANSWER if column[0] not in here], sizes_of(part))
        sweeper.fill({**here, **apart}, at, constants, redundancy=redundancy)
        for name, level, _ in ANSWER:
            if name in apart:  # two rows, of which a part would not be contiguous
                found[name][:, places[level.removeprefix("flow ")]] = apart[name]

    with ThreadPoolExecutor(threads) as pool:
        for done in [pool.submit(fill, *bound) for bound in pairwise(bounds)]:
            done.result()
    return Sweep(**found)


def _empty(columns: Iterable[tuple[str, str, Any]], sizes: Mapping[str, tuple[int, ...]]) -> dict[str, Any]:
    """Columns that nothing is written to yet."""
    return {name: np.empty(sizes[level], type_) for name, level, type_ in columns}


def _parameters(kernel: Any) -> tuple[str, ...]:
    """A kernel's parameters are named like what they are given."""
    code = kernel.py_func.__code__
    return tuple(code.co_varnames[: code.co_argcount])


@cache
def _wanted_by(kernel: Any) -> Callable[[dict[str, Any]], tuple[Any, ...]]:
    return itemgetter(*_parameters(kernel))


def sizes_of(frame: Frame) -> dict[str, tuple[int, ...]]:
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
