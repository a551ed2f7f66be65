"""The file of a portfolio gives back what was written, or is not believed; nothing that goes wrong loses anything."""

from __future__ import annotations

import logging
import multiprocessing
import resource
import stat
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import fields, replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from graphkam.domain.facts import AccountFacts
from graphkam.domain.frame import Frame
from graphkam.errors import StoreError
from graphkam.settings import load_settings
from graphkam.snapshot import Snapshot, copies, disk, pages
from graphkam.snapshot.chunks import Chunk
from graphkam.snapshot.disk import DamagedError, load, save
from graphkam.snapshot.framing import frame_of
from graphkam.snapshot.pages import Page, records_text
from graphkam.store import Store, open_store
from tests.servers import Served
from tests.test_snapshot import KILN, PLACES, THEIRS, Writer, contents, write
from tests.test_snapshot_frame import differing, found, packed, world

STORE = "that one"


def chunk_of(portfolio: list[AccountFacts]) -> Chunk:
    of_facts = [
        Page(
            facts.revision,
            records_text(
                {n: {k: v for k, v in c.items() if k != "account"} for n, c in found([facts]).items()}
            ),
            packed(facts.touchpoints),
            np.array([t.at for t in facts.touchpoints], np.float64),
        )
        for facts in portfolio
    ]
    return Chunk([f.account.id for f in portfolio], of_facts, frame_of(portfolio))


@pytest.fixture
def portfolio() -> list[AccountFacts]:
    """Relations are those among the people of each account, as facts have them."""
    return [
        replace(f, relations=tuple(r for r in f.relations if r.to_id in {e.person_id for e in f.people}))
        for f in world(3, 8)
    ]


@pytest.fixture
def path(tmp_path: Path, portfolio: list[AccountFacts]) -> Path:
    path = tmp_path / "snapshots" / "embedded.snapshot"
    save(path, chunk_of(portfolio), STORE, 7)
    return path


def test_a_file_gives_back_columns_and_facts(path: Path, portfolio: list[AccountFacts]) -> None:
    saved = load(path, STORE)
    assert saved.revision == 7
    assert differing(saved.chunk.frame, frame_of(portfolio)) == []
    assert contents([page.facts() for page in saved.chunk.pages]) == contents(portfolio)
    assert sum(len(f.touchpoints) for f in portfolio) > 50


def test_only_the_user_may_read_it(path: Path) -> None:
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [p.name for p in path.parent.iterdir()] == [path.name]


def test_an_empty_portfolio(tmp_path: Path) -> None:
    save(tmp_path / "f", chunk_of([]), STORE, 0)
    assert list(load(tmp_path / "f", STORE).chunk.pages) == []


def test_whoever_has_the_old_file_open_goes_on_reading_it(path: Path, portfolio: list[AccountFacts]) -> None:
    old = load(path, STORE)
    save(path, chunk_of(portfolio[:1]), STORE, 8)
    assert contents([page.facts() for page in old.chunk.pages]) == contents(portfolio)
    assert len(load(path, STORE).chunk.pages) == 1


