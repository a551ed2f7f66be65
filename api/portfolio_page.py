"""What the portfolio page shows: counts, filters, sums, one page of lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any

from graphkam.desk import Desk
from graphkam.domain.answers import AccountLine
from graphkam.domain.message import Message, message
from graphkam.domain.moment import AsOf
from graphkam.domain.search import search_text
from graphkam.domain.vocabulary import LAYERS

LINES = 50
PEOPLE = 10

FILTERS: Mapping[str, tuple[Message, Callable[[AccountLine], bool]]] = {
    "": (message("accounts"), lambda line: True),  # noqa: ARG005
    "red": (message("red"), lambda line: line.status == "red"),
    "amber": (message("amber"), lambda line: line.status == "amber"),
    "green": (message("green"), lambda line: line.status == "green"),
    "alarmed": (message("with red alarms"), lambda line: bool(line.alarms and line.alarms.red)),
    "hostages": (message("hostages"), lambda line: line.loyalty_type == "hostage"),
    "no_manager": (message("without account manager"), lambda line: line.account_manager is None),
    "no_sponsor": (message("without executive sponsor"), lambda line: line.executive_sponsor is None),
    "sales_alone": (message("served by our sales alone"), lambda line: bool(line.sales_alone)),
}


def values(desk: Desk, at: AsOf, q: str, show: str, number: int, *, group: bool = False) -> dict[str, Any]:
    """The values of the template: of the accounts that fit `q` and the filter `show`, the page `number`."""
    whole = (desk.groups(at) if group else desk.accounts(at)).items
    wanted = search_text(q)
    fitting = [line for line in whole if not q or wanted in search_text(line.name) or q == line.id]
    chosen = FILTERS.get(show, FILTERS[""])[1]
    lines = [line for line in fitting if chosen(line)]
    last = max(1, -(-len(lines) // LINES))
    number = min(number, last)
    people = desk.people(q, at, PEOPLE + 1).items if q else ()
    members = desk.members(at).items
    return {
        "q": q,
        "show": show if show in FILTERS else "",
        "at": at,
        "lines": lines[(number - 1) * LINES : number * LINES],
        "total": len(lines),
        "page_number": number,
        "last_page": last,
        "layers": LAYERS[::-1],
        "counts": [(key, text, sum(map(fits, fitting))) for key, (text, fits) in FILTERS.items()],
        "at_risk": _at_risk(lines),
        "unvalued": sum(line.value_at_risk is None for line in lines),
        "people": people[:PEOPLE],
        "more_people": len(people) > PEOPLE,
        "names": {m.id: m.name for m in members},
    }


def _at_risk(lines: list[AccountLine]) -> dict[str | None, float]:
    """Value at risk by currency, which are never added."""
    sums: defaultdict[str | None, float] = defaultdict(float)
    for line in lines:
        if line.value_at_risk is not None:
            sums[line.currency] += line.value_at_risk
    return dict(sorted(sums.items(), key=lambda item: -item[1]))
