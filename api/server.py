"""Running the application on a socket of its own."""

from __future__ import annotations

import socket
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from threading import Thread
from typing import TYPE_CHECKING

import uvicorn

from api.ahead import compiling
from api.app import create_app
from api.ready import prepare, warm
from api.security import check_listen, is_loopback
from graphkam.domain.message import message
from graphkam.errors import SettingsError
from graphkam.settings import Settings

if TYPE_CHECKING:
    from graphkam.store import Store

SWITCH = 0.0005
"""Seconds after which a thread that waits for the interpreter gets it from one that makes a page: who gives out one
that is there needs it several times, each for a moment."""


def serve(
    settings: Settings, host: str, port: int, ready: Callable[[str], None], store: Store | None = None
) -> None:
    """Serve pages and API until Ctrl-C (or SIGTERM), calling `ready(url)` once they answer.

    `port` 0 takes any free one. Without `store` the configured one is opened, and closed at the end; a store
    that is handed in stays open. The embedded store is owned, not joined: a server that hung on somebody
    else's short command would lose it with that command.
    Raises SettingsError for an address that may not be, or cannot be, listened on, StoreOwnedError while
    another process runs the embedded store, and StoreError.
    """
    check_listen(host, settings)
    with _listening(host, port) as listening:
        Thread(target=prepare, args=(settings.lang,), daemon=True).start()  # while the database starts
        with _opened(settings, store) as opened:
            _run(settings, listening, host, ready, opened)


def _run(
    settings: Settings, listening: socket.socket, host: str, ready: Callable[[str], None], store: Store
) -> None:
    sys.setswitchinterval(SWITCH)
    app = create_app(settings, store)
    config = uvicorn.Config(app, log_config=None, access_log=False, server_header=False, lifespan="on")
    with compiling(store) as ahead:

        def answering() -> None:
            Thread(target=warm, args=(app.state.desk,), daemon=True).start()
            ready(_url(host, listening.getsockname()[1]))
            ahead.start()

        _Server(config, answering).run(sockets=[listening])


def _opened(settings: Settings, store: Store | None) -> AbstractContextManager[Store]:
    from graphkam.store import open_store

    return nullcontext(store) if store is not None else open_store(settings, own=True)


class _Server(uvicorn.Server):
    """A server that says when it answers."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise SettingsError(
            message(
                "cannot listen on {host}:{port}: {error}; try another --port",
                host=host,
                port=port,
                error=error.strerror,
            )
        ) from None
    return listening


def _url(host: str, port: int) -> str:
    """The address to give to a browser on this computer.

    >>> _url("127.0.0.1", 8000), _url("::1", 8000), _url("0.0.0.0", 80)
    ('http://127.0.0.1:8000/', 'http://[::1]:8000/', 'http://127.0.0.1:80/')
    """
    name = host if is_loopback(host) else "127.0.0.1"
    return f"http://{f'[{name}]' if ':' in name else name}:{port}/"
