"""Languages: sentences, numbers and dates as the reader expects them.

English is in the code; every other language is a gettext catalogue `locale/<lang>/graphkam.po`, read at
first use. `scripts/messages` collects the sentences of code and templates into the catalogues.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import cache, lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from graphkam.domain.message import Translate

LANGUAGES = ("en", "zh")
"""What pages and reasons can be read in, the default first."""


CALENDARS = {"en": "en_GB", "zh": "zh_Hans_CN"}
"""Of each language, the locale whose days and numbers are written."""


def translator(lang: str) -> Translate:
    """The translation into a language; English, and any language without a catalogue, is the identity.

    Cost: the catalogue is read once a process.

    >>> translator("en")("{n} person", "{n} people", 2)
    '{n} people'
    >>> translator("zh")("executive", "", 1)
    '决策层'
    """
    return _catalogue(lang) if lang in LANGUAGES and lang != "en" else _english


def _english(one: str, many: str, n: int) -> str:
    return many if many and n != 1 else one


@cache
def _catalogue(lang: str) -> Translate:
    from babel.messages.pofile import read_po

    with files("graphkam").joinpath("locale", lang, "graphkam.po").open("rb") as file:
        catalogue = read_po(file, locale=lang)
    single: dict[str, str] = {}
    plural: dict[str, tuple[str, ...]] = {}
    for entry in catalogue:
        if not entry.id or entry.fuzzy or not entry.string:
            continue
        if isinstance(entry.id, str):
            single[entry.id] = str(entry.string)
        else:
            plural[entry.id[0]] = tuple(entry.string)
    form = _plural_form(catalogue.plural_expr)

    def translate(one: str, many: str, n: int) -> str:
        if many:
            forms = plural.get(one)
            return forms[form(n)] if forms else _english(one, many, n)
        return single.get(one, one)

    return translate


def _plural_form(expression: str) -> Callable[[int], int]:
    from gettext import c2py

    form: Callable[[int], int] = c2py(expression)
    return form


@lru_cache(10_000)
def written_day(day: date, lang: str) -> str:
    """A day as readers of a language write it.

    >>> written_day(date(2026, 3, 1), "en"), written_day(date(2026, 3, 1), "zh")
    ('1 Mar 2026', '2026年3月1日')
    """
    from babel.dates import format_date

    return format_date(day, format="medium", locale=CALENDARS[lang])


def written_time(when: str, lang: str, zone: str) -> str:
    """A stored date or instant with, if it has one, its time of day in that time zone.

    >>> written_time("2026-03-01T23:00:00Z", "en", "UTC"), written_time("2026-03-01T23:00:00Z", "zh", "Asia/Tokyo")
    ('1 Mar 2026, 23:00', '2026年3月2日 08:00')
    """
    if len(when) == 10:
        return written_day(date.fromisoformat(when), lang)
    moment = datetime.fromisoformat(when).astimezone(ZoneInfo(zone))
    return f"{written_day(moment.date(), lang)}{', ' if lang == 'en' else ' '}{moment:%H:%M}"


def written_moment(when: str, lang: str, zone: str) -> str:
    """The same for a page that stands alone, and so must name the time zone of an instant.

    >>> written_moment("2026-03-01T23:00:00Z", "en", "UTC"), written_moment("2026-03-01", "en", "UTC")
    ('1 Mar 2026, 23:00 UTC', '1 Mar 2026')
    """
    written = written_time(when, lang, zone)
    return written if len(when) == 10 else f"{written} {zone}"


def language(*wishes: str | None, default: str = "en") -> str:
    """The first of the wishes that names a language we have; else the default.

    A wish is a language tag (`zh-CN`) or an Accept-Language header; its weights decide the order.

    >>> language(None, "de, zh-CN;q=0.8, en;q=0.5")
    'zh'
    >>> language("fr", "*", default="zh")
    'zh'
    """
    for wish in wishes:
        for tag in _by_weight(wish or ""):
            if (short := tag.partition("-")[0].lower()) in LANGUAGES:
                return short
    return default


def _by_weight(header: str) -> Iterable[str]:
    weighted: list[tuple[float, int, str]] = []
    for place, part in enumerate(header[:500].split(",")):
        tag, _, weight = part.partition(";q=")
        try:
            q = float(weight) if weight else 1.0
        except ValueError:
            q = 0.0
        if tag.strip() and q > 0:
            weighted.append((-q, place, tag.strip()))
    return [tag for _, _, tag in sorted(weighted)]
