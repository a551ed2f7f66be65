"""Who reads the answer: their language, and how they write sentences, words, numbers and dates."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache, cached_property, lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.numbers import format_compact_decimal, format_decimal, format_percent
from starlette.requests import HTTPConnection
from starlette.types import Scope

from graphkam.domain.labels import label
from graphkam.domain.message import Message, Translate, message
from graphkam.i18n import (
    CALENDARS,
    LANGUAGES,
    language,
    translator,
    written_day,
    written_moment,
    written_time,
)

COOKIE = "graphkam_lang"
_LOCALES: Mapping[str, Locale] = {lang: Locale.parse(name) for lang, name in CALENDARS.items()}
_DAY = re.compile(r"\d{4}-[01]\d-[0-3]\d")
_MOMENT = re.compile(_DAY.pattern + r"(T[0-2]\d:[0-5]\d:[0-5]\d(\.\d+)?Z)?")
_KEPT = 10_000
"""Numbers and words that are kept as they were written: a page has hundreds, most of them again and again,
and writing one takes some 50 µs."""


_MOST = 1e15
"""Numbers from which on rounding them here could need more digits than a Decimal keeps."""


@cache
def _unit(digits: int) -> Decimal:
    return Decimal(1).scaleb(-digits)


def _rounded(value: float, digits: int) -> str:
    """A number with no more digits than are written, rounded as babel rounds: most then are one of a few.

    >>> _rounded(0.125, 2), _rounded(2.675, 2), _rounded(-0.001, 2), _rounded(7, 0), _rounded(1e300, 0)
    ('0.12', '2.68', '-0.00', '7', '1e+300')
    """
    if not abs(value) < _MOST:
        return str(value)
    return str(Decimal(str(value)).quantize(_unit(digits)))


@lru_cache(_KEPT)
def _number(value: str, pattern: str, lang: str) -> str:
    return format_decimal(value, format=pattern, locale=_LOCALES[lang])


@lru_cache(_KEPT)
def _percent(share: str, pattern: str, lang: str) -> str:
    return format_percent(share, format=pattern, locale=_LOCALES[lang])


@lru_cache(_KEPT)
def _text(template: str, lang: str) -> str:
    return translator(lang)(template, "", 1)


@lru_cache(_KEPT)
def _word(word: str | None, of: str, lang: str) -> str:
    return label(word, of).said(translator(lang))


@dataclass(frozen=True)
class Reader:
    """A language and a time zone. What is None is written as a dash: nobody knows."""

    lang: str
    zone: str = "UTC"

    @cached_property
    def translate(self) -> Translate:
        """Templates in this language."""
        return translator(self.lang)

    @property
    def comma(self) -> str:
        """What stands between the items of a list."""
        return "、" if self.lang == "zh" else ", "

    @property
    def colon(self) -> str:
        """What stands between a word and what is said of it."""
        return "：" if self.lang == "zh" else ": "

    @property
    def semicolon(self) -> str:
        """What stands between two sentences that belong together."""
        return "；" if self.lang == "zh" else "; "

    @property
    def clause(self) -> str:
        """What stands between two parts of a sentence."""
        return "，" if self.lang == "zh" else ", "

    @property
    def space(self) -> str:
        """What stands between two sentences, or after a colon: Chinese points bring their own room."""
        return "" if self.lang == "zh" else " "

    @property
    def stop(self) -> str:
        """What ends a sentence that another one follows."""
        return "。" if self.lang == "zh" else ". "

    def say(self, sentence: str) -> str:
        """A sentence of the program in this language, its days as everywhere; any other text stays as it is.

        >>> from graphkam.domain.message import message
        >>> Reader("en").say(message("cold on {day}", day="2026-03-01"))
        'cold on 1 Mar 2026'
        """
        return sentence.said(self.translate, self._written) if isinstance(sentence, Message) else sentence

    def _written(self, text: str) -> str:
        """A day among the values of a sentence as this reader writes it."""
        try:
            return self.day(text) if _DAY.fullmatch(text) else text
        except ValueError:  # it only looks like a day
            return text

    def text(self, template: str, /, **values: object) -> str:
        """A template of a page, filled in.

        >>> Reader("en").text("{name} reaches nobody", name="Li")
        'Li reaches nobody'
        """
        found = _text(template, self.lang)
        return found.format(**values) if values or "{" in found else found

    def count(self, one: str, many: str, n: int, /, **values: object) -> str:
        """A template that depends on a number, which it may use as {n}.

        >>> Reader("en").count("{n} person", "{n} people", 1234)
        '1,234 people'
        """
        return self.translate(one, many, n).format(n=self.number(n), **values)

    def word(self, word: str | None, of: str = "") -> str:
        """A word of the vocabulary.

        >>> Reader("en").word("economic_buyer"), Reader("zh").word("executive")
        ('economic buyer', '决策层')
        """
        return _word(word, of, self.lang)

    def number(self, value: float | None, digits: int = 0) -> str:
        """A number with so many digits after the point.

        >>> Reader("en").number(1234.5678, 2), Reader("en").number(None)
        ('1,234.57', '–')
        """
        if value is None:
            return "–"
        pattern = "#,##0" + ("." + "0" * digits if digits else "")
        return _number(_rounded(value, digits), pattern, self.lang)

    def percent(self, share: float | None) -> str:
        """A share of one.

        >>> Reader("en").percent(0.256), Reader("en").percent(None)
        ('26%', '–')
        """
        return "–" if share is None else _percent(_rounded(share, 2), "#,##0%", self.lang)

    def share(self, part: float | None) -> str:
        """A share of one that may be small: with one digit after the point.

        >>> Reader("en").share(0.0042), Reader("en").share(None)
        ('0.4%', '–')
        """
        return "–" if part is None else _percent(_rounded(part, 3), "#,##0.0%", self.lang)

    def cell(self, value: object) -> str:
        """A value of a query, whatever it is; a place without one stays empty.

        >>> reader = Reader("en")
        >>> reader.cell("2026-03-01T23:00:00Z"), reader.cell(1.5e6), reader.cell(0.25), reader.cell(["a", "b"])
        ('1 Mar 2026, 23:00', '1,500,000', '0.250', 'a, b')
        """
        match value:
            case None:
                return ""
            case bool():
                return self.say(message("yes") if value else message("no"))
            case float():
                return self.number(value, 0 if value.is_integer() else 3)
            case str() if _MOMENT.fullmatch(value):
                return self.time(value)
            case list():
                return self.comma.join(map(self.cell, value))
        return str(value)

    def money(self, value: float | None, currency: str | None) -> str:
        """An amount, shortened, with its currency as it was recorded.

        >>> Reader("en").money(15_400_000, "CNY"), Reader("zh").money(15_400_000, "CNY")
        ('15.4M CNY', '1540万 CNY')
        """
        if value is None:
            return "–"
        short = format_compact_decimal(
            value, format_type="short", locale=_LOCALES[self.lang], fraction_digits=1
        )
        return f"{short} {currency}" if currency else short

    def day(self, when: str | date | None) -> str:
        """A stored date or instant as a day of this reader's calendar.

        >>> Reader("en", "Asia/Shanghai").day("2026-03-01T23:00:00Z"), Reader("zh").day("2026-03-01")
        ('2 Mar 2026', '2026年3月1日')
        """
        if when is None:
            return "–"
        if isinstance(when, str):
            when = self.calendar_day(when)
        return written_day(when, self.lang)

    def calendar_day(self, when: str) -> date:
        """The day of a stored date or instant on this reader's calendar.

        >>> Reader("en", "Asia/Shanghai").calendar_day("2026-03-01T23:00:00Z")
        datetime.date(2026, 3, 2)
        """
        if len(when) == 10:
            return date.fromisoformat(when)
        return datetime.fromisoformat(when).astimezone(ZoneInfo(self.zone)).date()

    def time(self, when: str) -> str:
        """A stored date or instant with, if it has one, its time of day.

        >>> Reader("en").time("2026-03-01T23:00:00Z"), Reader("en").time("2026-03-01")
        ('1 Mar 2026, 23:00', '1 Mar 2026')
        """
        return written_time(when, self.lang, self.zone)

    def moment(self, when: str) -> str:
        """The same for a page that stands alone, and so names the time zone.

        >>> Reader("en", "Asia/Shanghai").moment("2026-03-01T23:00:00Z")
        '2 Mar 2026, 07:00 Asia/Shanghai'
        """
        return written_moment(when, self.lang, self.zone)


def wished(scope: Scope) -> str | None:
    """The language that the address itself asks for (`?lang=zh`), if we have it."""
    wish = HTTPConnection(scope).query_params.get("lang")
    return wish if wish in LANGUAGES else None


def reader_of(scope: Scope) -> Reader:
    """The reader of a request: `?lang=`, then the cookie, then Accept-Language, then the setting."""
    connection = HTTPConnection(scope)
    settings = connection.app.state.settings
    lang = language(
        wished(scope),
        connection.cookies.get(COOKIE),
        connection.headers.get("accept-language"),
        default=settings.lang,
    )
    return Reader(lang, settings.timezone)
