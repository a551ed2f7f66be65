"""Texts that go into CSV and spreadsheet files, where a cell that begins like a formula could run."""

from __future__ import annotations

import re

_FORMULA = re.compile(r"[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)


def guarded(text: str) -> str:
    """The text, with a leading apostrophe if a spreadsheet would take it for a formula.

    >>> guarded("=1+1"), guarded("+86 10 1234"), guarded("-0.5"), guarded("Li")
    ("'=1+1", "'+86 10 1234", '-0.5', 'Li')
    """
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text
