"""In which encoding a file is written: UTF-8, GB18030 or Windows-1252 (or UTF-16 with its mark).

UTF-8 is tried first, over the whole file: text in another encoding is hardly ever valid UTF-8. GB18030
and Windows-1252 accept nearly everything, so what follows decides between them: in Chinese text high bytes
come in pairs, in western text an accented letter mostly stands among ASCII letters. Lines vote, so that some
garbage costs only itself: what cannot be decoded is refused row by row.
"""

from __future__ import annotations

import codecs
import re
from pathlib import Path

TRIED = ("UTF-8", "GB18030", "Windows-1252")
"""The encodings that are tried, in this order, as users know them."""

_CODECS = {"UTF-8": "utf-8-sig", "UTF-16": "utf-16", "GB18030": "gb18030", "Windows-1252": "cp1252"}
_BLOCK = 1 << 20
_TWO_ACCENTED = re.compile(r"(?<=[a-z])[^\x00-\x7f](?![^\x00-\x7f])|(?<![^\x00-\x7f])[^\x00-\x7f](?=[a-z])")


def codec_of(name: str) -> str:
    """Python's name of one of the encodings that `encoding_of` and `encoding_of_bytes` tell."""
    return _CODECS[name]


def encoding_of(path: Path) -> str:
    """The encoding of a text file. One pass in constant memory."""
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
                sample += b"\n".join(_high_lines(block))
    return "UTF-8" if valid and not decoder.getstate()[0] else encoding_of_bytes(bytes(sample))


def encoding_of_bytes(data: bytes) -> str:
    """The encoding of a short text; UTF-8 if none fits.

    >>> [encoding_of_bytes("Müller, Zoë".encode(c)) for c in ("utf-8", "cp1252")]
    ['UTF-8', 'Windows-1252']
    >>> encoding_of_bytes("徐敏".encode("gb18030"))
    'GB18030'
    """
    lines = _high_lines(data)
    if not lines or _sound(lines, "utf-8") * 3 >= len(lines) or _mostly_sequences(data):
        return "UTF-8"
    if _share_of_pairs(data) >= 0.5 and _sound(lines, "gb18030") * 2 >= len(lines):
        return "GB18030"
    return "Windows-1252" if _sound(lines, "cp1252") * 2 >= len(lines) else "UTF-8"


def _high_lines(data: bytes) -> list[bytes]:
    """The lines with bytes beyond ASCII. The first and last of a block may be cut, which a vote survives."""
    return [line for line in data.splitlines() if not line.isascii()]


def _sound(lines: list[bytes], codec: str) -> int:
    """How many lines can be decoded."""
    return sum(1 for line in lines if not _damaged(line.decode(codec, "surrogateescape")))


def _damaged(text: str) -> int:
    return sum(1 for c in text if "\udc80" <= c <= "\udcff")


def _mostly_sequences(data: bytes) -> bool:
    """Whether more bytes belong to sequences of UTF-8 than do not."""
    text = data.decode("utf-8", "surrogateescape")
    damaged = _damaged(text)
    return damaged < len(data) - damaged - sum(1 for c in text if c <= "\x7f")


def _share_of_pairs(data: bytes) -> float:
    """How much of the text beyond ASCII reads as characters of two high bytes in GB18030.

    A single one beside a small letter is none: it is two accented letters within a word, such as in "Größe".
    """
    text = _TWO_ACCENTED.sub("", data.decode("gb18030", "surrogateescape"))
    high = [c for c in text if c > "\x7f"]
    pairs = sum(1 for c in high if not _damaged(c) and min(c.encode("gb18030")) >= 0x80)
    return pairs / len(high) if high else 0.0
