"""Sentences that are made in the analysis and translated at the edge.

A `Message` is its English text (a str) that remembers its template and values, so that a page or command in
another language can say the same. Templates are collected for translation by the names of the two functions
here: `message` and `plural`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from typing import Any

Translate = Callable[[str, str, int], str]
"""(singular template, plural template or "", n) → the template in the reader's language."""


class Message(str):
    """English text that can be said again in another language; see `message` and `plural`."""

    __slots__ = ("many", "n", "template", "values")
    template: str
    many: str
    n: int
    values: Mapping[str, object]

    def said(self, translate: Translate, written: Callable[[str], str] = str) -> str:
        """This sentence in another language; values that are Messages are translated too.

        `written` puts texts among the values as their reader writes them.
        """
        values = {name: _told(value, translate, written) for name, value in self.values.items()}
        return translate(self.template, self.many, self.n).format(**values)


class Row(Message):
    """Texts in a row; see `row`."""

    __slots__ = ("items",)
    items: Sequence[str]

    def said(self, translate: Translate, written: Callable[[str], str] = str) -> str:
        """The same texts, with what stands between two of them in that language."""
        between = translate(_TWO, "", 1).format(first="", second="")
        return between.join(str(_told(item, translate, written)) for item in self.items)


def _told(value: object, translate: Translate, written: Callable[[str], str]) -> object:
    if isinstance(value, Message):
        return value.said(translate, written)
    return written(value) if isinstance(value, str) else value


def message(template: str, /, **values: object) -> Message:
    """A sentence with named values.

    >>> message("{name} reaches nobody", name="Li")
    'Li reaches nobody'
    >>> message("{name} reaches nobody", name="Li").said(lambda one, many, n: "{name} 谁也够不着")
    'Li 谁也够不着'
    """
    return _made(template, "", 1, values)


def plural(one: str, many: str, /, n: int, **values: object) -> Message:
    """A sentence whose form depends on `n`, which it may use as {n}.

    >>> plural("{n} person", "{n} people", n=2)
    '2 people'
    """
    return _made(one, many, n, {"n": n, **values})


def row(items: Sequence[str]) -> Row:
    """Texts one after the other, as a value of a sentence: names, or messages.

    >>> row(["Li", "Wu"])
    'Li, Wu'
    >>> row(["Li", "Wu"]).said(lambda one, many, n: "{first}、{second}")
    'Li、Wu'
    """
    made = Row(", ".join(items))
    made.template, made.many, made.n, made.values = "{items}", "", 1, {"items": str(made)}
    made.items = tuple(items)
    return made


def _made(one: str, many: str, n: int, values: Mapping[str, object]) -> Message:
    text = Message((one if n == 1 or not many else many).format(**values))
    text.template, text.many, text.n, text.values = one, many, n, values
    return text


_TWO = message("{first}, {second}", first="", second="").template


def as_json(value: Any, translate: Translate | None = None) -> Any:
    """Plain lists, dicts and scalars of an answer: the one JSON form of API and CLI.

    Field names lose a trailing underscore (`from_` → `from`); Messages are translated if asked.

    >>> @dataclasses.dataclass
    ... class Hop:
    ...     from_: str
    ...     why: str
    >>> as_json(Hop("li", message("a friend")))
    {'from': 'li', 'why': 'a friend'}
    """
    if isinstance(value, Message):
        return value.said(translate) if translate else str(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {
            f.name.rstrip("_"): as_json(getattr(value, f.name), translate) for f in dataclasses.fields(value)
        }
    if isinstance(value, Mapping):
        return {str(k): as_json(v, translate) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [as_json(v, translate) for v in value]
    if isinstance(value, set | frozenset):
        return [as_json(v, translate) for v in sorted(value)]
    return value
