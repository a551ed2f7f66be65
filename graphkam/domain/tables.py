"""The nineteen tables of GraphKAM's own files: columns, types, keys and references.

One declaration serves the templates, the import, the store, the API and the docs. Types and stored forms:

| type | cell | stored as |
|---|---|---|
| text | anything but control characters (line breaks and tabs are kept) | str |
| id | free text without `;` and control characters | str |
| ids | ids separated by `;` | list of str, in order, without repeats |
| word | one of `words` | str |
| words | several of `words`, separated by `;` | list of str |
| number | a finite number between `low` and `high` | float |
| flag | 0/1 (also true/false, yes/no, 是/否) | bool |
| date | a calendar day | `2026-03-01` |
| when | a day or an instant | `2026-03-01` or `2026-03-01T09:30:00Z` |
| instant | an instant; a bare date is 12:00 in the configured time zone | `2026-03-01T09:30:00Z` |

An empty cell is None (ids, words: an empty list): unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from graphkam.domain import vocabulary as v

Type = Literal["text", "id", "ids", "word", "words", "number", "flag", "date", "when", "instant"]
Value = str | float | bool | list[str] | None
Row = dict[str, Value]
"""A row by column name. Columns that are absent are left as they are stored."""

EARLIEST, LATEST = "1900-01-01", "2200-12-31"
"""Dates outside are refused as impossible."""

SEPARATOR = "\x1f"
"""Between the parts of a composed key; no cell can hold it."""


@dataclass(frozen=True)
class Column:
    """One column. `refers` names the tables one of which must hold the id."""

    name: str
    type: Type = "text"
    required: bool = False
    words: tuple[str, ...] = ()
    low: float = float("-inf")
    high: float = float("inf")
    refers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """One file: its name, the columns that make its key, and all its columns in their order."""

    name: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column:
        """The column of that name; KeyError if there is none."""
        return next_or_key_error(self.columns, name)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(c.name for c in self.columns)

    def key_of(self, row: Mapping[str, Value]) -> str:
        """The key of a row as one text; parts are joined by the unit separator, which no cell can hold.

        >>> TABLES["bonds"].key_of({"account_id": "b", "kind": "social", "what": "golf"}).split(chr(31))
        ['b', 'social', 'golf']
        """
        return SEPARATOR.join([str(row.get(name) or "") for name in self.key])


def next_or_key_error(columns: tuple[Column, ...], name: str) -> Column:
    """The column of that name among `columns`."""
    for column in columns:
        if column.name == name:
            return column
    raise KeyError(name)


def _text(*names: str) -> tuple[Column, ...]:
    return tuple(Column(n) for n in names)


def _share(name: str, required: bool = False) -> Column:
    return Column(name, "number", required, low=0.0, high=1.0)


def _score(name: str, required: bool = False) -> Column:
    return Column(name, "number", required, low=1.0, high=5.0)


def _word(name: str, words: tuple[str, ...], required: bool = False) -> Column:
    return Column(name, "word", required, words)


def _ref(name: str, *tables: str, required: bool = False) -> Column:
    return Column(name, "id", required, refers=tables)


ID = Column("id", "id", True)
NAME = Column("name", "text", True)
ACCOUNT = _ref("account_id", "accounts", required=True)
VALIDITY = (Column("valid_from", "date"), Column("valid_to", "date"))
AT = Column("at", "when", True)
PERSON = _ref("person_id", "people")
OWNER = _ref("owner_id", "team")

_TABLES = (
    Table(
        "accounts",
        ("id",),
        (
            ID,
            NAME,
            _word("type", v.ACCOUNT_TYPES),
            _ref("parent_id", "accounts"),
            Column("domains", "words"),
            Column("industry"),
            Column("kinds", "words", words=v.ACCOUNT_KINDS),
            Column("grade"),
            _word("segment", v.SEGMENTS),
            _word("lifecycle", v.LIFECYCLES),
            _word("our_role", v.OUR_ROLES),
            Column("captive", "flag"),
            _word("payment", v.PAYMENTS),
            Column("currency"),
            Column("annual_value", "number", low=0.0),
            Column("potential", "number", low=0.0),
        ),
    ),
    Table(
        "team",
        ("id",),
        (
            ID,
            NAME,
            *_text("email", "title"),
            _word("level", v.LAYERS),
            _word("function", v.FUNCTIONS),
            Column("grade"),
            _ref("reports_to", "team"),
            *VALIDITY,
            Column("left_to"),
        ),
    ),
    Table(
        "assignments",
        ("team_id", "account_id", "as", "valid_from"),
        (_ref("team_id", "team", required=True), ACCOUNT, _word("as", v.ASSIGNMENTS, True), *VALIDITY),
    ),
    Table(
        "people",
        ("id", "account_id", "valid_from"),
        (
            ID,
            ACCOUNT,
            NAME,
            *_text("email", "phone", "title", "department"),
            Column("function", "words", words=v.FUNCTIONS),
            _word("layer", v.LAYERS),
            _ref("reports_to", "people"),
            _share("power"),
            _share("target"),
            Column("placeholder", "flag"),
            *VALIDITY,
        ),
    ),
    Table(
        "relations",
        ("from_id", "to_id", "kind", "valid_from"),
        (
            _ref("from_id", "people", required=True),
            _ref("to_id", "people", required=True),
            _word("kind", v.RELATION_KINDS, True),
            _share("weight"),
            Column("informal", "flag"),
            Column("source"),
            _share("confidence"),
            *VALIDITY,
        ),
    ),
    Table(
        "roles",
        ("person_id", "account_id", "role", "decision", "valid_from"),
        (
            _ref("person_id", "people", required=True),
            ACCOUNT,
            _word("role", v.ROLES, True),
            *_text("decision", "source"),
            _share("confidence"),
            *VALIDITY,
        ),
    ),
    Table(
        "touchpoints",
        ("id",),
        (
            ID,
            Column("at", "instant", True),
            _word("channel", v.CHANNELS, True),
            ACCOUNT,
            Column("team_ids", "ids", True, refers=("team",)),
            Column("people_ids", "ids", True, refers=("people",)),
            Column("present_ids", "ids", refers=("people",)),
            Column("cc_ids", "ids", refers=("people",)),
            _word("initiated_by", v.INITIATORS),
            Column("sentiment", "number", low=-1.0, high=1.0),
            *_text("purpose", "outcome", "subject", "source"),
        ),
    ),
    Table(
        "assessments",
        ("person_id", "author", "at"),
        (
            _ref("person_id", "people", required=True),
            Column("author", "text", True),
            AT,
            _word("support", v.SUPPORTS),
            _share("power"),
            *(_score(f"trust_{kind}") for kind in ("conduct", "expertise", "personal", "interest")),
            _score("satisfaction"),
            _score("loyalty"),
            _share("confidence"),
            *_text("source", "note"),
        ),
    ),
    Table(
        "surveys",
        ("id",),
        (
            ID,
            ACCOUNT,
            AT,
            Column("question", "text", True),
            _score("score", True),
            PERSON,
            *_text("factor", "moment", "source"),
        ),
    ),
    Table(
        "orders",
        ("id",),
        (ID, ACCOUNT, AT, Column("amount", "number", True), *_text("currency", "product", "lost_to")),
    ),
    Table(
        "needs",
        ("id",),
        (
            ID,
            ACCOUNT,
            _word("kind", v.NEED_KINDS, True),
            Column("what", "text", True),
            PERSON,
            Column("hidden", "flag"),
            OWNER,
            _word("status", v.NEED_STATES),
            Column("solution"),
            Column("value", "number", low=0.0),
            Column("at", "when"),
            Column("author"),
        ),
    ),
    Table(
        "strategy",
        ("id",),
        (
            ID,
            ACCOUNT,
            _word("kind", v.STRATEGY_KINDS, True),
            Column("what", "text", True),
            _ref("parent_id", "strategy", "needs"),
            PERSON,
            Column("at", "when"),
            Column("author"),
        ),
    ),
    Table(
        "bonds",
        ("account_id", "kind", "what"),
        (ACCOUNT, _word("kind", v.BOND_KINDS, True), Column("what", "text", True), Column("at", "when")),
    ),
    Table(
        "changes",
        ("id",),
        (
            ID,
            AT,
            ACCOUNT,
            _word("kind", v.CHANGE_KINDS, True),
            PERSON,
            _ref("to_person_id", "people"),
            *_text("decision", "from_title", "to_title", "note", "source"),
        ),
    ),
    Table(
        "incidents",
        ("id",),
        (
            ID,
            ACCOUNT,
            Column("opened_at", "when", True),
            _word("kind", v.INCIDENT_KINDS, True),
            Column("what"),
            OWNER,
            Column("severity"),
            Column("closed_at", "when"),
        ),
    ),
    Table(
        "competitors",
        ("competitor", "person_id", "valid_from"),
        (
            Column("competitor", "text", True),
            _ref("person_id", "people", required=True),
            _share("strength"),
            Column("source"),
            *VALIDITY,
        ),
    ),
    Table(
        "readings",
        ("account_id", "metric", "product", "at"),
        (
            ACCOUNT,
            AT,
            Column("metric", "text", True),
            Column("value", "number", True),
            Column("product"),
        ),
    ),
    Table(
        "commitments",
        ("id",),
        (
            ID,
            ACCOUNT,
            Column("what", "text", True),
            _ref("owner_id", "team", required=True),
            PERSON,
            Column("made_at", "when"),
            Column("due", "date"),
            Column("kept_at", "when"),
        ),
    ),
    Table(
        "actions",
        ("id",),
        (
            ID,
            ACCOUNT,
            _ref("team_id", "team", required=True),
            _ref("person_id", "people", required=True),
            Column("aim", "text", True),
            Column("message"),
            Column("made_at", "when"),
            Column("due", "date"),
            Column("done_at", "when"),
            *_text("outcome", "because"),
        ),
    ),
)

TABLES: Mapping[str, Table] = MappingProxyType({t.name: t for t in _TABLES})
"""The tables by name, in the order in which they may be loaded: what is referred to comes first."""
