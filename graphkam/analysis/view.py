"""An account as of a moment: every intermediate value of the analyses, computed when asked for and once."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from graphkam.analysis.graph import Flow, direct_graph, influence_graph
from graphkam.analysis.judgement import Judged, Power, power_of, support_of
from graphkam.analysis.layers import guessed_people
from graphkam.analysis.past import Pair, Past, Weighed, weighed
from graphkam.analysis.validity import later_row, valid_by_id
from graphkam.domain.constants import Constants, at_least
from graphkam.domain.facts import (
    AccountFacts,
    Assessment,
    Assignment,
    Employment,
    Relation,
    TeamMember,
    Touchpoint,
)
from graphkam.domain.moment import DAY, AsOf
from graphkam.domain.packed import moments
from graphkam.domain.strength import decay, strength
from graphkam.domain.vocabulary import DECISION_ROLES, LAYERS, ROLES

if TYPE_CHECKING:
    import networkx as nx


T = TypeVar("T")


class Contact(NamedTuple):
    """A touchpoint as part of one tie: its weight there, and what is left of it at the moment of the view."""

    touchpoint: Touchpoint
    weight: float
    contribution: float


class Span(NamedTuple):
    """How often two had contact, and the instants of the first and the last."""

    contacts: int
    first: float
    last: float


class Late(NamedTuple):
    """The last contacts of a tie: the channels of those that weigh anything, and who began any of them."""

    channels: frozenset[str]
    by: frozenset[str]


class LiveTie(NamedTuple):
    """A tie that counts as reach. `strength` is S."""

    team_id: str
    person_id: str
    s: float
    strength: float


@dataclass(frozen=True, slots=True)
class Decision:
    """Who holds the decisions, and whence we know: roles, layers or none."""

    holders: frozenset[str]
    source: str


class View:
    """One account as of one moment under one set of constants; the input of every analysis.

    Facts are never changed. Sums are exact (`math.fsum`), so that the order of the records is of no
    influence. Cost: about linear in the touchpoints the first time something is asked, then constant.

    >>> from graphkam.analysis.example import kiln
    >>> view = kiln()
    >>> [(tie.team_id, tie.person_id, round(tie.strength, 2)) for tie in view.live_ties]
    [('li', 'liu', 0.8)]
    >>> sorted(view.decision.holders), view.decision.source
    (['gm', 'liu'], 'roles')
    """

    def __init__(self, facts: AccountFacts, at: AsOf, constants: Constants, past: Past | None = None) -> None:
        self.facts = facts
        self.at = at
        self.constants = constants
        self._past = past
        self.answers: dict[Hashable, Any] = {}
        """What analyses of this view have given; see `keep`."""

    def keep(self, question: Hashable, make: Callable[[], T]) -> T:
        """The answer to a question, made the first time that it is asked of this view."""
        if question not in self.answers:
            self.answers[question] = make()
        answer: T = self.answers[question]
        return answer

    def on(self, at: AsOf) -> View:
        """The same facts as of another moment; many of them cost little more than one."""
        return View(self.facts, at, self.constants, self.past)

    @cached_property
    def past(self) -> Past:
        """Every tie that ever was."""
        return self._past or Past.of(self.weighed, self.constants)

    @cached_property
    def weighed(self) -> list[Weighed]:
        """Every touchpoint with what it weighs for each of theirs, oldest first, those that lie ahead too."""
        return weighed(self.facts, self.constants)

    # Who is there that day -------------------------------------------------------------------------------

    @cached_property
    def employed(self) -> Mapping[str, Employment]:
        """Their people who work at the account that day, as recorded; of overlapping rows the latest begun."""
        return valid_by_id(((e.person_id, e) for e in self.facts.people), self.at)

    @cached_property
    def _guessed(self) -> tuple[Mapping[str, Employment], frozenset[str]]:
        return guessed_people(self.employed, self.relations)

    @cached_property
    def people(self) -> Mapping[str, Employment]:
        """Their people of that day, by id, with layers and functions guessed where nobody gave them."""
        return self._guessed[0]

    @cached_property
    def guessed_functions(self) -> frozenset[str]:
        """Whose functions are guessed from the title."""
        return self._guessed[1]

    @cached_property
    def team(self) -> Mapping[str, TeamMember]:
        """Our people who are with us that day, by id."""
        return valid_by_id(((m.id, m) for m in self.facts.team), self.at)

    @cached_property
    def assignments(self) -> tuple[Assignment, ...]:
        """Who of ours covers the account that day, and as what; longest first, then ids."""
        valid = (
            a
            for a in self.facts.assignments
            if a.team_id in self.team and self.at.valid(a.valid_from, a.valid_to)
        )
        return tuple(
            sorted(set(valid), key=lambda a: (a.valid_from or "", a.team_id, a.as_, a.valid_to or "~"))
        )

    @cached_property
    def managers(self) -> frozenset[str]:
        """Our account managers of that day."""
        return frozenset(a.team_id for a in self.assignments if a.as_ == "account_manager")

    def name(self, id_: str) -> str:
        """The name of one of theirs or ours, who may be gone by then; the id where it is not known."""
        known = self.people.get(id_) or self.team.get(id_)
        return known.name if known else self._names.get(id_, id_)

    @cached_property
    def _names(self) -> Mapping[str, str]:
        """The names of all who ever were there; of several the one that was valid last."""
        theirs = sorted((e.valid_to or "~", later_row(e), e.person_id, e.name) for e in self.facts.people)
        ours = sorted((m.valid_to or "~", later_row(m), m.id, m.name) for m in self.facts.team)
        return {id_: name for *_, id_, name in (*theirs, *ours)}

    # Ties ------------------------------------------------------------------------------------------------

    @cached_property
    def contacts(self) -> Mapping[Pair, tuple[Contact, ...]]:
        """The touchpoints of each tie, oldest first. Leavers of either side hold no tie."""
        found: defaultdict[Pair, list[Contact]] = defaultdict(list)
        theirs, ours, half_life = self.people, self.team, self.constants.half_life_days
        for touchpoint, weights in self.weighed:
            if not self.at.counts(touchpoint.at):
                break
            left = decay((self.at.instant - touchpoint.at) / DAY, half_life)
            members = [m for m in dict.fromkeys(touchpoint.team) if m in ours]
            for person, weight in weights.items():
                if person in theirs:
                    contact = Contact(touchpoint, weight, weight * left)
                    for member in members:
                        found[member, person].append(contact)
        return {pair: tuple(found[pair]) for pair in sorted(found)}

    def moments(self, pair: Pair) -> Sequence[float]:
        """When the two of a tie had contact, oldest first; KeyError for a pair without."""
        return [contact.touchpoint.at for contact in self.contacts[pair]]

    def span(self, pair: Pair) -> Span:
        """How often the two of a tie had contact, and when; KeyError for a pair without."""
        contacts = self.contacts[pair]
        return Span(len(contacts), contacts[0].touchpoint.at, contacts[-1].touchpoint.at)

    def late(self, pair: Pair, since: str) -> Late:
        """The contacts of a tie from a day on; KeyError for a pair without any."""
        found = [c for c in self.contacts[pair] if self.at.day_at(c.touchpoint.at) >= since]
        channels = frozenset(c.touchpoint.channel for c in found if c.weight > 0)
        return Late(channels, frozenset(by for c in found if (by := c.touchpoint.initiated_by)))

    @cached_property
    def fading(self) -> Collection[Pair]:
        """The ties that may be cold, or go cold within `cold_soon_days`; all that do are among them. See `cooling`."""
        return self.strengths.keys()

    @cached_property
    def touched(self) -> Mapping[str, float]:
        """The instant of the last contact of each of theirs with any of ours, leavers too, that weighs something."""
        latest: dict[str, float] = {}
        for touchpoint, weights in self.weighed:
            if not self.at.counts(touchpoint.at):
                break
            for person, weight in weights.items() if touchpoint.team else ():
                if weight > 0 and person in self.employed:
                    latest[person] = touchpoint.at
        return latest

    @cached_property
    def contacted(self) -> bool:
        """Whether any touchpoint had happened."""
        return any(map(self.at.counts, moments(self.facts.touchpoints)))

    @cached_property
    def strengths(self) -> Mapping[Pair, float]:
        """s of each tie: the sum of what its touchpoints still contribute."""
        if self._past is not None:
            known = self._past.strengths(self.at)
            return {pair: s for pair, s in known if pair[0] in self.team and pair[1] in self.people}
        return {pair: math.fsum([c.contribution for c in found]) for pair, found in self.contacts.items()}

    @cached_property
    def live_ties(self) -> tuple[LiveTie, ...]:
        """The ties that count as reach, by ids. A placeholder is known, never reached."""
        return tuple(
            LiveTie(*pair, s, strength(s, self.constants.kappa))
            for pair, s in self.strengths.items()
            if at_least(s, self.constants.live) and not self.people[pair[1]].placeholder
        )

    @cached_property
    def ties_with(self) -> Mapping[str, tuple[LiveTie, ...]]:
        """The live ties of each of theirs who has any."""
        found: defaultdict[str, list[LiveTie]] = defaultdict(list)
        for tie in self.live_ties:
            found[tie.person_id].append(tie)
        return {person: tuple(ties) for person, ties in found.items()}

    def ties_of(self, person: str) -> tuple[LiveTie, ...]:
        """The live ties of one of theirs; none of whoever is not there."""
        return self.ties_with.get(person, ())

    @cached_property
    def coverages(self) -> Mapping[str, float]:
        """c_p = 1 − Π(1 − S) over the live ties of each of theirs; 0 without any."""
        return {
            p: strength(math.fsum(t.s for t in self.ties_with.get(p, ())), self.constants.kappa)
            for p in self.people
        }

    # Judgements ------------------------------------------------------------------------------------------

    @cached_property
    def _assessments(self) -> Mapping[str, list[Assessment]]:
        found: defaultdict[str, list[Assessment]] = defaultdict(list)
        for assessment in self.facts.assessments:
            found[assessment.person_id].append(assessment)
        return found

    @cached_property
    def powers(self) -> Mapping[str, Power]:
        """Each person's power with its source."""
        c = self.constants
        return {
            p: power_of(e, self._assessments.get(p, ()), self.at, c.layer_power, c.missing_confidence)
            for p, e in self.people.items()
        }

    @cached_property
    def supports(self) -> Mapping[str, Judged]:
        """The support of each person whom anybody judged."""
        missing = self.constants.missing_confidence
        said = self._assessments
        judged = ((p, support_of(said[p], self.at, missing)) for p in self.people if p in said)
        return {p: support for p, support in judged if support is not None}

    @cached_property
    def _power(self) -> Mapping[str, float]:
        return {p: power.value for p, power in self.powers.items()}

    @cached_property
    def _deciding(self) -> float:
        return self.power(self.decision.holders)

    def power(self, people: Iterable[str]) -> float:
        """Σπ of some of their people."""
        return math.fsum(map(self._power.__getitem__, people))

    def by_power(self, people: Iterable[str]) -> tuple[str, ...]:
        """Their people in the order in which texts name them: most powerful first, then ids."""
        return tuple(sorted(people, key=lambda p: (-self.powers[p].value, p)))

    # Who decides -----------------------------------------------------------------------------------------

    @cached_property
    def layers(self) -> Mapping[str, tuple[str, ...]]:
        """Their people of each of the three layers; whose layer is unknown is in none."""
        return {layer: tuple(p for p, e in self.people.items() if e.layer == layer) for layer in LAYERS}

    @cached_property
    def roles(self) -> Mapping[str, tuple[str, ...]]:
        """Who holds each of the buying roles that day, by ids."""
        found: dict[str, set[str]] = {role: set() for role in ROLES}
        for r in self.facts.roles:
            if r.person_id in self.people and r.role in found and self.at.valid(r.valid_from, r.valid_to):
                found[r.role].add(r.person_id)
        return {role: tuple(sorted(people)) for role, people in found.items()}

    @cached_property
    def decision(self) -> Decision:
        """The decision holders D: by roles, else management and executive, else nobody."""
        by_role = frozenset(p for role in DECISION_ROLES for p in self.roles[role])
        if by_role:
            return Decision(by_role, "roles")
        by_layer = frozenset(self.layers["management"] + self.layers["executive"])
        return Decision(by_layer, "layers" if by_layer else "none")

    # Flow ------------------------------------------------------------------------------------------------

    @cached_property
    def _reachable(self) -> tuple[str, ...]:
        return tuple(p for p, e in self.employed.items() if not e.placeholder)

    @cached_property
    def direct(self) -> nx.DiGraph[str]:
        """supplier → ours → (live tie) → theirs."""
        return direct_graph(((t.team_id, t.person_id, t.strength) for t in self.live_ties), self._reachable)

    @cached_property
    def relations(self) -> tuple[Relation, ...]:
        """The lines between two of theirs that hold that day, both working at the account."""
        return tuple(
            r
            for r in self.facts.relations
            if r.from_id in self.employed
            and r.to_id in self.employed
            and self.at.valid(r.valid_from, r.valid_to)
        )

    @cached_property
    def influence(self) -> nx.DiGraph[str]:
        """`direct` and whom they influence or manage."""
        return influence_graph(self.direct, self.relations, self.constants)

    @cached_property
    def direct_flow(self) -> Flow:
        """Reach on touchpoints alone."""
        return Flow(self.direct, self._reachable)

    @cached_property
    def influence_flow(self) -> Flow:
        """Reach with influence."""
        return Flow(self.influence, self._reachable)

    @cached_property
    def disjoint_paths(self) -> Mapping[str, tuple[tuple[str, ...], ...]]:
        """For each decision holder, a largest set of paths of `influence` that share no person."""
        return {p: self.influence_flow.disjoint_paths(p) for p in sorted(self.decision.holders)}

    def impact(self, lost: Collection[str]) -> float | None:
        """Σπ(lost ∩ D) ÷ Σπ(D); None if nobody of power decides."""
        return ratio(self.power(self.decision.holders.intersection(lost)), self._deciding)


def ratio(part: float, whole: float) -> float | None:
    """part ÷ whole; None where the whole is nothing.

    >>> ratio(1.0, 4.0), ratio(0.0, 0.0)
    (0.25, None)
    """
    return part / whole if whole > 0 else None


def once(analysis: Callable[[View], T]) -> Callable[[View], T]:
    """An analysis whose answer is kept with the view, so that each view gives it once."""

    @wraps(analysis)
    def kept(view: View) -> T:
        return view.keep(analysis, lambda: analysis(view))

    return kept
