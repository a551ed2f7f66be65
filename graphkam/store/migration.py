"""A new version of the schema for data that are there already.

Neo4j takes new constraints and indexes in place. The embedded store would give an index the type of what it
finds, and convert what is written later; so there the old database is copied into a new one that was made
with the whole schema, and the two are swapped. The old one stays as a backup.

The swap survives a crash at any point: it begins when `migration/ready` is written, under the lock of the data
directory, and whoever opens the store next finishes it.
"""

from __future__ import annotations

import os
import shutil
import sys
import time
from itertools import chain
from pathlib import Path

from graphkam.arcade import Endpoint, Probe, ensure
from graphkam.arcade.ownership import Claim
from graphkam.arcade.settings import DATABASE
from graphkam.errors import SchemaError
from graphkam.store.bolt import Bolt
from graphkam.store.copying import copy, counts
from graphkam.store.schema import Versions, make

_WORKSHOP, _READY, _BACKUPS = "migration", "ready", "backups"


def rebuild_embedded(data_dir: Path, endpoint: Endpoint, versions: Versions, *, probe: Probe) -> None:
    """Copy the embedded database into one with the newest schema, stop the server, and swap the two.

    Afterwards nothing runs on `data_dir`. Raises SchemaError if somebody wrote meanwhile.
    """
    workshop = data_dir / _WORKSHOP
    if workshop.exists():
        shutil.rmtree(workshop)
    old = Bolt(endpoint.url, endpoint.user, endpoint.password, endpoint.database)
    try:
        before = old.revision()
        with ensure(workshop, "own", probe=probe) as made:
            new = Bolt(made.url, made.user, made.password, made.database)
            try:
                for text in chain.from_iterable(versions.values()):
                    new.run(text)
                copy(old, new)
                arrived = counts(new)
                make(new, versions, above=max(versions))
            finally:
                new.close()
        there, undisturbed = counts(old), old.revision() == before
    finally:
        old.close()
        endpoint.close()
    if undisturbed and there != arrived:
        raise SchemaError(
            f"Of {there} nodes and lines {arrived} arrived in the new database; the old one stays."
        )
    claim = Claim.take(data_dir) if undisturbed else None
    if claim is None:
        raise SchemaError(
            f"The store of {data_dir} was used while it was brought up to date: stop all other "
            "processes that use it, and start again."
        )
    try:
        (workshop / _READY).touch()
        _sync(workshop)
        _swap(data_dir)
    finally:
        claim.release()


def finish_swap(data_dir: Path) -> None:
    """Finish a swap that a crash interrupted; nothing to do otherwise."""
    if not (data_dir / _WORKSHOP / _READY).exists():
        return
    claim = Claim.take(data_dir)
    if claim is not None:  # else somebody else is at it
        try:
            _swap(data_dir)
        finally:
            claim.release()


def _swap(data_dir: Path) -> None:
    """Each step is safe to repeat, in whatever state a crash left the one before."""
    workshop = data_dir / _WORKSHOP
    current, new = data_dir / "databases" / DATABASE, workshop / "databases" / DATABASE
    if new.exists():
        if current.exists():
            backups = data_dir / _BACKUPS
            backups.mkdir(mode=0o700, exist_ok=True)
            current.rename(backups / f"{DATABASE}-{time.strftime('%Y%m%dT%H%M%S')}")
            _sync(backups)
        new.rename(current)
        _sync(current.parent)
    shutil.rmtree(workshop)


def _sync(folder: Path) -> None:
    """Have the names in a folder on the disk; Windows does so by itself."""
    if sys.platform != "win32":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
