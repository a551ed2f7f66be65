"""Errors as one sentence on standard error, and an exit code."""

from __future__ import annotations

import sys
import traceback

from graphkam.cli.output import reader, said, visible
from graphkam.domain.message import message
from graphkam.errors import AmbiguousError, GraphKAMError, InvalidError, SettingsError, UsageError

FAILED, USAGE, PARTLY, FOUND, INTERRUPTED = 1, 2, 3, 4, 130
CODES = {
    0: "done",
    FAILED: "failed, with one clear sentence",
    USAGE: "wrong usage, or a wrong setting",
    PARTLY: "imported in part: rejected rows are reported",
    FOUND: "`gaps --fail-on` found some",
    INTERRUPTED: "interrupted (Ctrl-C); servers end with 0",
}
"""What each exit code means."""
_CANDIDATES = 20
"""How many candidates of a name are listed."""


def report(error: Exception, *, with_traceback: bool = False) -> int:
    """Say what went wrong on standard error; returns the exit code.

    An error that is not ours is a defect: it is named in one sentence too, and shown whole if asked.
    """
    if not isinstance(error, GraphKAMError):
        if with_traceback:
            traceback.print_exception(error)
        else:
            what = f"{type(error).__name__}: {error}".splitlines()[0]
            say(
                message(
                    "Error: this should not happen ({what}); graphkam --traceback … shows where.", what=what
                )
            )
        return FAILED
    say(message("Error: {text}", text=_sentence(error)))
    if isinstance(error, InvalidError):
        for where, expected in error.errors:
            say(message("{what}: expected {expected}", what=f"  {where}", expected=expected))
    if isinstance(error, AmbiguousError):
        for id_, name in error.candidates[:_CANDIDATES]:
            say(f"  {id_}  {name}")
        if len(error.candidates) > _CANDIDATES:
            say(message("… and {n} more", n=len(error.candidates) - _CANDIDATES))
    return USAGE if isinstance(error, UsageError | SettingsError) else FAILED


def say(text: str) -> None:
    """A line of talk on standard error, in the language of the settings."""
    sys.stderr.write(visible(said(text, reader())) + "\n")


def _sentence(error: GraphKAMError) -> str:
    text = error.args[0] if error.args else type(error).__doc__ or ""
    return text if isinstance(text, str) else str(text)
