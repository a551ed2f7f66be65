"""What we owe: promises, open incidents, and an account team that is there and can cope."""

from __future__ import annotations

from collections.abc import Iterator

from graphkam.analysis.alarms.watch import Watch, following, later
from graphkam.analysis.team import recent_managers
from graphkam.domain.alarms import Alarm, Fact
from graphkam.domain.facts import Commitment, Incident
from graphkam.domain.message import message, plural
from graphkam.domain.moment import AsOf
from graphkam.domain.vocabulary import SEVERE
from graphkam.domain.words import INCIDENT_WORDS


def promises(watch: Watch) -> Iterator[Alarm]:
    """commitment_overdue: its day has passed and it is not kept. Red. promise_at_risk: its owner has left us, or
    covered the account and no longer does. Amber. Both can hold for one promise; one not made yet is none."""
    view = watch.view
    for c in sorted(view.facts.commitments, key=repr):
        if c.made_at is not None and not view.at.has_happened(c.made_at):
            continue
        if c.kept_at is not None and view.at.has_happened(c.kept_at):
            continue
        if c.due is not None and c.due < watch.today:
            yield _overdue(watch, c, c.due)
        yield from _at_risk(watch, c)


def _overdue(watch: Watch, c: Commitment, due: str) -> Alarm:
    values = {"what": c.what, "owner": watch.view.name(c.owner_id), "due": due}
    if c.owner_id in watch.view.team:
        todo = message("{owner}: keep it now, or agree a new day with the customer", **values)
    else:
        todo = message("give it a new owner, keep it now, or agree a new day with the customer")
    return watch.alarm(
        "commitment_overdue",
        "red",
        message("promised for {due} by {owner}, and not kept: {what}", **values),
        todo,
        people=[c.person_id] if c.person_id else [],
        team=[c.owner_id],
        at=following(due),
        facts=[Fact("commitments", c.id)],
    )


def _at_risk(watch: Watch, c: Commitment) -> Iterator[Alarm]:
    view = watch.view
    facts = [Fact("commitments", c.id)]
    gone = [m for m in view.facts.team if m.id == c.owner_id and m.valid_to and m.valid_to <= watch.today]
    ended = [
        a
        for a in view.facts.assignments
        if a.team_id == c.owner_id and a.valid_to is not None and a.valid_to <= watch.today
    ]
    values = {"what": c.what, "owner": view.name(c.owner_id)}
    if c.owner_id not in view.team and gone:
        day = later(*(m.valid_to for m in gone))
        reason = message("{owner}, who promised it, has left us: {what}", **values)
        facts.append(Fact("team", c.owner_id))
    elif c.owner_id in view.team and ended and all(a.team_id != c.owner_id for a in view.assignments):
        day = later(*(a.valid_to for a in ended))
        reason = message("{owner}, who promised it, no longer covers the account: {what}", **values)
        facts += map(watch.assignment, ended)
    else:
        return
    yield watch.alarm(
        "promise_at_risk",
        "amber",
        reason,
        message("name a new owner, and tell the customer that the promise stands"),
        people=[c.person_id] if c.person_id else [],
        team=[c.owner_id],
        at=later(day, view.at.day_of(c.made_at) if c.made_at else None),
        facts=facts,
    )


def incidents(watch: Watch) -> Iterator[Alarm]:
    """incident_open: open for more than 7 days (amber), or of high severity (red)."""
    view = watch.view
    limit = view.at.days_ago(view.constants.incident_days)
    for incident in sorted(view.facts.incidents, key=repr):
        if not view.at.has_happened(incident.opened_at):
            continue
        if incident.closed_at is not None and view.at.has_happened(incident.closed_at):
            continue
        day = view.at.day_of(incident.opened_at)
        severe = (incident.severity or "").strip().casefold() in SEVERE
        if severe or day < limit:
            yield _open(watch, incident, day, severe=severe)


