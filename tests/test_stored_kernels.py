"""Kernels that are loaded from their file, without numba, do what those do that numba loads."""

from __future__ import annotations

import pickle
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

from benchmarks.frames import AT, SIZES, portfolio
from graphkam.analysis.compiled import stored
from graphkam.analysis.compiled.lines import Entries, entries
from graphkam.domain.constants import Constants

ALONE = """
import pickle, sys
from graphkam.analysis.compiled import stored
stored.prefer()
from tests.test_stored_kernels import lines
found = lines()
assert stored.loaded() and "numba" not in sys.modules, "numba was loaded"
from graphkam.analysis.compiled.loyalty import loyalty
for wrong in ((), ("text",) * 8, (1.0,) * 8):
    try:
        loyalty(*wrong)
    except TypeError:
        continue
    raise AssertionError(wrong)
sys.stdout.buffer.write(pickle.dumps(found))
"""

pytestmark = pytest.mark.skipif(
    not stored.can_be_used(), reason="the file is for Linux and a numba that was tried"
)


def lines() -> Entries:
    frame = portfolio(SIZES["S"]).part(0, 40)
    return entries(frame, AT, Constants(), cores=2, size=4_000)


def test_lines_are_those_of_numba() -> None:
    from graphkam.analysis.compiled import kept  # loads numba, which the other process has to do without

    kept.compile_all()
    done = subprocess.run([sys.executable, "-c", ALONE], check=True, capture_output=True)
    found, wanted = pickle.loads(done.stdout), lines()
    assert len(found) == 40
    for column in fields(Entries):
        np.testing.assert_array_equal(getattr(found, column.name), getattr(wanted, column.name), column.name)


OF_ANOTHER = """
from pathlib import Path
from graphkam.analysis.compiled import stored
kernels = stored._read(stored.FILE)
stored.FILE = Path(sys.argv[1])
name = next(iter(kernels))
entry = kernels[name].entry.replace("B2v", "B2w")
assert entry != kernels[name].entry
stored.write({**kernels, name: kernels[name]._replace(entry=entry)})
assert stored.current()
stored.prefer()
assert not stored.loaded()
from tests.test_stored_kernels import lines
assert len(lines()) == 40
"""


def test_code_of_another_compilation_is_not_called(tmp_path: Path) -> None:
    """As when two processes compile at the same time, and one's names come to stand beside the other's code."""
    from graphkam.analysis.compiled import kept

    kept.compile_all()
    subprocess.run([sys.executable, "-c", f"import sys{OF_ANOTHER}", str(tmp_path / "kernels")], check=True)


@pytest.mark.parametrize(
    "damage", ["cut", "changed", "changed at the head", "of another state", "empty", "no file"]
)
def test_a_file_that_is_not_right_is_not_used(
    damage: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "kernels"
    monkeypatch.setattr(stored, "FILE", file)
    stored.write({"a": stored.Code("entry", "environment", [["<f8", 1], []], b"code of a"), "b": CODE})
    assert stored.current()
    raw = file.read_bytes()
    match damage:
        case "cut":
            file.write_bytes(raw[:-1])
        case "changed":
            file.write_bytes(raw[:-1] + b"?")
        case "changed at the head":
            file.write_bytes(raw.replace(b"<f8", b"<f4", 1))
        case "of another state":
            monkeypatch.setattr(stored, "state", lambda: "of another version")
        case "empty":
            file.write_bytes(b"")
        case _:
            file.unlink()
    assert not stored.current()


CODE = stored.Code("entry b", "environment b", [], b"code of b")
