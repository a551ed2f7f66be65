"""Whether the kernels are compiled on this computer already, and compiling them ahead of the first question.

numba keeps what it compiled, for each version of a module, of itself and each kind of processor. Whether all of that
is there is asked here of one small file beside it, which tells for what everything was compiled last: to load numba,
look at it and load the kernels takes a second, to compile them half a minute.
"""

from __future__ import annotations

import hashlib
import sys
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any

import llvmlite.binding
import numba
import numpy as np

from graphkam.analysis.compiled import standing
from graphkam.analysis.compiled.signs import signs
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
    if not compiled():
        signs(_nobody(), AsOf.on("2026-03-01", "UTC"), Constants())
        _note().write_text(_state(), "ascii")


def _note() -> Path:
    return Path(str(standing.posts.stats.cache_path)) / NAME


@cache
def _state() -> str:
    """For what kernels are compiled: versions, processor, and the source of all modules, looked up once a process."""
    processor = llvmlite.binding.get_host_cpu_name(), llvmlite.binding.get_host_cpu_features().flatten()
    modules = sorted(Path(__file__).parent.glob("*.py"))
    source = [(path.name, path.read_bytes()) for path in modules]
    return hashlib.sha256(repr((numba.__version__, sys.version, processor, source)).encode()).hexdigest()


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
