"""The project's queries: one per `.cypher` file, with a header that says what it answers and takes.

    // title: Who covers an account
    // description: Our people assigned to the account on a day.
    //   A line that begins with three spaces goes on with the line before.
    // param account_id: string
    // param as_of: date = today
    MATCH …

A parameter without default is required; `null` and, for dates, `today` may be defaults. Unknown keys, or
declared parameters that are not the `$used` ones, are a QueryFileError that names file and line.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import NoReturn

from graphkam.errors import QueryFileError, UsageError

TYPES = ("string", "integer", "float", "boolean", "date", "list<string>", "list")
"""What a parameter may be. `list` is a column of anything, for the store's own statements."""

TODAY = "today"
"""The default of a date parameter that stands for the day of asking."""


@dataclass(frozen=True)
class Parameter:
    """One declared parameter. Without `required`, `default` is taken when no value is given."""

    name: str
    type: str
    default: object = None
    required: bool = True


@dataclass(frozen=True)
class Query:
    """One query file, checked. `text` is the whole file: the header is comments to the database."""

    name: str
    title: str
    description: str
    parameters: tuple[Parameter, ...]
    text: str

    def bind(self, values: Mapping[str, object], *, today: date | None = None) -> dict[str, object]:
        """The parameters to send: every declared one, converted to its type; None stands for not given.

        Texts (from a command line or URL) are converted; a date becomes its ISO text; `;` separates the
        items of a list. `today` is what that word means (None: this computer's day).

        Raises UsageError for an unknown, missing or ill-typed parameter.

        >>> Query("q", "", "", (Parameter("n", "integer"), Parameter("k", "float", 0.5, False)), "").bind(
        ...     {"n": "3"}
        ... )
        {'n': 3, 'k': 0.5}
        """
        known = {p.name: p for p in self.parameters}
        if unknown := sorted(set(values) - set(known)):
            takes = f"it takes {', '.join(known)}" if known else "it takes none"
            raise UsageError(f"query {self.name} has no parameter {unknown[0]!r}; {takes}")
        return {p.name: self._bound(p, values.get(p.name), today) for p in self.parameters}

    def _bound(self, parameter: Parameter, value: object, today: date | None) -> object:
        if value is None:
            if parameter.required:
                raise UsageError(f"query {self.name} needs the parameter {parameter.name} ({parameter.type})")
            value = parameter.default
        if parameter.type == "date" and value == TODAY:
            return (today or date.today()).isoformat()
        try:
            return None if value is None else converted(parameter.type, value)
        except ValueError:
            raise UsageError(
                f"parameter {parameter.name} of query {self.name} must be {_EXPECTED[parameter.type]}, "
                f"not {_shown(value)}"
            ) from None


def converted(kind: str, value: object) -> object:
    """`value` as the parameter type `kind`; ValueError if it is none.

    >>> converted("list<string>", "a; b"), converted("date", date(2026, 3, 1)), converted("boolean", "no")
    (['a', 'b'], '2026-03-01', False)
    """
    match kind, value:
        case "string", str():
            return _clean(value)
        case "integer", bool():
            raise ValueError
        case "integer", int() | str():
            return _integer(value)
        case "float", bool():
            raise ValueError
        case "float", int() | float() | str():
            return _finite(float(value))
        case "boolean", bool():
            return value
        case "boolean", str():
            return _flag(value)
        case "date", datetime():
            raise ValueError
        case "date", date():
            return value.isoformat()
        case "date", str() if len(value.strip()) == 10:
            return date.fromisoformat(value.strip()).isoformat()
        case "list<string>", str():
            return [_clean(item.strip()) for item in value.split(";") if item.strip()]
        case "list<string>", list() | tuple():
            return [_clean(item) for item in value]
        case "list", list() | tuple():
            return list(value)
    raise ValueError


_EXPECTED = {
    "string": "a text",
    "integer": "a whole number",
    "float": "a number",
    "boolean": "true or false",
    "date": "a date such as 2026-03-01",
    "list<string>": "texts separated by ;",
    "list": "a list",
}
_FLAGS = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}


def _clean(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError
    value.encode()  # a lone surrogate is no text: it could not be sent (UnicodeEncodeError is a ValueError)
    return value


def _integer(value: int | str) -> int:
    number = int(value)
    if not -(2**63) <= number < 2**63:
        raise ValueError
    return number


def _finite(number: float) -> float:
    if not math.isfinite(number):
        raise ValueError
    return number


def _flag(value: str) -> bool:
    try:
        return _FLAGS[value.strip().lower()]
    except KeyError:
        raise ValueError from None


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:60]}…"


@cache
def load(folder: str = "queries") -> Mapping[str, Query]:
    """The queries of `cypher/<folder>` by name, in order of their names; read once.

    Raises QueryFileError for a file that breaks the rules above.
    """
    return load_from(files("cypher").joinpath(folder))


