"""Every account of the portfolio as a view: one set for all questions, made again where an account changed."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from graphkam.analysis import View
from graphkam.analysis.columns import managed
from graphkam.analysis.engine import choice
from graphkam.desk.room import Room
from graphkam.domain.facts import AccountFacts
from graphkam.domain.moment import AsOf
from graphkam.kept import Kept
from graphkam.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from graphkam.analysis.compiled.fresh import Standing
    from graphkam.domain.frame import Frame
    from graphkam.domain.growing import Arrival, Growing
    from graphkam.domain.sweep import Sweep
    from graphkam.domain.tables import Row
    from graphkam.snapshot.added import Coming
    from graphkam.store import Store

PEOPLE = 60_000
"""Of theirs, of all accounts whose views are kept: about a thousand accounts, some hundred megabytes."""
MOMENTS = 2
"""For which views are kept: now, and what it is compared with."""
FEW = 20
"""If at most one in so many accounts of a frame is asked for, each is swept by itself."""

Views = dict[str, View]


class OfViews(Room):
    """The accounts of the portfolio, for the questions about all of them."""

    def __init__(self, store: Store, settings: Settings) -> None:
        super().__init__(store, settings)
        self._shared = Kept(MOMENTS)

    def standing(self, account_id: str, revision: int, at: AsOf) -> Standing | None:
        """How an account of this revision stands, if a touchpoint of it was recorded here of late; else None.

        By the compiled engine, whichever is chosen; it raises what that does where it cannot be loaded. Cost: for
        60 people some hundredths of a millisecond, as what was made ready for the touchpoint before is used again.
        """
        return self.snapshot.growing(account_id, revision, self._swept, at)

    def coming(self, row: Row) -> Coming | None:
        """What can be made ready of a touchpoint before it is stored: nobody sees it; None: nothing.

        Where somebody asked how its account stands since the touchpoint before, that is made ready too, as of now.
        Cost: as `standing`; no question to the store.
        """
        return self.snapshot.coming(row, self._sweep_ahead)

    def _sweep_ahead(self, growing: Growing, arrival: Arrival) -> None:
        if growing.reader is not None:
            growing.reader.ahead(arrival, AsOf.this_second(self.settings.timezone))

    def _swept(self, growing: Growing, at: AsOf) -> Standing:
        if growing.reader is None:
            from graphkam.analysis.compiled.fresh import Fresh

            growing.reader = Fresh(growing, self.constants)
        standing: Standing = growing.reader(at)
        return standing

    def views(self, at: AsOf, wanted: Collection[str] | None = None) -> Iterator[View]:
        """The accounts (None: all) as of a moment, one after the other, in any order.

        Of a portfolio of up to PEOPLE of theirs they are kept, so that the next question finds what this one
        computed, and after a write only changed accounts are viewed anew. Of a larger one each is let go when the
        next is asked for. With the compiled engine their costly values come from one sweep (`Seeded`). Raises
        StoreError. Cost: an account's records become objects, its touchpoints only if they are looked at.
        """
        parts = self.snapshot.parts()
        compiled = self._compiled(parts)
        people = sum(int(frame.first_person[-1]) for frame, _ in parts)
        kept: Views = self._shared.get(at, dict) if people <= PEOPLE else {}
        for frame, places in parts:
            those = ((place, frame.account_id[place] or "") for place in places)
            asked = [(place, id_) for place, id_ in those if wanted is None or id_ in wanted]
            for view in self._of_frame(frame, asked, at, kept, compiled=compiled):
                if people <= PEOPLE:
                    kept[view.facts.account.id] = view
                yield view

    def _compiled(self, parts: Sequence[tuple[Frame, Sequence[int]]]) -> bool:
        accounts = sum(len(places) for _, places in parts)
        return choice(accounts, self.settings.engine).engine == "compiled"

    def _of_frame(
        self, frame: Frame, asked: Sequence[tuple[int, str]], at: AsOf, kept: Views, *, compiled: bool
    ) -> Iterator[View]:
        found = None
        fresh = {
            id_ for place, id_ in asked if id_ in kept and kept[id_].facts.revision == frame.revision[place]
        }
        if compiled and (len(asked) - len(fresh)) * FEW > len(frame):
            found = self._sweep_of(frame, at)
        for place, id_ in asked:
            if id_ in fresh:
                yield kept[id_]
                continue
            for facts in self.snapshot.some([id_]):
                if not compiled or facts.revision != frame.revision[place]:
                    yield View(facts, at, self.constants)
                    continue
                from graphkam.analysis.seeded import Seeded

                if found is None:
                    yield Seeded(facts, at, self.constants, frame.only(place))
                else:
                    yield Seeded(facts, at, self.constants, frame, found, place)

    def _sweep_of(self, frame: Frame, at: AsOf) -> Sweep:
        """A sweep over a frame; over an account that was written to of late with what was made ready for it."""
        from graphkam.analysis.compiled.engine import sweep

        one = None
        if len(frame) == 1:
            one = self.standing(frame.account_id[0] or "", int(frame.revision[0]), at)
        return one.sweep() if one else sweep(frame, at, self.constants, redundancy=False)

    def facts_of_all(self) -> Iterator[AccountFacts]:
        """The facts of every account, one after the other, in any order. Raises StoreError."""
        for frame, places in self.snapshot.parts():
            for place in places:
                yield from self.snapshot.some([frame.account_id[place] or ""])

    def managed(self, at: AsOf) -> Mapping[str, Collection[str]]:
        """The accounts that each of ours manages that day. Cost: linear in assignments, without objects."""
        return managed(self.snapshot.parts(), at)

    def loads_of_all(self, at: AsOf) -> dict[str, int]:
        """How many accounts each of our account managers has that day."""
        return {team_id: len(accounts) for team_id, accounts in self.managed(at).items()}
