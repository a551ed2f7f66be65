"""What the pages of coaching and of sensitivity show."""

from __future__ import annotations

from typing import Any

from api import account_page, alarm_facts
from graphkam.desk import Desk
from graphkam.domain.alarms import Fact
from graphkam.domain.labels import label
from graphkam.domain.moment import AsOf


def values(desk: Desk, account_id: str, at: AsOf) -> dict[str, Any]:
    """The values of the page's template."""
    view, answer = desk.view(account_id, at), desk.coaching(account_id, at)
    return {
        **account_page.common(desk, view),
        "answer": answer,
        "records": alarm_facts.told_of(view, _facts(answer.items)),
        "red": sum(advice.severity == "red" for advice in answer.items),
    }


def _facts(items: Any) -> set[Fact]:
    return {fact for advice in items for fact in advice.facts}


def sensitivity(desk: Desk, account_id: str, at: AsOf) -> dict[str, Any]:
    """The verdicts with how firm they are; fragile ones are counted."""
    answer = desk.sensitivity(account_id, at)
    return {
        **account_page.common(desk, desk.view(account_id, at)),
        "answer": answer,
        "fragile": sum(item.fragile for item in answer.items),
        "label": label,
    }
