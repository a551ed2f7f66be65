"""How lines look and where they run."""

from __future__ import annotations

from dataclasses import replace

from graphkam.domain.influence_map import InfluenceMap, MapEdge
from tests.viz_worlds import kiln
from viz.cards import size_of
from viz.lines import bends, in_drawing_order, path, stroke, via


def edge(kind: str, **values: object) -> MapEdge:
    plain = MapEdge("a", "b", kind, 0.5, False, False, True if kind == "tie" else None)
    return replace(plain, **values)  # type: ignore[arg-type]


def test_stronger_is_wider_informal_dashed_inferred_lighter() -> None:
    weak, strong = (stroke(edge("influences", strength=s), 10) for s in (0.1, 0.9))
    assert weak.width < strong.width
    assert stroke(edge("influences", informal=True), 10).dashed
    assert not strong.dashed
    assert stroke(edge("influences", inferred=True), 10).opacity < strong.opacity


def test_a_tie_that_is_no_longer_live_is_lighter() -> None:
    live, cold = stroke(edge("tie"), 10), stroke(edge("tie", live=False), 10)
    assert cold.opacity < live.opacity
    assert cold.width < live.width


def test_each_kind_can_be_told_from_every_other() -> None:
    kinds = ("tie", "reports_to", "influences", "confidant", "ally", "conflicts_with", "competitor")
    assert len({stroke(edge(kind), 10).colour for kind in kinds}) == len(kinds)
    assert stroke(edge("influences"), 10).ends == stroke(edge("confidant"), 10).ends == "arrow"
    assert stroke(edge("conflicts_with"), 10).ends == "bars"
    assert stroke(edge("reports_to"), 10).width < 2
    assert [e.kind for e in in_drawing_order([edge(kind) for kind in kinds])][-1] == "conflicts_with"


def test_lines_between_the_same_two_cards_part() -> None:
    map_ = kiln()
    edges = [e for e in map_.edges if {e.from_, e.to} == {"liu", "gm"}]
    assert len(edges) == 2
    assert len(set(map(abs, bends(map_, edges)))) == 2


def crossed(map_: InfluenceMap, edges: list[MapEdge], bent: list[float]) -> int:
    """How many cards lie on lines that they have no part in."""
    at = {n.id: (n.x, n.y) for n in map_.nodes}
    count = 0
    for line, bend in zip(edges, bent, strict=True):
        (ax, ay), (bx, by) = at[line.from_], at[line.to]
        mx, my = via((ax, ay), (bx, by), bend)
        for other in map_.nodes:
            if other.id in (line.from_, line.to):
                continue
            width, height = size_of(other)
            count += any(
                abs((1 - t) ** 2 * ax + 2 * t * (1 - t) * mx + t * t * bx - other.x) < width / 2
                and abs((1 - t) ** 2 * ay + 2 * t * (1 - t) * my + t * t * by - other.y) < height / 2
                for t in (i / 50 for i in range(51))
            )
    return count


def test_lines_go_around_cards_where_they_can() -> None:
    map_ = kiln()
    edges = in_drawing_order(map_.edges)
    straight = crossed(map_, edges, [0.0] * len(edges))
    assert straight >= 3
    assert crossed(map_, edges, bends(map_, edges)) <= straight // 2


def test_a_path_runs_from_border_to_border() -> None:
    way = path((0.0, 0.0), (200.0, 88.0), (600.0, 0.0), (200.0, 52.0), 0.0)
    assert [round(v, 2) for v in (*way.start, *way.end)] == [100.0, 0.0, 500.0, 0.0]
    bent = path((0.0, 0.0), (200.0, 88.0), (0.0, 500.0), (200.0, 88.0), 0.2)
    assert (round(abs(bent.start[1]), 1), round(500 - bent.end[1], 1)) == (44.0, 44.0)
