"""What is not known and would matter: no gap in coverage, but a gap in the data."""

from __future__ import annotations

from graphkam.analysis.coverage import layer_guessed
from graphkam.analysis.expected import Size, decision_size, expected_table, sized
from graphkam.analysis.naming import named
from graphkam.analysis.view import View
from graphkam.domain.answers import Gap
from graphkam.domain.constants import at_least
from graphkam.domain.message import Message, message, plural
from graphkam.domain.vocabulary import LAYERS
from graphkam.domain.words import FUNCTION_WORDS, ROLE_WORDS

USUAL = ("finance", "legal")
"""Functions that usually sit at the table when something large is decided, where the size is not known."""


def data_gaps(view: View) -> tuple[Gap, ...]:
    """What nobody recorded, as gaps whose severity is `unknown`.

    Kinds: role, function (one that usually takes part in a decision of this size, see `expected_table`, and of
    which nobody is known; finance and legal where no size is known), layer, guess, support, disagreement.
    `what` is the role, function or person concerned; of a guess title, reports_to, function or power; or empty.

    Errors: none. Cost: linear. Source: docs/definitions.md, "Coverage".

    >>> from graphkam.analysis.example import kiln
    >>> [(gap.kind, gap.what) for gap in data_gaps(kiln()) if gap.kind != "role"]
    [('function', 'procurement'), ('function', 'finance'), ('function', 'legal'), ('support', '')]
    """
    return (*_roles(view), *_functions(view), *_people(view), *_disagreements(view))


def _roles(view: View) -> list[Gap]:
    return [
        Gap("role", role, "unknown", (), message("nobody is recorded as {role}", role=ROLE_WORDS[role]))
        for role, holders in view.roles.items()
        if not holders
    ]


def _functions(view: View) -> list[Gap]:
    size = decision_size(view)
    if size is not None:
        return [_absent(seat.function, size) for seat in expected_table(view) if not seat.people]
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


def _absent(function: str, size: Size) -> Gap:
    reason = message(
        "a decision of this size ({size}) usually has {function} at the table: nobody of theirs is even known",
        size=sized(size),
        function=FUNCTION_WORDS[function],
    )
    return Gap("function", function, "unknown", (), reason)


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
    found += _guesses(view)
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


def _guesses(view: View) -> list[Gap]:
    """Who has a layer, a function or a power that nobody gave, apart by how it was guessed."""
    kinds: dict[str, list[str]] = {"title": [], "reports_to": [], "function": [], "power": []}
    for person, work in view.people.items():
        if layer_guessed(view, person):
            kinds[work.layer_source or ""].append(person)
        if person in view.guessed_functions:
            kinds["function"].append(person)
        if view.powers[person].source == "guessed":
            kinds["power"].append(person)
    found = []
    for kind, people in kinds.items():
        if people:
            who = view.by_power(people)
            found.append(Gap("guess", kind, "unknown", who, _guess_reason(kind, len(who), named(view, who))))
    return found


def _guess_reason(kind: str, n: int, names: str | Message) -> Message:
    if kind == "title":
        return plural(
            "the layer of {n} person is guessed from the title: {names}",
            "the layer of {n} people is guessed from the title: {names}",
            n=n,
            names=names,
        )
    if kind == "reports_to":
        return plural(
            "the layer of {n} person is guessed from the reporting line: {names}",
            "the layer of {n} people is guessed from the reporting line: {names}",
            n=n,
            names=names,
        )
    if kind == "function":
        return plural(
            "the function of {n} person is guessed from the title: {names}",
            "the function of {n} people is guessed from the title: {names}",
            n=n,
            names=names,
        )
    return plural(
        "the power of {n} person is guessed: {names}",
        "the power of {n} people is guessed: {names}",
        n=n,
        names=names,
    )


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
