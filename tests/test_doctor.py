"""The doctor finds what is broken behind the store's back, and mends what can be mended."""

from __future__ import annotations

from graphkam.store import Store
from tests.servers import Served
from tests.store_world import fill


def found(store: Store) -> list[tuple[str, str, int, bool]]:
    return [(f.check, f.subject, f.n, f.mended) for f in store.doctor().findings]


def test_a_sound_store(store: Store) -> None:
    fill(store)
    diagnosis = store.doctor()
    assert diagnosis.sound
    assert diagnosis.findings == ()
    assert diagnosis.checked["ties"] == 5
    assert diagnosis.checked["nodes"] > 30


def test_wrong_ties_are_put_right(store: Store, served: Served) -> None:
    fill(store)
    served.run("MATCH (t:Tie {person_id: 'liu', team_id: 'zhao'}) SET t.s = t.s + 0.001")
    served.run("MATCH (t:Tie {person_id: 'xu', team_id: 'zhao'}) DETACH DELETE t")
    served.run("MATCH (t:Tie {person_id: 'chen'}) SET t.count = t.count + 1")
    assert found(store) == [("ties", "kiln", 3, True)]
    assert store.doctor().findings == ()


def test_ties_without_touchpoints_go(store: Store, served: Served) -> None:
    fill(store)
    served.run("MATCH (n:Touchpoint) DETACH DELETE n")
    assert found(store) == [("ties", "kiln", 5, True)]
    assert served.run("MATCH (t:Tie) RETURN count(t) AS n") == [{"n": 0}]


def test_references_and_relationships_that_differ_are_named(store: Store, served: Served) -> None:
    fill(store)
    served.run("MATCH (n:Survey {id: 's1'}) SET n.account_id = 'paint'")
    served.run("MATCH (n:Need {id: 'n1'})-[r:CONCERNS]->() DELETE r")
    served.run("MATCH (n:Need {id: 'n2'})-[r:OWNED_BY]->() DELETE r")
    served.run("MATCH (n:Account {id: 'kiln'}) REMOVE n.parent_id")
    served.run("MATCH (:Person {id: 'xu'})-[r:TOOK_PART]->(:Touchpoint {id: 't1'}) DELETE r")
    served.run("MATCH (:TeamMember {id: 'boss'})-[r:TOOK_PART]->(:Touchpoint) DELETE r")
    served.run("MATCH (:Person {id: 'liu'})-[r:REPORTS_TO]->() DELETE r")
    served.run("MATCH (d:Decision) DETACH DELETE d")
    served.run("MATCH (t:Touchpoint {id: 't1'}) SET t.channel = 'letter'")
    served.run("MATCH (p:Person {id: 'xu'})-[w:WORKS_AT]->() DELETE w")
    assert sorted(subject for check, subject, _, _ in found(store) if check == "references") == [
        "accounts_parent",
        "employments_superior",
        "people_employed",
        "records_account",
        "records_owner",
        "records_people",
        "roles_decision",
        "touchpoints_packed",
        "touchpoints_people",
        "touchpoints_team",
    ]


def test_a_lost_constraint_is_found_and_made_again_unless_the_data_forbid_it(
    store: Store, served: Served
) -> None:
    fill(store)
    served.run("DROP CONSTRAINT survey_id")
    served.run("CREATE (:Survey {id: 's2'})")
    served.run("DROP INDEX tie_account_id")
    try:
        assert found(store) == [
            ("constraints", "Survey.id", 1, False),
            ("constraints", "Tie.account_id", 1, False),
            ("counts", "Survey", 1, False),
        ]
        broken = {f.subject: f.mended for f in store.doctor(repair=True).findings if f.check == "constraints"}
        assert broken == {"Survey.id": False, "Tie.account_id": True}
    finally:
        served.run("MATCH (n:Survey {id: 's2'}) DETACH DELETE n")
        mended = store.doctor(repair=True)
    assert [(f.subject, f.mended) for f in mended.findings] == [("Survey.id", True)]
    assert store.doctor().sound
