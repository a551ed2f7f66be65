"""The demo's own data directory: loaded once a day, and never mistaken for anybody's real one."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from graphkam import __version__, demo
from graphkam.errors import StoreError

if TYPE_CHECKING:
    from graphkam.settings import Settings
    from graphkam.store import Store

MARK = "demo.json"
"""The file that says: this directory is the demo's, and of which day its data are."""
_LOCK = "owner.lock"


@contextmanager
def opened(
    settings: Settings,
    today: date,
    progress: Callable[[str, int, int], None] | None = None,
    *,
    accounts: int = demo.ACCOUNTS,
) -> Iterator[Store]:
    """The embedded store of `settings.data_dir`, holding the demo of `today`; closed at the end.

    Data of another day are thrown away and made anew. Raises StoreOwnedError while another process runs
    the demo there, and StoreError for a directory that holds something else.
    """
    from graphkam.store import open_store

    directory, wanted = settings.data_dir, _mark(settings, today, accounts)
    if _read(directory) == wanted:
        with open_store(settings, own=True) as store:
            yield store
        return
    _clear(directory)
    with ExitStack() as stack:
        opening: list[Store] = []

        def opened_store() -> Store:
            opening.append(stack.enter_context(open_store(settings, own=True)))
            return opening[0]

        with tempfile.TemporaryDirectory(prefix="graphkam-demo-") as name:
            files = demo.materialise(Path(name), today, settings.timezone, accounts=accounts)
            demo.load(opened_store, settings, files, progress)
        (directory / MARK).write_text(json.dumps(wanted), "utf-8")
        yield opening[0]


def _mark(settings: Settings, today: date, accounts: int) -> dict[str, object]:
    return {
        "day": today.isoformat(),
        "zone": settings.timezone,
        "version": __version__,
        "accounts": accounts,
    }


def _read(directory: Path) -> object:
    try:
        return json.loads((directory / MARK).read_text("utf-8"))
    except (OSError, ValueError):
        return None


def _clear(directory: Path) -> None:
    """Empty the demo's directory, unless another process owns it: then opening the store will say so."""
    from graphkam.arcade.ownership import Claim

    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = {path.name for path in directory.iterdir()} - {_LOCK}
    if found and MARK not in found:
        raise StoreError(
            f"{directory} holds something that is not the demo's; choose an empty directory with --data-dir"
        )
    claim = Claim.take(directory)
    if claim is None:
        return
    try:
        for path in directory.iterdir():
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            elif path.name != _LOCK:
                path.unlink()
        (directory / MARK).write_text("{}", "utf-8")
    finally:
        claim.release()
