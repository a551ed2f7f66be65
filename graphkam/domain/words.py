"""Layers, functions, roles, alarms and records as sentences name them, as Messages that each language says its way."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from graphkam.domain.message import Message, message

LAYER_WORDS: Mapping[str, Message] = MappingProxyType(
    {
        "operating": message("operating layer"),
        "management": message("management layer"),
        "executive": message("executive layer"),
    }
)
FUNCTION_WORDS: Mapping[str, Message] = MappingProxyType(
    {
        "procurement": message("procurement"),
        "technical": message("technical"),
        "production": message("production"),
        "quality": message("quality"),
        "logistics": message("logistics"),
        "service": message("service"),
        "finance": message("finance"),
        "legal": message("legal"),
        "it": message("IT"),
        "rnd": message("R&D"),
        "marketing": message("marketing"),
        "sales": message("sales"),
        "hr": message("HR"),
        "administration": message("administration"),
        "general_management": message("general management"),
        "other": message("other function"),
    }
)
ROLE_WORDS: Mapping[str, Message] = MappingProxyType(
    {
        "initiator": message("initiator"),
        "user": message("user"),
        "influencer": message("influencer"),
        "technical_buyer": message("technical buyer"),
        "economic_buyer": message("economic buyer"),
        "decider": message("decider"),
        "approver": message("approver"),
        "buyer": message("buyer"),
        "gatekeeper": message("gatekeeper"),
        "coach": message("coach"),
    }
)
ALARM_WORDS: Mapping[str, Message] = MappingProxyType(
    {
        "new_executive_uncovered": message("new executive without a tie"),
        "conflict_with_contact": message("at odds with our contact"),
        "rival_tie": message("rival's tie"),
        "decision_moved": message("decision moved"),
        "power_shift": message("power shifted"),
        "contact_left": message("contact left"),
        "our_leaver": message("one of ours left"),
        "veto_uncovered": message("veto without a tie"),
        "single_thread": message("single thread"),
        "going_cold": message("going cold"),
        "gone_cold": message("gone cold"),
        "rep_churn": message("managers change too often"),
        "commitment_overdue": message("promise overdue"),
        "promise_at_risk": message("promise at risk"),
        "incident_open": message("open incident"),
        "sales_alone": message("sales alone"),
        "hostage_freed": message("hostage set free"),
        "no_account_manager": message("no account manager"),
        "no_executive_sponsor": message("no executive sponsor"),
        "manager_overloaded": message("manager overloaded"),
    }
)
FACT_WORDS: Mapping[str, Message] = MappingProxyType(
    {
        "accounts": message("account"),
        "actions": message("action"),
        "assessments": message("judgement"),
        "assignments": message("assignment"),
        "bonds": message("bond"),
        "changes": message("change"),
        "commitments": message("promise"),
        "competitors": message("rival's tie"),
        "incidents": message("incident"),
        "needs": message("need"),
        "orders": message("order"),
        "people": message("post"),
        "readings": message("reading"),
        "relations": message("line between them"),
        "roles": message("role"),
        "strategy": message("strategy"),
        "surveys": message("survey"),
        "team": message("our person"),
        "ties": message("tie"),
        "touchpoints": message("touchpoint"),
    }
)
"""The records of each table, and ties."""
DIFFERENCE_WORDS: Mapping[str, Message] = MappingProxyType(
    {
        "stage": message("stage"),
        "type": message("type of the relationship"),
        "exposure": message("exposure"),
        "layer.status": message("status of a layer"),
        "layer.coverage": message("coverage of a layer"),
        "gap": message("gap"),
        "spof": message("single point of failure"),
        "reach": message("reach"),
        "decides": message("who decides"),
        "person": message("who came and went"),
        "person.layer": message("layer of a person"),
        "person.title": message("title of a person"),
        "team": message("our person"),
        "assignment": message("assignment"),
        "role": message("role"),
        "tie": message("tie"),
        "support": message("support"),
        "power": message("power"),
        "because": message("reason of the action"),
    }
)
"""What can differ between two moments, or with a change that is only thought of."""
CHANGE_WORDS: Mapping[str, Message] = MappingProxyType(
    {
        "joined": message("joined"),
        "left": message("left"),
        "promoted": message("promoted"),
        "demoted": message("demoted"),
        "moved": message("moved"),
        "away": message("away"),
        "back": message("back"),
        "reorganised": message("reorganised"),
        "power_shift": message("power shifted"),
        "decision_moved": message("decision moved"),
    }
)
INCIDENT_WORDS: Mapping[str, Message] = MappingProxyType(
    {
        "complaint": message("complaint"),
        "late_delivery": message("late delivery"),
        "quality": message("quality"),
        "billing": message("billing"),
        "other": message("other"),
    }
)
LOYALTY_WORDS: Mapping[str, Message] = MappingProxyType(
    {
        "apostle": message("apostle"),
        "mercenary": message("mercenary"),
        "hostage": message("hostage"),
        "defector": message("defector"),
    }
)
CONSTANT_WORDS: Mapping[str, Message] = MappingProxyType(
    {
        "weights": message("weights of all channels"),
        "cc_share": message("share of a copy"),
        "crowd": message("where a crowd begins"),
        "half_life_days": message("half-life of a touchpoint"),
        "kappa": message("κ"),
        "live": message("threshold of a live tie"),
        "thin_coverage": message("threshold of thin"),
        "spof_reach": message("reach lost with a single point"),
        "dominant_pair": message("share of a dominant pair"),
        "integrated_outside": message("share outside the managers"),
        "layer_power.executive": message("power of the executive layer"),
        "layer_power.management": message("power of the management layer"),
        "layer_power.operating": message("power of the operating layer"),
        "layer_power.unknown": message("power in an unknown layer"),
        "missing_confidence": message("confidence where none is given"),
    }
)
"""The constants on which verdicts hang, by their names in the TOML file."""
