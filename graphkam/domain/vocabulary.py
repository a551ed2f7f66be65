"""The fixed words of key account management, as tuples in their natural order.

Every list here is a closed set: the import refuses other words, pages and docs take them from here.
"""

from __future__ import annotations

LAYERS = ("operating", "management", "executive")
"""By rank in the firm, lowest first. Unknown is `None`, never a fourth layer."""

ACCOUNT_TYPES = ("customer", "partner", "dealer", "consultant", "competitor", "other")
ACCOUNT_KINDS = ("economic", "important", "group", "strategic")
SEGMENTS = ("VIP", "MGC", "BZ")
LIFECYCLES = ("prospect", "new", "growing", "mature", "declining", "lost")
OUR_ROLES = ("sole", "main", "second", "challenger", "none")
PAYMENTS = ("good", "slow", "poor")

FUNCTIONS = (
    "procurement",
    "technical",
    "production",
    "quality",
    "logistics",
    "service",
    "finance",
    "legal",
    "it",
    "rnd",
    "marketing",
    "sales",
    "hr",
    "administration",
    "general_management",
    "other",
)
ASSIGNMENTS = (
    "account_manager",
    "representative",
    "executive_sponsor",
    "technical",
    "service",
    "production",
    "quality",
    "logistics",
    "finance",
    "marketing",
    "rnd",
    "other",
)
ROLES = (
    "initiator",
    "user",
    "influencer",
    "technical_buyer",
    "economic_buyer",
    "decider",
    "approver",
    "buyer",
    "gatekeeper",
    "coach",
)
DECISION_ROLES = ("decider", "approver", "economic_buyer", "technical_buyer")
VETO_ROLES = ("approver", "technical_buyer")

RELATION_KINDS = ("influences", "confidant", "ally", "conflicts_with", "reports_to")
CHANNELS = (
    "meeting",
    "visit",
    "executive_meeting",
    "dinner",
    "technical_exchange",
    "training",
    "call",
    "complaint",
    "tender",
    "event",
    "letter",
    "email",
    "message",
    "other",
)
INITIATORS = ("us", "them")
SUPPORTS = ("mentor", "supporter", "neutral", "non_supporter", "opponent")
SUPPORT_VALUES = {"mentor": 1.0, "supporter": 0.5, "neutral": 0.0, "non_supporter": -0.5, "opponent": -1.0}

NEED_KINDS = ("blind_spot", "pain_point", "sweet_spot")
NEED_STATES = ("open", "offered", "solved")
STRATEGY_KINDS = ("goal", "obstacle", "offer", "strength", "weakness", "opportunity", "threat")
BOND_KINDS = ("financial", "social", "structural")
CHANGE_KINDS = (
    "joined",
    "left",
    "promoted",
    "demoted",
    "moved",
    "away",
    "back",
    "reorganised",
    "power_shift",
    "decision_moved",
)
MEASURED = "incumbent_"
"""A reading whose metric begins so is what somebody measured of the rival: days to deliver, complaints."""
INCIDENT_KINDS = ("complaint", "late_delivery", "quality", "billing", "other")
SEVERE = ("high", "高", "严重")
"""How files say that an incident is severe."""

COVERAGE_STATES = ("empty", "open", "thin", "covered")
"""Of a layer, function or role; worst first."""
ACCOUNT_STATES = ("red", "amber", "green")
STAGES = ("exploratory", "basic", "cooperative", "interdependent", "integrated")
GAP_KINDS = ("layer", "function", "role", "veto", "person")
ALARM_KINDS = (
    "new_executive_uncovered",
    "conflict_with_contact",
    "rival_tie",
    "decision_moved",
    "power_shift",
    "contact_left",
    "our_leaver",
    "veto_uncovered",
    "single_thread",
    "going_cold",
    "gone_cold",
    "rep_churn",
    "commitment_overdue",
    "promise_at_risk",
    "incident_open",
    "sales_alone",
    "hostage_freed",
    "no_account_manager",
    "no_executive_sponsor",
    "manager_overloaded",
)
LOYALTY_TYPES = ("apostle", "mercenary", "hostage", "defector")
"""From satisfaction × loyalty."""
