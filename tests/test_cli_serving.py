"""serve and demo as a user meets them: the URL first, other commands join, nothing is left behind."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

import psutil
import pytest

from graphkam.demo import CASES
from graphkam.demo.directory import MARK
from graphkam.errors import StoreError
from tests.program import COMMAND, Program, environment

PATIENCE = 240
"""Seconds after which a test gives up; no measure of anything."""


@dataclass
class Running:
    """A server that was started: its URL, and all that it says on standard error."""

    process: subprocess.Popen[str]
    url: str = ""
    said: list[str] = field(default_factory=list)

    def get(self, path: str) -> str:
        """The body of a page."""
        with urllib.request.urlopen(self.url + path, timeout=60) as reply:
            return str(reply.read().decode())

    def end(self, number: signal.Signals) -> tuple[int, list[psutil.Process]]:
        """End it by a signal: its exit code, and those of its children that are still there."""
        children = psutil.Process(self.process.pid).children(recursive=True)
        self.process.send_signal(number)
        code = self.process.wait(60)
        _, left = psutil.wait_procs(children, timeout=5)
        return code, left


@contextmanager
def running(env: dict[str, str], *arguments: str) -> Iterator[Running]:
    """The program with these arguments, once it has printed its first line."""
    process = subprocess.Popen(
        [*COMMAND, *arguments], env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stderr is not None
    server = Running(process)
    listener = threading.Thread(target=server.said.extend, args=(process.stderr,), daemon=True)
    listener.start()
    killer = threading.Timer(PATIENCE, process.kill)
    killer.start()
    try:
        server.url = process.stdout.readline().strip()
        killer.cancel()  # whatever is asked of it from now on has a time of its own
        assert server.url, (process.wait(60), server.said)
        yield server
    finally:
        killer.cancel()
        if process.poll() is None:
            process.kill()
        process.wait()
        listener.join(5)
        process.stdout.close()
        process.stderr.close()


def wait_for(server: Running, text: str) -> None:
    """Until the server has said something on standard error."""
    deadline = time.monotonic() + PATIENCE
    while not any(text in line for line in server.said):
        assert time.monotonic() < deadline, server.said
        time.sleep(0.05)


class TestServe:
    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
    def test_first_line_is_the_url_and_nothing_is_left(self, tmp_path: Path, number: signal.Signals) -> None:
        env = environment(tmp_path / "data")
        with running(env, "serve", "--port", "0") as server:
            assert server.url.startswith("http://127.0.0.1:")
            assert not server.url.endswith(":0/")
            assert json.loads(server.get("healthz")) == {"status": "ok"}
            joined = Program(env, tmp_path)("accounts")
            assert joined.code == 0, joined.err
            second = Program(env, tmp_path)("serve", "--port", "0")
            assert (second.code, second.out) == (1, "")
            assert "in use" in second.err
            code, left = server.end(number)
            assert (code, left) == (0, [])
            assert not (tmp_path / "data" / "run.json").exists()

    @pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "example.org"])
    def test_addresses_that_others_can_reach_are_refused(self, tmp_path: Path, host: str) -> None:
        done = Program(environment(tmp_path / "data"), tmp_path)("serve", "--host", host, "--port", "0")
        assert done.code == 2
        assert done.out == ""
        assert "access control" in done.err
        assert not (tmp_path / "data").exists(), "nothing was started"

    def test_a_port_that_is_taken_is_named(self, tmp_path: Path) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = str(taken.getsockname()[1])
            program = Program(environment(tmp_path / "data"), tmp_path)
            for done in (program("serve", "--port", port), program("demo", "--port", port)):
                assert done.code == 2
                assert port in done.err
                assert "Traceback" not in done.err


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Running, Path]]:
    """The demo, running in a directory of its own, with that directory."""
    folder = tmp_path_factory.mktemp("demo") / "a directory"
    env = environment(folder.parent / "elsewhere")
    with running(env, "demo", "--port", "0", "--no-browser", "--data-dir", str(folder)) as server:
        wait_for(server, "Ctrl-C")
        yield server, folder
        code, left = server.end(signal.SIGINT)
        assert (code, left) == (0, [])


class TestDemo:
    def test_the_portfolio_and_every_case_answer(self, demo: tuple[Running, Path]) -> None:
        server, _ = demo
        page = server.get("")
        assert "Case 1 · 白河陶瓷" in page
        for case in (case for case in CASES if case.account_id):
            assert f'"{case.account_id}"' in server.get(f"api/v1/accounts/{case.account_id}")
            assert f"{server.url}accounts/{case.account_id}" in " ".join(server.said)
            assert "<html" in server.get(f"accounts/{case.account_id}")

    def test_it_says_how_other_commands_join(self, demo: tuple[Running, Path]) -> None:
        server, folder = demo
        assert any("GRAPHKAM_DATA_DIR" in line and str(folder) in line for line in server.said)
        done = Program(environment(folder), folder.parent)("gaps", "c1-baihe", "--fail-on", "red")
        assert done.code == 4
        assert "Case 1" in done.out

    def test_everything_is_loaded(self, demo: tuple[Running, Path]) -> None:
        _, folder = demo
        done = Program(environment(folder), folder.parent)("accounts", "--json")
        assert len(json.loads(done.out)["items"]) == 250 + 25

    def test_a_second_demo_is_refused(self, demo: tuple[Running, Path]) -> None:
        server, folder = demo
        program = Program(environment(folder.parent / "elsewhere"), folder.parent)
        done = program("demo", "--port", "0", "--no-browser", "--data-dir", str(folder))
        assert (done.code, done.out) == (1, "")
        assert "in use" in done.err
        assert json.loads(server.get("healthz")) == {"status": "ok"}, "the first one goes on"


class TestDirectory:
    """The demo's directory: loaded once a day. A small portfolio here."""

    def test_the_same_day_is_not_loaded_again_and_another_day_is(self, tmp_path: Path) -> None:
        from graphkam.demo.directory import opened
        from graphkam.settings import load_settings

        settings = load_settings(url="", data_dir=tmp_path / "d", timezone="UTC")
        today = datetime.now(UTC).date()
        with opened(settings, today, accounts=2) as store:
            store.delete("touchpoints", "c1-t01")
        loaded: list[str] = []

        def heard(what: str, _done: int, _total: int) -> None:
            loaded.append(what)

        with opened(settings, today, heard, accounts=2) as store:
            assert loaded == []
            assert store.existing("touchpoints", ["c1-t01", "c1-t02"]) == {"c1-t02"}
        with opened(settings, date.fromordinal(today.toordinal() + 1), heard, accounts=2) as store:
            assert loaded
            assert store.existing("touchpoints", ["c1-t01", "c1-t02"]) == {"c1-t01", "c1-t02"}

    def test_a_directory_of_somebodys_own_is_left_alone(self, tmp_path: Path) -> None:
        from graphkam.demo.directory import opened
        from graphkam.settings import load_settings

        (tmp_path / "diary.txt").write_text("mine", "utf-8")
        settings = load_settings(url="", data_dir=tmp_path, timezone="UTC")
        with pytest.raises(StoreError, match="not the demo's"), opened(settings, date(2026, 9, 15)):
            pass
        assert [p.name for p in tmp_path.iterdir()] == ["diary.txt"]

    @pytest.mark.skipif(sys.platform == "win32", reason="sends a signal")
    def test_a_demo_that_was_stopped_while_it_loaded_is_loaded_anew(self, tmp_path: Path) -> None:
        env = environment(tmp_path / "elsewhere")
        command = [*COMMAND, "demo", "--port", "0", "--no-browser", "--data-dir", str(tmp_path / "d")]
        process = subprocess.Popen(
            command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        deadline = time.monotonic() + PATIENCE
        while not (tmp_path / "d" / "run.json").exists():
            assert time.monotonic() < deadline
            time.sleep(0.05)
        children = psutil.Process(process.pid).children(recursive=True)
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=PATIENCE)
        assert (process.returncode, out) == (0, ""), err
        assert "Traceback" not in err
        assert psutil.wait_procs(children, timeout=5)[1] == []
        assert json.loads((tmp_path / "d" / MARK).read_text("utf-8")) == {}
