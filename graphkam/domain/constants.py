"""The constants behind every number, with their defaults. All of them can be set in the TOML file."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from types import MappingProxyType
from typing import Any

from graphkam.domain.message import message
from graphkam.domain.vocabulary import CHANNELS, LAYERS
from graphkam.errors import SettingsError

TOLERANCE = 1e-9
"""Slack of every comparison of a computed number with a threshold."""


def at_least(value: float, threshold: float) -> bool:
    """Whether `value` ≥ `threshold`, within `TOLERANCE`. The one comparison with a threshold.

    >>> at_least(0.5, 0.5), at_least(0.5 - 1e-12, 0.5), at_least(0.49, 0.5)
    (True, True, False)
    """
    return value >= threshold - TOLERANCE


def _weights() -> Mapping[str, float]:
    return MappingProxyType(
        {
            "executive_meeting": 1.5,
            "meeting": 1.0,
            "visit": 1.0,
            "dinner": 1.0,
            "technical_exchange": 1.0,
            "training": 1.0,
            "call": 0.5,
            "tender": 0.5,
            "event": 0.5,
            "letter": 0.2,
            "email": 0.2,
            "message": 0.1,
            "other": 0.2,
            "complaint": 0.0,
        }
    )


def _layer_power() -> Mapping[str, float]:
    return MappingProxyType({"executive": 0.8, "management": 0.5, "operating": 0.2, "unknown": 0.4})


def _grades() -> Mapping[str, float]:
    words = (
        ("diamond", "platinum", "high", "a", "senior", "principal", "钻石", "铂金", "高", "高级", "资深"),
        ("gold", "middle", "medium", "b", "金", "黄金", "中", "中级"),
        ("silver", "bronze", "low", "c", "junior", "银", "白银", "铜", "低", "初级"),
    )
    return MappingProxyType({word: float(rank) for rank, row in enumerate(words, 1) for word in row})


def _cadence() -> Mapping[str, float]:
    days = {"high": (60.0, 30.0, 30.0), "middle": (90.0, 45.0, 45.0), "low": (180.0, 90.0, 90.0)}
    layers = ("executive", "management", "operating")
    return MappingProxyType(
        {f"{g}_{x}": d for g, row in days.items() for x, d in zip(layers, row, strict=True)}
    )


@dataclass(frozen=True)
class Constants:
    """Every constant of the definitions, with its default.

    `weights` and `layer_power` are complete mappings; a TOML table overrides single entries.

    >>> Constants().half_life_days
    90.0
    >>> Constants.of({"half_life_days": 30, "weights": {"email": 0.4}}).weights["email"]
    0.4
    """

    weights: Mapping[str, float] = field(default_factory=_weights)
    cc_share: float = 0.25
    crowd: int = 5
    """A touchpoint with more people of theirs than this counts weight × crowd ÷ people for each."""
    half_life_days: float = 90.0
    kappa: float = 1.0
    live: float = 0.5
    layer_power: Mapping[str, float] = field(default_factory=_layer_power)
    missing_confidence: float = 0.5
    disagreement: float = 0.3
    thin_coverage: float = 0.5
    influence_weight: float = 0.5
    confidant_weight: float = 0.7
    report_weight: float = 0.5
    spof_reach: float = 0.5
    dominant_pair: float = 0.5
    integrated_outside: float = 0.5
    supporter: float = 0.5
    cold_days: float = 30.0
    cold_rhythm: float = 8.0
    cold_rhythm_days: int = 3
    cold_soon_days: float = 30.0
    new_days: int = 180
    """Who came or rose, and what changed, less than so many days ago is new."""
    rep_churn_months: int = 24
    rep_churn: int = 3
    """Account managers within those months from which on they change too often."""
    rival_tie: float = 0.3
    single_thread: float = 1.5
    incident_days: int = 7
    manager_load: int = 12
    """An account manager with more accounts than this is overloaded; nine is usual."""
    two_way_days: int = 180
    coaching_days: int = 180
    """Contacts within so many days are what coaching looks at."""
    few_contacts: int = 3
    """Fewer contacts than this tell no habit."""
    stale_days: int = 180
    """A judgement is stale when it is older."""
    survey_days: int = 365
    placeholder_days: int = 90
    satisfied: float = 4.0
    loyalty_days: int = 365
    table_factor: float = 1.0
    """Scales the sizes from which on functions are expected at the table (expected.csv)."""
    verdict_margin: float = 0.1
    """Share of the deciding power by which net support must lean to one side to be a verdict."""
    effort_days: int = 365
    overserved: float = 2.0
    """Share of effort ÷ share of value from which on an account is over-served."""
    underserved: float = 0.5
    """And up to which it is under-served."""
    top_share: float = 0.2
    """The part of the accounts that counts as the top by value."""
    usual_load: int = 9
    """Accounts that an account manager usually carries."""
    grades: Mapping[str, float] = field(default_factory=_grades)
    """What a grade of an account or of one of ours means: 1 high, 2 middle, 3 low; in lower case."""
    cadence: Mapping[str, float] = field(default_factory=_cadence)
    """Days that should not pass between contacts, by what the account's grade means and their layer."""
    visit_days: int = 30
    """How far ahead visits are planned."""
    low_margin: float = 0.05
    growable: float = 1.5
    """Potential ÷ annual value from which on an account can grow."""
    whitespace_buyers: int = 2
    """Accounts of the same industry that buy a product, from which on it is one for the others too."""
    flank_gain: float = 0.05
    """How much our share of a product must have risen within a year to say that its holder is weak."""
    rates: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    """Worth of one unit of a currency in the reporting currency; empty: currencies stay apart."""
    currency: str = ""
    """The reporting currency that `rates` convert into; empty: none."""

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Constants:
        """Constants from a (TOML) mapping; what it leaves out keeps its default.

        Raises SettingsError for an unknown name or a value of the wrong kind.
        """
        known = {f.name: f for f in fields(cls)}
        given: dict[str, Any] = {}
        defaults = cls()
        for name, value in values.items():
            if name not in known:
                raise SettingsError(
                    message(
                        "unknown constant {name!r}; known are {known}",
                        name=name,
                        known=", ".join(sorted(known)),
                    )
                )
            given[name] = _checked(name, value, getattr(defaults, name))
        constants = dataclasses.replace(defaults, **given)
        if constants.rates and not constants.currency:
            raise SettingsError(
                message("rates need the reporting currency that they convert into: set currency")
            )
        return constants

    def __reduce__(self) -> tuple[Any, ...]:
        """Constants go to other processes, where tables that cannot be changed do not."""
        values = {f.name: getattr(self, f.name) for f in fields(self)}
        return _again, ({n: dict(v) if isinstance(v, Mapping) else v for n, v in values.items()},)

    def tie_hash(self) -> str:
        """A short fingerprint of the constants that a stored tie strength depends on.

        >>> Constants().tie_hash() == Constants(kappa=2.0).tie_hash()
        True
        >>> Constants().tie_hash() == Constants(half_life_days=30.0).tie_hash()
        False
        """
        parts = [dict(self.weights), self.cc_share, self.crowd, self.half_life_days]
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:12]


