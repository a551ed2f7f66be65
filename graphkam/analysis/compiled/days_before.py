"""Alarms that ask how things stood the day before: whoever left, theirs and ours, and shifts of power.

What hung on whoever left is mostly told by who else was reached (`leavers`). Only where power tells, and where
power shifted, the account is swept once more, as of the day before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from graphkam.analysis.compiled import contacts, failure, standing
from graphkam.analysis.compiled.engine import run, swept
from graphkam.analysis.compiled.events import NEVER
from graphkam.analysis.compiled.jit import njit
from graphkam.analysis.compiled.leavers import AMBER, RED, UNDECIDED, outcomes
from graphkam.analysis.compiled.past_ties import OURS, THEIRS, had_ties, strengths
from graphkam.domain.constants import TOLERANCE, Constants
from graphkam.domain.frame import ALWAYS, FOREVER, Frame
from graphkam.domain.moment import AsOf
from graphkam.domain.splicing import taken
from graphkam.domain.sweep import INFLUENCE, LIVE
from graphkam.domain.vocabulary import CHANGE_KINDS

if TYPE_CHECKING:
    from graphkam.domain.frame import I8

EPOCH = date(1970, 1, 1).toordinal()
SHIFTS = tuple(CHANGE_KINDS.index(kind) for kind in ("reorganised", "power_shift"))
PART = 4_000
"""Accounts that are looked at together."""
_UNREAD = (
    *("contact", "order", "survey", "reading", "incident", "rival", "commitment", "change"),
    "texts",
)
"""What a flow graph takes nothing from: s of ties is told otherwise."""
_DAYS = {
    "post": ("post_from", "post_to"),
    "term": ("term_from", "term_to"),
    "line": ("line_valid_from", "line_valid_to"),
    "role": ("role_from", "role_to"),
    "assignment": ("assignment_from", "assignment_to"),
    "assessment": ("assessment_day",),
}
"""The columns of days that `_FLOW` reads, by level."""


class Events(NamedTuple):
    """What happened of late: at which account, on which day, to whom (side and slot; of no matter for shifts)."""

    account: I8
    day: I8
    side: I8
    slot: I8

    def only(self, which: Any) -> Events:
        """Some of them, in this order."""
        return Events(*(column[which] for column in self))


def count(frame: Frame, values: Mapping[str, Any], at: AsOf, constants: Constants) -> None:
    """Add contact_left, our_leaver and power_shift to `red` and `amber` of these values.

    Cost: linear in the contacts of accounts that somebody left of late, and in their people for each who left;
    and a sweep of those where power tells, and where power shifted.
    """
    leavers = _joined(_theirs(values), _ours(values))
    leavers = leavers.only(_had_ties(leavers, values, at))
    found = np.concatenate(
        [_outcomes(part, values, at) for part in _parts(leavers)] or [np.empty(0, np.uint8)]
    )
    unsure = leavers.only(found == UNDECIDED)
    told = [_failing(part, frame, values, at, constants) for part in _parts(unsure)]
    found[found == UNDECIDED] = np.where(np.concatenate(told), RED, AMBER)
    np.add.at(values["red"], leavers.account[found == RED], 1)
    np.add.at(values["amber"], leavers.account[found == AMBER], 1)
    for part in _parts(_shifts(values)):
        np.add.at(values["red"], part.account[_fell(part, frame, values, at, constants)], 1)


def _joined(*events: Events) -> Events:
    """All of them, by account, then day."""
    every = Events(*(np.concatenate(columns) for columns in zip(*events, strict=True)))
    return every.only(np.lexsort((every.day, every.account)))


def _parts(events: Events) -> list[Events]:
    """At least one, so that whatever may be needed is compiled where all is."""
    starts = range(0, max(1, len(events.account)), PART)
    return [events.only(slice(start, start + PART)) for start in starts]


def _had_ties(events: Events, values: Mapping[str, Any], at: AsOf) -> Any:
    found = np.empty(len(events.account), np.bool_)
    mine = {"instant": _midnights(events.day, at.zone), "found": found}
    run((had_ties,), {**values, **events._asdict(), **mine})
    return found


def _outcomes(events: Events, values: Mapping[str, Any], at: AsOf) -> Any:
    """What hung on those who left: see `leavers`."""
    outcome = np.empty(len(events.account), np.uint8)
    mine = {"on": events.day - 1, "midnight": _midnights(events.day, at.zone), "outcome": outcome}
    run((outcomes,), {**values, **events._asdict(), **mine})
    return outcome


def _strengths(events: Events, values: Mapping[str, Any], instants: Any) -> tuple[I8, Any]:
    """s of all ties of each account at an instant: where they begin, and one after the other."""
    sizes = np.diff(values["first_tie"])[events.account]
    first = np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)])
    found = np.empty(int(first[-1]))
    mine = {"account": events.account, "instant": instants, "first": first, "found": found}
    run((strengths,), {**values, **mine})
    return first, found


def _failing(events: Events, frame: Frame, values: Mapping[str, Any], at: AsOf, constants: Constants) -> Any:
    """Which of them were single points of failure, with influence, the day before."""
    then, moved = _then(events, frame, values, at, constants)
    k = np.arange(len(events.account))
    theirs = events.side == THEIRS
    place = np.where(theirs, moved.first_person[k], moved.first_member[k]) + events.slot
    found = np.zeros(len(k), np.bool_)
    for side, of in (("theirs", theirs), ("ours", ~theirs)):
        found[of] = then[f"{side}_spof"][INFLUENCE, place[of]] > 0
    return found


def _fell(events: Events, frame: Frame, values: Mapping[str, Any], at: AsOf, constants: Constants) -> Any:
    """After which of them less of the deciding power is reached, then and now, than the day before."""
    now = values["unreached"][events.account]
    before = _then(events, frame, values, at, constants)[0]["unreached"]
    after = now.copy()
    later = events.day < values["day"]
    evening = events.only(later)
    evening = evening._replace(day=evening.day + 1)
    if len(evening.day):
        after[later] = _then(evening, frame, values, at, constants)[0]["unreached"]
    return (after > before + TOLERANCE) & (now > before + TOLERANCE)


def _then(
    events: Events, frame: Frame, values: Mapping[str, Any], at: AsOf, constants: Constants
) -> tuple[dict[str, Any], Frame]:
    """The account of each event at the end of the day before, as what kernels tell, and the columns of these.

    All days are moved until that evening is the end of the view's day, so that one sweep does for all.
    """
    whole = AsOf.on(at.day, at.zone)
    midnights = _midnights(events.day, at.zone)
    copies = taken(frame, events.account, without=_UNREAD)
    moved = _moved(copies, int(values["day"]) + 1 - events.day, whole.instant - midnights)
    _, then = _strengths(events, values, midnights)
    return swept(moved, whole, constants, _FLOW, tie_then=then)[0], moved


@njit(cache=True, nogil=True)
def _alive(
    first_person: Any,
    first_member: Any,
    first_tie: Any,
    tie_person: Any,
    tie_member: Any,
    post: Any,
    term: Any,
    tie_then: Any,
    live: float,
    tie_s: Any,
    tie_state: Any,
) -> None:
    """Which ties were live, from what they were worth."""
    for a in range(len(first_tie) - 1):
        for tie in range(first_tie[a], first_tie[a + 1]):
            there = post[first_person[a] + tie_person[tie]] >= 0
            there = there and term[first_member[a] + tie_member[tie]] >= 0
            tie_s[tie] = tie_then[tie] if there else np.nan
            tie_state[tie] = LIVE if there and tie_then[tie] >= live - TOLERANCE else 0


_FLOW: tuple[Callable[..., None], ...] = (
    standing.posts,
    standing.terms,
    standing.layers,
    standing.lines,
    standing.judgements,
    standing.deciders,
    standing.care,
    _alive,
    contacts.reach,
    failure.direct,
    failure.influence,
)
"""What tells who is reached, and who is a single point of failure."""
CALLED: tuple[Callable[..., None], ...] = (had_ties, strengths, outcomes, *_FLOW)
"""The kernels that are called from here."""


def _midnights(days: I8, zone: str) -> Any:
    """The instants at which days begin."""
    known, place = np.unique(days, return_inverse=True)
    told = [AsOf.on(date.fromordinal(int(day) + EPOCH - 1), zone).instant for day in known]
    return np.array(told, np.float64)[place]


def _moved(frame: Frame, days: I8, seconds: Any) -> Frame:
    """The accounts with all their days and instants later by so many days and seconds."""
    made: dict[str, Any] = {}
    for level, columns in _DAYS.items():
        ends = getattr(frame, f"first_{level}")
        if level in ("post", "term"):
            ends = ends[frame.first_person if level == "post" else frame.first_member]
        later = np.repeat(days, np.diff(ends))
        for name in columns:
            old = getattr(frame, name)
            made[name] = np.where((old != ALWAYS) & (old != FOREVER), old + later, old).astype(np.int32)
    later = np.repeat(seconds, np.diff(frame.first_assessment))
    return replace(frame, **made, assessment_at=frame.assessment_at + later)


def _owner(first: Any, rows: I8) -> I8:
    """To which entry of the level above each record belongs."""
    owner: I8 = np.searchsorted(first, rows, "right") - 1
    return owner


def _theirs(values: Mapping[str, Any]) -> Events:
    person = np.flatnonzero(values["left_on"] != NEVER)
    account = _owner(values["first_person"], person)
    slot = person - values["first_person"][account]
    return Events(account, values["left_on"][person].astype(np.int64), np.full(len(person), THEIRS), slot)


def _ours(values: Mapping[str, Any]) -> Events:
    """Terms that ended of late of those of ours who are not back."""
    ends, day = values["term_to"], values["day"]
    rows = np.flatnonzero((ends > day - values["new_days"]) & (ends <= day))
    member = _owner(values["first_term"], rows)
    gone = values["term"][member] < 0
    rows, member = rows[gone], member[gone]
    account = _owner(values["first_member"], member)
    slot = member - values["first_member"][account]
    return Events(account, ends[rows].astype(np.int64), np.full(len(rows), OURS), slot)


def _shifts(values: Mapping[str, Any]) -> Events:
    on, day = values["change_on"], values["day"]
    recent = (on > day - values["new_days"]) & (on <= day)
    rows = np.flatnonzero(recent & np.isin(values["change_kind"], SHIFTS))
    account = _owner(values["first_change"], rows)
    nobody = np.zeros(len(rows), np.int64)
    return _joined(Events(account, on[rows].astype(np.int64), nobody, nobody))
