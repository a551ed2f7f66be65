"""What colleagues judge of a person, put together: support and power, each with how far they disagree."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from graphkam.domain.constants import TOLERANCE
from graphkam.domain.facts import GUESSED_SOURCES, Assessment, Employment
from graphkam.domain.moment import AsOf, seconds_of
from graphkam.domain.vocabulary import LAYERS, SUPPORT_VALUES


@dataclass(frozen=True, slots=True)
class Judged:
    """The mean of several authors; `disagreement` is max − min, None with fewer than two."""

    value: float
    disagreement: float | None


@dataclass(frozen=True, slots=True)
class Power:
    """A person's weight in decisions, 0…1, and where it comes from: assessed, given, layer or guessed."""

    value: float
    source: str
    disagreement: float | None


def judged(
    assessments: Iterable[Assessment],
    measure: Callable[[Assessment], float | None],
    at: AsOf,
    missing_confidence: float,
) -> Judged | None:
    """The mean of each author's newest judgement that states the measure, weighted by confidence.

    A missing confidence counts `missing_confidence`; if all are 0, all count alike. A later judgement of the
    same author that leaves the measure out does not withdraw the earlier one (docs/decisions/0021). None:
    nobody judged. Cost: linear. Source: docs/definitions.md, "Power and support".

    >>> at = AsOf.on("2026-03-01", "UTC")
    >>> ours, day = ("li", "wu"), "2026-01-01"
    >>> both = [Assessment("liu", author, day, power=power) for author, power in zip(ours, (0.75, 0.5))]
    >>> judged(both, lambda a: a.power, at, 0.5)
    Judged(value=0.625, disagreement=0.25)
    """
    newest: dict[str, tuple[tuple[float, float, float], float, float]] = {}
    for a in assessments:
        value = measure(a)
        if value is None or not at.has_happened(a.at):
            continue
        weight = missing_confidence if a.confidence is None else a.confidence
        order = (moment_of(a.at, at.zone), value, weight)
        if a.author not in newest or order > newest[a.author][0]:
            newest[a.author] = (order, value, weight)
    if not newest:
        return None
    values = [value for _, value, _ in newest.values()]
    weights = [weight for _, _, weight in newest.values()]
    if not any(weights):
        weights = [1.0] * len(values)
    mean = math.fsum(v * w for v, w in zip(values, weights, strict=True)) / math.fsum(weights)
    return Judged(mean, max(values) - min(values) if len(values) > 1 else None)


@lru_cache(maxsize=65536)
def moment_of(when: str, zone: str) -> float:
    """When a judgement was made; a bare date is its noon."""
    if len(when) != 10:
        return seconds_of(when)
    return datetime.fromisoformat(when).replace(hour=12, tzinfo=ZoneInfo(zone)).timestamp()


def power_of(
    person: Employment,
    assessments: Collection[Assessment],
    at: AsOf,
    layers: Mapping[str, float],
    missing: float,
) -> Power:
    """A person's power: assessed, else given, else by layer; guessed where the layer is guessed or unknown.

    Cost: linear in the assessments. Source: docs/definitions.md, "Power and support".

    >>> at = AsOf.on("2026-03-01", "UTC")
    >>> liu = Employment("liu", "Liu", layer="management")
    >>> power_of(liu, (), at, {"management": 0.5, "unknown": 0.4}, 0.5)
    Power(value=0.5, source='layer', disagreement=None)
    """
    assessed = judged(assessments, lambda a: a.power, at, missing) if assessments else None
    if assessed is not None:
        return Power(assessed.value, "assessed", assessed.disagreement)
    if person.power is not None:
        return Power(person.power, "given", None)
    if person.layer in LAYERS:
        source = "guessed" if person.layer_source in GUESSED_SOURCES else "layer"
        return _shared(layers[person.layer], source)
    return _shared(layers["unknown"], "guessed")


@lru_cache(maxsize=64)
def _shared(value: float, source: str) -> Power:
    """The power of all whom nobody judged, one object for each layer."""
    return Power(value, source, None)


def support_of(assessments: Iterable[Assessment], at: AsOf, missing: float) -> Judged | None:
    """A person's support between −1 (opponent) and 1 (mentor); None: nobody judged, which is not neutral.

    >>> at = AsOf.on("2026-03-01", "UTC")
    >>> support_of([Assessment("liu", "li", "2026-01-01", support="mentor")], at, 0.5)
    Judged(value=1.0, disagreement=None)
    """
    return judged(assessments, lambda a: SUPPORT_VALUES[a.support] if a.support else None, at, missing)


def support_word(value: float) -> str:
    """The nearest word of the scale; a value half way between two takes the one nearer to neutral.

    >>> support_word(0.75), support_word(0.76), support_word(-0.25), support_word(-0.3)
    ('supporter', 'mentor', 'neutral', 'non_supporter')
    """
    size = abs(value) - TOLERANCE
    if size <= 0.25:
        return "neutral"
    if size <= 0.75:
        return "supporter" if value > 0 else "non_supporter"
    return "mentor" if value > 0 else "opponent"
