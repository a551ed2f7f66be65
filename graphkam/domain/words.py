"""Layers, functions and roles as a sentence names them, as Messages that each language says its way."""

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
