"""Whether the kernels are compiled on this computer already, and compiling them ahead of the first question.

numba keeps what it compiled, for each version of a module, of itself and each kind of processor. Whether all of that
is there is asked here of one small file beside it, which tells for what everything was compiled last: to load numba,
look at it and load the kernels takes a second, to compile them half a minute.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numba import types
from numba.np.numpy_support import as_dtype

from graphkam.analysis.compiled import standing, stored
from graphkam.analysis.compiled.signs import CALLED, signs
from graphkam.domain.constants import Constants
from graphkam.domain.frame import Frame, Texts
from graphkam.domain.moment import AsOf

NAME = "graphkam-compiled"


def compiled() -> bool:
    """Whether the kernels need only be loaded."""
    try:
        return _note().read_text("ascii") == _state()
    except OSError:
        return False


def compile_all() -> None:
    """Compile what is not compiled yet; half a minute. Raises OSError if its folder cannot be written to."""
    if not compiled() or (stored.can_be_used() and not stored.current()):
        signs(_nobody(), AsOf.on("2026-03-01", "UTC"), Constants())
        with suppress(OSError):  # beside the modules; where that is not allowed, numba loads what it kept
            if stored.can_be_used() and (codes := _codes()):
                stored.write(codes)
        _note().write_text(_state(), "ascii")


def _note() -> Path:
    return Path(str(standing.posts.stats.cache_path)) / NAME


@cache
def _state() -> str:
    """For what kernels are compiled: versions, processor, and the source of all modules, looked up once a process."""
    return stored.state()


def _codes() -> dict[str, stored.Code]:
    """The machine code of all kernels, as numba has kept it.

    Nothing if one was called with several types, or if another process compiled at the same time and what is kept is
    of its compilation: names in machine code count the functions that a process compiled before.
    """
    kernels: list[Any] = list(dict.fromkeys(CALLED))
    if any(len(kernel.overloads) != 1 for kernel in kernels):
        return {}
    codes = {stored.name_of(kernel.py_func): _code(kernel) for kernel in kernels}
    ours = all(name.encode() in one.code for one in codes.values() for name in (one.entry, one.environment))
    return codes if ours else {}


def _code(kernel: Any) -> stored.Code:
    [(signature, compiled)] = kernel.overloads.items()
    file, key = kernel._cache._cache_file, kernel._cache._index_key(signature, kernel.targetctx.codegen())
    _, _, (code, _) = file.load(key)[0]
    entry, environment = compiled.fndesc.llvm_cpython_wrapper_name, compiled.fndesc.env_name
    return stored.Code(entry, environment, [_parameter(type_) for type_ in signature], code)


def _parameter(type_: Any) -> list[Any]:
    if isinstance(type_, types.Array):
        return [as_dtype(type_.dtype).str, type_.ndim]
    return [as_dtype(type_).str, 0] if isinstance(type_, types.Record) else []


def _nobody() -> Frame:
    """No accounts: kernels are compiled for types, not for values."""
    columns: dict[str, Any] = {}
    for column in fields(Frame):
        if column.type == "Texts":
            columns[column.name] = Texts(np.empty(0, np.uint8), np.zeros(1, np.int64))
        else:
            kind = str(column.type).lower()  # I8 is i8 to numpy
            columns[column.name] = np.zeros(1 if column.metadata["starts"] else 0, kind)
    return Frame(**columns)


if __name__ == "__main__":
    compile_all()
