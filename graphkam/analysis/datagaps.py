"""What is not known and would matter: no gap in coverage, but a gap in the data."""

from __future__ import annotations

from graphkam.analysis.coverage import guessed
from graphkam.analysis.naming import named
from graphkam.analysis.view import View
from graphkam.domain.answers import Gap
from graphkam.domain.constants import at_least
from graphkam.domain.message import message, plural
from graphkam.domain.vocabulary import LAYERS
from graphkam.domain.words import FUNCTION_WORDS, ROLE_WORDS

USUAL = ("finance", "legal")
"""Functions that usually sit at the table when something large is decided (case 2 of the field)."""


def data_gaps(view: View) -> tuple[Gap, ...]:
    """What nobody recorded, as gaps whose severity is `unknown`.

    Kinds: role, function (finance or legal, of which nobody is known), layer, guess, support, disagreement.
    `what` is the role, function or person concerned, or empty.

    Errors: none. Cost: linear. Source: docs/definitions.md, "Coverage".

    >>> from graphkam.analysis.example import kiln
    >>> [(gap.kind, gap.what) for gap in data_gaps(kiln()) if gap.kind != "role"]
    [('function', 'finance'), ('function', 'legal'), ('support', '')]
    """
    return (*_roles(view), *_functions(view), *_people(view), *_disagreements(view))


def _roles(view: View) -> list[Gap]:
    return [
        Gap("role", role, "unknown", (), message("nobody is recorded as {role}", role=ROLE_WORDS[role]))
        for role, holders in view.roles.items()
        if not holders
    ]


def _functions(view: View) -> list[Gap]:
    known = {f for e in view.people.values() for f in e.functions}
    return [
        Gap(
            "function",
            function,
            "unknown",
            (),
            message(
                "nobody in {function} is known, though a large decision usually passes there",
                function=FUNCTION_WORDS[function],
            ),
        )
        for function in USUAL
        if function not in known
    ]


def _people(view: View) -> list[Gap]:
    found = []
    lost = view.by_power(p for p, e in view.people.items() if e.layer not in LAYERS)
    if lost:
        reason = plural(
            "the layer of {n} person is unknown: {names}",
            "the layer of {n} people is unknown: {names}",
            n=len(lost),
            names=named(view, lost),
        )
        found.append(Gap("layer", "", "unknown", lost, reason))
    guesses = view.by_power(p for p in view.people if guessed(view, p))
    if guesses:
        reason = plural(
            "the layer or power of {n} person is guessed: {names}",
            "the layer or power of {n} people is guessed: {names}",
            n=len(guesses),
            names=named(view, guesses),
        )
        found.append(Gap("guess", "", "unknown", guesses, reason))
    unjudged = view.by_power(p for p in view.decision.holders if p not in view.supports)
    if unjudged:
        reason = plural(
            "nobody judged the support of {n} decision holder: {names}",
            "nobody judged the support of {n} decision holders: {names}",
            n=len(unjudged),
            names=named(view, unjudged),
        )
        found.append(Gap("support", "", "unknown", unjudged, reason))
    return found


def _disagreements(view: View) -> list[Gap]:
    limit, found = view.constants.disagreement, []
    for person in view.by_power(view.people):
        power, support = view.powers[person].disagreement, view.supports.get(person)
        name = view.name(person)
        if power is not None and not at_least(limit, power):
            reason = message("colleagues disagree on the power of {name}, by {by:.2f}", name=name, by=power)
            found.append(Gap("disagreement", person, "unknown", (person,), reason))
        if support and support.disagreement is not None and not at_least(limit, support.disagreement):
            reason = message(
                "colleagues disagree on the support of {name}, by {by:.2f}",
                name=name,
                by=support.disagreement,
            )
            found.append(Gap("disagreement", person, "unknown", (person,), reason))
    return found
