"""What every question needs: the store, its snapshot, what is kept, moments, names, views."""

from __future__ import annotations

import copy
import threading
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Self

from graphkam.analysis import View
from graphkam.analysis.engine import choice
from graphkam.analysis.groups import merged
from graphkam.domain.facts import AccountFacts
from graphkam.domain.message import message
from graphkam.domain.moment import AsOf
from graphkam.domain.search import search_text
from graphkam.domain.tables import SEPARATOR
from graphkam.errors import AmbiguousError, NotFoundError
from graphkam.kept import Kept
from graphkam.settings import Settings
from graphkam.snapshot import Snapshot, path_of
from graphkam.snapshot.standing import Shared, Stand, Standing

if TYPE_CHECKING:
    from graphkam.store import Store

NOW_LASTS = 60.0
"""Seconds for which "now" stays the same moment while nothing is written; every answer says its moment."""
VIEWS_KEPT = 48
"""For the other pages and parts of an account that is open; more would cost the garbage collector more than they
save."""
ANSWERS_KEPT = 256
LOADS_KEPT = 1024
PORTFOLIOS_KEPT = 4
"""Of the lines of a portfolio, and as many of its alarms."""


GROUP = f"{SEPARATOR}group"
"""Ends what stands for a group; no id can, as it holds a control character."""