def test_every_damaged_byte_is_noticed(path: Path) -> None:
    """Wherever it is: a byte of the paddings that nobody reads may be anything."""
    whole = path.read_bytes()
    facts = contents([page.facts() for page in load(path, STORE).chunk.pages])
    harmless = 0
    for place in range(5, len(whole), len(whole) // 150):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x20]) + whole[place + 1 :])
        try:
            again = contents([page.facts() for page in load(path, STORE).chunk.pages])
        except DamagedError:
            continue
        assert again == facts
        harmless += 1
    assert harmless < 15


@pytest.mark.parametrize("length", [0, 10, 64, 1000, -200, -1])
def test_a_file_that_is_cut_short_is_noticed(path: Path, length: int) -> None:
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises(DamagedError):
        load(path, STORE)


def test_files_of_others_are_noticed(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(DamagedError, match="another store"):
        load(path, "another one")
    monkeypatch.setattr(disk, "shape", lambda: "accounts:id")
    with pytest.raises(DamagedError, match="other records"):
        load(path, STORE)
    monkeypatch.setattr(disk, "shape", pages.shape)
    monkeypatch.setattr(disk, "LAYOUT", -1)
    with pytest.raises(DamagedError, match="layout"):
        load(path, STORE)
    monkeypatch.setattr(disk, "FORMAT", 0)
    with pytest.raises(DamagedError, match="format 1, not 0"):
        load(path, STORE)
    path.write_bytes(b"PK\x03\x04" + bytes(1000))
    with pytest.raises(DamagedError, match="no snapshot"):
        load(path, STORE)


@contextmanager
def full_disk(size: int) -> Iterator[None]:
    """No file grows beyond `size` bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_leaves_the_old_file_and_no_draft(path: Path, portfolio: list[AccountFacts]) -> None:
    with full_disk(path.stat().st_size // 2), pytest.raises(OSError, match="large"):
        save(path, chunk_of(portfolio), STORE, 8)
    assert load(path, STORE).revision == 7
    assert [p.name for p in path.parent.iterdir()] == [path.name]


# With a store ----------------------------------------------------------------------------------------------


@pytest.fixture
def always(monkeypatch: pytest.MonkeyPatch) -> None:
    """A copy is kept of portfolios of any size."""
    monkeypatch.setattr(copies, "LEAST", 1)


@pytest.mark.usefixtures("always")
def test_the_copy_is_used_again_and_told_when_it_is_not(
    store: Store, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    write(store, **KILN)
    path = tmp_path / "s"
    fresh = contents(Snapshot(store, path).accounts())
    touched = path.stat().st_mtime_ns
    again = Snapshot(store, path)
    assert contents(again.accounts()) == fresh
    assert again.revision == store.revision()
    assert path.stat().st_mtime_ns == touched
    assert caplog.records == []
    raw = path.read_bytes()
    path.write_bytes(raw[: len(raw) // 2])
    assert contents(Snapshot(store, path).accounts()) == fresh
    [record] = caplog.records
    assert "is not used: " in record.getMessage()
    assert "Liu" not in record.getMessage()
    assert path.stat().st_size == len(raw)


@pytest.mark.usefixtures("always")
def test_a_damaged_page_is_read_from_the_store(
    store: Store, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    write(store, **KILN)
    path = tmp_path / "s"
    fresh = contents(Snapshot(store, path).accounts())
    path.write_bytes(path.read_bytes().replace(b'"Equipment"', b'"Equapment"'))
    assert contents(Snapshot(store, path).accounts()) == fresh
    assert [r.getMessage() for r in caplog.records] == [
        "An account of the snapshot is read anew: the checksum of a page is wrong."
    ]


@pytest.mark.usefixtures("always")
def test_who_is_erased_is_in_the_file_no_more(store: Store, tmp_path: Path) -> None:
    write(store, **KILN)
    path = tmp_path / "s"
    Snapshot(store, path).accounts()
    assert b"Guo" in path.read_bytes()
    store.delete("people", "gm")
    Snapshot(store, path).frame()
    raw = path.read_bytes()
    assert b"Guo" not in raw
    assert b"gm" not in raw.replace(b"segment", b"")
    store.delete("accounts", "g")
    Snapshot(store, path).frame()
    assert b"Group" not in path.read_bytes()


@pytest.mark.usefixtures("always")
def test_a_store_that_was_put_back_is_not_taken_for_what_it_was(store: Store, tmp_path: Path) -> None:
    write(store, **KILN)
    path = tmp_path / "s"
    chunk = load_after(Snapshot(store, path), path, store)
    save(path, chunk, store.identity(), store.revision() + 1)
    write(store, accounts=[{"id": "g", "name": "The Group"}])
    save(path, chunk, store.identity(), store.revision() + 1)
    assert [f.account.name for f in Snapshot(store, path).accounts()] == ["B", "The Group"]


def load_after(snapshot: Snapshot, path: Path, store: Store) -> Chunk:
    snapshot.accounts()
    return load(path, store.identity()).chunk


@pytest.mark.usefixtures("always")
def test_a_copy_that_cannot_be_written_costs_nothing_but_a_sentence(
    store: Store, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    write(store, **KILN)
    snapshot = Snapshot(store, tmp_path / "s")
    caplog.set_level(logging.WARNING)
    with full_disk(1000):
        assert contents(snapshot.accounts()) == contents(Snapshot(store).accounts())
        write(store, accounts=[{"id": "g", "name": "The Group"}])
        assert [f.account.name for f in snapshot.accounts()] == ["B", "The Group"]
    [record] = caplog.records
    assert "cannot be written: [Errno 27] File too large" in record.getMessage()
    assert list(tmp_path.glob("**/*s*")) == []


# Two processes ---------------------------------------------------------------------------------------------


def write_elsewhere(settings: dict[str, Any], seed: int, asked: Connection) -> None:
    """What the other process does: writes at random each time it is told how often."""
    with open_store(load_settings(**settings)) as store:
        writer = Writer(store, seed)
        while steps := asked.recv():
            for _ in range(steps):
                with suppress(StoreError):  # what it refers to may be gone by then
                    writer.step()
            asked.send(sum(writer.done.values()))


@pytest.mark.usefixtures("always")
def test_a_refreshed_copy_is_like_a_new_one_whoever_wrote_meanwhile(
    store: Store, served: Served, tmp_path: Path
) -> None:
    write(store, accounts=[{"id": a, "name": a} for a in PLACES], team=[{"id": "u", "name": "U"}])
    write(store, people=[{"id": p, "account_id": "a", "name": p} for p in THEIRS])
    ours, asked = multiprocessing.Pipe()
    told = {
        name: getattr(served.settings, name) for name in ("url", "user", "password", "database", "data_dir")
    }
    other = multiprocessing.get_context("spawn").Process(
        target=write_elsewhere, args=(told, 5, asked), daemon=True
    )
    other.start()
    writer, path = Writer(store, 4), tmp_path / "s"
    kept = Snapshot(store, path)
    taken_in: Counter[bool] = Counter()
    writer.met = lambda row, written: taken_in.update([kept.add(row, written)])
    before, different = kept.frame(), 0
    for i in range(6):
        ours.send(4)
        for _ in range(4):
            with suppress(StoreError):
                writer.step()
            meet(writer)
        kept.frame()  # in the middle of it
        done = ours.recv()
        fresh = Snapshot(store)
        for snapshot in (kept, Snapshot(store, path)) if i % 3 == 2 else (kept,):
            assert differing(in_order(snapshot.frame()), in_order(fresh.frame())) == []
            assert contents(snapshot.accounts()) == contents(fresh.accounts())
        different += bool(differing(kept.frame(), before))
        before = kept.frame()
    ours.send(0)
    other.join(30)
    assert different >= 4
    assert done >= 12
    assert min(taken_in[True], taken_in[False]) >= 3


def meet(writer: Writer) -> None:
    """Write a touchpoint that nobody wrote before."""
    row = writer.touchpoint()
    if row:
        row["id"] = f"new{len(writer.keys['touchpoints'])}-{writer.random.random()}"
        with suppress(StoreError):
            writer.met(row, writer.store.write("touchpoints", [row]))


ANY_ORDER = ("line", "role", "order", "survey", "reading", "incident", "rival", "commitment", "change")


def in_order(frame: Frame) -> Frame:
    """The same with lines, roles and what else may stand in any order, in one order."""
    sorted_: dict[str, Any] = {}
    for level in ANY_ORDER:
        first = getattr(frame, f"first_{level}")
        names = [f.name for f in fields(Frame) if f.metadata["level"] == level]
        account = np.repeat(np.arange(len(frame)), np.diff(first))
        columns = [np.nan_to_num(getattr(frame, name), nan=-1.0) for name in names]
        order = np.lexsort((*columns, account))
        sorted_ |= {name: getattr(frame, name)[order] for name in names}
    return replace(frame, **sorted_)
