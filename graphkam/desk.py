"""The one place where questions become answers, for CLI and API alike.

A `Desk` puts store, snapshot, analyses and map together. It holds no rule of its own: definitions are in
`analysis`, drawing is in `viz`.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

from graphkam import analysis, recorded
from graphkam.analysis import View
from graphkam.analysis.alarms import before, new_since, of_portfolio
from graphkam.careers import Careers
from graphkam.domain.alarms import Alarm, Alarms, Defence
from graphkam.domain.answers import (
    Accounts,
    Exposure,
    Gaps,
    InfluenceMap,
    LostIfGone,
    PersonState,
    Spof,
    Stage,
    TeamAnswer,
    Ties,
)
from graphkam.domain.cards import (
    AccountCard,
    AtAccount,
    Contacts,
    Line,
    Members,
    OurPart,
    People,
    PersonCard,
)
from graphkam.domain.facts import AccountFacts
from graphkam.domain.message import message
from graphkam.domain.moment import AsOf
from graphkam.domain.moves import Diff, Introductions, PathAnswer, WhatIf
from graphkam.domain.search import search_text
from graphkam.errors import AmbiguousError, NotFoundError, UsageError
from graphkam.here import Here
from graphkam.kept import Kept
from graphkam.settings import Settings
from graphkam.snapshot import Snapshot

if TYPE_CHECKING:
    from graphkam.store import Store

NOW_LASTS = 60.0
"""Seconds for which "now" stays the same moment while nothing is written; every answer says its moment."""
VIEWS_KEPT = 256
PORTFOLIOS_KEPT = 4
"""Of the lines of a portfolio, and as many of its alarms."""


class Desk:
    """Answers every question that CLI and API ask of one store.

    Analyses take an account's id and the moment (`at`). Safe for several threads.
    """

    def __init__(self, store: Store, settings: Settings) -> None:
        self.store, self.settings, self.constants = store, settings, settings.constants
        self.snapshot = Snapshot(store)
        self._views, self._portfolios = Kept(VIEWS_KEPT), Kept(PORTFOLIOS_KEPT)
        self._careers, self._introductions = Kept(1), Kept(VIEWS_KEPT)
        self._alarms = Kept(PORTFOLIOS_KEPT)
        self._lock = threading.Lock()
        self._now: tuple[int, AsOf] | None = None

    # Moments and names -----------------------------------------------------------------------------------

    def at(self, text: str | None = None) -> AsOf:
        """The moment that a date or instant names; None: now.

        "Now" is a whole second, so that it can be asked for again, and lasts until the next write or for
        `NOW_LASTS`. Raises UsageError for anything that is no moment.
        """
        zone = self.settings.timezone
        if text is not None:
            return AsOf.on(text, zone)
        now, revision = AsOf.on(str(AsOf.now(zone)), zone), self.revision()
        with self._lock:
            if self._now and self._now[0] == revision and 0 <= now.instant - self._now[1].instant < NOW_LASTS:
                return self._now[1]
            self._now = revision, now
            return now

    def revision(self) -> int:
        """The number of the last write."""
        return self.store.revision()

    def account_id(self, text: str) -> str:
        """The id of the account of that id, or of that name if only one has it; case is of no matter.

        Raises NotFoundError, or AmbiguousError with the candidates.
        """
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

    # One account -----------------------------------------------------------------------------------------

    def facts(self, account_id: str) -> AccountFacts:
        """All that the analyses of an account are handed; NotFoundError."""
        return self.snapshot.account(account_id)

    def view(self, account_id: str, at: AsOf) -> View:
        """The account as of a moment, with every intermediate value of its analyses."""
        facts = self.facts(account_id)
        return self._views.get((account_id, facts.revision, at), lambda: View(facts, at, self.constants))

    def account(self, account_id: str, at: AsOf) -> AccountCard:
        """What is recorded of the account, its line of the portfolio, its people and our team."""
        view = self.view(account_id, at)
        about = view.facts.account
        return AccountCard(
            account=about.id,
            as_of=str(at),
            line=analysis.account_line(view, self._loads(view)),
            type=about.type,
            parent_id=about.parent_id,
            industry=about.industry,
            our_role=about.our_role,
            captive=about.captive,
            payment=about.payment,
            potential=about.potential,
            people=analysis.people(view),
            team=tuple(
                OurPart(a.team_id, view.name(a.team_id), a.as_, a.valid_from) for a in view.assignments
            ),
        )

    def gaps(self, account_id: str, at: AsOf) -> Gaps:
        """Where the account is open."""
        return analysis.gaps(self.view(account_id, at))

    def spof(self, account_id: str, at: AsOf) -> Spof:
        """Whose leaving, theirs or ours, cuts us off."""
        return analysis.spof(self.view(account_id, at))

    def stage(self, account_id: str, at: AsOf) -> Stage:
        """How far the relationship has come."""
        return analysis.stage(self.view(account_id, at))

    def ties(self, account_id: str, at: AsOf) -> Ties:
        """Every tie with the touchpoints that add up to it."""
        return analysis.ties(self.view(account_id, at))

    def exposure(self, account_id: str, at: AsOf) -> Exposure:
        """How much of the deciding power a strike could take."""
        return analysis.exposure(self.view(account_id, at))

    def defence(self, account_id: str, at: AsOf) -> Defence:
        """What defends each layer, and whether the supporters hang together."""
        return analysis.defence(self.view(account_id, at))

    def alarms(
        self, account_id: str | None, at: AsOf, since: AsOf | None = None, *, everybody: bool = False
    ) -> Alarms:
        """The alarms of an account, or of all (None); with `since` only what is new since that day.

        `everybody`: ties that go cold with anybody, not only management, executives and who decides. Raises
        UsageError if `since` lies after the moment. Cost of all: as `accounts`, once per moment and write.
        """
        if since is not None and since.day > at.day:
            raise UsageError(message("nothing is new since {since}: that is after {at}", since=since, at=at))
        ask = self._alarms_of if account_id is not None else self._all_alarms
        found = ask(account_id or "", at, everybody)
        if since is not None:
            found = new_since(found, ask(account_id or "", before(since), everybody), since)
        return Alarms(str(at), found, since=None if since is None else str(since))

    def _alarms_of(self, account_id: str, at: AsOf, everybody: bool) -> tuple[Alarm, ...]:
        view = self.view(account_id, at)
        return analysis.alarms(view, self._loads(view), everybody=everybody)

    def _all_alarms(self, _: str, at: AsOf, everybody: bool) -> tuple[Alarm, ...]:
        def found() -> tuple[Alarm, ...]:
            facts = self.snapshot.accounts()
            loads = analysis.manager_loads(facts, at)
            views = (View(f, at, self.constants) for f in facts)
            return of_portfolio(
                alarm for view in views for alarm in analysis.alarms(view, loads, everybody=everybody)
            )

        kept: tuple[Alarm, ...] = self._alarms.get((self.revision(), at, everybody), found)
        return kept

    def _loads(self, view: View) -> dict[str, int]:
        """How many accounts each account manager of this one has."""
        if not view.managers:
            return {}
        columns = self.store.columns("loads", ids=sorted(view.managers), as_of=view.at.day)
        return dict(zip(columns["team_id"], columns["accounts"], strict=True))

    def map(self, account_id: str, at: AsOf) -> InfluenceMap:
        """The influence map with positions."""
        import viz

        view = self.view(account_id, at)
        return viz.influence_map(
            view.facts,
            at,
            analysis.people(view),
            analysis.ties(view),
            analysis.gaps(view),
            analysis.spof(view),
            analysis.stage(view),
            self.constants,
        )

    def touchpoints(
        self, account_id: str, at: AsOf, limit: int = 100, after: tuple[float, str] | None = None
    ) -> Contacts:
        """The touchpoints of an account as they are recorded, newest first; `after` is (seconds, id)."""
        return recorded.touchpoints(self.store, "account", account_id, at, limit, after)

    # Moves -----------------------------------------------------------------------------------------------

    def path(self, account_id: str, person: str, at: AsOf) -> PathAnswer:
        """The warmest way in to one of theirs, named by id or name; NotFoundError."""
        return analysis.path(self.view(account_id, at), Here(self.facts(account_id)).id_of(person))

    def introductions(self, account_id: str, at: AsOf, k: int = 3) -> Introductions:
        """Whom to meet next; ways in from every account that shares people with this one count."""
        view, revision = self.view(account_id, at), self.revision()

        def best() -> Introductions:
            careers = self._careers.get(revision, lambda: Careers(self.snapshot.accounts()))
            return analysis.introductions(view, k, careers.related(account_id))

        return self._introductions.get((account_id, revision, at, k), best)

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
        """What changed between two moments."""
        return analysis.diff(self.view(account_id, before), self.view(account_id, after))

    # The portfolio ---------------------------------------------------------------------------------------

    def accounts(self, at: AsOf) -> Accounts:
        """The portfolio, worst first. Cost: every account is analysed once per moment and write."""

        def lines() -> Accounts:
            facts = self.snapshot.accounts()
            views = (View(f, at, self.constants) for f in facts)
            return Accounts(str(at), analysis.portfolio(views, analysis.manager_loads(facts, at)))

        return self._portfolios.get((self.revision(), at), lines)

    # Their people ----------------------------------------------------------------------------------------

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

    # Our people ------------------------------------------------------------------------------------------

    def members(self, at: AsOf) -> Members:
        """Everybody of ours by name, leavers too, with the accounts they cover."""
        return recorded.members(self.store, at)

    def team(self, team_id: str, at: AsOf) -> TeamAnswer:
        """What hangs on one of ours, over all accounts."""
        commitments = recorded.promises(self.store, team_id)
        theirs = (f for f in self.snapshot.accounts() if any(m.id == team_id for m in f.team))
        views = [View(facts, at, self.constants) for facts in theirs]
        if views:
            return analysis.team(views, team_id, commitments)
        name = next((m.name for m in self.members(at).items if m.id == team_id), None)
        if name is None:
            raise NotFoundError(message("none of our people has the id {id}", id=team_id))
        promised = analysis.promises(commitments, team_id, at)
        return TeamAnswer(team_id, name, (), LostIfGone(0, {}), promised)


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
