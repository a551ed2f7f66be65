"""How much each verdict hangs on the constants: by which factor one of them would have to change to flip it."""

from __future__ import annotations

from dataclasses import dataclass

from graphkam.domain.answers import Answer


@dataclass(frozen=True)
class Flip(Answer):
    """Where a verdict flips: `constant`, now `value`, times `factor` makes the verdict `to`."""

    constant: str
    """Its name in the TOML file; `weights`: all channels by the same factor."""
    value: float | None
    """None for `weights`."""
    factor: float
    to: str


@dataclass(frozen=True)
class Firmness(Answer):
    """One verdict, and the nearest flips of it below and above the value of each constant, nearest first."""

    kind: str
    """account, layer, function, role, stage or spof."""
    what: str
    """The layer, function, role or person; empty for the account and its stage."""
    verdict: str
    """A status, a stage, or spof and no_spof."""
    fragile: bool
    """Whether it flips within ± 25 % of some constant; else it is firm."""
    nearest: Flip | None
    flips: tuple[Flip, ...]


@dataclass(frozen=True)
class Sensitivity(Answer):
    """The verdicts of an account and how firm they are."""

    account: str
    as_of: str
    items: tuple[Firmness, ...]
    constants: tuple[str, ...]
    """Which constants were tried, from a quarter to four times their value."""
