"""What is found ahead of the store is taken where it still holds, and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from graphkam.analysis.compiled import portfolio
from graphkam.analysis.compiled.lines import Entries, entries
from graphkam.desk.ahead import Ahead
from graphkam.desk.portfolio import OfPortfolio
from graphkam.domain.answers import AccountLine
from graphkam.domain.moment import AsOf
from graphkam.settings import Settings
from graphkam.snapshot import copies, disk, path_of
from graphkam.store import Store
from tests.test_snapshot import KILN, write

AT = AsOf.on("2026-06-01", "UTC")


@pytest.fixture
def own(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings with which a file is kept of two accounts, as it is of many."""
    monkeypatch.setattr(copies, "LEAST", 1)
    monkeypatch.setattr(copies, "STALE", 1)
    return settings.model_copy(update={"data_dir": tmp_path, "engine": "compiled"})


@pytest.fixture
def swept(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The accounts of each sweep that is made once the store is open."""
    found: list[list[str]] = []

    def counted(frame: Sequence[str], *given: object, **named: object) -> Entries:
        made = entries(frame, *given, **named)  # type: ignore[arg-type]
        found.append(sorted(made.id))
        return made

    monkeypatch.setattr(portfolio, "entries", counted)
    return found


def lines(store: Store, settings: Settings, ahead: Ahead | None = None) -> tuple[AccountLine, ...]:
    return OfPortfolio(store, settings).ledger(AT, ahead).lines()


def test_what_still_holds_is_taken(store: Store, own: Settings, swept: list[list[str]]) -> None:
    write(store, **KILN)
    wanted = lines(store, own)
    with Ahead(own, AT) as ahead:
        assert lines(store, own, ahead) == wanted
    assert swept == [["b", "g"]]


def test_what_was_written_since_is_looked_at_again(
    store: Store, own: Settings, swept: list[list[str]]
) -> None:
    write(store, **KILN)
    before = lines(store, own)
    with Ahead(own, AT) as ahead:
        assert ahead.reader
        ahead.reader()  # the file is read, the store written to only then
        write(store, accounts=[{"id": "g", "name": "The Group", "annual_value": 5.0}])
        found = lines(store, own, ahead)
    assert swept == [["b", "g"], ["g"]]
    assert found == lines(store, own) != before
    store.delete("accounts", "g")
    with Ahead(own, AT) as ahead:
        assert [line.id for line in lines(store, own, ahead)] == ["b"]


@pytest.mark.parametrize("wrong", ["store", "revision", "damaged", "missing"])
def test_a_file_that_is_not_believed_is_of_no_use(
    store: Store, own: Settings, swept: list[list[str]], wrong: str, caplog: pytest.LogCaptureFixture
) -> None:
    write(store, **KILN)
    wanted = lines(store, own)
    path, identity, revision = path_of(own), store.identity(), store.revision()
    chunk = disk.load(path, identity).chunk
    write(store, accounts=[{"id": "g", "name": "The Group"}])
    match wrong:
        case "store":
            disk.save(path, chunk, "another", revision)
        case "revision":
            disk.save(path, chunk, identity, revision + 2)
        case "damaged":
            path.write_bytes(path.read_bytes()[:-1])
        case _:
            path.unlink()
    with Ahead(own, AT) as ahead:
        found = lines(store, own, ahead)
    assert sorted(line.name for line in found) == ["B", "The Group"]
    assert swept[-1] == ["b", "g"]
    assert len(wanted) == len(found)
    assert [r.getMessage().partition(":")[0].endswith("is not used") for r in caplog.records] == [True] * (
        wrong != "missing"
    )


def test_networkx_is_not_begun_with(store: Store, own: Settings) -> None:
    write(store, **KILN)
    wanted = lines(store, own)
    with Ahead(own.model_copy(update={"engine": "networkx"}), AT) as ahead:
        assert ahead.reader is None
        assert [line.id for line in lines(store, own, ahead)] == [line.id for line in wanted]
