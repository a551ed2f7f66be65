"""How the fixed words of the vocabulary are written for a reader: `economic_buyer` is "economic buyer".

Labels are Messages, so that they are translated like every other sentence. A word that means two things
is told apart by what it is said of.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from graphkam.domain.message import Message, message
from graphkam.domain.vocabulary import MEASURED
from graphkam.domain.words import (
    ALARM_WORDS,
    CHANGE_WORDS,
    CONSTANT_WORDS,
    DIFFERENCE_WORDS,
    FACT_WORDS,
    FUNCTION_WORDS,
    INCIDENT_WORDS,
    LOYALTY_WORDS,
    ROLE_WORDS,
)

_PLAIN = (
    # layers
    message("operating"),
    message("management"),
    message("executive"),
    # kinds, types, segments and lives of accounts
    message("customer"),
    message("partner"),
    message("dealer"),
    message("consultant"),
    message("competitor"),
    message("economic"),
    message("important"),
    message("group"),
    message("strategic"),
    message("diamond"),
    message("platinum"),
    message("gold"),
    message("silver"),
    message("bronze"),
    message("VIP"),
    message("MGC"),
    message("BZ"),
    message("prospect"),
    message("new"),
    message("growing"),
    message("mature"),
    message("declining"),
    message("lost"),
    message("sole"),
    message("main"),
    message("second"),
    message("challenger"),
    message("none"),
    message("good"),
    message("slow"),
    message("poor"),
    # parts in the account team
    message("account manager"),
    message("representative"),
    message("executive sponsor"),
    # lines between people
    message("influences"),
    message("confidant"),
    message("ally"),
    message("conflicts with"),
    message("reports to"),
    message("tie"),
    # channels
    message("meeting"),
    message("visit"),
    message("executive meeting"),
    message("dinner"),
    message("technical exchange"),
    message("training"),
    message("call"),
    message("complaint"),
    message("tender"),
    message("event"),
    message("letter"),
    message("email"),
    message("message"),
    message("us"),
    message("them"),
    # support
    message("mentor"),
    message("supporter"),
    message("neutral"),
    message("non-supporter"),
    message("opponent"),
    # states
    message("empty"),
    message("open"),
    message("thin"),
    message("covered"),
    message("unknown"),
    message("red"),
    message("amber"),
    message("green"),
    # stages and types of the relationship
    message("exploratory"),
    message("basic"),
    message("cooperative"),
    message("interdependent"),
    message("integrated"),
    message("ordinary"),
    message("partnership"),
    # gaps
    message("layer"),
    message("function"),
    message("role"),
    message("veto"),
    message("person"),
    # steps of time
    message("week"),
    message("month"),
    message("quarter"),
    message("year"),
    # needs, strategy, bonds
    message("blind spot"),
    message("pain point"),
    message("sweet spot"),
    message("offered"),
    message("solved"),
    message("goal"),
    message("obstacle"),
    message("offer"),
    message("strength"),
    message("weakness"),
    message("opportunity"),
    message("threat"),
    message("financial"),
    message("social"),
    message("structural"),
    # promises
    message("overdue"),
    message("kept"),
)

_SPECIAL: Mapping[str, Message] = MappingProxyType(
    {
        "other": message("other"),
        "non_supporter": message("non-supporter"),
        "source.given": message("given"),
        "source.title": message("guessed from the title"),
        "source.reports_to": message("guessed from the reporting line"),
        "source.unknown": message("unknown"),
        "source.assessed": message("judged by colleagues"),
        "source.layer": message("by layer"),
        "source.guessed": message("guessed"),
        "source.roles": message("from recorded buying roles"),
        "source.layers": message("nobody recorded buying roles: management and executive count"),
        "source.none": message("nobody is known who decides"),
        "commitment.open": message("not yet due"),
        "balance.over": message("over-served"),
        "balance.under": message("under-served"),
        "balance.even": message("in balance"),
        "load.overloaded": message("overloaded"),
        "load.above_usual": message("above the usual"),
        "load.usual": message("usual"),
        "rank.high": message("senior"),
        "severity.high": message("high"),
        "severity.medium": message("medium"),
        "severity.low": message("low"),
        "rank.middle": message("middle"),
        "rank.low": message("junior"),
        "action.VIP": message("keep and develop"),
        "action.MGC": message("dig out"),
        "action.BZ": message("drop"),
        "factor.return": message("return"),
        "factor.lifecycle": message("stage of life"),
        "factor.potential": message("potential"),
        "factor.churn_risk": message("risk of leaving"),
        "factor.loyalty": message("loyalty"),
        "factor.overall": message("overall"),
        "relationship.ordinary": message("ordinary relationship"),
        "relationship.partnership": message("partnership of departments"),
        "relationship.strategic": message("strategic relationship"),
        "verdict.for": message("for us"),
        "verdict.against": message("against us"),
        "verdict.undecided": message("undecided"),
        "size.order": message("the largest order"),
        "size.annual_value": message("the annual value"),
        "size.potential": message("the potential"),
        "spof": message("single point of failure"),
        "no_spof": message("no single point of failure"),
        "measure.support": message("support"),
        "measure.power": message("power"),
        "measure.trust_conduct": message("trust in conduct and quality"),
        "measure.trust_expertise": message("trust in expertise"),
        "measure.trust_personal": message("personal trust"),
        "measure.trust_interest": message("trust that we seek their benefit"),
        "measure.satisfaction": message("satisfaction"),
        "measure.loyalty": message("loyalty"),
        "finding.satisfied_buying_less": message("satisfied, but buying less"),
        "finding.unhappy_but_loyal": message("unhappy, but loyal"),
        "finding.judged_otherwise": message("we see it otherwise than they"),
        "finding.contacts_fell": message("fewer contacts"),
        "finding.they_stopped_starting": message("they no longer start"),
        "finding.disagreement": message("colleagues disagree"),
        "finding.goal_without_offer": message("goal without offer"),
        "finding.need_without_owner": message("need without owner"),
        "finding.offer_serves_nothing": message("offer that serves nothing"),
        "known.judgement": message("judged"),
        "known.confidant": message("who has whose ear"),
        "known.hidden_need": message("hidden need"),
        "held.incident": message("incident"),
        "held.action": message("action"),
        "held.need": message("need"),
        "successor.live": message("has a live tie"),
        "successor.faded": message("met, but faded"),
        "successor.none": message("not met yet"),
        "successor.gone": message("no longer there"),
        "compared.repeated": message("promised before"),
        "compared.contradicts": message("promised otherwise before"),
        "need.open": message("unsolved"),
        "action.open": message("planned"),
        "action.done": message("done"),
        "stood.tie": message("live tie"),
        "stood.influence": message("through others"),
        "stood.live": message("live"),
        "stood.cold": message("gone cold"),
        "hop.former_tie": message("former tie"),
        "hop.colleague": message("former colleagues"),
        "missing.support": message("support"),
        "missing.guess": message("guessed"),
        "missing.disagreement": message("colleagues disagree"),
        "feeling.surveys": message("they were asked"),
        "feeling.assessments": message("judged by colleagues"),
        "verdict_on.account": message("account"),
        "verdict_on.stage": message("stage"),
        "check.constraints": message("constraints"),
        "check.nodes": message("nodes"),
        "check.counts": message("counts"),
        "check.references": message("references"),
        "check.ties": message("ties"),
    }
)

LABELS: Mapping[str, Message] = MappingProxyType(
    {
        **FUNCTION_WORDS,
        **ROLE_WORDS,
        **CHANGE_WORDS,
        **ALARM_WORDS,
        **LOYALTY_WORDS,
        **{m.replace(" ", "_"): m for m in _PLAIN},
        **_SPECIAL,
        **{f"fact.{table}": word for table, word in FACT_WORDS.items()},
        **{f"differs.{what}": word for what, word in DIFFERENCE_WORDS.items()},
        **{f"incident.{kind}": word for kind, word in INCIDENT_WORDS.items()},
        **{f"constant.{name}": word for name, word in CONSTANT_WORDS.items()},
    }
)


_METRICS: Mapping[str, Message] = MappingProxyType(
    {
        "share_of_wallet": message("share of wallet"),
        "revenue": message("revenue"),
        "margin": message("margin"),
    }
)


def spaced(metric: str) -> str:
    """The name of a metric in words, whether it was measured of us or of a rival.

    >>> spaced("late_trucks"), spaced("incumbent_days_to_deliver")
    ('late trucks', 'days to deliver')
    """
    return metric.removeprefix(MEASURED).replace("_", " ")


def metric_label(metric: str) -> Message:
    """How the metric of a reading is written. Teams name their own, with underscores for spaces.

    >>> metric_label("share_of_wallet"), metric_label("late_trucks"), metric_label("incumbent_days_to_deliver")
    ('share of wallet', 'late trucks', 'of the rival: days to deliver')
    """
    if metric.startswith(MEASURED):
        return message("of the rival: {what}", what=spaced(metric))
    return _METRICS.get(metric) or message("{text}", text=spaced(metric))


def label(word: str | None, of: str = "") -> Message:
    """The label of a word of the vocabulary (None: unknown); other text is its own label.

    `of` tells words apart that mean two things: `source` (where a judgement comes from), `commitment`, `fact`,
    `balance` (effort against value), `load` and `rank` (of a manager), `severity` (of an incident), `action` (for
    a segment), `factor` (of a customer), `relationship`, `verdict` (of a decision), `size` (where it comes from),
    `incident`,
    `differs` (between two moments), `stood` (before or after), `hop` (of a way in), `feeling` (where it comes from),
    `missing`, `verdict_on`, `check` (of the doctor).

    >>> label("economic_buyer"), label("it"), label("title", "source"), label(None), label("gold")
    ('economic buyer', 'IT', 'guessed from the title', 'unknown', 'gold')
    """
    if word is None:
        return LABELS["unknown"]
    found = LABELS.get(f"{of}.{word}") or LABELS.get(word)
    return found if found is not None else message("{text}", text=word)
