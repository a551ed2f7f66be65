"""The relationship: what is judged, felt, done, needed, promised, and what binds.

opinions   what colleagues judge of each person       feeling   what they say beside what they do
strategy   needs, strategy map, bonds                 debts     incidents and promises
handover   all of it that goes with a leaver of ours
"""

from __future__ import annotations

from graphkam.analysis.relationship.debts import incidents, promises
from graphkam.analysis.relationship.feeling import behaviour, differences, feeling, loyalty
from graphkam.analysis.relationship.opinions import disagreements, opinions
from graphkam.analysis.relationship.strategy import bonds, loose_ends, needs, steps
from graphkam.analysis.view import View
from graphkam.domain.relationship import Relationship

__all__ = ["relationship"]


def relationship(view: View) -> Relationship:
    """Judgements and facts about the relationship with an account, and what in them does not fit together.

    Errors: none. Cost: linear in the account's records, and sorts. Source: docs/metrics/feeling.md, trust.md,
    bonds.md, loyalty.md.

    >>> from graphkam.analysis.example import kiln
    >>> answer = relationship(kiln())
    >>> answer.loyalty.type, answer.bonds.highest, answer.unjudged
    (None, None, ('gm', 'liu'))
    """
    felt, done, people = feeling(view), behaviour(view), opinions(view)
    needed, strategy = needs(view), steps(view)
    judged = {person.person_id for person in people}
    return Relationship(
        account=view.facts.account.id,
        as_of=str(view.at),
        loyalty=loyalty(view),
        feeling=felt,
        behaviour=done,
        findings=(
            *differences(view, felt, done),
            *disagreements(view, people),
            *loose_ends(view, needed, strategy),
        ),
        people=people,
        unjudged=tuple(p for p in view.by_power(view.decision.holders) if p not in judged),
        needs=needed,
        strategy=strategy,
        bonds=bonds(view),
        incidents=incidents(view),
        commitments=promises(view),
    )
