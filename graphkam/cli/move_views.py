"""Answers about moves as headings and tables, for reading in a terminal; see `views`."""

from __future__ import annotations

from graphkam.cli.output import Table, columns
from graphkam.cli.views import Label, Parts, as_of, percent
from graphkam.domain.labels import label as word
from graphkam.domain.message import message, row
from graphkam.domain.moves import Diff, Difference, Hop, Introductions, PathAnswer, Standing, WhatIf


def path(answer: PathAnswer, account: str, label: Label) -> Parts:
    """The way in, hop by hop."""
    what = message("the warmest way to {name}", name=label(answer.person_id))
    parts: Parts = [as_of(account, answer.as_of, what)]
    if answer.found:
        hops = [_hop(hop, label) for hop in answer.hops]
        parts.append(Table(columns("from whom", "to whom", "line", "how strong"), hops))
        parts.append(message("Product {product:.3f}", product=answer.product))
    else:
        parts.append(message("None at this account: {reason}", reason=answer.reason))
    if answer.elsewhere:
        parts.append(
            message(
                "From another account: {reason}; product {product:.3f}",
                reason=answer.elsewhere.reason,
                product=answer.elsewhere.product,
            )
        )
    return parts


def _hop(hop: Hop, label: Label) -> tuple[object, ...]:
    return label(hop.from_), label(hop.to), word(hop.kind, "hop"), hop.strength


def introductions(answer: Introductions, account: str, label: Label) -> Parts:
    """Whom to meet next."""
    rows = [
        (
            label(t.team_id),
            label(t.person_id),
            t.coverage_gain,
            t.redundancy_gain,
            None if t.warm_path is None else t.warm_path.product,
            t.why,
        )
        for t in answer.ties
    ]
    standings = [
        (name, *_standing(s))
        for name, s in ((message("before"), answer.before), (message("after"), answer.after))
    ]
    return [
        as_of(account, answer.as_of, answer.reason),
        Table(
            columns("ours", "theirs", "coverage gain", "ways gained", "warmth of the way in", "why"),
            rows,
            message("Introductions"),
        ),
        Table(
            (
                "",
                *columns(
                    "coverage", "reached", "of how many", "status", "stage", "exposure", "single points"
                ),
            ),
            standings,
            message("Management, executive and who decides"),
        ),
        *_bound(answer),
    ]


def _bound(answer: Introductions) -> Parts:
    """How good the choice is."""
    bound = answer.bound
    gain = message(
        "Gain {gain:.3f}; no choice of {k} gains more than {most:.3f}.",
        gain=bound.gain,
        k=answer.k,
        most=bound.at_most,
    )
    share = [] if bound.share is None else [message("This is {share} of that.", share=percent(bound.share))]
    return [gain, *share]


def _standing(s: Standing) -> tuple[object, ...]:
    coverage, exposure = percent(s.coverage), percent(s.exposure)
    return coverage, s.reached, s.people, word(s.status), word(s.stage), exposure, len(s.spofs)


def whatif(answer: WhatIf, account: str, label: Label) -> Parts:
    """What would differ."""
    heading = as_of(account, answer.as_of, message("what if"))
    changes: Parts = []
    if answer.remove:
        changes.append(message("- without {names}", names=row(list(map(label, answer.remove)))))
    if answer.add:
        ties = row([f"{label(t.team_id)} – {label(t.person_id)}" for t in answer.add])
        changes.append(message("- with {ties}", ties=ties))
    if answer.until:
        changes.append(message("- on {day}", day=answer.until))
    nothing = message("- nothing changed")
    return [heading, *(changes or [nothing]), *_differences(answer.difference)]


def diff(
    answer: Diff,
    account: str,
    label: Label,  # noqa: ARG001  all views of this module are called alike
) -> Parts:
    """What changed."""
    heading = message(
        "{account}: from {first} to {last}", account=account, first=answer.from_, last=answer.to
    )
    return [heading, *_differences(answer.difference)]


def _differences(found: tuple[Difference, ...]) -> Parts:
    if not found:
        return [message("No difference.")]
    rows = [(word(d.what, "differs"), _value(d.from_), _value(d.to), d.reason) for d in found]
    return [Table(columns("what", "before", "after", "in words"), rows)]


def _value(value: str | float | bool | None) -> object:
    if isinstance(value, str):
        return word(value, "stood")
    return round(value, 3) if isinstance(value, float) else value
