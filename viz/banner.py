"""The verdict above the map."""

from __future__ import annotations

from collections.abc import Iterable

from graphkam.domain.answers import Banner, Gaps, MapEdge, Stage
from graphkam.domain.labels import label
from graphkam.domain.message import Message, message
from graphkam.domain.vocabulary import LAYERS


def banner(gaps: Gaps, spofs: Iterable[str], edges: Iterable[MapEdge], stage: Stage) -> Banner:
    """What stands above the map. `edges` are those drawn, `spofs` the ids of those shown."""
    return Banner(
        layers=tuple(sorted(gaps.layers, key=lambda c: LAYERS.index(c.layer), reverse=True)),
        threads=_threads([e.strength for e in edges if e.live and e.strength]),
        spofs=tuple(spofs),
        missing_roles=tuple(r.role for r in gaps.roles if r.status in ("unknown", "empty")),
        status=gaps.status,
        reason=_reason(gaps),
        stage=stage.stage,
    )


def _threads(strengths: list[float]) -> float | None:
    """Effective number of live ties, 1 ÷ Σ share² (Kish, Simpson); None without any.

    >>> _threads([0.5, 0.5])
    2.0
    """
    total = sum(sorted(strengths))
    return total**2 / sum(sorted(s * s for s in strengths)) if total else None


def _reason(gaps: Gaps) -> Message:
    """Why the account is red, amber or green: the layers in their worst states, by name."""
    said = {
        "empty": lambda layers: message("Nobody is known in: {layers}.", layers=layers),
        "open": lambda layers: message("Nobody of ours has a live tie in: {layers}.", layers=layers),
        "thin": lambda layers: message("Thinly covered: {layers}.", layers=layers),
    }
    sentences = []
    for state in {"red": ("empty", "open"), "amber": ("thin",)}.get(gaps.status, ()):
        layers = [c.layer for c in gaps.layers if c.status == state]
        if layers:
            names = [label(name) for name in sorted(layers, key=LAYERS.index, reverse=True)]
            sentences.append(said[state](_joined(names, "{first}, {second}")))
    return _joined(sentences, "{first} {second}") if sentences else message("All three layers are covered.")


def _joined(parts: list[Message], pattern: str) -> Message:
    """Several Messages in one that can still be translated, each by itself."""
    joined = parts[0]
    for part in parts[1:]:
        joined = message(pattern, first=joined, second=part)
    return joined
