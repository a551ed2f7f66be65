"""Planning an action, changing it, closing it, and taking it back: what CLI, API and pages do alike."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING

from graphkam.analysis.actions import version
from graphkam.domain.facts import Action
from graphkam.domain.message import message
from graphkam.domain.moment import AsOf
from graphkam.domain.tables import Row, Value
from graphkam.errors import ConflictError, InvalidError, NotFoundError, StaleError
from graphkam.recording import Recorded, change, record

if TYPE_CHECKING:
    from graphkam.desk import Desk

_COLUMNS = tuple(Action.__dataclass_fields__)


def plan(desk: Desk, values: Mapping[str, Value]) -> Recorded:
    """Store a new action: the columns of actions.csv, of which the id may be missing or yours.

    Without `made_at` it is made today; the same id with the same content again changes nothing. Raises
    InvalidError (the person must work, or have worked, at the account), ConflictError, StoreError.
    """
    row = {**values, "id": values.get("id") or f"action-{uuid.uuid4()}"}
    if not row.get("made_at"):
        known = desk.store.stored("actions", [str(row["id"])]).get(str(row["id"]))
        row["made_at"] = known.get("made_at") if known else desk.at().day.isoformat()
    _of_account(desk, row.get("account_id"), row.get("person_id"))
    return record(desk.store, "actions", row, desk.settings.timezone)


def edit(desk: Desk, action_id: str, values: Mapping[str, Value], expected: str | None = None) -> Recorded:
    """Change what is planned: any of `EDITABLE`; what is left out stays. The same again changes nothing.

    `expected` is the version that the caller saw. Raises NotFoundError; StaleError if it is another by now;
    ConflictError if the action is closed; InvalidError as `plan`; StoreError.
    """
    stored = desk.store.stored("actions", [action_id]).get(action_id)
    if stored is None:
        raise NotFoundError(message("there is no action {id}", id=action_id))
    if not values.get("person_id", True):
        raise InvalidError(_UNFIT, [("person_id", message("somebody of that account"))])
    if values.get("person_id", stored["person_id"]) != stored["person_id"]:
        _of_account(desk, stored["account_id"], values["person_id"])

    def check(now: Row) -> bool:
        if all(_plain(now.get(name)) == _plain(value) for name, value in values.items()):
            return False
        _fresh(now, expected)
        if now.get("done_at") is not None:
            raise ConflictError(message("this action is closed already: what was planned cannot be changed"))
        return True

    return change(desk.store, "actions", action_id, values, desk.settings.timezone, check)


EDITABLE = ("team_id", "person_id", "aim", "message", "due", "because")
_UNFIT = message("the row cannot be recorded as it is")


def _plain(value: Value) -> Value:
    """A value as it is stored: without blanks around it, and nothing for an empty text."""
    return (value.strip() or None) if isinstance(value, str) else value


def _of_account(desk: Desk, account: Value, person: Value) -> None:
    """Refuse whoever does not work, and never worked, at an account that is stored."""
    known = str(account or "")
    if desk.store.existing("accounts", [known]) and all(
        e.person_id != person for e in desk.facts(known).people
    ):
        raise InvalidError(_UNFIT, [("person_id", message("somebody of that account"))])


def close(
    desk: Desk, action_id: str, outcome: str, at: str | None = None, expected: str | None = None
) -> Recorded:
    """Close an action with what came of it; without `at` now. The same again changes nothing.

    `expected` is the version that the caller saw. Raises NotFoundError; StaleError if it is another by now;
    ConflictError if the action is closed otherwise; InvalidError for an empty outcome and for a day that lies
    ahead, or before the action was made; StoreError.
    """
    now = desk.at()
    done = str(now) if at is None else at
    when = AsOf.on(done, now.zone)
    if not outcome.strip():
        raise InvalidError(_REFUSED, [("outcome", message("what came of it"))])
    if when.day > now.day or (not when.whole_day and when.instant > now.instant):
        raise InvalidError(_REFUSED, [("done_at", message("a day that has come"))])

    def check(stored: Row) -> bool:
        closed = stored.get("done_at")
        if (
            closed is not None
            and stored.get("outcome") == outcome.strip()
            and at in (None, closed, str(when))
        ):
            return False
        _fresh(stored, expected)
        if closed is not None:
            raise ConflictError(message("this action is closed already, with another outcome or day"))
        made = stored.get("made_at")
        if isinstance(made, str) and when.day.isoformat() < now.day_of(made):
            raise InvalidError(_REFUSED, [("done_at", message("no day before the action was made"))])
        return True

    values: dict[str, Value] = {"done_at": done, "outcome": outcome.strip()}
    return change(desk.store, "actions", action_id, values, desk.settings.timezone, check)


_REFUSED = message("the action cannot be closed like this")


def withdraw(desk: Desk, action_id: str, expected: str | None = None) -> dict[str, int]:
    """Take an action back; counts of what went. Raises NotFoundError, StaleError, StoreError."""
    stored = desk.store.stored("actions", [action_id]).get(action_id)
    if stored is None:
        raise NotFoundError(message("there is no action {id}", id=action_id))
    _fresh(stored, expected)
    return desk.store.delete("actions", action_id)


def _fresh(stored: Row, expected: str | None) -> None:
    action = Action(**{name: stored.get(name) for name in _COLUMNS})  # type: ignore[arg-type]
    if expected is not None and expected != version(action):
        raise StaleError(message("this action was changed meanwhile; look at it again"))
