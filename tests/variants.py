"""Cases told in other words: variants that must not change a verdict.

Each is made from the facts of a case and a seed. `python -m tests.variants --seeds 20` tries many of each.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from graphkam.analysis import View
from graphkam.domain.constants import Constants
from graphkam.domain.facts import (
    Account,
    AccountFacts,
    Assignment,
    Employment,
    TeamMember,
    Touchpoint,
)
from graphkam.domain.message import Message
from graphkam.domain.moment import DAY, AsOf
from graphkam.domain.tables import SEPARATOR
from graphkam.domain.vocabulary import DECISION_ROLES, LAYERS
from tests.verdicts import VERDICTS
from tests.verdicts.asking import Asked, Memory, Verdict
from tests.verdicts.told import TODAY, facts_of, rows_of

World = Mapping[str, AccountFacts]
ODD = ("王伟", "שרה כהן", "مريم", "🦊🚀", "O'Brien", '"Q" <b>&amp;</b>', "a,b\tc", "Ünïcødé", "007", "%s {x}")
"""Names as they come: Chinese, right to left, emoji, quotes, markup, what looks like a number or a template."""
RECORDS = [f.name for f in fields(AccountFacts) if f.name not in ("account", "revision")]


@dataclass(frozen=True)
class Variant:
    """A world told in other words; `ids` says how who was called is called now."""

    world: World
    ids: Mapping[str, str]
    today: date = TODAY

    def asked(self, verdict: Verdict) -> Asked:
        """Who is asked for a verdict, in the words of the case."""
        return Asked(Translated(self), verdict.account, verdict.days, self.today)


class Translated:
    """Answers in the words of the case what is asked in them, of a world told in others."""

    def __init__(self, variant: Variant) -> None:
        self._memory, self._there = Memory(variant.world), variant.ids
        self._back = {now: then for then, now in variant.ids.items()}

    def __getattr__(self, name: str) -> Any:
        """A question of `Memory`, translated both ways; its constants."""
        ask = getattr(self._memory, name)
        if not callable(ask):
            return ask
        return lambda *args, **named: said_with(
            ask(*said_with(args, self._there), **said_with(named, self._there)), self._back
        )


def said_with(value: Any, ids: Mapping[str, str]) -> Any:
    """The same with other ids; sentences are left alone."""
    if isinstance(value, Message):
        return value
    if isinstance(value, str):
        return ids.get(value) or SEPARATOR.join(ids.get(part, part) for part in value.split(SEPARATOR))
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: said_with(getattr(value, f.name), ids) for f in fields(value)})
    if isinstance(value, tuple):
        parts = [said_with(part, ids) for part in value]
        return type(value)(*parts) if hasattr(value, "_fields") else tuple(parts)
    if isinstance(value, list | set | frozenset):
        return type(value)(said_with(part, ids) for part in value)
    if isinstance(value, dict):
        return {said_with(k, ids): said_with(v, ids) for k, v in value.items()}
    return value


def _ids(world: World) -> set[str]:
    """Everybody and everything that has an id."""
    found = set(world)
    for facts in world.values():
        for name in RECORDS:
            for record in getattr(facts, name):
                found |= {getattr(record, f) for f in ("id", "person_id") if hasattr(record, f)}
    return found - {None}


def other_ids(world: World, random: Random) -> Variant:
    """Other ids, in another order, of characters that must be escaped; one is a prefix of the next."""
    olds = sorted(_ids(world))
    news = [f"{random.choice(ODD)}#{n}" for n in range(len(olds))]
    random.shuffle(news)
    ids = dict(zip(olds, news, strict=True))
    return Variant({ids[a]: said_with(facts, ids) for a, facts in world.items()}, ids)


def other_names(world: World, random: Random) -> Variant:
    """Other names; two people may have the same."""

    def renamed(record: Any) -> Any:
        return replace(record, name=f"{random.choice(ODD)} {random.randint(1, 99)}")

    return _changed(world, people=renamed, team=renamed, account=renamed)


def other_order(world: World, random: Random) -> Variant:
    """The rows of every table, and the ids in every cell, in another order."""

    def shuffled(rows: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(random.sample(rows, len(rows)))

    def mixed(t: Touchpoint) -> Touchpoint:
        return t._replace(**{n: shuffled(getattr(t, n)) for n in ("team", "people", "present", "cc")})

    inside = _changed(world, touchpoints=mixed).world
    told = {a: replace(f, **{n: shuffled(getattr(f, n)) for n in RECORDS}) for a, f in inside.items()}
    return Variant(dict(random.sample(sorted(told.items()), len(told))), {})


def other_days(world: World, random: Random) -> Variant:
    """The whole story some days or years earlier or later."""
    days = random.choice((-1, 1, 29, -366, 1461, random.randint(-3000, 3000)))

    def moved(value: Any) -> Any:
        if isinstance(value, Touchpoint):
            return value._replace(at=value.at + days * DAY)
        if is_dataclass(value) and not isinstance(value, type):
            return replace(value, **{f.name: moved(getattr(value, f.name)) for f in fields(value)})
        if isinstance(value, tuple):
            return tuple(map(moved, value))
        return _later(value, days) if isinstance(value, str) else value

    return Variant({a: moved(facts) for a, facts in world.items()}, {}, TODAY + timedelta(days))


def _later(text: str, days: int) -> str:
    """A stored day or instant, moved; other texts as they are."""
    try:
        moment = datetime.fromisoformat(text) + timedelta(days)
    except ValueError:
        return text
    return moment.strftime("%Y-%m-%d" if len(text) == 10 else "%Y-%m-%dT%H:%M:%SZ")


def titles_in_one_language(world: World, random: Random) -> Variant:
    """Titles in English, in Chinese or not at all, where layers and functions are given."""
    language = random.choice(("English", "Chinese", None))

    def titled(e: Employment) -> Employment:
        return replace(e, title=in_language(e.title, language)) if e.layer and e.functions else e

    return _changed(world, people=titled)


def in_language(title: str | None, language: str | None) -> str | None:
    """One half of a title in both languages, such as "Buyer 采购员"; None if it has no such half."""
    if title is None or language is None:
        return None
    words = [w for w in title.split() if (max(w) > "\u2e7f") == (language == "Chinese")]
    return " ".join(words) or None


def told_twice(world: World, _: Random) -> Variant:
    """Who works where, lines, roles, assignments and ids in a cell, each told twice."""
    once = ("people", "team", "assignments", "relations", "roles", "rivals")

    def doubled(t: Touchpoint) -> Touchpoint:
        return t._replace(team=t.team * 2, people=t.people * 2, present=t.present * 2, cc=t.cc * 2 + t.people)

    inside = _changed(world, touchpoints=doubled).world
    return Variant({a: replace(f, **{n: getattr(f, n) * 2 for n in once}) for a, f in inside.items()}, {})


def one_more_account(world: World, random: Random) -> Variant:
    """Another customer beside, with people, a team and a history of its own."""
    n = random.randint(1, 9)
    facts = AccountFacts(
        Account("beside", "Beside", currency="XAF", annual_value=10.0**n),
        people=tuple(Employment(f"beside-{i}", "B", layer=LAYERS[i % 3]) for i in range(n)),
        team=(TeamMember("beside-t", "T", level="management"),),
        assignments=(Assignment("beside-t", "account_manager"),),
        touchpoints=(Touchpoint("beside-x", 1.7e9, "visit", ("beside-t",), ("beside-0",)),),
    )
    return Variant({**world, "beside": facts}, {})


def larger_layers(world: World, random: Random) -> Variant:
    """More people without power in layers where two or more are known.

    They are neither reached nor decide (only where roles say who decides: else who manages does). So no
    coverage changes: C = Σπc ÷ Σπ. With power it would fall, see test_variants.py.
    """
    return Variant({a: with_more_people(facts, random, power=0.0) for a, facts in world.items()}, {})


def with_more_people(facts: AccountFacts, random: Random, power: float) -> AccountFacts:
    """Some more people in layers of which two or more are known all along, where roles tell who decides."""
    if not decided_by_roles(facts):
        return facts
    more = []
    for layer, here in _by_layer(facts).items():
        lasting = [e for e in here if e.valid_to is None and not e.placeholder]
        since = sorted(e.valid_from or "" for e in lasting)
        for i in range(random.randint(1, 4) if len(lasting) >= 2 else 0):
            name, place = random.choice(ODD), {"layer": layer, "layer_source": "given"}
            more.append(
                Employment(f"more-{layer}-{i}", name, power=power, valid_from=since[1] or None, **place)
            )
    return replace(facts, people=(*facts.people, *more))


def smaller_layers(world: World, _: Random) -> Variant:
    """Without those of the operating layer who are only there, three left: its coverage rises, no more."""

    def smaller(facts: AccountFacts) -> AccountFacts:
        named = {r.from_id for r in facts.relations if r.kind != "reports_to"}
        named |= {r.to_id for r in facts.relations}
        named |= {p for t in facts.touchpoints for part in (t.people, t.present, t.cc) for p in part}
        for records in (facts.roles, facts.rivals, facts.changes, facts.assessments, facts.commitments):
            named |= {r.person_id for r in records}
        idle = {e.person_id for e in _by_layer(facts)["operating"][3:]} - named
        return replace(
            facts,
            people=tuple(e for e in facts.people if e.person_id not in idle),
            relations=tuple(r for r in facts.relations if r.from_id not in idle),
        )

    return Variant({a: smaller(facts) for a, facts in world.items()}, {})


def _by_layer(facts: AccountFacts) -> dict[str, list[Employment]]:
    return {layer: [e for e in facts.people if e.layer == layer] for layer in LAYERS}


def decided_by_roles(facts: AccountFacts) -> bool:
    """Do roles tell who decides, on every day on which a role or a job begins or ends?"""
    days = {d for r in (*facts.roles, *facts.people) for d in (r.valid_from, r.valid_to) if d}
    first = min((r.valid_from or "" for r in facts.roles if r.role in DECISION_ROLES), default="")
    views = (View(facts, AsOf.on(day, "UTC"), Constants()) for day in days if day >= first)
    return bool(facts.roles) and all(view.decision.source == "roles" for view in views)


def _changed(world: World, **changes: Callable[[Any], Any]) -> Variant:
    def told(facts: AccountFacts) -> AccountFacts:
        parts = {
            name: change(getattr(facts, name))
            if name == "account"
            else tuple(map(change, getattr(facts, name)))
            for name, change in changes.items()
        }
        return replace(facts, **parts)

    return Variant({a: told(facts) for a, facts in world.items()}, {})


VARIANTS: tuple[Callable[[World, Random], Variant], ...] = (
    other_ids,
    other_names,
    other_order,
    other_days,
    titles_in_one_language,
    told_twice,
    one_more_account,
    larger_layers,
    smaller_layers,
)


def differences(case: str, vary: Callable[[World, Random], Variant], seed: int) -> list[str]:
    """The verdicts of a case that a variant changes."""
    variant = vary(facts_of(rows_of(case)), Random(seed))
    return [
        f"{vary.__name__}, seed {seed}, {verdict.name}: {said!r}, not {verdict.said!r}"
        for verdict in VERDICTS
        if verdict.case == case and (said := verdict.ask(variant.asked(verdict))) != verdict.said
    ]


def main() -> int:
    """Try every variant of every case with many seeds, and print what differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=20)
    seeds, count, wrong = parser.parse_args().seeds, 0, 0
    for case in sorted({verdict.case for verdict in VERDICTS}):
        for vary in VARIANTS:
            for seed in range(seeds):
                found = differences(case, vary, seed)
                count, wrong = count + 1, wrong + len(found)
                print(*found, sep="\n", end="\n" if found else "", flush=True)
    print(f"{count} variants, {wrong} verdicts differ")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
