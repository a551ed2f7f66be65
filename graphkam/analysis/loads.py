"""What our account managers carry, whether their grade goes with it, and the sums along our reporting line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from graphkam.analysis.amounts import sums, tiers
from graphkam.analysis.validity import valid_by_id
from graphkam.domain.answers import AccountLine
from graphkam.domain.constants import Constants
from graphkam.domain.facts import AccountFacts, TeamMember
from graphkam.domain.message import message
from graphkam.domain.moment import AsOf
from graphkam.domain.worth import LoadLine, Loads, Mismatch, Sum

RANKS = ("high", "middle", "low")
_BY_LEVEL = {"executive": "high", "management": "middle", "operating": "low"}


def loads(
    managed: Mapping[str, Collection[str]],
    lines: Sequence[AccountLine],
    members: Iterable[TeamMember],
    at: AsOf,
    constants: Constants,
) -> Loads:
    """Everybody who manages accounts, or to whom somebody who does reports; most accounts first, then by id.

    *Overloaded*: more than 12 accounts; *above usual*: more than 9. `below`: all who report to them that day,
    directly or not; a circle of reporting lines ends where it closes. `whole` sums the accounts of them and
    everybody below, each account once. *Rank*: what the grade means by `grades`, else by level; *too junior*: a
    low rank manages an account of the top 20 % by value; *too senior*: a high rank manages one of the lower
    half. Currencies are never added without a rate. `managed`: the accounts of each (`managers`); such as have no
    line are left out.

    Errors: none. Cost: linear in assignments, times the depth of the reporting line. Source:
    docs/metrics/loads.md, docs/decisions/0048.

    >>> from graphkam.analysis import account_line
    >>> from graphkam.analysis.example import kiln
    >>> view = kiln()
    >>> answer = loads(managers([view.facts], view.at), [account_line(view)], view.facts.team, view.at, view.constants)
    >>> [(line.id, line.accounts, line.state, line.rank) for line in answer.items], answer.no_sponsor
    ([('li', ('b',), 'usual', 'high')], ('b',))
    """
    ours = valid_by_id(((m.id, m) for m in members), at)
    below = reports(ours)
    line_of = {line.id: line for line in lines}
    managed = {u: line_of.keys() & accounts for u, accounts in managed.items()}
    ranks = tiers(lines, constants)

    def line(member: TeamMember) -> LoadLine:
        own = sorted(managed.get(member.id, ()))
        whole = sorted({a for m in (member.id, *below[member.id]) for a in managed.get(m, ())})
        rank, source = rank_of(member, constants)
        return LoadLine(
            id=member.id,
            name=member.name,
            title=member.title,
            rank=rank,
            rank_source=source,
            reports_to=member.reports_to if member.reports_to in ours else None,
            accounts=tuple(own),
            state=state(len(own), constants),
            own=_sum([line_of[a] for a in own], constants),
            below=below[member.id],
            whole=_sum([line_of[a] for a in whole], constants),
            mismatches=tuple(_mismatches(own, rank, ranks, line_of)),
        )

    found = [line(m) for m in ours.values() if any(managed.get(u) for u in (m.id, *below[m.id]))]
    return Loads(
        as_of=str(at),
        no_manager=tuple(line.id for line in lines if line.account_manager is None),
        no_sponsor=tuple(line.id for line in lines if line.executive_sponsor is None),
        sales_alone=tuple(line.id for line in lines if line.sales_alone),
        items=tuple(sorted(found, key=lambda one: (-len(one.accounts), -one.whole.accounts, one.id))),
    )


def managers(accounts: Iterable[AccountFacts], at: AsOf) -> Mapping[str, set[str]]:
    """The accounts that each of ours manages that day.

    >>> from graphkam.analysis.example import kiln
    >>> dict(managers([kiln().facts], kiln().at))
    {'li': {'b'}}
    """
    found: defaultdict[str, set[str]] = defaultdict(set)
    for facts in accounts:
        with_us = valid_by_id(((m.id, m) for m in facts.team), at)
        for a in facts.assignments:
            if a.as_ == "account_manager" and a.team_id in with_us and at.valid(a.valid_from, a.valid_to):
                found[a.team_id].add(facts.account.id)
    return found


def reports(members: Mapping[str, TeamMember]) -> Mapping[str, tuple[str, ...]]:
    """Everybody who reports to each of ours, directly or not, by id; nobody reports to themselves.

    >>> boss, kam = TeamMember("boss", "Bo"), TeamMember("kam", "Ka", reports_to="boss")
    >>> reports({"boss": boss, "kam": kam, "rep": TeamMember("rep", "Re", reports_to="kam")})
    {'boss': ('kam', 'rep'), 'kam': ('rep',), 'rep': ()}
    """
    direct: defaultdict[str, list[str]] = defaultdict(list)
    for member in members.values():
        if member.reports_to is not None and member.reports_to in members:
            direct[member.reports_to].append(member.id)

    def below(member: str) -> tuple[str, ...]:
        found: set[str] = set()
        waiting = [member]
        while waiting:
            for report in direct.get(waiting.pop(), ()):
                if report not in found and report != member:
                    found.add(report)
                    waiting.append(report)
        return tuple(sorted(found))

    return {member: below(member) for member in members}


def state(count: int, constants: Constants) -> str:
    """How a number of accounts compares with what a manager can carry.

    >>> [state(n, Constants()) for n in (9, 10, 12, 13)]
    ['usual', 'above_usual', 'above_usual', 'overloaded']
    """
    if count > constants.manager_load:
        return "overloaded"
    return "above_usual" if count > constants.usual_load else "usual"


def rank_of(member: TeamMember, constants: Constants) -> tuple[str | None, str]:
    """The rank (high, middle, low) of one of ours, and what it rests on: grade, level or unknown.

    >>> rank_of(TeamMember("u", "U", level="operating", grade="Senior"), Constants())
    ('high', 'grade')
    >>> rank_of(TeamMember("u", "U", level="operating", grade="best of four years"), Constants())
    ('low', 'level')
    """
    graded = grade_rank(member.grade, constants)
    if graded is not None:
        return graded, "grade"
    by_level = _BY_LEVEL.get(member.level or "")
    return by_level, "unknown" if by_level is None else "level"


def grade_rank(grade: str | None, constants: Constants) -> str | None:
    """What a grade means by `grades`: high, middle or low; None for other words.

    >>> grade_rank("Diamond", Constants()), grade_rank("白银", Constants()), grade_rank("other", Constants())
    ('high', 'low', None)
    """
    number = constants.grades.get((grade or "").strip().casefold())
    return None if number is None else RANKS[min(max(round(number), 1), 3) - 1]


def _mismatches(
    accounts: Iterable[str], rank: str | None, tier: Mapping[str, str], line_of: Mapping[str, AccountLine]
) -> Iterable[Mismatch]:
    for account in accounts:
        name = line_of[account].name
        if rank == "low" and tier.get(account) == "high":
            reason = message("{account} is among the most valuable, in the hands of a junior", account=name)
            yield Mismatch(account, "too_junior", reason)
        elif rank == "high" and tier.get(account) == "low":
            reason = message(
                "{account} is of the lower half by value, in the hands of a senior", account=name
            )
            yield Mismatch(account, "too_senior", reason)


def _sum(lines: Sequence[AccountLine], constants: Constants) -> Sum:
    return Sum(
        accounts=len(lines),
        value=sums(((line.annual_value, line.currency) for line in lines), constants),
        at_risk=sums(((line.value_at_risk, line.currency) for line in lines), constants),
        red_alarms=sum(line.alarms.red for line in lines if line.alarms),
    )
