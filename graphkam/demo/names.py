"""Made-up names of firms and people, and titles that fit, in Chinese and English (words: data/names.toml)."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any, NamedTuple

_TITLES = {
    "executive": (("{}副总裁", "{}总监兼副总经理"), ("Vice President {}", "Chief {} Officer")),
    "management": (("{}部经理", "{}科科长", "{}部主管"), ("{} Manager", "Head of {}", "Director of {}")),
    "operating": (("{}专员", "{}工程师", "{}助理"), ("{} Specialist", "{} Engineer", "{} Assistant")),
}
_HEADS = (("总经理", "董事长"), ("Chief Executive Officer", "Managing Director"))


class Firm(NamedTuple):
    """A made-up customer."""

    name: str
    industry: str
    chinese: bool


@cache
def words() -> dict[str, Any]:
    """The pools of words, read once."""
    return tomllib.loads((files("graphkam.demo") / "data" / "names.toml").read_text("utf-8"))


def firms(random: Random, count: int) -> list[Firm]:
    """`count` firms with distinct names, at most 500."""
    pool = words()
    every = [
        Firm(f"{place}{chinese}股份有限公司", industry, True)
        for place in pool["places_chinese"]
        for industry, (chinese, _) in pool["trades"].items()
    ]
    every += [
        Firm(f"{place} {english} {'plc' if len(place) % 2 else 'GmbH'}", industry, False)
        for place in pool["places_latin"]
        for industry, (_, english) in pool["trades"].items()
    ]
    return random.sample(every, count)


def person(random: Random, chinese: bool) -> str:
    """A made-up name; names may repeat, as in life."""
    pool = words()
    if chinese:
        return str(random.choice(pool["surnames"])) + "".join(
            random.sample(pool["given"], random.choice((1, 2, 2)))
        )
    return f"{random.choice(pool['first'])} {random.choice(pool['last'])}"


def functions() -> tuple[str, ...]:
    """The functions in which the made-up people work."""
    return tuple(words()["functions"])


def title(random: Random, layer: str, function: str, chinese: bool) -> str:
    """A title that fits layer and function; the head of the firm has function `general_management`."""
    language = 0 if chinese else 1
    if function == "general_management":
        return random.choice(_HEADS[language])
    return random.choice(_TITLES[layer][language]).format(words()["functions"][function][language])


def department(function: str, chinese: bool) -> str:
    """The department of a function."""
    if function == "general_management":
        return "总经办" if chinese else "Board"
    word = words()["functions"][function]
    return f"{word[0]}部" if chinese else str(word[1])
