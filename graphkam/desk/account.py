"""Questions about one account."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from graphkam import analysis, recorded
from graphkam.analysis import View
from graphkam.desk.room import Room
from graphkam.domain.alarms import Defence
from graphkam.domain.answers import Exposure, Gaps, Spof, Stage, Ties
from graphkam.domain.cards import AccountCard, Contacts, OurPart
from graphkam.domain.influence_map import InfluenceMap
from graphkam.domain.moment import AsOf

if TYPE_CHECKING:
    import networkx as nx


class Basis(NamedTuple):
    """What the answers about an account stand on, beside the moment: as long as it is the same, so are they."""

    account_id: str
    revision: int
    parent: tuple[str, int] | None
    below: tuple[str, ...]
    managers: frozenset[str]
    day: date
    loads: Mapping[str, int]


class OfAccount(Room):
    """Questions about one account."""

    def basis(self, view: View) -> Basis:
        """What every page of this account stands on: its records, its parent's, its managers' loads, who is below.

        To be looked up before the rest of the page: what is written in between then makes the page old, at
        worst one that has it already.
        """
        account_id, above = view.facts.account.id, view.facts.account.parent_id
        parent = (above, self.facts(above).revision) if above else None
        loads, below = self._loads(view), self.subsidiaries(account_id)
        return Basis(account_id, view.facts.revision, parent, below, view.managers, view.at.day, loads)

    def stands(self, basis: Basis) -> bool:
        """Whether the store still says so. Cost: none for a glance, beside what it asks the store once."""
        stand = self.stand()
        known = [(basis.account_id, basis.revision), *([basis.parent] if basis.parent else [])]
        return (
            all(stand.revisions.get(id_) == revision for id_, revision in known)
            and stand.places.below(basis.account_id) == basis.below
            and stand.places.loads(basis.managers, basis.day) == basis.loads
        )

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

    def to_networkx(self, account_id: str, at: AsOf) -> nx.DiGraph[str]:
        """The influence graph as networkx has it, labelled: see `analysis.labelled`."""
        return analysis.labelled(self.view(account_id, at))

    def touchpoints(
        self, account_id: str, at: AsOf, limit: int = 100, after: tuple[float, str] | None = None
    ) -> Contacts:
        """The touchpoints of an account as they are recorded, newest first; `after` is (seconds, id)."""
        return recorded.touchpoints(self.store, "account", account_id, at, limit, after)
