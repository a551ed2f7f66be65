"""Portfolios by seed, straight into a `Frame`: accounts of 3 to 2,000 people, heavy-tailed, 60 in the mean.

Reporting lines in four accounts of five, lines of influence in seven of ten (half a line a person), recorded
roles in six of ten. Between 1 and 30 % of an account's people are of unknown layer. Ten contacts a person:
six people of ten were met, by two or three of ours each, over some years. Orders, incidents and the like are
those of `dealings`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from benchmarks import dealings
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
from graphkam.domain.frame import ALWAYS, FOREVER, GIVEN, NO_DAY, NO_TEXT, UNKNOWN, Frame, Texts
from graphkam.domain.moment import DAY, AsOf
from graphkam.domain.vocabulary import (
    ASSIGNMENTS,
    CHANNELS,
    FUNCTIONS,
    LAYERS,
    RELATION_KINDS,
    ROLES,
)

SIZES = {"S": 250, "M": 2_500, "L": 25_000}
AT = AsOf.on("2026-03-01", "UTC")
TODAY = AT.day.toordinal() - 719163
MEAN, LEAST, MOST = 60.0, 3, 2000
KINDS = {k: RELATION_KINDS.index(k) for k in ("influences", "confidant", "reports_to")}
SUPPORTS = {1.0: "mentor", 0.5: "supporter", 0.0: "neutral", -0.5: "non_supporter", -1.0: "opponent"}


def portfolio(accounts: int, seed: int = 1) -> Frame:
    """So many accounts; the same seed gives the same."""
    r = np.random.default_rng(seed)
    people = _sizes(r, accounts)
    members = np.minimum(2 + people // 8, 40)
    first_person, first_member = _first(people), _first(members)
    persons, account = int(first_person[-1]), np.repeat(np.arange(accounts), people)
    columns: dict[str, Any] = {
        "account_id": _numbered("a", accounts),
        "account_name": _numbered("Account ", accounts),
        **{f"account_{name}": _unknown(accounts) for name in ("grade", "segment", "lifecycle", "currency")},
        "annual_value": np.round(r.lognormal(13, 1.5, accounts)),
        "revision": np.zeros(accounts, np.int64),
        "first_person": first_person,
        "first_member": first_member,
        "person_id": _numbered("p", persons),
        "first_post": np.arange(persons + 1),
        "member_id": _numbered("t", int(first_member[-1])),
        "first_term": np.arange(int(first_member[-1]) + 1),
    }
    columns |= _posts(r, persons, r.uniform(0.01, 0.30, accounts)[account])
    columns |= _terms(r, int(first_member[-1]))
    columns |= _lines(r, people, first_person, account)
    columns |= _roles(r, people)
    columns |= _assignments(r, members)
    columns |= _assessments(r, people, first_person, account)
    columns |= _ties(r, members[account], account, first_person, accounts)
    columns |= dealings.dealings(r, people, members, TODAY, *_earliest(columns, accounts))
    return Frame(**columns)


def _earliest(columns: dict[str, Any], accounts: int) -> tuple[Any, Any]:
    """The first contact of each account, and who had none."""
    ties = np.diff(columns["first_tie"])
    earliest = np.full(accounts, np.inf)
    oldest = columns["contact_at"][columns["first_contact"][:-1]]
    np.minimum.at(earliest, np.repeat(np.arange(accounts), ties), oldest)
    return earliest, ties == 0


def _sizes(r: np.random.Generator, accounts: int) -> Any:
    drawn = r.lognormal(0.0, 1.2, accounts)
    low, high = 0.0, 1000.0
    for _ in range(60):  # the scale with which the mean is 60 after rounding and clipping
        scale = (low + high) / 2
        people = np.clip(np.rint(drawn * scale), LEAST, MOST).astype(np.int64)
        low, high = (scale, high) if people.mean() < MEAN else (low, scale)
    return people


def _first(counts: Any) -> Any:
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)


def _numbered(prefix: str, count: int) -> Texts:
    """prefix0000001 …, all of one length, so that their order is that of their numbers."""
    digits = np.array([np.arange(count) // 10**k % 10 for k in range(7, -1, -1)], np.uint8).T + ord("0")
    head = np.tile(np.frombuffer(prefix.encode(), np.uint8), (count, 1))
    texts = np.concatenate([head, digits], axis=1) if count else np.empty((0, 8), np.uint8)
    return Texts(np.ascontiguousarray(texts).reshape(-1), np.arange(count + 1) * texts.shape[1])


def _unknown(count: int) -> Texts:
    return Texts(np.full(count, ord(NO_TEXT), np.uint8), np.arange(count + 1))


def _validity(r: np.random.Generator, count: int, left: float) -> tuple[Any, Any]:
    """Most have been there since years ago; a share of them is gone."""
    begin = np.where(r.random(count) < 0.5, ALWAYS, TODAY - r.integers(200, 4000, count)).astype(np.int32)
    end = np.where(r.random(count) < left, TODAY - r.integers(0, 150, count), FOREVER).astype(np.int32)
    return begin, end


def _sometimes(r: np.random.Generator, share: float, values: Any) -> Any:
    return np.where(r.random(len(values)) < share, values, np.nan)


def _posts(r: np.random.Generator, persons: int, unknown: Any) -> dict[str, Any]:
    begin, end = _validity(r, persons, 0.04)
    layer = r.choice(3, persons, p=(0.7, 0.22, 0.08)).astype(np.int8)
    layer[r.random(persons) < unknown] = UNKNOWN
    new = r.random(persons) < 0.03
    begin[new] = TODAY - r.integers(150, 300, int(new.sum()))
    return {
        "post_from": begin,
        "post_to": end,
        "post_layer": layer,
        "post_given": layer,
        "post_source": np.where(layer == UNKNOWN, UNKNOWN, GIVEN).astype(np.int8),
        "post_functions": (1 << r.integers(0, len(FUNCTIONS), persons)).astype(np.uint32),
        "post_guessed": np.zeros(persons, np.uint8),
        "post_power": _sometimes(r, 0.1, r.random(persons)),
        "post_target": _sometimes(r, 0.05, r.random(persons)),
        "post_placeholder": (r.random(persons) < 0.01).astype(np.uint8),
    }


def _terms(r: np.random.Generator, members: int) -> dict[str, Any]:
    begin, end = _validity(r, members, 0.03)
    return {
        "term_from": begin,
        "term_to": end,
        "term_level": r.choice(3, members, p=(0.6, 0.3, 0.1)).astype(np.int8),
        "term_function": r.integers(0, len(FUNCTIONS), members).astype(np.int8),
        "term_rival": np.full(members, UNKNOWN, np.int32),
    }


def _lines(r: np.random.Generator, people: Any, first_person: Any, account: Any) -> dict[str, Any]:
    """Each person of an account with a reporting line reports to somebody of a lower number."""
    slot = np.arange(len(account)) - first_person[account]
    reporting = (r.random(len(people)) < 0.8)[account] & (slot > 0)
    boss = np.floor(slot * r.random(len(slot)) ** 2).astype(np.int64)
    inner = (r.random(len(people)) < 0.7)[account] & (r.random(len(slot)) < 0.5)
    other = np.floor(r.random(len(slot)) * people[account]).astype(np.int64)
    kinds = r.choice((KINDS["influences"], KINDS["confidant"]), int(inner.sum()), p=(0.8, 0.2))
    of = np.concatenate([account[reporting], account[inner]])
    order = np.argsort(of, kind="stable")
    count = len(of)
    begin, end = _validity(r, count, 0.03)
    weight = _sometimes(r, 0.5, r.uniform(0.1, 1.0, count))
    return {
        "first_line": _first(np.bincount(of, minlength=len(people))),
        "line_from": np.concatenate([slot[reporting], slot[inner]])[order].astype(np.int32),
        "line_to": np.concatenate([boss[reporting], other[inner]])[order].astype(np.int32),
        "line_kind": np.concatenate([np.full(int(reporting.sum()), KINDS["reports_to"]), kinds])[
            order
        ].astype(np.int8),
        "line_weight": weight,
        "line_inferred": (r.random(count) < 0.05).astype(np.uint8),
        "line_valid_from": begin,
        "line_valid_to": end,
    }


def _roles(r: np.random.Generator, people: Any) -> dict[str, Any]:
    counts = np.where(r.random(len(people)) < 0.6, np.minimum(r.integers(2, 8, len(people)), people), 0)
    of = np.repeat(np.arange(len(people)), counts)
    begin, end = _validity(r, len(of), 0.03)
    return {
        "first_role": _first(counts),
        "role_person": np.floor(r.random(len(of)) * people[of]).astype(np.int32),
        "role_kind": r.integers(0, len(ROLES), len(of)).astype(np.int8),
        "role_decision": np.full(len(of), UNKNOWN, np.int32),
        "role_from": begin,
        "role_to": end,
    }


def _assignments(r: np.random.Generator, members: Any) -> dict[str, Any]:
    """An account manager each, a sponsor for every other account."""
    sponsored = r.random(len(members)) < 0.5
    counts = 1 + sponsored
    first = _first(counts)
    as_ = np.full(int(first[-1]), ASSIGNMENTS.index("account_manager"), np.int8)
    as_[first[1:][sponsored] - 1] = ASSIGNMENTS.index("executive_sponsor")
    return {
        "first_assignment": first,
        "assignment_member": np.floor(r.random(len(as_)) * np.repeat(members, counts)).astype(np.int32),
        "assignment_as": as_,
        "assignment_from": np.full(len(as_), ALWAYS, np.int32),
        "assignment_to": np.full(len(as_), FOREVER, np.int32),
    }


def _assessments(r: np.random.Generator, people: Any, first_person: Any, account: Any) -> dict[str, Any]:
    counts = r.choice(3, len(account), p=(0.7, 0.2, 0.1))
    of = np.repeat(np.arange(len(account)), counts)
    return {
        "first_assessment": _first(np.bincount(account[of], minlength=len(people))),
        "assessment_person": (of - first_person[account[of]]).astype(np.int32),
        "assessment_author": (np.arange(len(of)) - _first(counts)[of]).astype(np.int32),
        "assessment_day": (TODAY - r.integers(-20, 1500, len(of))).astype(np.int32),
        "assessment_at": np.full(len(of), np.nan),
        "assessment_support": _sometimes(r, 0.8, r.choice(list(SUPPORTS), len(of))),
        "assessment_power": _sometimes(r, 0.5, r.random(len(of))),
        "assessment_confidence": _sometimes(r, 0.5, r.random(len(of))),
        "assessment_satisfaction": _sometimes(r, 0.3, r.integers(1, 6, len(of)).astype(np.float64)),
        "assessment_loyalty": _sometimes(r, 0.3, r.integers(1, 6, len(of)).astype(np.float64)),
    }


def _ties(
    r: np.random.Generator, members: Any, account: Any, first_person: Any, accounts: int
) -> dict[str, Any]:
    """The last contact of a tie lies 120 days back in the mean, and those before it 45 days apart."""
    counts = np.where(r.random(len(account)) < 0.6, np.minimum(r.geometric(0.4, len(account)), members), 0)
    first, of = _first(counts), np.repeat(np.arange(len(account)), counts)
    start = np.floor(r.random(len(account)) ** 2 * (members - counts + 1)).astype(np.int64)
    length = r.geometric(len(of) / (10 * len(account)), len(of))
    first_contact = _first(length)
    contacts = int(first_contact[-1])
    gap = np.rint(r.exponential(45 * DAY, contacts))
    gap[first_contact[1:] - 1] = np.rint(r.exponential(120 * DAY, len(of)))
    whole = np.cumsum(gap)
    ends = np.repeat(whole[first_contact[1:] - 1], length)
    channel = r.choice(len(CHANNELS), contacts, p=_channels())
    return {
        "first_tie": _first(np.bincount(account[of], minlength=accounts)),
        "tie_person": (of - first_person[account[of]]).astype(np.int32),
        "tie_member": (start[of] + np.arange(len(of)) - first[of]).astype(np.int32),
        "first_contact": first_contact,
        "contact_at": AT.instant - 3600.0 - (ends - whole + gap),
        "contact_channel": channel.astype(np.int8),
        "contact_copied": (r.random(contacts) < 0.1).astype(np.uint8),
        "contact_people": np.where(r.random(contacts) < 0.02, 20, r.integers(1, 4, contacts)).astype(
            np.int32
        ),
        "contact_by": np.zeros(contacts, np.int8),
    }


def _channels() -> Any:
    often = {"email": 8.0, "call": 5.0, "meeting": 4.0, "visit": 2.0, "message": 2.0}
    weights = np.array([often.get(c, 0.5) for c in CHANNELS])
    return weights / weights.sum()


def facts_of(frame: Frame, accounts: Iterable[int]) -> list[AccountFacts]:
    """Some accounts of a frame as facts, for engines that take them. A contact becomes a touchpoint of its own."""
    return [_Account(frame, a).facts() for a in accounts]


class _Account:
    def __init__(self, frame: Frame, a: int) -> None:
        self.f, self.a = frame, a
        self.people = [str(frame.person_id[i]) for i in self.places("person")]
        self.team = [str(frame.member_id[i]) for i in self.places("member")]

    def places(self, level: str) -> range:
        first = getattr(self.f, f"first_{level}")
        return range(int(first[self.a]), int(first[self.a + 1]))

    def facts(self) -> AccountFacts:
        f = self.f
        return AccountFacts(
            account=Account(
                str(f.account_id[self.a]),
                str(f.account_name[self.a]),
                kinds=("strategic",) if f.account_strategic[self.a] else (),
                captive=bool(f.account_captive[self.a]),
                annual_value=float(f.annual_value[self.a]),
            ),
            people=tuple(self.post(p, i) for p, i in zip(self.people, self.places("person"), strict=True)),
            team=tuple(self.member(u, i) for u, i in zip(self.team, self.places("member"), strict=True)),
            assignments=tuple(
                Assignment(self.team[f.assignment_member[i]], ASSIGNMENTS[f.assignment_as[i]])
                for i in self.places("assignment")
            ),
            relations=tuple(self.line(i) for i in self.places("line")),
            roles=tuple(
                RoleHolding(
                    self.people[f.role_person[i]],
                    ROLES[f.role_kind[i]],
                    valid_from=_day(f.role_from[i]),
                    valid_to=_day(f.role_to[i]),
                )
                for i in self.places("role")
            ),
            touchpoints=tuple(self.contacts()),
            assessments=tuple(self.assessment(i) for i in self.places("assessment")),
            **dealings.facts_of(f, self.a, self.people, self.team),
        )

    def post(self, person: str, i: int) -> Employment:
        f, layer = self.f, self.f.post_layer[i]
        return Employment(
            person,
            person,
            functions=tuple(x for k, x in enumerate(FUNCTIONS) if f.post_functions[i] >> k & 1),
            layer=None if layer == UNKNOWN else LAYERS[layer],
            layer_source=None if layer == UNKNOWN else "given",
            power=_known(f.post_power[i]),
            target=_known(f.post_target[i]),
            placeholder=bool(f.post_placeholder[i]),
            valid_from=_day(f.post_from[i]),
            valid_to=_day(f.post_to[i]),
        )

    def member(self, member: str, i: int) -> TeamMember:
        f = self.f
        return TeamMember(
            member,
            member,
            level=LAYERS[f.term_level[i]],
            function=FUNCTIONS[f.term_function[i]],
            valid_from=_day(f.term_from[i]),
            valid_to=_day(f.term_to[i]),
        )

    def line(self, i: int) -> Relation:
        f = self.f
        return Relation(
            self.people[f.line_from[i]],
            self.people[f.line_to[i]],
            RELATION_KINDS[f.line_kind[i]],
            _known(f.line_weight[i]),
            source="inferred" if f.line_inferred[i] else None,
            valid_from=_day(f.line_valid_from[i]),
            valid_to=_day(f.line_valid_to[i]),
        )

    def assessment(self, i: int) -> Assessment:
        f = self.f
        support = _known(f.assessment_support[i])
        return Assessment(
            self.people[f.assessment_person[i]],
            f"t{f.assessment_author[i]}",
            _day(f.assessment_day[i]) or "",
            None if support is None else SUPPORTS[support],
            _known(f.assessment_power[i]),
            _known(f.assessment_confidence[i]),
            _known(f.assessment_satisfaction[i]),
            _known(f.assessment_loyalty[i]),
        )

    def contacts(self) -> Iterable[Touchpoint]:
        f = self.f
        for tie in self.places("tie"):
            person, member = self.people[f.tie_person[tie]], self.team[f.tie_member[tie]]
            for k in range(f.first_contact[tie], f.first_contact[tie + 1]):
                others = tuple(f"guest{i}" for i in range(f.contact_people[k] - 1))
                people, cc = (others, (person,)) if f.contact_copied[k] else ((person, *others), ())
                channel = CHANNELS[f.contact_channel[k]]
                yield Touchpoint(f"{k:09}", float(f.contact_at[k]), channel, (member,), people, cc=cc)


def _day(number: Any) -> str | None:
    if number in (ALWAYS, FOREVER, NO_DAY):
        return None
    return str(np.datetime64(int(number), "D"))


def _known(value: Any) -> float | None:
    return None if np.isnan(value) else float(value)
