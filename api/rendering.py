"""Pages from templates: one jinja2 environment, escaped throughout, with the reader's language at hand."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Hashable, Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import HTMLResponse

from api.paths import address
from api.reader import COOKIE, reader_of, wished
from api.templating import Templates, escaped
from graphkam.domain.message import Message

HERE = Path(__file__).parent
_BACKQUOTED = re.compile(r"`([^`]+)`")
YEAR = 365 * 24 * 3600


@cache
def environment(lang: str) -> Templates:
    """The templates of this package in a language; a name that was not handed in is an error, not an empty place.

    A template is read once in a process: to look whether its file changed costs more than to fill it in.
    """
    made = Templates(
        lang,
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters.update(segment=segment, said=_said, word=_word, digits=_digits, capital=capital, coded=coded)
    made.globals["static"] = static_url
    return made


@pass_context
def _said(context: Context, value: Any) -> Any:
    """Sentences of the program in the reader's language, everything else as it is."""
    return context["reader"].say(value) if isinstance(value, Message) else value


@pass_context
def _word(context: Context, word: str | None) -> str:
    return str(context["reader"].word(word))


@pass_context
def capital(context: Context, text: str) -> str:
    """A sentence or word that begins a line; other languages have no capitals to lose."""
    said = str(_said(context, text))
    return said[:1].upper() + said[1:]


@pass_context
def _digits(context: Context, number: float | None) -> str:
    return str(context["reader"].number(number))


def coded(text: str) -> Markup:
    """A sentence with what stands between backquotes as code.

    >>> coded("`level` 0 & <1>")
    Markup('<code>level</code> 0 &amp; &lt;1&gt;')
    """
    return Markup(_BACKQUOTED.sub(r"<code>\1</code>", str(escape(text))))  # noqa: S704  escaped first


@lru_cache(10_000)
def segment(identifier: str) -> str:
    """An id as one segment of an address, whatever it is made of.

    >>> segment("a/b c?")
    'a%2Fb%20c%3F'
    """
    return quote(identifier, safe="")


@cache
def static_url(name: str) -> str:
    """The address of a static file, with a fingerprint so that browsers may keep it for ever."""
    digest = hashlib.sha256((HERE / "static" / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={digest}"


def asked_for_group(request: Request) -> bool:
    """Whether the account is asked for together with its subsidiaries; the words are those that FastAPI takes."""
    given = (request.query_params.get("group") or "").lower()
    return given in ("1", "true", "t", "yes", "y", "on")


def page(
    request: Request,
    template: str,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    **values: Any,
) -> HTMLResponse:
    """A page, or the part of one, in the reader's language; `?lang=` is remembered in a cookie."""
    return answer(request, html(request, template, **values), status, headers)


def html(request: Request, template: str, **values: Any) -> str:
    """The text of a page, or of the part of one; of the request it depends on `depends_on` alone."""
    reader = reader_of(request.scope)
    here = [(k, v) for k, v in request.query_params.multi_items() if k != "lang"]
    asked = request.query_params.get("as_of") or None

    def with_query(**more: object) -> str:
        """This page with other parameters; those that are empty are left out."""
        kept = [(k, v) for k, v in here if k not in more]
        return "?" + urlencode([*kept, *((k, v) for k, v in more.items() if v not in ("", None))])

    here_at = address(request.scope)
    home = "/".join(here_at.split("/")[:3])
    grouped = asked_for_group(request)

    def link(path: str, **more: object) -> str:
        """Another page, as of the moment of this one; another one of the same account with its group, if asked."""
        if not (asked or grouped or more):
            return path
        same = grouped and (path == home or path.startswith(f"{home}/"))
        kept = {**({"as_of": asked} if asked else {}), **({"group": "true"} if same else {})}
        query = urlencode({**kept, **more})
        return f"{path}?{query}" if query else path

    def anchor(folder: str, id_: str, names: Mapping[str, str]) -> Markup:
        """The name of somebody, which leads to their page."""
        url, name = escaped(link(folder + segment(id_))), escaped(names.get(id_, id_))
        return Markup(f'<a href="{url}">{name}</a>')  # noqa: S704  both are escaped

    def anchors(folder: str, ids: Iterable[str], names: Mapping[str, str]) -> Markup:
        """The names of several, one after the other."""
        return Markup(reader.comma.join([anchor(folder, id_, names) for id_ in ids]))  # noqa: S704

    return (
        environment(reader.lang)
        .get_template(template)
        .render(
            reader=reader,
            _=reader.text,
            plural=reader.count,
            word=reader.word,
            comma=reader.comma,
            colon=reader.colon,
            nonce=request.scope["state"]["nonce"],
            address=here_at,
            asked=asked,
            grouped=grouped,
            with_query=with_query,
            link=link,
            anchor=anchor,
            anchors=anchors,
            **{"part": False, **values},
        )
    )


def depends_on(request: Request) -> Hashable:
    """What of a request the text of a page depends on."""
    asked = tuple((k, v) for k, v in request.query_params.multi_items() if k != "lang")
    return reader_of(request.scope), address(request.scope), asked


def answer(
    request: Request, text: str, status: int = 200, headers: Mapping[str, str] | None = None
) -> HTMLResponse:
    """The answer that carries the text of a page."""
    response = HTMLResponse(text, status, {"cache-control": "private, no-cache", **(headers or {})})
    response.headers["vary"] = "Cookie, Accept-Language"
    if wished(request.scope):
        response.set_cookie(
            COOKIE, reader_of(request.scope).lang, max_age=YEAR, httponly=True, samesite="lax"
        )
    return response
