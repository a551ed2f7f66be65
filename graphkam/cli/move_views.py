"""Answers about moves as headings and tables, for reading in a terminal; see `views`."""

from __future__ import annotations

from graphkam.cli.output import Table
from graphkam.cli.views import Label, Parts, percent
from graphkam.domain.message import Message, Translate
from graphkam.domain.moves import Diff, Difference, Hop, Introductions, PathAnswer, Standing, WhatIf


def _said(reason: str, translate: Translate) -> str:
    return reason.said(translate) if isinstance(reason, Message) else reason


def path(answer: PathAnswer, account: str, label: Label, translate: Translate) -> Parts:
    """The way in, hop by hop."""
    parts: Parts = [f"{account}: the warmest way to {label(answer.person_id)}, as of {answer.as_of}"]
    if answer.found:
        parts.append(Table(("from", "to", "by", "strength"), [_hop(hop, label) for hop in answer.hops]))
        parts.append(f"Product {answer.product:.3f}")
    else:
        parts.append(f"None at this account: {_said(answer.reason, translate)}")
    if answer.elsewhere:
        told = _said(answer.elsewhere.reason, translate)
        parts.append(f"From another account: {told}; product {answer.elsewhere.product:.3f}")
    return parts


def _hop(hop: Hop, label: Label) -> tuple[object, ...]:
    return label(hop.from_), label(hop.to), hop.kind, hop.strength


def introductions(answer: Introductions, account: str, label: Label, translate: Translate) -> Parts:
    """Whom to meet next."""
    rows = [
        (
            label(t.team_id),
            label(t.person_id),
            t.coverage_gain,
            t.redundancy_gain,
            None if t.warm_path is None else t.warm_path.product,
            _said(t.why, translate),
        )
        for t in answer.ties
    ]
    columns = ("ours", "theirs", "coverage gain", "ways gained", "warmth of the way in", "why")
    before, after, bound = answer.before, answer.after, answer.bound
    standings = [(name, *_standing(s)) for name, s in (("before", before), ("after", after))]
    share = "" if bound.share is None else f"; this is {percent(bound.share)} of that"
    return [
        f"{account}: {_said(answer.reason, translate)}, as of {answer.as_of}",
        Table(columns, rows, "Introductions"),
        Table(
            ("", "coverage", "reached", "of", "status", "stage", "exposure", "single points"),
            standings,
            "Management, executive and who decides",
        ),
        f"Gain {bound.gain:.3f}; no choice of {answer.k} gains more than {bound.at_most:.3f}{share}.",
    ]


def _standing(s: Standing) -> tuple[object, ...]:
    coverage, exposure = percent(s.coverage), percent(s.exposure)
    return coverage, s.reached, s.people, s.status, s.stage, exposure, len(s.spofs)


def whatif(answer: WhatIf, account: str, label: Label, translate: Translate) -> Parts:
    """What would differ."""
    said = []
    if answer.remove:
        said.append(f"without {', '.join(map(label, answer.remove))}")
    if answer.add:
        ties = ", ".join(f"{label(t.team_id)} – {label(t.person_id)}" for t in answer.add)
        said.append(f"with {ties}")
    if answer.until:
        said.append(f"on {answer.until}")
    heading = f"{account}: what if {'; '.join(said) or 'nothing changed'}, as of {answer.as_of}"
    return [heading, *_differences(answer.difference, translate)]


def diff(
    answer: Diff,
    account: str,
    label: Label,  # noqa: ARG001  all views of this module are called alike
    translate: Translate,
) -> Parts:
    """What changed."""
    heading = f"{account}: from {answer.from_} to {answer.to}"
    return [heading, *_differences(answer.difference, translate)]


def _differences(found: tuple[Difference, ...], translate: Translate) -> Parts:
    if not found:
        return ["No difference."]
    rows = [(d.what, _value(d.from_), _value(d.to), _said(d.reason, translate)) for d in found]
    return [Table(("what", "before", "after", "in words"), rows)]


def _value(value: str | float | bool | None) -> object:
    return round(value, 3) if isinstance(value, float) else value
