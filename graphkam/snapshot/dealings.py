"""Orders, surveys, readings, incidents, rivals, promises and changes as columns of a frame.

Made from what the queries of facts gave, a column at a time; `plain_dealings` makes the same from facts.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from graphkam.domain.frame import ALWAYS, FOREVER, NO_DAY, STRANGER
from graphkam.domain.frame import UNKNOWN as NOWHERE
from graphkam.domain.vocabulary import CHANGE_KINDS, SEVERE
from graphkam.snapshot.columns import UNKNOWN
from graphkam.snapshot.days import begin, end, when

if TYPE_CHECKING:
    from graphkam.domain.frame import F8, I8

Columns = Mapping[str, Sequence[Any]]
Levels = dict[str, Any]
Slots = Sequence[Mapping[str, int]]
"""For each account, the slot of each id."""

WALLET = "share_of_wallet"
"""The one metric whose readings a frame holds."""
NOT_SEVERE, SEVERE_SOMEHOW, HIGH = 0, 1, 2


def severity(text: str | None) -> int:
    """How severe an incident is, as the column has it.

    >>> [severity(text) for text in (None, "low", " High ", "high")]
    [0, 0, 1, 2]
    """
    if text == "high":
        return HIGH
    return SEVERE_SOMEHOW if (text or "").strip().casefold() in SEVERE else NOT_SEVERE


def decisions(found: Mapping[str, Columns], accounts: int) -> Slots:
    """For each account the number of each named decision, of which its roles and changes tell."""
    told = (_all(found[name], "decision") for name in ("roles", "changes"))
    return _numbers(accounts, *(((a, name) for a, name in of if name != UNKNOWN) for of in told))


def competitors(found: Mapping[str, Columns], left: Iterable[tuple[int, str]], accounts: int) -> Slots:
    """For each account the number of each competitor: who got an order, has a tie, or to whom one of ours `left`."""
    return _numbers(accounts, _known(found["orders"], "lost_to"), _all(found["rivals"], "competitor"), left)


def dealings(
    found: Mapping[str, Columns],
    slots: tuple[Slots, Slots],
    touchpoints: Columns,
    numbers: tuple[Slots, Slots],
) -> Levels:
    """All of these of the accounts of one chunk; `touchpoints`: the account and the seconds of each.

    `slots` are those of people and of ours, `numbers` what `competitors` and `decisions` give. Cost: linear, and a
    sort of orders, readings, rivals and changes.
    """
    (persons, members), (competitor, decision) = slots, numbers
    accounts = len(persons)
    made = _orders(found["orders"], competitor) | _rivals(found["rivals"], persons, competitor)
    made |= _surveys(found["surveys"], accounts) | _readings(found["readings"], accounts)
    made |= _incidents(found["incidents"], accounts) | _commitments(found["commitments"], members)
    made |= _changes(found["changes"], persons, decision)
    return made | _begun(found, made, touchpoints, accounts)


def _all(columns: Columns, name: str) -> Iterable[tuple[int, str]]:
    return zip(columns["account"], columns[name], strict=True)


def _known(columns: Columns, name: str) -> Iterable[tuple[int, str]]:
    return ((account, text) for account, text in _all(columns, name) if _text(text))


def _text(text: str) -> str:
    return "" if text == UNKNOWN else text


def _numbers(accounts: int, *of: Iterable[tuple[int, str]]) -> list[dict[str, int]]:
    """A number for each text within its account, in the order of texts."""
    known: list[set[str]] = [set() for _ in range(accounts)]
    for part in of:
        for account, text in part:
            known[account].add(text)
    return [{text: number for number, text in enumerate(sorted(texts))} for texts in known]


def _slots(columns: Columns, name: str, slots: Slots) -> I8:
    return np.array([slots[a].get(text, NOWHERE) for a, text in _all(columns, name)], np.int64)


def _account(columns: Columns) -> I8:
    return np.asarray(columns["account"], np.int64)


def _first(account: I8, accounts: int) -> I8:
    counts = np.bincount(account, minlength=accounts)
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(counts, dtype=np.int64)])


def _whens(texts: Sequence[str], rows: I8, unknown: float = math.inf) -> tuple[I8, F8]:
    told: dict[str, tuple[int, float]] = {UNKNOWN: when(None, unknown)}
    for text in set(texts) - {UNKNOWN}:
        told[text] = when(text)
    pairs = [told[texts[row]] for row in rows]
    return np.array([p[0] for p in pairs], np.int64), np.array([p[1] for p in pairs], np.float64)


def _ends(texts: Sequence[str]) -> I8:
    return np.array([end(None if text == UNKNOWN else text) for text in texts], np.int64)


def _orders(columns: Columns, competitor: Slots) -> Levels:
    account, accounts = _account(columns), len(competitor)
    plain = {"account": columns["account"], "currency": list(map(_text, columns["currency"]))}
    currency = _slots(plain, "currency", _numbers(accounts, _all(plain, "currency")))
    rows = np.lexsort((currency, account))
    day, at = _whens(columns["at"], rows)
    return {
        "first_order": _first(account, accounts),
        "order_day": day,
        "order_at": at,
        "order_amount": np.array(columns["amount"], np.float64)[rows],
        "order_currency": currency[rows],
        "order_lost": _slots(columns, "lost_to", competitor)[rows],
    }


def _surveys(columns: Columns, accounts: int) -> Levels:
    day, at = _whens(columns["at"], np.arange(len(columns["at"])))
    first = _first(_account(columns), accounts)
    return {"first_survey": first, "survey_day": day, "survey_at": at, "survey_score": columns["score"]}


def _readings(columns: Columns, accounts: int) -> Levels:
    account = _account(columns)
    wallet = np.array([metric == WALLET for metric in columns["metric"]], np.bool_)
    plain = {"account": columns["account"], "product": list(map(_text, columns["product"]))}
    shares = ((a, p) for (a, p), kept in zip(_all(plain, "product"), wallet, strict=True) if kept)
    product = _slots(plain, "product", _numbers(accounts, shares))
    rows = np.lexsort((product, account))
    rows = rows[wallet[rows]]
    day, at = _whens(columns["at"], rows)
    return {
        "first_reading": _first(account[rows], accounts),
        "reading_day": day,
        "reading_at": at,
        "reading_value": np.array(columns["value"], np.float64)[rows],
        "reading_product": product[rows],
    }


def _incidents(columns: Columns, accounts: int) -> Levels:
    rows = np.arange(len(columns["opened_at"]))
    opened, closed = _whens(columns["opened_at"], rows), _whens(columns["closed_at"], rows)
    return {
        "first_incident": _first(_account(columns), accounts),
        "opened_day": opened[0],
        "opened_at": opened[1],
        "closed_day": closed[0],
        "closed_at": closed[1],
        "incident_severity": [severity(_text(text)) for text in columns["severity"]],
    }


def _rivals(columns: Columns, persons: Slots, competitor: Slots) -> Levels:
    account, person = _account(columns), _slots(columns, "person_id", persons)
    who = _slots(columns, "competitor", competitor)
    rows = np.lexsort((who, person, account))
    rows = rows[person[rows] >= 0]
    strength = np.array(columns["strength"], np.float64)[rows]
    strength[strength == -1] = np.nan
    begins = [ALWAYS if text == UNKNOWN else begin(text) for text in columns["valid_from"]]
    return {
        "first_rival": _first(account[rows], len(persons)),
        "rival_person": person[rows],
        "rival_competitor": who[rows],
        "rival_strength": strength,
        "rival_from": np.array(begins, np.int64)[rows],
        "rival_to": _ends(columns["valid_to"])[rows],
    }


def _commitments(columns: Columns, members: Slots) -> Levels:
    rows = np.arange(len(columns["owner_id"]))
    made, kept = _whens(columns["made_at"], rows, -math.inf), _whens(columns["kept_at"], rows)
    return {
        "first_commitment": _first(_account(columns), len(members)),
        "promise_owner": _slots(columns, "owner_id", members),
        "promise_due": _ends(columns["due"]),
        "made_day": made[0],
        "made_at": made[1],
        "kept_day": kept[0],
        "kept_at": kept[1],
    }


def _changes(columns: Columns, persons: Slots, decision: Slots) -> Levels:
    account, person = _account(columns), _slots(columns, "person_id", persons)
    to = _slots(columns, "to_person_id", persons)
    named = np.array([id_ != UNKNOWN for id_ in columns["to_person_id"]], np.bool_)
    to[named & (to == NOWHERE)] = STRANGER
    rows = np.lexsort((person, account))
    place = {kind: number for number, kind in enumerate(CHANGE_KINDS)}
    day, at = _whens(columns["at"], rows)
    return {
        "first_change": _first(account, len(persons)),
        "change_person": person[rows],
        "change_kind": np.array([place.get(k, NOWHERE) for k in columns["kind"]], np.int64)[rows],
        "change_to": to[rows],
        "change_decision": _slots(columns, "decision", decision)[rows],
        "change_day": day,
        "change_at": at,
    }


def _begun(found: Mapping[str, Columns], made: Levels, touchpoints: Columns, accounts: int) -> Levels:
    """What makes each an account."""
    day, at = np.full(accounts, FOREVER, np.int64), np.full(accounts, np.inf)
    nothing = np.ones(accounts, np.bool_)

    def earliest(account: I8, days: I8, instants: F8) -> None:
        dated = days != NO_DAY
        np.minimum.at(day, account[dated], days[dated])
        np.minimum.at(at, account[~dated], instants[~dated])
        nothing[account] = False

    def of(level: str) -> I8:
        return np.repeat(np.arange(accounts), np.diff(made[f"first_{level}"]))

    met = _account(touchpoints)
    earliest(met, np.full(len(met), NO_DAY), np.asarray(touchpoints["at"], np.float64))
    earliest(of("order"), made["order_day"], made["order_at"])
    earliest(of("commitment"), made["made_day"], made["made_at"])
    assigned = found["assignments"]
    begins = [begin(None if text == UNKNOWN else text) for text in assigned["valid_from"]]
    account = _account(assigned)
    np.minimum.at(day, account, np.array(begins, np.int64))
    nothing[account] = False
    day[nothing] = ALWAYS
    return {"begun_day": day, "begun_at": at}
