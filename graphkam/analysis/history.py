"""How one tie rose and faded: its strength before and after each touchpoint, and when it was live."""

from __future__ import annotations

from collections.abc import Iterator

from graphkam.analysis.cooling import cold_since, day_of, next_cold
from graphkam.analysis.past import Pair
from graphkam.analysis.view import Contact, View
from graphkam.domain.constants import at_least
from graphkam.domain.history import Spell, TieHistory, TiePoint
from graphkam.domain.message import message
from graphkam.domain.moment import DAY, instant_text
from graphkam.domain.strength import days_until, decay, strength
from graphkam.errors import NotFoundError

WEEK = 7 * DAY
POINTS = 600
"""At most about so many points between touchpoints: longer histories are sampled more coarsely."""


def tie_history(view: View, pair: Pair) -> TieHistory:
    """The strength of a tie over time, up to the moment of the view.

    s after a touchpoint is what was left of it plus the weight of that touchpoint; between two it fades by half in
    each half-life. `points` hold s and S just before and just after each touchpoint, weekly in between, and at
    the moment. `live`: each time in which s was at least the threshold, with the day on which it began and ended,
    the last with the day on which it will end if nothing happens. `cold_since`, `next_cold`: as in `ties`.

    Errors: NotFoundError for two who have no tie. Cost: linear in the tie's touchpoints and weeks. Source:
    docs/metrics/history.md.

    >>> from graphkam.analysis.example import kiln
    >>> history = tie_history(kiln(), ("li", "liu"))
    >>> [(spell.from_, spell.to) for spell in history.live], history.cold_since
    ([('2025-09-02', '2025-09-02'), ('2025-12-01', '2026-08-01')], None)
    >>> [round(point.s, 2) for point in history.points[:2]]
    [0.0, 0.5]
    """
    contacts = view.contacts.get(pair)
    if not contacts:
        raise NotFoundError(message("these two have no tie at this account"))
    since, s = cold_since(view, pair), view.strengths[pair]
    live = at_least(s, view.constants.live)
    return TieHistory(
        account=view.facts.account.id,
        team_id=pair[0],
        person_id=pair[1],
        as_of=str(view.at),
        points=tuple(_points(view, contacts)),
        touchpoints=tuple(instant_text(c.touchpoint.at) for c in contacts),
        live=tuple(_spells(view, contacts)),
        cold_since=None if since is None else day_of(since, view.at.zone),
        next_cold=next_cold(view, s) if live else None,
    )


def _points(view: View, contacts: tuple[Contact, ...]) -> Iterator[TiePoint]:
    half_life, kappa = view.constants.half_life_days, view.constants.kappa
    first, end = contacts[0].touchpoint.at, view.at.instant
    gap = max(WEEK, (end - first) / POINTS)
    s, at = 0.0, first

    def point(when: float, left: float) -> TiePoint:
        return TiePoint(instant_text(when), left, strength(left, kappa))

    for when, weight in (*((c.touchpoint.at, c.weight) for c in contacts), (end, None)):
        for step in range(1, int((when - at) / gap) + 1):
            between = at + step * gap
            if between < when:
                yield point(between, s * decay((between - at) / DAY, half_life))
        s *= decay((when - at) / DAY, half_life)
        yield point(when, s)
        at = when
        if weight is not None:
            s += weight
            yield point(when, s)


def _spells(view: View, contacts: tuple[Contact, ...]) -> Iterator[Spell]:
    """Each stretch in which the tie is live; contacts within one lengthen it."""
    constants, zone = view.constants, view.at.zone
    s, at, begun, until = 0.0, contacts[0].touchpoint.at, None, 0.0
    for c in contacts:
        when = c.touchpoint.at
        s = s * decay((when - at) / DAY, constants.half_life_days) + c.weight
        at = when
        if begun is not None and when > until:
            yield Spell(view.at.day_at(begun), day_of(until, zone))
            begun = None
        if at_least(s, constants.live):
            begun = when if begun is None else begun
            days = days_until(s, constants.live, constants.half_life_days)
            until = float("inf") if days is None else when + max(days, 0.0) * DAY
    if begun is not None:
        yield Spell(view.at.day_at(begun), day_of(until, zone))
