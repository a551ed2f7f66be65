"""A portfolio as one file: written whole or not at all, mapped into memory, checked before it is believed.

A file is a prologue, sections, and a header in JSON that lists them. Sections are the columns of the frame and the
pages, one after the other, each at a multiple of 64 bytes. The header names layout, store, revision, and for each
section its type, place and checksum. Docs: docs/snapshot.md.
"""

from __future__ import annotations

import hashlib
import json
import mmap
import os
import secrets
import struct
import sys
import time
import zlib
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, fields
from itertools import accumulate
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, overload

import numpy as np

from graphkam.domain.frame import LAYOUT, Frame, Texts
from graphkam.snapshot.chunks import Chunk
from graphkam.snapshot.framing import TYPES
from graphkam.snapshot.pages import Page, shape

if TYPE_CHECKING:
    from graphkam.domain.frame import I8

FORMAT = 1
"""Of file and pages; columns have their own, `LAYOUT`."""
MAGIC = b"GKAMSNAP"
_PROLOGUE = struct.Struct("<8sIIQQ")
_ALIGNED = 64
_BLOCK = 512
"""Words of eight bytes that a checksum sums up together."""
_ABANDONED = 3600.0
_READERS = 2
"""Threads that check columns; adding up lets go of the interpreter."""
_PAGES = "pages"
"""The section of pages: of each the seconds, the records, the packed texts, up to a multiple of eight bytes."""
_PLACES = ("page_first", "page_records", "page_packed", "page_end")
"""Where each page and its parts begin, and where it ends."""


class DamagedError(Exception):
    """Why a file is not believed, as the end of a sentence."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What a file holds: the accounts, of which store, its revision when they were read, and the size in bytes."""

    chunk: Chunk
    store: str
    revision: int
    size: int


