"""A progress bar on standard error, where somebody watches."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from graphkam.cli.output import reader, said, visible

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from graphkam.domain.message import Translate


class Bar:
    """Called with what is being done, how much of it is done, and how much there is (0: unknown)."""

    def __init__(self, progress: Progress | None, translate: Translate | None = None) -> None:
        self._progress = progress
        self._translate = translate
        self._task: TaskID | None = None
        self._label = ""

    def __call__(self, label: str, done: int, total: int) -> None:
        if self._progress is None:
            return
        if self._task is None or label != self._label:
            self.done()
            what = visible(said(label, self._translate))
            self._label, self._task = label, self._progress.add_task(what, total=total or None)
        self._progress.update(self._task, completed=done, total=total or None)

    def done(self) -> None:
        """Take the bar away; another call brings up the next."""
        if self._progress is not None and self._task is not None:
            self._progress.remove_task(self._task)
            self._task = None


@contextmanager
def shown(title: str) -> Iterator[Bar]:
    """A bar while something long runs; nothing where standard error is no terminal."""
    if not sys.stderr.isatty():
        yield Bar(None)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    translate = reader()
    columns = (
        TextColumn(said(title, translate)),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    console = Console(stderr=True, markup=False, emoji=False, highlight=False)
    with Progress(*columns, console=console, transient=True) as progress:
        yield Bar(progress, translate)
