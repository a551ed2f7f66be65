"""From what the store answers to the columns of a portfolio, a column at a time.

The fast maker of a `Frame`: what it makes is equal, array by array, to what `framing.frame_of` makes of the
facts of the same accounts. It takes the columns as the queries of `cypher/facts` give them, with rows in the
order of their accounts, and makes no object for a record.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from graphkam.domain.facts import Employment
from graphkam.domain.frame import ALWAYS, BY_TITLE, FOREVER, NO_DAY, Frame
from graphkam.domain.frame import UNKNOWN as NOWHERE
from graphkam.domain.moment import seconds_of
from graphkam.domain.titles import read_title
from graphkam.domain.vocabulary import (
    ASSIGNMENTS,
    FUNCTIONS,
    LAYERS,
    RELATION_KINDS,
    ROLES,
    SUPPORT_VALUES,
)
from graphkam.snapshot.columns import UNKNOWN, records
from graphkam.snapshot.contacts import Contacts
from graphkam.snapshot.days import day
from graphkam.snapshot.dealings import competitors, dealings, decisions
from graphkam.snapshot.framing import SOURCES, TYPES, texts
from graphkam.snapshot.parting import reported

if TYPE_CHECKING:
    from graphkam.domain.frame import F8, I8

Columns = Mapping[str, Sequence[Any]]
Levels = dict[str, Any]
Slots = list[dict[str, int]]
"""For each account, the slot of each id."""


def frame_of_columns(
    found: Mapping[str, Columns], team: Sequence[Iterable[str]], contacts: Contacts
) -> Frame:
    """The columns of the accounts of one chunk.

    `found` holds what each query of facts gave; `account` there is the place of each row's account, ascending.
    `team` are the ids of our people that each account names, of whom `found["team"]` tells. Cost: a sort of
    the people and one of the contacts.
    """
    persons, made = _people(found["people"], len(team))
    members, of_team, left = _team(found["team"], team)
    competitor = competitors(found, ((a, rival) for a, rival in left if rival), len(team))
    made |= of_team
    made["term_rival"] = [competitor[a].get(rival, NOWHERE) for a, rival in left]
    made |= _accounts(found["accounts"])
    made |= _lines(_all_lines(found["relations"], found["people"]), persons)
    decision = decisions(found, len(team))
    made |= _roles(found["roles"], persons, decision)
    made |= _assignments(found["assignments"], members)
    made |= _assessments(found["assessments"], persons)
    made |= contacts.ties(persons, members)
    made |= dealings(found, (persons, members), contacts.moments, (competitor, decision))
    levels: Levels = {
        column.name: made[column.name]
        if column.type == "Texts"
        else np.asarray(made[column.name], TYPES[str(column.type)])
        for column in fields(Frame)
    }
    return Frame(**levels)


def _accounts(columns: Columns) -> Levels:
    texts_ = ("id", "name", "grade", "segment", "lifecycle", "currency")
    return {
        **{f"account_{name}": texts(columns[name]) for name in texts_},
        "account_kinds": texts([";".join(kinds) for kinds in columns["kinds"]]),
        "account_captive": [flag == 1 for flag in columns["captive"]],
        "account_strategic": ["strategic" in kinds for kinds in columns["kinds"]],
        "annual_value": _numbers(columns["annual_value"]),
        "revision": columns["revision"],
    }


def _people(columns: Columns, accounts: int) -> tuple[Slots, Levels]:
    order = _order_of_posts(columns)
    slots: Slots = [{} for _ in range(accounts)]
    ids: list[str] = []
    first_post: list[int] = []
    account, person_id = columns["account"], columns["person_id"]
    for place, row in enumerate(order):
        known, id_ = slots[account[row]], person_id[row]
        if id_ not in known:
            known[id_] = len(known)
            ids.append(id_)
            first_post.append(place)
    told = [read_title(None if title == UNKNOWN else title) for title in _by(order, columns["title"])]
    layers = list(zip(_by(order, columns["layer"]), told, strict=True))
    given = _by(order, columns["functions"])
    bits: dict[tuple[str, ...], int] = {}
    return slots, {
        "first_person": _firsts([len(known) for known in slots]),
        "person_id": texts(ids),
        "first_post": [*first_post, len(order)],
        "post_from": _days(_by(order, columns["valid_from"]), ALWAYS),
        "post_to": _days(_by(order, columns["valid_to"]), FOREVER),
        "post_layer": [
            _LAYER.get((t.layer or UNKNOWN) if layer == UNKNOWN else layer, NOWHERE) for layer, t in layers
        ],
        "post_given": [_LAYER.get(layer, NOWHERE) for layer, _ in layers],
        "post_source": [
            BY_TITLE if layer == UNKNOWN and t.layer else SOURCES.get(source, NOWHERE)
            for (layer, t), source in zip(layers, _by(order, columns["layer_source"]), strict=True)
        ],
        "post_functions": [_bits(tuple(f) or t.functions, bits) for f, t in zip(given, told, strict=True)],
        "post_guessed": [bool(t.functions) and not f for f, t in zip(given, told, strict=True)],
        "post_power": _numbers(columns["power"])[order],
        "post_target": _numbers(columns["target"])[order],
        "post_placeholder": [flag == 1 for flag in _by(order, columns["placeholder"])],
    }


def _order_of_posts(columns: Columns) -> list[int]:
    account = np.array(columns["account"], np.int64)
    begins = ["" if text == UNKNOWN else text for text in columns["valid_from"]]
    keys = [f"{id_}\0{begin}" for id_, begin in zip(columns["person_id"], begins, strict=True)]
    order = sorted(range(len(keys)), key=keys.__getitem__)  # one text is compared sooner than a tuple of two
    order = _by(np.argsort(account[order], kind="stable").tolist(), order)
    if any(keys[one] == keys[next_] for one, next_ in pairwise(order)):
        told = [repr(post) for post in records(Employment, columns)]
        order.sort(key=lambda row: (account[row], keys[row], told[row]))
    return order


def _team(columns: Columns, team: Sequence[Iterable[str]]) -> tuple[Slots, Levels, Sequence[tuple[int, str]]]:
    """Slots, columns, and of each term the account and the competitor to whom they left ("": none)."""
    row = {id_: place for place, id_ in enumerate(columns["id"])}
    there = [sorted(id_ for id_ in ids if id_ in row) for ids in team]
    rows = [row[id_] for ids in there for id_ in ids]
    rivals = ["" if rival == UNKNOWN else rival for rival in columns["left_to"]]
    made = {
        "first_member": _firsts([len(ids) for ids in there]),
        "member_id": texts([id_ for ids in there for id_ in ids]),
        "first_term": range(len(rows) + 1),
        "term_from": np.array(_days(columns["valid_from"], ALWAYS), np.int64)[rows],
        "term_to": np.array(_days(columns["valid_to"], FOREVER), np.int64)[rows],
        "term_level": np.array([_LAYER.get(word, NOWHERE) for word in columns["level"]], np.int64)[rows],
        "term_function": np.array([_FUNCTION.get(word, NOWHERE) for word in columns["function"]], np.int64)[
            rows
        ],
    }
    left = [(a, rivals[row[id_]]) for a, ids in enumerate(there) for id_ in ids]
    return [{id_: slot for slot, id_ in enumerate(ids)} for ids in there], made, left


def _all_lines(relations: Columns, people: Columns) -> Columns:
    """Relations behind the reporting lines of rows of people, by account."""
    lines = reported(people)
    together = {name: [*column, *relations[name]] for name, column in lines.items()}
    order = np.argsort(np.array(together["account"], np.int64), kind="stable").tolist()
    return {name: _by(order, column) for name, column in together.items()}


def _lines(columns: Columns, persons: Slots) -> Levels:
    from_, to = (_slots(columns, name, persons) for name in ("from_id", "to_id"))
    rows = np.flatnonzero((from_ >= 0) & (to >= 0))
    return {
        "first_line": _counted(columns, rows, len(persons)),
        "line_from": from_[rows],
        "line_to": to[rows],
        "line_kind": [_LINE.get(kind, NOWHERE) for kind in _by(rows, columns["kind"])],
        "line_weight": _numbers(columns["weight"])[rows],
        "line_inferred": [source == "inferred" for source in _by(rows, columns["source"])],
        "line_valid_from": _days(_by(rows, columns["valid_from"]), ALWAYS),
        "line_valid_to": _days(_by(rows, columns["valid_to"]), FOREVER),
    }


def _roles(columns: Columns, persons: Slots, decision: Sequence[Mapping[str, int]]) -> Levels:
    person = _slots(columns, "person_id", persons)
    kind = np.array([_ROLE.get(role, NOWHERE) for role in columns["role"]], np.int64)
    rows = np.flatnonzero((person >= 0) & (kind >= 0))
    return {
        "first_role": _counted(columns, rows, len(persons)),
        "role_person": person[rows],
        "role_kind": kind[rows],
        "role_decision": _slots(columns, "decision", decision)[rows],
        "role_from": _days(_by(rows, columns["valid_from"]), ALWAYS),
        "role_to": _days(_by(rows, columns["valid_to"]), FOREVER),
    }


def _assignments(columns: Columns, members: Slots) -> Levels:
    member = _slots(columns, "team_id", members)
    begin = np.array(_days(columns["valid_from"], ALWAYS), np.int64)
    end = np.array(_days(columns["valid_to"], FOREVER), np.int64)
    as_ = np.array([_ASSIGNMENT.get(word, NOWHERE) for word in columns["as_"]], np.int64)
    order = np.lexsort((as_, end, member, begin, np.asarray(columns["account"], np.int64)))
    rows = order[member[order] >= 0]
    return {
        "first_assignment": _counted(columns, rows, len(members)),
        "assignment_member": member[rows],
        "assignment_as": as_[rows],
        "assignment_from": begin[rows],
        "assignment_to": end[rows],
    }


def _assessments(columns: Columns, persons: Slots) -> Levels:
    person = _slots(columns, "person_id", persons)
    authors: list[set[str]] = [set() for _ in persons]
    for account, author in zip(columns["account"], columns["author"], strict=True):
        authors[account].add(author)
    numbers = [{author: number for number, author in enumerate(sorted(known))} for known in authors]
    author = _slots(columns, "author", numbers)
    order = np.lexsort((author, person, np.asarray(columns["account"], np.int64)))
    rows = order[person[order] >= 0]
    at = _by(rows, columns["at"])
    return {
        "first_assessment": _counted(columns, rows, len(persons)),
        "assessment_person": person[rows],
        "assessment_author": author[rows],
        "assessment_day": [day(text) if len(text) == _DATE else NO_DAY for text in at],
        "assessment_at": [np.nan if len(text) == _DATE else seconds_of(text) for text in at],
        "assessment_support": [SUPPORT_VALUES.get(word, np.nan) for word in _by(rows, columns["support"])],
        "assessment_power": _numbers(columns["power"])[rows],
        "assessment_confidence": _numbers(columns["confidence"])[rows],
        "assessment_satisfaction": _numbers(columns["satisfaction"])[rows],
        "assessment_loyalty": _numbers(columns["loyalty"])[rows],
    }


def _words(words: Sequence[str]) -> Mapping[str, int]:
    return {word: place for place, word in enumerate(words)}


_LAYER, _FUNCTION, _LINE, _ROLE = _words(LAYERS), _words(FUNCTIONS), _words(RELATION_KINDS), _words(ROLES)
_ASSIGNMENT = _words(ASSIGNMENTS)
_DATE = len("2026-03-01")


def _by(rows: Iterable[int], column: Sequence[Any]) -> list[Any]:
    return list(map(column.__getitem__, rows))


def _numbers(column: Sequence[float]) -> F8:
    numbers = np.array(column, np.float64)
    numbers[numbers == -1] = np.nan
    return numbers


def _slots(columns: Columns, name: str, slots: Sequence[Mapping[str, int]]) -> I8:
    """The slot of an id in each row's account; −1 where it is not known there."""
    pairs = zip(columns["account"], columns[name], strict=True)
    return np.array([slots[account].get(id_, -1) for account, id_ in pairs], np.int64)


def _firsts(counts: Sequence[int]) -> I8:
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(counts, dtype=np.int64)])


def _counted(columns: Columns, rows: I8, accounts: int) -> I8:
    return _firsts(np.bincount(np.asarray(columns["account"], np.int64)[rows], minlength=accounts).tolist())


def _days(column: Iterable[str], unknown: int) -> list[int]:
    days = _Days({UNKNOWN: unknown})
    return [days[text] for text in column]


class _Days(dict[str, int]):
    """The day of each date that was asked for, since 1970-01-01."""

    def __missing__(self, text: str) -> int:
        number = self[text] = day(text)
        return number


def _bits(functions: tuple[str, ...], known: dict[tuple[str, ...], int]) -> int:
    if functions not in known:
        known[functions] = sum(1 << place for place, f in enumerate(FUNCTIONS) if f in functions)
    return known[functions]
