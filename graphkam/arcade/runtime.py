"""Where the Java runtime and the jars of the embedded store are."""

from __future__ import annotations

import importlib.util
import platform
import sys
from dataclasses import dataclass
from pathlib import Path

from graphkam.errors import StoreError


@dataclass(frozen=True, slots=True)
class Runtime:
    """The Java program and the class path of the server."""

    java: Path
    jars: Path

    @property
    def class_path(self) -> str:
        """Every jar of the folder, in Java's own notation."""
        return str(self.jars / "*")


def find_runtime(package: str = "arcadedb_embedded") -> Runtime:
    """The runtime inside the installed wheel; the package itself is not imported (it would load a JVM).

    Raises StoreError where there is no such wheel: Intel Macs, musl, 32 bits.
    """
    spec = importlib.util.find_spec(package)
    for place in (spec.submodule_search_locations or []) if spec else []:
        folder = Path(place)
        java = folder / "jre" / "bin" / ("java.exe" if sys.platform == "win32" else "java")
        if java.is_file() and (folder / "jars").is_dir():
            return Runtime(java, folder / "jars")
    raise StoreError(
        f"The embedded store cannot be had on this computer ({platform.system()} {platform.machine()}): "
        "set GRAPHKAM_URL to a Neo4j, such as bolt://localhost:7687, GRAPHKAM_USER and GRAPHKAM_PASSWORD."
    )
