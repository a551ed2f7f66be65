"""Kernels as machine code in a file of our own, which a command that runs once loads without numba.

To import numba, and to have it look up what it compiled, takes most of a second; to load the machine code that it
kept takes some milliseconds. So where everything is compiled (`kept`), that code is written to one file beside it, with
what is needed to call it: names, and the types of parameters. `prefer` says that a process will do with it: kernels are
then those of the file, and cannot be compiled. Servers and tests do not ask for it.

It is taken only on Linux, with a numba whose way of calling was tried, and for the very sources, versions and
processor that it was written for.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.machinery
import importlib.util
import json
import os
import struct
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

TRIED = ("0.68",)
"""Versions of numba by their first two numbers: how its code is called may change with them."""
FILE = Path(__file__).parent / "__pycache__" / "graphkam-kernels"
_LENGTH = struct.Struct("<Q")
_DIGEST = 32
"""Bytes at the end, of a checksum of all before."""


class Code(NamedTuple):
    """The machine code of one kernel. `parameters`: of arrays their type and dimensions, of numbers nothing."""

    entry: str
    environment: str
    parameters: list[list[Any]]
    code: bytes


class Kernel:
    """A kernel of the file, called like one of numba's."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self.py_func = function
        self._run: Any = None

    def __call__(self, *values: Any) -> Any:
        """Run it. Raises TypeError for values of other types than those that it was compiled for."""
        name = name_of(self.py_func)
        entry, parameters = _loaded[name]
        if len(values) != len(parameters) or not all(map(_fits, values, parameters)):
            raise TypeError(f"{name} was compiled for values of other types")
        return entry(None, values, None)


_wanted = False
_loaded: dict[str, tuple[Any, list[list[Any]]]] = {}
_alive: list[Any] = []
"""What machine code refers to."""


def prefer() -> None:
    """From now on kernels of the file do, if they can be used and none was imported yet."""
    global _wanted
    _wanted = True


def loaded() -> bool:
    """Whether kernels are those of the file; the first call loads them if that was asked for.

    Cost: a tenth of a second, most of it to import llvmlite.
    """
    if _wanted and not _loaded and "numba" not in sys.modules:
        with suppress(OSError, ValueError, KeyError, TypeError, ImportError, RuntimeError, struct.error):
            _loaded.update(_load(_read(FILE)))
    return bool(_loaded)


def njit(function: Callable[..., Any] | None = None, **_: Any) -> Any:
    """In the place of numba's: the kernel of that name in the file."""
    return Kernel if function is None else Kernel(function)


def name_of(function: Callable[..., Any]) -> str:
    """The name of a kernel in the file."""
    return f"{function.__module__}.{function.__qualname__}"


def can_be_used() -> bool:
    """Whether machine code of this numba may be called as this module does."""
    return sys.platform == "linux" and version("numba").startswith(tuple(f"{tried}." for tried in TRIED))


def state() -> str:
    """For what kernels are compiled: versions, processor, and the source of all modules."""
    import llvmlite.binding as llvm

    processor = llvm.get_host_cpu_name(), llvm.get_host_cpu_features().flatten()
    modules = sorted(Path(__file__).parent.glob("*.py"))
    source = [(path.name, path.read_bytes()) for path in modules]
    versions = version("numba"), version("llvmlite"), np.__version__, sys.version
    return hashlib.sha256(repr((versions, processor, source)).encode()).hexdigest()


def current() -> bool:
    """Whether the file is there and may be used. Cost: a pass over it."""
    try:
        return bool(_read(FILE))
    except (OSError, ValueError, KeyError, struct.error):
        return False


def write(kernels: Mapping[str, Code]) -> None:
    """Write the file, whole or not at all. Raises OSError."""
    listed = {name: (*kernel[:3], len(kernel.code)) for name, kernel in kernels.items()}
    body = b"".join(kernel.code for kernel in kernels.values())
    text = json.dumps({"state": state(), "kernels": listed}).encode()
    raw = _LENGTH.pack(len(text)) + text + body
    draft = FILE.with_name(f".{FILE.name}.{os.getpid()}")
    draft.write_bytes(raw + hashlib.sha256(raw).digest())
    draft.replace(FILE)


def _read(path: Path) -> dict[str, Code]:
    """The kernels of a file; none if it was written for another state. Raises OSError; ValueError if damaged."""
    whole = path.read_bytes()
    raw, digest = whole[:-_DIGEST], whole[-_DIGEST:]
    if not can_be_used() or digest != hashlib.sha256(raw).digest():
        return {}
    (length,) = _LENGTH.unpack_from(raw)
    at = _LENGTH.size + length
    header = json.loads(raw[_LENGTH.size : at])
    if header["state"] != state():
        return {}
    found = {}
    for name, (entry, environment, parameters, size) in header["kernels"].items():
        found[name] = Code(entry, environment, parameters, raw[at : at + size])
        at += size
    return found


def _load(kernels: Mapping[str, Code]) -> dict[str, tuple[Any, list[list[Any]]]]:
    """Machine code made ready to be called. Raises ValueError if it does not hold what it is called by."""
    if not kernels:
        return {}
    import llvmlite.binding as llvm

    for prefix, module in (("NRT_", "core/runtime/_nrt_python"), ("numba_", "_helperlib")):
        for name, where in _part_of_numba(module).c_helpers.items():
            llvm.add_symbol(prefix + name, where)
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    machine = llvm.Target.from_default_triple().create_target_machine(jit=True)
    engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), machine)
    for kernel in kernels.values():
        engine.add_object_file(llvm.ObjectFileRef.from_data(kernel.code))
    engine.finalize_object()
    nothing = ctypes.create_string_buffer(1024)  # what stands for globals, of which kernels read none
    _alive.extend((engine, nothing))
    kind = ctypes.PYFUNCTYPE(ctypes.py_object, ctypes.py_object, ctypes.py_object, ctypes.py_object)
    found = {}
    for name, kernel in kernels.items():
        where, entry = (
            engine.get_global_value_address(kernel.environment),
            engine.get_function_address(kernel.entry),
        )
        if not where or not entry:
            raise ValueError(f"the machine code of {name} is of another compilation")
        ctypes.c_void_p.from_address(where).value = ctypes.addressof(nothing)
        found[name] = kind(entry), kernel.parameters
    return found


def _part_of_numba(path: str) -> Any:
    """A compiled part of numba by itself: the package would import all others."""
    package = importlib.util.find_spec("numba")
    if package is None or package.origin is None:
        raise ImportError("numba is missing")
    [file] = (Path(package.origin).parent / path).parent.glob(Path(path).name + ".*.so")
    name = "numba." + path.replace("/", ".")
    loader = importlib.machinery.ExtensionFileLoader(name, str(file))
    spec = importlib.util.spec_from_loader(name, loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


def _fits(value: Any, parameter: list[Any]) -> bool:
    if not parameter:
        return isinstance(value, int | float | np.number | np.bool_)
    kind, dimensions = parameter
    if not isinstance(value, np.ndarray | np.void):
        return False
    return value.dtype.str == kind and value.ndim == dimensions and value.flags.c_contiguous
