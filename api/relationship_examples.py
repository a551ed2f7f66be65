"""Examples of the relationship and of a hand-over for the OpenAPI page, computed here, so that they never lie."""

from __future__ import annotations

from dataclasses import replace

from graphkam.analysis import View
from graphkam.analysis.example import kiln
from graphkam.analysis.relationship import relationship
from graphkam.analysis.relationship.handover import handover
from graphkam.domain.facts import Assessment, Bond, Commitment, Need, Order, Strategy, Survey

_PLAIN = kiln()
_VIEW = View(
    replace(
        _PLAIN.facts,
        assessments=(
            Assessment("liu", "li", "2026-02-01", "mentor", 0.7, 0.9, 5.0, 5.0, 5.0, 5.0, 5.0, 4.0),
            Assessment("liu", "fang", "2026-02-10", "neutral", 0.3, 0.5, note="no longer as strong"),
        ),
        surveys=(Survey("v1", "2026-01-15", "satisfaction", 4.5, "liu", "delivery", "kiln 2 handed over"),),
        orders=(Order("o1", "2025-01-10", 600_000.0, "CNY"), Order("o2", "2025-12-10", 350_000.0, "CNY")),
        needs=(Need("n1", "blind_spot", "gas per tonne", "xu", True, "li", value=2_400_000.0),),
        strategy=(
            Strategy("s1", "goal", "double the output", person_id="gm"),
            Strategy("s2", "obstacle", "the kilns run at their limit", "s1"),
            Strategy("s3", "offer", "two kilns with heat recovery", "s2"),
        ),
        bonds=(Bond("social", "Li and Liu are friends", "2019-01-01"),),
        commitments=(Commitment("k1", "spare burners", "li", "liu", "2025-12-01", "2026-02-01"),),
    ),
    _PLAIN.at,
    _PLAIN.constants,
)
RELATIONSHIP = relationship(_VIEW)
HANDOVER = handover([_VIEW], "li", "fang")
