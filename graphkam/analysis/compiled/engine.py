"""The sweep: every analysis of every account of a frame, kernel by kernel."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Any

import numpy as np

from graphkam.analysis.compiled import contacts, failure, sets, shape, standing
from graphkam.analysis.compiled.moment import judged_at, moment
from graphkam.domain.constants import Constants
from graphkam.domain.frame import Frame
from graphkam.domain.moment import AsOf
from graphkam.domain.sweep import SETS, Sweep
from graphkam.domain.vocabulary import GAP_KINDS

_KERNELS: tuple[Callable[..., None], ...] = (
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


def sweep(frame: Frame, at: AsOf, constants: Constants, *, redundancy: bool = True) -> Sweep:
    """Every number of gaps, SPOFs, redundancy, stage, exposure and cooling, for all accounts.

    The definitions are those of the analyses of one account, to within the order of additions (differences of
    1e-12); thresholds are compared with the same tolerance. The first call in a process loads the compiled
    kernels from numba's cache, or compiles them, once on a computer, for about a minute. Threads may sweep at
    the same time: kernels let go of the interpreter. Without `redundancy` nobody's number of ways is told.

    Errors: ImportError without numba; RuntimeError or OSError if its cache cannot be written (`choice` asks).
    Cost: linear in contacts, nearly linear in people and lines, and a maximum flow for some decision holders.
    Source: docs/engine.md.
    """
    values = {f.name: _plain(getattr(frame, f.name)) for f in fields(Frame) if f.type != "Texts"}
    values |= {"judged_at": judged_at(frame, at), **moment(at, constants)._asdict()}
    sizes = _sizes(frame)
    values |= {f"most_{kind}": _largest(values[f"first_{level}"]) for kind, level in _MOST.items()}
    values["redundancy"] = redundancy
    values["longest"] = _largest(values["first_contact"])
    values |= {name: np.empty(sizes[level], t) for level, names in _ROOM.items() for name, t in names.items()}
    found = {f.name: np.empty(sizes[f.metadata["level"]], _TYPES[str(f.type)]) for f in fields(Sweep)}
    values |= found
    standing.current(
        values["first_post"], values["post_from"], values["post_to"], values["day"], values["post"]
    )
    standing.current(
        values["first_term"], values["term_from"], values["term_to"], values["day"], values["term"]
    )
    np.greater_equal(values["post"], 0, out=values["person_works"], casting="unsafe")
    np.greater_equal(values["term"], 0, out=values["member_works"], casting="unsafe")
    for kernel in _KERNELS:
        kernel(*(values[name] for name in _parameters(kernel)))
    return Sweep(**found)


_MOST = {"people": "person", "members": "member", "ties": "tie", "lines": "line"}


def _parameters(kernel: Any) -> tuple[str, ...]:
    """A kernel's parameters are named like what they are given."""
    code = kernel.py_func.__code__
    return tuple(code.co_varnames[: code.co_argcount])


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
    return int(np.diff(first).max(initial=0))


def _plain(column: Any) -> Any:
    """The column as a plain array that nobody writes to, mapped from a file or not: one type for the kernels."""
    plain = np.ascontiguousarray(column).view(np.ndarray)
    plain.flags.writeable = False
    return plain
