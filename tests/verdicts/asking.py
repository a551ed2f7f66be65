"""How verdicts are asked for: of the analyses with facts in memory, or of a desk on a store."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any, NamedTuple

import viz
from graphkam import analysis
from graphkam.analysis import View
from graphkam.analysis.alarms import of_portfolio
from graphkam.analysis.flanks import flanks
from graphkam.analysis.relationship.handover import handover
from graphkam.careers import Careers
from graphkam.domain.alarms import Alarm
from graphkam.domain.answers import LayerCoverage, Loss
from graphkam.domain.constants import Constants
from graphkam.domain.facts import AccountFacts
from graphkam.domain.influence_map import InfluenceMap
from graphkam.domain.moment import AsOf
from tests.verdicts.told import TODAY, Fact


@dataclass(frozen=True)
class Verdict:
    """What the tool must say: `said`; and what it says (`twin`) where one `fact` is told otherwise."""

    case: str
    account: str
    days: int
    """The moment, in days from the day of the demo."""
    sentence: str
    ask: Callable[[Asked], object]
    said: object
    fact: Fact
    twin: object

    @property
    def name(self) -> str:
        """For the test's report."""
        return f"{self.case} ({self.days}): {self.sentence}"


class Items(NamedTuple):
    """A list as a desk gives it."""

    items: tuple[Any, ...]


class Memory:
    """Answers like a desk, from facts in memory."""

    def __init__(self, facts: Mapping[str, AccountFacts], zone: str = "UTC") -> None:
        self.known, self.zone, self.constants = facts, zone, Constants()

    def at(self, text: str) -> AsOf:
        return AsOf.on(text, self.zone)

    def facts(self, account: str) -> AccountFacts:
        return self.known[account]

    def view(self, account: str, at: AsOf) -> View:
        return View(self.known[account], at, self.constants)

    def __getattr__(self, name: str) -> Callable[..., Any]:
        """The analysis of that name, of one account."""
        if name not in analysis.__all__:
            raise AttributeError(name)
        ask = getattr(analysis, name)
        return lambda account, at, *more, **named: ask(self.view(account, at), *more, **named)

    def alarms(self, account: str | None, at: AsOf) -> Any:
        chosen = self.known.values() if account is None else [self.known[account]]
        loads = analysis.manager_loads(self.known.values(), at)
        views = [View(f, at, self.constants) for f in chosen]
        found = [alarm for view in views for alarm in analysis.alarms(view, loads)]
        return Items(of_portfolio(found) if account is None else tuple(found))

    def diff(self, account: str, before: AsOf, after: AsOf) -> Any:
        return analysis.diff(self.view(account, before), self.view(account, after))

    def whatif(self, account: str, at: AsOf, remove: Any = (), add: Any = (), until: Any = None) -> Any:
        return analysis.whatif(self.view(account, at), remove, add, until)

    def path(self, account: str, person: str, at: AsOf) -> Any:
        related = Careers(self.known.values()).related(account)
        return analysis.way_in(self.view(account, at), person, related)

    def introductions(self, account: str, at: AsOf, k: int = 3) -> Any:
        related = Careers(self.known.values()).related(account)
        return analysis.introductions(self.view(account, at), k, related)

    def accounts(self, at: AsOf) -> Any:
        loads = analysis.manager_loads(self.known.values(), at)
        return Items(analysis.portfolio([View(f, at, self.constants) for f in self.known.values()], loads))

    def team(self, team_id: str, at: AsOf) -> Any:
        there = [f for f in self.known.values() if any(m.id == team_id for m in f.team)]
        promised = [asdict(c) | {"account_id": f.account.id} for f in there for c in f.commitments]
        return analysis.team([View(f, at, self.constants) for f in there], team_id, promised)

    def handover(self, team_id: str, at: AsOf, to: str | None = None) -> Any:
        there = [f for f in self.known.values() if any(m.id == team_id for m in f.team)]
        names = {m.id: m.name for f in self.known.values() for m in f.team}
        views = [View(f, at, self.constants) for f in there]
        return handover(views, team_id, to, names[to] if to else None)

    def flanks(self, account: str | None, at: AsOf) -> Any:
        chosen = self.known if account is None else [account]
        return flanks([self.view(a, at) for a in chosen], at)

    def map(self, account: str, at: AsOf) -> InfluenceMap:
        view = self.view(account, at)
        asked = (analysis.people, analysis.ties, analysis.gaps, analysis.spof, analysis.stage)
        return viz.influence_map(view.facts, at, *(ask(view) for ask in asked), self.constants)


