"""Sentences that are made in the analysis and translated at the edge.

A `Message` is its English text (a str) that remembers its template and values, so that a page or command in
another language can say the same. Templates are collected for translation by the names of the two functions
here: `message` and `plural`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
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

    def said(self, translate: Translate) -> str:
        """This sentence in another language; values that are Messages are translated too."""
        values = {k: v.said(translate) if isinstance(v, Message) else v for k, v in self.values.items()}
        return translate(self.template, self.many, self.n).format(**values)


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


def _made(one: str, many: str, n: int, values: Mapping[str, object]) -> Message:
    text = Message((one if n == 1 or not many else many).format(**values))
    text.template, text.many, text.n, text.values = one, many, n, values
    return text


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
