"""Which accounts share people: where a way in to one account may begin at another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from graphkam.domain.facts import AccountFacts


class Careers:
    """The people who work, or worked, at more than one account.

    Cost: a pass over all employments; what is kept is only about those people.
    """

    def __init__(self, accounts: Iterable[AccountFacts]) -> None:
        first: dict[str, str] = {}
        movers: defaultdict[str, set[str]] = defaultdict(set)
        self._facts: dict[str, AccountFacts] = {}
        for facts in accounts:
            self._facts[facts.account.id] = facts
            for post in facts.people:
                before = first.setdefault(post.person_id, facts.account.id)
                if before != facts.account.id:
                    movers[post.person_id] |= {before, facts.account.id}
        self._accounts = dict(movers)
        self._movers: defaultdict[str, set[str]] = defaultdict(set)
        for person, ids in self._accounts.items():
            for id_ in ids:
                self._movers[id_].add(person)

    def related(self, account_id: str) -> tuple[AccountFacts, ...]:
        """The other accounts of its people, and of those who worked with them at any of these.

        >>> from graphkam.domain.facts import Account, Employment
        >>> def facts(id_, *people):
        ...     return AccountFacts(Account(id_, id_), tuple(Employment(p, p) for p in people))
        >>> careers = Careers([facts("a", "liu"), facts("b", "liu", "xu"), facts("c", "xu"), facts("d", "gm")])
        >>> [f.account.id for f in careers.related("a")]
        ['b', 'c']
        """
        near = {account_id} | self._shared(account_id)
        further = near.union(*(self._shared(id_) for id_ in near))
        return tuple(self._facts[id_] for id_ in sorted(further - {account_id}) if id_ in self._facts)

    def _shared(self, account_id: str) -> set[str]:
        people = self._movers.get(account_id, set())
        return {id_ for person in people for id_ in self._accounts[person]}
