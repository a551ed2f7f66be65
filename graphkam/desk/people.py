"""Questions about people, theirs and ours."""

from __future__ import annotations

from graphkam import analysis, recorded
from graphkam.analysis import View
from graphkam.analysis.columns import known_at
from graphkam.desk.views import OfViews
from graphkam.domain.answers import LostIfGone, PersonState, TeamAnswer
from graphkam.domain.cards import AtAccount, Contacts, Line, Member, Members, People, PersonCard
from graphkam.domain.message import message
from graphkam.domain.moment import AsOf
from graphkam.errors import NotFoundError


class OfPeople(OfViews):
    """Questions about people."""

    def people(
        self, query: str, at: AsOf | None = None, limit: int = 100, after: tuple[str, str] | None = None
    ) -> People:
        """People whose name holds the text, by name; `after` is the (name, id) behind which to go on."""
        return recorded.search(self.store, query, at or self.at(), limit, after)

    def person(self, person_id: str, at: AsOf) -> PersonCard:
        """All that is recorded of one of theirs, and how things stand at each account they work at."""
        about, career = recorded.career(self.store, person_id)
        names = {person_id: about["person"]}
        accounts = {
            post.account_id: post.account for post in career if at.valid(post.valid_from, post.valid_to)
        }
        now = []
        for account_id, account in sorted(accounts.items()):
            view = self.view(account_id, at)
            state = next((p for p in analysis.people(view) if p.id == person_id), None)
            if state is not None:
                now.append(_at_account(view, account, state, names))
        return PersonCard(
            id=person_id,
            name=about["person"],
            as_of=str(at),
            email=about["email"],
            phone=about["phone"],
            career=career,
            roles=recorded.roles(self.store, person_id),
            judgements=recorded.judgements(self.store, person_id, at),
            now=tuple(now),
            names=names,
        )

    def person_touchpoints(
        self, person_id: str, at: AsOf, limit: int = 100, after: tuple[float, str] | None = None
    ) -> Contacts:
        """The touchpoints of one of theirs, newest first; `after` is (seconds, id)."""
        return recorded.touchpoints(self.store, "person", person_id, at, limit, after)

    def members(self, at: AsOf) -> Members:
        """Everybody of ours by name, leavers too, with the accounts they cover."""
        return recorded.members(self.store, at)

    def team(self, team_id: str, at: AsOf) -> TeamAnswer:
        """What hangs on one of ours, over all accounts."""
        commitments = recorded.promises(self.store, team_id)
        views = self._views_with(team_id, at)
        if views:
            return analysis.team(views, team_id, commitments)
        about, promised = self._member(team_id, at), analysis.promises(commitments, team_id, at)
        return TeamAnswer(team_id, about.name, (), LostIfGone(0, {}), promised)

    def _views_with(self, team_id: str, at: AsOf) -> list[View]:
        """The accounts at which one of ours is known."""
        known = self.views(at, set(known_at(self.snapshot.parts(), team_id)))
        return sorted(known, key=lambda view: view.facts.account.id)

    def _member(self, team_id: str, at: AsOf) -> Member:
        """One of ours, known at an account or not; NotFoundError."""
        about = next((m for m in self.members(at).items if m.id == team_id), None)
        if about is None:
            raise NotFoundError(message("none of our people has the id {id}", id=team_id))
        return about


def _at_account(view: View, account: str, state: PersonState, names: dict[str, str]) -> AtAccount:
    """How things stand with one of theirs at one account; adds to `names` whom it names."""
    lines = [r for r in view.relations if state.id in (r.from_id, r.to_id)]
    ties = tuple(tie for tie in analysis.ties(view).items if tie.person_id == state.id)
    named = {id_ for r in lines for id_ in (r.from_id, r.to_id)} | {tie.team_id for tie in ties}
    names.update({id_: view.name(id_) for id_ in named})
    account_id = view.facts.account.id
    return AtAccount(
        account_id=account_id,
        account=account,
        state=state,
        ties=ties,
        lines=tuple(
            Line(account_id, r.from_id, r.to_id, r.kind, r.weight, r.informal, r.source) for r in lines
        ),
    )
