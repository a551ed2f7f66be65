"""Compiling the engine for portfolios ahead of the question that needs it, in a process of lowest priority."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing.context import SpawnProcess
from threading import Thread
from typing import TYPE_CHECKING

from graphkam.analysis.engine import LEAST

if TYPE_CHECKING:
    from graphkam.store import Store


@contextmanager
def compiling(store: Store) -> Iterator[Thread]:
    """While this lasts: have the engine compiled, where there are accounts enough for it to be chosen.

    It takes a minute, once for each version on a computer; until then networkx answers. Start the thread that is
    handed out once there is nothing more urgent to do.
    """
    process: list[SpawnProcess] = []

    def begin() -> None:
        if len(store.columns("revisions")["id"]) >= LEAST:
            process.append(multiprocessing.get_context("spawn").Process(target=compile_all, daemon=True))
            process[0].start()

    thread = Thread(target=begin, daemon=True)
    try:
        yield thread
    finally:
        if thread.ident is not None:
            thread.join()
        for started in process:
            started.terminate()
            started.join()


def compile_all() -> None:
    """Compile what is not compiled yet. What hinders it is told by whoever asks for an engine."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server, which a Ctrl-C ends too, ends this process
    if hasattr(os, "nice"):
        os.nice(19)
    with suppress(ImportError, RuntimeError, OSError):
        from graphkam.analysis.compiled import kept

        kept.compile_all()
