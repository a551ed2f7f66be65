"""Reads the facts of some accounts from the store, column by column.

One record of collected columns costs a sixth of the same values as rows. `collect` leaves nulls out, so that
the queries write '' for an unknown text and -1 for an unknown number; no stored value looks like that.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from graphkam.domain.facts import (
    Account,
    AccountFacts,
    Assessment,
    Assignment,
    Employment,
    Relation,
    RivalTie,
    RoleHolding,
    TeamMember,
    Touchpoint,
)

if TYPE_CHECKING:
    from graphkam.store import Store

T = TypeVar("T")
ByAccount = Mapping[str, list[T]]

_REPORTS = {"REPORTS_TO": "reports_to"}


def read_facts(store: Store, revisions: Mapping[str, int]) -> dict[str, AccountFacts]:
    """The facts of the accounts of these ids, each marked with its revision; who is not stored is left out.

    The caller sees to it that nothing was written in between (see `Snapshot`). Cost: nine queries, linear in
    what the accounts hold.
    """
    accounts = list(revisions)
    found = {a.id: a for a in map(_account, _rows(store, "accounts", accounts=accounts))}
    people = _by_account(store, "people", accounts, _employment)
    assignments = _by_account(store, "assignments", accounts, _plain(Assignment))
    touchpoints = _by_account(store, "touchpoints", accounts, _touchpoint)
    lines = _relations(store, accounts, people)
    roles = _by_account(store, "roles", accounts, _plain(RoleHolding))
    assessments = _by_account(store, "assessments", accounts, _plain(Assessment))
    rivals = _by_account(store, "rivals", accounts, _plain(RivalTie))
    ours = {
        id_: {a.team_id for a in assignments[id_]} | {m for t in touchpoints[id_] for m in t.team}
        for id_ in found
    }
    team = _team(store, sorted(set().union(*ours.values())))
    return {
        id_: AccountFacts(
            account=account,
            people=tuple(people[id_]),
            team=tuple(team[m] for m in sorted(ours[id_]) if m in team),
            assignments=tuple(assignments[id_]),
            relations=tuple(lines[id_]),
            roles=tuple(roles[id_]),
            touchpoints=tuple(touchpoints[id_]),
            assessments=tuple(assessments[id_]),
            rivals=tuple(rivals[id_]),
            revision=revisions[id_],
        )
        for id_, account in found.items()
    }


def _rows(store: Store, query: str, **values: object) -> Iterator[dict[str, Any]]:
    columns = store.columns(query, **values)
    for row in zip(*columns.values(), strict=True):
        yield dict(zip(columns, map(_known, row), strict=True))


def _known(value: Any) -> Any:
    return None if value in ("", -1) and not isinstance(value, bool) else value


def _by_account(store: Store, query: str, accounts: Sequence[str], make: Any) -> defaultdict[str, list[Any]]:
    found: defaultdict[str, list[Any]] = defaultdict(list)
    for row in _rows(store, query, accounts=list(accounts)):
        found[row.pop("account_id")].append(make(row))
    return found


def _plain(record: type[T]) -> Any:
    return lambda row: record(**row)


def _account(row: dict[str, Any]) -> Account:
    captive = {"true": True, "false": False}.get(row.pop("captive"))
    return Account(**{**row, "kinds": tuple(row["kinds"])}, captive=captive)


def _employment(row: dict[str, Any]) -> Employment:
    return Employment(**{**row, "functions": tuple(row["functions"])})


def _touchpoint(row: dict[str, Any]) -> Touchpoint:
    return Touchpoint(
        row["id"],
        float(row["at"]),
        row["channel"],
        tuple(row["team"]),
        tuple(row["people"]),
        tuple(row["present"]),
        tuple(row["cc"]),
        row["initiated_by"],
    )


def _relations(
    store: Store, accounts: Sequence[str], people: Mapping[str, list[Employment]]
) -> defaultdict[str, list[Relation]]:
    """Lines whose both ends work, or worked, at the account; a line of one employment counts only there."""
    there = {id_: {e.person_id for e in employed} for id_, employed in people.items()}
    found: defaultdict[str, list[Relation]] = defaultdict(list)
    for row in _rows(store, "relations", accounts=list(accounts)):
        account, only_at = row.pop("account_id"), row.pop("only_at")
        kind = _REPORTS.get(row.pop("type"), row.pop("kind"))
        if row["to_id"] in there[account] and only_at in (None, account):
            found[account].append(Relation(**row, kind=kind))
    return found


def _team(store: Store, ids: Sequence[str]) -> dict[str, TeamMember]:
    return {row["id"]: TeamMember(**row) for row in _rows(store, "team", ids=list(ids))} if ids else {}
