"""What differs between two states of an account, each difference as values and as a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from graphkam.analysis.exposure import exposure
from graphkam.analysis.gaps import gaps, layer_coverages
from graphkam.analysis.spof import losses, spof
from graphkam.analysis.stage import stage
from graphkam.analysis.view import View
from graphkam.domain.constants import at_least
from graphkam.domain.labels import label
from graphkam.domain.message import Message, message
from graphkam.domain.moves import Difference, State
from graphkam.domain.vocabulary import LAYERS, STAGES
from graphkam.domain.words import LAYER_WORDS

VISIBLE = 0.005
"""A share that changes by less is the same: half a per cent."""
TYPES = ("ordinary", "partnership", "strategic")


def state(view: View) -> State:
    """The analyses of one side of a comparison."""
    return State(gaps(view), spof(view), stage(view), exposure(view))


def differences(before: View, after: View) -> tuple[Difference, ...]:
    """What differs in the verdicts, most general first.

    Stage, type, exposure; status and coverage of each layer; gaps that came, went or changed colour (those of
    layers are told by the status, and a gap about a person who is gone is not closed); single points of
    failure with influence; who is reached otherwise than before, by a live tie, by influence or not at all
    (cut off); who decides. People who are not there on both sides are not called cut off. Shares that change
    by less than half a per cent are the same.

    Errors: none. Cost: that of the analyses. Source: docs/metrics/whatif.md.

    >>> from graphkam.analysis.example import kiln
    >>> from graphkam.analysis.scenario import with_ties
    >>> for found in differences(kiln(), with_ties(kiln(), [("li", "gm")]))[:3]:
    ...     print(found.what, found.of, found.reason)
    exposure () exposure rises from 62% to 100%
    layer.status ('executive',) executive layer: open before, thin after
    layer.coverage ('executive',) coverage of the executive layer rises from 0% to 63%
    """
    parts = (_verdicts, _layers, _gaps, _spofs, _reach, _decides)
    return tuple(found for part in parts for found in part(before, after))


def name_of(before: View, after: View, id_: str) -> str:
    """The name of one of theirs or ours on either side, the later first."""
    there = id_ in after.people or id_ in after.team
    return (after if there else before).name(id_)


def _verdicts(before: View, after: View) -> Iterable[Difference]:
    one, other = stage(before), stage(after)
    for what, of, scale, was, now in (
        ("stage", message("stage of the relationship"), STAGES, one.stage, other.stage),
        ("type", message("type of the relationship"), TYPES, one.type, other.type),
    ):
        if was != now:
            yield Difference(what, (), was, now, moved(of, label(was), label(now), _risen(scale, was, now)))
    yield from share("exposure", (), message("exposure"), exposure(before).exposure, exposure(after).exposure)


def _risen(scale: Sequence[str], was: str, now: str) -> bool:
    return scale.index(now) > scale.index(was)


def moved(what: Message, was: Message, now: Message, risen: bool) -> Message:
    """Something that rises or falls."""
    if risen:
        return message("{what} rises from {before} to {after}", what=what, before=was, after=now)
    return message("{what} falls from {before} to {after}", what=what, before=was, after=now)


def share(
    what: str, of: tuple[str, ...], words: Message, was: float | None, now: float | None
) -> Iterable[Difference]:
    """The difference of two shares, none if they are the same.

    >>> [found.reason for found in share("exposure", (), message("exposure"), None, 0.25)]
    ['exposure: undefined before, 25% after']
    """
    if was is None or now is None:
        if was is not now:
            yield Difference(what, of, was, now, changed(words, _percent(was), _percent(now)))
    elif at_least(abs(now - was), VISIBLE):
        yield Difference(what, of, was, now, moved(words, _percent(was), _percent(now), now > was))


def _percent(value: float | None) -> Message:
    return message("undefined") if value is None else message("{share:.0%}", share=value)


def changed(what: Message | str, was: Message | str, now: Message | str) -> Message:
    """Something that is other than before, with no order between the two."""
    return message("{what}: {before} before, {after} after", what=what, before=was, after=now)


def _layers(before: View, after: View) -> Iterable[Difference]:
    was = {layer.layer: layer for layer in layer_coverages(before)}
    now = {layer.layer: layer for layer in layer_coverages(after)}
    for layer in reversed(LAYERS):
        one, other, words = was[layer], now[layer], LAYER_WORDS[layer]
        if one.status != other.status:
            reason = changed(words, label(one.status), label(other.status))
            yield Difference("layer.status", (layer,), one.status, other.status, reason)
        of = message("coverage of the {layer}", layer=words)
        yield from share("layer.coverage", (layer,), of, one.coverage, other.coverage)


def _gaps(before: View, after: View) -> Iterable[Difference]:
    was, now = ({(g.kind, g.what): g for g in gaps(v).gaps if g.kind != "layer"} for v in (before, after))
    for key in sorted({*was, *now}):
        one, other = was.get(key), now.get(key)
        if one is None and other is not None:
            yield Difference("gap", key, None, other.severity, message("new gap: {gap}", gap=other.reason))
        elif one is not None and other is None:
            if one.kind in ("person", "veto") and one.what not in after.people:
                continue  # not closed: whom it was about is gone
            yield Difference("gap", key, one.severity, None, message("gap gone: {gap}", gap=one.reason))
        elif one is not None and other is not None and one.severity != other.severity:
            reason = changed(other.reason, label(one.severity), label(other.severity))
            yield Difference("gap", key, one.severity, other.severity, reason)


def _spofs(before: View, after: View) -> Iterable[Difference]:
    was, now = _failures(before), _failures(after)
    there = {*after.people, *after.team}
    for id_ in sorted(({*was} ^ {*now}) & there):
        if id_ in now:
            reason = message("new single point of failure: {why}", why=now[id_])
        else:
            reason = message("{name} is no longer a single point of failure", name=after.name(id_))
        yield Difference("spof", (id_,), id_ in was, id_ in now, reason)


def _failures(view: View) -> Mapping[str, str]:
    flow = view.influence_flow
    both = (*losses(view, flow, "ours"), *losses(view, flow, "theirs"))
    return {loss.id: loss.reason for loss in both if loss.spof}


def _reach(before: View, after: View) -> Iterable[Difference]:
    for id_ in after.by_power(before.people.keys() & after.people.keys()):
        was, now = _reached(before, id_), _reached(after, id_)
        if was != now:
            name = after.name(id_)
            said = {
                "none": message("{name} is cut off", name=name),
                "influence": message("{name} is reached by influence only", name=name),
                "tie": message("{name} is reached by a live tie", name=name),
            }
            yield Difference("reach", (id_,), was, now, said[now])


def _reached(view: View, id_: str) -> str:
    if id_ in view.ties_with:
        return "tie"
    return "influence" if id_ in view.influence_flow.reached else "none"


def _decides(before: View, after: View) -> Iterable[Difference]:
    was, now = before.decision.holders, after.decision.holders
    for id_ in sorted(was ^ now):
        if id_ not in after.people:
            continue
        if id_ in now:
            reason = message("{name} now counts among those who decide", name=after.name(id_))
        else:
            reason = message("{name} no longer counts among those who decide", name=after.name(id_))
        yield Difference("decides", (id_,), id_ in was, id_ in now, reason)
