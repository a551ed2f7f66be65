"""Imports that are stopped on the way: what was reported in is in, and the same import again completes it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from graphkam.errors import StoreError
from graphkam.ingest import import_paths, load
from graphkam.settings import Settings
from graphkam.store import Store

TOUCHPOINTS = 1_500


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """A few people and many touchpoints."""
    path = tmp_path / "files"
    path.mkdir()
    (path / "accounts.csv").write_text("id,name\na,A\n")
    (path / "team.csv").write_text("id,name\nu,U\n")
    (path / "people.csv").write_text("id,account_id,name\n" + "".join(f"p{n},a,P{n}\n" for n in range(50)))
    rows = "".join(f"t{n},2026-01-{n % 28 + 1:02},call,a,u,p{n % 50}\n" for n in range(TOUCHPOINTS))
    (path / "touchpoints.csv").write_text("id,at,channel,account_id,team_ids,people_ids\n" + rows)
    return path


def stored(store: Store) -> int:
    return len(store.existing("touchpoints", [f"t{n}" for n in range(TOUCHPOINTS)]))


def complete(store: Store, settings: Settings, directory: Path) -> None:
    """Import once more: the rest comes in, and a third time nothing changes."""
    before = stored(store)
    report = import_paths(store, [directory], settings=settings)
    assert report.created.get("touchpoints", 0) == TOUCHPOINTS - before
    assert (report.rejected, report.updated, report.interrupted) == ((), {}, False)
    assert stored(store) == TOUCHPOINTS
    again = import_paths(store, [directory], settings=settings)
    assert (again.created, again.updated) == ({}, {})


def test_ctrl_c_between_chunks(
    store: Store, settings: Settings, directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load, "CHUNK", 200)

    def stop(what: str, done: int, total: int) -> None:
        if what == "writing" and done >= 500:
            raise KeyboardInterrupt

    report = import_paths(store, [directory], settings=settings, progress=stop)
    assert report.interrupted
    assert report.notes[-1].startswith("Interrupted: what is counted as accepted is in")
    accepted = {file.file: file.accepted for file in report.files}
    assert accepted == {"accounts.csv": 1, "people.csv": 50, "team.csv": 1, "touchpoints.csv": 600}
    assert stored(store) == 600
    complete(store, settings, directory)


def test_ctrl_c_while_reading(store: Store, settings: Settings, directory: Path) -> None:
    def stop(what: str, done: int, total: int) -> None:
        raise KeyboardInterrupt

    report = import_paths(store, [directory], settings=settings, progress=stop)
    assert report.interrupted
    assert {file.accepted for file in report.files} == {0}
    assert store.existing("accounts", ["a"]) == set()


def run(settings: Settings, how: str, directory: Path, after: int) -> subprocess.CompletedProcess[str]:
    """Import in another process, which stops itself."""
    environment = {
        **os.environ,
        "GRAPHKAM_URL": settings.url,
        "GRAPHKAM_USER": settings.user,
        "GRAPHKAM_PASSWORD": settings.password.get_secret_value(),
        "GRAPHKAM_DATABASE": settings.database,
        "GRAPHKAM_DATA_DIR": str(settings.data_dir),
        "GRAPHKAM_TIMEZONE": settings.timezone,
    }
    program = Path(__file__).with_name("ingest_program.py")
    return subprocess.run(
        [sys.executable, str(program), how, str(directory), str(after)],
        env=environment, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip


def test_kill_9_in_the_middle(store: Store, settings: Settings, directory: Path) -> None:
    ended = run(settings, "kill", directory, 600)
    assert ended.returncode == -9
    assert stored(store) == 600  # whole chunks of 200, after 52 other rows
    complete(store, settings, directory)


def test_ctrl_c_in_the_middle_of_a_write(store: Store, settings: Settings, directory: Path) -> None:
    ended = run(settings, "ctrl-c", directory, 600)
    assert ended.returncode == 0, ended.stderr
    report = json.loads(ended.stdout)
    accepted = next(file["accepted"] for file in report["files"] if file["file"] == "touchpoints.csv")
    assert report["interrupted"]
    assert accepted <= stored(store) <= accepted + 200
    complete(store, settings, directory)


def test_a_store_that_fails_says_how_much_was_in(
    store: Store, settings: Settings, directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load, "CHUNK", 200)

    def close(what: str, done: int, total: int) -> None:
        if what == "writing" and done >= 500:
            store.close()

    with pytest.raises(StoreError, match="652 of 1,552 rows were in; import the same files again"):
        import_paths(store, [directory], settings=settings, progress=close)
