"""Answers about time as headings and tables. Pure, like `views`."""

from __future__ import annotations

from graphkam.cli.output import Table, columns
from graphkam.cli.views import Label, Parts, as_of, percent
from graphkam.domain.answers import LayerState
from graphkam.domain.history import Figures, Replay, Step, TieHistory
from graphkam.domain.labels import label as word
from graphkam.domain.labels import metric_label
from graphkam.domain.message import Message, message
from graphkam.domain.vocabulary import LAYERS


def replay(answer: Replay, account: str, label: Label) -> Parts:
    """A line for each moment."""
    titles = (
        *columns("moment", "status"),
        *map(word, reversed(LAYERS)),
        *columns("stage", "exposure", "single points", "alarms that began", "came", "went"),
    )
    rows = [_step(step, label) for step in answer.items]
    heading = message(
        "{account}: from {first} to {last}", account=account, first=answer.from_, last=answer.to
    )
    return [heading, Table(titles, rows)]


def _step(step: Step, label: Label) -> tuple[object, ...]:
    layers = (_layer(step.layers[name]) for name in reversed(LAYERS))
    return (
        *(step.at, word(step.status), *layers, word(step.stage), percent(step.exposure), len(step.spofs)),
        [word(kind) for kind in sorted({alarm.kind for alarm in step.alarms})],
        [label(i) for i in step.joined],
        [label(i) for i in step.left],
    )


def _layer(layer: LayerState) -> Message:
    return message("{status} {share}", status=word(layer.status), share=percent(layer.coverage))


def tie(answer: TieHistory, account: str, label: Label) -> Parts:
    """When it was live, and its strength at each touchpoint."""
    spells = [(spell.from_, spell.to) for spell in answer.live]
    met = set(answer.touchpoints)
    points = [(point.at, point.s, point.strength) for point in answer.points if point.at in met]
    what = message(
        "the tie of {ours} with {theirs}", ours=label(answer.team_id), theirs=label(answer.person_id)
    )
    return [
        as_of(account, answer.as_of, what),
        _stands(answer),
        Table(columns("live from", "until"), spells, message("Live")),
        Table(columns("when", "s", "how strong"), points, message("Just before and after each touchpoint")),
    ]


def _stands(answer: TieHistory) -> Message:
    if answer.next_cold:
        return message("Live; cold on {day} if nothing happens.", day=answer.next_cold)
    return message("Cold since {day}.", day=answer.cold_since) if answer.cold_since else message("Not cold.")


def figures(answer: Figures, account: str) -> Parts:
    """Readings and orders."""
    readings = [(metric_label(s.metric), s.product, p.at, p.value) for s in answer.readings for p in s.points]
    sales = [
        (s.quarter, s.product, s.currency, s.amount, s.orders, s.lost, s.lost_orders) for s in answer.sales
    ]
    titles = columns("quarter", "product", "currency", "amount", "orders", "lost amount", "orders lost")
    return [
        as_of(account, answer.as_of, message("Figures")),
        Table(columns("metric", "product", "day", "value"), readings, message("Readings")),
        Table(titles, sales, message("Orders")),
    ]
