"""The lines of a portfolio made ahead: from its file, while the store that may have changed since is being opened."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import TYPE_CHECKING, Self

from graphkam.domain.moment import AsOf

if TYPE_CHECKING:
    from graphkam.analysis.compiled.lines import Entries
    from graphkam.domain.frame import Frame
    from graphkam.settings import Settings
    from graphkam.snapshot.disk import Saved

THREADS = 2
"""That read the file, then analyse it, where the computer has so many cores."""
SWITCH = 0.0005
"""Seconds after which a thread that waits for the interpreter gets it: those that analyse need it briefly and often."""


class Ahead:
    """A portfolio as of a moment, looked at before anybody knows whether its file still tells the truth.

    What is found is taken only if the snapshot believed the file, and of those accounts alone whose revision is still
    the same (`OfPortfolio.ledger`). Nothing is done ahead where there is no file, where networkx was asked for, or
    where kernels would have to be compiled or loaded by numba first. Leaving the context stops what was begun.

    Cost: that of `Snapshot.parts` and `compiled.lines.entries`, on other threads.
    """

    def __init__(self, settings: Settings, at: AsOf) -> None:
        self.at = at
        self._pool = ThreadPoolExecutor(min(THREADS, os.cpu_count() or 1))
        self._file: Future[Saved] | None = None
        self._found: Future[list[Future[Entries]]] | None = None
        self._switched = sys.getswitchinterval()
        if settings.engine == "networkx":
            return
        from graphkam.snapshot.copies import path_of

        path = path_of(settings)
        if not path.exists():
            return
        sys.setswitchinterval(SWITCH)
        from graphkam.snapshot.disk import read

        self._file = self._pool.submit(read, path)
        from graphkam.analysis.compiled import stored

        if stored.loaded() or "numba" in sys.modules:
            from graphkam.analysis.compiled.lines import of_part  # by this thread: others would wait for it

            self._found = self._pool.submit(self._divided, settings, self._file, of_part)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(cancel_futures=True)
        sys.setswitchinterval(self._switched)

    @property
    def reader(self) -> Callable[[], Saved] | None:
        """Waits for the file to be read; None where nobody reads it. Raises what `disk.read` does."""
        return self._file.result if self._file else None

    def entries(self, frames: Sequence[Frame]) -> Entries | None:
        """The lines of the file's accounts, if its columns are among these; None if there are none.

        Raises what `compiled.lines.entries` does.
        """
        from graphkam.analysis.compiled.lines import together

        if not self._file or not self._found or self._file.exception():
            return None
        of_file = self._file.result().chunk.frame
        if all(frame is not of_file for frame in frames):  # not believed, or written anew
            return None
        parts = [part.result() for part in self._found.result()]
        return together(parts) if parts else None

    def _divided(
        self, settings: Settings, file: Future[Saved], of_part: Callable[..., Entries]
    ) -> list[Future[Entries]]:
        """The lines of all parts of the file, as they will be."""
        from graphkam.analysis.compiled.lines import bounds
        from graphkam.analysis.engine import choice

        if file.exception():  # the snapshot tells
            return []
        chunk = file.result().chunk
        if choice(len(chunk.frame), settings.engine).engine != "compiled":
            return []
        return [
            self._pool.submit(of_part, chunk.frame.part(*bound), self.at, settings.constants)
            for bound in bounds(chunk.frame)
        ]
