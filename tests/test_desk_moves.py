"""Moves through the desk on both stores: names, ways in from other accounts, answers that follow writes."""

from __future__ import annotations

import pytest

from graphkam import analysis
from graphkam.desk import Desk
from graphkam.errors import AmbiguousError, InvalidError, NotFoundError
from graphkam.settings import Settings
from graphkam.store import Store
from tests.kiln_world import ACCOUNT, AS_OF, LIU

pytestmark = pytest.mark.kiln


@pytest.fixture
def desk(store: Store, settings: Settings) -> Desk:
    return Desk(store, settings)


def test_the_answers_are_those_of_the_facts(desk: Desk) -> None:
    at, before = desk.at(AS_OF), desk.at("2025-09-01")
    view, earlier = (analysis.View(desk.facts(ACCOUNT), moment, desk.constants) for moment in (at, before))
    assert desk.path(ACCOUNT, "gm", at) == analysis.path(view, "gm")
    assert desk.whatif(ACCOUNT, at, [LIU]) == analysis.whatif(view, [LIU])
    assert desk.diff(ACCOUNT, before, at) == analysis.diff(earlier, view)
    others = [desk.facts("c")]
    assert desk.introductions(ACCOUNT, at, 2) == analysis.introductions(view, 2, others)


def test_people_are_named_by_id_or_name(desk: Desk) -> None:
    at = desk.at(AS_OF)
    assert desk.path(ACCOUNT, "LIU", at) == desk.path(ACCOUNT, LIU, at)
    by_name = desk.whatif(ACCOUNT, at, ["liu"], [("ann", "Gao")])
    assert by_name == desk.whatif(ACCOUNT, at, [LIU], [("ann", "gm")])
    with pytest.raises(NotFoundError):
        desk.path(ACCOUNT, "xu2", at)


def test_a_name_that_several_have_at_the_account_lists_them(desk: Desk) -> None:
    desk.store.write("people", [{"id": "liu2", "account_id": ACCOUNT, "name": "LIU"}])
    with pytest.raises(AmbiguousError) as error:
        desk.whatif(ACCOUNT, desk.at(AS_OF), ["liu"])
    assert sorted(error.value.candidates) == [("liu2", "LIU"), (LIU, "Liu")]


def test_anybody_of_ours_may_be_tied(desk: Desk) -> None:
    at = desk.at(AS_OF)
    desk.store.write("team", [{"id": "new", "name": "New Hand", "level": "executive"}])
    answer = desk.whatif(ACCOUNT, at, add=[("new", "gm")])
    assert answer == desk.whatif(ACCOUNT, at, add=[("new hand", "Gao")])
    assert ("reach", ("gm",), "tie") in [(d.what, d.of, d.to) for d in answer.difference]
    for nobody in ("gone", "no such person"):
        with pytest.raises(InvalidError):
            desk.whatif(ACCOUNT, at, add=[(nobody, "gm")])


def test_ties_are_written_with_a_colon(desk: Desk) -> None:
    desk.store.write("people", [{"id": "a:b", "account_id": ACCOUNT, "name": "Colon"}])
    assert desk.pairs(ACCOUNT, ["li:gm", "li:a:b", "Li:colon"]) == [
        ("li", "gm"),
        ("li", "a:b"),
        ("li", "a:b"),
    ]


def test_who_moved_is_known_from_the_account_before(desk: Desk) -> None:
    """Xu of b was at c before, where Ann met her a month ago."""
    at = desk.at(AS_OF)
    first = desk.introductions(ACCOUNT, at, 5)
    assert all(t.warm_path is None for t in first.ties if t.person_id == "xu")
    desk.store.write(
        "people",
        [{"id": "xu", "account_id": "c", "name": "Xu", "valid_from": "2020-01-01", "valid_to": "2026-02-10"}],
    )
    met = {
        "id": "then",
        "at": "2026-02-01T12:00:00Z",
        "channel": "visit",
        "account_id": "c",
        "team_ids": ["ann"],
        "people_ids": ["xu"],
    }
    desk.store.write("touchpoints", [met])
    then = desk.introductions(ACCOUNT, at, 5)
    way = next(t.warm_path for t in then.ties if t.person_id == "xu")
    assert way is not None
    assert [(h.from_, h.kind, h.account_id) for h in way.hops] == [("ann", "former_tie", "c")]
    assert then.names["ann"] == "Ann"
    assert then.names["c"] == "Quiet Ltd"


def test_an_account_without_anybody_has_answers(desk: Desk) -> None:
    at = desk.at(AS_OF)
    assert desk.introductions("c", at).ties == ()
    assert desk.whatif("c", at).difference == ()
    assert desk.diff("c", desk.at("1990-01-01"), desk.at("2150-01-01")).after.exposure.exposure is None
