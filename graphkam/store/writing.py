"""One chunk of rows, written in one transaction: compared with what is stored, and only where it differs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from graphkam.domain.constants import Constants
from graphkam.domain.message import message
from graphkam.domain.tables import Row
from graphkam.errors import ConflictError
from graphkam.store.bolt import NothingToDo, Transaction
from graphkam.store.columns import completed
from graphkam.store.people import Person, persons
from graphkam.store.reading import employments, stored_rows
from graphkam.store.shapes import Enriched, Shape, enriched
from graphkam.store.touch import touched_accounts
from graphkam.store.touchpoints import begun, replace_touchpoints


@dataclass(frozen=True, slots=True)
class Written:
    """How many rows were new, had other content, or were there already; `same` are the keys of the last.

    `revision` is that of the last transaction that wrote, None if none did. `before` are the revisions that the
    touched accounts had until then, known where it was one transaction.
    """

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    same: frozenset[str] = field(default=frozenset(), compare=False, repr=False)
    revision: int | None = field(default=None, compare=False)
    before: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)

    def __add__(self, other: Written) -> Written:
        return Written(
            self.created + other.created,
            self.updated + other.updated,
            self.unchanged + other.unchanged,
            self.same | other.same,
            self.revision if other.revision is None else other.revision,
            _of_one(self, other),
        )


def _of_one(one: Written, other: Written) -> Mapping[str, int]:
    """What is known of the accounts before, if only one of two wrote."""
    if other.revision is None:
        return one.before
    return other.before if one.revision is None else {}


_SAMPLE = 20
"""Rows of a chunk that are looked up before the others are taken for new."""
TRUSTED = 100
"""Rows from which a chunk may be written on trust."""


@dataclass(frozen=True, slots=True)
class Change:
    """A row that is new (`before` None) or differs from what is stored; both are whole rows."""

    key: str
    before: Row | None
    after: Row


def write_chunk(
    tx: Transaction,
    shape: Shape,
    rows: Sequence[Row],
    constants: Constants,
    *,
    trusting: bool = False,
    replacing: bool = True,
) -> Written:
    """Write rows of one table and all that follows from them: ties, and the revision of touched accounts.

    `trusting`: if none of a sample of the rows is stored, take all for new. The database's constraints refuse
    them if they are not, and the chunk must be written again without trust.
    Raises NothingToDo if everything is stored like this, ConflictError if an id is both a person's and a team
    member's, or, unless `replacing`, if a row is stored with other content; StoreError if a row refers to what
    is not there; nothing is written then.
    """
    one = begun(tx, shape, rows, constants)
    revision = one.revision if one else tx.count_up()
    sample = rows[:: len(rows) // _SAMPLE] if trusting else rows
    before = one.stored if one else _before(tx, shape, sample)
    if trusting and before:
        before = _before(tx, shape, rows)
    changes, same = _compared(shape, rows, before)
    created = sum(change.before is None for change in changes)
    written = Written(created, len(changes) - created, len(same), same)
    if not changes:
        raise NothingToDo(written)
    if not replacing:
        _refuse_others(shape, changes)
    _refuse_shared_ids(tx, shape, changes)
    if shape.table.name == "touchpoints":
        old = [change.before for change in changes if change.before is not None]
        replace_touchpoints(tx, old, [change.after for change in changes], constants, one and one.ties)
    else:
        _apply(tx, shape, changes, before)
    rows = [row for c in changes for row in (c.before, c.after) if row]
    if shape.table.name == "people":
        changed = {row["id"] for row in rows}
        rows += [row for row in before.values() if row["id"] in changed]
    earlier = dict(one.before) if one else {}
    accounts = sorted(touched_accounts(tx, shape, rows) - earlier.keys())
    for part in tx.send("touched", {"account_id": accounts}, n=revision):
        earlier |= zip(part["ids"], part["before"], strict=True)
    return replace(written, revision=revision, before=earlier)


def _before(tx: Transaction, shape: Shape, rows: Iterable[Row]) -> dict[str, Row]:
    """What is stored under the keys of these rows; of people, all their employments."""
    if shape.table.name == "people":
        return employments(tx, {str(row["id"]) for row in rows})
    return stored_rows(tx, shape, {shape.table.key_of(row) for row in rows})


def _compared(
    shape: Shape, rows: Iterable[Row], before: dict[str, Row]
) -> tuple[list[Change], frozenset[str]]:
    after: dict[str, Row] = {}
    for row in rows:
        key = shape.table.key_of(row)
        after[key] = completed(shape.table, row, after.get(key) or before.get(key))
    changes = [Change(key, before.get(key), row) for key, row in after.items() if row != before.get(key)]
    return changes, frozenset(after).difference(change.key for change in changes)


def _refuse_others(shape: Shape, changes: Iterable[Change]) -> None:
    for change in changes:
        if change.before is not None:
            table = shape.table.name
            raise ConflictError(
                message("there is another {table} row with the key {key}", table=table, key=change.key)
            )


def _refuse_shared_ids(tx: Transaction, shape: Shape, changes: Sequence[Change]) -> None:
    """People and team share one id space, which no constraint of the database can say."""
    other = {"people": "team", "team": "people"}.get(shape.table.name)
    if other:
        for taken in _taken(tx, other, {str(c.after["id"]) for c in changes if c.before is None}):
            whose = "one of our people" if other == "team" else "one of theirs"
            raise ConflictError(
                f"the id {taken!r} is that of {whose} already; people and team share one id space"
            )


def _taken(tx: Transaction, table: str, ids: set[str]) -> set[str]:
    """Which of these ids the other table has. A team is small: to read it beats looking thousands up in it."""
    if table == "team":
        team = tx.one("team_ids", limit=len(ids))["ids"]
        if len(team) < len(ids):
            return ids.intersection(team)
    return {taken for part in tx.send(f"{table}_existing", {"key": list(ids)}) for taken in part["ids"]}


def _apply(tx: Transaction, shape: Shape, changes: Sequence[Change], before: dict[str, Row]) -> None:
    table = shape.table
    if shape.anew:
        old = [enriched(table, c.before) for c in changes if c.before is not None]
        tx.send_rows(f"{table.name}_delete", old)
    rows: Sequence[Enriched] = [enriched(table, c.after, c.key) for c in changes]
    steps = shape.steps
    if table.name == "people":
        rows = _write_people(
            tx, rows, persons(before, {**before, **{c.key: c.after for c in changes}}), before
        )
        steps = steps[1:]
    for step in steps:
        tx.send_rows(step.query, [row for row in rows if step.rows is None or step.rows(row)])


def _write_people(
    tx: Transaction, rows: Sequence[Enriched], made: Sequence[Person], before: Mapping[str, Row]
) -> Sequence[Enriched]:
    """Employments and whose they are; the rows whose reporting lines are still to be made.

    A new person comes with the first employment, in one statement; with the reporting line too, if the boss is
    there by then: those at the top are made first, then their reports, and so on.
    """
    known = {row["id"] for row in before.values()}
    new = {person["key"]: person for person in made if person["key"] not in known}
    tx.send_rows("people_person", [person for person in made if person["key"] in known])
    levels: dict[str, int] = {}
    waves: list[list[Enriched]] = [[] for _ in range(_MOST_WAVES)]
    others: list[Enriched] = []
    without_line: list[Enriched] = []
    for row in rows:
        person = new.pop(row["id"], None)
        if person is None:
            others.append(row)
            continue
        row["person"] = [person[name] for name in ("name", "search", "email", "phone", "placeholder")]
        boss = row["reports_to"]
        level = 0 if boss is None else levels.get(boss, 0) + 1
        if boss in new or level >= _MOST_WAVES:  # a circle, or very deep: the boss comes later
            level = 0
            without_line.append(row)
        levels[row["id"]] = level
        waves[level].append(row)
    tx.send_rows("people_new", waves[0])
    for wave in waves[1:]:
        tx.send_rows("people_new_led", wave)
    tx.send_rows("people", others)
    return others + without_line


_MOST_WAVES = 8
"""Levels of people and their bosses that are told apart in one chunk."""