def _again(values: Mapping[str, Any]) -> Constants:
    made: dict[str, Any] = {n: MappingProxyType(v) if isinstance(v, dict) else v for n, v in values.items()}
    return Constants(**made)


_OPEN_ENDED = {"rates", "grades"}
_ALLOWED_KEYS = {"weights": set(CHANNELS), "layer_power": {*LAYERS, "unknown"}, "cadence": {*_cadence()}}


def _checked(name: str, value: Any, default: Any) -> Any:
    if isinstance(default, Mapping):
        return _table(name, value, default)
    if isinstance(default, str):
        if isinstance(value, str):
            return value
        raise SettingsError(message("constant {name} must be text, not {value!r}", name=name, value=value))
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise SettingsError(
            message("constant {name} must be a number, not {value!r}", name=name, value=value)
        )
    if not 0 <= value < float("inf") or (value == 0 and name in ("half_life_days", "kappa", "crowd")):
        raise SettingsError(
            message("constant {name} must be a positive number, not {value!r}", name=name, value=value)
        )
    if isinstance(default, int) and value != int(value):
        raise SettingsError(
            message("constant {name} must be a whole number, not {value!r}", name=name, value=value)
        )
    return type(default)(value)


def _table(name: str, value: Any, default: Mapping[str, float]) -> Mapping[str, float]:
    if not isinstance(value, Mapping):
        raise SettingsError(
            message("constant {name} must be a table of numbers, not {value!r}", name=name, value=value)
        )
    for key, number in value.items():
        if name not in _OPEN_ENDED and key not in _ALLOWED_KEYS[name]:
            raise SettingsError(
                message(
                    "unknown entry {key!r} in {name}; known are {known}",
                    key=key,
                    name=name,
                    known=", ".join(sorted(_ALLOWED_KEYS[name])),
                )
            )
        if isinstance(number, bool) or not isinstance(number, int | float) or not 0 <= number < float("inf"):
            raise SettingsError(
                message(
                    "{name}.{key} must be a number that is not negative, not {value!r}",
                    name=name,
                    key=key,
                    value=number,
                )
            )
    return MappingProxyType({**default, **{k: float(v) for k, v in value.items()}})
