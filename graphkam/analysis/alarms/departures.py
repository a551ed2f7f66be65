"""Who left of late, theirs or ours, and what went with them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from graphkam.analysis.alarms.watch import Watch, change_facts
from graphkam.domain.alarms import Alarm, Fact
from graphkam.domain.facts import Change, Employment
from graphkam.domain.message import message


def contacts_left(watch: Watch) -> Iterator[Alarm]:
    """contact_left: one of theirs who was reached the day before left less than 180 days ago.

    Red if that person was a single point of failure (with influence) the day before, else amber. Known from
    the last row of people or from a Change `left`, whichever is earlier; who is there again is no leaver.
    """
    for person, (day, facts) in sorted(_leavers(watch).items()):
        before = watch.before(day)
        ties = before.ties_of(person)
        if not ties:
            continue
        name = before.name(person)
        severity = "red" if watch.failing(before, person) else "amber"
        if severity == "red":
            reason = message("{name}, on whom our reach hung, left on {day}", name=name, day=day)
        else:
            reason = message("our contact {name} left on {day}", name=name, day=day)
        ours = [tie.team_id for tie in ties]
        yield watch.alarm(
            "contact_left",
            severity,
            reason,
            message(
                "{ours}: meet whoever takes over from {name}, and ask {name} where to",
                ours=watch.who(sorted(ours)),
                name=name,
            ),
            people=[person],
            team=ours,
            at=day,
            facts=[*facts, *(watch.tie(u, person) for u in ours)],
        )


def _leavers(watch: Watch) -> dict[str, tuple[str, list[Fact]]]:
    """Who of theirs left of late: the day, and the records that say so."""
    rows, told = _last_rows(watch), defaultdict[str, list[tuple[str, Change]]](list)
    for day, change in watch.changes:
        if change.kind == "left" and change.person_id is not None:
            told[change.person_id].append((day, change))
    found = {}
    for person in rows.keys() | (told.keys() & watch.view.people.keys()):
        said = _since_return(watch, person, told.get(person, []))
        facts, days = change_facts(said), [day for day, _ in said[:1]]
        ended = rows.get(person)
        if ended is not None and ended.valid_to is not None:
            facts, days = [watch.employment(ended), *facts], [ended.valid_to, *days]
        if days and watch.recent(min(days)):
            found[person] = min(days), facts
    return found


def _last_rows(watch: Watch) -> dict[str, Employment]:
    """The last row of each of theirs who worked there and no longer does."""
    last: dict[str, Employment] = {}
    for row in watch.view.facts.people:
        end = row.valid_to
        if end is None or end > watch.today or (row.valid_from or "") >= end:
            continue
        if row.person_id not in watch.view.people:
            known = last.get(row.person_id, row)
            last[row.person_id] = max(known, row, key=lambda r: (r.valid_to or "", repr(r)))
    return last


def _since_return(watch: Watch, person: str, told: list[tuple[str, Change]]) -> list[tuple[str, Change]]:
    """The leavings of one of theirs that no return followed."""
    returns = [day for day, _ in watch.changes_of(person, "joined", "back")]
    current = watch.view.people.get(person)
    if current is not None and current.valid_from is not None:
        returns.append(current.valid_from)
    elif current is None:
        returns += [
            row.valid_from
            for row in watch.view.facts.people
            if row.person_id == person and row.valid_from and row.valid_from <= watch.today
        ]
    return [(day, c) for day, c in told if not any(back > day for back in returns)]


def ours_left(watch: Watch) -> Iterator[Alarm]:
    """our_leaver: one of ours who had live ties here the day before left us less than 180 days ago.

    Red if that one was a single point of failure (with influence) the day before, else amber. Who left to a
    competitor took the ties along: see `rivals`.
    """
    for member in sorted(watch.view.facts.team, key=repr):
        day = member.valid_to
        if day is None or not watch.recent(day) or member.id in watch.view.team:
            continue
        before = watch.before(day)
        theirs = sorted({tie.person_id for tie in before.live_ties if tie.team_id == member.id})
        if not theirs:
            continue
        values = {"name": member.name, "day": day, "names": watch.who(before.by_power(theirs))}
        if member.left_to:
            reason = message(
                "{name} left us on {day} for {rival}, and had live ties with {names}",
                rival=member.left_to,
                **values,
            )
        else:
            reason = message("{name} left us on {day}, and had live ties with {names}", **values)
        yield watch.alarm(
            "our_leaver",
            "red" if watch.failing(before, member.id) else "amber",
            reason,
            message("name who takes over the ties of {name}, and see {names} within a month", **values),
            people=theirs,
            team=[member.id],
            at=day,
            facts=[Fact("team", member.id), *(watch.tie(member.id, p) for p in theirs)],
        )