def save(path: Path, chunk: Chunk, store: str, revision: int) -> None:
    """Write a portfolio. Raises OSError (a full disk, no rights) and leaves the file as it was.

    Whoever has the old file open goes on reading it. Cost: a pass over the data, and the disk.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    _clear(path)
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(handle, "wb", buffering=1 << 20) as file:
            _Writer(file).write(chunk, store, revision)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
        _keep_name(path.parent)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def load(path: Path, store: str) -> Saved:
    """What a file holds for this store. Raises FileNotFoundError; DamagedError for anything but that.

    Columns are checked here, pages when they are read. Cost: about a second for 4 GB of columns.
    """
    return of_store(read(path), store)


def of_store(saved: Saved, store: str) -> Saved:
    """What a file holds, if that is of this store. Raises DamagedError."""
    if saved.store != store:
        raise DamagedError("it is of another store")
    return saved


def read(path: Path) -> Saved:
    """What a file holds, of whatever store. Errors, cost: see `load`."""
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        if size < _PROLOGUE.size:
            raise DamagedError("it is cut short")
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    header = _header(mapped, size)
    sections = {name: _section(mapped, size, entry) for name, entry in header["sections"].items()}
    wanted = {*_names_of_columns(), *_names_of_pages()}
    if sections.keys() != wanted:
        raise DamagedError("it holds other columns")
    columns = sorted(wanted - {_PAGES})
    with ThreadPoolExecutor(_READERS) as pool:
        sums = pool.map(lambda name: checksum(sections[name]), columns)
        for name, found in zip(columns, sums, strict=True):
            if found != header["sections"][name]["sum"]:
                raise DamagedError(f"the checksum of {name} is wrong")
    frame = _frame(sections)
    ids = frame.account_id.known(0, len(frame))
    chunk = Chunk(ids, StoredPages(frame.revision, sections), frame)
    return Saved(chunk, header["store"], header["revision"], size)


class StoredPages(Sequence[Page]):
    """The pages of a file, each checked when it is read: DamagedError."""

    def __init__(self, revision: I8, sections: Mapping[str, Any]) -> None:
        self._revision, self._sections = revision, sections

    def __len__(self) -> int:
        return len(self._revision)

    @overload
    def __getitem__(self, place: int) -> Page: ...
    @overload
    def __getitem__(self, place: slice) -> list[Page]: ...
    def __getitem__(self, place: int | slice) -> Page | list[Page]:
        if isinstance(place, slice):
            return [self[i] for i in range(*place.indices(len(self)))]
        first, records, packed, end = (int(self._sections[name][place]) for name in _PLACES)
        raw = self._sections[_PAGES]
        page = Page(
            int(self._revision[place]),
            raw[records:packed].tobytes(),
            raw[packed:end].tobytes(),
            raw[first:records].view(np.float64),
        )
        if sum_of_page(page) != int(self._sections["page_sum"][place]):
            raise DamagedError("the checksum of a page is wrong")
        return page


def checksum(section: Any) -> str:
    """A checksum of an array: of the sums of its blocks of 4 KiB. As fast as memory, which a plain one is not.

    Finds what disks and copies do: a bit, a sector, a block in another's place.

    >>> checksum(np.zeros(3)) == checksum(np.zeros(3)), checksum(np.zeros(3)) == checksum(np.zeros(4))
    (True, False)
    """
    raw = np.ascontiguousarray(section).view(np.uint8)
    whole = len(raw) // (8 * _BLOCK) * 8 * _BLOCK
    sums = raw[:whole].view(np.uint64).reshape(-1, _BLOCK).sum(axis=1, dtype=np.uint64)
    digest = hashlib.blake2b(sums.tobytes(), digest_size=12)
    digest.update(raw[whole:].tobytes())
    return digest.hexdigest()


def sum_of_page(page: Page) -> int:
    """The checksum of a page."""
    return zlib.crc32(page.seconds.tobytes(), zlib.crc32(page.packed, zlib.crc32(page.records)))


def _names_of_columns() -> Iterable[str]:
    for column in fields(Frame):
        yield from (
            (f"{column.name}.utf8", f"{column.name}.first") if column.type == "Texts" else (column.name,)
        )


def _names_of_pages() -> Iterable[str]:
    return (_PAGES, *_PLACES, "page_sum")


def _header(mapped: mmap.mmap, size: int) -> dict[str, Any]:
    magic, format_, crc, place, length = _PROLOGUE.unpack_from(mapped)
    if magic != MAGIC:
        raise DamagedError("it is no snapshot")
    if format_ != FORMAT:
        raise DamagedError(f"it is of format {format_}, not {FORMAT}")
    text = mapped[place : place + length]
    if place + length > size or zlib.crc32(text) != crc:
        raise DamagedError("it is cut short, or its header is damaged")
    header: dict[str, Any] = json.loads(text)
    if header["pages"] != shape():
        raise DamagedError("its pages hold other records")
    if header["layout"] != LAYOUT:
        raise DamagedError(f"its columns are of layout {header['layout']}, not {LAYOUT}")
    return header


def _section(mapped: mmap.mmap, size: int, entry: Mapping[str, Any]) -> Any:
    kind = np.dtype(TYPES[entry["type"]])
    if entry["place"] + entry["count"] * kind.itemsize > size:
        raise DamagedError("it is cut short")
    return np.frombuffer(mapped, kind, entry["count"], entry["place"])


def _frame(sections: Mapping[str, Any]) -> Frame:
    made: dict[str, Any] = {}
    for column in fields(Frame):
        name = column.name
        made[name] = (
            Texts(sections[f"{name}.utf8"], sections[f"{name}.first"])
            if column.type == "Texts"
            else sections[name]
        )
    return Frame(**made)


class _Writer:
    """Writes one file, from its beginning to its end."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._sections: dict[str, dict[str, Any]] = {}

    def write(self, chunk: Chunk, store: str, revision: int) -> None:
        self._file.write(bytes(_PROLOGUE.size))
        for column in fields(Frame):
            values = getattr(chunk.frame, column.name)
            if isinstance(values, Texts):
                self._array(f"{column.name}.utf8", "U1", values.utf8)
                self._array(f"{column.name}.first", "I8", values.first)
            else:
                self._array(column.name, str(column.type), values)
        self._pages(chunk.pages)
        place = self._file.tell()
        header = {
            "layout": LAYOUT,
            "pages": shape(),
            "store": store,
            "revision": revision,
            "sections": self._sections,
        }
        text = json.dumps(header).encode()
        self._file.write(text)
        self._file.seek(0)
        self._file.write(_PROLOGUE.pack(MAGIC, FORMAT, zlib.crc32(text), place, len(text)))

    def _array(self, name: str, kind: str, values: Any) -> None:
        plain = np.ascontiguousarray(values, TYPES[kind])
        self._begin(name, kind, len(plain), checksum(plain))
        self._file.write(plain.data)

    def _pages(self, pages: Iterable[Page]) -> None:
        self._begin(_PAGES, "U1", 0, "")
        places: list[tuple[int, ...]] = []
        sums = []
        at = 0
        for page in pages:
            parts = (page.seconds.tobytes(), page.records, page.packed)
            ends = tuple(accumulate(map(len, parts), initial=at))
            at = -(-ends[-1] // 8) * 8
            self._file.write(b"".join([*parts, bytes(at - ends[-1])]))
            places.append(ends)
            sums.append(sum_of_page(page))
        self._sections[_PAGES]["count"] = at
        columns = np.array(places, np.int64).reshape(-1, len(_PLACES)).T
        for name, column in zip(_PLACES, columns, strict=True):
            self._array(name, "I8", column)
        self._array("page_sum", "U4", np.array(sums, np.uint32))

    def _begin(self, name: str, kind: str, count: int, sum_: str) -> None:
        place = -(-self._file.tell() // _ALIGNED) * _ALIGNED
        self._file.write(bytes(place - self._file.tell()))
        self._sections[name] = {"type": kind, "place": place, "count": count, "sum": sum_}


def _clear(path: Path) -> None:
    """Remove what writers left who were killed; nobody writes for an hour."""
    for draft in path.parent.glob(f".{path.name}.*"):
        with suppress(OSError):
            if time.time() - draft.stat().st_mtime > _ABANDONED:
                draft.unlink()


def _keep_name(folder: Path) -> None:
    """Have the names in a folder on the disk; Windows does so by itself."""
    if sys.platform != "win32":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
