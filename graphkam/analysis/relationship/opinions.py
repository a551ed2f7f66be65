"""What colleagues judge of each person, signed and dated; those who disagree both stay."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from graphkam.analysis.judgement import judged, moment_of, support_word
from graphkam.analysis.naming import worded
from graphkam.analysis.view import View
from graphkam.domain.alarms import Fact, record_key
from graphkam.domain.constants import TOLERANCE
from graphkam.domain.facts import Assessment
from graphkam.domain.labels import label
from graphkam.domain.message import message
from graphkam.domain.relationship import Judged, Measure, Opinion, RelationshipFinding
from graphkam.domain.vocabulary import SUPPORT_VALUES

TRUSTS = ("trust_conduct", "trust_expertise", "trust_personal", "trust_interest")
SCORED = (*TRUSTS, "satisfaction", "loyalty")
"""Judged from 1 to 5."""
MEASURES = ("support", "power", *SCORED)
MEASURE_WORDS = {name: label(name, "measure") for name in MEASURES}


def opinions(view: View) -> tuple[Judged, ...]:
    """What is judged of each of theirs of that day, most powerful first; who is not judged is left out.

    The value of a measure is the mean of each author's newest judgement that states it (as `judged`). Authors
    *disagree* when max − min is more than 0.3, of a scale from 1 to 5 more than 0.3 of its four steps.

    Errors: none. Cost: linear in the assessments. Source: docs/metrics/trust.md.

    >>> from dataclasses import replace
    >>> from graphkam.analysis.example import kiln
    >>> said = [Assessment("liu", u, "2026-01-01", trust_personal=t) for u, t in (("li", 5.0), ("wu", 3.0))]
    >>> view = View(replace(kiln().facts, assessments=tuple(said)), kiln().at, kiln().constants)
    >>> [(m.measure, m.value, m.disagreement, m.disagree) for m in opinions(view)[0].measures]
    [('trust_personal', 4.0, 2.0, True)]
    """
    by_person: defaultdict[str, list[Assessment]] = defaultdict(list)
    for assessment in view.facts.assessments:
        if assessment.person_id in view.people and view.at.has_happened(assessment.at):
            by_person[assessment.person_id].append(assessment)
    found = (Judged(p, tuple(_measures(view, by_person[p]))) for p in view.by_power(by_person))
    return tuple(one for one in found if one.measures)


def _measures(view: View, of_person: list[Assessment]) -> Iterator[Measure]:
    for name in MEASURES:
        number = _number(name)
        found = judged(of_person, number, view.at, view.constants.missing_confidence)
        if found is None:
            continue
        steps = 4.0 if name in SCORED else 1.0
        apart = found.disagreement
        yield Measure(
            measure=name,
            value=found.value,
            word=support_word(found.value) if name == "support" else None,
            disagreement=apart,
            disagree=apart is not None and apart / steps > view.constants.disagreement + TOLERANCE,
            opinions=tuple(_newest(view, name, number, of_person)),
        )


def _number(name: str) -> Callable[[Assessment], float | None]:
    if name == "support":
        return lambda a: SUPPORT_VALUES[a.support] if a.support else None
    return lambda a: getattr(a, name)


def _newest(
    view: View, name: str, number: Callable[[Assessment], float | None], said: Iterable[Assessment]
) -> list[Opinion]:
    """The newest of each author that states the measure, newest first."""
    newest: dict[str, tuple[tuple[float, float, float], Assessment]] = {}
    for a in said:
        value = number(a)
        if value is None:
            continue
        confidence = view.constants.missing_confidence if a.confidence is None else a.confidence
        order = (moment_of(a.at, view.at.zone), value, confidence)
        if a.author not in newest or order > newest[a.author][0]:
            newest[a.author] = (order, a)
    ranked = sorted(newest.values(), key=lambda pair: (-pair[0][0], pair[1].author))
    return [_opinion(name, a) for _, a in ranked]


def _opinion(name: str, a: Assessment) -> Opinion:
    return Opinion(
        author=a.author,
        at=a.at,
        value=getattr(a, name),
        confidence=a.confidence,
        source=a.source,
        note=a.note,
        fact=fact_of(a),
    )


def fact_of(a: Assessment) -> Fact:
    """A judgement as a fact."""
    return Fact("assessments", record_key(a.person_id, a.author, a.at))


def disagreements(view: View, people: Iterable[Judged]) -> Iterator[RelationshipFinding]:
    """Colleagues who disagree: a finding for each person, with all about which they do."""
    for person in people:
        apart = [measure for measure in person.measures if measure.disagree]
        if apart:
            told = message(
                "colleagues disagree about {name}: {measures}",
                name=view.name(person.person_id),
                measures=worded([m.measure for m in apart], MEASURE_WORDS),
            )
            facts = dict.fromkeys(opinion.fact for measure in apart for opinion in measure.opinions)
            yield RelationshipFinding("disagreement", told, tuple(facts))
