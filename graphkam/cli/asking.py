"""What a command needs to answer: the settings, an open store, a desk."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from graphkam.domain.message import message
from graphkam.errors import UsageError

if TYPE_CHECKING:
    from graphkam.desk import Desk
    from graphkam.desk.ahead import Ahead
    from graphkam.desk.room import Room
    from graphkam.domain.message import Translate
    from graphkam.settings import Settings
    from graphkam.store import Store

D = TypeVar("D", bound="Room")
_SELDOM = 500_000
"""Objects more than before, after which it is looked for."""


@contextmanager
def asking(as_of: str | None = None, *names: str | None, since: str | None = None) -> Iterator[Desk]:
    """A desk on the configured store. Moments and `names` are checked before the store is opened.

    Raises UsageError, SettingsError, StoreError.
    """
    with asking_for(_whole_desk, as_of, *names, since=since) as desk:
        yield desk


def _whole_desk() -> type[Desk]:
    from graphkam.desk import Desk

    return Desk


@contextmanager
def asking_for(
    questions: Callable[[], Callable[[Store, Settings], D]],
    as_of: str | None = None,
    *names: str | None,
    since: str | None = None,
) -> Iterator[D]:
    """The same, with no more than one group of questions: what the others need is not loaded.

    `questions` gives its class once settings and arguments are found right. Garbage is looked for seldom: what
    is loaded and made here stays until the end, and looking through it took a fifth of the start.
    """
    gc.set_threshold(_SELDOM)
    from graphkam.domain.moment import AsOf
    from graphkam.settings import load_settings

    settings = load_settings()
    for moment in (as_of, since):
        if moment is not None:
            AsOf.on(moment, settings.timezone)
    for name in names:
        check_text(name)
    made = questions()
    from graphkam.store import open_store

    with open_store(settings) as store:
        yield made(store, settings)


def looking_ahead(as_of: str | None) -> Ahead:
    """The portfolio as of a moment (None: now), begun with before the store is open.

    Raises SettingsError, UsageError.
    """
    gc.set_threshold(_SELDOM)
    from graphkam.domain.moment import AsOf
    from graphkam.settings import load_settings

    settings = load_settings()
    at = AsOf.this_second(settings.timezone) if as_of is None else AsOf.on(as_of, settings.timezone)
    from graphkam.analysis.compiled import stored
    from graphkam.desk.ahead import Ahead

    stored.prefer()
    return Ahead(settings, at)


def scope(desk: Desk, account: str, group: bool) -> str:
    """The id of the account of that id or name, or what stands for it with its subsidiaries."""
    account_id = desk.account_id(account)
    return desk.group_id(account_id) if group else account_id


def check_text(text: str | None) -> None:
    """Refuse bytes on the command line that are no text, which no store could hold."""
    try:
        (text or "").encode()
    except UnicodeEncodeError:
        raise UsageError(
            message("{text!a} is not valid text in this terminal's encoding", text=text)
        ) from None


def translate(desk: Room) -> Translate:
    """The translation into the language of the settings."""
    from graphkam.i18n import translator

    return translator(desk.settings.lang)


def wrong_value(option: str, what: str, text: str) -> UsageError:
    """That an option takes something else."""
    return UsageError(message("{option} takes {what}, not {text!r}", option=option, what=what, text=text))
