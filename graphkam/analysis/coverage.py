"""Coverage of a set of people (a layer, a function, the holders of a role), and who carries it."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import TypeVar

from graphkam.analysis.view import LiveTie, View, ratio
from graphkam.domain.answers import Coverage, Strongest
from graphkam.domain.constants import at_least
from graphkam.domain.facts import GUESSED_SOURCES

SEVERITY = {"empty": "red", "open": "red", "thin": "amber", "covered": "green"}
"""What a status of a layer means for the account."""

C = TypeVar("C", bound=Coverage)


def coverage(
    view: View, people: Collection[str], answer: Callable[..., C], *, guesses: Collection[str] = ()
) -> C:
    """The coverage of a set of their people, as an `answer` (`Coverage` or a partial of one of its kinds).

    C = Σπc ÷ Σπ, where c_p = 1 − Π(1 − S) over the live ties of p and π is power; None where Σπ is 0, so also
    where nobody is known. `threads` = 1 ÷ Σ share², the share of a pair being its part of ΣS over the live
    ties of the set. Support is the mean of those judged, weighted by power. All shares 0…1, support −1…1.
    `guessed` counts those whose layer or power is a guess, and those of `guesses`.

    Errors: KeyError for somebody who does not work there that day. Cost: linear in people and their ties.
    Source: docs/definitions.md, "Coverage".

    >>> from graphkam.analysis.example import kiln
    >>> c = coverage(kiln(), ["liu", "xu"], Coverage)
    >>> c.people, c.reached, round(c.coverage, 2), c.status, c.threads, c.ours
    (2, 1, 0.4, 'thin', 1.0, 1)
    """
    chosen = sorted(set(people))
    ties = [tie for p in chosen for tie in view.ties_with.get(p, ())]
    judged = [p for p in chosen if p in view.supports]
    share = covered_share(view, chosen)
    state = view.keep((status, tuple(chosen)), lambda: _status(view, chosen, share))
    return answer(
        people=len(chosen),
        reached=sum(p in view.ties_with for p in chosen),
        coverage=share,
        support=ratio(
            math.fsum(view.powers[p].value * view.supports[p].value for p in judged), view.power(judged)
        ),
        status=state,
        threads=threads(ties),
        ours=len({tie.team_id for tie in ties}),
        strongest=strongest(ties),
        guessed=sum(p in guesses or guessed(view, p) for p in chosen),
        unknown=len(chosen) - len(judged),
        target_gap=math.fsum(max(0.0, (view.people[p].target or 0.0) - view.coverages[p]) for p in chosen),
    )


def covered_share(view: View, people: Collection[str]) -> float | None:
    """C = Σπc ÷ Σπ of a set; None where Σπ is 0."""
    return ratio(
        math.fsum(view.powers[p].value * view.coverages[p] for p in sorted(people)), view.power(people)
    )


def guessed(view: View, person: str) -> bool:
    """Whether the layer (by title or reporting line) or the power (of such a layer, or none) is a guess."""
    return layer_guessed(view, person) or view.powers[person].source == "guessed"


def layer_guessed(view: View, person: str) -> bool:
    """Whether the layer of somebody is told by the title or the reporting line only."""
    work = view.people[person]
    return work.layer is not None and work.layer_source in GUESSED_SOURCES


def status(view: View, people: Collection[str]) -> str:
    """How a set of their people is covered: empty, open, thin or covered.

    *Empty*: nobody known. *Open*: no live tie. *Thin*: see `thinness`. Else *covered*.

    >>> from graphkam.analysis.example import kiln
    >>> status(kiln(), []), status(kiln(), ["xu"]), status(kiln(), ["liu"])
    ('empty', 'open', 'thin')
    """
    chosen = tuple(sorted(people))

    def told() -> str:
        return _status(view, chosen, None if _unmet(view, chosen) else covered_share(view, chosen))

    return view.keep((status, chosen), told)


def _status(view: View, people: Collection[str], share: float | None) -> str:
    """The same where the covered share of power is known."""
    if not people:
        return "empty"
    if _unmet(view, people):
        return "open"
    return "thin" if _thinness(view, people, share) else "covered"


def _unmet(view: View, people: Collection[str]) -> bool:
    return view.ties_with.keys().isdisjoint(people)


def thinness(view: View, people: Collection[str]) -> tuple[str, ...]:
    """Why a reached set is thin: `coverage` below one half, `one_of_ours` holds all its live ties, or
    `one_of_theirs` is reached of two or more known. An undefined coverage is no reason (docs/decisions/0024).

    >>> from graphkam.analysis.example import kiln
    >>> thinness(kiln(), ["liu", "xu"])
    ('coverage', 'one_of_ours', 'one_of_theirs')
    """
    return _thinness(view, people, covered_share(view, people))


def _thinness(view: View, people: Collection[str], share: float | None) -> tuple[str, ...]:
    reached = [p for p in people if p in view.ties_with]
    ours = {tie.team_id for p in reached for tie in view.ties_with[p]}
    reasons = {
        "coverage": share is not None and not at_least(share, view.constants.thin_coverage),
        "one_of_ours": len(ours) == 1,
        "one_of_theirs": len(reached) == 1 and len(people) > 1,
    }
    return tuple(reason for reason, holds in reasons.items() if holds)


def threads(ties: Iterable[LiveTie]) -> float | None:
    """Effective number of threads 1 ÷ Σ share²: n equal ties give n; None without any.

    >>> threads([LiveTie("li", "liu", 1.0, 0.6), LiveTie("wu", "xu", 1.0, 0.6)])
    2.0
    """
    strengths = [tie.strength for tie in ties]
    whole = math.fsum(strengths)
    return whole**2 / math.fsum(s**2 for s in strengths) if whole > 0 else None


def strongest(ties: Sequence[LiveTie]) -> Strongest | None:
    """The pair with the largest share of ΣS, the first by ids among equals; None without any.

    >>> strongest([LiveTie("li", "liu", 1.0, 0.75), LiveTie("wu", "xu", 0.5, 0.25)])
    Strongest(team_id='li', person_id='liu', share=0.75)
    """
    whole = math.fsum(tie.strength for tie in ties)
    if whole <= 0:
        return None
    most = max(tie.strength for tie in ties)
    near = (tie for tie in ties if tie.strength > most - 1e-8)  # all that can be as strong when rounded
    top = min(near, key=lambda t: (-round(t.strength, 9), t.team_id, t.person_id))
    return Strongest(top.team_id, top.person_id, top.strength / whole)
