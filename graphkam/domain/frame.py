"""A whole portfolio as columns: what the compiled engine reads, numbers apart from texts.

Nothing here is filtered by date, as in `facts`: validity and moments are columns, and a sweep asks as of any
moment. What can be told without a date is told already: layers and functions from titles. What is needed of a
record is kept, no more; the rest stays in `AccountFacts`.

Records stand in levels, each contiguous and in the order of what it belongs to. An account's people, team,
lines, roles, assignments, assessments, ties, orders, surveys, readings, incidents, rivals, commitments and
changes are the places `first_x[a]` to `first_x[a + 1]` of their level; a person's posts, a member's terms and a
tie's contacts likewise. A *slot* is the place of a person or member counted from the first of the account, so
an account can be moved, joined or replaced without a look inside.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    F8 = NDArray[np.float64]
    I8 = NDArray[np.int64]
    I4 = NDArray[np.int32]
    I1 = NDArray[np.int8]
    U4 = NDArray[np.uint32]
    U1 = NDArray[np.uint8]

LAYOUT = 3
"""Changes whenever a column's name, type or meaning does, or when titles are read otherwise."""

ALWAYS, FOREVER = -(2**31), 2**31 - 1
"""`*_from` and `*_to` where nothing is recorded: valid ever since, and without end."""
NO_DAY = ALWAYS
"""`*_day` of a moment that is an instant, which stands in `*_at` (seconds since 1970); of one that is not known
−∞ stands there if that means ever since, ∞ if it means never."""
UNKNOWN = -1
"""A layer, level, function or source that is not known."""
STRANGER = -2
"""`change_to`: somebody is named who never worked there."""
GIVEN, BY_TITLE, BY_LINE = 0, 1, 2
"""`post_source`: who told the layer. UNKNOWN: nobody said how it is known."""
NO_TEXT = "\x1f"
"""Stands for a text that is not known; no cell can hold it."""


@dataclass(frozen=True, slots=True, eq=False)
class Texts:
    """Many texts in one piece of memory: UTF-8 one after the other, and where each begins (one more: the end).

    Iterating and indexing give str, or None for a text that is not known. Cost: constant each.
    """

    utf8: U1
    first: I8

    def __len__(self) -> int:
        return len(self.first) - 1

    def __getitem__(self, place: int) -> str | None:
        text = bytes(self.utf8[self.first[place] : self.first[place + 1]]).decode()
        return None if text == NO_TEXT else text

    def __iter__(self) -> Iterator[str | None]:
        return map(self.__getitem__, range(len(self)))

    def known(self, begin: int, end: int) -> list[str]:
        """The texts from one place to another, all of which are known. Cost: half of one by one."""
        first = self.first[begin : end + 1].tolist()
        utf8 = bytes(self.utf8[first[0] : first[-1]])
        return [utf8[b - first[0] : e - first[0]].decode() for b, e in pairwise(first)]


