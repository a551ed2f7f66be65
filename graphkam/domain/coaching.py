"""Coaching: the table of rules by which an account is gone through, and what they say of one.

A rule is a sentence that an experienced colleague would say: what is missing, why that matters, what to do. Teams
switch rules off in the TOML file (`[coaching]`, `off`); the analysis that finds each is in `analysis.coaching`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, NamedTuple

from graphkam.domain.alarms import Fact
from graphkam.domain.answers import Answer
from graphkam.domain.constants import Constants
from graphkam.domain.message import Message, message
from graphkam.errors import SettingsError


@dataclass(frozen=True)
class Advice(Answer):
    """What one rule says of an account. `todo` is what to do about it; `facts` are the records behind it."""

    rule: str
    severity: str
    """red: this loses accounts; amber: this leaves you blind or late."""
    title: str
    when: str
    """The condition, exactly."""
    account_id: str
    person_ids: tuple[str, ...]
    team_ids: tuple[str, ...]
    reason: str
    todo: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class RuleOff(Answer):
    """A rule that this team has switched off."""

    rule: str
    title: str


@dataclass(frozen=True)
class Coaching(Answer):
    """What the rules say of an account: red ones first, then in the order of the table."""

    account: str
    as_of: str
    items: tuple[Advice, ...]
    asked: int
    """How many rules were asked; the others are in `off`."""
    off: tuple[RuleOff, ...]


class Rule(NamedTuple):
    """A line of the table."""

    id: str
    severity: str
    title: Message
    when: Callable[[Constants], Message]
    """The condition, exactly, with the constants that it depends on."""


_TABLE = (
    # What we know of them
    Rule(
        "no_decision_maker",
        "red",
        message("no decision maker is mapped"),
        lambda _: message("nobody is recorded as decider or economic buyer"),
    ),
    Rule(
        "approver_unknown",
        "amber",
        message("you do not know who can say no"),
        lambda _: message("nobody is recorded as approver"),
    ),
    Rule(
        "veto_function_unknown",
        "amber",
        message("nobody is known where a decision usually passes"),
        lambda _: message("a function that usually sits at the table is one of which nobody is known"),
    ),
    Rule(
        "no_opponent_mapped",
        "amber",
        message("no opponent is mapped: you do not know the rival's friends"),
        lambda _: message(
            "people are known, nobody of them is judged non-supporter or opponent, and no competitor's tie is "
            "recorded"
        ),
    ),
    Rule(
        "no_reporting_lines",
        "amber",
        message("no reporting line is recorded"),
        lambda _: message("two or more people are known, and nobody is recorded as reporting to anybody"),
    ),
    Rule(
        "no_influence_lines",
        "amber",
        message("you know the chart, not who listens to whom"),
        lambda _: message("three or more people are known, and no influence and no confidant is recorded"),
    ),
    Rule(
        "power_guessed",
        "amber",
        message("the power of most who decide is guessed"),
        lambda _: message(
            "of more than half of the decision holders the power rests on a guessed or unknown layer"
        ),
    ),
    Rule(
        "judgements_stale",
        "amber",
        message("nobody judged of late where those who decide stand"),
        lambda c: message(
            "a decision holder's support was not judged within {days} days [stale_days]", days=c.stale_days
        ),
    ),
    Rule(
        "colleagues_disagree",
        "amber",
        message("colleagues disagree about those who decide"),
        lambda c: message(
            "judgements of a decision holder's support differ by more than {limit} [disagreement]",
            limit=c.disagreement,
        ),
    ),
    Rule(
        "placeholder_unfilled",
        "amber",
        message("a placeholder never got a name"),
        lambda c: message(
            "a placeholder is recorded for {days} days or more [placeholder_days]", days=c.placeholder_days
        ),
    ),
    Rule(
        "no_hidden_need",
        "amber",
        message("no hidden need is recorded"),
        lambda _: message("no need is recorded as hidden, or all of them are solved"),
    ),
    Rule(
        "nobody_asked",
        "amber",
        message("nobody asked them what they think of us"),
        lambda c: message(
            "there were contacts, and no survey within {days} days [survey_days]", days=c.survey_days
        ),
    ),
    # Who stands where
    Rule(
        "key_players_not_supporters",
        "red",
        message("most key players are not supporters"),
        lambda c: message(
            "of the decision holders whose support is judged, more than half stand below supporter "
            "({least}) [supporter]",
            least=c.supporter,
        ),
    ),
    Rule(
        "mentor_outside_circle",
        "amber",
        message("the mentor is not in the inner circle"),
        lambda _: message(
            "somebody is judged mentor, and none of the mentors decides or has a line to somebody who does"
        ),
    ),
    Rule(
        "coach_without_tie",
        "red",
        message("a coach without a live tie"),
        lambda _: message("somebody who is coach or judged mentor has no live tie"),
    ),
    Rule(
        "rival_tie_unanswered",
        "red",
        message("a rival's tie is not answered"),
        lambda _: message("a competitor has a tie with somebody with whom nobody of ours has a live tie"),
    ),
    # How we meet them
    Rule(
        "layer_on_one_channel",
        "amber",
        message("a layer rests on one channel"),
        lambda c: message(
            "the live ties of a layer saw one channel of contact only within {days} days [two_way_days]",
            days=c.two_way_days,
        ),
    ),
    Rule(
        "single_channel",
        "amber",
        message("all contacts go through one channel"),
        lambda c: message(
            "{few} or more contacts [few_contacts] within {days} days [coaching_days], all of one channel",
            days=c.coaching_days,
            few=c.few_contacts,
        ),
    ),
    Rule(
        "only_we_start",
        "amber",
        message("only we start the contacts"),
        lambda c: message(
            "of {few} or more contacts [few_contacts] within {days} days [coaching_days] whose beginner is recorded, "
            "they began none",
            days=c.coaching_days,
            few=c.few_contacts,
        ),
    ),
    Rule(
        "same_function_met",
        "amber",
        message("all meetings are with the same function"),
        lambda c: message(
            "{few} or more contacts [few_contacts] within {days} days [coaching_days], each only with people of one "
            "and the same function",
            days=c.coaching_days,
            few=c.few_contacts,
        ),
    ),
    Rule(
        "one_of_ours_holds_all",
        "red",
        message("one of ours holds all live ties"),
        lambda _: message("there are two or more live ties, all of one of ours"),
    ),
    Rule(
        "executive_without_peer",
        "amber",
        message("no executive of ours meets theirs"),
        lambda _: message("the executive layer has live ties, none of them with an executive of ours"),
    ),
    Rule(
        "sponsor_absent",
        "red",
        message("the executive sponsor stays away"),
        lambda c: message(
            "an executive sponsor is named, and none has spoken with an executive of theirs within {days} days "
            "[coaching_days]",
            days=c.coaching_days,
        ),
    ),
    Rule(
        "decider_by_influence_only",
        "amber",
        message("somebody who decides is reached by hearsay only"),
        lambda _: message("a decision holder without live tie is reached by influence"),
    ),
    # What we do
    Rule(
        "no_next_action",
        "amber",
        message("no next step is planned"),
        lambda _: message("no action is recorded that is not done"),
    ),
    Rule(
        "commitment_without_due",
        "amber",
        message("a promise without a day"),
        lambda _: message("an open promise has no due day"),
    ),
    Rule(
        "no_targets",
        "amber",
        message("no target is set for anybody who decides"),
        lambda _: message(
            "there are decision holders, and a wanted tie strength is recorded for none of them"
        ),
    ),
)

RULES: Mapping[str, Rule] = MappingProxyType({rule.id: rule for rule in _TABLE})
"""Every rule by its id, in the order in which an account is gone through."""


def switched_off(table: Any) -> frozenset[str]:
    """The rules that the `[coaching]` table of the TOML file switches off.

    Raises SettingsError for anything but `off`, a list of ids of rules.

    >>> sorted(switched_off({"off": ["no_targets"]}))
    ['no_targets']
    """
    if not isinstance(table, Mapping):
        raise SettingsError(message("coaching must be a table, [coaching], not {value!r}", value=table))
    unknown = sorted(set(table) - {"off"})
    if unknown:
        raise SettingsError(message("unknown setting {name!r} in [coaching]; known is off", name=unknown[0]))
    off = table.get("off", [])
    if not isinstance(off, list) or not all(isinstance(id_, str) for id_ in off):
        raise SettingsError(message("coaching.off must be a list of rules, not {value!r}", value=off))
    for id_ in off:
        if id_ not in RULES:
            raise SettingsError(
                message(
                    "unknown rule {name!r} in coaching.off; known are {known}",
                    name=id_,
                    known=", ".join(RULES),
                )
            )
    return frozenset(off)
