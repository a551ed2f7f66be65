"""Imports point down only; and what is costly or dangerous is imported in one place.

The source is read, not run: imports within functions and for type checkers count like any other.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parent.parent

GROUND = {"graphkam.domain", "graphkam.errors"}
MIDDLE = {"graphkam.settings", "graphkam.store", *GROUND}
BELOW: dict[str, set[str]] = {
    "graphkam.errors": set(),
    "graphkam.domain": {"graphkam.errors"},
    "graphkam.settings": GROUND,
    "graphkam.i18n": GROUND,
    "graphkam.queries": GROUND,
    "graphkam.arcade": GROUND,
    "graphkam.store": {"graphkam.queries", "graphkam.arcade", "graphkam.settings", *GROUND},
    "graphkam.ingest": MIDDLE,
    "graphkam.snapshot": MIDDLE,
    "graphkam.recorded": MIDDLE,
    "graphkam.recording": {"graphkam.ingest", *MIDDLE},
    "graphkam.planning": {"graphkam.desk", "graphkam.recording", "graphkam.analysis", *MIDDLE},
    "graphkam.contacting": {"graphkam.desk", "graphkam.recording", *MIDDLE},
    "graphkam.kept": GROUND,
    "graphkam.careers": GROUND,
    "graphkam.here": GROUND,
    "graphkam.cluster": GROUND,
    "graphkam.analysis": GROUND,
    "viz": GROUND,
    "graphkam.desk": {
        *("graphkam.snapshot", "graphkam.recorded", "graphkam.kept", "graphkam.analysis", "viz"),
        *("graphkam.careers", "graphkam.here", "graphkam.cluster"),
        *MIDDLE,
    },
    "graphkam.demo": {"graphkam.ingest", "graphkam.arcade", "graphkam", *MIDDLE},
}
TOP = {"api", "graphkam.cli", "graphkam.__main__"}
"""These compose the others: they may import everything below, and cli may start api."""
NOT_FOR_THE_TOP = {"graphkam.arcade"}

ONLY = {
    "neo4j": {"graphkam.store"},
    "subprocess": {"graphkam.arcade"},
    "psutil": {"graphkam.arcade"},
    "ctypes": {"graphkam.arcade", "graphkam.analysis"},
    "fastapi": {"api"},
    "starlette": {"api"},
    "uvicorn": {"api"},
    "pyvis": {"viz"},
    "typer": {"graphkam.cli"},
    "dask": {"graphkam.cluster"},
    "distributed": {"graphkam.cluster"},
}
"""Who may import these at all."""
PURE = {"graphkam.domain", "graphkam.analysis", "viz"}
WITHOUT_WORLD = {
    "socket",
    "subprocess",
    "sqlite3",
    "urllib.request",
    "http.client",
    "tempfile",
    "shutil",
    "threading",
}
"""What a part that is handed values, and gives values, has no use for."""


class Import(NamedTuple):
    """One import: `module`, in its part, imports `target`."""

    module: str
    part: str
    target: str


def part_of(module: str) -> str:
    """The part that a module belongs to: `graphkam.store` for `graphkam.store.bolt`, `api` for `api.app`."""
    names = module.split(".")
    return ".".join(names[:2]) if names[0] == "graphkam" else names[0]


def module_of(path: Path, root: Path) -> str:
    """The name of the module in a file."""
    return ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__")


def imported(tree: ast.AST, package: str) -> Iterator[str]:
    """Every module that the source imports, wherever in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                base = ".".join([*package.split(".")[: -(node.level - 1) or None], *filter(None, [base])])
            # `from graphkam import store` names a part; elsewhere what follows is of no interest here.
            yield from (f"{base}.{alias.name}" if base == "graphkam" else base for alias in node.names)


def imports(root: Path = ROOT) -> list[Import]:
    """Every import of our packages."""
    found = []
    for top in ("graphkam", "api", "viz"):
        for path in sorted((root / top).rglob("*.py")):
            module = module_of(path, root)
            package = module if path.name == "__init__.py" else module.rpartition(".")[0]
            tree = ast.parse(path.read_text("utf-8"), path)
            found += [Import(module, part_of(module), target) for target in imported(tree, package)]
    return found


def part_of_target(target: str) -> str:
    """The part that an import reaches; `graphkam.__version__` is the package itself, which knows nothing."""
    return "graphkam" if target in ("graphkam", "graphkam.__version__") else part_of(target)


def pointing_up(found: list[Import]) -> list[str]:
    """The imports that do not point down."""
    wrong = []
    for module, part, target in found:
        reached = part_of_target(target)
        if (
            reached == part
            or reached == "graphkam"
            or reached.split(".")[0] not in ("graphkam", "api", "viz")
        ):
            continue
        if part in TOP:
            allowed = set(BELOW) - NOT_FOR_THE_TOP | (
                {"graphkam.cli"} if part == "graphkam.__main__" else set()
            )
            allowed |= {"api"} if part == "graphkam.cli" else set()
        else:
            allowed = BELOW[part]
        if reached not in allowed:
            wrong.append(f"{module} imports {target}")
    return wrong


def test_every_part_has_its_place() -> None:
    parts = {part for _, part, _ in imports()} - {"graphkam"}
    assert parts <= set(BELOW) | TOP


def test_the_order_has_no_circle() -> None:
    """Taking away again and again what stands on nothing takes away everything."""
    left = dict(BELOW)
    while ground := {part for part, below in left.items() if not below & set(left)}:
        left = {part: below for part, below in left.items() if part not in ground}
    assert left == {}


def test_imports_point_down_only() -> None:
    found = imports()
    assert len(found) > 300
    assert pointing_up(found) == []


@pytest.mark.parametrize(
    ("part", "text"),
    [
        ("graphkam.domain", "import graphkam.store"),
        ("graphkam.store", "from graphkam import ingest"),
        ("graphkam.analysis", "def f():\n    from graphkam.store.bolt import Bolt"),
        ("viz", "import typing\nif typing.TYPE_CHECKING:\n    from graphkam.desk import Desk"),
        ("graphkam.store", "from ..desk import Desk"),
        ("graphkam.cli", "from graphkam.arcade import ensure"),
    ],
)
def test_an_import_that_points_up_is_found(part: str, text: str) -> None:
    found = [Import(f"{part}.x", part, target) for target in imported(ast.parse(text), part)]
    assert len(pointing_up(found)) == 1


def test_what_is_dangerous_or_costly_is_imported_in_one_place() -> None:
    wrong = [
        f"{module} imports {target}"
        for module, part, target in imports()
        if part not in ONLY.get(target.split(".")[0], {part})
    ]
    assert wrong == []


def test_pure_parts_touch_nothing_outside() -> None:
    wrong = [
        f"{module} imports {target}"
        for module, part, target in imports()
        if part in PURE and target in WITHOUT_WORLD
    ]
    assert wrong == []


def test_the_command_starts_without_anything_heavy() -> None:
    heavy = ("networkx", "pyvis", "fastapi", "neo4j", "numpy", "uvicorn", "pydantic", "jinja2", "IPython")
    program = f"import sys, graphkam.cli; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
