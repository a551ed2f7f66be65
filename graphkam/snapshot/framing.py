"""From the facts of accounts to the columns of a portfolio: plain and slow, what a faster maker is compared with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import TypeVar

import numpy as np

from graphkam.domain.facts import AccountFacts, Assessment, Employment, TeamMember, Touchpoint
from graphkam.domain.frame import BY_LINE, BY_TITLE, GIVEN, NO_TEXT, UNKNOWN, Frame, Texts
from graphkam.domain.titles import read_title
from graphkam.domain.vocabulary import (
    ASSIGNMENTS,
    CHANNELS,
    FUNCTIONS,
    INITIATORS,
    LAYERS,
    RELATION_KINDS,
    ROLES,
    SUPPORT_VALUES,
)
from graphkam.snapshot.days import begin, end, when
from graphkam.snapshot.plain_dealings import Dealings

Record = TypeVar("Record", Employment, TeamMember)
SOURCES = {"given": GIVEN, "title": BY_TITLE, "reports_to": BY_LINE}
TYPES = {"F8": np.float64, "I8": np.int64, "I4": np.int32, "I1": np.int8, "U4": np.uint32, "U1": np.uint8}
"""By the annotation of a column."""


def texts(values: Iterable[str | None]) -> Texts:
    """Texts in one piece of memory.

    >>> list(texts(["窑", None, ""]))
    ['窑', None, '']
    """
    encoded = [(NO_TEXT if v is None else v).encode() for v in values]
    first = np.zeros(len(encoded) + 1, np.int64)
    np.cumsum([len(e) for e in encoded], out=first[1:])
    return Texts(np.frombuffer(b"".join(encoded), np.uint8), first)


def frame_of(portfolio: Sequence[AccountFacts]) -> Frame:
    """The columns of these accounts, in their order.

    What names nobody known there (a line to a stranger, a touchpoint of ours who is not in the team) is left
    out, as every analysis does. Words outside the vocabulary are unknown. Cost: linear, some microseconds a
    record.

    >>> from graphkam.analysis.example import kiln
    >>> frame = frame_of([kiln().facts])
    >>> list(frame.person_id), list(frame.member_id), frame.tie_person.tolist(), frame.contact_channel.tolist()
    (['gm', 'liu', 'xu'], ['li'], [1], [6, 3, 3])
    """
    columns: defaultdict[str, list[object]] = defaultdict(list)
    for facts in portfolio:
        _Account(facts, columns).add()
    made: dict[str, object] = {}
    for column in fields(Frame):
        values = columns[column.name]
        if column.metadata["starts"]:
            made[column.name] = np.cumsum([0, *values], dtype=np.int64)  # type: ignore[arg-type]
        elif column.type == "Texts":
            made[column.name] = texts(values)  # type: ignore[arg-type]
        else:
            made[column.name] = np.array(values, TYPES[str(column.type)])
    return Frame(**made)  # type: ignore[arg-type]


def joined(frames: Sequence[Frame]) -> Frame:
    """The accounts of several frames, one after the other, in one. Cost: a copy.

    >>> from graphkam.analysis.example import kiln
    >>> one = frame_of([kiln().facts])
    >>> two = joined([one, one])
    >>> len(two), two.first_person.tolist(), list(two.account_id)
    (2, [0, 3, 6], ['b', 'b'])
    """
    made: dict[str, object] = {}
    for column in fields(Frame):
        parts = [getattr(frame, column.name) for frame in frames]
        if column.type == "Texts":
            made[column.name] = Texts(
                np.concatenate([p.utf8 for p in parts]), _chained(p.first for p in parts)
            )
        elif column.metadata["starts"]:
            made[column.name] = _chained(parts)
        else:
            made[column.name] = np.concatenate(parts)
    return Frame(**made)  # type: ignore[arg-type]


def _chained(firsts: Iterable[np.ndarray]) -> np.ndarray:
    sizes = [np.diff(first) for first in firsts]
    return np.cumsum(np.concatenate([np.zeros(1, np.int64), *sizes]), dtype=np.int64)


class _Account:
    """Adds one account to the columns. Columns of places hold numbers of records until they are summed."""

    def __init__(self, facts: AccountFacts, columns: Mapping[str, list[object]]) -> None:
        self.facts, self.columns = facts, columns
        self.posts = _by_id((e.person_id, e) for e in facts.people)
        self.terms = _by_id((m.id, m) for m in facts.team)
        self.person = {p: slot for slot, p in enumerate(self.posts)}
        self.member = {m: slot for slot, m in enumerate(self.terms)}

    def add(self) -> None:
        about, dealt = self.facts.account, Dealings(self.facts, self.person, self.member, self._put)
        begun_day, begun_at = dealt.begun()
        self._put(
            account_id=about.id,
            account_name=about.name,
            account_kinds=";".join(about.kinds),
            account_grade=about.grade,
            account_segment=about.segment,
            account_lifecycle=about.lifecycle,
            account_currency=about.currency,
            annual_value=_number(about.annual_value),
            account_captive=bool(about.captive),
            account_strategic="strategic" in about.kinds,
            begun_day=begun_day,
            begun_at=begun_at,
            revision=self.facts.revision,
            first_person=len(self.posts),
            first_member=len(self.terms),
            first_line=self._lines(),
            first_role=self._roles(dealt),
            first_assignment=self._assignments(),
            first_assessment=self._assessments(),
            first_tie=self._ties(),
            first_order=dealt.orders(),
            first_survey=dealt.surveys(),
            first_reading=dealt.readings(),
            first_incident=dealt.incidents(),
            first_rival=dealt.rivals(),
            first_commitment=dealt.commitments(),
            first_change=dealt.changes(),
        )
        for person, posts in self.posts.items():
            self._put(person_id=person, first_post=len(posts))
            for post in posts:
                self._post(post)
        for member, terms in self.terms.items():
            self._put(member_id=member, first_term=len(terms))
            for term in terms:
                self._put(
                    term_from=begin(term.valid_from),
                    term_to=end(term.valid_to),
                    term_level=_place(LAYERS, term.level),
                    term_function=_place(FUNCTIONS, term.function),
                    term_rival=dealt.rival(term.left_to),
                )

    def _put(self, **values: object) -> None:
        for name, value in values.items():
            self.columns[name].append(value)

    def _post(self, post: Employment) -> None:
        told = read_title(post.title)
        by_title = post.layer is None and told.layer is not None
        functions = post.functions or told.functions
        self._put(
            post_from=begin(post.valid_from),
            post_to=end(post.valid_to),
            post_layer=_place(LAYERS, post.layer or told.layer),
            post_given=_place(LAYERS, post.layer),
            post_source=BY_TITLE if by_title else SOURCES.get(post.layer_source or "", UNKNOWN),
            post_functions=sum(1 << place for place, f in enumerate(FUNCTIONS) if f in functions),
            post_guessed=bool(functions) and not post.functions,
            post_power=_number(post.power),
            post_target=_number(post.target),
            post_placeholder=post.placeholder,
        )

    def _lines(self) -> int:
        known = [r for r in self.facts.relations if r.from_id in self.person and r.to_id in self.person]
        for r in known:
            self._put(
                line_from=self.person[r.from_id],
                line_to=self.person[r.to_id],
                line_kind=_place(RELATION_KINDS, r.kind),
                line_weight=_number(r.weight),
                line_inferred=r.source == "inferred",
                line_valid_from=begin(r.valid_from),
                line_valid_to=end(r.valid_to),
            )
        return len(known)

    def _roles(self, dealt: Dealings) -> int:
        known = [r for r in self.facts.roles if r.person_id in self.person and r.role in ROLES]
        for r in known:
            self._put(
                role_person=self.person[r.person_id],
                role_kind=ROLES.index(r.role),
                role_decision=dealt.decision(r.decision),
                role_from=begin(r.valid_from),
                role_to=end(r.valid_to),
            )
        return len(known)

    def _assignments(self) -> int:
        known = sorted(
            (begin(a.valid_from), self.member[a.team_id], end(a.valid_to), _place(ASSIGNMENTS, a.as_))
            for a in self.facts.assignments
            if a.team_id in self.member
        )
        for since, member, until, as_ in known:
            self._put(assignment_member=member, assignment_as=as_, assignment_from=since, assignment_to=until)
        return len(known)

    def _assessments(self) -> int:
        author = {a: i for i, a in enumerate(sorted({a.author for a in self.facts.assessments}))}

        def order(a: Assessment) -> tuple[int, int]:
            return self.person[a.person_id], author[a.author]

        known = sorted((a for a in self.facts.assessments if a.person_id in self.person), key=order)
        for a in known:
            day, at = when(a.at)
            self._put(
                assessment_person=self.person[a.person_id],
                assessment_author=author[a.author],
                assessment_day=day,
                assessment_at=at,
                assessment_support=SUPPORT_VALUES[a.support] if a.support else np.nan,
                assessment_power=_number(a.power),
                assessment_confidence=_number(a.confidence),
                assessment_satisfaction=_number(a.satisfaction),
                assessment_loyalty=_number(a.loyalty),
            )
        return len(known)

    def _ties(self) -> int:
        ties: defaultdict[tuple[int, int], list[tuple[Touchpoint, bool, int]]] = defaultdict(list)
        for t in sorted(self.facts.touchpoints, key=lambda t: (t.at, t.id)):
            copied = {**dict.fromkeys(t.cc, True), **dict.fromkeys(t.people, False)}
            for member in dict.fromkeys(m for m in t.team if m in self.member):
                for name, only_copied in copied.items():
                    if name in self.person:
                        pair = self.person[name], self.member[member]
                        ties[pair].append((t, only_copied, len(copied)))
        for (slot, ours), contacts in sorted(ties.items()):
            self._put(tie_person=slot, tie_member=ours, first_contact=len(contacts))
            for t, only_copied, people in contacts:
                self._put(
                    contact_at=t.at,
                    contact_channel=_place(CHANNELS, t.channel),
                    contact_copied=only_copied,
                    contact_people=people,
                    contact_by=_place(INITIATORS, t.initiated_by),
                )
        return len(ties)


def _by_id(records: Iterable[tuple[str, Record]]) -> dict[str, list[Record]]:
    """The records of each id, by id, the latest begun last."""
    found: defaultdict[str, list[Record]] = defaultdict(list)
    for id_, record in records:
        found[id_].append(record)
    return {id_: sorted(found[id_], key=lambda r: (r.valid_from or "", repr(r))) for id_ in sorted(found)}


def _number(value: float | None) -> float:
    return np.nan if value is None else value


def _place(words: Sequence[str], word: str | None) -> int:
    return words.index(word) if word in words else UNKNOWN
