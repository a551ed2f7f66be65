"""The analyses against removal and enumeration, on many random accounts.

`python -m tests.brute_force --accounts 10000 --seed 1 [--json FILE]` compares every answer, and what the compiled
engine makes of the account, with that of brute.py, which shares no code with either: what is lost by removing a
person, cuts by trying every set, the gain of introductions by trying every choice. It prints how many values were
compared, how many accounts had something to find, and the first account on which the two differ, made as small as
it can be.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from random import Random
from typing import Any

from graphkam.analysis import View, exposure, gaps, introductions, spof, stage
from graphkam.analysis.compiled.engine import sweep
from graphkam.domain.answers import Loss
from graphkam.domain.facts import AccountFacts, Assignment
from graphkam.domain.vocabulary import LAYERS
from graphkam.snapshot.framing import frame_of
from tests.brute import Brute
from tests.brute_introductions import Tried
from tests.swept import Told
from tests.worlds import AT, DEFAULTS, TODAY, account

Compared = Iterator[tuple[str, object, object]]
"""What it is, what the analysis says, what brute force says."""


def same(one: object, other: object) -> bool:
    """Are two values the same; numbers to one part in a thousand million."""
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(same, one, other))
    return one == other


def _coverage(view: View, brute: Brute) -> Compared:
    for layer in gaps(view).layers:
        people = brute.layer(layer.layer)
        reached = len({p for _, p in brute.live} & people)
        shares = [s for (_, p), s in brute.live.items() if p in people]
        threads = sum(shares) ** 2 / sum(s * s for s in shares) if shares else None
        yield layer.layer, (layer.people, layer.reached), (len(people), reached)
        yield f"{layer.layer}: coverage", layer.coverage, brute.coverage(people)
        yield f"{layer.layer}: status", layer.status, brute.status(people)
        yield f"{layer.layer}: threads", layer.threads, threads


def _gaps(view: View, brute: Brute) -> Compared:
    answer = gaps(view)
    yield "gaps", {(g.kind, g.what, g.severity) for g in answer.gaps}, brute.gaps()
    yield "decision holders", set(answer.decision_holders), brute.deciders


def _spof(view: View, brute: Brute) -> Compared:
    answer = spof(view)
    tied = {u for u, _ in brute.live}
    for graph, influence in ((answer.direct, False), (answer.influence, True)):
        found: dict[str, Loss] = {s.id: s for s in (*graph.ours, *graph.theirs)}
        yield "who carries anything", set(found), tied | brute.reached(influence)
        for v in sorted({*brute.ours, *brute.theirs}):
            s = found.get(v)
            said = (s.impact, s.reach_lost, set(s.cuts_off), s.spof) if s else (set(),)
            yield f"loss of {v}", said, brute.spof(influence, v) if s else (brute.lost(influence, [v]),)


def _redundancy(view: View, brute: Brute) -> Compared:
    ways = {p: len(brute.smallest_cuts(p)[0]) for p in brute.deciders}
    yield "redundancy", {r.person_id: r.paths for r in spof(view).influence.redundancy}, ways


def _sets(view: View, brute: Brute) -> Compared:
    cuts = {p: brute.smallest_cuts(p) for p in brute.deciders}
    sets = {s.for_: s for s in spof(view).influence.sets}
    yield "who has a set", set(sets), {p for p, c in cuts.items() if len(c[0]) in (2, 3)}
    for person, found in sets.items():
        lost = {cut: brute.lost(influence=True, without=cut) for cut in cuts[person]}
        impacts = {cut: round(brute.impact(people) or 0.0, 9) for cut, people in lost.items()}
        best = min(cuts[person], key=lambda cut: (-impacts[cut], cut))
        yield f"set for {person}", found.members, best
        yield f"impact of the set for {person}", found.impact, brute.impact(lost[best])
        yield f"cut off by the set for {person}", set(found.cuts_off), lost[best] - set(best)


def _stage(view: View, brute: Brute) -> Compared:
    answer = stage(view)
    yield "stage", answer.stage, brute.stage()
    yield "type", answer.type, brute.type()
    yield "peers", set(answer.peer_layers), brute.peers()


def _exposure(view: View, brute: Brute) -> Compared:
    yield "exposure", exposure(view).exposure, brute.exposure()


def _introductions(view: View, brute: Brute) -> Compared:
    k = 1 + len(brute.facts.touchpoints) % 3
    answer, tried = introductions(view, k), Tried(brute.facts, brute.day)
    found = [(tie.team_id, tie.person_id) for tie in answer.ties]
    yield "candidates", set(found) <= set(tried.candidates), True
    for i, tie in enumerate(answer.ties):
        before, after = tried.gain(tuple(found[:i])), tried.gain(tuple(found[: i + 1]))
        more = tried.ways(tried.having(found[: i + 1])) - tried.ways(tried.having(found[:i]))
        yield f"gain of {found[i]}", tie.coverage_gain, after - before
        yield f"ways gained by {found[i]}", tie.redundancy_gain, more
    yield f"best gain of {k}", answer.bound.gain, tried.best(k)


def _compiled(view: View, brute: Brute) -> Compared:
    """The compiled engine by itself: what it says of an account against brute force, not against the analysis."""
    frame = frame_of([view.facts])
    told = Told(frame, sweep(frame, view.at, view.constants), 0).all()
    for layer in LAYERS:
        (people, reached, *_), status, coverage, _, threads, *_ = told["sets"]["layer", layer]
        here = brute.layer(layer)
        true = (len(here), len({p for _, p in brute.live} & here))
        yield layer, (int(people), int(reached)), true
        yield f"{layer}: status and coverage", (status, coverage), (brute.status(here), brute.coverage(here))
        shares = [s for (_, p), s in brute.live.items() if p in here]
        yield f"{layer}: threads", threads, sum(shares) ** 2 / sum(s * s for s in shares) if shares else None
    for name, influence in (("direct", False), ("influence", True)):
        found = {**told["losses"][f"{name} ours"], **told["losses"][f"{name} theirs"]}
        tied = {u for u, _ in brute.live}
        yield f"who carries anything, {name}", set(found), tied | brute.reached(influence)
        for v, (impact, reach_lost, cut_off, fails) in found.items():
            true_impact, true_reach, lost, spof_ = brute.spof(influence, v)
            said = (impact, reach_lost, int(cut_off), fails)
            yield f"loss of {v}, {name}", said, (true_impact, true_reach, len(lost), spof_)
            if influence:
                yield f"cut off by {v}", told["cuts off"][v], set(lost)
    ways = {p: len(brute.smallest_cuts(p)[0]) for p in brute.deciders}
    yield "redundancy", {p: int(n) for p, n in told["paths"].items()}, ways
    yield "stage and type", told["stage"][:2], (brute.stage(), brute.type())
    yield "peers", told["shape"][0], set(brute.peers())
    yield "exposure", told["exposure"][0], brute.exposure()
    kinds = Counter(kind for kind, *_ in brute.gaps())
    yield "gaps", {k: int(n) for k, n in told["gaps"].items() if n}, dict(kinds)


COMPARISONS: dict[str, Callable[[View, Brute], Compared]] = {
    "coverage": _coverage,
    "gaps": _gaps,
    "spof": _spof,
    "redundancy": _redundancy,
    "sets": _sets,
    "stage": _stage,
    "exposure": _exposure,
    "introductions": _introductions,
    "compiled": _compiled,
}


@dataclass
class Report:
    """What was compared, what the accounts were like, and where the first disagreement is."""

    accounts: int = 0
    compared: Counter[str] = field(default_factory=Counter)
    different: Counter[str] = field(default_factory=Counter)
    interesting: Counter[str] = field(default_factory=Counter)
    first: str | None = None
    seconds: float = 0.0


def drawn(seed: int, number: int) -> AccountFacts:
    """The account of that number: up to eight of theirs, five of ours, half of them with a team that is assigned."""
    r = Random(f"{seed}/{number}")
    people, team = r.choice((r.randint(5, 8), r.randint(5, 8), r.randint(0, 8))), r.randint(0, 5)
    touchpoints = r.choice((r.randint(8, 30), r.randint(8, 30), r.randint(0, 30)))
    facts = account(
        r.getrandbits(32), people, team, touchpoints, r.choice((r.randint(8, 14), r.randint(0, 14)))
    )
    if r.random() < 0.5:
        return facts
    more = tuple(Assignment(m.id, "technical") for m in facts.team[:3])
    return replace(facts, assignments=(*facts.assignments, *more))


def disagreements(facts: AccountFacts, kinds: Collection[str], report: Report | None = None) -> list[str]:
    """Where the analysis of an account and brute force differ."""
    found = []
    view, brute = View(facts, AT, DEFAULTS), Brute(facts, TODAY)
    for kind in kinds:
        for what, said, true in COMPARISONS[kind](view, brute):
            if report is not None:
                report.compared[kind] += 1
            if not same(said, true):
                found.append(f"{kind}, {what}: {said!r}, by brute force {true!r}")
    if report is not None:
        report.accounts += 1
        report.different.update({line.partition(",")[0] for line in found})
        report.interesting.update(_interest(view, brute))
    return found


def _interest(view: View, brute: Brute) -> list[str]:
    """What makes an account worth comparing."""
    answer = spof(view)
    sizes = {len(s.members) for s in answer.influence.sets}
    there = {
        "a single point of failure": any(s.spof for s in (*answer.influence.ours, *answer.influence.theirs)),
        "reach by influence": bool(brute.reached(influence=True) - brute.reached(influence=False)),
        "a set of two": 2 in sizes,
        "a set of three": 3 in sizes,
        "an unknown layer": any(e.layer is None for e in brute.theirs.values()),
        "deciders by layer": view.decision.source == "layers",
        "nobody decides": view.decision.source == "none",
        "a gain to be had": bool(introductions(view, 1).ties),
    }
    return [*(what for what, is_so in there.items() if is_so), f"stage {brute.stage()}"]


def smallest(facts: AccountFacts, kind: str) -> AccountFacts:
    """The account without every record that the disagreement does not need."""
    names = [f.name for f in fields(facts) if isinstance(getattr(facts, f.name), tuple)]
    shrunk = True
    while shrunk:
        shrunk = False
        for name in names:
            for i in range(len(getattr(facts, name)) - 1, -1, -1):
                rows = getattr(facts, name)
                less = replace(facts, **{name: rows[:i] + rows[i + 1 :]})
                if disagreements(less, [kind]):
                    facts, shrunk = less, True
    return facts


def compare(accounts: int, seed: int, progress: Callable[[str], Any] = str) -> Report:
    """Compare so many accounts; `progress` is told every thousand."""
    report, began = Report(), time.perf_counter()
    for number in range(accounts):
        facts = drawn(seed, number)
        found = disagreements(facts, COMPARISONS, report)
        if found and report.first is None:
            least = smallest(facts, found[0].partition(",")[0])
            lines = disagreements(least, COMPARISONS)
            report.first = "\n".join([f"account {number} of seed {seed}:", *lines, repr(least)])
            progress(report.first)
        _forget()
        if (number + 1) % 1000 == 0:
            progress(f"{number + 1} accounts, {sum(report.different.values())} differ")
    report.seconds = time.perf_counter() - began
    return report


def _forget() -> None:
    """Let go of the accounts that brute force remembers."""
    for kind in (Brute, Tried):
        for method in vars(kind).values():
            getattr(method, "cache_clear", int)()


def table(report: Report) -> str:
    """The report as text."""
    lines = [f"{'compared':<14}{'values':>12}{'accounts that differ':>24}"]
    lines += [f"{k:<14}{report.compared[k]:>12,}{report.different[k]:>24,}" for k in COMPARISONS]
    lines += ["", f"{report.accounts:,} accounts in {report.seconds:,.0f} s, of which with"]
    lines += [f"  {what:<28}{n:>8,}" for what, n in report.interesting.most_common()]
    lines += ["", report.first or "No account differs."]
    return "\n".join(lines)


def main() -> int:
    """Run the comparison; 1 if any account differs."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--accounts", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path, help="write the figures there too")
    asked = parser.parse_args()
    report = compare(asked.accounts, asked.seed, lambda line: print(line, file=sys.stderr, flush=True))
    print(table(report))
    if asked.json:
        asked.json.write_text(json.dumps({"seed": asked.seed, **vars(report)}, indent=1) + "\n", "utf-8")
    return 1 if report.different else 0


if __name__ == "__main__":
    sys.exit(main())
