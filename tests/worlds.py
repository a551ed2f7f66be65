"""Small accounts for property tests: few people, much trouble.

Hypothesis draws how many of everything there are, and a seed that decides the rest. So an account is drawn in
a fraction of a millisecond, the shares of interesting ones are set here, and a failing case shrinks in size.
"""

from __future__ import annotations

from random import Random
from typing import TypeVar

from hypothesis import strategies as st

from graphkam.analysis import View
from graphkam.domain.constants import Constants
from graphkam.domain.facts import (
    Account,
    AccountFacts,
    Assessment,
    Assignment,
    Employment,
    Relation,
    RoleHolding,
    TeamMember,
    Touchpoint,
)
from graphkam.domain.moment import DAY, AsOf
from graphkam.domain.vocabulary import CHANNELS, DECISION_ROLES, LAYERS, ROLES, SUPPORTS

T = TypeVar("T")
TODAY = "2026-03-01"
AT = AsOf.on(TODAY, "UTC")
DEFAULTS = Constants()

FUNCTIONS = ("procurement", "technical", "finance", "legal")
ALWAYS = (None, None)
SOMETIMES = (("2025-01-01", None), (None, "2026-03-02"), (TODAY, None), (None, TODAY), ("2026-03-02", None))
"""Since long ago, until today, since today; until yesterday, from tomorrow."""
NOON = AsOf.on("2026-03-01T12:00:00Z", "UTC")
"""For numbers by hand: a contact n days before it has an age of exactly n days."""
AGES = (0.0, 1.5, 1.5, 5.0, 5.0, 20.0, 20.0, 45.0, 89.9, 90.0, 200.0, 500.0, -2.0)
"""Days before as-of; the last lies ahead."""


def contact(
    team: str, people: str, days: float = 0.0, channel: str = "meeting", **more: object
) -> Touchpoint:
    """A touchpoint so many days before NOON; ids are separated by spaces. Its id tells who and when."""
    at = NOON.instant - days * DAY
    return Touchpoint(
        f"{team}/{people}/{days}", at, channel, tuple(team.split()), tuple(people.split()), **more
    )


def view(at: AsOf = NOON, constants: Constants = DEFAULTS, **facts: object) -> View:
    """A view of an account written down by hand."""
    return View(AccountFacts(**{"account": Account("a", "Account A"), **facts}), at, constants)


