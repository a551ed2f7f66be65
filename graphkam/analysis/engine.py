"""Which engine analyses a portfolio: the compiled one, or networkx account by account."""

from __future__ import annotations

import importlib
from contextlib import suppress
from functools import lru_cache
from typing import Literal, NamedTuple

from graphkam.domain.message import Message, message, plural

Engine = Literal["auto", "compiled", "networkx"]
LEAST = 100
"""Accounts from which on the compiled engine is quicker where it need only be loaded."""
COMPILED_FROM = 2_000
"""Accounts from which on it is quicker even where it has yet to be compiled (docs/engine.md)."""


class Choice(NamedTuple):
    """The engine that is taken, and why."""

    engine: Literal["compiled", "networkx"]
    reason: Message


def choice(accounts: int, wanted: Engine = "auto") -> Choice:
    """The engine for so many accounts. `auto`: compiled where it can run, from LEAST accounts on if it is
    compiled already, else from COMPILED_FROM on.

    Where numba is missing, or has no place to keep what it compiled, it is networkx, and the reason says so;
    also if `compiled` is wanted. Cost: the first call imports numba, half a second; from COMPILED_FROM
    accounts on it compiles what is not compiled yet, for about a minute, once on a computer.

    >>> choice(3).engine, str(choice(3).reason)
    ('networkx', '3 accounts are too few to load the compiled engine')
    >>> choice(25_000, "networkx").engine
    'networkx'
    """
    if wanted == "networkx":
        return Choice("networkx", message("networkx was asked for"))
    if wanted == "auto" and accounts < LEAST:
        few = plural(
            "{n} account is too few to load the compiled engine",
            "{n} accounts are too few to load the compiled engine",
            n=accounts,
        )
        return Choice("networkx", few)
    hindrance = _hindrance()
    if hindrance is not None:
        return Choice("networkx", hindrance)
    if wanted == "auto" and not _compiled(accounts):
        return Choice("networkx", message("the compiled engine is not compiled on this computer yet"))
    return Choice("compiled", message("all accounts are analysed at once, by compiled code"))


@lru_cache(maxsize=1)
def _hindrance() -> Message | None:
    """Why the compiled engine cannot run here; None if it can."""
    try:
        importlib.import_module("graphkam.analysis.compiled.engine")
    except ImportError:
        return message("numba cannot be loaded, so every account is analysed by itself, which is slower")
    except RuntimeError:  # what numba raises when it finds no folder for its cache
        return message(
            "there is no place to keep compiled code (set NUMBA_CACHE_DIR to a folder that can be written), so "
            "every account is analysed by itself, which is slower"
        )
    return None


def _compiled(accounts: int) -> bool:
    """Whether the engine is compiled; for many accounts it is compiled now."""
    from graphkam.analysis.compiled import stored

    if stored.loaded():
        return True
    from graphkam.analysis.compiled import kept

    if accounts >= COMPILED_FROM:
        with suppress(OSError):  # it runs all the same, and is compiled again the next time
            kept.compile_all()
        return True
    return kept.compiled()
