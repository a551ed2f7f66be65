"""From the analyses of one account to its influence map: who stands on it, and which lines join them."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping

from graphkam.domain.answers import Gaps, PersonState, Spof, Stage, Ties
from graphkam.domain.constants import Constants, at_least
from graphkam.domain.facts import AccountFacts, Relation, TeamMember
from graphkam.domain.influence_map import InfluenceMap, MapEdge, MapNode
from graphkam.domain.moment import AsOf
from viz.banner import banner
from viz.layout import Placement, Spot, place

FAINTEST_TIE = 0.01
"""Weaker ties are not drawn: a single e-mail of two years ago is no line on a map."""
SIDES = {"person": "theirs", "placeholder": "theirs", "team": "ours", "competitor": "rivals"}


def influence_map(
    facts: AccountFacts,
    at: AsOf,
    people: tuple[PersonState, ...],
    ties: Ties,
    gaps: Gaps,
    spof: Spof,
    stage: Stage,
    constants: Constants,
) -> InfluenceMap:
    """The influence map of an account as of `at`, with a place for every card.

    Nodes: their `people`, placeholders included; ours who hold a tie of at least `FAINTEST_TIE` or are
    assigned to the account that day; competitors with a tie to one of them. Edges: ties from ours to theirs,
    and every relation and competitor's tie valid that day between people on the map. SPOFs are those of the
    `influence` graph. The result does not depend on the order of rows.
    """
    names = {p.id for p in people}
    team = _team(facts, at, ties)
    rivals = _rivals(facts, at, names, taken=names | team.keys())
    edges = (
        *_tie_edges(ties, names, team),
        *_relation_edges(facts, at, names, constants),
        *_rival_edges(facts, at, names, rivals),
    )
    edges = tuple(sorted(edges, key=lambda e: (e.kind, e.from_, e.to)))
    kinds = {p.id: "placeholder" if p.placeholder else "person" for p in people}
    kinds |= dict.fromkeys(team, "team") | dict.fromkeys(rivals.values(), "competitor")
    layers = {p.id: p.layer for p in people} | {m.id: m.level for m in team.values()}
    placement = place(
        (Spot(id_, SIDES[kind], layers.get(id_)) for id_, kind in kinds.items()),
        ((e.from_, e.to, e.kind) for e in edges),
    )
    failing = _failing(spof)
    nodes = (
        *_person_nodes(people, placement, failing, _worst_gap(gaps)),
        *_team_nodes(facts, at, team.values(), placement, failing, ties),
        *_rival_nodes(rivals, placement),
    )
    return InfluenceMap(
        account=facts.account.id,
        as_of=str(at),
        nodes=tuple(sorted(nodes, key=lambda n: n.id)),
        edges=edges,
        banner=banner(gaps, [i for i in failing if i in kinds], edges, stage),
        bands=placement.bands,
        name=facts.account.name,
    )


def _team(facts: AccountFacts, at: AsOf, ties: Ties) -> dict[str, TeamMember]:
    """Ours who belong on the map, by id."""
    holders = {t.team_id for t in ties.items if at_least(t.strength, FAINTEST_TIE)}
    assigned = {a.team_id for a in facts.assignments if at.valid(a.valid_from, a.valid_to)}
    there = (m for m in facts.team if at.valid(m.valid_from, m.valid_to))
    return {m.id: m for m in there if m.id in holders | assigned}


def _rivals(facts: AccountFacts, at: AsOf, people: set[str], taken: Iterable[str]) -> dict[str, str]:
    """The node id of each competitor that is tied to somebody on the map."""
    names = {
        r.competitor for r in facts.rivals if r.person_id in people and at.valid(r.valid_from, r.valid_to)
    }
    ids: dict[str, str] = {}
    used = set(taken)
    for name in sorted(names):
        node = f"competitor:{name}"
        while node in used:  # ids are free text: somebody may be called like that
            node += "'"
        used.add(node)
        ids[name] = node
    return ids


def _tie_edges(ties: Ties, people: set[str], team: Mapping[str, TeamMember]) -> Iterable[MapEdge]:
    for tie in ties.items:
        if tie.person_id in people and tie.team_id in team and at_least(tie.strength, FAINTEST_TIE):
            yield MapEdge(tie.team_id, tie.person_id, "tie", tie.strength, False, False, tie.live)


def _relation_edges(
    facts: AccountFacts, at: AsOf, people: set[str], constants: Constants
) -> Iterable[MapEdge]:
    """One line for each pair and kind: the strongest recorded, observed before inferred."""
    best: dict[tuple[str, str, str], MapEdge] = {}
    for relation in facts.relations:
        ends = {relation.from_id, relation.to_id}
        if len(ends) < 2 or not ends <= people or not at.valid(relation.valid_from, relation.valid_to):
            continue
        edge = MapEdge(
            relation.from_id,
            relation.to_id,
            relation.kind,
            _strength(relation, constants),
            relation.informal,
            relation.source == "inferred",
        )
        key = (edge.kind, edge.from_, edge.to)
        if key not in best or _rank(edge) > _rank(best[key]):
            best[key] = edge
    return best.values()


def _rank(edge: MapEdge) -> tuple[bool, float, bool]:
    return (not edge.inferred, edge.strength or 0.0, not edge.informal)


def _strength(relation: Relation, constants: Constants) -> float | None:
    if relation.kind == "reports_to":
        return None
    if relation.weight is not None:
        return relation.weight
    missing = {"influences": constants.influence_weight, "confidant": constants.confidant_weight}
    return missing.get(relation.kind)


def _rival_edges(
    facts: AccountFacts, at: AsOf, people: set[str], rivals: Mapping[str, str]
) -> Iterable[MapEdge]:
    best: dict[tuple[str, str], MapEdge] = {}
    for tie in facts.rivals:
        if tie.person_id not in people or not at.valid(tie.valid_from, tie.valid_to):
            continue
        key = (tie.competitor, tie.person_id)
        edge = MapEdge(
            rivals[tie.competitor],
            tie.person_id,
            "competitor",
            tie.strength,
            False,
            tie.source == "inferred",
        )
        if key not in best or _rank(edge) > _rank(best[key]):
            best[key] = edge
    return best.values()


def _failing(spof: Spof) -> list[str]:
    """Ids of the single points of failure, largest impact first."""
    losses = [loss for loss in (*spof.influence.ours, *spof.influence.theirs) if loss.spof]
    losses.sort(key=lambda loss: (-(loss.impact or 0.0), -(loss.reach_lost or 0.0), loss.id))
    return [loss.id for loss in losses]


def _worst_gap(gaps: Gaps) -> dict[str, str]:
    """The worst severity of the gaps that name a person (gaps of whole layers and functions do not)."""
    worst: dict[str, str] = {}
    for gap in gaps.gaps:
        if gap.kind in ("role", "veto", "person"):
            for person in gap.people:
                if worst.get(person) != "red":
                    worst[person] = gap.severity
    return worst


def _person_nodes(
    people: Iterable[PersonState], placement: Placement, failing: Container[str], gap: Mapping[str, str]
) -> Iterable[MapNode]:
    for person in people:
        x, y = placement.positions[person.id]
        yield MapNode(
            id=person.id,
            kind="placeholder" if person.placeholder else "person",
            label=person.name,
            title=person.title,
            layer=person.layer,
            layer_source=person.layer_source,
            function=person.function,
            power=person.power,
            support=person.support,
            roles=person.roles,
            reached=person.reached,
            reached_by_influence=person.reached_by_influence,
            coverage=person.coverage,
            target=person.target,
            spof=person.id in failing,
            x=x,
            y=y,
            gap=gap.get(person.id),
        )


def _team_nodes(
    facts: AccountFacts,
    at: AsOf,
    team: Iterable[TeamMember],
    placement: Placement,
    failing: Container[str],
    ties: Ties,
) -> Iterable[MapNode]:
    """Ours; their `roles` are what they are assigned to the account as, `reached` = holds a live tie."""
    live = {t.team_id for t in ties.items if t.live}
    for member in team:
        x, y = placement.positions[member.id]
        assigned = (a for a in facts.assignments if a.team_id == member.id)
        yield MapNode(
            id=member.id,
            kind="team",
            label=member.name,
            title=member.title,
            layer=member.level,
            layer_source=None,
            function=(member.function,) if member.function else (),
            power=None,
            support=None,
            roles=tuple(sorted({a.as_ for a in assigned if at.valid(a.valid_from, a.valid_to)})),
            reached=member.id in live,
            reached_by_influence=False,
            coverage=None,
            target=None,
            spof=member.id in failing,
            x=x,
            y=y,
        )


def _rival_nodes(rivals: Mapping[str, str], placement: Placement) -> Iterable[MapNode]:
    for name, node in rivals.items():
        x, y = placement.positions[node]
        yield MapNode(
            id=node,
            kind="competitor",
            label=name,
            title=None,
            layer=None,
            layer_source=None,
            function=(),
            power=None,
            support=None,
            roles=(),
            reached=False,
            reached_by_influence=False,
            coverage=None,
            target=None,
            spof=False,
            x=x,
            y=y,
        )
