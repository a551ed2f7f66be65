"""How names are compared in a search: without case, accents or odd forms of the same letters."""

from __future__ import annotations

import re
import unicodedata

_ACCENTS = re.compile("[\u0300-\u036f]")
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th"})


def search_text(name: str) -> str:
    """The form in which names are stored for, and looked up by, a search.

    Only the accents of European scripts go; the vowel signs of others are letters, not accents.

    >>> search_text("  Åsa  Strauß-ŁUKASIEWICZ "), search_text("ＡＢＣ株式会社")
    ('asa strauss-lukasiewicz', 'abc株式会社')
    """
    if name.isascii():
        return " ".join(name.lower().split())
    plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", name).casefold())
    return " ".join(unicodedata.normalize("NFKC", plain).translate(_LETTERS).split())
