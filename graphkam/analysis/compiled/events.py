"""Who of theirs came, rose, left or is away, for every account, and the alarms that follow from it that day."""

from __future__ import annotations

from typing import Any

import numpy as np

from graphkam.analysis.compiled.jit import njit
from graphkam.analysis.compiled.standing import DECIDING, HIGHEST
from graphkam.domain.constants import TOLERANCE
from graphkam.domain.frame import ALWAYS, FOREVER, STRANGER, UNKNOWN
from graphkam.domain.vocabulary import CHANGE_KINDS, RELATION_KINDS, ROLES

JOINED, LEFT, PROMOTED, AWAY, BACK, DECISION_MOVED = map(
    CHANGE_KINDS.index, ("joined", "left", "promoted", "away", "back", "decision_moved")
)
CONFLICTS = RELATION_KINDS.index("conflicts_with")
DECIDER = ROLES.index("decider")
NEVER = ALWAYS
"""A day on which nothing happened."""


@njit(cache=True, nogil=True)
def comings(
    first_person: Any,
    first_post: Any,
    post_from: Any,
    post_to: Any,
    post_given: Any,
    post_placeholder: Any,
    post: Any,
    first_change: Any,
    change_person: Any,
    change_kind: Any,
    change_on: Any,
    day: int,
    new_days: int,
    new: Any,
    away: Any,
    left_on: Any,
) -> None:
    """Who is new, who is away, and on which day of late somebody left (NEVER: did not)."""
    for a in range(len(first_person) - 1):
        row, end = first_change[a], first_change[a + 1]
        while row < end and change_person[row] < 0:
            row += 1
        for i in range(first_person[a], first_person[a + 1]):
            begin, slot = row, i - first_person[a]
            while row < end and change_person[row] == slot:
                row += 1
            if row == begin and first_post[i + 1] == first_post[i] + 1:  # as most are: one post, no report
                k, here = first_post[i], post[i] >= 0
                new[i] = here and not post_placeholder[k] and _recent(post_from[k], day, new_days)
                gone = not here and post_from[k] < post_to[k] and _recent(post_to[k], day, new_days)
                left_on[i] = post_to[k] if gone else NEVER
                away[i] = False
                continue
            told = (change_kind[begin:row], change_on[begin:row])
            posts = slice(first_post[i], first_post[i + 1])
            rows = (post_from[posts], post_to[posts], post_given[posts])
            now = post[i] - first_post[i] if post[i] >= 0 else -1
            here = now >= 0 and not post_placeholder[post[i]]
            new[i] = here and _new(told, rows, now, day, new_days)
            left_on[i] = _left(told, rows, now, day, new_days)
            away[i] = now >= 0 and row > begin and _away(told)


@njit(cache=True, nogil=True)
def _recent(on: int, day: int, new_days: int) -> bool:
    return day - new_days < on <= day


@njit(cache=True, nogil=True)
def _away(told: Any) -> bool:
    kinds, days = told
    latest, is_away = NEVER, False
    for k in range(len(kinds)):
        if days[k] == FOREVER or (kinds[k] != AWAY and kinds[k] != BACK):
            continue
        if days[k] > latest or (days[k] == latest and kinds[k] == BACK):
            latest, is_away = days[k], kinds[k] == AWAY
    return is_away


@njit(cache=True, nogil=True)
def _new(told: Any, rows: Any, now: int, day: int, new_days: int) -> bool:
    """Whether somebody came or rose of late: `analysis.alarms.arrivals`."""
    kinds, days = told
    begins, ends, layers = rows
    possible = False
    for k in range(len(begins)):
        possible = possible or _recent(begins[k], day, new_days)
    for k in range(len(kinds)):
        possible = possible or (
            (kinds[k] == JOINED or kinds[k] == PROMOTED) and _recent(days[k], day, new_days)
        )
    if not possible:
        return False
    rises = np.empty(len(begins) + len(kinds), np.int64)
    begun, ended, count = _stay(begins, ends, layers, now, day, rises)
    floor = max(ended, _before_return(told))
    first = begun if begun != ALWAYS else FOREVER
    for k in range(len(kinds)):
        if days[k] != FOREVER and days[k] >= floor:
            if kinds[k] == JOINED:
                first = min(first, days[k])
            elif kinds[k] == PROMOTED:
                rises[count] = days[k]
                count += 1
    if _recent(first, day, new_days):
        return True
    if count == 0:
        return False
    latest, rise = rises[:count].max(), FOREVER
    for k in range(count):
        if latest - rises[k] < new_days:
            rise = min(rise, rises[k])
    return _recent(rise, day, new_days)