def _of(level: str, *, starts: str = "") -> Mapping[str, str]:
    """Of a column with one entry for each record of a level; `starts`: where its records of that level begin."""
    return {"level": level, "starts": starts}


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Frame:
    """The columns of a portfolio. `NaN` in a column of numbers: not known. Days count from 1970-01-01.

    A column's level is `metadata["level"]` of its field; with `metadata["starts"]` it has one entry more, and
    tells at which place of that level the records of each entry begin (int64).
    """

    # Accounts, by whatever order the maker chose: answers keep it
    account_id: Texts = field(metadata=_of("account"))
    account_name: Texts = field(metadata=_of("account"))
    account_kinds: Texts = field(metadata=_of("account"))
    """Joined by `;`."""
    account_grade: Texts = field(metadata=_of("account"))
    account_segment: Texts = field(metadata=_of("account"))
    account_lifecycle: Texts = field(metadata=_of("account"))
    account_currency: Texts = field(metadata=_of("account"))
    annual_value: F8 = field(metadata=_of("account"))
    """In the account's currency."""
    account_captive: U1 = field(metadata=_of("account"))
    """1: it has no other source."""
    account_strategic: U1 = field(metadata=_of("account"))
    """1: strategic is among its kinds."""
    begun_day: I4 = field(metadata=_of("account"))
    """The first day of an assignment, order or promise that is dated, touchpoints apart; ALWAYS where one has no
    day, and where nothing at all is recorded; FOREVER where none is dated."""
    begun_at: F8 = field(metadata=_of("account"))
    """The first instant of a touchpoint, order or promise; ∞ without any."""
    revision: I8 = field(metadata=_of("account"))
    """The store's revision that the account's columns stand for."""
    first_person: I8 = field(metadata=_of("account", starts="person"))
    first_member: I8 = field(metadata=_of("account", starts="member"))
    first_line: I8 = field(metadata=_of("account", starts="line"))
    first_role: I8 = field(metadata=_of("account", starts="role"))
    first_assignment: I8 = field(metadata=_of("account", starts="assignment"))
    first_assessment: I8 = field(metadata=_of("account", starts="assessment"))
    first_tie: I8 = field(metadata=_of("account", starts="tie"))
    first_order: I8 = field(metadata=_of("account", starts="order"))
    first_survey: I8 = field(metadata=_of("account", starts="survey"))
    first_reading: I8 = field(metadata=_of("account", starts="reading"))
    first_incident: I8 = field(metadata=_of("account", starts="incident"))
    first_rival: I8 = field(metadata=_of("account", starts="rival"))
    first_commitment: I8 = field(metadata=_of("account", starts="commitment"))
    first_change: I8 = field(metadata=_of("account", starts="change"))

    # Their people, by id within the account (order of Python texts)
    person_id: Texts = field(metadata=_of("person"))
    first_post: I8 = field(metadata=_of("person", starts="post"))
    """One or more each."""

    # Their employments, by person, then begin (not known first), then `repr` of the record: of several that are
    # valid on a day the last counts
    post_from: I4 = field(metadata=_of("post"))
    post_to: I4 = field(metadata=_of("post"))
    """The day after the last."""
    post_layer: I1 = field(metadata=_of("post"))
    """Place in LAYERS, as given or as the title tells; the reporting line is asked by the sweep, day by day."""
    post_given: I1 = field(metadata=_of("post"))
    """The layer as recorded, UNKNOWN where only the title tells it."""
    post_source: I1 = field(metadata=_of("post"))
    post_functions: U4 = field(metadata=_of("post"))
    """Bit i: FUNCTIONS[i], as given or as the title tells."""
    post_guessed: U1 = field(metadata=_of("post"))
    """1: the title told the functions."""
    post_power: F8 = field(metadata=_of("post"))
    """As given, 0…1."""
    post_target: F8 = field(metadata=_of("post"))
    post_placeholder: U1 = field(metadata=_of("post"))

    # Our people whom the account's records name, by id within the account
    member_id: Texts = field(metadata=_of("member"))
    first_term: I8 = field(metadata=_of("member", starts="term"))

    # Their terms with us, ordered like posts
    term_from: I4 = field(metadata=_of("term"))
    term_to: I4 = field(metadata=_of("term"))
    term_level: I1 = field(metadata=_of("term"))
    """Place in LAYERS."""
    term_function: I1 = field(metadata=_of("term"))
    """Place in FUNCTIONS."""
    term_rival: I4 = field(metadata=_of("term"))
    """A number for each competitor within the account, as in `rival_competitor`: to whom they left; −1: to none."""

    # Lines between two of their people (others are left out), in any order
    line_from: I4 = field(metadata=_of("line"))
    line_to: I4 = field(metadata=_of("line"))
    """Slots of people."""
    line_kind: I1 = field(metadata=_of("line"))
    """Place in RELATION_KINDS."""
    line_weight: F8 = field(metadata=_of("line"))
    line_inferred: U1 = field(metadata=_of("line"))
    line_valid_from: I4 = field(metadata=_of("line"))
    line_valid_to: I4 = field(metadata=_of("line"))

    # Roles held by their people, in any order
    role_person: I4 = field(metadata=_of("role"))
    """Slot."""
    role_kind: I1 = field(metadata=_of("role"))
    """Place in ROLES."""
    role_decision: I4 = field(metadata=_of("role"))
    """A number for each named decision within the account, as in `change_decision`; −1: decisions in general."""
    role_from: I4 = field(metadata=_of("role"))
    role_to: I4 = field(metadata=_of("role"))

    # Assignments of our people, by begin (not known first), member, end
    assignment_member: I4 = field(metadata=_of("assignment"))
    """Slot."""
    assignment_as: I1 = field(metadata=_of("assignment"))
    """Place in ASSIGNMENTS."""
    assignment_from: I4 = field(metadata=_of("assignment"))
    assignment_to: I4 = field(metadata=_of("assignment"))

    # Judgements of their people, by person, then author
    assessment_person: I4 = field(metadata=_of("assessment"))
    """Slot."""
    assessment_author: I4 = field(metadata=_of("assessment"))
    """A number for each author within the account."""
    assessment_day: I4 = field(metadata=_of("assessment"))
    assessment_at: F8 = field(metadata=_of("assessment"))
    """Seconds since 1970 of an instant."""
    assessment_support: F8 = field(metadata=_of("assessment"))
    """−1…1."""
    assessment_power: F8 = field(metadata=_of("assessment"))
    assessment_confidence: F8 = field(metadata=_of("assessment"))
    assessment_satisfaction: F8 = field(metadata=_of("assessment"))
    """1…5, like loyalty."""
    assessment_loyalty: F8 = field(metadata=_of("assessment"))

    # Pairs of theirs and ours who ever were in contact, by person, then member; leavers too
    tie_person: I4 = field(metadata=_of("tie"))
    tie_member: I4 = field(metadata=_of("tie"))
    """Slots."""
    first_contact: I8 = field(metadata=_of("tie", starts="contact"))

    # Touchpoints as part of one tie, oldest first, then by touchpoint id; those that lie ahead too
    contact_at: F8 = field(metadata=_of("contact"))
    """Seconds since 1970."""
    contact_channel: I1 = field(metadata=_of("contact"))
    """Place in CHANNELS."""
    contact_copied: U1 = field(metadata=_of("contact"))
    """1: the person was in cc."""
    contact_people: I4 = field(metadata=_of("contact"))
    """How many of theirs it was spoken with, addressed or copied to: see `Constants.crowd`."""
    contact_by: I1 = field(metadata=_of("contact"))
    """Place in INITIATORS."""

    # What they ordered, by currency
    order_day: I4 = field(metadata=_of("order"))
    order_at: F8 = field(metadata=_of("order"))
    order_amount: F8 = field(metadata=_of("order"))
    order_currency: I4 = field(metadata=_of("order"))
    """A number for each currency within the account."""
    order_lost: I4 = field(metadata=_of("order"))
    """A number for each competitor within the account, as in `rival_competitor`: who got it; −1: we did."""

    # What they answered when asked, in any order
    survey_day: I4 = field(metadata=_of("survey"))
    survey_at: F8 = field(metadata=_of("survey"))
    survey_score: F8 = field(metadata=_of("survey"))

    # Shares of wallet, by product; other figures are left out
    reading_day: I4 = field(metadata=_of("reading"))
    reading_at: F8 = field(metadata=_of("reading"))
    reading_value: F8 = field(metadata=_of("reading"))
    reading_product: I4 = field(metadata=_of("reading"))
    """A number for each product within the account."""

    # Complaints, late deliveries and faults, in any order
    opened_day: I4 = field(metadata=_of("incident"))
    opened_at: F8 = field(metadata=_of("incident"))
    closed_day: I4 = field(metadata=_of("incident"))
    closed_at: F8 = field(metadata=_of("incident"))
    incident_severity: I1 = field(metadata=_of("incident"))
    """0: not severe; 1: severe, in whatever word; 2: `high`."""

    # Competitors' ties to their people, by person, then competitor
    rival_person: I4 = field(metadata=_of("rival"))
    """Slot."""
    rival_competitor: I4 = field(metadata=_of("rival"))
    rival_strength: F8 = field(metadata=_of("rival"))
    rival_from: I4 = field(metadata=_of("rival"))
    rival_to: I4 = field(metadata=_of("rival"))

    # Promises, in any order
    promise_owner: I4 = field(metadata=_of("commitment"))
    """Slot of one of ours; −1: not known."""
    promise_due: I4 = field(metadata=_of("commitment"))
    """FOREVER: no day was named."""
    made_day: I4 = field(metadata=_of("commitment"))
    made_at: F8 = field(metadata=_of("commitment"))
    kept_day: I4 = field(metadata=_of("commitment"))
    kept_at: F8 = field(metadata=_of("commitment"))

    # What changed at the account, by person
    change_person: I4 = field(metadata=_of("change"))
    """Slot; −1: nobody, or nobody who ever worked there."""
    change_kind: I1 = field(metadata=_of("change"))
    """Place in CHANGE_KINDS."""
    change_to: I4 = field(metadata=_of("change"))
    """Slot of whom it went to; −1: nobody is named; STRANGER: somebody who never worked there."""
    change_decision: I4 = field(metadata=_of("change"))
    """A number for each named decision within the account, as in `role_decision`; −1: decisions in general."""
    change_day: I4 = field(metadata=_of("change"))
    change_at: F8 = field(metadata=_of("change"))

    def __len__(self) -> int:
        """How many accounts there are."""
        return len(self.annual_value)

    def only(self, place: int) -> Frame:
        """One account of it. Cost: some microseconds a column; numbers are not copied."""
        return self.part(place, place + 1)

    def part(self, begin: int, end: int) -> Frame:
        """The accounts from one place up to another, of which the last is not in it.

        Cost: a copy of what tells where records begin; all else is seen, not copied.

        >>> from graphkam.analysis.example import kiln
        >>> from graphkam.snapshot.framing import frame_of, joined
        >>> one = frame_of([kiln().facts])
        >>> two = joined([one, one]).part(1, 2)
        >>> len(two), list(two.person_id) == list(one.person_id), two.first_contact.tolist()
        (1, True, [0, 3])
        """
        bounds = {"account": (begin, end)}
        made: dict[str, Any] = {}
        for name, level, below in _columns():  # a level's stand behind those that tell where it begins
            values = getattr(self, name)
            low, high = bounds[level]
            if below:
                first = values[low : high + 1]
                bounds[below] = int(first[0]), int(first[-1])
                made[name] = first - first[0]
            elif isinstance(values, Texts):
                first = values.first[low : high + 1]
                made[name] = Texts(values.utf8[first[0] : first[-1]], first - first[0])
            else:
                made[name] = values[low:high]
        return Frame(**made)


@cache
def _columns() -> tuple[tuple[str, str, str], ...]:
    """Each column with its level, and the level of which it tells where its records begin."""
    return tuple((c.name, c.metadata["level"], c.metadata["starts"]) for c in fields(Frame))
