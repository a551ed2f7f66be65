"""The portfolio's lines from a sweep and its signs, as columns: those of `portfolio.account_line`, field by field."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from graphkam.analysis.compiled.signs import signs
from graphkam.domain.constants import Constants
from graphkam.domain.frame import NO_TEXT, Frame, Texts
from graphkam.domain.moment import AsOf
from graphkam.domain.signs import Signs
from graphkam.domain.vocabulary import LAYERS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    F8 = NDArray[np.float64]
    I8 = NDArray[np.int64]
    I4 = NDArray[np.int32]
    I1 = NDArray[np.int8]
    U1 = NDArray[np.uint8]
    Objects = NDArray[np.object_]

TOGETHER = 1_500_000
"""Contacts of the accounts that are looked at together: what is computed of them stays in the processor's cache."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Entries:
    """Lines of accounts, but for the alarms of overloaded managers: an entry for each account, in any order.

    Numbers that are not known are NaN, texts None; words are places in `vocabulary`, as in `Sweep` and `Signs`.
    """

    revision: I8
    """Of the account, for which the line stands."""
    id: Objects
    name: Objects
    kinds: Objects
    """Joined by `;`."""
    grade: Objects
    segment: Objects
    lifecycle: Objects
    currency: Objects
    annual_value: F8
    exposure: F8
    value_at_risk: F8
    churn_risk: F8
    loyalty_type: I1
    layer_status: I1
    """A row for each account, a column for each of LAYERS; `coverage` and `guessed` too."""
    coverage: F8
    guessed: I4
    status: I1
    relationship: I1
    sales_alone: U1
    account_manager: Objects
    executive_sponsor: Objects
    managers: Objects
    """The ids of all account managers, as a tuple."""
    red: I4
    amber: I4

    def __len__(self) -> int:
        return len(self.id)

    def only(self, rows: Any) -> Entries:
        """Some of them, in this order. Cost: a copy."""
        return Entries(**{name: getattr(self, name)[rows] for name in _COLUMNS})


_COLUMNS = tuple(f.name for f in fields(Entries))


def nothing() -> Entries:
    """The lines of no accounts."""
    numbers = {"I8": np.int64, "I4": np.int32, "I1": np.int8, "U1": np.uint8, "F8": np.float64}
    columns = {f.name: np.empty(0, numbers.get(str(f.type), np.object_)) for f in fields(Entries)}
    by_layer = ("layer_status", "coverage", "guessed")
    return Entries(**columns | {name: columns[name].reshape(0, len(LAYERS)) for name in by_layer})


def together(several: Sequence[Entries]) -> Entries:
    """All of them, one after the other. Cost: a copy."""
    if len(several) == 1:
        return several[0]
    several = several or [nothing()]
    return Entries(**{name: np.concatenate([getattr(e, name) for e in several]) for name in _COLUMNS})


def entries(frame: Frame, at: AsOf, constants: Constants, *, cores: int = 1, size: int = TOGETHER) -> Entries:
    """The line of each account of a frame, in its order.

    Accounts with `size` contacts are looked at together, by `cores` threads; neither changes a number.
    Errors: see `sweep`. Cost: a sweep and its signs, and a few µs a line.
    """
    several = bounds(frame, size)
    if len(several) <= 1:
        return of_part(frame, at, constants)

    def of_bounds(bound: tuple[int, int]) -> Entries:
        return of_part(frame.part(*bound), at, constants)

    if cores <= 1:
        return together(list(map(of_bounds, several)))
    with ThreadPoolExecutor(cores) as pool:
        return together(list(pool.map(of_bounds, several)))


def bounds(frame: Frame, size: int = TOGETHER) -> list[tuple[int, int]]:
    """Where the accounts begin and end that are looked at together: `size` contacts, or what one account has."""
    contacts_before = frame.first_contact[frame.first_tie]
    ends = np.arange(size, int(contacts_before[-1]), size)
    return list(pairwise(sorted({0, *np.searchsorted(contacts_before, ends).tolist(), len(frame)})))


def of_part(frame: Frame, at: AsOf, constants: Constants) -> Entries:
    """`entries` of all accounts of a frame at once, by one thread."""
    found, told = signs(frame, at, constants)
    layers = slice(len(LAYERS))
    texts = ("id", "name", "kinds", "grade", "segment", "lifecycle", "currency")
    named = {name: _objects(listed(getattr(frame, f"account_{name}"))) for name in texts}
    return Entries(
        **named,
        revision=np.array(frame.revision),  # no view of a mapped file
        annual_value=np.array(frame.annual_value),
        exposure=found.exposure,
        value_at_risk=found.value_at_risk,
        churn_risk=told.churn_risk,
        loyalty_type=told.loyalty_type,
        layer_status=found.set_status[:, layers].copy(),  # what else is known of them can go
        coverage=found.set_coverage[:, layers].copy(),
        guessed=found.set_guessed[:, layers].copy(),
        status=found.status,
        relationship=found.type,
        sales_alone=told.sales_alone,
        account_manager=_members(frame, found.manager),
        executive_sponsor=_members(frame, found.sponsor),
        managers=_managers(frame, told),
        red=told.red,
        amber=told.amber,
    )


def _managers(frame: Frame, told: Signs) -> Objects:
    """The account managers of every account."""
    places = np.flatnonzero(told.manages)
    accounts = np.searchsorted(frame.first_member, places, "right") - 1
    found: list[tuple[str, ...]] = [()] * len(frame)
    for a, id_ in zip(accounts.tolist(), _texts_at(frame.member_id, places), strict=True):
        found[a] = (*found[a], id_)
    return _objects(found)


def _members(frame: Frame, slots: Any) -> Objects:
    """The ids of our people at these slots of their accounts; −1: None."""
    known = slots >= 0
    found = np.full(len(slots), None, object)
    found[known] = _objects(_texts_at(frame.member_id, frame.first_member[:-1][known] + slots[known]))
    return found


def _texts_at(texts: Texts, places: I8) -> list[str]:
    """Some of many texts, all of which are known."""
    begins, ends = texts.first[places].tolist(), texts.first[places + 1].tolist()
    return [texts.utf8[begin:end].tobytes().decode() for begin, end in zip(begins, ends, strict=True)]


def listed(texts: Texts) -> list[str | None]:
    """All of many texts at once."""
    raw = texts.utf8.tobytes()
    if raw == NO_TEXT.encode() * len(texts):
        return [None] * len(texts)
    found = (raw[begin:end].decode() for begin, end in pairwise(texts.first.tolist()))
    return [None if text == NO_TEXT else text for text in found]


def _objects(values: Iterable[Any]) -> Objects:
    return np.fromiter(values, object)