class Author:
    """Writes one account; `r` decides everything that the sizes leave open."""

    def __init__(self, seed: int, people: int, team: int) -> None:
        self.r = Random(seed)
        self.people = [f"p{i}" for i in range(people)]
        self.team = [f"t{i}" for i in range(team)]
        self.calm = self.r.random() < 0.25
        """A calm account has no leavers and no placeholders, and its layers have peers."""
        self.met = self.people if self.calm else self.people[: self.r.randint(1, people // 2 or 1)]
        """The others are reached by influence or in cc, if at all."""

    def maybe(self, share: float, value: T) -> T | None:
        return value if self.r.random() < share else None

    def validity(self) -> tuple[str | None, str | None]:
        return self.r.choice(SOMETIMES) if self.r.random() < (0.0 if self.calm else 0.2) else ALWAYS

    def some(self, values: list[str], most: int, least: int = 0) -> tuple[str, ...]:
        return tuple(self.r.sample(values, min(len(values), self.r.randint(least, most))))

    def layer(self, number: int) -> str | None:
        return LAYERS[number % 3] if self.calm else self.r.choice((None, *LAYERS))

    def employment(self, number: int, person: str) -> Employment:
        layer, (begin, end) = self.layer(number), self.validity()
        return Employment(
            person,
            person.upper(),
            functions=self.some(list(FUNCTIONS), 2, least=int(self.calm)),
            layer=layer,
            layer_source=self.r.choice(("given", "title", "reports_to")) if layer else None,
            power=self.maybe(0.2, self.r.choice((0.0, 0.7))),
            target=self.maybe(0.3, self.r.random()),
            placeholder=not self.calm and self.r.random() < 0.1,
            valid_from=begin,
            valid_to=end,
        )

    def member(self, number: int, member: str) -> TeamMember:
        begin, end = self.validity()
        function = self.maybe(0.8, self.r.choice(FUNCTIONS))
        return TeamMember(
            member,
            member.upper(),
            level=self.layer(number),
            function=function,
            valid_from=begin,
            valid_to=end,
        )

    def touchpoint(self, number: int) -> Touchpoint:
        r = self.r
        crowd = r.random() < 0.03
        channel = (
            r.choice(CHANNELS) if r.random() < 0.4 else r.choice(("meeting", "visit", "executive_meeting"))
        )
        return Touchpoint(
            f"x{number}",
            AT.instant - r.choice(AGES) * DAY,
            channel,
            self.some(self.team, 2, least=1),
            tuple(self.people) if crowd else self.some(self.met, 3, least=1),
            present=self.some(self.people, 2),
            cc=self.some(self.people, 2) if r.random() < 0.2 else (),
        )

    def relation(self) -> Relation:
        r = self.r
        kinds = (
            "influences",
            "influences",
            "influences",
            "confidant",
            "reports_to",
            "ally",
            "conflicts_with",
        )
        known = self.people if r.random() < 0.95 else []
        ends = (r.choice(self.met or ["ghost"]), r.choice(known or ["ghost"]))
        source, target = ends if r.random() < 0.8 else ends[::-1]
        weight = self.maybe(0.4, r.choice((0.0, 0.3, 1.0)))
        begin, end = self.validity()
        return Relation(source, target, r.choice(kinds), weight, valid_from=begin, valid_to=end)

    def role(self) -> RoleHolding:
        role = self.r.choice(DECISION_ROLES if self.r.random() < 0.6 else ROLES)
        return RoleHolding(self.r.choice([*self.people, "ghost"]), role, None, None, None, *self.validity())

    def assessment(self) -> Assessment:
        r = self.r
        return Assessment(
            r.choice([*self.people, "ghost"]),
            r.choice(("t0", "t1", "a guest")),
            r.choice(("2025-10-01", "2026-02-01", TODAY, "2026-03-02")),
            self.maybe(0.7, r.choice(SUPPORTS)),
            self.maybe(0.7, r.choice((0.0, 0.3, 0.5, 1.0))),
            self.maybe(0.5, r.choice((0.0, 0.4, 1.0))),
        )

    def assignment(self, number: int) -> Assignment:
        r = self.r
        as_ = (
            "account_manager"
            if number == 0
            else r.choice(("account_manager", "executive_sponsor", "technical"))
        )
        return Assignment(r.choice([*self.team, "ghost"]), as_, *self.validity())


def account(seed: int, people: int, team: int, touchpoints: int, relations: int) -> AccountFacts:
    """One account; the same arguments give the same."""
    a = Author(seed, people, team)
    r = a.r
    employments = [a.employment(i, p) for i, p in enumerate(a.people)]
    if people and r.random() < 0.2:  # a career: the same person once more, from another day on
        again = a.employment(0, "p0")
        employments += [again] if again.valid_from != employments[0].valid_from else []
    judged = {(j.person_id, j.author, j.at): j for j in (a.assessment() for _ in range(r.randint(0, 4)))}
    return AccountFacts(
        account=Account("a", "Account A", annual_value=r.choice((None, 0.0, 1000.0))),
        people=tuple(employments),
        team=tuple(a.member(i, m) for i, m in enumerate(a.team)),
        assignments=tuple(a.assignment(i) for i in range(r.randint(0, 3))),
        relations=tuple(a.relation() for _ in range(relations)),
        roles=tuple(a.role() for _ in range(r.choice((0, 0, 1, 2, 4)))),
        touchpoints=tuple(a.touchpoint(i) for i in range(touchpoints)),
        assessments=tuple(judged.values()),
    )


def accounts() -> st.SearchStrategy[AccountFacts]:
    """Accounts of up to eight of theirs and five of ours, now and then empty."""
    return st.builds(
        account,
        seed=st.integers(0, 2**32 - 1),
        people=st.one_of(st.integers(5, 8), st.integers(5, 8), st.integers(0, 8)),
        team=st.one_of(st.integers(2, 5), st.integers(2, 5), st.integers(0, 5)),
        touchpoints=st.one_of(st.integers(8, 30), st.integers(8, 30), st.integers(0, 30)),
        relations=st.one_of(st.integers(8, 14), st.integers(0, 14)),
    )
