"""Several processes that work on the parts of a portfolio: a Dask cluster, made here or found at an address.

Dask runs the code that it is sent. So a cluster made here listens on the loopback address only, speaks TLS with
certificates of its own that live in memory, and serves no pages; one elsewhere is used only through TLS. Scheduling,
repetition of what a lost worker had, and balance are Dask's.
"""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from importlib import import_module
from typing import Any, TypeVar
from urllib.parse import urlsplit

from graphkam import __version__
from graphkam.domain.message import message
from graphkam.errors import GraphKAMError, UsageError

T = TypeVar("T")

PARTS_A_WORKER = 4
"""Parts for each process: when one has the heavy accounts, others take what is left."""
_PATIENCE = 10
"""Seconds within which a scheduler must answer."""
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


class Cluster:
    """Processes that are up and wait for work."""

    def __init__(self, client: Any) -> None:
        self._client = client

    @property
    def parts(self) -> int:
        """Into how many parts work should be cut for these processes."""
        return PARTS_A_WORKER * max(1, len(self._client.scheduler_info(n_workers=-1)["workers"]))

    @property
    def address(self) -> str:
        """Where its scheduler listens."""
        return str(self._client.scheduler.address)

    def versions(self) -> set[str]:
        """The versions of GraphKAM that the workers run; ImportError if one has none."""
        return set(self._client.run(_version).values())

    def each(self, work: Callable[..., T], parts: Sequence[Any], *same: object) -> list[T]:
        """`work(part, *same)` for every part, in their order, wherever there is a process free.

        Part, arguments and result are pickled. What `work` raises is raised here; GraphKAMError also if workers
        end again and again.
        """
        from distributed import KilledWorker
        from distributed.client import FutureCancelledError

        futures = [self._client.submit(work, part, *same, pure=False) for part in parts]
        try:
            return list(self._client.gather(futures))
        except (KilledWorker, FutureCancelledError, OSError) as error:
            raise GraphKAMError(
                message(
                    "the cluster lost its workers ({why}); each needs memory for its part of the accounts",
                    why=type(error).__name__,
                )
            ) from None


def check_installed() -> None:
    """Raises GraphKAMError where Dask, an optional extra, is missing."""
    try:
        import_module("cryptography")  # makes the certificates
        import_module("distributed")
    except ImportError:
        raise GraphKAMError(
            message(
                "work on several processes needs Dask, which is not installed: pip install 'graphkam[dask]'"
            )
        ) from None


@contextmanager
def local_cluster(workers: int) -> Iterator[Cluster]:
    """So many new processes on this computer, which end with it. Raises GraphKAMError where Dask is missing.

    Cost: two seconds to start, and for each process what its part of the accounts takes.
    """
    check_installed()
    import dask
    from distributed import LocalCluster

    quiet: dict[str, object] = {
        "distributed.scheduler.http.routes": [],
        "distributed.worker.http.routes": [],
    }
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="graphkam-"))
        stack.enter_context(dask.config.set(quiet))
        made = LocalCluster(  # type: ignore[no-untyped-call]
            n_workers=workers,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            security=True,
            dashboard_address="127.0.0.1:0",
            scheduler_kwargs={"dashboard": False},
            memory_limit=None,  # a mapped file would count as memory, and the worker be stopped for it
            local_directory=folder,
            silence_logs=logging.CRITICAL,
        )
        yield stack.enter_context(_client(stack.enter_context(made)))


@contextmanager
def found_cluster(address: str) -> Iterator[Cluster]:
    """The workers of a running Dask scheduler, such as `tls://scheduler.example:8786`.

    The certificates are those of Dask's own configuration. Raises UsageError for an address without TLS beyond this
    computer, GraphKAMError if nobody answers there, if there is no worker, or where Dask is missing.
    """
    check_installed()
    parts = urlsplit(address)
    if parts.scheme not in ("tcp", "tls") or not parts.hostname or not _has_port(address):
        raise UsageError(
            message("{address} is no address of a scheduler, such as tls://host:8786", address=address)
        )
    if parts.scheme != "tls" and parts.hostname not in _LOOPBACK:
        raise UsageError(
            message(
                "the scheduler at {address} is on another computer, where workers and what is known of people "
                "need TLS: give it certificates and name it by tls://",
                address=address,
            )
        )
    with ExitStack() as stack:
        try:
            cluster = stack.enter_context(_client(address))
            versions = cluster.versions()
        except (OSError, TypeError, ValueError, ImportError) as error:
            why = str(error).partition("\n")[0] or type(error).__name__
            raise GraphKAMError(
                message("the scheduler at {address} cannot be used: {why}", address=address, why=why)
            ) from None
        if versions != {__version__}:
            raise GraphKAMError(
                message(
                    "the workers of {address} run GraphKAM {versions}, not {version}",
                    address=address,
                    versions=", ".join(sorted(versions)) or "–",
                    version=__version__,
                )
            )
        yield cluster


@contextmanager
def _client(where: Any) -> Iterator[Cluster]:
    from distributed import Client

    client = Client(where, timeout=_PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
    with client:
        yield Cluster(client)


def _has_port(address: str) -> bool:
    try:
        return urlsplit(address).port is not None
    except ValueError:
        return False


def _version() -> str:
    return __version__
