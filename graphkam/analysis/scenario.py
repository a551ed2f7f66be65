"""An account as it would be: without some people, and with ties that do not exist yet."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from graphkam.analysis.past import Pair
from graphkam.analysis.view import View

FRESH = 1.0
"""s of a tie that is assumed: one fresh meeting."""
_THE_SAME = (
    *("people", "team", "assignments", "managers", "contacts"),
    *("powers", "supports", "layers", "roles", "decision", "relations"),
)
"""What does not depend on ties."""


def without_people(view: View, gone: Collection[str]) -> View:
    """The same account and moment without some people of either side; nobody gone: the view itself.

    Their ties, roles, lines and assignments go with them; contacts keep their weights, and what colleagues
    judged of others stays. Decision holders are found anew among those who are left. Cost: a new view.

    >>> from graphkam.analysis.example import kiln
    >>> sorted(without_people(kiln(), {"liu"}).people), without_people(kiln(), {"liu"}).live_ties
    (['gm', 'xu'], ())
    """
    if not gone:
        return view
    facts = replace(
        view.facts,
        people=tuple(e for e in view.facts.people if e.person_id not in gone),
        team=tuple(m for m in view.facts.team if m.id not in gone),
    )
    return View(facts, view.at, view.constants)


def with_ties(view: View, pairs: Iterable[Pair]) -> View:
    """The same account and moment with these ties at s = 1, or more where they are stronger already.

    `pairs` are (ours, theirs), both there that day. The contacts of the view stay those that happened. What
    ties are of no influence on is shared with `view`. Cost: constant beside the pairs.

    >>> from graphkam.analysis.example import kiln
    >>> [(t.team_id, t.person_id, round(t.s, 2)) for t in with_ties(kiln(), [("li", "gm")]).live_ties]
    [('li', 'gm', 1.0), ('li', 'liu', 1.62)]
    """
    added = {pair: max(view.strengths.get(pair, 0.0), FRESH) for pair in pairs}
    if not added:
        return view
    strengths: Mapping[Pair, float] = dict(sorted({**view.strengths, **added}.items()))
    changed = View(view.facts, view.at, view.constants)
    # A cached property is not computed where its value stands already.
    vars(changed).update({name: getattr(view, name) for name in _THE_SAME}, strengths=strengths)
    return changed
