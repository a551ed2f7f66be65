"""The verdicts of one account under other constants, with everything shared that does not depend on them."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import NamedTuple

from graphkam.analysis.coverage import SEVERITY, status
from graphkam.analysis.graph import Flow
from graphkam.analysis.past import Pair
from graphkam.analysis.sensitivity.dials import COVERAGE, DIALS, SPOF, STAGE, scaled
from graphkam.analysis.spof import failures
from graphkam.analysis.stage import stage_name
from graphkam.analysis.view import View
from graphkam.domain.moment import DAY
from graphkam.domain.strength import decay
from graphkam.domain.vocabulary import ACCOUNT_STATES, FUNCTIONS

Verdict = tuple[str, str]
"""(kind, what) of a verdict."""
Verdicts = Mapping[Verdict, str]
NOT_A_SPOF = "no_spof"

_SHARED = (
    *("employed", "_guessed", "people", "guessed_functions", "team", "assignments", "managers"),
    *("layers", "roles", "decision", "relations"),
)
"""What depends on no constant."""
_OF_POWER = ("powers", "_power", "_deciding")
_OF_TIES = ("live_ties", "ties_with", "coverages", "influence_flow")


class _Part(NamedTuple):
    """One contact of a tie."""

    age: float
    weight: float
    contribution: float
    copied: bool
    addressed: int
    """How many of theirs it went to, copies included."""


class Bench:
    """Verdicts of one account under changed constants.

    Shared between all of them: who is there, who decides, the contacts with their ages, and, for each set of
    live ties, the flow graph with its dominator tree, which is what costs most.
    """

    def __init__(self, view: View) -> None:
        self.base = view
        self._flows: dict[frozenset[Pair], Flow] = {}
        self._known: dict[tuple[str, float], Verdicts] = {}

    def verdicts(self, dial: str, factor: float) -> Verdicts:
        """The verdicts that a constant can change, with it times a factor; each computed once."""
        key = (dial, factor)
        if key not in self._known:
            self._known[key] = self._computed(dial, factor)
        return self._known[key]

    def _computed(self, dial: str, factor: float) -> Verdicts:
        view, groups = self._view(dial, factor), DIALS[dial].groups
        found: dict[Verdict, str] = {}
        if COVERAGE in groups:
            found.update(self._statuses(view))
        if STAGE in groups:
            found["stage", ""] = stage_name(view)
        if SPOF in groups:
            found.update({("spof", id_): "spof" for id_ in failures(view, view.influence_flow)})
        return found

    def _view(self, dial: str, factor: float) -> View:
        changed = View(self.base.facts, self.base.at, scaled(self.base.constants, dial, factor))
        names = _SHARED if DIALS[dial].powers else (*_SHARED, *_OF_POWER)
        if not DIALS[dial].ties:
            names = (*names, *_OF_TIES)
        # A cached property is not computed where its value stands already.
        vars(changed).update({name: getattr(self.base, name) for name in names})
        if DIALS[dial].ties:
            vars(changed)["strengths"] = self._strengths(dial, factor)
            live = frozenset((t.team_id, t.person_id) for t in changed.live_ties)
            if live not in self._flows:
                self._flows[live] = changed.influence_flow
            vars(changed)["influence_flow"] = self._flows[live]
        return changed

    def _statuses(self, view: View) -> dict[Verdict, str]:
        found: dict[Verdict, str] = {}
        for layer, people in view.layers.items():
            found["layer", layer] = status(view, people)
        colours = (SEVERITY[word] for word in found.values())
        found["account", ""] = min(colours, key=ACCOUNT_STATES.index)
        for function, known in self._functions.items():
            found["function", function] = status(view, known)
        for role, holders in view.roles.items():
            if holders:
                found["role", role] = status(view, holders)
        return found

    @cached_property
    def _functions(self) -> Mapping[str, tuple[str, ...]]:
        people = self.base.people
        found = {f: tuple(p for p, e in people.items() if f in e.functions) for f in FUNCTIONS}
        return {function: known for function, known in found.items() if known}

    @cached_property
    def _parts(self) -> Mapping[Pair, tuple[_Part, ...]]:
        """The contacts of each tie."""
        instant = self.base.at.instant
        return {
            pair: tuple(
                _Part(
                    (instant - c.touchpoint.at) / DAY,
                    c.weight,
                    c.contribution,
                    pair[1] not in c.touchpoint.people,
                    len({*c.touchpoint.people, *c.touchpoint.cc}),
                )
                for c in contacts
            )
            for pair, contacts in self.base.contacts.items()
        }

    def _strengths(self, dial: str, factor: float) -> Mapping[Pair, float]:
        constants = self.base.constants
        if dial in ("live", "kappa"):
            return self.base.strengths
        if dial == "weights":
            return {pair: s * factor for pair, s in self.base.strengths.items()}
        if dial == "half_life_days":
            half_life = constants.half_life_days * factor
            return self._sums(lambda part: part.weight * decay(part.age, half_life))
        if dial == "cc_share":
            return self._sums(lambda part: part.contribution * (factor if part.copied else 1.0))

        def crowded(part: _Part) -> float:
            was, now = (
                min(1.0, most / part.addressed) for most in (constants.crowd, constants.crowd * factor)
            )
            return part.contribution * now / was

        return self._sums(crowded)

    def _sums(self, left: Callable[[_Part], float]) -> Mapping[Pair, float]:
        return {pair: math.fsum(map(left, parts)) for pair, parts in self._parts.items()}