def _open(watch: Watch, incident: Incident, day: str, *, severe: bool) -> Alarm:
    view = watch.view
    what = incident.what or INCIDENT_WORDS.get(incident.kind, incident.kind)
    if severe:
        reason = message("severe, and open since {day}: {what}", day=day, what=what)
    else:
        reason = message("open since {day}: {what}", day=day, what=what)
    owner = incident.owner_id
    if owner is not None and owner in view.team:
        todo = message("{owner}: say when it will be put right, and close it", owner=view.name(owner))
    else:
        todo = message("name who puts it right, say when, and close it")
    return watch.alarm(
        "incident_open",
        "red" if severe else "amber",
        reason,
        todo,
        team=[owner] if owner else [],
        at=day if severe else AsOf.on(day, view.at.zone).days_ago(-view.constants.incident_days - 1),
        facts=[Fact("incidents", incident.id)],
    )


def churn(watch: Watch) -> Iterator[Alarm]:
    """rep_churn: three or more account managers within the last 24 months. Amber."""
    managers = recent_managers(watch.view)
    if len(managers) < watch.view.constants.rep_churn:
        return
    order = sorted(managers, key=lambda u: (managers[u][0].valid_from or "", u))
    yield watch.alarm(
        "rep_churn",
        "amber",
        plural(
            "{n} account manager within {months} months: {names}",
            "{n} account managers within {months} months: {names}",
            n=len(order),
            months=watch.view.constants.rep_churn_months,
            names=watch.who(order),
        ),
        message("keep one manager, and compare what each of them promised"),
        team=order,
        at=managers[order[-1]][0].valid_from,
        facts=[watch.assignment(a) for u in order for a in managers[u]],
    )


def care(watch: Watch) -> Iterator[Alarm]:
    """no_account_manager (red), no_executive_sponsor (amber): nobody is, that day. manager_overloaded (amber): an
    account manager has more than 12 accounts.

    Before the first contact, assignment, order or promise that is recorded with its day the account was none.
    """
    view = watch.view
    if _begun(watch):
        for part, kind, severity in (
            ("account_manager", "no_account_manager", "red"),
            ("executive_sponsor", "no_executive_sponsor", "amber"),
        ):
            if all(a.as_ != part for a in view.assignments):
                yield _vacant(watch, part, kind, severity)
    for manager in sorted(view.managers):
        load = watch.loads.get(manager, 0)
        if load > view.constants.manager_load:
            yield _overloaded(watch, manager, load)


def _vacant(watch: Watch, part: str, kind: str, severity: str) -> Alarm:
    view = watch.view
    held = [a for a in view.facts.assignments if a.as_ == part and (a.valid_from or "") <= watch.today]
    left = {m.id: m.valid_to for m in view.facts.team if m.valid_to and m.valid_to <= watch.today}
    ends = [min(d for d in (a.valid_to, left.get(a.team_id), "9999") if d is not None) for a in held]
    day = max((d for d in ends if d <= watch.today), default=None)
    last = [a for a, d in zip(held, ends, strict=True) if d == day]
    if kind == "no_account_manager":
        if day is None:
            reason = message("nobody of ours is account manager")
        else:
            reason = message("nobody of ours is account manager since {day}", day=day)
        todo = message("name an account manager")
    else:
        if day is None:
            reason = message("nobody of ours is executive sponsor")
        else:
            reason = message("nobody of ours is executive sponsor since {day}", day=day)
        todo = message("ask one of our executives to look after their top")
    return watch.alarm(
        kind,
        severity,
        reason,
        todo,
        team={a.team_id for a in last},
        at=day,
        facts=[Fact("accounts", watch.account_id), *map(watch.assignment, last)],
    )


def _begun(watch: Watch) -> bool:
    """Whether anything that happened by now makes it an account; true if nothing is recorded with its day."""
    facts, at = watch.view.facts, watch.view.at
    if watch.view.contacted:
        return True
    days = [a.valid_from for a in facts.assignments]
    days += [o.at for o in facts.orders]
    days += [c.made_at for c in facts.commitments]
    if not days:
        return not facts.touchpoints
    return any(day is None or at.has_happened(day) for day in days)


def _overloaded(watch: Watch, manager: str, load: int) -> Alarm:
    held = [a for a in watch.view.assignments if a.team_id == manager and a.as_ == "account_manager"]
    return watch.alarm(
        "manager_overloaded",
        "amber",
        message(
            "{name} manages {load} accounts, more than {most}",
            name=watch.view.name(manager),
            load=load,
            most=watch.view.constants.manager_load,
        ),
        message("give some of these accounts to a colleague: nine are usual"),
        team=[manager],
        facts=map(watch.assignment, held),
    )
