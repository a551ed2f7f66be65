"""A moment, its time zone and the constants, as numbers that kernels can read."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from graphkam.domain.constants import Constants
from graphkam.domain.frame import ALWAYS, FOREVER, NO_DAY, Frame
from graphkam.domain.moment import DAY, AsOf
from graphkam.domain.vocabulary import CHANNELS, LAYERS

F8 = NDArray[np.float64]

FINE, MIDDLE, COARSE = 10, 9, 9
"""Bits of an age in seconds that the parts of the table of decay stand for: eight and a half years in all, and small
enough to stay in the processor's first cache; what is older is computed."""
ZONE_DAYS = 512
"""A time zone is looked up for as many days more than is needed, so that moments near each other share it."""
_EPOCH = date(1970, 1, 1).toordinal()
_LAST_DAY = date(2150, 1, 1).toordinal() - _EPOCH
"""Time zones are looked up to here; nothing that happened lies later."""
_FEW = 64
"""Judgements up to which looking each date up beats sorting them."""


class Moment(NamedTuple):
    """As-of and constants; see there. All numbers are int or float, all tables float64."""

    day: int
    instant: float
    whole_day: bool
    half_life: float
    kappa: float
    live: float
    crowd: int
    weights: F8
    """[copied, channel]; the last column, which is also that of place −1, is the one of `other`."""
    fading: F8
    """2^(−age ÷ half-life) after no second, one, two …; then by steps of 2^FINE seconds, then of 2^(FINE + MIDDLE)."""
    layer_power: F8
    """By layer; the last is that of an unknown one."""
    missing_confidence: float
    influence_weight: float
    confidant_weight: float
    thin_coverage: float
    spof_reach: float
    dominant_pair: float
    integrated_outside: float
    cold_days: float
    cold_rhythm: float
    cold_rhythm_days: int
    cold_soon: int
    shifts: F8
    """Instants since which an offset of the time zone holds; the first is −∞."""
    offsets: F8
    """Seconds that local time is ahead of UTC."""


