"""What ties were worth at moments of the past, each account at moments of its own."""

from __future__ import annotations

from typing import Any

import numpy as np

from graphkam.analysis.compiled.contacts import _left, _weight
from graphkam.analysis.compiled.jit import njit
from graphkam.domain.constants import TOLERANCE
from graphkam.domain.moment import DAY

THEIRS, OURS = range(2)
"""`side` of an event: to whom it happened."""
NEAR = 1e-7
"""How near s and what makes a tie live may come, with all that rounding can do to s, before contacts are added up."""


@njit(cache=True, nogil=True)
def had_ties(
    account: Any,
    side: Any,
    slot: Any,
    instant: Any,
    first_tie: Any,
    tie_person: Any,
    tie_member: Any,
    first_contact: Any,
    contact_at: Any,
    contact_channel: Any,
    contact_copied: Any,
    contact_people: Any,
    weights: Any,
    crowd: int,
    fading: Any,
    half_life: float,
    live: float,
    found: Any,
) -> None:
    """Whose contacts made a live tie at an instant, whoever on the other side was still there."""
    contacts = (contact_at, contact_channel, contact_copied, contact_people)
    faded = (weights, crowd, fading, half_life)
    for e in range(len(account)):
        found[e] = False
        ends = tie_member if side[e] == OURS else tie_person
        for tie in range(first_tie[account[e]], first_tie[account[e] + 1]):
            if ends[tie] != slot[e] or found[e]:
                continue
            s = worth(first_contact[tie], first_contact[tie + 1], contacts, faded, instant[e], True)
            found[e] = s >= live - 2 * TOLERANCE  # the very comparison is made with s as `strengths` has it


@njit(cache=True, nogil=True)
def worth(begin: int, end: int, contacts: Any, faded: Any, instant: float, whole_day: bool) -> float:
    """s of a tie, whoever of the two is still there."""
    contact_at, channel, copied, people = contacts
    weights, crowd, fading, half_life = faded
    s = 0.0
    for c in range(begin, end):
        if contact_at[c] < instant or (contact_at[c] == instant and not whole_day):
            weight = _weight(channel[c], copied[c], people[c], weights, crowd)
            s += weight * _left(fading, half_life, instant - contact_at[c])
    return s


@njit(cache=True, nogil=True)
def strengths(
    account: Any,
    instant: Any,
    first_tie: Any,
    first_contact: Any,
    contact_at: Any,
    contact_channel: Any,
    contact_copied: Any,
    contact_people: Any,
    weights: Any,
    crowd: int,
    fading: Any,
    half_life: float,
    live: float,
    first: Any,
    found: Any,
) -> None:
    """s of every tie of accounts at instants, those of one account together and in order; NaN: no contact yet.

    Of a tie that was not live at its last contact, and so is not, it is s of then.

    What came before fades by the same share for all of it, so every contact is looked at once for all instants
    of its account. The ties of the k-th stand from `first[k]` on.
    """
    begin, least = 0, live - 2 * TOLERANCE
    while begin < len(account):
        a, end = account[begin], begin
        while end < len(account) and account[end] == a:
            end += 1
        for tie in range(first_tie[a], first_tie[a + 1]):
            at, k, s, before = tie - first_tie[a], begin, np.nan, 0.0
            for c in range(first_contact[tie], first_contact[tie + 1]):
                while k < end and instant[k] <= contact_at[c]:
                    fades = s >= least
                    found[first[k] + at] = s * _left(fading, half_life, instant[k] - before) if fades else s
                    k += 1
                if k == end:
                    break
                weight = _weight(contact_channel[c], contact_copied[c], contact_people[c], weights, crowd)
                left = 0.0 if np.isnan(s) else s * _left(fading, half_life, contact_at[c] - before)
                s = left + weight
                before = contact_at[c]
            while k < end:
                fades = s >= least
                found[first[k] + at] = s * _left(fading, half_life, instant[k] - before) if fades else s
                k += 1
        begin = end


@njit(cache=True, nogil=True)
def live_then(
    ties: Any,
    midnight: Any,
    instant: float,
    tie_s: Any,
    happened: Any,
    first_contact: Any,
    contacts: Any,
    faded: Any,
    half_life: float,
    live: float,
    found: Any,
    when: Any,
) -> int:
    """Which of the ties of an account were live at any of up to 63 instants, in order: `found`, and how many.

    Bit k of `when` tells it of the k-th instant. A tie is live where s is as `strengths` has it. Mostly that is told
    by s at the moment of the sweep, which is no earlier: without what came since it is what s was, faded. Where that
    was not told (NaN), or comes too near to tell, contacts are added up.
    """
    contact_at, channel, copied, people = contacts
    weights, crowd, fading = faded
    last, count = len(midnight), 0
    rose = 2.0 ** ((instant - midnight) / DAY / half_life)
    for tie in range(ties[0], ties[1]):
        begin, end = first_contact[tie], first_contact[tie] + happened[tie]
        s, k, mask, sure = tie_s[tie], last, 0, tie_s[tie] >= 0.0
        while sure and k > 0:
            k -= 1
            while end > begin and contact_at[end - 1] >= midnight[k]:
                end -= 1
                left = _left(fading, half_life, instant - contact_at[end])
                s -= _weight(channel[end], copied[end], people[end], weights, crowd) * left
            if end == begin:
                break
            sure = abs(s * rose[k] - live) > NEAR * (1.0 + tie_s[tie] * rose[k])
            mask |= (s * rose[k] > live) << k
        if not sure:
            end = first_contact[tie + 1]
            mask = _added_up(begin, end, midnight, contacts, faded, half_life, live)
        if mask:
            found[count], when[count] = tie, mask
            count += 1
    return count


@njit(cache=True, nogil=True)
def _added_up(
    begin: int, end: int, midnight: Any, contacts: Any, faded: Any, half_life: float, live: float
) -> int:
    """At which instants these contacts made a live tie, a bit for each."""
    contact_at, channel, copied, people = contacts
    weights, crowd, fading = faded
    k, s, before, mask = 0, np.nan, 0.0, 0
    for c in range(begin, end + 1):
        at = contact_at[c] if c < end else np.inf
        while k < len(midnight) and midnight[k] <= at:
            if s >= live - 2 * TOLERANCE:
                then = s * _left(fading, half_life, midnight[k] - before)
                mask |= (then >= live - TOLERANCE) << k
            k += 1
        if k == len(midnight):
            break
        left = 0.0 if np.isnan(s) else s * _left(fading, half_life, at - before)
        s = left + _weight(channel[c], copied[c], people[c], weights, crowd)
        before = at
    return mask
