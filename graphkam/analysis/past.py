"""Every tie that ever was at an account, so that its strength at any moment is looked up, not summed again."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from math import inf

from graphkam.domain.constants import Constants, at_least
from graphkam.domain.facts import AccountFacts, Touchpoint
from graphkam.domain.moment import DAY, AsOf
from graphkam.domain.strength import days_until, decay, touchpoint_weights

Pair = tuple[str, str]
"""(one of ours, one of theirs)."""


Weighed = tuple[Touchpoint, Mapping[str, float]]
"""A touchpoint, and what it weighs for each of theirs."""


def weighed(facts: AccountFacts, constants: Constants) -> list[Weighed]:
    """Every touchpoint with its weights, oldest first, those that lie ahead too. Cost: a sort."""
    ordered = sorted(facts.touchpoints, key=lambda t: (t.at, t.id))
    return [(t, touchpoint_weights(t.channel, t.people, t.cc, constants)) for t in ordered]


class Story:
    """The contacts of one pair: when, and what they add up to after each of them."""

    __slots__ = ("after", "moments")

    def __init__(self) -> None:
        self.moments: list[float] = []
        self.after: list[float] = []

    def add(self, at: float, weight: float, half_life_days: float) -> None:
        """A contact later than those before."""
        moments, after = self.moments, self.after
        left = after[-1] * decay((at - moments[-1]) / DAY, half_life_days) if moments else 0.0
        moments.append(at)
        after.append(left + weight)

    def count(self, at: AsOf) -> int:
        """How many of the contacts had happened."""
        return (bisect_left if at.whole_day else bisect_right)(self.moments, at.instant)


class Past:
    """What the touchpoints of an account add up to after each of them; leavers of either side included.

    s fades by the same share for everything that came before: what it was after the last contact is enough.
    Cost: linear in the touchpoints once; then a look-up for each pair.

    >>> from graphkam.analysis.example import kiln
    >>> past = kiln().past
    >>> then = AsOf.on("2026-02-28", "UTC")
    >>> [(pair, round(s, 2)) for pair, s in past.strengths(then)]
    [(('li', 'liu'), 0.63)]
    """

    def __init__(self, ties: Mapping[Pair, Story], constants: Constants) -> None:
        self._ties, self._constants = ties, constants

    @classmethod
    def of(cls, weighed: Iterable[Weighed], constants: Constants) -> Past:
        """The past that touchpoints tell, oldest first."""
        ties: defaultdict[Pair, Story] = defaultdict(Story)
        for touchpoint, weights in weighed:
            team, at = touchpoint.team, touchpoint.at
            for member in team if len(team) == 1 else dict.fromkeys(team):
                for person, weight in weights.items():
                    ties[member, person].add(at, weight, constants.half_life_days)
        return cls(dict(ties), constants)

    def strengths(self, at: AsOf, person: str | None = None) -> Iterator[tuple[Pair, float]]:
        """s of each pair (with one of theirs, or all) that had had a contact by then, by ids."""
        for pair in sorted(self._ties) if person is None else self.pairs_of(person):
            story = self._ties[pair]
            count = story.count(at)
            if count:
                age = (at.instant - story.moments[count - 1]) / DAY
                yield pair, story.after[count - 1] * decay(age, self._constants.half_life_days)

    def moments(self, pair: Pair, at: AsOf) -> Sequence[float]:
        """When the two had contact by then, oldest first; KeyError if they never had any."""
        story = self._ties[pair]
        return story.moments[: story.count(at)]

    def live_until(self, pair: Pair, at: AsOf) -> float | None:
        """The last instant at which contacts up to a moment make a live tie; None if it never was one.

        It lies ahead of the last contact for as long as that lasts; infinite if a tie never fades.

        >>> from graphkam.analysis.example import kiln
        >>> until = kiln().past.live_until(("li", "liu"), kiln().at)
        >>> AsOf.on("2026-08-01", "UTC").instant - until < DAY
        True
        """
        story = self._ties[pair]
        for i in range(story.count(at) - 1, -1, -1):
            s = story.after[i]
            if at_least(s, self._constants.live):
                days = days_until(s, self._constants.live, self._constants.half_life_days)
                return inf if days is None else story.moments[i] + max(days, 0.0) * DAY
        return None

    def pairs_of(self, person: str) -> list[Pair]:
        """The pairs of one of theirs, by ids."""
        return self._by_person.get(person, [])

    @cached_property
    def _by_person(self) -> Mapping[str, list[Pair]]:
        found: defaultdict[str, list[Pair]] = defaultdict(list)
        for pair in sorted(self._ties):
            found[pair[1]].append(pair)
        return found