class Room:
    """The store and all that questions share. Safe for several threads."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self.store, self.settings, self.constants = store, settings, settings.constants
        self.snapshot = Snapshot(store, path_of(settings))
        self._views = Kept(VIEWS_KEPT)
        self._below = Kept(LOADS_KEPT)
        self._asked = Shared(store.revision)
        self._now = _Now()
        self._glance: _Glance | None = None

    def glance(self) -> Self:
        """This desk, for one question that changes nothing: all its parts stand for one write.

        What the store is at is asked once, when it is first needed, together with whoever asks at the same
        time; after a write, what it touched. What is known to be up to date then is not asked for again. A later
        question takes a glance of its own, so it sees every write that ended before it.
        """
        desk = copy.copy(self)
        desk._glance = _Glance(self._asked, self.snapshot.standing)
        return desk

    def stand(self) -> Stand:
        """What all accounts stand on: revisions, groups, loads. Cost: see `Standing`."""
        glance = self._glance or _Glance(self._asked, self.snapshot.standing)
        return glance.stand()

    def at(self, text: str | None = None) -> AsOf:
        """The moment that a date or instant names; None: now.

        "Now" is a whole second, so that it can be asked for again, and lasts until the next write or for
        `NOW_LASTS`. Raises UsageError for anything that is no moment.
        """
        zone = self.settings.timezone
        if text is not None:
            return AsOf.on(text, zone)
        return self._now.at(AsOf.this_second(zone), self.revision())

    def revision(self) -> int:
        """The number of the last write."""
        return self._glance.revision() if self._glance else self.store.revision()

    def account_id(self, text: str) -> str:
        """The id of the account of that id, or of that name if only one has it; case is of no matter.

        Raises NotFoundError, or AmbiguousError with the candidates.
        """
        if self._glance and text in self._glance.stand().revisions:
            return text
        return self._named("accounts", "find_accounts", text)

    def person_id(self, text: str) -> str:
        """The id of one of their people, like `account_id`."""
        return self._named("people", "find_people", text)

    def team_id(self, text: str) -> str:
        """The id of one of ours, like `account_id`."""
        return self._named("team", "find_team", text)

    def _named(self, table: str, query: str, text: str) -> str:
        if self.store.existing(table, [text]):
            return text
        found = {row["id"]: row["name"] for row in self.store.read(query, search=search_text(text))}
        match sorted(found.items(), key=lambda pair: (pair[1], pair[0])):
            case []:
                raise NotFoundError(message("nobody and nothing is called {name}", name=text))
            case [(id_, _)]:
                return str(id_)
            case several:
                sentence = message("{name} fits {count}; name one by its id", name=text, count=len(several))
                raise AmbiguousError(sentence, several)

    def facts(self, account_id: str) -> AccountFacts:
        """All that the analyses of an account, or of a group (`group_id`), are handed; NotFoundError."""
        if not account_id.endswith(GROUP):
            known = self._glance.stand().revisions.get(account_id) if self._glance else None
            return self.snapshot.account(account_id, known)
        root = account_id.removesuffix(GROUP)
        others = [self.snapshot.account(id_) for id_ in self.subsidiaries(root)]
        lines = self.snapshot.lines([root, *(facts.account.id for facts in others)]) if others else ()
        facts = merged(self.snapshot.account(root), others, self.constants, lines)
        return replace(facts, revision=self.revision())

    def group_id(self, account_id: str) -> str:
        """What stands for an account together with its subsidiaries, wherever an account's id is asked for."""
        return account_id + GROUP

    def subsidiaries(self, account_id: str) -> tuple[str, ...]:
        """The ids of all accounts below one, by id; what stands for a group is its head's. Nobody's: none."""
        root = account_id.removesuffix(GROUP)
        if self._glance:
            return self._glance.stand().places.below(root)

        def below() -> tuple[str, ...]:
            rows = self.store.read("group", account_id=root)
            return tuple(sorted({str(row["account_id"]) for row in rows if row["level"] > 0} - {root}))

        kept: tuple[str, ...] = self._below.get((root, self.revision()), below)
        return kept

    def view(self, account_id: str, at: AsOf) -> View:
        """The account as of a moment, with every intermediate value of its analyses."""
        facts = self.facts(account_id)
        return self._views.get((account_id, facts.revision, at), lambda: self._viewed(account_id, facts, at))

    def _viewed(self, account_id: str, facts: AccountFacts, at: AsOf) -> View:
        """A view of facts; for a glance from columns, where the engine for all accounts is the compiled one."""
        if self._glance and choice(len(self.stand().revisions), self.settings.engine).engine == "compiled":
            frame = self.snapshot.columns(account_id, facts.revision)
            if frame is not None:
                from graphkam.analysis.seeded import Seeded

                return Seeded(facts, at, self.constants, frame)
        return View(facts, at, self.constants)

    def _loads(self, view: View) -> dict[str, int]:
        """How many accounts each account manager of this one has."""
        return self._loads_of(view.managers, view.at.day)

    def _loads_of(self, managers: frozenset[str], day: date) -> dict[str, int]:
        if not managers:
            return {}
        if self._glance:
            return self._glance.stand().places.loads(managers, day)
        columns = self.store.columns("loads", ids=sorted(managers), as_of=day)
        return dict(zip(columns["team_id"], columns["accounts"], strict=True))


class _Now:
    """The moment that "now" stands for, which lasts until the next write or for `NOW_LASTS`."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: tuple[int, AsOf] | None = None

    def at(self, now: AsOf, revision: int) -> AsOf:
        """The moment that was given out last, as long as it lasts; else `now`."""
        with self._lock:
            if (
                self._kept
                and self._kept[0] == revision
                and 0 <= now.instant - self._kept[1].instant < NOW_LASTS
            ):
                return self._kept[1]
            self._kept = revision, now
            return now


class _Glance:
    """What the store is at, asked once."""

    def __init__(self, asked: Shared, standing: Standing) -> None:
        self._asked, self._standing = asked, standing
        self._lock = threading.RLock()
        self._revision: int | None = None
        self._stand: Stand | None = None

    def revision(self) -> int:
        """The number of the last write."""
        with self._lock:
            if self._revision is None:
                self._revision = self._asked.ask()
            return self._revision

    def stand(self) -> Stand:
        """What all accounts stood on by then, or a little later."""
        with self._lock:
            if self._stand is None:
                self._stand = self._standing.at(self.revision())
            return self._stand
