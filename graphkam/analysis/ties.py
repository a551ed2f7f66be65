"""Ties: what the touchpoints between one of ours and one of theirs add up to, and when that fades."""

from __future__ import annotations

from collections.abc import Sequence

from graphkam.analysis.cooling import cold_since, next_cold
from graphkam.analysis.past import Pair
from graphkam.analysis.view import Contact, View, once
from graphkam.domain.answers import Contribution, Tie, Ties, TieState
from graphkam.domain.constants import at_least
from graphkam.domain.moment import instant_text
from graphkam.domain.strength import strength


@once
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
    items = [
        Tie(**vars(state), touchpoints=_contributions(view.contacts[state.team_id, state.person_id]))
        for state in tie_states(view)
    ]
    return Ties(str(view.at), tuple(items))


def tie_states(view: View, most: int | None = None) -> tuple[TieState, ...]:
    """The first `most` ties (None: all), in the order and as of `ties`, for who does not look at touchpoints.

    Errors: none. Cost: a sort; where the strengths come from a sweep, no touchpoint becomes an object.
    Source: as `ties`.

    >>> from graphkam.analysis.example import kiln
    >>> [(tie.team_id, tie.person_id, tie.live, tie.count) for tie in tie_states(kiln())]
    [('li', 'liu', True, 3)]
    """
    strongest = sorted(view.strengths, key=lambda pair: (-round(view.strengths[pair], 9), pair))
    return tuple(_state(view, pair) for pair in strongest[:most])


def _state(view: View, pair: Pair) -> TieState:
    s, span = view.strengths[pair], view.span(pair)
    live = at_least(s, view.constants.live)
    return TieState(
        team_id=pair[0],
        person_id=pair[1],
        s=s,
        strength=strength(s, view.constants.kappa),
        live=live,
        cold=pair in view.fading and cold_since(view, pair) is not None,
        count=span.contacts,
        first=instant_text(span.first),
        last=instant_text(span.last),
        next_cold=next_cold(view, s) if live else None,
    )


def _contributions(contacts: Sequence[Contact]) -> tuple[Contribution, ...]:
    """What each touchpoint of a tie adds, newest first."""
    return tuple(
        Contribution(
            c.touchpoint.id, instant_text(c.touchpoint.at), c.touchpoint.channel, c.weight, c.contribution
        )
        for c in reversed(contacts)
    )
