"""Sensitivity: how firm each verdict is when the constants of the definitions are turned.

dials   the constants, and what each can change      bench   the verdicts under changed constants
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator

from graphkam.analysis.sensitivity.bench import NOT_A_SPOF, Bench, Verdict, Verdicts
from graphkam.analysis.sensitivity.dials import DIALS, scaled, value_of
from graphkam.analysis.view import View
from graphkam.domain.constants import at_least
from graphkam.domain.sensitivity import Firmness, Flip, Sensitivity

__all__ = ["FRAGILE", "PRECISION", "REACH", "scaled", "sensitivity"]

REACH = 4.0
"""Constants are turned from 1 ÷ 4 to 4 times their value."""
STEPS = 16
"""Steps of the scan on each side: each step is 9 %."""
PRECISION = 1e-3
"""Between the last factor at which a verdict held and the one told, by bisection."""
FRAGILE = 0.25
"""A verdict that flips within ± this share of a constant is fragile."""


def sensitivity(view: View) -> Sensitivity:
    """How firm each verdict is: status of the account, layers, functions and roles, stage, each SPOF.

    Each constant that enters a verdict is multiplied by factors from ¼ to 4, the others left alone: first on
    a geometric grid of 16 steps on either side, outwards from 1; where a verdict first differs, bisection finds
    the factor, to a thousandth. At the factor told the verdict has flipped, a thousandth nearer to 1 it has
    not. A verdict that flips and flips back within one step of 9 % is not seen; of several flips on one side the
    nearest is told. A verdict is *fragile* if some constant flips it within ± 25 %, else *firm*. `spof` verdicts
    are those of the single points of failure (with influence), and of who becomes one within ± 25 %.

    Errors: none. Cost: 15 constants × 32 factors and some seven for each flip, each a sum over ties and people; what
    does not depend on the constant is shared, and a flow graph is made for each set of live ties only once.
    Source: one-at-a-time sensitivity (Saltelli et al. 2004); docs/metrics/sensitivity.md.

    >>> from graphkam.analysis.example import kiln
    >>> stage = next(item for item in sensitivity(kiln()).items if item.kind == "stage")
    >>> stage.verdict, stage.fragile, stage.nearest.constant, round(stage.nearest.factor, 3), stage.nearest.to
    ('basic', False, 'weights', 0.309, 'exploratory')
    """
    bench = Bench(view)
    now: dict[Verdict, str] = {}
    flips: defaultdict[Verdict, list[Flip]] = defaultdict(list)
    for dial in DIALS:
        now.update(bench.verdicts(dial, 1.0))
        value = value_of(view.constants, dial)
        if value == 0.0:
            continue
        for direction in (-1, 1):
            for verdict, factor, to in _nearest(bench, dial, direction):
                flips[verdict].append(Flip(dial, value, factor, to))
    items = (_firmness(verdict, now.get(verdict, NOT_A_SPOF), flips[verdict]) for verdict in {**now, **flips})
    return Sensitivity(
        account=view.facts.account.id,
        as_of=str(view.at),
        items=tuple(sorted((item for item in items if _told(item)), key=_order)),
        constants=tuple(DIALS),
    )


def _nearest(bench: Bench, dial: str, direction: int) -> Iterator[tuple[Verdict, float, str]]:
    """The first flip of each verdict on one side of 1, with the factor and what it flips to."""
    base, before, seen = bench.verdicts(dial, 1.0), 1.0, set[Verdict]()
    for step in range(1, STEPS + 1):
        factor = REACH ** (direction * step / STEPS)
        there = bench.verdicts(dial, factor)
        for verdict in sorted({*base, *there} - seen):
            if _of(there, verdict) != _of(base, verdict):
                seen.add(verdict)
                flipped = _bisected(bench, dial, verdict, before, factor)
                yield verdict, flipped, _of(bench.verdicts(dial, flipped), verdict)
        before = factor


def _of(verdicts: Verdicts, verdict: Verdict) -> str:
    return verdicts.get(verdict, NOT_A_SPOF)


def _bisected(bench: Bench, dial: str, verdict: Verdict, held: float, flipped: float) -> float:
    """The factor between the two at which a verdict flips first, as far as halving tells."""
    word = _of(bench.verdicts(dial, 1.0), verdict)
    while abs(math.log(flipped / held)) > PRECISION:
        middle = math.sqrt(held * flipped)
        if _of(bench.verdicts(dial, middle), verdict) == word:
            held = middle
        else:
            flipped = middle
    return flipped


def _firmness(verdict: Verdict, word: str, flips: list[Flip]) -> Firmness:
    ordered = tuple(sorted(flips, key=lambda flip: (abs(flip.factor - 1.0), [*DIALS].index(flip.constant))))
    nearest = ordered[0] if ordered else None
    fragile = nearest is not None and at_least(FRAGILE, abs(nearest.factor - 1.0))
    return Firmness(*verdict, word, fragile, nearest, ordered)


def _told(item: Firmness) -> bool:
    return item.verdict != NOT_A_SPOF or item.fragile


_KINDS = ("account", "layer", "stage", "spof", "function", "role")


def _order(item: Firmness) -> tuple[int, bool, str]:
    return _KINDS.index(item.kind), item.verdict == NOT_A_SPOF, item.what
