"""A view whose costly values come from a sweep: of many accounts at once, and the same analyses run on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from graphkam.analysis.compiled.moment import weights
from graphkam.analysis.graph import SUPPLIER, Flow, followers
from graphkam.analysis.past import Pair, Past, Story
from graphkam.analysis.view import Late, LiveTie, Span, View
from graphkam.domain.constants import Constants, at_least
from graphkam.domain.facts import AccountFacts, Relation
from graphkam.domain.frame import Frame
from graphkam.domain.moment import DAY, AsOf
from graphkam.domain.strength import strength
from graphkam.domain.sweep import COLD, GOING, LIVE, Sweep
from graphkam.domain.vocabulary import CHANNELS, INITIATORS

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Seeded(View):
    """One account of a sweep as of its moment; the input of every analysis, as a plain `View` is.

    Ties, coverage, reach and losses are taken from the columns; what they do not hold (names, sources, lists
    of touchpoints) is computed as in a plain view when it is asked for. Values differ from those of a plain
    view by less than 1e-12. `place`: of the account in `frame`, which holds these `facts`; a frame without its
    sweep (`found`) holds no other.

    Errors: ImportError where another moment is asked for (`on`) and numba is missing. Cost: a fifth of a plain
    view or less; another moment: a sweep of this account alone, half a millisecond. Source: docs/engine.md.

    >>> from graphkam.analysis.compiled.engine import sweep
    >>> from graphkam.analysis.example import kiln
    >>> from graphkam.snapshot.framing import frame_of
    >>> plain = kiln()
    >>> frame = frame_of([plain.facts])
    >>> view = Seeded(plain.facts, plain.at, plain.constants, frame, sweep(frame, plain.at, plain.constants))
    >>> view.live_ties == plain.live_ties, view.influence_flow.lost == plain.influence_flow.lost
    (True, True)
    """

    def __init__(
        self,
        facts: AccountFacts,
        at: AsOf,
        constants: Constants,
        frame: Frame,
        found: Sweep | None = None,
        place: int = 0,
        past: Past | None = None,
    ) -> None:
        super().__init__(facts, at, constants, past)
        self._frame, self._given, self._place = frame, found, place

    def on(self, at: AsOf) -> View:
        """The same facts as of another moment, by a sweep of this account alone when its columns are needed."""
        return Seeded(self.facts, at, self.constants, self._alone, past=self.past)

    @cached_property
    def _found(self) -> Sweep:
        if self._given is not None:
            return self._given
        from graphkam.analysis.compiled.engine import sweep

        return sweep(self._frame, self.at, self.constants, redundancy=False)

    @cached_property
    def _alone(self) -> Frame:
        return self._frame if len(self._frame) == 1 else self._frame.only(self._place)

    def _rows(self, level: str) -> slice:
        first = getattr(self._frame, f"first_{level}")
        return slice(int(first[self._place]), int(first[self._place + 1]))

    @cached_property
    def _theirs(self) -> list[str]:
        """The ids of their people, by slot."""
        rows = self._rows("person")
        return self._frame.person_id.known(rows.start, rows.stop)

    @cached_property
    def _ours(self) -> list[str]:
        """The ids of ours, by slot."""
        rows = self._rows("member")
        return self._frame.member_id.known(rows.start, rows.stop)

    # Ties ------------------------------------------------------------------------------------------------

    @cached_property
    def _pairs(self) -> list[Pair]:
        """Everybody who ever was in contact, as the columns have them."""
        rows, theirs, ours = self._rows("tie"), self._theirs, self._ours
        members, people = self._frame.tie_member[rows].tolist(), self._frame.tie_person[rows].tolist()
        return [(ours[u], theirs[p]) for u, p in zip(members, people, strict=True)]

    @cached_property
    def strengths(self) -> Mapping[Pair, float]:
        """s of each tie."""
        found = self._found.tie_s[self._rows("tie")].tolist()
        return dict(sorted((pair, s) for pair, s in zip(self._pairs, found, strict=True) if s == s))

    @cached_property
    def fading(self) -> Collection[Pair]:
        """The ties that are cold, or go cold within `cold_soon_days`."""
        states = self._found.tie_state[self._rows("tie")]
        return sorted(self._pairs[i] for i in np.flatnonzero(states & (COLD | GOING)).tolist())

    @cached_property
    def live_ties(self) -> tuple[LiveTie, ...]:
        """The ties that count as reach, by ids."""
        kappa, people, found = self.constants.kappa, self.employed, self._found
        rows = self._rows("tie")
        live = np.flatnonzero(found.tie_state[rows] & LIVE).tolist()
        held = sorted(
            (*self._pairs[i], s) for i, s in zip(live, found.tie_s[rows][live].tolist(), strict=True)
        )
        return tuple(LiveTie(u, p, s, strength(s, kappa)) for u, p, s in held if not people[p].placeholder)

    def ties_of(self, person: str) -> tuple[LiveTie, ...]:
        """The live ties of one of theirs; they alone are looked at where there was no sweep yet."""
        if self._given is not None or "_found" in self.__dict__:
            return super().ties_of(person)
        if person not in self.employed or self.employed[person].placeholder:
            return ()
        return tuple(
            LiveTie(*pair, s, strength(s, self.constants.kappa))
            for pair, s in self.past.strengths(self.at, person)
            if pair[0] in self.team and at_least(s, self.constants.live)
        )

    @cached_property
    def past(self) -> Past:
        """Every tie that ever was, as far as its two are known here."""
        return self._past or Past(
            _Stories(self._frame, self._rows("tie"), self._pairs, self.constants), self.constants
        )

    def moments(self, pair: Pair) -> Sequence[float]:
        """When the two of a tie had contact, oldest first."""
        return self.past.moments(pair, self.at)

    @cached_property
    def _tie_of(self) -> Mapping[Pair, int]:
        """The row of each pair in the columns."""
        rows = self._rows("tie")
        return dict(zip(self._pairs, range(rows.start, rows.stop), strict=True))

    def _happened(self, pair: Pair) -> tuple[int, int]:
        """The rows of the contacts of a tie that had happened: the first, and the one behind the last."""
        first, tie = self._frame.first_contact, self._tie_of[pair]
        begin, end = int(first[tie]), int(first[tie + 1])
        side: Literal["left", "right"] = "left" if self.at.whole_day else "right"
        return begin, begin + int(self._frame.contact_at[begin:end].searchsorted(self.at.instant, side))

    def span(self, pair: Pair) -> Span:
        """How often the two of a tie had contact, and when."""
        begin, end = self._happened(pair)
        if begin == end:
            raise KeyError(pair)
        at = self._frame.contact_at
        return Span(end - begin, float(at[begin]), float(at[end - 1]))

    def late(self, pair: Pair, since: str) -> Late:
        """The contacts of a tie from a day on."""
        return self.keep((Late, since), lambda: self._late(since)).get(self._tie_of[pair], _NOTHING)

    def _late(self, since: str) -> Mapping[int, Late]:
        """The contacts from a day on, by the row of their tie."""
        frame, ties = self._frame, self._rows("tie")
        first = frame.first_contact[ties.start : ties.stop + 1]
        rows = slice(int(first[0]), int(first[-1]))
        at = frame.contact_at[rows]
        midnight = datetime.fromisoformat(since).replace(tzinfo=UTC).timestamp()  # there, to within a day
        wanted = at < self.at.instant if self.at.whole_day else at <= self.at.instant
        wanted &= at >= midnight - DAY
        for row in np.flatnonzero(wanted & (at < midnight + DAY)).tolist():
            wanted[row] = self.at.day_at(float(at[row])) >= since
        found = np.flatnonzero(wanted)
        tie = first.searchsorted(found + rows.start, "right") - 1
        channel, copied = frame.contact_channel[rows][found], frame.contact_copied[rows][found]
        weighs = weights(self.constants)[copied, channel] > 0
        channels = _by_row(tie[weighs], channel[weighs], (*CHANNELS, "other"))
        by = frame.contact_by[rows][found]
        began = _by_row(tie[by >= 0], by[by >= 0], INITIATORS)
        return {
            ties.start + row: Late(frozenset(channels[row]), frozenset(began[row]))
            for row in np.unique(tie).tolist()
        }

    @cached_property
    def touched(self) -> Mapping[str, float]:
        """The instant of the last contact of each of theirs that weighs something."""
        frame, ties = self._frame, self._rows("tie")
        begin, end = int(frame.first_contact[ties.start]), int(frame.first_contact[ties.stop])
        at = frame.contact_at[begin:end]
        happened = at <= self.at.instant if not self.at.whole_day else at < self.at.instant
        table = weights(self.constants)
        happened &= table[frame.contact_copied[begin:end], frame.contact_channel[begin:end]] > 0
        person = np.repeat(frame.tie_person[ties], np.diff(frame.first_contact[ties.start : ties.stop + 1]))
        latest = np.full(len(self._theirs), -np.inf)
        np.maximum.at(latest, person[happened], at[happened])
        met = zip(self._theirs, latest.tolist(), strict=True)
        return {p: last for p, last in met if last > -np.inf and p in self.employed}

    @cached_property
    def coverages(self) -> Mapping[str, float]:
        """c_p of each of theirs."""
        found = self._found.person_coverage[self._rows("person")].tolist()
        return {p: c for p, c in zip(self._theirs, found, strict=True) if p in self.employed}

    # Flow ------------------------------------------------------------------------------------------------

    @cached_property
    def direct_flow(self) -> Flow:
        """Reach on touchpoints alone."""
        parents = {tie.team_id: SUPPLIER for tie in self.live_ties}
        for person, ties in self.ties_with.items():
            parents[person] = ties[0].team_id if len(ties) == 1 else SUPPLIER
        return self._flow((), parents)

    @cached_property
    def influence_flow(self) -> Flow:
        """Reach with influence."""
        nodes = [SUPPLIER, *self._ours, *self._theirs]
        parents = {tie.team_id: SUPPLIER for tie in self.live_ties}
        through = self._found.theirs_through[self._rows("person")].tolist()
        parents |= {p: nodes[t] for p, t in zip(self._theirs, through, strict=True) if t >= 0}
        return self._flow(self.relations, parents)

    def _flow(self, relations: Sequence[Relation], parents: Mapping[str, str]) -> Flow:
        live = ((t.team_id, t.person_id, t.strength) for t in self.live_ties)
        # It holds no view, so that a view holds nothing that holds it and can go at once.
        told = partial(followers, live, self._reachable, relations, self.constants)
        return _SweptFlow(told, self._reachable, parents)


_NOTHING = Late(frozenset(), frozenset())


def _by_row(rows: NDArray[Any], places: NDArray[Any], words: Sequence[str]) -> defaultdict[int, set[str]]:
    """The words at these places, by the row that each belongs to."""
    found: defaultdict[int, set[str]] = defaultdict(set)
    base = len(words)
    for code in np.unique(rows * base + places.astype(np.int64) % base).tolist():
        found[code // base].add(words[code % base])
    return found


class _SweptFlow(Flow):
    """A flow graph whose dominator tree is known; who follows whom is told only where one way has to be."""

    def __init__(
        self,
        followers: Callable[[], Mapping[str, tuple[str, ...]]],
        theirs: Collection[str],
        parents: Mapping[str, str],
    ) -> None:
        self._followers, self._theirs, self._parents = followers, frozenset(theirs), parents

    @cached_property
    def reached(self) -> frozenset[str]:
        """Those of theirs to whom a path leads."""
        return self._theirs.intersection(self._parents)

    def lost_without(self, people: Iterable[str]) -> frozenset[str]:
        """Their people reached now and not without all of `people`; of one it is known."""
        removed = set(people)
        if len(removed) > 1:
            return super().lost_without(removed)
        return frozenset().union(*(self.lost.get(person, ()) for person in removed))

    @cached_property
    def _successors(self) -> Mapping[str, tuple[str, ...]]:
        return self._followers()


class _Stories(Mapping[Pair, Story]):
    """The contacts of each pair of an account, made of columns when they are asked for."""

    def __init__(self, frame: Frame, ties: slice, pairs: Sequence[Pair], constants: Constants) -> None:
        self._frame, self._constants = frame, constants
        self._rows = dict(zip(pairs, range(ties.start, ties.stop), strict=True))
        self._table = weights(constants)
        self._made: dict[Pair, Story] = {}

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Pair]:
        return iter(self._rows)

    def __getitem__(self, pair: Pair) -> Story:
        if pair not in self._made:
            self._made[pair] = self._of(self._rows[pair])
        return self._made[pair]

    def _of(self, tie: int) -> Story:
        frame, crowd, story = self._frame, self._constants.crowd, Story()
        rows = slice(int(frame.first_contact[tie]), int(frame.first_contact[tie + 1]))
        weighed = self._table[frame.contact_copied[rows], frame.contact_channel[rows]].tolist()
        columns = frame.contact_at[rows].tolist(), weighed, frame.contact_people[rows].tolist()
        for at, weight, people in zip(*columns, strict=True):
            share = crowd / people if people > crowd else 1.0
            story.add(at, weight * share, self._constants.half_life_days)
        return story
