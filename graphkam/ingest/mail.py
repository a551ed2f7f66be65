"""What a mail's headers say of a touchpoint: who wrote to whom, when, under which id. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message as Headers
from email.utils import getaddresses, parsedate_to_datetime
from hashlib import sha256
from typing import NamedTuple
from zoneinfo import ZoneInfo

from graphkam.domain.message import message
from graphkam.ingest.cells import LONGEST_ID, RefusedError
from graphkam.ingest.dates import NoDateError, stored_instant
from graphkam.ingest.mailfile import header

_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\"\\]+@[^\s@<>()\[\],;:\"\\]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]+")
_PLAIN_ID = re.compile(r"[^\s;\x00-\x1f\x7f-\x9f\ud800-\udfff]{1,300}")


class Party(NamedTuple):
    """Somebody on a mail: the address in lower case, the name beside it if there is one."""

    address: str
    name: str | None
    part: str
    """from, to or cc."""


class Mail(NamedTuple):
    """The headers that count."""

    id: str
    date: str
    subject: str | None
    parties: tuple[Party, ...]
    """Everybody once, in the part that counts most."""


def mail_of(headers: Headers) -> Mail:
    """The mail that some headers describe.

    >>> from email import message_from_string
    >>> text = "From: Li <li@us.example>\\nTo: LIU@b.example\\nCc: li@us.example\\n"
    >>> mail = mail_of(message_from_string(text))
    >>> [(party.address, party.name, party.part) for party in mail.parties]
    [('li@us.example', 'Li', 'from'), ('liu@b.example', None, 'to')]
    """
    parties: dict[str, Party] = {}
    senders = header(headers, "from") or header(headers, "sender")
    for part, text in (
        ("from", senders),
        ("to", header(headers, "to")),
        ("cc", header(headers, "cc")),
        ("cc", header(headers, "bcc")),
    ):
        for address, name in _addresses(text):
            known = parties.get(address)
            if known is None or (known.name is None and name):
                parties[address] = Party(address, name, known.part if known else part)
    subject = _clean(_decoded(header(headers, "subject"))) or None
    return Mail(_id(headers, parties), header(headers, "date"), subject, tuple(parties.values()))


def instant_of(mail: Mail, zone: ZoneInfo) -> str:
    """When it was sent, in stored form. Raises RefusedError for a date that is none."""
    try:
        moment = parsedate_to_datetime(mail.date)
        if moment.tzinfo is None and "-0000" in mail.date:
            return stored_instant(moment, ZoneInfo("UTC"))
        return stored_instant(moment, zone)
    except NoDateError as error:
        raise RefusedError(error.expected) from None
    except (ValueError, TypeError, IndexError, OverflowError):
        expected = message("a date such as Tue, 19 Dec 2000 02:22:00 -0800")
        raise RefusedError(expected) from None


def touchpoint_id(mail: Mail, account_id: str) -> str:
    """The id of the touchpoint that a mail is for an account; the same whichever mailbox it was found in."""
    id_ = f"mbox:{mail.id}:{account_id}"
    return id_ if len(id_) <= LONGEST_ID else f"mbox:{_digest(id_)}"


def _id(headers: Headers, parties: dict[str, Party]) -> str:
    """The Message-ID, or a digest of what identifies the mail without one."""
    given = header(headers, "message-id").strip("<> \t")
    if _PLAIN_ID.fullmatch(given):
        return given
    to = sorted(party.address for party in parties.values() if party.part == "to")
    who = [party.address for party in parties.values() if party.part == "from"]
    return _digest("\n".join([given, header(headers, "date"), *who, "", *to]))


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "replace")).hexdigest()[:40]


def _addresses(text: str) -> Iterator[tuple[str, str | None]]:
    """Addresses with names; where the quoting is beyond repair, whatever looks like an address."""
    pairs = [(name, address.strip("'\" \t")) for name, address in getaddresses([text])]
    found = [(name, address) for name, address in pairs if _ADDRESS.fullmatch(address)]
    if not found:
        found = [("", address.strip("'")) for address in _ADDRESS.findall(text)]
    for name, address in found:
        if len(address) <= LONGEST_ID and not _CONTROL.search(address):
            yield address.lower(), _name(name)


def _name(name: str) -> str | None:
    clean = _clean(_decoded(name)).strip("'\" ")
    return clean[:LONGEST_ID] if clean and "@" not in clean else None


def _decoded(text: str) -> str:
    """Encoded words decoded; as it stands where they are broken.

    >>> _decoded("=?gb2312?B?1cXPyMn6?= (sales)")
    '张先生 (sales)'
    """
    try:
        parts = decode_header(text)
    except (HeaderParseError, ValueError):
        return text
    return "".join(part if isinstance(part, str) else _of_charset(part, charset) for part, charset in parts)


def _of_charset(part: bytes, charset: str | None) -> str:
    known = (charset or "latin-1").lower()
    try:
        return part.decode("gb18030" if known in ("gb2312", "gbk") else known, "replace")
    except LookupError:
        return part.decode("latin-1")


def _clean(text: str) -> str:
    return " ".join(_CONTROL.sub(" ", text).split())
