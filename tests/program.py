"""Running the real program: a process of its own, with nothing of this process's settings."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from tests.forking import COMMAND, Ended, run

__all__ = ["COMMAND", "Ended", "Program", "environment"]


def environment(data_dir: Path, **settings: str) -> dict[str, str]:
    """The environment of a user whose store is in `data_dir`, without terminal, display or own settings."""
    keep = {k: v for k, v in os.environ.items() if not k.startswith("GRAPHKAM_")}
    for name in ("NO_COLOR", "FORCE_COLOR", "DISPLAY", "WAYLAND_DISPLAY", "COLUMNS"):
        keep.pop(name, None)
    home = {"HOME": str(data_dir.parent), "XDG_DATA_HOME": str(data_dir.parent / "share")}
    return {
        **keep,
        **home,
        "GRAPHKAM_DATA_DIR": str(data_dir),
        "GRAPHKAM_TIMEZONE": "UTC",
        "PYTHONUTF8": "1",
        **settings,
    }


@dataclass(frozen=True)
class Program:
    """The program, on one data directory."""

    env: dict[str, str]
    folder: Path

    def __call__(self, *arguments: str | bytes, **settings: str) -> Ended:
        """Run it to its end; `settings` are more of its environment."""
        return run(arguments, {**self.env, **settings}, self.folder)
