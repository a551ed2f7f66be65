"""What a title tells of somebody's layer and functions, in English and Chinese.

Only words are read, by the table of `titletable`; nothing is looked up elsewhere. A title that tells nothing
gives nothing: unknown is no fourth layer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from graphkam.domain.titletable import Match, matches, spelt_out, tokens
from graphkam.domain.vocabulary import FUNCTIONS, LAYERS

_HEAD = "general_management"
_CHIEF_OFFICER = 0.85
"""How sure "Chief … Officer" is of the executive layer."""

_NAMED = 0.9
"""Who is that surely the head is so of a firm, whose name may follow: "CEO, Bell Services" is not in service."""

_LONGEST = 500
"""Characters of a title that are read."""

_BETWEEN = {
    **dict.fromkeys(";|\n·兼", "hard"),
    **dict.fromkeys(("and", "&", "+", "和", "与", "及", "暨"), "and"),
    **dict.fromkeys(",/\\()[]{}:、。–—", "soft"),
}
"""What separates the parts of a title: hard where another post begins for sure."""


class Reading(NamedTuple):
    """What a title tells: layer (None: nothing) with confidence 0…1, and functions in their usual order."""

    layer: str | None
    confidence: float | None
    functions: tuple[str, ...]


NOTHING = Reading(None, None, ())


@dataclass(slots=True)
class _Post:
    """One of the posts that a title names, while it is being read."""

    layer: str
    confidence: float
    usual: str
    """The function that the rank itself suggests, where no word names one."""
    functions: list[str] = field(default_factory=list)


@lru_cache(maxsize=1 << 17)
def read_title(title: str | None) -> Reading:
    """The layer and the functions that a title tells.

    The part of the title that names the highest post counts ("CEO & Chairman", "财务总监兼副总经理"). In a part
    the longest form counts, so that "Vice President" is no "President" and 副总 no 总; a word for assistants
    or secretaries outweighs whom they assist; former posts tell nothing; acting ones less surely. Functions
    are those that the words name, else the one that goes with the rank.

    Case, width, blanks, dots in abbreviations, traditional characters are of no influence. Errors: none.
    Cost: some ten microseconds for a new title, a look-up for one seen before. Source: docs/metrics/layers.md.

    >>> read_title("Sr. VP, Procurement")
    Reading(layer='executive', confidence=0.85, functions=('procurement',))
    >>> read_title("採購部經理").layer, read_title("生产副总").functions, read_title("总经理助理").layer
    ('management', ('production',), 'operating')
    >>> read_title("former CEO"), read_title("Something else") == NOTHING
    (Reading(layer=None, confidence=None, functions=()), True)
    """
    if not title:
        return NOTHING
    posts, loose = _posts(_parts(spelt_out(tokens(title[:_LONGEST]))))
    functions = set(loose)
    for post in posts:
        functions.update(post.functions or ((post.usual,) if post.usual else ()))
    ordered = tuple(sorted(functions, key=FUNCTIONS.index))
    if not posts:
        return Reading(None, None, ordered)
    best = max(posts, key=lambda post: (LAYERS.index(post.layer), post.confidence))
    return Reading(best.layer, round(best.confidence, 2), ordered)


def _parts(words: list[str]) -> Iterator[tuple[str, list[str]]]:
    """The parts of a title with what stands before each: hard, soft, and (or start)."""
    part: list[str] = []
    before = "hard"
    for word in words:
        kind = _BETWEEN.get(word)
        if kind is None:
            part.append(word)
            continue
        if part:
            yield before, part
            part, before = [], kind
        elif kind == "hard":
            before = kind
    if part:
        yield before, part


def _posts(parts: Iterable[tuple[str, list[str]]]) -> tuple[list[_Post], list[str]]:
    """The posts of a title, and the functions of parts that name no post where there is none at all."""
    posts: list[_Post] = []
    loose: list[str] = []
    helping = former = False
    for before, words in parts:
        helping = helping and before != "hard"
        read = _Part(words, former=former and before == "and")
        former = read.former
        if read.only_former and posts:
            posts.pop()
        if read.only_acting and posts:
            posts[-1].confidence *= read.factor
        post = None if helping and not read.assistant else read.post()
        if post is not None:
            post.functions += loose
            loose = []
            posts.append(post)
        elif posts:
            if posts[-1].confidence < _NAMED:
                posts[-1].functions += read.functions
        else:
            loose += read.functions
        helping = helping or read.helps
    return posts, loose


class _Part:
    """One part of a title: its ranks, functions and modifiers."""

    __slots__ = (
        *("words", "former", "found", "ranks", "functions", "assistant", "helps", "factor"),
        *("_of", "_retired", "_unit"),
    )

    def __init__(self, words: list[str], *, former: bool) -> None:
        self.words = words
        self.former = former
        self.found = matches(words)
        self.ranks: list[tuple[Match, str, float]] = []
        self.functions: list[str] = []
        self.assistant: Match | None = None
        self.helps = False
        """An assistant "to" somebody: the parts that follow may name whom."""
        self.factor = 1.0
        self._of = False
        self._retired = False
        self._unit = ""
        """The function of a department that has no other, such as an office."""
        for at, match in enumerate(self.found):
            self._take(at, match)
        if self._unit and not self.functions:
            self.functions.append(self._unit)

    @property
    def only_former(self) -> bool:
        """ "(retired)": it speaks of the post before."""
        return self._retired and not self.ranks and len(self.words) == self.found[-1].end

    @property
    def only_acting(self) -> bool:
        """ "(acting)": it speaks of the post before."""
        return self.factor < 1 and not self.ranks and len(self.found) == 1

    def _take(self, at: int, match: Match) -> None:
        kind, function = match.form.kind, match.form.function
        if kind in ("former", "former_start"):
            if kind == "former" or match.start == 0:
                self._retire(at)
        elif kind == "now":
            self.former = False
        elif kind in ("acting", "acting_start"):
            if kind == "acting" or match.start == 0:
                self.factor *= match.form.confidence
        elif kind == "of":
            self._of = True
            self.helps = self.helps or self.assistant is not None
        elif not self.former and kind != "plain":
            if kind not in ("function", "unit"):
                self._rank(at, match)
            elif kind == "function":
                self.functions.append(function)
            else:
                self._unit = self._unit or function

    def _retire(self, at: int) -> None:
        """What follows is former; at the end of the part what precedes is."""
        if any(m.form.layer for m in self.found[at + 1 :]):
            self.former = True
            return
        self._retired = not self.ranks
        if self.ranks:
            self.ranks, self.assistant, self.functions = [], None, []
        self.former = True

    def _rank(self, at: int, match: Match) -> None:
        form, end = match.form, match.end
        chinese = self.words[match.start] >= "㐀"
        if chinese:
            self._of = False
        if form.kind == "suffix" and match.start == 0:
            return
        if form.kind == "ending" and (match.start == 0 or self._goes_on(end)):
            return
        following = self.found[at + 1] if at + 1 < len(self.found) else None
        unit = following and following.form.kind == "unit" and following.start == end
        if self._of or (unit and (chinese or form.layer == "executive")):
            if form.function and form.function != _HEAD:
                self.functions.append(form.function)
            return
        layer, confidence = form.layer or LAYERS[0], form.confidence
        if form.kind == "officer" and self.ranks and self.ranks[-1][0].form.kind == "chief":
            match = Match(form, self.ranks.pop()[0].start, end)
            layer, confidence = "executive", _CHIEF_OFFICER
        if form.kind == "assistant":
            self.assistant = self.assistant or match
        self.ranks.append((match, layer, confidence))

    def _goes_on(self, end: int) -> bool:
        return end < len(self.words) and self.words[end] >= "㐀"

    def post(self) -> _Post | None:
        """The post that this part names; None if it names none."""
        if not self.ranks:
            return None
        chosen = self._chosen()
        for match, _, _ in self.ranks:
            if match is not chosen[0] and match.form.function not in ("", _HEAD, "administration"):
                self.functions.append(match.form.function)
        match, layer, confidence = chosen
        return _Post(layer, confidence * self.factor, match.form.function, list(self.functions))

    def _chosen(self) -> tuple[Match, str, float]:
        """The rank that the part is about: an assistant's; else the last, as Chinese and "Sales Director" have
        it, but the first where words follow the last one, as in "Director Buyer Relations"."""
        for rank in self.ranks:
            if rank[0] is self.assistant:
                return rank
        last, first = self.ranks[-1], self.ranks[0]
        at_the_end = last[0].end == len(self.words) or self.words[last[0].start] >= "㐀"
        return last if at_the_end or first[0] is not self.found[0] else first
