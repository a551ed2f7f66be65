"""The page of docs about the queries, made from their files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from graphkam.queries.query import CONSTANT, Parameter, Query

_INTRODUCTION = """\
# Queries

<!-- Made by `python -m graphkam.queries > docs/queries.md`; a test keeps it current. -->

What analysts ask, one question a file in `cypher/queries`. They give the same rows on the embedded store and on
Neo4j, and only read.

    graphkam queries                                                    lists them
    graphkam query ties -p account_id=b -p as_of=2026-03-01             a table
    graphkam query gone_cold --format csv                               or csv, json

- `as_of` is a day: what happened before the next midnight in `zone` counts, and who and what is valid that day.
  Strengths are taken at that midnight.
- Valid from `valid_from` on, until the day before `valid_to`; empty is open.
- In copy is a contact, but not a conversation; being in the room is neither.
- Texts are given as they are, dates as 2026-03-01, several texts separated by `;`, a map as JSON.
- Parameters with a *constant* for default have the value of [the constants](operators.md#constants), which the
  settings may change.
"""


def page(queries: Mapping[str, Query]) -> str:
    """The page, as Markdown."""
    parts = [_INTRODUCTION, _table(queries.values())]
    parts += [_section(query) for query in queries.values()]
    return "\n".join(parts)


def _table(queries: Iterable[Query]) -> str:
    rows = "".join(f"| [{q.name}](#{q.name}) | {q.title} |\n" for q in queries)
    return f"| query | answers |\n|---|---|\n{rows}"


def _section(query: Query) -> str:
    parameters = "".join(f"- {_said(p)}\n" for p in query.parameters if p.source != CONSTANT)
    constants = ", ".join(f"`{p.name}`" for p in query.parameters if p.source == CONSTANT)
    if constants:
        parameters += f"- constants: {constants}\n"
    return f"## {query.name}\n\n**{query.title}.** {query.description}\n" + (parameters and f"\n{parameters}")


def _said(parameter: Parameter) -> str:
    name = f"`{parameter.name}` ({parameter.type})"
    if parameter.required:
        return f"{name}, required"
    match parameter.source, parameter.default:
        case ("today", _):
            return f"{name}, default today"
        case ("zone", _):
            return f"{name}, default the time zone of the settings"
        case (_, None):
            return name
        case (_, default):
            return f"{name}, default {default}"
