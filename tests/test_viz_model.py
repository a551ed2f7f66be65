"""Who and what is on the map on a day."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from graphkam.domain.answers import Gap, Ties
from graphkam.domain.constants import Constants
from graphkam.domain.facts import AccountFacts, Assignment, Relation, RivalTie, TeamMember
from graphkam.domain.influence_map import InfluenceMap, MapNode
from graphkam.domain.message import Message, message
from tests.viz_worlds import DAY, KILN_PEOPLE, STAGE, gaps, kiln, kiln_facts, layer, person, spof, tie
from viz import influence_map

QUIET = gaps([layer("executive", 2, 2, 0.9, "covered")], "green")


def drawn(facts: AccountFacts, *ties: object, **others: object) -> InfluenceMap:
    """The map of these facts with the people of the kiln tender."""
    given = {"people": KILN_PEOPLE, "gaps": QUIET, "spof": spof(), **others}
    return influence_map(
        facts,
        DAY,
        ties=Ties("2026-03-01", ties),
        stage=STAGE,
        constants=Constants(),
        **given,  # type: ignore[arg-type]
    )


def node(map_: InfluenceMap, id_: str) -> MapNode:
    return next(n for n in map_.nodes if n.id == id_)


def lines(map_: InfluenceMap) -> set[tuple[str, str, str]]:
    return {(e.from_, e.kind, e.to) for e in map_.edges}


def test_the_kiln_tender() -> None:
    map_ = kiln()
    assert {n.id: n.kind for n in map_.nodes} == {
        **dict.fromkeys(("gm", "cfo", "liu", "xu", "zhao", "qian", "sun"), "person"),
        "someone": "placeholder",
        "li": "team",
        "he": "team",
        "competitor:Phoenix Kilns": "competitor",
    }
    assert lines(map_) == {
        ("li", "tie", "liu"),
        ("he", "tie", "zhao"),
        ("he", "tie", "qian"),
        ("liu", "reports_to", "gm"),
        ("xu", "reports_to", "gm"),
        ("zhao", "reports_to", "liu"),
        ("qian", "reports_to", "liu"),
        ("sun", "reports_to", "xu"),
        ("xu", "confidant", "gm"),
        ("gm", "conflicts_with", "liu"),
        ("cfo", "influences", "gm"),
        ("liu", "ally", "zhao"),
        ("sun", "influences", "qian"),
        ("competitor:Phoenix Kilns", "competitor", "gm"),
    }
    assert {n.id for n in map_.nodes if n.spof} == {"liu", "li"}
    assert (node(map_, "xu").gap, node(map_, "gm").gap, node(map_, "liu").gap) == ("red", "amber", None)
    assert map_.name == "Customer B 建材集团"


def test_what_the_lines_tell() -> None:
    edges = {(e.from_, e.to, e.kind): e for e in kiln().edges}
    confidant = edges["xu", "gm", "confidant"]
    assert (confidant.strength, confidant.informal, confidant.inferred) == (0.7, True, False)
    assert edges["sun", "qian", "influences"].inferred
    assert edges["sun", "qian", "influences"].strength == Constants().influence_weight
    assert edges["liu", "gm", "reports_to"].strength is None
    assert (edges["li", "liu", "tie"].live, edges["he", "qian", "tie"].live) == (True, False)
    assert edges["competitor:Phoenix Kilns", "gm", "competitor"].strength == 0.6


def test_the_banner_of_the_kiln_tender() -> None:
    banner = kiln().banner
    assert [c.layer for c in banner.layers] == ["executive", "management", "operating"]
    assert banner.spofs == ("liu", "li")
    assert banner.missing_roles == ("approver",)
    assert (banner.status, banner.stage) == ("red", "basic")
    assert banner.reason == "Nobody of ours has a live tie in: executive."
    assert banner.threads == pytest.approx(1.28**2 / (0.86**2 + 0.42**2))


@pytest.mark.parametrize(
    ("states", "status", "reason"),
    [
        (
            "empty open thin",
            "red",
            "Nobody is known in: executive. Nobody of ours has a live tie in: management.",
        ),
        ("empty empty covered", "red", "Nobody is known in: executive, management."),
        ("covered thin thin", "amber", "Thinly covered: management, operating."),
        ("covered covered covered", "green", "All three layers are covered."),
    ],
)
def test_the_reason_names_the_worst_layers(states: str, status: str, reason: str) -> None:
    names = ("executive", "management", "operating")
    found = [layer(name, 1, 1, 0.5, state) for name, state in zip(names, states.split(), strict=True)]
    said = drawn(kiln_facts(), gaps=gaps(found, status)).banner.reason
    assert said == reason
    assert isinstance(said, Message)


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "there"),
    [
        (None, None, True),
        ("2026-03-01", None, True),
        ("2026-03-02", None, False),
        (None, "2026-03-01", False),
    ],
)
def test_only_what_is_valid_that_day_is_drawn(
    valid_from: str | None, valid_to: str | None, there: bool
) -> None:
    span = {"valid_from": valid_from, "valid_to": valid_to}
    facts = AccountFacts(
        account=kiln_facts().account,
        team=(TeamMember("li", "Li"), TeamMember("he", "He", **span), TeamMember("wu", "Wu")),
        assignments=(Assignment("li", "account_manager", **span), Assignment("wu", "service", **span)),
        relations=(Relation("xu", "gm", "ally", **span),),
        rivals=(RivalTie("Phoenix", "gm", 0.5, None, **span),),
    )
    map_ = drawn(facts, tie("he", "liu", 0.9), tie("li", "liu", 0.9))
    assert (("xu", "ally", "gm") in lines(map_)) == there
    assert (("he", "tie", "liu") in lines(map_)) == there
    assert any(n.kind == "competitor" for n in map_.nodes) == there
    assert ("wu" in {n.id for n in map_.nodes}) == there
    assert node(map_, "li").roles == (("account_manager",) if there else ())


def test_of_the_same_line_the_observed_and_stronger_one_is_drawn() -> None:
    facts = replace(
        kiln_facts(),
        relations=(
            Relation("cfo", "gm", "influences", weight=0.9, source="inferred"),
            Relation("cfo", "gm", "influences", weight=0.3),
            Relation("cfo", "gm", "influences", weight=0.4, valid_from="2020-01-01"),
        ),
    )
    [edge] = [e for e in drawn(facts).edges if e.kind == "influences"]
    assert (edge.strength, edge.inferred) == (0.4, False)


def test_lines_to_people_who_are_not_there_are_left_out() -> None:
    relations = (Relation("liu", "gone", "reports_to"), Relation("gm", "gm", "ally"))
    map_ = drawn(replace(kiln_facts(), relations=relations), tie("li", "gone", 0.9), tie("gone", "liu", 0.9))
    assert {e.kind for e in map_.edges} == {"competitor"}


def test_a_trace_of_a_tie_is_no_line() -> None:
    map_ = drawn(replace(kiln_facts(), assignments=()), tie("li", "liu", 0.009, live=False))
    assert "li" not in {n.id for n in map_.nodes}


def test_a_person_may_be_called_like_a_competitor() -> None:
    people = (*KILN_PEOPLE, person("competitor:Phoenix Kilns", "Odd Name"))
    map_ = drawn(kiln_facts(), people=people)
    assert len({n.id for n in map_.nodes}) == len(map_.nodes)
    [rival] = [n for n in map_.nodes if n.kind == "competitor"]
    assert (rival.label, rival.id) == ("Phoenix Kilns", "competitor:Phoenix Kilns'")


def test_the_worst_gap_of_a_person_is_shown_and_gaps_of_layers_are_not() -> None:
    found = tuple(
        Gap(kind, "x", severity, ("gm",), message("r"))
        for kind, severity in (("person", "amber"), ("veto", "red"), ("role", "amber"))
    )
    whole = Gap("layer", "operating", "red", ("zhao",), message("r"))
    map_ = drawn(kiln_facts(), gaps=gaps([], "green", (*found, whole)))
    assert (node(map_, "gm").gap, node(map_, "zhao").gap) == ("red", None)


def test_order_of_rows_and_names_change_nothing() -> None:
    map_, facts, chance = kiln(), kiln_facts(), random.Random(5)

    def shuffled(rows: tuple[object, ...]) -> tuple[object, ...]:
        return tuple(chance.sample(rows, len(rows)))

    for _ in range(5):
        mixed = replace(
            facts,
            team=shuffled(facts.team),
            assignments=shuffled(facts.assignments),
            relations=shuffled(facts.relations),
        )
        ties = (tie("he", "qian", 0.12, live=False), tie("li", "liu", 0.86), tie("he", "zhao", 0.42))
        renamed = tuple(replace(p, name=f"X{chance.random()}") for p in chance.sample(KILN_PEOPLE, 8))
        again = drawn(mixed, *chance.sample(ties, 3), people=renamed)
        assert {n.id: (n.x, n.y) for n in again.nodes} == {n.id: (n.x, n.y) for n in map_.nodes}
        assert again.edges == map_.edges


def test_an_account_of_which_nothing_is_known() -> None:
    empty = [layer(name, 0, 0, None, "empty") for name in ("operating", "management", "executive")]
    facts = AccountFacts(account=kiln_facts().account)
    map_ = drawn(facts, people=(), gaps=gaps(empty, "red"))
    assert (map_.nodes, map_.edges, len(map_.bands)) == ((), (), 3)
    assert map_.banner.reason == "Nobody is known in: executive, management, operating."
    assert map_.banner.threads is None
