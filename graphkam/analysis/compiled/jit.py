"""What makes kernels: numba, or the file that holds what it made (`stored`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphkam.analysis.compiled import stored

if TYPE_CHECKING or not stored.loaded():
    from numba import carray, from_dtype, njit, types  # type: ignore[attr-defined]
    from numba.extending import intrinsic
else:
    from graphkam.analysis.compiled.stored import njit

    carray = from_dtype = types = None

    def intrinsic(function):
        """Nothing is compiled, so nothing is asked of this."""
        return function


__all__ = ["carray", "from_dtype", "intrinsic", "njit", "types"]
