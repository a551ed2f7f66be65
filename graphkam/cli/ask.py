"""The commands of analysts: the queries that ship, as tables, JSON or CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from graphkam.cli import options as o
from graphkam.cli.asking import asking, check_text, wrong_value
from graphkam.cli.failure import say
from graphkam.cli.output import Table, columns, show, show_csv, show_json
from graphkam.domain.message import message
from graphkam.errors import NotFoundError, UsageError

if TYPE_CHECKING:
    from graphkam.queries import Query

FORMATS = ("table", "json", "csv")


def queries(as_json: o.Json = False) -> None:
    """The queries that ship, with their parameters."""
    from graphkam.queries import load

    found = load().values()
    if as_json:
        show_json(_listed([_described(q) for q in found]))
        return
    rows = [
        (q.name, message(q.title), [_parameter(p.name, p.type, p.required) for p in q.parameters])
        for q in found
    ]
    show(Table(columns("query", "question", "parameters"), rows))


def _described(query: Query) -> dict[str, Any]:
    parameters = [
        {"name": p.name, "type": p.type, "default": p.default, "required": p.required}
        for p in query.parameters
    ]
    return {
        "name": query.name,
        "title": query.title,
        "description": query.description,
        "parameters": parameters,
    }


def _listed(items: list[dict[str, Any]]) -> dict[str, Any]:
    """A list as the API gives it."""
    from graphkam.domain.moment import AsOf
    from graphkam.settings import load_settings

    now = AsOf.now(load_settings().timezone)
    return {"as_of": str(now), "items": items, "next": None}


def _parameter(name: str, kind: str, required: bool) -> str:
    return f"{name}: {kind}" if required else f"[{name}: {kind}]"


def _complete(incomplete: str) -> list[str]:
    from graphkam.queries import load

    return [name for name in load() if name.startswith(incomplete)]


def query(
    name: Annotated[
        str,
        typer.Argument(metavar="NAME", help="One of `graphkam queries`.", autocompletion=_complete),
    ],
    parameters: Annotated[
        list[str] | None,
        typer.Option("-p", "--param", metavar="K=V", help="A parameter; `;` separates the items of a list."),
    ] = None,
    form: Annotated[
        str, typer.Option("--format", metavar="table|json|csv", help="How to print the rows.")
    ] = "table",
    as_json: o.Json = False,
) -> None:
    """Run a query that ships (read only)."""
    form = "json" if as_json else form
    if form not in FORMATS:
        raise wrong_value("--format", "table|json|csv", form)
    values = _values(parameters or [])
    from graphkam.queries import load

    if name not in load():
        raise NotFoundError(message("there is no query {name!r}; `graphkam queries` lists them", name=name))
    load()[name].bind(values)
    with asking() as desk:
        rows = desk.store.read(name, **values)
    names = list(rows[0]) if rows else []
    if form == "json":
        show_json(_listed(rows))
    elif form == "csv":
        show_csv(names, ([row[name] for name in names] for row in rows))
    elif rows:
        show(Table(tuple(names), [[row[name] for name in names] for row in rows]))
    if not rows and form != "json":
        say(message("No rows."))


def _values(parameters: list[str]) -> dict[str, str]:
    values: dict[str, str] = {}
    for text in parameters:
        check_text(text)
        key, equals, value = text.partition("=")
        if not equals or not key:
            raise wrong_value("-p", "NAME=VALUE", text)
        if key in values:
            raise UsageError(message("parameter {name} is given twice", name=key))
        values[key] = value
    return values
