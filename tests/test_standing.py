"""What all accounts stand on: brought up to date by what was touched, it is what a look at everything finds."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date

import pytest

from graphkam.domain.tables import Row
from graphkam.settings import Settings
from graphkam.snapshot.standing import Shared, Standing
from graphkam.store import Store, open_store
from tests.kiln_world import ACCOUNT

pytestmark = pytest.mark.kiln

DAY = date(2026, 3, 1)
OTHER: Row = {"team_id": "li", "account_id": "c", "as": "account_manager"}


def test_what_was_touched_brings_it_up_to_date(store: Store, settings: Settings) -> None:
    standing = Standing(store)
    with open_store(settings) as other:  # what another process would do
        steps: list[Callable[[], object]] = [
            lambda: other.write("accounts", [{"id": "n1", "name": "New", "parent_id": ACCOUNT}]),
            lambda: other.write("accounts", [{"id": "n2", "name": "Newer", "parent_id": "n1"}]),
            lambda: other.write("assignments", [{**OTHER, "account_id": "n1", "valid_from": "2026-01-01"}]),
            lambda: store.write("assignments", [{**OTHER, "valid_from": "2026-02-01"}]),
            lambda: store.write(
                "assignments", [{**OTHER, "valid_from": "2026-02-01", "valid_to": "2026-02-02"}]
            ),
            lambda: store.write("team", [{"id": "li", "name": "Li Renamed"}]),
            lambda: other.delete("accounts", "n1"),
            lambda: (
                store.delete("accounts", "n2"),
                store.write("accounts", [{"id": "n3", "name": "Third"}]),
            ),
            lambda: store.write("accounts", [{"id": "n3", "parent_id": "c"}]),
            lambda: store.write("accounts", [{"id": "n3", "parent_id": None}]),
            lambda: None,
        ]
        seen = []
        for step in steps:
            step()
            stand, whole = standing.at(store.revision()), Standing(store).at(store.revision())
            assert stand.revisions == whole.revisions
            assert dict(stand.places.of) == dict(whole.places.of)
            seen.append(
                (stand.places.below(ACCOUNT), stand.places.below("c"), stand.places.loads(["li"], DAY))
            )
            columns = store.columns("loads", ids=["li"], as_of=DAY)
            assert seen[-1][-1] == dict(zip(columns["team_id"], columns["accounts"], strict=True))
            rows = store.read("group", account_id=ACCOUNT)
            assert seen[-1][0] == tuple(sorted(r["account_id"] for r in rows if r["level"] > 0))
        assert len(set(map(str, seen))) == 6


def test_a_touchpoint_moves_no_places(store: Store) -> None:
    standing = Standing(store)
    before = standing.at(store.revision())
    row = {"id": "t9", "at": "2026-02-25T08:00:00Z", "channel": "call", "account_id": ACCOUNT}
    written = store.write("touchpoints", [{**row, "team_ids": ["ann"], "people_ids": ["xu"]}])
    after = standing.at(store.revision())
    assert after.places is before.places
    assert after.revisions == {**before.revisions, ACCOUNT: written.revision}


def test_who_wrote_spares_the_question(store: Store, settings: Settings) -> None:
    """Told of a write it stands as the store does; told of one behind another's write, it asks."""
    standing = Standing(store)
    standing.at(store.revision())
    row: Row = {"channel": "call", "account_id": ACCOUNT, "team_ids": ["ann"], "people_ids": ["xu"]}
    with open_store(settings) as other:
        for number, disturbed in enumerate((False, True, False)):
            if disturbed:
                other.write("accounts", [{"id": "n1", "name": "New", "parent_id": ACCOUNT}])
            at = f"2026-02-2{number}T08:00:00Z"
            written = store.write("touchpoints", [{**row, "id": f"t9{number}", "at": at}])
            assert written.revision is not None
            standing.touched(written.before.keys(), written.revision)
            known = standing._stand
            stand, whole = standing.at(written.revision), Standing(store).at(written.revision)
            assert (stand is known) is not disturbed
            assert stand.revisions == whole.revisions
            assert dict(stand.places.of) == dict(whole.places.of)


def test_of_a_store_that_was_put_back_nothing_is_believed(store: Store) -> None:
    standing = Standing(store)
    later = standing.at(store.revision() + 5)
    assert standing.at(store.revision()) is not later
    assert standing.at(store.revision()).revision == store.revision()


def test_who_asks_gets_an_answer_that_was_begun_later() -> None:
    """Two wait while the first question is under way, and share the next one."""
    begun, go_on = threading.Event(), threading.Event()
    asked: list[int] = []

    def question() -> int:
        asked.append(1)
        if len(asked) == 1:
            begun.set()
            go_on.wait(10)
        return len(asked)

    shared = Shared(question)
    answers: list[int] = []
    first = threading.Thread(target=lambda: answers.append(shared.ask()))
    first.start()
    begun.wait(10)
    others = [threading.Thread(target=lambda: answers.append(shared.ask())) for _ in range(2)]
    for thread in others:
        thread.start()
    while shared._coming is None:
        pass
    go_on.set()
    for thread in (first, *others):
        thread.join(10)
    assert sorted(answers)[-1] in (2, 3)
    assert 1 in answers
    assert answers.count(1) == 1


def test_a_question_that_fails_fails_for_those_who_asked_and_is_asked_again() -> None:
    answers = iter([0, 4])
    shared = Shared(lambda: 12 // next(answers))
    with pytest.raises(ZeroDivisionError):
        shared.ask()
    assert shared.ask() == 3
