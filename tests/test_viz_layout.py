"""Where cards stand: no overlaps, the right band, the same places for any order of rows."""

from __future__ import annotations

import random
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from graphkam.domain.answers import MapNode
from tests.viz_worlds import crowd, kiln
from viz.cards import size_of
from viz.layout import ASPECT, STEP_X, Placement, Spot, place
from viz.order import Links, ordered, spaced

LAYERS = ("executive", "management", "operating", None)


def overlapping(nodes: list[MapNode]) -> list[tuple[str, str]]:
    """Pairs of cards of which one covers a part of the other."""
    found = []
    for i, one in enumerate(nodes):
        for other in nodes[i + 1 :]:
            width, height = (sum(pair) / 2 for pair in zip(size_of(one), size_of(other), strict=True))
            if abs(one.x - other.x) < width and abs(one.y - other.y) < height:
                found.append((one.id, other.id))
    return found


def test_nobody_covers_anybody_among_five_hundred() -> None:
    assert overlapping(list(crowd().nodes)) == []


@st.composite
def spots(draw: st.DrawFn) -> list[Spot]:
    count = draw(st.integers(0, 40))
    sides = draw(
        st.lists(st.sampled_from(("theirs", "theirs", "ours", "rivals")), min_size=count, max_size=count)
    )
    return [Spot(f"n{i}", side, draw(st.sampled_from(LAYERS))) for i, side in enumerate(sides)]


@given(spots(), st.randoms())
def test_any_crowd_stands_in_its_bands_without_overlap(people: list[Spot], chance: random.Random) -> None:
    kinds = ("reports_to", "influences", "tie", "conflicts_with", "competitor")
    ids = [spot.id for spot in people]
    lines = [(*chance.sample(ids, 2), chance.choice(kinds)) for _ in range(len(ids))] if len(ids) > 1 else []
    placed = place(people, lines)
    assert set(placed.positions) == set(ids)
    assert_in_bands(people, placed)
    corners = list(placed.positions.values())
    rivals = {spot.id for spot in people if spot.side == "rivals"}
    for i, (ax, ay) in enumerate(corners):
        for bx, by in corners[i + 1 :]:
            assert abs(ax - bx) >= STEP_X - 1e-6 or abs(ay - by) >= 70, (placed.positions, rivals)
    chance.shuffle(people)
    chance.shuffle(lines)
    assert place(people, lines) == placed


def assert_in_bands(people: list[Spot], placed: Placement) -> None:
    """Everybody is within their band: theirs between its edges, ours left of it, rivals above all."""
    bands = {band.layer: band for band in placed.bands}
    assert list(bands)[:3] == list(LAYERS[:3])
    assert (None in bands) == any(s.layer is None and s.side != "rivals" for s in people)
    assert all(upper.bottom == lower.top for upper, lower in pairwise(placed.bands))
    for spot in people:
        x, y = placed.positions[spot.id]
        if spot.side == "rivals":
            assert y < placed.bands[0].top
            continue
        band = bands[spot.layer]
        assert band.top < y < band.bottom
        assert (band.left <= x <= band.right) if spot.side == "theirs" else x < band.left


def test_a_manager_stands_over_the_middle_of_the_reports() -> None:
    placed = place(
        [Spot("boss", "theirs", "executive"), *(Spot(f"r{i}", "theirs", "management") for i in range(3))],
        [(f"r{i}", "boss", "reports_to") for i in range(3)],
    )
    assert placed.positions["boss"][0] == sum(placed.positions[f"r{i}"][0] for i in range(3)) / 3


def test_peers_of_ours_stand_level_with_theirs() -> None:
    placed = place(
        [Spot("gm", "theirs", "executive"), Spot("li", "ours", "executive"), Spot("he", "ours", "operating")],
        [],
    )
    assert placed.positions["li"][1] == placed.positions["gm"][1] < placed.positions["he"][1]


def test_order_keeps_lines_shorter_than_chance_does() -> None:
    chance = random.Random(3)
    bosses = [f"b{i}" for i in range(6)]
    reports = [f"r{i:02}" for i in range(36)]
    lines = [(report, chance.choice(bosses), 1.0) for report in reports]

    def length(orders: list[list[str]]) -> float:
        x = {one: i / len(band) for band in orders for i, one in enumerate(band)}
        return sum(abs(x[a] - x[b]) for a, b, _ in lines)

    assert length(ordered([bosses, reports], Links(lines))) < 0.5 * length([bosses, reports])


@given(st.lists(st.one_of(st.none(), st.floats(-1e4, 1e4)), max_size=20))
def test_spaced_keeps_order_distance_and_bounds(wanted: list[float | None]) -> None:
    right = 50.0 * max(len(wanted), 1) + 300
    places = spaced(wanted, 50.0, 0.0, right)
    assert len(places) == len(wanted)
    assert all(b - a >= 50.0 - 1e-6 for a, b in pairwise(places))
    assert all(25.0 - 1e-6 <= x <= right - 25.0 + 1e-6 for x in places)


def test_a_large_map_is_about_as_wide_as_a_screen() -> None:
    map_ = crowd()
    width = max(n.x for n in map_.nodes) - min(n.x for n in map_.nodes)
    height = max(n.y for n in map_.nodes) - min(n.y for n in map_.nodes)
    assert 0.8 * ASPECT < width / height < 1.4 * ASPECT


def test_people_of_unknown_layer_stand_below_all_others() -> None:
    map_ = kiln()
    unknown = next(n for n in map_.nodes if n.layer is None and n.kind == "placeholder")
    assert unknown.y > max(n.y for n in map_.nodes if n is not unknown)
    assert map_.bands[-1].layer is None
