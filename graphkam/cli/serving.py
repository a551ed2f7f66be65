"""The commands that run: demo, serve, doctor."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer

from graphkam.cli import options as o
from graphkam.cli.failure import FAILED, say
from graphkam.cli.output import show, show_json
from graphkam.domain.message import message

if TYPE_CHECKING:
    from threading import Thread

    from graphkam.settings import Settings

PORT = 8000
Port = Annotated[int | None, typer.Option(min=0, max=65535, help="Port to listen on; 0: any free one.")]


def demo(
    port: Port = None,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Do not open a browser.")] = False,
    data_dir: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Where the demo lives; default: a directory of its own."),
    ] = None,
) -> None:
    """Show eight cases from practice and a portfolio of 250 accounts in the browser."""
    from datetime import datetime
    from zoneinfo import ZoneInfo

    import platformdirs

    from graphkam.settings import load_settings

    directory = data_dir or Path(platformdirs.user_data_dir("graphkam-demo", appauthor=False))
    settings = load_settings(url="", data_dir=directory.absolute())
    listen_on = _free_port(port)
    with ended_by_signals():
        from graphkam.cli.progress import shown
        from graphkam.demo.directory import opened

        today = datetime.now(ZoneInfo(settings.timezone)).date()
        reading = _prepare()
        say(message("Preparing the demo of {day} in {directory} …", day=today, directory=directory))
        with shown(message("Loading")) as progress, opened(settings, today, progress) as store:
            progress.done()
            reading.join()
            from threading import Thread

            from api.server import serve as run

            def ready(url: str) -> None:
                _announce(url)
                _introduce(url, settings, today.toordinal())
                if not no_browser and _has_display():
                    Thread(target=_open_browser, args=(url,), daemon=True).start()

            run(settings, "127.0.0.1", listen_on, ready, store)


def serve(
    host: Annotated[
        str, typer.Option(metavar="H", help="Address to listen on; only this computer's own.")
    ] = "127.0.0.1",
    port: Port = None,
) -> None:
    """Serve pages and API on the configured store."""
    from graphkam.settings import load_settings

    settings = load_settings()
    with ended_by_signals():
        from api.server import serve as run

        def ready(url: str) -> None:
            _announce(url)
            say(message("Serving; Ctrl-C ends it."))

        run(settings, host, PORT if port is None else port, ready)


def doctor(
    repair: Annotated[
        bool, typer.Option("--repair", help="Also make lost constraints and indexes again.")
    ] = False,
    as_json: o.Json = False,
) -> None:
    """Check the store: constraints, counts, references, ties (which are put right); exits with 1 if unsound."""
    from graphkam.settings import load_settings
    from graphkam.store import open_store

    with open_store(load_settings()) as store:
        diagnosis = store.doctor(repair=repair)
    if as_json:
        from graphkam.i18n import translator

        show_json(diagnosis, translator(load_settings().lang))
    else:
        from graphkam.cli import data_views

        show(*data_views.doctor(diagnosis))
    if not diagnosis.sound:
        raise typer.Exit(FAILED)


def _prepare() -> Thread:
    """Begin to read what the pages need, while the database starts and loads.

    To be joined before anything of `api` is imported here: two threads that import each other's modules wait
    for each other.
    """
    from threading import Thread

    def read() -> None:
        from api.ready import prepare

        prepare()

    thread = Thread(target=read, daemon=True)
    thread.start()
    return thread


def _announce(url: str) -> None:
    """The URL as first line of standard output, at once, whoever reads it."""
    sys.stdout.write(f"{url}\n")
    sys.stdout.flush()


def _introduce(url: str, settings: Settings, today: int) -> None:
    """What there is to see, and how to go on from a terminal."""
    from datetime import date

    from graphkam.demo import CASES

    say("")
    say(message("The demo is ready. The cases, and the days on which they turn:"))
    for case in CASES:
        page = f"{url}accounts/{case.account_id}" if case.account_id else url
        say(message("{indent}{step}", indent="  ", step=case.title))
        say(f"    {page}")
        for days, what in case.turns:
            turn = f"    {page}?as_of={date.fromordinal(today + days)}  "
            say(message("{indent}{step}", indent=turn, step=what))
    say("")
    say(message("In another terminal, while this one runs:"))
    say(f"  {_pointing(settings.data_dir)}")
    say(f"  {_own_name()} gaps c1-baihe")
    say("")
    say(message("Ctrl-C ends the demo."))


def _own_name() -> str:
    """How to call this program from another terminal: by its path, unless the search path finds it."""
    from shutil import which

    here = Path(sys.executable).with_name("graphkam.exe" if sys.platform == "win32" else "graphkam")
    found = which("graphkam")
    if found and here.exists() and Path(found).samefile(here):
        return "graphkam"
    return _quoted(here) if here.exists() else f"{_quoted(Path(sys.executable))} -m graphkam"


def _quoted(path: Path) -> str:
    from shlex import quote

    return f'& "{path}"' if sys.platform == "win32" else quote(str(path))


def _pointing(directory: Path) -> str:
    """The line that points other commands at a data directory, for the usual shell of this system."""
    if sys.platform == "win32":
        return f'$env:GRAPHKAM_DATA_DIR = "{directory}"'
    return f"export GRAPHKAM_DATA_DIR={_quoted(directory)}"


def _free_port(port: int | None) -> int:
    """The wanted port if it is free; without a wish the usual one, or any when that is taken.

    Asked before the demo loads, so that nobody waits for nothing.
    """
    import socket

    from graphkam.errors import SettingsError

    with socket.socket() as probe:
        if sys.platform != "win32":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", PORT if port is None else port))
        except OSError as error:
            if port is None:
                return 0
            raise SettingsError(
                message("cannot listen on port {port}: {why}; try --port 0", port=port, why=error.strerror)
            ) from None
    return PORT if port is None else port


def _has_display() -> bool:
    """Whether there is a screen on which a browser could open."""
    if sys.platform in ("win32", "darwin"):
        return "SSH_CONNECTION" not in os.environ
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _open_browser(url: str) -> None:
    import webbrowser

    webbrowser.open(url)


@contextmanager
def ended_by_signals() -> Iterator[None]:
    """Ctrl-C, SIGTERM and a closed terminal end what runs inside in good order: that is how servers end."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    wanted = [signal.SIGINT, signal.SIGTERM, *([signal.SIGHUP] if sys.platform != "win32" else [])]
    before = {number: signal.signal(number, stop) for number in wanted}
    try:
        yield
    except KeyboardInterrupt:
        say(message("Stopped."))
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
