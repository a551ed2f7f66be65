"""What the pages of actions show: the list of an account, that of all, and the form that plans one."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from api.account_page import names_of
from graphkam.analysis.actions import DONE, OVERDUE, because_words
from graphkam.desk import Desk
from graphkam.domain.actions import ActionState
from graphkam.domain.moment import AsOf
from graphkam.planning import EDITABLE

SHOWN = 200
"""Of the list of all accounts, at most."""
DAYS = 14
"""From today until an action is due, unless somebody says otherwise."""


def values(desk: Desk, account_id: str, at: AsOf) -> dict[str, Any]:
    """The values of the page of an account's actions."""
    view, found = desk.view(account_id, at), desk.actions(account_id, at)
    ours = {m.id: m.name for m in desk.members(at).items}
    return {
        "account": view.facts.account,
        "names": {**ours, **names_of(view.facts)},
        "at": at,
        "waiting": [action for action in found.items if action.status != DONE],
        "done": [action for action in found.items if action.status == DONE],
        "because_words": because_words,
        "today": desk.at().day,
    }


def of_all(desk: Desk, at: AsOf) -> dict[str, Any]:
    """The values of the page of all actions: what is not done, by the day it is due."""
    found = desk.actions(None, at, open_only=True).items
    names = {m.id: m.name for m in desk.members(at).items}
    accounts = {}
    for account_id in {action.account_id for action in found[:SHOWN]}:
        facts = desk.facts(account_id)
        accounts[account_id] = facts.account.name
        names.update({e.person_id: e.name for e in facts.people})
    return {
        "at": at,
        "actions": found[:SHOWN],
        "total": len(found),
        "overdue": sum(action.status == OVERDUE for action in found),
        "names": names,
        "accounts": accounts,
        "because_words": because_words,
    }


def form(desk: Desk, account_id: str, at: AsOf, given: Mapping[str, str]) -> dict[str, Any]:
    """The values of the form that plans an action; `given` are its fields as far as they are known."""
    view = desk.view(account_id, at)
    team = {a.team_id: view.name(a.team_id) for a in view.assignments}
    others = {
        m.id: m.name
        for m in desk.members(at).items
        if m.id not in team and at.valid(m.valid_from, m.valid_to)
    }
    theirs = [(p, view.name(p)) for p in view.by_power(view.people)]
    fields = {
        "id": f"page-{uuid.uuid4()}",
        "team_id": next(iter(team), ""),
        "person_id": "",
        "aim": "",
        "message": "",
        "due": (desk.at().day + timedelta(days=DAYS)).isoformat(),
        "because": "",
    }
    return {
        "account": view.facts.account,
        "at": at,
        "team": team,
        "others": others,
        "theirs": theirs,
        "names": {**team, **others, **dict(theirs)},
        "fields": {**fields, **{name: text for name, text in given.items() if name in fields and text}},
        "because_words": because_words,
        "problems": {},
        "editing": None,
    }


def form_of(desk: Desk, account_id: str, action: ActionState, at: AsOf) -> dict[str, Any]:
    """The values of the form that changes an action; it offers who is in it though they have left since."""
    given = {name: getattr(action, name) or "" for name in EDITABLE}
    values = form(desk, account_id, at, given)
    names = {**{m.id: m.name for m in desk.members(at).items}, **names_of(desk.facts(account_id))}
    if action.team_id not in {**values["team"], **values["others"]}:
        values["others"][action.team_id] = names.get(action.team_id, action.team_id)
    if action.person_id not in dict(values["theirs"]):
        values["theirs"].append((action.person_id, names.get(action.person_id, action.person_id)))
    values["fields"]["due"] = action.due or ""
    return {**values, "editing": action.id, "version": action.version}
