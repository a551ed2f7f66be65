"""Reading query files, and refusing those that break the rules."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import NoReturn

from graphkam.domain.constants import Constants
from graphkam.errors import QueryFileError
from graphkam.queries.query import CONSTANT, TODAY, ZONE, Parameter, Query
from graphkam.queries.values import EXPECTED, TYPES, converted


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


def parse(name: str, text: str, where: str = "") -> Query:
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


_DEFAULTS = Constants()


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
    if (default, kind) in ((TODAY, "date"), (ZONE, "string")) or (
        default == CONSTANT and hasattr(_DEFAULTS, name)
    ):
        return Parameter(name, kind, None, False, default)
    try:
        return Parameter(name, kind, converted(kind, default), required=False)
    except ValueError:
        _refuse(where, line, f"the default {default!r} of parameter {name} is not {EXPECTED[kind]}")


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
