"""A group of accounts as one: the account with its subsidiaries, merged before it is analysed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from typing import Any, TypeVar

from graphkam.analysis.amounts import sums
from graphkam.domain.constants import Constants
from graphkam.domain.facts import Account, AccountFacts, Relation

T = TypeVar("T")


def merged(
    root: AccountFacts,
    others: Sequence[AccountFacts],
    constants: Constants,
    between: Iterable[Relation] = (),
) -> AccountFacts:
    """The facts of an account together with those of its subsidiaries; `between` are lines across them.

    Every record counts once, also if several accounts know it (a person's judgements, one of ours). Somebody who
    works at two of them is one person, with the job that began last. Ties add up over the accounts: whom we meet
    at both we know better. Annual value and potential are summed in one currency, through the rates of the
    constants; in several currencies without rates they are None. All else of the account is the root's. Without
    others the facts stay as they are.

    Errors: none. Cost: linear in the records, and a sort of each kind. Source: docs/metrics/groups.md.

    >>> from graphkam.analysis.example import kiln
    >>> facts = kiln().facts
    >>> daughter = replace(facts, account=Account("c", "C", currency="CNY", annual_value=1.0))
    >>> both = merged(facts, [daughter], kiln().constants)
    >>> both.account.annual_value, len(both.people), len(both.touchpoints)
    (4000001.0, 3, 3)
    """
    if not others:
        return root
    every = (root, *others)
    people = {e.person_id for facts in every for e in facts.people}
    across = [r for r in between if r.from_id in people and r.to_id in people]
    records: dict[str, Any] = {
        kind.name: _once(getattr(facts, kind.name) for facts in every)
        for kind in fields(AccountFacts)
        if kind.name not in ("account", "revision")
    }
    records["relations"] = _once([records["relations"], tuple(across)])
    return AccountFacts(
        account=_account(root.account, [facts.account for facts in every], constants),
        revision=max(facts.revision for facts in every),
        **records,
    )


def heads(accounts: Iterable[AccountFacts]) -> dict[str, tuple[str, ...]]:
    """The accounts that have subsidiaries and are nobody's themselves, each with all that are below it, by id.

    Who names itself or a circle above it is in no group; whose parent is not at hand is a head. Cost: linear.

    >>> def account(id_, parent=None): return AccountFacts(Account(id_, id_, parent_id=parent))
    >>> heads([account("a"), account("b", "a"), account("c", "b"), account("d", "gone"), account("e", "e")])
    {'a': ('b', 'c')}
    """
    parents = {f.account.id: f.account.parent_id for f in accounts}
    found: dict[str, list[str]] = {}
    for id_ in sorted(parents):
        above, head = {id_}, id_
        while (parent := parents[head]) in parents and parent is not None:
            if parent in above:
                break
            above.add(parent)
            head = parent
        else:
            if head != id_:
                found.setdefault(head, []).append(id_)
    return {head: tuple(ids) for head, ids in sorted(found.items())}


def _once(several: Iterable[tuple[T, ...]]) -> tuple[T, ...]:
    """Every record once, in an order that does not depend on whose it was."""
    return tuple(sorted({record for records in several for record in records}, key=repr))


def _account(root: Account, every: Sequence[Account], constants: Constants) -> Account:
    values = sums(((one.annual_value, one.currency) for one in every), constants)
    potentials = sums(((one.potential, one.currency) for one in every), constants)
    units = values.keys() | potentials.keys()
    if len(units) != 1:
        return replace(root, annual_value=None, potential=None)
    [unit] = units
    return replace(root, currency=unit or None, annual_value=values.get(unit), potential=potentials.get(unit))
