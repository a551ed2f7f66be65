"""Where cards stand: no overlaps, the right band, the same places for any order of rows."""

from __future__ import annotations

import random
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graphkam.domain.influence_map import MapNode
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


PLACES = st.lists(
    st.tuples(st.sampled_from(("theirs", "theirs", "ours", "rivals")), st.sampled_from(LAYERS)), max_size=30
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(PLACES, st.integers(0, 2**32))
def test_any_crowd_stands_in_its_bands_without_overlap(
    places: list[tuple[str, str | None]], seed: int
) -> None:
    people = [Spot(f"n{i}", side, layer) for i, (side, layer) in enumerate(places)]
    chance = random.Random(seed)
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
        [Spot("boss", "theirs", "executive"), *(Spot(f"r{i}", "theirs", "management") for i in range(4))],
        [(f"r{i}", "boss", "reports_to") for i in range(2)],
    )
    assert placed.positions["boss"][0] == (placed.positions["r0"][0] + placed.positions["r1"][0]) / 2


def test_peers_of_ours_stand_level_with_theirs() -> None:
    placed = place(
        [Spot("gm", "theirs", "executive"), Spot("li", "ours", "executive"), Spot("he", "ours", "operating")],
        [],
    )
    assert placed.positions["li"][1] == placed.positions["gm"][1] < placed.positions["he"][1]


def test_order_finds_back_to_an_order_with_short_lines() -> None:
    chance = random.Random(3)
    ids = chance.sample([f"n{i:03}" for i in range(90)], 90)
    true = [ids[:30], ids[30:60], ids[60:]]
    lines = []
    for _ in range(200):
        one, other = chance.sample(range(3), 2)
        place_ = chance.randrange(30)
        near = min(max(place_ + chance.randint(-2, 2), 0), 29)
        lines.append((true[one][place_], true[other][near], 1.0))

    def length(orders: list[list[str]]) -> float:
        x = {one: i for band in orders for i, one in enumerate(band)}
        return sum(abs(x[a] - x[b]) for a, b, _ in lines)

    found = ordered([sorted(band) for band in true], Links(lines))
    assert length(found) < 1.5 * length(true) < 0.25 * length([sorted(band) for band in true])


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
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
