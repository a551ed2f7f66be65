"""Every sentence of code, pages and map is said in Chinese too, with the same values in it."""

from __future__ import annotations

import re
import string
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from jinja2 import Environment

from api.reader import Reader
from graphkam.domain import vocabulary
from graphkam.domain.labels import LABELS, label
from graphkam.domain.message import message, plural
from graphkam.i18n import LANGUAGES, language, translator

ROOT = Path(__file__).parent.parent
TEMPLATES = sorted((ROOT / "api" / "templates").glob("*.html"))


@pytest.fixture(scope="module")
def collector() -> ModuleType:
    """The script that collects the sentences."""
    loader = SourceFileLoader("messages_script", str(ROOT / "scripts" / "messages"))
    module = module_from_spec(spec_from_loader(loader.name, loader))  # type: ignore[arg-type]
    loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def chinese() -> Catalog:
    with (ROOT / "graphkam" / "locale" / "zh" / "graphkam.po").open("rb") as file:
        return read_po(file, locale="zh")


def test_the_catalogue_holds_what_the_program_says_and_nothing_else(
    collector: ModuleType, chinese: Catalog
) -> None:
    said = {entry.id for entry in collector.collected() if entry.id}
    translated = {entry.id for entry in chinese if entry.id}
    assert len(said) > 400
    assert said - translated == set()
    assert translated - said == set()


def test_every_sentence_has_a_translation_with_the_same_values(chinese: Catalog) -> None:
    wrong = []
    for entry in chinese:
        if not entry.id:
            continue
        ids = entry.id if isinstance(entry.id, tuple) else (entry.id,)
        strings = entry.string if isinstance(entry.string, tuple) else (entry.string,)
        wrong += [
            (entry.id, text)
            for text in strings
            if not text or entry.fuzzy or not values(ids[0]) <= values(text) <= values(*ids)
        ]
    assert wrong == []


def values(*templates: str) -> set[tuple[str, str]]:
    """The names and formats of the values in templates."""
    parts = (part for template in templates for part in string.Formatter().parse(template))
    return {(name, form or "") for _, name, form, _ in parts if name is not None}


def test_templates_say_nothing_untranslated() -> None:
    """Outside tags and expressions there is no word but the name of the program."""
    environment = Environment(autoescape=True)
    found = {}
    for path in TEMPLATES:
        text = "".join(
            value if kind == "data" else "{}" if kind == "variable_begin" else ""
            for _, kind, value in environment.lex(path.read_text("utf-8"))
        )
        text = re.sub(r"<[^<>]*>|\bhx-[a-z]+=\"[^\"]*\"", " ", text)
        words = set(re.findall(r"[A-Za-z]{2,}", text)) - {"GraphKAM", "problems"}
        if words:
            found[path.name] = words
    assert found == {}


def test_every_word_of_the_vocabulary_has_a_label() -> None:
    lists = (
        value
        for name, value in vars(vocabulary).items()
        if name.isupper() and isinstance(value, tuple) and name not in ("NEED_KINDS", "NEED_STATES", "SEVERE")
    )
    words = {word for words in lists for word in words}
    later = {
        *vocabulary.STRATEGY_KINDS,
        *vocabulary.BOND_KINDS,
        *vocabulary.CHANGE_KINDS,
        *vocabulary.INCIDENT_KINDS,
    }
    assert words - later - set(LABELS) == set()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_text_that_is_no_word_of_ours_is_shown_as_it_is(lang: str) -> None:
    assert label("gold {not a value}").said(translator(lang)) == "gold {not a value}"


def test_messages_in_messages_are_translated_too() -> None:
    sentence = message("{layer} {status}", layer=label("executive"), status=label("open"))
    assert sentence == "executive open"
    assert sentence.said(translator("zh")) == "决策层敞开"


def test_chinese_has_one_form_for_every_number() -> None:
    say = translator("zh")
    assert plural("{n} tie", "{n} ties", n=1).said(say) == "1 条关系"
    assert plural("{n} tie", "{n} ties", n=5).said(say) == "5 条关系"


def test_a_language_without_catalogue_is_english() -> None:
    assert translator("xx")("Gaps", "", 1) == "Gaps"


@pytest.mark.parametrize(
    ("wishes", "lang"),
    [
        (("zh",), "zh"),
        (("zh-TW",), "zh"),
        ((None, "de;q=0.9, en;q=0.8, zh;q=0.7"), "en"),
        (("nonsense;q=x, zh;q=0",), "en"),
        (("", None), "en"),
        (("," * 10_000,), "en"),
    ],
)
def test_the_first_wish_that_we_can_fulfil(wishes: tuple[str | None, ...], lang: str) -> None:
    assert language(*wishes) == lang


@pytest.mark.parametrize(("lang", "shown"), [("en", "1 Mar 2026, 20:00"), ("zh", "2026年3月1日 20:00")])
def test_times_are_those_of_the_settings_zone(lang: str, shown: str) -> None:
    assert Reader(lang, "Asia/Shanghai").time("2026-03-01T12:00:00Z") == shown