@njit(cache=True, nogil=True)
def _stay(begins: Any, ends: Any, layers: Any, now: int, day: int, rises: Any) -> tuple[int, int, int]:
    """Since when the current stay lasts, when the one before ended, how many rises there were within it."""
    head, begun, ended, count = now, begins[now], NEVER, 0
    done = np.zeros(len(begins), np.uint8)
    done[now] = True
    while True:
        row = -1  # by end, then begin, the last first
        for k in range(len(begins)):
            if done[k] or begins[k] > day:
                continue
            if row < 0 or ends[k] > ends[row] or (ends[k] == ends[row] and begins[k] >= begins[row]):
                row = k
        if row < 0 or begun == ALWAYS:
            return begun, ended, count
        done[row] = True
        if begins[row] > begun:
            continue
        if ends[row] < begun:
            return begun, ends[row], count
        if begins[row] < begun:
            if layers[head] > layers[row] >= 0:
                rises[count] = begun
                count += 1
            head, begun = row, begins[row]


@njit(cache=True, nogil=True)
def _before_return(told: Any) -> int:
    """The last day on which somebody left and joined again later; NEVER: did not."""
    kinds, days = told
    joined = left = NEVER
    for k in range(len(kinds)):
        if kinds[k] == JOINED and days[k] != FOREVER:
            joined = max(joined, days[k])
    for k in range(len(kinds)):
        if kinds[k] == LEFT and days[k] < joined:
            left = max(left, days[k])
    return left


@njit(cache=True, nogil=True)
def _left(told: Any, rows: Any, now: int, day: int, new_days: int) -> int:
    """The day of late on which somebody left; NEVER: did not. `analysis.alarms.departures`."""
    kinds, days = told
    begins, ends, _ = rows
    gone, returned = FOREVER, NEVER
    if now >= 0:
        if len(kinds) == 0:
            return NEVER
        returned = begins[now]
    else:
        last = NEVER
        for k in range(len(begins)):
            if ends[k] <= day and begins[k] < ends[k]:
                last = max(last, ends[k])
            if begins[k] <= day:
                returned = max(returned, begins[k])
        if last == NEVER:
            return NEVER
        gone = last
    for k in range(len(kinds)):
        if (kinds[k] == JOINED or kinds[k] == BACK) and days[k] != FOREVER:
            returned = max(returned, days[k])
    for k in range(len(kinds)):
        if kinds[k] == LEFT and days[k] != FOREVER and days[k] >= returned:
            gone = min(gone, days[k])
    return gone if _recent(gone, day, new_days) else NEVER


