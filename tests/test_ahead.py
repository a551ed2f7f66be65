"""A server has the engine compiled for the next question, and takes the process that does so with it."""

from __future__ import annotations

import multiprocessing

import pytest

from api import ahead
from graphkam.analysis.compiled import kept
from graphkam.store import Store


@pytest.mark.parametrize("accounts", [1, 2])
def test_the_engine_is_compiled_where_there_are_accounts_enough(
    store: Store, monkeypatch: pytest.MonkeyPatch, accounts: int
) -> None:
    monkeypatch.setattr(ahead, "LEAST", 2)
    store.write("accounts", [{"id": f"a{i}", "name": "A"} for i in range(accounts)])
    kept._note().unlink(missing_ok=True)
    with ahead.compiling(store) as thread:
        thread.start()
        thread.join()
        started = multiprocessing.active_children()
        for process in started:
            process.join(120)
    assert len(started) == accounts - 1
    assert kept.compiled() == bool(started)


def test_the_process_ends_with_the_server(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "LEAST", 0)
    with ahead.compiling(store) as thread:
        thread.start()
    assert multiprocessing.active_children() == []
