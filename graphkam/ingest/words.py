"""Finding the fixed word that somebody meant: "Economic buyer", "economic-buyer" and 决策者 are words too.

The Chinese words are those of the vocabulary, and the plainest names of functions, channels and roles;
whatever is ambiguous is left out and refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

_CHINESE: Mapping[str, str] = {
    "操作层": "operating",
    "管理层": "management",
    "决策层": "executive",
    "经济": "economic",
    "重要": "important",
    "集团": "group",
    "战略": "strategic",
    "采购": "procurement",
    "技术": "technical",
    "生产": "production",
    "质量": "quality",
    "物流": "logistics",
    "服务": "service",
    "财务": "finance",
    "法务": "legal",
    "研发": "rnd",
    "市场": "marketing",
    "销售": "sales",
    "人力资源": "hr",
    "行政": "administration",
    "综合管理": "general_management",
    "客户经理": "account_manager",
    "发起者": "initiator",
    "使用者": "user",
    "影响者": "influencer",
    "技术购买者": "technical_buyer",
    "经济购买者": "economic_buyer",
    "决策者": "decider",
    "批准者": "approver",
    "购买者": "buyer",
    "把关者": "gatekeeper",
    "教练": "coach",
    "支持者": "supporter",
    "中立": "neutral",
    "反对者": "opponent",
    "会议": "meeting",
    "拜访": "visit",
    "宴请": "dinner",
    "技术交流": "technical_exchange",
    "培训": "training",
    "电话": "call",
    "投诉": "complaint",
    "招标": "tender",
    "信函": "letter",
    "邮件": "email",
    "其他": "other",
}
_BETWEEN = re.compile(r"[\s_\-]+")


def found(written: str, words: tuple[str, ...]) -> str | None:
    """The word of `words` that was written, whatever its case, blanks and hyphens; None if there is none.

    >>> found("Economic buyer", ("technical_buyer", "economic_buyer")), found("boss", ("decider",))
    ('economic_buyer', None)
    """
    spelt = _spellings(words)
    return spelt.get(written) or spelt.get(_plain(written))


@cache
def _spellings(words: tuple[str, ...]) -> dict[str, str]:
    chinese = {theirs: word for theirs, word in _CHINESE.items() if word in words}
    return {_plain(word): word for word in words} | chinese


def _plain(text: str) -> str:
    return _BETWEEN.sub("_", text.strip().casefold())
