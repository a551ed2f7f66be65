"""Ways in that begin at another account: who of ours knew them there, or knows somebody who worked with them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from graphkam.analysis.path import path, product
from graphkam.analysis.view import View
from graphkam.domain.constants import TOLERANCE, at_least
from graphkam.domain.facts import AccountFacts, Employment
from graphkam.domain.message import Message, message
from graphkam.domain.moves import Hop, PathAnswer, WarmPath
from graphkam.domain.strength import strength

FAINT = 0.05
"""A strength below this is no way in: what one meeting a year ago leaves is just above."""


@dataclass(frozen=True)
class FromElsewhere:
    """A way in from another account, and the names of whom and what it passes that this account may not know."""

    way: WarmPath
    names: Mapping[str, str]


def ways_from_elsewhere(
    view: View, elsewhere: Iterable[AccountFacts], wanted: Collection[str]
) -> dict[str, FromElsewhere]:
    """The warmest way from another account to each of `wanted`, their people of this account, where any is.

    Either somebody of ours *knew them there*: they worked, or work, at the other account too, and what their
    contacts of that time still add up to is the S of the hop (`former_tie`; a mover's tie begins at 0 here).
    Or one of ours has a live tie with somebody at another account who *worked with them*: at one of the
    accounts at hand, this one included, at the same time (`colleague`, of the strength that influence has
    whose weight nobody recorded). Only what leaves a product of 0.05 or more counts.

    `elsewhere` are the facts of the other accounts that may matter; see `careers.related`. Errors: none. Cost:
    one view of each of them, and pairs of colleagues. Source: docs/metrics/introductions.md.
    """
    others = sorted((f for f in elsewhere if f.account.id != view.facts.account.id), key=_id)
    found: dict[str, list[tuple[float, tuple[Hop, ...], FromElsewhere]]] = defaultdict(list)
    for person, way in (*_known_there(view, others, wanted), *_through_colleagues(view, others, wanted)):
        found[person].append((-round(way.way.product, 9), way.way.hops, way))
    return {person: min(ways, key=_warmest_first)[-1] for person, ways in sorted(found.items())}


def way_in(view: View, person_id: str, elsewhere: Iterable[AccountFacts]) -> PathAnswer:
    """The warmest way within the account, `path`, and beside it one that begins at another account if warmer.

    Errors: as `path`. Cost: as `path` and `ways_from_elsewhere`.

    >>> from graphkam.analysis.example import kiln
    >>> way_in(kiln(), "liu", ()).elsewhere is None
    True
    """
    answer, post = path(view, person_id), view.people.get(person_id)
    wanted = {person_id} if post and not post.placeholder else set()
    other = ways_from_elsewhere(view, elsewhere if wanted else (), wanted).get(person_id)
    if other is None or other.way.product <= (answer.product or 0.0) + TOLERANCE:
        return answer
    return replace(answer, elsewhere=other.way)


def _warmest_first(found: tuple[float, tuple[Hop, ...], FromElsewhere]) -> tuple[float, int, list[object]]:
    length, hops, _ = found
    return length, len(hops), [(hop.from_, hop.to, hop.account_id) for hop in hops]


def _id(facts: AccountFacts) -> str:
    return facts.account.id


def _known_there(
    view: View, others: Sequence[AccountFacts], wanted: Collection[str]
) -> Iterable[tuple[str, FromElsewhere]]:
    for facts in others:
        posts = [e for e in facts.people if e.person_id in wanted and not e.placeholder]
        begun = [e for e in posts if (e.valid_from or "") <= view.at.day.isoformat()]
        if not begun:
            continue
        # As if they worked there still: the contacts of that time count, faded as they are.
        still = tuple(replace(e, valid_from=None, valid_to=None) for e in begun)
        then = View(replace(facts, people=still), view.at, view.constants)
        for (ours, person), s in then.strengths.items():
            warmth = strength(s, view.constants.kappa)
            if at_least(warmth, FAINT):
                name = then.people[person].name
                reason = message(
                    "{ours} knows {theirs} from {account}",
                    ours=then.name(ours),
                    theirs=name,
                    account=facts.account.name,
                )
                hop = Hop(ours, person, "former_tie", warmth, facts.account.id)
                yield person, _way((hop,), reason, then, facts, {person: name})


def _through_colleagues(
    view: View, others: Sequence[AccountFacts], wanted: Collection[str]
) -> Iterable[tuple[str, FromElsewhere]]:
    weight = min(view.constants.influence_weight, 1.0)
    today = view.at.day.isoformat()
    there = {e.person_id for facts in others for e in facts.people}
    colleagues = _colleagues((view.facts, *others), wanted, there, today)
    sought = {q for _, q in colleagues}
    for facts in others:
        if not any(e.person_id in sought for e in facts.people):
            continue
        now = View(facts, view.at, view.constants)
        for (person, colleague), employer in sorted(colleagues.items()):
            for tie in now.ties_with.get(colleague, ()):
                if at_least(tie.strength * weight, FAINT):
                    theirs = next(e.name for e in view.facts.people if e.person_id == person)
                    reason = message(
                        "{ours} knows {colleague} at {account}, who worked with {theirs} at {employer}",
                        ours=now.name(tie.team_id),
                        colleague=now.name(colleague),
                        account=facts.account.name,
                        theirs=theirs,
                        employer=employer,
                    )
                    hops = (
                        Hop(tie.team_id, colleague, "tie", tie.strength, facts.account.id),
                        Hop(colleague, person, "colleague", weight, facts.account.id),
                    )
                    yield person, _way(hops, reason, now, facts, {person: theirs})


def _colleagues(
    accounts: Iterable[AccountFacts], wanted: Collection[str], there: Collection[str], today: str
) -> dict[tuple[str, str], str]:
    """(one of `wanted`, one of `there` who worked at the same account at the same time) → its name."""
    found: dict[tuple[str, str], str] = {}
    for facts in accounts:
        posts = [e for e in facts.people if e.person_id in wanted]
        others = [e for e in facts.people if e.person_id in there]
        for post in posts:
            for other in others:
                if other.person_id != post.person_id and _together(post, other, today):
                    found.setdefault((post.person_id, other.person_id), facts.account.name)
    return found


def _together(one: Employment, other: Employment, today: str) -> bool:
    """Whether two posts had a day in common, not later than today."""
    begin = max(one.valid_from or "", other.valid_from or "")
    return begin <= today and begin < min(one.valid_to or "~", other.valid_to or "~")


def _way(
    hops: tuple[Hop, ...], reason: Message, there: View, facts: AccountFacts, names: Mapping[str, str]
) -> FromElsewhere:
    known = {id_: there.name(id_) for hop in hops for id_ in (hop.from_, hop.to)}
    return FromElsewhere(
        WarmPath(hops, product(hops), reason), {**known, **names, facts.account.id: facts.account.name}
    )
