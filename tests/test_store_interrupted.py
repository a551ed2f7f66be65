"""Ctrl-C in the middle of a message leaves the connection in disorder; it is a Ctrl-C all the same."""

from __future__ import annotations

from typing import Any

import pytest

from graphkam.store import Store
from graphkam.store.bolt import Bolt, Transaction
from tests.store_world import fill


def test_an_interrupt_that_leaves_half_a_message_is_an_interrupt(store: Store) -> None:
    fill(store)
    revision = store.revision()

    def begin_twice(tx: Transaction) -> None:
        tx.count_up()
        connection: Any = tx._tx._connection  # what an interrupted BEGIN leaves behind: a second one
        connection.begin(db=bolt.database)
        raise KeyboardInterrupt

    bolt: Bolt = store._bolt
    with pytest.raises(KeyboardInterrupt):
        bolt.write(begin_twice)
    assert store.revision() == revision
