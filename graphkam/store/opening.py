"""Opening the store: find or start the database, and bring its schema up to date."""

from __future__ import annotations

from typing import Literal

from graphkam.arcade import Endpoint, ensure
from graphkam.errors import SchemaError
from graphkam.settings import Settings
from graphkam.store.bolt import Bolt
from graphkam.store.migration import finish_swap, rebuild_embedded
from graphkam.store.schema import Versions, make, statements, stored_version
from graphkam.store.store import Store

_ROLES: dict[bool | None, Literal["own", "join", "either"]] = {True: "own", False: "join", None: "either"}


def open_store(settings: Settings, *, own: bool | None = None, versions: Versions | None = None) -> Store:
    """The store that the settings name, its schema made or brought up to date; a context manager.

    With a URL that database. Without, the embedded store of the data directory: `own` None joins the process
    that runs it, or starts it; True must start it, False must join. `versions` is the schema (None: that of
    this program). Raises StoreError (cannot be started or reached), StoreOwnedError (a second owner),
    SchemaError (a foreign database, a newer schema).
    """
    versions = versions or statements()
    if settings.url:
        password = settings.password.get_secret_value()
        bolt = Bolt(settings.url, settings.user, password, settings.database)
        return _opened(settings, bolt, None, versions)
    finish_swap(settings.data_dir)
    endpoint = ensure(settings.data_dir, _ROLES[own], probe=_probe)
    if _is_old(endpoint, versions):
        if not endpoint.owned:
            endpoint.close()
            raise SchemaError(
                f"The store of {settings.data_dir} is run by an older GraphKAM: stop that process first."
            )
        rebuild_embedded(settings.data_dir, endpoint, versions, probe=_probe)
        endpoint = ensure(settings.data_dir, "own", probe=_probe)
    return _opened(settings, _bolt_to(endpoint), endpoint, versions)


def _opened(settings: Settings, bolt: Bolt, endpoint: Endpoint | None, versions: Versions) -> Store:
    try:
        bolt.probe()
        version = stored_version(bolt, versions)
        if version < max(versions):
            make(bolt, versions, version)
    except BaseException:
        bolt.close()
        if endpoint:
            endpoint.close()
        raise
    return Store(bolt, settings.constants, endpoint, settings.timezone)


def _is_old(endpoint: Endpoint, versions: Versions) -> bool:
    """Whether an embedded database holds data under an older schema."""
    bolt = _bolt_to(endpoint)
    try:
        return 0 < stored_version(bolt, versions) < max(versions)
    except BaseException:
        endpoint.close()
        raise
    finally:
        bolt.close()


def _bolt_to(endpoint: Endpoint) -> Bolt:
    return Bolt(endpoint.url, endpoint.user, endpoint.password, endpoint.database)


def _probe(endpoint: Endpoint) -> None:
    bolt = _bolt_to(endpoint)
    try:
        bolt.probe()
    finally:
        bolt.close()
