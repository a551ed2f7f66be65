"""Who of theirs came or rose of late, and whom nobody of ours has met or our contacts should fear."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from graphkam.analysis.alarms.watch import Watch, change_facts, later, relation_fact
from graphkam.analysis.people import layer_rank
from graphkam.domain.alarms import Alarm, Fact
from graphkam.domain.constants import TOLERANCE
from graphkam.domain.facts import Change, Employment, Relation
from graphkam.domain.message import message


class Arrival(NamedTuple):
    """Since when one of theirs is new, and the records that say so."""

    day: str
    facts: tuple[Fact, ...]


def arrivals(watch: Watch) -> Mapping[str, Arrival]:
    """Their people who joined or were promoted less than 180 days ago (`new_days`), by id.

    Known from a Change or from the rows of people, whichever is earlier. Rows that follow each other without
    a gap are one stay; who left and came again is new again. A row of a higher layer within a stay is a
    promotion. Reports of a promotion less than 180 days apart are reports of the same. Placeholders are
    nobody yet.

    Errors: none. Cost: linear in people and changes. Source: docs/metrics/alarms.md.

    >>> from graphkam.analysis.example import kiln
    >>> arrivals(Watch(kiln()))["gm"].day
    '2025-10-01'
    """
    rows: defaultdict[str, list[Employment]] = defaultdict(list)
    for row in watch.view.facts.people:
        if row.person_id in watch.view.people:
            rows[row.person_id].append(row)
    told: defaultdict[str, list[tuple[str, Change]]] = defaultdict(list)
    for day, change in watch.changes:
        if change.kind in ("joined", "promoted", "left") and change.person_id is not None:
            told[change.person_id].append((day, change))
    found = {}
    for person, employment in watch.view.people.items():
        if not employment.placeholder and (
            person in told or any(watch.recent(row.valid_from) for row in rows[person])
        ):
            arrival = _arrival(watch, person, rows[person], told[person])
            if arrival is not None:
                found[person] = arrival
    return found


def _arrival(
    watch: Watch, person: str, rows: list[Employment], told: list[tuple[str, Change]]
) -> Arrival | None:
    stay, ended = _stay(rows, watch.view.employed[person], watch.today)
    begun = stay[0].valid_from
    floor = max([ended or "", *_lefts_before_return(told)])
    joins = [(day, c) for day, c in told if c.kind == "joined" and day >= floor]
    first = min([day for day, _ in joins] + ([begun] if begun else []), default=None)
    rises = [
        row.valid_from
        for before, row in pairwise(stay)
        if row.valid_from and layer_rank(row.layer) > layer_rank(before.layer) >= 0
    ]
    promoted = [(day, c) for day, c in told if c.kind == "promoted" and day >= floor]
    rise = _same_event(watch, sorted([*rises, *(day for day, _ in promoted)]))
    day = later(*(d for d in (first, rise) if watch.recent(d)))
    if day is None:
        return None
    rows_then = [row for row in stay if row.valid_from == day] or [watch.view.people[person]]
    return Arrival(
        day, (*map(watch.employment, rows_then), *change_facts(joins if day == first else promoted))
    )


def _stay(rows: list[Employment], current: Employment, today: str) -> tuple[list[Employment], str | None]:
    """The rows that lead to the current one without a gap, oldest first, and when the stay before ended."""
    stay = [current]
    others = sorted(
        (r for r in rows if r != current and (r.valid_from or "") <= today),
        key=lambda r: (r.valid_to or "~", r.valid_from or "", repr(r)),
        reverse=True,
    )
    for row in others:
        begun = stay[0].valid_from
        if begun is None or (row.valid_from or "") > begun:
            continue
        if row.valid_to is not None and row.valid_to < begun:
            return stay, row.valid_to
        if (row.valid_from or "") < begun:
            stay.insert(0, row)
    return stay, None


def _lefts_before_return(told: list[tuple[str, Change]]) -> list[str]:
    joins = [day for day, c in told if c.kind == "joined"]
    return [day for day, c in told if c.kind == "left" and any(join > day for join in joins)]


def _same_event(watch: Watch, days: list[str]) -> str | None:
    """The earliest of the reports of the latest promotion."""
    if not days:
        return None
    latest = date.fromisoformat(days[-1])
    reports = [d for d in days if (latest - date.fromisoformat(d)).days < watch.view.constants.new_days]
    return reports[0]


def new_executives(watch: Watch, new: Mapping[str, Arrival]) -> Iterator[Alarm]:
    """new_executive_uncovered: who is new in the executive layer or decides, without a live tie. Red."""
    for person, arrival in new.items():
        if watch.executive(person) and person not in watch.view.ties_with:
            reason = message(
                "{name} is new since {day}, and nobody of ours has a live tie",
                name=watch.view.name(person),
                day=arrival.day,
            )
            yield watch.alarm(
                "new_executive_uncovered",
                "red",
                reason,
                watch.meet(person),
                people=[person],
                at=arrival.day,
                facts=arrival.facts,
            )


def conflicts(watch: Watch, new: Mapping[str, Arrival]) -> Iterator[Alarm]:
    """conflict_with_contact: who is new, or more powerful than our contact, is at odds with the contact. Red.

    Told once for two who are at odds, from the side of who is new, else of the more powerful.
    """
    view = watch.view
    lines: defaultdict[tuple[str, str], list[Relation]] = defaultdict(list)
    for line in view.relations:
        if line.kind == "conflicts_with" and line.from_id != line.to_id:
            lines[min(line.from_id, line.to_id), max(line.from_id, line.to_id)].append(line)
    for (one, other), told in sorted(lines.items()):
        sides = [
            (foe in new, view.powers[foe].value, foe, contact)
            for foe, contact in ((one, other), (other, one))
            if contact in view.ties_with
            and not view.people[foe].placeholder
            and (foe in new or view.powers[foe].value > view.powers[contact].value + TOLERANCE)
        ]
        if sides:
            *_, foe, contact = max(sides)
            yield _conflict(watch, foe, contact, new.get(foe), told)


def _conflict(watch: Watch, foe: str, contact: str, arrival: Arrival | None, lines: list[Relation]) -> Alarm:
    view = watch.view
    names = {"foe": view.name(foe), "contact": view.name(contact)}
    if arrival is not None:
        reason = message(
            "{foe}, new since {day}, is at odds with our contact {contact}", day=arrival.day, **names
        )
    else:
        reason = message("{foe}, who has more power, is at odds with our contact {contact}", **names)
    begun = min((line.valid_from or "" for line in lines), default="")
    return watch.alarm(
        "conflict_with_contact",
        "red",
        reason,
        message("{meet}, and do not rely on {contact} alone", meet=watch.meet(foe), **names),
        people=[foe, contact],
        team=[tie.team_id for tie in view.ties_with[contact]],
        at=later(begun or None, arrival.day if arrival else None),
        facts=[*map(relation_fact, lines), *(arrival.facts if arrival else ())],
    )
