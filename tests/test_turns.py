"""Writers of the embedded store take turns, whatever process they are in; and what the database says is kept."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from graphkam.arcade.ownership import turn
from graphkam.errors import StoreError
from graphkam.store import bolt, open_store
from tests.servers import Served

HOLDER = """
import sys, pathlib
from graphkam.arcade.ownership import turn
with turn(pathlib.Path(sys.argv[1])):
    print("mine", flush=True)
    sys.stdin.readline()
"""


def holder(folder: Path) -> subprocess.Popen[str]:
    """A process that writes until it is told to stop."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    assert process.stdout.readline() == "mine\n"
    return process


def has(folder: Path, patience: float) -> threading.Event:
    """Set once a thread has its turn."""
    done = threading.Event()

    def write() -> None:
        with turn(folder, patience):
            done.set()

    threading.Thread(target=write, daemon=True).start()
    return done


@pytest.mark.parametrize("how", ["in order", "killed"])
def test_others_wait_until_a_writer_has_ended(tmp_path: Path, how: str) -> None:
    writer = holder(tmp_path)
    waiting = has(tmp_path, 60)
    assert not waiting.wait(0.3)
    if how == "killed":
        writer.kill()
        writer.wait()
    else:
        writer.communicate("\n")
    assert waiting.wait(30)


def test_whoever_holds_on_to_it_stops_nobody(tmp_path: Path) -> None:
    writer = holder(tmp_path)
    assert has(tmp_path, 0.2).wait(30)
    writer.communicate("\n")


def test_where_nothing_can_be_locked_everybody_writes(tmp_path: Path) -> None:
    assert has(tmp_path / "is not there", 60).wait(30)


def test_the_store_waits_for_its_turn(arcade: Served) -> None:
    """A long transaction would lose against short ones of another process for as long as these come."""
    arcade.empty()
    writer = holder(arcade.settings.data_dir)
    with open_store(arcade.settings) as store:
        assert store.existing("accounts", ["a"]) == set()  # reading goes on
        thread = threading.Thread(target=store.write, args=("accounts", [{"id": "a", "name": "A"}]))
        thread.start()
        thread.join(0.3)
        assert thread.is_alive()
        writer.communicate("\n")
        thread.join(60)
        assert store.existing("accounts", ["a"]) == {"a"}


def test_what_the_database_says_is_kept_without_names(
    arcade: Served, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A key that is taken for good: repeated, then told, and kept in the log but for the key."""
    arcade.empty()
    monkeypatch.setattr(bolt, "REPEAT_SECONDS", 0.2)
    with open_store(arcade.settings) as store:
        store.write("accounts", [{"id": "liu@b.example", "name": "Liu"}])
        with caplog.at_level(logging.WARNING), pytest.raises(StoreError, match="try again") as told:
            store._bolt.run("CREATE (:Account {id: $id})", id="liu@b.example")
        with caplog.at_level(logging.WARNING), pytest.raises(StoreError, match="refused") as wrong:
            store._bolt.run("RETURN nonsense('liu@b.example')")
    first, second = caplog.messages
    assert "ConstraintValidationFailed" in first
    assert "Account[id]" in first
    assert "Unknown function" in second
    for text in (first, second, str(told.value), str(wrong.value)):
        assert "liu" not in text.lower()
