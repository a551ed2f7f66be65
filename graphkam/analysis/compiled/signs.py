"""What the lines of a portfolio show beside a sweep: risk of leaving, loyalty, alarms counted by severity."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Any, NamedTuple

import numpy as np

from graphkam.analysis.compiled import days_before, events, loyalty, standing_alarms
from graphkam.analysis.compiled.engine import KERNELS, run, swept
from graphkam.analysis.compiled.moment import happened_on, moment
from graphkam.analysis.compiled.taken_along import taken_along
from graphkam.analysis.team import months_before
from graphkam.domain.constants import Constants
from graphkam.domain.frame import Frame
from graphkam.domain.moment import AsOf
from graphkam.domain.signs import Signs
from graphkam.domain.sweep import Sweep

_SIGNS: tuple[Callable[..., None], ...] = (
    loyalty.opinions,
    loyalty.behaviour,
    loyalty.loyalty,
    loyalty.churn,
    standing_alarms.reach_alarms,
    standing_alarms.duties,
    taken_along,
    standing_alarms.rival_alarms,
    events.comings,
    events.event_alarms,
)
"""In the order in which one needs the other; `reach_alarms` begins to count."""
CALLED = (*KERNELS, *_SIGNS, *days_before.CALLED)
"""All kernels that are called."""
_TYPES = {"F8": np.float64, "I4": np.int32, "I1": np.int8, "U1": np.uint8}
_MOMENTS = ("order", "survey", "reading", "opened", "closed", "made", "kept", "change")
"""Columns `*_day` and `*_at`, of which kernels read the local day `*_on`."""
_NUMBERS = ("satisfaction", "judged_loyalty", "orders_kept", "wallet_now", "wallet_then")
"""What kernels tell each other of an account."""


class Limits(NamedTuple):
    """The constants of signs, as kernels read them."""

    satisfied: float
    loyalty_days: int
    new_days: int
    single_thread: float
    incident_days: int
    rep_churn: int
    rep_churn_since: int
    """The day after which an account manager's time counts."""
    rival_tie: float


def _limits(at: AsOf, c: Constants) -> Limits:
    since = months_before(at.day, c.rep_churn_months).toordinal() - days_before.EPOCH
    return Limits(
        float(c.satisfied),
        int(c.loyalty_days),
        int(c.new_days),
        float(c.single_thread),
        int(c.incident_days),
        int(c.rep_churn),
        since,
        float(c.rival_tie),
    )


def _room_for_taken(frame: Frame) -> dict[str, Any]:
    """Columns for the ties that ours took along: one of ours takes no more than their account has."""
    left_before = np.concatenate([np.zeros(1, np.int64), np.cumsum(frame.term_rival >= 0)])
    left = np.diff(left_before[frame.first_term[frame.first_member]])
    room = int((left * np.diff(frame.first_tie)).sum())
    return {
        "first_taken": np.empty(len(frame) + 1, np.int64),
        "taken_person": np.empty(room, np.int32),
        "taken_rival": np.empty(room, np.int32),
        "taken_strength": np.empty(room),
    }


def signs(frame: Frame, at: AsOf, constants: Constants) -> tuple[Sweep, Signs]:
    """A sweep (without redundancy), and the signs of every account.

    The definitions are those of the analyses of one account: `churn_risk`, `loyalty_type`, `alarms`. Alarms of
    overloaded managers are left out, as a frame may hold a part of the portfolio.

    Errors: see `sweep`. Cost: a sweep, and one more of those accounts that somebody with a tie left of late.
    Source: docs/engine.md.
    """
    values, found = swept(frame, at, constants, KERNELS)
    accounts, people = len(frame), len(frame.first_post) - 1
    m = moment(at, constants)
    values |= _limits(at, constants)._asdict()
    for name in _MOMENTS:
        values[f"{name}_on"] = happened_on(getattr(frame, f"{name}_day"), getattr(frame, f"{name}_at"), m)
    values |= {name: np.empty(accounts) for name in _NUMBERS}
    values |= {"orders_stay": np.empty(accounts, np.int8), "left_on": np.empty(people, np.int32)}
    values |= {name: np.empty(people, np.uint8) for name in ("new", "away")}
    named = (frame.order_lost, frame.rival_competitor, frame.term_rival)
    values["competitors"] = 1 + max(int(np.max(column, initial=-1)) for column in named)
    values |= _room_for_taken(frame)
    told: dict[str, Any] = {f.name: np.empty(accounts, _TYPES[str(f.type)]) for f in fields(Signs)}
    told["manages"] = values["manages"]
    values |= told
    run(_SIGNS, values)
    days_before.count(frame, values, at, constants)
    return Sweep(**found), Signs(**told)
