"""What a parameter may be, and how a text from a command line or URL becomes it."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from datetime import date, datetime

from graphkam.domain.search import search_text

TYPES = ("string", "search", "integer", "float", "boolean", "date", "list<string>", "map<float>", "list")
"""What a parameter may be. `search` is a text in the form in which names are searched, `list` a column of
anything, for the store's own statements."""


def converted(kind: str, value: object) -> object:
    """`value` as the parameter type `kind`; ValueError if it is none.

    >>> converted("list<string>", "a; b"), converted("date", date(2026, 3, 1)), converted("boolean", "no")
    (['a', 'b'], '2026-03-01', False)
    """
    match kind, value:
        case "string", str():
            return _clean(value)
        case "search", str():
            return search_text(_clean(value))
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
        case "map<float>", str():
            return _numbers(json.loads(value))
        case "map<float>", Mapping():
            return _numbers(value)
        case "list", list() | tuple():
            return list(value)
    raise ValueError


EXPECTED = {
    "string": "a text",
    "search": "a text",
    "integer": "a whole number",
    "float": "a number",
    "boolean": "true or false",
    "date": "a date such as 2026-03-01",
    "list<string>": "texts separated by ;",
    "map<float>": 'numbers by name, such as {"meeting": 1.0}',
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


def _numbers(value: object) -> dict[str, float]:
    if not isinstance(value, Mapping) or any(isinstance(n, bool) for n in value.values()):
        raise ValueError
    if not all(isinstance(n, int | float) for n in value.values()):
        raise ValueError
    return {_clean(name): _finite(float(number)) for name, number in value.items()}


def _flag(value: str) -> bool:
    try:
        return _FLAGS[value.strip().lower()]
    except KeyError:
        raise ValueError from None
