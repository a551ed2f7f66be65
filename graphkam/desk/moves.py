"""Questions about what to do: ways in, next introductions, what if, what changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from graphkam import analysis
from graphkam.analysis import View
from graphkam.careers import Careers
from graphkam.desk.people import OfPeople
from graphkam.desk.room import ANSWERS_KEPT
from graphkam.domain.facts import AccountFacts
from graphkam.domain.message import message
from graphkam.domain.moment import AsOf
from graphkam.domain.moves import Diff, Introductions, PathAnswer, WhatIf
from graphkam.errors import UsageError
from graphkam.here import Here
from graphkam.kept import Kept
from graphkam.settings import Settings

if TYPE_CHECKING:
    from graphkam.store import Store


class OfMoves(OfPeople):
    """Questions about moves. Ties may be added with anybody of ours, so it knows our people."""

    def __init__(self, store: Store, settings: Settings) -> None:
        super().__init__(store, settings)
        self._careers, self._introductions = Kept(1), Kept(ANSWERS_KEPT)

    def path(self, account_id: str, person: str, at: AsOf) -> PathAnswer:
        """The warmest way in to one of theirs, named by id or name, here or from another account; NotFoundError."""
        person_id = Here(self.facts(account_id)).id_of(person)
        return analysis.way_in(self.view(account_id, at), person_id, self._related(account_id))

    def introductions(self, account_id: str, at: AsOf, k: int = 3) -> Introductions:
        """Whom to meet next; ways in from every account that shares people with this one count."""
        view = self.view(account_id, at)

        def best() -> Introductions:
            return analysis.introductions(view, k, self._related(account_id))

        return self._introductions.get((account_id, self.revision(), at, k), best)

    def _related(self, account_id: str) -> list[AccountFacts]:
        """The other accounts at which somebody may know people of this account, or of this group."""
        careers = self._careers.get(self.revision(), lambda: Careers(self.snapshot.accounts()))
        members = [self.facts(account_id).account.id]
        if account_id != members[0]:
            members += self.subsidiaries(account_id)
        near = {f.account.id: f for id_ in members for f in careers.related(id_)}
        return [facts for id_, facts in near.items() if id_ not in members]

    def whatif(
        self,
        account_id: str,
        at: AsOf,
        remove: Sequence[str] = (),
        add: Sequence[tuple[str, str]] = (),
        until: AsOf | None = None,
    ) -> WhatIf:
        """The account without some people, with some ties, at another moment; by ids or names.

        Anybody of ours may be tied, whether known at the account or not. InvalidError, AmbiguousError.
        """
        view = self.view(account_id, at)
        here = Here(view.facts)
        if not all(here.knows(ours) for ours, _ in add):
            facts = here.joined_by(view.facts, (ours for ours, _ in add), self.members(at).items)
            view, here = View(facts, at, self.constants), Here(facts)
        gone, pairs = [here.id_of(text) for text in remove], [(here.id_of(u), here.id_of(p)) for u, p in add]
        return analysis.whatif(view, gone, pairs, until)

    def pairs(self, account_id: str, texts: Sequence[str]) -> list[tuple[str, str]]:
        """Ties written TEAM_ID:PERSON_ID as pairs of ids or names; see `Here.pair`."""
        here = Here(self.facts(account_id))
        return [here.pair(text) for text in texts]

    def diff(self, account_id: str, before: AsOf, after: AsOf) -> Diff:
        """What changed between two moments. Raises UsageError if the first lies after the second."""
        if before.instant > after.instant:
            raise UsageError(
                message("{before} lies after {after}: name the earlier first", before=before, after=after)
            )
        return analysis.diff(self.view(account_id, before), self.view(account_id, after))
