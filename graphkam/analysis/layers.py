"""Layers and functions that nobody gave: from the title, and layers from the reporting line. Nothing is stored."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from graphkam.domain.facts import Employment, Relation
from graphkam.domain.titles import read_title
from graphkam.domain.vocabulary import LAYERS

BOTH_SIDES = 0.6
"""Boss and a report are of one layer: whoever stands between them is of it too."""
BETWEEN = 0.5
"""An executive boss and operating reports leave one layer between them."""
BELOW: Mapping[str, tuple[str, float]] = {
    "executive": ("management", 0.3),
    "management": ("operating", 0.4),
    "operating": ("operating", 0.5),
}
"""Whose boss is of this layer and who has no report."""
ABOVE: Mapping[str, tuple[str, float]] = {
    "executive": ("executive", 0.6),
    "management": ("executive", 0.3),
    "operating": ("management", 0.3),
}
"""Whose highest report is of this layer and who has no boss."""


def guessed_people(
    people: Mapping[str, Employment], relations: Iterable[Relation]
) -> tuple[dict[str, Employment], frozenset[str]]:
    """Their people with layers and functions filled in where nobody gave them; whose functions are guessed.

    What is given stays. Else the title tells (`layer_source` title), else the reporting line (reports_to) among
    those whose layer is given or told by a title: no guess rests on a guess from a line. The confidence stands
    in `layer_confidence`.

    Errors: none. Cost: linear in people and lines. Source: docs/metrics/layers.md.

    >>> people = {"a": Employment("a", "A", title="CEO"), "b": Employment("b", "B")}
    >>> found, functions = guessed_people(people, [Relation("b", "a", "reports_to")])
    >>> found["a"].layer, found["a"].layer_source, found["b"].layer, found["b"].layer_source, functions
    ('executive', 'title', 'management', 'reports_to', frozenset({'a'}))
    """
    told = {p: _by_title(e) for p, e in people.items()}
    functions = frozenset(p for p, e in told.items() if e.functions and not people[p].functions)
    open_ = {p for p, e in told.items() if e.layer is None}
    bosses: defaultdict[str, set[str]] = defaultdict(set)
    reports: defaultdict[str, set[str]] = defaultdict(set)
    for line in relations if open_ else ():
        if line.kind == "reports_to" and line.source != "inferred" and line.from_id != line.to_id:
            if line.from_id in open_:
                bosses[line.from_id].add(line.to_id)
            if line.to_id in open_:
                reports[line.to_id].add(line.from_id)
    found = dict(told)
    for person in bosses.keys() | reports.keys():
        above, below = [told[b] for b in bosses[person]], [told[r] for r in reports[person]]
        found[person] = _by_line(told[person], above, below)
    return found, functions


def _by_title(work: Employment) -> Employment:
    """An employment with what its title tells, where that is not given."""
    if work.title is None or (work.layer is not None and work.functions):
        return work
    read = read_title(work.title)
    if work.layer is None and read.layer is not None:
        work = replace(work, layer=read.layer, layer_source="title", layer_confidence=read.confidence)
    return replace(work, functions=read.functions) if read.functions and not work.functions else work


def _by_line(work: Employment, bosses: Collection[Employment], reports: Collection[Employment]) -> Employment:
    """An employment with the layer that its boss and its reports suggest, if they do."""
    boss_layers = {b.layer for b in bosses}
    if len(boss_layers) > 1 or None in boss_layers:
        return work
    report_layers = {r.layer or LAYERS[0] for r in reports}
    guess = line_layer(next(iter(boss_layers), None), max(report_layers, key=LAYERS.index, default=None))
    if guess is None:
        return work
    layer, confidence = guess
    sure = min(_sureness(e) for e in (*bosses, *reports))
    return replace(work, layer=layer, layer_source="reports_to", layer_confidence=round(confidence * sure, 2))


def _sureness(known: Employment) -> float:
    if known.layer is None:
        return 0.5
    return 1.0 if known.layer_confidence is None else known.layer_confidence


def line_layer(boss: str | None, report: str | None) -> tuple[str, float] | None:
    """The layer of somebody between a boss and the highest report, with confidence; None where it is open.

    Nobody ranks above the boss or below a report. Where that leaves one layer, it is that one; where it leaves
    two neighbours, either may be right, and nothing is told. With a boss alone it is the layer below the
    boss's, with reports alone the one above theirs. A line that contradicts itself tells nothing.

    >>> line_layer("executive", "operating"), line_layer("management", None), line_layer(None, "management")
    (('management', 0.5), ('operating', 0.4), ('executive', 0.3))
    >>> line_layer("executive", "management"), line_layer("operating", "executive")
    (None, None)
    """
    if boss is None or report is None:
        return BELOW[boss] if boss else ABOVE[report] if report else None
    distance = LAYERS.index(boss) - LAYERS.index(report)
    if distance == 0:
        return boss, BOTH_SIDES
    return (LAYERS[1], BETWEEN) if distance == 2 else None
