"""Who is meant by an id or a name at one account."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace

from graphkam.domain.cards import Member
from graphkam.domain.facts import AccountFacts, TeamMember
from graphkam.domain.message import message
from graphkam.domain.search import search_text
from graphkam.errors import AmbiguousError


class Here:
    """Everybody of theirs and ours at an account, whenever they were there, by id and by name.

    >>> from graphkam.analysis.example import kiln
    >>> here = Here(kiln().facts)
    >>> here.id_of("liu"), here.id_of("the new gm"), here.id_of("nobody")
    ('liu', 'gm', 'nobody')
    >>> here.pair("li:Liu")
    ('li', 'liu')
    """

    def __init__(self, facts: AccountFacts) -> None:
        names = {m.id: m.name for m in facts.team} | {e.person_id: e.name for e in facts.people}
        self._names = dict(sorted(names.items()))

    def knows(self, text: str) -> bool:
        """Whether somebody here has this id or name."""
        return text in self._names or bool(self._named(text))

    def id_of(self, text: str) -> str:
        """The id of whom an id or a name means; the text itself if that is nobody here.

        Raises AmbiguousError, with the candidates, for a name that several have.
        """
        if text in self._names:
            return text
        found = self._named(text)
        if len(found) > 1:
            sentence = message("{name} fits {count}; name one by its id", name=text, count=len(found))
            raise AmbiguousError(sentence, [(id_, self._names[id_]) for id_ in found])
        return found[0] if found else text

    def pair(self, text: str) -> tuple[str, str]:
        """Two who are named with a colon between them: where ids hold colons, the one that makes sense."""
        parts = text.split(":")
        splits = [(":".join(parts[:i]), ":".join(parts[i:])) for i in range(1, len(parts))]
        known = [s for s in splits if self.knows(s[1])]
        ours, theirs = next((s for s in known if self.knows(s[0])), (known or splits or [(text, "")])[0])
        return self.id_of(ours), self.id_of(theirs)

    def joined_by(self, facts: AccountFacts, texts: Iterable[str], members: Iterable[Member]) -> AccountFacts:
        """The facts with those of `members` whom one of the texts names and who are not known here."""
        unknown = [text for text in texts if not self.knows(text)]
        names = {search_text(text) for text in unknown}
        listed = {f.name for f in fields(Member)}
        columns = [f.name for f in fields(TeamMember) if f.name in listed]
        more = tuple(
            TeamMember(**{name: getattr(m, name) for name in columns})
            for m in members
            if m.id not in self._names and (m.id in unknown or search_text(m.name) in names)
        )
        return replace(facts, team=(*facts.team, *more)) if more else facts

    def _named(self, text: str) -> list[str]:
        wanted = search_text(text)
        return [id_ for id_, name in self._names.items() if wanted and search_text(name) == wanted]
