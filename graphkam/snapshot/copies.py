"""The copy of a portfolio on a disk: when it is believed, when it is written, and what is said about it."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from graphkam.settings import Settings
from graphkam.snapshot.chunks import Chunk, Shelf
from graphkam.snapshot.disk import DamagedError, Saved, load, of_store, read, save

if TYPE_CHECKING:
    from graphkam.store import Store

LEAST = 100
"""Accounts from which on a copy is kept: fewer are read from the store in half a second."""
STALE = 64
"""The copy is written again when one of so many of its accounts has changed."""

log = logging.getLogger(__name__)


class Copy:
    """The file at `path`, for one store. The store's identity is asked for when the file is read or written."""

    def __init__(self, path: Path, store: Store) -> None:
        self.path, self._store = path, store
        self.reader: Callable[[], Saved] = partial(read, path)
        """Reads the file; whoever has begun to do so already says so."""
        self._saved: Chunk | None = None
        self._rejected = False
        self._broken = False

    def load(self) -> Saved | None:
        """What the file holds; None if there is none, or none that can be believed. Says why."""
        try:
            saved = of_store(self.reader(), self._store.identity())
            if saved.revision > self._store.revision():
                raise DamagedError("it is ahead of the store, which was put back to an earlier state")
        except FileNotFoundError:
            return None
        except (DamagedError, OSError, ValueError, KeyError, TypeError) as error:
            log.warning("The snapshot %s is not used: %s. It is made anew from the store.", self.path, error)
            self._rejected = True
            return None
        self._saved = saved.chunk
        return saved

    @property
    def file(self) -> Chunk | None:
        """The accounts as the file held them when it was last read or written."""
        return self._saved

    def wanted(self, shelf: Shelf) -> bool:
        """Whether the file should be written.

        It should where there is none, or one that is not believed; where many of its accounts have changed;
        and at once where it holds an account or a person that is there no more.
        """
        if self._saved is None:
            return self._rejected or len(shelf) >= LEAST
        ids = self._saved.ids
        stale = [place for place, id_ in enumerate(ids) if not _stands(shelf, id_, self._saved, place)]
        return len(stale) * STALE > len(ids) or any(self._lost(shelf, place) for place in stale)

    def write(self, whole: Chunk, revision: int) -> Chunk | None:
        """Write the file; the accounts as it holds them, mapped into memory. None if it cannot be: says why."""
        identity = self._store.identity()
        try:
            save(self.path, whole, identity, revision)
            self._saved = load(self.path, identity).chunk
        except (OSError, DamagedError) as error:
            if not self._broken:
                log.warning("The snapshot %s cannot be written: %s. All is kept in memory.", self.path, error)
            self._broken = True
            return None
        self._broken = self._rejected = False
        return self._saved

    def _lost(self, shelf: Shelf, place: int) -> bool:
        """Whether an account of the file is gone, or one of its people."""
        assert self._saved is not None
        now = shelf.get(self._saved.ids[place])
        return now is None or not self._saved.people(place) <= now[0].people(now[1])


def path_of(settings: Settings) -> Path:
    """Where the copy of the store that the settings name is kept."""
    address = f"{settings.url} {settings.database}" if settings.url else "embedded"
    name = hashlib.blake2b(address.encode(), digest_size=8).hexdigest() if settings.url else address
    return settings.data_dir / "snapshots" / f"{name}.snapshot"


def _stands(shelf: Shelf, id_: str, chunk: Chunk, place: int) -> bool:
    now = shelf.get(id_)
    return now is not None and now[0] is chunk and now[1] == place