@njit(cache=True, nogil=True)
def event_alarms(
    first_person: Any,
    person_layer: Any,
    person_decides: Any,
    person_power: Any,
    post: Any,
    post_placeholder: Any,
    tied: Any,
    roles: Any,
    new: Any,
    away: Any,
    first_line: Any,
    line_from: Any,
    line_to: Any,
    line_kind: Any,
    line_valid_from: Any,
    line_valid_to: Any,
    first_role: Any,
    role_person: Any,
    role_kind: Any,
    role_decision: Any,
    role_from: Any,
    role_to: Any,
    first_change: Any,
    change_kind: Any,
    change_on: Any,
    change_to: Any,
    change_decision: Any,
    day: int,
    new_days: int,
    red: Any,
) -> None:
    """new_executive_uncovered, conflict_with_contact and decision_moved."""
    for a in range(len(red)):
        first, moved = first_person[a], False
        for i in range(first, first_person[a + 1]):
            if new[i] and tied[i] == 0 and (person_layer[i] == HIGHEST or person_decides[i]):
                red[a] += 1
            moved = moved or (away[i] and tied[i] > 0 and roles[i] & DECIDING != 0)
        for row in range(first_line[a], first_line[a + 1]):
            if line_kind[row] != CONFLICTS or not line_valid_from[row] <= day < line_valid_to[row]:
                continue
            x, y = line_from[row], line_to[row]
            if x == y or post[first + x] < 0 or post[first + y] < 0:
                continue
            told = False  # once for two who are at odds
            for other in range(first_line[a], row):
                if line_kind[other] == CONFLICTS and line_valid_from[other] <= day < line_valid_to[other]:
                    one, two = line_from[other], line_to[other]
                    told = told or (one == x and two == y) or (one == y and two == x)
            for foe, contact in ((first + x, first + y), (first + y, first + x)):
                if told or tied[contact] == 0 or post_placeholder[post[foe]]:
                    continue
                if new[foe] or person_power[foe] > person_power[contact] + TOLERANCE:
                    red[a] += 1
                    told = True
        for row in range(first_role[a], first_role[a + 1]):
            i, since = first + role_person[row], role_from[row]
            if role_kind[row] == DECIDER and role_decision[row] >= 0 and _recent(since, day, new_days):
                moved = moved or (post[i] >= 0 and tied[i] == 0)
        for row in range(first_change[a], first_change[a + 1]):
            moved = moved or (change_kind[row] == DECISION_MOVED and _recent(change_on[row], day, new_days))
        if moved:  # or may have
            held = slice(first_role[a], first_role[a + 1])
            happened = slice(first_change[a], first_change[a + 1])
            people = slice(first, first_person[a + 1])
            red[a] += _slipping(
                (role_person[held], role_kind[held], role_decision[held], role_from[held], role_to[held]),
                (change_kind[happened], change_on[happened], change_to[happened], change_decision[happened]),
                (post[people], tied[people], away[people]),
                (day, new_days),
            )


@njit(cache=True, nogil=True)
def _slipping(roles: Any, changes: Any, people: Any, when: Any) -> int:
    """How many decisions moved to somebody not reached, or have contacts who are all away: `alarms.decisions`."""
    person, role, decision, since, until = roles
    post, tied, away = people
    kind, on, to, about = changes
    day, new_days = when
    last, found = -1, 0
    for name in decision:
        last = max(last, name)
    for name in about:
        last = max(last, name)
    for name in range(-1, last + 1):
        latest, named, unreached = NEVER, False, False
        for row in range(len(kind)):
            if about[row] != name or kind[row] != DECISION_MOVED or on[row] == FOREVER or on[row] < latest:
                continue
            if on[row] > latest:
                latest, named, unreached = on[row], False, False
            named = named or to[row] != UNKNOWN
            unreached = unreached or to[row] == STRANGER or (to[row] >= 0 and tied[to[row]] == 0)
        contact = present = False
        for row in range(len(role)):
            p, begun = person[row], since[row]
            if decision[row] != name:
                continue
            if DECIDING >> role[row] & 1 and begun <= day < until[row] and tied[p] > 0:
                contact = True
                present = present or not away[p]
            if name < 0 or role[row] != DECIDER or post[p] < 0 or begun < latest:
                continue
            if _recent(begun, day, new_days) and _took_over(roles, name, p, begun - 1, day):
                if begun > latest:
                    latest, unreached = begun, False
                named = True
                unreached = unreached or tied[p] == 0
        moved = _recent(latest, day, new_days) and (unreached or not named)
        found += moved or (contact and not present)
    return found


@njit(cache=True, nogil=True)
def _took_over(roles: Any, name: int, p: int, before: int, day: int) -> bool:
    """Whether `p` decides, did not on the day `before`, and somebody did then who no longer does."""
    person, role, decision, since, until = roles
    handed = False
    for row in range(len(role)):
        if decision[row] != name or role[row] != DECIDER or not since[row] <= before < until[row]:
            continue
        if person[row] == p:
            return False
        handed = handed or not _decides(roles, name, person[row], day)
    return handed and _decides(roles, name, p, day)


@njit(cache=True, nogil=True)
def _decides(roles: Any, name: int, p: int, day: int) -> bool:
    """Whether somebody decides that decision on a day."""
    person, role, decision, since, until = roles
    found = False
    for row in range(len(role)):
        mine = person[row] == p and decision[row] == name and role[row] == DECIDER
        found = found or (mine and since[row] <= day < until[row])
    return found
