"""Alarms: what endangers an account as of a moment, why, what to do, and on which records it rests.

watch        what has happened of late, and how things stood the day before
arrivals     new executives without a tie, conflicts with our contacts
departures   contacts who left, ours who left
rivals       competitors' ties, and where they appear at customers who had no choice
decisions    decisions that moved, power that shifted, vetoes
reach        single threads, ties that fade, accounts that our sales alone serves
duties       promises, incidents, account managers and sponsors
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta

from graphkam.analysis.alarms import arrivals, decisions, departures, duties, reach, rivals
from graphkam.analysis.alarms.watch import Watch
from graphkam.analysis.view import View
from graphkam.domain.alarms import Alarm
from graphkam.domain.answers import AlarmCount
from graphkam.domain.constants import Constants
from graphkam.domain.facts import AccountFacts
from graphkam.domain.moment import AsOf

__all__ = ["alarm_count", "alarms", "before", "in_order", "manager_loads", "new_since", "of_portfolio"]

Loads = Mapping[str, int]
"""How many accounts each of our account managers has that day."""


def alarms(view: View, loads: Loads | None = None, *, everybody: bool = False) -> tuple[Alarm, ...]:
    """Every alarm of an account: red ones first, then the newest, then by kind and ids.

    An alarm holds as of the view's moment and is computed from the facts alone: how things stood before is the
    same facts viewed as of the day before, never a verdict that was stored. What lies ahead has not happened.
    `loads` (see `manager_loads`) tell overloaded managers; without, nobody is. `everybody`: ties that go cold
    are told of all their people, not only of management, executives and who decides.

    Errors: none. Cost: linear, and one more view for each departure and each shift of power of the last 180
    days. Source: docs/metrics/alarms.md.

    >>> from graphkam.analysis.example import kiln
    >>> for alarm in alarms(kiln()):
    ...     print(alarm.severity, alarm.kind, alarm.at, alarm.person_ids)
    red new_executive_uncovered 2025-10-01 ('gm',)
    amber no_executive_sponsor None ()
    amber single_thread None ('liu',)
    """
    of_managers = [(loads or {}).get(manager, 0) for manager in sorted(view.managers)]
    return view.keep((alarms, everybody, *of_managers), lambda: _alarms(view, loads, everybody=everybody))


def _alarms(view: View, loads: Loads | None, *, everybody: bool) -> tuple[Alarm, ...]:
    return in_order(_found(Watch(view, loads), everybody=everybody))


def _found(watch: Watch, *, everybody: bool) -> Iterator[Alarm]:
    new, theirs = arrivals.arrivals(watch), rivals.rivals(watch)
    yield from arrivals.new_executives(watch, new)
    yield from arrivals.conflicts(watch, new)
    yield from rivals.rival_ties(watch, theirs)
    yield from rivals.hostages_freed(watch, theirs)
    yield from decisions.decisions_moved(watch)
    yield from decisions.power_shifts(watch)
    yield from decisions.vetoes(watch)
    yield from departures.contacts_left(watch)
    yield from departures.ours_left(watch)
    yield from reach.single_threads(watch)
    yield from reach.cooling(watch, everybody=everybody)
    yield from reach.sales_alone(watch)
    yield from duties.promises(watch)
    yield from duties.incidents(watch)
    yield from duties.churn(watch)
    yield from duties.care(watch)


def in_order(found: Iterable[Alarm]) -> tuple[Alarm, ...]:
    """Red ones first, then the newest (those without a day last), then by account, kind and ids."""
    by_ids = sorted(
        found, key=lambda a: (a.account_id or "", a.kind, a.person_ids, a.team_ids, a.facts, str(a.reason))
    )
    by_day = sorted(by_ids, key=lambda a: a.at or "", reverse=True)
    return tuple(sorted(by_day, key=lambda a: a.severity != "red"))


def alarm_count(found: Iterable[Alarm]) -> AlarmCount:
    """How many are red and amber."""
    severities = Counter(alarm.severity for alarm in found)
    return AlarmCount(severities["red"], severities["amber"])


def manager_loads(accounts: Iterable[AccountFacts], at: AsOf) -> dict[str, int]:
    """How many accounts each of our account managers has that day. Cost: linear in assignments.

    >>> from graphkam.analysis.example import kiln
    >>> manager_loads([kiln().facts], kiln().at)
    {'li': 1}
    """
    loads: Counter[str] = Counter()
    for facts in accounts:
        loads.update(View(facts, at, _ANY).managers)
    return dict(loads)


_ANY = Constants()
"""Who manages an account depends on no constant."""


def new_since(now: Iterable[Alarm], before: Iterable[Alarm], since: AsOf) -> tuple[Alarm, ...]:
    """Of the alarms of `now` those that did not hold `before`, or have arisen since that day.

    `before` are the alarms as of `before(since)`. An alarm that has turned red, or rests on other records, is
    another one. Of a date the whole day counts, of an instant what came later than its day.
    """
    held = {_identity(alarm) for alarm in before}
    day = since.day.isoformat()

    def arisen(at: str | None) -> bool:
        return at is not None and (at >= day if since.whole_day else at > day)

    return tuple(alarm for alarm in now if _identity(alarm) not in held or arisen(alarm.at))


def before(since: AsOf) -> AsOf:
    """The moment with which a feed since a date or instant compares: the midnight with which the date begins.

    >>> str(before(AsOf.on("2026-03-01", "UTC")))
    '2026-02-28'
    """
    if not since.whole_day or since.day == date.min:
        return since
    return AsOf.on(since.day - timedelta(days=1), since.zone)


def _identity(alarm: Alarm) -> tuple[object, ...]:
    return alarm.kind, alarm.severity, alarm.account_id, alarm.person_ids, alarm.team_ids, alarm.facts


def of_portfolio(found: Iterable[Alarm]) -> tuple[Alarm, ...]:
    """The alarms of all accounts in order; that a manager is overloaded is said once, of no single account."""
    single: list[Alarm] = []
    loaded: defaultdict[tuple[str, ...], list[Alarm]] = defaultdict(list)
    for alarm in found:
        if alarm.kind == "manager_overloaded":
            loaded[alarm.team_ids].append(alarm)
        else:
            single.append(alarm)
    for told in loaded.values():
        facts = tuple(sorted({fact for alarm in told for fact in alarm.facts}))
        single.append(replace(told[0], account_id=None, facts=facts))
    return in_order(single)