def moment(at: AsOf, constants: Constants) -> Moment:
    """The numbers of a moment and its constants. Cost: a millisecond, more for a new time zone.

    >>> m = moment(AsOf.on("2026-03-01", "Asia/Shanghai"), Constants())
    >>> m.day, m.whole_day, float(m.offsets[-1]) / 3600, m.weights[0].max().item()
    (20513, True, 8.0, 1.5)
    """
    day = at.day.toordinal() - _EPOCH
    last = day + math.floor(constants.cold_soon_days) + 2
    shifts, offsets = _zone(at.zone, min(-(-last // ZONE_DAYS) * ZONE_DAYS, _LAST_DAY))
    return Moment(
        day=day,
        instant=float(at.instant),
        whole_day=bool(at.whole_day),
        half_life=float(constants.half_life_days),
        kappa=float(constants.kappa),
        live=float(constants.live),
        crowd=int(constants.crowd),
        weights=weights(constants),
        fading=_fading(constants.half_life_days),
        layer_power=_floats(tuple(constants.layer_power[layer] for layer in (*LAYERS, "unknown"))),
        missing_confidence=float(constants.missing_confidence),
        influence_weight=float(constants.influence_weight),
        confidant_weight=float(constants.confidant_weight),
        thin_coverage=float(constants.thin_coverage),
        spof_reach=float(constants.spof_reach),
        dominant_pair=float(constants.dominant_pair),
        integrated_outside=float(constants.integrated_outside),
        cold_days=float(constants.cold_days),
        cold_rhythm=float(constants.cold_rhythm),
        cold_rhythm_days=int(constants.cold_rhythm_days),
        cold_soon=math.floor(constants.cold_soon_days),
        shifts=shifts,
        offsets=offsets,
    )


def weights(constants: Constants) -> F8:
    """What a contact weighs, spoken (row 0) or copied (row 1), by channel; the last column is that of `other`."""
    spoken = [constants.weights.get(c, constants.weights["other"]) for c in (*CHANNELS, "other")]
    return np.array([spoken, [w * constants.cc_share for w in spoken]])


def judged_at(frame: Frame, at: AsOf) -> F8:
    """When each judgement was made (a bare date: at its noon in the zone of the moment); NaN: not yet.

    Cost: linear, and one look-up in the time zone for each date.
    """
    days, instants = np.asarray(frame.assessment_day), np.asarray(frame.assessment_at)
    if len(days) <= _FEW:
        when = zip(days.tolist(), instants.tolist(), strict=True)
        return np.array([_judged(day, instant, at) for day, instant in when], np.float64)
    dated = days != NO_DAY
    today = at.day.toordinal() - _EPOCH
    happened = np.where(
        dated, days <= today, (instants < at.instant) | ((instants == at.instant) & (not at.whole_day))
    )
    noons = np.full(len(days), np.nan)
    if dated.any():
        known, place = np.unique(days[dated], return_inverse=True)
        noons[dated] = np.array([_noon(int(d), at.zone) for d in known])[place]
    return np.where(happened, np.where(dated, noons, instants), np.nan)


def _judged(day: int, instant: float, at: AsOf) -> float:
    """`judged_at` of one judgement."""
    if day != NO_DAY:
        return _noon(day, at.zone) if day <= at.day.toordinal() - _EPOCH else math.nan
    return instant if instant < at.instant or (instant == at.instant and not at.whole_day) else math.nan


@lru_cache(maxsize=8)
def _floats(values: tuple[float, ...]) -> F8:
    return np.array(values, np.float64)


def happened_on(days: Any, instants: Any, m: Moment) -> Any:
    """The local day of each moment of a frame that has happened; FOREVER: not yet, or never. Cost: linear.

    >>> at = moment(AsOf.on("2026-03-01", "Asia/Shanghai"), Constants())
    >>> happened_on(np.array([20513, 20514, NO_DAY]), np.array([np.nan, np.nan, 20513.7 * DAY]), at).tolist()
    [20513, 2147483647, 2147483647]
    """
    days, instants = np.asarray(days), np.asarray(instants)
    dated = days != NO_DAY
    counted = (instants < m.instant) | ((instants == m.instant) & (not m.whole_day))
    offset = m.offsets[np.maximum(np.searchsorted(m.shifts, instants, "right") - 1, 0)]
    local = np.floor((np.where(counted, instants, 0.0) + offset) / DAY)
    told = np.where(dated, days, np.maximum(local, ALWAYS).astype(np.int64))
    return np.where(np.where(dated, days <= m.day, counted), told, FOREVER).astype(np.int32)


@lru_cache(maxsize=8)
def _fading(half_life_days: float) -> Any:
    """The table of decay."""
    seconds = [
        np.arange(1 << bits) * float(1 << before)
        for bits, before in ((FINE, 0), (MIDDLE, FINE), (COARSE, FINE + MIDDLE))
    ]
    return np.exp2(-(np.concatenate(seconds) / DAY) / half_life_days)


@lru_cache(maxsize=1 << 16)
def _noon(day: int, zone: str) -> float:
    noon = datetime.combine(date.fromordinal(day + _EPOCH), time(12), ZoneInfo(zone))
    return noon.timestamp()


@lru_cache(maxsize=16)
def _zone(zone: str, last: int) -> tuple[F8, F8]:
    """The instants at which the zone's offset changes between 1970 and a day, and the offsets from there on."""
    there = ZoneInfo(zone)
    start = datetime(1970, 1, 1, tzinfo=UTC)

    def offset(second: int) -> float:
        found = (start + timedelta(seconds=second)).astimezone(there).utcoffset()
        return found.total_seconds() if found is not None else 0.0

    shifts, offsets = [-math.inf], [offset(0)]
    for day in range(max(last, 1)):
        before, behind = day * 86400, (day + 1) * 86400
        if offset(behind) == offsets[-1]:
            continue
        while behind - before > 1:
            middle = (before + behind) // 2
            before, behind = (middle, behind) if offset(middle) == offsets[-1] else (before, middle)
        shifts.append(float(behind))
        offsets.append(offset(behind))
    return np.array(shifts), np.array(offsets)
