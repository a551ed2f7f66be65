"""What happens at the accounts of `frames` beside contacts, by seed.

In the mean an account has six orders in three years, one of eight lost; an answer to a survey, a share of wallet
read once a year at every other account; an incident at two of three, most of them closed; a competitor's tie at
one of three; a promise, most of them kept; and one change of late, mostly somebody who left, came or rose.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from graphkam.domain.facts import Change, Commitment, Incident, Order, Reading, RivalTie, Survey
from graphkam.domain.frame import ALWAYS, FOREVER, NO_DAY, UNKNOWN, Frame
from graphkam.domain.vocabulary import CHANGE_KINDS
from graphkam.snapshot.framing import texts

OFTEN = {"left": 6.0, "joined": 6.0, "promoted": 4.0, "away": 1.0, "back": 1.0, "decision_moved": 0.5}
"""How often a change is of which kind."""
RIVALS = 3
"""Competitors of each account."""


def dealings(
    r: np.random.Generator, people: Any, members: Any, today: int, earliest: Any, nobody: Any
) -> dict[str, Any]:
    """The columns; `earliest` is the first contact of each account, `nobody` accounts without any."""
    accounts = len(people)
    strategic, captive = r.random(accounts) < 0.1, r.random(accounts) < 0.1
    made = _orders(r, accounts, today) | _told(r, accounts, today)
    made |= _incidents(r, accounts, today) | _rivals(r, people, today)
    made |= _commitments(r, members, today) | _changes(r, people, today)
    return made | {
        "account_kinds": texts("strategic" if s else "" for s in strategic),
        "account_strategic": strategic.astype(np.uint8),
        "account_captive": captive.astype(np.uint8),
        "begun_day": np.full(accounts, ALWAYS, np.int32),  # an assignment without a day is at every account
        "begun_at": np.where(nobody, np.inf, earliest),
    }


def _first(counts: Any) -> Any:
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)


def _ago(r: np.random.Generator, most: int, count: int, today: int) -> Any:
    return (today - r.integers(0, most, count)).astype(np.int32)


def _sometimes(r: np.random.Generator, share: float, days: Any, otherwise: int) -> Any:
    return np.where(r.random(len(days)) < share, days, otherwise).astype(np.int32)


def _orders(r: np.random.Generator, accounts: int, today: int) -> dict[str, Any]:
    first = _first(r.poisson(6, accounts))
    count = int(first[-1])
    return {
        "first_order": first,
        "order_day": _ago(r, 1100, count, today),
        "order_at": np.full(count, np.nan),
        "order_amount": np.round(r.lognormal(10, 1, count), 2),
        "order_currency": np.zeros(count, np.int32),
        "order_lost": np.where(r.random(count) < 0.125, r.integers(0, RIVALS, count), -1).astype(np.int32),
    }


def _told(r: np.random.Generator, accounts: int, today: int) -> dict[str, Any]:
    surveys, read = _first(r.poisson(1, accounts)), _first(np.where(r.random(accounts) < 0.5, 3, 0))
    asked, readings = int(surveys[-1]), int(read[-1])
    return {
        "first_survey": surveys,
        "survey_day": _ago(r, 900, asked, today),
        "survey_at": np.full(asked, np.nan),
        "survey_score": r.integers(1, 6, asked).astype(np.float64),
        "first_reading": read,
        "reading_day": (today - 30 - 365 * (np.arange(readings) % 3)).astype(np.int32),
        "reading_at": np.full(readings, np.nan),
        "reading_value": np.round(r.random(readings), 2),
        "reading_product": np.zeros(readings, np.int32),
    }


def _incidents(r: np.random.Generator, accounts: int, today: int) -> dict[str, Any]:
    first = _first(r.poisson(0.7, accounts))
    count = int(first[-1])
    opened = _ago(r, 700, count, today)
    closed = np.minimum(opened + r.integers(1, 40, count), today)
    still = r.random(count) < 0.15
    return {
        "first_incident": first,
        "opened_day": opened,
        "opened_at": np.full(count, np.nan),
        "closed_day": np.where(still, NO_DAY, closed).astype(np.int32),
        "closed_at": np.where(still, np.inf, np.nan),
        "incident_severity": r.choice(3, count, p=(0.9, 0.05, 0.05)).astype(np.int8),
    }


def _rivals(r: np.random.Generator, people: Any, today: int) -> dict[str, Any]:
    counts = np.where(r.random(len(people)) < 0.33, r.integers(1, 4, len(people)), 0)
    of = np.repeat(np.arange(len(people)), counts)
    person = np.floor(r.random(len(of)) * people[of]).astype(np.int32)
    who = r.integers(0, RIVALS, len(of)).astype(np.int32)
    order = np.lexsort((who, person, of))
    strength = np.where(r.random(len(of)) < 0.8, np.round(r.random(len(of)), 2), np.nan)
    begin = _sometimes(r, 0.5, _ago(r, 1000, len(of), today), ALWAYS)
    return {
        "first_rival": _first(counts),
        "rival_person": person[order],
        "rival_competitor": who[order],
        "rival_strength": strength,
        "rival_from": begin,
        "rival_to": np.full(len(of), FOREVER, np.int32),
    }


def _commitments(r: np.random.Generator, members: Any, today: int) -> dict[str, Any]:
    counts = r.poisson(1, len(members))
    of = np.repeat(np.arange(len(members)), counts)
    made = _ago(r, 600, len(of), today)
    kept = np.minimum(made + r.integers(1, 100, len(of)), today)
    still = r.random(len(of)) < 0.2
    return {
        "first_commitment": _first(counts),
        "promise_owner": np.floor(r.random(len(of)) * members[of]).astype(np.int32),
        "promise_due": (made + r.integers(10, 150, len(of))).astype(np.int32),
        "made_day": made,
        "made_at": np.full(len(of), np.nan),
        "kept_day": np.where(still, NO_DAY, kept).astype(np.int32),
        "kept_at": np.where(still, np.inf, np.nan),
    }


def _changes(r: np.random.Generator, people: Any, today: int) -> dict[str, Any]:
    counts = r.poisson(1, len(people))
    of = np.repeat(np.arange(len(people)), counts)
    often = np.array([OFTEN.get(kind, 0.3) for kind in CHANGE_KINDS])
    person = np.floor(r.random(len(of)) * people[of]).astype(np.int32)
    order = np.lexsort((person, of))
    return {
        "first_change": _first(counts),
        "change_person": person[order],
        "change_kind": r.choice(len(often), len(of), p=often / often.sum()).astype(np.int8),
        "change_to": np.full(len(of), UNKNOWN, np.int32),
        "change_decision": np.full(len(of), UNKNOWN, np.int32),
        "change_day": _ago(r, 400, len(of), today),
        "change_at": np.full(len(of), np.nan),
    }


def facts_of(f: Frame, a: int, people: list[str], team: list[str]) -> dict[str, tuple[Any, ...]]:
    """The same of one account as records."""

    def places(level: str) -> range:
        first = getattr(f, f"first_{level}")
        return range(int(first[a]), int(first[a + 1]))

    def rival(number: Any) -> str | None:
        return None if number < 0 else f"rival{number}"

    return {
        "orders": tuple(
            Order(
                f"o{i}", _date(f.order_day[i]), float(f.order_amount[i]), None, None, rival(f.order_lost[i])
            )
            for i in places("order")
        ),
        "surveys": tuple(
            Survey(f"s{i}", _date(f.survey_day[i]), "satisfaction", float(f.survey_score[i]))
            for i in places("survey")
        ),
        "readings": tuple(
            Reading(_date(f.reading_day[i]), "share_of_wallet", float(f.reading_value[i]))
            for i in places("reading")
        ),
        "incidents": tuple(
            Incident(
                f"n{i}",
                _date(f.opened_day[i]),
                "quality",
                severity=(None, "严重", "high")[f.incident_severity[i]],
                closed_at=_day(f.closed_day[i]),
            )
            for i in places("incident")
        ),
        "rivals": tuple(
            RivalTie(
                f"rival{f.rival_competitor[i]}",
                people[f.rival_person[i]],
                None if np.isnan(f.rival_strength[i]) else float(f.rival_strength[i]),
                valid_from=_day(f.rival_from[i]),
            )
            for i in places("rival")
        ),
        "commitments": tuple(
            Commitment(
                f"c{i}",
                "",
                team[f.promise_owner[i]],
                None,
                _day(f.made_day[i]),
                _day(f.promise_due[i]),
                _day(f.kept_day[i]),
            )
            for i in places("commitment")
        ),
        "changes": tuple(
            Change(
                f"x{i}", _date(f.change_day[i]), CHANGE_KINDS[f.change_kind[i]], people[f.change_person[i]]
            )
            for i in places("change")
        ),
    }


def _date(number: Any) -> str:
    return str(np.datetime64(int(number), "D"))


def _day(number: Any) -> str | None:
    return None if number in (ALWAYS, FOREVER, NO_DAY, UNKNOWN) else _date(number)