@dataclass(frozen=True)
class Asked:
    """One account as of one moment, and somebody to ask: a `Memory`, or a desk on a store."""

    desk: Any
    account: str
    days: int
    today: date = TODAY

    def at(self, days: int | None = None) -> AsOf:
        moment: AsOf = self.desk.at((self.today + timedelta(self.days if days is None else days)).isoformat())
        return moment

    def day(self, days: int) -> str:
        """A day as answers write it."""
        return (self.today + timedelta(days)).isoformat()

    def on(self, days: int) -> Asked:
        """The same on another day."""
        return replace(self, days=days)

    def of(self, account: str) -> Asked:
        """Another account on the same day."""
        return replace(self, account=account)

    def __getattr__(self, name: str) -> Callable[..., Any]:
        """A question of the desk about this account."""
        if name.startswith("_"):
            raise AttributeError(name)
        return lambda *more, **named: getattr(self.desk, name)(self.account, self.at(), *more, **named)

    def path(self, person: str) -> Any:
        return self.desk.path(self.account, person, self.at())

    def changed(self, since: int, what: str) -> dict[tuple[str, ...], tuple[Any, Any]]:
        """What differs from the day `since`, of one kind: of what, before and after."""
        return differences(self.desk.diff(self.account, self.at(since), self.at()), what)

    def alarms(self, kind: str) -> set[tuple[str, frozenset[str], frozenset[str]]]:
        """The alarms of a kind: severity, theirs, ours."""
        return {(a.severity, frozenset(a.person_ids), frozenset(a.team_ids)) for a in self.sounded(kind)}

    def sounded(self, kind: str) -> list[Alarm]:
        """The alarms of a kind."""
        return [a for a in self.desk.alarms(self.account, self.at()).items if a.kind == kind]

    def name(self, id_: str) -> str:
        """How somebody is called in sentences."""
        facts = self.desk.facts(self.account)
        names = {e.person_id: e.name for e in facts.people} | {m.id: m.name for m in facts.team}
        return names[id_]

    def layer(self, name: str) -> LayerCoverage:
        """One layer's coverage."""
        return next(c for c in self.gaps().layers if c.layer == name)

    def reached_layers(self) -> set[str]:
        """The layers where we have a live tie."""
        return {c.layer for c in self.gaps().layers if c.reached}

    def gap_people(self, kind: str) -> set[str]:
        """Whom the gaps of one kind are about."""
        return {person for gap in self.gaps().gaps if gap.kind == kind for person in gap.people}

    def unknown(self, kind: str) -> set[str]:
        """What of a kind nobody recorded."""
        return {gap.what for gap in self.gaps().data_gaps if gap.kind == kind}

    def loss(self, side: str, id_: str) -> Loss | None:
        """What is lost, with influence, without one person; None if they carry nothing."""
        return next((s for s in getattr(self.spof().influence, side) if s.id == id_), None)

    def lines(self, *kinds: str) -> set[tuple[str, str, str]]:
        """Lines of these kinds on the map."""
        return {(e.from_, e.to, e.kind) for e in self.map().edges if e.kind in kinds}

    def meetings(self, k: int) -> list[tuple[str, str]]:
        """Whom to meet next."""
        return [(tie.team_id, tie.person_id) for tie in self.introductions(k).ties]

    def left_by(self, team_id: str, to: str | None = None) -> Any:
        """What one of ours leaves behind at this account, to a successor."""
        answer = self.desk.handover(team_id, self.at(), to)
        return next(left for left in answer.accounts if left.account_id == self.account)

    def line(self) -> Any:
        """The account's line in the portfolio."""
        return next(a for a in self.desk.accounts(self.at()).items if a.id == self.account)


def differences(answer: Any, what: str) -> dict[tuple[str, ...], tuple[Any, Any]]:
    """The differences of one kind in a diff or what-if: of what, before and after."""
    return {d.of: (d.from_, d.to) for d in answer.difference if d.what == what}
