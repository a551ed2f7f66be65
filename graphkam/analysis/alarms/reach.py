"""Ties that are too few, that fade or have faded, and that our sales hold alone."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator

from graphkam.analysis.alarms.watch import Watch
from graphkam.analysis.cooling import cold_since, day_of, next_cold
from graphkam.analysis.coverage import strongest, threads
from graphkam.analysis.stage import only_sales
from graphkam.domain.alarms import Alarm
from graphkam.domain.constants import at_least
from graphkam.domain.message import Message, message
from graphkam.domain.moment import AsOf


def unreached_since(watch: Watch, person: str) -> str | None:
    """The day since which nobody of ours has a live tie with one of theirs, leavers of ours counted until then.

    None if nobody ever had one.
    """
    view = watch.view
    left = {m.id: m.valid_to for m in view.facts.team if m.valid_to is not None}
    days = []
    for pair in view.past.pairs_of(person):
        until = view.past.live_until(pair, view.at)
        if until is not None:
            faded = day_of(until, view.at.zone)
            days.append(min(d for d in (faded, left.get(pair[0]), watch.today) if d is not None))
    return max(days, default=None)


def single_threads(watch: Watch) -> Iterator[Alarm]:
    """single_thread: somebody is reached, and all live ties together make less than 1.5 threads. Amber."""
    ties = watch.view.live_ties
    count, top = threads(ties), strongest(ties)
    if count is None or top is None or at_least(count, watch.view.constants.single_thread):
        return
    ours, theirs = watch.view.name(top.team_id), watch.view.name(top.person_id)
    yield watch.alarm(
        "single_thread",
        "amber",
        message(
            "all hangs by {ours} and {theirs}: {threads:.1f} threads", ours=ours, theirs=theirs, threads=count
        ),
        message(
            "take a second colleague along to {theirs}, and let {theirs} introduce others", theirs=theirs
        ),
        people=[top.person_id],
        team=[top.team_id],
        facts=[watch.tie(top.team_id, top.person_id)],
    )


def cooling(watch: Watch, *, everybody: bool) -> Iterator[Alarm]:
    """going_cold, gone_cold: ties with management, executives and who decides, or with everybody. Amber.

    One alarm a person, which names all of ours whose ties with that one are cold, or will be within 30 days.
    A tie that is live, but silent beyond its rhythm, may be both.
    """
    view = watch.view
    horizon = view.at.days_ago(-math.floor(view.constants.cold_soon_days))
    gone: defaultdict[str, dict[str, str]] = defaultdict(dict)
    going: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for member, person in view.fading:
        e = view.people[person]
        if e.placeholder or not (everybody or e.layer == "management" or watch.executive(person)):
            continue
        since = cold_since(view, (member, person))
        if since is not None:
            gone[person][member] = min(view.at.day_at(since), watch.today)
        if at_least(view.strengths[member, person], view.constants.live):
            stops = next_cold(view, view.strengths[member, person])
            if stops is not None and stops <= horizon:
                going[person][member] = stops
    for person, members in sorted(going.items()):
        yield _going(watch, person, members)
    for person, found in sorted(gone.items()):
        yield _gone(watch, person, found)


def _going(watch: Watch, person: str, members: dict[str, str]) -> Alarm:
    first = min(members, key=lambda u: (members[u], u))
    values = {"ours": watch.who(sorted(members)), "theirs": watch.view.name(person), "day": members[first]}
    return watch.alarm(
        "going_cold",
        "amber",
        message("the tie of {ours} with {theirs} goes cold on {day} if nothing happens", **values),
        message("{ours}: see or call {theirs} before {day}", **values),
        people=[person],
        team=members,
        at=_entered(watch, person, members),
        facts=[watch.tie(u, person) for u in members],
    )


def _entered(watch: Watch, person: str, members: dict[str, str]) -> str | None:
    """The first day on which one of these ties had no more days left than the warning is given for."""
    zone, soon = watch.view.at.zone, math.floor(watch.view.constants.cold_soon_days)
    days = []
    for member, stops in members.items():
        warned = AsOf.on(stops, zone).days_ago(soon)
        last = day_of(watch.view.moments((member, person))[-1], zone)
        days.append(max(warned, last or warned))
    return min(days, default=None)


def _gone(watch: Watch, person: str, members: dict[str, str]) -> Alarm:
    view = watch.view
    values = {"ours": watch.who(sorted(members)), "theirs": view.name(person)}
    others = [tie.team_id for tie in view.ties_with.get(person, ()) if tie.team_id not in members]
    reason = message("the tie of {ours} with {theirs} has gone cold", **values)
    if others:
        reason = message("{reason}; {others} still has a live one", reason=reason, others=watch.who(others))
    return watch.alarm(
        "gone_cold",
        "amber",
        reason,
        _revive(watch, person, sorted(members), others),
        people=[person],
        team=members,
        at=max(members.values()),
        facts=[watch.tie(u, person) for u in members],
    )


def _revive(watch: Watch, person: str, members: list[str], others: list[str]) -> Message:
    values = {"ours": watch.who(members), "theirs": watch.view.name(person)}
    if others:
        return message("{others} could bring {ours} along to {theirs}", others=watch.who(others), **values)
    return message("{ours}: see {theirs} again, and ask what has changed", **values)


def sales_alone(watch: Watch) -> Iterator[Alarm]:
    """sales_alone: there are live ties, and only people of our sales hold them. Amber."""
    view = watch.view
    if not only_sales(view):
        return
    ours = sorted({tie.team_id for tie in view.live_ties})
    yield watch.alarm(
        "sales_alone",
        "amber",
        message("only our sales have live ties: {names}", names=watch.who(ours)),
        message("bring technical, service or finance of ours together with theirs"),
        team=ours,
        facts=[watch.tie(tie.team_id, tie.person_id) for tie in view.live_ties],
    )
