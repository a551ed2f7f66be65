"""Staging the mails of a source as touchpoints: one for each account that is on a mail together with us."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from zoneinfo import ZoneInfo

from graphkam.domain.message import Message, message, plural
from graphkam.domain.tables import TABLES, Row
from graphkam.errors import DataError
from graphkam.ingest.cells import RefusedError
from graphkam.ingest.directory import OURS, Directory
from graphkam.ingest.journal import Journal
from graphkam.ingest.mail import Mail, Party, instant_of, mail_of, touchpoint_id
from graphkam.ingest.mailfile import read_mails
from graphkam.ingest.rows import Problem
from graphkam.ingest.sources import Source
from graphkam.ingest.staging import Staging

_PAGE = 1_000
TOUCHPOINTS = TABLES["touchpoints"]


class Mailbox:
    """One source of mails."""

    def __init__(
        self, file: int, aside: int, zone: ZoneInfo, staging: Staging, journal: Journal, directory: Directory
    ) -> None:
        """`file` is the source's number in the journal; rows beyond one a mail are counted for `aside`."""
        self._file = file
        self._aside = aside
        self._zone = zone
        self._staging = staging
        self._journal = journal
        self._directory = directory

    def read(self, source: Source, tell: Callable[[int], None]) -> None:
        """Stage what the source holds. `tell` is told how many bytes have been read."""
        try:
            with source.path.open("rb") as file:
                mails = map(mail_of, read_mails(file, mbox=source.format == "mbox"))
                number = 0
                while page := list(islice(mails, _PAGE)):
                    self._directory.look_up(party for mail in page for party in mail.parties)
                    for number, mail in enumerate(page, number + 1):  # noqa: B020
                        self._take(number, mail)
                    tell(file.tell())
        except (DataError, OSError) as error:
            expected = error.args[0] if isinstance(error, DataError) else _unreadable(error)
            self._journal.problem(self._file, None, Problem(None, None, expected))
        self._staging.flush(TOUCHPOINTS, first_wins=True)

    def _take(self, number: int, mail: Mail) -> None:
        """Stage a mail, or count it as skipped or rejected."""
        count = self._journal.files[self._file]
        count.rows += 1
        sides = {self._directory.side(party) for party in mail.parties} - {None}
        accounts = sorted(side for side in sides if side)
        if OURS not in sides or not accounts:
            count.skipped += 1
            return
        try:
            at = instant_of(mail, self._zone)
        except RefusedError as error:
            self._journal.reject(self._file, number, Problem("date", mail.date, error.expected))
            return
        for n, account in enumerate(accounts):
            row = self._touchpoint(mail, at, account)
            self._staging.put(TOUCHPOINTS, self._aside if n else self._file, number, row, first_wins=True)

    def _touchpoint(self, mail: Mail, at: str, account: str) -> Row:
        """The row of a mail for one account: written to or from is spoken with, the rest is in copy."""
        ours = [party for party in mail.parties if self._directory.side(party) == OURS]
        theirs = [party for party in mail.parties if self._directory.side(party) == account]
        id_of = self._directory.id_of
        people = list(dict.fromkeys(id_of(party) for party in theirs if party.part != "cc"))
        copied = dict.fromkeys(id_of(party) for party in theirs if party.part == "cc")
        row: Row = {
            "id": touchpoint_id(mail, account),
            "at": at,
            "channel": "email",
            "account_id": account,
            "team_ids": list(dict.fromkeys(map(id_of, ours))),
            "people_ids": people,
            "cc_ids": [id_ for id_ in copied if id_ not in people],
            "initiated_by": "us" if _wrote(ours) else "them" if _wrote(theirs) else None,
            "source": "mbox",
        }
        return row | {"subject": mail.subject} if mail.subject else row


def _wrote(parties: list[Party]) -> bool:
    return any(party.part == "from" for party in parties)


def stage_discovered(directory: Directory, file: int, staging: Staging, journal: Journal) -> None:
    """Stage whoever was discovered, with notes that say so."""
    found: dict[str, list[str]] = {"accounts": [], "team": [], "people": []}
    for table, row in directory.discovered():
        staging.put(TABLES[table], file, 0, row, first_wins=True)
        found[table].append(str(row["id"]))
    posts = list(directory.posts())
    for row in posts:
        staging.put(TABLES["people"], file, 0, row, first_wins=True)
    for table in found:
        staging.flush(TABLES[table], first_wins=True)
    for account in found["accounts"]:
        journal.note(message("Discovered: the account {id}, named after its mail domain", id=account))
    if found["team"]:
        journal.note(
            message("Discovered: {n} of ours, with their mail addresses as ids", n=len(found["team"]))
        )
    if found["people"]:
        journal.note(
            message(
                "Discovered: {n} of their people, with their mail addresses as ids", n=len(found["people"])
            )
        )
    if posts:
        journal.note(
            plural(
                "Discovered: a post of {n} person known at another account, by the mail address",
                "Discovered: posts of {n} people known at other accounts, by their mail addresses",
                n=len(posts),
            )
        )


def _unreadable(error: OSError) -> Message:
    return message("a file that can be read: {why}", why=error.strerror or str(error))
