"""Coaching: what an experienced colleague would say of an account, rule by rule.

known      what we know of them: who decides, who can say no, who listens to whom, what they need
standing   where they stand: supporters, mentors, coaches, the rival's friends
habits     how we meet them, and what we plan
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType

from graphkam.analysis.alarms.watch import Watch
from graphkam.analysis.coaching import habits, known, standing
from graphkam.analysis.coaching.finding import Finder, Finding
from graphkam.analysis.view import View
from graphkam.domain.coaching import RULES, Advice, Coaching, Rule, RuleOff

_FINDERS: tuple[Finder, ...] = (
    known.no_decision_maker,
    known.approver_unknown,
    known.veto_function_unknown,
    known.no_opponent_mapped,
    known.no_reporting_lines,
    known.no_influence_lines,
    known.power_guessed,
    known.judgements_stale,
    known.colleagues_disagree,
    known.placeholder_unfilled,
    known.no_hidden_need,
    known.nobody_asked,
    standing.key_players_not_supporters,
    standing.mentor_outside_circle,
    standing.coach_without_tie,
    standing.rival_tie_unanswered,
    standing.decider_by_influence_only,
    habits.layer_on_one_channel,
    habits.single_channel,
    habits.only_we_start,
    habits.same_function_met,
    habits.one_of_ours_holds_all,
    habits.executive_without_peer,
    habits.sponsor_absent,
    habits.no_next_action,
    habits.commitment_without_due,
    habits.no_targets,
)
FINDERS: Mapping[str, Finder] = MappingProxyType({finder.__name__: finder for finder in _FINDERS})
"""What finds each rule of `domain.coaching.RULES`, under its id."""


def coaching(view: View, off: Collection[str] = ()) -> Coaching:
    """What the rules say of an account as of a moment; `off` are those that are not asked.

    Each rule says one thing at most, with the people it names, what to do, and the records behind it. A rule
    about something that nobody recorded rests on the account itself. Red ones first, then in the order of the
    table.

    Errors: none. Cost: linear in the account's records. Source: docs/coaching.md.

    >>> from graphkam.analysis.example import kiln
    >>> answer = coaching(kiln(), off=["no_targets"])
    >>> [(a.severity, a.rule) for a in answer.items][:3]
    [('amber', 'approver_unknown'), ('amber', 'veto_function_unknown'), ('amber', 'no_opponent_mapped')]
    >>> answer.asked, [rule.rule for rule in answer.off]
    (26, ['no_targets'])
    """
    watch = Watch(view)
    asked = [rule for rule in RULES.values() if rule.id not in off]
    found = [(rule, FINDERS[rule.id](watch)) for rule in asked]
    said = [_advice(watch, rule, finding) for rule, finding in found if finding is not None]
    return Coaching(
        account=watch.account_id,
        as_of=str(view.at),
        items=tuple(sorted(said, key=lambda advice: advice.severity != "red")),
        asked=len(asked),
        off=tuple(RuleOff(rule.id, rule.title) for rule in RULES.values() if rule.id in off),
    )


def _advice(watch: Watch, rule: Rule, finding: Finding) -> Advice:
    return Advice(
        rule=rule.id,
        severity=rule.severity,
        title=rule.title,
        when=rule.when(watch.view.constants),
        account_id=watch.account_id,
        person_ids=tuple(dict.fromkeys(finding.people)),
        team_ids=tuple(sorted(set(finding.team))),
        reason=finding.reason,
        todo=finding.todo,
        facts=tuple(sorted(set(finding.facts))),
    )
