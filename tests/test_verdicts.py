"""What the tool must say of the eight cases of practice, before and after each turning point.

Each verdict of the table is asked for on both stores, to which the cases came through the import; its twin, in
which one named fact is told otherwise, from facts in memory, which are shown to be those of the stores.
"""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.verdicts import VERDICTS
from tests.verdicts.asking import Asked, Memory, Verdict
from tests.verdicts.told import TODAY, facts_of, rows_of, write

if TYPE_CHECKING:
    from graphkam.domain.facts import AccountFacts
    from graphkam.settings import Settings
    from graphkam.store import Store

CASES = sorted({v.case for v in VERDICTS})
TOLD = {case: Memory(facts_of(rows_of(case))) for case in CASES}


def test_every_case_has_its_verdicts() -> None:
    assert [str(number) for number in range(1, 9)] == CASES
    assert len({repr((v.name, v.fact)) for v in VERDICTS}) == len(VERDICTS)


@pytest.mark.parametrize("verdict", VERDICTS, ids=lambda v: v.name)
def test_the_verdict_holds_and_goes_with_its_fact(verdict: Verdict) -> None:
    assert verdict.ask(Asked(TOLD[verdict.case], verdict.account, verdict.days)) == verdict.said
    assert verdict.twin != verdict.said
    twin = Memory(facts_of(rows_of(verdict.case, verdict.fact)))
    assert verdict.ask(Asked(twin, verdict.account, verdict.days)) == verdict.twin


def in_order(facts: AccountFacts) -> AccountFacts:
    """The same facts, as the order of records is of no influence."""
    records = {f.name: getattr(facts, f.name) for f in fields(facts) if f.name not in ("account", "revision")}
    return replace(facts, **{name: tuple(sorted(rows, key=repr)) for name, rows in records.items()})


def test_every_store_says_so_too(store: Store, settings: Settings, tmp_path: Path) -> None:
    from graphkam.desk import Desk
    from graphkam.ingest import import_paths

    report = import_paths(store, write(tmp_path, zone=settings.timezone), settings=settings)
    assert report.rejected == ()
    desk, told = Desk(store, settings), {}
    for case in CASES:
        told |= facts_of(rows_of(case), TODAY, settings.timezone)
    for account, facts in told.items():
        assert in_order(desk.facts(account)) == in_order(facts)
    wrong = [
        f"{v.name}: {said}, not {v.said}"
        for v in VERDICTS
        if (said := v.ask(Asked(desk, v.account, v.days))) != v.said
    ]
    assert wrong == []
