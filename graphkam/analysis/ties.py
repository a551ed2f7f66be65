"""Ties: what the touchpoints between one of ours and one of theirs add up to, and when that fades."""

from __future__ import annotations

from itertools import pairwise
from statistics import median

from graphkam.analysis.view import Contact, Pair, View
from graphkam.domain.answers import Contribution, Tie, Ties
from graphkam.domain.constants import TOLERANCE, at_least
from graphkam.domain.moment import DAY, instant_text, local_day
from graphkam.domain.strength import days_until, decay, strength


def ties(view: View) -> Ties:
    """All ties of the account, strongest first, each with the touchpoints that it is made of.

    A *tie* is s = Σ w · 2^(−age ÷ half-life) over the touchpoints of one pair up to the moment, and S =
    1 − exp(−s ÷ κ); it is *live* while s ≥ 0.5. It is *cold* once it was live and no longer is, or, where
    there is a rhythm (three distinct days), silent for longer than that allows. `next_cold` is the day on
    which a live tie stops being live if nothing happens. s counts fresh meetings; contributions add up to
    it.

    Touchpoints at which somebody was only present are not listed. Pairs one of whom has left hold no tie.
    Errors: none. Cost: O(t log t) in the touchpoints. Source: tie-decay networks (arXiv 1805.00193),
    docs/definitions.md, "Tie", docs/decisions/0020 and 0023.

    >>> from graphkam.analysis.example import kiln
    >>> [tie] = ties(kiln()).items
    >>> tie.team_id, tie.person_id, round(tie.s, 2), tie.live, tie.count, tie.next_cold
    ('li', 'liu', 1.62, True, 3, '2026-08-01')
    >>> abs(sum(t.contribution for t in tie.touchpoints) - tie.s) < 1e-9
    True
    """
    items = [_tie(view, pair, contacts) for pair, contacts in view.contacts.items()]
    return Ties(str(view.at), tuple(sorted(items, key=lambda t: (-t.s, t.team_id, t.person_id))))


def _tie(view: View, pair: Pair, contacts: tuple[Contact, ...]) -> Tie:
    s = view.strengths[pair]
    live = at_least(s, view.constants.live)
    return Tie(
        team_id=pair[0],
        person_id=pair[1],
        s=s,
        strength=strength(s, view.constants.kappa),
        live=live,
        cold=_was_live(view, contacts) and (not live or _silent(view, contacts)),
        count=len(contacts),
        first=instant_text(contacts[0].touchpoint.at),
        last=instant_text(contacts[-1].touchpoint.at),
        next_cold=_next_cold(view, s) if live else None,
        touchpoints=tuple(
            Contribution(
                c.touchpoint.id, instant_text(c.touchpoint.at), c.touchpoint.channel, c.weight, c.contribution
            )
            for c in reversed(contacts)
        ),
    )


def _was_live(view: View, contacts: tuple[Contact, ...]) -> bool:
    """Whether s ever reached the threshold: it can only do so at a touchpoint."""
    s, before = 0.0, contacts[0].touchpoint.at
    for contact in contacts:
        at = contact.touchpoint.at
        s = s * decay((at - before) / DAY, view.constants.half_life_days) + contact.weight
        before = at
        if at_least(s, view.constants.live):
            return True
    return False


def _silent(view: View, contacts: tuple[Contact, ...]) -> bool:
    """Silent for longer than the rhythm of the tie allows; without three distinct days there is no rhythm."""
    constants = view.constants
    days = sorted({local_day(c.touchpoint.at, view.at.zone) for c in contacts})
    if len(days) < max(constants.cold_rhythm_days, 2):
        return False
    gap = median((later - earlier).days for earlier, later in pairwise(days))
    silence = (view.at.instant - contacts[-1].touchpoint.at) / DAY
    return silence > max(constants.cold_days, constants.cold_rhythm * gap) + TOLERANCE


def _next_cold(view: View, s: float) -> str | None:
    """The day on which s falls below the threshold; None if that is never, or after the year 9999."""
    days = days_until(s, view.constants.live - TOLERANCE, view.constants.half_life_days)
    if days is None:
        return None
    try:
        return local_day(view.at.instant + days * DAY, view.at.zone).isoformat()
    except (OverflowError, ValueError):
        return None
