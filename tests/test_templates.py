"""How templates are compiled: they say what Jinja would say, in the reader's language, and keep nothing alive."""

from __future__ import annotations

import gc
import weakref

import pytest
from jinja2 import DictLoader, Environment, StrictUndefined

from api.reader import Reader
from api.templating import Templates
from graphkam.domain.message import message

PARTS = {
    "pieces.html": '{% macro tag(text, class="plain", more=0) %}'
    '<b class="{{ class }}">{{ text }}{{ more }}</b>{% endmacro %}'
    '{% macro cell(label) %}<td title="{{ label }}">{{ caller() }}</td>{% endmacro %}'
    "{% macro both(a, b) %}{{ tag(a) }}{{ tag(b, more=b) }}{% endmacro %}",
    "row.html": "{% set twice = one.x * 2 %}{{ twice }}:{{ who.them }};",
    "base.html": '{% import "pieces.html" as m with context %}'
    "<h1>{% block head %}-{% endblock %}</h1>{% block main %}{% endblock %}",
    "page.html": '{% extends "base.html" %}{% block head %}{{ _("Gaps") }} {{ super() }}{% endblock %}{% block main %}'
    '{{ m.tag("a<b") }}{{ m.tag("a", "wide", 3) }}{{ m.tag("a", **{"class": "<"}) }}{{ m.both(1, "&") }}'
    '{% call m.cell("x\\"y") %}{{ said }}{% endcall %}{% for one in rows %}{% include "row.html" %}{% endfor %}'
    '{{ twice is defined }}{{ _("ours") if rows else _("theirs") }}'
    '{{ _("since {day}", day="<1>") }}{{ _("Gaps") ~ "<" }}{% endblock %}',
}


class _One:
    def __init__(self, x: int) -> None:
        self.x = x


def _values(reader: Reader) -> dict[str, object]:
    return {
        "_": reader.text,
        "reader": reader,
        "rows": [_One(1), _One(2)],
        "who": {"them": "<l>"},
        "said": message("{n} < 2", n=1),
    }


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_template_says_what_jinja_says(lang: str) -> None:
    options = {
        "loader": DictLoader(PARTS),
        "autoescape": True,
        "undefined": StrictUndefined,
        "trim_blocks": True,
    }
    ours, plain = Templates(lang, **options), Environment(**options)
    values = _values(Reader(lang))
    page = ours.get_template("page.html").render(values)
    assert page == plain.get_template("page.html").render(values)
    assert Reader(lang).text("Gaps") in page
    assert "1 &lt; 2" in page


def test_a_sentence_without_values_is_not_looked_up_again() -> None:
    reader = Reader("zh")
    ours = Templates("zh", loader=DictLoader(PARTS), autoescape=True, undefined=StrictUndefined)
    asked: list[str] = []

    def text(template: str, /, **values: object) -> str:
        asked.append(template)
        return reader.text(template, **values)

    ours.get_template("page.html").render(_values(reader) | {"_": text})
    assert asked == ["since {day}"]


def test_what_a_page_showed_goes_with_it() -> None:
    """Else all values of all pages would stay until the garbage collector looks, which it seldom does."""
    ours = Templates("en", loader=DictLoader(PARTS), autoescape=True, undefined=StrictUndefined)
    values = _values(Reader("en"))
    shown = _One(3)
    values["rows"] = [shown]
    gone = weakref.ref(shown)
    gc.disable()
    try:
        ours.get_template("page.html").render(values)
        del values, shown
        assert gone() is None
    finally:
        gc.enable()


def test_a_name_that_was_not_handed_in_is_an_error() -> None:
    from jinja2 import UndefinedError

    ours = Templates("en", loader=DictLoader(PARTS), autoescape=True, undefined=StrictUndefined)
    values = _values(Reader("en"))
    del values["who"]
    with pytest.raises(UndefinedError, match="who"):
        ours.get_template("page.html").render(values)
