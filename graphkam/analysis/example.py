"""The small account of the docstring examples: the kiln tender before it was lost (case 1 of the field)."""

from __future__ import annotations

from graphkam.analysis.view import View
from graphkam.domain.constants import Constants
from graphkam.domain.facts import (
    Account,
    AccountFacts,
    Assignment,
    Employment,
    Relation,
    RoleHolding,
    TeamMember,
    Touchpoint,
)
from graphkam.domain.moment import AsOf, seconds_of


def kiln(as_of: str = "2026-03-01") -> View:
    """Our owner Li has dined twice with Liu, chief of the equipment section; nobody met his boss or Xu.

    >>> sorted(kiln().people)
    ['gm', 'liu', 'xu']
    """
    facts = AccountFacts(
        account=Account("b", "Customer B", annual_value=4_000_000.0, currency="CNY"),
        people=(
            Employment("gm", "The new GM", layer="executive", layer_source="given", valid_from="2025-10-01"),
            Employment("liu", "Liu", layer="management", layer_source="given", functions=("production",)),
            Employment("xu", "Xu", layer="management", layer_source="given", functions=("technical",)),
        ),
        team=(TeamMember("li", "Li", level="executive", function="general_management"),),
        assignments=(Assignment("li", "account_manager"),),
        relations=(
            Relation("xu", "gm", "confidant"),
            Relation("liu", "gm", "reports_to"),
            Relation("xu", "gm", "reports_to"),
        ),
        roles=(RoleHolding("liu", "technical_buyer"), RoleHolding("gm", "decider")),
        touchpoints=(
            Touchpoint("d1", seconds_of("2025-12-01T12:00:00Z"), "dinner", ("li",), ("liu",)),
            Touchpoint("d2", seconds_of("2026-03-01T12:00:00Z"), "dinner", ("li",), ("liu",)),
            Touchpoint("c1", seconds_of("2025-09-02T00:00:00Z"), "call", ("li",), ("liu",)),
        ),
    )
    return View(facts, AsOf.on(as_of, "UTC"), Constants())
