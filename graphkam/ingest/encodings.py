"""In which encoding a file is written: UTF-8, GB18030 or Windows-1252 (or UTF-16 with its mark).

UTF-8 is tried first, over the whole file: text in another encoding is hardly ever valid UTF-8. GB18030
and Windows-1252 accept nearly everything, so what follows decides between them: in Chinese text high bytes
come in pairs, in western text an accented letter mostly stands among ASCII letters.
"""

from __future__ import annotations

import codecs
from pathlib import Path

TRIED = ("UTF-8", "GB18030", "Windows-1252")
"""The encodings that are tried, in this order, as users know them."""

_CODECS = {"UTF-8": "utf-8-sig", "UTF-16": "utf-16", "GB18030": "gb18030", "Windows-1252": "cp1252"}
_BLOCK = 1 << 20


def codec_of(name: str) -> str:
    """Python's name of one of the encodings told by `encoding_of` and `encoding_of_bytes`."""
    return _CODECS[name]


def encoding_of(path: Path) -> str | None:
    """The encoding of a text file, None if none fits. One pass in constant memory.

    A file that is UTF-8 but for a few damaged bytes is UTF-8: only its damaged rows are refused later.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    sample = bytearray()
    valid = True
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            if not sample and block.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
                return "UTF-16"
            if valid:
                try:
                    decoder.decode(block)
                except UnicodeDecodeError:
                    valid = False
            if len(sample) < _BLOCK:
                sample += _high_lines(block)
    return "UTF-8" if valid and not decoder.getstate()[0] else encoding_of_bytes(bytes(sample))


def _high_lines(block: bytes) -> bytes:
    """The lines of a block with bytes beyond ASCII; the first and last may be cut, which a vote survives."""
    return b"".join(line for line in block.splitlines(keepends=True) if not line.isascii())


def encoding_of_bytes(data: bytes) -> str | None:
    """The encoding of a short text, None if none fits.

    >>> [encoding_of_bytes("Müller, Zoë".encode(c)) for c in ("utf-8", "cp1252")]
    ['UTF-8', 'Windows-1252']
    >>> encoding_of_bytes("徐敏".encode("gb18030"))
    'GB18030'
    """
    text = data.decode("utf-8", "surrogateescape")
    damaged = sum("\udc80" <= c <= "\udcff" for c in text)
    sound = len(data) - damaged - sum(c <= "\x7f" for c in text)
    if damaged < sound or not damaged:  # in bytes: other encodings seldom make a sequence of UTF-8
        return "UTF-8"
    chinese = _share_of_pairs(data) >= 0.5
    if chinese and _fits(data, "gb18030"):
        return "GB18030"
    return "Windows-1252" if _fits(data, "cp1252") else None


def _share_of_pairs(data: bytes) -> float:
    """How much of the text beyond ASCII reads as characters of two high bytes in GB18030."""
    text = data.decode("gb18030", "surrogateescape")
    high = [c for c in text if c > "\x7f"]
    pairs = sum(1 for c in high if not "\udc80" <= c <= "\udcff" and min(c.encode("gb18030")) >= 0x80)
    return pairs / len(high)


def _fits(data: bytes, codec: str) -> bool:
    """Whether all but a fiftieth of what lies beyond ASCII can be decoded."""
    text = data.decode(codec, "surrogateescape")
    high = sum(c > "\x7f" for c in text)
    return sum("\udc80" <= c <= "\udcff" for c in text) * 50 <= high
