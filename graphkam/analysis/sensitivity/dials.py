"""The constants that are turned, and what each can change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, NamedTuple

from graphkam.domain.constants import Constants

COVERAGE, STAGE, SPOF = "coverage", "stage", "spof"
"""Groups of verdicts: statuses of layers, functions, roles and the account; the stage; who is a SPOF."""


class Dial(NamedTuple):
    """What a constant has an influence on."""

    groups: frozenset[str]
    ties: bool = False
    """Whether it is of influence on s, on S or on which ties are live."""
    powers: bool = False


_ALL = frozenset((COVERAGE, STAGE, SPOF))
_BY_POWER = Dial(frozenset((COVERAGE, SPOF)), powers=True)
DIALS: Mapping[str, Dial] = MappingProxyType(
    {
        "weights": Dial(_ALL, ties=True),
        "cc_share": Dial(_ALL, ties=True),
        "crowd": Dial(_ALL, ties=True),
        "half_life_days": Dial(_ALL, ties=True),
        "kappa": Dial(frozenset((COVERAGE, STAGE)), ties=True),
        "live": Dial(_ALL, ties=True),
        "thin_coverage": Dial(frozenset((COVERAGE,))),
        "spof_reach": Dial(frozenset((SPOF,))),
        "dominant_pair": Dial(frozenset((STAGE,))),
        "integrated_outside": Dial(frozenset((STAGE,))),
        "layer_power.executive": _BY_POWER,
        "layer_power.management": _BY_POWER,
        "layer_power.operating": _BY_POWER,
        "layer_power.unknown": _BY_POWER,
        "missing_confidence": _BY_POWER,
    }
)
"""Every constant that enters a verdict. Weights of lines of influence do not: any weight above 0 reaches."""


def value_of(constants: Constants, dial: str) -> float | None:
    """The value of a constant; None for the weights, which are several.

    >>> value_of(Constants(), "live"), value_of(Constants(), "layer_power.executive")
    (0.5, 0.8)
    """
    name, _, entry = dial.partition(".")
    if entry:
        return float(getattr(constants, name)[entry])
    return None if name == "weights" else float(getattr(constants, name))


def scaled(constants: Constants, dial: str, factor: float) -> Constants:
    """The constants with one of them times a factor; `weights`: all channels by the same.

    A whole number (`crowd`) is scaled like any other: what counts is where the verdict flips.

    >>> scaled(Constants(), "live", 2.0).live, scaled(Constants(), "weights", 0.5).weights["call"]
    (1.0, 0.25)
    """
    name, _, entry = dial.partition(".")
    value = getattr(constants, name)
    changed: Any
    if isinstance(value, Mapping):
        changed = MappingProxyType({k: v * factor if entry in ("", k) else v for k, v in value.items()})
    else:
        changed = value * factor
    return replace(constants, **{name: changed})
