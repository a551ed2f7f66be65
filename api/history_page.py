"""What the page of an account's history shows, and the curve of a tie.

Drawings escape every text themselves; templates put them in as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from api import account_page
from api.reader import Reader
from api.rendering import segment
from graphkam.desk import Desk
from graphkam.domain.answers import Tie
from graphkam.domain.constants import Constants
from graphkam.domain.history import STEPS, Figures, Replay, Sales, Series, TieHistory
from graphkam.domain.labels import metric_label
from graphkam.domain.message import Message, message
from graphkam.domain.moment import AsOf, seconds_of
from graphkam.domain.vocabulary import LAYERS
from viz.chart import MOST, SHARES, Line, Scale, amounts, chart, ends


class Drawn(NamedTuple):
    """A chart of one metric, with the series that it shows."""

    title: str
    svg: str
    series: Sequence[Series]
    share: bool
    """Whether the values are shares of one."""


def values(
    desk: Desk, account_id: str, at: AsOf, since: AsOf | None, every: str, reader: Reader
) -> dict[str, Any]:
    """The values of the page's template; UsageError for days and steps that cannot be."""
    view, replay = desk.view(account_id, at), desk.replay(account_id, at, since, every)
    figures = desk.figures(account_id, at)
    return {
        **account_page.common(desk, view),
        "replay": replay,
        "steps": STEPS,
        "chart": replay_chart(replay, reader),
        "drawn": [*_readings(figures, reader)],
        "sales": figures.sales,
        "sales_charts": [*_sales_charts(figures.sales, reader)],
    }


def replay_chart(replay: Replay, reader: Reader) -> str:
    """Coverage of the three layers and exposure through time."""
    days = [float(reader.calendar_day(step.at).toordinal()) for step in replay.items]
    lines = [
        Line(
            reader.word(layer),
            [(day, step.layers[layer].coverage) for day, step in zip(days, replay.items, strict=True)],
        )
        for layer in reversed(LAYERS)
    ]
    exposed = [(day, step.exposure) for day, step in zip(days, replay.items, strict=True)]
    lines.append(Line(reader.say(message("exposure")), exposed))
    last = replay.items[-1]
    described = ", ".join(
        f"{reader.word(layer)} {reader.percent(last.layers[layer].coverage)}" for layer in reversed(LAYERS)
    )
    title = reader.say(message("Coverage of the layers, and exposure"))
    return chart(
        lines,
        key="replay",
        title=title,
        described=f"{reader.day(replay.items[-1].at)}: {described}",
        days=ends(days, reader.day),
    )


def _readings(figures: Figures, reader: Reader) -> Iterable[Drawn]:
    for number, (metric, found) in enumerate(groupby(figures.readings, key=lambda s: s.metric)):
        series = [*found]
        readings = [p.value for s in series for p in s.points]
        share = metric == "share_of_wallet" or all(0 <= value <= 1 for value in readings)
        title = reader.say(metric_label(metric))
        lines = [Line(_product(s, reader), [(_ordinal(p.at), p.value) for p in s.points]) for s in series]
        scale = SHARES if share else _amounts(readings, reader)
        yield Drawn(title, _drawn(lines, f"reading-{number}", title, scale, reader), series, share)


def _sales_charts(sales: Sequence[Sales], reader: Reader) -> Iterable[str]:
    """What was ordered quarter by quarter, one chart for each currency."""
    for number, currency in enumerate(sorted({s.currency or "" for s in sales})):
        found = [s for s in sales if (s.currency or "") == currency]
        lines = []
        for product in sorted({s.product or "" for s in found})[:MOST]:
            points = [(_quarter_day(s.quarter), s.amount) for s in found if (s.product or "") == product]
            lines.append(Line(product or reader.say(message("all products")), points))
        title = reader.say(message("orders by quarter, in {currency}", currency=currency or "–"))
        scale = _amounts([y for line in lines for _, y in line.points if y is not None], reader)
        yield _drawn(lines, f"sales-{number}", title, scale, reader)


def _drawn(lines: Sequence[Line], key: str, title: str, scale: Scale, reader: Reader) -> str:
    days = [x for line in lines for x, _ in line.points]
    described = ", ".join(line.name for line in lines)
    return chart(lines, key=key, title=title, described=described, days=ends(days, reader.day), scale=scale)


def _amounts(readings: Sequence[float], reader: Reader) -> Scale:
    return amounts(readings, lambda value: reader.money(value, None))


def _product(series: Series, reader: Reader) -> str:
    return series.product or reader.say(message("all products"))


def _ordinal(day: str) -> float:
    return float(date.fromisoformat(day).toordinal())


def _quarter_day(quarter: str) -> float:
    """The middle of a quarter.

    >>> date.fromordinal(int(_quarter_day("2026-Q1"))).isoformat()
    '2026-02-15'
    """
    return float(date(int(quarter[:4]), int(quarter[-1]) * 3 - 1, 15).toordinal())


def tie_chart(history: TieHistory, tie: Tie, constants: Constants, reader: Reader) -> str:
    """The strength s of a tie over time, with its touchpoints and the threshold of a live tie."""
    points = [(_instant(p.at), p.s) for p in history.points]
    top = max([*(s for _, s in points), constants.live])
    title = reader.say(
        message("strength s of the tie over time; ticks are touchpoints, the dashed line: live")
    )
    described = _told(history, reader)
    return chart(
        [Line("s", points)],
        key=f"tie-{segment(tie.team_id)}-{segment(tie.person_id)}",
        title=title,
        described=reader.say(described),
        days=ends([x for x, _ in points], reader.day),
        scale=amounts([top], lambda value: reader.number(value, 1)),
        level=constants.live,
        marks=sorted({_instant(at) for at in history.touchpoints}),
    )


def _instant(moment: str) -> float:
    """A stored instant in days, with its part of the day."""
    return seconds_of(moment) / 86400.0 + date(1970, 1, 1).toordinal()


def _told(history: TieHistory, reader: Reader) -> Message:
    """When the tie went or will go cold."""
    if history.next_cold:
        return message("live; cold on {day} if nothing happens", day=reader.day(history.next_cold))
    if history.cold_since:
        return message("cold since {day}", day=reader.day(history.cold_since))
    return message("not live")


def tie_values(desk: Desk, account_id: str, tie: Tie, at: AsOf, reader: Reader) -> dict[str, Any]:
    """The curve of a tie, the times in which it was live, and when it went or will go cold."""
    history = desk.tie_history(account_id, tie.team_id, tie.person_id, at)
    return {
        "history": history,
        "told": _told(history, reader),
        "curve": tie_chart(history, tie, desk.constants, reader),
    }