def load_from(directory: Traversable) -> Mapping[str, Query]:
    """The queries of any directory; see `load`."""
    if not directory.is_dir():
        raise QueryFileError(f"there is no folder cypher/{directory.name}")
    found = sorted((f for f in directory.iterdir() if f.name.endswith(".cypher")), key=lambda f: f.name)
    queries = {}
    for file in found:
        name = file.name.removesuffix(".cypher")
        where = f"cypher/{directory.name}/{file.name}"
        try:
            queries[name] = parse(name, file.read_text(encoding="utf-8"), where)
        except UnicodeDecodeError:
            _refuse(where, 1, "the file is not UTF-8")
    return MappingProxyType(queries)


def parse(name: str, text: str, where: str) -> Query:
    """The query in one file's text; `where` names the file in a QueryFileError.

    >>> parse("q", "// title: T\\n// description: D\\nRETURN 1", "q.cypher").title
    'T'
    """
    title = description = ""
    parameters: dict[str, Parameter] = {}
    for line, key, value in _header(text, where):
        if key.startswith("param "):
            parameter = _parameter(key.removeprefix("param ").strip(), value, where, line)
            if parameter.name in parameters:
                _refuse(where, line, f"parameter {parameter.name} is declared twice")
            parameters[parameter.name] = parameter
        elif key == "title" and not title:
            title = value
        elif key == "description" and not description:
            description = value
        elif key in ("title", "description"):
            _refuse(where, line, f"{key} is given twice")
        else:
            _refuse(where, line, f"unknown header key {key!r}; known are title, description, param NAME")
    if not title or not description:
        _refuse(where, 1, f"the header has no {'description' if title else 'title'}")
    _compare(set(parameters), text, where)
    return Query(name, title, description, tuple(parameters.values()), text)


def _header(text: str, where: str) -> Iterator[tuple[int, str, str]]:
    """(line, key, value) of the leading comment lines; indented lines go on with the value before."""
    entries: list[tuple[int, str, str]] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.startswith("//"):
            break
        content = line.removeprefix("//")
        if content.startswith("   ") and entries:
            start, key, value = entries[-1]
            entries[-1] = (start, key, f"{value} {content.strip()}")
            continue
        key, colon, value = content.partition(":")
        if not colon or not value.strip():
            _refuse(where, number, "a header line must be `// key: value`")
        entries.append((number, " ".join(key.split()), value.strip()))
    yield from entries


def _parameter(name: str, declaration: str, where: str, line: int) -> Parameter:
    kind, equals, default = (part.strip() for part in declaration.partition("="))
    if not re.fullmatch(r"[A-Za-z_]\w*", name, re.ASCII):
        _refuse(where, line, f"{name!r} is no name of a parameter")
    if kind not in TYPES:
        _refuse(where, line, f"unknown type {kind!r} of parameter {name}; known are {', '.join(TYPES)}")
    if not equals:
        return Parameter(name, kind)
    if default == "null":
        return Parameter(name, kind, None, required=False)
    if kind == "date" and default == TODAY:
        return Parameter(name, kind, TODAY, required=False)
    try:
        return Parameter(name, kind, converted(kind, default), required=False)
    except ValueError:
        _refuse(where, line, f"the default {default!r} of parameter {name} is not {_EXPECTED[kind]}")


_TOKEN = re.compile(
    r"""//[^\n]* | /\*.*?\*/ | '(?:[^'\\]|\\.)*' | "(?:[^"\\]|\\.)*" | (?P<quoted>\$`) | `(?:[^`]|``)*`
    | \$(?P<used>\w+) | (?P<end>;)""",
    re.VERBOSE | re.DOTALL,
)


def _compare(declared: Set[str], text: str, where: str) -> None:
    """Refuses a text whose `$used` parameters are not the declared ones, or that is several statements."""
    used: dict[str, int] = {}
    for token in _TOKEN.finditer(text):
        line = text.count("\n", 0, token.start()) + 1
        if token["end"]:
            _refuse(where, line, "a file holds one statement, without semicolon")
        if token["quoted"]:
            _refuse(where, line, "write a parameter as $name, without backticks")
        if token["used"]:
            used.setdefault(token["used"], line)
    if not _TOKEN.sub(lambda t: "" if t[0].startswith(("//", "/*")) else t[0], text).strip():
        _refuse(where, text.count("\n") + 1, "there is no statement after the header")
    for name, line in used.items():
        if name not in declared:
            _refuse(where, line, f"${name} is used but not declared")
    for name in sorted(declared - set(used)):
        line = next(n for n, t in enumerate(text.splitlines(), 1) if re.match(rf"//\s*param\s+{name}\b", t))
        _refuse(where, line, f"parameter {name} is declared but ${name} is not used")


def _refuse(where: str, line: int, why: str) -> NoReturn:
    raise QueryFileError(f"{where}:{line}: {why}")
