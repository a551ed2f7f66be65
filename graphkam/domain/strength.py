"""What touchpoints add to ties: the one place that knows the weight of a contact and how it fades."""

from __future__ import annotations

import math
from collections.abc import Iterable

from graphkam.domain.constants import Constants


def touchpoint_weights(
    channel: str, people: Iterable[str], cc: Iterable[str], constants: Constants
) -> dict[str, float]:
    """What one touchpoint weighs for each of their people who took part in its tie.

    `people` were spoken with or written to, `cc` were copied (a quarter). People who were only present are
    not handed in: being in the room is no relationship. With n > `crowd` people of both kinds, each weight is
    multiplied by crowd ÷ n. A complaint weighs 0, but is a contact all the same.

    Cost: linear. Source: docs/definitions.md, "Tie"; docs/decisions/0020.

    >>> touchpoint_weights("email", ["liu"], ["xu"], Constants())
    {'xu': 0.05, 'liu': 0.2}
    >>> touchpoint_weights("meeting", "abcdefghij", "", Constants())["a"]
    0.5
    """
    weight = constants.weights.get(channel, constants.weights["other"])
    copied = dict.fromkeys(cc, weight * constants.cc_share)
    weights = {**copied, **dict.fromkeys(people, weight)}
    if len(weights) > constants.crowd:
        share = constants.crowd / len(weights)
        return {person: w * share for person, w in weights.items()}
    return weights


def decay(age_days: float, half_life_days: float) -> float:
    """The share of a contact that is left after `age_days`: 2^(−age ÷ half-life), continuous.

    >>> decay(90.0, 90.0), decay(0.0, 90.0)
    (0.5, 1.0)
    """
    return math.exp2(-age_days / half_life_days)


def strength(s: float, kappa: float) -> float:
    """S = 1 − exp(−s ÷ κ), between 0 and 1.

    >>> round(strength(1.0, 1.0), 4), strength(0.0, 1.0)
    (0.6321, 0.0)
    """
    return -math.expm1(-s / kappa)


def days_until(s: float, threshold: float, half_life_days: float) -> float | None:
    """Days until s, left alone, has faded to `threshold`; None if it never does (threshold 0).

    Negative if it is below already.

    >>> days_until(1.0, 0.5, 90.0)
    90.0
    """
    if threshold <= 0 or s <= 0:
        return None
    return half_life_days * math.log2(s / threshold)
