"""What the pages about value, segments and account managers show."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from graphkam.analysis.customers import FACTORS
from graphkam.desk import Desk
from graphkam.domain.flanks import Flank
from graphkam.domain.labels import label
from graphkam.domain.message import Message, message
from graphkam.domain.moment import AsOf
from graphkam.domain.vocabulary import COVERAGE_STATES, SEGMENTS
from graphkam.domain.worth import EffortLine, SegmentLine

LINES = 50
PRODUCTS = 4
MISSING = 12
"""Accounts without manager or sponsor that are named."""


def _of_segment(segment: str, line: SegmentLine) -> bool:
    return line.segment == segment


Filters = Mapping[str, tuple[Message, Callable[[Any], bool]]]
ALL: Filters = {"": (message("accounts"), lambda item: True)}  # noqa: ARG005
"""For a list without filters."""
BALANCES: Filters = {
    "": (message("accounts"), lambda line: True),  # noqa: ARG005
    "over": (message("over-served"), lambda line: line.balance == "over"),
    "under": (message("under-served"), lambda line: line.balance == "under"),
    "none": (message("without a value"), lambda line: line.value is None),
}
SEGMENT_FILTERS: Filters = {
    "": (message("accounts"), lambda line: True),  # noqa: ARG005
    "contradicted": (message("contradicted by the data"), lambda line: line.contradicts),
    **{word: (label(word), partial(_of_segment, word)) for word in SEGMENTS},
    "none": (message("without a segment"), lambda line: line.segment is None),
    "products": (message("with products to offer"), lambda line: bool(line.products)),
}


FLANK_FILTERS: Filters = {
    "": (message("products that rivals hold"), lambda flank: True),  # noqa: ARG005
    "weak": (message("where they are weak"), lambda flank: flank.weak),
}
VISIT_FILTERS: Filters = {
    "": (message("people to see"), lambda visit: True),  # noqa: ARG005
    "never": (message("never met"), lambda visit: visit.last is None),
    "overdue": (message("overdue"), lambda visit: visit.last is not None and visit.days <= 0),
    "cold": (message("going cold"), lambda visit: visit.cold_on is not None and visit.cold_on <= visit.due),
    "decides": (message("who decide"), lambda visit: visit.decision_holder),
}


def paged(items: Sequence[Any], filters: Filters, show: str, number: int) -> dict[str, Any]:
    """The values of a list with filters above it: one page of the items that fit, and how many fit each."""
    show = show if show in filters else ""
    chosen = [item for item in items if filters[show][1](item)]
    last = max(1, -(-len(chosen) // LINES))
    number = min(number, last)
    return {
        "show": show,
        "lines": chosen[(number - 1) * LINES : number * LINES],
        "total": len(chosen),
        "page_number": number,
        "last_page": last,
        "counts": [(key, text, sum(map(fits, items))) for key, (text, fits) in filters.items()],
    }


def names_of(desk: Desk, at: AsOf) -> dict[str, str]:
    """The names of all accounts, by id."""
    return {line.id: line.name for line in desk.accounts(at).items}


def value(desk: Desk, at: AsOf, show: str, number: int) -> dict[str, Any]:
    """The values of the page about value and effort."""
    answer = desk.worth(at)
    items: Sequence[EffortLine] = answer.items
    if show in ("over", "under"):
        sign = 1 if show == "over" else -1
        items = sorted(items, key=lambda line: -sign * ((line.effort_share or 0) - (line.value_share or 0)))
    parts = (
        (message("Kinds"), message("Kind"), answer.kinds),
        (message("Stages of life"), message("Stage of life"), answer.lifecycles),
    )
    return {
        "at": at,
        "answer": answer,
        "names": names_of(desk, at),
        "states": COVERAGE_STATES,
        "parts": parts,
        "constants": desk.constants,
        **paged(items, BALANCES, show, number),
    }


def segments(desk: Desk, at: AsOf, show: str, number: int) -> dict[str, Any]:
    """The values of the page about segments."""
    answer = desk.segments(at)
    items: Sequence[SegmentLine] = answer.items
    return {
        "at": at,
        "answer": answer,
        "parts": desk.worth(at).segments,
        "names": names_of(desk, at),
        "most": PRODUCTS,
        **paged(items, SEGMENT_FILTERS, show, number),
    }


def flanks(desk: Desk, at: AsOf, account_id: str | None, show: str, number: int) -> dict[str, Any]:
    """The values of the page about what rivals hold, at all accounts or one."""
    items: Sequence[Flank] = desk.flanks(account_id, at).items
    listed = paged(items, FLANK_FILTERS, show, number)
    people = {}
    for flank in listed["lines"]:
        people.update({e.person_id: e.name for e in desk.facts(flank.account_id).people})
    account = None if account_id is None else desk.facts(account_id).account
    return {"at": at, "account": account, "people": people, **listed}


def _of_team(desk: Desk, at: AsOf, team_id: str | None) -> dict[str, Any]:
    """Whose list it is, and who else has one."""
    carriers = desk.loads(at).items
    names = {m.id: m.name for m in desk.members(at).items}
    return {
        "at": at,
        "team_id": team_id,
        "members": names,
        "carriers": sorted((line.name, line.id) for line in carriers),
    }


def customers(desk: Desk, at: AsOf, team_id: str | None, number: int) -> dict[str, Any]:
    """The values of the page about the best customers."""
    answer = desk.customers(at, team_id)
    return {
        **_of_team(desk, at, team_id),
        "factors": FACTORS,
        **paged(answer.items, ALL, "", number),
    }


def visits(desk: Desk, at: AsOf, team_id: str | None, show: str, number: int) -> dict[str, Any]:
    """The values of the revisit plan."""
    answer = desk.visits(at, team_id)
    return {
        **_of_team(desk, at, team_id),
        "until": answer.until,
        "constants": desk.constants,
        **paged(answer.items, VISIT_FILTERS, show, number),
    }


def loads(desk: Desk, at: AsOf, team_id: str | None) -> dict[str, Any]:
    """The values of the page about account managers."""
    answer = desk.loads(at, team_id)
    whole = desk.loads(at).items
    own = [line for line in answer.items if line.accounts]
    return {
        "at": at,
        "answer": answer,
        "team_id": team_id,
        "names": names_of(desk, at),
        "members": {line.id: line.name for line in whole} | {m.id: m.name for m in desk.members(at).items},
        "managers": own,
        "lines_of": [line for line in answer.items if line.below],
        "overloaded": sum(line.state == "overloaded" for line in own),
        "mismatched": sum(len(line.mismatches) for line in own),
        "missing": (
            (message("Without account manager"), answer.no_manager),
            (message("Without executive sponsor"), answer.no_sponsor),
            (message("Served by our sales alone"), answer.sales_alone),
        ),
        "most": MISSING,
        "constants": desk.constants,
    }
