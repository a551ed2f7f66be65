"""What changed at an account between two moments: people, ties, roles, judgements, and the verdicts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from graphkam.analysis.difference import changed, differences, moved, name_of, state
from graphkam.analysis.judgement import support_word
from graphkam.analysis.past import Pair
from graphkam.analysis.view import View
from graphkam.domain.constants import at_least
from graphkam.domain.facts import GUESSED_SOURCES, Employment
from graphkam.domain.labels import label
from graphkam.domain.message import Message, message
from graphkam.domain.moves import Diff, Difference
from graphkam.domain.vocabulary import LAYERS

VISIBLE_POWER = 0.05
"""A power that changes by less is the same."""


def diff(before: View, after: View) -> Diff:
    """What changed from one moment to another of the same account.

    Their people who came, went, or changed layer or title; ours who came, went, or changed their part in the
    account team; buying roles; the verdicts of `differences`; ties that became live, went cold or ended with
    a departure; support and power as colleagues judge them. The moments may be in any order.

    Errors: none. Cost: the analyses twice. Source: docs/metrics/diff.md.

    >>> from graphkam.analysis.example import kiln
    >>> answer = diff(kiln("2025-09-01"), kiln("2025-12-01"))
    >>> for found in answer.difference[:2]:
    ...     print(found.what, found.of, found.reason)
    person ('gm',) The new GM came
    role ('gm', 'decider') The new GM is now decider
    >>> [found.reason for found in answer.difference if found.what == "tie"]
    ['new live tie: Li with Liu']
    """
    parts = (_people, _team, _roles, differences, _ties, _judgements)
    return Diff(
        account=after.facts.account.id,
        from_=str(before.at),
        to=str(after.at),
        before=state(before),
        after=state(after),
        difference=tuple(found for part in parts for found in part(before, after)),
    )


def _people(before: View, after: View) -> Iterable[Difference]:
    for id_ in sorted({*before.people, *after.people}):
        was, now, name = before.people.get(id_), after.people.get(id_), name_of(before, after, id_)
        if was is None:
            yield Difference("person", (id_,), False, True, message("{name} came", name=name))
        elif now is None:
            yield Difference("person", (id_,), True, False, message("{name} left", name=name))
        else:
            if was.layer != now.layer:
                words = _layer(was), _layer(now)
                guessed = {was.layer_source, now.layer_source} & set(GUESSED_SOURCES)
                if was.layer in LAYERS and now.layer in LAYERS and not guessed:
                    risen = LAYERS.index(now.layer) > LAYERS.index(was.layer)
                    reason = moved(message("{name}", name=name), *words, risen)
                else:
                    reason = changed(name, *words)
                yield Difference("person.layer", (id_,), was.layer, now.layer, reason)
            if was.title != now.title:
                words = label(was.title), label(now.title)
                yield Difference("person.title", (id_,), was.title, now.title, changed(name, *words))


def _layer(work: Employment) -> Message:
    """A layer as a sentence names it; a guess says so, and where it differs nobody need have risen."""
    if work.layer is None or work.layer_source not in GUESSED_SOURCES:
        return label(work.layer)
    source = label(work.layer_source, "source")
    return message("{layer} ({source})", layer=label(work.layer), source=source)


def _team(before: View, after: View) -> Iterable[Difference]:
    for id_ in sorted({*before.team} ^ {*after.team}):
        name = name_of(before, after, id_)
        said = message("{name} joined us", name=name), message("{name} left us", name=name)
        yield Difference("team", (id_,), id_ in before.team, id_ in after.team, said[id_ in before.team])
    was, now = ({(a.team_id, a.as_) for a in view.assignments} for view in (before, after))
    for id_, as_ in sorted(was ^ now):
        name, part = name_of(before, after, id_), label(as_)
        if (id_, as_) in now:
            reason = message("{name} is now in the account team as {part}", name=name, part=part)
        else:
            reason = message("{name} is no longer in the account team as {part}", name=name, part=part)
        yield Difference("assignment", (id_, as_), (id_, as_) in was, (id_, as_) in now, reason)


def _roles(before: View, after: View) -> Iterable[Difference]:
    was, now = ({(p, role) for role, held in view.roles.items() for p in held} for view in (before, after))
    for id_, role in sorted(was ^ now):
        name = name_of(before, after, id_)
        if (id_, role) in now:
            reason = message("{name} is now {role}", name=name, role=label(role))
        else:
            reason = message("{name} is no longer {role}", name=name, role=label(role))
        yield Difference("role", (id_, role), (id_, role) in was, (id_, role) in now, reason)


def _ties(before: View, after: View) -> Iterable[Difference]:
    was, now = _live(before), _live(after)
    for ours, theirs in sorted({*was} ^ {*now}):
        names = {"ours": name_of(before, after, ours), "theirs": name_of(before, after, theirs)}
        if (ours, theirs) in now:
            kind = "cold" if (ours, theirs) in before.strengths else "none"
            text = message("new live tie: {ours} with {theirs}", **names)
            yield Difference("tie", (ours, theirs), kind, "live", text)
        elif ours in after.team and theirs in after.people:
            text = message("no longer live: the tie of {ours} with {theirs}", **names)
            yield Difference("tie", (ours, theirs), "live", "cold", text)
        else:
            text = message("ended with a departure: the tie of {ours} with {theirs}", **names)
            yield Difference("tie", (ours, theirs), "live", "none", text)


def _live(view: View) -> Mapping[Pair, float]:
    return {(tie.team_id, tie.person_id): tie.strength for tie in view.live_ties}


def _judgements(before: View, after: View) -> Iterable[Difference]:
    for id_ in sorted(before.people.keys() & after.people.keys()):
        name = after.name(id_)
        was, now = (_support(view, id_) for view in (before, after))
        if was != now:
            of = message("support of {name}", name=name)
            yield Difference("support", (id_,), was, now, changed(of, label(was), label(now)))
        one, other = before.powers[id_].value, after.powers[id_].value
        if at_least(abs(one - other), VISIBLE_POWER):
            of = message("power of {name}", name=name)
            words = message("{power:.2f}", power=one), message("{power:.2f}", power=other)
            yield Difference("power", (id_,), one, other, moved(of, *words, other > one))


def _support(view: View, id_: str) -> str | None:
    judged = view.supports.get(id_)
    return support_word(judged.value) if judged else None
