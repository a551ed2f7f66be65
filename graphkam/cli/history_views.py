"""Answers about time as headings and tables. Pure, like `views`."""

from __future__ import annotations

from graphkam.cli.output import Table
from graphkam.cli.views import Label, Parts, percent
from graphkam.domain.history import Figures, Replay, Step, TieHistory
from graphkam.domain.vocabulary import LAYERS


def replay(answer: Replay, account: str, label: Label) -> Parts:
    """A line for each moment."""
    columns = (
        *("on", "status", *reversed(LAYERS), "stage", "exposure", "single points"),
        *("alarms that began", "came", "went"),
    )
    rows = [_step(step, label) for step in answer.items]
    return [f"{account}: from {answer.from_} to {answer.to}", Table(columns, rows)]


def _step(step: Step, label: Label) -> tuple[object, ...]:
    layers = (
        f"{step.layers[name].status} {percent(step.layers[name].coverage)}" for name in reversed(LAYERS)
    )
    return (
        *(step.at, step.status, *layers, step.stage, percent(step.exposure), len(step.spofs)),
        sorted({alarm.kind for alarm in step.alarms}),
        [label(i) for i in step.joined],
        [label(i) for i in step.left],
    )


def tie(answer: TieHistory, account: str, label: Label) -> Parts:
    """When it was live, and its strength at each touchpoint."""
    spells = [(spell.from_, spell.to) for spell in answer.live]
    met = set(answer.touchpoints)
    points = [(point.at, point.s, point.strength) for point in answer.points if point.at in met]
    said = f"Cold since {answer.cold_since}." if answer.cold_since else "Not cold."
    if answer.next_cold:
        said = f"Live; cold on {answer.next_cold} if nothing happens."
    return [
        f"{account}: the tie of {label(answer.team_id)} with {label(answer.person_id)}, as of {answer.as_of}",
        said,
        Table(("live from", "until"), spells, "Live"),
        Table(("at", "s", "strength"), points, "Just before and after each touchpoint"),
    ]


def figures(answer: Figures, account: str) -> Parts:
    """Readings and orders."""
    readings = [(s.metric, s.product, p.at, p.value) for s in answer.readings for p in s.points]
    sales = [
        (s.quarter, s.product, s.currency, s.amount, s.orders, s.lost, s.lost_orders) for s in answer.sales
    ]
    columns = ("quarter", "product", "currency", "amount", "orders", "lost", "orders lost")
    return [
        f"{account}: figures, as of {answer.as_of}",
        Table(("metric", "product", "on", "value"), readings, "Readings"),
        Table(columns, sales, "Orders"),
    ]
